"""The one place that decides which matters a viewer may see, for lists, search, counts, prints and exports alike.

检举控告 must stay invisible to those it concerns (《信访工作条例》第三十条): only accounts with the right see them.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement

from app.domain.viewer import Right, Viewer
from db.tables import MATTERS


def visible_matters(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Conditions on ``MATTERS`` that every read of matters carries."""
    if viewer.may(Right.SEE_RESTRICTED):
        return []
    return [MATTERS.c.restricted.is_(False)]
