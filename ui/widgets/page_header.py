"""The top line of a page: its name, its views, and what belongs at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.style import scale
from ui.widgets.text import text_label


class PageHeader(QWidget):
    """Title, then views, then a space, then the right side.

    When the words are too large for one line, the right side goes to a line of its own.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = text_label(title, "title")
        self._lines: QVBoxLayout = scale.column(self, spacing=8)
        self._first: QHBoxLayout = scale.row(spacing=24)
        self._first.addWidget(self._title)
        self._middle: QHBoxLayout = scale.row(spacing=12)
        self._first.addLayout(self._middle)
        self._first.addStretch(1)
        self._right = QWidget()
        self._right.setObjectName("clear")
        self._right.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._right_row: QHBoxLayout = scale.row(self._right, spacing=12)
        self._first.addWidget(self._right)
        self._lines.addLayout(self._first)
        self._wrapped = False

    @property
    def title(self) -> QLabel:
        """The title itself."""
        return self._title

    def set_title(self, words: str) -> None:
        """Rename the page."""
        self._title.setText(words)

    def add(self, widget: QWidget) -> None:
        """Add beside the title."""
        self._middle.addWidget(widget)

    def add_right(self, widget: QWidget, stretch: int = 0) -> None:
        """Add at the right side."""
        self._right_row.addWidget(widget, stretch)

    def is_wrapped(self) -> bool:
        """Whether the right side has a line of its own."""
        return self._wrapped

    def minimumSizeHint(self) -> QSize:
        """The wider of the two lines must fit."""
        return QSize(scale.px(300), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Arrange anew when something inside changed its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew when the room changed."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        left = self._title.sizeHint().width() + scale.gap(24) * 2 + self._middle.sizeHint().width()
        wrap = left + self._right.minimumSizeHint().width() > self.width()
        if wrap == self._wrapped:
            return
        self._wrapped = wrap
        if wrap:
            self._first.removeWidget(self._right)
            self._lines.addWidget(self._right, 0, Qt.AlignmentFlag.AlignRight)
        else:
            self._lines.removeWidget(self._right)
            self._first.addWidget(self._right)
