"""草稿: keeping unfinished forms and offering them again."""

from __future__ import annotations

from datetime import datetime

from app.services.session import Session
from db.stores.drafts import Draft


def save(
    session: Session, draft_id: int | None, kind: str, title: str, content: str, now: datetime, *, parks: bool = False
) -> int:
    """Keep a form, laid aside (``parks``) or not; gives the draft's id."""
    with session.register.scratch(session.viewer, now) as unit:
        return unit.drafts.save(draft_id, kind, title, content, now, parks=parks)


def remove(session: Session, draft_id: int, now: datetime) -> None:
    """Lay a draft aside for good."""
    with session.register.scratch(session.viewer, now) as unit:
        unit.drafts.remove(draft_id)


def offered(session: Session, now: datetime) -> tuple[Draft, ...]:
    """Drafts of this account, oldest first."""
    with session.register.scratch(session.viewer, now) as unit:
        return unit.drafts.all()


__all__ = ["Draft", "offered", "remove", "save"]
