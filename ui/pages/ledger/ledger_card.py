"""A card with one table of a ledger: sentences share the room, the chosen line stands beneath in full."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.domain.ledger import Ledger, LedgerLine
from ui.pages.ledger.model import LedgerModel
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.side_panel import scrolled
from ui.widgets.table import Table
from ui.widgets.text import text_label

_LONG = 20
"""A column of this share or more holds sentences: it shares what room is left. Beneath, each line is told in full."""
_LEAST_LONG, _MOST_SHORT = 110, 190
_TOLD, _TABLE = 80, 150
_ALWAYS = 3


class LedgerTable(Table):
    """Never scrolls sideways: columns at the right without room are only told beneath, and are copied all the same."""

    room_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, compact=True)
        self.horizontalHeader().setStretchLastSection(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say that there is other room, once it is there: the card hears of its own size too early."""
        super().resizeEvent(event)
        self.room_changed.emit()

    def show_all(self) -> None:
        """Every column, to be measured."""
        for place in range(self.model().columnCount()):
            self.setColumnHidden(place, False)

    def set_widths(self, widths: Mapping[int, int]) -> None:
        """Give each column its width, from the left, as far as there is room."""
        header, left = self.horizontalHeader(), self.viewport().width()
        order = [header.logicalIndex(visual) for visual in range(header.count())]
        shown = len(order)
        while shown > _ALWAYS and sum(widths[place] for place in order[:shown]) > left:
            shown -= 1
        for visual, place in enumerate(order):
            self.setColumnHidden(place, visual >= shown)
            width = left if visual == shown - 1 else min(widths[place], left)
            left -= width
            self.setColumnWidth(place, width)

    def copy_rows(self) -> None:
        """The chosen line with all its cells, for a spreadsheet."""
        row = self.currentIndex().row()
        cells = [self._cell(row, place) for place in range(self.model().columnCount())] if row >= 0 else []
        if cells:
            QGuiApplication.clipboard().setText("\t".join(cells))


class LedgerCard(Card):
    """The table, or a sentence where it has no lines; heading, notes and the chosen line told in full.

    Subclasses lay out :attr:`stack`, :attr:`told`, :attr:`about` and :attr:`notes`, and add what can be done.
    """

    line_changed = Signal()

    def __init__(self, name: str, nothing: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=18)
        self.about = text_label("", "section", wrap=True)
        self.notes = text_label("", "hint", wrap=True)
        self.model = LedgerModel(self)
        self.table = LedgerTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName(name)
        self.whole = text_label("", "small", wrap=True)
        self.empty = EmptyState(nothing, icon)
        self.stack = QStackedWidget()
        self.stack.setObjectName("clear")
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.stack.setMinimumHeight(scale.px(_TABLE))
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        inside = QWidget()
        scale.column(inside).addWidget(self.whole)
        self.told = scrolled(inside, on_card=True)
        self.told.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # long words are read on by the arrow keys
        self.told.setFixedHeight(scale.px(_TOLD))
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.table.room_changed.connect(self._fit)
        self.table.verticalScrollBar().rangeChanged.connect(lambda *_: self._fit())  # the bar takes room when it comes

    def line(self) -> LedgerLine | None:
        """The line chosen."""
        return self.model.line(self.table.currentIndex().row())

    def show_lines(self, ledger: Ledger) -> None:
        """Show a ledger; of the same one, the line chosen stays chosen."""
        before = self.model.ledger
        kept = self.table.currentIndex().row() if before is not None and before.code == ledger.code else 0
        self.model.show_ledger(ledger)
        self.about.setText(f"{ledger.title}　{ledger.about}".rstrip("　"))
        self.notes.setText("\n".join(ledger.notes))
        self.notes.setVisible(bool(ledger.notes))
        self.stack.setCurrentWidget(self.table if ledger.lines else self.empty)
        self._fit()
        if ledger.lines:
            self.table.setCurrentIndex(self.model.index(min(max(kept, 0), len(ledger.lines) - 1), 0))
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        """Heights follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.told.setFixedHeight(scale.px(_TOLD))
            self.stack.setMinimumHeight(scale.px(_TABLE))
            self._fit()

    def _fit(self) -> None:
        """Short words stand whole, how a line stands comes second, sentences share what room is left."""
        ledger = self.model.ledger
        if ledger is None:
            return
        header = self.table.horizontalHeader()
        for place in range(len(ledger.columns)):
            header.moveSection(header.visualIndex(place), place)
        self.table.show_all()
        left, long = self.table.viewport().width(), []
        widths: dict[int, int] = {}
        for place, column in enumerate(ledger.columns):
            if column.chip and len(ledger.columns) > 1:
                header.moveSection(header.visualIndex(place), 1)
            if column.share >= _LONG and not column.chip:
                long.append(place)
                continue
            head = max(header.sectionSizeFromContents(place).width(), header.minimumSectionSize())
            widths[place] = max(head, min(self.table.sizeHintForColumn(place), scale.px(_MOST_SHORT)))
            left -= widths[place]
        share = sum(ledger.columns[place].share for place in long)
        for place in long:
            width = left * ledger.columns[place].share // share if left > 0 else 0
            widths[place] = max(width, scale.px(_LEAST_LONG))
        self.table.set_widths(widths)

    def _tell(self) -> None:
        self.whole.setText(self.model.told(self.table.currentIndex().row()))
        self.told.setVisible(bool(self.whole.text()))
        self.line_changed.emit()
