"""信访事项: facts, claims, case references, deadlines and the append-only timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from app.domain.matter import CONCLUDED_STATUSES, OPEN_STATUSES, ActionKind, Finding, MatterStatus
from app.domain.matter_detail import CaseRef, Claim, TimelineEntry
from app.domain.viewer import Viewer
from db.rows import add_row
from db.tables import (
    ACTIONS,
    CASE_REFS,
    CLAIMS,
    CONTACTS,
    MATTERS,
    PARTICIPANTS,
)
from db.visibility import visible_matters

NO_DUE_DATE = "9999-12-31"


@dataclass(frozen=True)
class MatterFacts:
    """One row of ``matters`` as the services need it."""

    matter_id: int
    number_id: int
    number: str
    status: MatterStatus
    registered_at: datetime
    latest_at: datetime
    contact_count: int
    petitioner_id: int
    petitioner: str
    head_count: int
    summary: str
    cause_code: str
    purpose_code: str
    department_id: int | None
    department: str
    handler_id: int | None
    handler: str
    due_date: date | None
    answered_on: date | None
    concluded_on: date | None
    outcome_code: str
    restricted: bool
    void_reason: str
    version: int
    track: str
    stage: str
    importance: str
    owner: str
    first_handler_id: int | None
    first_handler: str
    accepted_on: date | None
    assigned_on: date | None
    started_on: date | None
    served_on: date | None
    settled_on: date | None
    settled_evidence: str


@dataclass(frozen=True)
class ParsedCase:
    """A case reference with its parsed parts, ready to store."""

    raw: str
    normalised: str
    year: int | None
    court: str
    type_code: str
    number: int | None
    special: str = ""
    suffix: str = ""
    identity: str = ""


def due_key(due: date | None) -> str:
    """What the list sorts by: the ISO date, or a date after all others."""
    return due.isoformat() if due else NO_DUE_DATE


class MatterReader:
    """Reads matters that the viewer may see."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def facts(self, matter_id: int) -> MatterFacts | None:
        """One matter, or ``None`` when there is none or the viewer may not see it."""
        row = self._connection.execute(
            select(MATTERS).where(MATTERS.c.id == matter_id, *visible_matters(self._viewer))
        ).first()
        if row is None:
            return None
        return MatterFacts(
            matter_id=row.id,
            number_id=row.number_id,
            number=row.number_text,
            status=MatterStatus(row.status),
            registered_at=row.registered_at,
            latest_at=row.latest_at,
            contact_count=row.contact_count,
            petitioner_id=row.petitioner_id,
            petitioner=row.petitioner_name,
            head_count=row.head_count,
            summary=row.summary,
            cause_code=row.cause_code,
            purpose_code=row.purpose_code,
            department_id=row.department_id,
            department=row.department_name,
            handler_id=row.handler_id,
            handler=row.handler_name,
            due_date=row.due_date,
            answered_on=row.answered_on,
            concluded_on=row.concluded_on,
            outcome_code=row.outcome_code,
            restricted=row.restricted,
            void_reason=row.void_reason,
            version=row.version,
            track=row.track,
            stage=row.stage,
            importance=row.importance,
            owner=row.owner,
            first_handler_id=row.first_handler_id,
            first_handler=row.first_handler,
            accepted_on=row.accepted_on,
            assigned_on=row.assigned_on,
            started_on=row.started_on,
            served_on=row.served_on,
            settled_on=row.settled_on,
            settled_evidence=row.settled_evidence,
        )

    def number_text(self, matter_id: int) -> str:
        """The register number of a matter."""
        return str(
            self._connection.execute(select(MATTERS.c.number_text).where(MATTERS.c.id == matter_id)).scalar_one()
        )

    def ids_of_petitioner(self, petitioner_id: int) -> tuple[int, ...]:
        """Every matter whose principal is this petitioner."""
        rows = self._connection.execute(select(MATTERS.c.id).where(MATTERS.c.petitioner_id == petitioner_id))
        return tuple(rows.scalars())

    def ids_with(self, petitioner_id: int) -> tuple[int, ...]:
        """Every matter in which this petitioner took part in any role."""
        rows = self._connection.execute(
            select(CONTACTS.c.matter_id)
            .distinct()
            .join(PARTICIPANTS, PARTICIPANTS.c.contact_id == CONTACTS.c.id)
            .where(PARTICIPANTS.c.petitioner_id == petitioner_id)
            .order_by(CONTACTS.c.matter_id)
        )
        return tuple(rows.scalars())

    def ids_with_case(self, normalised: str) -> tuple[int, ...]:
        """The visible matters behind which a court case stands."""
        return tuple(
            self._connection.execute(
                select(CASE_REFS.c.matter_id)
                .join(MATTERS, MATTERS.c.id == CASE_REFS.c.matter_id)
                .where(CASE_REFS.c.normalised == normalised, *visible_matters(self._viewer))
                .distinct()
            ).scalars()
        )

    def find_by_number(self, text: str) -> int | None:
        """The visible matter with this register number, its own or that of one of its contacts."""
        own = select(MATTERS.c.id).where(MATTERS.c.number_text == text, *visible_matters(self._viewer))
        found = self._connection.execute(own).scalar()
        if found is not None:
            return int(found)
        through = (
            select(CONTACTS.c.matter_id)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .where(CONTACTS.c.number_text == text, *visible_matters(self._viewer))
        )
        other = self._connection.execute(through).scalar()
        return None if other is None else int(other)

    def case_refs(self, matter_id: int) -> tuple[CaseRef, ...]:
        """Court cases behind the matter."""
        rows = self._connection.execute(
            select(CASE_REFS).where(CASE_REFS.c.matter_id == matter_id).order_by(CASE_REFS.c.position, CASE_REFS.c.id)
        )
        return tuple(CaseRef(row.raw, row.normalised, row.role) for row in rows)

    def claims(self, matter_id: int) -> tuple[Claim, ...]:
        """What is asked, with findings."""
        rows = self._connection.execute(
            select(CLAIMS).where(CLAIMS.c.matter_id == matter_id).order_by(CLAIMS.c.position, CLAIMS.c.id)
        )
        return tuple(Claim(row.text, Finding(row.finding)) for row in rows)

    def timeline(self, matter_id: int) -> tuple[TimelineEntry, ...]:
        """Every action, those of matters taken into this one too, newest first."""
        taken_in = select(MATTERS.c.id).where(MATTERS.c.merged_into_id == matter_id)
        rows = self._connection.execute(
            select(ACTIONS)
            .where(or_(ACTIONS.c.matter_id == matter_id, ACTIONS.c.matter_id.in_(taken_in)))
            .order_by(ACTIONS.c.happened_at.desc(), ACTIONS.c.id.desc())
        )
        return tuple(_entry(row) for row in rows)


