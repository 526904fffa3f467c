from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.printing.fonts import Face, clean, text_width
from app.printing.type_setting import (
    NEVER_FIRST,
    NEVER_LAST,
    OFFICIAL_GRID,
    break_lines,
    fit,
    fit_box,
    fit_list,
    lines_that_fit,
)

SIZE = 14.0
EM = SIZE * 25.4 / 72

PIECES = st.sampled_from(
    [
        *"信访事项申诉人，。；：？！、（）《》“”〔〕【】",
        "……",
        "——",
        "2026年9月2日",
        "〔2026〕12号",
        "（2025）某01民终567号",
        "12,345.67元",
        "Adobe",
        " ",
        "\u3000",
        "𬱖",
        "3",
        "%",
        "x-1",
    ]
)
PROSE = st.lists(PIECES, max_size=120).map("".join)


@given(PROSE, st.integers(10, 40))
@settings(max_examples=150, deadline=None)
def test_lines_keep_the_text_and_the_width(words: str, ems: int) -> None:
    lines = break_lines(words, Face.SONG, SIZE, ems * EM)
    assert "".join(lines) == words
    assert all(text_width(line.rstrip(" \u3000"), Face.SONG, SIZE) <= ems * EM + 0.02 for line in lines)


@given(st.text(alphabet=st.sampled_from("信访事项申诉，。；：？！）》”（《“〔〕12"), max_size=200), st.integers(8, 40))
@settings(max_examples=150, deadline=None)
def test_no_line_starts_or_ends_with_a_forbidden_mark_unless_a_run_of_marks_fills_a_line(words: str, ems: int) -> None:
    lines = break_lines(words, Face.SONG, SIZE, ems * EM)
    for before, after in itertools.pairwise(lines):
        if after[0] in NEVER_FIRST or before[-1] in NEVER_LAST:
            together = before + after
            at = len(before)
            start = end = at
            while start > 0 and (together[start] in NEVER_FIRST or together[start - 1] in NEVER_LAST):
                start -= 1
            while end < len(together) and (together[end] in NEVER_FIRST or together[end - 1] in NEVER_LAST):
                end += 1
            assert text_width(together[start:end], Face.SONG, SIZE) > ems * EM - 2 * EM


@given(st.text(max_size=80), st.floats(1, 30))
@settings(max_examples=100, deadline=None)
def test_any_text_can_be_broken(words: str, ems: float) -> None:
    lines = break_lines(words, Face.FANGSONG, SIZE, ems * EM)
    assert "".join(lines) == clean(words).replace("\n", "")


@pytest.mark.parametrize("mark", sorted("，。；：？！）》”’」』】〕、…"))
def test_closing_marks_never_begin_a_line(mark: str) -> None:
    lines = break_lines("信" * 10 + mark + "访" * 5, Face.SONG, SIZE, 10 * EM)
    assert lines == ["信" * 9, "信" + mark + "访" * 5]


@pytest.mark.parametrize("mark", sorted("（《“‘「『【〔"))
def test_opening_marks_never_end_a_line(mark: str) -> None:
    lines = break_lines("信" * 9 + mark + "访" * 5, Face.SONG, SIZE, 10 * EM)
    assert lines == ["信" * 9, mark + "访" * 5]


@pytest.mark.parametrize(
    "whole",
    ["2026年9月22日", "〔2026〕12号", "（2025）某01民终567号", "110101190001011234", "Adobe-Acrobat", "……", "386000元"],
)
def test_numbers_dates_and_words_stay_whole(whole: str) -> None:
    for lead in range(30):
        lines = break_lines("信" * lead + whole + "访" * 8, Face.SONG, SIZE, 16 * EM)
        assert sum(whole in line for line in lines) == 1, lines


def test_what_is_wider_than_a_line_is_cut_and_not_lost() -> None:
    assert break_lines("8" * 100, Face.SONG, SIZE, 10 * EM)[0].startswith("8" * 15)


def test_spaces_hang_at_the_end_of_a_line() -> None:
    assert break_lines("信" * 10 + "  访", Face.SONG, SIZE, 10 * EM) == ["信" * 10 + "  ", "访"]


def test_an_indent_stays_with_its_paragraph() -> None:
    lines = break_lines("\u3000\u3000" + "信" * 12 + "\n\u3000\u3000访", Face.SONG, SIZE, 10 * EM)
    assert lines == ["\u3000\u3000" + "信" * 8, "信" * 4, "\u3000\u3000访"]


def test_616_characters_fill_one_official_page_exactly() -> None:
    assert OFFICIAL_GRID.size == pytest.approx(15.79, abs=0.005)
    assert OFFICIAL_GRID.pitch == pytest.approx(10.227, abs=0.001)
    full = OFFICIAL_GRID.pages("信" * 616)
    assert [len(page) for page in full] == [22]
    assert {len(line) for line in full[0]} == {28}
    assert [len(page) for page in OFFICIAL_GRID.pages("信" * 617)] == [22, 1]


def test_short_text_keeps_its_size() -> None:
    fitted = fit("张三", Face.FANGSONG, 14, 119, 2, 9)
    assert (fitted.lines, fitted.size, fitted.complete) == (("张三",), 14, True)


def test_a_little_too_long_shrinks_on_one_line() -> None:
    fitted = fit("某" * 11, Face.SONG, SIZE, 10 * EM, 2, 9)
    assert len(fitted.lines) == 1
    assert 12 <= fitted.size < 14


def test_a_long_name_wraps_before_it_shrinks() -> None:
    fitted = fit_box("某" * 40, Face.FANGSONG, 14, 119, 11.2, 9)
    assert (len(fitted.lines), fitted.size, fitted.complete) == (2, 14, True)


def test_what_cannot_fit_says_so() -> None:
    fitted = fit("某" * 200, Face.SONG, 14, 50, 2, 12)
    assert not fitted.complete
    assert len(fitted.lines) == 2
    assert fitted.lines[-1].endswith("……")


def test_a_list_without_room_counts_all_of_its_items() -> None:
    cases = [f"（2025）某0123民初{place}345号" for place in range(1, 13)]
    fitted = fit_list(cases, Face.FANGSONG, 14, 119, 11.2, 9)
    words = "".join(fitted.lines)
    assert words.endswith("等12件")
    assert words.startswith(cases[0])
    assert all(case in cases for case in words.removesuffix("等12件").split("；"))
    assert fit_list(cases[:2], Face.FANGSONG, 14, 119, 11.2, 9).complete


@given(PROSE, st.floats(20, 120), st.floats(5, 40))
@settings(max_examples=80, deadline=None)
def test_fitted_text_stays_inside_its_box(words: str, width: float, height: float) -> None:
    fitted = fit_box(words, Face.FANGSONG, 14, width, height, 9)
    assert len(fitted.lines) <= lines_that_fit(fitted.size, height)
    for line in fitted.lines:
        assert text_width(line.rstrip(" \u3000"), Face.FANGSONG, fitted.size) <= width + 0.02
    if fitted.complete:
        assert "".join(fitted.lines) == words
