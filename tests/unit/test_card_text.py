from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import card_text
from app.domain.petitioner import DocumentKind, Sex

TODAY = date(2026, 11, 25)
NUMBER = "11010519491231002X"
ADDRESS = "某省某某县城关镇法院路1号"
LABELLED = f"姓名：张三\n性别：女\n民族：汉\n出生：1949年12月31日\n住址：{ADDRESS}\n公民身份号码：{NUMBER}\n"
LINES = f"张三\n女\n汉\n1949-12-31\n{ADDRESS}\n{NUMBER}\n某某县公安局\n2006.01.15-长期\n"


def fixed(name: str = "张三", sex: str = "2", nation: str = "01", end: str = "长期") -> str:
    return (
        name.ljust(15)
        + sex
        + nation
        + "19491231"
        + ADDRESS.ljust(35)
        + NUMBER
        + "某某县公安局".ljust(15)
        + "20060115"
        + end.ljust(8)
        + " " * 18
    )


@pytest.mark.parametrize(
    "text",
    [
        LABELLED,
        LABELLED.replace("：", ":").replace("\n", "\r\n"),
        LABELLED.replace("\n", "  "),
        LABELLED.replace("：", "\t"),
        LINES,
        LINES.replace("\n", "|"),
        LINES.replace("\n", "\t"),
        LINES.replace("\n", ","),
        fixed(),
    ],
    ids=["lines with labels", "ascii colons", "one line", "tabs", "bare lines", "bars", "tab apart", "commas", "fixed"],
)
def test_every_way_a_reader_writes_gives_the_same_card(text: str) -> None:
    reading = card_text.read(text, TODAY)
    assert (reading.name, reading.sex, reading.nation) == ("张三", Sex.FEMALE, "汉")
    assert reading.birth_date == date(1949, 12, 31)
    assert reading.address == ADDRESS
    assert reading.document_number == NUMBER
    assert reading.document_kind is DocumentKind.RESIDENT_ID
    assert reading.problems == ()
    assert reading.verdict == "格式校验通过"
    if "公安局" in text:
        assert (reading.issuer, reading.valid_from, reading.long_term) == ("某某县公安局", date(2006, 1, 15), True)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["张三", "李㛃", "王\ue1a3某", "赵䶮", "买买提艾力·阿卜杜热合曼"])
@pytest.mark.parametrize("form", ["labelled", "lines", "fixed"])
def test_rare_and_private_use_names_survive_every_encoding(encoding: str, name: str, form: str) -> None:
    text = {"labelled": LABELLED, "lines": LINES, "fixed": fixed(name.ljust(2))}[form].replace("张三", name)
    if form == "fixed":
        text = fixed(name)
    reading = card_text.read_bytes(text.encode(encoding), TODAY)
    assert reading.name == name
    assert reading.document_number == NUMBER
    assert reading.address == ADDRESS


def test_a_wrong_number_is_said_and_never_called_passed() -> None:
    reading = card_text.read(LABELLED.replace("002X", "0021"), TODAY)
    assert reading.found
    assert reading.verdict != "格式校验通过"
    assert any(problem.blocking for problem in reading.problems)


def test_what_disagrees_with_the_number_is_said_but_kept_as_written() -> None:
    reading = card_text.read(LABELLED.replace("女", "男").replace("12月31日", "12月30日"), TODAY)
    assert (reading.sex, reading.birth_date) == (Sex.MALE, date(1949, 12, 30))
    assert [problem.code for problem in reading.problems] == ["birth_differs", "sex_differs"]


def test_a_number_alone_fills_birth_and_sex() -> None:
    reading = card_text.read(f"  {NUMBER.lower()} ", TODAY)
    assert (reading.document_number, reading.birth_date, reading.sex) == (NUMBER, date(1949, 12, 31), Sex.FEMALE)
    assert reading.name == ""


def test_an_address_on_two_lines_is_one_address() -> None:
    text = LABELLED.replace("城关镇", "\n城关镇")
    assert card_text.read(text, TODAY).address == ADDRESS


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("某某县城关镇\n  12号楼", "某某县城关镇12号楼"),
        ("某某县城关镇1\n2号楼", "某某县城关镇12号楼"),
        ("某某县城关镇A\n座3层", "某某县城关镇A座3层"),
        ("某某县\n城关镇\n一村", "某某县城关镇一村"),
        ("12 Green\nStreet", "12 Green Street"),
    ],
)
def test_a_line_break_in_a_chinese_address_becomes_no_space(typed: str, address: str) -> None:
    assert card_text.read(LABELLED.replace(ADDRESS, typed), TODAY).address == address


def test_the_kind_follows_the_number() -> None:
    permit = card_text.read("姓名：陈某\n证件号码：810000199408230021", TODAY)
    assert permit.document_kind is DocumentKind.RESIDENCE_PERMIT
    card = card_text.read("姓名：Smith John\n证件号码：911124198108030024", TODAY)
    assert card.document_kind is DocumentKind.PERMANENT_RESIDENT_CARD
    assert card.name == "Smith John"


def test_ethnic_codes_are_words() -> None:
    assert card_text.nation_name("05") == "维吾尔"
    assert card_text.nation_name("蒙古族") == "蒙古"
    assert card_text.nation_name("火星") == ""
    assert card_text.read(fixed(nation="11"), TODAY).nation == "满"


def test_text_without_a_card_is_not_a_card() -> None:
    for text in ("", "   ", "来访人反映判决没有执行。", "0371-12345678"):
        reading = card_text.read(text, TODAY)
        assert not reading.found
        assert reading.verdict == "没有读到证件号码"


def test_a_broken_character_is_said() -> None:
    broken = LABELLED.encode("gb18030").replace("张".encode("gb18030"), b"\xff")
    assert "undecoded" in {problem.code for problem in card_text.read_bytes(broken, TODAY).problems}


def test_no_word_claims_that_anybody_was_verified() -> None:
    readings = [card_text.read(text, TODAY) for text in (LABELLED, LINES, "", LABELLED.replace("002X", "0021"))]
    words = "".join(one.verdict + "".join(problem.message for problem in one.problems) for one in readings)
    assert "核验" not in words
    assert "已核实" not in words
    assert "身份已" not in words


@given(st.binary(max_size=600))
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    reading = card_text.read_bytes(data, TODAY)
    assert reading.verdict


@given(st.text(max_size=300), st.sampled_from(["", LABELLED, LINES, fixed()]), st.integers(0, 200))
def test_any_text_is_read_without_an_exception(text: str, base: str, place: int) -> None:
    reading = card_text.read(base[:place] + text + base[place:], TODAY)
    assert isinstance(reading.person().name, str)


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=4).filter(
        lambda name: not any(part in name for part in ("男", "女", "公安", "分局"))
    )
)
def test_a_labelled_name_comes_back_as_it_was(name: str) -> None:
    assert card_text.read(LABELLED.replace("张三", name), TODAY).name == name
