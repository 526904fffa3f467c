"""期间届满日的核对表: dates worked out by a second, independent way of counting, from the State Council's notices."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.work_calendar import Unit, WorkCalendar, built_in_calendar

TABLE = Path(__file__).parent / "golden" / "due_dates.csv"

# (off, worked), as printed in the notices of 2023-10-25, 2024-11-12 and 2025-11-04
NOTICES = {
    2024: (
        "01-01 02-10/02-17 04-04/04-06 05-01/05-05 06-10 09-15/09-17 10-01/10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    2025: ("01-01 01-28/02-04 04-04/04-06 05-01/05-05 05-31/06-02 10-01/10-08", "01-26 02-08 04-27 09-28 10-11"),
    2026: (
        "01-01/01-03 02-15/02-23 04-04/04-06 05-01/05-05 06-19/06-21 09-25/09-27 10-01/10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}


def days(year: int, text: str) -> Iterator[date]:
    for part in text.split():
        first, _, last = part.partition("/")
        start, end = (date.fromisoformat(f"{year}-{one}") for one in (first, last or first))
        yield from (start + timedelta(days=offset) for offset in range((end - start).days + 1))


CALENDAR = WorkCalendar(
    frozenset(day for year, (off, _) in NOTICES.items() for day in days(year, off)),
    frozenset(day for year, (_, worked) in NOTICES.items() for day in days(year, worked)),
    frozenset(NOTICES),
)


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_holds_more_than_two_hundred_cases() -> None:
    assert len(rows()) >= 200
    assert {row["why"].split()[0] for row in rows()} >= {"春节", "国庆", "调休上班日届满", "月末", "闰年"}


@pytest.mark.parametrize("calendar", [CALENDAR, built_in_calendar()], ids=["notices", "built-in"])
def test_every_case_of_the_table(calendar: WorkCalendar) -> None:
    wrong = []
    for row in rows():
        start, amount, unit = date.fromisoformat(row["start"]), int(row["amount"]), Unit(row["unit"])
        due = calendar.due(start, amount, unit, roll=row["roll"] == "1")
        found = (due.raw.isoformat(), due.legal.isoformat(), due.advised.isoformat(), str(int(due.provisional)))
        if row["start"] < "2024" and calendar is not CALENDAR:
            found = (*found[:3], row["provisional"])  # the packaged tables know 2023 as well
        if found != (row["raw"], row["legal"], row["advised"], row["provisional"]):
            wrong.append((row, found))
    assert wrong == []


@pytest.mark.parametrize("year", sorted(NOTICES))
def test_the_packaged_tables_say_what_the_notices_say(year: int) -> None:
    packaged = built_in_calendar()
    every = [date(year, 1, 1) + timedelta(days=offset) for offset in range(366 if year % 4 == 0 else 365)]
    assert [day for day in every if packaged.is_workday(day) != CALENDAR.is_workday(day)] == []
