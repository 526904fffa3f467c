"""What the list reads, in the read lane: as many rows as were on the screen, and their counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.progress import Progress
from app.domain.queue import PAGE_ROWS, QueueFilter, QueuePage, QueueRow, QueueSort
from app.services import queue
from app.services.queue import QueueAnswer
from app.services.session import Session

MOST_READ_AGAIN = 10 * PAGE_ROWS

_IN_MEMORY: dict[QueueSort, Callable[[QueueRow], Any]] = {
    QueueSort.DUE: lambda row: (row.due_date is None, row.due_date or date.max),
    QueueSort.REGISTERED: lambda row: row.registered_at,
    QueueSort.LATEST: lambda row: row.latest_at,
    QueueSort.PETITIONER: lambda row: row.petitioner,
    QueueSort.HANDLER: lambda row: row.handler,
    QueueSort.REPEATS: lambda row: row.contact_count,
}


def read(
    session: Session, wanted: QueueFilter, today: date, at_least: int, found_sort: QueueSort | None, progress: Progress
) -> QueueAnswer:
    """The first rows of a list, at least so many if there are (up to ten pages), and the counts.

    What words found comes newest first, or by ``found_sort``.

    Raises:
        Cancelled: a newer read took over.
    """
    answer = queue.first_page(session, wanted, today, progress)
    rows, key = answer.page.rows, answer.page.next_key
    if wanted.words.strip():
        if found_sort is not None:
            rows = tuple(sorted(rows, key=_IN_MEMORY[found_sort], reverse=wanted.descending))
        return replace(answer, page=QueuePage(rows, None))
    while key is not None and len(rows) < min(at_least, MOST_READ_AGAIN):
        progress.check()
        further = queue.next_page(session, wanted, today, key)
        rows, key = rows + further.rows, further.next_key
    return replace(answer, page=QueuePage(rows, key))
