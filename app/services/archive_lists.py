"""档案清单: filling the lists that the archive keeps and signs, and reading loans that are due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from app.domain.appraisal import Decision, decision_words
from app.domain.dossier import DossierRow
from app.domain.dossier_paper import ArchiveList
from app.domain.errors import Refused
from app.domain.paper import Marks
from app.services import appraisal, archive
from app.services.archive import HandOverList
from app.services.session import Session

_DOSSIER = (
    ("序号", 10),
    ("档号", 36),
    ("信访编号", 38),
    ("信访人", 28),
    ("保管期限", 18),
    ("册数", 11),
    ("归档日期", 21),
    ("存放位置", 24),
)


def filing_register(session: Session, year: int | None, now: datetime) -> ArchiveList:
    """归档登记簿 of a year, or of all."""
    rows = archive.filing_register(session, year)
    about = f"{f'{year}年' if year else '全部年度'}　共 {len(rows)} 卷　打印日期 {now:%Y-%m-%d}"
    return _list(session, "归档登记簿", about, _DOSSIER, _dossiers(rows), signatures=("登记人：",))


def hand_over(session: Session, made: HandOverList) -> ArchiveList:
    """移交清单 for both sides to sign."""
    one = made.hand_over
    about = f"第 {one.hand_over_id} 号　移交人 {one.giver}　接收人 {one.receiver}　{one.made_at:%Y-%m-%d}"
    volumes = sum(row.volumes for row in made.rows)
    notes = (f"以上共 {len(made.rows)} 卷 {volumes} 册，当面点清。", *((one.note,) if one.note else ()))
    signatures = ("移交人（签名）：", "接收人（签名）：", "日　　期：")
    return _list(session, "卷宗移交清单", about, _DOSSIER, _dossiers(made.rows), notes, signatures)


def loans_due(session: Session, today: date, days: int = 3) -> ArchiveList:
    """催还清单: what should be back by now or soon."""
    rows = tuple(
        (
            str(place),
            loan.archive_code,
            loan.number,
            f"{loan.department}{loan.borrower}",
            loan.purpose,
            f"{loan.lent_at:%Y%m%d}",
            f"{loan.due_on:%Y%m%d}",
            f"逾期 {(today - loan.due_on).days} 天" if loan.due_on < today else "即将到期",
        )
        for place, loan in enumerate(archive.reminders(session, today, days), 1)
    )
    columns = (
        ("序号", 10),
        ("档号", 36),
        ("信访编号", 38),
        ("借阅人", 24),
        ("事由", 24),
        ("借出日期", 21),
        ("应还日期", 21),
        ("情况", 20),
    )
    return _list(session, "借阅催还清单", f"截至 {today}　共 {len(rows)} 卷", columns, rows)


def appraised(session: Session, list_id: int) -> ArchiveList:
    """鉴定清单 for the committee: what is proposed, and what it decided as far as it has."""
    made = appraisal.read(session, list_id)
    rows = tuple(
        (
            str(place),
            one.archive_code,
            one.number,
            one.petitioner,
            one.retention_label,
            f"{one.appraise_on:%Y%m%d}" if one.appraise_on else "",
            decision_words(one.decision),
            one.words,
        )
        for place, one in enumerate(made.items, 1)
    )
    columns = (
        ("序号", 10),
        ("档号", 34),
        ("信访编号", 34),
        ("信访人", 22),
        ("保管期限", 16),
        ("期满日期", 20),
        ("鉴定意见", 24),
        ("说明", 26),
    )
    about = f"第 {made.list_id} 号　截至 {made.until}　制表 {made.made_by} {made.made_at:%Y-%m-%d}"
    notes = ["本清单供档案鉴定委员会逐卷审议；未经批准，不得销毁。"]
    if made.decided_on is not None:
        notes.append(f"鉴定委员会：{made.committee}。批准：{made.paper}，{made.decided_on}。")
    signatures = ("鉴定委员会成员（签名）：\n", "批准人（签名）：", "日　　期：")
    return _list(session, "档案鉴定清单", about, columns, rows, tuple(notes), signatures)


def to_destroy(session: Session, list_id: int) -> ArchiveList:
    """鉴定销毁清册 of a closed list: only what the committee agreed to destroy; kept for ever with the signatures.

    Raises:
        Refused: the list is still open, or nothing on it is to be destroyed.
    """
    made = appraisal.read(session, list_id)
    if made.decided_on is None:
        raise Refused("这份清单还没有办结。委员会逐卷写明意见、办结以后，才能印销毁清册。")
    chosen = [one for one in made.items if one.decision == Decision.DISPOSE.value]
    if not chosen:
        raise Refused("这份清单上没有同意销毁的卷宗，不用印销毁清册。")
    rows = tuple(
        (
            str(place),
            one.archive_code,
            one.number,
            one.petitioner,
            str(one.year),
            str(one.volumes),
            one.retention_label,
            one.words,
        )
        for place, one in enumerate(chosen, 1)
    )
    columns = (
        ("序号", 10),
        ("档号", 34),
        ("信访编号", 34),
        ("信访人", 24),
        ("年度", 13),
        ("册数", 11),
        ("保管期限", 18),
        ("销毁理由", 36),
    )
    about = f"第 {made.list_id} 号鉴定清单　批准 {made.paper}　{made.decided_on}"
    volumes = sum(one.volumes for one in chosen)
    notes = (
        f"以上共 {len(chosen)} 卷 {volumes} 册，经鉴定委员会（{made.committee}）审议同意销毁。",
        "销毁时由两人以上监销，逐卷核对无误后签名；本清册永久保存。",
    )
    signatures = ("监销人（两人以上签名）：\n", "批准人（签名）：", "销毁日期：")
    return _list(session, "档案鉴定销毁清册", about, columns, rows, notes, signatures)


def hand_over_all(session: Session, receiver: str, now: datetime, matter_ids: Sequence[int] = ()) -> HandOverList:
    """Hand over these, or every filed dossier that is on no list and not on loan.

    Raises:
        Refused: no receiver, or there is none to hand over.
    """
    chosen = list(matter_ids)
    if not chosen:
        with session.register.read(session.viewer) as unit:
            chosen = [
                row.matter_id
                for row in archive.filing_register(session)
                if not row.borrower and (facts := unit.dossiers.of_matter(row.matter_id)) and facts.hand_over_id is None
            ]
    if not chosen:
        raise Refused("没有可以移交的卷宗：归档登记以后、没有借出、还没有移交过的才能移交。")
    return archive.hand_over(session, chosen, receiver, now)


def _dossiers(rows: Iterable[DossierRow]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(place),
            row.archive_code,
            row.number,
            row.petitioner,
            row.retention_label,
            str(row.volumes),
            f"{row.filed_on:%Y%m%d}" if row.filed_on else "",
            row.place,
        )
        for place, row in enumerate(rows, 1)
    )


def _list(
    session: Session,
    title: str,
    about: str,
    columns: tuple[tuple[str, int], ...],
    rows: tuple[tuple[str, ...], ...],
    notes: tuple[str, ...] = (),
    signatures: tuple[str, ...] = (),
) -> ArchiveList:
    with session.register.read(session.viewer) as unit:
        court, practice = unit.settings.get("court_name", ""), bool(unit.settings.get("practice", False))
    return ArchiveList(court, title, about, columns, rows, notes, signatures, Marks(practice=practice))
