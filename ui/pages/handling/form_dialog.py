"""The form of one act over the page: a step, a record, or what follows one. What is typed is never lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QDialog, QWidget

from app.domain.errors import Refused
from app.services.record_form import FormStart
from ui.pages.handling.record_form import RecordForm
from ui.style import scale
from ui.widgets.card import Notice
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.side_panel import scrolled
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

TAKEN_UP = "上次没有写完的内容已经放回来了。"
WIDTH = 860


@dataclass(frozen=True)
class Supply:
    """What stands in the way of an act, in words, and the way to supply it, where there is one."""

    words: str
    act_words: str = ""
    act: Callable[[], None] | None = None


@dataclass(frozen=True)
class FormWords:
    """The words of a form: its title, what it is about, a quiet hint, and those of its button."""

    title: str
    about: str
    act: str
    hint: str = ""


class HandlingDialog(QDialog):
    """Asks for what an act needs. The caller does it and answers with :meth:`accept` or :meth:`refuse`.

    ``act`` and ``sample`` are given the values; ``typed`` is told everything typed after each change, an empty mapping
    when the form is as it began.
    """

    def __init__(
        self,
        words: FormWords,
        start: FormStart,
        today: Callable[[], date],
        parent: QWidget,
        *,
        act: Callable[[HandlingDialog, dict[str, str]], None],
        typed: Callable[[Mapping[str, str]], None],
        sample: Callable[[HandlingDialog, dict[str, str]], None] | None = None,
        supply: Supply | None = None,
        begun: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._act, self._typed, self._sample = act, typed, sample
        self.version = 0
        self.form = RecordForm(start, today)
        self._began = self.form.typed()
        if begun:
            self.form.fill(begun)
        self.setWindowTitle(words.title)
        self.notice = Notice("", Tone.SOON)
        self.supply = KeyButton("", "Alt+G")
        self.problem = Notice("", Tone.LATE)
        self.leave = KeyButton("先放下", "Esc")
        self.look = KeyButton("看样张", "Alt+P")
        self.act = KeyButton(words.act, "Ctrl+Return", Kind.LEAD)
        self._build(words)
        self._say_missing(supply, again=bool(begun))
        self._moves = EnterMoves(self)
        self.leave.clicked.connect(self.reject)
        self.look.clicked.connect(self._show_sample)
        self.act.clicked.connect(self._begin)
        self.form.edited.connect(self._tell_typed)
        first = self.form.first_empty()
        (first.editor if first is not None else self.act).setFocus()

    def refuse(self, answer: Refused) -> None:
        """Say why not; what was typed stays, the focus goes to the first field concerned."""
        first = self.form.complain(answer.fields)
        # a refusal that only repeats what stands beside the fields is said once, there
        self.problem.set_words(answer.message)
        self.problem.show()
        if first is not None:
            first.editor.setFocus()

    def accept(self) -> None:
        """The act is done: what a field writes out as it loses the focus is no unfinished form any more."""
        self.form.edited.disconnect(self._tell_typed)
        super().accept()

    def set_working(self, working: bool) -> None:
        """No second click while the first is under way."""
        self.act.setEnabled(not working)

    def words(self) -> str:
        """What the form complains about, empty when it does not."""
        return "" if self.problem.isHidden() else self.problem.words()

    def _build(self, words: FormWords) -> None:
        outer = scale.column(self, spacing=10, margins=(24, 18, 24, 16))
        outer.addWidget(text_label(words.about, "section", wrap=True))
        if words.hint:
            outer.addWidget(text_label(words.hint, "hint", wrap=True))
        missing = scale.row(spacing=8)
        missing.addWidget(self.notice, 1)
        missing.addWidget(self.supply)
        outer.addLayout(missing)
        if self.form.fields:
            inside = QWidget()
            body = scale.column(inside, margins=(0, 0, 4, 0))
            body.addWidget(self.form)
            body.addStretch(1)
            outer.addWidget(scrolled(inside), 1)
        else:
            outer.addWidget(text_label("这一步不需要另外填写，按下面的按钮就办。", "body", wrap=True))
        self.problem.hide()
        outer.addWidget(self.problem)
        buttons = scale.row(spacing=8)
        buttons.addStretch(1)
        self.look.setVisible(self._sample is not None)
        scale.fill(buttons, (self.leave, self.look, self.act))
        outer.addLayout(buttons)
        self._fit()

    def _fit(self) -> None:
        parent = self.parentWidget()
        window = parent.window() if parent is not None else self
        width = min(scale.px(WIDTH), window.width() - 40)
        self.form.resize(width - scale.gap(64), self.form.height())
        frame = scale.px(140) + scale.gap(50)
        needed = self.form.sizeHint().height() + frame if self.form.fields else scale.px(220)
        self.resize(width, min(max(needed, scale.px(240)), window.height() - 60))

    def _say_missing(self, supply: Supply | None, *, again: bool) -> None:
        words = " ".join(part for part in (supply.words if supply else "", TAKEN_UP if again else "") if part)
        self.notice.set_words(words)
        self.notice.setVisible(bool(words))
        offered = supply is not None and supply.act is not None
        self.supply.setVisible(offered)
        if supply is not None and supply.act is not None:
            self.supply.setText(supply.act_words)
            self.supply.set_key("Alt+G")
            self.supply.clicked.connect(self.reject)
            self.supply.clicked.connect(supply.act)

    def _begin(self) -> None:
        self.problem.hide()
        wrong = self.form.check()
        if wrong is not None:
            wrong.editor.setFocus()
            return
        self.set_working(True)
        self._act(self, self.form.values())

    def _show_sample(self) -> None:
        if self._sample is None:
            return
        self.problem.hide()
        wrong = self.form.check()
        if wrong is not None:
            wrong.editor.setFocus()
            return
        self._sample(self, self.form.values())

    def _tell_typed(self) -> None:
        typed = self.form.typed()
        self._typed({} if typed == self._began else typed)
