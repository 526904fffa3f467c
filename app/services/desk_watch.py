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

    @property
    def more(self) -> bool:
        """Whether there may be more to tell: look again, after what waits in between."""
        return self.told >= inbox.MOST_AT_ONCE


def look(session: Session, now: datetime) -> DeskWatch:
    """Look at the clock first: while it cannot be trusted nobody is told that anything is late.

    Days not closed are named once the office has begun to close days; before that only the page of the day says so.
    """
    jump = desk_clock.look(session, now)
    if jump is not None:
        return DeskWatch(jump)
    told, change = inbox.climb(session, now)
    missed = day_end.missed(session, now.date()) if day_end.ever_closed(session) else ()
    return DeskWatch(None, told, missed, change)
