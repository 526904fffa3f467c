"""诉访分流: a few questions that end in a route, with the clock that applies to it. An aid, never a gate.

Sources: 《信访工作条例》 art. 23, 30, 31 and 34 (matters that belong to litigation leave the petition clock), and the
procedural laws cited with each clock in ``resources/codes/triage.json``. Everything that reaches the desk is
registered whatever the answers are (条例 art. 23 and 44); no route says otherwise, and a test holds the data to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache

from app.domain.deadline import RULE_STATUS_TEXT, RuleStatus
from app.domain.errors import Refused
from app.domain.matter import Track
from app.domain.resources import load_json
from app.domain.work_calendar import DueDate, Unit, WorkCalendar

MOST_QUESTIONS = 5


class Whose(Enum):
    """Whom a clock binds: a duty of this court, a right of the petitioner, or somebody else's duty."""

    COURT = "court"
    PETITIONER = "petitioner"
    OTHER = "other"


WHOSE_TEXT = {Whose.COURT: "法院办理期限", Whose.PETITIONER: "您的期限", Whose.OTHER: "其他机关的期限"}


@dataclass(frozen=True)
class Clock:
    """程序期限: quoted to the visitor with its source; ``status`` says whether it is law, habit or yet to be confirmed.

    ``amount`` and ``unit`` are empty when there is no one period to count.
    """

    code: str
    words: str
    status: RuleStatus
    whose: Whose
    start: str
    citation: str
    amount: int | None = None
    unit: Unit | None = None

    @property
    def status_text(self) -> str:
        """法定、内部、待确认."""
        return RULE_STATUS_TEXT[self.status]

    def due(self, start: date, calendar: WorkCalendar) -> DueDate | None:
        """Where the period ends that began on a day; ``None`` when there is no one period to count."""
        if self.amount is None or self.unit is None:
            return None
        return calendar.due(start, self.amount, self.unit)


@dataclass(frozen=True)
class Route:
    """程序去向: where the visitor's wish belongs, what to do there and what to bring.

    ``restricted`` marks 检举控告, which only accounts with the right may see (《信访工作条例》第三十条).
    """

    code: str
    label: str
    track: Track
    where: str
    steps: tuple[str, ...]
    bring: tuple[str, ...]
    basis: str
    clocks: tuple[Clock, ...]
    restricted: bool = False
    checklist: bool = False


@dataclass(frozen=True)
class Option:
    """One answer to a question; ``next`` is a question's code, or a route's behind ``=``."""

    code: str
    text: str
    next: str


@dataclass(frozen=True)
class Question:
    """One question with its answers, in the order they are numbered on screen."""

    code: str
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class ChecklistItem:
    """One remedy to tick when everything may have been used up."""

    code: str
    text: str


@dataclass(frozen=True)
class Step:
    """Where a row of answers leads: to the next question, or to a route when no question is left."""

    given: tuple[tuple[Question, Option], ...]
    question: Question | None
    route: Route | None


@dataclass(frozen=True)
class Triage:
    """分流结果: what was answered and where it led. ``reason`` is why an earlier result was changed."""

    route: Route
    answers: tuple[str, ...]
    ticked: tuple[str, ...] = ()
    reason: str = ""


@lru_cache(maxsize=1)
def questions() -> Mapping[str, Question]:
    """Every question by its code."""
    return {
        code: Question(code, one["text"], tuple(Option(*option) for option in one["options"]))
        for code, one in load_json("triage")["questions"].items()
    }


@lru_cache(maxsize=1)
def clocks() -> Mapping[str, Clock]:
    """Every clock by its code."""
    return {
        code: Clock(
            code=code,
            words=one["words"],
            status=RuleStatus(one["status"]),
            whose=Whose(one["whose"]),
            start=one["start"],
            citation=one["citation"],
            amount=one["amount"],
            unit=Unit(one["unit"]) if one["unit"] else None,
        )
        for code, one in load_json("triage")["clocks"].items()
    }


@lru_cache(maxsize=1)
def routes() -> Mapping[str, Route]:
    """Every route by its code."""
    return {
        code: Route(
            code=code,
            label=one["label"],
            track=Track(one["track"]),
            where=one["where"],
            steps=tuple(one["steps"]),
            bring=tuple(one["bring"]),
            basis=one["basis"],
            clocks=tuple(clocks()[clock] for clock in one["clocks"]),
            restricted=one.get("restricted", False),
            checklist=one.get("checklist", False),
        )
        for code, one in load_json("triage")["routes"].items()
    }


@lru_cache(maxsize=1)
def checklist() -> tuple[ChecklistItem, ...]:
    """救济途径是否穷尽: what to go through before saying that no remedy is left (民诉解释 art. 381)."""
    return tuple(ChecklistItem(*item) for item in load_json("triage")["checklist"]["items"])


def walk(answers: Sequence[str]) -> Step:
    """Follow the answers from the first question on.

    Raises:
        Refused: an answer that its question does not offer, or more answers than questions.
    """
    table = questions()
    question: Question | None = table[load_json("triage")["first"]]
    given: list[tuple[Question, Option]] = []
    for answer in answers:
        if question is None:
            raise Refused("分流问答已经有结果，多出的回答没有用上。请从第一个问题重新选择。", {"answers": "请重新选择"})
        chosen = next((option for option in question.options if option.code == answer), None)
        if chosen is None:
            raise Refused(f"“{question.text}”没有这个选项。请重新选择。", {"answers": "请重新选择"})
        given.append((question, chosen))
        if chosen.next.startswith("="):
            return _ended(answers, given, routes()[chosen.next[1:]])
        question = table[chosen.next]
    return Step(tuple(given), question, None)


def _ended(answers: Sequence[str], given: list[tuple[Question, Option]], route: Route) -> Step:
    if len(answers) > len(given):
        raise Refused("分流问答已经有结果，多出的回答没有用上。请从第一个问题重新选择。", {"answers": "请重新选择"})
    return Step(tuple(given), None, route)


def decide(answers: Sequence[str], ticked: Sequence[str] = (), reason: str = "") -> Triage:
    """The result of a finished row of answers; ticks beyond the checklist are left out.

    Raises:
        Refused: a question is still open, or an answer is not one of those offered.
    """
    step = walk(answers)
    if step.route is None:
        asked = step.question.text if step.question else ""
        raise Refused(
            f"分流还差一个问题：{asked}答完才有去向；也可以先登记，以后再分流。", {"answers": "请答完最后一个问题"}
        )
    known = [item.code for item in checklist()] if step.route.checklist else []
    return Triage(step.route, tuple(answers), tuple(code for code in known if code in ticked), reason)
