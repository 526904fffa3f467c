"""Every model under Qt's own model tester, and none of them reads the database to show a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.matter import MatterStatus
from app.domain.queue import PAGE_ROWS, QueueFilter, QueuePage, QueueRow, QueueSort, QueueView
from app.domain.work_calendar import built_in_calendar
from app.services import queue
from app.services.session import Session
from tests.support.registers import Template
from ui.models.queue_columns import COLUMNS, TRAITS, Column, short_number, status_chip
from ui.models.queue_model import COPY_ROLE, ROW_ROLE, SORT_ROLE, Key, QueueModel
from ui.pages.intake.content import PersonEntry
from ui.pages.intake.people import PeopleModel
from ui.pages.paper.line_list import PaperLines
from ui.pages.paper.lines import PaperKey, PaperLine, read_papers
from ui.pages.settings.rows import Row, Rows
from ui.style import scale, theme
from ui.widgets.chip import Status, chip_size
from ui.widgets.table import STATUS_ROLE
from ui.widgets.timeline import Entry, Timeline

NOW = datetime.fromisoformat("2026-11-24T10:26")
TODAY = NOW.date()
ALL = QueueFilter(view=QueueView.ALL, sort=QueueSort.REGISTERED, descending=True)
ROLES = (*Qt.ItemDataRole, STATUS_ROLE, SORT_ROLE, ROW_ROLE, COPY_ROLE)


@pytest.fixture
def session(tmp_path: Path, many_matters: Template) -> Iterator[Session]:
    made = many_matters.copy(tmp_path / "data")
    yield made
    made.register.close()


@pytest.fixture
def watch(qtbot: QtBot) -> Callable[[QAbstractItemModel], QAbstractItemModelTester]:
    """Put a model under the tester; what it finds is a Qt warning, and that fails the test."""
    return lambda model: QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)


def read_everything(model: QAbstractItemModel) -> int:
    """Ask for every role of every cell and heading, as a view and a screen reader might."""
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for section in range(-1, columns + 1):
        for role in ROLES:
            model.headerData(section, Qt.Orientation.Horizontal, role)
            model.headerData(section, Qt.Orientation.Vertical, role)
    cells = [model.index(row, column) for row in range(model.rowCount()) for column in range(columns)]
    for cell in cells:
        for role in ROLES:
            cell.data(role)
    assert model.data(QModelIndex(), Qt.ItemDataRole.DisplayRole) is None
    return len(cells)


def first_page(session: Session, wanted: QueueFilter = ALL) -> QueuePage:
    return queue.first_page(session, wanted, TODAY).page


def queue_model() -> QueueModel:
    return QueueModel(lambda: TODAY, built_in_calendar())


def test_the_queue_keeps_the_contract_of_a_model_while_rows_come_and_go(session: Session, watch) -> None:
    model = queue_model()
    tester = watch(model)
    page = first_page(session)
    model.replace(page.rows, page.next_key)
    model.replace(page.rows, page.next_key)
    model.replace(page.rows[:3], None)
    model.replace(tuple(reversed(page.rows)), page.next_key)
    model.replace((), None)
    model.show_sort(QueueSort.DUE, descending=True)
    assert model.rowCount() == 0
    assert tester.model() is model


def test_what_begins_with_the_same_matters_is_added_below(session: Session, watch) -> None:
    model = queue_model()
    tester = watch(model)
    page = first_page(session)
    model.replace(page.rows[:7], None)
    told: list[tuple[str, int]] = []
    model.rowsRemoved.connect(lambda _parent, first, _last: told.append(("gone", first)))
    model.dataChanged.connect(lambda _first, last: told.append(("changed", last.row())))
    model.rowsInserted.connect(lambda _parent, first, _last: told.append(("added", first)))
    assert model.replace(page.rows, page.next_key), "every row stands for the matter it stood for"
    assert told == [("added", 7)], "rows that did not change are not drawn again"
    assert [model.row(place) for place in range(model.rowCount())] == list(page.rows)
    assert model.place_of(page.rows[-1].matter_id) == len(page.rows) - 1
    told.clear()
    model.replace((replace(page.rows[0], petitioner="改了"), *page.rows[1:]), page.next_key)
    assert told == [("changed", len(page.rows) - 1)]
    told.clear()
    assert not model.replace(page.rows[1:], None), "other matters stand in the rows"
    last = len(page.rows) - 2
    assert told == [("gone", last + 1), ("changed", last)], "a view is not told to begin anew"
    assert [model.place_of(row.matter_id) for row in page.rows] == [None, *range(last + 1)]
    assert tester.model() is model


def test_further_pages_are_asked_for_once_and_added_whole(session: Session, watch) -> None:
    model = queue_model()
    tester = watch(model)
    asked: list[Key] = []
    model.more_wanted.connect(asked.append)
    page = first_page(session)
    model.replace(page.rows, page.next_key)
    while model.has_more:  # the tester asks too
        model.fetchMore(QModelIndex())
        model.fetchMore(QModelIndex())
        assert len(asked) == 1, "asked once for a page, however often the view wants it"
        after = asked.pop()
        further = queue.next_page(session, ALL, TODAY, after)
        model.append(further.rows, further.next_key, after)
    ids = [model.row(place).matter_id for place in range(model.rowCount())]
    assert len(ids) == len(set(ids)) == queue.first_page(session, ALL, TODAY).counts.matching > 2 * PAGE_ROWS
    assert [model.place_of(matter_id) for matter_id in ids] == list(range(len(ids)))
    assert not model.has_more
    assert tester.model() is model


def test_a_page_nobody_waits_for_is_dropped(session: Session, watch) -> None:
    model = queue_model()
    page = first_page(session)
    assert page.next_key is not None
    model.replace(page.rows, page.next_key)
    model.fetchMore(QModelIndex())
    late = queue.next_page(session, ALL, TODAY, page.next_key)
    tester = watch(model)
    model.replace(page.rows[:5], None)
    model.append(late.rows, late.next_key, page.next_key)
    assert model.rowCount() == 5
    assert tester.model() is model


def test_a_page_that_could_not_be_read_may_be_asked_for_again(session: Session) -> None:
    model = queue_model()
    page = first_page(session)
    assert page.next_key is not None
    model.replace(page.rows, page.next_key)
    model.fetchMore(QModelIndex())
    assert not model.canFetchMore(QModelIndex())
    model.give_up(page.next_key)
    assert model.canFetchMore(QModelIndex())


def test_rows_already_shown_are_not_added_twice(session: Session, watch) -> None:
    model = queue_model()
    page = first_page(session)
    assert page.next_key is not None
    tester = watch(model)
    model.replace(page.rows, page.next_key)
    model.fetchMore(QModelIndex())
    model.append(page.rows, None, page.next_key)
    assert model.rowCount() == len(page.rows)
    assert tester.model() is model


def test_no_cell_reads_the_database(session: Session, watch) -> None:
    model = queue_model()
    page = first_page(session)
    model.replace(page.rows, page.next_key)
    session.register.close()
    session.register.files.database.unlink()
    assert read_everything(model) == PAGE_ROWS * len(COLUMNS)


@pytest.mark.parametrize("sort", [sort for sort in QueueSort if sort is not QueueSort.LATEST])
def test_every_order_shows_in_its_heading(sort: QueueSort) -> None:
    model = queue_model()
    for descending, arrow in ((False, "↑"), (True, "↓")):
        model.show_sort(sort, descending=descending)
        headings = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(len(COLUMNS))]
        marked = [column for column, words in zip(COLUMNS, headings, strict=True) if words.endswith(arrow)]
        assert [TRAITS[column].sort for column in marked] == [sort]


def test_a_cell_copies_what_it_cuts_short(session: Session) -> None:
    model = queue_model()
    row: QueueRow = first_page(session).rows[0]
    model.replace([row], None)
    number = model.index(0, COLUMNS.index(Column.NUMBER))
    assert number.data() == f"访{row.number.split('访')[1]}"
    assert number.data(COPY_ROLE) == row.number
    registered = model.index(0, COLUMNS.index(Column.REGISTERED))
    assert registered.data(COPY_ROLE) == f"{row.registered_at:%Y-%m-%d %H:%M}"


def test_words_of_a_day_follow_the_day(session: Session) -> None:
    days = [TODAY]
    model = QueueModel(lambda: days[-1], built_in_calendar())
    rows = first_page(session, QueueFilter(view=QueueView.OPEN)).rows
    model.replace(rows, None)
    due = model.index(0, COLUMNS.index(Column.DUE))
    before = due.data()
    days.append(date(2027, 1, 15))
    model.replace(rows, None)
    assert due.data() != before


def test_the_list_of_papers(session: Session, watch) -> None:
    model = PaperLines()
    tester = watch(model)
    found = read_papers(session, 1)
    model.replace(found.forms)
    session.register.close()
    session.register.files.database.unlink()
    assert read_everything(model) == len(found.forms) > 2
    assert model.row_of(found.forms[-1].key) == len(found.forms) - 1
    model.replace((PaperLine(PaperKey("slip", tray_id=3), "登记回执", below="没有打出"),))
    assert "没有打出" in model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.row_of(found.forms[0].key) == -1
    model.replace(())
    assert tester.model() is model


def test_the_list_of_people(watch) -> None:
    model = PeopleModel()
    tester = watch(model)
    model.replace((PersonEntry("agent", "赵律师"), PersonEntry("companion", "李四")))
    model.insert(2, PersonEntry("companion", "王五"))
    model.insert(0, PersonEntry("companion", "钱六"))
    assert read_everything(model) == 16
    assert model.take(1).name == "赵律师"
    model.take(0)
    assert [one.name for one in model.people] == ["李四", "王五"]
    model.replace(())
    assert tester.model() is model


def test_the_small_tables_of_the_settings(watch) -> None:
    model = Rows(("账户", "状态"))
    tester = watch(model)
    model.replace([Row(1, ("登记员甲", Status("可用"))), Row(2, ("登记员乙", Status("已停用")))])
    assert read_everything(model) == 4
    assert model.index(1, 1).data() == "已停用"
    model.replace([])
    assert tester.model() is model


def test_the_timeline(qtbot: QtBot, watch) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    tester = watch(timeline.model())
    timeline.set_entries([Entry("已登记", "2026-11-24"), Entry("已作废", "2026-11-23", note="重复登记")])
    assert read_everything(timeline.model()) == 2
    assert timeline.model().index(1, 0).data() == "2026-11-23，已作废，重复登记"
    timeline.set_entries(())
    assert tester.model() is timeline.model()


def test_a_number_of_another_year_is_told_by_its_year_and_running_number() -> None:
    assert short_number("（2026）豫9999访834号", 2026) == "访834号"
    assert short_number("（2025）豫9999访834号", 2026) == "25访834号"
    assert short_number("旧册第 12 页", 2026) == "旧册第 12 页"


def test_every_status_and_a_usual_number_have_their_room(qapp: QApplication) -> None:
    sides = scale.gap(8) + scale.gap(4)
    room = scale.px(TRAITS[Column.STATUS].width) - sides
    longest = {status for status in MatterStatus if chip_size(status_chip(status)).width() > room}
    assert longest <= {MatterStatus.LED_INTO}
    number = theme.small_font(scale.BASE)
    width = QFontMetrics(number).horizontalAdvance(short_number("（2025）豫9999访8306号", 2026))
    assert width <= scale.px(TRAITS[Column.NUMBER].width) - sides - scale.gap(4)
