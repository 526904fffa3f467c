"""事项队列: one page, the counts, and what a few words find."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.progress import Progress
from app.domain.queue import FIRST_ROWS, PAGE_ROWS, QueueCounts, QueueFilter, QueuePage, QueueRow, QueueView
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
        return QueueAnswer(QueuePage(rows, None), _counted(rows, counts.by_view))


def _counted(rows: tuple[QueueRow, ...], by_view: dict[QueueView, int]) -> QueueCounts:
    by_channel = Counter(row.channel for row in rows)
    return QueueCounts(len(rows), len(rows) >= PAGE_ROWS, by_view, dict(by_channel))


@dataclass(frozen=True)
class FirstFound:
    """The beginning of what words found; counted, the views left out, only when there is no more than this."""

    rows: tuple[QueueRow, ...]
    counts: QueueCounts | None


def first_found(
    session: Session,
    wanted: QueueFilter,
    today: date,
    progress: Progress | None = None,
    most: int = FIRST_ROWS,
) -> FirstFound:
    """The first rows of what the filter's words find, newest first: those with which :func:`first_page` begins.

    Asked with every key, so it neither counts nor reads what nobody sees before the typing pauses.

    Raises:
        Cancelled: a newer search took over.
    """
    soon = today + timedelta(days=SOON_DAYS)
    with session.register.read(session.viewer, progress) as unit:
        rows = unit.search_queue(wanted, today, soon, most + 1)
    return FirstFound(rows[:most], _counted(rows, {}) if len(rows) <= most else None)


def next_page(session: Session, wanted: QueueFilter, today: date, after: tuple[str | int, int]) -> QueuePage:
    """The page after a key."""
    soon = today + timedelta(days=SOON_DAYS)
    with session.register.read(session.viewer) as unit:
        return unit.queue.page(wanted, today, soon, after)
