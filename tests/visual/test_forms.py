from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.errors import Cancelled, Refused
from app.domain.paper import Marks, MaterialLine, PaperRecord
from app.domain.progress import Progress
from app.printing.codes import bar_code_text
from app.printing.issue import file_title, paper_size, render, render_many
from app.printing.page import A4, A5, HOLE_X, HOLE_Y
from app.printing.preview import Pages
from tests.visual import pages
from tests.visual.records import CASES, COURT, NUMBER, RARE_NAMES, cover, person, recovery_sheet, registration, slip

CHANNELS = ("来访", "来信", "来电", "交办转送", "网信")
LONG = "".join(f"第{place}段，来访人反映判决生效后至今没有执行到位，请求督促执行。" for place in range(620))

PAPERS: dict[str, PaperRecord] = {
    "cover": cover(petitioner="、".join(RARE_NAMES[:6]), marks=Marks(practice=True, reprint=True)),
    "registration": registration(principal=person("钱𪩘"), marks=Marks(reprint=True)),
    "long registration": registration(narrative=LONG, channel="来信"),
    "slip": slip(),
    "recovery sheet": recovery_sheet(),
}


@pytest.fixture(scope="module", params=sorted(PAPERS))
def paper(request: pytest.FixtureRequest) -> PaperRecord:
    return PAPERS[request.param]


# Text


@pytest.mark.parametrize("name", RARE_NAMES)
def test_rare_names_can_be_found_and_copied_from_a_cover(name: str) -> None:
    assert name in pages.text(render(cover(petitioner=name)))


def test_all_values_of_a_cover_come_back_exactly() -> None:
    record = cover(petitioner="、".join(RARE_NAMES[:6]), case_numbers=CASES[:2])
    words = pages.text(render(record))
    for value in (COURT, NUMBER, record.petitioner, record.matter, "；".join(CASES[:2]), record.archive_code):
        assert value in words
    for value in ("2026年9月2日", "2026年11月20日", "息诉罢访", "（正　卷）", "本卷共 2 册　第 1 册　共 128 页"):
        assert value in words


def test_twelve_case_numbers_are_counted_on_the_cover_and_all_printed_on_the_form() -> None:
    assert "等12件" in pages.text(render(cover(case_numbers=CASES)))
    words = pages.text(render(registration(case_numbers=CASES)))
    assert all(case in words for case in CASES)


def test_a_long_name_is_printed_whole_everywhere() -> None:
    name = "买买提艾力·阿卜杜热合曼江·吾斯曼江·吐尔逊·阿不来提·买合木提江·艾合买提江某"
    assert len(name) == 40
    assert name in pages.packed(render(cover(petitioner=name)))
    assert name in pages.packed(render(registration(principal=person(name))))
    assert name in pages.packed(render(slip(name=name)))


def test_a_narrative_of_20000_characters_flows_on_and_nothing_is_lost() -> None:
    narrative = LONG[:20000]
    pdf = render(registration(narrative=narrative))
    with Pages(pdf) as document:
        count = document.count
    words = pages.text(pdf)
    body = re.sub(r"某某市某某区人民法院涉诉信访来访登记表（续）|登记编号：（2026）某0123信访29号", "", words)
    body = re.sub(r"第\d+页\s+共\d+页|主要|事实|理由", "", body)
    assert re.sub(r"主要|事实|理由", "", narrative) in "".join(body.split())
    assert count > 10
    assert all(f"第{page}页　共{count}页" in words for page in range(1, count + 1))
    assert words.count("个人信息处理告知") == 1
    assert words.count("（续）") == count - 1


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_channel_has_its_own_title_and_boxes(channel: str) -> None:
    record = registration(channel=channel, letter_dates=(("邮戳日期", "2026年8月30日"), ("来文字号", "〔2026〕12号")))
    words = pages.packed(render(record))
    assert f"涉诉信访{channel}登记表" in words
    assert ("信访人（签名或捺印）" in words) == (channel == "来访")
    assert ("签名＿＿＿＿＿＿＿年月日" in words.replace("（签名）＿", "")) == (channel in ("来信", "交办转送"))
    assert "2026年8月30日" in words
    assert "个人信息处理告知" in words


