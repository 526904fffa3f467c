"""Papers handed to visitors and blank forms: all of it there, large enough, inside the margins, the same every time."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import triage
from app.domain.paper import Marks, PaperRecord
from app.printing.issue import file_title, paper_size, render
from app.printing.page import A4, A5, HOLE_X, HOLE_Y
from app.printing.preview import Pages
from tests.visual import pages
from tests.visual.records import NUMBER, registration, slip
from tests.visual.test_forms import WORDS
from tests.visual.visitor_records import answered_slip, blank_form, guidance, progress_slip

PAPERS: dict[str, PaperRecord] = {
    "guidance": guidance(),
    "guidance with checklist": guidance("exhausted", marks=Marks(practice=True, reprint=True)),
    "progress": progress_slip(),
    "answered": answered_slip(),
    "blank visit": blank_form("来访"),
    "blank letter": blank_form("来信"),
    "blank call": blank_form("来电", marks=Marks(practice=True)),
}
FOR_VISITORS = ("guidance", "guidance with checklist", "progress", "answered")


@pytest.fixture(scope="module", params=sorted(PAPERS))
def paper(request: pytest.FixtureRequest) -> PaperRecord:
    return PAPERS[request.param]


def sizes(pdf: bytes) -> set[float]:
    document = pypdfium2.PdfDocument(pdf)
    found = {round(item.get_font_size(), 1) for page in document for item in page.get_objects() if item.type == 1}
    document.close()
    return found


def count(pdf: bytes) -> int:
    with Pages(pdf) as document:
        return document.count


@pytest.mark.parametrize("name", FOR_VISITORS)
def test_nothing_for_a_visitor_is_smaller_than_16_points(name: str) -> None:
    assert min(size for size in sizes(render(PAPERS[name])) if size != 12.0) >= 16  # 12: the marks in the corner
    plain = {"guidance": guidance(), "progress": progress_slip(), "answered": answered_slip()}
    assert all(min(sizes(render(one))) >= 16 for one in plain.values())


@pytest.mark.parametrize("route", sorted(triage.routes()))
def test_the_guidance_of_every_route_is_whole_and_on_one_page(route: str) -> None:
    record = guidance(route)
    pdf = render(record)
    words = pages.packed(pdf)
    assert count(pdf) == 1
    for part in (record.route, record.where, *record.steps, *record.bring, record.basis, record.desk_phone):
        assert "".join(part.split()) in words
    for clock in record.clocks:
        assert clock.words in words
        assert f"（{clock.status}；{clock.source}）" in words
    assert "您反映的事项已经登记" in words
    assert "不是不予受理" in words


def test_the_checklist_shows_what_was_ticked() -> None:
    record = guidance("exhausted", marks=Marks())
    words = pages.packed(render(record))
    assert all(item in words for item, _ in record.checklist)
    squares = [box for box in pages.paths(render(record, hole_guides=False)) if 4 < box.bottom - box.top < 6]
    assert len(squares) == len(record.checklist) + sum(ticked for _, ticked in record.checklist)


def test_a_long_guidance_runs_on_and_loses_nothing() -> None:
    record = guidance(steps=tuple(f"第{place}项，请按顺序办理并保存好凭证。" for place in range(1, 40)))
    pdf = render(record)
    assert count(pdf) > 1
    assert all(step in pages.packed(pdf) for step in record.steps)
    assert pages.packed(pdf).count("咨询电话") == 1


def test_a_progress_slip_says_the_stage_and_the_day_and_fits_its_paper() -> None:
    pdf = render(progress_slip())
    words = pages.packed(pdf)
    for part in (
        NUMBER,
        "张某某",
        "承办部门正在办理",
        "执行局",
        "2026年11月2日",
        "000-00001234",
        "（2026）某0123来访88号",
    ):
        assert part in words
    assert count(pdf) == count(render(answered_slip())) == 1
    answered = pages.packed(render(answered_slip()))
    assert "2026年10月20日，线索属实" in answered
    assert "2026年11月1日，已作实体答复" in answered


def test_a_day_that_has_passed_is_not_to_be_remembered() -> None:
    for record in (progress_slip(), slip()):
        kept, late = pages.packed(render(record)), pages.packed(render(replace(record, overdue=True)))
        assert ("请记住：" in kept, "原定于：" in kept) == (True, False)
        assert ("请记住：" in late, "原定于：" in late) == (False, True)


def test_the_steps_reached_are_ticked() -> None:
    def ticks(step: int) -> int:
        return len(pages.paths(render(progress_slip(step=step))))

    assert [ticks(step) - ticks(1) for step in (1, 2, 4)] == [0, 1, 3]


@pytest.mark.parametrize("channel", ["来访", "来信", "来电"])
def test_a_blank_form_has_its_number_and_room_to_write(channel: str) -> None:
    record = blank_form(channel)
    pdf = render(record)
    words = pages.packed(pdf)
    assert f"涉诉信访{channel}登记表" in words
    assert f"登记编号：{record.number}" in words
    assert "停电备用第3批2026年9月2日印" in words
    assert "凭本表编号补录" in words
    assert ("信访人（签名或捺印）" in words) == (channel == "来访")
    assert count(pdf) == 1
    image = pages.pictures(pdf, 200)[0]
    assert [one.text for one in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)] == [record.number]


def test_a_late_registration_shows_both_times() -> None:
    mark = "补录：2026年9月1日9时05分发生，2026年9月2日9时31分登记（原因：停电）"
    assert mark in pages.packed(render(registration(late=mark)))
    assert "补录" not in pages.packed(render(registration()))


def test_sizes_and_titles(paper: PaperRecord) -> None:
    expected = A5 if "进度" in file_title(paper) else A4
    assert paper_size(paper) == expected
    with Pages(render(paper)) as document:
        assert document.size(0) == pytest.approx(expected, abs=0.05)


def test_every_character_is_inside_the_margins(paper: PaperRecord) -> None:
    width, height = paper_size(paper)
    left, right = (11.5, 136.5) if (width, height) == A5 else (27.5, 192.5)
    for _, box in pages.characters(render(paper)):
        assert left <= box.left < box.right <= right, box
        assert 3 <= box.top < box.bottom <= height - 5, box


@pytest.mark.parametrize("name", [name for name in PAPERS if name not in ("progress", "answered")])
def test_the_binding_edge_holds_nothing_but_hole_guides(name: str) -> None:
    for image in pages.pictures(render(PAPERS[name], hole_guides=False), 100):
        assert image.crop((0, 0, int(25 / 25.4 * 100), image.height)).getextrema() == (255, 255)
    guides = [box for box in pages.paths(render(PAPERS[name])) if box.right < 25]
    centres = {(round((box.left + box.right) / 2, 1), round((box.top + box.bottom) / 2, 1)) for box in guides}
    assert centres == {(HOLE_X, y) for y in HOLE_Y}


def test_fonts_are_embedded_and_bytes_the_same_every_time(paper: PaperRecord) -> None:
    pdf = render(paper)
    fonts = re.findall(rb"/BaseFont /(\S+)", pdf)
    assert fonts
    assert all(re.match(rb"[A-Z]{6}\+", name) for name in fonts)
    assert b"Helvetica" not in pdf
    assert render(paper) == pdf


@given(
    name=WORDS,
    matter=WORDS,
    where=WORDS,
    steps=st.lists(WORDS, max_size=4).map(tuple),
    bring=st.lists(WORDS, max_size=4).map(tuple),
    desk_address=WORDS,
    desk_phone=WORDS,
    receptionist=WORDS,
    number=WORDS,
)
@settings(max_examples=15, deadline=None)
def test_any_guidance_stays_inside_the_margins(**values: object) -> None:
    for _, box in pages.characters(render(guidance(**values))):
        assert 27.5 <= box.left < box.right <= 192.5, box
        assert 9 <= box.top < box.bottom <= 290, box


@given(name=WORDS, matter=WORDS, stage=WORDS, answer=WORDS, department=WORDS, next_words=WORDS, desk_address=WORDS)
@settings(max_examples=15, deadline=None)
def test_any_progress_slip_stays_on_its_paper(**values: object) -> None:
    for _, box in pages.characters(render(progress_slip(**values))):
        assert 11.5 <= box.left < box.right <= 136.5, box
        assert 3 <= box.top < box.bottom <= 207, box
