"""The left card of handling: the matter, who has it, its stages, the clocks that run, and the next lawful steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.matter import MatterStatus
from app.domain.matter_detail import DeadlineDetail, MatterDetail
from app.domain.record_kinds import fields_of
from app.domain.step import STEP_RULES, Step
from app.domain.usual_step import expected, usual_first
from app.domain.work_calendar import WorkCalendar
from app.domain.workflow import NextStep
from app.services.steps import Standing
from ui.models.queue_columns import petitioner_words
from ui.pages.handling import words
from ui.pages.handling.stage_strip import StageStrip
from ui.pages.handling.words import Lack
from ui.pages.queue import matter_words
from ui.pages.queue.panel_parts import ChipLine, PanelArea
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.chip import Chip, Status
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import ElidedLabel, text_label
from ui.widgets.tone import Tone

MOST_STEPS = 9
MOST_CLOCKS = 2
NO_STEP = "这件事项现在没有可以办的下一步。"
BEGUN = "（没写完）"


class StepCell(QWidget):
    """One step: its button, what is missing beneath, and a way to supply it."""

    wanted = Signal(object)
    """The :class:`Step`."""
    supply_wanted = Signal(object)
    """The :class:`~ui.pages.handling.words.Lack`."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.step: Step | None = None
        self._lack: Lack | None = None
        self.button = KeyButton("", key)
        self.missing = text_label("", "hint", wrap=True)
        self.supply = KeyButton("", kind=Kind.QUIET)
        layout = scale.column(self, spacing=2)
        layout.addWidget(self.button)
        self._line = scale.row(spacing=4)
        self._line.addWidget(self.missing, 1)
        self._line.addWidget(self.supply)
        layout.addLayout(self._line)
        layout.addStretch(1)
        self.button.clicked.connect(self._want)
        self.supply.clicked.connect(lambda: self.supply_wanted.emit(self._lack))

    def show_step(self, step: NextStep, lacking: Sequence[Lack], *, leads: bool, begun: bool) -> None:
        """Stand for a step."""
        self.step = step.step
        self.button.setText(step.text + (BEGUN if begun else ""))
        self.button.set_kind(Kind.LEAD if leads else Kind.OUTLINE)
        self.button.setToolTip(f"{step.text}（{self.button.key}）")
        self.button.updateGeometry()
        self.missing.setText("；".join(one.words for one in lacking))
        self.missing.setVisible(bool(lacking))
        self._lack = next((one for one in lacking if one.act_words), None)
        self.supply.setText(self._lack.act_words if self._lack else "")
        self.supply.setVisible(self._lack is not None)
        self.supply.updateGeometry()

    def _want(self) -> None:
        if self.step is not None:
            self.wanted.emit(self.step)


class ClockLine(QWidget):
    """One clock that runs: name, how near, and the legal day beside the advised one."""

    def __init__(self, one: DeadlineDetail, today: date, calendar: WorkCalendar) -> None:
        super().__init__()
        self.setObjectName("clear")
        layout = scale.column(self, spacing=2)
        head = scale.row(spacing=8)
        head.addWidget(text_label(words.clock_title(one), "strong"))
        head.addWidget(Chip(words.near(one.legal_date, today, calendar)))
        head.addStretch(1)
        layout.addLayout(head)
        layout.addWidget(text_label(words.clock_dates(one), "small", wrap=True))


