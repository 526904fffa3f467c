"""查找一切 (Ctrl+K) over the whole register: one keystroke from the words to all groups of the answer."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator

from app.domain.queue import QueueFilter, QueueView
from app.services.find import everything
from app.services.queue import first_found
from tests.bench.figures import Figure, over_limit, percentile
from tests.bench.harness import TODAY, Bench, milliseconds
from tests.bench.keystrokes import keystrokes
from tests.bench.search import sample

SAMPLED = 30
SEED = 13


def measure(bench: Bench) -> Iterator[Figure]:
    """p95 over every keystroke, against the same keystrokes in the search of the list, in turn."""
    source = random.Random(SEED)
    times: dict[str, list[float]] = defaultdict(list)
    listed: list[float] = []
    for _, fields in sample(bench, source, SAMPLED):
        for stroke in keystrokes(fields, source):
            asked = QueueFilter(view=QueueView.ALL, words=stroke.words)
            listed.append(milliseconds(lambda asked=asked: first_found(bench.session, asked, TODAY)))
            taken = milliseconds(lambda words=stroke.words: everything(bench.session, words))
            times[stroke.kind].append(taken)
    every = [one for kind in times.values() for one in kind]
    note = f"{len(every)} 次按键，p50 {percentile(every, 0.5):.2f}，最慢 {max(every):.1f} ms"
    yield over_limit("find_everything_1m_p95_ms", percentile(every, 0.95), percentile(listed, 0.95), note)
    bench.tell("查找一切（Ctrl+K），走 services.find.everything，p50 / p95 / 最慢 ms：")
    for kind, taken_of_kind in times.items():
        line = (
            f"{percentile(taken_of_kind, 0.5):.2f} / {percentile(taken_of_kind, 0.95):.2f} / {max(taken_of_kind):.1f}"
        )
        bench.tell(f"  {kind}：{line}（{len(taken_of_kind)} 次）")
