"""恢复: a backup takes the place of the register, which is set aside whole. Nothing is deleted."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.domain.errors import Refused, Unavailable
from app.domain.viewer import SYSTEM, Right, Viewer
from app.services import data_folder
from app.services.restorable import ANOTHER, UNTOUCHED, source_of, told
from db import exchange
from db import restore as copying
from db.backup import make_backup
from db.check import run_checks
from db.files import RegisterFiles
from db.keyring import RECOVERY, AttemptLog, read_keyring, read_recovery_code
from db.keyring import unlock as unwrap
from db.register import Register, open_register
from db.restore import Source

Hold = Callable[[Path], AbstractContextManager[bool]]
"""Holds a data folder against the desk; gives whether it was free."""

OPEN_ELSEWHERE = (
    f"没有恢复：这个登记库正开着，可能是程序的窗口，也可能是另一个命令。{UNTOUCHED}请先把它关掉，再恢复一次。"
)
BEFORE_THE_EXCHANGE = "上一次恢复登记库时，还没有换就中断了：登记库仍是原来的，没有改动。需要时请再恢复一次。"
NEVER_EXCUSED = frozenset({"page_checksums", "integrity", "foreign_keys", "audit_chain", "key_slots"})
"""Checks that no reason makes good: what fails them is not the register that was backed up."""


@dataclass(frozen=True)
class RestoreRequest:
    """Which backup, and who opens it. ``other_register`` and ``reason`` answer what is asked before going on."""

    source: str
    secret: str
    account: str = ""
    with_recovery_code: bool = False
    other_register: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Restored:
    """What was brought back, what was set aside and where; ``words`` say it."""

    name: str
    state_of: datetime
    matters: int
    scans: int
    set_aside: Path | None
    backup: str
    words: str


def finish(directory: Path) -> str:
    """Carry a restoring through that was interrupted; what happened in words, empty when there was none.

    Call it only while holding the data folder.

    Raises:
        Unavailable: it cannot be carried through now; the next call goes on.
    """
    files = RegisterFiles(directory)
    done = exchange.carry_on(files)
    if done is not None:
        exchange.settle(files)
        where = f"原来的登记库完整保存在 {files.set_aside / done.folder}。" if done.folder else ""
        name, moment = Path(done.source).name, f"{done.state_of:%Y-%m-%d %H:%M}"
        what = f"上一次恢复登记库时中断了，现在已经接着做完：登记库是 {name}（{moment}）的样子。"
        return f"{what}{where}请用那时的口令解锁，然后备份一次。"
    return BEFORE_THE_EXCHANGE if exchange.abandon(files) else ""


def restore(directory: Path, request: RestoreRequest, hold: Hold, now: datetime) -> Restored:
    """Verify a backup completely on a copy, then let the copy take the register's place.

    Raises:
        Refused: in words what, why and what next; unless it says otherwise, nothing was changed.
        Unavailable: the data folder cannot be used.
    """
    files = RegisterFiles(directory)
    source = source_of(files, request.source)
    data_folder.prepare(directory)
    with hold(directory) as is_held:
        if not is_held:
            raise Refused(OPEN_ELSEWHERE)
        finished = finish(directory)
        if finished not in ("", BEFORE_THE_EXCHANGE):
            raise Refused(f"{finished}这一次没有再恢复。还要恢复别的备份，请再运行一次。")
        return _restore(files, source, request, now)


def _restore(files: RegisterFiles, source: Source, request: RestoreRequest, now: datetime) -> Restored:
    _require_same(files, source, request)
    needed, free = copying.room_needed(source), copying.room_there(files)
    if free < needed:
        amounts = f"需要约 {_megabytes(needed)}，现在有 {_megabytes(free)}"
        raise Refused(f"没有恢复：磁盘空间不够，{amounts}。{UNTOUCHED}请腾出空间后再恢复一次。")
    if exchange.in_use(files):
        raise Refused(OPEN_ELSEWHERE)
    key, account, account_id = _unwrap(files, source, request)
    leaving = exchange.names_in(files)
    folder = exchange.free_folder(files, now) if leaving else ""
    change = exchange.Exchange(str(source.files.directory), source.state_of, folder, leaving, ())
    is_decided = False
    try:
        matters = _make_ready(files, source, request, (key, account, account_id), change, now)
        if exchange.in_use(files):
            raise Refused(OPEN_ELSEWHERE)
        exchange.decide(files, replace(change, arriving=exchange.names_in(RegisterFiles(files.restore_new))))
        is_decided = True
    except Unavailable as problem:
        raise told(problem) from problem
    finally:
        if not is_decided:
            with contextlib.suppress(Unavailable):
                exchange.abandon(files)
    try:
        exchange.carry_on(files)
        backup, problem_of_backup = _back_up(files, key)
        exchange.settle(files)
    except Unavailable as problem:
        words = f"恢复还没有做完：{problem.message}两个登记库都没有丢失。处理好之后打开程序，会自动接着做完。"
        raise Refused(words) from problem
    name, aside = source.files.directory.name, files.set_aside / folder if folder else None
    words = _words(source, matters, aside, backup, problem_of_backup)
    return Restored(name, source.state_of, matters, source.scans, aside, backup, words)


def _make_ready(
    files: RegisterFiles,
    source: Source,
    request: RestoreRequest,
    opened_by: tuple[bytes, str, int],
    change: exchange.Exchange,
    now: datetime,
) -> int:
    """Copy, migrate, verify, record the restoring in the copy's audit; gives how many matters it holds."""
    key, account, account_id = opened_by
    register = copying.open_copy(source, files, key)
    try:
        viewer = _viewer(register, account, account_id)
        excused = _verify(register, source, request.reason)
        with register.write(viewer, now) as work:
            after = {
                "from": change.source,
                "state_of": change.state_of,
                "set_aside": change.folder,
                "leaving": list(change.leaving),
                "checks_failed": excused,
                "reason": request.reason if excused else "",
            }
            work.audit.record("restore", "register", 0, after=after)
        with register.read(SYSTEM) as unit:
            matters = unit.headline()["matters"]
    finally:
        register.close()
    copying.make_durable(files)
    return matters


