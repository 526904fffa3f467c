"""新访、老访: the day from which the office calls a matter new, and where that day is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.date_entry import Toward
from app.domain.errors import Refused
from app.domain.history import Cutoff
from app.domain.viewer import Right
from app.services import history
from app.services.session import Session
from ui.operations import Operations
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label

HOW = (
    "首次信访在分界日当天及以后的事项为新访，此前的为老访；登记时的以往情况，走访层级、来信情况、未再信访情况三张表据此区分。"
    "法律没有规定这一天，请照上级或本院的文件填写；两栏都留空，就不作区分。改动对全部事项立即生效。"
)


class CutoffCard(Card):
    """A day, its basis and a key. ``say`` and ``refuse`` are those of the section it stands in."""

    def __init__(
        self,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        say: Callable[[str], None],
        refuse: Callable[[Refused, dict[str, Field]], None],
    ) -> None:
        super().__init__("新访、老访的分界日")
        self._ops, self._clock, self._say, self._refuse = ops, clock, say, refuse
        self._shown: Cutoff | None = None
        self.day, self.basis = DateEdit(lambda: clock().date(), Toward.PAST), LineEdit("文件名称和文号")
        self.fields = {"day": Field("分界日", self.day), "basis": Field("依据", self.basis)}
        self.stands = text_label("", "body", wrap=True, selectable=True)
        self.save = KeyButton("保存分界日", "Alt+F")
        self.add(text_label(HOW, "small", wrap=True))
        self.add(self.stands)
        grid = FieldGrid(columns=4, least=130)
        grid.add(self.fields["day"])
        grid.add(self.fields["basis"], 3)
        self.add(grid)
        acts = scale.row()
        acts.addWidget(self.save)
        acts.addStretch(1)
        self.add(acts)
        self.save.clicked.connect(self._save)

    def refresh(self) -> None:
        """Read what is in force; what is being typed is not written over."""

        def read(session: Session) -> tuple[Cutoff, bool]:
            return history.cutoff(session), session.viewer.may(Right.ADMINISTER)

        self._ops.read(self, read, lambda answer: self._show(*answer))

    def _show(self, kept: Cutoff, may_change: bool) -> None:
        self.save.setVisible(may_change)
        for edit in (self.day, self.basis):
            edit.setReadOnly(not may_change)
        if kept == self._shown:
            return
        self._shown = kept
        self.stands.setText(f"现在：{kept.words}")
        self.day.set_day(kept.day)
        self.basis.setText(kept.basis)

    def _save(self) -> None:
        if self.day.is_wrong():
            self._refuse(Refused("没有读懂分界日。", {"day": "没有读懂。写法如 20260101。"}), self.fields)
            return
        wanted = Cutoff(self.day.day(), self.basis.text())
        self.save.setEnabled(False)
        self._ops.write(
            self,
            lambda session: history.change_cutoff(session, wanted, self._clock()),
            lambda _change: self._saved(wanted),
            lambda refusal: self._refuse(refusal, self.fields),
            lambda: self.save.setEnabled(True),
        )

    def _saved(self, wanted: Cutoff) -> None:
        for field in self.fields.values():
            field.clear_note()
        day = wanted.day
        words = "分界日已取消，新访、老访不再区分。" if day is None else f"已保存：{day}起首次信访的为新访。"
        self._say(words)
        self.refresh()
