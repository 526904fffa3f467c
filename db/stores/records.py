"""办理记录: what was written down on matters, what followed, and the templates that papers are made from."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, insert, or_, select, update

from app.domain.record import HandlingRecord, Happened
from app.domain.viewer import Right, Viewer
from db.rows import add_row
from db.tables import MATTERS, PAPER_TEMPLATES, RECORD_EVENTS, RECORDS
from db.visibility import visible_matters


@dataclass(frozen=True)
class NewRecord:
    """A record to be written, checked by the service."""

    kind: str
    matter_id: int | None
    day: date
    values: Mapping[str, str]
    names: Mapping[str, str]
    owner_id: int | None = None
    owner: str = ""
    due_on: date | None = None
    number_id: int | None = None
    number: str = ""
    parent_id: int | None = None
    ended_on: date | None = None


class RecordReader:
    """Reads records; those of matters out of sight and of kinds kept apart stay unseen.

    ``restricted`` are the kinds that only accounts with the right to see accusations see.
    """

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def get(self, record_id: int, restricted: Collection[str] = ()) -> HandlingRecord | None:
        """One record, or ``None`` when there is none in sight."""
        return next(iter(self._where(restricted, RECORDS.c.id == record_id)), None)

    def of_matter(
        self, matter_id: int, restricted: Collection[str] = (), kinds: Collection[str] | None = None
    ) -> tuple[HandlingRecord, ...]:
        """Records of a matter, voided ones too, in the order they were written."""
        conditions = [RECORDS.c.matter_id == matter_id]
        if kinds is not None:
            conditions.append(RECORDS.c.kind.in_(tuple(kinds)))
        return self._where(restricted, *conditions)

    def ledger(
        self,
        kinds: Collection[str],
        restricted: Collection[str] = (),
        *,
        first: date | None = None,
        last: date | None = None,
        owed: bool = False,
        matter_ids: Collection[int] | None = None,
    ) -> tuple[HandlingRecord, ...]:
        """台账: records of some kinds, by the day they are about; ``owed`` those on which something is owed."""
        conditions: list[ColumnElement[bool]] = [RECORDS.c.kind.in_(tuple(kinds)), RECORDS.c.voided_at.is_(None)]
        if first is not None:
            conditions.append(RECORDS.c.day >= first)
        if last is not None:
            conditions.append(RECORDS.c.day <= last)
        if owed:
            conditions.append(RECORDS.c.ended_on.is_(None))
        if matter_ids is not None:
            conditions.append(RECORDS.c.matter_id.in_(tuple(matter_ids)))
        return self._where(restricted, *conditions)

    def due(self, until: date, restricted: Collection[str] = ()) -> tuple[HandlingRecord, ...]:
        """Records on which something is owed by a day, the earliest first."""
        found = self._where(
            restricted, RECORDS.c.voided_at.is_(None), RECORDS.c.ended_on.is_(None), RECORDS.c.due_on <= until
        )
        return tuple(sorted(found, key=lambda one: (one.due_on or until, one.record_id)))

    def papers(self, record_id: int) -> tuple[str, ...]:
        """The frozen papers that are no documents: of a record, then of what followed, in its order."""
        own = self._connection.execute(select(RECORDS.c.paper).where(RECORDS.c.id == record_id)).scalars()
        after = self._connection.execute(
            select(RECORD_EVENTS.c.paper).where(RECORD_EVENTS.c.record_id == record_id).order_by(RECORD_EVENTS.c.id)
        ).scalars()
        return tuple(text for text in (*own, *after) if text)

    def template(self, code: str) -> str | None:
        """The office's newest version of a template, ``None`` where the built-in one holds."""
        found = self._connection.execute(
            select(PAPER_TEMPLATES.c.content)
            .where(PAPER_TEMPLATES.c.code == code)
            .order_by(PAPER_TEMPLATES.c.version.desc())
            .limit(1)
        ).scalar()
        return None if found is None else str(found)

    def template_versions(self, code: str) -> tuple[tuple[int, str, datetime, str], ...]:
        """Every version of a template: number, content, when and by whom; newest first."""
        rows = self._connection.execute(
            select(PAPER_TEMPLATES).where(PAPER_TEMPLATES.c.code == code).order_by(PAPER_TEMPLATES.c.version.desc())
        )
        return tuple((row.version, row.content, row.set_at, row.set_by) for row in rows)

    def _where(self, restricted: Collection[str], *conditions: Any) -> tuple[HandlingRecord, ...]:
        seen = list(conditions)
        if restricted and not self._viewer.may(Right.SEE_RESTRICTED):
            seen.append(RECORDS.c.kind.not_in(tuple(restricted)))
        sight = visible_matters(self._viewer)
        if sight:
            seen.append(or_(RECORDS.c.matter_id.is_(None), and_(*sight)))
        rows = self._connection.execute(
            select(RECORDS, MATTERS.c.number_text.label("matter_number"), MATTERS.c.petitioner_name)
            .outerjoin(MATTERS, MATTERS.c.id == RECORDS.c.matter_id)
            .where(*seen)
            .order_by(RECORDS.c.day, RECORDS.c.id)
        ).all()
        events = self._events([row.id for row in rows])
        return tuple(_record(row, events.get(row.id, ())) for row in rows)

    def _events(self, record_ids: list[int]) -> dict[int, tuple[Happened, ...]]:
        found: dict[int, list[Happened]] = {}
        for start in range(0, len(record_ids), 500):
            rows = self._connection.execute(
                select(RECORD_EVENTS)
                .where(RECORD_EVENTS.c.record_id.in_(record_ids[start : start + 500]))
                .order_by(RECORD_EVENTS.c.id)
            )
            for row in rows:
                found.setdefault(row.record_id, []).append(_happened(row))
        return {key: tuple(events) for key, events in found.items()}


