"""Which printer a form goes to, remembered for each form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.printing import PrinterNames
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field

FOLLOW_SYSTEM = ""


class PrinterField(Field):
    """A choice among the printers there are, with the system's own choice first."""

    picked = Signal(str)
    """The clerk chose a printer; empty follows the system."""

    def __init__(self, label: str = "打印机", parent: QWidget | None = None) -> None:
        choice = Choice(hint="正在查找打印机…")
        super().__init__(label, choice, parent=parent)
        self._choice = choice
        self._names = PrinterNames((), "")
        self._remembered = ""
        self._filling = False
        self._looked = False
        self._choice.value_changed.connect(self._pick)

    def set_printers(self, found: PrinterNames) -> None:
        """Offer the printers found."""
        self._names = found
        self._looked = True
        self._fill()

    def remember(self, name: str) -> None:
        """Show the printer remembered for the form chosen."""
        self._remembered = name
        self._fill()

    def offered(self) -> Sequence[str]:
        """What can be chosen, in words."""
        return [self._choice.itemText(row) for row in range(self._choice.count())]

    def _fill(self) -> None:
        names = self._names.names
        self._filling = True
        default = f"系统默认（{self._names.default}）" if self._names.default else "系统默认（没有设置）"
        options = [Option(FOLLOW_SYSTEM, default)] if self._looked else []
        options += [Option(name, name) for name in names]
        gone = bool(self._remembered) and self._looked and self._remembered not in names
        if gone:
            options.append(Option(self._remembered, f"{self._remembered}（不在线）"))
        self._choice.set_options(options)
        self._choice.set_value(self._remembered)
        self._filling = False
        if gone:
            self.set_look("这台打印机不在线，请另选一台。")
        elif self._looked and not names:
            self.set_look("没有找到打印机，可以存为 PDF。")
        else:
            self.clear_note()

    def _pick(self) -> None:
        value = self._choice.value()
        if self._filling or value is None or value == self._remembered:
            return
        self._remembered = str(value)
        self._fill()
        self.picked.emit(self._remembered)
