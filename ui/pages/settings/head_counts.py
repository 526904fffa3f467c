"""人数标准: from how many people a visit is a group visit and a letter a joint letter, as this office counts them."""

from __future__ import annotations

from datetime import datetime

from app.domain.changes import Change
from app.domain.errors import Refused
from app.domain.history import Thresholds
from app.services import history
from app.services.session import Session
from ui.pages.settings.kept_card import Desk, KeptCard
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import NumberEdit

HOW = (
    "来访或署名达到这个人数，系统就标为集体访、联名信。各地标准不一，出厂按通行的 5 人，请本院确认。"
    "改动只影响以后的登记，已经登记的标记不变。"
)


class HeadCountCard(KeptCard[Thresholds]):
    """Two numbers."""

    def __init__(self, desk: Desk) -> None:
        self.group_visit, self.joint_letter = NumberEdit("如 5", longest=5), NumberEdit("如 5", longest=5)
        fields = {
            "group_visit": Field("集体访满几人", self.group_visit, required=True),
            "joint_letter": Field("联名信满几人", self.joint_letter, required=True),
        }
        super().__init__("集体访、联名信的人数标准", HOW, desk, fields, KeyButton("保存人数标准", "Alt+R"))

    def read(self, session: Session) -> Thresholds:
        """The numbers in force."""
        return history.thresholds(session)

    def fill(self, kept: Thresholds) -> None:
        """Put them in."""
        self.group_visit.setText(str(kept.group_visit))
        self.joint_letter.setText(str(kept.joint_letter))

    def typed(self) -> Thresholds:
        """Two whole numbers.

        Raises:
            Refused: one of them is none.
        """
        numbers = {"group_visit": self.group_visit.text().strip(), "joint_letter": self.joint_letter.text().strip()}
        wrong = {name: "请写整数，例如 5。" for name, text in numbers.items() if not text.isdecimal()}
        if wrong:
            raise Refused("人数标准要写整数。", wrong)
        return Thresholds(int(numbers["group_visit"]), int(numbers["joint_letter"]))

    def write(self, session: Session, wanted: Thresholds, now: datetime) -> Change:
        """Keep them.

        Raises:
            Refused: no right, or a number out of bounds.
        """
        return history.change_thresholds(session, wanted, now)

    def saved_words(self, wanted: Thresholds) -> str:
        """Which numbers hold from now on."""
        return f"人数标准已保存：集体访 {wanted.group_visit} 人、联名信 {wanted.joint_letter} 人，以后的登记按此计算。"
