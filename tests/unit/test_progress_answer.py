from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import progress_answer
from app.domain.matter import MatterStatus
from app.domain.progress_answer import HELD_BACK, STEPS, next_step_words, own_words, receipt_words, sayable, stage_of


def test_every_state_has_words_for_the_visitor_that_are_not_the_offices_own() -> None:
    for status in MatterStatus:
        step, words = stage_of(status)
        assert 1 <= step <= len(STEPS)
        assert sayable(words) == words, status
        assert status is MatterStatus.VOID or progress_answer.has_words(status)


def test_supervision_is_not_told() -> None:
    assert stage_of(MatterStatus.SUPERVISED) == stage_of(MatterStatus.HANDLING)


@pytest.mark.parametrize(
    "words",
    [
        "已报分管院长批示后答复。",
        "督办后办结，予以答复",
        "按稳控要求答复",
        "已与李四另行谈话，答复如下",
        "款项已汇入6222020200112233445账户",
        "该人无理取闹，已答复",
        "举报线索已转督察",
    ],
)
def test_internal_words_other_people_and_numbers_are_held_back(words: str) -> None:
    assert sayable(words, ("李四",)) == HELD_BACK


def test_an_ordinary_answer_is_told_as_it_is() -> None:
    words = "电话答复：已更正收款人姓名，款项于3月12日发放到账。"
    assert sayable(words, ("李四",)) == words
    assert sayable("  ") == ""


def test_the_petitioners_own_words_lose_numbers_and_other_names() -> None:
    shown = own_words("要求王小明（410102196501011234，138 0000 1234）归还2000元", ("王小明",))
    assert shown == "要求王**（******************，*************）归还2000元"


@given(st.text(max_size=100), st.lists(st.text(max_size=5), max_size=3))
def test_any_words_are_judged(words: str, names: list[str]) -> None:
    assert sayable(words, names) in ("", HELD_BACK, words.strip())
    assert isinstance(own_words(words, names), str)


DAY = date(2026, 11, 24)
PROMISES = ("之前告诉您", "在此日期前", "最迟")


@pytest.mark.parametrize("days", [1, 2, 400])
def test_a_day_that_has_passed_is_said_to_have_passed_and_nothing_is_promised_for_it(days: int) -> None:
    for step in (1, 2):
        words = next_step_words(step, DAY, DAY + timedelta(days=days), phone=True)
        assert "已过" in words
        assert not any(promise in words for promise in PROMISES)
        assert sayable(words) == words
    words = receipt_words(DAY, DAY + timedelta(days=days))
    assert "已过" in words
    assert not any(promise in words for promise in PROMISES)


def test_the_day_itself_and_days_to_come_are_promised() -> None:
    assert "最迟今天" in next_step_words(2, DAY, DAY, phone=True)
    assert "今天" in receipt_words(DAY, DAY)
    assert "在这一天之前" in next_step_words(1, DAY, DAY - timedelta(days=1), phone=True)
    assert "在此日期前" in receipt_words(DAY, DAY - timedelta(days=1))


def test_without_a_day_none_is_spoken_of() -> None:
    assert "日期" not in receipt_words(None, DAY) + next_step_words(2, None, DAY, phone=True)


def test_an_answered_matter_owes_no_day() -> None:
    late = DAY + timedelta(days=9)
    assert "已过" not in next_step_words(3, None, late, phone=True) + next_step_words(4, None, late, phone=True)


@pytest.mark.parametrize("today", [DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)])
def test_a_telephone_is_named_only_where_one_stands(today: date) -> None:
    assert "下面的电话" in next_step_words(2, DAY, today, phone=True)
    assert "下面的电话" not in next_step_words(2, DAY, today, phone=False)