def _entry(row: Row[Any]) -> TimelineEntry:
    kind = ActionKind(row.kind)
    return TimelineEntry(row.id, kind, row.happened_at, row.actor, row.words, row.step, row.owner, row.paper)


class MatterWriter(MatterReader):
    """Adds and changes matters."""

    def add(self, values: dict[str, Any]) -> int:
        """Insert a matter; ``due_key``, ``is_open`` and the month are derived here. Gives the id."""
        row = {
            **values,
            "status": values["status"].value,
            "is_open": values["status"] in OPEN_STATUSES,
            "due_key": due_key(values.get("due_date")),
            "registered_month": f"{values['registered_at']:%Y-%m}",
            "channel": values["channel"].value,
        }
        return add_row(self._connection, MATTERS, row)

    def change(self, matter_id: int, **values: Any) -> None:
        """Change columns of a matter and raise its version."""
        row = dict(values)
        if "status" in row:
            row["is_open"] = row["status"] in OPEN_STATUSES
            row["status"] = row["status"].value
        if "channel" in row:
            row["channel"] = row["channel"].value
        if "due_date" in row:
            row["due_key"] = due_key(row["due_date"])
        self._connection.execute(
            update(MATTERS).where(MATTERS.c.id == matter_id).values(**row, version=MATTERS.c.version + 1)
        )

    def set_claims(self, matter_id: int, claims: Iterable[Claim]) -> None:
        """Write the list of claims anew (the audit entry of the caller keeps the old one)."""
        self._connection.execute(delete(CLAIMS).where(CLAIMS.c.matter_id == matter_id))
        self.add_claims(matter_id, claims, 0)

    def add_claims(self, matter_id: int, claims: Iterable[Claim], position: int) -> None:
        """Append claims from a position on."""
        rows = [
            {
                "matter_id": matter_id,
                "text": claim.text,
                "finding": claim.finding.value,
                "position": position + number,
            }
            for number, claim in enumerate(claims)
        ]
        if rows:
            self._connection.execute(insert(CLAIMS), rows)

    def set_case_refs(self, matter_id: int, cases: Iterable[ParsedCase]) -> None:
        """Write the list of case references anew."""
        self._connection.execute(delete(CASE_REFS).where(CASE_REFS.c.matter_id == matter_id))
        self.add_case_refs(matter_id, cases, 0)

    def add_case_refs(self, matter_id: int, cases: Iterable[ParsedCase], position: int) -> None:
        """Append case references from a position on."""
        rows = [
            {
                "matter_id": matter_id,
                "raw": case.raw,
                "normalised": case.normalised,
                "year": case.year,
                "court": case.court,
                "type_code": case.type_code,
                "number": case.number,
                "role": "",
                "position": position + number,
                "special": case.special,
                "suffix": case.suffix,
                "identity": case.identity,
            }
            for number, case in enumerate(cases)
        ]
        if rows:
            self._connection.execute(insert(CASE_REFS), rows)

    def add_action(
        self,
        matter_id: int,
        kind: ActionKind,
        words: str,
        happened_at: datetime,
        now: datetime,
        *,
        actor: str = "",
        contact_id: int | None = None,
    ) -> int:
        """Append to the timeline; entries are never changed or removed."""
        row = {
            "matter_id": matter_id,
            "contact_id": contact_id,
            "kind": kind.value,
            "happened_at": happened_at,
            "account_id": self._viewer.account_id or None,
            "actor": actor or self._viewer.name,
            "words": words,
            "recorded_at": now,
        }
        return add_row(self._connection, ACTIONS, row)


def headline(connection: Connection, viewer: Viewer) -> dict[str, int]:
    """Counts over what the viewer may see: matters, repeat, concluded, in progress, contacts; voided ones left out."""
    live = (MATTERS.c.voided_at.is_(None), *visible_matters(viewer))
    concluded = tuple(one.value for one in CONCLUDED_STATUSES)

    def count(*conditions: Any) -> int:
        return connection.execute(select(func.count()).select_from(MATTERS).where(*live, *conditions)).scalar_one()

    contacts = connection.execute(
        select(func.count()).select_from(CONTACTS).join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id).where(*live)
    ).scalar_one()
    return {
        "matters": count(),
        "repeat": count(MATTERS.c.contact_count > 1),
        "concluded": count(MATTERS.c.status.in_(concluded)),
        "in_progress": count(MATTERS.c.is_open.is_(True)),
        "contacts": contacts,
    }
