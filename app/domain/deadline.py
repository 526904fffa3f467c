"""期限: the rules that set one, what runs against a matter, how it is extended, and how near it is.

A deadline is evidence: a pure function of a rule, an event's day and the version of the holiday table. Nothing is ever
overwritten; an extension is a new line beside the old one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.matter import Track
from app.domain.resources import load_json
from app.domain.text import clean_line
from app.domain.work_calendar import UNIT_TEXT, DueDate, Unit, WorkCalendar, in_words

SOON_DAYS = 3
LONGEST_PERIOD = {Unit.DAY: 3660, Unit.WORKDAY: 2500, Unit.MONTH: 120, Unit.YEAR: 20}


class RuleStatus(Enum):
    """期限性质. The limits of 《信访工作条例》 do not bind matters of litigation, so screens say which it is."""

    STATUTORY = "statutory"
    INTERNAL = "internal"
    SUPERIOR = "superior"
    UNCERTAIN = "uncertain"


RULE_STATUS_TEXT = {
    RuleStatus.STATUTORY: "法定",
    RuleStatus.INTERNAL: "内部",
    RuleStatus.SUPERIOR: "上级交办",
    RuleStatus.UNCERTAIN: "待确认",
}


class StartEvent(Enum):
    """起算点."""

    REGISTERED = "registered"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    FILED_PAPERS = "filed_papers"
    EFFECTIVE = "effective"


START_EVENT_TEXT = {
    StartEvent.REGISTERED: "登记之日",
    StartEvent.RECEIVED: "收到之日",
    StartEvent.ACCEPTED: "受理之日",
    StartEvent.ASSIGNED: "交办之日",
    StartEvent.ANSWERED: "收到书面答复之日",
    StartEvent.FILED_PAPERS: "收到申请材料之日",
    StartEvent.EFFECTIVE: "裁判生效或知道、应当知道之日",
}


class Duty(Enum):
    """期限义务人: a duty of the court is reminded of early, a right of the petitioner is shown by its legal day."""

    COURT = "court"
    PETITIONER = "petitioner"


@dataclass(frozen=True)
class DeadlineRule:
    """期限规则, cited and effective-dated. ``confirmed`` once the court has said that it applies this rule.

    ``active`` rules may be used; ``automatic`` ones begin by themselves with their event, on matters of ``track`` and
    ``channels`` (none named: all). ``roll`` off keeps a last day on a holiday.
    """

    code: str
    name: str
    citation: str
    status: RuleStatus
    amount: int
    unit: Unit
    start_event: StartEvent
    effective_from: date
    confirmed: bool = False
    active: bool = True
    automatic: bool = False
    duty: Duty = Duty.COURT
    track: Track | None = None
    channels: tuple[Channel, ...] = ()
    roll: bool = True
    effective_to: date | None = None
    note: str = ""

    @property
    def period(self) -> str:
        """60日."""
        return f"{self.amount}{UNIT_TEXT[self.unit]}"

    def due(self, start: date, calendar: WorkCalendar) -> DueDate:
        """Apply the rule to a starting day."""
        return calendar.due(start, self.amount, self.unit, self.roll)

    def in_force(self, day: date) -> bool:
        """Whether it may be used on a day."""
        ended = self.effective_to is not None and day > self.effective_to
        return self.active and self.effective_from <= day and not ended

    @property
    def standing(self) -> str:
        """内部，待本院确认."""
        words = RULE_STATUS_TEXT[self.status]
        if not self.active:
            return f"{words}，确认前停用"
        return words if self.confirmed or self.status is RuleStatus.STATUTORY else f"{words}，待本院确认"


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


STATED_DATE = "stated_date"
"""The code of a deadline that a paper states outright; nothing is counted."""

EXTENSION_AMOUNT, EXTENSION_UNIT = 30, Unit.DAY
"""《信访工作条例》第三十四条: at most 30 days, approved by the head of the organ; more needs the court's own rule."""


@lru_cache(maxsize=1)
def packaged_rules() -> tuple[DeadlineRule, ...]:
    """The rules every register begins with; the office edits its own copy."""
    return tuple(_rule(row) for row in load_json("deadline_rules")["rules"])