def test_a_slip_says_what_happens_next_and_is_large_throughout() -> None:
    pdf = render(slip())
    words = pages.packed(pdf)
    for value in ("000-00001234", "2026年9月17日", "共2份14页：民事判决书复印件、执行申请书", NUMBER, "张𬱖"):
        assert value in words
    document = pypdfium2.PdfDocument(pdf)
    sizes = {round(item.get_font_size(), 1) for item in document[0].get_objects() if item.type == 1}
    document.close()
    assert min(sizes) >= 16


def test_a_recovery_code_is_printed_in_its_groups() -> None:
    words = pages.packed(render(recovery_sheet()))
    assert all(group in words for group in ("K7QDM", "4XW2P", "9HRTC", "B3VNE", "6YJFA", "8ZSGK", "2LQW7"))


def test_marks_are_on_every_page_and_only_when_asked() -> None:
    marked = registration(narrative=LONG, marks=Marks(practice=True, reprint=True))
    pdf = render(marked)
    with Pages(pdf) as document:
        count = document.count
    words = pages.text(pdf)
    assert words.count("演练") == words.count("补打") == count > 1
    plain = pages.text(render(replace(marked, marks=Marks())))
    assert "演练" not in plain
    assert "补打" not in plain


def test_control_characters_do_not_reach_the_paper() -> None:
    assert "张三李四" in pages.text(render(cover(petitioner="张三\x00\u200b李\x1b四")))


def test_a_paper_with_an_unprintable_character_is_not_issued() -> None:
    with pytest.raises(Refused, match=r"U\+30000"):
        render(registration(others=(person("王\U00030000", "随访人"),)))


# The file


def test_all_fonts_are_embedded_subsets_with_text_maps(paper: PaperRecord) -> None:
    pdf = render(paper)
    fonts = re.findall(rb"/BaseFont /(\S+)", pdf)
    assert fonts
    assert all(re.match(rb"[A-Z]{6}\+", name) for name in fonts)
    assert len(re.findall(rb"/Subtype /TrueType", pdf)) == len(fonts) == len(re.findall(rb"/ToUnicode ", pdf))
    assert len(re.findall(rb"/FontFile2 ", pdf)) == len(fonts)
    assert b"Helvetica" not in pdf


def test_the_file_knows_what_it_is(paper: PaperRecord) -> None:
    document = pypdfium2.PdfDocument(render(paper))
    about = document.get_metadata_dict()
    document.close()
    assert about["Title"] == file_title(paper)
    assert about["Author"] == COURT
    assert about["Subject"]
    assert b"/Lang (zh-CN)" in render(paper)


def test_the_same_record_gives_the_same_bytes_in_two_processes() -> None:
    names = sorted(PAPERS)
    here = [hashlib.sha256(render(PAPERS[name])).hexdigest() for name in names]
    script = (
        "import hashlib\n"
        "from app.printing.issue import render\n"
        "from tests.visual.test_forms import PAPERS\n"
        "for name in reversed(sorted(PAPERS)):\n"
        "    print(hashlib.sha256(render(PAPERS[name])).hexdigest())\n"
    )
    root = Path(__file__).resolve().parents[2]
    there = subprocess.run(
        [sys.executable, "-c", script], cwd=root, check=True, capture_output=True, text=True, timeout=60
    )
    assert there.stdout.split() == list(reversed(here))


def test_a_paper_opens_only_the_fonts_it_needs() -> None:
    script = (
        "from app.printing import fonts\n"
        "from app.printing.issue import render\n"
        "from tests.visual.records import cover\n"
        "render(cover())\n"
        "print(*sorted(fonts._loaded))\n"
    )
    root = Path(__file__).resolve().parents[2]
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=root, check=True, capture_output=True, text=True, timeout=60
    )
    assert run.stdout.split() == ["FandolFang-Regular", "NotoSerifSC-Bold", "NotoSerifSC-Regular"]


