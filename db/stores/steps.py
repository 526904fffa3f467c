"""环节: the steps of a matter as they were taken, a line of the timeline each, and the columns that follow."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from app.domain.deadline import Duty, RunningClock
from app.domain.errors import Refused
from app.domain.responsibility import Responsible
from app.domain.step import STEP_RULES, Step
from app.domain.viewer import SYSTEM, Viewer
from app.domain.workflow import Entry, MatterState, replay
from db.rows import add_row
from db.tables import ACTIONS, MATTERS
from db.visibility import visible_matters


class StepReader:
    """Reads the steps of matters that the viewer may see."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def entries(self, matter_id: int) -> tuple[Entry, ...]:
        """Every step in the order it was recorded; notes and prints that move nothing are left out.

        Lines that came with another matter that was joined to this one stay history: they moved that one, not this.
        """
        rows = self._connection.execute(
            select(ACTIONS)
            .join(MATTERS, MATTERS.c.id == ACTIONS.c.matter_id)
            .where(ACTIONS.c.matter_id == matter_id, ACTIONS.c.step != "", *visible_matters(self._viewer))
            .order_by(ACTIONS.c.id)
        )
        return tuple(read_entry(row) for row in rows if taken_in(row.entry, matter_id))

    def columns(self, matter_id: int) -> dict[str, Any]:
        """The columns of a matter that must agree with its steps."""
        wanted = [MATTERS.c[name] for name in _STATE_COLUMNS]
        return dict(self._connection.execute(select(*wanted).where(MATTERS.c.id == matter_id)).mappings().one())


class StepWriter(StepReader):
    """Appends steps; they are never changed or removed."""

    def append(
        self,
        matter_id: int,
        entry: Entry,
        state: MatterState,
        now: datetime,
        *,
        contact_id: int | None = None,
        document_id: int | None = None,
    ) -> int:
        """Add the line of one step; ``state`` is where it leads. Gives the action's id."""
        row = {
            "matter_id": matter_id,
            "contact_id": contact_id,
            "kind": STEP_RULES[entry.step].kind.value,
            "happened_at": entry.at,
            "account_id": self._viewer.account_id or None,
            "actor": entry.actor or self._viewer.name,
            "words": entry.words,
            "recorded_at": now,
            "step": entry.step.value,
            "entry": write_entry(entry, matter_id),
            "owner": state.owner.words,
            "paper": entry.paper,
            "document_id": document_id,
        }
        return add_row(self._connection, ACTIONS, row)


def disagreements(connection: Connection, sample: int) -> list[str]:
    """Newest matters whose row does not say what their timeline leads to, by number."""
    wrong = []
    rows = connection.execute(
        select(MATTERS.c.id, MATTERS.c.number_text, MATTERS.c.status, MATTERS.c.owner)
        .where(MATTERS.c.merged_into_id.is_(None))
        .order_by(MATTERS.c.id.desc())
        .limit(sample)
    ).all()
    reader = StepReader(connection, SYSTEM)
    for row in rows:
        try:
            state = replay(reader.entries(row.id))
        except Refused:
            wrong.append(row.number_text)
            continue
        if (row.status, row.owner) != (state.status.value, state.owner.words):
            wrong.append(row.number_text)
    return wrong


_STATE_COLUMNS = (
    "status",
    "track",
    "importance",
    "owner_post",
    "owner",
    "handler_id",
    "first_handler_id",
    "accepted_on",
    "assigned_on",
    "started_on",
    "answered_on",
    "served_on",
    "concluded_on",
    "settled_on",
)


def columns_of(state: MatterState) -> dict[str, Any]:
    """What the row of a matter says about its state; ``due_date`` stays as it was once nothing runs."""
    handler, first = state.handler, state.first_handler
    columns: dict[str, Any] = {
        "status": state.status,
        "track": state.track,
        "importance": state.importance,
        "owner_post": state.owner.post.value,
        "owner": state.owner.words,
        "first_handler_id": first.staff_id or None if first else None,
        "first_handler": first.name if first else "",
        "accepted_on": state.accepted_on,
        "assigned_on": state.assigned_on,
        "started_on": state.started_on,
        "answered_on": state.answered_on,
        "served_on": state.served_on,
        "concluded_on": state.concluded_on,
        "outcome_code": state.outcome,
        "settled_on": state.settled_on,
        "settled_evidence": state.settled_evidence,
    }
    if handler is None and state.assigned_on is not None:
        columns |= {"handler_id": None, "handler_name": ""}
    elif handler is not None:
        columns |= {
            "handler_id": handler.staff_id or None,
            "handler_name": handler.name,
            "department_id": handler.department_id or None,
            "department_name": handler.department,
        }
    if state.due is not None:
        columns["due_date"] = state.due
    return columns


def taken_in(entry: str, matter_id: int) -> bool:
    """Whether a step was taken in this matter."""
    said = json.loads(entry) if entry else {}
    return bool(said.get("of", matter_id) == matter_id)


def write_entry(entry: Entry, matter_id: int) -> str:
    """What a step says beside its own columns, and in which matter it was taken, as JSON."""
    said: dict[str, Any] = {
        "of": matter_id,
        "handler": _person(entry.handler),
        "approver": _person(entry.approver),
        "day": entry.day.isoformat() if entry.day else None,
        "starts": [_clock(one) for one in entry.starts],
        "ends": list(entry.ends),
        "facts": dict(entry.facts),
    }
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, sort_keys=True)


def read_entry(row: Any) -> Entry:
    """The step of one line."""
    said = json.loads(row.entry) if row.entry else {}
    return Entry(
        Step(row.step),
        row.happened_at,
        row.actor,
        row.words,
        handler=_responsible(said.get("handler")),
        approver=_responsible(said.get("approver")),
        day=date.fromisoformat(said["day"]) if said.get("day") else None,
        paper=row.paper,
        starts=tuple(_running(one) for one in said.get("starts", ())),
        ends=tuple(said.get("ends", ())),
        facts=said.get("facts", {}),
    )


def _person(person: Responsible | None) -> list[Any] | None:
    return None if person is None else [person.staff_id, person.name, person.department_id, person.department]


def _responsible(said: Iterable[Any] | None) -> Responsible | None:
    return None if said is None else Responsible(*said)


def _clock(clock: RunningClock) -> dict[str, Any]:
    said: dict[str, Any] = {
        "key": clock.key,
        "name": clock.name,
        "start": clock.start.isoformat(),
        "legal": clock.legal.isoformat(),
    }
    if clock.superior:
        said["superior"] = True
    if clock.duty is not Duty.COURT:
        said["duty"] = clock.duty.value
    return said


def _running(said: dict[str, Any]) -> RunningClock:
    return RunningClock(
        said["key"],
        said["name"],
        date.fromisoformat(said["start"]),
        date.fromisoformat(said["legal"]),
        bool(said.get("superior")),
        Duty(said.get("duty", Duty.COURT.value)),
    )
