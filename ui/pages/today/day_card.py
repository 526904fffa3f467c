"""The right side of the page of the day: one section as a table, its line in full beneath, and what can be done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.domain.ledger import Ledger
from ui.pages.ledger.ledger_card import LedgerCard
from ui.style import scale
from ui.widgets.key_button import KeyButton, Kind


class DayCard(LedgerCard):
    """Shows a section; the page connects the buttons and says which of them are offered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("这一栏的内容", "", "check", parent)
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

    def offer(self, *wanted: KeyButton) -> None:
        """Show these buttons and no others."""
        for button in self.buttons:
            button.setVisible(button in wanted)

    def show_section(self, ledger: Ledger, nothing: str) -> None:
        """Show a section; of the same one, the line chosen stays chosen."""
        self.empty.say(nothing, "check")
        self.show_lines(ledger)

    def _build(self) -> None:
        self.add(self.about)
        self.add(self.notes)
        self.add(self.stack, 1)
        self.add(self.told)
        row = scale.row(spacing=8)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.add(row)
