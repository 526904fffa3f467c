"""上次答复: what the desk has at hand of a matter, and what it was linked with, to be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.changes import Change
from app.domain.matter import OPEN_STATUSES, ActionKind
from app.domain.promise import promised_by
from app.services import history, matters, merging, separating
from app.services.history import MatterHistory
from app.services.session import Session
from db.stores.history import EarlierAnswer
from db.stores.merges import CONTACT, MATTER, PERSON

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


@dataclass(frozen=True)
class KnownLink:
    """A link of a matter that holds and can be taken back, in words."""

    merge_id: int
    kind: str
    from_id: int
    words: str


def links(session: Session, matter_id: int) -> tuple[KnownLink, ...]:
    """Matters taken in, people said to be the same and contacts joined at the desk, the newest first.

    Raises:
        Refused: there is no such matter, or this account may not see it.
    """
    detail = matters.detail(session, matter_id)
    people = {one.petitioner_id for contact in detail.contacts for one in contact.people}
    with session.register.read(session.viewer) as unit:
        found = {one.merge_id: one for one in unit.merges.merges_of(MATTER, matter_id)}
        for contact in detail.contacts:
            found |= {one.merge_id: one for one in unit.merges.merges_of(CONTACT, contact.contact_id)}
        roots = {unit.recognition.root(petitioner_id) or petitioner_id for petitioner_id in people}
        for petitioner_id in {each for root in roots for each in unit.recognition.spellings(root)}:
            found |= {one.merge_id: one for one in unit.merges.merges_of(PERSON, petitioner_id)}
        named = unit.petitioners.people({one for merge in found.values() for one in (merge.from_id, merge.into_id)})
        numbers = {one.contact_id: one.number for one in detail.contacts}
        known = []
        for merge in sorted(found.values(), key=lambda one: -one.merge_id):
            day = f"{merge.merged_at:%Y-%m-%d}"
            if merge.kind == MATTER:
                gone, kept = unit.matters.number_text(merge.from_id), unit.matters.number_text(merge.into_id)
                words = f"{day} {gone}并入{kept}"
            elif merge.kind == PERSON:
                seen = [key for key in (merge.from_id, merge.into_id) if unit.merges.sees_person((key,))]
                names = [named[key].name for key in seen if key in named] or ["其中一位"]
                words = f"{day} 认定{'与'.join([*names, '另一条记录'][:2])}是同一人"
            else:
                words = f"{day} {numbers.get(merge.from_id, '')}登记时归入本事项"
            known.append(KnownLink(merge.merge_id, merge.kind, merge.from_id, words))
    return tuple(known)


def take_back(session: Session, link: KnownLink, reason: str, now: datetime) -> Change:
    """Undo one link; a contact that was joined at the desk becomes a matter of its own.

    Raises:
        Refused: see :func:`app.services.merging.undo` and :func:`app.services.separating.separate`.
    """
    if link.kind == CONTACT:
        return separating.separate(session, link.from_id, reason, now)
    return merging.undo(session, link.merge_id, reason, now)
