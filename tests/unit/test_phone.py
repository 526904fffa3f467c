from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.phone import PhoneKind, read_phone


@pytest.mark.parametrize(
    ("typed", "normalised", "kind"),
    [
        ("13812345678", "13812345678", PhoneKind.MOBILE),
        ("+86 138-1234-5678", "13812345678", PhoneKind.MOBILE),
        ("0086 13812345678", "13812345678", PhoneKind.MOBILE),
        ("8613812345678", "13812345678", PhoneKind.MOBILE),
        ("１３８１２３４５６７８", "13812345678", PhoneKind.MOBILE),
        ("0371-66667777", "0371-66667777", PhoneKind.LANDLINE),
        ("（0371）6666 7777", "0371-66667777", PhoneKind.LANDLINE),
        ("01012345678", "010-12345678", PhoneKind.LANDLINE),
        ("037166667777转12", "0371-66667777-12", PhoneKind.LANDLINE),
        ("400-800-1234", "4008001234", PhoneKind.SERVICE),
        ("12368", "12368", PhoneKind.SERVICE),
        ("+852 2123 4567", "+85221234567", PhoneKind.FOREIGN),
        ("", "", PhoneKind.UNKNOWN),
    ],
)
def test_numbers_are_read(typed: str, normalised: str, kind: PhoneKind) -> None:
    reading = read_phone(typed)
    assert (reading.normalised, reading.kind, reading.problems) == (normalised, kind, ())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("66667777", "area_code"),
        ("1381234567", "length"),
        ("138123456789", "length"),
        ("13812345678、13912345678", "several"),
        ("13812345678（儿子）", "several"),
        ("找隔壁老王", "form"),
    ],
)
def test_odd_numbers_are_kept_with_a_hint(typed: str, code: str) -> None:
    reading = read_phone(typed)
    assert reading.normalised == typed
    assert [(problem.code, problem.blocking) for problem in reading.problems] == [(code, False)]


def test_the_first_of_several_numbers_is_offered() -> None:
    assert read_phone("张三13812345678，李四13912345678").problems[0].suggestion == "13812345678"


phone_like = st.text(
    alphabet=st.one_of(st.sampled_from("0123456789+-()（） 转,"), st.characters(codec="utf-8")), max_size=25
)


@given(phone_like)
def test_any_text_can_be_read_and_reading_again_changes_nothing(text: str) -> None:
    reading = read_phone(text)
    again = read_phone(reading.normalised)
    assert (again.normalised, again.kind) == (reading.normalised, reading.kind)
