"""办理记录: what is written down on a matter beside its contacts, a sheet or letter each, with what became of it.

A kind of record is data (:class:`RecordRule`): its fields, the step of the workflow that is taken with it, its paper,
its number, and what may follow (:class:`RecordEvent`: signed for, answered, verified, ended …). Screens, papers, checks
and ledgers read the same rules. A record never changes once written: what follows is appended, what was wrong voided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum

from app.domain.errors import Refused
from app.domain.matter import ActionKind
from app.domain.numbering import Series
from app.domain.step import Step
from app.domain.text import clean_block, clean_line

LONGEST_LINE = 200
LONGEST_BLOCK = 8_000
MOST = 1_000_000


class RecordGroup(Enum):
    """记录类别: where a kind of record stands on the screen and in the ledgers."""

    HANDLING = "handling"
    LEAD = "lead"
    SUPERVISION = "supervision"
    INSTRUCTION = "instruction"
    ANSWER = "answer"
    LIAISON = "liaison"


RECORD_GROUP_TEXT = {
    RecordGroup.HANDLING: "交办承办",
    RecordGroup.LEAD: "领导包案",
    RecordGroup.SUPERVISION: "督办问责",
    RecordGroup.INSTRUCTION: "批示研究",
    RecordGroup.ANSWER: "答复回访",
    RecordGroup.LIAISON: "来往协调",
}


class Asked(Enum):
    """填写方式: how a field is filled in and stored. STAFF holds an id, CODE a code of ``table``, MONEY yuan."""

    LINE = "line"
    BLOCK = "block"
    DAY = "day"
    TIME = "time"
    STAFF = "staff"
    CHOICE = "choice"
    CODE = "code"
    MONEY = "money"
    COUNT = "count"
    TICK = "tick"


@dataclass(frozen=True)
class RecordField:
    """填写项: one thing asked. ``name`` is that of :class:`~app.domain.step.Need` where the step needs it.

    ``when`` (field, values) asks it only if another field has one of these values; ``past`` refuses a day to come,
    ``ahead`` a day gone by. ``inside`` words never go onto paper that leaves the house.
    """

    name: str
    label: str
    asked: Asked = Asked.LINE
    required: bool = True
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    table: str = ""
    when: tuple[str, tuple[str, ...]] | None = None
    past: bool = False
    ahead: bool = False
    inside: bool = False

    def applies(self, values: Mapping[str, str]) -> bool:
        """Whether the field is asked at all, given the others."""
        return self.when is None or values.get(self.when[0], "") in self.when[1]

    def words(self, value: str) -> str:
        """A stored value in words; ids of staff are put into words by the caller."""
        if self.asked is Asked.CHOICE:
            return dict(self.choices).get(value, value)
        if self.asked is Asked.TICK:
            return "是" if value else "否"
        if self.asked is Asked.DAY and value:
            day = date.fromisoformat(value)
            return f"{day.year}年{day.month}月{day.day}日"
        if self.asked is Asked.TIME and value:
            at = datetime.fromisoformat(value)
            return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
        if self.asked is Asked.MONEY and value:
            return f"{Decimal(value):,.2f}元"
        return value


@dataclass(frozen=True)
class RecordEvent:
    """后续: something that may be appended to a record. ``ends``: nothing is owed on it any more.

    ``after`` names events of which one must have come before; ``once``: it comes only once. ``paper`` is the code of
    the template printed with it.
    """

    name: str
    text: str
    fields: tuple[RecordField, ...] = ()
    ends: bool = False
    after: tuple[str, ...] = ()
    once: bool = True
    paper: str = ""


@dataclass(frozen=True)
class RecordRule:
    """One kind of record.

    ``step`` is taken in the same act and moves the matter. ``due`` and ``owner`` name the fields that say by when and
    by whom something is owed; a kind without events owes nothing. ``about_matter`` False may stand without a matter.
    ``restricted`` is seen only with the right to see accusations. ``paper`` is the code of a template
    (:mod:`app.domain.paper_template`), ``series`` what it is numbered by.
    """

    text: str
    group: RecordGroup
    fields: tuple[RecordField, ...]
    events: tuple[RecordEvent, ...] = ()
    kind: ActionKind = ActionKind.NOTE
    step: Step | None = None
    paper: str = ""
    series: Series | None = None
    due: str = ""
    owner: str = ""
    day: str = ""
    about_matter: bool = True
    restricted: bool = False
    hint: str = ""

    def event(self, name: str) -> RecordEvent:
        """The event of a name.

        Raises:
            KeyError: this kind knows none of that name.
        """
        found = next((one for one in self.events if one.name == name), None)
        if found is None:
            raise KeyError(name)
        return found


@dataclass(frozen=True)
class Happened:
    """后续情况: an event as it was appended, with who wrote it down and when."""

    event_id: int
    name: str
    day: date
    values: Mapping[str, str]
    at: datetime
    by: str
    account_id: int | None = None
    document_id: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class HandlingRecord:
    """办理记录 as it was written, with everything that followed. ``values`` are stored values by field name."""

    record_id: int
    kind: str
    matter_id: int | None
    matter_number: str
    petitioner: str
    number: str
    day: date
    owner_id: int | None
    owner: str
    due_on: date | None
    values: Mapping[str, str]
    at: datetime
    by: str
    account_id: int | None = None
    document_id: int | None = None
    parent_id: int | None = None
    events: tuple[Happened, ...] = ()
    ended_on: date | None = None
    voided_at: datetime | None = None
    void_reason: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def live(self) -> bool:
        """Whether it counts: not voided."""
        return self.voided_at is None

    @property
    def owed(self) -> bool:
        """Whether something is still owed on it."""
        return self.live and self.ended_on is None

    def last(self, name: str) -> Happened | None:
        """The newest event of a name."""
        return next((one for one in reversed(self.events) if one.name == name), None)


def lawful_events(rule: RecordRule, record: HandlingRecord) -> tuple[RecordEvent, ...]:
    """What may follow now."""
    if not record.owed:
        return ()
    known = {one.name for one in record.events}
    return tuple(
        one for one in rule.events if not (one.once and one.name in known) and (not one.after or known & set(one.after))
    )


def check_values(
    fields: Iterable[RecordField], given: Mapping[str, str], today: date, subject: str = "这份记录"
) -> dict[str, str]:
    """The values as they are stored: cleaned, complete, and days on the side of today where they belong.

    Raises:
        Refused: something is missing or cannot be; ``fields`` of it names each.
    """
    kept: dict[str, str] = {}
    problems: dict[str, str] = {}
    for one in fields:
        if not one.applies(given):
            continue
        value, problem = _checked(one, given.get(one.name, ""), today)
        if problem:
            problems[one.name] = problem
        elif value:
            kept[one.name] = value
    if problems:
        raise Refused(f"{subject}还缺内容或有待核对：{'；'.join(problems.values())}", problems)
    return kept


def _checked(one: RecordField, given: str, today: date) -> tuple[str, str]:
    value = clean_block(given) if one.asked is Asked.BLOCK else clean_line(given)
    if not value:
        verb = "选择" if one.asked in (Asked.CHOICE, Asked.CODE, Asked.STAFF) else "填写"
        return "", f"请{verb}{one.label}" if one.required and one.asked is not Asked.TICK else ""
    return _CHECKS[one.asked](one, value, today)


def _text(one: RecordField, value: str, _today: date) -> tuple[str, str]:
    longest = LONGEST_BLOCK if one.asked is Asked.BLOCK else LONGEST_LINE
    if len(value) > longest:
        return "", f"{one.label}最多{longest}字，现在是{len(value)}字"
    return value, ""


def _day(one: RecordField, value: str, today: date) -> tuple[str, str]:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return "", f"{one.label}不是一个日期，请核对"
    if one.past and day > today:
        return "", f"{one.label}晚于今天，请核对"
    if one.ahead and day < today:
        return "", f"{one.label}早于今天，请核对"
    return day.isoformat(), ""


def _time(one: RecordField, value: str, today: date) -> tuple[str, str]:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return "", f"{one.label}不是一个时间，请写成 2026-03-05 09:30 的样子"
    if one.past and at.date() > today:
        return "", f"{one.label}晚于今天，请核对"
    return at.isoformat(" ", "minutes"), ""


def _choice(one: RecordField, value: str, _today: date) -> tuple[str, str]:
    return (value, "") if value in dict(one.choices) else ("", f"请从列表中选择{one.label}")


def _staff(one: RecordField, value: str, _today: date) -> tuple[str, str]:
    return (value, "") if value.isdigit() and int(value) > 0 else ("", f"请从列表中选择{one.label}")


def _money(one: RecordField, value: str, _today: date) -> tuple[str, str]:
    try:
        amount = Decimal(value.replace(",", "").replace("，", "").removesuffix("元"))
    except InvalidOperation:
        return "", f"{one.label}不是一个金额，请只写数字，例如 3000 或 3000.50"
    if not amount.is_finite() or amount <= 0 or amount > 100 * MOST:
        return "", f"{one.label}要大于零，请核对"
    if -int(amount.as_tuple().exponent) > 2:
        return "", f"{one.label}最多到分（两位小数），请核对"
    return f"{amount:.2f}", ""


def _count(one: RecordField, value: str, _today: date) -> tuple[str, str]:
    if not value.isdigit() or not 0 < int(value) <= MOST:
        return "", f"{one.label}要写成大于零的整数，请核对"
    return str(int(value)), ""


def _tick(_one: RecordField, _value: str, _today: date) -> tuple[str, str]:
    return "1", ""


_CHECKS: Mapping[Asked, Callable[[RecordField, str, date], tuple[str, str]]] = {
    Asked.LINE: _text,
    Asked.BLOCK: _text,
    Asked.DAY: _day,
    Asked.TIME: _time,
    Asked.STAFF: _staff,
    Asked.CHOICE: _choice,
    Asked.CODE: _text,
    Asked.MONEY: _money,
    Asked.COUNT: _count,
    Asked.TICK: _tick,
}


def said(rule: RecordRule | RecordEvent, values: Mapping[str, str], names: Mapping[str, str]) -> str:
    """The values in words, in the order of the fields; ``names`` are the words of ids by field name."""
    parts = [
        f"{one.label}：{names.get(one.name) or one.words(values[one.name])}"
        for one in rule.fields
        if values.get(one.name)
    ]
    return f"{rule.text}（{'；'.join(parts)}）" if parts else rule.text