def _rule(row: dict[str, Any]) -> DeadlineRule:
    return DeadlineRule(
        code=row["code"],
        name=row["name"],
        citation=row["citation"],
        status=RuleStatus(row["status"]),
        amount=row["amount"],
        unit=Unit(row["unit"]),
        start_event=StartEvent(row["start_event"]),
        effective_from=date.fromisoformat(row["effective_from"]),
        confirmed=row.get("confirmed", False),
        active=row.get("active", True),
        automatic=row.get("automatic", False),
        duty=Duty(row.get("duty", "court")),
        track=Track(row["track"]) if row.get("track") else None,
        channels=tuple(Channel(one) for one in row.get("channels", ())),
        roll=row.get("roll", True),
        note=row.get("note", ""),
    )


def beginning(
    rules: Iterable[DeadlineRule], event: StartEvent, day: date, track: Track | None, channel: Channel
) -> tuple[DeadlineRule, ...]:
    """The rules that begin by themselves with an event on a day."""
    return tuple(
        rule
        for rule in rules
        if rule.automatic
        and rule.start_event is event
        and rule.in_force(day)
        and (rule.track is None or rule.track is track)
        and (not rule.channels or channel in rule.channels)
    )


def check_rule(rule: DeadlineRule) -> DeadlineRule:
    """Clean a rule that an office edited.

    Raises:
        Refused: with a sentence beside each field that needs mending.
    """
    name, citation = clean_line(rule.name), clean_line(rule.citation)
    problems: dict[str, str] = {}
    if not name:
        problems["name"] = "请填写期限名称。"
    if not citation:
        problems["citation"] = "请写明依据的文件和条款；本院自定的写明文件名或会议。"
    if not 1 <= rule.amount <= LONGEST_PERIOD[rule.unit]:
        problems["amount"] = f"期间应在 1 到 {LONGEST_PERIOD[rule.unit]}{UNIT_TEXT[rule.unit]}之间。"
    if rule.effective_to is not None and rule.effective_to < rule.effective_from:
        problems["effective_to"] = "停用日期早于启用日期，请核对。"
    if problems:
        raise Refused("期限规则有几处需要补正，见各栏下方说明。", problems)
    return replace(rule, name=name, citation=citation)


@dataclass(frozen=True)
class RunningClock:
    """在计算的期限: what the workflow must know of a deadline that runs. ``superior`` is the superior body's own."""

    key: str
    name: str
    start: date
    legal: date
    superior: bool = False
    duty: Duty = Duty.COURT


def earliest(clocks: Iterable[RunningClock]) -> RunningClock | None:
    """The clock that drives colour and order: the first of the court's duties, ours and the superior's alike."""
    return min((one for one in clocks if one.duty is Duty.COURT), key=lambda one: (one.legal, one.key), default=None)


def extended(old: DueDate, start: date, amount: int, unit: Unit, calendar: WorkCalendar) -> DueDate:
    """延期 is counted from the old raw last day, not from the rolled one.

    Source: careful reading of 《信访工作条例》第三十四条, which lets the limit itself grow by at most 30 days.
    The derivation repeats the old lines, so that the new date can be followed from the beginning.
    """
    more = calendar.due(old.raw, amount, unit)
    lines = (
        *old.derivation,
        f"批准延期{amount}{UNIT_TEXT[unit]}：从原最后一日{in_words(old.raw)}起续算（不从顺延后的日期起算）。",
        *more.derivation,
    )
    advised = more.advised if more.advised >= start else more.legal
    return DueDate(more.raw, more.legal, advised, lines, more.provisional)


def stated(start: date, day: date, paper: str, calendar: WorkCalendar) -> DueDate:
    """A day that a paper names itself: it stands as written, only the advised workday is added.

    Raises:
        Refused: the day lies before the start.
    """
    if day < start:
        words = f"限期{in_words(day)}早于起算日{in_words(start)}，请核对两个日期。"
        raise Refused(words, {"due": words})
    advised = calendar.last_workday(day)
    lines = [f"以{paper}载明的{in_words(day)}为准，不另行推算。"]
    if advised < start:
        advised = day
    elif advised != day:
        lines.append(f"当日休息，建议不晚于{in_words(advised)}办完。")
    return DueDate(day, day, advised, tuple(lines), day.year not in calendar.known_years)


@dataclass(frozen=True)
class DateChange:
    """期限变动: what another holiday table does to one running deadline."""

    deadline_id: int
    matter_id: int
    matter_number: str
    rule_name: str
    old: date
    new: DueDate


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
