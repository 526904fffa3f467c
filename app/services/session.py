"""An unlocked register together with who unlocked it; the first argument of every use case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from app.domain.viewer import Viewer
from db.register import Register

CHINA = timezone(timedelta(hours=8))


def civil_now() -> datetime:
    """The court's civil time, whole seconds, without zone (China keeps one zone and no summer time)."""
    return datetime.now(CHINA).replace(tzinfo=None, microsecond=0)


@dataclass(frozen=True)
class Session:
    """One account at one open register."""

    register: Register
    viewer: Viewer