def test_many_covers_go_into_one_file_and_report_their_steps() -> None:
    steps: list[tuple[int, int]] = []
    progress = Progress(lambda done, total, _: steps.append((done, total)))
    names = [f"张{name}" for name in "一二三四五"]
    pdf = render_many([cover(petitioner=name) for name in names], progress)
    with Pages(pdf) as document:
        assert document.count == 5
    assert all(name in pages.text(pdf) for name in names)
    assert steps == [(place, 5) for place in range(1, 6)]


def test_printing_many_can_be_stopped() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        render_many([cover()], progress)


def test_nothing_or_mixed_sizes_are_refused_in_words() -> None:
    with pytest.raises(Refused, match="没有选中"):
        render_many([])
    with pytest.raises(Refused, match="A4"):
        render_many([cover(), slip()])


def test_paper_sizes(paper: PaperRecord) -> None:
    with Pages(render(paper)) as document:
        assert document.size(0) == pytest.approx(paper_size(paper), abs=0.05)
    assert paper_size(slip()) == A5
    assert paper_size(cover()) == A4


# Places


def test_the_table_of_the_cover_stands_where_it_shall() -> None:
    boxes = pages.paths(render(cover(), hole_guides=False))
    levels = sorted(box.top for box in boxes if box.right - box.left > 150 and box.bottom - box.top < 1)
    assert levels == pytest.approx([100 + 13 * row for row in range(1, 10)], abs=0.5)
    frame = max((box for box in boxes if box.top > 95), key=lambda box: box.bottom - box.top)
    assert (frame.left, frame.top, frame.right, frame.bottom) == pytest.approx((30, 100, 190, 230), abs=0.5)
    upright = [box.left for box in boxes if box.bottom - box.top > 100 and box.right - box.left < 1]
    assert upright == pytest.approx([65], abs=0.5)


@pytest.mark.parametrize(
    ("words", "base", "size"),
    [
        ("涉诉信访卷宗", 63, 36),
        (COURT, 45, 26),
        (f"编号：{NUMBER}", 90, 16),
        ("（正卷）", 76, 18),
        ("本卷共2册", 262, 14),
    ],
)
def test_the_lines_of_the_cover_stand_where_they_shall(words: str, base: float, size: float) -> None:
    place = pages.origin(render(cover()), words[:2])
    assert (place.base, place.size) == (pytest.approx(base, abs=0.5), pytest.approx(size, abs=0.1))


def test_headings_are_centred_on_the_page() -> None:
    pdf = render(cover())
    for words in (COURT, "涉诉信访卷宗", f"编号：{NUMBER}"):
        box = pages.lines(pdf, words)
        assert (box.left + box.right) / 2 == pytest.approx(105, abs=0.5)


def test_codes_of_the_cover_stand_where_they_shall() -> None:
    found = [box for box in pages.paths(render(cover(), hole_guides=False)) if box.top > 264]
    bars, square = sorted(found, key=lambda box: box.left)
    assert (bars.left, bars.top, bars.bottom) == pytest.approx((30, 273, 283), abs=0.5)
    assert (square.left, square.top, square.right, square.bottom) == pytest.approx((170, 267, 190, 287), abs=0.5)


@pytest.mark.parametrize("name", ["cover", "registration", "long registration"])
def test_the_left_25_mm_hold_nothing_but_hole_guides(name: str) -> None:
    bare = render(PAPERS[name], hole_guides=False)
    for image in pages.pictures(bare, 100):
        margin = image.crop((0, 0, int(25 / 25.4 * 100), image.height))
        assert margin.getextrema() == (255, 255)
    guides = [box for box in pages.paths(render(PAPERS[name])) if box.right < 25]
    centres = {(round((box.left + box.right) / 2, 1), round((box.top + box.bottom) / 2, 1)) for box in guides}
    assert centres == {(HOLE_X, y) for y in HOLE_Y}
    assert all(max(box.right - box.left, box.bottom - box.top) == pytest.approx(2, abs=0.3) for box in guides)


def test_every_character_is_on_the_paper_and_inside_the_margins(paper: PaperRecord) -> None:
    width, height = paper_size(paper)
    left, right = (11.5, 136.5) if (width, height) == A5 else (27.5, 192.5)
    for _, box in pages.characters(render(paper)):
        assert left <= box.left < box.right <= right, box
        assert 3 <= box.top < box.bottom <= height - 5, box


