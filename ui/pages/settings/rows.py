"""A small table that is read whole: staff, accounts, backups, findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.style import scale
from ui.widgets.chip import Status
from ui.widgets.table import STATUS_ROLE, Table

_Index = QModelIndex | QPersistentModelIndex
MOST_SHOWN = 6


@dataclass(frozen=True)
class Row:
    """What a line stands for, and its cells: words, or a chip."""

    subject: Any
    cells: tuple[str | Status, ...]


class Rows(QAbstractTableModel):
    """Lines under fixed headings."""

    def __init__(self, headings: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._rows: tuple[Row, ...] = ()

    def replace(self, rows: Sequence[Row]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many lines there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """How many headings there are."""
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words or chip of a cell."""
        if not index.isValid():
            return None
        cell = self._rows[index.row()].cells[index.column()]
        if role == STATUS_ROLE:
            return cell if isinstance(cell, Status) else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell.words if isinstance(cell, Status) else cell
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section] if 0 <= section < len(self._headings) else None
        return None


class SmallTable(Table):
    """A table as high as its lines, up to six or ``most``; it scrolls beyond. One column takes what room is left."""

    def __init__(
        self, name: str, headings: Sequence[str], widths: Sequence[int], stretch: int = 0, most: int = MOST_SHOWN
    ) -> None:
        super().__init__(compact=True)
        self._most = most
        self._widths = tuple(widths)
        self._stretch = stretch
        self.lines = Rows(headings, self)
        self.setModel(self.lines)
        self.setAccessibleName(name)
        self.horizontalHeader().setStretchLastSection(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; the line chosen stays chosen."""
        kept = self.subject()
        self.lines.replace(rows)
        place = next((row for row, one in enumerate(rows) if kept is not None and one.subject == kept), -1)
        if place >= 0:
            self.selectRow(place)
        self._fit()

    def subject(self) -> Any:
        """What the chosen line stands for, None when none is chosen."""
        index = self.currentIndex()
        return self.lines.rows()[index.row()].subject if index.isValid() else None

    def changeEvent(self, event: QEvent) -> None:
        """Columns and height follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "lines"):
            self._fit()

    def _fit(self) -> None:
        header = self.horizontalHeader()
        for column, width in enumerate(self._widths):
            if column == self._stretch:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
                header.resizeSection(column, scale.px(width))
        count = min(max(self.lines.rowCount(), 1), self._most)
        rows = count * scale.px(scale.COMPACT_ROW_HEIGHT)
        self.setFixedHeight(header.sizeHint().height() + rows + 2 * self.frameWidth() + 2)
