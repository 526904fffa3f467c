"""What large text and a change of looks must not do to the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.contact import Channel
from app.services.session import Session
from tests.support.intake_driver import IntakeDriver
from tests.support.paper_driver import register_visit
from tests.support.registers import Template
from ui.operations import Operations
from ui.pages.intake.page import IntakePage
from ui.pages.paper.page import PaperPage
from ui.pages.queue.page import QueuePage
from ui.printing import PaperTarget, PrintDesk
from ui.style.theme import Look
from ui.style.tokens import Palette
from ui.widgets.field import Field, FieldGrid
from ui.widgets.line_edit import LineEdit

NOW = datetime.fromisoformat("2026-11-24T10:26")
BIG = Look(zoom=2.0)
Wear = Callable[[Look], None]


@pytest.fixture
def story_desk(qapp: object, tmp_path: Path, story: Template) -> Iterator[Operations[Session]]:
    session = story.copy(tmp_path / "story")
    made = Operations(session, lambda: NOW)
    yield made
    assert made.close()
    session.register.close()


def settle(desk: Operations[Session]) -> None:
    for _round in range(4):
        QApplication.processEvents()
        desk.drain()


def show(qtbot: QtBot, page: QWidget) -> None:
    qtbot.addWidget(page)
    page.setFixedSize(1252, 620)
    page.show()


def test_columns_keep_their_width_when_size_and_colours_change(qtbot, story_desk, wear: Wear):
    page = QueuePage(story_desk, lambda: NOW)
    show(qtbot, page)
    settle(story_desk)
    columns = page.card.layout_of_columns
    for look in (BIG, Look(Palette.DARK), Look(Palette.DARK, zoom=2.0), Look()):
        wear(look)
        settle(story_desk)
        assert columns.columns.widths == {}


def test_the_filters_fold_where_they_would_leave_no_rows(qtbot, story_desk, wear: Wear):
    page = QueuePage(story_desk, lambda: NOW)
    show(qtbot, page)
    settle(story_desk)
    assert page.card.strip.isVisible()
    assert not page.card.strip_button.isVisible()
    wear(BIG)
    settle(story_desk)
    assert not page.card.strip.isVisible()
    assert page.card.table.viewport().height() >= 2 * page.card.table.rowHeight(0)
    page.card.strip_button.click()
    assert page.card.strip.isVisible()
    assert page.card.strip.channel.hasFocus()
    page.card.strip_button.click()
    assert page.card.table.hasFocus()


def test_printing_stays_in_view_with_large_text(qtbot, desk, session, wear: Wear):
    page = PaperPage(desk, PrintDesk(desk, lambda: NOW), lambda: NOW)
    show(qtbot, page)
    page.open_at(PaperTarget(register_visit(session)))
    wear(BIG)
    settle(desk)
    for button in (page.card.print, page.card.save):
        assert page.rect().contains(button.mapTo(page, button.rect().bottomRight()))
    assert page.card.forms.height() == page.card.forms.needed_height()


def test_another_channel_reproaches_nobody_for_what_was_not_left(qtbot, desk):
    driver = IntakeDriver(qtbot, IntakePage(desk, lambda: NOW), desk)
    for channel in (Channel.LETTER, Channel.FORWARDED, Channel.CALL, Channel.VISIT):
        driver.page.set_channel(channel)
        driver.settle()
        assert [name for name in driver.page.form.fields if driver.state(name) == "wrong"] == []


def test_an_empty_field_that_was_left_still_says_so_in_another_channel(qtbot, desk):
    driver = IntakeDriver(qtbot, IntakePage(desk, lambda: NOW), desk)
    driver.go_to("name")
    driver.tab()
    assert driver.state("name") == "wrong"
    driver.page.set_channel(Channel.LETTER)
    assert driver.state("name") == "wrong"


def test_the_cover_is_one_key_away_after_registering(qtbot, desk, session):
    page = IntakePage(desk, lambda: NOW)
    driver = IntakeDriver(qtbot, page, desk)
    driver.type_name("仇颇")
    page.form.fields["document_kind"].editor.set_value("none")
    page.form.fields["no_document_reason"].editor.setCurrentIndex(0)
    driver.type_claim("要求尽快执行")
    driver.save()
    assert driver.confirmation().startswith("已登记")
    with qtbot.waitSignal(page.cover_wanted) as wanted:
        page.saved_line.cover_button.click()
    assert wanted.args == [1]


def test_a_grid_leaves_alone_what_another_took_over(qtbot, wear: Wear):
    old, new = FieldGrid(), FieldGrid()
    for grid in (old, new):
        qtbot.addWidget(grid)
    field = Field("姓名", LineEdit())
    old.add(field)
    new.add(field)
    old.resize(900, 100)
    wear(BIG)
    old.resize(300, 100)
    assert field.parent() is new


def test_a_long_text_put_in_shows_its_beginning_and_is_typed_on_at_its_end(qtbot):
    edit = LineEdit()
    qtbot.addWidget(edit)
    edit.setText("某某县城关镇法院路1号" * 4)
    assert edit.cursorPosition() == 0
    with qtbot.waitActive(edit):
        edit.show()
        edit.activateWindow()
    edit.setFocus()
    qtbot.keyClicks(edit, "x")
    assert edit.text().endswith("x")
