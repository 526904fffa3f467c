"""Account and password; after wrong passwords a wait that counts down on the button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import Refused
from ui.pages.unlock.password_edit import PasswordEdit
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

_WORDS = "解锁"
LOCKED = "已锁定。没写完的表已留存，解锁后回到原来的位置。"


class EnterButton(KeyButton):
    """The lead button of a form whose last field presses it on Enter; it shows that key without taking it."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, kind=Kind.LEAD, parent=parent)
        self._key = "Enter"


@dataclass(frozen=True)
class KnownPassword:
    """The account and password of the 演练库, which are no secret."""

    account: str
    password: str


class UnlockForm(Card):
    """What is asked before the register opens."""

    submitted = Signal(str, str)
    """(account, password)."""
    recovery_wanted = Signal()
    other_wanted = Signal()
    """The clerk wants to set up the court's own register instead of practising."""

    def __init__(self, seconds_to_wait: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__("解锁登记库", parent, margin=28)
        self._seconds_to_wait = seconds_to_wait
        self._busy = False
        self._notice = Notice("", Tone.PLAIN)
        self.account = Field("账户", Choice(hint="请选择账户"))
        self.password_edit = PasswordEdit()
        self.password = Field("口令", self.password_edit)
        self.show_button = KeyButton("显示口令", "Alt+S", Kind.QUIET)
        self.show_button.setCheckable(True)
        self.unlock_button = EnterButton(_WORDS)
        self.recovery_button = KeyButton("用恢复码重设口令", "Alt+R", Kind.QUIET)
        self.other_button = KeyButton("建立本院登记库", "Alt+N", Kind.QUIET)
        self._forgotten = text_label("忘记口令时，用建库时打印的恢复码单重设。", "hint", wrap=True)
        self._ticking = QTimer(self, interval=500)
        self._arrange()
        self._listen()

    def set_accounts(self, accounts: tuple[str, ...], preselected: str = "") -> None:
        """Offer these; one is chosen already."""
        choice = self._choice()
        choice.set_options([Option(name, name) for name in accounts])
        chosen = preselected if preselected in accounts else choice.value() or (accounts[0] if accounts else None)
        choice.set_value(chosen)

    def set_known(self, known: KnownPassword | None, *, may_leave: bool) -> None:
        """For the 演练库: say the account and password, and fill them in."""
        self.other_button.setVisible(may_leave)
        self.recovery_button.setVisible(known is None)
        self._forgotten.setVisible(known is None)
        if known is not None:
            words = f"账户 {known.account}，口令 {known.password}，已替您填好，按 Enter 进入。"
            self._say(words)
            self._choice().set_value(known.account)
            self.password_edit.setText(known.password)
        else:
            self._notice.hide()

    def set_locked(self, is_locked: bool) -> None:
        """Say that the desk was locked and nothing is lost."""
        if is_locked:
            self._say(LOCKED)

    def start(self) -> None:
        """Put the cursor where the next key belongs, and go on counting a wait that is under way."""
        self.password_edit.setFocus()
        self.password_edit.selectAll()
        self._tick()

    def forget_password(self) -> None:
        """Leave nothing in the field once the register is open."""
        self.password_edit.clear()
        self.password.clear_note()
        self.show_button.setChecked(False)

    def set_busy(self, is_busy: bool) -> None:
        """While the register opens: the button rests, what is typed stays."""
        self._busy = is_busy
        self._tick()

    def refuse(self, refusal: Refused) -> None:
        """Say beside the field what was wrong; the text typed stays and is selected."""
        if "account" in refusal.fields:
            self.account.set_problem(refusal.message)
            self.account.setFocus()
        else:
            self.password.set_problem(refusal.message)
            self.password_edit.setFocus()
            self.password_edit.selectAll()

    def submit(self) -> None:
        """Ask for the register to be opened."""
        if not self.unlock_button.isEnabled():
            return
        account = self._choice().value()
        if account is None:
            self.account.set_problem("请选择账户。")
            self.account.setFocus()
        elif self.password_edit.is_empty():
            self.password.set_problem("请输入口令。忘记口令时，可用恢复码重设。")
            self.password_edit.setFocus()
        else:
            self.submitted.emit(account, self.password_edit.text())

    def _choice(self) -> Choice:
        editor = self.account.editor
        assert isinstance(editor, Choice)
        return editor

    def _say(self, words: str) -> None:
        self._notice.set_words(words)
        self._notice.setAccessibleName(words)
        self._notice.show()

    def _arrange(self) -> None:
        self._notice.hide()
        self.add(self._notice)
        self.add(self.account)
        self.add(self.password)
        self.add(self.unlock_button)
        below = scale.row(spacing=8)
        scale.fill(below, (self.show_button,))
        below.addStretch(1)
        scale.fill(below, (self.recovery_button, self.other_button))
        self.add(below)
        self.add(self._forgotten)

    def _listen(self) -> None:
        EnterMoves(self.account.editor)
        self.password_edit.returnPressed.connect(self.submit)
        self.unlock_button.clicked.connect(self.submit)
        self.show_button.toggled.connect(self.password_edit.show_words)
        self.recovery_button.clicked.connect(self.recovery_wanted)
        self.other_button.clicked.connect(self.other_wanted)
        self._ticking.timeout.connect(self._tick)

    def _tick(self) -> None:
        wait = 0 if self._busy else self._seconds_to_wait()
        words = "正在打开登记库…" if self._busy else f"请等 {wait} 秒" if wait else _WORDS
        self.unlock_button.setText(words)
        self.unlock_button.setEnabled(words == _WORDS)
        if wait and not self._ticking.isActive():
            self._ticking.start()
        elif not wait:
            self._ticking.stop()
