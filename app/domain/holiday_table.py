"""放假调休安排: one year's published table, edited by hand or taken from a yearly pack, laid over the packaged ones.

Source: the State Council's yearly notice. A pack is a text file that somebody signs (Ed25519); whom the office trusts
is its own decision, no key is built in, because no public body signs such files today.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.errors import Refused
from app.domain.text import clean_line
from app.domain.work_calendar import WorkCalendar, in_words

PACK_FORMAT = 1
MOST_DAYS = 60
OCTOBER = 10


@dataclass(frozen=True)
class YearTable:
    """年度放假表: days off and worked rest days of one year, and the notice they come from."""

    year: int
    holidays: tuple[date, ...]
    make_up_days: tuple[date, ...]
    notice: str
    signer: str = ""


def check_table(table: YearTable) -> YearTable:
    """Order a table and see that it can be one.

    Raises:
        Refused: days of another year, a day both off and worked, a make-up day on a weekday, or no notice named.
    """
    problems: dict[str, str] = {}
    off, worked = sorted(set(table.holidays)), sorted(set(table.make_up_days))
    both = sorted(set(off) & set(worked))
    foreign = [day for day in (*off, *worked) if day.year != table.year]
    weekdays = [day for day in worked if day.weekday() < 5]
    notice = clean_line(table.notice)
    if not off:
        problems["holidays"] = "至少要有元旦、春节等放假日。"
    elif len(off) > MOST_DAYS:
        problems["holidays"] = f"放假日超过 {MOST_DAYS} 天，请核对。周末不用填。"
    if foreign:
        problems["holidays"] = f"{in_words(foreign[0])}不在{table.year}年，请核对。"
    if both:
        problems["make_up_days"] = f"{in_words(both[0])}既是放假日又是上班日，请核对。"
    elif weekdays:
        problems["make_up_days"] = f"{in_words(weekdays[0])}本来就是工作日，调休上班只填周末。"
    if not notice:
        problems["notice"] = "请写明依据的通知文号。"
    if problems:
        raise Refused("放假安排有几处需要补正，见各栏下方说明。", problems)
    return YearTable(table.year, tuple(off), tuple(worked), notice, table.signer)


def laid_over(calendar: WorkCalendar, tables: Iterable[YearTable]) -> WorkCalendar:
    """The calendar with the office's own tables in place of the packaged ones of the same years."""
    own = tuple(tables)
    if not own:
        return calendar
    years = {table.year for table in own}
    holidays = {day for day in calendar.holidays if day.year not in years}
    worked = {day for day in calendar.make_up_days if day.year not in years}
    return WorkCalendar(
        frozenset(holidays.union(*(table.holidays for table in own))),
        frozenset(worked.union(*(table.make_up_days for table in own))),
        calendar.known_years | years,
    )


def of_year(calendar: WorkCalendar, year: int) -> YearTable:
    """What a calendar says of one year, to be edited."""
    return YearTable(
        year,
        tuple(sorted(day for day in calendar.holidays if day.year == year)),
        tuple(sorted(day for day in calendar.make_up_days if day.year == year)),
        "",
    )


def missing_years(calendar: WorkCalendar, today: date, furthest: date | None) -> tuple[int, ...]:
    """Years without a table that matter now: those that running deadlines reach, and from October on the next one."""
    last = max(today.year + (today.month >= OCTOBER), furthest.year if furthest else today.year)
    return tuple(year for year in range(today.year, last + 1) if year not in calendar.known_years)


def signed_bytes(table: YearTable) -> bytes:
    """The one spelling of a table that is signed and checked."""
    return json.dumps(_plain(table), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def pack_text(table: YearTable, signature: str) -> str:
    """The file: the table, readable, with the signature beside it."""
    return json.dumps({**_plain(table), "signature": signature}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_pack(text: str) -> tuple[YearTable, str]:
    """The table of a pack and its signature (not checked here).

    Raises:
        Refused: it is no pack, of another format, or its days cannot be right.
    """
    wrong = "这不是本程序的放假安排文件，没有导入任何内容。请向发放单位重新索取。"
    try:
        data: Any = json.loads(text)
        if not isinstance(data, Mapping) or data["format"] != PACK_FORMAT:
            raise Refused(wrong, {"file": wrong})
        table = YearTable(
            int(data["year"]),
            tuple(date.fromisoformat(day) for day in data["holidays"]),
            tuple(date.fromisoformat(day) for day in data["make_up_days"]),
            str(data["notice"]),
            str(data["signer"]),
        )
        signature = str(data["signature"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(wrong, {"file": wrong}) from error
    return check_table(table), signature


def _plain(table: YearTable) -> dict[str, Any]:
    return {
        "format": PACK_FORMAT,
        "year": table.year,
        "holidays": [day.isoformat() for day in table.holidays],
        "make_up_days": [day.isoformat() for day in table.make_up_days],
        "notice": table.notice,
        "signer": table.signer,
    }
