"""鉴定: lists of dossiers whose term is over, put before the committee. Nothing is decided or destroyed by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.appraisal import Decision, members_of
from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services.session import Session
from db.stores.archive import Appraisal, DisposalList
from db.unit_of_work import WriteUnit

LONGEST_PAPER = 60
LONGEST_REASON = 200
NOT_FOUND = "没有找到这份鉴定清单。请刷新后再选。"


@dataclass(frozen=True)
class Proposed:
    """A list that was made or changed, and what the pages have to read again."""

    made: DisposalList
    change: Change


def propose(session: Session, until: date, now: datetime) -> Proposed:
    """鉴定清单: filed dossiers whose term is over by a day, that are not lent and on no open list.

    Raises:
        Refused: no right, or no term is over.
    """
    _archivist(session)
    with session.register.write(session.viewer, now) as work:
        found = work.archive.over(until)
        if not found:
            raise Refused(
                f"到 {until} 没有保管期满、可提交鉴定的卷宗。只列已归档、没有借出、不在别的待鉴定清单上的。",
                {"until": "到这一天没有期满的卷宗。"},
            )
        list_id = work.archive.make_disposal_list({"made_at": now, "made_by": work.viewer.name, "until": until}, found)
        work.audit.record("propose_disposal", "disposal_list", list_id, after={"dossiers": list(found), "until": until})
    return Proposed(read(session, list_id), _changed())


def lists(session: Session) -> tuple[DisposalList, ...]:
    """Every list, the newest first."""
    with session.register.read(session.viewer) as unit:
        return unit.archive.disposal_lists()


def amount_over(session: Session, until: date) -> int:
    """How many dossiers could be proposed now."""
    with session.register.read(session.viewer) as unit:
        return len(unit.archive.over(until))


def read(session: Session, list_id: int) -> DisposalList:
    """One list.

    Raises:
        Refused: there is none.
    """
    with session.register.read(session.viewer) as unit:
        found = unit.archive.disposal_list(list_id)
    if found is None:
        raise Refused(NOT_FOUND)
    return found


def decide(
    session: Session, list_id: int, dossier_id: int, decision: Decision | None, words: str, now: datetime
) -> Proposed:
    """Note what the committee says about one dossier; ``None`` takes it back while the list is open.

    Raises:
        Refused: no right, not on the list, the list is closed, or destruction without a reason.
    """
    _archivist(session)
    reason = clean_line(words)[:LONGEST_REASON]
    if decision is Decision.DISPOSE and not reason:
        raise Refused("同意销毁要写明理由，会印在销毁清册上。", {"words": "请写明理由。"})
    with session.register.write(session.viewer, now) as work:
        known = _open(work, list_id)
        one = next((one for one in known.items if one.dossier_id == dossier_id), None)
        if one is None:
            raise Refused("这份卷宗不在这份清单上。请刷新后再选。")
        code = decision.value if decision else ""
        work.archive.decide(list_id, dossier_id, code, reason if decision else "")
        work.audit.record(
            "appraise",
            "disposal_list",
            list_id,
            before={"dossier": one.number, "decision": one.decision, "words": one.words},
            after={"dossier": one.number, "decision": code, "words": reason},
        )
    return Proposed(read(session, list_id), _changed())


def close(session: Session, list_id: int, members: str, paper: str, now: datetime) -> Proposed:
    """The committee has decided on all of a list: who they were, and the paper that says so.

    When a dossier comes up again follows from what was decided. Those to be destroyed stay in the register as they are
    and are not proposed again; the paper is destroyed by people, with two to watch.

    Raises:
        Refused: no right, dossiers are left undecided, members or paper are missing, or it was closed before.
    """
    _archivist(session)
    fields: dict[str, str] = {}
    names: tuple[str, ...] = ()
    try:
        names = members_of(members)
    except Refused as answer:
        fields.update(answer.fields)
    by = clean_line(paper)[:LONGEST_PAPER]
    if not by:
        fields["paper"] = "请填写批准文号或会议记录编号。"
    if fields:
        raise Refused("有几处需要补正，见各栏下方说明。已填内容都在。", fields)
    with session.register.write(session.viewer, now) as work:
        known = _open(work, list_id)
        left = [one for one in known.items if not one.decision]
        if left:
            raise Refused(f"还有 {len(left)} 卷没有鉴定意见，例如 {left[0].number}。请逐卷写明，再办结这份清单。")
        work.archive.close_list(list_id, now.date(), "、".join(names), by)
        said = {one.number: [one.decision, one.words] for one in known.items}
        work.audit.record(
            "decide_disposal", "disposal_list", list_id, after={"members": names, "paper": by, "decisions": said}
        )
    return Proposed(read(session, list_id), _changed())


def _open(work: WriteUnit, list_id: int) -> DisposalList:
    known = work.archive.disposal_list(list_id)
    if known is None:
        raise Refused(NOT_FOUND)
    if known.decided_on is not None:
        raise Refused(f"第 {list_id} 号鉴定清单已于 {known.decided_on} 办结，不再改动。")
    return known


def _archivist(session: Session) -> None:
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("鉴定清单需要管理权限。请管理员或档案员办理。")


def _changed() -> Change:
    return Change.of(Area.DOSSIERS)


__all__ = [
    "Appraisal",
    "DisposalList",
    "Proposed",
    "amount_over",
    "close",
    "decide",
    "lists",
    "propose",
    "read",
]
