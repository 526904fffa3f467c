"""事项队列: the rows of the list of matters and what a page of it may be asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from app.domain.contact import Channel
from app.domain.matter import MatterStatus

PAGE_ROWS = 200
FIRST_ROWS = 50
"""What a search finds first where nobody says how many rows are in view: more than stand on a usual screen."""
COUNT_CAP = 1000


class QueueView(Enum):
    """The four views over the list."""

    OPEN = "open"
    TODAY = "today"
    DUE_SOON = "due_soon"
    ALL = "all"


QUEUE_VIEW_TEXT = {
    QueueView.OPEN: "在办",
    QueueView.TODAY: "今日登记",
    QueueView.DUE_SOON: "即将到期",
    QueueView.ALL: "全部",
}


class QueueSort(Enum):
    """What the list may be sorted by; each is backed by an index that ends in the id."""

    DUE = "due"
    REGISTERED = "registered"
    LATEST = "latest"
    PETITIONER = "petitioner"
    HANDLER = "handler"
    REPEATS = "repeats"


@dataclass(frozen=True)
class QueueFilter:
    """Which matters to list. ``words`` goes through the search index; the rest are exact."""

    view: QueueView = QueueView.OPEN
    words: str = ""
    channel: Channel | None = None
    status: MatterStatus | None = None
    handler: str = ""
    repeat: bool | None = None
    sort: QueueSort = QueueSort.DUE
    descending: bool = False


@dataclass(frozen=True)
class QueueRow:
    """One matter as the list shows it."""

    matter_id: int
    number: str
    registered_at: datetime
    latest_at: datetime
    petitioner: str
    head_count: int
    contact_count: int
    channel: Channel
    summary: str
    case_number: str
    handler: str
    department: str
    status: MatterStatus
    due_date: date | None
    restricted: bool


@dataclass(frozen=True)
class QueuePage:
    """Up to ``PAGE_ROWS`` rows and where the next page begins (``None`` at the end)."""

    rows: tuple[QueueRow, ...]
    next_key: tuple[str | int, int] | None


@dataclass(frozen=True)
class QueueCounts:
    """Counts for the footer and the view buttons; counting stops at ``COUNT_CAP`` and says so."""

    matching: int
    capped: bool
    by_view: dict[QueueView, int] = field(default_factory=dict)
    by_channel: dict[Channel, int] = field(default_factory=dict)
