"""The bottom line of the window: which register, who, when last backed up, what day and time."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.style import scale, theme
from ui.widgets.text import ElidedLabel, text_label

_WEEKDAYS = "一二三四五六日"


class StatusLine(QFrame):
    """Quiet facts, each said in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._register = ElidedLabel("", "small")
        self._account = ElidedLabel("", "small")
        self._busy = ElidedLabel("", "small")
        self._backup = ElidedLabel("", "small")
        self._clock = text_label("", "small")
        self._now: datetime | None = None
        self._layout: QHBoxLayout = scale.row(self, spacing=24, margins=(20, 5, 20, 5))
        left: tuple[QLabel, ...] = (self._register, self._account, self._busy)
        right: tuple[QLabel, ...] = (self._backup, self._clock)
        for label in left:
            self._layout.addWidget(label)
        self._layout.addStretch(1)
        for label in right:
            self._layout.addWidget(label)

    def add(self, widget: QWidget) -> None:
        """Add at the right end."""
        self._layout.addWidget(widget)

    def set_register(self, words: str) -> None:
        """The name of the register."""
        self._register.setText(words)

    def set_account(self, words: str) -> None:
        """Who is working, and where."""
        self._account.setText(words)

    def set_backup(self, words: str, state: str = "hint") -> None:
        """When it was last backed up; ``state`` ``look`` or ``wrong`` when that is too long ago."""
        marks = {"look": "⚠ ", "wrong": "✕ "}
        self._backup.setText(marks.get(state, "") + words)
        theme.set_state(self._backup, "state", state)

    def set_busy(self, words: str) -> None:
        """What is going on in the background, empty when nothing is."""
        self._busy.setText(words)

    def set_clock(self, now: datetime) -> None:
        """The day and time, to the minute."""
        self._now = now
        self._write_clock()

    def words(self) -> str:
        """Everything it says, for tests and screen readers."""
        labels = (self._register, self._account, self._busy, self._backup, self._clock)
        return "  ".join(label.text() for label in labels if label.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A short day when there is little room."""
        super().resizeEvent(event)
        self._write_clock()

    def changeEvent(self, event: QEvent) -> None:
        """A short day when the text is large."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._write_clock()

    def _write_clock(self) -> None:
        now = self._now
        if now is None:
            return
        day = f"{now.month}月{now.day}日"
        if self.width() >= scale.px(800):
            day = f"{now.year}年{day} 星期{_WEEKDAYS[now.weekday()]}"
        self._clock.setText(f"{day} {now:%H:%M}")
