"""台账: a list of records or matters under one heading, read anew each time, shown and printed from the same lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.paper import Marks


@dataclass(frozen=True)
class LedgerColumn:
    """台账栏: heading and share of the width; a ``chip`` column says how a line stands."""

    heading: str
    share: int
    chip: bool = False


@dataclass(frozen=True)
class LedgerFilter:
    """台账范围: what is looked at. Empty ends are open; ``leader_id`` keeps one leader's, ``open_only`` those owed."""

    first: date | None = None
    last: date | None = None
    leader_id: int | None = None
    open_only: bool = False

    def words(self, today: date) -> str:
        """2026年3月1日至2026年3月31日; an open end is today."""
        until = _day(self.last or today)
        return f"{_day(self.first)}至{until}" if self.first is not None else f"截至{until}"


@dataclass(frozen=True)
class LedgerLine:
    """台账行: its cells in the order of the columns, and the record and matter behind it, as far as there are any.

    ``late`` lines are shown in red with the words of the chip column; ``person_id`` is the leader it is kept by.
    """

    cells: tuple[str, ...]
    matter_id: int | None = None
    record_id: int | None = None
    late: bool = False
    person_id: int | None = None


@dataclass(frozen=True)
class Ledger:
    """台账 as it was read: ``about`` names range and count, ``notes`` say what the figures mean."""

    code: str
    title: str
    about: str
    columns: tuple[LedgerColumn, ...]
    lines: tuple[LedgerLine, ...]
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    leaders: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class LedgerPaper:
    """台账纸样: everything a printed ledger says; wide ones lie on their side."""

    court_name: str
    title: str
    about: str
    columns: tuple[LedgerColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    wide: bool = True
    marks: Marks = field(default_factory=Marks)


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day is not None else ""
