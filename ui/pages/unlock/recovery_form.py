"""A new password with the printed recovery code."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import Refused
from app.services import unlocking
from ui.pages.unlock.password_edit import PasswordEdit
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.choice import Choice, Option
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import NumberEdit
from ui.widgets.text import text_label

TWICE = "两次输入的口令不一样，请重新输入。"


class RecoveryForm(Card):
    """Code as typed back from the sheet, account, new password twice."""

    submitted = Signal(str, str, str)
    """(recovery code, account, new password)."""
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("用恢复码重设口令", parent, margin=28)
        self.code = Field(
            "恢复码",
            NumberEdit("七组字符，组间可用空格或短横", longest=60),
            hint="照恢复码单逐组输入，不分大小写。",
            required=True,
        )
        self.account = Field("要重设口令的账户", Choice(hint="请选择账户"), required=True)
        self.password = Field("新口令", PasswordEdit(), hint="至少 8 个字符，可以用一句话。", required=True)
        self.again = Field("再输入一遍新口令", PasswordEdit(), required=True)
        self.show_button = KeyButton("显示口令", "Alt+S", Kind.QUIET)
        self.show_button.setCheckable(True)
        self.back_button = KeyButton("返回解锁", "Alt+B")
        self.reset_button = KeyButton("重设口令", "Ctrl+Return", Kind.LEAD)
        self.code.set_check(self._check_code)
        self.again.set_check(self._check_again)
        self._arrange()
        EnterMoves(self)
        for field in (self.password, self.again):
            editor = field.editor
            if isinstance(editor, PasswordEdit):
                self.show_button.toggled.connect(editor.show_words)
        self.back_button.clicked.connect(self.given_up)
        self.reset_button.clicked.connect(self.submit)

    def fields(self) -> dict[str, Field]:
        """The fields by the names that refusals use."""
        return {"secret": self.code, "account": self.account, "password": self.password, "again": self.again}

    def set_accounts(self, accounts: tuple[str, ...], preselected: str) -> None:
        """Offer these accounts."""
        editor = self.account.editor
        if isinstance(editor, Choice):
            editor.set_options([Option(name, name) for name in accounts])
            editor.set_value(preselected if preselected in accounts else next(iter(accounts), None))

    def forget(self) -> None:
        """Leave no secret in the fields."""
        for field in (self.code, self.password, self.again):
            _text_of(field).clear()
            field.clear_note()
        self.show_button.setChecked(False)

    def set_busy(self, is_busy: bool) -> None:
        """While the keys are written: the button rests."""
        self.reset_button.setText("正在重设…" if is_busy else "重设口令")
        self.reset_button.setEnabled(not is_busy)

    def refuse(self, refusal: Refused) -> None:
        """Say beside each field what was wrong."""
        fields = self.fields()
        named = [name for name in refusal.fields if name in fields]
        for name in named:
            fields[name].set_problem(refusal.fields[name])
        if not named:
            self.code.set_problem(refusal.message)
        fields[named[0] if named else "secret"].setFocus()

    def submit(self) -> None:
        """Check everything and ask for the password to be reset."""
        fields = list(self.fields().values())
        good = [field.check_now() for field in fields]
        if not all(good):
            fields[good.index(False)].setFocus()
            return
        account = self.account.editor
        if isinstance(account, Choice):
            self.submitted.emit(_text_of(self.code).text(), account.value(), _text_of(self.password).text())

    def _check_code(self) -> tuple[str, str]:
        try:
            unlocking.check_recovery_code(_text_of(self.code).text())
        except Refused as refusal:
            return "wrong", refusal.message
        return "good", "七组都对得上。"

    def _check_again(self) -> tuple[str, str] | None:
        return None if _text_of(self.again).text() == _text_of(self.password).text() else ("wrong", TWICE)

    def _arrange(self) -> None:
        words = "恢复码单在建库时打印并封存。启用时应有两人在场，用后请在“设置”中换一张新的。"
        self.add(text_label(words, "hint", wrap=True))
        for field in (self.code, self.account, self.password, self.again):
            self.add(field)
        buttons = scale.row(spacing=8)
        buttons.addWidget(self.show_button)
        buttons.addStretch(1)
        scale.fill(buttons, (self.back_button, self.reset_button))
        self.add(buttons)


def _text_of(field: Field) -> NumberEdit | PasswordEdit:
    editor = field.editor
    assert isinstance(editor, NumberEdit | PasswordEdit)
    return editor
