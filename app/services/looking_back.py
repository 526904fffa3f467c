"""上次答复: what the desk has at hand of a matter while the visitor is still talking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.matter import OPEN_STATUSES, ActionKind
from app.domain.promise import promised_by
from app.services import history, matters
from app.services.history import MatterHistory
from app.services.session import Session
from db.stores.history import EarlierAnswer

_PROMISES = frozenset({ActionKind.REPLY, ActionKind.TALK})


@dataclass(frozen=True)
class LookBack:
    """A matter as the desk needs it when somebody comes again with it.

    ``promised`` is the day by which the newest answer said that the office would come back; ``due`` the day the
    matter itself is due while it is open. ``claims`` are whole, to be taken over.
    """

    matter_id: int
    number: str
    answers: tuple[EarlierAnswer, ...]
    claims: tuple[str, ...]
    cases: tuple[str, ...]
    promised: date | None
    due: date | None
    history: MatterHistory

    def promise_late(self, today: date) -> int:
        """How many days the promise is late."""
        return 0 if self.promised is None else max(0, (today - self.promised).days)

    def late(self, today: date) -> int:
        """How many days the matter is late."""
        return 0 if self.due is None else max(0, (today - self.due).days)


def look_back(session: Session, matter_id: int, today: date) -> LookBack:
    """Earlier answers, whether what was promised is late, and the history of one matter.

    Raises:
        Refused: there is no such matter, or this account may not see it.
    """
    detail = matters.detail(session, matter_id)
    answers = history.earlier_answers(session, matter_id)
    promised = None
    if answers and answers[0].kind in _PROMISES:
        with session.register.read(session.viewer) as unit:
            calendar = unit.calendars.in_force()
        promised = promised_by(answers[0].words, answers[0].happened_at.date(), calendar)
    return LookBack(
        matter_id=matter_id,
        number=detail.number,
        answers=answers,
        claims=tuple(claim.text for claim in detail.claims),
        cases=tuple(case.normalised for case in detail.case_refs),
        promised=promised,
        due=detail.due_date if detail.status in OPEN_STATUSES else None,
        history=history.of_matter(session, matter_id, today),
    )
