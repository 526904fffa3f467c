"""What the one search shows, line by line: four groups under their headings, each line with why it was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.contact import CHANNEL_TEXT
from app.domain.matter import MatterStatus
from app.domain.paper import Form, form_of
from app.domain.why_found import Why
from app.domain.work_calendar import WorkCalendar
from app.services.find import Found, FoundContact, FoundMatter, FoundPaper, FoundPerson
from ui.models.queue_columns import due_chip, petitioner_words, status_chip
from ui.widgets.chip import Status

MATTERS, CONTACTS, PEOPLE, PAPERS = "事项", "来访来信", "人员", "文书"
NO_STATUS = Status("")


@dataclass(frozen=True)
class FoundLine:
    """One line: what it is, a quiet second line, a chip. A heading stands for no matter.

    ``form``, ``contact_id`` and ``document_id`` name the paper of a line in the last group.
    """

    words: str
    about: str = ""
    below: str = ""
    status: Status = NO_STATUS
    matter_id: int | None = None
    form: Form | None = None
    document_id: int | None = None
    contact_id: int | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it only names a group."""
        return self.matter_id is None

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        return "，".join(part for part in (self.words, self.about, self.status.words, self.below) if part)


def lines_of(found: Found, today: date, calendar: WorkCalendar) -> tuple[FoundLine, ...]:
    """Every line top down, headings among them; groups without a line are left out."""
    groups = (
        (MATTERS, [_matter(one, today, calendar) for one in found.matters]),
        (CONTACTS, [_contact(one) for one in found.contacts]),
        (PEOPLE, [_person(one) for one in found.people]),
        (PAPERS, [_paper(one) for one in found.papers]),
    )
    lines: list[FoundLine] = []
    for heading, group in groups:
        if group:
            lines += [FoundLine(heading), *group]
    return tuple(lines)


def _because(why: tuple[Why, ...]) -> str:
    return "　".join(dict.fromkeys(one.words for one in why))


def _below(*parts: str) -> str:
    return "　".join(part for part in parts if part)


def _matter(found: FoundMatter, today: date, calendar: WorkCalendar) -> FoundLine:
    row = found.row
    due = due_chip(row.due_date, row.status, today, calendar)
    status = due if due.words and row.status is not MatterStatus.VOID else status_chip(row.status)
    return FoundLine(
        petitioner_words(row.petitioner, row.head_count),
        row.summary,
        _below(row.number, _because(found.why)),
        status,
        row.matter_id,
    )


def _contact(found: FoundContact) -> FoundLine:
    return FoundLine(
        found.number,
        f"{CHANNEL_TEXT[found.channel]}　{found.petitioner}",
        _below(f"{found.happened_at:%Y-%m-%d %H:%M}", _because(found.why)),
        matter_id=found.matter_id,
    )


def _person(found: FoundPerson) -> FoundLine:
    count = len(found.matter_ids)
    return FoundLine(
        found.name,
        _below(found.document, found.phone),
        _below(f"共 {count} 件，打开最近一件" if count > 1 else "1 件事项", _because(found.why)),
        matter_id=found.matter_ids[0] if found.matter_ids else None,
    )


def _paper(found: FoundPaper) -> FoundLine:
    return FoundLine(
        found.title,
        f"{found.petitioner}　{found.number}",
        _below(f"{found.issued_at:%Y-%m-%d}　打过 {found.prints} 次", _because(found.why)),
        matter_id=found.matter_id,
        form=form_of(found.form),
        contact_id=found.contact_id,
        document_id=found.document_id,
    )
