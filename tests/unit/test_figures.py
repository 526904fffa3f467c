from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.figures import read_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2", 2), ("２", 2), ("两", 2), ("二", 2), ("两人", 2), ("3 个人", 3), ("十", 10), ("十二名", 12), ("三十", 30),
        ("一百零五人", 105), ("6页", 6), ("", None), ("人", None), ("很多", None), ("3.5", None), ("-3", None),
        ("二三十", None), ("9999999999", None),
    ],
)  # fmt: skip
def test_a_number_of_people_or_pages_is_read(text: str, count: int | None) -> None:
    assert read_count(text) == count


@given(st.text(max_size=12))
def test_any_text_can_be_read_as_a_number(text: str) -> None:
    number = read_count(text)
    assert number is None or number >= 0


@given(st.integers(0, 999_999_999))
def test_figures_are_read_back(number: int) -> None:
    assert read_count(str(number)) == number
