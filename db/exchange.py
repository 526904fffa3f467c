"""One register goes aside whole and another takes its place, so that a power cut leaves one of the two complete.

The other one is made ready in a folder of its own. Writing the journal is the decision: before it nothing has moved,
and after it every start carries on where the last one stopped. Nothing is deleted but what was made ready and not used.
No key and no database library is needed for it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import Unavailable, UnavailableKind
from db.files import RegisterFiles, sync_directory, unavailable_from_os, write_atomically

MOVED = ("register.db", "register.db-wal", "register.db-shm", "register.keys", "scans")
"""What makes up a register. Backups, logs and the desk's lock stay where they are."""

_SHARED_FIRST, _SHARED_SIZE = 0x40000000 + 2, 510
"""The bytes that SQLite locks for as long as a connection has the file open (os.h, SHARED_FIRST, SHARED_SIZE)."""


@dataclass(frozen=True)
class Exchange:
    """What is being exchanged; the journal holds it from the decision to the end."""

    source: str
    """The folder that the arriving register comes from."""
    state_of: datetime
    """The moment whose state it brings back."""
    folder: str
    """Name of the folder under ``set-aside`` that takes the leaving register; empty when there is none."""
    leaving: tuple[str, ...]
    arriving: tuple[str, ...]


def names_in(files: RegisterFiles) -> tuple[str, ...]:
    """Which parts of a register are there."""
    return tuple(name for name in MOVED if (files.directory / name).exists())


def free_folder(files: RegisterFiles, now: datetime) -> str:
    """A dated name that nothing under ``set-aside`` has yet."""
    first = name = f"{now:%Y%m%d-%H%M%S}"
    number = 1
    while (files.set_aside / name).exists():
        number += 1
        name = f"{first}-{number}"
    return name


def in_use(files: RegisterFiles) -> bool:
    """Whether any process has the database open, whoever it is; asked without a key.

    Raises:
        Unavailable: the file cannot be opened.
    """
    if not files.database.exists():
        return False
    try:
        descriptor = os.open(files.database, os.O_RDWR)
    except OSError as error:
        raise unavailable_from_os(error) from error
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _SHARED_FIRST, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, _SHARED_SIZE)
            os.lseek(descriptor, _SHARED_FIRST, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, _SHARED_SIZE)
        else:
            import fcntl

            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False


def decide(files: RegisterFiles, exchange: Exchange) -> None:
    """Write the journal: from here the exchange is carried through, by this process or at the next start.

    Raises:
        Unavailable: the disk is full or the folder cannot be written; nothing is decided then.
    """
    data = asdict(exchange) | {"state_of": exchange.state_of.isoformat()}
    write_atomically(files.restoring, json.dumps(data, ensure_ascii=False).encode())


def carry_on(files: RegisterFiles) -> Exchange | None:
    """Move what has not moved yet; ``None`` when nothing was decided. Doing it again changes nothing.

    Raises:
        Unavailable: a file cannot be moved; what was decided stands, and the next call goes on.
    """
    exchange = _read(files)
    if exchange is None:
        return None
    waiting, aside = files.restore_new, files.set_aside / exchange.folder
    try:
        # while all that arrives still waits, some of what leaves may be here; after that, what is here has arrived
        if exchange.leaving and all((waiting / name).exists() for name in exchange.arriving):
            aside.mkdir(parents=True, exist_ok=True, mode=0o700)
            _move(exchange.leaving, files.directory, aside)
            sync_directory(aside.parent)
        if waiting.exists():
            _move(exchange.arriving, waiting, files.directory)
    except OSError as error:
        raise unavailable_from_os(error) from error
    kept = f"；原来的登记库完整放在 {aside}" if exchange.folder else ""
    blocked = [name for name in exchange.arriving if (waiting / name).exists()]
    if blocked:
        raise Unavailable(UnavailableKind.READ_ONLY, f"{files.directory / blocked[0]} 挡住了恢复，请先移走{kept}")
    if not files.exists():
        raise Unavailable(UnavailableKind.MISSING, f"为恢复准备好的文件不见了{kept}")
    return exchange


def settle(files: RegisterFiles) -> None:
    """Take away the journal of an exchange that is complete, last of all.

    Raises:
        Unavailable: the folder cannot be written.
    """
    try:
        if files.restore_new.exists():
            shutil.rmtree(files.restore_new)
        files.restoring.unlink(missing_ok=True)
        sync_directory(files.directory)
    except OSError as error:
        raise unavailable_from_os(error) from error


def abandon(files: RegisterFiles) -> bool:
    """Take away what was made ready when nothing has moved, the journal first; whether there was anything.

    Raises:
        Unavailable: the folder cannot be written.
    """
    waiting = files.restore_new
    if not waiting.exists() and not files.restoring.exists():
        return False
    try:
        files.restoring.unlink(missing_ok=True)
        sync_directory(files.directory)
        if waiting.exists():
            shutil.rmtree(waiting)
    except OSError as error:
        raise unavailable_from_os(error) from error
    return True


def _move(names: tuple[str, ...], source: Path, target: Path) -> None:
    for name in names:
        if (source / name).exists() and not (target / name).exists():
            (source / name).rename(target / name)
    sync_directory(target)
    sync_directory(source)


def _read(files: RegisterFiles) -> Exchange | None:
    try:
        data = json.loads(files.restoring.read_bytes())
        leaving, arriving = (tuple(name for name in MOVED if name in data[key]) for key in ("leaving", "arriving"))
        folder = Path(data["folder"]).name
        if (leaving and not folder) or not arriving:
            raise ValueError("names nothing that could be moved")
        return Exchange(data["source"], datetime.fromisoformat(data["state_of"]), folder, leaving, arriving)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unavailable_from_os(error) from error
    except (ValueError, KeyError, TypeError) as error:
        raise Unavailable(UnavailableKind.DAMAGED, "恢复的记录 register.restoring 读不出") from error
