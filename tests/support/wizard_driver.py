"""The first start as a clerk meets it: choose, fill in the court and the first account, put the code away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.support.hands import Hands
from ui.operations import Operations
from ui.pages.wizard.page import WizardPage

ANSWERS = {
    "court_name": "某某县人民法院",
    "court_code": "豫9999",
    "desk_phone": "0300-12345678",
    "desk_address": "某某县城关镇法院路1号",
    "account": "登记员甲",
    "password": "窗口测试口令2026",
    "again": "窗口测试口令2026",
}


class WizardDriver(Hands):
    """The wizard on the screen."""

    def __init__(self, qtbot: QtBot, page: WizardPage, operations: Operations[Path]) -> None:
        self.page = page
        super().__init__(qtbot, page, operations, (1274, 700))
        page.start()

    # doing

    def choose(self, figure: int) -> None:
        """1: the court's own register; 2: practice."""
        self.press(Qt.Key(Qt.Key.Key_0 + figure))
        self.settle()

    def fill(self, name: str, text: str) -> None:
        """Write over a field."""
        self.page.form.fields()[name].setFocus()
        self.replace(text)

    def fill_in(self, **other: str) -> None:
        """Every field, some of them otherwise."""
        for name, text in {**ANSWERS, **other}.items():
            self.fill(name, text)

    # looking

    def note(self, name: str) -> str:
        """The line beneath a field."""
        return self.page.form.fields()[name].note()

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.page.form.fields()[name].editor.text()  # type: ignore[union-attr]

    def focus_name(self) -> str:
        """The field with the focus, empty when it is none of the form's."""
        focus = self.focus()
        return next((name for name, field in self.page.form.fields().items() if field.editor is focus), "")
