"""督办: the ladder of letters, and what calls for the next one.

Rungs come in order and each has the one before as its parent; a higher one is written only when the feedback on the
one before did not come. Source of the triggers: practice of courts (期限过半没有进展、信访人再次来访、上级过问、协办没
有动静、退回后没有重报、逾期没有反馈); the numbers are settings (:mod:`app.domain.thresholds`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.record import HandlingRecord
from app.domain.supervision_kinds import RUNGS
from app.domain.work_calendar import WorkCalendar

RUNG_TEXT = dict(RUNGS)
ORDER = tuple(code for code, _ in RUNGS)


@dataclass(frozen=True)
class Rung:
    """督办层级: the rung that comes next, after ``parent``; until ``opens_on`` its feedback may come."""

    code: str
    parent: HandlingRecord | None = None
    opens_on: date | None = None

    @property
    def text(self) -> str:
        """督办函, 催办通知 …"""
        return RUNG_TEXT[self.code]

    def is_open(self, today: date) -> bool:
        """Whether it may be written on a day."""
        return self.opens_on is None or today >= self.opens_on


def ladder(records: Iterable[HandlingRecord]) -> tuple[HandlingRecord, ...]:
    """The letters that are still unanswered, in the order they were written; an answer ends them all."""
    return tuple(one for one in records if one.kind == "supervision" and one.owed)


def next_rung(records: Iterable[HandlingRecord], opens_after: int = 1) -> Rung:
    """The rung that comes next: the letter when nothing is unanswered, else one above the last, at most 通报.

    It opens ``opens_after`` days after the feedback on the last one was due.
    """
    letters = ladder(records)
    if not letters:
        return Rung(ORDER[0])
    last = letters[-1]
    place = min(ORDER.index(last.values["rung"]) + 1, len(ORDER) - 1)
    opens = None if last.due_on is None else date.fromordinal(last.due_on.toordinal() + opens_after)
    return Rung(ORDER[place], last, opens)


class TriggerKind(Enum):
    """督办事由, in the order they are shown."""

    UNANSWERED = "unanswered"
    SUPERIOR = "superior"
    RETURNED = "returned"
    HALF = "half"
    RESUBMIT = "resubmit"
    ASSIST = "assist"


TRIGGER_TEXT = {
    TriggerKind.UNANSWERED: "督办逾期没有反馈",
    TriggerKind.SUPERIOR: "上级过问",
    TriggerKind.RETURNED: "信访人再次来访来信",
    TriggerKind.HALF: "期限过半没有办理记录",
    TriggerKind.RESUBMIT: "审核退回后没有重报",
    TriggerKind.ASSIST: "协办庭室没有动静",
}


@dataclass(frozen=True)
class Watched:
    """在办事项 as the triggers see it: days of what happened since it was given to its handler, ``None`` for never.

    ``begun`` and ``legal`` are those of the court's clock that falls due first; ``worked_on`` the newest entry of
    handling; ``letter`` the newest letter of supervision, answered or not.
    """

    matter_id: int
    number: str
    petitioner: str
    department: str
    handler: str
    given_on: date
    begun: date | None = None
    legal: date | None = None
    worked_on: date | None = None
    returned_on: date | None = None
    asked_on: date | None = None
    asked_by: str = ""
    sent_back_on: date | None = None
    assist_since: date | None = None
    assist_unit: str = ""
    letter: HandlingRecord | None = None


@dataclass(frozen=True)
class Trigger:
    """督办提示: one matter, one reason for a letter in words, and since when it holds."""

    watched: Watched
    kind: TriggerKind
    words: str
    since: date
    rung: str = ORDER[0]

    @property
    def rung_text(self) -> str:
        """The letter that is proposed."""
        return RUNG_TEXT[self.rung]


def triggers(watched: Watched, limits: Mapping[str, int], calendar: WorkCalendar, today: date) -> tuple[Trigger, ...]:
    """What calls for a letter today. What a newer letter has taken up already does not call again."""
    letter = watched.letter
    if letter is not None and letter.owed:
        return _unanswered(watched, letter, today)
    taken_up = letter.day if letter is not None else None
    found = [
        *_event(watched, TriggerKind.SUPERIOR, watched.asked_on, taken_up, f"{watched.asked_by or '上级'}过问"),
        *_event(watched, TriggerKind.RETURNED, watched.returned_on, taken_up, "交办后信访人又来"),
        *_half(watched, limits["supervise_percent"], taken_up, today),
        *_resubmit(watched, limits["resubmit_days"], taken_up, today),
        *_assist(watched, limits["assist_workdays"], taken_up, calendar, today),
    ]
    return tuple(found)


def _unanswered(watched: Watched, letter: HandlingRecord, today: date) -> tuple[Trigger, ...]:
    rung = next_rung((letter,))
    if letter.due_on is None or not rung.is_open(today):
        return ()
    name = f"{RUNG_TEXT[letter.values['rung']]}{letter.number}"
    words = f"{name}应于{letter.due_on.month}月{letter.due_on.day}日前反馈，已过{(today - letter.due_on).days}天"
    return (Trigger(watched, TriggerKind.UNANSWERED, words, letter.due_on, rung.code),)


def _event(
    watched: Watched, kind: TriggerKind, day: date | None, taken_up: date | None, words: str
) -> tuple[Trigger, ...]:
    if day is None or day < watched.given_on or (taken_up is not None and taken_up >= day):
        return ()
    return (Trigger(watched, kind, f"{words}（{day.month}月{day.day}日）", day),)


def _half(watched: Watched, percent: int, taken_up: date | None, today: date) -> tuple[Trigger, ...]:
    """Counted in whole days, the day itself included: of 60 days, the 30th is half."""
    begun, legal = watched.begun, watched.legal
    if begun is None or legal is None or legal <= begun or taken_up is not None:
        return ()
    gone, whole = (today - begun).days, (legal - begun).days
    if gone * 100 < whole * percent or (watched.worked_on is not None and watched.worked_on >= watched.given_on):
        return ()
    words = f"期限{whole}天已过{min(gone, whole)}天，交办后没有办理记录"
    return (Trigger(watched, TriggerKind.HALF, words, watched.given_on),)


def _resubmit(watched: Watched, days: int, taken_up: date | None, today: date) -> tuple[Trigger, ...]:
    back = watched.sent_back_on
    if back is None or (today - back).days < days or (taken_up is not None and taken_up >= back):
        return ()
    return (Trigger(watched, TriggerKind.RESUBMIT, f"审核退回已{(today - back).days}天，没有重报", back),)


def _assist(
    watched: Watched, workdays: int, taken_up: date | None, calendar: WorkCalendar, today: date
) -> tuple[Trigger, ...]:
    since = watched.assist_since
    if since is None or (taken_up is not None and taken_up >= since):
        return ()
    passed = calendar.workdays_between(since, today)
    if passed < workdays:
        return ()
    return (Trigger(watched, TriggerKind.ASSIST, f"{watched.assist_unit}协办{passed}个工作日没有签收", since),)
