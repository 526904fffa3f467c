"""Search as the clerk meets it: from the keystroke to the painted rows of the page, and while statistics are read.

Each against the same keystrokes asked of ``services.queue.first_page`` alone, in turn.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from app.domain.queue import QueueFilter, QueueView
from app.services.queue import first_page
from app.services.session import Session
from tests.bench.big_register import MADE_AT
from tests.bench.figures import Figure, over_limit, percentile
from tests.bench.harness import TODAY, Bench, NotReadyError, application, milliseconds
from tests.bench.keystrokes import keystrokes
from tests.bench.queue import Painted
from tests.bench.search import sample
from ui.operations import Operations
from ui.pages.queue.page import QueuePage

MATTERS = 6
SEED = 11
SIZE = (1366, 768)
STATISTICS = text(
    "SELECT strftime('%Y-%m', registered_at), channel, status, count(*), sum(length(summary))"
    " FROM matters GROUP BY 1, 2, 3"
)


def measure(bench: Bench) -> Iterator[Figure]:
    """Painted, and under load."""
    source = random.Random(SEED)
    typed = [one.words for _, fields in sample(bench, source, MATTERS) for one in keystrokes(fields, source)]
    with _queue_page(bench.session) as show:
        alone, painted = _in_turn(typed, lambda words: _ask(bench.session, words), show)
    yield over_limit("search_painted_p95_ms", painted, alone, f"{len(typed)} 次按键，到列表画完")
    quiet = [milliseconds(lambda words=words: _ask(bench.session, words)) for words in typed]
    with _statistics(bench.session) as runs:
        busy = [milliseconds(lambda words=words: _ask(bench.session, words)) for words in typed]
    note = f"同时在另一线程通读全部事项 {len(runs)} 遍，最慢 {max(busy):.0f} ms"
    yield over_limit("search_under_load_p95_ms", percentile(busy, 0.95), percentile(quiet, 0.95), note)


def _in_turn(typed: list[str], *ways: Callable[[str], object]) -> tuple[float, ...]:
    times: tuple[list[float], ...] = tuple([] for _ in ways)
    for words in typed:
        for way, taken in zip(ways, times, strict=True):
            taken.append(milliseconds(lambda way=way, words=words: way(words)))
    return tuple(percentile(taken, 0.95) for taken in times)


def _ask(session: Session, words: str) -> None:
    first_page(session, QueueFilter(view=QueueView.ALL, words=words), TODAY)


@contextmanager
def _queue_page(session: Session) -> Iterator[Callable[[str], None]]:
    """The real page in a window; gives what types words into it and waits for the painted answer."""
    application()
    operations: Operations[Session] = Operations(session, _clock)
    page = QueuePage(operations, _clock)
    page.resize(*SIZE)
    page.show()
    operations.drain()
    QApplication.processEvents()
    table = page.card.table
    watch = Painted(table.viewport())

    def show(words: str) -> None:
        page.search.setText(words)
        watch.seen = False
        operations.drain()
        QApplication.processEvents()
        give_up_at = time.perf_counter() + 10
        while not watch.seen and table.isVisible():  # nothing found: a sentence stands in place of the table
            QApplication.processEvents()
            if time.perf_counter() > give_up_at:
                raise NotReadyError("the rows were not painted within 10 s")

    try:
        yield show
    finally:
        page.close()
        operations.close()
        page.deleteLater()


def _clock() -> datetime:
    return MADE_AT


@contextmanager
def _statistics(session: Session) -> Iterator[list[float]]:
    """Read the whole register again and again in a thread of its own."""
    over, runs = Event(), list[float]()

    def read() -> None:
        with session.register.connection() as connection:
            while not over.is_set():
                runs.append(milliseconds(lambda: connection.execute(STATISTICS).all()))

    thread = Thread(target=read, name="statistics")
    thread.start()
    try:
        yield runs
    finally:
        over.set()
        thread.join()
