"""日期输入: the short ways of typing a day, and the sentence that says how it was read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from app.domain.problem import Problem
from app.domain.text import to_half_width

WEEKDAYS = "一二三四五六日"
_WORDS = {
    "t": 0,
    "今": 0,
    "今天": 0,
    "今日": 0,
    "昨": -1,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "大前天": -3,
    "明": 1,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}
_WEEKDAY = re.compile(r"(上上|上|本|这|下|下下)?个?(?:周|星期|礼拜)([一二三四五六日天末1-7])")
_OFFSET = re.compile(r"([+-])(\d{1,5})(?:天|日)?")
_PARTED = re.compile(r"(?:(\d{4}|\d{2})[-./年])?(\d{1,2})[-./月](\d{1,2})日?")
_WEEKS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
EXAMPLES = "可输入 t（今天）、+3、0315、20260315 或 周三。"
BIRTH_EXAMPLES = "可输入 19620315 或 1962-3-15。"


class Toward(Enum):
    """Which way a day without a year, month or week is meant."""

    NEAR = "near"
    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True)
class DayReading:
    """A typed day as it was read; ``words`` is shown beneath the field."""

    day: date
    words: str


def read_day(text: str, today: date, toward: Toward = Toward.NEAR, examples: str = EXAMPLES) -> DayReading | Problem:
    """Read a typed day; ``examples`` says how to write one when it is not understood.

    Understands ``t``, 昨天, ``+3`` and ``-2`` (days), ``15`` (of the month), ``0315``, ``3-15``, ``20260315``,
    ``2026-3-15``, ``2026年3月15日``, 周三, 上周三, 下周三. A week runs from Monday to Sunday. Without year, month or
    week the day nearest to ``today`` is meant, or the one before or after it, ``today`` included, as ``toward`` says.
    """
    plain = "".join(to_half_width(text)[0].replace("＋", "+").replace("－", "-").replace("。", ".").split())
    try:
        day = _day(plain.lower(), today, toward)
    except (ValueError, OverflowError):
        return Problem("no_such_day", f"没有“{text.strip()}”这一天，请检查月份和日子。", blocking=True)
    if day is None:
        return Problem("not_a_day", f"看不懂“{text.strip()}”。{examples}", blocking=True)
    return DayReading(day, in_words(day, today))


def in_words(day: date, today: date) -> str:
    """The day with its weekday and distance: 2026年3月15日 星期日 · 3 天后."""
    away = (day - today).days
    near = {0: "今天", 1: "明天", 2: "后天", -1: "昨天", -2: "前天"}.get(away)
    distance = near or (f"{away} 天后" if away > 0 else f"{-away} 天前")
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]} · {distance}"


def _day(text: str, today: date, toward: Toward) -> date | None:
    if text in _WORDS:
        return today + timedelta(days=_WORDS[text])
    if match := _OFFSET.fullmatch(text):
        return today + timedelta(days=int(match[1] + match[2]))
    if match := _WEEKDAY.fullmatch(text):
        return _weekday(match[1], match[2], today, toward)
    return _by_figures(text, today, toward)


def _by_figures(text: str, today: date, toward: Toward) -> date | None:
    if re.fullmatch(r"\d{1,2}日?", text):
        return _pick(_in_months(int(text.rstrip("日")), today), today, toward)
    if match := _PARTED.fullmatch(text):
        return _parted(match[1], int(match[2]), int(match[3]), today, toward)
    if re.fullmatch(r"\d{3,4}", text):
        return _parted(None, int(text[:-2]), int(text[-2:]), today, toward)
    if re.fullmatch(r"\d{8}", text):
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return None


def _weekday(week: str | None, name: str, today: date, toward: Toward) -> date:
    number = {"天": 6, "末": 5}.get(name)
    if number is None:
        number = int(name) - 1 if name.isdigit() else WEEKDAYS.index(name)
    day = today + timedelta(days=number - today.weekday())
    if week is not None:
        return day + timedelta(weeks=_WEEKS[week])
    if toward is Toward.FUTURE and day < today:
        return day + timedelta(weeks=1)
    if toward is Toward.PAST and day > today:
        return day - timedelta(weeks=1)
    return day


def _parted(year: str | None, month: int, day: int, today: date, toward: Toward) -> date:
    if year is not None:
        return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    years = range(max(today.year - 8, 1), min(today.year + 8, 9999) + 1)
    return _pick([found for each in years if (found := _real(each, month, day))], today, toward)


def _in_months(day: int, today: date) -> list[date]:
    first = today.year * 12 + today.month - 1
    return [found for each in range(first - 2, first + 3) if (found := _real(each // 12, each % 12 + 1, day))]


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _pick(days: list[date], today: date, toward: Toward) -> date:
    if toward is Toward.PAST:
        days = [day for day in days if day <= today]
    elif toward is Toward.FUTURE:
        days = [day for day in days if day >= today]
    if not days:
        raise ValueError("no such day")
    return min(days, key=lambda day: (abs((day - today).days), day))
