"""收件与逐级督促: what each person was told, what is unread and goes by hand, and how a late matter climbs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.responsibility import POST_TEXT, Climb, next_climb
from app.domain.text import clean_line
from app.services import thresholds
from app.services.session import Session
from db.stores.people import LateMatter, Notice
from db.unit_of_work import ReadUnit, WriteUnit

MOST_AT_ONCE = 300
BY_SCREEN, BY_HAND = "屏幕阅读", "纸质送达"


@dataclass(frozen=True)
class DeliveryList:
    """未读清单 of one recipient, to be printed and signed for by those without a PC."""

    recipient: str
    notices: tuple[Notice, ...]


def of_person(session: Session, staff_id: int, *, unread_only: bool = False) -> tuple[Notice, ...]:
    """One person's notices, oldest first; those of matters out of the viewer's sight are left out."""
    with session.register.read(session.viewer) as unit:
        return unit.people.notices(staff_id, unread_only=unread_only)


def unread(session: Session) -> tuple[DeliveryList, ...]:
    """待送达清单: every unread notice, one list a recipient, in the order of the oldest."""
    with session.register.read(session.viewer) as unit:
        notices = unit.people.notices(unread_only=True)
    by_recipient: dict[str, list[Notice]] = {}
    for notice in notices:
        by_recipient.setdefault(notice.recipient, []).append(notice)
    return tuple(DeliveryList(recipient, tuple(those)) for recipient, those in by_recipient.items())


def read(session: Session, notice_ids: tuple[int, ...], now: datetime) -> Change:
    """Record that this account read notices on screen.

    Raises:
        Refused: they were read or delivered already.
    """
    return _received(session, notice_ids, session.viewer.name, BY_SCREEN, now)


def delivered(session: Session, notice_ids: tuple[int, ...], received_by: str, now: datetime) -> Change:
    """Record that a printed list was handed over and who signed for it.

    Raises:
        Refused: nobody named, or they were read or delivered already.
    """
    receiver = clean_line(received_by)
    if not receiver:
        raise Refused("请填写签收人。", {"received_by": "请填写签收人。"})
    return _received(session, notice_ids, receiver, BY_HAND, now)


def _received(session: Session, notice_ids: tuple[int, ...], reader: str, how: str, now: datetime) -> Change:
    with session.register.write(session.viewer, now) as work:
        visible = {one.notice_id for one in work.people.notices(unread_only=True)}
        wanted = tuple(one for one in notice_ids if one in visible)
        if not wanted or not work.people.mark_read(wanted, reader, how, now):
            raise Refused("这些通知已经阅读或送达。请刷新清单。")
        work.audit.record("received", "notice", wanted[0], after={"notices": list(wanted), "by": reader, "how": how})
    return Change.of(Area.INBOX)


def climb(session: Session, now: datetime, most: int = MOST_AT_ONCE) -> tuple[int, Change]:
    """逐级督促: tell the next level of late matters, one level at a time; gives how many were told, ``most`` at once.

    Run when the desk opens and whenever the day turns; running it twice on one day tells nobody twice. When as many
    as ``most`` were told there may be more: run it again, so that no other write waits for long.
    """
    today = now.date()
    with session.register.read(session.viewer) as unit:
        if not _next_levels(unit, today, 1):
            return 0, Change.of()
    told: list[int] = []
    with session.register.write(session.viewer, now) as work:
        for late, step in _next_levels(work, today, most):
            person = step.person
            if person is not None and person.staff_id in work.people.barred(late.matter_id):
                person = None
            recipient = f"{person.department}{person.name}" if person else POST_TEXT[step.post]
            days = (today - late.due_date).days
            words = f"{late.number}已逾期{days}天，请{POST_TEXT[step.post]}督促办理"
            work.people.notify(
                step.post, person, recipient, "overdue", words, now, matter_id=late.matter_id, due=late.due_date
            )
            work.people.climb(late.matter_id, late.due_date, step.level, step.post, person, today)
            told.append(late.matter_id)
        work.audit.record("climb", "matter", 0, after={"told": told})
    return len(told), Change.of(Area.INBOX, ids=tuple(told))


def _next_levels(unit: ReadUnit | WriteUnit, today: date, most: int) -> list[tuple[LateMatter, Climb]]:
    """The late matters whose next level is to be told today, the longest late first."""
    tree, calendar = unit.people.tree(), unit.calendars.in_force()
    workdays = thresholds.values_in(unit)["climb_workdays"]
    found: list[tuple[LateMatter, Climb]] = []
    for late in unit.people.late(today):
        step = next_climb(
            tree,
            late.reached,
            late.due_date,
            late.last_told,
            today,
            calendar,
            late.department_id,
            late.handler,
            workdays,
        )
        if step is not None:
            found.append((late, step))
            if len(found) == most:
                break
    return found


__all__ = ["DeliveryList", "Notice", "climb", "delivered", "of_person", "read", "unread"]
