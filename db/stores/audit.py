"""审计: every write appends an entry chained to the one before it by SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, insert, select

from app.domain.viewer import Viewer
from db.tables import AUDIT

NO_HASH = b"\0" * 32


def canonical(values: Mapping[str, Any] | None) -> str:
    """The one text form of a record that is hashed: sorted keys, no spaces, dates as ISO."""
    return json.dumps(values or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(type(value).__name__)


def entry_hash(
    number: int,
    at: datetime,
    viewer: Viewer,
    action: str,
    entity: str,
    entity_id: int,
    before: str,
    after: str,
    previous: bytes,
) -> bytes:
    """SHA-256 over everything an entry says and the hash before it."""
    fields = (
        number,
        at.isoformat(),
        viewer.account_id,
        viewer.name,
        action,
        entity,
        entity_id,
        before,
        after,
    )
    text = "\x1f".join(str(field) for field in fields)
    return hashlib.sha256(previous + text.encode("utf-8", "surrogatepass")).digest()


class AuditWriter:
    """Appends entries; the write lock of the transaction keeps the chain a single line."""

    def __init__(self, connection: Connection, viewer: Viewer, now: datetime) -> None:
        self._connection = connection
        self._viewer = viewer
        self._now = now
        self._last: tuple[int, bytes] | None = None
        self.recorded = 0

    def record(
        self,
        action: str,
        entity: str,
        entity_id: int,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Append who, when, what, before and after."""
        if self._last is None:
            self._last = head(self._connection)
        number, previous = self._last[0] + 1, self._last[1]
        old, new = canonical(before), canonical(after)
        digest = entry_hash(number, self._now, self._viewer, action, entity, entity_id, old, new, previous)
        self._connection.execute(
            insert(AUDIT),
            {
                "id": number,
                "at": self._now,
                "account_id": self._viewer.account_id,
                "account_name": self._viewer.name,
                "action": action,
                "entity": entity,
                "entity_id": entity_id,
                "before": old,
                "after": new,
                "previous_hash": previous,
                "hash": digest,
            },
        )
        self._last = (number, digest)
        self.recorded += 1

    @property
    def fingerprint(self) -> str:
        """The hash of the last entry: what a printed page can be held against."""
        return self._last[1].hex() if self._last is not None else ""


@dataclass(frozen=True)
class AuditEntry:
    """One entry of the audit."""

    at: datetime
    account: str
    action: str
    entity: str
    entity_id: int
    after: dict[str, Any]


class AuditReader:
    """Reads entries of one kind."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_action(self, action: str, entity: str, since: datetime, until: datetime) -> tuple[AuditEntry, ...]:
        """Entries of one action on one kind of record, from ``since`` up to before ``until``, newest first."""
        rows = self._connection.execute(
            select(AUDIT)
            .where(AUDIT.c.action == action, AUDIT.c.entity == entity, AUDIT.c.at >= since, AUDIT.c.at < until)
            .order_by(AUDIT.c.id.desc())
        )
        return tuple(
            AuditEntry(row.at, row.account_name, row.action, row.entity, row.entity_id, json.loads(row.after))
            for row in rows
        )


@dataclass(frozen=True)
class ChainProblem:
    """The first entry at which the chain does not hold."""

    entry: int
    what: str


def chain_problems(connection: Connection) -> Iterator[ChainProblem]:
    """Walk the whole chain and yield each entry that was altered, removed or put in."""
    previous, expected = NO_HASH, 1
    for row in connection.execution_options(yield_per=1000).execute(select(AUDIT).order_by(AUDIT.c.id)):
        viewer = Viewer(row.account_id, row.account_name)
        if row.id != expected:
            yield ChainProblem(expected, "缺少条目")
        digest = entry_hash(
            row.id,
            row.at,
            viewer,
            row.action,
            row.entity,
            row.entity_id,
            row.before,
            row.after,
            previous,
        )
        if row.previous_hash != previous or digest != row.hash:
            yield ChainProblem(row.id, "内容与校验值不符")
        previous, expected = row.hash if isinstance(row.hash, bytes) else digest, row.id + 1


def head(connection: Connection) -> tuple[int, bytes]:
    """Number and hash of the last entry: the anchor that each backup keeps."""
    row = connection.execute(select(AUDIT.c.id, AUDIT.c.hash).order_by(AUDIT.c.id.desc()).limit(1)).first()
    return (row.id, row.hash) if row else (0, NO_HASH)
