"""What stands in the form, as plain values: kept in drafts as JSON and turned into a request for the register."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from app.domain import identity, late_entry, phone
from app.domain.contact import Channel
from app.domain.courts import CourtLevel
from app.domain.date_entry import BIRTH_EXAMPLES, EXAMPLES, DayReading, Toward, read_day
from app.domain.errors import Refused
from app.domain.figures import read_count
from app.domain.history import Flag, FlagChange
from app.domain.intake import (
    Forwarding,
    IntakeRequest,
    LetterDates,
    Participant,
)
from app.domain.material_entry import read_materials
from app.domain.petitioner import DocumentKind, Person, PetitionerKind, Role, Sex
from app.domain.repeat_visit import Appearance
from app.domain.text import clean_line, to_half_width
from app.services.recognition import appearance_of_form
from ui.pages.intake.decision import Decision

VERSION = 1
OFFICE_OPENS = time(9, 0)
YES, NO = "yes", "no"
"""A flag set by hand, or taken away."""

Values = dict[str, Any]
"""Field name to what stands in it: texts as typed, codes of choices, ids, ticks."""

_CASE_PARTS = re.compile(r"[；;、，,\n]|(?<=号)\s+")
_PHONE_PARTS = re.compile(r"[；;、，,/\n]")
_TIME = re.compile(r"(\d{1,2})(?:[:：点时.](\d{1,2})?分?|(\d{2}))?")
_GUESSES = (
    DocumentKind.RESIDENT_ID,
    DocumentKind.RESIDENCE_PERMIT,
    DocumentKind.PERMANENT_RESIDENT_CARD,
    DocumentKind.HK_MACAO_PERMIT,
    DocumentKind.TAIWAN_PERMIT,
    DocumentKind.PASSPORT,
)


@dataclass(frozen=True)
class PersonEntry:
    """One line of the list of people beside the principal, as typed."""

    role: str
    name: str
    document: str = ""
    phone: str = ""


@dataclass(frozen=True)
class FormContent:
    """Everything a clerk typed into one form, and what was said about who may have come before."""

    channel: Channel
    values: Values = field(default_factory=dict)
    people: tuple[PersonEntry, ...] = ()
    decision: Decision = field(default_factory=Decision)

    def title(self) -> str:
        """How a draft of it is named: the name, or how the claim begins."""
        words = clean_line(str(self.values.get("name", ""))) or clean_line(str(self.values.get("claim", "")))
        return (words if len(words) <= 12 else words[:11] + "…") or "未填姓名"

    def to_json(self) -> str:
        """As a draft keeps it."""
        return json.dumps(
            {
                "version": VERSION,
                "channel": self.channel.value,
                "values": self.values,
                "people": [vars(one) for one in self.people],
                **self.decision.to_plain(),
            },
            ensure_ascii=False,
        )


def from_json(text: str) -> FormContent:
    """Read what a draft kept; parts this program does not know are left out."""
    kept = json.loads(text)
    people = tuple(PersonEntry(**one) for one in kept.get("people", ()))
    channel = Channel(kept.get("channel", "visit"))
    return FormContent(channel, dict(kept.get("values", {})), people, Decision.from_plain(kept))


def split_cases(text: str) -> tuple[str, ...]:
    """The case numbers typed into one line, parted by 、；， or a space after 号."""
    return tuple(part for part in (clean_line(one) for one in _CASE_PARTS.split(text)) if part)


def split_phones(text: str) -> tuple[str, ...]:
    """The telephone numbers typed into one line, parted by 、 or spaces; figures grouped by spaces stay together."""
    found: list[str] = []
    for part in _PHONE_PARTS.split(text):
        words = clean_line(part).split()
        while words:
            size = next((size for size in range(len(words), 1, -1) if _is_phone(" ".join(words[:size]))), 1)
            found.append(" ".join(words[:size]))
            del words[:size]
    return tuple(dict.fromkeys(found))


def _is_phone(text: str) -> bool:
    reading = phone.read_phone(text)
    return reading.kind in (phone.PhoneKind.MOBILE, phone.PhoneKind.LANDLINE, phone.PhoneKind.FOREIGN)


def read_time(text: str) -> time | None:
    """A time of day typed as 10:26, 1026, 10点26 or 9; None when it is no time."""
    found = _TIME.fullmatch("".join(to_half_width(text)[0].split()))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def guess_document(number: str, today: date) -> DocumentKind:
    """Which kind of document a number belongs to when nobody was asked: the first kind it fits."""
    if not number.strip():
        return DocumentKind.RESIDENT_ID
    for kind in _GUESSES:
        if not identity.read_document(kind, number, today).problems:
            return kind
    bare = "".join(to_half_width(number)[0].split())
    return DocumentKind.RESIDENT_ID if len(bare) >= 15 and bare[:15].isdigit() else DocumentKind.OTHER


def listed_people(people: tuple[PersonEntry, ...], channel: Channel) -> int:
    """How many persons the list itself proves, the principal included."""
    if channel is Channel.VISIT:
        return 1 + sum(one.role != Role.JOINT_SIGNER.value for one in people)
    return 1 + sum(one.role in (Role.JOINT_SIGNER.value, Role.REPRESENTATIVE.value) for one in people)


def request_of(content: FormContent, now: datetime) -> IntakeRequest:
    """Turn the form into a request.

    Raises:
        Refused: a date, time or figure cannot be read; each is named beside its field.
    """
    return _Reader(content, now).request()


def appearance_of(content: FormContent, now: datetime) -> Appearance:
    """What the form says of the visitor so far; what cannot be read yet is left out. Never raises."""
    return _Reader(content, now).appearance()


def is_late(content: FormContent, now: datetime) -> bool:
    """Whether the form as it stands would be a late entry. Never raises."""
    if str(content.values.get("blank_number") or "").strip() or str(content.values.get("late_reason") or "").strip():
        return True
    return late_entry.is_late(content.channel, _Reader(content, now).happened_at(), now)


def flags_of(values: Values) -> tuple[FlagChange, ...]:
    """The flags set by hand, each with the reason."""
    reason = str(values.get("flag_reason") or "")
    chosen = ((flag, values.get(f"flag_{flag.value}")) for flag in Flag)
    return tuple(FlagChange(flag, value == YES, reason) for flag, value in chosen if value in (YES, NO))


class _Reader:
    """Reads one form and collects what cannot be read."""

    def __init__(self, content: FormContent, now: datetime) -> None:
        self._content = content
        self._values = content.values
        self._now = now
        self._problems: dict[str, str] = {}

    def request(self) -> IntakeRequest:
        content, channel = self._content, self._content.channel
        others = tuple(self._participant(one) for one in content.people)
        if not all(one.name for one in content.people):
            self._problems["people"] = "有一人只填了证件或电话，没有姓名。请补上姓名，或删去这一行。"
        letter = self._letter() if channel is Channel.LETTER else LetterDates()
        made = IntakeRequest(
            channel=channel,
            happened_at=self._happened_at(letter),
            principal=self._principal(),
            claims=(self._text("claim"), *self._text("further_claims").splitlines()),
            others=others,
            head_count=self._count("head_count", "人数", default=listed_people(content.people, channel)),
            case_numbers=split_cases(self._text("case_numbers")),
            litigant_identity_code=self._text("litigant_identity"),
            cause_code=self._text("cause"),
            purpose_code=self._text("purpose"),
            narrative=self._text("narrative"),
            materials=read_materials(self._text("materials")).materials,
            opinion=self._text("opinion"),
            disposition_code=self._text("disposition"),
            source_code=self._text("source"),
            department_id=self._values.get("department"),
            handler_id=self._values.get("handler"),
            letter=letter,
            joint=channel is Channel.LETTER and bool(self._values.get("joint")),
            existing_matter_id=content.decision.matter_id,
            same_person_id=content.decision.person_id,
            different_people=content.decision.different_people,
            different_matters=content.decision.different_matters,
            accused=self._text("accused"),
            competent_level=CourtLevel(self._text("competent_level")) if self._text("competent_level") else None,
            flags=flags_of(self._values),
            late_reason=self._text("late_reason"),
            blank_number=self._text("blank_number"),
        )
        if channel is Channel.FORWARDED:
            due = self._day("forwarding_due", Toward.FUTURE)
            body, number = self._text("forwarding_body"), self._text("forwarding_number")
            visited = self._text("visited_level")
            made = replace(
                made,
                forwarding=Forwarding(body, number, due),
                visited_level=CourtLevel(visited) if visited else None,
            )
        if self._problems:
            raise Refused("有几处读不懂，见各栏下方说明。已填内容都在。", self._problems)
        return made

    def appearance(self) -> Appearance:
        others = tuple(self._participant(one) for one in self._content.people if one.name)
        return appearance_of_form(
            self._principal(),
            others,
            split_cases(self._text("case_numbers")),
            (self._text("claim"), *self._text("further_claims").splitlines()),
            self._text("accused"),
        )

    def happened_at(self) -> datetime:
        """When it happened, as far as that can be read."""
        is_letter = self._content.channel is Channel.LETTER
        return self._happened_at(self._letter() if is_letter else LetterDates())

    def _text(self, name: str) -> str:
        return str(self._values.get(name) or "")

    def _day(self, name: str, toward: Toward, examples: str = EXAMPLES) -> date | None:
        text = self._text(name)
        if not text.strip():
            return None
        reading = read_day(text, self._now.date(), toward, examples)
        if isinstance(reading, DayReading):
            return reading.day
        self._problems[name] = reading.message
        return None

    def _count(self, name: str, words: str, default: int) -> int:
        text = self._text(name)
        if not text.strip():
            return default
        number = read_count(text)
        if number is not None:
            return number
        self._problems[name] = f"{words}应是整数，例如 2。请改正后再登记。"
        return default

    def _principal(self) -> Person:
        document = DocumentKind(self._text("document_kind") or DocumentKind.RESIDENT_ID.value)
        is_none = document is DocumentKind.NONE
        return Person(
            name=self._text("name"),
            kind=PetitionerKind(self._text("kind") or PetitionerKind.PERSON.value),
            sex=Sex(self._text("sex") or Sex.UNKNOWN.value),
            birth_date=self._day("birth_date", Toward.PAST, BIRTH_EXAMPLES),
            document_kind=document,
            document_number="" if is_none else self._text("document_number"),
            no_document_reason=self._text("no_document_reason") if is_none else "",
            phones=split_phones(self._text("phones")),
            address=self._text("address"),
            legal_representative=self._text("legal_representative"),
        )

    def _participant(self, one: PersonEntry) -> Participant:
        kind = guess_document(one.document, self._now.date())
        reading = identity.read_document(kind, one.document, self._now.date())
        person = Person(
            one.name,
            sex=reading.sex,
            birth_date=reading.birth_date,
            document_kind=kind,
            document_number=one.document,
            phones=split_phones(one.phone),
        )
        return Participant(Role(one.role), person)

    def _letter(self) -> LetterDates:
        pages = self._count("letter_pages", "页数", default=-1)
        return LetterDates(
            self._day("letter_dated", Toward.PAST),
            self._day("letter_postmarked", Toward.PAST),
            self._day("letter_received", Toward.PAST),
            pages if pages >= 0 else None,
        )

    def _happened_at(self, letter: LetterDates) -> datetime:
        """Now, unless a day or a time is given; a letter happened on the day it was received."""
        if self._content.channel is Channel.LETTER:
            received = letter.received or self._now.date()
            return self._now if received == self._now.date() else datetime.combine(received, OFFICE_OPENS)
        day = self._day("happened_on", Toward.PAST) or self._now.date()
        text = self._text("happened_time")
        if text.strip():
            moment = read_time(text)
            if moment is None:
                self._problems["happened_time"] = f"没有读懂时间“{text}”。写法如 10:26 或 1026。"
            return datetime.combine(day, moment or OFFICE_OPENS)
        return self._now if day == self._now.date() else datetime.combine(day, OFFICE_OPENS)
