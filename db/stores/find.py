"""查找的各组结果: contacts, people and papers of matters that a search found; only what the viewer may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from app.domain.contact import Channel
from app.domain.petitioner import Person
from app.domain.search_tokens import SearchFields
from app.domain.viewer import Viewer
from db.search import read_fields
from db.stores.petitioners import PetitionerReader
from db.tables import CONTACTS, DOCUMENTS, MATTERS, PARTICIPANTS, PRINTS, SEARCH_WORDS
from db.visibility import visible_matters

NEWEST_PAPERS = 5_000
"""How far back papers are looked for by their kind alone."""


@dataclass(frozen=True)
class ContactLine:
    """One contact with the matter it belongs to."""

    contact_id: int
    matter_id: int
    number: str
    channel: Channel
    happened_at: datetime
    petitioner: str


@dataclass(frozen=True)
class PersonLine:
    """One petitioner and the found matters in which they took part."""

    petitioner_id: int
    person: Person
    matter_ids: tuple[int, ...]


@dataclass(frozen=True)
class PaperLine:
    """One issued paper with the matter it belongs to."""

    document_id: int
    matter_id: int
    contact_id: int | None
    form: str
    title: str
    number: str
    petitioner: str
    issued_at: datetime
    prints: int


class FindReader:
    """Reads what belongs to found matters."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def fields(self, matter_ids: Sequence[int]) -> dict[int, SearchFields]:
        """What each of the matters is found by; the caller has found them for this viewer."""
        rows = self._connection.execute(select(SEARCH_WORDS).where(SEARCH_WORDS.c.matter_id.in_(matter_ids)))
        known = {row.matter_id: read_fields(row.words) for row in rows}
        return {matter_id: known.get(matter_id, SearchFields()) for matter_id in matter_ids}

    def contacts(self, matter_ids: Sequence[int]) -> tuple[ContactLine, ...]:
        """Live contacts of the matters, newest first."""
        rows = self._connection.execute(
            select(CONTACTS, MATTERS.c.petitioner_name)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .where(CONTACTS.c.matter_id.in_(matter_ids), CONTACTS.c.voided_at.is_(None), *self._visible())
            .order_by(CONTACTS.c.happened_at.desc(), CONTACTS.c.id.desc())
        )
        return tuple(
            ContactLine(
                row.id, row.matter_id, row.number_text, Channel(row.channel), row.happened_at, row.petitioner_name
            )
            for row in rows
        )

    def people(self, matter_ids: Sequence[int]) -> tuple[PersonLine, ...]:
        """Everybody who took part in the matters, in the order of the matters."""
        rows = self._connection.execute(
            select(PARTICIPANTS.c.petitioner_id, CONTACTS.c.matter_id)
            .distinct()
            .join(CONTACTS, CONTACTS.c.id == PARTICIPANTS.c.contact_id)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .where(CONTACTS.c.matter_id.in_(matter_ids), *self._visible())
        ).all()
        order = {matter_id: place for place, matter_id in enumerate(matter_ids)}
        found: dict[int, list[int]] = {}
        for row in sorted(rows, key=lambda one: (order[one.matter_id], one.petitioner_id)):
            found.setdefault(row.petitioner_id, []).append(row.matter_id)
        people = PetitionerReader(self._connection).people(found)
        return tuple(PersonLine(one, people[one], tuple(ids)) for one, ids in found.items())

    def papers(self, matter_ids: Sequence[int] | None, titles: Sequence[str], limit: int) -> tuple[PaperLine, ...]:
        """The newest papers: of these matters (``None``: of all), with titles that end so (none: any)."""
        conditions: list[Any] = [DOCUMENTS.c.voided_at.is_(None), *self._visible()]
        if matter_ids is not None:
            conditions.append(DOCUMENTS.c.matter_id.in_(matter_ids))
        else:
            # a kind of paper that is rare must not make a keystroke walk through every paper there is
            newest = self._connection.execute(select(func.max(DOCUMENTS.c.id))).scalar() or 0
            conditions.append(DOCUMENTS.c.id > newest - NEWEST_PAPERS)
        if titles:
            conditions.append(or_(*(DOCUMENTS.c.title.endswith(title, autoescape=True) for title in titles)))
        prints = (
            select(func.count()).select_from(PRINTS).where(PRINTS.c.document_id == DOCUMENTS.c.id).scalar_subquery()
        )
        rows = self._connection.execute(
            select(DOCUMENTS, MATTERS.c.number_text, MATTERS.c.petitioner_name, prints.label("prints"))
            .join(MATTERS, MATTERS.c.id == DOCUMENTS.c.matter_id)
            .where(*conditions)
            .order_by(DOCUMENTS.c.id.desc())
            .limit(limit)
        )
        return tuple(
            PaperLine(
                row.id,
                row.matter_id,
                row.contact_id,
                row.form,
                row.title,
                row.number_text,
                row.petitioner_name,
                row.issued_at,
                row.prints,
            )
            for row in rows
        )

    def takes_part(self, petitioner_id: int) -> int | None:
        """The newest visible matter in which somebody took part; ``None`` when the viewer may see none."""
        return self._connection.execute(
            select(MATTERS.c.id)
            .join(CONTACTS, CONTACTS.c.matter_id == MATTERS.c.id)
            .join(PARTICIPANTS, PARTICIPANTS.c.contact_id == CONTACTS.c.id)
            .where(PARTICIPANTS.c.petitioner_id == petitioner_id, *self._visible())
            .order_by(MATTERS.c.id.desc())
            .limit(1)
        ).scalar()

    def _visible(self) -> list[Any]:
        return list(visible_matters(self._viewer))
