"""The check box, drawn with our own tick so that it reads in every theme."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from ui.style import icons, scale, theme


def paint_tick(painter: QPainter, where: QRect, ratio: float, *, ticked: bool, focused: bool) -> None:
    """Draw a box of this size, ticked or not, for a screen of this pixel ratio."""
    colours = theme.tokens()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(where).adjusted(1, 1, -1, -1)
    edge = colours.focus if focused else (colours.lead if ticked else colours.muted)
    painter.setPen(QPen(QColor(edge), colours.focus_width if focused else max(1.25, colours.line_width)))
    painter.setBrush(QColor(colours.lead if ticked else colours.surface))
    painter.drawRoundedRect(box, 5, 5)
    if ticked:
        size = where.width() - scale.gap(4)
        inset = (where.width() - size) // 2
        picture = icons.pixmap("check", colours.on_lead, size, ratio)
        painter.drawPixmap(where.x() + inset, where.y() + inset, picture)


class Tick(QCheckBox):
    """Yes or no. Space changes it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words as Qt does, then our box."""
        super().paintEvent(event)
        side = scale.px(20)
        where = QRect(0, (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        paint_tick(painter, where, self.devicePixelRatioF(), ticked=self.isChecked(), focused=self.hasFocus())
        painter.end()
