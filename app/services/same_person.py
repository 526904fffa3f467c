"""认定同一人: looking for the other record of somebody who was written into the register twice."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.masking import mask_document
from app.domain.progress import Progress
from app.domain.search_tokens import SearchWord, route
from app.domain.text import clean_line
from app.domain.why_found import meets
from app.services.session import Session
from db.stores.find import PersonLine

LOOKED_AT = 24
MOST_FOUND = 9


@dataclass(frozen=True)
class OtherRecord:
    """A record of somebody else so far; the document is masked, ``number`` is that of their newest matter found."""

    petitioner_id: int
    name: str
    born: str
    document: str
    number: str


def others(
    session: Session, words: str, petitioner_id: int, progress: Progress | None = None
) -> tuple[OtherRecord, ...]:
    """People whom a name, number or case finds and who are not this person yet; those found by their own first.

    Raises:
        Cancelled: a newer search took over.
    """
    line = clean_line(words)
    plan = route(line)
    if plan.empty:
        return ()
    with session.register.read(session.viewer, progress) as unit:
        known = {unit.recognition.root(petitioner_id)}
        lines = unit.find.people(unit.search.find(line, limit=LOOKED_AT))
        own = [one for one in lines if any(_is_meant(one, line, word) for word in plan.words)]
        found: list[OtherRecord] = []
        for one in (*own, *lines):
            root = unit.recognition.root(one.petitioner_id)
            if root in known or len(found) == MOST_FOUND:
                continue
            known.add(root)
            person = one.person
            found.append(
                OtherRecord(
                    one.petitioner_id,
                    person.name,
                    f"{person.birth_date.year}年生" if person.birth_date else "",
                    mask_document(person.document_number) if person.document_number else "",
                    unit.matters.number_text(max(one.matter_ids)),
                )
            )
        return tuple(found)


def _is_meant(one: PersonLine, line: str, word: SearchWord) -> bool:
    person = one.person
    documents = (person.document_number,) if person.document_number else ()
    return line == person.name or meets(word, names=(person.name,), document_numbers=documents, phones=person.phones)
