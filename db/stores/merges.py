"""合并: joining two people or two matters, with a note of everything moved, so that it can be taken back exactly."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, or_, select, update

from app.domain.deadline import Duty, RuleStatus, RunningClock
from app.domain.matter import Finding
from app.domain.viewer import Viewer
from db.rows import add_row
from db.stores.history import COUNTED_ROLES
from db.stores.matters import MatterFacts
from db.tables import (
    ACTIONS,
    ASSIGNMENTS,
    CASE_REFS,
    CLAIMS,
    CONTACT_FLAGS,
    CONTACTS,
    DEADLINES,
    DOCUMENTS,
    MATTERS,
    MERGE_MOVES,
    MERGES,
    METADATA,
    NUMBERS,
    PARTICIPANTS,
    PETITIONERS,
    RECORDS,
    RECUSALS,
    REVIEW_TASKS,
    TRANSITIONS,
)
from db.visibility import visible_matters

PERSON, MATTER, CONTACT = "person", "matter", "contact"
WHOLE = "*"
LINK = "link"
PARTED = "登记已分出为单独事项"
OPEN = Finding.OPEN.value


@dataclass(frozen=True)
class Merge:
    """One joining as it was noted; ``undone_at`` is empty while it holds."""

    merge_id: int
    kind: str
    from_id: int
    into_id: int
    reason: str
    merged_at: datetime
    undone_at: datetime | None


_WATCHED = (CONTACTS, CASE_REFS, CLAIMS, DEADLINES, ASSIGNMENTS, RECUSALS, DOCUMENTS, REVIEW_TASKS, RECORDS)
_MOVED = (CONTACTS, RECUSALS, DOCUMENTS, REVIEW_TASKS, RECORDS)
Watched = dict[tuple[str, int], dict[str, Any]]


class MergeReader:
    """Reads joinings."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def merge(self, merge_id: int) -> Merge | None:
        """One joining."""
        row = self._connection.execute(select(MERGES).where(MERGES.c.id == merge_id)).first()
        return None if row is None else _merge(row)

    def merges_of(self, kind: str, entity_id: int) -> tuple[Merge, ...]:
        """Joinings that hold, of or into a person, matter or contact, newest first."""
        rows = self._connection.execute(
            select(MERGES)
            .where(
                MERGES.c.kind == kind,
                or_(MERGES.c.from_id == entity_id, MERGES.c.into_id == entity_id),
                MERGES.c.undone_at.is_(None),
            )
            .order_by(MERGES.c.id.desc())
        )
        return tuple(_merge(row) for row in rows)

    def taken_in_by(self, matter_id: int) -> int:
        """The matter that stands for this one: itself, or the one at the end of what took it in."""
        while (further := self.merged_into(matter_id)) is not None:
            matter_id = further
        return matter_id

    def merged_into(self, matter_id: int) -> int | None:
        """The matter that took this one in."""
        return self._connection.execute(select(MATTERS.c.merged_into_id).where(MATTERS.c.id == matter_id)).scalar()

    def sees_person(self, petitioner_ids: Collection[int]) -> bool:
        """Whether one of these takes part in a matter that the viewer may see."""
        query = (
            select(PARTICIPANTS.c.id)
            .join(CONTACTS, CONTACTS.c.id == PARTICIPANTS.c.contact_id)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .where(PARTICIPANTS.c.petitioner_id.in_(tuple(petitioner_ids)), *visible_matters(self._viewer))
            .limit(1)
        )
        return self._connection.execute(query).first() is not None

    def matters_of(self, petitioner_ids: Collection[int]) -> tuple[int, ...]:
        """Visible matters, not void, in which one of these petitioners takes part for themselves."""
        query = (
            select(CONTACTS.c.matter_id)
            .distinct()
            .join(PARTICIPANTS, PARTICIPANTS.c.contact_id == CONTACTS.c.id)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .where(
                PARTICIPANTS.c.petitioner_id.in_(tuple(petitioner_ids)),
                PARTICIPANTS.c.role.in_(COUNTED_ROLES),
                MATTERS.c.voided_at.is_(None),
                *visible_matters(self._viewer),
            )
            .order_by(CONTACTS.c.matter_id)
        )
        return tuple(self._connection.execute(query).scalars())

    def shared_matters(self, some: Collection[int], others: Collection[int]) -> tuple[int, ...]:
        """Matters in which both groups of petitioners take part."""

        def of(ids: Collection[int]) -> Any:
            return (
                select(CONTACTS.c.matter_id)
                .join(PARTICIPANTS, PARTICIPANTS.c.contact_id == CONTACTS.c.id)
                .where(PARTICIPANTS.c.petitioner_id.in_(tuple(ids)))
            )

        rows = self._connection.execute(of(some).intersect(of(others)))
        return tuple(sorted(rows.scalars()))

    def contacts(self, matter_id: int) -> tuple[int, ...]:
        """Contacts of a matter in the order of their ordinals."""
        rows = self._connection.execute(
            select(CONTACTS.c.id).where(CONTACTS.c.matter_id == matter_id).order_by(CONTACTS.c.ordinal, CONTACTS.c.id)
        )
        return tuple(rows.scalars())


