"""One page of paper on the screen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import theme


class PageCanvas(QWidget):
    """Draws the picture of a page with a line around it; an older picture is stretched until the sharp one is there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def picture(self) -> QImage | None:
        """What is shown."""
        return self._picture

    def set_page_size(self, size: QSize) -> None:
        """Take this much room."""
        self.setFixedSize(size)
        self.update()

    def set_picture(self, picture: QImage | None) -> None:
        """Show this."""
        self._picture = picture
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White paper, the picture, and its edge."""
        painter = QPainter(self)
        page = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(page, QColor(Qt.GlobalColor.white))
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), self._picture)
        painter.setPen(QPen(QColor(theme.tokens().line), 1))
        painter.drawRect(page)
        painter.end()
