"""The current row of the list stays whole on the screen when the room changes, never against the clerk's scrolling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.queue import QueueView
from app.services.session import Session
from tests.support.desk_room import Clock
from tests.support.queue_driver import QueueDriver
from tests.support.registers import Template
from ui.models.queue_columns import COLUMNS, Column
from ui.operations import Operations
from ui.pages.queue.page import QueuePage
from ui.pages.queue.table import QueueTable
from ui.style.theme import Look

NOW = datetime.fromisoformat("2026-11-24T10:26")


@pytest.fixture
def session(tmp_path: Path, story: Template) -> Iterator[Session]:
    made = story.copy(tmp_path / "data")
    yield made
    made.register.close()


@pytest.fixture
def clerk(qtbot: QtBot, desk: Operations[Session], clock: Clock) -> QueueDriver:
    """All 31 matters in a window that shows about ten of them."""
    made = QueueDriver(qtbot, QueuePage(desk, clock), desk, (1274, 640))
    made.view(QueueView.ALL)
    made.page.card.table.setFocus()
    made.press(Qt.Key.Key_Home)
    return made


@pytest.fixture
def table(clerk: QueueDriver) -> QueueTable:
    return clerk.page.card.table


def is_whole(table: QueueTable) -> bool:
    row = table.currentIndex().row()
    top = table.rowViewportPosition(row)
    return row >= 0 and top >= 0 and top + table.rowHeight(row) <= table.viewport().height()


def last_whole(table: QueueTable) -> int:
    return table.rowAt(table.viewport().height() - 1) - 1


def test_a_lower_window_does_not_cut_off_the_current_row(clerk: QueueDriver, table: QueueTable) -> None:
    clerk.down(last_whole(table))
    assert is_whole(table)
    row = table.currentIndex().row()
    for height in (610, 580, 640, 560):
        clerk.page.resize(1274, height)
        clerk.settle()
        assert table.currentIndex().row() == row
        assert is_whole(table), height


def test_a_bar_above_the_list_does_not_cut_off_the_current_row(clerk: QueueDriver, table: QueueTable) -> None:
    clerk.down(last_whole(table))
    clerk.page.say("三天没有备份，请插上备份盘。")
    clerk.settle()
    assert is_whole(table)


def test_higher_rows_do_not_push_the_current_one_out(
    clerk: QueueDriver, table: QueueTable, wear: Callable[[Look], None]
) -> None:
    clerk.page.set_compact(compact=True)
    clerk.down(last_whole(table))
    clerk.page.set_compact(compact=False)
    clerk.settle()
    assert is_whole(table)
    wear(Look(text_points=14))
    clerk.settle()
    assert is_whole(table)


def test_reading_again_shows_the_whole_of_a_row_that_was_cut_off(clerk: QueueDriver, table: QueueTable) -> None:
    clerk.down(20)
    bar = table.verticalScrollBar()
    bar.setValue(bar.value() - table.rowHeight(0) // 2)
    assert table.current_in_view()
    assert not is_whole(table)
    clerk.page.refresh()
    clerk.settle()
    assert is_whole(table)


def test_a_clerk_who_scrolled_away_is_left_where_they_look(clerk: QueueDriver, table: QueueTable) -> None:
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not table.current_in_view()
    stood = bar.value()
    clerk.page.refresh()
    clerk.settle()
    assert (bar.value(), table.currentIndex().row()) == (stood, 0)


def test_keys_scroll_when_the_number_is_put_away(clerk: QueueDriver, table: QueueTable) -> None:
    layout = clerk.page.card.layout_of_columns
    layout.set_columns(replace(layout.columns, hidden=frozenset({Column.NUMBER})))
    assert table.isColumnHidden(COLUMNS.index(Column.NUMBER))
    matter = clerk.page.card.model.row(25).matter_id
    clerk.page.show_matter(matter)
    clerk.settle()
    assert table.currentIndex().row() == 25
    assert is_whole(table)
    clerk.press(Qt.Key.Key_Down, times=3)
    assert is_whole(table)
    clerk.press(Qt.Key.Key_Up, times=20)
    assert is_whole(table)
