"""事项队列: one page, the counts, and what a few words find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.progress import Progress
from app.domain.queue import PAGE_ROWS, QueueCounts, QueueFilter, QueuePage
from app.services.session import Session

SOON_DAYS = 7


@dataclass(frozen=True)
class QueueAnswer:
    """The first page with its counts."""

    page: QueuePage
    counts: QueueCounts


def first_page(session: Session, wanted: QueueFilter, today: date, progress: Progress | None = None) -> QueueAnswer:
    """The first page of a view and its counts. Words go through the search index, newest first.

    Raises:
        Cancelled: a newer search took over.
    """
    soon = today + timedelta(days=SOON_DAYS)
    with session.register.read(session.viewer, progress) as unit:
        counts = unit.queue.counts(wanted, today, soon)
        if not wanted.words.strip():
            return QueueAnswer(unit.queue.page(wanted, today, soon), counts)
        rows = unit.search_queue(wanted, today, soon)
        by_channel = {channel: sum(row.channel is channel for row in rows) for channel in {row.channel for row in rows}}
        found = QueueCounts(len(rows), len(rows) >= PAGE_ROWS, counts.by_view, by_channel)
        return QueueAnswer(QueuePage(rows, None), found)


def next_page(session: Session, wanted: QueueFilter, today: date, after: tuple[str | int, int]) -> QueuePage:
    """The page after a key."""
    soon = today + timedelta(days=SOON_DAYS)
    with session.register.read(session.viewer) as unit:
        return unit.queue.page(wanted, today, soon, after)
