"""Three cards side by side where there is room: with less, the first two stand one above the other, then all three."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.style import scale

ALL, TWO = 840, 560
"""Widths in pixels at 100 % from which all three, or two columns, stand side by side."""


class ThreeBeside(QWidget):
    """A list, a form and a sample; Tab goes through one card after the other."""

    def __init__(self, first: QWidget, second: QWidget, third: QWidget) -> None:
        super().__init__()
        self._outer = scale.row(self, spacing=scale.BETWEEN_CARDS)
        self._left = scale.row(spacing=scale.BETWEEN_CARDS)
        for card in (first, second):
            self._left.addWidget(_at_top(card), 1)
        self._outer.addLayout(self._left, 4)
        self._outer.addWidget(_at_top(third), 3)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew when the room changed."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange anew when the text size changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_left"):
            self._arrange()

    def _arrange(self) -> None:
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        three, two = self.width() >= scale.px(ALL), self.width() >= scale.px(TWO)
        self._left.setDirection(across if three else down)
        self._outer.setDirection(across if two else down)
        self._outer.setStretch(0, (4 if three else 1) if two else 0)
        self._outer.setStretch(1, (3 if three else 1) if two else 0)


def _at_top(card: QWidget) -> QWidget:
    holder = QWidget()
    column = scale.column(holder)
    column.addWidget(card)
    column.addStretch(1)
    return holder