# Codes


@pytest.mark.parametrize("dpi", [200, 300])
def test_the_qr_code_of_the_cover_reads_at_printer_resolutions(dpi: int) -> None:
    image = pages.pictures(render(cover(volume_number=2)), dpi)[0]
    assert f"{NUMBER}|2" in read(image, zxingcpp.BarcodeFormat.QRCode)


def test_the_qr_code_of_the_slip_is_the_number() -> None:
    image = pages.pictures(render(slip()), 200)[0]
    assert read(image, zxingcpp.BarcodeFormat.QRCode) == [NUMBER]


@pytest.mark.parametrize("number", [NUMBER, "信访〔2026〕100001号", "（2031）某99信访7号"])
def test_the_bar_code_reads_at_300_dpi(number: str) -> None:
    image = pages.pictures(render(cover(number=number)), 300)[0]
    assert read(image, zxingcpp.BarcodeFormat.Code128) == [bar_code_text(number)]


def test_bar_code_text_is_letters_and_digits_made_from_the_number() -> None:
    assert bar_code_text(NUMBER) == "XF2026000029"
    assert bar_code_text("信访〔2026〕12号") == "XF2026000012"
    assert bar_code_text("无编号") == ""


def read(image: Image.Image, kind: zxingcpp.BarcodeFormat) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(image, formats=kind)]


# Any record

WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("信访人张王李赵，。；（）《》〔〕“”、：0123456789 ABCabc\n\t·—…"),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.sampled_from("𬱖㛃𠅤䶮𫖯𪩘"),
    ),
    max_size=160,
).map(lambda words: words * 3 if len(words) % 4 == 1 else words)


@given(
    petitioner=WORDS,
    matter=WORDS,
    case_numbers=st.lists(WORDS, max_size=14).map(tuple),
    department=WORDS,
    handler=WORDS,
    outcome=WORDS,
    number=WORDS,
    court_name=WORDS,
    archive_code=WORDS,
)
@settings(max_examples=40, deadline=None)
def test_any_cover_is_drawn_without_clipping(**values: object) -> None:
    pdf = render(cover(**values))
    for _, box in pages.characters(pdf):
        assert 29.5 <= box.left < box.right <= 190.5, box
        if 99 < (box.top + box.bottom) / 2 < 231:
            row = int(((box.top + box.bottom) / 2 - 100) // 13)
            assert 100 + 13 * row - 0.05 <= box.top < box.bottom <= 113 + 13 * row + 0.05, box


@given(
    channel=st.sampled_from(CHANNELS),
    principal=st.builds(person, WORDS, WORDS),
    others=st.lists(st.builds(person, WORDS, WORDS), max_size=6).map(tuple),
    narrative=WORDS.map(lambda words: words * 20),
    claims=st.lists(WORDS, max_size=4).map(tuple),
    case_numbers=st.lists(WORDS, max_size=12).map(tuple),
    opinion=WORDS,
    source=WORDS,
    receptionist=WORDS,
    materials=st.lists(st.builds(MaterialLine, WORDS, st.integers(0, 99)), max_size=8).map(tuple),
)
@settings(max_examples=20, deadline=None)
def test_any_registration_form_stays_inside_its_frame(**values: object) -> None:
    for _, box in pages.characters(render(registration(**values))):
        assert 27.5 <= box.left < box.right <= 192.5, box
        assert 9 <= box.top < box.bottom <= 290, box


@given(
    name=WORDS,
    matter=WORDS,
    next_words=WORDS,
    disposition=WORDS,
    desk_address=WORDS,
    materials=st.lists(st.builds(MaterialLine, WORDS, st.integers(0, 99)), max_size=8).map(tuple),
)
@settings(max_examples=20, deadline=None)
def test_any_slip_stays_on_its_paper(**values: object) -> None:
    for _, box in pages.characters(render(slip(**values))):
        assert 11.5 <= box.left < box.right <= 136.5, box
        assert 3 <= box.top < box.bottom <= 207, box
