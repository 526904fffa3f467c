"""The key slots: one for each account and one for the recovery code, and losing one loses nothing."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from app.domain.errors import Refused, Unavailable, UnavailableKind
from app.domain.viewer import Right
from app.services import accounts, unlocking
from app.services.session import Session
from db import keyring
from db.check import run_checks
from db.files import RegisterFiles, write_atomically
from db.keyring import ALPHABET, RECOVERY, AttemptLog, new_recovery_code, read_keyring, read_recovery_code
from db.tables import AUDIT
from tests.support.intakes import NOW, form, register
from tests.support.registers import ACCOUNT, CHEAP, PASSWORD

SECOND = "接待员乙"
SECOND_PASSWORD = "另一句够长的口令"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def two(session: Session) -> Session:
    accounts.add_account(session, SECOND, SECOND_PASSWORD, (), NOW, CHEAP)
    return session


def folder(session: Session) -> Path:
    return session.register.files.directory


def opens(session: Session, account: str, password: str) -> bool:
    AttemptLog(session.register.files).succeeded()
    try:
        unlocking.unlock(folder(session), account, password).register.close()
    except Refused:
        return False
    return True


def change_slots(session: Session, change: Callable[[list[dict[str, Any]]], object]) -> None:
    path = session.register.files.keys
    data = json.loads(path.read_bytes())
    change(data["slots"])
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def slot_of(slots: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(one for one in slots if one["name"] == name)


def test_each_account_and_the_recovery_code_has_a_slot_of_its_own(two: Session, recovery_code: str) -> None:
    ring = read_keyring(two.register.files)
    assert [slot.name for slot in ring.slots] == [ACCOUNT, RECOVERY, SECOND]
    assert ring.account_names == (ACCOUNT, SECOND)
    secrets = {ACCOUNT: PASSWORD, RECOVERY: recovery_code, SECOND: SECOND_PASSWORD}
    keys = {keyring.unlock(ring, name, secret)[0] for name, secret in secrets.items()}
    assert keys == {two.register.key}
    assert len({slot.salt for slot in ring.slots}) == len({slot.wrapped for slot in ring.slots}) == 3


@pytest.mark.parametrize("lost", [ACCOUNT, RECOVERY, SECOND])
def test_losing_one_slot_loses_nothing(two: Session, recovery_code: str, lost: str) -> None:
    saved = register(two, form()).matter_id
    change_slots(two, lambda slots: slots.remove(slot_of(slots, lost)))
    two.register.close()
    assert opens(two, ACCOUNT, PASSWORD) is (lost != ACCOUNT)
    assert opens(two, SECOND, SECOND_PASSWORD) is (lost != SECOND)
    account, password = (SECOND, SECOND_PASSWORD) if lost == ACCOUNT else (ACCOUNT, PASSWORD)
    opened = unlocking.unlock(folder(two), account, password)
    with opened.register.read(opened.viewer) as unit:
        facts = unit.matters.facts(saved)
    opened.register.close()
    assert facts is not None
    if lost != RECOVERY:
        assert keyring.unlock(read_keyring(two.register.files), RECOVERY, recovery_code)[0] == two.register.key


def test_the_file_holds_neither_key_nor_password_nor_recovery_code(two: Session, recovery_code: str) -> None:
    held = two.register.files.keys.read_text("utf-8")
    key = two.register.key
    for secret in (PASSWORD, SECOND_PASSWORD, recovery_code, key.hex(), base64.b64encode(key).decode()):
        assert secret not in held


@pytest.mark.parametrize("field", ["salt", "nonce", "wrapped", "name", "account_id", "passes", "lanes", "memory_kib"])
def test_a_slot_that_was_tampered_with_opens_nothing(two: Session, field: str) -> None:
    """Even when it is made to say that it belongs to an account with more rights."""

    def tamper(slots: list[dict[str, Any]]) -> None:
        slot = slot_of(slots, SECOND)
        if field == "name":
            slots.remove(slot_of(slots, ACCOUNT))
            slot["name"] = ACCOUNT
        elif isinstance(slot[field], int):
            slot[field] = {"account_id": 1, "passes": 2, "lanes": 2, "memory_kib": 9 * 1024}[field]
        else:
            raw = bytearray(base64.b64decode(slot[field]))
            raw[3] ^= 1
            slot[field] = base64.b64encode(bytes(raw)).decode()

    change_slots(two, tamper)
    two.register.close()
    name = ACCOUNT if field == "name" else SECOND
    assert not opens(two, name, SECOND_PASSWORD)


def test_a_slot_of_another_register_opens_nothing(two: Session, tmp_path: Path) -> None:
    path = two.register.files.keys
    data = json.loads(path.read_bytes())
    data["register_id"] = "0" * 16
    path.write_text(json.dumps(data), "utf-8")
    two.register.close()
    assert not opens(two, ACCOUNT, PASSWORD)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b'{"format": 1}',
        b'{"format": "x"}',
        b'{"format": 1, "register_id": "a", "title": "", "practice": false, "slots": []}',
        b'{"format": 1, "register_id": "a", "title": "", "practice": false, "slots": [{"name": "a"}]}',
    ],
)
def test_a_damaged_key_file_is_told_as_such(session: Session, content: bytes) -> None:
    session.register.files.keys.write_bytes(content)
    with pytest.raises(Unavailable) as told:
        read_keyring(session.register.files)
    assert told.value.kind is UnavailableKind.DAMAGED
    assert "密钥文件" in told.value.message
    assert unlocking.look(folder(session)).state is unlocking.DeskState.BROKEN


@pytest.mark.parametrize("value", [0, -1, 10**9, 1e400, "x", None])
@pytest.mark.parametrize("field", ["memory_kib", "passes", "lanes"])
def test_a_cost_nobody_could_pay_is_refused_before_it_is_paid(session: Session, field: str, value: object) -> None:
    change_slots(session, lambda slots: slots[0].update({field: value}))
    with pytest.raises(Unavailable) as told:
        read_keyring(session.register.files)
    assert told.value.kind is UnavailableKind.DAMAGED


def test_a_key_file_of_a_newer_program_is_refused(session: Session) -> None:
    path = session.register.files.keys
    path.write_text(path.read_text("utf-8").replace('"format": 1', '"format": 2'), "utf-8")
    with pytest.raises(Unavailable) as told:
        read_keyring(session.register.files)
    assert told.value.kind is UnavailableKind.NEWER


def test_a_missing_key_file_is_told(session: Session) -> None:
    session.register.files.keys.unlink()
    with pytest.raises(Unavailable) as told:
        read_keyring(session.register.files)
    assert told.value.kind is UnavailableKind.MISSING
    assert unlocking.look(folder(session)).state is unlocking.DeskState.BROKEN


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(session: Session) -> None:
    session.register.close()
    answers = set()
    for account, password in (
        (ACCOUNT, "完全不对的口令"),
        ("没有这个人", PASSWORD),
        (ACCOUNT, ""),
        (ACCOUNT, PASSWORD[:-1]),
    ):
        AttemptLog(session.register.files).succeeded()
        with pytest.raises(Refused) as answer:
            unlocking.unlock(folder(session), account, password)
        answers.add((answer.value.message, tuple(answer.value.fields.items())))
        for secret in (account, password, PASSWORD):
            assert not secret or secret not in answer.value.message
    assert len(answers) == 1


def test_a_wrong_password_leaves_no_trace_of_itself_in_the_folder(session: Session) -> None:
    session.register.close()
    with pytest.raises(Refused):
        unlocking.unlock(folder(session), ACCOUNT, "差一点的口令2026")
    held = b"".join(one.read_bytes() for one in folder(session).rglob("*") if one.is_file())
    assert "差一点的口令2026".encode() not in held


def test_the_wait_after_wrong_passwords_grows_and_ends(tmp_path: Path) -> None:
    log = AttemptLog(RegisterFiles(tmp_path))
    waits = []
    for _ in range(16):
        log.failed()
        waits.append(log.seconds_to_wait())
    assert waits[:2] == [0, 0]
    assert waits[2:10] == [2, 4, 8, 16, 32, 64, 128, 256]
    assert set(waits[10:]) == {keyring.LONGEST_DELAY}
    now = time.time()
    assert log.seconds_to_wait(now + 200) in range(99, 101)
    assert log.seconds_to_wait(now + keyring.LONGEST_DELAY + 1) == 0
    log.succeeded()
    assert log.seconds_to_wait() == 0


def test_the_wait_outlives_the_program_and_refuses_even_the_right_password(session: Session) -> None:
    session.register.close()
    for _ in range(keyring.FREE_ATTEMPTS):
        with pytest.raises(Refused, match="口令不对"):
            unlocking.unlock(folder(session), ACCOUNT, "不对的口令")
    assert unlocking.seconds_to_wait(folder(session)) > 0
    with pytest.raises(Refused, match="秒后再试"):
        unlocking.unlock(folder(session), ACCOUNT, PASSWORD)
    AttemptLog(session.register.files).succeeded()
    assert opens(session, ACCOUNT, PASSWORD)


def test_a_clock_set_back_does_not_lock_the_desk_for_long(tmp_path: Path) -> None:
    log = AttemptLog(RegisterFiles(tmp_path))
    for _ in range(4):
        log.failed()
    past = time.time() - 40 * 86_400
    assert log.seconds_to_wait(past) == 4
    assert log.seconds_to_wait(past + 5) == 0


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"count": 1e400, "last": 0}', '{"count": 999999999999, "last": 0}', '{"count": "x"}']
)
def test_a_damaged_count_of_attempts_never_stops_the_right_password(session: Session, content: str) -> None:
    session.register.close()
    session.register.files.attempts.write_text(content)
    unlocking.unlock(folder(session), ACCOUNT, PASSWORD).register.close()


def test_changing_a_password_changes_its_slot_only(two: Session, recovery_code: str) -> None:
    before = read_keyring(two.register.files)
    accounts.change_password(two, PASSWORD, "换过以后的新口令", NOW, CHEAP)
    after = read_keyring(two.register.files)
    same = {slot for slot in before.slots if slot.name != ACCOUNT}
    assert same == {slot for slot in after.slots if slot.name != ACCOUNT}
    two.register.close()
    assert not opens(two, ACCOUNT, PASSWORD)
    assert opens(two, ACCOUNT, "换过以后的新口令")
    assert opens(two, SECOND, SECOND_PASSWORD)


def test_a_wrong_old_password_changes_nothing(session: Session) -> None:
    before = session.register.files.keys.read_bytes()
    with pytest.raises(Refused) as answer:
        accounts.change_password(session, "不是原来的口令", "换过以后的新口令", NOW, CHEAP)
    assert set(answer.value.fields) == {"old"}
    assert session.register.files.keys.read_bytes() == before


@pytest.mark.parametrize("password", ["短", "1234567", "aaaaaaaaaaaa", f"{ACCOUNT}的口令12"])
def test_a_weak_password_is_refused(session: Session, password: str) -> None:
    before = session.register.files.keys.read_bytes()
    with pytest.raises(Refused) as answer:
        accounts.change_password(session, PASSWORD, password, NOW, CHEAP)
    assert set(answer.value.fields) == {"password"}
    assert session.register.files.keys.read_bytes() == before


@pytest.mark.parametrize("use", ["add", "change", "retire", "renew"])
def test_when_the_register_is_not_saved_the_old_slots_come_back(two: Session, use: str) -> None:
    """The commit fails, after the key file was written."""
    steps: dict[str, Callable[[], object]] = {
        "add": lambda: accounts.add_account(two, "第三人", SECOND_PASSWORD, (), NOW, CHEAP),
        "change": lambda: accounts.change_password(two, PASSWORD, "换过以后的新口令", NOW, CHEAP),
        "retire": lambda: accounts.retire_account(two, 2, NOW),
        "renew": lambda: accounts.renew_recovery_code(two, NOW, CHEAP),
    }
    before = read_keyring(two.register.files)
    seen: list[bool] = []

    def break_off(_connection: object) -> None:
        seen.append(read_keyring(two.register.files) == before)
        raise Unavailable(UnavailableKind.DISK_FULL)

    event.listen(two.register._engine, "commit", break_off)
    try:
        with pytest.raises(Unavailable):
            steps[use]()
    finally:
        event.remove(two.register._engine, "commit", break_off)
    assert seen == [False]
    assert read_keyring(two.register.files) == before == two.register.keyring
    assert [one.name for one in accounts.list_accounts(two)] == [ACCOUNT, SECOND]
    assert all(one.active for one in accounts.list_accounts(two))


def test_the_recovery_code_gives_an_account_a_new_password_and_is_audited(two: Session, recovery_code: str) -> None:
    two.register.close()
    typed = recovery_code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    unlocking.reset_password(folder(two), typed, ACCOUNT, "忘记以后的新口令", CHEAP)
    assert not opens(two, ACCOUNT, PASSWORD)
    assert opens(two, SECOND, SECOND_PASSWORD)
    opened = unlocking.unlock(folder(two), ACCOUNT, "忘记以后的新口令")
    with opened.register.connection() as connection:
        last = connection.execute(select(AUDIT).order_by(AUDIT.c.id.desc()).limit(1)).one()
    opened.register.close()
    assert (last.action, last.account_name, last.entity_id) == ("reset_password", "系统", 1)


@pytest.mark.parametrize("account", ["没有这个人", RECOVERY])
def test_the_recovery_code_makes_no_new_account(session: Session, recovery_code: str, account: str) -> None:
    session.register.close()
    before = session.register.files.keys.read_bytes()
    with pytest.raises(Refused, match="没有这个账户"):
        unlocking.reset_password(folder(session), recovery_code, account, "忘记以后的新口令", CHEAP)
    assert session.register.files.keys.read_bytes() == before


def test_a_renewed_recovery_code_replaces_the_printed_one(session: Session, recovery_code: str) -> None:
    code = accounts.renew_recovery_code(session, NOW, CHEAP)
    ring = read_keyring(session.register.files)
    assert keyring.unlock(ring, RECOVERY, code) == (session.register.key, 0)
    with pytest.raises(Refused):
        keyring.unlock(ring, RECOVERY, recovery_code)


def test_the_recovery_slot_is_no_account_to_log_in_with(session: Session, recovery_code: str) -> None:
    session.register.close()
    with pytest.raises(Refused):
        unlocking.unlock(folder(session), RECOVERY, recovery_code)


def test_a_slip_in_the_recovery_code_is_found_before_the_key_is_tried() -> None:
    code = new_recovery_code()
    for place in (0, 6, 13, len(code) - 1):
        other = ALPHABET[(ALPHABET.index(code[place]) + 1) % len(ALPHABET)]
        with pytest.raises(Refused, match="抄错"):
            read_recovery_code(code[:place] + other + code[place + 1 :])
    for first, second in pairwise(range(0, len(code), 5)):
        swapped = code.split("-")
        swapped[first // 5], swapped[second // 5] = swapped[second // 5], swapped[first // 5]
        if "-".join(swapped) != code:
            with pytest.raises(Refused):
                read_recovery_code("-".join(swapped))
    with pytest.raises(Refused, match="补全"):
        read_recovery_code(code[:-1])


def test_a_retired_account_opens_nothing_and_its_name_stays_in_the_record(two: Session) -> None:
    accounts.retire_account(two, 2, NOW)
    assert read_keyring(two.register.files).account_names == (ACCOUNT,)
    assert [(one.name, one.active) for one in accounts.list_accounts(two)] == [(ACCOUNT, True), (SECOND, False)]
    two.register.close()
    assert not opens(two, SECOND, SECOND_PASSWORD)


def test_a_slot_that_outlived_its_account_opens_nothing(two: Session) -> None:
    """As after putting back an older key file."""
    old = two.register.files.keys.read_bytes()
    accounts.retire_account(two, 2, NOW)
    two.register.close()
    two.register.files.keys.write_bytes(old)
    assert not opens(two, SECOND, SECOND_PASSWORD)


def test_only_an_administrator_changes_accounts(two: Session, without_rights: Session) -> None:
    before = two.register.files.keys.read_bytes()
    for step in (
        lambda: accounts.add_account(without_rights, "第三人", SECOND_PASSWORD, tuple(Right), NOW, CHEAP),
        lambda: accounts.retire_account(without_rights, 2, NOW),
        lambda: accounts.renew_recovery_code(without_rights, NOW, CHEAP),
    ):
        with pytest.raises(Refused, match="管理员"):
            step()
    assert two.register.files.keys.read_bytes() == before


@pytest.mark.parametrize("name", ["", "  ", RECOVERY, ACCOUNT, f" {ACCOUNT} "])
def test_a_name_that_is_taken_or_empty_is_refused(session: Session, name: str) -> None:
    with pytest.raises(Refused) as answer:
        accounts.add_account(session, name, SECOND_PASSWORD, (), NOW, CHEAP)
    assert set(answer.value.fields) == {"name"}


def test_an_account_cannot_retire_itself_nor_twice_another(two: Session) -> None:
    with pytest.raises(Refused):
        accounts.retire_account(two, two.viewer.account_id, NOW)
    accounts.retire_account(two, 2, NOW)
    with pytest.raises(Refused):
        accounts.retire_account(two, 2, NOW)
    with pytest.raises(Refused):
        keyring.without_slot(read_keyring(two.register.files), ACCOUNT)


def test_rights_given_to_an_account_are_those_it_unlocks_with(session: Session) -> None:
    accounts.add_account(session, SECOND, SECOND_PASSWORD, (Right.SEE_RESTRICTED,), NOW, CHEAP)
    session.register.close()
    opened = unlocking.unlock(folder(session), SECOND, SECOND_PASSWORD)
    opened.register.close()
    assert (opened.viewer.name, opened.viewer.rights) == (SECOND, {Right.SEE_RESTRICTED})


INTERRUPTED = """
import os, sys
from pathlib import Path
from db.files import write_atomically

