"""The list of matters: from asking to the painted table, and pages in the middle and at the end of the register.

Painting uses the program's own table and model. What is asked is ``services.queue.first_page``, counts included, in the
list that is open at start (在办) and over everything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from app.domain.contact import Channel
from app.domain.matter import MatterStatus
from app.domain.queue import QueueFilter, QueuePage, QueueSort, QueueView
from app.domain.work_calendar import built_in_calendar
from app.services.queue import first_page, next_page
from app.services.session import Session
from db.stores.queue import _SORT_COLUMNS, _to_key
from db.tables import MATTERS
from tests.bench.figures import Figure, as_ratio, median, over_limit, percentile
from tests.bench.harness import TODAY, Bench, NotReadyError, application, interleaved, milliseconds
from ui.models.queue_model import QueueModel
from ui.widgets.table import Table

PAINTS = 30
PAGES = 15
FILTERS = 7
SIZE = (1100, 700)


def measure(bench: Bench) -> Iterator[Figure]:
    """First paint and depth."""
    yield from _paints(bench)
    yield _depth(bench)
    _filters(bench)


def _paints(bench: Bench) -> Iterator[Figure]:
    application()
    wanted = QueueFilter(view=QueueView.ALL)
    ready = first_page(bench.session, wanted, TODAY).page
    variants = {
        "register": lambda: _painted(lambda: first_page(bench.session, wanted, TODAY).page),
        "memory": lambda: _painted(lambda: ready),
    }
    times = interleaved(variants, PAINTS)
    ours, limit = median(times["register"]), median(times["memory"])
    note = f"全部视图 {len(ready.rows)} 行，p95 {percentile(times['register'], 0.95):.0f} ms"
    yield over_limit("queue_first_paint_1m_ms", ours, limit, note)
    yield as_ratio("queue_first_paint_ratio", ours, limit)


def _painted(read: Callable[[], QueuePage]) -> None:
    """Read a page, show it in a fresh table, and wait until it is painted."""
    page = read()
    model = QueueModel(lambda: TODAY, built_in_calendar())
    model.replace(page.rows, page.next_key)
    table = Table()
    table.setModel(model)
    table.resize(*SIZE)
    watch = Painted(table.viewport())
    table.show()
    give_up_at = time.perf_counter() + 10
    while not watch.seen:
        QApplication.processEvents()
        if time.perf_counter() > give_up_at:
            raise NotReadyError("the table was not painted within 10 s")
    table.close()
    table.deleteLater()
    model.deleteLater()


class Painted(QObject):
    """Knows whether a widget has been painted."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def forget(self) -> None:
        """Wait for a paint from now on."""
        self.seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The paint goes on; by the time events are looked at again it is over."""
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


def _depth(bench: Bench) -> Figure:
    """The worst of every sort order: a page in the middle or at the end over the first one."""
    worst: tuple[float, float, float, str] = (0.0, 0.0, 1.0, "")
    bench.tell("队列分页（全部视图，200 行一页，p50 ms）：第一页 / 中间 / 末尾")
    for sort in QueueSort:
        for descending in (False, True):
            keys = _keys(bench.session, sort, descending)
            wanted = QueueFilter(view=QueueView.ALL, sort=sort, descending=descending)
            variants = {
                name: lambda wanted=wanted, key=key: next_page(bench.session, wanted, TODAY, key)
                for name, key in keys.items()
            }
            times = {name: median(taken) for name, taken in interleaved(variants, PAGES, warm_up=1).items()}
            deep = max(times["middle"], times["end"])
            order = f"{sort.value}{' ↓' if descending else ''}"
            bench.tell(f"  {order}：{times['first']:.2f} / {times['middle']:.2f} / {times['end']:.2f}")
            worst = max(worst, (deep / times["first"], deep, times["first"], order))
    return as_ratio("queue_page_depth_ratio", worst[1], worst[2], f"六种排序、两个方向中最差的：{worst[3]}")


def _keys(session: Session, sort: QueueSort, descending: bool) -> dict[str, tuple[str | int, int]]:
    """The keys after which the first page, one in the middle and the last one begin."""
    column = _SORT_COLUMNS[sort]
    order = (column.desc(), MATTERS.c.id.desc()) if descending else (column, MATTERS.c.id)
    with session.register.connection() as connection:
        total = connection.execute(select(func.count()).select_from(MATTERS)).scalar_one()
        found = {}
        for name, place in {"first": 0, "middle": total // 2, "end": max(0, total - 202)}.items():
            row = connection.execute(select(column, MATTERS.c.id).order_by(*order).offset(place).limit(1)).one()
            found[name] = (_to_key(row[0]), row[1])
    return found


def _filters(bench: Bench) -> None:
    """First pages of the lists that people ask for; no target, to see where an index is missing."""
    with bench.session.register.connection() as connection:
        handler = connection.execute(
            select(MATTERS.c.handler_name).where(MATTERS.c.handler_name != "").limit(1)
        ).scalar_one()
    asked = {
        "在办": QueueFilter(),
        "在办，按登记时间": QueueFilter(sort=QueueSort.REGISTERED, descending=True),
        "今日登记": QueueFilter(view=QueueView.TODAY),
        "即将到期": QueueFilter(view=QueueView.DUE_SOON),
        "全部": QueueFilter(view=QueueView.ALL),
        "全部，来信": QueueFilter(view=QueueView.ALL, channel=Channel.LETTER),
        "全部，网信（没有）": QueueFilter(view=QueueView.ALL, channel=Channel.ONLINE),
        "全部，办结": QueueFilter(view=QueueView.ALL, status=MatterStatus.CONCLUDED),
        "全部，督办": QueueFilter(view=QueueView.ALL, status=MatterStatus.SUPERVISED),
        "全部，某承办人": QueueFilter(view=QueueView.ALL, handler=handler),
        "全部，无此承办人": QueueFilter(view=QueueView.ALL, handler="无此人"),
        "全部，重访": QueueFilter(view=QueueView.ALL, repeat=True),
        "全部，初访": QueueFilter(view=QueueView.ALL, repeat=False),
        "全部，来信且重访，按登记时间": QueueFilter(
            view=QueueView.ALL, channel=Channel.LETTER, repeat=True, sort=QueueSort.REGISTERED, descending=True
        ),
        "全部，某承办人，按登记时间": QueueFilter(
            view=QueueView.ALL, handler=handler, sort=QueueSort.REGISTERED, descending=True
        ),
        "在办，查「王」": QueueFilter(words="王"),
        "在办，查「申请执行」": QueueFilter(words="申请执行"),
        "今日登记，查「执行」": QueueFilter(view=QueueView.TODAY, words="执行"),
    }
    bench.tell("队列第一页（含计数，p50 / 最慢 ms）：")
    for words, wanted in asked.items():
        taken = [milliseconds(lambda wanted=wanted: _first(bench.session, wanted, TODAY)) for _ in range(FILTERS)]
        bench.tell(f"  {words}：{median(taken):.1f} / {max(taken):.1f}")


def _first(session: Session, wanted: QueueFilter, today: date) -> None:
    first_page(session, wanted, today)
