"""The table of matters: it asks for the next page before the last row is reached, and copies whole values."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QScrollBar, QWidget

from app.domain.queue import QueueRow
from ui.models.queue_columns import COLUMNS, TRAITS, Column
from ui.models.queue_model import COPY_ROLE, QueueModel
from ui.style import theme
from ui.widgets.table import RowDelegate, Table

READ_AHEAD = 60
"""Rows before the end at which the next page is asked for."""


class _LastingBar(QScrollBar):
    """Keeps its place where there is nothing to scroll: one that came and went with the keys of a search would have
    the whole table measured and drawn each time."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class QueueTable(Table):
    """Rows of matters. The current row is the matter shown beside; Shift and Ctrl choose several for copying."""

    current_changed = Signal(object)
    """The :class:`QueueRow` that became current, None when there is none."""
    selected_count = Signal(int)

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self._delegate = RowDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(_LastingBar())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("事项列表")
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        self.verticalScrollBar().valueChanged.connect(self._read_ahead)
        chosen = self.selectionModel()
        chosen.currentRowChanged.connect(self._tell_current)
        chosen.selectionChanged.connect(lambda: self.selected_count.emit(len(self.chosen_places())))

    def current_row(self) -> QueueRow | None:
        """The matter of the current row."""
        place = self.currentIndex().row()
        return self._model.row(place) if place >= 0 else None

    def selected_ids(self) -> tuple[int, ...]:
        """Ids of the chosen rows."""
        return tuple(self._model.row(place).matter_id for place in self.chosen_places())

    def chosen_places(self) -> list[int]:
        """The chosen rows, from the top; Qt's own way asks the model about every cell of every row."""
        ranges = self.selectionModel().selection().toList()
        return sorted({place for one in ranges for place in range(one.top(), one.bottom() + 1)})

    def rows_in_view(self) -> int:
        """How many rows can be seen at once, also when there are fewer."""
        return -(-self.viewport().height() // max(self.verticalHeader().defaultSectionSize(), 1))

    def select(self, matter_ids: Iterable[int], current: int | None) -> bool:
        """Choose matters by id; whether the current one is here."""
        chosen = self.selectionModel()
        flags = chosen.SelectionFlag
        place = None if current is None else self._model.place_of(current)
        if place is not None:
            chosen.setCurrentIndex(self._model.index(place, 0), flags.ClearAndSelect | flags.Rows)
        for matter_id in matter_ids:
            other = self._model.place_of(matter_id)
            if other is not None and other != place:
                chosen.select(self._model.index(other, 0), flags.Select | flags.Rows)
        return place is not None

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a row into view; Qt does nothing where the column of the cell is hidden."""
        shown = self.shown_columns()
        if index.isValid() and shown and self.isColumnHidden(index.column()):
            index = index.sibling(index.row(), COLUMNS.index(shown[0]))
        super().scrollTo(index, hint)

    def current_in_view(self, height: int | None = None) -> bool:
        """Whether some of the current row can be seen; ``height`` of the rows' place in pixels, now by default."""
        index = self.currentIndex()
        if not index.isValid():
            return False
        top = self.rowViewportPosition(index.row())
        room = self.viewport().height() if height is None else height
        return top < room and top + self.rowHeight(index.row()) > 0

    def bring_current_back(self) -> None:
        """Show the whole of the current row. A clerk who scrolled away from it is left where they look: ask first."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def set_compact(self, compact: bool) -> None:
        """Lower or higher rows; the current one stays in view."""
        in_view = self.current_in_view()
        super().set_compact(compact)
        if in_view:
            self.bring_current_back()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A bar above or a lower window must not cut off the current row."""
        in_view = self.current_in_view(event.oldSize().height())
        super().resizeEvent(event)
        if in_view:
            self.bring_current_back()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size makes other rows; the current one stays in view."""
        in_view = event.type() == QEvent.Type.StyleChange and hasattr(self, "_model") and self.current_in_view()
        super().changeEvent(event)
        if in_view:
            self.bring_current_back()

    def shown_columns(self) -> list[Column]:
        """The columns on the screen, left to right."""
        header = self.horizontalHeader()
        order = sorted(range(len(COLUMNS)), key=header.visualIndex)
        return [COLUMNS[place] for place in order if not header.isSectionHidden(place)]

    def copy_rows(self) -> None:
        """Put the chosen rows on the clipboard: a line of headings, then whole values with tabs between."""
        columns = self.shown_columns()
        places = self.chosen_places()
        if not places:
            return
        lines = ["\t".join(TRAITS[column].words.replace(" ", "") for column in columns)]
        lines += ["\t".join(self._copied(place, column) for column in columns) for place in places]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _copied(self, place: int, column: Column) -> str:
        words = " ".join(str(self._model.index(place, COLUMNS.index(column)).data(COPY_ROLE) or "").split())
        return f"'{words}" if words.startswith(("=", "+", "-", "@")) else words

    def _read_ahead(self) -> None:
        if not self._model.has_more:
            return
        last = self.rowAt(self.viewport().height() - 1)
        if last < 0 or last >= self._model.rowCount() - READ_AHEAD:
            self._model.fetchMore(QModelIndex())

    def _tell_current(self) -> None:
        self.current_changed.emit(self.current_row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last row, whatever the column; Esc is the page's."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._model.rowCount():
            self.selectRow(0 if event.key() == Qt.Key.Key_Home else self._model.rowCount() - 1)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in view, row by row, and frame the current one while the keys go to the table.

        Qt's own way makes an index and an option for every cell and hands them to the delegate; with a search that
        draws the list with every key, that takes longer than the drawing.
        """
        self._draw_rows(event.rect())
        index = self.currentIndex()
        if not self.hasFocus() or not index.isValid():
            return
        place = self.visualRect(index)
        place.setLeft(0)
        place.setRight(self.viewport().width() - 1)
        colours = theme.tokens()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(colours.focus), colours.focus_width))
        painter.drawRect(place.adjusted(1, 1, -1, -2))
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing shines through the rows: else every window behind them would be drawn first."""
        super().showEvent(event)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _draw_rows(self, part: QRect) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(part, QColor(theme.tokens().surface))
        first, last = self.rowAt(part.top()), self.rowAt(part.bottom())
        if first < 0:
            painter.end()
            return
        last = self._model.rowCount() - 1 if last < 0 else last
        sections = [place for place in range(len(COLUMNS)) if not self.isColumnHidden(place)]
        columns = [(self.columnViewportPosition(place), self.columnWidth(place)) for place in sections]
        left = min(x for x, _ in columns)
        across = max(sum(width for _, width in columns), self.viewport().width() - left)
        chosen, font = set(self.chosen_places()), self.font()
        for row in range(first, last + 1):
            place = QRect(left, self.rowViewportPosition(row), across, self.rowHeight(row))
            cells = zip(columns, self._model.looks(row, sections), strict=True)
            self._delegate.draw_cells(painter, place, cells, font, chosen=row in chosen)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys go."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.viewport().update()
