"""信函 and 办理表单 on paper: GB/T 9704-2012 §10.1 within half a millimetre, everything there, the same every time."""

from __future__ import annotations

import ctypes
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from app.domain.paper import LetterRecord, Marks, PaperRecord, SheetRow
from app.printing.fonts import Face, text_width
from app.printing.half_sheet import CUT
from app.printing.issue import file_title, paper_size, render
from app.printing.letter import OFFICIAL
from app.printing.page import A4, HOLE_X, HOLE_Y
from app.printing.preview import Pages
from app.printing.type_setting import NEVER_FIRST, NEVER_LAST
from tests.visual import pages
from tests.visual.letter_records import FULL, LETTER_NUMBER, letter, sheet
from tests.visual.records import COURT, RARE_NAMES
from tests.visual.test_forms import WORDS
from tests.visual.test_visitor_forms import sizes

LONG = tuple(f"第{place}段：{FULL}。" for place in range(170))
PAPERS: dict[str, PaperRecord] = {
    "letter": letter(),
    "long letter": letter(paragraphs=LONG, marks=Marks(practice=True, reprint=True)),
    "bare letter": letter(number="", addressee="", contact="", stub=(), receipt=(), paragraphs=("准予备案。",)),
    "large letter": letter(large=True),
    "sheet": sheet(),
    "long sheet": sheet(rows=(SheetRow("查明的事实", "\n".join(LONG), 6), SheetRow("处理意见", "", 4))),
}
LETTERS = [name for name in PAPERS if "letter" in name]


@pytest.fixture(scope="module", params=sorted(PAPERS))
def paper(request: pytest.FixtureRequest) -> PaperRecord:
    return PAPERS[request.param]


def count(pdf: bytes) -> int:
    with Pages(pdf) as document:
        return document.count


def rules(pdf: bytes, index: int = 0) -> list[pages.Box]:
    """The double rules of a page, the upper lines' and the lower lines' box in one."""
    return [box for box in pages.paths(pdf, index) if box.right - box.left > 165]


def text_of(pdf: bytes, index: int) -> str:
    document = pypdfium2.PdfDocument(pdf)
    words: str = document[index].get_textpage().get_text_bounded()
    document.close()
    return "".join(words.split())


def on_page(pdf: bytes, index: int) -> list[pages.Box]:
    return [box for page, box in pages.characters(pdf) if page == index]


def edge(pdf: bytes, words: str, index: int = 0) -> float:
    """Where the first character of these words begins, its own side bearing included."""
    document = pypdfium2.PdfDocument(pdf)
    text_page = document[index].get_textpage()
    joined = "".join(chr(raw.FPDFText_GetUnicode(text_page, place)) for place in range(text_page.count_chars()))
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page, joined.index(words), x, y)
    text_page.close()
    document.close()
    return float(x.value * pages.MM)


# The first page of a letter


@pytest.mark.parametrize("court", [COURT, "某县人民法院", "某某某某某某自治州某某某某自治县人民法院"])
def test_the_courts_name_and_the_first_rule_stand_where_they_shall(court: str) -> None:
    pdf = render(letter(court_name=court, signed=court))
    name = pages.lines(pdf, court)
    assert name.top == pytest.approx(30, abs=0.5)
    assert (name.left + name.right) / 2 == pytest.approx(105, abs=0.8)
    upper = min(rules(pdf), key=lambda box: box.top)
    assert upper.top - name.bottom == pytest.approx(4, abs=0.5)
    assert (upper.left, upper.right) == pytest.approx((20, 190), abs=0.5)


def test_the_second_rule_is_20_mm_from_the_bottom_and_only_on_the_first_page() -> None:
    pdf = render(PAPERS["long letter"])
    lower = max(rules(pdf), key=lambda box: box.top)
    assert A4[1] - lower.top == pytest.approx(20, abs=0.5)
    assert (lower.left, lower.right) == pytest.approx((20, 190), abs=0.5)
    assert rules(pdf, 1) == []


def test_the_rules_are_red_and_thick_over_thin_then_thin_over_thick() -> None:
    with Pages(render(letter())) as document:
        image = document.image(0, 600)
    dot = 25.4 / 600
    column = image.width // 2
    reds: list[list[float]] = [[], []]
    for line in range(image.height):
        start = (line * image.width + column) * 4
        red, green, blue = image.rgba[start], image.rgba[start + 1], image.rgba[start + 2]
        if red > 200 and green < 80 and blue < 80:
            y = line * dot
            if 35 < y < 60 and y > 30 + 12:
                reds[0].append(y)
            elif y > 270:
                reds[1].append(y)
    first, second = (_runs(one, dot) for one in reds)
    assert len(first) >= 2
    assert len(second) == 2
    assert first[-2] > 2 * first[-1]
    assert second[1] > 2 * second[0]


