"""The editor for a password: hidden or shown, and a word when Caps Lock seems to be on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.line_edit import LineEdit

CAPS_ON = "大写锁定（Caps Lock）似乎开着，口令区分大小写。"


class PasswordEdit(LineEdit):
    """A hidden line. Shown, it takes the input method too, so that a password may hold Chinese words."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder, parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._caps = False

    def show_words(self, shown: bool) -> None:
        """Show what is typed, or hide it."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def is_empty(self) -> bool:
        """Whether nothing is typed; spaces count as typed."""
        return not self.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Judge Caps Lock by the letters that arrive: no desktop tells it in one way."""
        text = event.text()
        if len(text) == 1 and text.isascii() and text.isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set_caps(text.isupper() != shifted)
        elif event.key() == Qt.Key.Key_CapsLock and self._caps:
            self._set_caps(False)
        super().keyPressEvent(event)

    def _set_caps(self, is_on: bool) -> None:
        if is_on != self._caps:
            self._caps = is_on
            self.said.emit("look" if is_on else "hint", CAPS_ON if is_on else "")
