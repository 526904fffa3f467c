"""Search as the clerk meets it: from the keystroke to the painted rows, quiet and while statistics are read.

Keys follow at the pace of somebody who types and pauses now and then, so that some meet the page while it reads or
draws what it left for the pause. A key that had to wait for that is timed from when it was pressed.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from app.domain.queue import QueueFilter, QueueView
from app.services.queue import first_found
from app.services.session import Session
from tests.bench.big_register import MADE_AT
from tests.bench.figures import Figure, over_limit, percentile
from tests.bench.harness import TODAY, Bench, NotReadyError, application, milliseconds
from tests.bench.keystrokes import keystrokes
from tests.bench.queue import Painted
from tests.bench.search import sample
from ui.lane import give_way
from ui.operations import Operations
from ui.pages.queue.page import QueuePage

MATTERS = 5
SEED = 11
SIZE = (1366, 768)
BETWEEN_KEYS_MS = (60, 240)
PAUSE_MS = (240, 900)
KEYS_TO_A_PAUSE = 6
"""On average; a pause is any time, so that the key after it may come at the worst moment."""
SETTLED_S = 3.0
"""The desk has stood for a moment: the characters of its lists are drawn ahead, and what it read first is there."""
PATIENCE_S = 10
STATISTICS = text(
    "SELECT strftime('%Y-%m', registered_at), channel, status, count(*), sum(length(summary))"
    " FROM matters GROUP BY 1, 2, 3"
)


def measure(bench: Bench) -> Iterator[Figure]:
    """Painted, and under load."""
    source = random.Random(SEED)
    typed = [one.words for _, fields in sample(bench, source, MATTERS) for one in keystrokes(fields, source)]
    for words in typed:
        _ask(bench.session, words)
    quiet = [milliseconds(lambda words=words: _ask(bench.session, words)) for words in typed]
    asked = percentile(quiet, 0.95)
    with _queue_page(bench.session) as show:
        alone = _typed(typed, show, source)
        with _statistics(bench.session) as runs:
            busy = _typed(typed, show, source)
            busy_queries = [milliseconds(lambda words=words: _ask(bench.session, words)) for words in typed]
    note = f"{len(typed)} 次按键，按人打字的快慢并有停顿，p50 {percentile(alone, 0.5):.1f}"
    yield over_limit("search_painted_p95_ms", percentile(alone, 0.95), asked, note)
    yield over_limit("search_painted_worst_ms", max(alone), max(quiet), "最慢的一次按键，到列表画完")
    load = f"同时在另一线程通读全部事项 {len(runs)} 遍"
    note = f"{load}，最慢 {max(busy_queries):.0f} ms"
    yield over_limit("search_under_load_p95_ms", percentile(busy_queries, 0.95), asked, note)
    yield over_limit("search_painted_under_load_p95_ms", percentile(busy, 0.95), percentile(alone, 0.95), load)
    yield over_limit("search_painted_under_load_worst_ms", max(busy), max(alone), load)


def _typed(typed: list[str], show: Callable[[str], None], source: random.Random) -> list[float]:
    """Type each of the words at its time; milliseconds from that time until the rows are painted."""
    times = []
    for words in typed:
        between = PAUSE_MS if source.randrange(KEYS_TO_A_PAUSE) == 0 else BETWEEN_KEYS_MS
        pressed = time.perf_counter() + source.uniform(*between) / 1000
        _live_until(pressed)
        show(words)
        times.append((time.perf_counter() - pressed) * 1000)
    return times


def _live_until(moment: float) -> None:
    """Let the page do what it does by itself."""
    while (left := moment - time.perf_counter()) > 0:
        QApplication.processEvents()
        time.sleep(min(left, 0.001))


def _live_while(busy: Callable[[], bool]) -> None:
    """Go through the events as they come, as the window does while it waits for an answer."""
    give_up_at = time.perf_counter() + PATIENCE_S
    while busy():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.perf_counter() > give_up_at:
            raise NotReadyError(f"there was no answer within {PATIENCE_S} s")


def _ask(session: Session, words: str) -> None:
    first_found(session, QueueFilter(view=QueueView.ALL, words=words), TODAY)


@contextmanager
def _queue_page(session: Session) -> Iterator[Callable[[str], None]]:
    """The real page in a window; gives what types words into it and waits for the painted answer."""
    application()
    operations: Operations[Session] = Operations(session, _clock)
    page = QueuePage(operations, _clock)
    page.resize(*SIZE)
    page.show()
    operations.drain()
    _live_until(time.perf_counter() + SETTLED_S)
    gc.freeze()  # as the desk does once it stands
    table, model = page.card.table, page.card.model
    watch = Painted(table.viewport())
    for told in (model.dataChanged, model.rowsInserted, model.rowsRemoved):
        told.connect(watch.forget)

    def show(words: str) -> None:
        watch.seen = True  # where the same was found it stands there already
        page.search.setText(words)
        _live_while(lambda: not page.is_answered)
        # where nothing was found a sentence stands in place of the table
        _live_while(lambda: not watch.seen and table.isVisible())

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
        give_way()  # as the lane of papers and statistics does
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
