"""List and preview side by side; when large text leaves no room for both, the preview folds under a button."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.style import scale
from ui.widgets.key_button import KeyButton
from ui.widgets.side_panel import scrolled

LIST_WIDTH = 344
LEAST_PREVIEW = 400


class ListAndPreview(QWidget):
    """The list keeps its width, the preview takes the rest. Folded, one of them is shown at a time.

    ``button`` shows the other one; the page puts it in its header.
    """

    def __init__(
        self,
        listing: QWidget,
        preview: QWidget,
        parent: QWidget | None = None,
        *,
        words: tuple[str, str] = ("看纸样", "返回目录"),
        width: int = LIST_WIDTH,
    ) -> None:
        super().__init__(parent)
        self._preview = preview
        self._words = words
        self._width = width
        self._folded = False
        self._open = False
        self.button = KeyButton(words[0], "F9", icon="panel", parent=self)  # without one it would flash up as a window
        self.button.clicked.connect(self.toggle)
        inside = QWidget()
        scale.column(inside).addWidget(listing)
        self._area = scrolled(inside)
        across = scale.row(self, spacing=scale.BETWEEN_CARDS)
        across.addWidget(self._area)
        across.addWidget(preview, 1)
        self._arrange()

    def is_folded(self) -> bool:
        """Whether only one of the two is shown."""
        return self._folded

    def toggle(self) -> None:
        """Show the other one."""
        self._open = not self._open
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Fold or unfold when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        self._folded = self.width() < scale.px(self._width) + scale.px(LEAST_PREVIEW)
        if not self._folded:
            self._open = False
        self.button.setVisible(self._folded)
        self.button.setText(self._words[1 if self._open else 0])
        self.button.updateGeometry()
        self._area.setVisible(not self._open)
        self._preview.setVisible(self._open or not self._folded)
        if self._folded:
            self._area.setMinimumWidth(0)
            self._area.setMaximumWidth(16_777_215)
        else:
            self._area.setFixedWidth(scale.px(self._width))