class MatterCard(Card):
    """Everything about where one matter stands. The words of it are read by tests and screen readers as they stand."""

    step_wanted = Signal(object)
    supply_wanted = Signal(object)
    more_wanted = Signal()
    look_wanted = Signal(object)
    """A form begun for a :class:`Step` that cannot be taken any more: show what was typed."""
    drop_wanted = Signal(object)
    """The same: it is not needed any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=18)
        inside = QWidget()
        inside.setObjectName("clear")
        self.number = text_label("", "small", selectable=True)
        self.name = text_label("", "title", wrap=True, selectable=True)
        self.summary = ElidedLabel("", "body")
        self.chips = ChipLine()
        self.owner = text_label("", "strong", wrap=True)
        self.claims = text_label("", "body", wrap=True, selectable=True)
        self.void = Notice("", Tone.LATE)
        self.stages = StageStrip()
        self.derive = KeyButton("怎样算出", "Alt+T", Kind.QUIET)
        self.no_clock = text_label("没有正在计算的期限。", "small", wrap=True)
        self._clocks = _clear()
        self._clock_lines = scale.column(self._clocks, spacing=8)
        self.cells = [StepCell(f"Alt+{place}") for place in range(1, MOST_STEPS + 1)]
        self.more = KeyButton("其他步骤", "Alt+0")
        self.write = KeyButton("写记录", "Alt+N")
        self._further = _clear()
        self._stale: Step | None = None
        self.left_over = Notice("", Tone.SOON)
        self.look = KeyButton("看写了什么", kind=Kind.QUIET)
        self.drop = KeyButton("不要了", kind=Kind.QUIET)
        self.more_clocks = text_label("", "hint", wrap=True)
        self.nothing = text_label(NO_STEP, "small", wrap=True)
        self._steps = FieldGrid(columns=2, least=216)
        self._build(inside)
        self.area = PanelArea(inside, self)
        self.area.setAccessibleName("事项和下一步，方向键上下翻看")
        self.add(self.area, 1)
        for cell in self.cells:
            cell.wanted.connect(self.step_wanted)
            cell.supply_wanted.connect(self.supply_wanted)
        self.more.clicked.connect(self.more_wanted)
        self.look.clicked.connect(lambda: self.look_wanted.emit(self._stale))
        self.drop.clicked.connect(lambda: self.drop_wanted.emit(self._stale))

    def show_matter(
        self,
        detail: MatterDetail,
        standing: Standing,
        deadlines: Sequence[DeadlineDetail],
        today: date,
        calendar: WorkCalendar,
    ) -> None:
        """Show where a matter stands."""
        self.number.setText(detail.number)
        self.name.setText(petitioner_words(detail.petitioner, detail.head_count))
        self.summary.setText(detail.summary)
        chips = list(matter_words.chips(detail, today, calendar))
        if detail.first_handler:
            chips.append(Status(f"首办 {detail.first_handler}", Tone.LEAD))
        self.chips.set_chips(chips)
        owner = standing.state.owner.words
        void = detail.status is MatterStatus.VOID
        self.owner.setText("" if void else f"现在由 {owner} 负责")
        self.claims.setText(matter_words.claims(detail, {}))
        self.void.setVisible(void)
        self.void.set_words(f"这件事项已作废，编号保留。原因：{detail.void_reason}" if void else "")
        self.stages.set_stages(standing.stages)
        self._show_clocks(words.running(deadlines), today, calendar)

    def show_steps(self, standing: Standing, begun: Mapping[str, str], *, void: bool) -> None:
        """Offer the lawful steps, the expected one first; the rest behind one key."""
        offered = {one.step: one for one in standing.next}
        order = () if void else usual_first(standing.state, offered)
        lead = expected(standing.state, offered)
        for place, cell in enumerate(self.cells):
            cell.setVisible(place < len(order))
            if place < len(order):
                step = offered[order[place]]
                unfinished = f"step:{step.step.value}" in begun
                cell.show_step(
                    step, words.lacks(step, offered), leads=lead is step.step and place == 0, begun=unfinished
                )
        self.nothing.setVisible(not order)
        self._show_left_over([step for step in Step if f"step:{step.value}" in begun and step not in order])
        self.write.setEnabled(not void)
        named = any(form.startswith("kind:") for form in begun)
        self.write.setText("写记录" + (BEGUN if named else ""))
        self.write.updateGeometry()
        self._steps.leave_out([*self.cells[len(order) :], *([] if len(order) > MOST_STEPS else [self._further])])

    def take_stages(self) -> None:
        """Give the stages a place beneath the clocks, where the page has no room for them in one line."""
        self._body.insertWidget(self._body.count() - 1, self.stages)

    def clock_words(self) -> str:
        """What is said of the clocks."""
        lines = []
        for line in self._clocks.findChildren(ClockLine):
            labels = [one.text() for one in line.findChildren(type(self.owner))]
            chips = [one.status.words for one in line.findChildren(Chip)]
            lines.append("　".join((*labels, *chips)))
        return "\n".join(lines)

    def _build(self, inside: QWidget) -> None:
        layout = scale.column(inside, spacing=12, margins=(0, 0, 6, 6))
        who = _clear()
        head = scale.column(who, spacing=5)
        scale.fill(head, (self.number, self.name, self.summary, self.owner))
        head.addStretch(1)
        when = _clear()
        clocks = scale.column(when, spacing=4)
        title = scale.row(spacing=8)
        title.addWidget(text_label("期限", "section"))
        title.addStretch(1)
        title.addWidget(self.derive)
        clocks.addLayout(title)
        scale.fill(clocks, (self.no_clock, self._clocks, self.more_clocks))
        clocks.addStretch(1)
        both = FieldGrid(columns=2, least=264)
        both.add(who)
        both.add(when)
        scale.fill(layout, (both, self.chips, self.void))
        title = scale.row(spacing=8)
        title.addWidget(text_label("下一步", "section"))
        title.addStretch(1)
        title.addWidget(self.write)
        layout.addLayout(title)
        layout.addWidget(self.nothing)
        for cell in self.cells:
            self._steps.add(cell)
        further = scale.column(self._further, spacing=2)
        further.addWidget(self.more)
        further.addStretch(1)
        self._steps.add(self._further)
        layout.addWidget(self._steps)
        left_over = scale.row(spacing=4)
        left_over.addWidget(self.left_over, 1)
        scale.fill(left_over, (self.look, self.drop))
        layout.addLayout(left_over)
        scale.fill(layout, (text_label("诉求", "section"), self.claims))
        self._body = layout
        layout.addStretch(1)

    def _show_left_over(self, steps: Sequence[Step]) -> None:
        """Words typed for a step that somebody else took meanwhile are still there, until the clerk lets them go."""
        self._stale = next(iter(steps), None)
        text = STEP_RULES[self._stale].text if self._stale is not None else ""
        self.left_over.set_words(f"没写完的“{text}”现在不能办了，写下的内容还留着。" if text else "")
        for widget in (self.left_over, self.look, self.drop):
            widget.setVisible(self._stale is not None)

    def _show_clocks(self, clocks: Sequence[DeadlineDetail], today: date, calendar: WorkCalendar) -> None:
        while self._clock_lines.count():
            line = self._clock_lines.takeAt(0).widget()
            line.setParent(None)
            line.deleteLater()
        for one in clocks[:MOST_CLOCKS]:
            self._clock_lines.addWidget(ClockLine(one, today, calendar))
        self.no_clock.setVisible(not clocks)
        self._clocks.setVisible(bool(clocks))
        rest = len(clocks) - MOST_CLOCKS
        self.more_clocks.setText(f"另有 {rest} 个期限在计算，按 {self.derive.key} 全看" if rest > 0 else "")
        self.more_clocks.setVisible(rest > 0)


def _clear() -> QWidget:
    """A widget that lets the card show through."""
    widget = QWidget()
    widget.setObjectName("clear")
    return widget


def more_steps(standing: Standing) -> tuple[NextStep, ...]:
    """The lawful steps that have no button of their own."""
    offered = {one.step: one for one in standing.next}
    return tuple(offered[step] for step in usual_first(standing.state, offered)[MOST_STEPS:])


def asks_nothing(step: Step) -> bool:
    """Whether a step is done in another place than a form: filing belongs to the dossier."""
    return step is Step.FILE and not fields_of(step)


__all__ = ["MatterCard", "asks_nothing", "more_steps"]
