"""Days as the yearly notice writes them: read, written, and refused in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.day_list import read_days, write_days
from app.domain.errors import Refused

YEAR = 2027
FIRST = date(YEAR, 1, 1)


@pytest.mark.parametrize(
    "text",
    ["1月1日至3日、2月15日", "0101-0103，0215", "2027年1月1日到3日；2月15日", "1月1日～1月3日 2月15日、1月2日"],
)
def test_every_way_of_writing_names_the_same_days(text: str) -> None:
    assert read_days(text, YEAR, "holidays") == (FIRST, date(YEAR, 1, 2), date(YEAR, 1, 3), date(YEAR, 2, 15))


@pytest.mark.parametrize("text", ["2月30日", "1月3日至1日", "元旦", "13月1日", "0229"])
def test_what_is_no_day_is_named_at_its_field(text: str) -> None:
    with pytest.raises(Refused) as caught:
        read_days(text, YEAR, "holidays")
    assert text in caught.value.fields["holidays"]


@given(st.sets(st.integers(0, 364).map(lambda step: FIRST + timedelta(days=step)), max_size=60))
def test_what_is_written_reads_back_as_the_same_days(days: set[date]) -> None:
    assert read_days(write_days(days), YEAR, "holidays") == tuple(sorted(days))


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read_days(text, YEAR, "holidays")
    except Refused:
        return
    assert all(day.year == YEAR for day in found)
