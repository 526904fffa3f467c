"""作废: why, and the last word before a number is void."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QDialog, QWidget

from app.domain.changes import Change
from app.domain.errors import Refused
from app.domain.matter_detail import MatterDetail
from app.services import matters
from app.services.session import Session
from ui.operations import Operations
from ui.style import scale
from ui.widgets.card import Notice
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone
from ui.widgets.wording_hint import WordingHint


class VoidDialog(QDialog):
    """Asks for the reason. Neither Enter nor Esc makes anything void."""

    def __init__(
        self, detail: MatterDetail, ops: Operations[Session], clock: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._detail, self._ops, self._clock = detail, ops, clock
        self.setWindowTitle("作废事项")
        layout = scale.column(self, spacing=12, margins=(24, 20, 24, 16))
        head = text_label(f"{detail.number}　{detail.petitioner}", "section", wrap=True)
        scale.fix_width(head, 420)
        layout.addWidget(head)
        count = len(detail.contacts)
        layout.addWidget(
            Notice(
                f"事项编号和它的 {count} 次登记编号都将作废。编号保留，不再使用；内容仍可查看，不能再改，也不能恢复。",
                Tone.SOON,
            )
        )
        self.reason = LineEdit("例如：重复登记，以另一件为准", longest=200)
        self.field = Field("作废原因", self.reason, required=True)
        self.hint = WordingHint(self.field)
        self.hint.changed.connect(lambda: scale.make_room(self))
        layout.addWidget(self.field)
        self.problem = Notice("", Tone.LATE)
        self.problem.hide()
        layout.addWidget(self.problem)
        buttons = scale.row(spacing=8)
        self.keep = KeyButton("不作废", "Esc")
        self.void = KeyButton("作废", "Alt+Y", Kind.DANGER, icon="void")
        self.keep.clicked.connect(self.reject)
        self.void.clicked.connect(self._void)
        buttons.addStretch(1)
        scale.fill(buttons, (self.keep, self.void))
        layout.addLayout(buttons)
        self.reason.setFocus()

    def _void(self) -> None:
        if not self.field.check_now():
            self.reason.setFocus()
            return
        self.void.setEnabled(False)
        matter_id, words, now = self._detail.matter_id, self.reason.text(), self._clock()
        self._ops.write(
            self,
            lambda session: matters.void(session, matter_id, words, now),
            done=self._done,
            failed=self._refused,
            always=lambda: self.void.setEnabled(True),
        )

    def _done(self, _change: Change) -> None:
        self.accept()

    def _refused(self, answer: Refused) -> None:
        if "reason" in answer.fields:
            self.field.set_problem(answer.fields["reason"])
        self.problem.set_words(answer.message)
        self.problem.show()
        self.reason.setFocus()
