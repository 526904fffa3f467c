"""The list of what was found. Lines are painted, none is a widget, so a key shows in the next frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.pages.find.lines import FoundLine
from ui.style import scale, theme
from ui.widgets.chip import chip_size, paint_chip

_Index = QModelIndex | QPersistentModelIndex
_LINE = Qt.ItemDataRole.UserRole
LINE_HEIGHT, HEADING_HEIGHT = 52, 30


class FoundLines(QAbstractListModel):
    """The lines of one answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[FoundLine, ...] = ()

    def replace(self, lines: Sequence[FoundLine]) -> None:
        """Show these."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many there are, headings counted."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if index.isValid() and self.lines[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line itself, its words, or all of it for screen readers and the mouse."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return line.spoken
        return None


class _FoundDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line, colours = index.data(_LINE), theme.tokens()
        place = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = place.adjusted(scale.gap(12), 0, -scale.gap(12), 0)
        if line.is_heading:
            foot = inside.adjusted(0, 0, 0, -scale.gap(4))
            _write(painter, foot, line.words, theme.small_font(bold=True), colours.muted, Qt.AlignmentFlag.AlignBottom)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        if chosen:
            painter.setPen(QPen(QColor(colours.focus), colours.focus_width))
            painter.setBrush(QColor(colours.tint))
            painter.drawRoundedRect(place.adjusted(2, 1, -3, -2), 6, 6)
        if line.status.words:
            width = min(chip_size(line.status).width(), inside.width() // 2)
            paint_chip(painter, QRect(inside.right() - width, inside.top(), width + 1, inside.height()), line.status)
            inside.setRight(inside.right() - width - scale.gap(10))
        half = inside.height() // 2
        upper = QRect(inside.left(), inside.top() + scale.gap(3), inside.width(), half)
        lower = QRect(inside.left(), inside.top() + half, inside.width(), half - scale.gap(3))
        bold = theme.small_font(scale.BASE, bold=True)
        used = _write(painter, upper, line.words, bold, colours.text)
        rest = upper.adjusted(used + scale.gap(12), 0, 0, 0)
        if rest.width() > scale.px(40):
            _write(painter, rest, line.about, theme.small_font(scale.BASE), colours.text)
        _write(painter, lower, line.below, theme.small_font(), colours.muted)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        height = HEADING_HEIGHT if index.data(_LINE).is_heading else LINE_HEIGHT
        return QSize(scale.px(120), scale.px(height))


def _write(
    painter: QPainter,
    place: QRect,
    words: str,
    font: QFont,
    ink: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> int:
    """Write on one line, ending in … where there is no more room; gives the width used."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(" ".join(words.split(" ")), Qt.TextElideMode.ElideRight, place.width())
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(place, int(side), shown)
    return metrics.horizontalAdvance(shown)


class FoundList(QListView):
    """Lines and headings. The keys stay in the line above; it moves the choice here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_of_lines = FoundLines(self)
        self.setModel(self.model_of_lines)
        self.setItemDelegate(_FoundDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName("查找结果")

    def show_lines(self, lines: Sequence[FoundLine]) -> None:
        """Show these, the first chosen."""
        self.model_of_lines.replace(lines)
        self.scrollToTop()
        self.move_to(self._choosable()[:1])

    def current(self) -> FoundLine | None:
        """The line chosen."""
        index = self.currentIndex()
        return self.model_of_lines.lines[index.row()] if index.isValid() else None

    def step(self, by: int) -> None:
        """Move the choice over this many lines, headings not counted, as far as there are lines."""
        rows = self._choosable()
        if rows:
            place = rows.index(self.currentIndex().row()) if self.currentIndex().row() in rows else -1
            self.move_to([rows[min(max(place + by, 0), len(rows) - 1)]])

    def page(self) -> int:
        """How many lines one screen holds."""
        return max(self.viewport().height() // scale.px(LINE_HEIGHT) - 1, 1)

    def move_to(self, rows: Sequence[int]) -> None:
        """Choose a line and bring it into view, its heading with it."""
        if not rows:
            return
        index = self.model_of_lines.index(rows[0], 0)
        self.setCurrentIndex(index)
        if rows[0] and self.model_of_lines.lines[rows[0] - 1].is_heading:
            self.scrollTo(self.model_of_lines.index(rows[0] - 1, 0))
        self.scrollTo(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines are as wide as the list."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    def _choosable(self) -> list[int]:
        return [row for row, line in enumerate(self.model_of_lines.lines) if not line.is_heading]
