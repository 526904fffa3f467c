"""信访人: who they are; one row is reused only for the same document and the same name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from app.domain.petitioner import DocumentKind, Person, PetitionerKind, Sex
from db.rows import add_row
from db.stores.recognition import all_key_rows, key_rows, remove_keys, signers_with, write_keys
from db.tables import PETITIONERS, PHONES


class PetitionerReader:
    """Reads petitioners."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def same(self, name: str, document_number: str) -> int | None:
        """The petitioner with exactly this normalised document and name."""
        if not document_number:
            return None
        return self._connection.execute(
            select(PETITIONERS.c.id)
            .where(PETITIONERS.c.document_number == document_number, PETITIONERS.c.name == name)
            .limit(1)
        ).scalar()

    def people(self, petitioner_ids: Iterable[int]) -> dict[int, Person]:
        """Petitioners by id."""
        ids = tuple(petitioner_ids)
        phones: dict[int, list[str]] = {}
        for phone in self._connection.execute(
            select(PHONES).where(PHONES.c.petitioner_id.in_(ids)).order_by(PHONES.c.id)
        ):
            phones.setdefault(phone.petitioner_id, []).append(phone.number)
        rows = self._connection.execute(select(PETITIONERS).where(PETITIONERS.c.id.in_(ids)))
        return {row.id: _person(row, tuple(phones.get(row.id, ()))) for row in rows}


class PetitionerWriter(PetitionerReader):
    """Adds and corrects petitioners. ``document_number`` is the normalised form."""

    def add(self, person: Person, document_number: str, now: datetime) -> int:
        """Add a petitioner; gives the id."""
        values = {**_values(person, document_number), "created_at": now, "updated_at": now}
        petitioner_id = add_row(self._connection, PETITIONERS, values)
        self._add_phones(petitioner_id, person.phones)
        known = (person.name, person.birth_date, person.address, person.document_kind, document_number)
        write_keys(self._connection, key_rows(petitioner_id, *known))
        return petitioner_id

    def change(self, petitioner_id: int, person: Person, document_number: str, now: datetime) -> None:
        """Write the person as now known; the audit entry of the caller keeps what was."""
        values = {**_values(person, document_number), "updated_at": now}
        found_by = (petitioner_id, *signers_with(self._connection, petitioner_id))
        old = all_key_rows(self._connection, found_by)
        self._connection.execute(update(PETITIONERS).where(PETITIONERS.c.id == petitioner_id).values(values))
        new = all_key_rows(self._connection, found_by)
        remove_keys(self._connection, old - new)
        write_keys(self._connection, new - old)
        self._connection.execute(delete(PHONES).where(PHONES.c.petitioner_id == petitioner_id))
        self._add_phones(petitioner_id, person.phones)

    def _add_phones(self, petitioner_id: int, phones: tuple[str, ...]) -> None:
        if phones:
            self._connection.execute(
                insert(PHONES),
                [{"petitioner_id": petitioner_id, "number": number, "remark": ""} for number in phones],
            )


def _values(person: Person, document_number: str) -> dict[str, Any]:
    return {
        "kind": person.kind.value,
        "name": person.name,
        "sex": person.sex.value,
        "birth_date": person.birth_date,
        "document_kind": person.document_kind.value,
        "document_number": document_number,
        "document_raw": person.document_number,
        "no_document_reason": person.no_document_reason,
        "address": person.address,
        "legal_representative": person.legal_representative,
    }


def _person(row: Row[Any], phones: tuple[str, ...]) -> Person:
    return Person(
        name=row.name,
        kind=PetitionerKind(row.kind),
        sex=Sex(row.sex),
        birth_date=row.birth_date,
        document_kind=DocumentKind(row.document_kind),
        document_number=row.document_number or row.document_raw,
        no_document_reason=row.no_document_reason,
        phones=phones,
        address=row.address,
        legal_representative=row.legal_representative,
    )
