"""Covers: the first one of a process, one more, and a thousand in one file, each against blank pages by ReportLab."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from app.domain.paper import CoverRecord
from app.domain.queue import QueueFilter, QueueRow, QueueSort, QueueView
from app.printing.issue import render, render_many
from app.services.queue import next_page
from tests.bench.figures import Figure, median, over_limit
from tests.bench.harness import TODAY, Bench, fresh_process, interleaved, milliseconds
from tests.bench.sample_cover import COVER

COLD = 5
WARM = 30
MANY = 1_000


def measure(bench: Bench) -> Iterator[Figure]:
    """Cold, warm, many."""
    cold: dict[str, list[float]] = {"cover": [], "blank": []}
    for _ in range(COLD):
        for variant, times in cold.items():
            times.append(float(fresh_process("child_cover", variant)[1]))
    yield over_limit(
        "cover_cold_ms", median(cold["cover"]), median(cold["blank"]), f"新进程：装入并出第一份，{COLD} 次取中"
    )

    covers = some_covers(bench)
    turn = itertools.cycle(covers)
    warm = interleaved({"cover": lambda: render(next(turn)), "blank": lambda: _blank(1)}, WARM)
    yield over_limit("cover_warm_ms", median(warm["cover"]), median(warm["blank"]), "逐份不同")
    several = [replace(covers[place % len(covers)], page_count=place + 1) for place in range(MANY)]
    limit = milliseconds(lambda: _blank(MANY)) / 1000
    took = milliseconds(lambda: render_many(several)) / 1000
    yield over_limit("covers_1000_s", took, limit, f"一份文件，{len(covers)} 份内容各不相同")


def some_covers(bench: Bench) -> list[CoverRecord]:
    """A thousand covers of matters of the register, as many as there are."""
    wanted = QueueFilter(view=QueueView.ALL, sort=QueueSort.REGISTERED)
    rows: list[QueueRow] = []
    key: tuple[str | int, int] | None = ("1949-10-01T00:00:00", 0)
    while key is not None and len(rows) < MANY:
        page = next_page(bench.session, wanted, TODAY, key)
        rows += page.rows
        key = page.next_key
    return [_cover(row) for row in rows[:MANY]]


def _cover(row: QueueRow) -> CoverRecord:
    return replace(
        COVER,
        number=row.number,
        petitioner=row.petitioner,
        matter=row.summary,
        case_numbers=(row.case_number,) if row.case_number else (),
        department=row.department,
        handler=row.handler,
        registered_on=row.registered_at.date(),
    )


def _blank(pages: int) -> None:
    canvas = Canvas(BytesIO())
    for _ in range(pages):
        canvas.showPage()
    canvas.save()
