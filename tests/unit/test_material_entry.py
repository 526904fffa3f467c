"""The line of papers handed in: what clerks type, and what must hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.intake import Material
from app.domain.material_entry import MOST_PAGES, UNNAMED, read_materials, write_materials
from app.domain.text import clean_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("判决书 6页；申请书 2页", (Material("判决书", 6), Material("申请书", 2))),
        ("判决书6页，申请书2页", (Material("判决书", 6), Material("申请书", 2))),
        ("判决书６页、申请书 ２ 页", (Material("判决书", 6), Material("申请书", 2))),
        ("判决书（共六页）\n身份证复印件一张", (Material("判决书", 6), Material("身份证复印件", 1))),
        ("证据材料 一百零三页", (Material("证据材料", 103),)),
        ("信件：十二页", (Material("信件", 12),)),
        ("照片（正面、背面） 2张", (Material("照片（正面、背面）", 2),)),
        ("判决书 6", (Material("判决书", 6),)),
        ("光盘一张；判决书", (Material("光盘", 1), Material("判决书", 0))),
        ("2023年照片", (Material("2023年照片", 0),)),
        ("《民事判决书》、《执行裁定书》3页", (Material("《民事判决书》", 0), Material("《执行裁定书》", 3))),
        ("6页", (Material(UNNAMED, 6),)),
        ("照片（正面；判决书 2页", (Material("照片（正面", 0), Material("判决书", 2))),
        ("判决书 999999页", (Material("判决书 999999页", 0),)),
        ("收据十十页", (Material("收据十十页", 0),)),
    ],
)
def test_what_clerks_type(text: str, expected: tuple[Material, ...]) -> None:
    assert read_materials(text).materials == expected


def test_says_how_many_papers_and_pages() -> None:
    assert read_materials("判决书 6页；申请书 2页").describe() == "2 件，共 8 页"
    assert read_materials("判决书").describe() == "1 件"
    assert read_materials("").describe() == ""


def test_says_which_paper_has_no_pages() -> None:
    reading = read_materials("判决书 6页；申请书")
    assert [problem.message for problem in reading.problems] == [
        "“申请书”没有写页数，将按未清点登记。写法如：判决书 6页。"
    ]
    assert not reading.problems[0].blocking


def test_says_when_the_name_is_missing() -> None:
    assert "没有名称" in read_materials("6页").problems[0].message
    assert read_materials("材料 6页").problems == ()


@given(st.text())
def test_never_fails_and_never_invents_pages(text: str) -> None:
    for material in read_materials(text).materials:
        assert material.name == clean_line(material.name) != ""
        assert 0 <= material.pages <= MOST_PAGES


@given(st.text(alphabet="判决书页张共一二十百0１9 ；、（）():：-《》\n", max_size=40))
def test_texts_that_look_like_papers_lose_no_word(text: str) -> None:
    kept = "".join(material.name for material in read_materials(text).materials)
    for word in ("判", "决", "书"):
        assert kept.count(word) == text.count(word)


_NAMES = st.text(alphabet="判决书申请信件照片复印", min_size=1, max_size=12)


@given(st.lists(st.builds(Material, _NAMES, st.integers(0, MOST_PAGES)), max_size=8).map(tuple))
def test_what_is_written_reads_back(materials: tuple[Material, ...]) -> None:
    assert read_materials(write_materials(materials)).materials == materials


@given(st.integers(1, 999))
def test_reads_chinese_numbers(pages: int) -> None:
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(pages, 100)
    tens, ones = divmod(rest, 10)
    words = f"{digits[hundreds]}百" if hundreds else ""
    words += f"{digits[tens]}十" if tens else ("零" if hundreds and ones else "")
    words += digits[ones] if ones else ""
    assert read_materials(f"判决书 {words}页").materials == (Material("判决书", pages),)
