"""The columns of the list of matters: what each is called, how wide it is, and what it shows of a row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, lru_cache

from app.domain import deadline
from app.domain.contact import CHANNEL_TEXT, FIRST_TEXT, REPEAT_TEXT, Channel
from app.domain.courts import COURT_CODE_PATTERN
from app.domain.matter import OPEN_STATUSES, STATUS_TEXT, MatterStatus
from app.domain.queue import QueueRow, QueueSort
from app.domain.work_calendar import WorkCalendar
from ui.widgets.chip import Shape, Status
from ui.widgets.tone import Tone

_NUMBER = re.compile(rf"^（(?P<year>[0-9]{{4}})）(?:{COURT_CODE_PATTERN})(?P<rest>[^0-9]+[0-9]+号)$")


class Column(Enum):
    """The columns; the value is how they are kept in preferences."""

    NUMBER = "number"
    REGISTERED = "registered"
    PETITIONER = "petitioner"
    REPEAT = "repeat"
    CHANNEL = "channel"
    SUMMARY = "summary"
    CASE = "case"
    HANDLER = "handler"
    STATUS = "status"
    DUE = "due"


@dataclass(frozen=True)
class ColumnTraits:
    """``width`` and ``least`` in pixels at 100 %; when room is short the column with the lowest ``rank`` goes first."""

    words: str
    width: int
    least: int
    rank: int
    sort: QueueSort | None = None


TRAITS: dict[Column, ColumnTraits] = {
    Column.NUMBER: ColumnTraits("编号", 98, 60, 9),
    Column.REGISTERED: ColumnTraits("登记时间", 104, 70, 5, QueueSort.REGISTERED),
    Column.PETITIONER: ColumnTraits("信访人", 112, 70, 10, QueueSort.PETITIONER),
    Column.REPEAT: ColumnTraits("初 / 重", 84, 60, 6, QueueSort.REPEATS),
    Column.CHANNEL: ColumnTraits("渠道", 56, 48, 2),
    Column.SUMMARY: ColumnTraits("诉求摘要", 190, 132, 7),
    Column.CASE: ColumnTraits("原案案号", 184, 90, 1),
    Column.HANDLER: ColumnTraits("承办", 68, 56, 4, QueueSort.HANDLER),
    Column.STATUS: ColumnTraits("状态", 90, 64, 8),
    Column.DUE: ColumnTraits("期限", 108, 84, 11, QueueSort.DUE),
}

COLUMNS: tuple[Column, ...] = tuple(Column)
"""In the order of the model's sections."""

STATUS_TONES = {
    MatterStatus.REGISTERED: Tone.SOON,
    MatterStatus.TRIAGED: Tone.SOON,
    MatterStatus.GUIDED: Tone.LEAD,
    MatterStatus.LED_INTO: Tone.LEAD,
    MatterStatus.INSTRUCTED: Tone.SOON,
    MatterStatus.ASSIGNED: Tone.SOON,
    MatterStatus.HANDLING: Tone.LEAD,
    MatterStatus.SUPERVISED: Tone.LATE,
    MatterStatus.EXTENSION_ASKED: Tone.SOON,
    MatterStatus.RETURN_ASKED: Tone.SOON,
    MatterStatus.IN_REVIEW: Tone.LEAD,
    MatterStatus.AWAITING_REPLY: Tone.LEAD,
    MatterStatus.ANSWERED: Tone.GOOD,
    MatterStatus.SERVED: Tone.GOOD,
    MatterStatus.FOLLOWED_UP: Tone.GOOD,
    MatterStatus.CLOSURE_PROPOSED: Tone.LEAD,
    MatterStatus.CLOSURE_REPORTED: Tone.LEAD,
    MatterStatus.CONCLUDED: Tone.GOOD,
    MatterStatus.CLOSED: Tone.PLAIN,
    MatterStatus.FILED: Tone.PLAIN,
    MatterStatus.VOID: Tone.PLAIN,
}


