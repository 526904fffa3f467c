"""登记库: the open register. Services get units of work from it; nobody else touches the database."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, Engine, event

from app.domain.errors import Refused, Unavailable, UnavailableKind
from app.domain.progress import Progress
from app.domain.viewer import Viewer
from db.engine import open_engine, translated_errors
from db.files import RegisterFiles, refuse_unsafe_location, unavailable_from_os
from db.keyring import Keyring
from db.migrate import bring_up_to_date
from db.scan_files import ScanFiles
from db.stores.calendars import see
from db.unit_of_work import ReadUnit, ScratchUnit, WriteUnit


class Register:
    """An open, decrypted register.

    ``register.read(viewer)``, ``register.write(viewer, now)`` and ``register.scratch(viewer, now)`` give units of work
    as ``with`` blocks. All may be used from any thread.
    """

    def __init__(self, files: RegisterFiles, keyring: Keyring, key: bytes) -> None:
        self.files = files
        self.keyring = keyring
        self.key = key
        self._engine: Engine = open_engine(files.database, key)

    @property
    def scan_files(self) -> ScanFiles:
        """The scans beside the register."""
        return ScanFiles(self.files, self.keyring.register_id, self.key)

    @property
    def practice(self) -> bool:
        """Whether this is the 演练库."""
        return self.keyring.practice

    @contextlib.contextmanager
    def read(self, viewer: Viewer, progress: Progress | None = None) -> Iterator[ReadUnit]:
        """Read in one consistent view; ``progress.cancel()`` interrupts a running query, and no other one is begun.

        Raises:
            Unavailable: disk, lock or damage.
            Cancelled: interrupted.
        """
        with self._transaction("DEFERRED", progress) as connection:
            yield ReadUnit(connection, viewer)

    @contextlib.contextmanager
    def write(self, viewer: Viewer, now: datetime) -> Iterator[WriteUnit]:
        """Write; a clean exit commits, an exception rolls back everything including numbers taken.

        Raises:
            Unavailable: disk, lock or damage; nothing was saved.
            RuntimeError: the unit wrote without an audit entry (our bug).
        """
        with self._transaction("IMMEDIATE", None) as connection:
            unit = WriteUnit(connection, viewer, now)
            yield unit
            if unit.audit.recorded == 0:
                raise RuntimeError("a write without an audit entry")

    @contextlib.contextmanager
    def scratch(self, viewer: Viewer, now: datetime) -> Iterator[ScratchUnit]:
        """Keep drafts and preferences."""
        with self._transaction("IMMEDIATE", None) as connection:
            yield ScratchUnit(connection, viewer, now)

    def keep_seen(self, now: datetime) -> None:
        """Keep a moment as the latest this register has seen; no part of the record."""
        with self._transaction("IMMEDIATE", None) as connection:
            see(connection, now)

    @contextlib.contextmanager
    def connection(self) -> Iterator[Connection]:
        """A read connection for checks and maintenance inside ``db``."""
        with self._transaction("DEFERRED", None) as connection:
            yield connection

    @contextlib.contextmanager
    def maintenance(self) -> Iterator[Connection]:
        """A write connection for maintenance inside ``db`` (index rebuild)."""
        with self._transaction("IMMEDIATE", None) as connection:
            yield connection

    def close(self) -> None:
        """Fold the write-ahead log back and let go of the file."""
        with contextlib.suppress(Unavailable), translated_errors(), self._engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if raw is not None:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._engine.dispose()

    @contextlib.contextmanager
    def _transaction(self, begin: str, progress: Progress | None) -> Iterator[Connection]:
        with translated_errors(), self._engine.connect() as plain:
            connection = plain.execution_options(begin=begin)
            raw = connection.connection.dbapi_connection
            interrupt = raw.interrupt  # type: ignore[union-attr]
            if progress is not None:
                progress.attach(interrupt)
                # an interrupt is lost on a connection that is between two questions: then the next one is not asked
                event.listen(connection, "before_cursor_execute", lambda *_: progress.check())
            try:
                with connection.begin():
                    yield connection
                if progress is not None:
                    progress.check()
            finally:
                if progress is not None:
                    progress.detach(interrupt)


def create_files(files: RegisterFiles) -> None:
    """Make the data folder, private to its user.

    Raises:
        Unavailable: unsafe location, or the folder cannot be made.
    """
    refuse_unsafe_location(files.directory)
    try:
        files.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        files.backups.mkdir(exist_ok=True, mode=0o700)
        files.logs.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise unavailable_from_os(error) from error
    if not os.access(files.directory, os.W_OK):
        raise Unavailable(UnavailableKind.READ_ONLY)


def open_register(files: RegisterFiles, keyring: Keyring, key: bytes) -> Register:
    """Open a register and bring its schema up to date (a verified backup is made before any step).

    Raises:
        Unavailable: missing, damaged, newer than the program, unsafe location, read-only.
    """
    if not files.database.exists():
        raise Unavailable(UnavailableKind.MISSING)
    if files.database.stat().st_size == 0:  # opening it would write a fresh first page
        raise Unavailable(UnavailableKind.DAMAGED, "登记库文件是空的")
    create_files(files)
    bring_up_to_date(files, keyring, key)
    return Register(files, keyring, key)


def create_register(files: RegisterFiles, keyring: Keyring, key: bytes) -> Register:
    """Make a fresh register by running the same migrations as every upgrade.

    Raises:
        Refused: a register is there already.
        Unavailable: unsafe location, read-only, disk full.
    """
    create_files(files)
    try:
        os.close(os.open(files.database, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise Refused("这个文件夹里已经有登记库，不会覆盖它。请直接打开，或换一个文件夹。") from error
    except OSError as error:
        raise unavailable_from_os(error) from error
    bring_up_to_date(files, keyring, key, fresh=True)
    return Register(files, keyring, key)


__all__ = ["Register", "create_files", "create_register", "open_register"]
