"""Reading a backup to bring it back, and making a copy ready beside the register. The backup itself is only read."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.domain.errors import Unavailable, UnavailableKind
from db.backup import CHINA, PARTIAL, Backup, read_backup
from db.files import RegisterFiles, sync_directory, unavailable_from_os
from db.keyring import Keyring, read_keyring
from db.register import Register, open_register
from db.scan_files import SUFFIX
from db.tables import AUDIT


@dataclass(frozen=True)
class Source:
    """A register that could be brought back: a backup, or one that was set aside (then ``backup`` is ``None``)."""

    files: RegisterFiles
    keyring: Keyring
    backup: Backup | None
    state_of: datetime
    scans: int
    size: int
    database_size: int


def read_source(folder: Path) -> Source | None:
    """What lies in a folder, ``None`` when it is neither a backup nor a register that was set aside.

    Raises:
        Unavailable: it is one, but its key slots or files cannot be read.
    """
    files = RegisterFiles(folder)
    backup = None if folder.suffix == PARTIAL else read_backup(folder)
    was_set_aside = folder.parent.name == files.set_aside.name and files.exists()
    if backup is None and not was_set_aside:
        return None
    keyring = read_keyring(files)
    try:
        parts = [path for path in (files.database, _log_of(files)) if path.exists()]
        if not files.database.exists():
            raise Unavailable(UnavailableKind.MISSING)
        scans = [path.stat().st_size for path in files.scans.glob("*" + SUFFIX)]
        database_size = sum(path.stat().st_size for path in parts)
        changed = max(path.stat().st_mtime for path in parts)
    except OSError as error:
        raise unavailable_from_os(error) from error
    state_of = backup.made_at if backup else datetime.fromtimestamp(int(changed), CHINA).replace(tzinfo=None)
    return Source(files, keyring, backup, state_of, len(scans), database_size + sum(scans), database_size)


def room_needed(source: Source) -> int:
    """Bytes that bringing it back takes: the copy, and twice the database for migrating it or backing it up after."""
    return source.size + 2 * source.database_size


def room_there(files: RegisterFiles) -> int:
    """Bytes that are free where a register lies, or will lie."""
    folder = next(one for one in (files.directory, *files.directory.parents) if one.exists())
    return shutil.disk_usage(folder).free


def open_copy(source: Source, files: RegisterFiles, key: bytes) -> Register:
    """Copy a source beside the register and open the copy, which brings its schema up to date.

    Raises:
        Unavailable: it does not open, is newer than the program, or the disk is full.
    """
    copy = RegisterFiles(files.restore_new)
    try:
        copy.directory.mkdir(mode=0o700)
        for path in (source.files.database, _log_of(source.files), source.files.keys):
            if path.exists():
                _copy(path, copy.directory / path.name)
        register = open_register(copy, source.keyring, key)
        try:
            # the migration's own backup has served, and the scans come after it, so that it did not hold them as well
            shutil.rmtree(copy.backups, ignore_errors=True)
            if source.files.scans.is_dir():
                copy.scans.mkdir(mode=0o700)
                for path in sorted(source.files.scans.glob("*" + SUFFIX)):
                    _copy(path, copy.scans / path.name)
                sync_directory(copy.scans)
        except OSError:
            register.close()
            raise
    except OSError as error:
        raise unavailable_from_os(error) from error
    return register


def note_fits(register: Register, backup: Backup | None) -> bool:
    """Whether the database holds the audit entry that the backup's note names: whether the two belong together."""
    if backup is None or backup.audit_entries == 0:
        return True
    with register.connection() as connection:
        held = connection.execute(select(AUDIT.c.hash).where(AUDIT.c.id == backup.audit_entries)).scalar()
    return held is not None and held.hex() == backup.audit_hash


def make_durable(files: RegisterFiles) -> None:
    """See that what was made ready is on the disk before anything depends on it.

    Raises:
        Unavailable: the disk cannot be written.
    """
    copy = RegisterFiles(files.restore_new)
    try:
        for path in (copy.database, _log_of(copy), copy.keys):
            if path.exists():
                _sync(path)
        sync_directory(copy.directory)
        sync_directory(files.directory)
    except OSError as error:
        raise unavailable_from_os(error) from error


def _log_of(files: RegisterFiles) -> Path:
    return files.database.with_name(files.database.name + "-wal")


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    target.chmod(0o600)
    _sync(target)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
