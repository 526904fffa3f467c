"""Search as you type over the whole register, through what the queue page asks with every key: the first rows.

What it asks once the typing has paused, the whole list with the counts of the view buttons, is timed beside it; the
first rows must be those with which the whole list begins.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select

from app.domain.queue import FIRST_ROWS, QueueFilter, QueueRow, QueueView
from app.domain.search_tokens import SearchFields
from app.services.queue import first_found, first_page
from db.search import MOST_FOUND, read_fields
from db.tables import MATTERS, SEARCH_WORDS
from tests.bench.figures import Figure, over_limit, percentile
from tests.bench.harness import TODAY, Bench, milliseconds
from tests.bench.keystrokes import Keystroke, keystrokes

SAMPLED = 60
SEED = 7


def measure(bench: Bench) -> Iterator[Figure]:
    """p95 over every keystroke, and the share of keystrokes that find the matter they are meant for."""
    source = random.Random(SEED)
    times: dict[str, list[float]] = defaultdict(list)
    rest: list[float] = []
    floor: list[float] = []
    wanted = missed = 0
    misses: list[str] = []
    for matter_id, fields in sample(bench, source, SAMPLED):
        typed = list(keystrokes(fields, source))
        began: list[tuple[QueueRow, ...]] = []
        for stroke in typed:

            def search(stroke: Keystroke = stroke, began: list[tuple[QueueRow, ...]] = began) -> None:
                began.append(first_found(bench.session, _asked(stroke), TODAY).rows)

            times[stroke.kind].append(milliseconds(search))
        for stroke, first in zip(typed, began, strict=True):
            found: tuple[QueueRow, ...] = ()

            def search_whole(stroke: Keystroke = stroke) -> None:
                nonlocal found
                found = first_page(bench.session, _asked(stroke), TODAY).page.rows

            rest.append(milliseconds(search_whole))
            if stroke.promised:
                wanted += 1
                ids = tuple(row.matter_id for row in found)
                if first != found[:FIRST_ROWS] or not _finds(bench, stroke, matter_id, ids):
                    missed += 1
                    misses.append(f"{stroke.kind}「{stroke.words}」→ {matter_id}")
        floor += [milliseconds(lambda fields=fields: _one_look_up(bench, fields)) for _ in range(10)]
    every = [one for kind in times.values() for one in kind]
    limit = percentile(floor, 0.95)
    note = f"{len(every)} 次按键，p50 {percentile(every, 0.5):.2f}，最慢 {max(every):.1f} ms"
    yield over_limit("search_1m_p95_ms", percentile(every, 0.95), limit, note)
    yield over_limit("search_worst_ms", max(every), max(floor), "最慢的一次按键")
    yield Figure("search_recall", (wanted - missed) / wanted, 1.0, (wanted - missed) / wanted, f"{wanted} 次应找到")
    bench.tell(f"查询走 services.queue.first_found（全部视图，前 {FIRST_ROWS} 行），p50 / p95 / 最慢 ms：")
    for kind, taken in times.items():
        line = f"  {kind}：{percentile(taken, 0.5):.2f} / {percentile(taken, 0.95):.2f} / {max(taken):.1f}"
        bench.tell(f"{line}（{len(taken)} 次）")
    bench.tell(f"  同场极限：一次 B 树查证件并取 {FIRST_ROWS} 行，p95 {limit:.2f} ms")
    whole = f"{percentile(rest, 0.5):.2f} / {percentile(rest, 0.95):.2f} / {max(rest):.1f}"
    bench.tell(f"  停手后读全部 {MOST_FOUND} 行和计数（first_page）：{whole}")
    for line in misses[:10]:
        bench.tell(f"  没找到：{line}")


def sample(bench: Bench, source: random.Random, matters: int) -> list[tuple[int, SearchFields]]:
    """Some matters of the register and what each is found by."""
    with bench.session.register.connection() as connection:
        last = connection.execute(select(SEARCH_WORDS.c.matter_id).order_by(SEARCH_WORDS.c.matter_id.desc())).scalar()
        ids = source.sample(range(1, last + 1), matters)
        rows = connection.execute(select(SEARCH_WORDS).where(SEARCH_WORDS.c.matter_id.in_(ids))).all()
    return [(row.matter_id, read_fields(row.words)) for row in rows]


def _asked(stroke: Keystroke) -> QueueFilter:
    return QueueFilter(view=QueueView.ALL, words=stroke.words)


def _finds(bench: Bench, stroke: Keystroke, matter_id: int, found: tuple[int, ...]) -> bool:
    """Whether the list holds the matter; when the list is full of others, whether the matter alone would be in it."""
    if matter_id in found or len(found) < MOST_FOUND:
        return matter_id in found
    with bench.session.register.read(bench.session.viewer) as unit:
        return unit.search.find(stroke.words, (MATTERS.c.id == matter_id,)) == (matter_id,)


def _one_look_up(bench: Bench, fields: SearchFields) -> None:
    """The least that any search of the list costs: one document found by its B-tree, and the rows of one full list."""
    with bench.session.register.read(bench.session.viewer) as unit:
        unit.petitioners.same(fields.names[0], fields.document_numbers[0] if fields.document_numbers else "E0")
        unit.queue.rows(tuple(range(1, FIRST_ROWS + 1)))
