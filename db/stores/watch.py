"""督办提示: what happened to matters in work since they were given to their handlers, one row a matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.domain.contact import Channel
from app.domain.deadline import Duty
from app.domain.matter import ActionKind, MatterStatus
from app.domain.record import HandlingRecord
from app.domain.step import Step
from app.domain.supervision import Watched
from app.domain.viewer import Viewer
from db.stores.records import RecordReader
from db.tables import ACTIONS, ASSIGNMENTS, CONTACTS, DEADLINES, INQUIRIES, MATTERS, RECORDS
from db.visibility import visible_matters

IN_WORK = (
    MatterStatus.ASSIGNED,
    MatterStatus.HANDLING,
    MatterStatus.SUPERVISED,
    MatterStatus.EXTENSION_ASKED,
    MatterStatus.RETURN_ASKED,
    MatterStatus.IN_REVIEW,
)
_IS_WORK = (
    ActionKind.NOTE,
    ActionKind.TALK,
    ActionKind.REPORT,
    ActionKind.REVIEW,
    ActionKind.EXTENSION,
    ActionKind.RETURN,
)
"""Lines of the timeline that say something was done; contacts, papers printed and letters of supervision do not."""


@dataclass(frozen=True)
class Forwarded:
    """上级交办 of one matter: by whom, their number, the day they want it by, and where it stands."""

    matter_id: int
    number: str
    petitioner: str
    received_on: date
    body: str
    letter: str
    due: date | None
    status: MatterStatus
    department: str
    handler: str
    concluded_on: date | None


class WatchReader:
    """Reads what the triggers of supervision look at, for every visible matter in work."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def watched(self) -> tuple[Watched, ...]:
        """Matters that were given to a handler and are still in work, in the order of their numbers."""
        rows = self._connection.execute(
            select(MATTERS)
            .where(MATTERS.c.id.in_(self._wanted()), MATTERS.c.assigned_on.is_not(None))
            .order_by(MATTERS.c.id)
        ).all()
        worked = self._newest(
            select(ACTIONS.c.matter_id, func.max(ACTIONS.c.happened_at)).where(
                ACTIONS.c.kind.in_([one.value for one in _IS_WORK]), ACTIONS.c.step != Step.CLOCK.value
            ),
            ACTIONS.c.matter_id,
        )
        back = self._step(Step.SEND_BACK)
        resubmitted = self._step(Step.SUBMIT)
        own = (Channel.VISIT, Channel.LETTER, Channel.CALL, Channel.ONLINE)
        returned = self._contact([one.value for one in own])
        clocks, asked, assists, letters = self._clocks(), self._asked(), self._assists(), self._letters()
        found = []
        for row in rows:
            begun, legal = clocks.get(row.id, (None, None))
            asked_on, asked_by = asked.get(row.id, (None, ""))
            assist_since, unit = assists.get(row.id, (None, ""))
            sent_back, again = back.get(row.id), resubmitted.get(row.id)
            found.append(
                Watched(
                    row.id,
                    row.number_text,
                    row.petitioner_name,
                    row.department_name,
                    row.handler_name,
                    row.assigned_on,
                    begun,
                    legal,
                    _day(worked.get(row.id)),
                    _day(returned.get(row.id)),
                    asked_on,
                    asked_by,
                    _day(sent_back) if sent_back and (again is None or again < sent_back) else None,
                    assist_since,
                    unit,
                    letters.get(row.id),
                )
            )
        return tuple(found)

    def forwarded(self, first: date | None, last: date | None, *, open_only: bool = False) -> tuple[Forwarded, ...]:
        """Matters that a superior body handed over, by the day they came; each letter is a line of its own."""
        conditions = [CONTACTS.c.channel == Channel.FORWARDED.value, CONTACTS.c.voided_at.is_(None)]
        if first is not None:
            conditions.append(CONTACTS.c.happened_at >= datetime.combine(first, time.min))
        if last is not None:
            conditions.append(CONTACTS.c.happened_at < datetime.combine(last + timedelta(days=1), time.min))
        if open_only:
            conditions.append(MATTERS.c.is_open.is_(True))
        rows = self._connection.execute(
            select(CONTACTS.c.happened_at, CONTACTS.c.forwarded_by, CONTACTS.c.forwarded_number)
            .add_columns(CONTACTS.c.forwarded_due, MATTERS)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .where(*conditions, *visible_matters(self._viewer))
            .order_by(CONTACTS.c.happened_at, CONTACTS.c.id)
        )
        return tuple(
            Forwarded(
                row.id,
                row.number_text,
                row.petitioner_name,
                row.happened_at.date(),
                row.forwarded_by,
                row.forwarded_number,
                row.forwarded_due,
                MatterStatus(row.status),
                row.department_name,
                row.handler_name,
                row.concluded_on,
            )
            for row in rows
        )

    def _wanted(self) -> Select[Any]:
        return select(MATTERS.c.id).where(
            MATTERS.c.is_open.is_(True),
            MATTERS.c.status.in_([one.value for one in IN_WORK]),
            *visible_matters(self._viewer),
        )

    def _newest(self, query: Select[Any], matter_id: Any) -> dict[int, datetime]:
        rows = self._connection.execute(query.where(matter_id.in_(self._wanted())).group_by(matter_id))
        return {row[0]: _moment(row[1]) for row in rows if row[1] is not None}

    def _step(self, step: Step) -> dict[int, datetime]:
        query = select(ACTIONS.c.matter_id, func.max(ACTIONS.c.happened_at)).where(ACTIONS.c.step == step.value)
        return self._newest(query, ACTIONS.c.matter_id)

    def _contact(self, channels: list[str]) -> dict[int, datetime]:
        """The newest contact that came back; who only asked how it stands did not."""
        query = select(CONTACTS.c.matter_id, func.max(CONTACTS.c.happened_at)).where(
            CONTACTS.c.channel.in_(channels),
            CONTACTS.c.ordinal > 1,
            CONTACTS.c.id.not_in(select(INQUIRIES.c.contact_id)),
            CONTACTS.c.voided_at.is_(None),
        )
        return self._newest(query, CONTACTS.c.matter_id)

    def _clocks(self) -> dict[int, tuple[date, date]]:
        """The court's clock that falls due first, with the day it began."""
        rows = self._connection.execute(
            select(DEADLINES.c.matter_id, DEADLINES.c.start_date, DEADLINES.c.legal_date)
            .where(
                DEADLINES.c.matter_id.in_(self._wanted()),
                DEADLINES.c.ended_at.is_(None),
                DEADLINES.c.duty == Duty.COURT.value,
            )
            .order_by(DEADLINES.c.legal_date.desc(), DEADLINES.c.id.desc())
        )
        return {row.matter_id: (row.start_date, row.legal_date) for row in rows}

    def _asked(self) -> dict[int, tuple[date, str]]:
        """The newest time a superior body asked: forwarded it, or wrote a letter about it."""
        forwarded = self._connection.execute(
            select(CONTACTS.c.matter_id, CONTACTS.c.happened_at, CONTACTS.c.forwarded_by)
            .where(
                CONTACTS.c.matter_id.in_(self._wanted()),
                CONTACTS.c.channel == Channel.FORWARDED.value,
                CONTACTS.c.voided_at.is_(None),
            )
            .order_by(CONTACTS.c.happened_at)
        )
        found = {row.matter_id: (_moment(row.happened_at).date(), row.forwarded_by) for row in forwarded}
        for letter in self._records("incoming"):
            if letter.matter_id is not None and letter.day >= found.get(letter.matter_id, (date.min, ""))[0]:
                found[letter.matter_id] = (letter.day, letter.values.get("body", ""))
        return found

    def _assists(self) -> dict[int, tuple[date, str]]:
        """The assisting division that has waited longest with its signature."""
        rows = self._connection.execute(
            select(ASSIGNMENTS)
            .where(
                ASSIGNMENTS.c.matter_id.in_(self._wanted()),
                ASSIGNMENTS.c.leads.is_(False),
                ASSIGNMENTS.c.signed_at.is_(None),
                ASSIGNMENTS.c.ended_at.is_(None),
            )
            .order_by(ASSIGNMENTS.c.given_at.desc(), ASSIGNMENTS.c.id.desc())
        )
        return {row.matter_id: (row.given_at.date(), f"{row.department_name}{row.handler_name}") for row in rows}

    def _letters(self) -> dict[int, HandlingRecord]:
        """The newest letter of supervision of each matter."""
        return {one.matter_id: one for one in self._records("supervision") if one.matter_id is not None}

    def _records(self, kind: str) -> list[HandlingRecord]:
        """Records of a kind on matters in work, in the order they were written."""
        rows = self._connection.execute(
            select(RECORDS.c.matter_id)
            .distinct()
            .where(RECORDS.c.kind == kind, RECORDS.c.voided_at.is_(None), RECORDS.c.matter_id.in_(self._wanted()))
        )
        ids = list(rows.scalars())
        reader = RecordReader(self._connection, self._viewer)
        found = [
            one
            for start in range(0, len(ids), 500)
            for one in reader.ledger((kind,), matter_ids=ids[start : start + 500])
        ]
        return sorted(found, key=lambda one: one.record_id)


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def _day(value: datetime | None) -> date | None:
    return value.date() if value is not None else None
