"""草稿: unfinished forms, kept in the encrypted register from two seconds after the last key on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from db.rows import add_row
from db.tables import DRAFTS


@dataclass(frozen=True)
class Draft:
    """One unfinished form; ``content`` is JSON made by the page. ``parked_at`` is when it was first laid aside."""

    draft_id: int
    kind: str
    title: str
    content: str
    started_at: datetime
    saved_at: datetime
    parked_at: datetime | None

    @property
    def waits_since(self) -> datetime:
        """Since when somebody waits: the first parking, however often the form was looked into since."""
        return self.parked_at or self.saved_at


class DraftStore:
    """Drafts of one account."""

    def __init__(self, connection: Connection, account_id: int) -> None:
        self._connection = connection
        self._account_id = account_id

    def all(self) -> tuple[Draft, ...]:
        """Drafts of this account, oldest first."""
        rows = self._connection.execute(
            select(DRAFTS).where(DRAFTS.c.account_id == self._account_id).order_by(DRAFTS.c.id)
        )
        return tuple(
            Draft(row.id, row.kind, row.title, row.content, row.started_at, row.saved_at, row.parked_at) for row in rows
        )

    def save(
        self, draft_id: int | None, kind: str, title: str, content: str, now: datetime, *, parks: bool = False
    ) -> int:
        """Keep a form; gives the draft's id. A draft that is gone (already submitted) is made anew.

        ``parks``: it is laid aside now; one that was laid aside before keeps the first moment.
        """
        values: dict[str, Any] = {"title": title, "content": content, "saved_at": now}
        if parks:
            values["parked_at"] = func.coalesce(DRAFTS.c.parked_at, now)
        if draft_id is not None:
            mine = (DRAFTS.c.id == draft_id, DRAFTS.c.account_id == self._account_id)
            if self._connection.execute(update(DRAFTS).where(*mine).values(**values)).rowcount:
                return draft_id
        row = {**values, "account_id": self._account_id, "kind": kind, "started_at": now}
        if parks:
            row["parked_at"] = now
        return add_row(self._connection, DRAFTS, row)

    def remove(self, draft_id: int) -> None:
        """The form was submitted or laid aside."""
        self._connection.execute(delete(DRAFTS).where(DRAFTS.c.id == draft_id, DRAFTS.c.account_id == self._account_id))
