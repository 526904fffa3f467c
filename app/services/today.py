"""今日: one page of what is due, owed, promised and left open, the viewer's own first, and the two weeks ahead.

件件有着落，事事有回音: nothing is registered here; every line is read from the records it is about. Lists are bounded,
counts are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.promise import promised_by
from app.domain.record import HandlingRecord, lawful_events
from app.domain.record_kinds import KINDS, RESTRICTED
from app.domain.today import (
    DAYS_AHEAD,
    LOOK_BACK,
    PROMISE_DAYS,
    Absence,
    DayAhead,
    DayItem,
    DaySection,
    OpenEnd,
    ahead,
    mine_first,
)
from app.domain.viewer import Viewer
from app.domain.work_calendar import WorkCalendar
from app.services.session import Session
from db.stores.people import Assignment, Notice
from db.unit_of_work import ReadUnit

MOST = 200
MOST_A_DAY = 8
MOST_AHEAD = 400
PROMISE, PLAN = "promise", "follow_up_plan"


@dataclass(frozen=True)
class Day:
    """Everything the page shows: sections by code, the two weeks ahead, and the absences behind them."""

    today: date
    sections: dict[str, DaySection]
    ahead: tuple[DayAhead, ...]
    absences: tuple[Absence, ...]
    provisional: bool
    """Whether the two weeks touch a year without a holiday table."""


def read(session: Session, today: date) -> Day:
    """The day as this viewer may see it, in one consistent view of the register."""
    with session.register.read(session.viewer) as unit:
        calendar = unit.calendars.in_force()
        last = today + timedelta(days=DAYS_AHEAD - 1)
        owed = unit.records.due(last, RESTRICTED)
        promises = _promises(unit, session.viewer, owed, calendar, today, last)
        due, due_count = unit.today.due(today, today, MOST)
        late, late_count = unit.today.due(None, today - timedelta(days=1), MOST)
        sections = [
            DaySection.of("due", due, MOST, due_count),
            DaySection.of("late", late, MOST, late_count),
            DaySection.of("sign", _pending(unit, session.viewer), MOST),
            DaySection.of("owed", _owed(owed, session.viewer), MOST),
            DaySection.of("promises", promises, MOST),
            DaySection.of("open", [end_item(one) for one in open_ends(unit, today)], MOST),
            DaySection.of("reviews", _reviews(unit, session.viewer), MOST),
            DaySection.of("conduct", _conduct(unit, today), MOST),
            DaySection.of("cards", _cards(unit, today), MOST),
            DaySection.of("notices", _notices(unit, session.viewer), MOST),
            DaySection.of("delivery", [_notice(one) for one in by_department(unit)], MOST),
        ]
        absences = unit.today.absences(today, last)
        coming, _ = unit.today.due(today, last, MOST_AHEAD)
        plans = [_record(one, session.viewer) for one in owed if one.kind == PLAN]
        others = [one for one in _owed(owed, session.viewer) if one.day is not None and one.day >= today]
        lines = ahead(today, [*coming, *promises, *plans, *others], absences, calendar, MOST_A_DAY)
        known = {today.year, last.year} <= calendar.known_years
        return Day(today, {one.code: one for one in sections}, lines, absences, not known)


def open_ends(unit: ReadUnit, today: date) -> tuple[OpenEnd, ...]:
    """Contacts of the last two weeks with neither result nor reason, and those written down after their day."""
    first = today - timedelta(days=LOOK_BACK)
    late = unit.today.late_after(first, today)
    known = {one.contact_id for one in late}
    ends = [one for one in unit.today.open_ends(first, today) if one.dangles and one.contact_id not in known]
    return (*ends, *late)


def end_item(one: OpenEnd) -> DayItem:
    """A contact without a result as a line."""
    happened = one.happened_at
    words = f"{happened.month}月{happened.day}日 {happened:%H:%M} 的接待"
    if one.late:
        words += f"，日终后于 {one.registered_at.month}月{one.registered_at.day}日 {one.registered_at:%H:%M} 登记"
    note = "日终后登记" if one.late and not one.dangles else "没有着落"
    reason = f"原因：{one.reason}" if one.reason else ""
    return DayItem(
        one.number, one.name, words, one.matter_number, None, one.matter_id, one.contact_id, False,
        reason or note,
    )  # fmt: skip


def by_department(unit: ReadUnit) -> tuple[Notice, ...]:
    """Every unread notice in the order in which lists are carried: by recipient, oldest first."""
    return tuple(sorted(unit.people.notices(unread_only=True), key=lambda one: (one.recipient, one.notice_id)))


def _pending(unit: ReadUnit, viewer: Viewer) -> tuple[DayItem, ...]:
    return mine_first(_assignment(one, viewer) for one in unit.people.pending())


def _assignment(one: Assignment, viewer: Viewer) -> DayItem:
    given = f"{one.given_at.month}月{one.given_at.day}日交办"
    words = "；".join(part for part in ("主办" if one.leads else "协办", given, one.requirement) if part)
    mine = viewer.staff_id is not None and one.handler_id == viewer.staff_id
    who = f"{one.department}{one.handler}"
    return DayItem(one.matter_number, "", words, who, one.due_date, one.matter_id, one.assignment_id, mine)


def _owed(owed: tuple[HandlingRecord, ...], viewer: Viewer) -> tuple[DayItem, ...]:
    return mine_first(_record(one, viewer) for one in owed if one.kind not in (PROMISE, PLAN))


def _record(one: HandlingRecord, viewer: Viewer) -> DayItem:
    rule = KINDS[one.kind]
    waits = next(iter(lawful_events(rule, one)), None)
    main = next((one.values[field] for field in ("promise", "requirement", "topic") if one.values.get(field)), "")
    words = f"{rule.text}{one.number and ' ' + one.number}"
    words += f"：{main}" if main else (f"，等：{waits.text}" if waits is not None else "")
    mine = viewer.staff_id is not None and one.owner_id == viewer.staff_id
    who = one.owner or one.values.get("addressee", "") or one.names.get("visitor", "")
    return DayItem(one.matter_number, one.petitioner, words, who, one.due_on, one.matter_id, one.record_id, mine)


def _promises(
    unit: ReadUnit, viewer: Viewer, owed: tuple[HandlingRecord, ...], calendar: WorkCalendar, today: date, last: date
) -> tuple[DayItem, ...]:
    """Promises written down as such, and those in the words of a matter's newest answer."""
    written = [_record(one, viewer) for one in owed if one.kind == PROMISE]
    known = {(one.matter_id, one.day) for one in written}
    found = []
    for matter_id, number, name, who, said_at, words in unit.today.said_since(today - timedelta(days=PROMISE_DAYS)):
        day = promised_by(words, said_at.date(), calendar)
        if day is None or day > last or (matter_id, day) in known:
            continue
        told = f"{said_at.month}月{said_at.day}日的答复里说：{words}"
        found.append(DayItem(number, name, told, who, day, matter_id))
    return mine_first([*written, *found])