def _runs(levels: list[float], dot: float) -> list[float]:
    """Heights of unbroken runs of dots."""
    heights: list[float] = []
    before = None
    for y in levels:
        if before is not None and y - before < 1.5 * dot:
            heights[-1] += dot
        else:
            heights.append(dot)
        before = y
    return heights


def test_the_number_is_flush_right_below_the_rule() -> None:
    pdf = render(letter())
    box = pages.lines(pdf, LETTER_NUMBER)
    rule = min(rules(pdf), key=lambda one: one.top)
    assert box.right == pytest.approx(184, abs=0.8)
    assert box.top - rule.bottom == pytest.approx(7 / 8 * OFFICIAL.em, abs=1.6)  # the rule's box is its upper line


def test_the_text_stands_on_the_grid_of_22_lines_of_28_characters() -> None:
    pdf = render(letter(paragraphs=(FULL * 20,), contact="", stub=(), receipt=()))
    lines: dict[float, list[pages.Box]] = {}
    for box in on_page(pdf, 1):
        base = round((box.top + box.bottom) / 2 / (225 / 22)) * (225 / 22)
        lines.setdefault(base, []).append(box)
    full = [one for one in lines.values() if len(one) == 28]
    assert len(full) > 15
    for one in full:
        assert one[0].left == pytest.approx(28.5, abs=0.8)
        assert one[-1].right == pytest.approx(183.5, abs=0.8)
        middle = [(box.left + box.right) / 2 for box in one]
        assert all(after - before == pytest.approx(156 / 28, abs=0.9) for before, after in pairwise(middle))
    middles = sorted(sum(box.top + box.bottom for box in one) / 2 / len(one) for one in full)
    steps = [after - before for before, after in pairwise(middles)]
    assert all(step == pytest.approx(225 / 22, abs=0.4) for step in steps)
    assert edge(pdf, "".join(box.words for box in full[0][:6]), 1) == pytest.approx(28, abs=0.1)
    place = pages.origin(pdf, "经承办人")
    assert place.size == pytest.approx(15.79, abs=0.02)
    assert len({round(box.bottom / 10.227) for box in on_page(pdf, 1) if box.bottom < 262}) == 22


def test_title_addressee_and_paragraphs_are_where_an_official_letter_has_them() -> None:
    pdf = render(letter())
    title = pages.lines(pdf, "督办函")
    assert pages.origin(pdf, "督办函").size == pytest.approx(22, abs=0.1)
    assert (title.left + title.right) / 2 == pytest.approx(106, abs=0.8)
    number = pages.lines(pdf, LETTER_NUMBER)
    assert (title.top - number.bottom) / OFFICIAL.pitch == pytest.approx(2, abs=0.6)
    assert edge(pdf, "执行局：") == pytest.approx(28, abs=0.1)
    for words in ("仇某某反映", "一、事由", "二、要求", "查清被执行人"):
        assert edge(pdf, words) == pytest.approx(28 + 2 * OFFICIAL.em, abs=0.1), words


def test_the_date_ends_four_characters_in_and_the_name_is_centred_over_it() -> None:
    for signed in (COURT, "某县人民法院"):
        pdf = render(letter(court_name="某某法院", signed=signed, paragraphs=("准予备案。",), contact="此处"))
        day = pages.lines(pdf, "2026年4月21日")
        name = pages.lines(pdf, signed)
        begins = edge(pdf, "2026年4月21日")
        width = text_width("2026年4月21日", Face.FANGSONG, OFFICIAL.size)
        assert begins + width == pytest.approx(184 - 4 * OFFICIAL.em, abs=0.1)
        assert (name.left + name.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=0.9)
        assert day.top - name.top == pytest.approx(OFFICIAL.pitch, abs=0.6)


def test_the_first_page_has_no_number_and_the_others_have_theirs_outside() -> None:
    pdf = render(letter(paragraphs=LONG[:40], stub=(), receipt=()))
    assert "—1—" not in text_of(pdf, 0)
    for index in range(1, count(pdf)):
        assert f"—{index + 1}—" in text_of(pdf, index)
        dashes = [box for box in on_page(pdf, index) if box.words == "—" and box.top > 260]
        assert (dashes[0].top + dashes[0].bottom) / 2 == pytest.approx(269, abs=0.6)
        em = 14 * 25.4 / 72
        if (index + 1) % 2:
            assert dashes[1].right == pytest.approx(184 - em, abs=0.9)
        else:
            assert dashes[0].left == pytest.approx(28 + em, abs=0.9)


# What must hold


