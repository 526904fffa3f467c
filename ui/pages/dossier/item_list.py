"""The documents of a dossier: dragged with the mouse, or moved with Alt and an arrow, within their part."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from ui.pages.paper.line_list import LineList
from ui.pages.paper.lines import PaperLine
from ui.style import theme


class ItemList(LineList):
    """Lines that can be put elsewhere among those of the same group; a line without a group stays where it is.

    Nothing moves by itself: the place is told, and the page lays the documents anew or says why not.
    """

    dropped = Signal(int, int)
    """(the line taken, by how many places of its group it shall go down)."""
    step = Signal(int)
    """Alt+Up (-1) or Alt+Down (1) on the line chosen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._groups: tuple[str, ...] = ()
        self._pressed: QPoint | None = None
        self._taken = -1
        self._target: int | None = None

    def show_items(self, lines: Sequence[PaperLine], groups: Sequence[str]) -> None:
        """Show these lines, each with the group within which it may move (empty: it may not)."""
        self._let_go()
        self._groups = tuple(groups)
        self.show_lines(lines)

    @property
    def is_dragging(self) -> bool:
        """Whether a line is being dragged now."""
        return self._taken >= 0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        super().mousePressEvent(event)
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the line along, and show where it would go."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        place = event.position().toPoint()
        if not self.is_dragging:
            far = (place - self._pressed).manhattanLength() >= QApplication.startDragDistance()
            row = self.indexAt(self._pressed).row()
            if not far or row < 0 or not self._group(row):
                return
            self._taken = row
        self._target = self._place_under(place)
        shape = Qt.CursorShape.ForbiddenCursor if self._target is None else Qt.CursorShape.ClosedHandCursor
        self.viewport().setCursor(shape)
        self._keep_in_view(place)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the line down."""
        if not self.is_dragging:
            super().mouseReleaseEvent(event)
            self._pressed = None
            return
        taken, target = self._taken, self._target
        self._let_go()
        if target is not None:
            offset = target - self._mates(taken).index(taken)
            if offset:
                self.dropped.emit(taken, offset)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the line where it was; Alt and an arrow move it by one."""
        if self.is_dragging and event.key() == Qt.Key.Key_Escape:
            self._let_go()
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """While a line is dragged, Esc is for the list and not for the window."""
        if event.type() == QEvent.Type.ShortcutOverride and self.is_dragging:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, and a bar where the dragged one would be put."""
        super().paintEvent(event)
        if not self.is_dragging or self._target is None:
            return
        colours = theme.tokens()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(colours.focus), max(colours.focus_width, 2)))
        taken = self._row_rect(self._taken)
        painter.drawRoundedRect(taken.adjusted(1, 1, -2, -2), 6, 6)
        y = self._bar(self._target)
        painter.drawLine(4, y, self.viewport().width() - 4, y)
        painter.end()

    def _let_go(self) -> None:
        self._pressed, self._taken, self._target = None, -1, None
        self.viewport().unsetCursor()
        self.viewport().update()

    def _group(self, row: int) -> str:
        return self._groups[row] if 0 <= row < len(self._groups) else ""

    def _mates(self, row: int) -> list[int]:
        return [one for one, group in enumerate(self._groups) if group == self._group(row)]

    def _row_rect(self, row: int) -> QRect:
        return self.visualRect(self.lines.index(row, 0))

    def _place_under(self, place: QPoint) -> int | None:
        """Which place of its group the dragged line would have here; None where it may not go."""
        mates = self._mates(self._taken)
        under = self.indexAt(QPoint(self.viewport().width() // 2, place.y())).row()
        if under >= 0 and under not in mates:
            return None
        return sum(self._row_rect(row).center().y() < place.y() for row in mates if row != self._taken)

    def _bar(self, target: int) -> int:
        rest = [row for row in self._mates(self._taken) if row != self._taken]
        if target < len(rest):
            return max(self._row_rect(rest[target]).top(), 1)
        return min(self._row_rect(rest[-1] if rest else self._taken).bottom(), self.viewport().height() - 2)

    def _keep_in_view(self, place: QPoint) -> None:
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None and area.widget() is not None:
            there = self.viewport().mapTo(area.widget(), place)
            area.ensureVisible(there.x(), there.y(), 0, 40)
