"""开台检查: what the desk looks at when it opens and when the day turns: the clock, late matters, days not closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.changes import Change
from app.domain.desk_clock import ClockJump
from app.services import day_end, desk_clock, inbox
from app.services.session import Session


@dataclass(frozen=True)
class DeskWatch:
    """What was found: a jump of the clock, how many next levels were told, days that nobody closed."""

    jump: ClockJump | None
    told: int = 0
    missed: tuple[date, ...] = ()
    change: Change = field(default_factory=Change.of)


def look(session: Session, now: datetime) -> DeskWatch:
    """Look at the clock first: while it cannot be trusted nobody is told that anything is late."""
    jump = desk_clock.look(session, now)
    if jump is not None:
        return DeskWatch(jump)
    told, change = inbox.climb(session, now)
    return DeskWatch(None, told, day_end.missed(session, now.date()), change)
