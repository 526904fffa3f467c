"""这件事项与另一件相同, 这个人与另一人相同, and taking a link back: each asks for a reason; refusals are in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.changes import Change
from app.domain.errors import Refused
from app.domain.matter_detail import MatterDetail
from app.domain.progress import Progress
from app.domain.queue import QueueFilter, QueueView
from app.services import looking_back, merging, queue, same_person
from app.services.looking_back import KnownLink
from app.services.session import Session
from ui.operations import Operations
from ui.pages.queue import matter_words
from ui.style import scale
from ui.widgets.card import Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone
from ui.widgets.wording_hint import WordingHint

MOST_FOUND = 9
PLACEHOLDER = "编号、姓名、案号或诉求里的词"


class ReasonDialog(QDialog):
    """A heading, a reason, what was refused, and two buttons. Neither Enter nor Esc changes anything."""

    EXAMPLE = "例如：重复登记；经核对为同一件事"

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
        self.reason_edit = LineEdit(self.EXAMPLE, longest=200)
        self.reason = Field("原因", self.reason_edit, required=True)
        self.hint = WordingHint(self.reason)
        self.hint.changed.connect(self._grow)
        self.problem = Notice("", Tone.LATE)
        self.problem.hide()
        self.keep = KeyButton("返回", "Esc")
        self.act = KeyButton(act, "Alt+Y", Kind.LEAD)
        self.keep.clicked.connect(self.reject)
        self.act.clicked.connect(self._act)

    def showEvent(self, event: QShowEvent) -> None:
        """Wrapped sentences need more height than Qt first gives."""
        super().showEvent(event)
        self._grow()

    def _grow(self) -> None:
        """Room for everything that is shown now; what stands there already is never squeezed."""
        scale.make_room(self)

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
        self._grow()
        self.reason_edit.setFocus()


class _JoinDialog(ReasonDialog):
    """Find the other one by anything it is found by, choose it, and say why."""

    KIND, TELLS, TITLE, ACT = "", "", "", ""
    WANTED, FOUND, NONE = "", "", ""

    def __init__(
        self, detail: MatterDetail, ops: Operations[Session], clock: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(detail, ops, clock, parent, self.TITLE, self.ACT)
        self.body.addWidget(Notice(self.TELLS, Tone.PLAIN))
        self._ask_first()
        self.words = LineEdit(PLACEHOLDER, longest=100)
        self.wanted = Field(self.WANTED, self.words)
        self.choice = Choice()
        self.other = Field(self.FOUND, self.choice, hint="按数字键选择", required=True)
        self.words.textEdited.connect(self._look)
        for part in (self.wanted, self.other):
            self.body.addWidget(part)
        self._finish()
        self.forget = KeyButton("取消那次认定", "Alt+X")
        self.forget.clicked.connect(self._forget)
        self.forget.hide()
        self.body.insertWidget(self.body.count() - 1, self.forget)
        self.words.setFocus()

    def _ask_first(self) -> None:
        """What stands before the search."""

    def _one(self) -> int:
        """What is joined with the one chosen."""
        raise NotImplementedError

    def _find(self, session: Session, words: str, today: date, progress: Progress) -> list[Option]:
        """Those to choose from, this one left out. In the read lane."""
        raise NotImplementedError

    def _join(self, session: Session, one: int, other: int, words: str, now: datetime) -> Change:
        raise NotImplementedError

    def _look(self, words: str) -> None:
        today = self._clock().date()

        def read(session: Session, progress: Progress) -> list[Option]:
            return self._find(session, words, today, progress) if words.strip() else []

        self._ops.read(self, read, done=self._offer, supersede="find")

    def _offer(self, others: list[Option]) -> None:
        self.choice.set_options(others[:MOST_FOUND])
        if len(others) == 1:
            self.choice.set_value(others[0].value)
        elif not others and not self.words.is_empty():
            self.other.set_look(self.NONE)
            return
        self.other.clear_note()

    def _act(self) -> None:
        if not self.other.check_now():
            self.words.setFocus()
            return
        one, other, words, now = self._one(), self.choice.value(), self.reason_edit.text(), self._clock()
        self._write(lambda session: self._join(session, one, other, words, now))

    def _refused(self, answer: Refused) -> None:
        super()._refused(answer)
        self.forget.setVisible(merging.TOLD_APART in answer.fields)
        self._grow()

    def _forget(self) -> None:
        """Somebody said before that they are not the same; take that back, with the same reason."""
        one, other, words, now = self._one(), self.choice.value(), self.reason_edit.text(), self._clock()
        self._ops.write(
            self,
            lambda session: merging.forget_different(session, self.KIND, one, other, words, now),
            done=lambda _change: self._forgotten(),
            failed=self._refused,
        )

    def _forgotten(self) -> None:
        self.forget.hide()
        self.problem.set_words(f"那次认定已取消，可以{self.ACT}了。")
        self.act.setFocus()


class MergeDialog(_JoinDialog):
    """Take this matter into another."""

    KIND, TITLE, ACT = "matter", "并入另一件事项", "并入"
    TELLS = "本事项的登记、诉求、期限、文书和经过都移到所选的一件；本事项的编号作废保留。以后可以撤销，各归原处。"
    WANTED, FOUND = "与本事项相同的一件", "找到的事项"
    NONE = "没有找到别的事项。换一个词，或用完整编号再找。"

    def _one(self) -> int:
        return self._detail.matter_id

    def _find(self, session: Session, words: str, today: date, progress: Progress) -> list[Option]:
        wanted = QueueFilter(view=QueueView.ALL, words=words)
        rows = queue.first_page(session, wanted, today, progress).page.rows
        others = [row for row in rows if row.matter_id != self._detail.matter_id]
        return [Option(row.matter_id, f"{row.number} {row.petitioner} {row.summary[:16]}") for row in others]

    def _join(self, session: Session, one: int, other: int, words: str, now: datetime) -> Change:
        return merging.merge_matters(session, one, other, words, now)


class SamePersonDialog(_JoinDialog):
    """Say that somebody of this matter and somebody of another record are one person."""

    EXAMPLE = "例如：核对证件，为同一人；听写的姓名不同"
    KIND, TITLE, ACT = "person", "认定为同一人", "认定"
    TELLS = (
        "两条记录以后算同一个人：查找、识别和初访、重访都按同一人计。各次登记写的姓名、号码不改，事项也不合并。"
        "以后可以撤销，各归原处。"
    )
    WANTED, FOUND = "此人的另一条记录", "找到的人"
    NONE = "没有找到别的人。换一个词，例如姓名拼音、证件尾号或事项编号。"

    def _ask_first(self) -> None:
        known = matter_words.everybody(self._detail)
        self.whose = Choice([Option(one.petitioner_id, one.person.name) for one in known])
        if known:
            self.whose.set_value(known[0].petitioner_id)
        self.whose_field = Field("本事项的哪一位", self.whose, hint="按数字键选择", required=True)
        self.whose.value_changed.connect(lambda: self._look(self.words.text()))
        self.body.addWidget(self.whose_field)
        self.whose_field.setVisible(len(known) > 1)

    def _one(self) -> int:
        return int(self.whose.value())

    def _find(
        self,
        session: Session,
        words: str,
        today: date,  # noqa: ARG002 - the search for people knows no day
        progress: Progress,
    ) -> list[Option]:
        found = same_person.others(session, words, self._one(), progress)
        return [
            Option(one.petitioner_id, " ".join(filter(None, (one.name, one.born, one.document, one.number))))
            for one in found
        ]

    def _join(self, session: Session, one: int, other: int, words: str, now: datetime) -> Change:
        return merging.merge_people(session, other, one, words, now)


class UnlinkDialog(ReasonDialog):
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
