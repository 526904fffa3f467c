"""The right side of the page of the day: one section as a table, its line in full beneath, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.domain.ledger import Ledger, LedgerLine
from ui.pages.ledger.model import LedgerModel
from ui.pages.ledger.table_card import LedgerTable
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.side_panel import scrolled
from ui.widgets.text import text_label

_LONG, _LEAST_LONG, _MOST_SHORT = 20, 160, 250
_TOLD, _TABLE = 88, 160


class DayCard(Card):
    """Shows a section; the page connects the buttons and says which of them are offered."""

    line_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=18)
        self.about = text_label("", "section", wrap=True)
        self.notes = text_label("", "hint", wrap=True)
        self.model = LedgerModel(self)
        self.table = LedgerTable()
        self.table.setModel(self.model)
        self.table.setAccessibleName("这一栏的内容")
        self.whole = text_label("", "small", wrap=True)
        self.empty = EmptyState("", "check")
        self.sign = KeyButton("签收", "Alt+S", Kind.LEAD)
        self.follow = KeyButton("", "Alt+J", Kind.LEAD)
        self.other = KeyButton("", "Alt+K")
        self.reason = KeyButton("写明原因", "Alt+Y", Kind.LEAD)
        self.review = KeyButton("写复核意见", "Alt+F", Kind.LEAD)
        self.mark = KeyButton("标为已读", "Alt+R", Kind.LEAD)
        self.deliver = KeyButton("记送达", "Alt+D", Kind.LEAD)
        self.away = KeyButton("登记不在岗", "Alt+A")
        self.back = KeyButton("撤销不在岗", "Alt+X")
        self.close_day = KeyButton("结束今天", "Alt+E")
        self.print = KeyButton("打印", "Ctrl+P", icon="printer")
        self.buttons = (
            self.sign, self.follow, self.other, self.reason, self.review, self.mark, self.deliver, self.away,
            self.back, self.close_day, self.print,
        )  # fmt: skip
        self._build()
        self.table.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.table.verticalScrollBar().rangeChanged.connect(lambda *_: self._fit())  # the bar takes room when it comes

    def line(self) -> LedgerLine | None:
        """The line chosen."""
        return self.model.line(self.table.currentIndex().row())

    def offer(self, *wanted: KeyButton) -> None:
        """Show these buttons and no others."""
        for button in self.buttons:
            button.setVisible(button in wanted)

    def show_section(self, ledger: Ledger, nothing: str) -> None:
        """Show a section; of the same one, the line chosen stays chosen."""
        before = self.model.ledger
        kept = self.table.currentIndex().row() if before is not None and before.code == ledger.code else 0
        self.model.show_ledger(ledger)
        self.about.setText(f"{ledger.title}　{ledger.about}".rstrip("　"))
        self.notes.setText("\n".join(ledger.notes))
        self.notes.setVisible(bool(ledger.notes))
        self.empty.say(nothing, "check")
        self._stack.setCurrentWidget(self.table if ledger.lines else self.empty)
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
        self.add(self.about)
        self.add(self.notes)
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._stack.setMinimumHeight(scale.px(_TABLE))
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self.add(self._stack, 1)
        told = QWidget()
        scale.column(told).addWidget(self.whole)
        self._told = scrolled(told, on_card=True)
        self._told.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # long words are read on by the arrow keys
        self._told.setFixedHeight(scale.px(_TOLD))
        self.add(self._told)
        row = scale.row(spacing=8)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.add(row)

    def _fit(self) -> None:
        """Short words stand whole, how a line stands comes first, sentences take what room is left."""
        ledger = self.model.ledger
        if ledger is None:
            return
        header = self.table.horizontalHeader()
        for place in range(len(ledger.columns)):
            header.moveSection(header.visualIndex(place), place)
        self.table.show_all()
        widths, long = {}, []
        for place, column in enumerate(ledger.columns):
            if column.chip and len(ledger.columns) > 1:
                header.moveSection(header.visualIndex(place), 1)
            if column.share >= _LONG:
                long.append(place)
                continue
            head = max(header.sectionSizeFromContents(place).width(), header.minimumSectionSize())
            widths[place] = max(head, min(self.table.sizeHintForColumn(place), scale.px(_MOST_SHORT)))
        left = self.table.viewport().width() - sum(widths.values())
        for place in long:
            widths[place] = max(left // len(long), scale.px(_LEAST_LONG))
        self.table.set_widths(widths)

    def _tell(self) -> None:
        ledger, line = self.model.ledger, self.line()
        pairs = zip(ledger.columns, line.cells, strict=True) if ledger is not None and line is not None else ()
        self.whole.setText("　".join(f"{column.heading}：{words}" for column, words in pairs if words))
        self._told.setVisible(bool(self.whole.text()))
        self.line_changed.emit()
