"""The pack as one file: order, outline, numbers, two sides, imported pages, the same bytes again."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app.domain.dossier_paper import (
    CoverLayout,
    ImageContent,
    IssuedContent,
    ItemContent,
    OriginalContent,
    Pack,
    PackItem,
    PageStamp,
    PaperSize,
    PdfContent,
    Sides,
    SpineLabel,
)
from app.domain.errors import Cancelled, Refused
from app.domain.overprint import Overprint
from app.domain.paper import Marks
from app.domain.progress import Progress
from app.printing.contents_list import COLUMNS, LAYOUTS
from app.printing.labels import NARROW_SPINE, STRIPS, WIDE_SPINE
from app.printing.pack import (
    FILE,
    Section,
    render_boxes,
    render_calibration,
    render_pack,
    render_seals,
    render_spines,
)
from app.printing.page import FRAME
from app.printing.preview import Pages
from app.printing.remarks_sheet import LAYOUTS as REMARKS
from app.printing.vertical import cells
from tests.visual import pages
from tests.visual.dossier_records import (
    FINGERPRINT,
    TITLE,
    duplex_pack,
    line,
    pack,
    pdf,
    remarks,
    scan,
    spine,
    stamps,
    two_volumes,
    volume,
)
from tests.visual.dossier_records import (
    box as box_label,
)
from tests.visual.records import COURT, NUMBER, registration, slip
from tests.visual.test_dossier_cover import NAME
from tests.visual.test_forms import LONG, read

EXAMPLES = int(os.environ.get("XINFANG_PACK_EXAMPLES", "25"))
ITEMS_ONLY = frozenset({Section.ITEMS})

PACKS: dict[str, Pack] = {
    "simplex": pack(),
    "duplex": duplex_pack(),
    "A5": pack(layout=CoverLayout(PaperSize.A5)),
    "16开": pack(layout=CoverLayout(PaperSize.K16)),
}


def with_items(*content: ItemContent, count: int = 1, **changes: object) -> Pack:
    made = tuple(PackItem(line(place, f"材料{place}"), one, stamps(1, count)) for place, one in enumerate(content, 1))
    return pack(volumes=(volume(items=made),), **changes)


def outline(data: bytes) -> list[tuple[int, str, int]]:
    document = pypdfium2.PdfDocument(data)
    found = [(entry.level, entry.get_title(), entry.get_dest().get_index()) for entry in document.get_toc()]
    document.close()
    return found


def page_words(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    found = []
    for page in document:
        words = page.get_textpage()
        found.append("".join(words.get_text_bounded().split()))
        words.close()
        page.close()
    document.close()
    return found


def ink(image: Image.Image, left: float, top: float, right: float, bottom: float, dpi: int = 100) -> bool:
    """Whether anything is drawn in a rectangle of millimetres."""
    scale = dpi / 25.4
    part = image.crop((round(left * scale), round(top * scale), round(right * scale), round(bottom * scale)))
    low, _ = part.getextrema()
    return bool(low < 200)


# Order and outline


def test_the_pack_lies_in_the_order_of_the_table() -> None:
    titles = [title for _, title, _ in outline(render_pack(pack()))]
    assert titles == [
        "卷宗封面",
        "卷内目录",
        "1．来访登记表",
        "2．登记回执",
        "3．民事判决书",
        "4．身份证复印件",
        "5．送达回证",
        "备考表",
        "卷底",
        "脊背标签",
        "封条",
        "卷盒标签",
    ]


def test_201_pages_are_two_volumes_each_with_cover_contents_and_remarks() -> None:
    data = render_pack(two_volumes())
    found = outline(data)
    tops = [(title, page) for level, title, page in found if level == 0]
    assert [title for title, _ in tops] == [
        "张三信访案卷（正卷）第一册",
        "张三信访案卷（正卷）第二册",
        "脊背标签",
        "封条",
        "卷盒标签",
    ]
    second = tops[1][1]
    assert second == 1 + 1 + 200 + 1 + 1
    words = page_words(data)
    assert "本卷共2册第1册共200页" in words[0]
    assert "本卷共2册第2册共1页" in words[second]
    assert sum("备考表" in text for text in words) == 2
    assert sum("卷内目录" in text for text in words) == 2
    for number, text in enumerate(words[2:202], 1):
        assert text == f"Annexpage{(number - 1) % 20 + 1}{number}"
    covers = pages.pictures(render_pack(two_volumes(), sections=frozenset({Section.COVER})), 200)
    assert [read(image, zxingcpp.BarcodeFormat.QRCode) for image in covers] == [[f"{NUMBER}|1"], [f"{NUMBER}|2"]]
    spines = pages.paths(render_pack(two_volumes(), sections=frozenset({Section.SPINES})))
    lines = sorted(box.left for box in spines)
    assert [round(right - left) for left, right in pairwise(lines)] == [20, 10]


def test_sections_can_be_printed_alone_and_an_export_has_no_loose_labels() -> None:
    titles = [title for _, title, _ in outline(render_pack(pack(), sections=FILE))]
    assert titles[0] == "卷宗封面"
    assert titles[-1] == "卷底"
    assert len(page_words(render_pack(pack(), sections=frozenset({Section.SEALS})))) == 1
    with pytest.raises(Refused, match="没有选中"):
        render_pack(pack(), sections=frozenset())


@pytest.mark.parametrize("name", sorted(PACKS))
def test_fonts_are_embedded_and_the_file_says_what_it_is(name: str) -> None:
    made = replace(PACKS[name], volumes=tuple(replace(one, items=one.items[:2]) for one in PACKS[name].volumes))
    data = render_pack(made)
    fonts = re.findall(rb"/BaseFont ?/(\S+)", data)
    assert fonts
    assert all(re.match(rb"[A-Z]{6}\+", font) for font in fonts)
    assert len(re.findall(rb"/FontFile2 ", data)) == len(fonts)
    document = pypdfium2.PdfDocument(render_pack(PACKS[name]))
    about = document.get_metadata_dict()
    document.close()
    assert (about["Title"], about["Author"], about["Subject"]) == (f"涉诉信访卷宗 {NUMBER}", COURT, NUMBER)


# The same bytes


@pytest.mark.parametrize("name", sorted(PACKS))
def test_the_same_pack_gives_the_same_bytes(name: str) -> None:
    assert render_pack(PACKS[name]) == render_pack(PACKS[name])


def test_the_same_pack_gives_the_same_bytes_in_another_process() -> None:
    here = [hashlib.sha256(render_pack(PACKS[name])).hexdigest() for name in sorted(PACKS)]
    script = (
        "import hashlib\n"
        "from app.printing.pack import render_pack\n"
        "from tests.visual.test_dossier_pack import PACKS\n"
        "for name in reversed(sorted(PACKS)):\n"
        "    print(hashlib.sha256(render_pack(PACKS[name])).hexdigest())\n"
    )
    root = Path(__file__).resolve().parents[2]
    there = subprocess.run(
        [sys.executable, "-c", script], cwd=root, check=True, capture_output=True, text=True, timeout=90
    )
    assert there.stdout.split() == list(reversed(here))


# Numbers and sides


def test_numbers_stand_upper_right_on_fronts_and_upper_left_on_backs() -> None:
    made = duplex_pack()
    data = render_pack(made, sections=ITEMS_ONLY)
    found = [(index, box) for index, box in pages.characters(data) if box.top < 12 and box.bottom < 12]
    stamped = {index: box for index, box in found if box.words.isdigit() and (box.left > 195 or box.right < 15)}
    assert {index: box.words for index, box in stamped.items()} == {
        0: "1",
        2: "2",
        4: "3",
        5: "4",
        6: "5",
        8: "6",
        9: "7",
    }
    for index, box in stamped.items():
        if index % 2:
            assert box.left == pytest.approx(6, abs=0.7)
        else:
            assert box.right == pytest.approx(204, abs=0.7)
        assert box.bottom == pytest.approx(11, abs=0.5)


def test_a_sheet_numbered_once_has_no_number_on_its_back() -> None:
    content = PdfContent(pdf(2), 2)
    item = PackItem(line(1, "判决书"), content, (PageStamp(1), PageStamp(None, back=True)))
    words = page_words(render_pack(pack(sides=Sides.DUPLEX, volumes=(volume(items=(item,)),)), sections=ITEMS_ONLY))
    assert words == ["Annexpage11", "Annexpage2"]


def test_cover_contents_remarks_and_back_are_not_numbered_and_have_empty_backs() -> None:
    data = render_pack(duplex_pack(), sections=FILE)
    words = page_words(data)
    assert len(words) % 2 == 0
    starts = {title: page for _, title, page in outline(data)}
    for title in ("卷宗封面", "卷内目录", "备考表", "卷底"):
        assert starts[title] % 2 == 0
        assert words[starts[title] + 1] == ""
    for title, page in starts.items():
        assert page % 2 == 0, title
    for index, box in pages.characters(data):
        if index in {starts[title] for title in ("卷宗封面", "卷内目录", "备考表", "卷底")}:
            assert not (box.top < 12 and (box.left > 195 or box.right < 15)), box


@pytest.mark.parametrize("name", sorted(PACKS))
def test_nothing_but_guides_stands_at_the_binding_edge(name: str) -> None:
    made = PACKS[name]
    bare = render_pack(made, hole_guides=False)
    for index, image in enumerate(pages.pictures(bare, 100)):
        width, height = image.width / 100 * 25.4, image.height / 100 * 25.4
        back = made.sides is Sides.DUPLEX and index % 2 == 1
        left, right = (width - 24.8, width) if back else (0, 24.8)
        assert not ink(image, left, 0, right, height), index


def test_guides_are_on_fronts_at_the_left_and_on_backs_at_the_right() -> None:
    bare, guided = (
        render_pack(duplex_pack(), sections=FILE, hole_guides=False),
        render_pack(duplex_pack(), sections=FILE),
    )
    for index in (4, 9):
        known = {(round(box.left, 1), round(box.top, 1)) for box in pages.paths(bare, index)}
        new = [box for box in pages.paths(guided, index) if (round(box.left, 1), round(box.top, 1)) not in known]
        middles = {round((box.left + box.right) / 2) for box in new}
        assert middles == ({195} if index % 2 else {15})


# Imported pages


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(595.0, 842.0), (842.0, 595.0), (420.0, 595.0), (1191.0, 1684.0)])
def test_pages_of_a_pdf_stay_text_and_inside_their_box(turned: int, size: tuple[float, float]) -> None:
    data = render_pack(with_items(PdfContent(pdf(1, size=size, turned=turned), 1)), sections=ITEMS_ONLY)
    assert sorted("Annexpage1" + "1") == sorted(page_words(data)[0])
    image = pages.pictures(data, 100)[0]
    assert ink(image, 25, 14, 204.5, 291.5)
    assert not ink(image, 0, 20, 24.8, 60)
    assert not ink(image, 205, 0, 210, 297)
    assert not ink(image, 0, 291.5, 210, 297)


def test_only_what_a_cropped_page_shows_is_printed() -> None:
    made = BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), invariant=1)
    canvas.setCropBox((100, 300, 500, 700))
    canvas.drawString(120, 650, "inside")
    canvas.rect(0, 0, 595, 250, fill=1)
    canvas.showPage()
    canvas.save()
    data = render_pack(with_items(PdfContent(made.getvalue(), 1)), sections=ITEMS_ONLY)
    found = next(box for _, box in pages.characters(data) if box.words == "i")
    side = 400 * pages.MM
    left, top = 25 + (179 - side) / 2, 14 + (277 - side) / 2
    assert (found.left - left, found.bottom - top) == pytest.approx((20 * pages.MM, 50 * pages.MM), abs=1)
    image = pages.pictures(data, 100)[0]
    assert not ink(image, 26, top + side + 1, 200, 296)


def test_a_page_is_turned_as_asked_and_a_wide_one_head_to_the_binding_edge() -> None:
    def word(content: PdfContent) -> tuple[float, float]:
        found = [box for _, box in pages.characters(render_pack(with_items(content), sections=ITEMS_ONLY))]
        place = next(box for box in found if box.words == "A")
        return (place.left - 25) / 179, (place.top - 14) / 277

    upright, upside = word(PdfContent(pdf(1), 1)), word(PdfContent(pdf(1), 1, (180,)))
    assert upright[0] < 0.5
    assert upright[1] < 0.5
    assert upside[0] > 0.5
    assert upside[1] > 0.5
    lying = word(PdfContent(pdf(1, size=(842.0, 595.0)), 1))
    assert lying[0] < 0.5
    assert lying[1] > 0.5, "the head of a wide page is at the binding edge, its beginning at the foot"


def test_a_part_of_a_document_begins_where_the_volume_was_cut() -> None:
    content = PdfContent(pdf(9), 9, first_page=4)
    item = PackItem(line(1, "账册", 1, 3), content, stamps(1, 3))
    words = page_words(render_pack(pack(volumes=(volume(items=(item,)),)), sections=ITEMS_ONLY))
    assert [re.sub(r"^\d|\d$", "", text.replace("Annex", "")) for text in words] == ["page", "page", "page"] or len(
        words
    ) == 3
    assert all(f"page{place}" in text for place, text in zip((5, 6, 7), words, strict=True))
    long = IssuedContent(registration(narrative=LONG), first_page=2)
    item = PackItem(line(1, "登记表", 1, 2), long, stamps(1, 2))
    words = page_words(render_pack(pack(volumes=(volume(items=(item,)),)), sections=ITEMS_ONLY))
    assert [re.search(r"第(\d+)页", text)[1] for text in words] == ["3", "4"]  # type: ignore[index]


def test_fonts_and_pictures_of_an_imported_file_are_kept_once() -> None:
    made = BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), invariant=1)
    picture = Image.effect_noise((600, 800), 60)
    path = BytesIO()
    picture.save(path, "JPEG")
    from reportlab.lib.utils import ImageReader

    reader = ImageReader(path)
    for _ in range(12):
        canvas.drawImage(reader, 50, 50, 400, 600)
        canvas.showPage()
    canvas.save()
    source = made.getvalue()
    item = PackItem(line(1, "照片", 1, 12), PdfContent(source, 12), stamps(1, 12))
    data = render_pack(pack(volumes=(volume(items=(item,)),)), sections=ITEMS_ONLY)
    assert len(data) < len(source) + 120_000


def test_seals_put_on_as_annotations_are_printed() -> None:
    made = BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), invariant=1)
    canvas.acroForm.textfield(value="Seal", x=100, y=300, width=200, height=60, borderWidth=3)
    canvas.showPage()
    canvas.save()
    data = render_pack(with_items(PdfContent(made.getvalue(), 1)), sections=ITEMS_ONLY)
    assert ink(pages.pictures(data, 100)[0], 40, 100, 150, 220)
    assert b"/AcroForm" not in data


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "打不开"), (b"MZ\x90\x00 a program", "打不开"), (pdf(2)[:400], "打不开"), (pdf(1), "只有1页")],
)
def test_a_pdf_that_cannot_be_used_is_named(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        render_pack(with_items(PdfContent(data, 2), count=2), sections=ITEMS_ONLY)
    assert "材料1" in str(refusal.value)


def test_a_locked_pdf_is_named() -> None:
    made = BytesIO()
    canvas = Canvas(made, encrypt="secret", invariant=1)
    canvas.showPage()
    canvas.save()
    with pytest.raises(Refused, match="口令"):
        render_pack(with_items(PdfContent(made.getvalue(), 1)), sections=ITEMS_ONLY)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "1"), ("PNG", "RGBA"), ("PNG", "P"), ("TIFF", "1")],
)
@pytest.mark.parametrize("turned", [0, 90])
def test_scans_of_every_kind_are_upright_and_inside_their_box(kind: str, mode: str, turned: int) -> None:
    content = ImageContent((scan(kind, mode=mode) if mode != "CMYK" else _cmyk(),), (turned,))
    image = pages.pictures(render_pack(with_items(content), sections=ITEMS_ONLY), 100)[0]
    assert ink(image, 25, 14, 205, 292)
    for left, top, right, bottom in ((0, 20, 24.8, 60), (205, 0, 210, 297), (0, 291.5, 210, 297), (26, 0, 195, 13.5)):
        assert not ink(image, left, top, right, bottom)
    white_at_the_middle = not ink(image, 100, 140, 120, 160)
    assert white_at_the_middle
    assert ink(image, 40, 28, 60, 40) == (turned == 0)


def _cmyk() -> bytes:
    made = BytesIO()
    Image.open(BytesIO(scan("JPEG", mode="RGB"))).convert("CMYK").save(made, "JPEG")
    return made.getvalue()


def test_a_jpeg_keeps_its_bytes() -> None:
    data = scan()
    assert data in render_pack(with_items(ImageContent((data,))), sections=ITEMS_ONLY)


@pytest.mark.parametrize("data", [b"", b"MZ\x90\x00", scan()[:40], b"%PDF-1.4"])
def test_a_picture_that_cannot_be_used_is_named(data: bytes) -> None:
    with pytest.raises(Refused, match=r"材料1.*第1页.*损坏"):
        render_pack(with_items(ImageContent((data,))), sections=ITEMS_ONLY)


def test_a_decompression_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    with pytest.raises(Refused, match="材料1"):
        render_pack(with_items(ImageContent((bomb.getvalue(),))), sections=ITEMS_ONLY)


def test_a_form_that_no_longer_has_the_pages_it_was_bound_with_is_refused() -> None:
    item = PackItem(line(1, "登记回执"), IssuedContent(slip()), stamps(1, 3))
    with pytest.raises(Refused, match="登记回执"):
        render_pack(pack(volumes=(volume(items=(item,)),)), sections=ITEMS_ONLY)


def test_a_slip_is_only_laid_in_for_a_paper_original_when_wanted() -> None:
    made = with_items(OriginalContent(3, "证物袋"))
    assert "此处放入纸质原件" in page_words(render_pack(made, sections=ITEMS_ONLY))[0]
    with pytest.raises(Refused):
        render_pack(replace(made, slips=False), sections=ITEMS_ONLY)


def test_a_character_without_a_glyph_is_named_before_anything_is_drawn() -> None:
    with pytest.raises(Refused, match=r"U\+30000"):
        render_pack(pack(volumes=(volume(items=(PackItem(line(1, "\U00030000"), OriginalContent(1), stamps(1, 1)),)),)))


def test_a_pack_can_be_stopped() -> None:
    progress = Progress(lambda done, *_: progress.cancel() if done == 2 else None)
    with pytest.raises(Cancelled):
        render_pack(pack(), progress)
    assert render_pack(pack(), sections=frozenset({Section.COVER}))


# Lists


@pytest.mark.parametrize("size", list(PaperSize))
def test_the_contents_list_stands_where_it_shall(size: PaperSize) -> None:
    layout = LAYOUTS[size]
    data = render_pack(pack(layout=CoverLayout(size, holes=False)), sections=frozenset({Section.CONTENTS}))
    boxes = pages.paths(data)
    upright = sorted(box.left for box in boxes if box.bottom - box.top > 100 and box.right - box.left < 1)
    edges = [layout.left + sum(layout.widths[:column]) for column in range(1, len(COLUMNS))]
    assert upright == pytest.approx(edges, abs=0.5)
    frame = max(boxes, key=lambda box: (box.right - box.left) * (box.bottom - box.top))
    assert (frame.left, frame.top) == pytest.approx((layout.left, layout.top), abs=0.5)
    assert (frame.right, frame.bottom) == pytest.approx((layout.right, layout.bottom), abs=0.5)
    levels = sorted({round(box.top, 2) for box in boxes if box.right - box.left > 100 and box.bottom - box.top < 1})
    first = layout.top + layout.header
    assert levels[0] == pytest.approx(first, abs=0.5)
    assert levels[1] - levels[0] == pytest.approx(layout.row, abs=0.1)
    assert len(levels) == layout.rows


def test_the_contents_list_says_first_pages_and_the_span_of_the_last() -> None:
    words = pages.text(render_pack(pack(), sections=frozenset({Section.CONTENTS})))
    packed = "".join(words.split())
    for value in ("来访登记表", "（2025）某0123民初1345号", "20260902", "8-9", "目录第1页共1页"):
        assert value in packed
    assert "3-5" not in packed


def test_a_list_on_printed_stationery_shows_its_fields_only() -> None:
    over = {section: Overprint(fields_only=True) for section in (Section.CONTENTS, Section.REMARKS)}
    sections = frozenset(over)
    plain, fields = render_pack(pack(), sections=sections), render_pack(pack(), sections=sections, overprints=over)
    words = pages.packed(fields)
    for label in ("卷内目录", "责任者", "备考表", "本卷情况说明", "立卷人"):
        assert label in pages.packed(plain)
        assert label not in words
    for value in ("来访登记表", "20260902", "陈喆", "2026年12月1日", "当事人息诉罢访"):
        one, other = pages.lines(plain, value), pages.lines(fields, value)
        assert (one.left, one.top) == pytest.approx((other.left, other.top), abs=0.5)


def test_sixty_documents_go_on_over_pages_and_nothing_is_lost() -> None:
    titles = [
        f"关于某某区某某路房屋买卖合同纠纷一案执行情况的书面报告（第{place}次）" * (1 + place % 3)
        for place in range(60)
    ]
    content = OriginalContent(1)
    made = tuple(
        PackItem(line(place, words, place, place), content, stamps(1, 1)) for place, words in enumerate(titles, 1)
    )
    data = render_pack(pack(volumes=(volume(items=made),)), sections=frozenset({Section.CONTENTS}))
    packed = pages.packed(data)
    assert all(title in packed for title in titles)
    count = len(page_words(data))
    assert count > 3
    assert f"目录第{count}页共{count}页" in packed


def test_the_people_of_a_collective_petition_are_all_on_the_annex() -> None:
    names = tuple(f"张𬱖{place}" for place in range(200))
    cover = replace(volume().cover, names=names)
    data = render_pack(pack(volumes=(volume(cover=cover),)), sections=frozenset({Section.CONTENTS}))
    packed = pages.packed(data)
    assert "信访人名单（共200人）" in packed
    assert all(name in packed for name in names)
    assert tuple(title for _, title, _ in outline(data)) == ("卷内目录", "信访人名单")


@pytest.mark.parametrize("size", list(PaperSize))
def test_the_remarks_sheet_stands_where_it_shall(size: PaperSize) -> None:
    layout = REMARKS[size]
    data = render_pack(pack(layout=CoverLayout(size, holes=False)), sections=frozenset({Section.REMARKS}))
    x, y, width, height = layout.frame
    frame = max(pages.paths(data), key=lambda box: box.bottom - box.top)
    assert (frame.left, frame.top, frame.right, frame.bottom) == pytest.approx((x, y, x + width, y + height), abs=0.5)
    for words in ("立卷人：陈喆", "检查人：王五", "立卷时间：2026年12月1日"):
        assert pages.lines(data, words).right == pytest.approx(layout.right, abs=0.7)
    packed = pages.packed(data)
    for words in (FINGERPRINT, "缺件说明", "送达回证（第二次）", "邮局未退回", "法律效果与社会效果", "先判决后证据"):
        assert words in packed


def test_many_overridden_gaps_go_on_over_sheets_and_only_the_last_is_signed() -> None:
    gaps = tuple(replace(remarks().gaps[0], title=f"缺件{place}") for place in range(80))
    made = pack(volumes=(volume(remarks=remarks(gaps=gaps)),))
    words = page_words(render_pack(made, sections=frozenset({Section.REMARKS})))
    assert len(words) > 3
    assert ["立卷人" in text for text in words] == [False] * (len(words) - 1) + [True]
    assert all(f"缺件{place}" in "".join(words) for place in range(80))


# Labels


@pytest.mark.parametrize("width", [10, 15, 20])
def test_spines_have_their_width_and_their_fields(width: int) -> None:
    data = render_spines([spine(width), spine(width)], COURT)
    cuts = sorted((box.left + box.right) / 2 for box in pages.paths(data))
    assert cuts == pytest.approx([27, 27 + width, 27 + 2 * width], abs=0.2)
    packed = pages.packed(data)
    assert ("张" in packed) == (width > 10)
    places = NARROW_SPINE if width == 10 else WIDE_SPINE
    for _, box in pages.characters(data):
        assert box.top > 12
        assert 27 <= box.left < box.right <= 27 + 2 * width
        middle = (box.top + box.bottom) / 2
        assert any(
            place.top - 0.3 <= middle <= place.top + place.height + 0.3
            if place.height
            else abs(box.bottom - place.top) < 4
            for place in places
        ), box


def test_many_spines_go_on_over_sheets() -> None:
    assert len(page_words(render_spines([spine(20)] * 20, COURT))) == 3


def test_vertical_text_has_upright_brackets_and_short_numbers_abreast() -> None:
    assert cells("（2026）某0123信访29号") == ["（", "2026", "）", "某", "0123", "信", "访", "29", "号"]
    assert cells("100029") == list("100029")
    words = pages.packed(render_spines([spine(15, sequence="（2026）29")], COURT))
    assert "︵2026︶29" in words


def test_seal_strips_are_six_to_a_sheet_with_a_fold() -> None:
    from app.domain.dossier_paper import SealStrip

    data = render_seals([SealStrip(COURT, "正卷第1册", date(2026, 12, 1))] * 7, COURT)
    assert len(page_words(data)) == 2
    boxes = [box for box in pages.paths(data) if box.bottom - box.top > 80]
    corners = sorted((round(box.left), round(box.top)) for box in boxes)
    assert corners == sorted((round(x), round(y)) for x, y in STRIPS)
    for found in boxes:
        assert (found.right - found.left, found.bottom - found.top) == pytest.approx((30, 90), abs=0.5)
    folds = [box for box in pages.paths(data) if box.bottom - box.top < 1]
    assert sorted({round(box.top) for box in folds}) == [80, 210]
    assert pages.packed(data).count("封") == 7


def test_a_name_that_needs_two_lines_is_broken_in_the_middle() -> None:
    from app.domain.dossier_paper import SealStrip

    data = render_seals([SealStrip("某某县人民法院", "封")], COURT)
    rows = sorted({round(box.bottom) for _, box in pages.characters(data) if 82 < box.top < 106})
    assert len(rows) <= 4
    first = [box.words for _, box in pages.characters(data) if 82 < box.top < 106]
    assert "".join(first) == "某某县人民法院"
    lines = pages.text(data).split("\n")
    assert all(len(line) > 2 for line in lines if "法院" in line or "某某" in line)
    assert pages.packed(data).count("封") == 1


@pytest.mark.parametrize("thickness", [20, 30, 40, 50])
def test_box_labels_have_the_width_of_the_box_and_list_what_is_in_it(thickness: int) -> None:
    codes = tuple(f"Z109-SSXF·2026·D60-{place:04d}" for place in range(90))
    data = render_boxes([box_label(thickness_mm=thickness, codes=codes)], COURT)
    frame = max(pages.paths(data), key=lambda found: found.bottom - found.top)
    assert frame.right - frame.left == pytest.approx(thickness + FRAME * pages.MM, abs=0.5)
    words = pages.packed(data)
    assert all(code in words for code in codes)
    assert all(label in words for label in ("全宗号", "目录号", "年度", "保管期限", "盒号", "共90卷"))


def test_the_calibration_cross_is_in_the_middle_and_moves_with_the_offsets() -> None:
    for overprint in (Overprint(), Overprint(True, 12, -5)):
        data = render_calibration("卷宗封面", "打印机一", COURT, overprint)
        arms = [box for box in pages.paths(data) if max(box.right - box.left, box.bottom - box.top) > 70]
        assert len(arms) == 2
        across, down = overprint.shift
        for box_ in arms:
            assert (box_.left + box_.right) / 2 == pytest.approx(105 + across, abs=0.05)
            assert (box_.top + box_.bottom) / 2 == pytest.approx(148.5 + down, abs=0.05)
        ticks = sorted(
            {round((box.left + box.right) / 2 - across, 1) for box in pages.paths(data) if box.bottom - box.top < 8}
        )
        assert {float(place) for place in range(65, 146)} <= set(ticks)


def test_nothing_to_print_is_said() -> None:
    with pytest.raises(Refused, match="没有要打印的脊背标签"):
        render_spines([], COURT)


def test_marks_of_practice_and_reprint_are_on_every_form() -> None:
    made = pack(marks=Marks(practice=True, reprint=True))
    data = render_pack(made, sections=frozenset(Section) - {Section.ITEMS})
    words = page_words(data)
    assert all("演练" in text and "补打" in text for text in words)


# Any pack

TITLES = st.text(
    st.one_of(
        st.sampled_from("关于一案的报告（）《》0123456789号"), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
    ),
    min_size=1,
    max_size=60,
)
CONTENTS = st.one_of(
    st.builds(OriginalContent, st.integers(1, 9), TITLES),
    st.just(PdfContent(pdf(1), 1)),
    st.just(ImageContent((scan(size=(83, 117)),))),
)


@given(
    size=st.sampled_from(list(PaperSize)),
    sides=st.sampled_from(list(Sides)),
    titles=st.lists(TITLES, max_size=60),
    contents=st.lists(CONTENTS, min_size=1, max_size=3),
    name=NAME,
    names=st.lists(NAME, max_size=40).map(tuple),
    compiler=NAME,
    number=TITLES,
    width=st.sampled_from([10, 15, 20]),
)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_pack_is_whole_and_nothing_overlaps(
    size: PaperSize,
    sides: Sides,
    titles: list[str],
    contents: list[ItemContent],
    name: str,
    names: tuple[str, ...],
    compiler: str,
    number: str,
    width: int,
) -> None:
    """0 to 60 documents. 25 examples in the suite; XINFANG_PACK_EXAMPLES=10000 draws the full count."""
    made = tuple(
        PackItem(line(place + 1, title, place + 1, place + 1), contents[place % len(contents)], stamps(place + 1, 1))
        for place, title in enumerate(titles)
    )
    cover = replace(volume().cover, names=names)
    label: SpineLabel = spine(width, petitioner=name, sequence=number, court_short=compiler)
    one = volume(items=made, cover=cover, remarks=remarks(compiler=compiler, title=number), spine=label)
    data = render_pack(pack(volumes=(one,), sides=sides, layout=CoverLayout(size), box=None, seals=()))
    packed = pages.packed(data)
    assert "〓" not in packed
    assert all("".join(title.split()) in packed for title in titles)
    assert all(one_name in packed for one_name in names if len(names) > 1)
    assert f"立卷人：{compiler}" in packed
    lists = [page for _, title, page in outline(data) if title in ("卷内目录", "信访人名单")]
    edges = LAYOUTS[size]
    columns = [edges.left + sum(edges.widths[:place]) for place in range(len(COLUMNS) + 1)]
    for index, found in pages.characters(data):
        assert found.left >= (5 if sides is Sides.DUPLEX and index % 2 else 24.9), found
        if index == lists[0] and edges.top < found.top and found.bottom < edges.bottom:
            middle = (found.left + found.right) / 2
            column = max(place for place, edge in enumerate(columns) if edge <= middle)
            assert columns[column] - 0.05 <= found.left < found.right <= columns[column + 1] + 0.05, found


def test_the_title_of_a_volume_is_on_contents_remarks_and_back() -> None:
    for section in (Section.CONTENTS, Section.REMARKS, Section.BACK):
        assert TITLE in pages.packed(render_pack(pack(), sections=frozenset({section})))


def test_a_file_is_closed_again() -> None:
    with Pages(render_pack(pack(), sections=FILE)) as document:
        assert document.count == 12


def test_time_grows_with_the_pages_and_not_with_their_square() -> None:
    def took(count: int) -> float:
        item = PackItem(line(1, "账册", 1, count), PdfContent(pdf(count), count), stamps(1, count))
        began = time.process_time()
        render_pack(pack(volumes=(volume(items=(item,)),)), sections=ITEMS_ONLY)
        return time.process_time() - began

    took(8)
    few, many = min(took(100) for _ in range(3)), took(800)
    assert many < few * 30