def _require_same(files: RegisterFiles, source: Source, request: RestoreRequest) -> None:
    """Another register's backup only when that is what was meant."""
    if request.other_register or not exchange.names_in(files):
        return
    confirm = "确实要换，请加 --other-register 再运行一次。"
    try:
        present = read_keyring(files)
    except Unavailable:
        own = (files.backups, files.set_aside)
        if source.files.directory.resolve().parent not in [one.resolve() for one in own]:
            words = "没有恢复：现在的密钥文件读不出，不能确认这份备份是不是同一个登记库的"
            raise Refused(f"{words}（备份是“{source.keyring.title}”的）。{UNTOUCHED}{confirm}") from None
        return
    if present.register_id != source.keyring.register_id:
        names = f"备份是“{source.keyring.title}”的，现在的登记库是“{present.title}”的"
        raise Refused(
            f"没有恢复：这是另一个登记库的备份，{names}，编号 {source.keyring.register_id} 和 "
            f"{present.register_id} 不同。{UNTOUCHED}{confirm}"
        )


def _unwrap(files: RegisterFiles, source: Source, request: RestoreRequest) -> tuple[bytes, str, int]:
    """The key by the backup's own slots; wrong tries count where the desk counts them, never in the backup."""
    account, secret = request.account, request.secret
    if request.with_recovery_code:
        account, secret = RECOVERY, read_recovery_code(secret)
    elif not account:
        names = source.keyring.account_names
        if len(names) != 1:
            raise Refused(f"没有恢复：这份备份里有 {len(names)} 个账户。{UNTOUCHED}请用 --account 写明用哪一个。")
        account = names[0]
    attempts = AttemptLog(files)
    wait = attempts.seconds_to_wait()
    if wait:
        raise Refused(f"连续输错，请等 {wait} 秒后再试。{UNTOUCHED}")
    try:
        key, account_id = unwrap(source.keyring, account, secret)
    except Refused as answer:
        attempts.failed()
        raise Refused(f"没有恢复：{answer.message}备份要用它备份当时的账户、口令或恢复码打开。{UNTOUCHED}") from answer
    attempts.succeeded()
    return key, account, account_id


