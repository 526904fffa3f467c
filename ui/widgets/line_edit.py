"""One-line editors: ordinary text, and numbers with full-width figures turned into half-width."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.text import to_half_width

CONVERTED = "全角数字和字母已转为半角。"


class LineEdit(QLineEdit):
    """One line of text. ``said`` carries (state, words) for the line beneath the field."""

    VERB = "填写"
    said = Signal(str, str)

    def __init__(self, placeholder: str = "", parent: QWidget | None = None, *, longest: int = 200) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setMaxLength(longest)
        self.setLocale(QLocale("zh_CN"))

    def when_edited(self, act: Callable[[], None]) -> None:
        """Call this when the clerk, not the program, changed the text."""
        self.textEdited.connect(act)

    def is_empty(self) -> bool:
        """Whether nothing but spaces is typed."""
        return not self.text().strip()

    def setText(self, text: str | None) -> None:
        """Put a text in, and show its beginning unless the clerk is in the field."""
        super().setText(text)
        if not self.hasFocus():
            self.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Typing goes on at the end, unless the mouse or a selection says where."""
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        if self.cursorPosition() == 0 and not by_mouse and not self.hasSelectedText():
            self.end(False)
        super().focusInEvent(event)


class NumberEdit(LineEdit):
    """Numbers: identity numbers, telephones, counts. The input method is asked for Latin figures.

    Full-width figures and letters become half-width as they arrive, with a notice; what was typed before can still
    be undone with Ctrl+Z.
    """

    def __init__(
        self, placeholder: str = "", parent: QWidget | None = None, *, longest: int = 40, digits_only: bool = False
    ) -> None:
        super().__init__(placeholder, parent, longest=longest)
        hints = Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhNoPredictiveText
        hints |= Qt.InputMethodHint.ImhDigitsOnly if digits_only else Qt.InputMethodHint.ImhPreferNumbers
        self.setInputMethodHints(hints)
        self._left_alone = ""
        self.textEdited.connect(self._convert_rest)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take typed and pasted text in half-width."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._take(" ".join(QGuiApplication.clipboard().text().split()))
            return
        if to_half_width(event.text())[1]:
            self._take(event.text())
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take what the input method commits in half-width."""
        text, changed = to_half_width(event.commitString())
        if not changed:
            super().inputMethodEvent(event)
            return
        half = QInputMethodEvent(event.preeditString(), event.attributes())
        half.setCommitString(text, event.replacementStart(), event.replacementLength())
        super().inputMethodEvent(half)
        event.accept()
        self.said.emit("look", CONVERTED)

    def _take(self, text: str) -> None:
        half, changed = to_half_width(text)
        if not self.hasSelectedText():
            # moving the cursor ends the undo step of what was typed before
            place = self.cursorPosition()
            self.setCursorPosition(0 if place else len(self.text()))
            self.setCursorPosition(place)
        self.insert(half)
        if changed:
            self.said.emit("look", CONVERTED)

    def _convert_rest(self, text: str) -> None:
        """Full-width figures that came another way (menu, drag). Undoing the conversion leaves them alone."""
        half, changed = to_half_width(text)
        if not changed or text == self._left_alone:
            return
        self._left_alone = text
        place = self.cursorPosition()
        self.selectAll()
        self.insert(half)
        self.setCursorPosition(place)
        self.said.emit("look", CONVERTED)
