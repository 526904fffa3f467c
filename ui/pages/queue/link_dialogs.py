"""这件事项与另一件相同, and taking a link back: both ask for a reason, and refusals are said in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QDialog, QWidget

from app.domain.changes import Change
from app.domain.errors import Refused
from app.domain.matter_detail import MatterDetail
from app.domain.progress import Progress
from app.domain.queue import QueueFilter, QueueRow, QueueView
from app.services import looking_back, merging, queue
from app.services.looking_back import KnownLink
from app.services.session import Session
from ui.operations import Operations
from ui.style import scale
from ui.widgets.card import Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

MOST_FOUND = 9
TELLS = "本事项的登记、诉求、期限、文书和经过都移到所选的一件；本事项的编号作废保留。以后可以撤销，各归原处。"


class _LinkDialog(QDialog):
    """A heading, a reason, what was refused, and two buttons. Neither Enter nor Esc changes anything."""

    def __init__(
        self,
        detail: MatterDetail,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        parent: QWidget,
        title: str,
        act: str,
    ) -> None:
        super().__init__(parent)
        self._detail, self._ops, self._clock = detail, ops, clock
        self.setWindowTitle(title)
        self.body = scale.column(self, spacing=12, margins=(24, 20, 24, 16))
        head = text_label(f"{detail.number}　{detail.petitioner}", "section", wrap=True)
        scale.fix_width(head, 460)
        self.body.addWidget(head)
        self.reason_edit = LineEdit("例如：重复登记；经核对为同一件事", longest=200)
        self.reason = Field("原因", self.reason_edit, required=True)
        self.problem = Notice("", Tone.LATE)
        self.problem.hide()
        self.keep = KeyButton("返回", "Esc")
        self.act = KeyButton(act, "Alt+Y", Kind.LEAD)
        self.keep.clicked.connect(self.reject)
        self.act.clicked.connect(self._act)

    def _finish(self) -> None:
        self.body.addWidget(self.reason)
        self.body.addWidget(self.problem)
        buttons = scale.row(spacing=8)
        buttons.addStretch(1)
        scale.fill(buttons, (self.keep, self.act))
        self.body.addLayout(buttons)

    def _act(self) -> None:
        raise NotImplementedError

    def _write(self, work: Callable[[Session], Change]) -> None:
        if not self.reason.check_now():
            self.reason_edit.setFocus()
            return
        self.act.setEnabled(False)
        self._ops.write(
            self,
            work,
            done=lambda _change: self.accept(),
            failed=self._refused,
            always=lambda: self.act.setEnabled(True),
        )

    def _refused(self, answer: Refused) -> None:
        if "reason" in answer.fields:
            self.reason.set_problem(answer.fields["reason"])
        self.problem.set_words(answer.message)
        self.problem.show()
        self.reason_edit.setFocus()


class MergeDialog(_LinkDialog):
    """Find the other matter by anything it is found by, choose it, and say why."""

    def __init__(
        self, detail: MatterDetail, ops: Operations[Session], clock: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(detail, ops, clock, parent, "并入另一件事项", "并入")
        self.body.addWidget(Notice(TELLS, Tone.SOON))
        self.words = LineEdit("编号、姓名、案号或诉求里的词", longest=100)
        self.wanted = Field("与本事项相同的一件", self.words)
        self.choice = Choice()
        self.other = Field("找到的事项", self.choice, hint="按数字键选择", required=True)
        self.words.textEdited.connect(self._look)
        for part in (self.wanted, self.other):
            self.body.addWidget(part)
        self._finish()
        self.forget = KeyButton("取消那次认定", "Alt+X")
        self.forget.clicked.connect(self._forget)
        self.forget.hide()
        self.body.insertWidget(self.body.count() - 1, self.forget)
        self.words.setFocus()

    def _look(self, words: str) -> None:
        today = self._clock().date()
        wanted = QueueFilter(view=QueueView.ALL, words=words)

        def read(session: Session, progress: Progress) -> Sequence[QueueRow]:
            return queue.first_page(session, wanted, today, progress).page.rows if words.strip() else ()

        self._ops.read(self, read, done=self._offer, supersede="find")

    def _offer(self, rows: Sequence[QueueRow]) -> None:
        others = [row for row in rows if row.matter_id != self._detail.matter_id][:MOST_FOUND]
        self.choice.set_options(
            [Option(row.matter_id, f"{row.number} {row.petitioner} {row.summary[:16]}") for row in others]
        )
        if len(others) == 1:
            self.choice.set_value(others[0].matter_id)
        elif not others and not self.words.is_empty():
            self.other.set_look("没有找到别的事项。换一个词，或用完整编号再找。")
            return
        self.other.clear_note()

    def _act(self) -> None:
        if not self.other.check_now():
            self.words.setFocus()
            return
        gone, kept, words, now = self._detail.matter_id, self.choice.value(), self.reason_edit.text(), self._clock()
        self._write(lambda session: merging.merge_matters(session, gone, kept, words, now))

    def _refused(self, answer: Refused) -> None:
        super()._refused(answer)
        self.forget.setVisible(merging.TOLD_APART in answer.fields)

    def _forget(self) -> None:
        """Somebody said before that they are not the same; take that back, with the same reason."""
        one, other, words, now = self._detail.matter_id, self.choice.value(), self.reason_edit.text(), self._clock()
        self._ops.write(
            self,
            lambda session: merging.forget_different(session, "matter", one, other, words, now),
            done=lambda _change: self._forgotten(),
            failed=self._refused,
        )

    def _forgotten(self) -> None:
        self.forget.hide()
        self.problem.set_words("那次认定已取消，可以并入了。")
        self.act.setFocus()


class UnlinkDialog(_LinkDialog):
    """Take one link back: a matter taken in, a person said to be the same, a contact registered with this matter."""

    def __init__(
        self,
        detail: MatterDetail,
        links: tuple[KnownLink, ...],
        ops: Operations[Session],
        clock: Callable[[], datetime],
        parent: QWidget,
    ) -> None:
        super().__init__(detail, ops, clock, parent, "撤销关联", "撤销关联")
        self._links = {one.merge_id: one for one in links}
        self.choice = Choice([Option(one.merge_id, one.words) for one in links[:MOST_FOUND]])
        self.choice.set_value(links[0].merge_id)
        self.which = Field("要撤销的关联", self.choice, hint="撤销后各归原处，这以后新登记的留下")
        self.body.addWidget(self.which)
        self._finish()
        self.reason_edit.setFocus()

    def _act(self) -> None:
        link, words, now = self._links[self.choice.value()], self.reason_edit.text(), self._clock()
        self._write(lambda session: looking_back.take_back(session, link, words, now))
