"""成批写入 for the practice register: thousands of matters per transaction, into the same tables, series and index.

Only for a register that nobody has opened yet: while it runs, writes are not flushed to disk one by one and the
secondary indexes are absent. A caller that is stopped in between must throw the file away.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection, Index, func, insert, select

from app.domain.numbering import Series
from app.domain.viewer import Viewer
from db.bulk_rows import INDEX_NAME, TABLES, Rows
from db.engine import open_engine, translated_errors
from db.register import Register
from db.stores.audit import AuditWriter
from db.tables import CONTACTS, MATTERS, METADATA, NUMBER_SERIES, NUMBERS, PETITIONERS, SEARCH_WORDS

CACHE_KIB = 512 * 1024
CHECKPOINT_PAGES = 25_000

_OWN_KEYS = frozenset({NUMBERS.name, PETITIONERS.name, MATTERS.name, CONTACTS.name, SEARCH_WORDS.name})


class BulkWriter:
    """Writes batches, one transaction each, with one audit entry per batch."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer
        self._statements = {table.name: _statement(connection, table.name) for table in TABLES}
        self._statements[INDEX_NAME] = f"INSERT INTO {INDEX_NAME} (rowid, words) VALUES (?, ?)"

    def first_free(self) -> tuple[int, int, int, int]:
        """The keys that the next matter, petitioner, contact and number get."""
        tables = (MATTERS, PETITIONERS, CONTACTS, NUMBERS)
        with self._connection.begin():
            last = [self._connection.execute(select(func.max(table.c.id))).scalar() or 0 for table in tables]
        return last[0] + 1, last[1] + 1, last[2] + 1, last[3] + 1

    def write(self, rows: Rows, now: datetime) -> None:
        """Insert one batch."""
        matters = rows[MATTERS.name]
        with self._connection.begin():
            for name, statement in self._statements.items():
                if rows[name]:
                    self._connection.exec_driver_sql(statement, rows[name])
            first, last = int(matters[0][0] or 0), int(matters[-1][0] or 0)
            audit = AuditWriter(self._connection, self._viewer, now)
            audit.record("bulk", "matter", first, after={"first": first, "last": last, "matters": len(matters)})

    def set_series(self, last: Mapping[tuple[Series, int], int], now: datetime) -> None:
        """Say how far each series and year was used; the register must not have used them before."""
        with self._connection.begin():
            rows = [{"series": series.value, "year": year, "last": number} for (series, year), number in last.items()]
            self._connection.execute(insert(NUMBER_SERIES), rows)
            audit = AuditWriter(self._connection, self._viewer, now)
            audit.record(
                "bulk", "number_series", 0, after={f"{one.value} {year}": n for (one, year), n in last.items()}
            )


@contextlib.contextmanager
def bulk_loading(register: Register, viewer: Viewer) -> Iterator[BulkWriter]:
    """Load many matters into a register nobody uses yet; indexes come back and everything is on disk at the end.

    Raises:
        Unavailable: disk full, locked or damaged.
    """
    engine = open_engine(register.files.database, register.key)
    try:
        with translated_errors(), engine.connect() as plain:
            connection = plain.execution_options(begin="IMMEDIATE")
            _pragmas(connection, "synchronous = OFF", f"cache_size = -{CACHE_KIB}")
            _pragmas(connection, f"wal_autocheckpoint = {CHECKPOINT_PAGES}")
            indexes = [index for table in TABLES for index in sorted(table.indexes, key=_name)]
            with connection.begin():
                for index in indexes:
                    index.drop(connection)
            yield BulkWriter(connection, viewer)
            with connection.begin():
                for index in indexes:
                    index.create(connection)
            _pragmas(connection, "synchronous = FULL", "wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()


def _name(index: Index) -> str:
    return str(index.name)


def _pragmas(connection: Connection, *pragmas: str) -> None:
    raw = connection.connection.dbapi_connection
    for pragma in pragmas:
        raw.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]


def _statement(connection: Connection, name: str) -> str:
    table = METADATA.tables[name]
    keys = [column.name for column in table.columns if name in _OWN_KEYS or column.name != "id"]
    return str(insert(table).compile(dialect=connection.dialect, column_keys=keys))
