"""The bottom line of the page: what may be done with the form, and when its draft was saved."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import scale
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label

SAVE_KEY = "Ctrl+Return"
PRINT_KEY = "Ctrl+P"
PARK_KEY = "F4"


class ActionBar(QWidget):
    """登记并打印回执, 只登记, 暂放."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.save_and_print = KeyButton("登记并打印回执", PRINT_KEY, Kind.LEAD)
        self.save = KeyButton("只登记", SAVE_KEY)
        self.park = KeyButton("暂放", PARK_KEY, icon="park")
        self._saved = text_label("", "small")
        self._saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._saved.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = scale.row(self, spacing=12)
        scale.fill(layout, (self.save_and_print, self.save, self.park))
        layout.addWidget(self._saved, 1)

    def show_saved(self, moment: datetime | None) -> None:
        """Say when the draft was saved; None says nothing."""
        self._saved.setText("" if moment is None else f"草稿已保存 {moment:%H:%M:%S}")

    def saved_words(self) -> str:
        """What stands at the right."""
        return self._saved.text()
