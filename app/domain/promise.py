"""答复承诺: by when an answer said that the office would come back to the petitioner.

Only what the office itself promises counts (30日内反馈进展), not a period that the petitioner has (十五日内上诉).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.domain.text import to_half_width
from app.domain.work_calendar import Unit, WorkCalendar

LONGEST_DAYS = 730
_FIGURES = dict(zip("〇一二三四五六七八九", range(10), strict=True)) | {"零": 0, "两": 2}
_KEEPS = r"[^，。；;,\n]{0,12}?(?:反馈|答复|回复|回话|回音|联系|告知|通知)"
_WITHIN = re.compile(
    r"(?<!\d)(\d{1,3}|[〇零一二两三四五六七八九十百]{1,5})\s*(个?工作日|个月|周|星期|日|天)(?:之)?内" + _KEEPS
)
_UNTIL = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:之)?前" + _KEEPS)


def promised_by(words: str, said_on: date, calendar: WorkCalendar) -> date | None:
    """The day by which an answer promised to come back; ``None`` when it promised nothing. Never raises."""
    text = to_half_width(words)[0]
    within = _WITHIN.search(text)
    if within is not None:
        return _after(within[1], within[2], said_on, calendar)
    until = _UNTIL.search(text)
    return None if until is None else _on(until[1], int(until[2]), int(until[3]), said_on)


def _after(figure: str, unit: str, said_on: date, calendar: WorkCalendar) -> date | None:
    amount = int(figure) if figure.isdigit() else _number(figure)
    if not 0 < amount <= LONGEST_DAYS:
        return None
    if "工作日" in unit:
        return calendar.due(said_on, amount, Unit.WORKDAY).legal
    if unit == "个月":
        return calendar.due(said_on, amount, Unit.MONTH, roll=False).raw
    days = amount * 7 if unit in ("周", "星期") else amount
    return said_on + timedelta(days=days)


def _on(year: str | None, month: int, day: int, said_on: date) -> date | None:
    try:
        found = date(int(year) if year else said_on.year, month, day)
        return found if year or found >= said_on else found.replace(year=said_on.year + 1)
    except ValueError:
        return None


def _number(text: str) -> int:
    """三十, 一百二十, 十五; 0 when it is no number."""
    total, figure = 0, 0
    for char in text:
        if char in _FIGURES:
            figure = _FIGURES[char]
        elif char in "十百":
            total += (figure or 1) * (10 if char == "十" else 100)
            figure = 0
    return total + figure
