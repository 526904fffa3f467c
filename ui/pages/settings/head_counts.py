"""人数标准: from how many people a visit is a group visit and a letter a joint letter, as this office counts them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.domain.errors import Refused
from app.domain.history import Thresholds
from app.domain.viewer import Right
from app.services import history
from app.services.session import Session
from ui.operations import Operations
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import NumberEdit
from ui.widgets.text import text_label

HOW = (
    "来访或署名达到这个人数，系统就标为集体访、联名信。各地标准不一，出厂按通行的 5 人，请本院确认。"
    "改动只影响以后的登记，已经登记的标记不变。"
)


class HeadCountCard(Card):
    """Two numbers and a key. ``say`` and ``refuse`` are those of the section it stands in."""

    def __init__(
        self,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        say: Callable[[str], None],
        refuse: Callable[[Refused, dict[str, Field]], None],
    ) -> None:
        super().__init__("集体访、联名信的人数标准")
        self._ops, self._clock, self._say, self._refuse = ops, clock, say, refuse
        self._shown: Thresholds | None = None
        self.group_visit, self.joint_letter = NumberEdit("如 5", longest=5), NumberEdit("如 5", longest=5)
        self.fields = {
            "group_visit": Field("集体访满几人", self.group_visit, required=True),
            "joint_letter": Field("联名信满几人", self.joint_letter, required=True),
        }
        self.save = KeyButton("保存人数标准", "Alt+R")
        self.add(text_label(HOW, "small", wrap=True))
        grid = FieldGrid(columns=4, least=130)
        for field in self.fields.values():
            grid.add(field)
        self.add(grid)
        acts = scale.row()
        acts.addWidget(self.save)
        acts.addStretch(1)
        self.add(acts)
        self.save.clicked.connect(self._save)

    def refresh(self) -> None:
        """Read what is in force; numbers being typed are not written over."""

        def read(session: Session) -> tuple[Thresholds, bool]:
            return history.thresholds(session), session.viewer.may(Right.ADMINISTER)

        self._ops.read(self, read, lambda answer: self._show(*answer))

    def _show(self, kept: Thresholds, may_change: bool) -> None:
        self.save.setVisible(may_change)
        for edit in (self.group_visit, self.joint_letter):
            edit.setReadOnly(not may_change)
        if kept == self._shown:
            return
        self._shown = kept
        self.group_visit.setText(str(kept.group_visit))
        self.joint_letter.setText(str(kept.joint_letter))

    def _save(self) -> None:
        numbers = {name: edit.text().strip() for name, edit in self._edits().items()}
        wrong = {name: "请写整数，例如 5。" for name, text in numbers.items() if not text.isdecimal()}
        if wrong:
            self._refuse(Refused("人数标准要写整数。", wrong), self.fields)
            return
        wanted = Thresholds(int(numbers["group_visit"]), int(numbers["joint_letter"]))
        self.save.setEnabled(False)
        self._ops.write(
            self,
            lambda session: history.change_thresholds(session, wanted, self._clock()),
            lambda _change: self._say(
                f"人数标准已保存：集体访 {wanted.group_visit} 人、联名信 {wanted.joint_letter} 人，以后的登记按此计算。"
            ),
            lambda refusal: self._refuse(refusal, self.fields),
            lambda: self.save.setEnabled(True),
        )

    def _edits(self) -> dict[str, NumberEdit]:
        return {"group_visit": self.group_visit, "joint_letter": self.joint_letter}
