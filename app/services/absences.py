"""不在岗登记: who is away when, so that what falls on those days is seen in time."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.today import Absence, check_absence
from app.services.session import Session


def between(session: Session, first: date, last: date) -> tuple[Absence, ...]:
    """Who is away between two days, both included."""
    with session.register.read(session.viewer) as unit:
        return unit.today.absences(first, last)


def add(
    session: Session, staff_id: int | None, first: date | None, last: date | None, reason: str, now: datetime
) -> Change:
    """Note that somebody is away.

    Raises:
        Refused: nobody chosen, the days cannot be, or the person is noted as away on one of them already.
    """
    start, end, said = check_absence(first, last, reason)
    with session.register.write(session.viewer, now) as work:
        person = work.people.responsible(staff_id) if staff_id is not None else None
        if person is None:
            raise Refused("请选择谁不在岗。", {"staff": "请从列表中选择。"})
        if any(one.staff_id == staff_id for one in work.today.absences(start, end)):
            raise Refused(f"{person.name}这几天已经登记过不在岗。", {"first": "与已登记的日期重叠。"})
        absence_id = work.today.add_absence(person.staff_id, start, end, said, now)
        after = {"staff": person.name, "first": start, "last": end, "reason": said}
        work.audit.record("add", "absence", absence_id, after=after)
    return Change.of(Area.INBOX)


def withdraw(session: Session, absence_id: int, now: datetime) -> Change:
    """The person is there after all.

    Raises:
        Refused: it was withdrawn already.
    """
    with session.register.write(session.viewer, now) as work:
        if not work.today.withdraw_absence(absence_id, now):
            raise Refused("这条不在岗登记已经撤销。请刷新。")
        work.audit.record("withdraw", "absence", absence_id)
    return Change.of(Area.INBOX)


__all__ = ["Absence", "add", "between", "withdraw"]
