"""The one door between the window and the register: every use case goes through here, in a lane of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from time import monotonic
from typing import Any, Generic, TypeVar, overload

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.domain.changes import Change
from app.domain.errors import Cancelled, Refused, Unavailable
from app.domain.progress import Progress
from ui.fault import Fault
from ui.lane import Lane

S = TypeVar("S")
T = TypeVar("T")

BUSY_AFTER_MS = 300
_log = logging.getLogger(__name__)


class LaneName(Enum):
    """Where a use case runs. A read never waits for the other two."""

    WRITE = "write"
    READ = "read"
    PAPER = "paper"


@dataclass(eq=False, repr=False)
class _Job:
    """One use case under way. Kept by the window's thread until delivered, so that nothing it holds ends elsewhere."""

    number: int
    lane: LaneName
    owner: QObject
    work: Callable[[], Any]
    progress: Progress
    done: Callable[[Any], None] | None
    failed: Callable[[Refused], None] | None
    always: Callable[[], None] | None
    stepped: Callable[[int, int, str], None] | None
    superseded: bool = False
    result: Any = None
    error: Exception | None = None

    def run(self) -> None:
        """Do the work and keep how it ended."""
        try:
            self.progress.check()
            self.result = self.work()
        except Exception as error:  # noqa: BLE001 - the one place where every failure is caught and sorted
            self.error = error


