from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass
from threading import Event, current_thread, get_native_id

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.changes import Area, Change
from app.domain.errors import Cancelled, Refused, Unavailable, UnavailableKind
from app.domain.progress import Progress
from ui.lane import Lane
from ui.operations import LaneName

WAIT = 10
CHANGE = Change.of(Area.MATTERS, ids=(7,))


@dataclass(frozen=True)
class Registered:
    number: str
    change: Change


@pytest.fixture
def owner(qapp):
    made = QObject()
    yield made
    if shiboken6.isValid(made):
        shiboken6.delete(made)


def refuse(*_args):
    raise Refused("姓名没有填。", {"name": "请填写姓名。"})


def test_result_is_delivered_in_the_windows_thread(qtbot, operations, owner):
    told = []

    def work(session):
        return session, current_thread().name

    with qtbot.waitCallback() as done:
        operations.read(owner, work, lambda result: (told.append(QThread.currentThread()), done(result)))
    session, thread = done.args[0]
    assert session == "session"
    assert thread == "lane-read"
    assert told == [QApplication.instance().thread()]


def test_initiator_hears_before_the_pages(qtbot, operations, owner):
    order = []
    operations.changed.connect(order.append)
    operations.write(
        owner,
        lambda _session: Registered("访29号", CHANGE),
        lambda result: order.append(result.number),
        always=lambda: order.append("always"),
    )
    qtbot.waitUntil(lambda: len(order) == 3)
    assert order == ["访29号", CHANGE, "always"]


def test_pages_hear_even_if_the_initiators_callback_breaks(qtbot, operations, owner):
    def broken(_result):
        raise ZeroDivisionError

    with qtbot.captureExceptions() as raised, qtbot.waitSignal(operations.changed) as changed:
        operations.write(owner, lambda _session: CHANGE, broken)
    assert changed.args == [CHANGE]
    assert [kind for kind, _error, _trace in raised] == [ZeroDivisionError]


def test_a_dead_owner_hears_nothing_but_the_pages_do(qtbot, operations):
    told = []
    widget = QWidget()
    gate = Event()
    operations.write(widget, lambda _session: gate.wait(WAIT) and CHANGE, told.append, always=lambda: told.append(1))
    shiboken6.delete(widget)
    with qtbot.waitSignal(operations.changed):
        gate.set()
    assert told == []


def test_writes_run_one_after_another_and_reads_do_not_wait(qtbot, operations, owner):
    gate, order = Event(), []
    operations.write(owner, lambda _session: gate.wait(WAIT), lambda _result: order.append("first write"))
    operations.write(owner, lambda _session: None, lambda _result: order.append("second write"))
    operations.paper(owner, lambda _session, _progress: gate.wait(WAIT), lambda _result: None)
    with qtbot.waitCallback() as done:
        operations.read(owner, lambda _session: "read", done)
    assert order == []
    gate.set()
    operations.drain()
    assert order == ["first write", "second write"]


def test_a_newer_search_interrupts_the_older(qtbot, operations, owner):
    interrupted, started, told = Event(), Event(), []

    def slow(_session, progress: Progress):
        progress.attach(interrupted.set)
        started.set()
        assert interrupted.wait(WAIT)
        progress.check()
        return "old"

    operations.read(owner, slow, told.append, always=lambda: told.append("old ended"), supersede="search")
    assert started.wait(WAIT)
    with qtbot.waitCallback() as done:
        operations.read(owner, lambda _session, _progress: "new", done, supersede="search")
    assert done.args == ["new"]
    assert interrupted.is_set()
    assert told == []


def test_a_superseded_search_that_never_started_is_skipped(qtbot, operations, owner):
    gate, ran = Event(), []
    operations.read(owner, lambda _session: gate.wait(WAIT))
    for text in ("张", "张三"):
        operations.read(owner, lambda _session, _progress, text=text: ran.append(text), supersede="search")
    gate.set()
    operations.drain()
    assert ran == ["张三"]


def test_searches_of_different_owners_do_not_disturb_each_other(operations, owner):
    other, told = QObject(), []
    operations.read(owner, lambda _session, _progress: "a", told.append, supersede="search")
    operations.read(other, lambda _session, _progress: "b", told.append, supersede="search")
    operations.drain()
    assert told == ["a", "b"]


