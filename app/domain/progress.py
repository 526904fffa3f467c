"""How long work tells its step and hears that it should stop. No Qt, no threads of its own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from app.domain.errors import Cancelled


class Progress:
    """Step, text and cancel of one piece of background work.

    ``on_step`` is called in the working thread with (done, total, text). ``attach`` registers something to interrupt
    when the work is cancelled, for example a running database query.
    """

    def __init__(self, on_step: Callable[[int, int, str], None] | None = None) -> None:
        self._on_step = on_step
        self._cancelled = False
        self._interrupts: list[Callable[[], None]] = []
        self._lock = Lock()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._cancelled

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report a step.

        Raises:
            Cancelled: somebody asked to stop.
        """
        self.check()
        if self._on_step is not None:
            self._on_step(done, total, text)

    def check(self) -> None:
        """Stop here if somebody asked to.

        Raises:
            Cancelled: somebody asked to stop.
        """
        if self._cancelled:
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop and interrupt what it attached.

        Under the lock, so that nothing is interrupted after it was detached: its connection may serve a write by then.
        """
        with self._lock:
            self._cancelled = True
            for interrupt in self._interrupts:
                interrupt()

    def attach(self, interrupt: Callable[[], None]) -> None:
        """Register what to interrupt on cancel; called at once if already cancelled."""
        with self._lock:
            self._interrupts.append(interrupt)
            cancelled = self._cancelled
        if cancelled:
            interrupt()

    def detach(self, interrupt: Callable[[], None]) -> None:
        """Forget an attached interrupt."""
        with self._lock:
            if interrupt in self._interrupts:
                self._interrupts.remove(interrupt)
