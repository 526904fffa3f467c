"""The one place that knows the driver: key, pragmas, explicit BEGIN, version of the library, sorting of errors."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import sqlcipher3.dbapi2 as driver
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool

from app.domain.errors import Cancelled, Unavailable, UnavailableKind

OLDEST_LIBRARY = (3, 51, 3)  # earlier ones carry the WAL-reset fault (present in 3.7.0 to 3.51.2)
BUSY_TIMEOUT_MS = 10_000
CACHE_KIB = 128 * 1024
"""Pages that a connection keeps decrypted, taken as they are read; a usual register fills less. The keys of a search
meet the same ones again: over a million matters p95 was 4.8 ms with 64 MB and 4.1 ms with 256 MB."""

_PRIMARY_CODES: dict[int, UnavailableKind] = {
    driver.SQLITE_FULL: UnavailableKind.DISK_FULL,
    driver.SQLITE_READONLY: UnavailableKind.READ_ONLY,
    driver.SQLITE_CANTOPEN: UnavailableKind.READ_ONLY,
    driver.SQLITE_PERM: UnavailableKind.READ_ONLY,
    driver.SQLITE_BUSY: UnavailableKind.BUSY,
    driver.SQLITE_LOCKED: UnavailableKind.BUSY,
    driver.SQLITE_CORRUPT: UnavailableKind.DAMAGED,
    driver.SQLITE_NOTADB: UnavailableKind.WRONG_KEY,  # the first page does not open: another key, or damage
    driver.SQLITE_IOERR: UnavailableKind.INPUT_OUTPUT,
}


def require_sound_library() -> None:
    """Refuse an SQLite that can lose data in WAL mode.

    Raises:
        Unavailable: ``OLD_LIBRARY``.
    """
    if driver.sqlite_version_info < OLDEST_LIBRARY:
        raise Unavailable(UnavailableKind.OLD_LIBRARY, driver.sqlite_version)


def connect(path: Path, key: bytes, *, mode: Literal["rwc", "rw", "ro"] = "rwc") -> driver.Connection:
    """Open one raw connection with the key and every pragma set; the driver's own transactions are off.

    ``rwc`` makes a file that is not there, readable by its owner only; ``-wal`` and ``-shm`` take over its mode.

    Raises:
        Unavailable: ``MISSING`` when the file is not there and shall not be made.
    """
    if mode == "rwc":
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    elif not path.exists():
        raise Unavailable(UnavailableKind.MISSING)
    uri = path.resolve().as_uri() + f"?mode={mode.replace('c', '')}"
    connection = driver.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        if mode != "ro":
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
    except driver.Error:
        connection.close()
        raise
    return connection


def open_engine(path: Path, key: bytes) -> Engine:
    """Make the SQLAlchemy engine over :func:`connect`; each transaction begins as its execution option says.

    The file must be there: a register that vanished is reported and never silently made anew.
    """
    require_sound_library()
    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: connect(path, key, mode="rw"),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        pool_use_lifo=True,  # the connection used last has the warm page cache
        pool_reset_on_return="rollback",
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {kind}")

    return engine


def unavailable_from(error: BaseException) -> Unavailable | Cancelled | None:
    """Sort a database error once: something to tell the user, or ``None`` for a bug of ours."""
    original = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(original, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    primary = code & 0xFF
    if primary == driver.SQLITE_INTERRUPT:
        return Cancelled()
    kind = _PRIMARY_CODES.get(primary)
    return None if kind is None else Unavailable(kind)


@contextlib.contextmanager
def translated_errors() -> Iterator[None]:
    """Turn database errors that the user can act on into :class:`Unavailable`; let our bugs pass unchanged."""
    try:
        yield
    except (DBAPIError, driver.Error) as error:
        known = unavailable_from(error)
        if known is None:
            raise
        raise known from error


__all__ = [
    "OperationalError",
    "connect",
    "open_engine",
    "require_sound_library",
    "translated_errors",
    "unavailable_from",
]
