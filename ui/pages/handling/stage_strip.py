"""一条龙: the stages of a matter with owner and time, in as many lines as the room asks for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.stages import Stage
from ui.style import icons, scale, theme

_DOT = 18
_LEAST = 96
_ACROSS = (10, 5, 4, 3, 2)


class StageStrip(QWidget):
    """A tick where the matter has been, a filled disc where it stands, a ring for what is still to come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stages: tuple[Stage, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_stages(self, stages: Sequence[Stage]) -> None:
        """Show these."""
        self._stages = tuple(stages)
        self.setAccessibleName("办理阶段：" + "；".join(self.words()))
        self.updateGeometry()
        self.update()

    def fits_one_line(self, width: int) -> bool:
        """Whether every stage fits beside the others in this width."""
        return width >= _ACROSS[0] * scale.px(_LEAST)

    def words(self) -> list[str]:
        """What each stage that was reached says, for tests and screen readers."""
        return [
            " ".join(
                filter(None, (one.name, f"{one.at:%Y-%m-%d %H:%M}", one.owner, "现在在这里" if one.current else ""))
            )
            for one in self._stages
            if one.at is not None
        ]

    def hasHeightForWidth(self) -> bool:
        """Lines depend on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for every line."""
        across = self._across(width)
        lines = -(-len(self._stages) // across) if self._stages else 0
        return lines * self._line_height()

    def sizeHint(self) -> QSize:
        """One line; the width says whether there are more."""
        return QSize(scale.px(2 * _LEAST), self._line_height())

    def minimumSizeHint(self) -> QSize:
        """Two stages side by side."""
        return QSize(scale.px(2 * _LEAST), self._line_height())

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        if not self._stages:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across, height = self._across(self.width()), self._line_height()
        each = self.width() / across
        for place, stage in enumerate(self._stages):
            left, top = round(place % across * each), place // across * height
            last = place % across == across - 1 or place == len(self._stages) - 1
            self._draw(painter, QRect(left, top, round(each), height), stage, last=last)
        painter.end()

    def _draw(self, painter: QPainter, place: QRect, stage: Stage, *, last: bool) -> None:
        colours, dot = theme.tokens(), scale.px(_DOT)
        middle = QPointF(place.left() + dot / 2, place.top() + dot / 2 + 1)
        if not last:
            painter.setPen(QPen(QColor(colours.line), scale.px(2)))
            painter.drawLine(
                QPointF(middle.x() + dot / 2 + 3, middle.y()), QPointF(place.right() - scale.px(4), middle.y())
            )
        self._mark(painter, middle, stage)
        top = place.top() + dot + scale.gap(3)
        when = f"{stage.at:%m-%d %H:%M}" if stage.at is not None else ""
        lines: tuple[tuple[str, QFont, str], ...] = (
            (
                stage.name,
                theme.small_font(scale.BASE, bold=stage.current),
                colours.text if stage.at is not None else colours.muted,
            ),
            (when, theme.small_font(scale.SMALL), colours.muted),
            (stage.owner if stage.at is not None else "", theme.small_font(scale.SMALL), colours.muted),
        )
        for words, font, ink in lines:
            metrics = QFontMetrics(font)
            box = QRect(place.left(), top, place.width() - scale.gap(6), metrics.height())
            painter.setFont(font)
            painter.setPen(QColor(ink))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
            top += metrics.height()

    def _mark(self, painter: QPainter, middle: QPointF, stage: Stage) -> None:
        colours, side = theme.tokens(), scale.px(_DOT)
        box = QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side).adjusted(1, 1, -1, -1)
        reached = stage.at is not None
        painter.setPen(QPen(QColor(colours.lead if reached else colours.muted), scale.px(1.75)))
        painter.setBrush(QColor(colours.lead if reached else colours.surface))
        painter.drawEllipse(box)
        if stage.current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.on_lead))
            painter.drawEllipse(middle, side / 6, side / 6)
        elif reached:
            size = scale.px(12)
            picture = icons.pixmap("check", colours.on_lead, size, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(middle.x() - size / 2, middle.y() - size / 2), picture)

    @staticmethod
    def _across(width: int) -> int:
        return next((one for one in _ACROSS if width >= one * scale.px(_LEAST)), 2)

    @staticmethod
    def _line_height() -> int:
        base = QFontMetrics(theme.small_font(scale.BASE)).height()
        small = QFontMetrics(theme.small_font(scale.SMALL)).height()
        return scale.px(_DOT) + scale.gap(3) + base + 2 * small + scale.gap(8)
