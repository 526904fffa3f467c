"""Days of one year as the yearly notice writes them: 1月1日至3日、2月15日、10月1日至7日."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from app.domain.errors import Refused
from app.domain.text import clean_line

_PART = re.compile(r"(?:(\d{1,2})月(\d{1,2})日?)(?:(?:至|到|-|—|~|～)(?:(\d{1,2})月)?(\d{1,2})日?)?")
_COMPACT = re.compile(r"(\d{2})(\d{2})(?:(?:至|到|-|—|~|～)(\d{2})(\d{2}))?")
_BETWEEN = re.compile(r"[、，,；;。\s]+")


def read_days(text: str, year: int, field: str) -> tuple[date, ...]:
    """The days a text names, in order, each once: 1月1日至3日, 0215, 1001-1007, parted by 、 or commas.

    Raises:
        Refused: a part that is no day of the year, or a span that runs backwards; ``field`` names the place.
    """
    found: set[date] = set()
    for part in filter(None, _BETWEEN.split(clean_line(text).replace(f"{year}年", ""))):
        first, last = _span(part, year, field)
        found.update(first + timedelta(days=step) for step in range((last - first).days + 1))
    return tuple(sorted(found))


def _span(part: str, year: int, field: str) -> tuple[date, date]:
    found = _PART.fullmatch(part) or _COMPACT.fullmatch(part)
    wrong = f"“{part}”不是{year}年的日期。请写成 1月1日至3日 或 0101-0103，各段用顿号隔开。"
    if found is None:
        raise Refused(wrong, {field: wrong})
    month, day, to_month, to_day = found.groups()
    try:
        first = date(year, int(month), int(day))
        last = date(year, int(to_month or month), int(to_day)) if to_day else first
    except ValueError as error:
        raise Refused(wrong, {field: wrong}) from error
    if last < first:
        words = f"“{part}”的后一天早于前一天，请核对。"
        raise Refused(words, {field: words})
    return first, last


def write_days(days: Iterable[date]) -> str:
    """The same days in words, neighbours drawn together."""
    spans: list[list[date]] = []
    for day in sorted(set(days)):
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1][1] = day
        else:
            spans.append([day, day])
    return "、".join(_words(first, last) for first, last in spans)


def _words(first: date, last: date) -> str:
    if first == last:
        return f"{first.month}月{first.day}日"
    if first.month == last.month:
        return f"{first.month}月{first.day}日至{last.day}日"
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日"
