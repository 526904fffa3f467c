"""The lines of a ledger as Qt sees them: cells in memory, a chip in one column, never a database read."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.ledger import Ledger, LedgerLine
from ui.widgets.chip import Shape, Status
from ui.widgets.table import STATUS_ROLE
from ui.widgets.tone import Tone

_Index = QModelIndex | QPersistentModelIndex
_GOOD = ("已", "在岗", "措施完成")


def chip_of(words: str, *, late: bool) -> Status:
    """How a line stands: late in red, done in green, near in amber."""
    if late:
        return Status(words, Tone.LATE, Shape.LATE)
    if words.startswith(("今天", "剩 1 ", "剩 2 ", "剩 3 ", "办结待")):
        return Status(words, Tone.SOON, Shape.SOON)
    if words.startswith(_GOOD):
        return Status(words, Tone.GOOD)
    return Status(words)


class LedgerModel(QAbstractTableModel):
    """One ledger at a time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ledger: Ledger | None = None

    @property
    def ledger(self) -> Ledger | None:
        """The ledger shown."""
        return self._ledger

    def show_ledger(self, ledger: Ledger) -> None:
        """Show this one instead."""
        self.beginResetModel()
        self._ledger = ledger
        self.endResetModel()

    def line(self, row: int) -> LedgerLine | None:
        """One line, None where there is none."""
        lines = self._ledger.lines if self._ledger is not None else ()
        return lines[row] if 0 <= row < len(lines) else None

    def told(self, row: int) -> str:
        """The whole of a line, each cell under its heading; empty where there is none."""
        line = self.line(row)
        if line is None or self._ledger is None:
            return ""
        pairs = zip(self._ledger.columns[1:], line.cells[1:], strict=True)
        return "　".join(f"{column.heading}：{words}" for column, words in pairs if words)

    def rowCount(self, parent: _Index | None = None) -> int:
        """How many lines there are."""
        return 0 if self._ledger is None or (parent is not None and parent.isValid()) else len(self._ledger.lines)

    def columnCount(self, parent: _Index | None = None) -> int:
        """How many columns there are."""
        return 0 if self._ledger is None or (parent is not None and parent.isValid()) else len(self._ledger.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heading of a column."""
        if self._ledger is None or orientation is not Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._ledger.columns[section].heading
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words, its chip, and its whole text to point at."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None or self._ledger is None:
            return None
        words = line.cells[index.column()]
        if role == STATUS_ROLE:
            return chip_of(words, late=line.late) if self._ledger.columns[index.column()].chip else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return words
        return None
