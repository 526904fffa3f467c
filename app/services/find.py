"""查找一切: one line typed anywhere, answered in groups: matters, contacts, people, papers, each with why it was found.

Everything comes from matters that the index found for this viewer, so no group can show more than the list does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from app.domain.contact import CHANNEL_TEXT, Channel
from app.domain.masking import mask_document, mask_phone
from app.domain.paper import FORM_TEXT, Form
from app.domain.paper_template import built_in
from app.domain.petitioner import DOCUMENT_KIND_TEXT
from app.domain.progress import Progress
from app.domain.queue import QueueRow
from app.domain.search_tokens import SearchPlan, SearchWord, route
from app.domain.text import clean_line
from app.domain.why_found import Why, meets, why
from app.services.session import Session
from db.stores.find import ContactLine, PaperLine, PersonLine
from db.unit_of_work import ReadUnit

LOOKED_AT = 16
"""Matters whose people, contacts and papers are looked through: enough for the groups, quick enough for a key."""
MOST_MATTERS = 8
MOST_OTHERS = 5
SHORTEST_TITLE = 2

T = TypeVar("T")

_TITLES = tuple(
    dict.fromkeys(
        (
            *(f"{words}登记表" for words in CHANNEL_TEXT.values()),
            *(FORM_TEXT[form] for form in Form),
            *(title for one in built_in().values() for title in (one.title, *(words for _, words in one.titles))),
        )
    )
)
"""What papers are called; a title that the office changed is found by its matter."""


@dataclass(frozen=True)
class FoundMatter:
    """A matter as the list shows it, and why it was found."""

    row: QueueRow
    why: tuple[Why, ...]


@dataclass(frozen=True)
class FoundContact:
    """A contact found by its number."""

    contact_id: int
    matter_id: int
    number: str
    channel: Channel
    happened_at: datetime
    petitioner: str
    why: tuple[Why, ...]


@dataclass(frozen=True)
class FoundPerson:
    """Somebody who took part; document and telephone are masked. ``matter_ids`` are the found matters, newest first."""

    petitioner_id: int
    name: str
    document: str
    phone: str
    matter_ids: tuple[int, ...]
    why: tuple[Why, ...]


@dataclass(frozen=True)
class FoundPaper:
    """An issued paper."""

    document_id: int
    matter_id: int
    contact_id: int | None
    form: str
    title: str
    number: str
    petitioner: str
    issued_at: datetime
    prints: int
    why: tuple[Why, ...]


@dataclass(frozen=True)
class Found:
    """The answer to one line. ``more`` says that a group was cut; the list of matters has the rest."""

    words: str
    matters: tuple[FoundMatter, ...] = ()
    contacts: tuple[FoundContact, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    papers: tuple[FoundPaper, ...] = ()
    more: bool = False

    @property
    def empty(self) -> bool:
        """Nothing was found."""
        return not (self.matters or self.contacts or self.people or self.papers)


def everything(session: Session, words: str, progress: Progress | None = None) -> Found:
    """What one typed line finds, in groups. A word such as 封面 or 登记表 narrows the papers.

    Raises:
        Cancelled: a newer search took over.
    """
    line = clean_line(words)
    parts = line.split()
    titles = [part for part in parts if _is_title(part)]
    asked = " ".join(part for part in parts if part not in titles)
    plan = route(asked)
    with session.register.read(session.viewer, progress) as unit:
        if plan.empty:
            papers = unit.find.papers(None, titles, MOST_OTHERS + 1) if titles else ()
            found = tuple(_paper(one, titles, ()) for one in papers)
            return Found(line, papers=found[:MOST_OTHERS], more=len(found) > MOST_OTHERS)
        return _grouped(unit, line, plan, asked, titles)


def _is_title(part: str) -> bool:
    return len(part) >= SHORTEST_TITLE and any(title.endswith(part) for title in _TITLES)


def _grouped(unit: ReadUnit, line: str, plan: SearchPlan, asked: str, titles: list[str]) -> Found:
    ids = unit.search.find(asked, limit=LOOKED_AT)
    if not ids:
        return Found(line)
    rows = unit.queue.rows(ids[:MOST_MATTERS])
    fields = unit.find.fields([row.matter_id for row in rows])
    matters = tuple(FoundMatter(row, why(plan, fields[row.matter_id])) for row in rows)
    lines = unit.find.contacts(ids) if any(char.isdigit() for char in asked) else ()
    contacts = _first(_contact(one, plan) for one in lines)
    people = _first(_person(one, plan) for one in unit.find.people(ids))
    # papers of many matters at once say nothing: they are shown when asked for, or when few matters are meant
    papers: tuple[PaperLine, ...] = ()
    if titles or contacts or len(ids) == 1:
        papers = unit.find.papers(ids, titles, MOST_OTHERS + 1)
    reasons = {one.row.matter_id: one.why for one in matters}
    found_papers = tuple(_paper(one, titles, reasons.get(one.matter_id, ())) for one in papers)
    return Found(
        line,
        matters,
        contacts[:MOST_OTHERS],
        people[:MOST_OTHERS],
        found_papers[:MOST_OTHERS],
        more=len(ids) > MOST_MATTERS or max(len(contacts), len(people), len(found_papers)) > MOST_OTHERS,
    )


def _first(found: Iterable[T | None]) -> tuple[T, ...]:
    """What was found, up to one more than is shown."""
    return tuple(islice((one for one in found if one is not None), MOST_OTHERS + 1))


def _contact(line: ContactLine, plan: SearchPlan) -> FoundContact | None:
    met = tuple(Why(word.key, "编号", line.number) for word in plan.words if meets(word, numbers=(line.number,)))
    if not met:
        return None
    return FoundContact(
        line.contact_id, line.matter_id, line.number, line.channel, line.happened_at, line.petitioner, met
    )


def _person(line: PersonLine, plan: SearchPlan) -> FoundPerson | None:
    person = line.person
    met = tuple(found for word in plan.words if (found := _why_person(word, line)) is not None)
    if not met and plan.document_prefixes and person.document_number.startswith(plan.document_prefixes):
        met = (Why(plan.words[0].key, "证件", mask_document(person.document_number)),)
    if not met:
        return None
    document = f"{DOCUMENT_KIND_TEXT[person.document_kind]} {mask_document(person.document_number)}"
    return FoundPerson(
        line.petitioner_id,
        person.name,
        document if person.document_number else "",
        "、".join(mask_phone(number) for number in person.phones),
        tuple(sorted(line.matter_ids, reverse=True)),
        met,
    )


def _why_person(word: SearchWord, line: PersonLine) -> Why | None:
    person = line.person
    if meets(word, names=(person.name,)):
        return Why(word.key, "姓名", person.name)
    if person.document_number and meets(word, document_numbers=(person.document_number,)):
        return Why(word.key, "证件", mask_document(person.document_number))
    phone = next((number for number in person.phones if meets(word, phones=(number,))), None)
    return Why(word.key, "电话", mask_phone(phone)) if phone else None


def _paper(line: PaperLine, titles: list[str], reasons: tuple[Why, ...]) -> FoundPaper:
    named = tuple(Why(title, "文书", line.title) for title in titles if line.title.endswith(title))
    return FoundPaper(
        line.document_id,
        line.matter_id,
        line.contact_id,
        line.form,
        line.title,
        line.number,
        line.petitioner,
        line.issued_at,
        line.prints,
        named + reasons,
    )
