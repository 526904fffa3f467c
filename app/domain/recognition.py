"""识别: by which keys a register looks for people who may have come before, and what it proposes.

A key joins the sound of a name with one more fact, so that a thousand people of one name do not have to be read to find
the one of this village. What is found by a key is only a candidate; :mod:`app.domain.repeat_visit` judges it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.document_forms import birth_of, repairs
from app.domain.name_forms import accused_name, blurred, is_nameless, sounds, usual_form, wildcard
from app.domain.petitioner import DocumentKind
from app.domain.places import read_place

KEYS_VERSION = 2
MOST_SOUNDS = 4

_FIRM_END = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|公司)$")


class ProposalGroup(Enum):
    """Where a proposal stands: one person, one of those who sign with the visitor, another person of the same case,
    only a like name, or the same person who came for or beside somebody else."""

    SAME_PERSON = "same_person"
    SIGNER = "signer"
    SAME_CASE = "same_case"
    LIKE_NAME = "like_name"
    HELPER = "helper"

    @property
    def is_visitor(self) -> bool:
        """Whether the proposal says who the visitor is. A joint signer and another party are other people."""
        return self not in (ProposalGroup.SIGNER, ProposalGroup.SAME_CASE)


@dataclass(frozen=True)
class Keys:
    """The keys of one person: ``strong`` join two facts, ``names`` are the name alone."""

    strong: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every key, each once."""
        return tuple(dict.fromkeys((*self.strong, *self.names)))


def keys_of(
    name: str, birth: date | None, address: str, document_kind: DocumentKind, document_number: str, *, stored: bool
) -> Keys:
    """The keys a person is kept under, or (``stored`` false) looked for by.

    A damaged identity number that was stored is kept under every sound number it may have been.
    """
    born = birth_of(document_kind, document_number) or birth
    village = read_place(address).village
    strong: list[str] = []
    if born and village:
        strong.append(f"p{born:%Y%m%d}{village}")
    names = name_sounds(name)
    for sound in names:
        if born:
            strong.append(f"b{born:%Y%m%d}{sound}")
        if village:
            strong.append(f"v{sound} {village}")
    if not is_nameless(name) and (blank := wildcard(name)):
        strong.append(f"w{blank}")
    if stored:
        strong += [f"d{number}" for number in repairs(document_kind, document_number)]
    return Keys(tuple(dict.fromkeys(strong)), tuple(f"n{sound}" for sound in names))


def village_keys(name: str, address: str) -> tuple[str, ...]:
    """The keys of somebody of whom only the name is known, and that he signed with somebody of that address."""
    village = read_place(address).village
    return tuple(f"v{sound} {village}" for sound in name_sounds(name)) if village else ()


def name_sounds(name: str) -> tuple[str, ...]:
    """The few ways a name sounds, without the differences that many do not make; nothing for 匿名."""
    if is_nameless(name):
        return ()
    form = _FIRM_END.sub("", usual_form(name))
    return tuple(sorted({blurred(sound) for sound in sounds(form)}))[:MOST_SOUNDS]


def accused_key(name: str) -> str:
    """The key under which letters against one person are found; empty when nobody is named."""
    found = name_sounds(accused_name(name))
    return found[0] if found else usual_form(name)