class RecordWriter(RecordReader):
    """Appends records and what follows; voids what was wrong."""

    def add(self, new: NewRecord, now: datetime) -> int:
        """Write a record; gives its id."""
        row = {
            "kind": new.kind,
            "matter_id": new.matter_id,
            "number_id": new.number_id,
            "number_text": new.number,
            "day": new.day,
            "owner_id": new.owner_id,
            "owner": new.owner,
            "due_on": new.due_on,
            "content": _plain(new.values),
            "names": _plain(new.names),
            "parent_id": new.parent_id,
            "recorded_at": now,
            "account_id": self._viewer.account_id or None,
            "recorded_by": self._viewer.name,
            "ended_on": new.ended_on,
        }
        return add_row(self._connection, RECORDS, row)

    def add_event(
        self,
        record_id: int,
        name: str,
        day: date,
        values: Mapping[str, str],
        names: Mapping[str, str],
        now: datetime,
        *,
        document_id: int | None = None,
        paper: str = "",
    ) -> int:
        """Append what followed; gives its id."""
        row = {
            "record_id": record_id,
            "event": name,
            "day": day,
            "content": _plain(values),
            "names": _plain(names),
            "document_id": document_id,
            "paper": paper,
            "recorded_at": now,
            "account_id": self._viewer.account_id or None,
            "recorded_by": self._viewer.name,
        }
        return add_row(self._connection, RECORD_EVENTS, row)

    def end(self, record_ids: Iterable[int], day: date) -> None:
        """Nothing is owed on these any more."""
        self._connection.execute(update(RECORDS).where(RECORDS.c.id.in_(tuple(record_ids))).values(ended_on=day))

    def due_on(self, record_id: int, day: date) -> None:
        """Another day by which something is owed; the event that brought it keeps the old one."""
        self._connection.execute(update(RECORDS).where(RECORDS.c.id == record_id).values(due_on=day))

    def owned_by(self, record_id: int, owner_id: int | None, owner: str) -> None:
        """Another owner; the event that brought it keeps the old one."""
        self._connection.execute(
            update(RECORDS).where(RECORDS.c.id == record_id).values(owner_id=owner_id, owner=owner)
        )

    def belongs_to(self, record_id: int, parent_id: int) -> None:
        """Which record this one follows from, where the rules of its kind decide that."""
        self._connection.execute(update(RECORDS).where(RECORDS.c.id == record_id).values(parent_id=parent_id))

    def keep_paper(self, record_id: int, document_id: int | None, paper: str = "") -> None:
        """The paper that was issued with a record: a document of the matter, or its frozen text without one."""
        self._connection.execute(
            update(RECORDS).where(RECORDS.c.id == record_id).values(document_id=document_id, paper=paper)
        )

    def void(self, record_id: int, reason: str, now: datetime) -> None:
        """The record does not count any more; it stays readable with the reason."""
        self._connection.execute(
            update(RECORDS).where(RECORDS.c.id == record_id).values(voided_at=now, void_reason=reason)
        )

    def set_template(self, code: str, content: str, now: datetime) -> int:
        """Keep another version of a template; gives its number."""
        last = self._connection.execute(
            select(func.max(PAPER_TEMPLATES.c.version)).where(PAPER_TEMPLATES.c.code == code)
        ).scalar()
        version = int(last or 0) + 1
        row = {
            "code": code,
            "version": version,
            "content": content,
            "set_at": now,
            "account_id": self._viewer.account_id or None,
            "set_by": self._viewer.name,
        }
        self._connection.execute(insert(PAPER_TEMPLATES), row)
        return version


def _plain(values: Mapping[str, str]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True)


def _read(text: str) -> dict[str, str]:
    return dict(json.loads(text)) if text else {}


def _happened(row: Row[Any]) -> Happened:
    return Happened(
        row.id,
        row.event,
        row.day,
        _read(row.content),
        row.recorded_at,
        row.recorded_by,
        account_id=row.account_id,
        document_id=row.document_id,
        names=_read(row.names),
    )


def _record(row: Row[Any], events: tuple[Happened, ...]) -> HandlingRecord:
    return HandlingRecord(
        record_id=row.id,
        kind=row.kind,
        matter_id=row.matter_id,
        matter_number=row.matter_number or "",
        petitioner=row.petitioner_name or "",
        number=row.number_text,
        day=row.day,
        owner_id=row.owner_id,
        owner=row.owner,
        due_on=row.due_on,
        values=_read(row.content),
        at=row.recorded_at,
        by=row.recorded_by,
        account_id=row.account_id,
        document_id=row.document_id,
        parent_id=row.parent_id,
        events=events,
        ended_on=row.ended_on,
        voided_at=row.voided_at,
        void_reason=row.void_reason,
        names=_read(row.names),
    )
