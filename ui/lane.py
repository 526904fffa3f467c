"""A lane: one thread that does its jobs one after another."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Condition, Thread, get_native_id

BEHIND = 10
"""How far a background thread stands behind the others where the system can tell threads apart (Linux)."""


def give_way() -> None:
    """Let this thread have a processor only when no other wants it: typing must not wait for a long statistic."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, get_native_id(), BEHIND)


class Lane:
    """One thread and its queue. Jobs must not raise; they keep their outcome themselves.

    A lane ``behind`` the others gets a processor only when they want none.
    """

    def __init__(self, name: str, *, behind: bool = False) -> None:
        self.name = name
        self._behind = behind
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._waiting = 0
        self._idle = Condition()
        self._thread = Thread(target=self._work, name=f"lane-{name}", daemon=True)
        self._closed = False

    def add(self, job: Callable[[], None]) -> None:
        """Queue a job; the thread starts with the first one.

        Raises:
            RuntimeError: the lane is closed.
        """
        if self._closed:
            raise RuntimeError(f"lane {self.name} is closed")
        with self._idle:
            self._waiting += 1
        if not self._thread.is_alive():
            self._thread.start()
        self._jobs.put(job)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait, in seconds, until every queued job has run; whether that came true in time."""
        with self._idle:
            return self._idle.wait_for(lambda: self._waiting == 0, timeout)

    def close(self, timeout: float) -> bool:
        """Take no more jobs, let the queued ones run, end the thread; whether it ended within ``timeout`` seconds."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _work(self) -> None:
        if self._behind:
            give_way()
        while (job := self._jobs.get()) is not None:
            job()
            # what the job holds may end with it, and widgets must only end in their own thread
            del job
            with self._idle:
                self._waiting -= 1
                self._idle.notify_all()
