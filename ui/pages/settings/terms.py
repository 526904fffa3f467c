"""期限、人数与分界日: rules with their sources, each replaced by the office's own line; dates that run stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from app.domain.deadline import RULE_STATUS_TEXT, START_EVENT_TEXT, DeadlineRule
from app.domain.errors import Refused
from app.domain.viewer import Right
from app.domain.work_calendar import UNIT_TEXT, Unit
from app.services import deadlines
from app.services.session import Session
from ui.operations import Operations
from ui.pages.settings.head_counts import HeadCountCard
from ui.pages.settings.kept_card import Desk
from ui.pages.settings.new_and_old import CutoffCard
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.rows import Row, SmallTable
from ui.pages.settings.section import Section
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.chip import Shape, Status
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.text import text_label
from ui.widgets.tick import Tick
from ui.widgets.tone import Tone

HOW = (
    "每条期限都写明出处。法定的照文件，内部的和待确认的要由本院确认后再启用。"
    "改动从启用日期起生效，已经在计算的期限不变。"
)


class TermsSection(Section):
    """One rule at a time: what it says, where it is written, and whether the court uses it."""

    title = "期限规则"

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__(ops, clock)
        self._rules: dict[str, DeadlineRule] = {}
        self._shown: DeadlineRule | None = None
        self.table = SmallTable("期限规则", ("期限", "长短", "性质", "现状"), (250, 110, 84, 130), stretch=0, most=9)
        self.name, self.citation = LineEdit("期限名称"), LineEdit("文件名称和条款")
        self.amount, self.unit = NumberEdit("如 60", longest=5), Choice()
        self.start = DateEdit(lambda: clock().date())
        self.status, self.confirmed, self.active = Choice(), Tick("本院已确认采用"), Tick("启用")
        self.automatic = Tick("到了起算的一步自动开始计算")
        self.fields = {
            "name": Field("名称", self.name, required=True),
            "citation": Field("出处", self.citation, required=True),
            "amount": Field("期间", self.amount, required=True),
            "unit": Field("单位", self.unit, required=True),
            "status": Field("性质", self.status, required=True),
            "effective_from": Field("从哪天起", self.start, required=True),
        }
        self.note = text_label("", "hint", wrap=True)
        self.save = KeyButton("保存", "Ctrl+Return", Kind.LEAD, "save")
        self._closed = Notice(ONLY_ADMINISTRATORS, Tone.PLAIN)
        self._form = Card("选中的规则")
        desk = Desk(ops, clock, self.say, self.refuse)
        self.head_counts, self.cutoff = HeadCountCard(desk), CutoffCard(desk)
        self._build()
        self.finish()

    def refresh(self) -> None:
        """Read every rule."""

        def read(session: Session) -> tuple[tuple[DeadlineRule, ...], bool]:
            return deadlines.rules(session), session.viewer.may(Right.ADMINISTER)

        self._ops.read(self, read, lambda answer: self._show(*answer))
        self.head_counts.refresh()
        self.cutoff.refresh()

    def _build(self) -> None:
        listing = Card("期限规则")
        listing.add(text_label(HOW, "small", wrap=True))
        listing.add(self.table)
        listing.add(self._closed)
        self.unit.set_options([Option(unit, UNIT_TEXT[unit]) for unit in Unit])
        self.status.set_options([Option(one, words) for one, words in RULE_STATUS_TEXT.items()])
        grid = FieldGrid(columns=4, least=130)
        for name, span in (("name", 2), ("citation", 2), ("amount", 1), ("unit", 1), ("status", 1)):
            grid.add(self.fields[name], span)
        grid.add(self.fields["effective_from"])
        self._form.add(grid)
        for tick in (self.confirmed, self.active, self.automatic):
            self._form.add(tick)
        self._form.add(self.note)
        acts = scale.row()
        acts.addWidget(self.save)
        acts.addStretch(1)
        self._form.add(acts)
        self._form.hide()
        self.body.addWidget(listing)
        self.body.addWidget(self._form)
        self.body.addWidget(self.head_counts)
        self.body.addWidget(self.cutoff)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._choose())
        self.save.clicked.connect(self._save)

    def _show(self, rules: Sequence[DeadlineRule], may_change: bool) -> None:
        self._rules = {rule.code: rule for rule in rules}
        self._may_change = may_change
        self._closed.setVisible(not may_change)
        self.table.show_rows([_row(rule) for rule in self._rules.values()])
        self._choose()

    def _choose(self) -> None:
        rule = self._rules.get(self.table.subject() or "")
        self._form.setVisible(rule is not None and self._may_change)
        if rule is None or rule == self._shown:
            return
        self._shown = rule
        self.name.setText(rule.name)
        self.citation.setText(rule.citation)
        self.amount.setText(str(rule.amount))
        self.unit.set_value(rule.unit)
        self.status.set_value(rule.status)
        self.start.set_day(rule.effective_from)
        for tick, on in (
            (self.confirmed, rule.confirmed),
            (self.active, rule.active),
            (self.automatic, rule.automatic),
        ):
            tick.setChecked(on)
        self.note.setText(f"从{START_EVENT_TEXT[rule.start_event]}起算。{rule.note}")
        for field in self.fields.values():
            field.clear_note()

    def _save(self) -> None:
        wrong = [field for field in self.fields.values() if not field.check_now()]
        day = self.start.day()
        if self._shown is None or wrong:
            if wrong:
                wrong[0].editor.setFocus()
            return
        if day is None or not self.amount.text().isdigit():
            name, words = (
                ("effective_from", "请写一天，例如 0101。") if day is None else ("amount", "请写整数，例如 60。")
            )
            self.refuse(Refused(words, {name: words}), self.fields)
            return
        wanted = replace(
            self._shown,
            name=self.name.text(),
            citation=self.citation.text(),
            amount=int(self.amount.text()),
            unit=self.unit.value(),
            status=self.status.value(),
            effective_from=day,
            confirmed=self.confirmed.isChecked(),
            active=self.active.isChecked(),
            automatic=self.automatic.isChecked(),
        )
        self.save.setEnabled(False)
        self._ops.write(
            self,
            lambda session: deadlines.change_rule(session, wanted, self._clock()),
            lambda _change: self.say(f"“{wanted.name.strip()}”已保存，从{day}起按新的计算。"),
            lambda refusal: self.refuse(refusal, self.fields),
            lambda: self.save.setEnabled(True),
        )


def _row(rule: DeadlineRule) -> Row:
    if not rule.active:
        status = Status("停用")
    elif rule.confirmed:
        status = Status("已确认", Tone.GOOD)
    else:
        status = Status("待本院确认", Tone.SOON, Shape.SOON)
    words = (rule.name, rule.period, RULE_STATUS_TEXT[rule.status])
    return Row(rule.code, (*words, status))
