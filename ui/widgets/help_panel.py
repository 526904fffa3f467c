"""The help of a page: one paragraph, and every key that works on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from ui.style import scale
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label

KeyLine = tuple[str, str]
"""(the key as it is shown, what it does)."""

GENERAL_KEYS: tuple[KeyLine, ...] = (
    ("Enter", "到下一栏（打拼音时归输入法）"),
    ("Shift+Enter", "回上一栏"),
    ("Ctrl+Z", "撤销本栏输入"),
    ("1 到 9", "在选择框里直接选"),
    ("Ctrl++ / Ctrl+-", "放大 / 缩小界面"),
    ("Ctrl+0", "恢复原来大小"),
    ("Ctrl+/ 或 ?", "打开或关闭帮助"),
)


class HelpPanel(QFrame):
    """Stands at the right of the page and never covers it."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        scale.fix_width(self, 300)
        self._shown: tuple[KeyLine, ...] = ()
        outer = scale.column(self, spacing=8, margins=(16, 16, 8, 12))
        head = scale.row()
        head.addWidget(text_label("本页帮助", "section"))
        head.addStretch(1)
        close = KeyButton("关闭", kind=Kind.QUIET)
        close.clicked.connect(self.closed)
        head.addWidget(close)
        outer.addLayout(head)
        area = QScrollArea()
        area.setObjectName("clear")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("clear")
        self._body: QVBoxLayout = scale.column(inside, spacing=10, margins=(0, 0, 8, 0))
        self._paragraph = text_label("", "body", wrap=True)
        self._body.addWidget(self._paragraph)
        self._body.addWidget(text_label("按键", "section"))
        self._keys = QWidget()
        self._keys.setObjectName("clear")
        self._lines: QGridLayout = scale.grid(self._keys, across=12, down=6)
        self._lines.setColumnStretch(1, 1)
        self._body.addWidget(self._keys)
        self._body.addStretch(1)
        area.setWidget(inside)
        outer.addWidget(area, 1)

    def show_help(self, paragraph: str, keys: Sequence[KeyLine]) -> None:
        """Show a page's paragraph and keys; the general keys come after."""
        self._paragraph.setText(paragraph)
        while self._lines.count():
            self._lines.takeAt(0).widget().deleteLater()
        self._shown = (*keys, *GENERAL_KEYS)
        for line, (key, words) in enumerate(self._shown):
            self._lines.addWidget(text_label(key, "strong"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addWidget(text_label(words, "body", wrap=True), line, 1)

    def words(self) -> str:
        """Everything it says."""
        lines = [self._paragraph.text()]
        lines += [f"{key} {words}" for key, words in self._shown]
        return "\n".join(lines)
