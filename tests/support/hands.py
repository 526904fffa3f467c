"""A clerk's hands and eyes in front of one widget: keys, the input method, and what stands on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui.operations import Operations
from ui.widgets.key_button import KeyButton

NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

Q = TypeVar("Q", bound=QDialog)


class Hands:
    """Drives one widget on the screen; dialogs above it are reached because keys go where the focus is."""

    def __init__(self, qtbot: QtBot, widget: QWidget, operations: Operations[Any], size: tuple[int, int]) -> None:
        self.widget = widget
        self._qtbot = qtbot
        self._operations = operations
        qtbot.addWidget(widget)
        widget.resize(*size)
        widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        self.settle()

    # doing

    def settle(self) -> None:
        """Until nothing is under way any more."""
        for _round in range(3):
            QApplication.processEvents()
            self._operations.drain()
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """Press a key where the focus is."""
        for _time in range(times):
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

    def paste(self, text: str) -> None:
        """Put text on the clipboard and press Ctrl+V."""
        QGuiApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, CTRL)

    def replace(self, text: str) -> None:
        """Write over everything in the field with the focus."""
        self.press(Qt.Key.Key_A, CTRL)
        self.press(Qt.Key.Key_Delete)
        if text:
            self.write(text)

    def enter(self) -> None:
        """Enter: to the next field, or whatever the place makes of it."""
        self.press(Qt.Key.Key_Return)

    def tab(self) -> None:
        """To the next field, also from a field of several lines."""
        self.press(Qt.Key.Key_Tab)

    def back_tab(self) -> None:
        """To the field before."""
        self.press(Qt.Key.Key_Tab, SHIFT)

    def confirm(self) -> None:
        """Ctrl+Enter."""
        self.press(Qt.Key.Key_Return, CTRL)
        self.settle()

    def dialog(self, kind: type[Q]) -> Q:
        """The dialog of a kind that has come up; waits until it has the keys."""
        QApplication.processEvents()
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        assert len(found) == 1, f"one {kind.__name__} expected, found {len(found)}"
        self._qtbot.waitUntil(found[0].isActiveWindow)
        return found[0]

    def no_dialog(self) -> bool:
        """Whether nothing stands above the page; the page then has the keys again, as a window manager sees to."""
        QApplication.processEvents()
        if any(isinstance(one, QDialog) and one.isVisible() for one in QApplication.topLevelWidgets()):
            return False
        self.widget.activateWindow()
        self._qtbot.waitUntil(self.widget.isActiveWindow)
        return True

    # looking

    def focus(self) -> QWidget:
        """The widget with the focus."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def words_on_screen(self) -> str:
        """Every label and button that can be seen, one to a line."""
        return "\n".join(visible_words(self.widget))


def visible_words(widget: QWidget) -> list[str]:
    """The words of every visible label and button inside a widget, in no particular order."""
    found: list[QLabel | QAbstractButton] = [*widget.findChildren(QLabel), *widget.findChildren(QAbstractButton)]
    return [one.text() for one in found if one.isVisibleTo(widget) and one.text()]


def visible_buttons(widget: QWidget) -> list[KeyButton]:
    """Every button of ours that can be seen inside a widget."""
    return [one for one in widget.findChildren(KeyButton) if one.isVisibleTo(widget)]


def tab_stops(widget: QWidget) -> Iterator[QWidget]:
    """What Tab reaches inside a widget, in its order, once round."""
    place = widget.nextInFocusChain()
    while place is not None and place is not widget:
        reached = place.focusPolicy() & Qt.FocusPolicy.TabFocus and place.isEnabled() and place.focusProxy() is None
        if reached and widget.isAncestorOf(place) and place.isVisibleTo(widget):
            yield place
        place = place.nextInFocusChain()
