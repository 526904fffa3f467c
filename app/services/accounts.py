"""账户: adding one, changing a password, a new recovery code. Each is a key slot beside the database."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services.session import Session
from db.files import RegisterFiles
from db.keyring import (
    RECOVERY,
    KeyCost,
    Keyring,
    new_recovery_code,
    read_keyring,
    unlock,
    with_slot,
    without_slot,
    write_keyring,
)
from db.stores.accounts import Account
from db.unit_of_work import WriteUnit

SHORTEST_PASSWORD = 8


def check_password(password: str, account: str) -> None:
    """Refuse a password that is too short or the account's own name.

    Raises:
        Refused: with the reason beside the field ``password``.
    """
    words = ""
    if len(password) < SHORTEST_PASSWORD:
        words = f"口令至少 {SHORTEST_PASSWORD} 个字符，现在是 {len(password)} 个。请再加长，可以用一句话。"
    elif account and account in password:
        words = "口令里不能包含账户名。请换一句别人猜不到的话。"
    elif len(set(password)) < 4:
        words = "口令的字符太单一，容易被猜到。请换用不同的字母、数字或汉字。"
    if words:
        raise Refused(words, {"password": words})


def list_accounts(session: Session) -> tuple[Account, ...]:
    """Every account."""
    with session.register.read(session.viewer) as unit:
        return unit.accounts.all()


def add_account(
    session: Session, name: str, password: str, rights: Iterable[Right], now: datetime, cost: KeyCost | None = None
) -> Change:
    """Add an account with its own key slot.

    Raises:
        Refused: no right, the name is empty or taken, or the password is too weak.
    """
    _require_administrator(session)
    account = clean_line(name)
    if not account or account == RECOVERY:
        raise Refused("请填写账户名，例如姓名。", {"name": "请填写账户名"})
    check_password(password, account)
    with _write_with_slots(session, now) as (work, slots):
        if work.accounts.by_name(account) is not None:
            raise Refused("已有同名账户。请换一个名字，例如加上窗口号。", {"name": "已有同名账户"})
        granted = frozenset(rights)
        account_id = work.accounts.add(account, granted, now)
        after = {"name": account, "rights": sorted(right.value for right in granted)}
        work.audit.record("add", "account", account_id, after=after)
        slots.write(with_slot(slots.before, account, account_id, password, session.register.key, cost or KeyCost()))
    return Change.of(Area.ACCOUNTS)


def change_password(session: Session, old: str, new: str, now: datetime, cost: KeyCost | None = None) -> Change:
    """Change one's own password: the key is wrapped anew, the register is not touched.

    Raises:
        Refused: the old password is wrong or the new one too weak.
    """
    name = session.viewer.name
    try:
        unlock(read_keyring(session.register.files), name, old)
    except Refused as answer:
        raise Refused("原口令不对，没有改动。", {"old": "原口令不对，请重新输入。"}) from answer
    check_password(new, name)
    with _write_with_slots(session, now) as (work, slots):
        work.audit.record("change_password", "account", session.viewer.account_id)
        own = session.viewer.account_id
        slots.write(with_slot(slots.before, name, own, new, session.register.key, cost or KeyCost()))
    return Change.of(Area.ACCOUNTS)


def retire_account(session: Session, account_id: int, now: datetime) -> Change:
    """Take an account out of use; what it did stays in the record.

    Raises:
        Refused: no right, it is one's own, or the last one.
    """
    _require_administrator(session)
    if account_id == session.viewer.account_id:
        raise Refused("不能停用正在使用的账户。请用另一个管理员账户操作。")
    with _write_with_slots(session, now) as (work, slots):
        account = next((one for one in work.accounts.all() if one.account_id == account_id), None)
        if account is None or not account.active:
            raise Refused("没有找到这个账户，可能已被停用。请刷新后再看。")
        work.accounts.change(account_id, rights=account.rights, active=False)
        work.audit.record("retire", "account", account_id, before={"active": True}, after={"active": False})
        slots.write(without_slot(slots.before, account.name))
    return Change.of(Area.ACCOUNTS)


def renew_recovery_code(session: Session, now: datetime, cost: KeyCost | None = None) -> str:
    """Make a new recovery code; the printed old one stops working.

    Raises:
        Refused: no right.
    """
    _require_administrator(session)
    code = new_recovery_code()
    with _write_with_slots(session, now) as (work, slots):
        work.audit.record("renew", "recovery_code", 0)
        slots.write(with_slot(slots.before, RECOVERY, 0, code, session.register.key, cost or KeyCost()))
    return code


class _KeySlots:
    """The key slots inside a transaction, whose write lock keeps others from changing them."""

    def __init__(self, files: RegisterFiles) -> None:
        self._files = files
        self._written = False
        self.before = read_keyring(files)

    def write(self, keyring: Keyring) -> None:
        """Put other slots into the file."""
        self._written = True
        write_keyring(self._files, keyring)

    def take_back(self) -> None:
        """Put the old slots back."""
        if self._written:
            write_keyring(self._files, self.before)


@contextlib.contextmanager
def _write_with_slots(session: Session, now: datetime) -> Iterator[tuple[WriteUnit, _KeySlots]]:
    """A write that changes key slots too: when the register is not saved, the old slots come back."""
    register = session.register
    slots: _KeySlots | None = None
    try:
        with register.write(session.viewer, now) as work:
            slots = _KeySlots(register.files)
            yield work, slots
    except BaseException:
        if slots is not None:
            slots.take_back()
        raise
    register.keyring = read_keyring(register.files)


def _require_administrator(session: Session) -> None:
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("这项操作需要管理员账户。请管理员登录后办理。")
