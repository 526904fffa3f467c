"""证件号码的异同与案号的异同: slips, repairs, and every spelling of one case."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from app.domain.case_forms import case_key, same_case
from app.domain.document_forms import DocumentMatch, compare_documents, repairs
from app.domain.identity import read_document
from app.domain.petitioner import DocumentKind

ID = DocumentKind.RESIDENT_ID
SOUND = "11010519491231002X"


def match(one: str, other: str, kind: DocumentKind = ID) -> DocumentMatch:
    found = compare_documents(kind, one, kind, other)
    assert compare_documents(kind, other, kind, one) is found
    return found


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (" 110105-19491231-002x ", DocumentMatch.SAME),
        ("110105491231002", DocumentMatch.SAME),
        ("11010519491231003X", DocumentMatch.DAMAGED),
        ("11010519491213002X", DocumentMatch.DAMAGED),
        ("11010519491132002X", DocumentMatch.DAMAGED),
        ("1101051949123102X", DocumentMatch.DAMAGED),
        ("110105194912310002X", DocumentMatch.DAMAGED),
        ("110105194912310000", DocumentMatch.DAMAGED),
        ("110105491231012", DocumentMatch.MAYBE_DAMAGED),
        ("110105194912310046", DocumentMatch.OTHERS),
        ("440524188001010014", DocumentMatch.OTHERS),
        ("44052418800101001", DocumentMatch.UNLIKE),
        ("", DocumentMatch.UNSAID),
    ],
)
def test_what_two_identity_numbers_say(other: str, expected: DocumentMatch) -> None:
    assert match(SOUND, other) is expected


def test_other_documents() -> None:
    assert match("E12345678", "e1234 5678", DocumentKind.PASSPORT) is DocumentMatch.SAME
    assert match("E12345678", "E12345679", DocumentKind.PASSPORT) is DocumentMatch.MAYBE_DAMAGED
    assert match("E12345678", "EA7654321", DocumentKind.PASSPORT) is DocumentMatch.OTHERS
    assert compare_documents(ID, SOUND, DocumentKind.PASSPORT, "E12345678") is DocumentMatch.UNSAID
    for one, other in (("E123456", "E12345"), ("E12345", "E123456")):
        assert match(one, other, DocumentKind.PASSPORT) is DocumentMatch.OTHERS, (
            "too short for a slip, from either side"
        )
    assert compare_documents(DocumentKind.NONE, SOUND, ID, SOUND) is DocumentMatch.UNSAID


births = st.dates(date(1930, 1, 1), date(2020, 1, 1))


@given(births, st.integers(1, 999), st.integers(0, 16), st.integers(1, 9))
def test_every_single_slip_can_be_counted_back(birth: date, sequence: int, place: int, shift: int) -> None:
    first = f"410105{birth:%Y%m%d}{sequence:03d}"
    number = first + str(ric.calc_check_digit(first + "0"))
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert number in repairs(ID, wrong)
    assert match(number, wrong) is DocumentMatch.DAMAGED
    for one in repairs(ID, wrong):
        assert not any(problem.code == "check_digit" for problem in read_document(ID, one).problems)
    assert repairs(ID, number) == ()


@given(st.sampled_from(DocumentKind), st.text(max_size=22), st.sampled_from(DocumentKind), st.text(max_size=22))
def test_any_text_can_be_compared(kind: DocumentKind, text: str, other: DocumentKind, more: str) -> None:
    assert compare_documents(kind, text, other, more) is compare_documents(other, more, kind, text)
    repairs(kind, text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("(2023)豫0104民初1234号", "〔2023〕豫 0104 民初字第 01234 号", True),
        ("(2023)豫0104民初1234号", "（2023）豫0104民初1234号之一", True),
        ("(2023)豫0104民初1234号", "2023豫0104民初1234", True),
        ("(2012)浦民一(民)初字第123号", "2012浦民一〔民〕初字123号", True),
        ("(2008)执字第12-1号", "(2008)执字第12号", True),
        ("(2023)豫0104民初1234号", "豫0104民初1234号", True),
        ("(2023)豫0104民初1234号", "民初1234号", True),
        ("(2023)豫0104民初1234号", "1234号", False),
        ("(2023)豫0104民初1234号", "(2022)豫0104民初1234号", False),
        ("(2023)豫0104民初1234号", "(2023)豫0104民终1234号", False),
        ("(2023)豫0104民初1234号", "(2023)豫0105民初1234号", False),
        ("郑州那个案子", "郑州那个案子", True),
        ("", "", False),
    ],
)
def test_spellings_of_a_case(one: str, other: str, same: bool) -> None:
    assert same_case(one, other) is same
    assert same_case(other, one) is same


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_a_case(one: str, other: str) -> None:
    assert same_case(one, other) is same_case(other, one)
    assert "（" not in case_key(one)


@pytest.mark.parametrize(
    ("part", "same"),
    [
        ("民初1234号", True),
        ("2023年民初1234号", True),
        ("(2023)民初1234号", True),
        ("豫0104民初1234号", True),
        ("二七法院2023年民初字第1234号", True),
        ("(2022)民初1234号", False),
        ("2022年民初1234号", False),
        ("豫0105民初1234号", False),
        ("京0104民初1234号", False),
        ("豫01民初1234号", False),
        ("民终1234号", False),
        ("1234号", False),
    ],
)
def test_a_part_of_a_number_means_a_case_unless_what_it_says_contradicts(part: str, same: bool) -> None:
    whole = "（2023）豫0104民初1234号"
    assert same_case(part, whole) is same
    assert same_case(whole, part) is same
