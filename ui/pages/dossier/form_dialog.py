"""A short form over the page: a few fields, one act, and what is wrong beside the field it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QDialog, QWidget

from app.domain.errors import Refused
from ui.style import scale
from ui.widgets.card import Notice
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone


class FormDialog(QDialog):
    """Asks for what an act needs. ``act`` starts it; the caller answers with :meth:`accept` or :meth:`refuse`."""

    def __init__(
        self,
        title: str,
        about: str,
        fields: Mapping[str, Field],
        act_words: str,
        act: Callable[[FormDialog], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.fields = dict(fields)
        self._act = act
        self.setWindowTitle(title)
        layout = scale.column(self, spacing=12, margins=(24, 20, 24, 16))
        head = text_label(about, "section", wrap=True)
        scale.fix_width(head, 420)
        layout.addWidget(head)
        for field in self.fields.values():
            layout.addWidget(field)
        self.problem = Notice("", Tone.LATE)
        self.problem.hide()
        layout.addWidget(self.problem)
        buttons = scale.row(spacing=8)
        self.leave = KeyButton("不办了", "Esc")
        self.act = KeyButton(act_words, "Ctrl+Return", Kind.LEAD)
        self.leave.clicked.connect(self.reject)
        self.act.clicked.connect(self._begin)
        buttons.addStretch(1)
        scale.fill(buttons, (self.leave, self.act))
        layout.addLayout(buttons)
        self._moves = EnterMoves(self)
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.editor.setFocus()

    def refuse(self, answer: Refused) -> None:
        """Say why not; what was typed stays, the focus goes to the first field concerned."""
        self.act.setEnabled(True)
        self.problem.set_words(answer.message)
        self.problem.show()
        concerned = [name for name in self.fields if name in answer.fields]
        for name in concerned:
            self.fields[name].set_problem(answer.fields[name])
        if concerned:
            self.fields[concerned[0]].editor.setFocus()

    def _begin(self) -> None:
        for field in self.fields.values():
            if field.state == "wrong":  # said of an earlier try; another field may have mended it
                field.clear_note()
        self.problem.hide()
        wrong = [field for field in self.fields.values() if not field.check_now()]
        if wrong:
            wrong[0].editor.setFocus()
            return
        self.act.setEnabled(False)
        self._act(self)
