"""What a matter is found by, read from the record itself: the truth that the search index is held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from sqlalchemy import Connection, select

from app.domain.search_tokens import SearchFields
from db.tables import CASE_REFS, CLAIMS, CONTACTS, MATTERS, PARTICIPANTS, PETITIONERS, PHONES


@dataclass
class _Gathered:
    names: list[str] = field(default_factory=list)
    document_numbers: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    case_numbers: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def record_fields(connection: Connection, matter_ids: Sequence[int]) -> dict[int, SearchFields]:
    """What each of the given matters is found by; an unknown id is left out."""
    found: dict[int, _Gathered] = {}
    for matter in connection.execute(select(MATTERS.c.id, MATTERS.c.number_text).where(MATTERS.c.id.in_(matter_ids))):
        found[matter.id] = _Gathered(numbers=[matter.number_text])
    _claims_and_cases(connection, matter_ids, found)
    contacts = (
        select(CONTACTS.c.matter_id, CONTACTS.c.number_text, CONTACTS.c.narrative)
        .where(CONTACTS.c.matter_id.in_(matter_ids))
        .order_by(CONTACTS.c.ordinal)
    )
    for contact in connection.execute(contacts):
        found[contact.matter_id].numbers.append(contact.number_text)
        found[contact.matter_id].texts.append(contact.narrative)
    _people(connection, matter_ids, found)
    return {matter_id: _fields(gathered) for matter_id, gathered in found.items()}


def _claims_and_cases(connection: Connection, matter_ids: Sequence[int], found: dict[int, _Gathered]) -> None:
    claims = select(CLAIMS).where(CLAIMS.c.matter_id.in_(matter_ids)).order_by(CLAIMS.c.position, CLAIMS.c.id)
    for claim in connection.execute(claims):
        found[claim.matter_id].texts.append(claim.text)
    cases = select(CASE_REFS).where(CASE_REFS.c.matter_id.in_(matter_ids))
    for case in connection.execute(cases.order_by(CASE_REFS.c.position, CASE_REFS.c.id)):
        found[case.matter_id].case_numbers.append(case.normalised)


def _people(connection: Connection, matter_ids: Sequence[int], found: dict[int, _Gathered]) -> None:
    people = connection.execute(
        select(
            CONTACTS.c.matter_id,
            PETITIONERS.c.id,
            PETITIONERS.c.name,
            PETITIONERS.c.document_number,
            PETITIONERS.c.document_raw,
        )
        .join(PARTICIPANTS, PARTICIPANTS.c.contact_id == CONTACTS.c.id)
        .join(PETITIONERS, PETITIONERS.c.id == PARTICIPANTS.c.petitioner_id)
        .where(CONTACTS.c.matter_id.in_(matter_ids))
        .order_by(CONTACTS.c.ordinal, PARTICIPANTS.c.position)
    ).all()
    phones: dict[int, list[str]] = {}
    ids = {person.id for person in people}
    for phone in connection.execute(select(PHONES).where(PHONES.c.petitioner_id.in_(ids)).order_by(PHONES.c.id)):
        phones.setdefault(phone.petitioner_id, []).append(phone.number)
    for person in people:
        gathered = found[person.matter_id]
        gathered.names.append(person.name)
        gathered.document_numbers.append(person.document_number or person.document_raw)
        gathered.phones += phones.get(person.id, ())


def _fields(gathered: _Gathered) -> SearchFields:
    def unique(values: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for value in values if value))

    return SearchFields(**{one.name: unique(getattr(gathered, one.name)) for one in fields(SearchFields)})
