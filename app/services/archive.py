"""归档: filing bound dossiers, their places, loans, and hand-over to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.changes import Area, Change
from app.domain.dossier import DossierRow, DossierState
from app.domain.errors import Refused
from app.domain.step import STEP_RULES, Step
from app.domain.text import clean_line
from app.domain.workflow import Entry
from app.services import steps
from app.services.dossier_options import options_in
from app.services.dossiers import NOT_FOUND
from app.services.session import Session
from db.stores.archive import HandOver, Loan
from db.stores.dossiers import DossierFacts
from db.unit_of_work import ReadUnit, WriteUnit

LONGEST = 60


@dataclass(frozen=True)
class Place:
    """Where a dossier stands: room, rack, box."""

    room: str = ""
    rack: str = ""
    box: str = ""


@dataclass(frozen=True)
class HandOverList:
    """移交清单 as it is printed: the dossiers in the order of their codes, and who signs."""

    hand_over: HandOver
    rows: tuple[DossierRow, ...]


def file(session: Session, matter_ids: Sequence[int], place: Place, now: datetime) -> Change:
    """归档登记: bound dossiers get their place, and their matters take the step 归档; all or none.

    Raises:
        Refused: one is not bound, or its matter is not concluded.
    """
    where = _place(place)
    if not matter_ids:
        raise Refused("没有选中卷宗。请先在列表中选中至少一份。")
    with session.register.write(session.viewer, now) as work:
        for matter_id in matter_ids:
            facts = _bound(work, matter_id)
            if facts.filed_on is not None:
                raise Refused(f"{facts.number} 已经归档。只改位置请用“改存放位置”。")
            matter = steps.current(work, matter_id)
            if matter.status in STEP_RULES[Step.FILE].sources:
                words = f"归档：{facts.archive_code}，{facts.retention_label}"
                steps.record(work, matter, Entry(Step.FILE, now, work.viewer.name, words, paper=facts.archive_code))
            work.dossiers.change(facts.dossier_id, filed_on=now.date(), room=where.room, rack=where.rack, box=where.box)
            work.audit.record(
                "file", "dossier", facts.dossier_id, after={"matter": facts.number, "code": facts.archive_code}
            )
    return _changed(*matter_ids)


def put(session: Session, matter_id: int, place: Place, now: datetime) -> Change:
    """Change where a bound dossier stands."""
    where = _place(place)
    with session.register.write(session.viewer, now) as work:
        facts = _bound(work, matter_id)
        work.dossiers.change(facts.dossier_id, room=where.room, rack=where.rack, box=where.box)
        work.audit.record(
            "put",
            "dossier",
            facts.dossier_id,
            before={"place": [facts.room, facts.rack, facts.box]},
            after={"place": [where.room, where.rack, where.box]},
        )
    return _changed(matter_id)


def filing_register(session: Session, year: int | None = None) -> tuple[DossierRow, ...]:
    """归档登记簿: every filed dossier by code, those on loan too."""
    with session.register.read(session.viewer) as unit:
        rows = unit.dossiers.rows((DossierState.FILED, DossierState.ON_LOAN))
    filed = (row for row in rows if row.filed_on is not None and year in (None, row.filed_on.year))
    return tuple(sorted(filed, key=lambda row: row.archive_code))


def lend(
    session: Session,
    matter_id: int,
    borrower: str,
    purpose: str,
    now: datetime,
    *,
    department: str = "",
    due_on: date | None = None,
) -> Change:
    """借出 a bound dossier until a day; without one, as many days as the office lends for.

    Raises:
        Refused: no borrower, the day is past, it is not bound, or somebody has it.
    """
    who, why = clean_line(borrower)[:LONGEST], clean_line(purpose)[:LONGEST]
    fields = {}
    if not who:
        fields["borrower"] = "请填写借阅人。"
    if not why:
        fields["purpose"] = "请填写借阅事由。"
    if due_on is not None and due_on < now.date():
        fields["due_on"] = "归还日期不能早于今天。"
    if fields:
        raise Refused("有几处需要补正，见各栏下方说明。已填内容都在。", fields)
    with session.register.write(session.viewer, now) as work:
        facts = _bound(work, matter_id)
        out = work.archive.loan_out(facts.dossier_id)
        if out is not None:
            raise Refused(f"这份卷宗已借给{out.borrower}，应于 {out.due_on} 归还。请先归还再借。")
        due = due_on or now.date() + timedelta(days=options_in(work).loan_days)
        loan_id = work.archive.lend(
            {
                "dossier_id": facts.dossier_id,
                "borrower": who,
                "department": clean_line(department)[:LONGEST],
                "purpose": why,
                "lent_at": now,
                "lent_by": work.viewer.name,
                "due_on": due,
            }
        )
        work.audit.record(
            "lend", "loan", loan_id, after={"matter": facts.number, "borrower": who, "purpose": why, "due": due}
        )
    return _changed(matter_id)


def take_back(session: Session, matter_id: int, now: datetime, note: str = "") -> Change:
    """归还.

    Raises:
        Refused: nobody has it.
    """
    with session.register.write(session.viewer, now) as work:
        facts = _bound(work, matter_id)
        out = work.archive.loan_out(facts.dossier_id)
        if out is None:
            raise Refused("这份卷宗没有借出，不需要归还。")
        work.archive.take_back(out.loan_id, now, work.viewer.name, clean_line(note)[:200])
        work.audit.record("take_back", "loan", out.loan_id, after={"note": clean_line(note)})
    return _changed(matter_id)


def prolong(session: Session, matter_id: int, due_on: date, now: datetime) -> Change:
    """续借 until a later day.

    Raises:
        Refused: nobody has it, or the day is not later.
    """
    with session.register.write(session.viewer, now) as work:
        facts = _bound(work, matter_id)
        out = work.archive.loan_out(facts.dossier_id)
        if out is None:
            raise Refused("这份卷宗没有借出，不能续借。")
        if due_on <= out.due_on:
            raise Refused("续借日期要晚于原归还日期。", {"due_on": f"请晚于 {out.due_on}。"})
        work.archive.prolong(out.loan_id, due_on)
        work.audit.record("prolong", "loan", out.loan_id, before={"due": out.due_on}, after={"due": due_on})
    return _changed(matter_id)


def loans(session: Session, matter_id: int) -> tuple[Loan, ...]:
    """Every loan of a dossier, newest first."""
    with session.register.read(session.viewer) as unit:
        facts = unit.dossiers.of_matter(matter_id)
        return unit.archive.loans(facts.dossier_id) if facts else ()


def reminders(session: Session, today: date, days: int = 3) -> tuple[Loan, ...]:
    """Loans that are overdue or due within some days, the longest overdue first."""
    with session.register.read(session.viewer) as unit:
        return unit.archive.due_until(today + timedelta(days=days))


def hand_over(
    session: Session, matter_ids: Sequence[int], receiver: str, now: datetime, note: str = ""
) -> HandOverList:
    """移交: a list of filed dossiers for the archive to sign; each is handed over once.

    Raises:
        Refused: no receiver; one is not filed, on loan, or on a list already.
    """
    to = clean_line(receiver)[:LONGEST]
    if not to:
        raise Refused("请填写接收人或接收单位。", {"receiver": "请填写接收人。"})
    if not matter_ids:
        raise Refused("没有选中卷宗。请先在列表中选中至少一份。")
    with session.register.write(session.viewer, now) as work:
        hand_over_id = work.archive.make_hand_over(
            {
                "made_at": now,
                "giver": work.viewer.name,
                "receiver": to,
                "note": clean_line(note)[:200],
                "account_id": work.viewer.account_id or None,
            }
        )
        for matter_id in matter_ids:
            facts = _bound(work, matter_id)
            if facts.filed_on is None:
                raise Refused(f"{facts.number} 还没有归档登记，不能移交。")
            if facts.hand_over_id is not None:
                raise Refused(f"{facts.number} 已在第 {facts.hand_over_id} 号移交清单上。")
            if work.archive.loan_out(facts.dossier_id) is not None:
                raise Refused(f"{facts.number} 还借在外面，归还后再移交。")
            work.dossiers.change(facts.dossier_id, hand_over_id=hand_over_id)
        work.audit.record("hand_over", "hand_over", hand_over_id, after={"matters": list(matter_ids), "receiver": to})
    return hand_over_list(session, hand_over_id)


def hand_overs(session: Session) -> tuple[HandOver, ...]:
    """Every hand-over list, the newest first, to print one again."""
    with session.register.read(session.viewer) as unit:
        return unit.archive.hand_overs()


def hand_over_list(session: Session, hand_over_id: int) -> HandOverList:
    """A hand-over list as it was made.

    Raises:
        Refused: there is none.
    """
    with session.register.read(session.viewer) as unit:
        made = unit.archive.hand_over(hand_over_id)
        if made is None:
            raise Refused("没有找到这份移交清单。")
        rows = {row.dossier_id: row for row in unit.dossiers.rows()}
    return HandOverList(made, tuple(rows[one] for one in made.dossier_ids if one in rows))


def find_by_code(session: Session, text: str) -> int | None:
    """The matter whose dossier has an archival code, as printed or as read from the bar code."""
    wanted = clean_line(text).replace(".", "·").upper()
    with session.register.read(session.viewer) as unit:
        rows = unit.dossiers.rows(words=clean_line(text)) or unit.dossiers.rows(words=wanted)
    return next((row.matter_id for row in rows if row.archive_code.upper().replace(".", "·") == wanted), None)


def _bound(work: WriteUnit | ReadUnit, matter_id: int) -> DossierFacts:
    facts = work.dossiers.of_matter(matter_id)
    if facts is None:
        raise Refused(NOT_FOUND)
    if facts.bound_at is None:
        raise Refused(f"{facts.number} 还没有装订。请先装订，再归档或借阅。")
    return facts


def _place(place: Place) -> Place:
    cleaned = Place(*(clean_line(one)[:LONGEST] for one in (place.room, place.rack, place.box)))
    if not cleaned.room and not cleaned.rack and not cleaned.box:
        raise Refused("请填写存放位置（库房、架、盒至少一项）。", {"room": "请填写存放位置。"})
    return cleaned


def _changed(*matter_ids: int) -> Change:
    return Change.of(Area.DOSSIERS, Area.MATTERS, ids=matter_ids)


__all__ = [
    "HandOver",
    "HandOverList",
    "Loan",
    "Place",
    "file",
    "filing_register",
    "find_by_code",
    "hand_over",
    "hand_over_list",
    "hand_overs",
    "lend",
    "loans",
    "prolong",
    "put",
    "reminders",
    "take_back",
]
