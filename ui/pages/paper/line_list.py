"""The list of papers: a name, a quiet note, a chip at the right, and for the tray a second line with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.pages.paper.lines import PaperKey, PaperLine
from ui.style import scale, theme
from ui.widgets.chip import chip_size, paint_chip

_Index = QModelIndex | QPersistentModelIndex
_LINE = Qt.ItemDataRole.UserRole


class PaperLines(QAbstractListModel):
    """The lines as read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[PaperLine, ...] = ()

    def replace(self, lines: Sequence[PaperLine]) -> None:
        """Show these."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, row: int) -> PaperLine:
        """One line."""
        return self._lines[row]

    def row_of(self, key: PaperKey) -> int:
        """Where a paper stands, -1 when it is not listed."""
        return next((row for row, line in enumerate(self._lines) if line.key == key), -1)

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many there are."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line itself, its name, or everything it says for screen readers."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == _LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return "，".join(part for part in (line.words, line.note, line.status.words, line.below) if part)
        return None


class _LineDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        line, colours = index.data(_LINE), theme.tokens()
        place = QRect(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
            edge = colours.focus if has_focus or colours.heavy else colours.tint
            painter.setPen(QPen(QColor(edge), colours.focus_width))
            painter.setBrush(QColor(colours.tint))
            painter.drawRoundedRect(place.adjusted(1, 1, -2, -2), 6, 6)
        inside = place.adjusted(scale.gap(8), 0, -scale.gap(8), 0)
        if line.below:
            self._below(painter, inside, line.below)
            inside.setBottom(inside.top() + scale.px(34))
        inside.setRight(inside.right() - self._chip(painter, inside, line))
        self._words(painter, inside, line)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        line = index.data(_LINE)
        return QSize(scale.px(120), _height(line))

    @staticmethod
    def _chip(painter: QPainter, inside: QRect, line: PaperLine) -> int:
        if not line.status.words:
            return 0
        width = chip_size(line.status).width()
        left = max(inside.right() - width, inside.left())
        paint_chip(painter, QRect(left, inside.top(), width + 1, inside.height()), line.status)
        return width + scale.gap(8)

    @staticmethod
    def _words(painter: QPainter, inside: QRect, line: PaperLine) -> None:
        colours = theme.tokens()
        font = theme.small_font(scale.BASE)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        words = metrics.elidedText(line.words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), words)
        rest = inside.adjusted(metrics.horizontalAdvance(words) + scale.gap(10), 0, 0, 0)
        if not line.note or rest.width() < scale.px(34):
            return
        font = theme.small_font()
        painter.setFont(font)
        painter.setPen(QColor(colours.muted))
        note = QFontMetrics(font).elidedText(line.note, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), note)

    @staticmethod
    def _below(painter: QPainter, inside: QRect, words: str) -> None:
        font = theme.small_font()
        painter.setFont(font)
        painter.setPen(QColor(theme.tokens().muted))
        place = QRect(inside.left(), inside.top() + scale.px(32), inside.width(), scale.px(20))
        short = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), short)


def _height(line: PaperLine) -> int:
    return scale.px(34) + (scale.px(22) if line.below else 0)


class LineList(QListView):
    """Papers to choose one from; arrows choose, Enter prints."""

    chosen = Signal(object)
    """The :class:`PaperLine` the clerk moved to."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = PaperLines(self)
        self.setModel(self._lines)
        self.setItemDelegate(_LineDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMinimumHeight(scale.px(34))
        self.selectionModel().currentChanged.connect(self._tell)
        self.clicked.connect(self._tell)

    @property
    def lines(self) -> PaperLines:
        """The model."""
        return self._lines

    def show_lines(self, lines: Sequence[PaperLine]) -> None:
        """Show these; the paper chosen stays chosen and is not announced again."""
        kept = self.current()
        self.selectionModel().blockSignals(True)
        self._lines.replace(lines)
        if kept is not None:
            self._select(self._lines.row_of(kept.key))
        self.selectionModel().blockSignals(False)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def current(self) -> PaperLine | None:
        """The paper chosen."""
        index = self.currentIndex()
        return self._lines.line(index.row()) if index.isValid() else None

    def choose(self, key: PaperKey) -> bool:
        """Choose a paper if it is listed."""
        row = self._lines.row_of(key)
        if row >= 0:
            self._select(row)
        return row >= 0

    def clear_choice(self) -> None:
        """Choose nothing."""
        self.selectionModel().clear()

    def needed_height(self) -> int:
        """The room all lines take."""
        lines = (self._lines.line(row) for row in range(self._lines.rowCount()))
        return sum(_height(line) for line in lines) + 2 * self.frameWidth() + 2

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            if self.minimumHeight() != self.maximumHeight():  # else its place has fitted it to all its lines
                self.setMinimumHeight(scale.px(34))
            self.scheduleDelayedItemsLayout()

    def _select(self, row: int) -> None:
        if row >= 0:
            self.setCurrentIndex(self._lines.index(row, 0))

    def _tell(self, index: QModelIndex, *_previous: object) -> None:
        if index.isValid():
            self.chosen.emit(self._lines.line(index.row()))
