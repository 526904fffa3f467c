"""The form at 1366 × 768 in the practice register, with the line of what it will join: nothing of it is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.contact import Channel
from app.services import matters
from tests.support.desk_driver import DeskDriver
from tests.support.hands import ALT, CTRL
from tests.support.registers import Template
from ui import desk_pages
from ui.pages.intake.page import IntakePage
from ui.pages.intake.plan import CHANNELS
from ui.pages.intake.section import FoldButton
from ui.style.theme import Look
from ui.widgets.block_edit import BlockEdit


@pytest.fixture
def desk(
    qtbot: QtBot, qapp: object, wear: Callable[[Look], None], story: Template, tmp_path: Path
) -> Iterator[DeskDriver]:
    made = DeskDriver(qtbot, story.copy(tmp_path / "data"), tmp_path)
    yield made
    made.close()


def form_page(desk: DeskDriver) -> IntakePage:
    page = desk.work.main.page(desk_pages.INTAKE)
    assert isinstance(page, IntakePage)
    return page


def recognise(desk: DeskDriver) -> None:
    """Somebody who is known comes again with the same matter."""
    page = form_page(desk)
    person = matters.detail(desk.session, 24).contacts[0].principal.person
    page.form.focus_on("name")
    desk.write(person.name)
    page.form.focus_on("document_number")
    desk.type(person.document_number)
    page.form.focus_on("phones")
    desk.settle()
    desk.press(Qt.Key.Key_1, ALT)
    desk.settle()
    assert page.decision_line.isVisible()


def place_in(widget: QWidget, outer: QWidget) -> QRect:
    return QRect(widget.mapTo(outer, QPoint(0, 0)), widget.size())


def fold_buttons(page: IntakePage) -> list[FoldButton]:
    found = [one for one in page.form.findChildren(FoldButton) if one.isVisible()]
    assert len(found) == 6
    return found


def test_nothing_of_the_form_is_cut_off_on_the_low_screen(desk: DeskDriver) -> None:
    recognise(desk)
    page = form_page(desk)
    for channel in CHANNELS:
        page.set_channel(channel)
        desk.settle()
        assert page.decision_line.isVisible()
        viewport = page._area.viewport()
        assert page._area.verticalScrollBar().maximum() == 0, channel
        for widget in (*fold_buttons(page), page.form.fields["claim"], page.form.fields["disposition"]):
            assert viewport.rect().contains(place_in(widget, viewport)), (channel, widget)


@pytest.mark.parametrize(("points", "zoom"), [(16, 1.0), (13, 1.5), (13, 2.0)])
def test_with_large_text_every_part_is_whole_once_it_is_scrolled_to(
    desk: DeskDriver, wear: Callable[[Look], None], points: int, zoom: float
) -> None:
    recognise(desk)
    wear(Look(text_points=points, zoom=zoom))
    desk.settle()
    page = form_page(desk)
    for channel in CHANNELS:
        page.set_channel(channel)
        desk.settle()
        viewport = page._area.viewport()
        assert page._area.horizontalScrollBar().maximum() == 0
        for button in fold_buttons(page):
            assert button.width() >= button.sizeHint().width(), button.text()
            assert button.parentWidget().rect().contains(button.geometry()), button.text()
            page._area.ensureWidgetVisible(button, 0, 0)
            assert viewport.rect().contains(place_in(button, viewport)), button.text()
        by_place = sorted((place_in(one, page.form) for one in fold_buttons(page)), key=lambda one: (one.y(), one.x()))
        assert not any(one.intersects(two) for one in by_place for two in by_place if one is not two)


def test_what_was_registered_last_gives_way_to_what_becomes_of_this_form(desk: DeskDriver) -> None:
    page = form_page(desk)
    recognise(desk)
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert "已登记" in page.saved_line.words()
    recognise(desk)
    assert page.saved_line.words() == ""
    assert page._area.verticalScrollBar().maximum() == 0
    desk.press(Qt.Key.Key_U, ALT)
    desk.settle()
    assert not page.decision_line.isVisible()
    assert "已登记" in page.saved_line.words()


def test_the_end_of_a_long_claim_stays_in_sight_while_it_grows(desk: DeskDriver) -> None:
    recognise(desk)
    page = form_page(desk)
    page.say("登记回执没有打出。")
    page.form.focus_on("claim")
    desk.settle()
    for _line in range(12):
        desk.write("请求依法处理拖欠工资一案，多次来院反映，还没有结果。" * 3)
        desk.settle()
    viewport, claim = page._area.viewport(), page.form.fields["claim"].editor
    assert isinstance(claim, BlockEdit)
    caret = QRect(claim.viewport().mapTo(viewport, claim.cursorRect().topLeft()), claim.cursorRect().size())
    assert viewport.rect().contains(caret)


def test_a_form_nobody_began_says_nothing_when_the_clerk_comes_back(desk: DeskDriver) -> None:
    page = form_page(desk)
    name = page.form.fields["name"]

    def go_and_come_back() -> None:
        page.form.focus_on("name")
        for key in (Qt.Key.Key_2, Qt.Key.Key_1):
            desk.press(key, CTRL)
            desk.settle()

    go_and_come_back()
    assert name.state == "hint"
    page.form.focus_on("claim")
    desk.write("请求督促执行。")
    go_and_come_back()
    assert name.note() == "✕ 请填写姓名。"


def test_the_keys_of_the_parts_open_them_from_their_headings(desk: DeskDriver) -> None:
    page = form_page(desk)
    page.set_channel(Channel.VISIT)
    for name, key in (("details", Qt.Key.Key_X), ("people", Qt.Key.Key_R), ("story", Qt.Key.Key_J)):
        desk.press(key, ALT)
        assert page.form.is_open(name)
