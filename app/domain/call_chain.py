"""现场通知: whom to call to a situation at the window, level by level, until somebody comes.

第一时间通知主管领导和办案人: the handler first, then upwards; nobody is called twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.record import HandlingRecord
from app.domain.responsibility import LADDER, POST_TEXT, ResponsibilityTree, Responsible


@dataclass(frozen=True)
class ChainLink:
    """通知对象: somebody to be called, and why them."""

    person: Responsible
    reason: str


def chain(
    tree: ResponsibilityTree, department_id: int, handler: Responsible | None, day: date, barred: frozenset[int]
) -> tuple[ChainLink, ...]:
    """Everybody who may be called, in order; vacant posts and those who must withdraw are left out."""
    found: dict[int, ChainLink] = {}
    for post in LADDER:
        person = tree.at(post, day, department_id, handler)
        if person is not None and person.staff_id and person.staff_id not in barred:
            found.setdefault(person.staff_id, ChainLink(person, POST_TEXT[post]))
    return tuple(found.values())


def next_call(links: Iterable[ChainLink], calls: Iterable[HandlingRecord], day: date) -> ChainLink | None:
    """Whom to call next, from the calls of one day; ``None`` when somebody is coming or has come, or nobody is left."""
    tried: set[int] = set()
    for call in calls:
        if call.kind != "call" or not call.live or call.values.get("called_at", "")[:10] != day.isoformat():
            continue
        tried.add(int(call.values["person"]))
        if call.values["answer"] == "yes" and call.last("not_coming") is None:
            return None
    return next((link for link in links if link.person.staff_id not in tried), None)
