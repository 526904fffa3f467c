"""新访、老访: the day from which the office calls a matter new, and where that day is written."""

from __future__ import annotations

from datetime import datetime

from app.domain.changes import Change
from app.domain.date_entry import Toward
from app.domain.errors import Refused
from app.domain.history import Cutoff
from app.services import history
from app.services.session import Session
from ui.pages.settings.kept_card import Desk, KeptCard
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label

HOW = (
    "首次信访在分界日当天及以后的事项为新访，此前的为老访；登记时的以往情况，走访层级、来信情况、未再信访情况三张表据此区分。"
    "法律没有规定这一天，请照上级或本院的文件填写；两栏都留空，就不作区分。改动对全部事项立即生效。"
)


class CutoffCard(KeptCard[Cutoff]):
    """A day and its basis, under a sentence that says what is in force."""

    def __init__(self, desk: Desk) -> None:
        self.day, self.basis = DateEdit(lambda: desk.clock().date(), Toward.PAST), LineEdit("文件名称和文号")
        self.stands = text_label("", "body", wrap=True, selectable=True)
        fields = {"day": Field("分界日", self.day), "basis": Field("依据", self.basis)}
        save = KeyButton("保存分界日", "Alt+F")
        super().__init__("新访、老访的分界日", HOW, desk, fields, save, spans={"basis": 3}, above=self.stands)

    def read(self, session: Session) -> Cutoff:
        """The cut-off in force."""
        return history.cutoff(session)

    def fill(self, kept: Cutoff) -> None:
        """Put it in, and say it."""
        self.stands.setText(f"现在：{kept.words}")
        self.day.set_day(kept.day)
        self.basis.setText(kept.basis)

    def typed(self) -> Cutoff:
        """A day with its basis, or neither.

        Raises:
            Refused: the day cannot be read.
        """
        if self.day.is_wrong():
            raise Refused("没有读懂分界日。", {"day": "没有读懂。写法如 20260101。"})
        return Cutoff(self.day.day(), self.basis.text())

    def write(self, session: Session, wanted: Cutoff, now: datetime) -> Change:
        """Keep it.

        Raises:
            Refused: no right, a day ahead, or day or basis is missing.
        """
        return history.change_cutoff(session, wanted, now)

    def saved_words(self, wanted: Cutoff) -> str:
        """From when a matter is new, or that no difference is made."""
        if wanted.day is None:
            return "分界日已取消，新访、老访不再区分。"
        return f"已保存：{wanted.day}起首次信访的为新访。"
