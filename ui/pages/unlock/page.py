"""The first page: choose an account, type the password; or reset it with the recovery code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.errors import Refused, Unavailable, UnavailableKind
from app.services import practice_account, unlocking
from app.services.unlocking import Doorstep
from ui.operations import Operations
from ui.pages.unlock.frame import DoorFrame
from ui.pages.unlock.unlock_form import KnownPassword, UnlockForm
from ui.problems import ProblemBar
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.tone import Tone

if TYPE_CHECKING:
    from ui.pages.unlock.recovery_form import RecoveryForm

_BROKEN = (UnavailableKind.DAMAGED, UnavailableKind.WRONG_KEY, UnavailableKind.MISSING)


class UnlockPage(QWidget):
    """Opens the register of one data folder. Work runs in the write lane; the session is handed over by signal."""

    unlocked = Signal(object, str)
    """(:class:`app.services.session.Session`, account)."""
    set_up_wanted = Signal()

    def __init__(
        self,
        directory: Path,
        doorstep: Doorstep,
        operations: Operations[Path],
        parent: QWidget | None = None,
        *,
        may_leave: bool = False,
    ) -> None:
        super().__init__(parent)
        self._directory = directory
        self._doorstep = doorstep
        self._operations = operations
        self.problems = ProblemBar()
        self.form = UnlockForm(lambda: unlocking.seconds_to_wait(directory))
        self._recovery: RecoveryForm | None = None
        self.command: QLabel | None = None
        """What brings a backup back, shown when the register cannot be read."""
        content = QWidget()
        content.setObjectName("clear")
        self._column = scale.column(content, spacing=14)
        self._column.addWidget(self.problems)
        self._column.addWidget(self.form)
        self.frame = DoorFrame(content, 460)
        scale.column(self, spacing=0).addWidget(self.frame)
        self.frame.set_court(doorstep.title)
        self.frame.set_practice(doorstep.practice)
        self.form.set_accounts(doorstep.accounts)
        known = KnownPassword(practice_account.ACCOUNT, practice_account.PASSWORD) if doorstep.practice else None
        self.form.set_known(known, may_leave=may_leave)
        self._listen()

    @property
    def recovery(self) -> RecoveryForm:
        """The form for the recovery code, made when it is first wanted (start-up cost)."""
        if self._recovery is None:
            from ui.pages.unlock.recovery_form import RecoveryForm

            form = self._recovery = RecoveryForm()
            form.hide()
            self._column.addWidget(form)
            self.frame.watch([field.editor for field in form.fields().values()])
            form.submitted.connect(self._reset)
            form.given_up.connect(self.show_unlock)
        return self._recovery

    def start(self, account: str = "", *, locked: bool = False) -> None:
        """Show the accounts as they are now and put the cursor into the password."""
        self._doorstep = unlocking.look(self._directory)
        self.form.set_accounts(self._doorstep.accounts, account)
        self.form.set_locked(locked)
        self.show_unlock()

    def show_unlock(self) -> None:
        """Show account and password."""
        if self._recovery is not None:
            self._recovery.forget()
            self._recovery.hide()
        self.form.show()
        self.form.start()

    def show_recovery(self) -> None:
        """Show the form for the recovery code."""
        self.problems.hide()
        account = self.form.account.editor
        chosen = account.value() if hasattr(account, "value") else ""
        self.recovery.set_accounts(self._doorstep.accounts, chosen or "")
        self.form.hide()
        self.recovery.show()
        self.recovery.code.setFocus()

    def tell(self, problem: Unavailable | Refused) -> None:
        """Show what the machine said; for a register that cannot be read, also how to bring a backup back."""
        self.problems.tell(problem)
        if isinstance(problem, Unavailable) and problem.kind in _BROKEN and self.command is None:
            from ui.pages.unlock.way_back import add_way_back  # seldom: start-up cost

            card = Card()
            self.command = add_way_back(card, self._directory)
            self._column.insertWidget(1, card)

    def _listen(self) -> None:
        self.form.submitted.connect(self._unlock)
        self.form.recovery_wanted.connect(self.show_recovery)
        self.form.other_wanted.connect(self.set_up_wanted)

    def _unlock(self, account: str, password: str) -> None:
        self.form.set_busy(True)
        self.problems.hide()

        def done(session: object) -> None:
            self.form.forget_password()
            self.unlocked.emit(session, account)

        self._operations.write(
            self,
            lambda directory: unlocking.unlock(directory, account, password),
            done=done,
            failed=self.form.refuse,
            always=lambda: self.form.set_busy(False),
        )

    def _reset(self, code: str, account: str, password: str) -> None:
        self.recovery.set_busy(True)
        self.problems.hide()

        def done(_nothing: None) -> None:
            self.show_unlock()
            self.form.set_accounts(self._doorstep.accounts, account)
            words = f"“{account}”的口令已重设，请用新口令解锁。恢复码仍然有效，启用过的建议在设置中更换。"
            self.problems.say(words, Tone.GOOD)

        self._operations.write(
            self,
            lambda directory: unlocking.reset_password(directory, code, account, password),
            done=done,
            failed=self.recovery.refuse,
            always=lambda: self.recovery.set_busy(False),
        )
