"""更改标记: what the rules make of a contact and why; a clerk who knows better says so with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.errors import Refused
from app.domain.history import FLAG_TEXT, FlagChange
from app.domain.matter_detail import MatterDetail
from app.services import history
from app.services.history import FlagState
from app.services.session import Session
from ui.operations import Operations
from ui.pages.queue import matter_words
from ui.pages.queue.link_dialogs import ReasonDialog
from ui.widgets.card import Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field, FieldGrid
from ui.widgets.tone import Tone

TELLS = "标记由系统按登记内容算出。与事实不符时可以改，改动和理由记入经过；算出的理由一直保留。"
CHOOSE = "选一个标记，这里显示系统怎样认定、为什么。"
YES, NO = "算", "不算"


class FlagDialog(ReasonDialog):
    """One flag of one contact, its new value and why."""

    EXAMPLE = "例如：经核对不是同一事项；实到三人"

    def __init__(
        self, detail: MatterDetail, ops: Operations[Session], clock: Callable[[], datetime], parent: QWidget
    ) -> None:
        super().__init__(detail, ops, clock, parent, "更改标记", "更改")
        self._states: tuple[FlagState, ...] = ()
        contacts = [one for one in reversed(matter_words.live_contacts(detail)) if not one.inquiry]
        self.contact = Choice([Option(one.contact_id, matter_words.contact_line(one)) for one in contacts])
        self.contact_field = Field("哪一次", self.contact, hint="按数字键选择", required=True)
        self.flag = Choice()
        self.flag_field = Field("标记", self.flag, hint="按数字键选择", required=True)
        self.computed = Notice(CHOOSE, Tone.PLAIN)
        self.value = Choice([Option(True, YES), Option(False, NO)])
        self.value_field = Field("改为", self.value, required=True)
        self.body.addWidget(Notice(TELLS, Tone.PLAIN))
        several = len(contacts) > 1
        asked = FieldGrid(columns=2 if several else 1, least=200)
        for field in (self.contact_field, self.flag_field) if several else (self.flag_field,):
            asked.add(field)
        for part in (asked, self.computed, self.value_field):
            self.body.addWidget(part)
        self._finish()
        self.contact.value_changed.connect(self._read)
        self.flag.value_changed.connect(self._show_state)
        if contacts:
            self.contact.set_value(contacts[0].contact_id)
        (self.contact if several else self.flag).setFocus()

    def _read(self) -> None:
        contact_id = self.contact.value()
        if contact_id is not None:
            self._ops.read(
                self,
                lambda session, _progress: history.flag_states(session, contact_id),
                done=self._offer,
                failed=self._refused,
                supersede="flags",
            )

    def _offer(self, states: tuple[FlagState, ...]) -> None:
        self._states = states
        self.flag.set_options(
            [Option(one.flag, f"{FLAG_TEXT[one.flag]}（现在{YES if one.value else NO}）") for one in states]
        )
        self._show_state()

    def _show_state(self) -> None:
        state = next((one for one in self._states if one.flag is self.flag.value()), None)
        if state is None:
            self.computed.set_words(CHOOSE)
            return
        words = f"系统认为{YES if state.computed else NO}{FLAG_TEXT[state.flag]}：{state.reason}。"
        if state.hand_reason:
            words += f"\n已人工改为{YES if state.value else NO}，理由：{state.hand_reason}。"
        self.computed.set_words(words)
        self.value.set_value(not state.value)
        QTimer.singleShot(0, self, self._grow)  # a sentence of more lines asks for its room only then

    def _act(self) -> None:
        for field in (self.contact_field, self.flag_field, self.value_field):
            if not field.check_now():
                field.editor.setFocus()
                return
        contact_id, now = self.contact.value(), self._clock()
        change = FlagChange(self.flag.value(), self.value.value(), self.reason_edit.text())
        self._write(lambda session: history.change_flag(session, contact_id, change, now))

    def _refused(self, answer: Refused) -> None:
        super()._refused(answer)
        if any(name.startswith("flag_") for name in answer.fields):
            self.value.setFocus()
