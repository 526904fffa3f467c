"""The right side of the ledger page: what is looked at, the table, and the line chosen in full."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.domain.ledger import Ledger, LedgerFilter, LedgerLine
from ui.pages.ledger.model import LedgerModel
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.side_panel import scrolled
from ui.widgets.table import Table
from ui.widgets.text import text_label
from ui.widgets.tick import Tick

EVERYBODY = 0
NOTHING = "这份台账里现在没有内容。可以放宽日期，或去掉“只看未了结”。"
_LONG = 20
"""A column of this share or more holds sentences: it shares what room is left. Beneath, each line is told in full."""
_LEAST_LONG, _MOST_SHORT = 110, 190
_TOLD, _TABLE = 72, 150
_ALWAYS = 3


class LedgerTable(Table):
    """Never scrolls sideways: columns at the right without room are only told beneath, and are copied all the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, compact=True)
        self.horizontalHeader().setStretchLastSection(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

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


class TableCard(Card):
    """One ledger with its range. ``changed`` asks to read it anew."""

    changed = Signal()
    line_changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=18)
        self._today = today
        self.first, self.last = DateEdit(today), DateEdit(today)
        self.first.set_day(today().replace(month=1, day=1))
        self.last.setPlaceholderText("空着到今天")
        self.leader = Choice([Option(EVERYBODY, "所有人")])
        self.leader.set_value(EVERYBODY)
        self.open_only = Tick("只看未了结")
        self.first_field = Field("从哪一天", self.first, close=True)
        self.last_field = Field("到哪一天", self.last, close=True)
        self.leader_field = Field("责任人", self.leader, close=True)
        self.about = text_label("", "section")
        self.notes = text_label("", "hint", wrap=True)
        self.model = LedgerModel(self)
        self.table = LedgerTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName("台账内容")
        self.whole = text_label("", "small", wrap=True)
        self.print = KeyButton("打印台账", "Ctrl+P", Kind.LEAD, icon="printer")
        self.save = KeyButton("存为 PDF", "Alt+S")
        self.single = KeyButton("打印这一份", "Alt+F")
        self.follow = KeyButton("记后续情况", "Alt+J")
        self.new = KeyButton("新记一份", "Alt+N")
        self.empty = EmptyState(NOTHING, "statistics")
        self._build()
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell())
        for edit in (self.first, self.last):
            edit.day_changed.connect(self._range_changed)
        self.leader.value_changed.connect(self.changed)
        self.open_only.toggled.connect(lambda _on: self.changed.emit())

    def wanted(self) -> LedgerFilter:
        """What is looked at."""
        leader = self.leader.value()
        return LedgerFilter(self.first.day(), self.last.day(), leader or None, self.open_only.isChecked())

    def line(self) -> LedgerLine | None:
        """The line chosen."""
        return self.model.line(self.table.currentIndex().row())

    def show_ledger(self, ledger: Ledger, *, dated: bool) -> None:
        """Show a ledger; of the same one, the line chosen stays chosen."""
        before = self.model.ledger
        kept = self.table.currentIndex().row() if before is not None and before.code == ledger.code else 0
        self.model.show_ledger(ledger)
        for field in (self.first_field, self.last_field):
            field.setVisible(dated)
        self._offer_leaders(ledger)
        self.about.setText(f"{ledger.title}　{ledger.about}")
        self.notes.setText("\n".join(ledger.notes))
        self.notes.setVisible(bool(ledger.notes))
        self._stack.setCurrentWidget(self.table if ledger.lines else self.empty)
        self.print.setEnabled(bool(ledger.lines))
        self.save.setEnabled(bool(ledger.lines))
        self._fit()
        if ledger.lines:
            self.table.setCurrentIndex(self.model.index(min(max(kept, 0), len(ledger.lines) - 1), 0))
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the width anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Heights follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._told.setFixedHeight(scale.px(_TOLD))
            self._stack.setMinimumHeight(scale.px(_TABLE))
            self._fit()

    def _build(self) -> None:
        self._range = FieldGrid(4, 112)
        tick = QWidget()
        tick.setObjectName("clear")
        inside = scale.column(tick, spacing=3)
        inside.addWidget(text_label(" ", "label"))
        inside.addWidget(self.open_only)
        inside.addStretch(1)
        for part in (self.leader_field, tick, self.first_field, self.last_field):
            self._range.add(part)
        self.add(self._range)
        self.add(self.about)
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._stack.setMinimumHeight(scale.px(_TABLE))
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self.add(self._stack, 1)
        self.add(self.notes)
        told = QWidget()
        scale.column(told).addWidget(self.whole)
        self._told = scrolled(told, on_card=True)
        self._told.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # long words are read on by the arrow keys
        self._told.setFixedHeight(scale.px(_TOLD))
        self.add(self._told)
        self._buttons = FieldGrid(5, 132)
        for button in (self.print, self.save, self.single, self.follow, self.new):
            self._buttons.add(button)
        self.add(self._buttons)

    def _offer_leaders(self, ledger: Ledger) -> None:
        chosen = self.leader.value()
        blocked = self.leader.blockSignals(True)
        self.leader.set_options([Option(EVERYBODY, "所有人"), *(Option(*one) for one in ledger.leaders)])
        if self.leader.is_empty():
            self.leader.set_value(EVERYBODY)
        self.leader.blockSignals(blocked)
        self.leader.setEnabled(bool(ledger.leaders))
        if chosen not in (None, self.leader.value()):
            self.changed.emit()  # who was chosen has nothing here

    def _range_changed(self) -> None:
        if not (self.first.is_wrong() or self.last.is_wrong()):
            self.changed.emit()

    def _fit(self) -> None:
        """Short words stand whole, how a line stands comes first, sentences share what room is left."""
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
            if column.chip:
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
        self._told.setVisible(bool(self.whole.text()))
        self.line_changed.emit()
