"""The two forms of the accounts section: a new account, and one's own password."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from app.domain.errors import Refused
from app.domain.viewer import RIGHT_TEXT, Right
from app.services.accounts import check_password
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label
from ui.widgets.tick import Tick

TWICE = "两次输入的口令不一样，请再输一遍。"


def secret_edit() -> LineEdit:
    """A hidden line; spaces count."""
    edit = LineEdit(longest=128)
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit


def weakness(password: str, account: str) -> tuple[str, str] | None:
    """What is wrong with a password, for a field; None when it is good or empty."""
    if not password:
        return None
    try:
        check_password(password, account)
    except Refused as refusal:
        return "wrong", refusal.message
    return "good", "可以使用"


class NewAccountForm(Card):
    """Name, password twice, rights."""

    def __init__(self) -> None:
        super().__init__("添加账户")
        self.name = LineEdit("如 接待员姓名", longest=40)
        self.password = secret_edit()
        self.again = secret_edit()
        self.fields = {
            "name": Field("账户名", self.name, required=True),
            "password": Field("口令", self.password, required=True, hint="至少 8 个字符，可以是一句话"),
            "again": Field("再输一遍", self.again, required=True),
        }
        self.fields["password"].set_check(lambda: weakness(self.password.text(), self.name.text().strip()))
        self.fields["again"].set_check(lambda: _same(self.password, self.again))
        grid = FieldGrid(columns=3, least=180)
        for field in self.fields.values():
            grid.add(field)
        self.add(grid)
        self.add(text_label("除登记、查看、打印以外，还可以", "label"))
        self.ticks = {right: Tick(RIGHT_TEXT[right]) for right in Right}
        row = FieldGrid(columns=3, least=180)
        for tick in self.ticks.values():
            row.add(tick)
        self.add(row)
        self.add_button = KeyButton("添加账户", "Alt+N", icon="plus")
        acts = scale.row()
        acts.addWidget(self.add_button)
        acts.addStretch(1)
        self.add(acts)

    def rights(self) -> frozenset[Right]:
        """What is ticked."""
        return frozenset(right for right, tick in self.ticks.items() if tick.isChecked())

    def ready(self) -> bool:
        """Check every field; the focus goes to the first that is wrong."""
        return _all_good(list(self.fields.values()))

    def clear(self) -> None:
        """Empty the form."""
        for edit in (self.name, self.password, self.again):
            edit.clear()
        for tick in self.ticks.values():
            tick.setChecked(False)
        for field in self.fields.values():
            field.clear_note()


class PasswordForm(Card):
    """The password in use, the new one twice."""

    def __init__(self) -> None:
        super().__init__("修改我的口令")
        self._account = ""
        self.old = secret_edit()
        self.new = secret_edit()
        self.again = secret_edit()
        self.fields = {
            "old": Field("原口令", self.old, required=True),
            "new": Field("新口令", self.new, required=True, hint="至少 8 个字符，可以是一句话"),
            "again": Field("再输一遍新口令", self.again, required=True),
        }
        self.fields["new"].set_check(lambda: weakness(self.new.text(), self._account))
        self.fields["again"].set_check(lambda: _same(self.new, self.again))
        grid = FieldGrid(columns=3, least=180)
        for field in self.fields.values():
            grid.add(field)
        self.add(grid)
        self.change = KeyButton("修改口令", "Alt+K", icon="lock")
        acts = scale.row()
        acts.addWidget(self.change)
        acts.addStretch(1)
        self.add(acts)

    def set_account(self, name: str) -> None:
        """Whose password it is."""
        self._account = name

    def ready(self) -> bool:
        """Check every field; the focus goes to the first that is wrong."""
        return _all_good(list(self.fields.values()))

    def clear(self) -> None:
        """Empty the form."""
        for edit in (self.old, self.new, self.again):
            edit.clear()
        for field in self.fields.values():
            field.clear_note()


def _same(one: LineEdit, other: LineEdit) -> tuple[str, str] | None:
    if not other.text():
        return None
    return ("good", "一致") if one.text() == other.text() else ("wrong", TWICE)


def _all_good(fields: list[Field]) -> bool:
    wrong = [field for field in fields if not field.check_now()]
    if wrong:
        wrong[0].editor.setFocus()
    return not wrong
