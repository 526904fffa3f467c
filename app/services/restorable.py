"""What could be brought back: the backups of a data folder, registers set aside by earlier restorings, and how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import Refused, Unavailable, UnavailableKind
from db.backup import list_backups
from db.files import RegisterFiles
from db.restore import Source, read_source

UNTOUCHED = "现在的登记库没有改动。"
ANOTHER = "请换一份备份，有哪些备份用 --list 查看。"

_WHAT_NEXT = {
    UnavailableKind.DAMAGED: ("这份备份有损坏", ANOTHER),
    UnavailableKind.WRONG_KEY: ("这份备份打不开，文件有损坏，或密钥文件属于另一个登记库", ANOTHER),
    UnavailableKind.MISSING: ("这份备份里缺文件", ANOTHER),
    UnavailableKind.NEWER: ("这份备份由更新版本的程序建立，本程序不能打开", "请安装新版程序后再恢复。"),
    UnavailableKind.DISK_FULL: ("磁盘空间不够", "请腾出空间后再恢复一次。"),
}


@dataclass(frozen=True)
class Kept:
    """What could be brought back: a backup, or a register that was set aside. ``problem`` says why not."""

    name: str
    state_of: datetime | None
    why: str
    court: str = ""
    accounts: tuple[str, ...] = ()
    practice: bool = False
    scans: int = 0
    size: int = 0
    problem: str = ""


@dataclass(frozen=True)
class WayBack:
    """Which backups there are in words, and the command that brings the newest back."""

    words: str
    command: str


def backups(directory: Path) -> tuple[Kept, ...]:
    """The backups of a data folder, newest first."""
    return tuple(_kept(one.folder, one.made_at, one.reason) for one in list_backups(RegisterFiles(directory)))


def set_aside(directory: Path) -> tuple[Kept, ...]:
    """The registers that earlier restorings set aside, newest first."""
    files = RegisterFiles(directory)
    folders = sorted((one for one in files.set_aside.glob("*") if one.is_dir()), reverse=True)
    return tuple(_kept(one, None, "恢复时移开") for one in folders)


def way_back(directory: Path) -> WayBack:
    """Of when the backups are and how to bring one back, for the first page and the list."""
    there = [one for one in backups(directory) if not one.problem]
    account = " --account 账户名" if there and len(there[0].accounts) > 1 else ""
    name = there[0].name if there else "备份文件夹"
    command = f'python main.py restore --data "{directory}" --from "{name}"{account} --password-file 口令文件'
    kept = "恢复前先完整核验备份；原来的登记库移开保存，不会删除。"
    how = f"先关闭本程序，再请管理员在程序文件夹里运行下面的命令，口令文件里写备份当时的口令。{kept}"
    if not there:
        words = "数据文件夹里没有备份。别处（例如另一块盘）存有备份的，也能恢复："
        return WayBack(words + how, command)
    newest = "、".join(f"{one.state_of:%Y-%m-%d %H:%M}（{one.why or '备份'}）" for one in there[:3])
    words = f"有 {len(there)} 份核验过的备份，最近的是 {newest}。要恢复最近的一份："
    return WayBack(words + how, command)


def find(directory: Path, wanted: str) -> Kept:
    """The backup of a name or path.

    Raises:
        Refused: there is none.
    """
    source = source_of(RegisterFiles(directory), wanted)
    why = source.backup.reason if source.backup else ""
    return _kept(source.files.directory, source.state_of, why)


def _kept(folder: Path, state_of: datetime | None, why: str) -> Kept:
    try:
        source = read_source(folder)
    except Unavailable as problem:
        return Kept(folder.name, state_of, why, problem=told(problem).message)
    if source is None:
        return Kept(folder.name, state_of, why, problem="里面的文件不全。")
    keyring = source.keyring
    return Kept(
        folder.name,
        source.state_of,
        why,
        keyring.title,
        keyring.account_names,
        keyring.practice,
        source.scans,
        source.size,
    )


def source_of(files: RegisterFiles, wanted: str) -> Source:
    """The backup of a name, as the list gives it, or of a path.

    Raises:
        Refused: there is none, or it is no backup.
    """
    named = Path(wanted).expanduser()
    places = [named.absolute()]
    if named.name == wanted:
        places = [files.backups / wanted, files.set_aside / wanted, *places]
    folder = next((one for one in places if one.exists()), None)
    if folder is None:
        raise Refused(f"没有找到备份 {wanted}。请用 --list 查看有哪些备份，或写备份文件夹的完整路径。")
    parts = "register.db、register.keys 和 backup.json"
    if not folder.is_dir():
        raise Refused(f"{wanted} 是一个文件，不是备份。备份是一个文件夹，里面有 {parts}。{UNTOUCHED}请写这个文件夹。")
    try:
        source = read_source(folder)
    except Unavailable as problem:
        raise told(problem) from problem
    if source is None:
        raise Refused(f"{wanted} 不是核验过的备份：里面应有 {parts}。{UNTOUCHED}{ANOTHER}")
    return source


def told(problem: Unavailable) -> Refused | Unavailable:
    """What is wrong with a backup, in the words of somebody who wants to bring it back."""
    if problem.kind not in _WHAT_NEXT:
        return problem
    what, what_next = _WHAT_NEXT[problem.kind]
    return Refused(f"没有恢复：{what}。{UNTOUCHED}{what_next}")