@dataclass(frozen=True)
class Cell:
    """What one cell shows: words or a chip, what is copied, and the value to sort by."""

    words: str
    sort: str | int
    chip: Status | None = None
    copied: str = ""


def short_number(number: str, year: int) -> str:
    """The number without the court's code, and without this year: 访29号, 25访29号; others as they are."""
    found = _NUMBER.match(number)
    if found is None:
        return number
    return found["rest"] if found["year"] == str(year) else found["year"][2:] + found["rest"]


def petitioner_words(name: str, head_count: int) -> str:
    """孔新民 等6人."""
    return f"{name} 等{head_count}人" if head_count > 1 else name


def moment_words(moment: datetime, today: date) -> str:
    """11-24 10:26 in this year, the whole day in others."""
    whole = moment.isoformat(" ")
    return whole[5:16] if moment.year == today.year else whole[:10]


@cache
def status_chip(status: MatterStatus) -> Status:
    """The chip of a matter's status."""
    shape = Shape.DONE if status is MatterStatus.CONCLUDED else Shape.NONE
    return Status(STATUS_TEXT[status], STATUS_TONES[status], shape)


def repeat_chip(row: QueueRow) -> Status:
    """初访, or 重访 with how many times."""
    return _repeat_chip(row.channel, row.contact_count)


@lru_cache(maxsize=512)
def _repeat_chip(channel: Channel, count: int) -> Status:
    return Status(FIRST_TEXT[channel]) if count <= 1 else Status(f"{REPEAT_TEXT[channel]} {count}", Tone.SOON)


def due_chip(due: date | None, status: MatterStatus, today: date, calendar: WorkCalendar) -> Status:
    """How near the due date of an open matter is; nothing for one that is concluded or void."""
    if status not in OPEN_STATUSES:
        return Status("")
    words, urgency = deadline.due_text(due, today, calendar)
    tone, shape = {
        deadline.Tone.LATE: (Tone.LATE, Shape.LATE),
        deadline.Tone.SOON: (Tone.SOON, Shape.SOON),
        deadline.Tone.NORMAL: (Tone.PLAIN, Shape.NONE),
        deadline.Tone.NONE: (Tone.PLAIN, Shape.NONE),
    }[urgency]
    return Status(words, tone, shape)


_STATUS_PLACES = {status: place for place, status in enumerate(MatterStatus)}


def _chip_cell(chip: Status, sort: str | int) -> Cell:
    return Cell(chip.words, sort, chip, chip.words)


def _due_cell(row: QueueRow, today: date, calendar: WorkCalendar) -> Cell:
    chip = due_chip(row.due_date, row.status, today, calendar)
    day = row.due_date.isoformat() if row.due_date is not None and chip.words else ""
    return Cell(chip.words, day or "9999", chip, f"{day} {chip.words}".strip())


CELLS: dict[Column, Callable[[QueueRow, date, WorkCalendar], Cell]] = {
    Column.NUMBER: lambda row, today, _: Cell(short_number(row.number, today.year), row.matter_id, copied=row.number),
    Column.REGISTERED: lambda row, today, _: Cell(
        moment_words(row.registered_at, today),
        row.registered_at.isoformat(),
        copied=row.registered_at.isoformat(" ", "minutes"),
    ),
    Column.PETITIONER: lambda row, _today, _: Cell(petitioner_words(row.petitioner, row.head_count), row.petitioner),
    Column.REPEAT: lambda row, _today, _: _chip_cell(repeat_chip(row), row.contact_count),
    Column.CHANNEL: lambda row, _today, _: Cell(CHANNEL_TEXT[row.channel][:2], row.channel.value),
    Column.SUMMARY: lambda row, _today, _: Cell(row.summary, row.summary),
    Column.CASE: lambda row, _today, _: Cell(row.case_number, row.case_number),
    Column.HANDLER: lambda row, _today, _: Cell(row.handler or row.department, row.handler or row.department),
    Column.STATUS: lambda row, _today, _: _chip_cell(status_chip(row.status), _STATUS_PLACES[row.status]),
    Column.DUE: _due_cell,
}
"""What each column shows of a row on a day."""
