"""代码表: the office's own pick lists. Entries begin, are renamed and end on a day; what was used is never deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from app.domain.changes import Change
from app.domain.viewer import Right
from app.services import codes
from app.services.codes import CodeEntry, CodeTable
from app.services.session import Session
from ui.operations import Operations
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.rows import Row, SmallTable
from ui.pages.settings.section import Section
from ui.problems import Problems
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.chip import Shape, Status
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

HOW = (
    "登记时各个选择框里的选项在这里维护。改名和停用从某一天起算：那天以前的登记仍显示当时的名称。"
    "用过的选项不能删除，只能停用。拼音首字母由程序给出，也可以自己定。"
)
CHOOSE_FIRST = "请先在列表中选中一项。"


class CodesSection(Section):
    """One list at a time: its entries, and what can be done with the one chosen."""

    title = "代码表"

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__(ops, clock)
        self._tables: dict[str, CodeTable] = {}
        self._may_change = False
        self.which = Choice()
        self.source = text_label("", "hint", wrap=True)
        self.table = SmallTable("代码表的选项", ("名称", "首字母", "起用日期", "现状"), (240, 110, 120, 190))
        self.up = KeyButton("上移", "Alt+Up", icon="chevron-up")
        self.down = KeyButton("下移", "Alt+Down", icon="chevron-down")
        self.end = KeyButton("停用", "Alt+T")
        self.again = KeyButton("恢复使用", "Alt+H")
        self.delete = KeyButton("删除", "Alt+X", Kind.DANGER)
        self.label = LineEdit("如 行政赔偿", longest=codes.LONGEST_LABEL + 20)
        self.initials = NumberEdit("可以不填", longest=20)
        self.day = DateEdit(lambda: clock().date())
        self.fields = {
            "label": Field("名称", self.label, required=True),
            "initials": Field("拼音首字母", self.initials, hint="不填由程序给出"),
            "from_day": Field("从哪天起", self.day, required=True, hint="添加、改名、停用、恢复都从这天起"),
        }
        self.add = KeyButton("添加", "Ctrl+Return", Kind.LEAD, "plus")
        self.rename = KeyButton("给选中的改名", "Alt+G", icon="edit")
        self._acts = FieldGrid(columns=5, least=132)
        self._closed = Notice(ONLY_ADMINISTRATORS, Tone.PLAIN)
        self._form = Card("添加或改名")
        self._build()
        self._listen()
        self.finish()

    def refresh(self) -> None:
        """Read every list."""

        def read(session: Session) -> tuple[tuple[CodeTable, ...], bool]:
            return codes.tables(session), session.viewer.may(Right.ADMINISTER)

        self._ops.read(self, read, lambda answer: self._show(*answer))

    def _build(self) -> None:
        listing = Card("代码表")
        listing.add(text_label(HOW, "small", wrap=True))
        listing.add(Field("哪一个表", self.which, close=True))
        listing.add(self.source)
        listing.add(self.table)
        for button in (self.up, self.down, self.end, self.again, self.delete):
            self._acts.add(button)
        listing.add(self._acts)
        listing.add(self._closed)
        grid = FieldGrid(columns=3, least=180)
        for field in self.fields.values():
            grid.add(field)
        self._form.add(grid)
        acts = scale.row()
        scale.fill(acts, (self.add, self.rename))
        acts.addStretch(1)
        self._form.add(acts)
        self.body.addWidget(listing)
        self.body.addWidget(self._form)
        self.day.set_day(self._clock().date())

    def _listen(self) -> None:
        self.which.value_changed.connect(self._turn)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.end.clicked.connect(self._retire)
        self.again.clicked.connect(self._reinstate)
        self.delete.clicked.connect(self._ask_delete)
        self.add.clicked.connect(self._add)
        self.rename.clicked.connect(self._rename)

    def _show(self, tables: Sequence[CodeTable], may_change: bool) -> None:
        self._tables = {table.name: table for table in tables}
        self._may_change = may_change
        self._closed.setVisible(not may_change)
        self._acts.setVisible(may_change)
        self._form.setVisible(may_change)
        self.which.set_options([Option(table.name, table.title) for table in tables])
        if self.which.is_empty() and tables:
            self.which.set_value(tables[0].name)
        self._list()

    def _turn(self) -> None:
        self.table.clearSelection()
        self.table.setCurrentIndex(self.table.lines.index(-1, 0))
        self._list()
        self.table.scrollToTop()

    def _list(self) -> None:
        table = self._tables.get(self.which.value())
        if table is None:
            return
        self.source.setText(f"来源：{table.source}")
        today = self._clock().date()
        self.table.show_rows([_row(entry) for entry in table.entries(today)])

    def _chosen(self) -> tuple[str, str, str] | None:
        """Table, code and label of the line chosen; says so when none is."""
        code = self.table.subject()
        if code is None:
            self.say(CHOOSE_FIRST, Tone.SOON)
            self.table.setFocus()
            return None
        label = str(self.table.lines.rows()[self.table.currentIndex().row()].cells[0])
        return self.which.value(), code, label

    def _day(self) -> date | None:
        if not self.fields["from_day"].check_now() or self.day.day() is None:
            self.fields["from_day"].set_problem("请写一天，例如 t（今天）或 0101。")
            self.day.setFocus()
            return None
        return self.day.day()

    def _move(self, step: int) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        order = [row.subject for row in self.table.lines.rows()]
        place = order.index(chosen[1])
        if 0 <= place + step < len(order):
            order.insert(place + step, order.pop(place))
            self._change(lambda session: codes.reorder(session, chosen[0], order, self._clock()), "")

    def _retire(self) -> None:
        chosen, day = self._chosen(), self._day()
        if chosen is not None and day is not None:
            self._change(
                lambda session: codes.retire(session, chosen[0], chosen[1], day, self._clock()),
                f"“{chosen[2]}”从{day}起停用；以前用它的登记不变。",
            )

    def _reinstate(self) -> None:
        chosen, day = self._chosen(), self._day()
        if chosen is not None and day is not None:
            self._change(
                lambda session: codes.reinstate(session, chosen[0], chosen[1], day, self._clock()),
                f"“{chosen[2]}”从{day}起又可以选用。",
            )

    def _ask_delete(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        table, code, label = chosen
        Problems.confirm(
            self,
            f"“{label}”如果从来没有用过，就从列表里删去；用过的会保留。要删除吗？",
            "删除",
            "不删除",
            lambda: self._change(
                lambda session: codes.remove(session, table, code, self._clock()), f"“{label}”已删除，它从来没有用过。"
            ),
        )

    def _add(self) -> None:
        day = self._day()
        if day is None or not self.fields["label"].check_now():
            if day is not None:
                self.label.setFocus()
            return
        table, label, initials = self.which.value(), self.label.text(), self.initials.text()
        self._change(
            lambda session: codes.add(session, table, label, day, self._clock(), initials),
            f"“{label.strip()}”已添加，从{day}起可以选用。",
            clears=True,
        )

    def _rename(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        table, code, old = chosen
        if self.label.is_empty():
            self.label.setText(old)
            self.label.setFocus()
            self.label.selectAll()
            self.fields["label"].set_hint("改好以后再按 Alt+G。")
            return
        day = self._day()
        if day is None:
            return
        label, initials = self.label.text(), self.initials.text()
        self._change(
            lambda session: codes.relabel(session, table, code, label, day, self._clock(), initials),
            f"“{old}”从{day}起改称“{label.strip()}”；以前的登记仍显示原来的名称。",
            clears=True,
        )

    def _change(self, act: Callable[[Session], Change], words: str, *, clears: bool = False) -> None:
        def done(_change: Change) -> None:
            if clears:
                self.label.clear()
                self.initials.clear()
                self.fields["label"].set_hint("")
            if words:
                self.say(words)

        if self.add.hasFocus() or self.rename.hasFocus():  # a disabled button would hand the focus to the rail
            self.label.setFocus()
        for button in (self.add, self.rename):
            button.setEnabled(False)
        self._ops.write(
            self,
            act,
            done,
            lambda refusal: self.refuse(refusal, self.fields),
            self._free,
        )

    def _free(self) -> None:
        for button in (self.add, self.rename):
            button.setEnabled(True)


def _row(entry: CodeEntry) -> Row:
    """What an entry is called, since when, and what is to come."""
    if not entry.in_use:
        status = Status(f"{entry.next_from} 起用", Tone.LEAD) if entry.next_from else Status("已停用")
    elif entry.next_from:
        status = Status(f"{entry.next_from} 改名", Tone.SOON, Shape.SOON)
    elif entry.ends:
        status = Status(f"用到 {entry.ends}", Tone.SOON, Shape.SOON)
    else:
        status = Status("使用中", Tone.GOOD)
    return Row(entry.code, (entry.label, entry.initials, str(entry.valid_from), status))
