"""打印机: which printer each form goes to, without a dialog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.paper import FORM_TEXT, Form
from app.services.session import Session
from ui.operations import Operations
from ui.pages.paper.printer_field import PrinterField
from ui.pages.settings.card_folder import CardFolderCard
from ui.pages.settings.overprint import OverprintCard
from ui.pages.settings.section import Section
from ui.printing import PACK_PRINTER, RECORD_PRINTER, PrintDesk, PrinterNames
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.text import text_label

_SMALL = frozenset({Form.SLIP, Form.PROGRESS})
"""On A5; every other form is on A4."""

HOW = (
    "打印不弹窗口：每种文书直接送到这里选的打印机，按原尺寸打印，不缩放。"
    "没有打印机也能办公：文书会留在“打印”页的待打印盘里，可以存为 PDF。"
)


class PrinterSection(Section):
    """One choice for each form, and one for the sheet of the recovery code."""

    title = "打印机"

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime], desk: PrintDesk) -> None:
        super().__init__(ops, clock)
        self._desk = desk
        self.fields = {
            form.value: PrinterField(f"{FORM_TEXT[form]}（{'A5' if form in _SMALL else 'A4'}）") for form in Form
        }
        self.fields[RECORD_PRINTER] = PrinterField("恢复码单（A4）")
        self.fields[PACK_PRINTER] = PrinterField("卷宗装订（A4）")
        self.again = KeyButton("重新查找打印机", "Alt+C", icon="restore")
        card = Card("每种文书用哪台打印机")
        card.add(text_label(HOW, "small", wrap=True))
        grid = FieldGrid(columns=2, least=260)
        for name, field in self.fields.items():
            field.picked.connect(lambda printer, name=name: desk.choose_printer(name, printer))
            grid.add(field)
        card.add(grid)
        acts = scale.row()
        acts.addWidget(self.again)
        acts.addStretch(1)
        card.add(acts)
        self.body.addWidget(card)
        self.overprint = OverprintCard(ops, clock, desk, self.say)
        self.body.addWidget(self.overprint)
        self.cards = CardFolderCard(ops, clock, self.say)
        self.body.addWidget(self.cards)
        self.again.clicked.connect(self.refresh)
        self.finish()

    def refresh(self) -> None:
        """Read the choices, and ask the system for its printers."""
        self._desk.read_choices(self, self._show)
        self._desk.list_printers(self, self._offer)
        self.cards.refresh()
        self.overprint.refresh()

    def _show(self, chosen: dict[str, str]) -> None:
        for name, field in self.fields.items():
            field.remember(chosen.get(name, ""))

    def _offer(self, found: PrinterNames) -> None:
        for field in self.fields.values():
            field.set_printers(found)
        self.overprint.set_printers(found)
