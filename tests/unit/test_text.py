from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.text import clean_block, clean_line, normalise_for_search, search_key, to_half_width

anything = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 张三\u200b\r\n", "张三"),
        ("张\t三", "张 三"),
        ("张　三", "张 三"),
        ("张\x00\x1b三\ufeff", "张三"),
        ("王\u200d五", "王五"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f"),
        ("𠮷\ue000𬀩", "𠮷\ue000𬀩"),
        ("\ud83d\ude00", "😀"),
        ("a\ud83db\ude00", "ab"),
    ],
)
def test_a_line_keeps_what_can_be_seen(typed: str, stored: str) -> None:
    assert clean_line(typed) == stored


def test_a_block_keeps_paragraphs_and_their_indent() -> None:
    assert clean_block("\r\n　　第一段 \r\n\r\n　　第二段\u2028第三行\n \n") == "　　第一段\n\n　　第二段\n第三行"


@given(anything)
def test_cleaning_twice_changes_nothing_and_the_result_can_be_stored(text: str) -> None:
    for clean in (clean_line, clean_block):
        once = clean(text)
        assert clean(once) == once
        once.encode("utf-8")
    assert "\n" not in clean_line(text)


def test_full_width_digits_and_letters_become_half_width_and_it_is_said() -> None:
    assert to_half_width("１３８Ａｂ（x）") == ("138Ab（x）", True)
    assert to_half_width("138张三（，") == ("138张三（，", False)


@pytest.mark.parametrize(
    "text", ["（２０２３）豫０１０４民初１号", "〔2023〕豫0104民初1号", "【2023】 豫0104民初1号", "[2023]豫0104民初1号"]
)
def test_all_bracket_styles_and_widths_compare_equal(text: str) -> None:
    assert search_key(text) == "(2023)豫0104民初1号"


def test_words_stay_apart_only_in_the_readable_form() -> None:
    assert normalise_for_search("  ABC　阿卜杜·买买提\n x") == "abc 阿卜杜买买提 x"
    assert search_key(" A b ") == "ab"


@given(anything, anything, anything)
def test_the_key_of_a_fragment_is_a_fragment_of_the_key(before: str, fragment: str, after: str) -> None:
    whole = search_key(before + fragment + after)
    assert whole == search_key(before) + search_key(fragment) + search_key(after)
    assert search_key(whole) == whole
    assert not any(char.isspace() for char in whole)
