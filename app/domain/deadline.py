"""期限: the rules that set one, and how near it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.work_calendar import UNIT_TEXT, DueDate, Unit, WorkCalendar

SOON_DAYS = 3


class RuleStatus(Enum):
    """期限性质. The limits of 《信访工作条例》 do not bind matters of litigation, so screens say which it is."""

    STATUTORY = "statutory"
    INTERNAL = "internal"
    SUPERIOR = "superior"


RULE_STATUS_TEXT = {
    RuleStatus.STATUTORY: "法定",
    RuleStatus.INTERNAL: "内部",
    RuleStatus.SUPERIOR: "上级交办",
}


class StartEvent(Enum):
    """起算点."""

    REGISTERED = "registered"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"


@dataclass(frozen=True)
class DeadlineRule:
    """期限规则, cited and effective-dated. ``confirmed`` once the court has said that it applies this rule."""

    code: str
    name: str
    citation: str
    status: RuleStatus
    amount: int
    unit: Unit
    start_event: StartEvent
    effective_from: date
    confirmed: bool = False

    @property
    def period(self) -> str:
        """60日."""
        return f"{self.amount}{UNIT_TEXT[self.unit]}"

    def due(self, start: date, calendar: WorkCalendar) -> DueDate:
        """Apply the rule to a starting day."""
        return calendar.due(start, self.amount, self.unit)


INTERNAL_HANDLING = DeadlineRule(
    code="internal_handling",
    name="内部办理期限",
    citation="参照《信访工作条例》第三十四条，诉访分离事项不当然适用，请本院确认",
    status=RuleStatus.INTERNAL,
    amount=60,
    unit=Unit.DAY,
    start_event=StartEvent.REGISTERED,
    effective_from=date(2022, 5, 1),
)


class Tone(Enum):
    """How urgently a due date is shown."""

    LATE = "late"
    SOON = "soon"
    NORMAL = "normal"
    NONE = "none"


def days_left(due: date, today: date) -> int:
    """Calendar days until the due date: 0 on the day itself, negative when it has passed."""
    return (due - today).days


def due_text(due: date | None, today: date, calendar: WorkCalendar | None = None) -> tuple[str, Tone]:
    """Say how near a due date is: 逾期 12 天, 今天到期, 剩 5 天; empty without one.

    The due day itself is still in time. Soon means within 3 calendar days, or within 3 workdays when a calendar is
    given, so that a long holiday does not hide what is due right after it.
    """
    if due is None:
        return "", Tone.NONE
    left = days_left(due, today)
    if left < 0:
        return f"逾期 {-left} 天", Tone.LATE
    if left == 0:
        return "今天到期", Tone.SOON
    soon = left <= SOON_DAYS or (
        calendar is not None and left <= 31 and calendar.workdays_between(today, due) <= SOON_DAYS
    )
    return f"剩 {left} 天", Tone.SOON if soon else Tone.NORMAL
