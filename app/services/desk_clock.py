"""本机时钟: looking whether the PC's clock goes on as it should, and keeping the latest time this register has seen."""

from __future__ import annotations

from datetime import datetime

from app.domain.changes import Area, Change
from app.domain.desk_clock import ClockJump, judge
from app.domain.errors import Refused
from app.domain.text import clean_line
from app.services.session import Session


def look(session: Session, now: datetime) -> ClockJump | None:
    """The jump to name, or ``None``; then this moment is kept as the latest. A jump is not believed by itself."""
    with session.register.read(session.viewer) as unit:
        jump = judge(unit.calendars.last_seen(), now)
    if jump is None:
        session.register.keep_seen(now)
    return jump


def accept(session: Session, reason: str, now: datetime) -> Change:
    """Go on with the time the PC shows, for a stated reason; the audit names both times.

    Raises:
        Refused: no reason.
    """
    said = clean_line(reason)
    if not said:
        raise Refused("请写明原因，例如“更换主板电池后已校正”。", {"reason": "请写明原因。"})
    with session.register.write(session.viewer, now) as work:
        before = work.calendars.last_seen()
        work.calendars.seen()
        work.audit.record("clock", "register", 0, before={"seen": before}, after={"now": now, "reason": said})
    return Change.of(Area.SETTINGS)
