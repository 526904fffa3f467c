"""Drives the intake page the way a clerk does: by keys, by the input method, and by looking."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from stdnum.cn import ric

from app.services.session import Session
from ui.operations import Operations
from ui.pages.intake.fields import value_of
from ui.pages.intake.page import IntakePage

NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def resident_number(first17: str) -> str:
    """A resident number with its right check digit."""
    return first17 + str(ric.calc_check_digit(first17 + "0"))


class IntakeDriver:
    """One page on the screen."""

    def __init__(self, qtbot: QtBot, page: IntakePage, operations: Operations[Session]) -> None:
        self.page = page
        self._operations = operations
        qtbot.addWidget(page)
        page.resize(1274, 700)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        self.settle()

    # doing

    def settle(self) -> None:
        """Until nothing is under way any more."""
        for _round in range(3):
            QApplication.processEvents()
            self._operations.drain()
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.focus(), key, modifiers)

    def type(self, keys: str) -> None:
        """Type on the keyboard; what no key carries (、) comes from the input method."""
        for key in keys:
            if key.isascii():
                QTest.keyClick(self.focus(), key)
            else:
                self.write(key)

    def write(self, text: str) -> None:
        """Write with the input method: it commits the text where the focus is."""
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(self.focus(), event)

    def compose(self, preedit: str) -> None:
        """Begin composing, without committing."""
        QApplication.sendEvent(self.focus(), QInputMethodEvent(preedit, []))

    def enter(self) -> None:
        """To the next field."""
        self.press(Qt.Key.Key_Return)

    def tab(self) -> None:
        """To the next field, also from a field of several lines."""
        self.press(Qt.Key.Key_Tab)

    def go_to(self, name: str) -> None:
        """Put the focus in a field, opening the part it stands in."""
        self.page.form.focus_on(name)

    def fill(self, name: str, text: str) -> None:
        """Go to a field and write."""
        self.go_to(name)
        self.write(text)

    def type_name(self, text: str) -> None:
        """The principal's name."""
        self.fill("name", text)

    def type_document(self, number: str) -> None:
        """The principal's document number."""
        self.go_to("document_number")
        self.type(number)

    def type_claim(self, text: str) -> None:
        """What is asked."""
        self.fill("claim", text)

    def choose(self, name: str, figure: int) -> None:
        """Choose by its figure from a list."""
        self.go_to(name)
        self.press(Qt.Key(Qt.Key.Key_0 + figure))

    def save(self) -> None:
        """Ctrl+Enter."""
        self.press(Qt.Key.Key_Return, CTRL)
        self.settle()

    def save_and_print(self) -> None:
        """Ctrl+P."""
        self.press(Qt.Key.Key_P, CTRL)
        self.settle()

    def park(self) -> None:
        """F4."""
        self.press(Qt.Key.Key_F4)
        self.settle()

    def recall(self) -> None:
        """F5."""
        self.press(Qt.Key.Key_F5)
        self.settle()

    def adopt(self, place: int) -> None:
        """Alt+1 to Alt+5."""
        self.press(Qt.Key(Qt.Key.Key_0 + place), ALT)
        self.settle()

    # looking

    def focus(self) -> QWidget:
        """The widget with the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def focus_name(self) -> str:
        """The field with the focus, empty when it is none of the form's."""
        widget = self.focus()
        return next((name for name, field in self.page.form.fields.items() if field.editor is widget), "")

    def value(self, name: str) -> Any:
        """What stands in a field."""
        return value_of(self.page.form.fields[name])

    def note(self, name: str) -> str:
        """The line beneath a field."""
        return self.page.form.fields[name].note()

    def state(self, name: str) -> str:
        """How the line beneath a field is meant."""
        return self.page.form.fields[name].state

    def confirmation(self) -> str:
        """已登记 …"""
        return self.page.saved_line.words()

    def is_on_screen(self, name: str) -> bool:
        """Whether a field can be seen (scrolling aside)."""
        return self.page.form.fields[name].isVisible()

    def is_blank(self) -> bool:
        """Whether the form is as fresh."""
        texts = ("name", "document_number", "phones", "address", "case_numbers", "claim", "materials", "narrative")
        return not any(self.value(name) for name in texts) and not self.page.form.people.people()
