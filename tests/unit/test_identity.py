from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identity import age_on, read_document
from app.domain.petitioner import DocumentKind, Sex

TODAY = date(2026, 11, 24)
ID = DocumentKind.RESIDENT_ID


def codes(kind: DocumentKind, text: str, today: date | None = TODAY) -> list[str]:
    return [problem.code for problem in read_document(kind, text, today).problems]


@pytest.mark.parametrize(
    "typed",
    ["11010519491231002X", "11010519491231002x", " 110105 19491231 002ｘ", "１１０１０５１９４９１２３１００２Ｘ"],
)
def test_the_sample_of_the_standard_is_read(typed: str) -> None:
    reading = read_document(ID, typed, TODAY)
    assert reading.normalised == "11010519491231002X"
    assert (reading.birth_date, reading.sex, reading.problems) == (date(1949, 12, 31), Sex.FEMALE, ())


def test_the_second_sample_is_read_with_a_hint_about_its_age() -> None:
    reading = read_document(ID, "440524188001010014", TODAY)
    assert (reading.birth_date, reading.sex) == (date(1880, 1, 1), Sex.MALE)
    assert [(problem.code, problem.blocking) for problem in reading.problems] == [("very_old", False)]
    assert read_document(ID, "440524188001010014").problems == ()


def test_fifteen_digits_are_completed() -> None:
    reading = read_document(ID, "110105491231002", TODAY)
    assert reading.normalised == "11010519491231002X"
    assert reading.birth_date == date(1949, 12, 31)
    assert [problem.code for problem in reading.problems] == ["old_number"]
    assert not reading.blocked
    assert read_document(ID, "110105491231998").birth_date == date(1849, 12, 31)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("110105194912310021", "check_digit"),
        ("11010519491331002X", "birth_date"),
        ("110105194902290021", "birth_date"),
        ("110105203012310029", "future_birth"),
        ("99010519491231002X", "wrong_kind"),
        ("16010519491231002X", "province"),
        ("1101051949123100", "length"),
        ("11010519491231002Y", "characters"),
        ("1101051949123100²X", "characters"),
        ("810000199408230021", "wrong_kind"),
        ("张三", "length"),
    ],
)
def test_what_cannot_be_an_identity_number_is_said(typed: str, code: str) -> None:
    reading = read_document(ID, typed, TODAY)
    assert code in [problem.code for problem in reading.problems]
    assert reading.blocked
    assert reading.birth_date is None
    assert reading.sex is Sex.UNKNOWN


def test_residence_permits() -> None:
    for number in ("810000199408230021", "830000199201300022"):
        reading = read_document(DocumentKind.RESIDENCE_PERMIT, number, TODAY)
        assert (reading.problems, reading.sex) == ((), Sex.FEMALE)
    assert codes(DocumentKind.RESIDENCE_PERMIT, "11010519491231002X") == ["prefix"]


def test_permanent_resident_cards_of_both_versions() -> None:
    assert codes(DocumentKind.PERMANENT_RESIDENT_CARD, "USA110195012345") == []
    first17 = "91184019810101001"
    good = [codes(DocumentKind.PERMANENT_RESIDENT_CARD, first17 + last) == [] for last in "0123456789X"]
    assert good.count(True) == 1
    assert codes(DocumentKind.PERMANENT_RESIDENT_CARD, "11010519491231002X") == ["prefix"]


@pytest.mark.parametrize(
    ("kind", "typed", "normalised"),
    [
        (DocumentKind.HK_MACAO_PERMIT, "h12345678", "H12345678"),
        (DocumentKind.HK_MACAO_PERMIT, "M1234567801", "M1234567801"),
        (DocumentKind.TAIWAN_PERMIT, "1234 5678", "12345678"),
        (DocumentKind.TAIWAN_PERMIT, "1234567890(B)", "1234567890B"),
        (DocumentKind.PASSPORT, "e12345678", "E12345678"),
        (DocumentKind.PASSPORT, "EA1234567", "EA1234567"),
        (DocumentKind.CREDIT_CODE, "91350100m000100y43", "91350100M000100Y43"),
        (DocumentKind.OTHER, " 军字第1234567号 ", "军字第1234567号"),
        (DocumentKind.NONE, "anything", ""),
    ],
)
def test_other_documents(kind: DocumentKind, typed: str, normalised: str) -> None:
    reading = read_document(kind, typed, TODAY)
    assert (reading.normalised, reading.problems) == (normalised, ())


