"""What tests of one page share: a clock that stands still until it is moved, and lanes that must not crash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from app.services.session import Session
from ui.operations import Operations


@dataclass
class Clock:
    """Says ``now``; a test moves it."""

    now: datetime

    def __call__(self) -> datetime:
        """The time."""
        return self.now


@contextmanager
def lanes(session: Session, clock: Callable[[], datetime]) -> Iterator[Operations[Session]]:
    """The lanes over an open register. They must end, and a fault of ours fails the test."""
    made = Operations(session, clock)
    faults: list[object] = []
    made.crashed.connect(faults.append)
    yield made
    assert made.close()
    assert faults == []
