"""Covers from layouts: every place as the data says, every size, an office's own layout, overprint."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import pytest
import segno
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.cover_layout import CODES, FIELDS, SHIPPED, problems
from app.domain.dossier_paper import PAPER_MM, CoverLayout, CoverPlace, DossierCover, PaperSize
from app.domain.errors import Refused
from app.domain.overprint import Overprint
from app.printing.codes import qr_rows
from app.printing.fonts import missing_glyphs
from app.printing.pack import Section, render_pack
from tests.visual import pages
from tests.visual.dossier_records import pack, volume
from tests.visual.records import CASES, COURT, NUMBER, RARE_NAMES, cover
from tests.visual.test_forms import read

COVER_ONLY = frozenset({Section.COVER})
EXAMPLES = int(os.environ.get("XINFANG_COVER_EXAMPLES", "60"))


def dossier_cover(**changes: object) -> DossierCover:
    return DossierCover(cover(**changes), "Z109", "3", "29", "陈喆", "李院长", date(2026, 12, 1))


def printed(
    cover_record: DossierCover, layout: CoverLayout | None = None, overprint: Overprint | None = None, **changes: object
) -> bytes:
    made = pack(volumes=(replace(volume(), cover=cover_record),), layout=layout or CoverLayout(), **changes)
    over = {Section.COVER: overprint} if overprint else None
    return render_pack(made, sections=COVER_ONLY, overprints=over)


@pytest.mark.parametrize("size", list(PaperSize))
def test_the_shipped_layouts_have_no_problem(size: PaperSize) -> None:
    assert problems(size, SHIPPED[size]) == ()
    shown = {place.field for place in SHIPPED[size]}
    assert shown - {""} <= set(FIELDS)


@pytest.mark.parametrize("size", list(PaperSize))
def test_every_place_stands_where_the_layout_says(size: PaperSize) -> None:
    pdf = printed(dossier_cover(), CoverLayout(size, holes=False))
    boxes = pages.paths(pdf)
    framed = [place for place in SHIPPED[size] if place.frame]
    for place in framed:
        label = pages.lines(pdf, "".join(place.label.split()))
        middle = (label.top + label.bottom) / 2
        assert middle == pytest.approx(place.y + place.height / 2, abs=0.5), place
        assert place.x < label.left < label.right < place.x + place.label_width
    levels = {round(box.top, 1) for box in boxes if box.bottom - box.top < 0.5 and box.right - box.left > 60}
    for place in framed[1:]:
        assert any(abs(level - place.y) <= 0.5 for level in levels), place
    square = next(place for place in SHIPPED[size] if place.field == "qr")
    found = min(boxes, key=lambda box: abs(box.left - square.x) + abs(box.top - square.y))
    assert (found.left, found.top) == pytest.approx((square.x, square.y), abs=0.5)
    assert (found.right, found.bottom) == pytest.approx((square.x + square.width, square.y + square.height), abs=0.5)


@pytest.mark.parametrize("size", list(PaperSize))
@pytest.mark.parametrize("words", ["涉诉信访卷宗", "（正卷）", "本卷共2册"])
def test_headings_have_their_base_line_size_and_middle(size: PaperSize, words: str) -> None:
    pdf = printed(dossier_cover(), CoverLayout(size))
    place = {
        "涉诉信访卷宗": next(one for one in SHIPPED[size] if one.label == "涉诉信访卷宗"),
        "（正卷）": next(one for one in SHIPPED[size] if one.field == "part"),
        "本卷共2册": next(one for one in SHIPPED[size] if one.field == "volumes"),
    }[words]
    found = pages.origin(pdf, words[:2])
    assert (found.base, found.size) == (pytest.approx(place.y, abs=0.5), pytest.approx(place.points, abs=0.1))


@pytest.mark.parametrize("size", list(PaperSize))
def test_codes_read_and_say_volume_and_archival_code(size: PaperSize) -> None:
    pdf = printed(dossier_cover(), CoverLayout(size), archive_code="Z109-2026-D60-0029")
    assert read(pages.pictures(pdf, 200)[0], zxingcpp.BarcodeFormat.QRCode) == [f"{NUMBER}|1"]
    assert read(pages.pictures(pdf, 300)[0], zxingcpp.BarcodeFormat.Code128) == ["Z109-2026-D60-0029"]


@pytest.mark.parametrize("code", ["档号〔2026〕1", "Z" * 80, ""])
def test_what_cannot_be_a_bar_code_is_left_out_or_replaced(code: str) -> None:
    pdf = printed(dossier_cover(), archive_code=code)
    found = read(pages.pictures(pdf, 300)[0], zxingcpp.BarcodeFormat.Code128)
    assert found == ([] if len(code) == 80 else ["XF2026000029"])


def test_many_numbers_read_although_the_mask_is_fixed() -> None:
    for number in range(1, 2000, 97):
        words = f"（{2020 + number % 9}）某{number:04d}信访{number}号"
        record = replace(volume(), qr_text=f"{words}|{number % 7 + 1}")
        image = pages.pictures(render_pack(pack(volumes=(record,)), sections=COVER_ONLY), 200)[0]
        assert read(image, zxingcpp.BarcodeFormat.QRCode) == [record.qr_text]


@given(
    st.lists(st.text(st.sampled_from("0123456789|（）信访号𬱖aZ"), min_size=1, max_size=40), min_size=1, max_size=4),
    st.integers(0, 9999),
)
@settings(max_examples=150, deadline=None)
def test_a_code_made_from_its_neighbour_is_the_code(texts: list[str], first: int) -> None:
    for words in texts:
        for number in range(first, first + 3):
            text = f"{words}{number:04d}"
            code = segno.make_qr(text.encode(), error="m", mode="byte", boost_error=False, mask=3)
            assert qr_rows(text) == [bytes(row) for row in code.matrix]


@pytest.mark.parametrize("size", list(PaperSize))
def test_all_values_come_back_exactly(size: PaperSize) -> None:
    record = dossier_cover(petitioner="、".join(RARE_NAMES[:6]), case_numbers=CASES[:2])
    words = pages.packed(printed(record, CoverLayout(size)))
    for value in (*RARE_NAMES[:6], COURT, NUMBER, *CASES[:2], "陈喆", "Z109", "2026年12月1日", "共128页"):
        assert value in words
    assert "李院长" not in words, "the lead official is on a cover only when the office puts the field there"


def test_an_office_may_place_and_word_everything_on_its_own() -> None:
    own = (
        CoverPlace("", "来信来访案卷", 40, 60, 140, "hei_bold", 30, "centre"),
        CoverPlace("lead_official", "包案：", 40, 90, 100, "kai", 16),
        CoverPlace("petitioner", "当事人", 40, 100, 120, "song", 14, height=20, label_width=30, frame=True),
        CoverPlace("court_name", "", 170, 100, 12, "song_bold", 16, height=120, vertical=True),
        CoverPlace("number", "", 40, 140, 120, "song", 12, "right"),
    )
    assert problems(PaperSize.A4, own) == ()
    pdf = printed(dossier_cover(), CoverLayout(PaperSize.A4, own))
    words = pages.packed(pdf)
    assert "包案：李院长" in words
    assert "涉诉信访卷宗" not in words
    assert pages.lines(pdf, "来信来访案卷").left > 40
    assert pages.origin(pdf, "包案").base == pytest.approx(90, abs=0.5)
    assert pages.lines(pdf, NUMBER).right == pytest.approx(160, abs=0.8)
    assert pages.lines(pdf, COURT).bottom - pages.lines(pdf, COURT).top > 50
    assert pages.lines(pdf, "当事人").left > 40


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (CoverPlace("id_card", "", 30, 50, 50), "没有这个字段"),
        (CoverPlace("", "", 30, 50, 50), "既没有字段也没有文字"),
        (CoverPlace("number", "", 20, 50, 50), "装订区"),
        (CoverPlace("number", "", 180, 50, 50), "超出了纸张"),
        (CoverPlace("number", "", 30, 50, 50, "comic"), "不在可选之列"),
        (CoverPlace("number", "", 30, 50, 50, points=90), "字号"),
        (CoverPlace("number", "", 30, 50, 50, align="middle"), "对齐"),
        (CoverPlace("number", "", 30, 50, 3), "宽度"),
        (CoverPlace("number", "", 40, 251, 50), "重叠"),
    ],
)
def test_a_layout_that_cannot_be_used_is_explained(place: CoverPlace, words: str) -> None:
    other = CoverPlace("matter", "", 30, 250, 100)
    assert any(words in problem for problem in problems(PaperSize.A4, (other, place)))


def test_a_place_that_is_not_shipped_is_drawn_for_every_field() -> None:
    for field in FIELDS.keys() - CODES:
        own = (CoverPlace(field, "标签：", 40, 60, 140),)
        assert "标签：" in pages.packed(printed(dossier_cover(), CoverLayout(PaperSize.A4, own)))


# Overprint


def test_overprint_prints_the_fields_only_and_in_the_same_places() -> None:
    plain = printed(dossier_cover(), CoverLayout(holes=False))
    over = printed(dossier_cover(), CoverLayout(holes=False), Overprint(fields_only=True))
    words = pages.packed(over)
    for label in ("信访人", "保管期限", "涉诉信访卷宗", "全宗号", "编号："):
        assert label not in words.replace("信访人员", "")
    for value in ("张三", "息诉罢访", "2026年9月2日", "Z109"):
        assert value in words
        one, other = pages.lines(plain, value), pages.lines(over, value)
        assert (one.left, one.top) == pytest.approx((other.left, other.top), abs=0.5)
    assert len(pages.paths(over)) == 2, "the two codes"


@pytest.mark.parametrize(("right", "down"), [(0, 0), (15, -23), (-7, 12), (300, 300)])
def test_offsets_move_everything_by_tenths_of_a_millimetre(right: int, down: int) -> None:
    still = pages.lines(printed(dossier_cover(), overprint=Overprint(True)), "息诉罢访")
    moved = pages.lines(printed(dossier_cover(), overprint=Overprint(True, right, down)), "息诉罢访")
    assert (moved.left - still.left, moved.top - still.top) == pytest.approx((right / 10, down / 10), abs=0.02)


@pytest.mark.parametrize("offset", [301, -301, 10_000])
def test_offsets_beyond_3_cm_are_refused(offset: int) -> None:
    with pytest.raises(Refused, match="偏移量"):
        Overprint(True, offset, 0)


# Any cover

NAME = st.text(
    st.one_of(st.sampled_from("张王李赵𬱖㛃𠅤䶮𫖯𪩘喆堃·"), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)),
    min_size=1,
    max_size=40,
)
CASE = st.builds(
    lambda year, court, kind, number: f"（{year}）{court}{kind}{number}号",
    st.integers(1990, 2030),
    st.sampled_from(["某0123", "最高法", "某01", "某某铁路"]),
    st.sampled_from(["民初", "执恢", "行申", "刑终"]),
    st.integers(1, 99999),
)


@given(
    size=st.sampled_from(list(PaperSize)),
    name=NAME,
    handler=NAME,
    receptionist=NAME,
    matter=st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=60),
    cases=st.lists(CASE, max_size=12).map(tuple),
    others=st.integers(0, 300),
)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_cover_is_whole_and_nothing_overlaps(
    size: PaperSize, name: str, handler: str, receptionist: str, matter: str, cases: tuple[str, ...], others: int
) -> None:
    """Names of 1 to 40 characters, 0 to 12 case numbers.

    60 examples in the suite; XINFANG_COVER_EXAMPLES=10000 draws the full count.
    """
    shown = f"{name}等{others}人" if others > 1 else name
    facts = cover(petitioner=shown, handler=handler, matter=matter, case_numbers=cases)
    record = replace(dossier_cover(), facts=facts, receptionist=receptionist)
    assert not missing_glyphs(shown + handler + receptionist + matter)
    pdf = printed(record, CoverLayout(size))
    words = pages.packed(pdf)
    for value in (shown, handler, receptionist, matter):
        assert value in words
    assert "〓" not in words
    width, height = PAPER_MM[size]
    cells = [place for place in SHIPPED[size] if place.frame]
    for _, box in pages.characters(pdf):
        assert 25 <= box.left < box.right <= width - 4, box
        middle, centre = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        for place in cells:
            if place.x <= middle < place.x + place.width and place.y <= centre < place.y + place.height:
                left = place.x if middle < place.x + place.label_width else place.x + place.label_width
                right = place.x + place.label_width if middle < place.x + place.label_width else place.x + place.width
                assert left - 0.05 <= box.left < box.right <= right + 0.05, (box, place)
                assert place.y - 0.05 <= box.top < box.bottom <= place.y + place.height + 0.05, (box, place)
        assert 3 <= box.top < box.bottom <= height - 3, box
