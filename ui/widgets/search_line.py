"""The line that searches: the keys that move in what was found are its own, unless the input method composes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from ui.style import scale
from ui.widgets.line_edit import LineEdit

_MOVES = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)


class SearchLine(LineEdit):
    """One line of words to find. ``moved`` carries arrows, page keys and Enter; while text is being composed those
    belong to the input method.
    """

    moved = Signal(object)
    """The :class:`Qt.Key` pressed; both Enter keys come as ``Key_Return``."""

    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__(placeholder)
        self._composing = False
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Room for a few words."""
        return QSize(scale.px(240), super().minimumSizeHint().height())

    def is_composing(self) -> bool:
        """Whether the input method is composing."""
        return self._composing

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember whether something is being composed."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Composing ends with the focus."""
        self._composing = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in what was found; everything else is typing."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _MOVES and modifiers == Qt.KeyboardModifier.NoModifier:
            if not self._composing:
                key = Qt.Key(event.key())
                self.moved.emit(Qt.Key.Key_Return if key is Qt.Key.Key_Enter else key)
            event.accept()
        else:
            super().keyPressEvent(event)
