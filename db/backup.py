"""Backups through the database's own backup call: temporary name, one step, re-opened, checked, then renamed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from app.domain.errors import Unavailable, UnavailableKind
from db.engine import connect, translated_errors
from db.files import RegisterFiles, sync_directory, unavailable_from_os, write_atomically
from db.keyring import Keyring, write_keyring
from db.scan_files import copy_scans

KEEP_RECENT = 12
PARTIAL = ".partial"
NOTE = "backup.json"
CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Backup:
    """One verified backup: a folder with the database, the key slots and a note of the audit chain's last hash."""

    folder: Path
    made_at: datetime
    reason: str
    audit_entries: int
    audit_hash: str


def make_backup(files: RegisterFiles, keyring: Keyring, key: bytes, reason: str) -> Backup:
    """Copy, re-open, check and only then rename into place.

    Raises:
        Unavailable: disk full or unwritable; a copy that does not verify counts as damaged and is removed.
    """
    made_at = datetime.now(CHINA).replace(tzinfo=None, microsecond=0)
    folder = files.backups / f"{made_at:%Y%m%d-%H%M%S}"
    number = 1
    while folder.exists():
        number += 1
        folder = files.backups / f"{made_at:%Y%m%d-%H%M%S}-{number}"
    temporary = folder.with_name(folder.name + PARTIAL)
    try:
        needed = 2 * files.database.stat().st_size + room_for_scans(files, next(iter(list_backups(files)), None))
        if shutil.disk_usage(files.directory).free < needed:
            raise Unavailable(UnavailableKind.DISK_FULL, "备份需要登记库两倍大小的空间")
        for interrupted in files.backups.glob("*" + PARTIAL):
            shutil.rmtree(interrupted, ignore_errors=True)
        temporary.mkdir(parents=True, mode=0o700)
        target = RegisterFiles(temporary)
        _copy(files.database, target.database, key)
        entries, last_hash = _verify(target.database, key)
        # after the database: every scan that its copy names is there by then
        newest = next(iter(list_backups(files)), None)
        scans = copy_scans(files, target, None if newest is None else RegisterFiles(newest.folder))
        write_keyring(target, keyring)
        note = {
            "made_at": made_at.isoformat(),
            "reason": reason,
            "audit_entries": entries,
            "audit_hash": last_hash,
            "scans": scans,
        }
        write_atomically(temporary / NOTE, json.dumps(note, ensure_ascii=False).encode())
        _sync(target.database)
        temporary.rename(folder)
        sync_directory(files.backups)
    except OSError as error:
        raise unavailable_from_os(error) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    made = Backup(folder, made_at, reason, entries, last_hash)
    for superseded in to_remove(list_backups(files), made):
        shutil.rmtree(superseded.folder, ignore_errors=True)
    return made


def list_backups(files: RegisterFiles) -> tuple[Backup, ...]:
    """Verified backups, newest first."""
    folders = [note.parent for note in files.backups.glob("*/" + NOTE) if note.parent.suffix != PARTIAL]
    found = [backup for folder in folders if (backup := read_backup(folder)) is not None]
    return tuple(sorted(found, key=lambda one: (one.made_at, one.folder.name), reverse=True))


def read_backup(folder: Path) -> Backup | None:
    """The backup in a folder, ``None`` when its note is missing or nobody can read it."""
    try:
        data = json.loads((folder / NOTE).read_text("utf-8"))
        made_at = datetime.fromisoformat(data["made_at"])
        return Backup(folder, made_at, data["reason"], data["audit_entries"], data["audit_hash"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def room_for_scans(files: RegisterFiles, newest: Backup | None) -> int:
    """Bytes of the scans that the newest backup does not hold yet."""
    held = set() if newest is None else {path.name for path in RegisterFiles(newest.folder).scans.glob("*")}
    return sum(path.stat().st_size for path in files.scans.glob("*") if path.name not in held)


def _copy(source: Path, target: Path, key: bytes) -> None:
    with (
        translated_errors(),
        contextlib.closing(connect(source, key, mode="rw")) as reading,
        contextlib.closing(connect(target, key)) as writing,
    ):
        reading.backup(writing, pages=-1)
        writing.execute("PRAGMA journal_mode = DELETE")


def _verify(copy: Path, key: bytes) -> tuple[int, str]:
    with translated_errors(), contextlib.closing(connect(copy, key, mode="ro")) as connection:
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise Unavailable(UnavailableKind.DAMAGED, "备份校验未通过")
        if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise Unavailable(UnavailableKind.DAMAGED, "备份校验未通过")
        tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'audit'").fetchone()[0]
        if not tables:
            return 0, ""
        row = connection.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
        return (int(row[0]), bytes(row[1]).hex()) if row else (0, "")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def to_remove(backups: tuple[Backup, ...], made: Backup) -> tuple[Backup, ...]:
    """Which backups, given newest first, are superseded: all but the newest ones, the first of each month and ``made``.

    ``made`` is the one just made; it stays even when a clock set back makes it look old.
    """
    first_of_month = {f"{backup.made_at:%Y-%m}": backup for backup in backups}
    kept = {backup.folder for backup in (*backups[:KEEP_RECENT], *first_of_month.values(), made)}
    return tuple(backup for backup in backups if backup.folder not in kept)
