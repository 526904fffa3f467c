"""The one place that decides which matters a viewer may see, for lists, search, counts, prints and exports alike.

检举控告 must stay invisible to those it concerns (《信访工作条例》第三十条): only accounts with the right see them.
Whoever must withdraw from a matter (第二十八条) does not see it, with the right or without; of an accused, the whole
division does not.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from app.domain.viewer import Right, Viewer
from db.tables import MATTERS, RECUSALS, STAFF


def visible_matters(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Conditions on ``MATTERS`` that every read of matters carries."""
    conditions: list[ColumnElement[bool]] = []
    if not viewer.may(Right.SEE_RESTRICTED):
        conditions.append(MATTERS.c.restricted.is_(False))
    if viewer.staff_id is not None:
        concerned: ColumnElement[bool] = RECUSALS.c.staff_id == viewer.staff_id
        if viewer.department_id is not None:
            division = and_(RECUSALS.c.accused.is_(True), STAFF.c.department_id == viewer.department_id)
            concerned = or_(concerned, division)
        hidden = (
            select(RECUSALS.c.matter_id)
            .join(STAFF, STAFF.c.id == RECUSALS.c.staff_id)
            .where(RECUSALS.c.lifted_at.is_(None), concerned)
        )
        conditions.append(MATTERS.c.id.not_in(hidden))
    return conditions
