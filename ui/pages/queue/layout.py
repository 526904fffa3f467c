"""Widths, order and choice of columns: what the clerk chose, fitted to the room there is; nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal

from ui.models.queue_columns import COLUMNS, TRAITS, Column
from ui.pages.queue.table import QueueTable
from ui.style import scale

PREFERENCE = "queue"
"""The preference under which an account's columns are kept."""


@dataclass(frozen=True)
class Columns:
    """The clerk's choice: order, columns put away, widths in pixels at 100 %, rows close together or not."""

    order: tuple[Column, ...] = COLUMNS
    hidden: frozenset[Column] = frozenset()
    widths: Mapping[Column, int] = field(default_factory=dict)
    compact: bool = False

    def width(self, column: Column) -> int:
        """The width at 100 %."""
        return max(self.widths.get(column, TRAITS[column].width), TRAITS[column].least)

    def as_preference(self) -> dict[str, Any]:
        """The form it is kept in."""
        return {
            "order": [column.value for column in self.order],
            "hidden": sorted(column.value for column in self.hidden),
            "widths": {column.value: width for column, width in self.widths.items()},
            "compact": self.compact,
        }

    @staticmethod
    def of_preference(kept: Mapping[str, Any]) -> Columns:
        """Read what was kept; columns of another version of the program are passed over, new ones come last."""
        known = {column.value: column for column in Column}
        order = list(dict.fromkeys(known[name] for name in _listed(kept.get("order")) if name in known))
        order += [column for column in COLUMNS if column not in order]
        hidden = frozenset(known[name] for name in _listed(kept.get("hidden")) if name in known)
        numbers = kept.get("widths")
        widths = {
            known[name]: width
            for name, width in (numbers.items() if isinstance(numbers, dict) else ())
            if name in known and isinstance(width, int)
        }
        return Columns(tuple(order), hidden - {Column.PETITIONER}, widths, bool(kept.get("compact", False)))


def _listed(kept: object) -> list[str]:
    """The names in what was kept; what is no list of names holds none."""
    return [name for name in kept if isinstance(name, str)] if isinstance(kept, list) else []


class ColumnLayout(QObject):
    """Puts a :class:`Columns` on a table and keeps it fitted; tells when the clerk dragged something."""

    changed = Signal()

    def __init__(self, table: QueueTable) -> None:
        super().__init__(table)
        self._table = table
        self._columns = Columns()
        self._crowded: tuple[Column, ...] = ()
        self._fitting = self._fit_again = False
        header = table.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setDefaultSectionSize(100)  # else every change of style gives columns of Qt's own size Qt's new one
        header.sectionResized.connect(self._resized)
        header.sectionMoved.connect(self._moved)
        table.viewport().installEventFilter(self)
        self.fit()

    @property
    def columns(self) -> Columns:
        """The choice in force."""
        return self._columns

    @property
    def crowded_out(self) -> tuple[Column, ...]:
        """Columns wanted for which there is no room now."""
        return self._crowded

    def set_columns(self, columns: Columns) -> None:
        """Put a choice in force."""
        self._columns = columns
        self._table.set_compact(columns.compact)
        self._fitting = True
        header = self._table.horizontalHeader()
        for place, column in enumerate(columns.order):
            header.moveSection(header.visualIndex(COLUMNS.index(column)), place)
        self._fitting = False
        self.fit()

    def fit(self) -> None:
        """Show what fits, least needed columns left out first; the summary takes the room that is left.

        Fitting may change the room itself (a scroll bar comes or goes); then it is done once more, and nothing that
        happens meanwhile counts as dragged by the clerk.
        """
        if self._fitting:
            self._fit_again = True
            return
        self._fitting = True
        self._fit()
        if self._fit_again:
            self._fit_again = False
            self._fit()
        self._fit_again = self._fitting = False

    def _fit(self) -> None:
        wanted = [column for column in self._columns.order if column not in self._columns.hidden]
        # the room beside a scroll bar, there or not: columns do not move because more or fewer rows were found
        room = self._table.contentsRect().width() - self._table.verticalScrollBar().sizeHint().width()
        kept = sorted(wanted, key=lambda column: -TRAITS[column].rank)
        while len(kept) > 2 and sum(self._least(column) for column in kept) > room:
            kept.pop()
        self._crowded = tuple(column for column in wanted if column not in kept)
        widths = {column: self._least(column) for column in kept}
        spare = Column.SUMMARY if Column.SUMMARY in kept else Column.PETITIONER
        widths[spare] = max(room - sum(width for column, width in widths.items() if column is not spare), 24)
        header = self._table.horizontalHeader()
        for place, column in enumerate(COLUMNS):
            header.setSectionHidden(place, column not in widths)
            if column in widths:
                header.resizeSection(place, widths[column])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when the room changed."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange):
            self.fit()
        return super().eventFilter(watched, event)

    def _least(self, column: Column) -> int:
        traits = TRAITS[column]
        return scale.px(traits.least if column is Column.SUMMARY else self._columns.width(column))

    def _resized(self, place: int, _old: int, new: int) -> None:
        if self._fitting or new == 0:
            return
        column = COLUMNS[place]
        if column is not Column.SUMMARY:
            widths = {**self._columns.widths, column: max(round(new / scale.factor()), TRAITS[column].least)}
            self._columns = Columns(self._columns.order, self._columns.hidden, widths, self._columns.compact)
            self.changed.emit()
        self.fit()

    def _moved(self) -> None:
        if self._fitting:
            return
        header = self._table.horizontalHeader()
        order = tuple(sorted(COLUMNS, key=lambda column: header.visualIndex(COLUMNS.index(column))))
        self._columns = Columns(order, self._columns.hidden, self._columns.widths, self._columns.compact)
        self.changed.emit()
