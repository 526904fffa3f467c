"""The list of records: one look, one set of keys, chips in cells, copying to a spreadsheet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.style import scale, theme
from ui.widgets.chip import Status, chip_size, paint_chip

STATUS_ROLE = Qt.ItemDataRole.UserRole + 20
"""A model answers this role with a :class:`Status` where a cell is a chip, else with None."""

_Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Draws cells: chips where the model has a status, hairlines between rows, one frame around the chosen row."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        colours = theme.tokens()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        place = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        if chosen:
            painter.fillRect(place, QColor(colours.tint))
        painter.setPen(QPen(QColor(colours.hairline), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        if chosen and colours.heavy:
            pen = QPen(QColor(colours.focus), colours.focus_width)
            painter.setPen(pen)
            painter.drawLine(place.left(), place.top() + 1, place.right(), place.top() + 1)
            painter.drawLine(place.left(), place.bottom() - 1, place.right(), place.bottom() - 1)
        painter.restore()
        inside = place.adjusted(scale.gap(8), 0, -scale.gap(4), 0)
        status = index.data(STATUS_ROLE)
        if isinstance(status, Status):
            if status.words:
                paint_chip(painter, inside, status, on_tint=chosen)
            return
        self._words(painter, inside, option, index)

    def _words(self, painter: QPainter, inside: QRect, option: QStyleOptionViewItem, index: _Index) -> None:
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if not words:
            return
        painter.save()
        font = index.data(Qt.ItemDataRole.FontRole) or option.font  # type: ignore[attr-defined]
        painter.setFont(font)
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(ink if isinstance(ink, QColor) else QColor(theme.tokens().text))
        short = painter.fontMetrics().elidedText(
            words.replace("\n", " "), Qt.TextElideMode.ElideRight, inside.width() - scale.gap(4)
        )
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        across = Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignHorizontal_Mask if side is not None else None
        across = across or Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, int(across | Qt.AlignmentFlag.AlignVCenter), short)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Width for the words or the chip; the height is the table's."""
        status = index.data(STATUS_ROLE)
        if isinstance(status, Status):
            width = chip_size(status).width()
        else:
            words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            width = option.fontMetrics.horizontalAdvance(words)  # type: ignore[attr-defined]
        return QSize(width + scale.gap(20), scale.px(scale.ROW_HEIGHT))


class Table(QTableView):
    """A table of whole rows. Ctrl+C copies the chosen rows for a spreadsheet. Models stay with the page."""

    def __init__(self, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(parent)
        self._compact = compact
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self._resize_rows()

    def set_compact(self, compact: bool) -> None:
        """Rows of 34 instead of 44 pixels at 100 %."""
        self._compact = compact
        self._resize_rows()

    def changeEvent(self, event: QEvent) -> None:
        """Rows follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._resize_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies; Enter opens the row like a double click."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy_rows(self) -> None:
        """Put the chosen rows on the clipboard as spreadsheets read them: tabs between cells, a line each."""
        model = self.model()
        columns = [each for each in range(model.columnCount()) if not self.isColumnHidden(each)]
        columns.sort(key=self.horizontalHeader().visualIndex)
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        lines = ["\t".join(self._cell(row, column) for column in columns) for row in rows]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def _cell(self, row: int, column: int) -> str:
        words = str(self.model().index(row, column).data(Qt.ItemDataRole.DisplayRole) or "")
        words = " ".join(words.split())
        return f"'{words}" if words.startswith(("=", "+", "-", "@")) else words

    def _resize_rows(self) -> None:
        height = scale.px(scale.COMPACT_ROW_HEIGHT if self._compact else scale.ROW_HEIGHT)
        header = self.horizontalHeader()
        blocked = header.blockSignals(True)  # the program makes columns wider here, not the clerk
        header.setMinimumSectionSize(scale.px(56))
        header.blockSignals(blocked)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
