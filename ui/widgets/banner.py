"""演练: the line that says, on every page, that nothing here is real."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from ui.style import scale
from ui.widgets.text import text_label

PRACTICE = "演练库：这里都是样例，不是真实信访，打印的每一页都带“演练”字样。"


class Banner(QFrame):
    """A line over the whole width."""

    def __init__(self, words: str = PRACTICE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        label = text_label(words, "strong")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setMinimumWidth(1)
        scale.column(self, margins=(16, 3, 16, 3)).addWidget(label)
        self.setAccessibleName(words)
