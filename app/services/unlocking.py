"""What can be known before anybody has unlocked, and unlocking itself.

Imported before first paint: the database libraries are loaded inside :func:`unlock` (measured start-up cost).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import Refused, Unavailable
from app.domain.viewer import SYSTEM
from db.files import RegisterFiles
from db.keyring import RECOVERY, AttemptLog, KeyCost, read_keyring, read_recovery_code
from db.keyring import unlock as unwrap

if TYPE_CHECKING:
    from app.services.session import Session


RESTORING = "上一次恢复登记库时中断了，还没有做完。请打开一次程序，它会自动接着做完。两个登记库都没有丢失。"
ONLY_BACKUPS = (
    "登记库文件和密钥文件都不见了，但是备份还在。请不要新建，先用备份恢复。"
    "确实要新建的，请先把 backups 文件夹移到别处。"
)


class DeskState(Enum):
    """What the program finds in its data folder."""

    NEW = "new"
    READY = "ready"
    BROKEN = "broken"


@dataclass(frozen=True)
class Doorstep:
    """What the first page shows."""

    state: DeskState
    title: str = ""
    accounts: tuple[str, ...] = ()
    practice: bool = False
    message: str = ""


def look(directory: Path) -> Doorstep:
    """Look at a data folder without opening the register."""
    files = RegisterFiles(directory)
    if files.restoring.exists():
        return Doorstep(DeskState.BROKEN, message=RESTORING)
    if not files.keys.exists() and not files.database.exists():
        if next(files.backups.glob("*/backup.json"), None) is not None:
            return Doorstep(DeskState.BROKEN, message=ONLY_BACKUPS)
        return Doorstep(DeskState.NEW)
    try:
        keyring = read_keyring(files)
    except Unavailable as problem:
        return Doorstep(DeskState.BROKEN, message=problem.message)
    if not files.database.exists():
        words = "找到了密钥文件，但登记库文件不见了。请不要新建，先联系管理员从最近的备份恢复。"
        return Doorstep(DeskState.BROKEN, keyring.title, message=words)
    return Doorstep(DeskState.READY, keyring.title, keyring.account_names, keyring.practice)


def seconds_to_wait(directory: Path) -> int:
    """Seconds until another password may be tried."""
    return AttemptLog(RegisterFiles(directory)).seconds_to_wait()


def unlock(directory: Path, account: str, password: str) -> Session:
    """Open the register with an account's password.

    Raises:
        Refused: wrong account or password, too early after earlier failures, or the account is out of use.
        Unavailable: the register cannot be opened.
    """
    files = RegisterFiles(directory)
    key, account_id = _unwrap(files, account, password)
    # loaded only here: SQLAlchemy and its start-up cost stay behind the first page
    from app.services.session import Session
    from db.register import open_register

    register = open_register(files, read_keyring(files), key)
    try:
        with register.read(SYSTEM) as unit:
            found = next((one for one in unit.accounts.all() if one.account_id == account_id), None)
        # the slot says which account it is without authenticating it: the register has the last word
        if found is None or not found.active or found.name != account:
            raise Refused("这个账户已停用。请换一个账户，或请管理员重新启用。", {"account": "账户已停用"})
    except (Refused, Unavailable):
        register.close()
        raise
    return Session(register, found.viewer())


def check_recovery_code(text: str) -> str:
    """A recovery code as typed back from paper, in its printed spelling; reads no file.

    Raises:
        Refused: not all groups, or the check group does not fit (a typing slip).
    """
    return read_recovery_code(text)


def reset_password(
    directory: Path, recovery_code: str, account: str, new_password: str, cost: KeyCost | None = None
) -> None:
    """Give an account a new password with the printed recovery code; the old password stops working. It is audited.

    Raises:
        Refused: the code or the new password is not acceptable, or there is no such account.
        Unavailable: the register or the key file cannot be read or written.
    """
    # loaded on use: start-up cost
    from app.services.accounts import check_password
    from app.services.session import civil_now
    from db.keyring import with_slot, write_keyring
    from db.register import open_register

    files = RegisterFiles(directory)
    code = read_recovery_code(recovery_code)
    check_password(new_password, account)
    key, _ = _unwrap(files, RECOVERY, code)
    keyring = read_keyring(files)
    slot = next((one for one in keyring.slots if one.name == account and account != RECOVERY), None)
    if slot is None:
        raise Refused("没有这个账户。请从列表中选择账户。", {"account": "没有这个账户"})
    register = open_register(files, keyring, key)
    try:
        with register.write(SYSTEM, civil_now()) as work:
            work.audit.record("reset_password", "account", slot.account_id, after={"name": account})
            write_keyring(files, with_slot(keyring, account, slot.account_id, new_password, key, cost or KeyCost()))
    finally:
        register.close()


def _unwrap(files: RegisterFiles, name: str, secret: str) -> tuple[bytes, int]:
    attempts = AttemptLog(files)
    wait = attempts.seconds_to_wait()
    if wait:
        raise Refused(f"连续输错，请等 {wait} 秒后再试。已输入的内容没有丢失。", {"secret": f"请等 {wait} 秒"})
    keyring = read_keyring(files)
    try:
        key, account_id = unwrap(keyring, name, secret)
    except Refused:
        attempts.failed()
        raise
    attempts.succeeded()
    return key, account_id
