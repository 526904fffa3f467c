"""代码表: effective-dated pick lists; an item that was used is ended, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, or_, select

from db.tables import CODES


@dataclass(frozen=True)
class CodeItem:
    """One entry of a pick list; ``initials`` are the pinyin initials it can be typed by."""

    code: str
    label: str
    initials: str
    source: str


class CodeReader:
    """Reads pick lists."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def in_force(self, day: date) -> dict[str, tuple[CodeItem, ...]]:
        """Every table with the items in force on a day, in order."""
        rows = self._connection.execute(
            select(CODES)
            .where(CODES.c.valid_from <= day, or_(CODES.c.valid_to.is_(None), CODES.c.valid_to >= day))
            .order_by(CODES.c.code_table, CODES.c.position)
        )
        tables: dict[str, list[CodeItem]] = {}
        for row in rows:
            tables.setdefault(row.code_table, []).append(CodeItem(row.code, row.label, row.initials, row.source))
        return {name: tuple(items) for name, items in tables.items()}

    def label(self, code_table: str, code: str) -> str:
        """The words of a code, whenever it was in force; the code itself when it is unknown."""
        if not code:
            return ""
        found = self._connection.execute(
            select(CODES.c.label)
            .where(CODES.c.code_table == code_table, CODES.c.code == code)
            .order_by(CODES.c.valid_from.desc())
            .limit(1)
        ).scalar()
        return found if found is not None else code


class CodeWriter(CodeReader):
    """Changes pick lists."""

    def add(self, code_table: str, item: CodeItem, position: int, valid_from: date) -> None:
        """Add an item."""
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
