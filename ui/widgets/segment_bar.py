"""A row of views or kinds to choose one from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from ui.style import scale
from ui.widgets.key_button import KeyButton, Kind


@dataclass(frozen=True)
class Segment:
    """One choice: what it stands for, its words and its key."""

    value: str
    words: str
    key: str = ""


class SegmentBar(QWidget):
    """Exclusive buttons side by side, or so many to a line; the chosen one is filled."""

    chosen = Signal(str)
    """The value chosen by the clerk, also when it was chosen already."""

    def __init__(self, segments: Sequence[Segment], parent: QWidget | None = None, *, per_line: int = 0) -> None:
        super().__init__(parent)
        layout = scale.grid(self, across=12, down=8)
        self._group = QButtonGroup(self)
        self._words = {segment.value: segment.words for segment in segments}
        self._buttons: dict[str, KeyButton] = {}
        for place, segment in enumerate(segments):
            button = KeyButton(segment.words, segment.key, Kind.SEGMENT)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, value=segment.value: self.chosen.emit(value))
            self._group.addButton(button)
            self._buttons[segment.value] = button
            layout.addWidget(button, *divmod(place, per_line or len(segments)))
        if segments:
            self._buttons[segments[0].value].setChecked(True)

    def value(self) -> str:
        """The value chosen."""
        return next((value for value, button in self._buttons.items() if button.isChecked()), "")

    def choose(self, value: str) -> None:
        """Choose without telling anyone."""
        self._buttons[value].setChecked(True)

    def set_count(self, value: str, count: int | None) -> None:
        """Show how many there are behind a choice: 我的在办 13."""
        words = self._words[value]
        self._buttons[value].setText(words if count is None else f"{words} {count}")
        self._buttons[value].updateGeometry()

    def button(self, value: str) -> KeyButton:
        """The button of a value."""
        return self._buttons[value]
