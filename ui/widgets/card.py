"""The white card that groups what belongs together, and the small box inside one."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from ui.style import scale
from ui.widgets.text import text_label
from ui.widgets.tone import Tone


class Card(QFrame):
    """A surface with a line around it; ``body`` is its vertical layout."""

    def __init__(self, heading: str = "", parent: QWidget | None = None, *, margin: int = scale.INSIDE_CARD) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body: QVBoxLayout = scale.column(self, spacing=10, margins=(margin, margin - 4, margin, margin - 4))
        if heading:
            self.body.addWidget(text_label(heading, "section"))

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Add beneath what is there."""
        if isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)


class Inset(QFrame):
    """A quiet box inside a card, for one finding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inset")
        self.body: QVBoxLayout = scale.column(self, spacing=4, margins=(12, 10, 12, 10))


class Notice(QFrame):
    """A coloured box with one paragraph, inside a card: what is missing, why, what next."""

    def __init__(self, words: str, tone: Tone = Tone.PLAIN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("tone", tone.value)
        self._words = text_label(words, "small", wrap=True)
        scale.column(self, margins=(12, 8, 12, 8)).addWidget(self._words)

    def set_words(self, words: str) -> None:
        """Say something else."""
        self._words.setText(words)

    def words(self) -> str:
        """What it says."""
        return self._words.text()
