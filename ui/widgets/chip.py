"""The chip: a status as colour, word and, where it matters, a shape."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import scale, theme
from ui.widgets.tone import Tone

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


class Shape(Enum):
    """A mark that says the same as the colour to those who do not see it."""

    NONE = "none"
    LATE = "late"
    SOON = "soon"
    DONE = "done"


@dataclass(frozen=True)
class Status:
    """What a chip says, for example ``Status("逾期 12 天", Tone.LATE, Shape.LATE)``."""

    words: str
    tone: Tone = Tone.PLAIN
    shape: Shape = Shape.NONE


class _Dress(NamedTuple):
    """Colours, fonts and sizes that chips of one tone share in the look in force."""

    font: QFont
    metrics: QFontMetrics
    ink: QColor
    back: QBrush
    line: QPen | Qt.PenStyle
    heavy: bool
    radius: int
    side: int
    space: int
    mark: int


@lru_cache(maxsize=64)
def _dress(_look: theme.Look, tone: Tone, *, on_tint: bool) -> _Dress:
    """Made once for a look: a list draws forty chips with every key of a search."""
    colours = theme.tokens()
    font = theme.small_font()
    line: QPen | Qt.PenStyle = Qt.PenStyle.NoPen
    if colours.heavy:
        inverted = tone is Tone.LATE
        line = QPen(QColor(colours.line), colours.line_width)
        back, ink = (colours.text, colours.surface) if inverted else (colours.surface, colours.text)
    else:
        back, ink = colours.surface if on_tint and tone is Tone.LEAD else tone.back(colours), tone.ink(colours)
    measures = (scale.px(8), scale.px(10), scale.gap(10), scale.gap(5))
    return _Dress(font, QFontMetrics(font), QColor(ink), QBrush(QColor(back)), line, colours.heavy, *measures)


@lru_cache(maxsize=512)
def _size(_look: theme.Look, status: Status) -> tuple[int, int]:
    words = QFontMetrics(theme.small_font()).horizontalAdvance(status.words)
    mark = scale.px(10) + scale.gap(5) if status.shape is not Shape.NONE else 0
    return words + mark + 2 * scale.gap(10), scale.px(24)


def chip_size(status: Status) -> QSize:
    """The room a chip takes at the text size in force."""
    return QSize(*_size(theme.look(), status))


def paint_chip(painter: QPainter, place: QRect, status: Status, *, on_tint: bool = False) -> None:
    """Draw a chip at the left of a place, in the middle of its height; long words end in ….

    ``on_tint`` says that it stands in a chosen row, where a chip of the same tint would vanish.
    """
    dress = _dress(theme.look(), status.tone, on_tint=on_tint)
    width, height = _size(theme.look(), status)
    whole = width <= place.width()
    box = QRectF(place.x(), place.y() + (place.height() - height) / 2, min(width, place.width()), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(dress.line)
    painter.setBrush(dress.back)
    if dress.heavy:
        box.adjust(1, 1, -1, -1)
    painter.drawRoundedRect(box, dress.radius, dress.radius)
    inside = box.adjusted(dress.space, 0, -dress.space + 1, 0)
    if status.shape is not Shape.NONE:
        side = dress.side
        paint_shape(painter, QRectF(inside.x(), box.center().y() - side / 2, side, side), status.shape, dress.ink)
        inside.setLeft(inside.left() + side + dress.mark)
    painter.setFont(dress.font)
    painter.setPen(dress.ink)
    words = status.words
    if not whole or dress.heavy:
        words = dress.metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(inside.width()) + 2)
    painter.drawText(inside.adjusted(0, 0, 4, 0), _MIDDLE, words)
    painter.restore()


def paint_shape(painter: QPainter, place: QRectF, shape: Shape, ink: QColor) -> None:
    """Draw the mark: a filled triangle is late, a half-filled disc is soon, a tick is done."""
    painter.setBrush(ink)
    painter.setPen(Qt.PenStyle.NoPen)
    if shape is Shape.LATE:
        top = QPointF(place.center().x(), place.top())
        painter.drawPolygon(QPolygonF([top, place.bottomRight(), place.bottomLeft()]))
        return
    pen = QPen(ink, place.width() * 0.16, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if shape is Shape.SOON:
        painter.drawPie(place, 90 * 16, 180 * 16)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawEllipse(place.adjusted(0.8, 0.8, -0.8, -0.8))
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    width, height = place.width(), place.height()
    points = ((0.05, 0.55), (0.38, 0.88), (0.95, 0.18))
    painter.drawPolyline([QPointF(place.x() + width * x, place.y() + height * y) for x, y in points])


class Chip(QWidget):
    """A chip on a page."""

    def __init__(self, status: Status, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = status
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(status.words)

    @property
    def status(self) -> Status:
        """What it says."""
        return self._status

    def set_status(self, status: Status) -> None:
        """Say something else."""
        self._status = status
        self.setAccessibleName(status.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for mark and words."""
        return chip_size(self._status)

    def minimumSizeHint(self) -> QSize:
        """A chip says all of its words."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._status)
        painter.end()
