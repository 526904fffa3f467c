"""What the clerk said about the proposals: which matter the contact joins, who the visitor is, who not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.intake import EarlierMatter
from app.domain.recognition import ProposalGroup


@dataclass(frozen=True)
class Decision:
    """``joined`` is the matter the contact goes to; ``same_person`` somebody known who comes with a new matter.

    ``dismissed`` were proposed and are not the same, the last one last.
    """

    joined: EarlierMatter | None = None
    same_person: EarlierMatter | None = None
    dismissed: tuple[EarlierMatter, ...] = ()

    @property
    def chosen(self) -> EarlierMatter | None:
        """The proposal that was taken, in whichever way."""
        return self.joined or self.same_person

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return self == Decision()

    @property
    def matter_id(self) -> int | None:
        """The matter to join."""
        return self.joined.matter_id if self.joined else None

    @property
    def person_id(self) -> int | None:
        """Who the visitor is said to be, None where the matter is that of somebody else."""
        chosen = self.chosen
        if chosen is None or not chosen.group.is_visitor:
            return None
        return chosen.person_id or None

    @property
    def different_people(self) -> tuple[int, ...]:
        """Who the visitor is not."""
        people = (one.person_id for one in self.dismissed if one.group.is_visitor)
        return tuple(dict.fromkeys(person_id for person_id in people if person_id))

    @property
    def different_matters(self) -> tuple[int, ...]:
        """Which matters of others it is not."""
        return tuple(one.matter_id for one in self.dismissed if not one.group.is_visitor)

    def join(self, one: EarlierMatter) -> Decision:
        """The same matter."""
        return replace(self, joined=one, same_person=None)

    def begin_new(self, one: EarlierMatter) -> Decision:
        """The same person with a new matter."""
        return replace(self, joined=None, same_person=one)

    def dismiss(self, one: EarlierMatter) -> Decision:
        """Not the same."""
        return replace(self, dismissed=(*self.dismissed, one))

    def take_back(self) -> Decision:
        """Undo what was said last: the choice before the dismissals."""
        if self.chosen is not None:
            return replace(self, joined=None, same_person=None)
        return replace(self, dismissed=self.dismissed[:-1])

    def to_plain(self) -> dict[str, Any]:
        """As a draft keeps it."""
        return {
            "adopted": _kept(self.joined),
            "same_person": _kept(self.same_person),
            "dismissed": [_kept(one) for one in self.dismissed],
        }

    @classmethod
    def from_plain(cls, kept: Mapping[str, Any]) -> Decision:
        """What a draft kept; drafts of older versions know less."""
        return cls(
            _read(kept.get("adopted")),
            _read(kept.get("same_person")),
            tuple(one for one in map(_read, kept.get("dismissed", ())) if one is not None),
        )


def _kept(one: EarlierMatter | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {**vars(one), "latest_at": one.latest_at.isoformat(), "group": one.group.value}


def _read(kept: Mapping[str, Any] | None) -> EarlierMatter | None:
    if kept is None:
        return None
    return EarlierMatter(
        **{
            **kept,
            "latest_at": datetime.fromisoformat(kept["latest_at"]),
            "group": ProposalGroup(kept.get("group", ProposalGroup.SAME_PERSON.value)),
            "reasons": tuple(kept.get("reasons", ())),
            "against": tuple(kept.get("against", ())),
        }
    )
