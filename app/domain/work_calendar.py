"""工作日历与期间: counting days, working days, months and years, and where a period ends.

Sources: 民事诉讼法 art. 85 (the first day does not count; a last day that is a holiday moves to the first
day after it), 民法典 art. 201–203 (months end on the corresponding day, or on the last day of a month without it).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import lru_cache

from app.domain.statutory_days import statutory_days

_WEEKDAYS = "一二三四五六日"
_ONE_DAY = timedelta(days=1)


class Unit(Enum):
    """期间单位. A plain 日 is a calendar day; 工作日 is said as such."""

    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"
    YEAR = "year"


UNIT_TEXT = {Unit.DAY: "日", Unit.WORKDAY: "个工作日", Unit.MONTH: "个月", Unit.YEAR: "年"}


@dataclass(frozen=True)
class DueDate:
    """届满日. ``raw`` as counted, ``legal`` after rolling over a holiday, ``advised`` the last workday up to ``raw``.

    The court's own duties are reminded of by ``advised``, a petitioner's right is shown by ``legal``. A short period
    inside a long break has no workday of its own: ``advised`` then lies before its start, and :meth:`reminder` says
    what can still be done. An extension is counted from ``raw``. ``derivation`` are Chinese lines; ``provisional``
    means that a year without a published holiday table was touched.
    """

    raw: date
    legal: date
    advised: date
    derivation: tuple[str, ...]
    provisional: bool

    def reminder(self, start: date) -> date:
        """The day to be reminded by: the advised day, or the legal one when the advised lies before the start."""
        return self.advised if self.advised >= start else self.legal


@dataclass(frozen=True)
class WorkCalendar:
    """放假调休表. ``holidays`` are published days off (weekends are off by themselves), ``make_up_days`` are worked.

    ``known_years`` are the years with a published table; in other years weekends and the statutory days are off.
    """

    holidays: frozenset[date]
    make_up_days: frozenset[date]
    known_years: frozenset[int]

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day, as far as is known."""
        if day in self.make_up_days:
            return True
        if day.weekday() >= 5 or day in self.holidays:
            return False
        return day.year in self.known_years or day not in statutory_days(day.year)

    def next_workday(self, day: date) -> date:
        """The day itself or the first workday after it."""
        while not self.is_workday(day):
            day += _ONE_DAY
        return day

    def last_workday(self, day: date) -> date:
        """The day itself or the last workday before it."""
        while not self.is_workday(day):
            day -= _ONE_DAY
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Workdays after ``start`` up to and including ``end``; 0 when ``end`` is not later."""
        return sum(self.is_workday(start + timedelta(days=offset)) for offset in range(1, (end - start).days + 1))

    def due(self, start: date, amount: int, unit: Unit, roll: bool = True) -> DueDate:
        """Where a period that begins on ``start`` ends; the starting day itself is not counted.

        ``roll`` off keeps a last day on a holiday (custody periods, 刑事诉讼法 art. 105).

        Raises:
            ValueError: ``amount`` is below 1.
        """
        if amount < 1:
            raise ValueError(amount)
        if unit is Unit.WORKDAY:
            raw = self._after_workdays(start, amount)
        elif unit is Unit.DAY:
            raw = start + timedelta(days=amount)
        else:
            raw = _after_months(start, amount * (12 if unit is Unit.YEAR else 1))
        legal = self.next_workday(raw) if roll else raw
        advised = self.last_workday(raw)
        looked_at = start + _ONE_DAY if unit is Unit.WORKDAY else advised
        unknown = [year for year in range(looked_at.year, legal.year + 1) if year not in self.known_years]
        lines = _derivation(start, f"{amount}{UNIT_TEXT[unit]}", raw, legal, advised)
        if unknown:
            years = "、".join(str(year) for year in unknown)
            lines += (f"暂定：{years}年的放假安排没有录入，只按周末和法定节日推算；安排公布并录入后请重新核对。",)
        return DueDate(raw, legal, advised, lines, bool(unknown))

    def _after_workdays(self, start: date, amount: int) -> date:
        day = start
        while amount:
            day += _ONE_DAY
            amount -= self.is_workday(day)
        return day


def _after_months(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _derivation(start: date, period: str, raw: date, legal: date, advised: date) -> tuple[str, ...]:
    lines = [f"{in_words(start)}当日不计，从次日起算{period}，最后一日是{in_words(raw)}。"]
    if legal != raw:
        lines.append(f"最后一日休息，顺延到休息后的第一个工作日{in_words(legal)}。")
    if advised < start:
        lines.append(f"起算日到最后一日之间没有工作日，请在{in_words(legal)}当天办完。")
    elif advised != legal:
        lines.append(f"建议不晚于{in_words(advised)}办完，这是最后一日之前的最近一个工作日。")
    return tuple(lines)


def in_words(day: date) -> str:
    """2026年10月8日（周四）."""
    return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


@lru_cache(maxsize=1)
def built_in_calendar() -> WorkCalendar:
    """The tables packaged with the program: 2004 to the newest year published when it was built."""
    # Imported on first need: about 10 ms that the first window need not wait for.
    from chinese_calendar.constants import holidays, workdays

    return WorkCalendar(frozenset(holidays), frozenset(workdays), frozenset(day.year for day in holidays))
