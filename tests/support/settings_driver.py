"""The settings page as a clerk uses it: a section by its key, fields, and what is said."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.services.session import Session
from tests.support.hands import ALT, CTRL, Hands, visible_words
from ui.operations import Operations
from ui.pages.settings.page import OWN_KEYS, SettingsPage
from ui.pages.settings.rows import SmallTable
from ui.problems import Question
from ui.widgets.field import Field


class SettingsDriver(Hands):
    """The settings page on the screen."""

    def __init__(self, qtbot: QtBot, page: SettingsPage, operations: Operations[Session]) -> None:
        self.page = page
        operations.changed.connect(page.accept_change)
        page.take_focus()
        super().__init__(qtbot, page, operations, (1274, 700))

    def settle(self) -> None:
        """Until nothing is under way."""
        for _round in range(5):
            QApplication.processEvents()
            self._operations.drain()
        QApplication.processEvents()

    # doing

    def section(self, name: str) -> None:
        """Alt+1 to Alt+9, then Alt+0; those after by Ctrl+PgDn."""
        place = 1 + list(self.page.sections).index(name)
        self.press(Qt.Key(Qt.Key.Key_0 + min(place, OWN_KEYS) % 10), ALT)
        for _further in range(place - OWN_KEYS):
            self.press(Qt.Key.Key_PageDown, CTRL)
        self.settle()

    def fill(self, field: Field | QWidget, text: str) -> None:
        """Write over a field."""
        field.setFocus()
        self.replace(text)

    def alt(self, key: Qt.Key) -> None:
        """A key of a button of the section."""
        self.press(key, ALT)
        self.settle()

    def answer_yes(self) -> None:
        """Alt+Y in the question that has come up."""
        self.dialog(Question)
        self.press(Qt.Key.Key_Y, ALT)
        self.settle()
        assert self.no_dialog()

    def answer_no(self) -> None:
        """Esc in the question that has come up."""
        self.dialog(Question)
        self.press(Qt.Key.Key_Escape)
        self.settle()
        assert self.no_dialog()

    # looking

    def said(self) -> str:
        """The bar of the page."""
        return self.page.problems.words()

    def rows(self, table: SmallTable) -> list[tuple[str, ...]]:
        """The words of every line of a small table."""
        model = table.lines
        across = range(model.columnCount())
        return [tuple(str(model.index(row, column).data()) for column in across) for row in range(model.rowCount())]

    def section_words(self) -> str:
        """What can be read in the section shown."""
        return "\n".join(visible_words(self.page.current()))
