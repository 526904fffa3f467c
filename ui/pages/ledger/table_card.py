"""The right side of the ledger page: what is looked at, the table, and the line chosen in full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.ledger import Ledger, LedgerFilter
from ui.pages.ledger.ledger_card import LedgerCard
from ui.style import scale
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tick import Tick

EVERYBODY = 0
NOTHING = "这份台账里现在没有内容。可以放宽日期，或去掉“只看未了结”。"


class TableCard(LedgerCard):
    """One ledger with its range. ``changed`` asks to read it anew."""

    changed = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__("台账内容", NOTHING, "statistics", parent)
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
        self.print = KeyButton("打印台账", "Ctrl+P", Kind.LEAD, icon="printer")
        self.save = KeyButton("存为 PDF", "Alt+S")
        self.single = KeyButton("打印这一份", "Alt+F")
        self.follow = KeyButton("记后续情况", "Alt+J")
        self.new = KeyButton("新记一份", "Alt+N")
        self._build()
        for edit in (self.first, self.last):
            edit.day_changed.connect(self._range_changed)
        self.leader.value_changed.connect(self.changed)
        self.open_only.toggled.connect(lambda _on: self.changed.emit())

    def wanted(self) -> LedgerFilter:
        """What is looked at."""
        leader = self.leader.value()
        return LedgerFilter(self.first.day(), self.last.day(), leader or None, self.open_only.isChecked())

    def show_ledger(self, ledger: Ledger, *, dated: bool) -> None:
        """Show a ledger; of the same one, the line chosen stays chosen."""
        for field in (self.first_field, self.last_field):
            field.setVisible(dated)
        self._offer_leaders(ledger)
        self.print.setEnabled(bool(ledger.lines))
        self.save.setEnabled(bool(ledger.lines))
        self.show_lines(ledger)

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
        self.add(self.stack, 1)
        self.add(self.notes)
        self.add(self.told)
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