def test_twenty_pages_lose_nothing_and_the_signature_never_stands_alone() -> None:
    pdf = render(PAPERS["long letter"])
    words = pages.packed(pdf)
    assert count(pdf) >= 20
    assert all(one in re.sub(r"—\d+—|演练非正式|补打", "", words) for one in LONG)
    for lines in range(1, 30):
        short = render(letter(paragraphs=("正文。",) * lines, stub=(), receipt=(), contact=""))
        last = text_of(short, count(short) - 1)
        assert "2026年4月21日" in last
        assert "正文" in last
        assert pages.packed(short).count("正文。") == lines


def test_a_heading_is_never_left_behind_at_the_foot_of_a_page() -> None:
    for lines in range(1, 24):
        pdf = render(letter(paragraphs=(*("正文。",) * lines, "二、要求", "按期办结。"), stub=(), receipt=()))
        for index in range(count(pdf)):
            assert not text_of(pdf, index).removesuffix(f"—{index + 1}—").endswith("二、要求")


def test_lines_keep_the_rules_of_punctuation() -> None:
    pdf = render(
        letter(paragraphs=("根据《信访工作条例》（以下简称“条例”），查明：该款，已付。" * 30,), stub=(), receipt=())
    )
    lines: dict[tuple[int, int], list[pages.Box]] = {}
    for page, box in pages.characters(pdf):
        if 37 < box.bottom < 262:
            lines.setdefault((page, round((box.top - 37) // OFFICIAL.pitch)), []).append(box)
    body = [sorted(line, key=lambda box: box.left) for line in lines.values() if len(line) > 20]
    assert len(body) > 10
    assert not [line for line in body if line[0].words in NEVER_FIRST]
    assert not [line for line in body if line[-1].words in NEVER_LAST]


@pytest.mark.parametrize("name", RARE_NAMES)
def test_rare_names_come_back_from_letters_and_sheets(name: str) -> None:
    assert f"{name}：" in pages.text(render(letter(addressee=f"{name}：")))
    assert name in pages.text(render(letter(paragraphs=(f"{name}反映的信访事项，现答复如下。",))))
    assert name in pages.text(render(sheet(rows=(SheetRow("信访人", name), SheetRow("诉求", f"{name}请求", 3)))))


def test_a_long_addressee_and_a_long_title_are_broken_and_whole() -> None:
    many = "、".join(f"第{place}民事审判庭" for place in range(1, 15)) + "："
    title = "关于商请配合处理某某镇某某村等十七户村民反映房屋买卖合同纠纷执行问题的函"
    pdf = render(letter(addressee=many, title=title))
    assert many in pages.packed(pdf)
    assert title in pages.packed(pdf)
    for _, box in pages.characters(pdf):
        assert 20 <= box.left < box.right <= 193, box


def test_attachments_are_listed_below_the_text_without_full_stops() -> None:
    words = pages.packed(render(letter(attachments=("督办事项清单。", "来信复印件"))))
    assert "附件：1．督办事项清单2．来信复印件" in words
    assert "附件：督办事项清单" in pages.packed(render(letter(attachments=("督办事项清单",))))


# Half sheets


def test_stub_and_receipt_are_halves_of_one_page_with_the_same_number() -> None:
    pdf = render(letter())
    last = count(pdf) - 1
    boxes = on_page(pdf, last)
    words = text_of(pdf, last)
    assert words.count(LETTER_NUMBER) == 2
    assert words.index("督办函（存根）") < words.index("签收回执")
    assert "骑缝" in words
    assert "盖章" in words
    assert A4[1] / 2 == CUT
    for half, title in ((0.0, "（存根）"), (CUT, "签收回执")):
        there = [box for box in boxes if half < (box.top + box.bottom) / 2 < half + CUT]
        assert title in "".join(box.words for box in there)
        assert max(box.bottom for box in there) < half + CUT
    dashed = [box for box in pages.paths(pdf, last) if box.right - box.left > 180]
    assert [(box.top + box.bottom) / 2 for box in dashed] == pytest.approx([CUT], abs=0.3)


def test_a_letter_without_half_sheets_has_no_such_page() -> None:
    assert count(render(letter(stub=(), receipt=()))) == count(render(letter())) - 1
    assert "存根" not in pages.packed(render(letter(stub=(), receipt=())))


# The large edition


def test_the_large_edition_says_the_same_in_22_points_or_more() -> None:
    record = replace(letter(addressee="仇某某："), large=True)
    pdf = render(record)
    assert min(sizes(pdf)) >= 22
    words = re.sub(r"—\d+—", "", pages.packed(pdf))
    for part in (*record.paragraphs, record.addressee, record.title, LETTER_NUMBER, "2026年4月21日", "000-00001234"):
        assert "".join(part.split()) in words
    assert "存根" not in words
    assert "本件为大字版" in words
    assert file_title(record).endswith("（大字版）")


# Sheets


def test_a_long_sheet_runs_on_with_its_title_and_loses_nothing() -> None:
    pdf = render(PAPERS["long sheet"])
    pages_of_it = count(pdf)
    assert pages_of_it > 5
    for index in range(pages_of_it):
        assert "信访事项阅批单" in text_of(pdf, index)
        assert f"第{index + 1}页共{pages_of_it}页" in text_of(pdf, index)
    assert all(f"第{place}段" in pages.packed(pdf) for place in range(170))


def test_a_row_to_write_in_has_the_room_it_asks_for_and_a_place_to_sign() -> None:
    for lines in (2, 6, 12):
        pdf = render(sheet(rows=(SheetRow("分管院长批示", "", lines), SheetRow("备注", "无"))))
        assert "签名" in text_of(pdf, 0)
        boxes = [box for box in pages.paths(pdf) if box.right - box.left > 160 and box.bottom - box.top < 1]
        levels = sorted(box.top for box in boxes)
        assert levels[1] - levels[0] >= lines * 5.9


def test_a_form_a_little_too_long_is_fitted_to_its_page() -> None:
    rows = (*(SheetRow(f"第{place}栏", FULL, 8) for place in range(4)), SheetRow("院长审批", "", 4))
    assert count(render(sheet(rows=rows))) == 1


@pytest.mark.parametrize("name", ["sheet", "long sheet"])
def test_the_left_25_mm_of_sheets_hold_nothing_but_hole_guides(name: str) -> None:
    for image in pages.pictures(render(PAPERS[name], hole_guides=False), 100):
        assert image.crop((0, 0, int(25 / 25.4 * 100), image.height)).getextrema() == (255, 255)
    guides = [box for box in pages.paths(render(PAPERS[name])) if box.right < 25]
    centres = {(round((box.left + box.right) / 2, 1), round((box.top + box.bottom) / 2, 1)) for box in guides}
    assert centres == {(HOLE_X, y) for y in HOLE_Y}


@pytest.mark.parametrize("name", LETTERS)
def test_text_of_letters_keeps_off_the_binding_edge(name: str) -> None:
    for _, box in pages.characters(render(PAPERS[name])):
        assert box.left > 22, box


# The file


def test_fonts_are_embedded_and_bytes_the_same_every_time(paper: PaperRecord) -> None:
    pdf = render(paper)
    fonts = re.findall(rb"/BaseFont /(\S+)", pdf)
    assert fonts
    assert all(re.match(rb"[A-Z]{6}\+", name) for name in fonts)
    assert len(re.findall(rb"/FontFile2 ", pdf)) == len(fonts)
    assert b"Helvetica" not in pdf
    assert render(paper) == pdf


def test_size_title_and_marks(paper: PaperRecord) -> None:
    assert paper_size(paper) == A4
    document = pypdfium2.PdfDocument(render(paper))
    about = document.get_metadata_dict()
    document.close()
    assert about["Title"] == file_title(paper)
    marked = replace(paper, marks=Marks(practice=True, reprint=True))  # type: ignore[arg-type]
    pdf = render(marked)
    assert pages.text(pdf).count("补打") == pages.text(pdf).count("演练") == count(pdf)


@given(
    court_name=WORDS,
    title=WORDS,
    number=WORDS,
    addressee=WORDS,
    paragraphs=st.lists(WORDS, min_size=1, max_size=6).map(tuple),
    attachments=st.lists(WORDS, max_size=2).map(tuple),
    contact=WORDS,
    stub=st.lists(st.tuples(WORDS, WORDS), max_size=9).map(tuple),
    large=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_any_letter_stays_on_its_paper(**values: object) -> None:
    record: LetterRecord = letter(signed=values["court_name"], day=date(2026, 12, 31), **values)
    for _, box in pages.characters(render(record)):
        assert 19 <= box.left < box.right <= 193, box
        assert 10 <= box.top < box.bottom <= 287, box


@given(
    title=WORDS,
    number=WORDS,
    note=WORDS,
    rows=st.lists(st.builds(SheetRow, WORDS, WORDS, st.integers(1, 40)), min_size=1, max_size=8).map(tuple),
    signatures=st.lists(WORDS, max_size=5).map(tuple),
)
@settings(max_examples=25, deadline=None)
def test_any_sheet_stays_on_its_paper(**values: object) -> None:
    for _, box in pages.characters(render(sheet(**values))):
        assert 27.5 <= box.left < box.right <= 192.7, box
        assert 8 <= box.top < box.bottom <= 292, box
