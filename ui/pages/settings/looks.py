"""查看记录: who looked at whole identity numbers, whose and for what, month by month; for the monthly check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.errors import Refused
from app.domain.progress import Progress
from app.services import look_lists
from app.services.identities import Look
from app.services.session import Session
from ui.operations import Operations
from ui.pages.paper.file_dialog import ask_where_to_save
from ui.pages.settings.rows import Row, SmallTable
from ui.pages.settings.section import Section
from ui.printing import RECORD_PRINTER, PrintDesk, write_pdf
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

HOW = "证件号码平时遮住，每次查看完整号码都记在这里：什么时候、谁、看了谁的、作什么用。每月核查一次，可以打印签字存档。"
NONE = "这个月没有人查看过完整证件号码。"


class LooksSection(Section):
    """A month, its looks, and the list on paper."""

    title = "查看记录"

    def __init__(
        self,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        desk: PrintDesk,
        ask_where: Callable[[QWidget, str], Path | None] = ask_where_to_save,
    ) -> None:
        super().__init__(ops, clock)
        self._desk, self._ask_where = desk, ask_where
        self.month = Choice([Option(one, f"{one.year}年{one.month}月") for one in look_lists.months(clock().date())])
        self.month.set_value(clock().date().replace(day=1))
        self.table = SmallTable(
            "查看完整证件号码的记录", ("用途", "时间", "查看人", "被查看人", "证件号码"), (200, 104, 92, 88, 176)
        )
        self.none = text_label(NONE, "hint", wrap=True)
        self.print = KeyButton("打印这个月", "Alt+P", icon="printer")
        self.save = KeyButton("存为 PDF", "Alt+S")
        card = Card("查看完整证件号码的记录")
        card.add(text_label(HOW, "small", wrap=True))
        card.add(Field("月份", self.month, hint="按数字键选择最近几个月"))
        card.add(self.table)
        card.add(self.none)
        acts = scale.row()
        scale.fill(acts, (self.print, self.save))
        acts.addStretch(1)
        card.add(acts)
        self.body.addWidget(card)
        self._show(())
        self.month.value_changed.connect(self.refresh)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        self.finish()

    def refresh(self) -> None:
        """Read the month chosen."""
        month = self.month.value()
        self._ops.read(
            self,
            lambda session, _progress: look_lists.of_month(session, month),
            done=self._show,
            failed=self._refused,
            supersede="looks",
        )

    def _show(self, looks: tuple[Look, ...]) -> None:
        self.none.setText(NONE)
        self.table.show_rows(
            [
                Row(place, (one.context, f"{one.at:%m-%d %H:%M}", one.account, one.name, one.masked))
                for place, one in enumerate(looks)
            ]
        )
        self._offer(some=bool(looks))

    def _offer(self, *, some: bool) -> None:
        self.table.setVisible(some)
        self.none.setVisible(not some)
        for button in (self.print, self.save):
            button.setEnabled(some)

    def _refused(self, refusal: Refused) -> None:
        self.none.setText(refusal.message)
        self._offer(some=False)

    def _print(self) -> None:
        month, now = self.month.value(), self._clock()

        def make(session: Session, _progress: Progress, _printer: str) -> tuple[bytes, bool | None]:
            return _pdf(session, month, now), None

        def printed(printer: str, reason: str) -> None:
            if reason:
                self.say(f"没有打出：{reason}处理好以后再按 Alt+P，也可以存为 PDF。", Tone.SOON)
            else:
                self.say(f"{_month(month)}的查看记录已送到打印机“{printer}”。")

        self.print.setEnabled(False)
        self._desk.print_pages(
            RECORD_PRINTER,
            make,
            printed,
            lambda refusal: self.say(refusal.message, Tone.SOON),
            lambda: self.print.setEnabled(True),
        )

    def _save(self) -> None:
        month, now = self.month.value(), self._clock()
        where = self._ask_where(self, f"查看完整证件号记录 {month:%Y-%m}.pdf")
        if where is None:
            return

        def save(session: Session, _progress: Progress) -> Path:
            return write_pdf(where, _pdf(session, month, now))

        self._ops.paper(
            self,
            save,
            lambda path: self.say(f"{_month(month)}的查看记录已存为“{path.name}”。"),
            lambda refusal: self.say(refusal.message, Tone.SOON),
        )


def _pdf(session: Session, month: date, now: datetime) -> bytes:
    from app.printing.archive_list import render_list  # measured start-up cost: ReportLab comes with the first paper

    return render_list(look_lists.month_list(session, month, now))


def _month(month: date) -> str:
    return f"{month.year}年{month.month}月"
