"""办理进度: the screen that may be turned to the visitor, and the inquiry counted and printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.matter import MatterStatus
from app.domain.paper import Form
from app.domain.queue import QueueFilter, QueueRow, QueueView
from app.services import matters, queue
from app.services.session import Session
from tests.support.desk_driver import NOW, DeskDriver
from tests.support.hands import ALT, CTRL
from tests.support.registers import Template
from ui import desk_pages


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, story: Template) -> Iterator[DeskDriver]:
    made = DeskDriver(qtbot, story.copy(tmp_path / "data"), tmp_path)
    yield made
    made.close()


def every(session: Session) -> tuple[QueueRow, ...]:
    return queue.first_page(session, QueueFilter(view=QueueView.ALL), NOW.date()).page.rows


def row_of(session: Session, name: str) -> QueueRow:
    return next(row for row in every(session) if row.petitioner == name)


def ask(desk: DeskDriver, words: str) -> None:
    """F10, write, Enter."""
    desk.press(Qt.Key.Key_F10)
    desk.settle()
    desk.press(Qt.Key.Key_F, CTRL)
    desk.replace(words)
    desk.enter()
    desk.settle()


def test_one_search_answers_large_masked_and_without_a_word_of_the_inner_record(desk: DeskDriver) -> None:
    for row in every(desk.session):
        if row.status is MatterStatus.VOID:
            continue
        desk.progress.clear()
        ask(desk, row.number)
        page = desk.progress
        assert page.answer is not None, row.number
        assert page.answer.number == row.number
        words = desk.words_on_screen()
        detail = matters.detail(desk.session, row.matter_id)
        for known in (known for contact in detail.contacts for known in contact.people):
            assert len(known.person.name) < 2 or known.person.name not in words
            assert not known.person.document_number or known.person.document_number not in words
            assert all(phone not in words for phone in known.person.phones)
        assert not detail.handler or detail.handler not in words
        assert detail.due_date is None or "逾期" not in words
    labels = [label for label in desk.progress.view.findChildren(QLabel) if label.isVisible() and label.text()]
    assert labels
    assert min(label.fontInfo().pixelSize() for label in labels) >= 20


def test_several_are_offered_masked_and_one_is_chosen_by_keys(desk: DeskDriver) -> None:
    ask(desk, "执行")
    page = desk.progress
    offered = page.candidates.choices()
    assert 1 < len(offered) <= 5
    assert page.answer is None
    painted = desk.words_on_screen() + " ".join(
        str(page.candidates.model().index(row, 0).data(role))
        for row in range(len(offered))
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    )
    for choice in offered:
        detail = matters.detail(desk.session, choice.matter_id)
        assert detail.summary not in painted, "who looks on reads nobody else's claim"
        assert detail.number not in painted
        assert f"编号尾号 {choice.number_end}" in painted
    desk.press(Qt.Key.Key_Down)
    desk.enter()
    desk.settle()
    assert page.answer is not None
    assert page.answer.matter_id == offered[1].matter_id
    assert desk.focus() is page.area, "arrows move on from here"


def test_it_takes_over_the_matter_of_the_list_and_of_the_search_and_gives_the_page_back(desk: DeskDriver) -> None:
    desk.go(2)
    shown = desk.queue.panel.matter_id
    desk.press(Qt.Key.Key_F10)
    desk.settle()
    assert desk.progress.answer is not None
    assert desk.progress.answer.matter_id == shown
    desk.press(Qt.Key.Key_Escape)
    desk.settle()
    assert desk.where() == desk_pages.QUEUE
    assert desk.focus() is desk.queue.card.table
    desk.go(1)
    desk.find("李秀英")
    desk.press(Qt.Key.Key_F10)
    desk.settle()
    assert desk.progress.answer is not None
    assert desk.progress.answer.matter_id == row_of(desk.session, "李秀英").matter_id
    desk.press(Qt.Key.Key_Escape)
    assert desk.where() == desk_pages.INTAKE
    desk.press(Qt.Key.Key_F10)
    desk.settle()
    assert desk.progress.answer is None, "the next visitor sees nothing of the one before"
    assert desk.progress.search.text() == ""
    assert desk.focus() is desk.progress.search


def test_one_key_counts_the_inquiry_once_and_prints_its_slip(desk: DeskDriver) -> None:
    row = row_of(desk.session, "李秀英")
    before = len(matters.detail(desk.session, row.matter_id).contacts)
    ask(desk, row.number)
    desk.press(Qt.Key.Key_P, CTRL)
    desk.settle()
    detail = matters.detail(desk.session, row.matter_id)
    assert len(detail.contacts) == before + 1
    asked = detail.contacts[-1]
    assert asked.inquiry
    assert len(desk.printers.out) == 1
    assert [line.form for line in detail.documents][:1] == [Form.PROGRESS.value]
    desk.press(Qt.Key.Key_P, CTRL)
    desk.settle()
    assert len(matters.detail(desk.session, row.matter_id).contacts) == before + 1, "printed again, not counted again"
    assert len(desk.printers.out) == 2
    assert not desk.progress.visit_button.isEnabled()


def test_a_telephone_inquiry_of_somebody_else_is_counted_with_their_name(desk: DeskDriver) -> None:
    row = row_of(desk.session, "李秀英")
    ask(desk, row.number)
    desk.progress.asker.setFocus()
    desk.write("李小军")
    desk.press(Qt.Key.Key_2, ALT)
    desk.settle()
    asked = matters.detail(desk.session, row.matter_id).contacts[-1]
    assert asked.inquiry
    assert [known.person.name for known in asked.people][-1] == "李小军"
    assert asked.number in desk.progress.problems.words()
    assert "来电查询" in desk.progress.problems.words()
    assert desk.focus() is desk.progress.area, "the name can no longer be changed, the keys go on"


def test_nothing_found_nothing_typed_and_a_void_matter_are_said_in_words(desk: DeskDriver) -> None:
    ask(desk, "没有的人")
    assert "没有查到“没有的人”" in desk.progress.empty.sentence()
    ask(desk, "")
    assert "按 Enter 查询" in desk.progress.empty.sentence()
    row = next(row for row in every(desk.session) if row.status is not MatterStatus.VOID)
    ask(desk, row.number)
    matters.void(desk.session, row.matter_id, "重复登记", NOW)
    desk.progress.refresh()
    desk.settle()
    assert "已作废" in desk.progress.empty.sentence()
    assert desk.progress.answer is None
    assert not desk.progress.slip_button.isVisible()
    assert desk.focus() is desk.progress.search


def test_names_do_not_come_and_go_while_words_are_typed(desk: DeskDriver) -> None:
    desk.press(Qt.Key.Key_F10)
    desk.write("李秀英")
    desk.compose("li")
    desk.enter()
    desk.settle()
    assert desk.progress.answer is None, "Enter was the input method's"
    desk.write("")
    desk.enter()
    desk.settle()
    assert desk.progress.answer is not None