def _viewer(register: Register, account: str, account_id: int) -> Viewer:
    if account == RECOVERY:
        return SYSTEM
    with register.read(SYSTEM) as unit:
        found = next((one for one in unit.accounts.all() if one.account_id == account_id), None)
    if found is None or not found.active or found.name != account:
        raise Refused(f"没有恢复：备份当时这个账户已停用。{UNTOUCHED}请换一个账户，或用恢复码（--recovery-code）。")
    viewer = found.viewer()
    if not viewer.may(Right.ADMINISTER):
        raise Refused(
            f"没有恢复：这个账户不能管理设置与账户。{UNTOUCHED}请换一个能管理的账户，或用恢复码（--recovery-code）。"
        )
    return viewer


def _verify(register: Register, source: Source, reason: str) -> list[str]:
    """Hold the copy to everything the program can check; the names of checks that a reason excuses."""

    failed = [one for one in run_checks(register) if not one.good]
    found = "；".join(f"{one.title}（{one.found}）" for one in failed)
    if not copying.note_fits(register, source.backup):
        words = "登记库和备份时记下的审计记录对不上，可能被换过"
        raise Refused(f"没有恢复：备份没有通过核验：{words}。{UNTOUCHED}{ANOTHER}")
    if any(one.name in NEVER_EXCUSED for one in failed):
        raise Refused(f"没有恢复：备份没有通过核验：{found}。{UNTOUCHED}{ANOTHER}")
    if failed and not reason.strip():
        words = "没有更好的备份时，加 --reason 写明照样恢复的原因，会记入审计。"
        raise Refused(f"没有恢复：备份有 {len(failed)} 项检查没有通过：{found}。{UNTOUCHED}{ANOTHER}{words}")
    return [one.name for one in failed]


def _back_up(files: RegisterFiles, key: bytes) -> tuple[str, str]:
    """A backup of what stands now, so that the newest one and the audit agree; its name, or why there is none."""

    keyring = read_keyring(files)
    try:
        open_register(files, keyring, key).close()
        return make_backup(files, keyring, key, "恢复后").folder.name, ""
    except Unavailable as problem:
        return "", problem.message


def _words(source: Source, matters: int, aside: Path | None, backup: str, problem: str) -> str:
    what = "备份" if source.backup else "以前移开的登记库"
    name = source.files.directory.name
    moment, amounts = f"{source.state_of:%Y-%m-%d %H:%M:%S}", f"{matters} 件事项，{source.scans} 份扫描件"
    said = [f"登记库已恢复为{what} {name}（{moment}）的样子：{amounts}。"]
    if aside is not None:
        said.append(
            f"原来的登记库连同密钥文件和扫描件完整移到 {aside}，没有删除。"
            "备份之后登记的内容和加入的扫描件只在那里，请对照补录；那以后发出的编号会再次取用。"
        )
    said.append("请用备份当时的账户、口令解锁，恢复码也是当时的；那以后改的口令、换的恢复码、增减的账户不在其中。")
    said.append(
        f"恢复后又备份并核验了一次：{backup}。"
        if backup
        else f"恢复后没能再备份（{problem}）。请打开程序，在“设置”的“备份”里备份一次。"
    )
    return "".join(said)


def _megabytes(amount: int) -> str:
    return f"{amount / 1024 / 1024:,.0f} MB"
