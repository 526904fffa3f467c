"""What stands where nothing is to be shown yet: one sentence and the next act."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from ui.style import icons, scale, theme
from ui.widgets.key_button import KeyButton
from ui.widgets.text import text_label


class EmptyState(QWidget):
    """Empty, loading or failed, in the middle of the place a list would take."""

    def __init__(self, sentence: str = "", icon: str = "empty", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._picture = QLabel()
        self._words = text_label(sentence, "body", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        scale.fix_width(self._bar, 160)
        self._bar.hide()
        self._button: KeyButton | None = None
        centre = Qt.AlignmentFlag.AlignHCenter
        self._layout = scale.column(self, spacing=12, margins=(16, 16, 16, 16))
        self._layout.addStretch(2)
        self._layout.addWidget(self._picture, 0, centre)
        self._layout.addWidget(self._words)
        self._layout.addWidget(self._bar, 0, centre)
        self._layout.addStretch(3)
        self._draw()

    def say(self, sentence: str, icon: str = "empty") -> None:
        """Nothing there, or it failed: why, and what to do."""
        self._icon_name = icon
        self._words.setText(sentence)
        self._bar.hide()
        self._picture.show()
        self._draw()

    def show_loading(self, sentence: str) -> None:
        """Work is under way. Show it only after 300 ms: ``Operations.busy`` says when."""
        self._words.setText(sentence)
        self._picture.hide()
        self._bar.show()

    def offer(self, words: str, act: Callable[[], None], key: str = "") -> KeyButton:
        """Offer the next act; an earlier offer goes away."""
        if self._button is not None:
            self._layout.removeWidget(self._button)
            self._button.deleteLater()
        self._button = KeyButton(words, key)
        self._button.clicked.connect(act)
        self._layout.insertWidget(self._layout.count() - 1, self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        return self._button

    def sentence(self) -> str:
        """What it says."""
        return self._words.text()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew for another theme or text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        size = scale.px(32)
        self._picture.setPixmap(icons.pixmap(self._icon_name, theme.tokens().faint, size, self.devicePixelRatioF()))
