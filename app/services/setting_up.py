"""First start: court, first account, recovery code, and the tables every office begins with."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from app.domain.courts import check_court_code
from app.domain.errors import Refused
from app.domain.resources import load_json
from app.domain.text import clean_line
from app.domain.viewer import SYSTEM, Right, Viewer
from app.services.accounts import check_password
from app.services.session import Session
from db.files import RegisterFiles, sync_directory, unavailable_from_os
from db.keyring import RECOVERY, KeyCost, Keyring, new_keyring, new_recovery_code, with_slot, write_keyring
from db.register import create_files, create_register, open_register
from db.stores.codes import CodeItem
from db.unit_of_work import WriteUnit

DEPARTMENTS = ("立案庭", "民事审判庭", "刑事审判庭", "行政审判庭", "执行局", "审判监督庭", "赔偿委员会办公室", "督察室")


@dataclass(frozen=True)
class SetupRequest:
    """What the first page of the wizard asks."""

    court_name: str
    court_code: str
    account: str
    password: str
    desk_phone: str = ""
    desk_address: str = ""


@dataclass(frozen=True)
class SetupResult:
    """An open register and the recovery code that must be printed now; it is stored nowhere."""

    session: Session
    recovery_code: str


def check(request: SetupRequest) -> SetupRequest:
    """Clean and check the wizard's answers.

    Raises:
        Refused: with a sentence beside each field that needs mending.
    """
    cleaned = SetupRequest(
        clean_line(request.court_name),
        clean_line(request.court_code),
        clean_line(request.account),
        request.password,
        clean_line(request.desk_phone),
        clean_line(request.desk_address),
    )
    problems: dict[str, str] = {}
    if not cleaned.court_name:
        problems["court_name"] = "请填写法院全称，例如某某县人民法院。它会印在所有文书上。"
    try:
        cleaned = replace(cleaned, court_code=check_court_code(cleaned.court_code))
    except Refused as answer:
        problems.update(answer.fields)
    if not cleaned.account or cleaned.account == RECOVERY:
        problems["account"] = "请填写第一个账户的名字，例如接待员姓名。"
    try:
        check_password(cleaned.password, cleaned.account)
    except Refused as answer:
        problems.update(answer.fields)
    if problems:
        raise Refused("有几处需要补正，见各栏下方说明。已填内容都在。", problems)
    return cleaned


def create(
    directory: Path, request: SetupRequest, now: datetime, *, practice: bool = False, cost: KeyCost | None = None
) -> SetupResult:
    """Make a fresh register. It is built aside and put in place whole, so an interruption leaves nothing behind.

    Raises:
        Refused: the answers need mending, or a register is there already.
        Unavailable: unsafe location, read-only folder, disk full.
    """
    request = check(request)
    files = RegisterFiles(directory)
    if files.keys.exists() or files.database.exists():
        raise Refused("这个文件夹里已经有登记库，不会覆盖它。请直接打开，或换一个文件夹。")
    create_files(files)
    keyring, key = new_keyring(request.court_name, practice)
    recovery = new_recovery_code()
    slot_cost = cost or KeyCost()
    aside = RegisterFiles(directory / "setup")
    shutil.rmtree(aside.directory, ignore_errors=True)
    try:
        register = create_register(aside, keyring, key)
        try:
            with register.write(SYSTEM, now) as work:
                account_id = _seed(work, request, now, practice)
        finally:
            register.close()
        keyring = with_slot(keyring, request.account, account_id, request.password, key, slot_cost)
        keyring = with_slot(keyring, RECOVERY, 0, recovery, key, slot_cost)
        _put_in_place(aside, files, keyring)
    finally:
        shutil.rmtree(aside.directory, ignore_errors=True)
    opened = open_register(files, keyring, key)
    return SetupResult(Session(opened, Viewer(account_id, request.account, frozenset(Right))), recovery)


def _put_in_place(aside: RegisterFiles, files: RegisterFiles, keyring: Keyring) -> None:
    write_keyring(files, keyring)
    try:
        aside.database.rename(files.database)
        sync_directory(files.directory)
    except OSError as error:
        files.keys.unlink(missing_ok=True)
        raise unavailable_from_os(error) from error


def _seed(work: WriteUnit, request: SetupRequest, now: datetime, practice: bool) -> int:
    settings = {
        "court_name": request.court_name,
        "court_code": request.court_code,
        "desk_phone": request.desk_phone,
        "desk_address": request.desk_address,
        "practice": practice,
    }
    for name, value in settings.items():
        work.settings.put(name, value)
    for position, department in enumerate(DEPARTMENTS):
        work.accounts.add_department(department, position)
    data = load_json("code_tables")
    valid_from = date.fromisoformat(data["valid_from"])
    for code_table, table in data["tables"].items():
        for position, (code, label, initials) in enumerate(table["items"]):
            work.codes.add(code_table, CodeItem(code, label, initials, table["source"]), position, valid_from)
    account_id = work.accounts.add(request.account, frozenset(Right), now)
    work.audit.record("create", "register", 0, after=settings)
    work.audit.record("add", "account", account_id, after={"name": request.account})
    return account_id
