from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.statutory_days import statutory_days
from app.domain.work_calendar import Unit, WorkCalendar, built_in_calendar

CALENDAR = built_in_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "raw", "legal", "advised"),
    [
        ("2026-09-16", 15, Unit.DAY, "2026-10-01", "2026-10-08", "2026-09-30"),
        ("2026-08-03", 60, Unit.DAY, "2026-10-02", "2026-10-08", "2026-09-30"),
        ("2026-02-13", 7, Unit.DAY, "2026-02-20", "2026-02-24", "2026-02-14"),
        ("2026-01-16", 30, Unit.DAY, "2026-02-15", "2026-02-24", "2026-02-14"),
        ("2026-04-17", 15, Unit.DAY, "2026-05-02", "2026-05-06", "2026-04-30"),
        ("2026-04-24", 15, Unit.DAY, "2026-05-09", "2026-05-09", "2026-05-09"),
        ("2026-11-24", 60, Unit.DAY, "2027-01-23", "2027-01-25", "2027-01-22"),
        ("2026-09-17", 5, Unit.WORKDAY, "2026-09-23", "2026-09-23", "2026-09-23"),
        ("2026-02-12", 5, Unit.WORKDAY, "2026-02-26", "2026-02-26", "2026-02-26"),
        ("2026-04-28", 5, Unit.WORKDAY, "2026-05-08", "2026-05-08", "2026-05-08"),
        ("2025-11-30", 3, Unit.MONTH, "2026-02-28", "2026-02-28", "2026-02-28"),
        ("2025-08-31", 6, Unit.MONTH, "2026-02-28", "2026-02-28", "2026-02-28"),
        ("2026-04-02", 6, Unit.MONTH, "2026-10-02", "2026-10-08", "2026-09-30"),
        ("2024-02-29", 2, Unit.YEAR, "2026-02-28", "2026-02-28", "2026-02-28"),
    ],
)
def test_periods_end_where_the_law_says(
    start: str, amount: int, unit: Unit, raw: str, legal: str, advised: str
) -> None:
    due = CALENDAR.due(day(start), amount, unit)
    assert (due.raw, due.legal, due.advised) == (day(raw), day(legal), day(advised))
    assert due.provisional == (due.legal.year == 2027)
    assert ("暂定" in due.derivation[-1]) == due.provisional


def test_the_derivation_can_be_followed() -> None:
    assert CALENDAR.due(day("2026-09-16"), 15, Unit.DAY).derivation == (
        "2026年9月16日（周三）当日不计，从次日起算15日，最后一日是2026年10月1日（周四）。",
        "最后一日休息，顺延到休息后的第一个工作日2026年10月8日（周四）。",
        "建议不晚于2026年9月30日（周三）办完，这是最后一日之前的最近一个工作日。",
    )


def test_a_period_may_be_kept_from_rolling() -> None:
    due = CALENDAR.due(day("2026-09-16"), 15, Unit.DAY, roll=False)
    assert (due.raw, due.legal) == (day("2026-10-01"), day("2026-10-01"))


def test_nobody_is_reminded_before_the_period_began() -> None:
    start = day("2026-02-16")
    due = CALENDAR.due(start, 3, Unit.DAY)
    assert (due.legal, due.advised) == (day("2026-02-24"), day("2026-02-14"))
    assert due.reminder(start) == due.legal
    assert due.derivation[-1] == "起算日到最后一日之间没有工作日，请在2026年2月24日（周二）当天办完。"


def test_only_years_that_were_looked_at_make_a_date_provisional() -> None:
    one_year = WorkCalendar(frozenset(), frozenset(), frozenset({2026}))
    assert not one_year.due(day("2025-12-31"), 5, Unit.WORKDAY).provisional
    assert one_year.due(day("2025-12-30"), 5, Unit.WORKDAY).provisional
    assert not one_year.due(day("2025-06-30"), 8, Unit.MONTH).provisional
    assert one_year.due(day("2026-12-31"), 1, Unit.DAY, roll=False).provisional


def test_a_year_without_a_table_knows_weekends_and_statutory_days() -> None:
    assert not CALENDAR.is_workday(day("2027-01-01"))
    assert not CALENDAR.is_workday(day("2027-02-05"))
    assert not CALENDAR.is_workday(day("2027-10-01"))
    assert CALENDAR.is_workday(day("2027-10-04"))
    assert not CALENDAR.is_workday(day("2027-01-23"))
    assert date(2027, 4, 5) in statutory_days(2027)
    assert CALENDAR.due(day("2026-12-30"), 2, Unit.WORKDAY).provisional
    assert not CALENDAR.due(day("2026-12-29"), 2, Unit.WORKDAY).provisional


def test_an_entered_table_replaces_the_estimate() -> None:
    entered = WorkCalendar(frozenset({day("2027-01-25")}), frozenset({day("2027-01-23")}), frozenset({2026, 2027}))
    due = entered.due(day("2026-11-24"), 60, Unit.DAY)
    assert (due.legal, due.provisional) == (day("2027-01-23"), False)


def test_zero_days_are_no_period() -> None:
    with pytest.raises(ValueError, match="0"):
        CALENDAR.due(day("2026-01-05"), 0, Unit.DAY)


def test_the_packaged_tables_are_loaded_on_first_need() -> None:
    code = "import sys, app.domain.deadline; sys.exit('chinese_calendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


starts = st.dates(date(2004, 1, 1), date(2099, 1, 1))
units = st.sampled_from(Unit)


@given(starts, st.integers(1, 200), units)
def test_the_three_dates_keep_their_order(start: date, amount: int, unit: Unit) -> None:
    amount = min(amount, 24) if unit in (Unit.MONTH, Unit.YEAR) else amount
    due = CALENDAR.due(start, amount, unit)
    assert start < due.raw <= due.legal
    assert due.advised <= due.legal
    assert start <= due.reminder(start) <= due.legal
    assert CALENDAR.is_workday(due.legal)
    assert CALENDAR.is_workday(due.advised)
    assert not any(CALENDAR.is_workday(due.raw + timedelta(days=gap)) for gap in range((due.legal - due.raw).days))
    longer = CALENDAR.due(start, amount + 1, unit)
    assert longer.raw > due.raw
    assert longer.legal >= due.legal


@given(starts, st.integers(1, 100))
def test_working_days_are_counted_as_they_are_listed(start: date, amount: int) -> None:
    due = CALENDAR.due(start, amount, Unit.WORKDAY)
    assert CALENDAR.workdays_between(start, due.raw) == amount
    assert due.raw == due.legal == due.advised
