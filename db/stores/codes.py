"""代码表: pick lists in force from a date to a date; an entry that was used is ended, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Column, Connection, delete, func, insert, select, update

from db.tables import CODES, CONDUCT_RECORDS, CONTACTS, MATTERS, PETITIONERS

_USED_IN: dict[str, Column[str]] = {
    "cause": MATTERS.c.cause_code,
    "purpose": MATTERS.c.purpose_code,
    "outcome": MATTERS.c.outcome_code,
    "litigant_identity": CONTACTS.c.litigant_identity_code,
    "disposition": CONTACTS.c.disposition_code,
    "source": CONTACTS.c.source_code,
    "conduct": CONDUCT_RECORDS.c.act_code,
}


@dataclass(frozen=True)
class CodeItem:
    """One entry of a pick list; ``initials`` are the pinyin initials it can be typed by."""

    code: str
    label: str
    initials: str
    source: str


@dataclass(frozen=True)
class CodePeriod:
    """How an entry was written, and where it stood, from a day to a day (no end: until further notice)."""

    item: CodeItem
    position: int
    valid_from: date
    valid_to: date | None

    def in_force(self, day: date) -> bool:
        """Whether it is offered on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class CodeReader:
    """Reads pick lists."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def in_force(self, day: date) -> dict[str, tuple[CodeItem, ...]]:
        """Every table with the entries in force on a day, in order.

        For days before a table began, what it began with: a late entry of last year must still find its words.
        """
        tables: dict[str, list[CodePeriod]] = {}
        for code_table, period in self._periods():
            tables.setdefault(code_table, []).append(period)
        shown: dict[str, tuple[CodeItem, ...]] = {}
        for code_table, periods in tables.items():
            asked = max(day, min(one.valid_from for one in periods))
            shown[code_table] = tuple(one.item for one in periods if one.in_force(asked))
        return {name: items for name, items in shown.items() if items}

    def history(self, code_table: str) -> tuple[CodePeriod, ...]:
        """Every period of every entry of one table, in order, the oldest period of an entry first."""
        return tuple(period for _, period in self._periods(code_table))

    def label(self, code_table: str, code: str, day: date | None = None) -> str:
        """The words of a code on a day (no day: its newest words), whenever it was in force; else the code itself."""
        if not code:
            return ""
        query = select(CODES.c.label).where(CODES.c.code_table == code_table, CODES.c.code == code)
        if day is not None:
            found = self._connection.execute(
                query.where(CODES.c.valid_from <= day).order_by(CODES.c.valid_from.desc()).limit(1)
            ).scalar()
            if found is None:
                found = self._connection.execute(query.order_by(CODES.c.valid_from).limit(1)).scalar()
        else:
            found = self._connection.execute(query.order_by(CODES.c.valid_from.desc()).limit(1)).scalar()
        return found if found is not None else code

    def used(self, code_table: str, code: str) -> bool:
        """Whether any record holds the code; reasons for no document are stored in words."""
        column = _USED_IN.get(code_table)
        if column is not None:
            query = select(1).where(column == code).limit(1)
            return self._connection.execute(query).scalar() is not None
        if code_table == "no_document_reason":
            labels = select(CODES.c.label).where(CODES.c.code_table == code_table, CODES.c.code == code)
            query = select(1).where(PETITIONERS.c.no_document_reason.in_(labels)).limit(1)
            return self._connection.execute(query).scalar() is not None
        # a table whose use is not known is treated as used: nothing may be lost
        return True

    def _periods(self, code_table: str | None = None) -> list[tuple[str, CodePeriod]]:
        query = select(CODES).order_by(CODES.c.code_table, CODES.c.position, CODES.c.id)
        if code_table is not None:
            query = query.where(CODES.c.code_table == code_table)
        return [
            (
                row.code_table,
                CodePeriod(
                    CodeItem(row.code, row.label, row.initials, row.source), row.position, row.valid_from, row.valid_to
                ),
            )
            for row in self._connection.execute(query)
        ]


class CodeWriter(CodeReader):
    """Changes pick lists."""

    def add(self, code_table: str, item: CodeItem, position: int, valid_from: date) -> None:
        """Add an entry, or the next period of one."""
        values = {
            "code_table": code_table,
            "code": item.code,
            "label": item.label,
            "initials": item.initials,
            "source": item.source,
            "position": position,
            "valid_from": valid_from,
        }
        self._connection.execute(insert(CODES), values)

    def next_position(self, code_table: str) -> int:
        """The place after the last entry."""
        last = self._connection.execute(select(func.max(CODES.c.position)).where(CODES.c.code_table == code_table))
        found = last.scalar()
        return 0 if found is None else int(found) + 1

    def replace_from(self, code_table: str, period: CodePeriod, item: CodeItem, day: date) -> None:
        """End a period the day before and go on with other words; a period of the same day is written anew."""
        if period.valid_from == day:
            self._change(code_table, period, label=item.label, initials=item.initials, source=item.source)
            return
        self._change(code_table, period, valid_to=day - timedelta(days=1))
        self.add(code_table, item, period.position, day)
        if period.valid_to is not None:
            self._change(code_table, CodePeriod(item, period.position, day, None), valid_to=period.valid_to)

    def end(self, code_table: str, period: CodePeriod, last_day: date | None) -> None:
        """Set the last day of a period; ``None`` opens it again."""
        self._change(code_table, period, valid_to=last_day)

    def place(self, code_table: str, code: str, position: int) -> None:
        """Move an entry, all its periods together."""
        mine = (CODES.c.code_table == code_table, CODES.c.code == code)
        self._connection.execute(update(CODES).where(*mine).values(position=position))

    def remove(self, code_table: str, code: str) -> None:
        """Delete an entry that was never used; the caller has made sure of that."""
        self._connection.execute(delete(CODES).where(CODES.c.code_table == code_table, CODES.c.code == code))

    def _change(self, code_table: str, period: CodePeriod, **values: object) -> None:
        mine = (
            CODES.c.code_table == code_table,
            CODES.c.code == period.item.code,
            CODES.c.valid_from == period.valid_from,
        )
        self._connection.execute(update(CODES).where(*mine).values(**values))
