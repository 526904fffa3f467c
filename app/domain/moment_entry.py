"""时间输入: the short ways of typing a moment: a time of today, or a day and a time."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from app.domain.date_entry import DayReading, Toward, read_day
from app.domain.text import to_half_width

BAD_MOMENT = "请写几点几分，例如 14:30；不是今天的，前面写日期，例如 0315 14:30。"
_TIME = re.compile(r"(?P<hour>\d{1,2})\s*[:：时点.]?\s*(?P<minute>\d{2})分?")


def read_time(text: str) -> time | None:
    """14:30, 1430, 14：30 or 9时05分; None for anything else."""
    found = _TIME.fullmatch(to_half_width(text)[0].strip())
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        return None
    return time(int(found["hour"]), int(found["minute"]))


def read_moment(text: str, today: date, toward: Toward = Toward.NEAR) -> datetime | None:
    """A time of today (1430), or a day as :func:`read_day` reads it and a time behind it; None for anything else."""
    parts = to_half_width(text)[0].split()
    if not parts:
        return None
    at = read_time(parts[-1])
    if at is None:
        return None
    if len(parts) == 1:
        return datetime.combine(today, at)
    day = read_day(" ".join(parts[:-1]), today, toward)
    return datetime.combine(day.day, at) if isinstance(day, DayReading) else None
