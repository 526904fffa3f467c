from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadline import INTERNAL_HANDLING, RuleStatus, Tone, days_left, due_text, packaged_rules
from app.domain.work_calendar import built_in_calendar

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("due", "said", "tone"),
    [
        (date(2026, 11, 12), "逾期 12 天", Tone.LATE),
        (date(2026, 11, 23), "逾期 1 天", Tone.LATE),
        (date(2026, 11, 24), "今天到期", Tone.SOON),
        (date(2026, 11, 27), "剩 3 天", Tone.SOON),
        (date(2026, 11, 28), "剩 4 天", Tone.NORMAL),
        (date(2027, 1, 23), "剩 60 天", Tone.NORMAL),
        (None, "", Tone.NONE),
    ],
)
def test_how_near_a_due_date_is(due: date | None, said: str, tone: Tone) -> None:
    assert due_text(due, TODAY) == (said, tone)


def test_a_long_holiday_does_not_hide_what_is_due_after_it() -> None:
    before, after = date(2026, 9, 30), date(2026, 10, 9)
    assert due_text(after, before) == ("剩 9 天", Tone.NORMAL)
    assert due_text(after, before, built_in_calendar()) == ("剩 9 天", Tone.SOON)


def test_the_first_default_is_internal_and_waits_for_the_court() -> None:
    due = INTERNAL_HANDLING.due(date(2026, 8, 3), built_in_calendar())
    assert (due.raw, due.legal) == (date(2026, 10, 2), date(2026, 10, 8))
    assert INTERNAL_HANDLING.status is RuleStatus.INTERNAL
    assert not INTERNAL_HANDLING.confirmed
    assert INTERNAL_HANDLING.period == "60日"
    assert "请本院确认" in INTERNAL_HANDLING.citation


@given(st.dates(), st.dates())
def test_late_begins_the_day_after(due: date, today: date) -> None:
    assert (due_text(due, today)[1] is Tone.LATE) == (due < today) == (days_left(due, today) < 0)


def test_c18_a_first_contact_has_a_stricter_target_of_its_own_that_the_office_switches_on() -> None:
    (target,) = [one for one in packaged_rules() if one.code == "T4"]
    assert target.status is RuleStatus.INTERNAL
    assert (target.unit, target.active) == (INTERNAL_HANDLING.unit, False)
    assert target.amount is not None
    assert INTERNAL_HANDLING.amount is not None
    assert target.amount < INTERNAL_HANDLING.amount
