"""今日: what is due, owed and left open on a day, how it stands, and when a day may be closed.

有访必接，接访必处、处访必果: a contact has landed when it was disposed of, or its matter moved on after it; else it
dangles, and the day is closed only with a reason for each that does. What is due today is not overdue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.errors import Refused
from app.domain.text import clean_line
from app.domain.work_calendar import WorkCalendar

WEEKDAYS = "一二三四五六日"
DAYS_AHEAD = 14
LOOK_BACK = 14
"""Days that are looked back for contacts without a result and for days nobody closed."""
PROMISE_DAYS = 60
"""How long an answer is looked at for a promise in its words."""
LONGEST_REASON = 200

REASONS: Mapping[str, str] = {
    "waits_paper": "等当事人补交材料",
    "waits_person": "请示领导，等答复",
    "late_hour": "临近下班来访，次日办理",
    "left": "来访人中途离开",
    "crowd": "当日来访集中，次日续办",
    "other": "其他（写明）",
}
"""Why a contact has no result at the end of its day; the office's practice, no list is prescribed."""
NEEDS_WORDS = frozenset({"other"})


@dataclass(frozen=True)
class DayItem:
    """今日事项: one line of the day. ``ref`` is the id of what it acts on: record, hand-over, notice, contact."""

    number: str
    name: str
    words: str
    who: str = ""
    day: date | None = None
    matter_id: int | None = None
    ref: int | None = None
    mine: bool = False
    note: str = ""
    """How it stands where no day says it."""

    def standing(self, today: date) -> str:
        """今天到期, 逾期 3 天, 剩 2 天, or the note."""
        return self.note if self.note or self.day is None else day_words(self.day, today)

    def late(self, today: date) -> bool:
        """Whether its day has passed; the day itself is not late."""
        return self.day is not None and self.day < today


@dataclass(frozen=True)
class DaySection:
    """今日栏目: its items as far as they are shown, and how many there are."""

    code: str
    items: tuple[DayItem, ...]
    count: int

    @staticmethod
    def of(code: str, items: Iterable[DayItem], most: int, count: int | None = None) -> DaySection:
        """The first items; ``count`` where more were counted than read."""
        known = tuple(items)
        return DaySection(code, known[:most], len(known) if count is None else count)


@dataclass(frozen=True)
class DayAhead:
    """日程: one day of the two weeks ahead with what falls on it and who is away; ``more`` are not listed."""

    day: date
    kind: str
    items: tuple[DayItem, ...]
    more: int
    away: tuple[str, ...]

    @property
    def words(self) -> str:
        """11月24日 周二."""
        return f"{self.day.month}月{self.day.day}日 周{WEEKDAYS[self.day.weekday()]}"


@dataclass(frozen=True)
class OpenEnd:
    """无着落的接待, or one written down after its day was closed (``late``); with the reason given, if any."""

    contact_id: int
    number: str
    matter_id: int
    matter_number: str
    name: str
    happened_at: datetime
    registered_at: datetime
    code: str = ""
    words: str = ""
    late: bool = False
    restricted: bool = False
    landed: bool = False

    @property
    def reason(self) -> str:
        """The reason in words; empty where none was given."""
        if not self.code:
            return ""
        return (
            self.words if self.code in NEEDS_WORDS else REASONS[self.code] + (f"；{self.words}" if self.words else "")
        )

    @property
    def dangles(self) -> bool:
        """Whether it has neither result nor reason."""
        return not self.landed and not self.code


@dataclass(frozen=True)
class DayStanding:
    """日终情况 of one day: contacts, those with a result, those open with or without a reason, and late ones."""

    day: date
    contacts: int
    ends: tuple[OpenEnd, ...]
    late: tuple[OpenEnd, ...]
    hidden: int
    """Contacts that dangle and that this account may not see."""

    @property
    def dangling(self) -> tuple[OpenEnd, ...]:
        """Those that stand in the way."""
        return tuple(one for one in (*self.ends, *self.late) if one.dangles)

    @property
    def reasoned(self) -> int:
        """How many have a reason instead of a result."""
        return sum(1 for one in self.ends if one.code)

    @property
    def landed(self) -> int:
        """How many have a result."""
        return self.contacts - len(self.ends)


@dataclass(frozen=True)
class DayClosing:
    """日终记录: who closed which day when, and what was counted."""

    closing_id: int
    day: date
    closed_at: datetime
    closed_by: str
    contacts: int
    landed: int
    reasoned: int
    late: int


