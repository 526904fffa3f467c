"""空白登记表: numbers taken beforehand and printed for the hours without power; none may go astray."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.changes import Change
from app.domain.contact import CHANNEL_TEXT
from app.domain.errors import Refused
from app.domain.late_entry import BLANK_CHANNELS, MOST_BLANKS, BlankForm, BlankState
from app.domain.paper import Form
from app.services import blank_forms
from app.services.blank_forms import BlankBatch
from app.services.session import Session
from ui.operations import Operations
from ui.pages.paper.file_dialog import ask_where_to_save
from ui.pages.settings.rows import Row, SmallTable
from ui.pages.settings.section import Section
from ui.printing import PDF_FILE, PrintDesk
from ui.problems import Problems
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.chip import Shape, Status
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

HOW = (
    "停电或系统不能用时手写登记，用的是提前取好号的空白表。来电以后在“登记”里按表上的编号补录；"
    "写坏、用剩的逐张作废并写明原因，这样编号不断、不重。每张都要有下落。"
)
NONE_OUT = "没有未收回的空白表。停电前备好几张，用时不慌。"
LONG_OUT = 30
CHOOSE_FIRST = "请先在列表中选中一张。"


class BlankSection(Section):
    """Taking numbers, printing, and what has not come back."""

    title = "空白表"

    def __init__(
        self,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        desk: PrintDesk,
        ask_where: Callable[[QWidget, str], Path | None] = ask_where_to_save,
    ) -> None:
        super().__init__(ops, clock)
        self._desk, self._ask_where = desk, ask_where
        self._batches: dict[int, int] = {}
        self.channel = Choice([Option(one, f"{CHANNEL_TEXT[one]}登记表") for one in BLANK_CHANNELS])
        self.amount = NumberEdit("如 10", longest=3, digits_only=True)
        self.reason = LineEdit("如 写坏、未用上", longest=100)
        self.fields = {
            "channel": Field("哪种表", self.channel, required=True),
            "amount": Field("几张", self.amount, required=True, hint=f"一次 1 到 {MOST_BLANKS} 张"),
        }
        self.reason_field = Field("作废原因", self.reason, hint="作废时填写")
        self.take = KeyButton("取号并打印", "Ctrl+Return", Kind.LEAD, "printer")
        self.take_pdf = KeyButton("取号并存为 PDF", "Ctrl+S")
        self.table = SmallTable(
            "未收回的空白登记表", ("编号", "种类", "取号日期", "批次", "多久了"), (260, 120, 120, 70, 130)
        )
        self.again = KeyButton("再打印这一批", "Alt+P", icon="printer")
        self.again_pdf = KeyButton("这一批存为 PDF", "Alt+S")
        self.void = KeyButton("作废选中的一张", "Alt+Z", Kind.DANGER)
        self._none = text_label(NONE_OUT, "hint", wrap=True)
        self._sum = text_label("", "small", wrap=True)
        self._below = FieldGrid(columns=3, least=190)
        self._build()
        self._listen()
        self.finish()

    def refresh(self) -> None:
        """Read what is out, and what became of the newest."""

        def read(session: Session) -> tuple[tuple[BlankForm, ...], tuple[BlankForm, ...]]:
            return blank_forms.outstanding(session), blank_forms.recent(session)

        self._ops.read(self, read, lambda answer: self._show(*answer))

    def _build(self) -> None:
        making = Card("准备空白登记表")
        making.add(text_label(HOW, "small", wrap=True))
        grid = FieldGrid(columns=2, least=200)
        for field in self.fields.values():
            grid.add(field)
        making.add(grid)
        acts = scale.row()
        scale.fill(acts, (self.take, self.take_pdf))
        acts.addStretch(1)
        making.add(acts)
        out = Card("还没有收回的")
        out.add(self.table)
        out.add(self._none)
        out.add(self._sum)
        out.add(self.reason_field)
        for button in (self.again, self.again_pdf, self.void):
            self._below.add(button)
        out.add(self._below)
        self.body.addWidget(making)
        self.body.addWidget(out)
        self.channel.set_value(BLANK_CHANNELS[0])

    def _listen(self) -> None:
        self.take.clicked.connect(lambda: self._reserve(self._print))
        self.take_pdf.clicked.connect(lambda: self._reserve(self._save))
        self.again.clicked.connect(lambda: self._once_more(self._print))
        self.again_pdf.clicked.connect(lambda: self._once_more(self._save))
        self.void.clicked.connect(self._ask_void)

    def _show(self, out: tuple[BlankForm, ...], recent: tuple[BlankForm, ...]) -> None:
        today = self._clock().date()
        self._batches = {one.blank_id: one.batch for one in out}
        self.table.show_rows([_row(one, today) for one in out])
        for widget in (self.table, self.reason_field, self._below):
            widget.setVisible(bool(out))
        self._none.setVisible(not out)
        states = Counter(one.state for one in recent)
        done = [
            f"{words} {states[state]} 张"
            for state, words in (
                (BlankState.OUT, "未收回"),
                (BlankState.RETURNED, "已补录"),
                (BlankState.VOID, "已作废"),
            )
            if states[state]
        ]
        self._sum.setText(f"最近取的 {len(recent)} 张：" + "，".join(done) + "。" if recent else "")
        self._sum.setVisible(bool(recent))

    def _reserve(self, then: Callable[[BlankBatch], None]) -> None:
        wrong = [field for field in self.fields.values() if not field.check_now()]
        if wrong:
            wrong[0].editor.setFocus()
            return
        channel, typed = self.channel.value(), self.amount.text().strip()
        amount = int(typed) if typed.isdecimal() else 0
        self._offer(enabled=False)

        def reserved(batch: BlankBatch) -> None:
            self.amount.clear()
            then(batch)

        self._ops.write(
            self,
            lambda session: blank_forms.reserve(session, channel, amount, self._clock()),
            reserved,
            lambda refusal: self.refuse(refusal, self.fields),
            lambda: self._offer(enabled=True),
        )

    def _once_more(self, then: Callable[[BlankBatch], None]) -> None:
        blank_id = self._chosen()
        if blank_id is None:
            return
        batch = self._batches[blank_id]
        self._ops.read(self, lambda session: blank_forms.again(session, batch), then)

    def _print(self, batch: BlankBatch) -> None:
        def printed(printer: str, reason: str) -> None:
            if reason:
                self.say(
                    f"{_numbers(batch)}已取好号，但没有打出：{reason}处理好以后选中它们，按 Alt+P 再打印。", Tone.SOON
                )
            else:
                self._note(batch, printer, f"{_numbers(batch)}已送到打印机“{printer}”，共 {len(batch.records)} 张。")

        self._desk.print_batch(Form.BLANK, batch.records, printed)

    def _save(self, batch: BlankBatch) -> None:
        where = self._ask_where(self, f"空白登记表 第{batch.batch}批.pdf")
        if where is None:
            self.say(f"{_numbers(batch)}已取好号，还没有打印。选中它们按 Alt+P 打印，或按 Alt+S 存为 PDF。", Tone.SOON)
            return

        def saved(reason: str) -> None:
            if reason:
                self.say(reason, Tone.SOON)
            else:
                self._note(batch, PDF_FILE, f"{_numbers(batch)}已存为“{where.name}”，请打印出来放在窗口备用。")

        self._desk.save_batch(batch.records, where, saved)

    def _note(self, batch: BlankBatch, printer: str, words: str) -> None:
        self._ops.write(
            self,
            lambda session: blank_forms.printed(session, batch.batch, printer, self._clock()),
            lambda _nothing: self.say(words),
        )

    def _ask_void(self) -> None:
        blank_id = self._chosen()
        if blank_id is None:
            return
        reason = self.reason.text()
        if self.reason.is_empty():
            self.reason_field.set_problem("请先写明作废原因，例如“写坏”“未用上”。")
            self.reason.setFocus()
            return
        number = str(self.table.lines.rows()[self.table.currentIndex().row()].cells[0])
        question = f"{number} 作废以后，这个编号不再使用，也不能恢复。要作废吗？"
        Problems.confirm(self, question, "作废", "不作废", lambda: self._void(blank_id, number, reason))

    def _void(self, blank_id: int, number: str, reason: str) -> None:
        def done(_change: Change) -> None:
            self.reason.clear()
            self.say(f"{number} 已作废（{reason.strip()}），编号保留。")

        def refused(refusal: Refused) -> None:
            self.refuse(refusal, {"reason": self.reason_field})

        self._ops.write(self, lambda session: blank_forms.void(session, blank_id, reason, self._clock()), done, refused)

    def _chosen(self) -> int | None:
        blank_id = self.table.subject()
        if blank_id is None:
            self.say(CHOOSE_FIRST, Tone.SOON)
            self.table.setFocus()
            return None
        return int(blank_id)

    def _offer(self, *, enabled: bool) -> None:
        for button in (self.take, self.take_pdf):
            button.setEnabled(enabled)


def _numbers(batch: BlankBatch) -> str:
    first, last = batch.records[0].number, batch.records[-1].number
    return first if first == last else f"{first} 至 {last} "


def _row(form: BlankForm, today: date) -> Row:
    days = form.days_out(today)
    status = Status(f"{days} 天" if days else "今天")
    if days >= LONG_OUT:
        status = Status(f"已 {days} 天", Tone.SOON, Shape.SOON)
    cells = (form.number, CHANNEL_TEXT[form.channel], f"{form.reserved_at:%Y-%m-%d}", str(form.batch), status)
    return Row(form.blank_id, cells)
