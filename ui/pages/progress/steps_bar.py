"""The four steps of a matter as a visitor sees them: done, now, still to come; each by shape, word and colour."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.progress_answer import STEPS
from ui.style import icons, scale, theme

_DOT = 30


class StepsBar(QWidget):
    """A line with four marks: a tick where it has been, a filled disc where it stands, a ring for what comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_step(self, step: int) -> None:
        """Where it stands, 1 to 4."""
        self._step = step
        self.setAccessibleName(f"第 {step} 步，共 {len(STEPS)} 步：{STEPS[step - 1]}")
        self.update()

    @property
    def step(self) -> int:
        """Where it stands."""
        return self._step

    def sizeHint(self) -> QSize:
        """Marks and words."""
        words = QFontMetrics(theme.small_font(scale.LARGE, bold=True))
        widest = max(words.horizontalAdvance(step) for step in STEPS)
        return QSize(len(STEPS) * (widest + scale.gap(12)), scale.px(_DOT) + scale.gap(6) + words.height())

    def minimumSizeHint(self) -> QSize:
        """Every word fits."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.tokens()
        each, dot = self.width() / len(STEPS), scale.px(_DOT)
        middles = [QPointF(each * (place + 0.5), dot / 2) for place in range(len(STEPS))]
        for place in range(len(STEPS) - 1):
            done = place + 1 < self._step
            painter.setPen(QPen(QColor(colours.lead if done else colours.line), scale.px(3)))
            painter.drawLine(middles[place], middles[place + 1])
        for place, words in enumerate(STEPS, 1):
            self._mark(painter, middles[place - 1], place)
            bold = place == self._step
            painter.setFont(theme.small_font(scale.LARGE, bold=bold))
            painter.setPen(QColor(colours.text if place <= self._step else colours.muted))
            box = QRect(round(each * (place - 1)), dot + scale.gap(6), round(each), self.height() - dot - scale.gap(6))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), words)
        painter.end()

    def _mark(self, painter: QPainter, middle: QPointF, place: int) -> None:
        colours, side = theme.tokens(), scale.px(_DOT)
        box = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side).adjusted(2, 2, -2, -2)
        reached = place <= self._step
        painter.setPen(QPen(QColor(colours.lead if reached else colours.muted), scale.px(2)))
        painter.setBrush(QColor(colours.lead if reached else colours.surface))
        painter.drawEllipse(box)
        last = self._step == len(STEPS)
        if place < self._step or (place == self._step and last):
            size = scale.px(18)
            picture = icons.pixmap("check", colours.on_lead, size, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(middle.x() - size / 2, middle.y() - size / 2), picture)
        elif place == self._step:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.on_lead))
            painter.drawEllipse(middle, side / 6, side / 6)
