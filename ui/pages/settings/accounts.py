"""账户: who can unlock the register, one's own password, and a new recovery code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from app.domain.errors import Refused
from app.domain.paper import RecoverySheetRecord
from app.domain.viewer import RIGHT_TEXT, Right
from app.services import accounts, settings
from app.services.session import Session
from ui.operations import Operations
from ui.pages.settings.account_forms import NewAccountForm, PasswordForm
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.recovery import RecoveryCard
from ui.pages.settings.rows import Row, SmallTable
from ui.pages.settings.section import Section
from ui.printing import PrintDesk
from ui.problems import Problems
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.chip import Status
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

RENEW = "生成新的恢复码后，原来封存的那张恢复码单立即失效，要当场打印、封存新的一张。现在生成吗？"


class AccountsSection(Section):
    """The list of accounts and everything about unlocking."""

    title = "账户"

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime], desk: PrintDesk) -> None:
        super().__init__(ops, clock)
        self._desk = desk
        self._names: dict[int, str] = {}
        self.table = SmallTable("账户", ("账户", "权限", "状态"), (160, 260, 100), stretch=1)
        self.retire = KeyButton("停用选中的账户", "Alt+T", Kind.DANGER)
        self.new_account = NewAccountForm()
        self.password = PasswordForm()
        self.renew = KeyButton("生成新的恢复码", "Alt+R", icon="seal")
        self._closed = Notice(ONLY_ADMINISTRATORS, Tone.PLAIN)
        self._recovery = Card("恢复码")
        self.shown_code: RecoveryCard | None = None
        self._cards: list[Card] = []
        self._build()
        self._listen()
        self.finish()

    def refresh(self) -> None:
        """Read the accounts."""

        def read(session: Session) -> tuple[list[Row], bool, str]:
            rows = [
                Row(
                    one.account_id,
                    (
                        one.name + ("（正在使用）" if one.account_id == session.viewer.account_id else ""),
                        _rights(one.rights),
                        Status("可用", Tone.GOOD) if one.active else Status("已停用"),
                    ),
                )
                for one in accounts.list_accounts(session)
            ]
            return rows, session.viewer.may(Right.ADMINISTER), session.viewer.name

        self._ops.read(self, read, lambda answer: self._show(*answer))

    def _build(self) -> None:
        listing = Card("账户")
        listing.add(self.table)
        acts = scale.row()
        acts.addWidget(self.retire)
        acts.addStretch(1)
        listing.add(acts)
        listing.add(self._closed)
        self._recovery.add(
            text_label(
                "忘记口令时，凭封存的恢复码单可以重设。单子启用过、丢失或怀疑泄露时，在这里换一个新的。",
                "small",
                wrap=True,
            )
        )
        last = scale.row()
        last.addWidget(self.renew)
        last.addStretch(1)
        self._recovery.add(last)
        self._cards = [listing, self.password, self.new_account, self._recovery]
        for card in self._cards:
            self.body.addWidget(card)

    def _listen(self) -> None:
        self.retire.clicked.connect(self._ask_retire)
        self.new_account.add_button.clicked.connect(self._add)
        self.password.change.clicked.connect(self._change_password)
        self.renew.clicked.connect(lambda: Problems.confirm(self, RENEW, "生成新的", "先不换", self._renew))

    def _show(self, rows: Sequence[Row], may_change: bool, name: str) -> None:
        self._names = {row.subject: str(row.cells[0]) for row in rows}
        self.table.show_rows(rows)
        self.password.set_account(name)
        self._closed.setVisible(not may_change)
        self.retire.setVisible(may_change)
        if self.shown_code is None:
            self.new_account.setVisible(may_change)
            self._recovery.setVisible(may_change)

    def _ask_retire(self) -> None:
        account_id = self.table.subject()
        if account_id is None:
            self.say("请先在列表中选中要停用的账户。", Tone.SOON)
            return
        name = self._names.get(account_id, "")
        question = f"停用“{name}”以后，这个账户不能再打开登记库；它办过的登记都保留。要停用吗？"
        Problems.confirm(self, question, "停用", "不停用", lambda: self._retire(account_id, name))

    def _retire(self, account_id: int, name: str) -> None:
        self._ops.write(
            self,
            lambda session: accounts.retire_account(session, account_id, self._clock()),
            lambda _change: self.say(f"“{name}”已停用。"),
            lambda refusal: self.say(refusal.message, Tone.SOON),
        )

    def _add(self) -> None:
        form = self.new_account
        if not form.ready():
            return
        name, password, rights = form.name.text(), form.password.text(), form.rights()
        form.add_button.setEnabled(False)

        def added(_change: object) -> None:
            form.clear()
            self.say(f"账户“{name.strip()}”已添加。请当面告诉本人口令，并让本人尽快修改。")

        self._ops.write(
            self,
            lambda session: accounts.add_account(session, name, password, rights, self._clock()),
            added,
            lambda refusal: self.refuse(refusal, form.fields),
            lambda: form.add_button.setEnabled(True),
        )

    def _change_password(self) -> None:
        form = self.password
        if not form.ready():
            return
        old, new = form.old.text(), form.new.text()
        form.change.setEnabled(False)

        def changed(_change: object) -> None:
            form.clear()
            self.say("口令已修改，下次打开登记库用新口令。")

        def failed(refusal: Refused) -> None:
            self.refuse(Refused(refusal.message, _renamed(refusal)), form.fields)

        self._ops.write(
            self,
            lambda session: accounts.change_password(session, old, new, self._clock()),
            changed,
            failed,
            lambda: form.change.setEnabled(True),
        )

    def _renew(self) -> None:
        def renew(session: Session) -> RecoverySheetRecord:
            code = accounts.renew_recovery_code(session, self._clock())
            return RecoverySheetRecord(
                settings.office(session).court_name,
                session.viewer.name,
                session.register.keyring.register_id,
                code,
                self._clock().date(),
            )

        self.renew.setEnabled(False)
        self._ops.write(
            self,
            renew,
            self._show_code,
            lambda refusal: self.say(refusal.message, Tone.SOON),
            lambda: self.renew.setEnabled(True),
        )

    def _show_code(self, record: RecoverySheetRecord) -> None:
        """The code stands alone until it is put away; it is kept nowhere."""
        for card in self._cards:
            card.hide()
        code = RecoveryCard(record, self._desk)
        code.put_away.connect(self._hide_code)
        self.shown_code = code
        self.body.addWidget(code)
        code.print_button.setFocus()

    def _hide_code(self) -> None:
        if self.shown_code is not None:
            self.shown_code.deleteLater()
            self.shown_code = None
        for card in self._cards:
            card.show()
        self.refresh()
        self.say("新的恢复码已经生效，请把单子装信封封存，旧单当场销毁。")


def _rights(rights: frozenset[Right]) -> str:
    return "、".join(RIGHT_TEXT[right] for right in Right if right in rights) or "登记与查看"


def _renamed(refusal: Refused) -> dict[str, str]:
    """The service calls the new password 'password'; the form has an old and a new one."""
    return {("new" if name == "password" else name): words for name, words in refusal.fields.items()}
