"""突发情况: facts of one event at one contact, with a witness; and its review by somebody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.domain.changes import Change
from app.domain.conduct import KEPT_MONTHS, LONGEST_FACTS, REVIEW_MONTHS, ConductRecord
from app.domain.errors import Refused
from app.domain.matter_detail import MatterDetail
from app.domain.moment_entry import read_time
from app.services import conduct
from app.services.conduct import ConductReceipt, ConductRequest
from app.services.session import Session
from app.services.settings import Lists
from ui.operations import Operations
from ui.pages.queue import matter_words
from ui.style import scale
from ui.widgets.block_edit import BlockEdit
from ui.widgets.card import Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.side_panel import scrolled
from ui.widgets.text import text_label
from ui.widgets.tone import Tone
from ui.widgets.wording_hint import WordingHint

HOW = (
    "只写看到、听到的事实和在场见证人，不写对人的评价。记录跟着这次登记，不跟着人："
    f"{REVIEW_MONTHS} 个月内由另一位同事复核，{KEPT_MONTHS} 个月到期后不再显示。"
)
BAD_TIME = "请写几点几分，例如 14:30。"
Typed = dict[str, Any]


class ConductDialog(QDialog):
    """A form over one matter. What was typed and not kept is in :meth:`typed`, to be taken up again."""

    def __init__(
        self,
        detail: MatterDetail,
        lists: Lists | None,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        parent: QWidget,
        begun: Typed | None = None,
    ) -> None:
        super().__init__(parent)
        self._detail, self._ops, self._clock = detail, ops, clock
        self.setWindowTitle("记录突发情况")
        self.fields: dict[str, Field] = {
            "contact": Field("记在哪一次登记上", Choice(), required=True),
            "act_code": Field("情形", Choice(), required=True),
            "day": Field("哪天", DateEdit(lambda: clock().date()), required=True),
            "time": Field("几点几分", NumberEdit("如 14:30", longest=8), required=True),
            "place": Field("地点", LineEdit("如 接待大厅二号窗口", longest=100)),
            "witness": Field("见证人", LineEdit("记录人以外的在场人员", longest=60), required=True),
            "facts": Field(
                "事实经过",
                BlockEdit("例如：14 时 30 分在二号窗口大声说话约 5 分钟，说：“……”", least=3, longest=LONGEST_FACTS),
                required=True,
            ),
            "response": Field("当场怎样处置", BlockEdit(least=2, longest=LONGEST_FACTS)),
        }
        self.hints = [WordingHint(self.fields[name]) for name in ("facts", "response")]
        self.problem = Notice("", Tone.LATE)
        self.save = KeyButton("保存记录", "Ctrl+Return", Kind.LEAD)
        self.leave = KeyButton("先不记录", "Esc")
        self._build()
        self._offer(lists)
        self._fill(begun)
        self.fields["time"].set_check(self._check_time)
        EnterMoves(self)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.reject)
        self.fields["act_code"].editor.setFocus()

    def typed(self) -> Typed:
        """Everything typed, by field."""
        return {
            name: field.editor.value() if isinstance(field.editor, Choice) else field.editor.text()
            for name, field in self.fields.items()
        }

    def is_begun(self) -> bool:
        """Whether there are words that would be lost."""
        return any(not self.fields[name].editor.is_empty() for name in ("place", "witness", "facts", "response"))

    def _build(self) -> None:
        outer = scale.column(self, spacing=10, margins=(24, 18, 24, 16))
        outer.addWidget(text_label(f"突发情况　{self._detail.number}", "section"))
        outer.addWidget(text_label(HOW, "hint", wrap=True))
        grid = FieldGrid(3, 190)
        spans = {"contact": 2, "facts": 3, "response": 3}
        for name, field in self.fields.items():
            grid.add(field, spans.get(name, 1))
        outer.addWidget(scrolled(grid), 1)
        self.problem.hide()
        outer.addWidget(self.problem)
        buttons = scale.row(spacing=8)
        buttons.addStretch(1)
        scale.fill(buttons, (self.leave, self.save))
        outer.addLayout(buttons)
        parent = self.parentWidget()
        window = parent.window() if parent is not None else self
        self.resize(min(scale.px(760), window.width() - 40), min(scale.px(600), window.height() - 40))

    def _offer(self, lists: Lists | None) -> None:
        contacts = matter_words.live_contacts(self._detail)
        options = [Option(one.contact_id, matter_words.contact_line(one)) for one in reversed(contacts)]
        self._choice("contact").set_options(options)
        acts = lists.codes.get("conduct", ()) if lists is not None else ()
        self._choice("act_code").set_options([Option(one.code, one.label, one.initials) for one in acts])

    def _fill(self, begun: Typed | None) -> None:
        contacts = matter_words.live_contacts(self._detail)
        now = self._clock()
        newest = contacts[-1] if contacts else None
        moment = now if newest is None or newest.happened_at.date() == now.date() else newest.happened_at
        values = begun or {
            "contact": newest.contact_id if newest else None,
            "day": moment.date().isoformat(),
            "time": f"{moment:%H:%M}",
        }
        for name, value in values.items():
            editor = self.fields[name].editor
            if isinstance(editor, Choice):
                editor.set_value(value)
            elif isinstance(editor, BlockEdit):
                editor.setPlainText(value)
            else:
                editor.setText(value)

    def _choice(self, name: str) -> Choice:
        editor = self.fields[name].editor
        assert isinstance(editor, Choice)
        return editor

    def _moment(self) -> datetime | None:
        day = self.fields["day"].editor
        assert isinstance(day, DateEdit)
        on, at = day.day(), read_time(str(self.typed()["time"]))
        return datetime.combine(on, at) if on is not None and at is not None else None

    def _check_time(self) -> tuple[str, str] | None:
        return None if read_time(str(self.typed()["time"])) is not None else ("wrong", BAD_TIME)

    def _save(self) -> None:
        self.problem.hide()
        for field in self.fields.values():
            if field.state == "wrong":
                field.clear_note()
        wrong = [field for field in self.fields.values() if not field.check_now()]
        moment = self._moment()
        if wrong or moment is None:
            (wrong[0] if wrong else self.fields["day"]).editor.setFocus()
            return
        typed, now = self.typed(), self._clock()
        request = ConductRequest(
            self._detail.matter_id,
            typed["contact"],
            typed["act_code"],
            moment,
            typed["facts"],
            typed["witness"],
            typed["place"],
            typed["response"],
        )
        self.save.setEnabled(False)
        self._ops.write(
            self,
            lambda session: conduct.record(session, request, now),
            done=self._done,
            failed=self._refused,
            always=lambda: self.save.setEnabled(True),
        )

    def _done(self, _receipt: ConductReceipt) -> None:
        self.accept()

    def _refused(self, answer: Refused) -> None:
        self.problem.set_words(answer.message)
        self.problem.show()
        places = {"happened_at": "time"}
        named = [(self.fields.get(places.get(name, name)), words) for name, words in answer.fields.items()]
        known = [(field, words) for field, words in named if field is not None]
        if known:
            known[0][0].editor.setFocus()
        for field, words in known:
            field.set_problem(words)


class ReviewDialog(QDialog):
    """The review of one record: it stands until it expires, or it does not stand."""

    def __init__(
        self, record: ConductRecord, ops: Operations[Session], clock: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._record, self._ops, self._clock = record, ops, clock
        self.setWindowTitle("复核突发情况")
        layout = scale.column(self, spacing=12, margins=(24, 18, 24, 16))
        facts = text_label(matter_words.conduct([record]), "body", wrap=True)
        scale.fix_width(facts, 460)
        layout.addWidget(facts)
        self.words = LineEdit("例如：与见证人核对属实", longest=200)
        self.field = Field("复核意见", self.words, required=True)
        layout.addWidget(self.field)
        self.problem = Notice("", Tone.LATE)
        self.problem.hide()
        layout.addWidget(self.problem)
        self.leave = KeyButton("先不复核", "Esc")
        self.withdraw = KeyButton("撤销这条记录", "Alt+Z", Kind.DANGER)
        self.keep = KeyButton("属实，保留到期", "Ctrl+Return", Kind.LEAD)
        buttons = scale.row(spacing=8)
        buttons.addStretch(1)
        scale.fill(buttons, (self.leave, self.withdraw, self.keep))
        layout.addLayout(buttons)
        self.leave.clicked.connect(self.reject)
        self.keep.clicked.connect(lambda: self._decide(conduct.keep))
        self.withdraw.clicked.connect(lambda: self._decide(conduct.withdraw))
        self.words.setFocus()

    def _decide(self, act: Callable[[Session, int, str, datetime], Change]) -> None:
        if not self.field.check_now():
            self.words.setFocus()
            return
        record_id, words, now = self._record.record_id, self.words.text(), self._clock()
        self._offer(enabled=False)
        self._ops.write(
            self,
            lambda session: act(session, record_id, words, now),
            done=lambda _change: self.accept(),
            failed=self._refused,
            always=lambda: self._offer(enabled=True),
        )

    def _offer(self, *, enabled: bool) -> None:
        for button in (self.keep, self.withdraw):
            button.setEnabled(enabled)

    def _refused(self, answer: Refused) -> None:
        if "words" in answer.fields:
            self.field.set_problem(answer.fields["words"])
        self.problem.set_words(answer.message)
        self.problem.show()
        self.words.setFocus()