def test_refusal_goes_to_who_asked(operations, owner):
    told, ended = [], []
    operations.write(owner, refuse, failed=told.append, always=lambda: ended.append(True))
    operations.drain()
    assert told[0].fields == {"name": "请填写姓名。"}
    assert ended == [True]


def test_refusal_nobody_asked_for_goes_to_the_window(qtbot, operations, owner):
    with qtbot.waitSignal(operations.refused) as refused:
        operations.write(owner, refuse)
    assert refused.args[0].message == "姓名没有填。"


def test_unavailable_goes_to_the_calm_bar(qtbot, operations, owner):
    def full(_session):
        raise Unavailable(UnavailableKind.DISK_FULL)

    failed, ended = [], []
    with qtbot.waitSignal(operations.unavailable) as signal:
        operations.write(owner, full, failed=failed.append, always=lambda: ended.append(True))
    operations.drain()
    assert signal.args[0].kind is UnavailableKind.DISK_FULL
    assert (failed, ended) == ([], [True])


def test_cancelled_paper_says_nothing(qtbot, operations, owner):
    gate, told = Event(), []
    for signal in (operations.refused, operations.unavailable, operations.crashed):
        signal.connect(told.append)

    def export(_session, progress: Progress):
        progress.attach(gate.set)
        assert gate.wait(WAIT)
        progress.step(1, 2, "第 1 页")

    ended = []
    progress = operations.paper(owner, export, told.append, told.append, always=lambda: ended.append(True))
    progress.cancel()
    operations.drain()
    assert (told, ended) == ([], [True])


def test_progress_reaches_the_page(qtbot, operations, owner):
    steps, gate = [], Event()

    def export(_session, progress: Progress):
        progress.step(1, 2, "第 1 页")
        gate.wait(WAIT)
        return "pdf"

    operations.paper(owner, export, progress=lambda *step: steps.append(step))
    qtbot.waitUntil(lambda: steps == [(1, 2, "第 1 页")])
    gate.set()


def test_a_bug_gets_a_reference_and_the_log_no_personal_data(qtbot, operations, owner, caplog):
    def bug(_session):
        try:
            raise KeyError("赵某某 410000197704160000")
        except KeyError as error:
            raise ValueError("赵某某") from error

    with caplog.at_level(logging.ERROR), qtbot.waitSignal(operations.crashed) as crashed:
        operations.write(owner, bug)
    fault = crashed.args[0]
    assert fault.reference.startswith("1124-1026-")
    assert fault.reference in caplog.text
    for text in (caplog.text, fault.text()):
        assert "ValueError" in text
        assert "KeyError" in text
        assert "tests/ui/test_operations.py" in text
        assert "赵某某" not in text
        assert "4100" not in text


def test_busy_is_shown_only_for_long_work(qtbot, operations, owner):
    told, gate = [], Event()
    operations.busy.connect(lambda lane, is_busy: told.append((lane, is_busy)))
    operations.read(owner, lambda _session: None)
    operations.drain()
    with qtbot.waitSignal(operations.busy):
        operations.write(owner, lambda _session: gate.wait(WAIT))
    gate.set()
    operations.drain()
    assert told == [(LaneName.WRITE, True), (LaneName.WRITE, False)]


def test_close_finishes_writes_and_cancels_the_rest(operations, owner):
    told, started = [], Event()
    gate = Event()

    def long_read(_session, progress: Progress):
        progress.attach(gate.set)
        started.set()
        assert gate.wait(WAIT)
        raise Cancelled

    operations.read(owner, long_read, lambda _result: told.append("read"), supersede="list")
    assert started.wait(WAIT)
    for number in range(5):
        operations.write(owner, lambda _session, number=number: number, told.append)
    assert operations.close()
    assert told == [0, 1, 2, 3, 4]


def test_nothing_starts_after_close(operations, owner):
    ran = []
    operations.close()
    operations.write(owner, ran.append)
    operations.drain()
    assert ran == []


def test_papers_and_statistics_stand_behind_what_the_clerk_waits_for() -> None:
    """Linux tells threads apart; elsewhere the lane runs as the others do."""
    nice: dict[bool, int] = {}
    for behind in (False, True):
        lane = Lane("lane", behind=behind)
        lane.add(lambda behind=behind: nice.update({behind: os.getpriority(os.PRIO_PROCESS, get_native_id())}))
        assert lane.wait(5)
        assert lane.close(5)
    if sys.platform == "linux":
        assert nice[True] > nice[False]
