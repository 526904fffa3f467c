"""法定节日: the fixed days off of a year whose arrangement has not been published yet.

Source: 《全国年节及纪念日放假办法》 as revised 2024-11-10, art. 2. Days moved to make long breaks are announced by the
State Council each November and cannot be foreseen, so everything derived from this module is 暂定.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

# 正月初一, 端午, 中秋 of years to come; computed from new moons and principal solar terms at UTC+8.
_LUNAR = {
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
}


@lru_cache(maxsize=64)
def statutory_days(year: int) -> frozenset[date]:
    """元旦1、春节4、清明1、劳动节2、端午1、中秋1、国庆3 of a year; the lunar ones only for years in the table."""
    days = {date(year, month, day) for month, day in ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))}
    days.add(date(year, 4, _qingming(year)))
    if year in _LUNAR:
        new_year, *others = (date(year, month, day) for month, day in _LUNAR[year])
        days.update(new_year + timedelta(days=offset) for offset in range(-1, 3))
        days.update(others)
    return frozenset(days)


def _qingming(year: int) -> int:
    """Day in April; the usual formula for 2000–2099."""
    short = year % 100
    return int(short * 0.2422 + 4.81) - short // 4
