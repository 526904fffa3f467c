from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case_number import CaseNumberReading, case_types, local_types, parse
from app.domain.courts import PROVINCES

TODAY = date(2026, 11, 24)


def read(text: str) -> CaseNumberReading:
    return parse(text, TODAY)


def codes(text: str) -> list[str]:
    return [problem.code for problem in read(text).problems]


@pytest.mark.parametrize(
    ("typed", "normalised", "court", "special", "type_code", "number", "suffix"),
    [
        ("(2023)豫0104民初1234号", "（2023）豫0104民初1234号", "豫0104", "", "民初", 1234, ""),
        ("（2019）最高法知民终1号", "（2019）最高法知民终1号", "最高法", "知", "民终", 1, ""),
        ("(2019)沪73知民初12号", "（2019）沪73知民初12号", "沪73", "知", "民初", 12, ""),
        ("〔2022〕兵0101执恢7号", "（2022）兵0101执恢7号", "兵0101", "", "执恢", 7, ""),
        ("(2020)最高法司救访3号", "（2020）最高法司救访3号", "最高法", "", "司救访", 3, ""),
        ("(2021)浙0192民初55号之一", "（2021）浙0192民初55号之一", "浙0192", "", "民初", 55, "一"),
        ("[2021]豫行赔初5号", "（2021）豫行赔初5号", "豫", "", "行赔初", 5, ""),
        ("【2021】豫01行保5号-2", "（2021）豫01行保5号-2", "豫01", "", "行保", 5, "2"),
        ("（２０２３） 豫０１０４ 破申 7 号", "（2023）豫0104破申7号", "豫0104", "", "破申", 7, ""),
        ("(2023)豫01破7号", "（2023）豫01破7号", "豫01", "", "破", 7, ""),
        ("（二〇二三）豫01民终7号", "（2023）豫01民终7号", "豫01", "", "民终", 7, ""),
        ("(2024)最高法刑核12345678号", "（2024）最高法刑核12345678号", "最高法", "", "刑核", 12345678, ""),
        ("案号：﹝2023﹞豫0104民初1234號", "（2023）豫0104民初1234号", "豫0104", "", "民初", 1234, ""),
        ("{2023}豫0104执异3号", "（2023）豫0104执异3号", "豫0104", "", "执异", 3, ""),
        ("《2023》豫0104执异3号之2", "（2023）豫0104执异3号之2", "豫0104", "", "执异", 3, "2"),
    ],
)
def test_numbers_of_the_current_rule(
    typed: str, normalised: str, court: str, special: str, type_code: str, number: int, suffix: str
) -> None:
    reading = read(typed)
    assert reading.normalised == normalised
    assert (reading.court, reading.special, reading.type_code) == (court, special, type_code)
    assert (reading.number, reading.suffix, reading.problems, reading.legacy) == (number, suffix, (), False)
    assert reading.raw == typed


@pytest.mark.parametrize(
    ("typed", "normalised", "number", "suffix"),
    [
        ("(2012)浦民一(民)初字第123号", "（2012）浦民一（民）初字第123号", 123, ""),
        ("(2008)执字第12-1号", "（2008）执字第12-1号", 12, "1"),
        ("（2014）豫法立二民申字第00123号", "（2014）豫法立二民申字第00123号", 123, ""),
        ("1999郑民终字45号", "（1999）郑民终字45号", 45, ""),
    ],
)
def test_older_numbers_are_kept_as_written(typed: str, normalised: str, number: int, suffix: str) -> None:
    reading = read(typed)
    assert (reading.normalised, reading.number, reading.suffix) == (normalised, number, suffix)
    assert reading.legacy
    assert (reading.court, reading.type_code) == ("", "")


@pytest.mark.parametrize(
    ("typed", "code", "suggestion"),
    [
        ("2023豫0104民初1号", "bracket", "（2023）豫0104民初1号"),
        ("(2023豫0104民初1号", "bracket", "（2023）豫0104民初1号"),
        ("2023）豫0104民初1号", "bracket", "（2023）豫0104民初1号"),
        ("2023年豫0104民初1号", "bracket", "（2023）豫0104民初1号"),
        ("(2023)豫0104民初字第1号", "mixed", "（2023）豫0104民初1号"),
        ("(2023)豫0104民初第1号", "mixed", "（2023）豫0104民初1号"),
        ("(2023)豫0104民初001号", "zeros", "（2023）豫0104民初1号"),
        ("(2023)豫0104民初1", "ending", "（2023）豫0104民初1号"),
        ("(2023)豫0104民初1号民事判决书", "extra", "（2023）豫0104民初1号"),
        ("(2023)豫0104民初1号之一民事裁定书", "extra", "（2023）豫0104民初1号之一"),
        ("(2023)豫0104民初1-2号", "suffix_place", "（2023）豫0104民初1号-2"),
        ("(2023)豫0104民初1之一号", "suffix_place", "（2023）豫0104民初1号之一"),
        ("(2023)豫0104民初0号", "zero", ""),
        ("(2023)豫0104民诉前调99号", "local_type", ""),
        ("(2023)豫0104民诉调99号", "local_type", ""),
        ("(2023)豫0104知民诉前调99号", "local_type", ""),
        ("(2023)豫0104名初99号", "unknown_type", ""),
        ("(2031)豫0104民初1号", "future_year", ""),
        ("(2013)豫0104民初1号", "before_rule", ""),
        ("(2018)郑民终字第1号", "old_style", ""),
        ("(1932)郑民终字第1号", "old_year", ""),
    ],
)
def test_slips_are_said_and_never_block(typed: str, code: str, suggestion: str) -> None:
    problems = {problem.code: problem for problem in read(typed).problems}
    assert code in problems
    assert problems[code].suggestion == suggestion
    assert not any(problem.blocking for problem in problems.values())
    if suggestion:
        assert read(typed).normalised == suggestion
        assert codes(suggestion) == []


