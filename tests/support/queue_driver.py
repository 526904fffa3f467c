"""The queue page as a clerk uses it: keys to move, search, sort and act, and what list and panel say."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.queue import QueueView
from app.services.session import Session
from tests.support.hands import ALT, CTRL, Hands
from ui.models.queue_columns import COLUMNS, Column
from ui.operations import Operations
from ui.pages.queue.column_dialog import ColumnDialog
from ui.pages.queue.correction_dialog import CorrectionDialog
from ui.pages.queue.page import QueuePage
from ui.pages.queue.void_dialog import VoidDialog
from ui.widgets.empty_state import EmptyState

_VIEW_KEYS = {view: Qt.Key(Qt.Key.Key_0 + place) for place, view in enumerate(QueueView, 1)}


class QueueDriver(Hands):
    """One queue page on the screen."""

    def __init__(
        self, qtbot: QtBot, page: QueuePage, operations: Operations[Session], size: tuple[int, int] = (1274, 700)
    ) -> None:
        self.page = page
        operations.changed.connect(page.accept_change)
        page.take_focus()
        super().__init__(qtbot, page, operations, size)

    # doing

    def settle(self) -> None:
        """Wait for everything, also for what the page leaves for a pause in the typing."""
        super().settle()
        self.page.finish_typing()
        super().settle()

    def view(self, view: QueueView) -> None:
        """Alt+1 to Alt+4."""
        self.press(_VIEW_KEYS[view], ALT)
        self.settle()

    def find(self, words: str) -> None:
        """Ctrl+F, then write."""
        self.press(Qt.Key.Key_F, CTRL)
        self.replace(words)
        self.settle()

    def down(self, times: int = 1) -> None:
        """To the rows below."""
        self.press(Qt.Key.Key_Down, times=times)
        self.settle()

    def sort_by(self, column: Column) -> None:
        """Click the heading."""
        self.page.card.table.horizontalHeader().sectionClicked.emit(COLUMNS.index(column))
        self.settle()

    def choose_columns(self) -> ColumnDialog:
        """Alt+L."""
        self.press(Qt.Key.Key_L, ALT)
        return self.dialog(ColumnDialog)

    def open_note(self) -> None:
        """Alt+J."""
        self.press(Qt.Key.Key_J, ALT)
        self.settle()

    def open_correction(self) -> CorrectionDialog:
        """Alt+G."""
        self.press(Qt.Key.Key_G, ALT)
        return self.dialog(CorrectionDialog)

    def open_void(self) -> VoidDialog:
        """Alt+Z."""
        self.press(Qt.Key.Key_Z, ALT)
        return self.dialog(VoidDialog)

    # looking

    def names(self) -> list[str]:
        """信访人 of every row in memory, top down."""
        return [self.page.card.model.row(place).petitioner for place in range(self.page.card.model.rowCount())]

    def cells(self, column: Column) -> list[str]:
        """What a column shows, top down."""
        model = self.page.card.model
        places = range(model.rowCount())
        return [str(model.index(place, COLUMNS.index(column)).data()) for place in places]

    def current_name(self) -> str:
        """信访人 of the current row, empty without one."""
        row = self.page.card.table.current_row()
        return "" if row is None else row.petitioner

    def headings(self) -> list[str]:
        """The headings on the screen, left to right."""
        table = self.page.card.table
        return [
            str(self.page.card.model.headerData(COLUMNS.index(column), Qt.Orientation.Horizontal))
            for column in table.shown_columns()
        ]

    def tabs(self) -> list[str]:
        """在办 13 and the other views."""
        return [self.page.views.button(view.value).text() for view in QueueView]

    def footer(self) -> str:
        """The line of counts."""
        return self.page.card.footer.text()

    def empty_words(self) -> str:
        """What stands where there are no rows; empty when there are."""
        shown = self.page.card.shown()
        return shown.sentence() if isinstance(shown, EmptyState) else ""

    def timeline(self) -> list[str]:
        """The sentences of 经过, top down."""
        return [entry.sentence for entry in self.page.panel.view.timeline.entries()]

    def said(self) -> str:
        """The bar of the page."""
        return self.page.problems.words()