@pytest.mark.parametrize("kind", [DocumentKind.HK_MACAO_PERMIT, DocumentKind.TAIWAN_PERMIT, DocumentKind.PASSPORT])
def test_forms_without_a_check_digit_only_hint(kind: DocumentKind) -> None:
    reading = read_document(kind, "12#", TODAY)
    assert [problem.code for problem in reading.problems] == ["form"]
    assert not reading.blocked


def test_an_early_credit_code_may_fail_its_check() -> None:
    reading = read_document(DocumentKind.CREDIT_CODE, "91350211M0000XUF46", TODAY)
    assert [problem.code for problem in reading.problems] == ["check_digit"]
    assert not reading.blocked


def test_a_letter_in_place_of_a_digit_is_offered_corrected() -> None:
    (problem,) = read_document(DocumentKind.CREDIT_CODE, "9135O1OOMOOO1OOY43", TODAY).problems
    assert (problem.blocking, problem.suggestion) == (True, "91350100M000100Y43")


@pytest.mark.parametrize(
    "typed", ["11010519491231002×", "11010519491231OO2X", "l1010519491231002x", "11010519491231002*"]
)
def test_what_looks_like_a_digit_is_offered_as_one(typed: str) -> None:
    (problem,) = read_document(ID, typed, TODAY).problems
    assert (problem.code, problem.blocking, problem.suggestion) == ("characters", True, "11010519491231002X")


@pytest.mark.parametrize("label", ["身份证", "身份证号：", "公民身份号码 ", "居民身份证号码:"])
def test_a_label_before_the_number_is_no_part_of_it(label: str) -> None:
    assert read_document(ID, f"{label}11010519491231002X", TODAY).normalised == "11010519491231002X"


def test_the_organisation_code_inside_has_a_check_of_its_own() -> None:
    assert codes(DocumentKind.CREDIT_CODE, "91350100M000101Y4Q") == ["organisation_digit"]
    assert not read_document(DocumentKind.CREDIT_CODE, "91350100M000101Y4Q").blocked


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(1966, 11, 24), date(2026, 11, 24), 60),
        (date(2027, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_age_changes_on_the_birthday(birth: date, day: date, age: int) -> None:
    assert age_on(birth, day) == age


@given(st.sampled_from(DocumentKind), st.text(max_size=25), st.one_of(st.none(), st.dates()))
def test_any_text_can_be_read_and_reading_again_changes_nothing(
    kind: DocumentKind, text: str, today: date | None
) -> None:
    reading = read_document(kind, text, today)
    assert read_document(kind, reading.normalised, today).normalised == reading.normalised
    assert all(problem.message.endswith("。") for problem in reading.problems)


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(birth: date, sequence: int, place: int, shift: int) -> None:
    first17 = f"410105{birth:%Y%m%d}{sequence:03d}"
    (number,) = [first17 + last for last in "0123456789X" if codes(ID, first17 + last, None) == []]
    if number[place].isdigit():
        wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
        assert read_document(ID, wrong, TODAY).blocked


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (DocumentKind.HK_MACAO_PERMIT, "(号H12345678)"),
        (DocumentKind.RESIDENT_ID, "\U000f0000—\u200d王"),
        (DocumentKind.PASSPORT, "👧（👧\ud800）—\u200d9"),
    ],
)
def test_reading_what_was_normalised_changes_nothing(kind: DocumentKind, text: str) -> None:
    once = read_document(kind, text).normalised
    assert read_document(kind, once).normalised == once
