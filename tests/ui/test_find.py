"""One box over everything: from any page, by keys alone, with the reason beside each line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.domain.paper import Form
from app.domain.queue import QueueFilter, QueueRow, QueueView
from app.domain.viewer import Viewer
from app.services import matters, papers, queue
from app.services.session import Session
from tests.support.desk_driver import NOW, DeskDriver
from tests.support.hands import ALT, CTRL, visible_words
from tests.support.registers import Template
from ui import desk_pages
from ui.pages.find.lines import CONTACTS, MATTERS, PAPERS, PEOPLE
from ui.pages.intake.page import IntakePage


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, story: Template) -> Iterator[DeskDriver]:
    made = DeskDriver(qtbot, story.copy(tmp_path / "data"), tmp_path)
    yield made
    made.close()


def intake(desk: DeskDriver) -> IntakePage:
    page = desk.work.main.page(desk_pages.INTAKE)
    assert isinstance(page, IntakePage)
    return page


def test_it_opens_over_every_page_and_gives_the_focus_back(desk: DeskDriver) -> None:
    for place in (1, 2, 3, 4):
        desk.go(place)
        before, page = desk.focus(), desk.where()
        desk.press(Qt.Key.Key_F3 if place % 2 else Qt.Key.Key_K, CTRL if place % 2 == 0 else Qt.KeyboardModifier(0))
        assert desk.focus() is desk.found.line
        assert desk.where() == page, "the page beneath stays"
        assert not desk.found.isWindow()
        desk.press(Qt.Key.Key_Escape)
        assert desk.found.isHidden()
        assert desk.focus() is before


def test_the_field_beneath_was_not_left_by_looking_something_up(desk: DeskDriver) -> None:
    field = intake(desk).form.fields["name"]
    assert desk.focus() is field.editor
    desk.find("李秀英")
    desk.press(Qt.Key.Key_Escape)
    assert field.state == "hint", "a required field says so after it was left, and it was not"


def test_lines_come_in_groups_with_why_and_nothing_unmasked(desk: DeskDriver) -> None:
    person = whole(desk.session, "李秀英").contacts[0].principal.person
    for words, why in (
        ("李秀英", "姓名：李秀英"),
        ("lxy", "姓名：李秀英"),
        (person.document_number[-6:], "证件："),
        (person.phones[0][-6:], "电话："),
    ):
        desk.find(words)
        lines = [line for line in desk.group(MATTERS) if line.words.startswith("李秀英")]
        assert len(lines) == 1, words
        assert why in lines[0].below
        assert [line.words for line in desk.group(PEOPLE)][:1] == ["李秀英"]
        spoken = "\n".join(line.spoken for line in desk.found.lines())
        assert person.document_number not in spoken
        assert person.phones[0] not in spoken
    assert desk.found.listing.current() == desk.group(MATTERS)[0]


def test_a_contact_is_found_by_its_number_and_a_paper_by_its_name(desk: DeskDriver) -> None:
    detail = whole(desk.session, "李秀英")
    paper = papers.issue(desk.session, detail.matter_id, Form.COVER, NOW)
    papers.printed(desk.session, paper, "打印机", NOW)
    desk.find(detail.contacts[-1].number)
    assert [line.words for line in desk.group(CONTACTS)] == [detail.contacts[-1].number]
    desk.find("李秀英 封面")
    assert [line.words for line in desk.group(PAPERS)] == ["卷宗封面"]
    assert "打过 1 次" in desk.group(PAPERS)[0].below
    while desk.found.listing.current() != desk.group(PAPERS)[0]:
        desk.press(Qt.Key.Key_Down)
    desk.enter()
    desk.settle()
    assert desk.where() == desk_pages.PAPER
    assert "卷宗封面" in "\n".join(visible_words(desk.work.main.page(desk_pages.PAPER)))


def test_enter_opens_the_matter_and_the_arrows_skip_the_headings(desk: DeskDriver) -> None:
    desk.find("执行")
    rows = desk.group(MATTERS)
    assert len(rows) > 2
    desk.press(Qt.Key.Key_Down, times=2)
    assert desk.found.listing.current() == rows[2]
    desk.press(Qt.Key.Key_Up, times=9)
    assert desk.found.listing.current() == rows[0]
    desk.press(Qt.Key.Key_PageDown, times=9)
    last = desk.found.listing.current()
    assert last is not None
    assert last == desk.found.lines()[-1]
    desk.press(Qt.Key.Key_PageUp, times=9)
    desk.press(Qt.Key.Key_Down)
    desk.enter()
    desk.settle()
    assert desk.where() == desk_pages.QUEUE
    assert desk.found.isHidden()
    assert desk.queue.panel.matter_id == rows[1].matter_id
    assert desk.queue.panel.isAncestorOf(desk.focus()), "the keys go to what was opened"


def test_enter_faster_than_the_register_opens_what_the_words_mean(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    desk.type("lxy")
    desk.enter()
    desk.settle()
    assert desk.where() == desk_pages.QUEUE
    assert desk.queue.panel.title().startswith("李秀英")


def test_enter_and_arrows_belong_to_the_input_method_while_it_composes(desk: DeskDriver) -> None:
    desk.find("执行")
    first = desk.found.listing.current()
    desk.compose("zhi")
    desk.press(Qt.Key.Key_Down)
    desk.enter()
    desk.settle()
    assert desk.found.isVisible()
    assert desk.found.listing.current() == first
    desk.write("执")
    desk.press(Qt.Key.Key_Down)
    desk.settle()
    assert desk.found.line.text() == "执行执"


def test_nothing_typed_and_nothing_found_are_said_in_words(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    desk.settle()
    assert "拼音" in desk.found.sentence()
    desk.find("没有的人")
    assert desk.found.sentence().startswith("没有找到“没有的人”")
    assert "F1" in desk.found.sentence()
    desk.enter()
    assert desk.found.isVisible(), "there is nothing to open"
    desk.find("   ")
    assert "拼音" in desk.found.sentence()


def test_keys_of_the_page_beneath_rest_while_it_is_open(desk: DeskDriver) -> None:
    desk.write("仇颇")
    before = matters_count(desk.session)
    desk.press(Qt.Key.Key_K, CTRL)
    for key, modifier in ((Qt.Key.Key_P, CTRL), (Qt.Key.Key_Return, CTRL), (Qt.Key.Key_X, ALT)):
        desk.press(key, modifier)
    desk.settle()
    assert desk.found.isVisible()
    assert matters_count(desk.session) == before
    assert intake(desk).form.fields["name"].editor.text() == "仇颇"  # type: ignore[union-attr]
    desk.press(Qt.Key.Key_F1)
    assert desk.found.isHidden(), "F1 registers from anywhere"


def test_it_goes_when_the_clerk_clicks_elsewhere_or_locks(desk: DeskDriver) -> None:
    name = desk.focus()
    desk.press(Qt.Key.Key_K, CTRL)
    intake(desk).form.fields["claim"].editor.setFocus()
    assert desk.found.isHidden()
    name.setFocus()
    desk.press(Qt.Key.Key_K, CTRL)
    desk.work.pause()
    assert desk.found.isHidden()
    desk.work.resume()
    assert desk.focus() is name


def test_what_an_account_may_not_see_is_not_found(qtbot: QtBot, tmp_path: Path, story: Template) -> None:
    whole_session = story.copy(tmp_path / "data")
    hidden = next(row for row in every(whole_session) if row.restricted)
    plain = Session(whole_session.register, Viewer(whole_session.viewer.account_id, whole_session.viewer.name))
    desk = DeskDriver(qtbot, plain, tmp_path)
    desk.find(hidden.number)
    assert not any(line.matter_id == hidden.matter_id for line in desk.found.lines())
    desk.close()


def test_an_answer_is_on_the_screen_within_a_frame(desk: DeskDriver) -> None:
    """Painting the fullest answer, not reading it; a bound loose enough for a busy machine."""
    desk.find("登记表 执行")
    lines = desk.found.lines()
    assert len(lines) > 8
    took = []
    for _round in range(15):
        begun = perf_counter()
        desk.found.listing.show_lines(lines)
        picture = QImage(desk.found.listing.size(), QImage.Format.Format_RGB32)
        desk.found.listing.render(picture)
        took.append(perf_counter() - begun)
    assert sorted(took)[len(took) // 2] < 0.033


def every(session: Session) -> tuple[QueueRow, ...]:
    return queue.first_page(session, QueueFilter(view=QueueView.ALL), NOW.date()).page.rows


def matters_count(session: Session) -> int:
    return len(every(session))


def whole(session: Session, name: str) -> matters.MatterDetail:
    found = next(row for row in every(session) if row.petitioner == name)
    return matters.detail(session, found.matter_id)
