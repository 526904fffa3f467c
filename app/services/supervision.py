"""督办: which matters call for a letter today and which rung comes next; and whom to call to the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain import call_chain, supervision
from app.domain.call_chain import ChainLink
from app.domain.responsibility import Responsible
from app.domain.supervision import Rung, Trigger, TriggerKind
from app.services import steps, thresholds
from app.services.session import Session
from db.unit_of_work import ReadUnit


@dataclass(frozen=True)
class Proposal:
    """督办拟稿: the rung that comes next, to whom, why, and by when feedback is asked."""

    rung: Rung
    addressee: str
    reason: str
    due: date


def triggers(session: Session, today: date) -> tuple[Trigger, ...]:
    """督办提示: every visible matter in work that calls for a letter, with the reason; the most pressing first."""
    with session.register.read(session.viewer) as unit:
        return triggers_in(unit, today)


def triggers_in(unit: ReadUnit, today: date) -> tuple[Trigger, ...]:
    """The same inside a unit of work."""
    limits, calendar = thresholds.values_in(unit), unit.calendars.in_force()
    found = [one for watched in unit.watch.watched() for one in supervision.triggers(watched, limits, calendar, today)]
    order = {kind: place for place, kind in enumerate(TriggerKind)}
    return tuple(sorted(found, key=lambda one: (order[one.kind], one.since, one.watched.matter_id)))


def proposal(session: Session, matter_id: int, today: date) -> Proposal:
    """What the next letter would say by itself: addressee is the handler's division, the reason what called for it.

    Raises:
        Refused: there is no such matter in sight.
    """
    with session.register.read(session.viewer) as unit:
        facts = steps.in_sight(unit, matter_id)
        rung = supervision.next_rung(unit.records.of_matter(matter_id, kinds=("supervision",)))
        reasons = [one.words for one in triggers_in(unit, today) if one.watched.matter_id == matter_id]
        days = thresholds.values_in(unit)["answer_days"]
        due = unit.calendars.in_force().next_workday(today + timedelta(days=days))
    addressee = rung.parent.values.get("addressee", "") if rung.parent is not None else facts.department
    return Proposal(rung, addressee, "；".join(reasons), due)


def as_values(proposed: Proposal) -> dict[str, str]:
    """A proposal as the form of a letter takes it."""
    return {
        "rung": proposed.rung.code,
        "addressee": proposed.addressee,
        "reason": proposed.reason,
        "due": proposed.due.isoformat(),
    }


def next_call(session: Session, matter_id: int, today: date) -> ChainLink | None:
    """现场通知: whom to call next to this matter's visitor; ``None`` when somebody is coming or nobody is left.

    Raises:
        Refused: there is no such matter in sight.
    """
    with session.register.read(session.viewer) as unit:
        facts = steps.in_sight(unit, matter_id)
        handler = None
        if facts.handler_id is not None:
            handler = Responsible(facts.handler_id, facts.handler, facts.department_id or 0, facts.department)
        links = call_chain.chain(
            unit.people.tree(), facts.department_id or 0, handler, today, unit.people.barred(matter_id)
        )
        return call_chain.next_call(links, unit.records.of_matter(matter_id, kinds=("call",)), today)
