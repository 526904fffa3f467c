"""The first question of a first start: the court's own register, or practice first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from ui.style import icons, scale, theme
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label


class _Way(Card):
    """One way to begin: icon, name, what it means, and its button."""

    def __init__(self, icon: str, heading: str, words: str, button: KeyButton) -> None:
        super().__init__()
        self._icon = icon
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        text = scale.column(spacing=4)
        text.addWidget(text_label(heading, "section"))
        text.addWidget(text_label(words, "small", wrap=True))
        across = scale.row(spacing=16)
        across.addWidget(self._picture)
        across.addLayout(text, 1)
        self.add(across)
        last = scale.row()
        last.addStretch(1)
        last.addWidget(button)
        self.add(last)
        self.draw()

    def draw(self) -> None:
        """Paint the icon for the theme and text size in force."""
        size = scale.px(32)
        self._picture.setPixmap(icons.pixmap(self._icon, theme.tokens().lead, size, self.devicePixelRatioF()))


class StartChoice(QWidget):
    """Two ways to begin; 1 and 2 choose."""

    set_up_wanted = Signal()
    practice_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self.set_up_button = KeyButton("建立本院登记库", "1", Kind.LEAD)
        self.practice_button = KeyButton("先进演练库", "2")
        own = _Way(
            "seal",
            "建立本院登记库",
            "填写法院名称和第一个账户，打印一张恢复码单，就可以开始登记。大约三分钟。",
            self.set_up_button,
        )
        practice = _Way(
            "people",
            "先进演练库",
            "里面是编好的样例，随便录、随便改、随便打印，每一页都带“演练”字样，和正式登记库互不相干。",
            self.practice_button,
        )
        column = scale.column(self, spacing=14)
        column.addWidget(text_label("欢迎使用，先选从哪里开始", "title", wrap=True))
        self._ways = (own, practice)
        scale.fill(column, self._ways)
        column.addWidget(text_label("选好后随时可以改：演练不影响建库，建库后也可以再去演练。", "hint", wrap=True))
        self.set_up_button.clicked.connect(self.set_up_wanted)
        self.practice_button.clicked.connect(self.practice_wanted)

    def start(self) -> None:
        """Put the focus on the first way."""
        self.set_up_button.setFocus()

    def draw(self) -> None:
        """Paint the icons anew."""
        for way in self._ways:
            way.draw()
