"""来访、来信、来电、转送 with the people who took part and the papers they handed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from app.domain.contact import Channel
from app.domain.intake import Forwarding, LetterDates, Material
from app.domain.matter_detail import ContactDetail, KnownPerson
from app.domain.petitioner import Role
from db.rows import add_row
from db.stores.petitioners import PetitionerReader
from db.stores.recognition import write_signed_keys
from db.tables import CONTACTS, INQUIRIES, LATE_ENTRIES, MATERIALS, PARTICIPANTS


class ContactReader:
    """Reads contacts of a matter; the caller has checked that the viewer may see the matter."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_matter(self, matter_id: int) -> tuple[ContactDetail, ...]:
        """Every contact of a matter, first to last, people and materials included."""
        rows = self._connection.execute(
            select(CONTACTS).where(CONTACTS.c.matter_id == matter_id).order_by(CONTACTS.c.ordinal, CONTACTS.c.id)
        ).all()
        ids = tuple(row.id for row in rows)
        taking_part = self._connection.execute(
            select(PARTICIPANTS).where(PARTICIPANTS.c.contact_id.in_(ids)).order_by(PARTICIPANTS.c.position)
        ).all()
        people = PetitionerReader(self._connection).people({row.petitioner_id for row in taking_part})
        materials = self._connection.execute(
            select(MATERIALS).where(MATERIALS.c.contact_id.in_(ids)).order_by(MATERIALS.c.position)
        ).all()
        late = {
            row.contact_id: row.reason
            for row in self._connection.execute(select(LATE_ENTRIES).where(LATE_ENTRIES.c.contact_id.in_(ids)))
        }
        asked = set(
            self._connection.execute(select(INQUIRIES.c.contact_id).where(INQUIRIES.c.contact_id.in_(ids))).scalars()
        )
        return tuple(
            ContactDetail(
                contact_id=row.id,
                number=row.number_text,
                channel=Channel(row.channel),
                ordinal=row.ordinal,
                happened_at=row.happened_at,
                registered_at=row.registered_at,
                receptionist=row.receptionist,
                people=tuple(
                    KnownPerson(one.petitioner_id, Role(one.role), people[one.petitioner_id])
                    for one in taking_part
                    if one.contact_id == row.id
                ),
                head_count=row.head_count,
                litigant_identity_code=row.litigant_identity_code,
                narrative=row.narrative,
                opinion=row.opinion,
                disposition_code=row.disposition_code,
                source_code=row.source_code,
                materials=tuple(Material(one.name, one.pages) for one in materials if one.contact_id == row.id),
                letter=LetterDates(row.letter_dated, row.letter_postmarked, row.letter_received, row.letter_pages),
                forwarding=Forwarding(row.forwarded_by, row.forwarded_number, row.forwarded_due),
                joint=row.joint,
                voided=row.voided_at is not None,
                late_reason=late.get(row.id),
                inquiry=row.id in asked,
            )
            for row in rows
        )

    def told(self, contact_id: int) -> str | None:
        """What was told at an inquiry, in its stored form; ``None`` when the contact is no inquiry."""
        return self._connection.execute(select(INQUIRIES.c.told).where(INQUIRIES.c.contact_id == contact_id)).scalar()

    def last_ordinal(self, matter_id: int) -> int:
        """The ordinal of the matter's last contact; an inquiry keeps it, because it is no repeat."""
        return self.ordinal_of_next(matter_id) - 1

    def matter_of(self, contact_id: int) -> int | None:
        """The matter a contact belongs to, or ``None`` when there is no such contact."""
        return self._connection.execute(select(CONTACTS.c.matter_id).where(CONTACTS.c.id == contact_id)).scalar()

    def number_ids(self, matter_id: int) -> tuple[int, ...]:
        """The register numbers of all contacts of a matter."""
        return tuple(
            self._connection.execute(select(CONTACTS.c.number_id).where(CONTACTS.c.matter_id == matter_id)).scalars()
        )

    def ordinal_of_next(self, matter_id: int) -> int:
        """1-based ordinal the next contact of this matter gets."""
        last = self._connection.execute(select(func.max(CONTACTS.c.ordinal)).where(CONTACTS.c.matter_id == matter_id))
        return (last.scalar() or 0) + 1


class ContactWriter(ContactReader):
    """Adds and corrects contacts."""

    def add(self, values: dict[str, Any]) -> int:
        """Insert a contact; gives its id."""
        row = {
            **values,
            "channel": values["channel"].value,
            "happened_month": f"{values['happened_at']:%Y-%m}",
        }
        return add_row(self._connection, CONTACTS, row)

    def add_participants(self, contact_id: int, people: Iterable[tuple[Role, int]]) -> None:
        """Who took part, the principal first. Joint signers are found by the village of what they signed."""
        present = tuple(people)
        rows = [
            {
                "contact_id": contact_id,
                "petitioner_id": petitioner_id,
                "role": role.value,
                "position": position,
            }
            for position, (role, petitioner_id) in enumerate(present)
        ]
        self._connection.execute(insert(PARTICIPANTS), rows)
        signers = {petitioner_id for role, petitioner_id in present if role is Role.JOINT_SIGNER}
        if signers:
            write_signed_keys(self._connection, signers)

    def add_materials(self, contact_id: int, materials: Iterable[Material]) -> None:
        """Papers handed in."""
        rows = [
            {"contact_id": contact_id, "name": material.name, "pages": material.pages, "position": position}
            for position, material in enumerate(materials)
        ]
        if rows:
            self._connection.execute(insert(MATERIALS), rows)

    def add_late_entry(self, contact_id: int, reason: str) -> None:
        """Mark a contact as 补录."""
        self._connection.execute(insert(LATE_ENTRIES), {"contact_id": contact_id, "reason": reason})

    def add_inquiry(self, contact_id: int, told: str) -> None:
        """Mark a contact as an inquiry and keep what was told."""
        self._connection.execute(insert(INQUIRIES), {"contact_id": contact_id, "told": told})

    def change(self, contact_id: int, **values: Any) -> None:
        """Correct columns of a contact; the audit entry of the caller keeps what was."""
        self._connection.execute(update(CONTACTS).where(CONTACTS.c.id == contact_id).values(**values))

    def void_all(self, matter_id: int, reason: str, now: datetime) -> None:
        """Void every contact of a matter together with it."""
        self._connection.execute(
            update(CONTACTS).where(CONTACTS.c.matter_id == matter_id).values(voided_at=now, void_reason=reason)
        )