class Operations(QObject, Generic[S]):
    """Runs use cases for their owners and tells the outcome in the window's thread.

    ``owner`` is the widget that asks; once it is destroyed its callbacks are dropped. ``done`` gets the result;
    then, whatever ``done`` did, ``changed`` tells every page if the result is or carries (``.change``) a
    :class:`Change`. ``failed`` gets a :class:`Refused`; ``always`` is called last in every case, so that a page can
    free its buttons. The session is handed to every use case as its first argument.
    """

    changed = Signal(object)
    """A :class:`Change` was committed."""
    refused = Signal(object)
    """A :class:`Refused` nobody asked for."""
    unavailable = Signal(object)
    """An :class:`Unavailable`: nothing was half-saved."""
    crashed = Signal(object)
    """A :class:`Fault`: our bug."""
    busy = Signal(object, bool)
    """(:class:`LaneName`, True) after 300 ms of work, (…, False) when it is over."""

    _finished = Signal(int)
    _stepped = Signal(int, int, int, str)

    def __init__(self, session: S, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._clock = clock
        self._jobs: dict[int, _Job] = {}
        self._latest: dict[tuple[int, str], _Job] = {}
        self._last_number = 0
        self._closed = False
        self._lanes = {name: Lane(name.value, behind=name is LaneName.PAPER) for name in LaneName}
        self._shown_busy: set[LaneName] = set()
        self._timers = {name: self._busy_timer(name) for name in LaneName}
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._stepped.connect(self._tell_step, Qt.ConnectionType.QueuedConnection)

    def write(
        self,
        owner: QObject,
        fn: Callable[[S], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refused], None] | None = None,
        always: Callable[[], None] | None = None,
    ) -> None:
        """Change the register. Writes run one after another and are never cancelled."""
        session = self._session
        self._start(LaneName.WRITE, owner, lambda: fn(session), Progress(), done, failed, always)

    @overload
    def read(
        self,
        owner: QObject,
        fn: Callable[[S], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refused], None] | None = None,
        always: Callable[[], None] | None = None,
    ) -> Progress: ...

    @overload
    def read(
        self,
        owner: QObject,
        fn: Callable[[S, Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refused], None] | None = None,
        always: Callable[[], None] | None = None,
        *,
        supersede: str,
    ) -> Progress: ...

    def read(
        self,
        owner: QObject,
        fn: Callable[..., T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refused], None] | None = None,
        always: Callable[[], None] | None = None,
        *,
        supersede: str | None = None,
    ) -> Progress:
        """Read for the screen.

        With ``supersede``, ``fn`` also gets the :class:`Progress` and must hand it to the register: a newer read of
        the same owner and name interrupts this one, whose outcome is then dropped (``always`` too).
        """
        session, progress = self._session, Progress()
        if supersede is None:
            self._start(LaneName.READ, owner, lambda: fn(session), progress, done, failed, always)
            return progress
        key = (id(owner), supersede)
        older = self._latest.get(key)
        if older is not None:
            older.superseded = True
            older.progress.cancel()
        job = self._start(LaneName.READ, owner, lambda: fn(session, progress), progress, done, failed, always)
        self._latest[key] = job
        return progress

    def paper(
        self,
        owner: QObject,
        fn: Callable[[S, Progress], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Refused], None] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
        always: Callable[[], None] | None = None,
    ) -> Progress:
        """Do long work: PDF, import, export, backup, statistics. ``progress`` gets (done, total, text).

        The answer's ``cancel()`` stops it.
        """
        session = self._session
        number = self._last_number + 1
        steps = Progress(lambda done_, total, text: self._stepped.emit(number, done_, total, text))
        self._start(LaneName.PAPER, owner, lambda: fn(session, steps), steps, done, failed, always, progress)
        return steps

    def drain(self) -> None:
        """Wait until everything queued has run, and deliver it now. For closing and for tests."""
        for lane in self._lanes.values():
            lane.wait()
        for number in sorted(self._jobs):
            self._deliver(number)

    def close(self, timeout: float = 30.0) -> bool:
        """Cancel reads and papers, let writes finish and deliver them, end the lanes.

        Returns whether every lane ended within ``timeout`` seconds. Nothing can be started afterwards.
        """
        self._closed = True
        for job in list(self._jobs.values()):
            if job.lane is not LaneName.WRITE:
                job.progress.cancel()
        end = monotonic() + timeout
        ended = [lane.close(max(0.0, end - monotonic())) for lane in self._lanes.values()]
        if all(ended):
            for number in sorted(self._jobs):
                self._deliver(number)
        for timer in self._timers.values():
            timer.stop()
        return all(ended)

    def _start(
        self,
        lane: LaneName,
        owner: QObject,
        work: Callable[[], Any],
        progress: Progress,
        done: Callable[[Any], None] | None,
        failed: Callable[[Refused], None] | None,
        always: Callable[[], None] | None,
        stepped: Callable[[int, int, str], None] | None = None,
    ) -> _Job:
        self._last_number += 1
        job = _Job(self._last_number, lane, owner, work, progress, done, failed, always, stepped)
        if self._closed:
            _log.info("started after close, lane=%s", lane.value)
            return job
        self._jobs[job.number] = job
        if not self._timers[lane].isActive() and lane not in self._shown_busy:
            self._timers[lane].start()
        number = job.number
        self._lanes[lane].add(lambda: self._run(number))
        return job

    def _run(self, number: int) -> None:
        """In the lane's thread: keep no reference to the job when it is announced."""
        self._jobs[number].run()
        with suppress(RuntimeError):  # the window's side has gone already; nobody is left to tell
            self._finished.emit(number)

    def _deliver(self, number: int) -> None:
        job = self._jobs.pop(number, None)
        if job is None:
            return
        self._forget(job)
        self._settle_busy(job.lane)
        alive = shiboken6.isValid(job.owner) and not job.superseded
        try:
            if job.error is not None:
                self._tell_error(job, job.error, alive)
            elif alive and job.done is not None:
                job.done(job.result)
        finally:
            change = job.result if isinstance(job.result, Change) else getattr(job.result, "change", None)
            if isinstance(change, Change):
                self.changed.emit(change)
            # the traceback refers to the job: without this, only the garbage collector would end what it holds,
            # perhaps in a lane's thread
            job.error = None
            if job.always is not None and not job.superseded and shiboken6.isValid(job.owner):
                job.always()

    def _tell_error(self, job: _Job, error: Exception, alive: bool) -> None:
        if isinstance(error, Cancelled) or job.superseded:
            return
        if isinstance(error, Refused):
            if alive and job.failed is not None:
                job.failed(error)
            else:
                self.refused.emit(error)
        elif isinstance(error, Unavailable):
            _log.info("unavailable kind=%s lane=%s", error.kind.value, job.lane.value)
            self.unavailable.emit(error)
        else:
            self.report(error, job.lane.value)

    def report(self, error: BaseException, where: str) -> Fault:
        """Give a bug its reference number, write it to the log without personal data, and tell the window."""
        fault = Fault.of(error, self._clock())
        _log.error("fault reference=%s in=%s\n%s", fault.reference, where, "\n".join(fault.lines))
        self.crashed.emit(fault)
        return fault

    def _tell_step(self, number: int, done: int, total: int, text: str) -> None:
        job = self._jobs.get(number)
        if job is not None and job.stepped is not None and shiboken6.isValid(job.owner):
            job.stepped(done, total, text)

    def _forget(self, job: _Job) -> None:
        for key in [key for key, latest in self._latest.items() if latest is job]:
            del self._latest[key]

    def _busy_timer(self, name: LaneName) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        timer.timeout.connect(lambda: self._show_busy(name))
        return timer

    def _show_busy(self, name: LaneName) -> None:
        if any(job.lane is name for job in self._jobs.values()):
            self._shown_busy.add(name)
            self.busy.emit(name, True)

    def _settle_busy(self, name: LaneName) -> None:
        if any(job.lane is name for job in self._jobs.values()):
            return
        self._timers[name].stop()
        if name in self._shown_busy:
            self._shown_busy.discard(name)
            self.busy.emit(name, False)
