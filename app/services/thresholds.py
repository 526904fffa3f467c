"""天数标准: the numbers by which the desk prompts, the office's own before the built-in ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.thresholds import THRESHOLDS, checked
from app.domain.viewer import Right
from app.services.session import Session
from db.unit_of_work import ReadUnit, WriteUnit

SETTING = "thresholds"


def values_in(unit: ReadUnit | WriteUnit) -> dict[str, int]:
    """Every number in force, inside a unit of work."""
    own = unit.settings.get(SETTING, {})
    return {name: int(own.get(name, rule.default)) for name, rule in THRESHOLDS.items()}


def values(session: Session) -> dict[str, int]:
    """Every number in force."""
    with session.register.read(session.viewer) as unit:
        return values_in(unit)


def change(session: Session, given: Mapping[str, str], now: datetime) -> Change:
    """Keep the office's own numbers.

    Raises:
        Refused: no right, or a number is out of bounds (named beside its field).
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("修改天数标准需要管理员账户。")
    wanted = checked(given)
    with session.register.write(session.viewer, now) as work:
        before = values_in(work)
        work.settings.put(SETTING, wanted)
        work.audit.record("change", "settings", 0, before=before, after=wanted)
    return Change.of(Area.SETTINGS, Area.RECORDS)
