"""突发情况记录: facts at a contact; what has expired or was withdrawn is never read for a screen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from app.domain.conduct import ConductRecord
from app.domain.viewer import Viewer
from db.rows import add_row
from db.stores.codes import CodeReader
from db.tables import CONDUCT_RECORDS, CONTACTS, MATTERS
from db.visibility import visible_matters


class ConductReader:
    """Reads records of matters that the viewer may see."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def of_matter(self, matter_id: int, today: date) -> tuple[ConductRecord, ...]:
        """Records still shown on a day, newest first."""
        return self._where(CONTACTS.c.matter_id == matter_id, *_shown(today))

    def to_review(self, today: date) -> tuple[ConductRecord, ...]:
        """Records whose review is due, the longest waiting first."""
        waiting = (CONDUCT_RECORDS.c.reviewed_at.is_(None), CONDUCT_RECORDS.c.review_on <= today)
        return tuple(sorted(self._where(*waiting, *_shown(today)), key=lambda one: (one.review_on, one.record_id)))

    def get(self, record_id: int) -> ConductRecord | None:
        """One record, shown or not."""
        return next(iter(self._where(CONDUCT_RECORDS.c.id == record_id)), None)

    def _where(self, *conditions: Any) -> tuple[ConductRecord, ...]:
        rows = self._connection.execute(
            select(CONDUCT_RECORDS, CONTACTS.c.number_text, CONTACTS.c.matter_id)
            .join(CONTACTS, CONTACTS.c.id == CONDUCT_RECORDS.c.contact_id)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .where(*conditions, *visible_matters(self._viewer))
            .order_by(CONDUCT_RECORDS.c.happened_at.desc(), CONDUCT_RECORDS.c.id.desc())
        )
        codes = CodeReader(self._connection)
        return tuple(_record(row, codes.label("conduct", row.act_code, row.happened_at.date())) for row in rows)


class ConductWriter(ConductReader):
    """Adds, reviews and withdraws records."""

    def add(self, values: dict[str, Any]) -> int:
        """Add a record; gives its id."""
        return add_row(self._connection, CONDUCT_RECORDS, values)

    def reviewed(self, record_id: int, reviewer: Viewer, words: str, now: datetime, *, expires_on: date) -> None:
        """Keep what the review said and until when the record stays."""
        self._change(
            record_id,
            reviewed_at=now,
            reviewer_id=reviewer.account_id or None,
            reviewed_by=reviewer.name,
            review_words=words,
            expires_on=expires_on,
        )

    def withdraw(self, record_id: int, reviewer: Viewer, words: str, now: datetime) -> None:
        """Take a record out of view after its review."""
        self._change(
            record_id,
            reviewed_at=now,
            reviewer_id=reviewer.account_id or None,
            reviewed_by=reviewer.name,
            review_words=words,
            withdrawn_at=now,
        )

    def _change(self, record_id: int, **values: Any) -> None:
        self._connection.execute(update(CONDUCT_RECORDS).where(CONDUCT_RECORDS.c.id == record_id).values(**values))


def _shown(today: date) -> tuple[Any, ...]:
    return (CONDUCT_RECORDS.c.withdrawn_at.is_(None), CONDUCT_RECORDS.c.expires_on >= today)


def _record(row: Row[Any], act: str) -> ConductRecord:
    return ConductRecord(
        record_id=row.id,
        contact_id=row.contact_id,
        contact_number=row.number_text,
        matter_id=row.matter_id,
        act_code=row.act_code,
        act=act,
        happened_at=row.happened_at,
        place=row.place,
        facts=row.facts,
        witness=row.witness,
        response=row.response,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        recorder_id=row.account_id,
        review_on=row.review_on,
        expires_on=row.expires_on,
        reviewed_at=row.reviewed_at,
        reviewed_by=row.reviewed_by,
        review_words=row.review_words,
        withdrawn=row.withdrawn_at is not None,
    )
