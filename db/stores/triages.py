"""分流结果: appended at a contact, never changed; the newest of a matter's contacts is the one that counts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from app.domain.viewer import Viewer
from db.tables import CONTACTS, MATTERS, TRIAGES
from db.visibility import visible_matters


@dataclass(frozen=True)
class StoredTriage:
    """One result as it was stored. ``restricted_here`` says that it made the matter 检举控告."""

    triage_id: int
    contact_id: int
    contact_number: str
    route: str
    track: str
    answers: tuple[str, ...]
    ticked: tuple[str, ...]
    reason: str
    restricted_here: bool
    purpose_before: str
    actor: str
    decided_at: datetime


class TriageReader:
    """Reads the results of matters that the viewer may see."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def of_matter(self, matter_id: int) -> tuple[StoredTriage, ...]:
        """Every result of a matter, newest first."""
        rows = self._connection.execute(
            select(TRIAGES, CONTACTS.c.number_text)
            .join(CONTACTS, CONTACTS.c.id == TRIAGES.c.contact_id)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .where(CONTACTS.c.matter_id == matter_id, *visible_matters(self._viewer))
            .order_by(TRIAGES.c.id.desc())
        )
        return tuple(
            StoredTriage(
                row.id,
                row.contact_id,
                row.number_text,
                row.route,
                row.track,
                tuple(json.loads(row.answers)),
                tuple(json.loads(row.ticked)),
                row.reason,
                row.restricted_here,
                row.purpose_before,
                row.actor,
                row.decided_at,
            )
            for row in rows
        )


class TriageWriter(TriageReader):
    """Appends results."""

    def add(self, contact_id: int, stored: StoredTriage) -> int:
        """Append a result; gives its id."""
        row = {
            "contact_id": contact_id,
            "route": stored.route,
            "track": stored.track,
            "answers": json.dumps(stored.answers),
            "ticked": json.dumps(stored.ticked),
            "reason": stored.reason,
            "restricted_here": stored.restricted_here,
            "purpose_before": stored.purpose_before,
            "account_id": self._viewer.account_id or None,
            "actor": stored.actor,
            "decided_at": stored.decided_at,
        }
        key = self._connection.execute(insert(TRIAGES), row).inserted_primary_key
        return int(key[0]) if key is not None else 0