@pytest.mark.parametrize("typed", ["民初1234", "郑州那个案子", "(23)豫0104民初1号", "(2023)豫010民初1号", "（2023）"])
def test_a_part_of_a_number_is_kept(typed: str) -> None:
    reading = read(typed)
    assert [problem.code for problem in reading.problems] == ["form"]
    assert reading.normalised
    assert reading.describe() == ""


def test_nothing_typed_is_nothing() -> None:
    assert read("  ") == CaseNumberReading("  ", "")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("(2019)豫71行初5号", "行政一审 · 2019年"),
        ("(2019)沪73知民初12号", "民事一审（知识产权专门审判） · 2019年"),
        ("(2008)执字第12-1号", "旧式案号 · 2008年"),
        ("(2023)豫0104名初99号", "2023年"),
    ],
)
def test_the_hint_is_short(typed: str, hint: str) -> None:
    assert read(typed).describe() == hint


def test_documents_of_one_case_share_its_identity() -> None:
    assert read("(2021)浙0192民初55号之一").identity == read("（2021）浙0192民初55号").identity
    assert read("(2021)浙0192民初55号-2").identity == "（2021）浙0192民初55号"


def test_the_table_is_whole() -> None:
    assert len(case_types()) == 131
    assert not set(case_types()) & set(local_types())


@given(
    st.integers(2016, 2026),
    st.sampled_from(PROVINCES),
    st.sampled_from(["", "01", "0104", "73"]),
    st.sampled_from(["", "知"]),
    st.sampled_from(sorted(case_types())),
    st.integers(1, 99_999_999),
)
def test_every_number_of_the_rule_is_read_back(
    year: int, province: str, digits: str, special: str, type_code: str, number: int
) -> None:
    reading = read(f"({year}){province}{digits}{special}{type_code}{number}号")
    assert (reading.year, reading.court, reading.number) == (year, province + digits, number)
    assert (reading.special, reading.type_code, reading.problems) == (special, type_code, ())
    again = read(reading.normalised)
    assert again.normalised == reading.normalised
    assert again.problems == ()


likely = st.text(
    alphabet=st.one_of(st.sampled_from("()（）〔〕[]20123年豫民初执知字第号之一- 零〇"), st.characters(codec="utf-8")),
    max_size=25,
)


@given(likely, st.dates(min_value=date(2000, 1, 1)))
def test_any_text_can_be_read_and_reading_again_changes_nothing(text: str, today: date) -> None:
    reading = parse(text, today)
    assert parse(reading.normalised, today).normalised == reading.normalised
    assert not any(problem.blocking for problem in reading.problems)
    assert all(problem.message.endswith("。") for problem in reading.problems)


def test_a_type_in_traditional_characters_is_that_type() -> None:
    reading = parse("（2023）豫0104執異1號", date(2026, 3, 2))
    assert (reading.normalised, reading.type_code, reading.problems) == ("（2023）豫0104执异1号", "执异", ())


def test_a_dash_beside_a_joiner_is_read_the_same_again() -> None:
    once = parse("👨*5【—\u200d̈", date(2026, 3, 2)).normalised
    assert parse(once, date(2026, 3, 2)).normalised == once


_PARTS_OF_ONE = ("豫9999", "执", "1653")


@pytest.mark.parametrize(
    "year", ["（2023）", "(2023)", "[2023]", "2023", "２０２３", "2023年", "（2023", "二〇二三", "（二〇二三）"]
)
@pytest.mark.parametrize("joiner", ["", " ", "\u3000", "-", ".", "/"])
@pytest.mark.parametrize("end", ["号", "", "号之一", "之一", "之1", "-1", "号-1", "－1", "之一号", "-1号", "（之一）"])
def test_every_way_to_leave_out_brackets_spaces_and_the_last_character_is_read(
    year: str, joiner: str, end: str
) -> None:
    reading = read(joiner.join((year, *_PARTS_OF_ONE)) + end)
    suffix = "" if end in ("号", "") else "一" if "一" in end else "1"
    tail = "" if not suffix else "-1" if "-" in end or "－" in end else f"之{suffix}"
    assert reading.normalised == f"（2023）豫9999执1653号{tail}"
    assert (reading.year, reading.court, reading.type_code, reading.number) == (2023, "豫9999", "执", 1653)
    assert (reading.suffix, reading.identity) == (suffix, "（2023）豫9999执1653号")
    assert not any(problem.blocking for problem in reading.problems)
    assert all(reading.normalised in problem.message for problem in reading.problems)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2023豫9999执1653之一", ["bracket", "ending"]),
        ("(2023)豫9999执1653之一", ["ending"]),
        ("(2023)豫9999执1653号(之一)", ["suffix_bracket"]),
        ("2023-豫9999-执-1653号", ["joined", "bracket"]),
        ("(2023)豫9999执1653民事裁定书", ["extra", "ending"]),
        ("(2023)豫9999执1653号之一", []),
    ],
)
def test_what_was_added_to_a_number_is_said(typed: str, said: list[str]) -> None:
    assert codes(typed) == said


def test_the_suffix_of_an_older_number_without_its_last_character_is_read() -> None:
    reading = read("1999洛民初字第15之一")
    assert (reading.normalised, reading.suffix, reading.legacy) == ("（1999）洛民初字第15号之一", "一", True)
    assert read("(2008)执字第12-1").normalised == "（2008）执字第12-1号"
