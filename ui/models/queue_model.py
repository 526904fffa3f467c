"""The list of matters as Qt sees it: rows in memory, further pages fetched by key, never a database read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

from app.domain.matter import MatterStatus
from app.domain.queue import QueueRow, QueueSort
from app.domain.work_calendar import WorkCalendar
from ui.models.queue_columns import CELLS, COLUMNS, TRAITS, Cell, Column
from ui.style import scale, theme
from ui.widgets.table import STATUS_ROLE, CellLook

SORT_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
COPY_ROLE = Qt.ItemDataRole.UserRole + 3

Key = tuple[str | int, int]
_Index = QModelIndex | QPersistentModelIndex


def _struck(row: QueueRow) -> QFont | None:
    if row.status is not MatterStatus.VOID:
        return None
    font = theme.small_font(scale.BASE)
    font.setStrikeOut(True)
    return font


def _greyed(row: QueueRow) -> QColor | None:
    return QColor(theme.tokens().muted) if row.status is MatterStatus.VOID else None


_OF_CELL: dict[int, Callable[[Cell], Any]] = {
    STATUS_ROLE: lambda shown: shown.chip,
    SORT_ROLE: lambda shown: shown.sort,
    COPY_ROLE: lambda shown: shown.copied or shown.words,
}
_OF_ROW: dict[int, Callable[[QueueRow], Any]] = {
    ROW_ROLE: lambda row: row,
    Qt.ItemDataRole.FontRole: _struck,
    Qt.ItemDataRole.ForegroundRole: _greyed,
}
_SHOWN = tuple(CELLS[column] for column in COLUMNS)


def _look(shown: Cell) -> CellLook:
    return CellLook(shown.words, shown.chip)


class QueueModel(QAbstractTableModel):
    """Rows of one list. When the view nears the end :attr:`more_wanted` asks, once, for the page after a key."""

    more_wanted = Signal(object)
    """The key to read on from; answer with :meth:`append` or :meth:`give_up`."""

    def __init__(self, today: Callable[[], date], calendar: WorkCalendar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today_of = today
        self._calendar = calendar
        self._today = today()
        self._rows: list[QueueRow] = []
        self._cells: list[tuple[Cell, ...] | None] = []
        self._places: dict[int, int] = {}
        self._next: Key | None = None
        self._asked: Key | None = None
        self._sort: tuple[QueueSort, bool] | None = None

    def replace(self, rows: Sequence[QueueRow], next_key: Key | None) -> bool:
        """Show these rows instead, in the same places; whether every row still stands for the matter it stood for.

        So it is where the list begins with the same matters: the others come below. Where it does not, whoever chose
        rows must choose again, for a view takes the rows for changed ones. It is not told to begin anew, because it
        would then measure and draw itself and its headings with every key of a search.
        """
        today, here, rows = self._today_of(), len(self._rows), list(rows)
        kept = min(here, len(rows))
        stay = kept == here and [row.matter_id for row in rows[:here]] == [row.matter_id for row in self._rows]
        if here > kept:
            self.beginRemoveRows(QModelIndex(), kept, here - 1)
            self._take(self._rows[:kept], next_key, self._today)
            self.endRemoveRows()
        changed = today != self._today or rows[:kept] != self._rows
        self._take(rows[:kept], next_key, today)
        if changed and kept:
            self.dataChanged.emit(self.index(0, 0), self.index(kept - 1, len(TRAITS) - 1))
        if len(rows) > kept:
            self._add(rows[kept:])
        return stay

    def _take(self, rows: list[QueueRow], next_key: Key | None, today: date) -> None:
        self._today = today
        self._rows = rows
        self._cells = [None] * len(rows)
        self._places = {row.matter_id: place for place, row in enumerate(rows)}
        self._next, self._asked = next_key, None

    def append(self, rows: Sequence[QueueRow], next_key: Key | None, after: Key) -> None:
        """Add the page after a key. A page nobody waits for any more, and rows already here, are dropped."""
        if after != self._asked:
            return
        fresh = [row for row in rows if row.matter_id not in self._places]
        self._next, self._asked = next_key, None
        if fresh:
            self._add(fresh)

    def _add(self, rows: list[QueueRow]) -> None:
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._places.update({row.matter_id: first + place for place, row in enumerate(rows)})
        self._rows += rows
        self._cells += [None] * len(rows)
        self.endInsertRows()

    def give_up(self, after: Key) -> None:
        """The page after a key could not be read; it may be asked for again."""
        if after == self._asked:
            self._asked = None

    def place_of(self, matter_id: int) -> int | None:
        """The row a matter stands in, None when it is not here."""
        return self._places.get(matter_id)

    def row(self, place: int) -> QueueRow:
        """The matter in a row."""
        return self._rows[place]

    def show_sort(self, sort: QueueSort | None, *, descending: bool) -> None:
        """Mark the column that the rows came sorted by."""
        marked = None if sort is None else (sort, descending)
        if marked == self._sort:
            return
        self._sort = marked
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(TRAITS) - 1)

    @property
    def has_more(self) -> bool:
        """Whether the register holds further rows of this list."""
        return self._next is not None

    def rowCount(self, parent: _Index | None = None) -> int:
        """Rows in memory."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """All columns, shown or not."""
        return 0 if parent is not None and parent.isValid() else len(TRAITS)

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether a further page exists and is not already on its way."""
        return not parent.isValid() and self._next is not None and self._asked is None

    def fetchMore(self, parent: _Index) -> None:
        """Ask for the next page; it arrives later."""
        if self.canFetchMore(parent):
            self._asked = self._next
            self.more_wanted.emit(self._next)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The column's name, with an arrow where the rows are sorted by it."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(TRAITS):
            return None
        traits = TRAITS[COLUMNS[section]]
        if role == Qt.ItemDataRole.DisplayRole:
            if self._sort is not None and traits.sort is self._sort[0]:
                return f"{traits.words} {'↓' if self._sort[1] else '↑'}"
            return traits.words
        if role == Qt.ItemDataRole.ToolTipRole and traits.sort is not None:
            return f"按{traits.words.replace(' ', '')}排序"
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, chip, sort value, copy or the whole row, all from memory."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._cell(index).words
        if role in _OF_CELL:
            return _OF_CELL[role](self._cell(index))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._hint(row, COLUMNS[index.column()])
        return _OF_ROW[role](row) if role in _OF_ROW else None

    def looks(self, place: int, sections: Sequence[int]) -> list[CellLook]:
        """What is drawn in cells of a row: the same as the single roles say, in one answer."""
        cells, row = self._cells_of(place), self._rows[place]
        if row.status is MatterStatus.VOID:
            font, ink = _struck(row), _greyed(row)
            return [_look(cells[section])._replace(font=font, ink=ink) for section in sections]
        return [_look(cells[section]) for section in sections]

    def _cell(self, index: _Index) -> Cell:
        return self._cells_of(index.row())[index.column()]

    def _cells_of(self, place: int) -> tuple[Cell, ...]:
        kept = self._cells[place]
        if kept is None:
            row, today, calendar = self._rows[place], self._today, self._calendar
            kept = self._cells[place] = tuple([show(row, today, calendar) for show in _SHOWN])
        return kept

    def _hint(self, row: QueueRow, column: Column) -> str | None:
        return {
            Column.NUMBER: row.number,
            Column.SUMMARY: row.summary,
            Column.CASE: row.case_number,
            Column.HANDLER: " ".join(filter(None, (row.department, row.handler))),
            Column.DUE: f"{row.due_date:%Y-%m-%d}" if row.due_date else "",
        }.get(column) or None