def _reviews(unit: ReadUnit, viewer: Viewer) -> tuple[DayItem, ...]:
    found = []
    for one in unit.history.review_tasks():
        mine = viewer.department_id is not None and one.department_id == viewer.department_id
        who = f"{one.department}{one.handler}"
        opened = f"{one.opened_at.month}月{one.opened_at.day}日起"
        found.append(DayItem(one.number, "", one.reason, who, None, one.matter_id, one.task_id, mine, opened))
    return mine_first(found)


def _conduct(unit: ReadUnit, today: date) -> tuple[DayItem, ...]:
    return tuple(
        DayItem(one.contact_number, "", one.act, one.recorded_by, one.review_on, one.matter_id, None)
        for one in unit.conduct.to_review(today)
    )


def _cards(unit: ReadUnit, today: date) -> tuple[DayItem, ...]:
    found = []
    for one in unit.blank_forms.outstanding():
        days = one.days_out(today)
        words = f"第 {one.batch} 批空白登记表，{one.reserved_at.month}月{one.reserved_at.day}日打印"
        found.append(DayItem(one.number, "", words, one.reserved_by, note="今天" if days == 0 else f"{days} 天未收回"))
    return tuple(found)


def _notices(unit: ReadUnit, viewer: Viewer) -> tuple[DayItem, ...]:
    if viewer.staff_id is None:
        return ()
    return tuple(_notice(one) for one in unit.people.notices(viewer.staff_id, unread_only=True))


def _notice(one: Notice) -> DayItem:
    made = f"{one.created_at.month}月{one.created_at.day}日 {one.created_at:%H:%M}"
    return DayItem(one.matter_number, "", one.words, one.recipient, None, one.matter_id, one.notice_id, note=made)