class MergeWriter(MergeReader):
    """Moves rows and notes what was there before."""

    def open(self, kind: str, from_id: int, into_id: int, reason: str, now: datetime) -> int:
        """Begin the note of a joining; gives its id."""
        row = {
            "kind": kind,
            "from_id": from_id,
            "into_id": into_id,
            "reason": reason,
            "merged_at": now,
            "account_id": self._viewer.account_id,
        }
        return add_row(self._connection, MERGES, row)

    def close(self, merge_id: int, reason: str, now: datetime) -> None:
        """Note that a joining was taken back."""
        self._connection.execute(
            update(MERGES)
            .where(MERGES.c.id == merge_id)
            .values(undone_at=now, undone_by=self._viewer.account_id, undo_reason=reason)
        )

    def set(self, merge_id: int, table: Table, row_id: int, values: Mapping[str, Any]) -> None:
        """Change columns of one row and note what differs."""
        row = self._connection.execute(select(table).where(table.c.id == row_id)).mappings().one()
        changed = {name: value for name, value in values.items() if row[name] != value}
        if not changed:
            return
        self._connection.execute(update(table).where(table.c.id == row_id).values(changed))
        self._note(
            (merge_id, table.name, row_id, name, _text(row[name]), _text(value)) for name, value in changed.items()
        )

    def watch(self, matter_ids: Collection[int]) -> Watched:
        """Every row of matters that a joining may change, as it is."""
        ids = tuple(matter_ids)
        kept: Watched = {}
        for table in _WATCHED:
            for row in self._connection.execute(select(table).where(table.c.matter_id.in_(ids))).mappings():
                kept[table.name, row["id"]] = dict(row)
        numbers = []
        for row in self._connection.execute(select(MATTERS).where(MATTERS.c.id.in_(ids))).mappings():
            kept[MATTERS.name, row["id"]] = {name: value for name, value in row.items() if name != "version"}
            numbers.append(row["number_id"])
        for row in self._connection.execute(select(NUMBERS).where(NUMBERS.c.id.in_(numbers))).mappings():
            kept[NUMBERS.name, row["id"]] = dict(row)
        return kept

    def note_changes(self, merge_id: int, before: Watched, after: Watched) -> None:
        """Note each column that differs."""
        self._note(
            (merge_id, name, row_id, column, _text(value), _text(after[name, row_id][column]))
            for (name, row_id), row in before.items()
            for column, value in row.items()
            if after[name, row_id][column] != value
        )

    def note_steps(self, merge_id: int, first_action: int, matter_ids: Collection[int]) -> None:
        """Note the steps taken for the joining: taken back, their lines stay but move nothing any more."""
        rows = self._connection.execute(
            select(ACTIONS.c.id, ACTIONS.c.step).where(
                ACTIONS.c.id > first_action, ACTIONS.c.matter_id.in_(tuple(matter_ids)), ACTIONS.c.step != ""
            )
        ).all()
        self._note((merge_id, ACTIONS.name, row.id, "step", _text(""), _text(row.step)) for row in rows)

    def last_action(self) -> int:
        """The newest line of any timeline."""
        return int(self._connection.execute(select(func.max(ACTIONS.c.id))).scalar() or 0)

    def move_belongings(self, from_id: int, into_id: int) -> None:
        """Give contacts, papers, reviews, recusals to another matter; claims and cases when it has none like them."""
        for table in _MOVED:
            self._connection.execute(update(table).where(table.c.matter_id == from_id).values(matter_id=into_id))
        for table, column in ((CASE_REFS, CASE_REFS.c.normalised), (CLAIMS, CLAIMS.c.text)):
            mine = select(column).where(table.c.matter_id == into_id)
            fresh = select(table.c.id).where(table.c.matter_id == from_id, column.not_in(mine))
            ids = tuple(self._connection.execute(fresh.order_by(table.c.position)).scalars())
            last = self._connection.execute(select(func.max(table.c.position)).where(table.c.matter_id == into_id))
            for position, row_id in enumerate(ids, (last.scalar() or 0) + 1):
                moved = {"matter_id": into_id, "position": position}
                self._connection.execute(update(table).where(table.c.id == row_id).values(moved))

    def copy_clocks(self, from_id: int, into_id: int) -> tuple[RunningClock, ...]:
        """Let the deadlines that run for one matter run for another that has none as early; gives their clocks."""

        def running(matter_id: int) -> list[Any]:
            query = select(DEADLINES).where(DEADLINES.c.matter_id == matter_id, DEADLINES.c.ended_at.is_(None))
            return list(self._connection.execute(query).mappings())

        own = running(into_id)
        clocks = []
        for row in running(from_id):
            same = [one for one in own if one["rule_code"] == row["rule_code"]]
            stated = row["status"] == RuleStatus.SUPERIOR.value
            if not stated and any(one["legal_date"] <= row["legal_date"] for one in same):
                continue
            values = {name: value for name, value in row.items() if name != "id"}
            new_id = add_row(self._connection, DEADLINES, {**values, "matter_id": into_id, "previous_id": None})
            key = f"d{new_id}"
            self._connection.execute(update(DEADLINES).where(DEADLINES.c.id == new_id).values(clock=key))
            clocks.append(
                RunningClock(key, row["rule_name"], row["start_date"], row["legal_date"], stated, Duty(row["duty"]))
            )
        return tuple(clocks)

    def remove_clocks(self, matter_id: int, keys: Collection[str], now: datetime) -> None:
        """The deadlines that came with a joining go with it; one that was extended since is ended instead."""
        mine = (DEADLINES.c.matter_id == matter_id, DEADLINES.c.clock.in_(tuple(keys)))
        later = select(DEADLINES.c.previous_id).where(DEADLINES.c.previous_id.is_not(None))
        self._connection.execute(delete(DEADLINES).where(*mine, DEADLINES.c.id.not_in(later)))
        self._connection.execute(update(DEADLINES).where(*mine).values(ended_at=now, end_reason="merge_undone"))

    def take_in(self, matter_id: int, into_id: int, reason: str, now: datetime) -> None:
        """Say where a matter went; its number is no longer used."""
        void = {"voided_at": now, "void_reason": reason}
        self._connection.execute(
            update(MATTERS).where(MATTERS.c.id == matter_id).values(**void, merged_into_id=into_id)
        )
        number = select(MATTERS.c.number_id).where(MATTERS.c.id == matter_id).scalar_subquery()
        self._connection.execute(update(NUMBERS).where(NUMBERS.c.id == number).values(void))

    def restore(self, merge_id: int) -> bool:
        """Put every noted column back where it still says what the joining wrote; whether all of them did."""
        whole = True
        moves = self._connection.execute(
            select(MERGE_MOVES).where(MERGE_MOVES.c.merge_id == merge_id).order_by(MERGE_MOVES.c.id.desc())
        ).all()
        for move in moves:
            if move.column_name == WHOLE:
                continue
            table = METADATA.tables[move.table_name]
            column = table.c[move.column_name]
            before, after = _value(column.type.python_type, move.before), _value(column.type.python_type, move.after)
            condition = column.is_(None) if after is None else column == after
            put = update(table).where(table.c.id == move.row_id, condition).values({move.column_name: before})
            whole &= self._connection.execute(put).rowcount == 1
        return whole

    def note_whole(self, merge_id: int, name: str, key: int, before: object, after: object) -> None:
        """Note a list of rows as it was and as it is."""
        self._note([(merge_id, name, key, WHOLE, json.dumps(before), json.dumps(after))])

    def whole(self, merge_id: int, name: str) -> list[tuple[int, Any, Any]]:
        """The lists noted under a name: key, before, after."""
        rows = self._connection.execute(
            select(MERGE_MOVES).where(
                MERGE_MOVES.c.merge_id == merge_id,
                MERGE_MOVES.c.table_name == name,
                MERGE_MOVES.c.column_name == WHOLE,
            )
        )
        return [(row.row_id, json.loads(row.before), json.loads(row.after)) for row in rows]

    def said_by_others(self, matter_id: int, contact_id: int) -> tuple[frozenset[str], frozenset[str]]:
        """Claims and cases that other contacts linked to a matter said as well."""
        rows = self._connection.execute(
            select(MERGE_MOVES.c.after)
            .join(MERGES, MERGES.c.id == MERGE_MOVES.c.merge_id)
            .where(
                MERGES.c.kind == CONTACT,
                MERGES.c.into_id == matter_id,
                MERGES.c.from_id != contact_id,
                MERGES.c.undone_at.is_(None),
                MERGE_MOVES.c.table_name == LINK,
            )
        )
        told = [json.loads(text) for text in rows.scalars()]
        return (
            frozenset(text for one in told for text in one["claims"]),
            frozenset(text for one in told for text in one["cases"]),
        )

    def derived(self, matter_ids: Collection[int]) -> list[list[Any]]:
        """Flags and events of matters, as plain values that can be kept and compared."""
        ids = tuple(matter_ids)
        flags = select(CONTACT_FLAGS).join(CONTACTS, CONTACTS.c.id == CONTACT_FLAGS.c.contact_id)
        flags = flags.where(CONTACTS.c.matter_id.in_(ids)).order_by(CONTACT_FLAGS.c.contact_id, CONTACT_FLAGS.c.flag)
        events = select(TRANSITIONS).where(TRANSITIONS.c.matter_id.in_(ids)).order_by(TRANSITIONS.c.id)
        return [_plain_rows(self._connection.execute(query)) for query in (flags, events)]

    def put_derived(self, matter_ids: Collection[int], kept: list[list[Any]]) -> None:
        """Write flags and events of matters as they were kept."""
        self.remove_derived(matter_ids)
        for table, rows in zip((CONTACT_FLAGS, TRANSITIONS), kept, strict=True):
            names = [column.name for column in table.columns]
            values = [
                {
                    name: _value(table.c[name].type.python_type, json.dumps(value))
                    for name, value in zip(names, row, strict=True)
                }
                for row in rows
            ]
            if values:
                self._connection.execute(insert(table), values)

    def remove_derived(self, matter_ids: Collection[int]) -> None:
        """Remove flags and events of matters, to be written anew."""
        ids = tuple(matter_ids)
        own = select(CONTACTS.c.id).where(CONTACTS.c.matter_id.in_(ids))
        self._connection.execute(delete(CONTACT_FLAGS).where(CONTACT_FLAGS.c.contact_id.in_(own)))
        self._connection.execute(delete(TRANSITIONS).where(TRANSITIONS.c.matter_id.in_(ids)))

    def note_link(self, contact_id: int, before: MatterFacts, said: Mapping[str, Sequence[str]], now: datetime) -> None:
        """Note that a contact was registered with an earlier matter, and what it said, so that it can be parted."""
        merge_id = self.open(CONTACT, contact_id, before.matter_id, "", now)
        told = {name: list(texts) for name, texts in said.items()}
        self.note_whole(merge_id, LINK, contact_id, {"restricted": before.restricted}, told)

    def part_contact(self, contact_id: int, from_id: int, into_id: int, now: datetime) -> None:
        """Give one contact with its papers to another matter; what it made happen in the first is history."""
        self._connection.execute(
            update(CONTACTS).where(CONTACTS.c.id == contact_id).values(matter_id=into_id, ordinal=1)
        )
        papers = (DOCUMENTS.c.contact_id == contact_id, DOCUMENTS.c.matter_id == from_id)
        self._connection.execute(update(DOCUMENTS).where(*papers).values(matter_id=into_id))
        lines = (ACTIONS.c.contact_id == contact_id, ACTIONS.c.matter_id == from_id)
        self._connection.execute(update(ACTIONS).where(*lines, ACTIONS.c.step != "").values(step=""))
        tasks = (REVIEW_TASKS.c.contact_id == contact_id, REVIEW_TASKS.c.closed_at.is_(None))
        self._connection.execute(update(REVIEW_TASKS).where(*tasks).values(closed_at=now, opinion=PARTED))

    def remove_unjudged(self, matter_id: int, claims: Collection[str], cases: Collection[str]) -> None:
        """Claims nobody has judged yet and cases that only the parted contact brought."""
        self._connection.execute(
            delete(CLAIMS).where(
                CLAIMS.c.matter_id == matter_id, CLAIMS.c.text.in_(tuple(claims)), CLAIMS.c.finding == OPEN
            )
        )
        self._connection.execute(
            delete(CASE_REFS).where(CASE_REFS.c.matter_id == matter_id, CASE_REFS.c.raw.in_(tuple(cases)))
        )

    def order_contacts(self, matter_id: int, *, by_time: bool) -> None:
        """Count the contacts of a matter from 1 again, in their order or by time."""
        order = (CONTACTS.c.happened_at, CONTACTS.c.id) if by_time else (CONTACTS.c.ordinal, CONTACTS.c.id)
        rows = self._connection.execute(
            select(CONTACTS.c.id, CONTACTS.c.ordinal).where(CONTACTS.c.matter_id == matter_id).order_by(*order)
        ).all()
        for ordinal, row in enumerate(rows, 1):
            if row.ordinal != ordinal:
                self._connection.execute(update(CONTACTS).where(CONTACTS.c.id == row.id).values(ordinal=ordinal))

    def summed_up(self, matter_id: int) -> dict[str, Any]:
        """The columns of a matter that follow from its contacts and cases."""
        rows = self._connection.execute(
            select(CONTACTS.c.channel, CONTACTS.c.registered_at, CONTACTS.c.head_count)
            .where(CONTACTS.c.matter_id == matter_id)
            .order_by(CONTACTS.c.ordinal)
        ).all()
        first_case = select(CASE_REFS.c.normalised).where(CASE_REFS.c.matter_id == matter_id)
        first_case = first_case.order_by(CASE_REFS.c.position, CASE_REFS.c.id).limit(1)
        values: dict[str, Any] = {
            "contact_count": len(rows),
            "case_number": self._connection.execute(first_case).scalar() or "",
        }
        if rows:
            values |= {
                "latest_at": max(row.registered_at for row in rows),
                "channel": rows[-1].channel,
                "head_count": max(row.head_count for row in rows),
            }
        return values

    def put_matter(self, matter_id: int, values: Mapping[str, Any]) -> None:
        """Write columns of a matter without a note, and raise its version."""
        self._connection.execute(
            update(MATTERS).where(MATTERS.c.id == matter_id).values(**values, version=MATTERS.c.version + 1)
        )

    def raise_version(self, matter_ids: Collection[int]) -> None:
        """Whoever is correcting one of these matters must look again."""
        self._connection.execute(
            update(MATTERS).where(MATTERS.c.id.in_(tuple(matter_ids))).values(version=MATTERS.c.version + 1)
        )

    def stand_for(self, merge_id: int, petitioner_id: int, root: int) -> None:
        """Let one petitioner stand for another."""
        self.set(merge_id, PETITIONERS, petitioner_id, {"same_as_id": root})

    def _note(self, rows: Iterable[tuple[int, str, int, str, str, str]]) -> None:
        names = ("merge_id", "table_name", "row_id", "column_name", "before", "after")
        values = [dict(zip(names, row, strict=True)) for row in rows]
        if values:
            self._connection.execute(insert(MERGE_MOVES), values)


def _merge(row: Any) -> Merge:
    return Merge(row.id, row.kind, row.from_id, row.into_id, row.reason, row.merged_at, row.undone_at)


def _text(value: object) -> str:
    if isinstance(value, date | datetime):
        return json.dumps(value.isoformat())
    return json.dumps(value, ensure_ascii=False)


def _value(kind: type[Any], text: str) -> Any:
    value = json.loads(text)
    if value is not None and kind in (date, datetime):
        return kind.fromisoformat(value)
    return value


def _plain_rows(rows: Iterable[Any]) -> list[Any]:
    return [[json.loads(_text(value)) for value in row] for row in rows]