@dataclass(frozen=True)
class Absence:
    """不在岗登记 of a member of staff, both days included."""

    absence_id: int
    staff_id: int
    name: str
    department: str
    first: date
    last: date
    reason: str

    def covers(self, day: date) -> bool:
        """Whether the person is away on a day."""
        return self.first <= day <= self.last


def day_words(day: date, today: date) -> str:
    """今天到期, 逾期 3 天, 剩 2 天."""
    days = (day - today).days
    if days == 0:
        return "今天到期"
    return f"剩 {days} 天" if days > 0 else f"逾期 {-days} 天"


def kind_of(day: date, calendar: WorkCalendar) -> str:
    """工作日, 周末, 放假, 调休上班."""
    if day in calendar.make_up_days:
        return "调休上班"
    if calendar.is_workday(day):
        return "工作日"
    return "周末" if day.weekday() >= 5 and day not in calendar.holidays else "放假"


def ahead(
    today: date, items: Iterable[DayItem], away: Iterable[Absence], calendar: WorkCalendar, most: int
) -> tuple[DayAhead, ...]:
    """The two weeks from today, day by day; mine first, at most so many a day."""
    by_day: dict[date, list[DayItem]] = {}
    for item in items:
        if item.day is not None:
            by_day.setdefault(item.day, []).append(item)
    absent = tuple(away)
    found = []
    for offset in range(DAYS_AHEAD):
        day = today + timedelta(days=offset)
        those = mine_first(by_day.get(day, ()))
        names = tuple(f"{one.name}（{one.reason}）" if one.reason else one.name for one in absent if one.covers(day))
        found.append(DayAhead(day, kind_of(day, calendar), those[:most], max(0, len(those) - most), names))
    return tuple(found)


def mine_first(items: Iterable[DayItem]) -> tuple[DayItem, ...]:
    """Mine before others', within these the earliest day first."""
    return tuple(sorted(items, key=lambda one: (not one.mine, one.day or date.max)))


def check_reason(code: str, words: str) -> tuple[str, str]:
    """A reason as it is kept.

    Raises:
        Refused: none chosen, 其他 without words, or too long; the field is named.
    """
    said = clean_line(words)
    if code not in REASONS:
        raise Refused("请选择为什么今天没有结果。", {"code": "请选择原因。"})
    if code in NEEDS_WORDS and not said:
        raise Refused("选“其他”时要写明原因。", {"words": "请写明原因。"})
    if len(said) > LONGEST_REASON:
        raise Refused("原因过长，未保存。", {"words": f"最多 {LONGEST_REASON} 字。"})
    return code, said


def check_closing(standing: DayStanding, today: date, closed: DayClosing | None) -> None:
    """Whether a day may be closed now.

    Raises:
        Refused: it lies ahead, was closed already, or something dangles without a reason.
    """
    day = f"{standing.day.month}月{standing.day.day}日"
    if standing.day > today:
        raise Refused(f"{day}还没有到，不能结束。")
    if closed is not None:
        moment = closed.closed_at
        raise Refused(f"{day}已由{closed.closed_by}于{moment.month}月{moment.day}日 {moment:%H:%M}结束，不能再改。")
    if standing.dangling:
        numbers = "、".join(one.number for one in standing.dangling[:3])
        more = f"等 {len(standing.dangling)} 件" if len(standing.dangling) > 3 else ""
        raise Refused(f"{numbers}{more}还没有着落。请先办一步，或写明原因，再结束这一天。")
    if standing.hidden:
        raise Refused(f"另有 {standing.hidden} 件接待没有着落，这个账户不能查看。请有权限的同事先处理，再结束这一天。")


def check_absence(first: date | None, last: date | None, reason: str) -> tuple[date, date, str]:
    """An absence as it is kept; one day where no last day is given.

    Raises:
        Refused: no first day, ends before it begins, or too long a reason.
    """
    if first is None:
        raise Refused("请填写从哪一天起不在岗。", {"first": "请填写日期。"})
    end = last or first
    if end < first:
        raise Refused("结束日早于开始日，请核对。", {"last": "早于开始日。"})
    said = clean_line(reason)
    if len(said) > LONGEST_REASON:
        raise Refused("原因过长，未保存。", {"reason": f"最多 {LONGEST_REASON} 字。"})
    return first, end, said
