"""今日, the pure part: how a day stands, what comes first, what a calendar day is, when a day may be closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.domain.today import (
    DAYS_AHEAD,
    REASONS,
    Absence,
    DayClosing,
    DayItem,
    DaySection,
    DayStanding,
    OpenEnd,
    ahead,
    check_absence,
    check_closing,
    check_reason,
    day_words,
    kind_of,
    mine_first,
)
from app.domain.work_calendar import WorkCalendar, built_in_calendar

TODAY = date(2026, 3, 2)
NOW = datetime.fromisoformat("2026-03-02T09:00")


def item(number: str, days: int | None = 0, *, mine: bool = False) -> DayItem:
    return DayItem(number, "", "", day=None if days is None else TODAY + timedelta(days=days), mine=mine)


def end(contact_id: int = 1, code: str = "", *, landed: bool = False, late: bool = False) -> OpenEnd:
    return OpenEnd(contact_id, f"来访{contact_id}号", 1, "", "", NOW, NOW, code, landed=landed, late=late)


@pytest.mark.parametrize(
    ("days", "words", "late"),
    [(0, "今天到期", False), (1, "剩 1 天", False), (-1, "逾期 1 天", True), (-400, "逾期 400 天", True)],
)
def test_e09_what_is_due_today_is_not_late(days: int, words: str, late: bool) -> None:
    assert day_words(TODAY + timedelta(days=days), TODAY) == words
    assert item("1", days).late(TODAY) is late


def test_a_line_without_a_day_stands_as_its_note_says() -> None:
    assert item("1", None).standing(TODAY) == ""
    assert DayItem("1", "", "", note="没有着落").standing(TODAY) == "没有着落"
    assert not item("1", None).late(TODAY)


@given(st.lists(st.tuples(st.booleans(), st.integers(-30, 30) | st.none()), max_size=20))
def test_mine_come_first_and_within_these_the_earliest(given_lines: list[tuple[bool, int | None]]) -> None:
    lines = mine_first(item(str(place), days, mine=mine) for place, (mine, days) in enumerate(given_lines))
    assert len(lines) == len(given_lines)
    keys = [(not one.mine, one.day or date.max) for one in lines]
    assert keys == sorted(keys)


def test_a_section_shows_as_many_as_fit_and_counts_all() -> None:
    section = DaySection.of("due", [item(str(one)) for one in range(5)], 3)
    assert (len(section.items), section.count) == (3, 5)
    assert DaySection.of("due", [item("1")], 3, 900).count == 900


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 14), "调休上班"),
        (date(2026, 2, 17), "放假"),
        (date(2026, 2, 21), "放假"),
        (date(2026, 3, 7), "周末"),
        (date(2026, 3, 9), "工作日"),
        (date(2040, 1, 1), "周末"),
        (date(2040, 5, 1), "放假"),
    ],
)
def test_what_kind_of_day_it_is(day: date, kind: str) -> None:
    assert kind_of(day, built_in_calendar()) == kind


def test_two_weeks_hold_fourteen_days_and_only_what_falls_on_them() -> None:
    calendar = WorkCalendar(frozenset(), frozenset(), frozenset({2026}))
    away = Absence(1, 1, "尹某", "执行局", TODAY + timedelta(days=1), TODAY + timedelta(days=40), "")
    lines = [item(str(one)) for one in range(4)] + [
        item("past", -1),
        item("last", 13),
        item("after", 14),
        item("no", None),
    ]
    days = ahead(TODAY, lines, [away], calendar, 3)
    assert len(days) == DAYS_AHEAD
    assert (len(days[0].items), days[0].more, days[0].away) == (3, 1, ())
    assert [one.number for one in days[13].items] == ["last"]
    assert sum(len(one.items) + one.more for one in days) == 5
    assert all(one.away == ("尹某",) for one in days[1:])
    assert days[0].words == "3月2日 周一"


def test_b06_a_reason_is_chosen_and_the_other_one_is_written() -> None:
    assert check_reason("left", "") == ("left", "")
    assert end(code="left").reason == REASONS["left"]
    for code, words, field in (
        ("", "", "code"),
        ("none", "", "code"),
        ("other", "", "words"),
        ("left", "长" * 201, "words"),
    ):
        with pytest.raises(Refused) as caught:
            check_reason(code, words)
        assert set(caught.value.fields) == {field}


def standing(*ends: OpenEnd, late: tuple[OpenEnd, ...] = (), hidden: int = 0, day: date = TODAY) -> DayStanding:
    return DayStanding(day, 5, ends, late, hidden)


def test_b06_a_day_closes_when_nothing_dangles_or_each_has_a_reason() -> None:
    check_closing(standing(), TODAY, None)
    check_closing(standing(end(code="left"), late=(end(2, landed=True, late=True),)), TODAY, None)
    assert standing(end(code="left")).landed == 4
    closing = DayClosing(1, TODAY, NOW, "登记员甲", 1, 1, 0, 0)
    for wrong, today, closed, words in (
        (standing(end()), TODAY, None, "来访1号还没有着落"),
        (standing(*(end(one) for one in range(1, 6))), TODAY, None, "等 5 件"),
        (standing(late=(end(2, late=True),)), TODAY, None, "来访2号"),
        (standing(hidden=1), TODAY, None, "不能查看"),
        (standing(), TODAY, closing, "不能再改"),
        (standing(day=TODAY + timedelta(days=1)), TODAY, None, "还没有到"),
    ):
        with pytest.raises(Refused) as caught:
            check_closing(wrong, today, closed)
        assert words in caught.value.message


def test_an_absence_of_one_day_needs_no_last_day() -> None:
    assert check_absence(TODAY, None, " 培训 ") == (TODAY, TODAY, "培训")
    with pytest.raises(Refused):
        check_absence(TODAY, TODAY - timedelta(days=1), "")
