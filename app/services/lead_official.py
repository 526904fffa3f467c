"""领导包案: who leads what, who is not at it in person, whose report is missing, and what waits for its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain import lead_official
from app.domain.errors import Refused
from app.domain.lead_official import DutyMeter, MonthLine, Term
from app.domain.matter import CONCLUDED_STATUSES
from app.domain.paper import SheetRecord
from app.domain.record import HandlingRecord
from app.domain.responsibility import Post
from app.domain.viewer import Right
from app.services import papers, steps, thresholds
from app.services.session import Session
from db.unit_of_work import ReadUnit

FORM = "sheet.lead_responsibility"


@dataclass(frozen=True)
class FormVersion:
    """包案责任书 of one leader: the version, whose it is from when to when, and the document that was issued."""

    version: int
    term: Term
    document_id: int | None


def may_see_idle(unit: ReadUnit, today: date) -> bool:
    """假包虚包 is shown to the president and to administrators, to nobody else."""
    viewer = unit.viewer
    if viewer.may(Right.ADMINISTER):
        return True
    return viewer.staff_id is not None and unit.people.tree().holds(viewer.staff_id, (Post.PRESIDENT,), today)


def idle(session: Session, today: date) -> tuple[DutyMeter, ...]:
    """N日未亲自办理, the longest first.

    Raises:
        Refused: the account is neither the president's nor an administrator's.
    """
    with session.register.read(session.viewer) as unit:
        return idle_in(unit, today)


def idle_in(unit: ReadUnit, today: date) -> tuple[DutyMeter, ...]:
    """The same inside a unit of work.

    Raises:
        Refused: as :func:`idle`.
    """
    if not may_see_idle(unit, today):
        raise Refused("这份清单只给院长和管理员看。请换用相应的账户。")
    assignments = unit.records.ledger(("lead_assignment",), owed=True)
    duties = unit.records.ledger(("personal_duty",))
    return lead_official.idle(assignments, duties, today, thresholds.values_in(unit)["lead_idle_days"])


def meters_in(unit: ReadUnit, today: date) -> dict[int, DutyMeter]:
    """What each current leader did in person, by the id of the assignment."""
    duties = unit.records.ledger(("personal_duty",))
    return {
        one.record_id: lead_official.meter(one, duties, today)
        for one in unit.records.ledger(("lead_assignment",), owed=True)
    }


def without_leader(session: Session) -> tuple[HandlingRecord, ...]:
    """Key matters that no leader owns and that are not ended, oldest first."""
    with session.register.read(session.viewer) as unit:
        return without_leader_in(unit)


def without_leader_in(unit: ReadUnit) -> tuple[HandlingRecord, ...]:
    """The same inside a unit of work."""
    led = {one.matter_id for one in unit.records.ledger(("lead_assignment",), owed=True)}
    keys = unit.records.ledger(("key_case",), owed=True)
    return tuple(one for one in keys if one.matter_id not in led and not _is_over(unit, one.matter_id))


def waiting_for_their_end(session: Session) -> tuple[HandlingRecord, ...]:
    """办结待结束包案: the matter is concluded or settled, the assignment still runs; its end is asked for."""
    with session.register.read(session.viewer) as unit:
        return waiting_in(unit)


def waiting_in(unit: ReadUnit) -> tuple[HandlingRecord, ...]:
    """The same inside a unit of work."""
    running = unit.records.ledger(("lead_assignment",), owed=True)
    return tuple(one for one in running if _is_over(unit, one.matter_id))


def month(session: Session, wanted: str, today: date) -> tuple[MonthLine, ...]:
    """月度汇报 of a month written 2026-03: every leader's matter with its report, or as missing.

    Raises:
        Refused: it is not written so.
    """
    with session.register.read(session.viewer) as unit:
        return month_in(unit, wanted, today)


def month_in(unit: ReadUnit, wanted: str, today: date) -> tuple[MonthLine, ...]:
    """The same inside a unit of work.

    Raises:
        Refused: as :func:`month`.
    """
    try:
        lead_official.month_days(wanted)
    except ValueError:
        raise Refused("月份要写成 2026-03 的样子。", {"month": "请写成 2026-03 的样子。"}) from None
    known = unit.records.ledger(("lead_assignment", "monthly_report"))
    return lead_official.month_lines(known, wanted, thresholds.values_in(unit)["report_day"], today)


def month_papers(session: Session, wanted: str, today: date) -> tuple[SheetRecord, ...]:
    """The reports of a month as they were issued, in the order of the list."""
    lines = month(session, wanted, today)
    ids = [one.report.document_id for one in lines if one.report is not None and one.report.document_id is not None]
    issued = [papers.reopen(session, document_id).record for document_id in ids]
    return tuple(one for one in issued if isinstance(one, SheetRecord))


def forms(session: Session, matter_id: int) -> tuple[FormVersion, ...]:
    """Every responsibility form of a matter, first to last: one for each leader there was.

    Raises:
        Refused: there is no such matter in sight.
    """
    with session.register.read(session.viewer) as unit:
        steps.in_sight(unit, matter_id)
        assignments = [one for one in unit.records.of_matter(matter_id, kinds=("lead_assignment",)) if one.live]
        issued = sorted(one.document_id for one in unit.documents.of_matter(matter_id) if one.form == FORM)
    held = [term for one in assignments for term in lead_official.terms(one)]
    return tuple(
        FormVersion(place, term, issued[place - 1] if place <= len(issued) else None)
        for place, term in enumerate(held, 1)
    )


def _is_over(unit: ReadUnit, matter_id: int | None) -> bool:
    facts = unit.matters.facts(matter_id) if matter_id is not None else None
    return facts is not None and (facts.status in CONCLUDED_STATUSES or facts.settled_on is not None)