def die(*_):
    os.kill(os.getpid(), 9)

setattr(*{"flush": (os, "fsync", die), "rename": (Path, "replace", die)}[sys.argv[2]])
write_atomically(Path(sys.argv[1]), b"new" * 100_000)
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a matter of POSIX")
@pytest.mark.parametrize("moment", ["flush", "rename"])
def test_a_write_that_is_killed_leaves_the_old_file(session: Session, moment: str) -> None:
    path = session.register.files.keys
    before = path.read_bytes()
    ended = subprocess.run([sys.executable, "-c", INTERRUPTED, str(path), moment], cwd=ROOT, check=False)
    assert ended.returncode == -9
    assert path.read_bytes() == before
    accounts.change_password(session, PASSWORD, "换过以后的新口令", NOW, CHEAP)
    assert sorted(one.name for one in folder(session).glob("register.keys*")) == ["register.keys"]


def test_a_write_that_cannot_be_made_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as told:
        write_atomically(tmp_path / "missing" / "file", b"new")
    assert told.value.kind is UnavailableKind.MISSING
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unavailable):
        write_atomically(tmp_path / "folder", b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_the_check_of_key_slots_finds_what_is_missing(two: Session) -> None:
    def slots() -> str:
        return next(one.found for one in run_checks(two.register) if one.name == "key_slots")

    assert slots() == ""
    change_slots(two, lambda slots: slots.remove(slot_of(slots, RECOVERY)))
    assert "没有恢复码" in slots()
    two.register.keyring = replace(two.register.keyring, register_id="0" * 16)
    assert "另一个登记库" in slots()
    two.register.files.keys.write_bytes(b"{")
    assert "密钥文件" in slots()
