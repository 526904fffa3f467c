from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.date_entry import DayReading, Toward, in_words, read_day
from app.domain.problem import Problem

TODAY = date(2026, 11, 24)  # a Tuesday
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def day(text: str, toward: Toward = Toward.NEAR, today: date = TODAY) -> date:
    reading = read_day(text, today, toward)
    assert isinstance(reading, DayReading), reading
    return reading.day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("t", TODAY),
        ("T", TODAY),
        ("今天", TODAY),
        ("昨天", date(2026, 11, 23)),
        ("后天", date(2026, 11, 26)),
        ("+3", date(2026, 11, 27)),
        ("＋３", date(2026, 11, 27)),
        ("-1", date(2026, 11, 23)),
        ("+30天", date(2026, 12, 24)),
        ("0315", date(2027, 3, 15)),
        ("1013", date(2026, 10, 13)),
        ("１０１３", date(2026, 10, 13)),
        ("315", date(2027, 3, 15)),
        ("20260315", date(2026, 3, 15)),
        ("2026-3-15", date(2026, 3, 15)),
        ("2026.03.15", date(2026, 3, 15)),
        ("2026年3月15日", date(2026, 3, 15)),
        ("26/3/15", date(2026, 3, 15)),
        ("3月15日", date(2027, 3, 15)),
        (" 10-13 ", date(2026, 10, 13)),
        ("20", date(2026, 11, 20)),
        ("1日", date(2026, 12, 1)),
        ("周三", date(2026, 11, 25)),
        ("周一", date(2026, 11, 23)),
        ("星期天", date(2026, 11, 29)),
        ("礼拜3", date(2026, 11, 25)),
        ("上周五", date(2026, 11, 20)),
        ("下周一", date(2026, 11, 30)),
        ("下下周一", date(2026, 12, 7)),
        ("本周二", TODAY),
        ("0229", date(2028, 2, 29)),
    ],
)
def test_short_ways_of_typing_a_day(text, expected):
    assert day(text) == expected


@pytest.mark.parametrize(
    ("text", "toward", "expected"),
    [
        ("0315", Toward.PAST, date(2026, 3, 15)),
        ("0315", Toward.FUTURE, date(2027, 3, 15)),
        ("1124", Toward.PAST, TODAY),
        ("1124", Toward.FUTURE, TODAY),
        ("周一", Toward.FUTURE, date(2026, 11, 30)),
        ("周三", Toward.PAST, date(2026, 11, 18)),
        ("周二", Toward.PAST, TODAY),
        ("30", Toward.PAST, date(2026, 10, 30)),
        ("20", Toward.FUTURE, date(2026, 12, 20)),
        ("0229", Toward.PAST, date(2024, 2, 29)),
    ],
)
def test_a_day_is_meant_before_or_after_today(text, toward, expected):
    assert day(text, toward) == expected


@pytest.mark.parametrize("text", ["0230", "1301", "20260231", "2026-13-1", "00", "32", "+99999", "-99999", "0000"])
def test_a_day_that_does_not_exist_is_said_so(text):
    answer = read_day(text, date(200, 1, 1) if text == "-99999" else date(9990, 1, 1))
    assert isinstance(answer, Problem)
    assert answer.blocking
    assert text in answer.message


@pytest.mark.parametrize("text", ["", "仇", "12345", "123456789", "周八", "+", "3-", "2026", "一月", "3.15.2026x"])
def test_what_is_no_day_is_said_with_examples(text):
    answer = read_day(text, TODAY)
    assert isinstance(answer, Problem), answer
    assert answer.blocking


def test_the_reading_is_said_in_words():
    assert in_words(date(2026, 11, 27), TODAY) == "2026年11月27日 星期五 · 3 天后"
    assert in_words(date(2026, 10, 13), TODAY) == "2026年10月13日 星期二 · 42 天前"
    assert in_words(TODAY, TODAY) == "2026年11月24日 星期二 · 今天"


@given(DAYS, DAYS, st.sampled_from(Toward))
def test_a_whole_date_is_read_as_written_however_it_is_written(wanted, today, toward):
    for form in ("%Y%m%d", "%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日"):
        assert day(wanted.strftime(form), toward, today) == wanted


@given(DAYS, st.integers(-99999, 99999))
def test_offsets_are_days(today, offset):
    answer = read_day(f"{offset:+d}", today)
    assert isinstance(answer, DayReading)
    assert answer.day - today == timedelta(days=offset)


@given(DAYS, DAYS)
def test_month_and_day_keep_to_their_side_of_today(wanted, today):
    text = f"{wanted:%m%d}"
    assert day(text, Toward.PAST, today) <= today <= day(text, Toward.FUTURE, today)
    near = day(text, Toward.NEAR, today)
    assert (near.month, near.day) == (wanted.month, wanted.day)


@given(st.text(max_size=12), DAYS, st.sampled_from(Toward))
def test_any_text_gets_an_answer(text, today, toward):
    assert isinstance(read_day(text, today, toward), DayReading | Problem)
