"""Labels with a role of the type scale, and the words for keys."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

Role = Literal["title", "section", "strong", "body", "label", "hint", "small", "key", "large", "large-label", "huge"]

_KEY_NAMES = {"Return": "Enter", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


def text_label(words: str, role: Role = "body", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label in plain text (never read as markup, whatever a visitor's letter says)."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    if wrap:
        policy = label.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def key_words(key: str) -> str:
    """How a key is named on a button: ``Ctrl+Return`` is Ctrl+Enter, ``Alt+Up`` is Alt+↑."""
    words = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    return "+".join(_KEY_NAMES.get(part, part) for part in words.split("+"))


def key_sequences(key: str) -> list[QKeySequence]:
    """The sequences a key stands for: Return is also the Enter of the number block; none for an empty key."""
    if not key:
        return []
    both = [key, key.replace("Return", "Enter")] if "Return" in key else [key]
    return [QKeySequence(each) for each in both]


class ElidedLabel(QLabel):
    """One line that ends in … when it does not fit, and then shows all of it under the mouse."""

    def __init__(self, words: str = "", role: Role = "body") -> None:
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        """Three characters and the … must fit."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().height() * 4), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as fits."""
        painter = QPainter(self)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole sentence at hand."""
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.sizeHint().width() > self.width() else "")
