"""The check box, drawn with our own tick so that it reads in every theme."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from ui.style import icons, scale, theme


class Tick(QCheckBox):
    """Yes or no. Space changes it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words as Qt does, then our box."""
        super().paintEvent(event)
        side = scale.px(20)
        where = QRect(0, (self.height() - side) // 2, side, side)
        colours = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(where).adjusted(1, 1, -1, -1)
        edge = colours.focus if self.hasFocus() else (colours.lead if self.isChecked() else colours.muted)
        painter.setPen(QPen(QColor(edge), colours.focus_width if self.hasFocus() else max(1.25, colours.line_width)))
        painter.setBrush(QColor(colours.lead if self.isChecked() else colours.surface))
        painter.drawRoundedRect(box, 5, 5)
        if self.checkState() is Qt.CheckState.Checked:
            size = where.width() - scale.gap(4)
            picture = icons.pixmap("check", colours.on_lead, size, self.devicePixelRatioF())
            inset = (where.width() - size) // 2
            painter.drawPixmap(where.x() + inset, where.y() + inset, picture)
        painter.end()
