"""程序引导: a few questions answered by figures, and the route they end in. An aid: nothing waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.domain import triage
from app.domain.deadline import RuleStatus
from app.domain.errors import Refused
from app.domain.matter import TRACK_TEXT
from app.domain.triage import WHOSE_TEXT, Clock, Route, Step
from ui.pages.intake.proposal import clear
from ui.style import scale, theme
from ui.widgets.card import Inset
from ui.widgets.chip import Chip, Status
from ui.widgets.text import text_label
from ui.widgets.tick import Tick
from ui.widgets.tone import Tone

HINT = "按数字键选择，退格键改上一个回答。不做也可以登记。"
DONE = "登记后可以打印程序引导告知书。退格键改上一个回答。"
_TONES = {RuleStatus.STATUTORY: Tone.LEAD, RuleStatus.UNCERTAIN: Tone.SOON}
_APART = ","


class _OptionRow(Inset):
    """One answer with its figure."""

    chosen = Signal()

    def __init__(self, place: int, words: str) -> None:
        super().__init__()
        line = scale.row(spacing=10)
        line.addWidget(text_label(str(place), "key"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(text_label(words, "body", wrap=True), 1)
        self.body.addLayout(line)
        self.setAccessibleName(f"{place}，{words}")

    def set_marked(self, *, marked: bool) -> None:
        """The one Enter chooses."""
        theme.set_state(self, "marked", "true" if marked else "false")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        super().mousePressEvent(event)
        self.chosen.emit()


class TriagePart(QWidget):
    """Takes the focus as a whole: figures answer, arrows and Enter too, Backspace takes an answer back."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._answers: list[str] = []
        self._ticked: list[str] = []
        self._options: list[_OptionRow] = []
        self._mark = 0
        self._composing = False
        self._given = text_label("", "small", wrap=True)
        self._question = text_label("", "strong", wrap=True)
        self._rows = QWidget()
        scale.column(self._rows, spacing=4)
        self._hint = text_label(HINT, "hint", wrap=True)
        layout = scale.column(self, spacing=6)
        scale.fill(layout, (self._given, self._question, self._rows, self._hint))
        self._show()

    def answers(self) -> tuple[str, ...]:
        """What was answered so far."""
        return tuple(self._answers)

    def ticked(self) -> tuple[str, ...]:
        """Which remedies have been used."""
        return tuple(self._ticked)

    def route(self) -> Route | None:
        """Where the answers lead, once they do."""
        return self._step().route

    def kept(self) -> tuple[str, str]:
        """Answers and ticks as the draft keeps them."""
        return _APART.join(self._answers), _APART.join(self._ticked)

    def put(self, answers: str, ticked: str) -> None:
        """Take over what a draft kept; what this program does not know begins anew."""
        self._answers = [one for one in answers.split(_APART) if one]
        self._ticked = [one for one in ticked.split(_APART) if one]
        try:
            triage.walk(self._answers)
        except Refused:
            self._answers, self._ticked = [], []
        self._show()

    def words(self) -> str:
        """The question, or the route."""
        return self._question.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer, or take an answer back; while the input method composes the keys are its own."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        text = event.text()
        if self._composing or not plain:
            super().keyPressEvent(event)
        elif text.isascii() and text.isdigit() and 1 <= int(text) <= len(self._options):
            self._choose(int(text) - 1)
        elif event.key() == Qt.Key.Key_Backspace and self._answers:
            self._answers.pop()
            self._ticked.clear()
            self._tell()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._options:
            self._mark_place((self._mark + (1 if event.key() == Qt.Key.Key_Down else -1)) % len(self._options))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._options:
            self._choose(self._mark)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Follow composing."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which answer Enter chooses."""
        super().focusInEvent(event)
        self._mark_place(self._mark)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No answer is marked while the keys go elsewhere."""
        super().focusOutEvent(event)
        self._composing = False
        for row in self._options:
            row.set_marked(marked=False)

    def _step(self) -> Step:
        return triage.walk(self._answers)

    def _choose(self, place: int) -> None:
        question = self._step().question
        if question is not None:
            self._answers.append(question.options[place].code)
            self._tell()

    def _mark_place(self, place: int) -> None:
        self._mark = place
        for each, row in enumerate(self._options):
            row.set_marked(marked=each == place and self.hasFocus())

    def _tell(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        step = self._step()
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        clear(self._rows)
        self._options = []
        self._given.setText("\n".join(f"{question.text}{option.text}" for question, option in step.given))
        self._given.setVisible(bool(step.given))
        if step.route is not None:
            self._question.setText(f"去向：{step.route.label} · {TRACK_TEXT[step.route.track]}")
            self._show_route(step.route)
        elif step.question is not None:
            self._question.setText(step.question.text)
            for place, option in enumerate(step.question.options):
                row = _OptionRow(place + 1, option.text)
                row.chosen.connect(lambda place=place: self._choose(place))
                self._options.append(row)
                self._add(row)
        self._hint.setText(DONE if step.route is not None else HINT)
        self.setAccessibleName(f"程序引导：{self._question.text()}")
        self._mark_place(0)
        if had_focus:
            self.setFocus()

    def _show_route(self, route: Route) -> None:
        self._add(text_label(f"到哪里办：{route.where}", "body", wrap=True))
        self._add(text_label(_numbered("怎么办", route.steps), "small", wrap=True))
        self._add(text_label(f"要带：{'、'.join(route.bring)}", "small", wrap=True))
        for clock in route.clocks:
            self._add(_clock_row(clock))
        if route.basis:
            self._add(text_label(f"依据：{route.basis}", "small", wrap=True))
        if not route.checklist:
            return
        self._add(text_label("已经用过的救济途径：", "label"))
        before: QWidget = self
        for item in triage.checklist():
            tick = Tick(item.text)
            tick.setChecked(item.code in self._ticked)
            tick.clicked.connect(lambda checked, code=item.code: self._tick(code, is_on=checked))
            self._add(tick)
            QWidget.setTabOrder(before, tick)
            before = tick

    def _tick(self, code: str, *, is_on: bool) -> None:
        self._ticked = [one for one in self._ticked if one != code] + ([code] if is_on else [])
        self.changed.emit()

    def _add(self, part: QWidget) -> None:
        layout = self._rows.layout()
        assert layout is not None
        layout.addWidget(part)


def _clock_row(clock: Clock) -> QWidget:
    """期限, its source and whether it is law, habit or yet to be confirmed."""
    box = QWidget()
    line = scale.row(box, spacing=8)
    line.addWidget(Chip(Status(clock.status_text, _TONES.get(clock.status, Tone.PLAIN))), 0, Qt.AlignmentFlag.AlignTop)
    words = f"{WHOSE_TEXT[clock.whose]}：{clock.words}（{clock.citation}）"
    line.addWidget(text_label(words, "body", wrap=True), 1)
    return box


def _numbered(heading: str, lines: Sequence[str]) -> str:
    return "\n".join((f"{heading}：", *(f"{place}．{words}" for place, words in enumerate(lines, 1))))
