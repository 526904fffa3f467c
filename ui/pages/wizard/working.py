"""What stands in the middle while a register is being made."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.text import text_label


class Working(Card):
    """One calm sentence, a bar, and where it is possible a way to stop."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=28)
        self._words = text_label("", "section", wrap=True)
        self._step = text_label("", "hint", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.stop_button = KeyButton("停止，什么也不留下", "Alt+X")
        self.stop_button.clicked.connect(self.stopped)
        last = scale.row()
        last.addStretch(1)
        last.addWidget(self.stop_button)
        for item in (self._words, self._bar, self._step):
            self.add(item)
        self.add(last)

    def begin(self, words: str, *, may_stop: bool) -> None:
        """Say what is going on."""
        self._words.setText(words)
        self._step.setText("")
        self._bar.setRange(0, 0)
        self.stop_button.setVisible(may_stop)

    def show_step(self, done: int, total: int, words: str) -> None:
        """Show how far it is."""
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._step.setText(words)
