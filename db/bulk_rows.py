"""成批写入: whole matters turned into table rows, in the order of the columns and as the driver takes them.

Needs no database, so that other processes can do it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.contact import CHANNEL_TEXT, Channel, first_or_repeat
from app.domain.deadline import RunningClock
from app.domain.history import PastContact, ThisContact, Thresholds, compute_flags, transitions
from app.domain.intake import Material
from app.domain.matter import OPEN_STATUSES, ActionKind, Finding, MatterStatus
from app.domain.matter_detail import DeadlineDetail
from app.domain.numbering import Series, series_of
from app.domain.petitioner import Person, Role
from app.domain.responsibility import Responsible
from app.domain.search_tokens import SearchFields, tokens_of
from app.domain.step import Step
from app.domain.viewer import Viewer
from app.domain.workflow import Entry, MatterState, apply, owner_of
from db.search import write_fields
from db.stores.matters import ParsedCase, due_key
from db.stores.recognition import key_rows
from db.stores.steps import write_entry
from db.tables import (
    ACTIONS,
    CASE_REFS,
    CLAIMS,
    CONTACT_FLAGS,
    CONTACTS,
    DEADLINES,
    MATERIALS,
    MATTERS,
    NUMBERS,
    PARTICIPANTS,
    PETITIONERS,
    PHONES,
    RECOGNITION_KEYS,
    SEARCH_WORDS,
    TRANSITIONS,
)

INDEX_NAME = "search_index"
_NO_STEP = ("", "", "", "", None)

Value = str | int | None
Rows = dict[str, list[tuple[Value, ...]]]

TABLES = (
    NUMBERS,
    PETITIONERS,
    PHONES,
    RECOGNITION_KEYS,
    MATTERS,
    CONTACTS,
    CONTACT_FLAGS,
    TRANSITIONS,
    PARTICIPANTS,
    MATERIALS,
    CASE_REFS,
    CLAIMS,
    DEADLINES,
    ACTIONS,
    SEARCH_WORDS,
)


@dataclass(frozen=True)
class BulkAction:
    """One entry of the timeline beside those of the contacts themselves."""

    kind: ActionKind
    at: datetime
    actor: str
    words: str


@dataclass(frozen=True)
class BulkContact:
    """One contact with its key, its number and what was written down."""

    contact_id: int
    number_id: int
    number: int
    number_text: str
    channel: Channel
    happened_at: datetime
    narrative: str
    disposition_code: str
    disposition: str
    materials: tuple[Material, ...] = ()


@dataclass(frozen=True)
class BulkDeadline:
    """A computed deadline; ``ended_at`` when the matter no longer runs against it."""

    rule_code: str
    start: date
    detail: DeadlineDetail
    ended_at: datetime | None = None


@dataclass(frozen=True)
class BulkMatter:
    """One whole matter with every key and number already chosen; the principal is the only participant.

    ``person.document_number`` is in its normalised form.
    """

    matter_id: int
    number_id: int
    number: int
    number_text: str
    person: Person
    petitioner_id: int
    head_count: int
    claim: str
    summary: str
    status: MatterStatus
    contacts: tuple[BulkContact, ...]
    cause_code: str
    identity_code: str
    department: tuple[int, str]
    handler: tuple[int, str]
    deadlines: tuple[BulkDeadline, ...]
    actions: tuple[BulkAction, ...]
    case: ParsedCase | None = None
    finding: Finding = Finding.OPEN
    due: date | None = None
    answered_on: date | None = None
    concluded_on: date | None = None
    outcome_code: str = ""
    settled_on: date | None = None


def rows_of(matters: list[BulkMatter], viewer: Viewer) -> Rows:
    """Turn matters into rows in the order of the tables' columns; needs no database and may run in another process."""
    rows: Rows = {table.name: [] for table in TABLES}
    rows[INDEX_NAME] = []
    for matter in matters:
        _petitioner_rows(rows, matter)
        _matter_rows(rows, matter, viewer)
        for ordinal, contact in enumerate(matter.contacts, 1):
            _contact_rows(rows, matter, contact, ordinal, viewer)
        _history_rows(rows, matter)
        fields = _fields(matter)
        rows[SEARCH_WORDS.name].append((matter.matter_id, write_fields(fields)))
        rows[INDEX_NAME].append((matter.matter_id, " ".join(tokens_of(fields))))
    return rows


def _time(moment: datetime) -> str:
    return f"{moment.isoformat(' ')}.000000"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number_row(key: int, series: Series, at: datetime, number: int, text: str) -> tuple[Value, ...]:
    return (key, series.value, at.year, number, text, _time(at), None, "")


def _petitioner_rows(rows: Rows, matter: BulkMatter) -> None:
    person, at = matter.person, _time(matter.contacts[0].happened_at)
    rows[PETITIONERS.name].append(
        (
            matter.petitioner_id,
            person.kind.value,
            person.name,
            person.sex.value,
            _day(person.birth_date),
            person.document_kind.value,
            person.document_number,
            person.document_number,
            person.no_document_reason,
            person.address,
            person.legal_representative,
            at,
            at,
            None,
        )
    )
    rows[PHONES.name] += [(matter.petitioner_id, number, "") for number in person.phones]
    known = (person.name, person.birth_date, person.address, person.document_kind, person.document_number)
    rows[RECOGNITION_KEYS.name] += key_rows(matter.petitioner_id, *known)


def _matter_rows(rows: Rows, matter: BulkMatter, viewer: Viewer) -> None:
    registered, latest = matter.contacts[0].happened_at, matter.contacts[-1]
    owner = owner_of(MatterState(status=matter.status, handler=_handler(matter)))
    rows[NUMBERS.name].append(
        _number_row(matter.number_id, Series.MATTER, registered, matter.number, matter.number_text)
    )
    rows[MATTERS.name].append(
        (
            matter.matter_id,
            matter.number_id,
            matter.number_text,
            matter.status.value,
            int(matter.status in OPEN_STATUSES),
            _time(registered),
            f"{registered:%Y-%m}",
            _time(latest.happened_at),
            latest.channel.value,
            len(matter.contacts),
            matter.petitioner_id,
            matter.person.name,
            matter.head_count,
            matter.summary,
            matter.case.normalised if matter.case else "",
            matter.cause_code,
            "petition",
            matter.department[0],
            matter.department[1],
            matter.handler[0],
            matter.handler[1],
            _day(matter.due),
            due_key(matter.due),
            _day(matter.answered_on),
            _day(matter.concluded_on),
            matter.outcome_code,
            _day(matter.settled_on),
            0,
            1,
            None,
            "",
            None,
            "",
            "",
            "general",
            owner.post.value,
            owner.words,
            matter.handler[0],
            matter.handler[1],
            None,
            None,
            None,
            None,
            "",
        )
    )
    rows[CLAIMS.name].append((matter.matter_id, matter.claim, matter.finding.value, 0))
    if matter.case is not None:
        case = matter.case
        parts = (case.raw, case.normalised, case.year, case.court, case.type_code, case.number)
        more = ("", 0, case.special, case.suffix, case.identity, None, None)
        rows[CASE_REFS.name].append((matter.matter_id, *parts, *more))
    rows[DEADLINES.name] += [
        _deadline_row(matter.matter_id, f"m{matter.matter_id}-{place}", one)
        for place, one in enumerate(matter.deadlines, 1)
    ]
    for action in matter.actions[:-1]:
        at = _time(action.at)
        rows[ACTIONS.name].append(
            (
                matter.matter_id,
                None,
                action.kind.value,
                at,
                viewer.account_id,
                action.actor,
                action.words,
                at,
                *_NO_STEP,
            )
        )
    rows[ACTIONS.name].append(_taken_over(matter, viewer))


def _taken_over(matter: BulkMatter, viewer: Viewer) -> tuple[Value, ...]:
    """The last line of the timeline, which also says where the matter stands: its steps before are not replayed."""
    action, at = matter.actions[-1], _time(matter.actions[-1].at)
    entry = Entry(Step.CARRY, action.at, handler=_handler(matter), starts=_running(matter), facts=_facts(matter))
    owner = apply(MatterState(), entry).owner
    said = (Step.CARRY.value, write_entry(entry, matter.matter_id), owner.words, "", None)
    return (matter.matter_id, None, action.kind.value, at, viewer.account_id, action.actor, action.words, at, *said)


def _handler(matter: BulkMatter) -> Responsible:
    return Responsible(matter.handler[0], matter.handler[1], matter.department[0], matter.department[1])


def _running(matter: BulkMatter) -> tuple[RunningClock, ...]:
    return tuple(
        RunningClock(f"m{matter.matter_id}-{place}", one.detail.rule_name, one.start, one.detail.legal_date)
        for place, one in enumerate(matter.deadlines, 1)
        if one.ended_at is None
    )


def _facts(matter: BulkMatter) -> dict[str, str]:
    said = {
        "status": matter.status.value,
        "contacts": str(len(matter.contacts)),
        "received_on": _day(matter.contacts[0].happened_at.date()),
        "answered_on": _day(matter.answered_on),
        "concluded_on": _day(matter.concluded_on),
        "settled_on": _day(matter.settled_on),
        "outcome": matter.outcome_code,
    }
    return {name: value for name, value in said.items() if value}


def _deadline_row(matter_id: int, clock: str, deadline: BulkDeadline) -> tuple[Value, ...]:
    detail = deadline.detail
    return (
        matter_id,
        deadline.rule_code,
        detail.rule_name,
        detail.citation,
        deadline.start.isoformat(),
        detail.raw_date.isoformat(),
        detail.legal_date.isoformat(),
        detail.advised_date.isoformat(),
        "\n".join(detail.derivation),
        int(detail.provisional),
        None if deadline.ended_at is None else _time(deadline.ended_at),
        detail.status.value,
        detail.duty.value,
        detail.amount,
        detail.unit.value if detail.unit else "",
        int(detail.roll),
        None,
        "",
        "",
        "",
        "" if deadline.ended_at is None else "replaced",
        "",
        clock,
    )


def _contact_rows(rows: Rows, matter: BulkMatter, contact: BulkContact, ordinal: int, viewer: Viewer) -> None:
    at = _time(contact.happened_at)
    received = _day(contact.happened_at.date()) if contact.channel is Channel.LETTER else None
    rows[NUMBERS.name].append(
        _number_row(
            contact.number_id,
            series_of(contact.channel),
            contact.happened_at,
            contact.number,
            contact.number_text,
        )
    )
    rows[CONTACTS.name].append(
        (
            contact.contact_id,
            matter.matter_id,
            contact.number_id,
            contact.number_text,
            contact.channel.value,
            ordinal,
            at,
            f"{contact.happened_at:%Y-%m}",
            at,
            viewer.account_id,
            viewer.name,
            matter.head_count,
            matter.identity_code,
            contact.narrative,
            "",
            contact.disposition_code,
            "self",
            "",
            "",
            None,
            None,
            None,
            received,
            None,
            0,
            None,
            *("",) * 5,
        )
    )
    rows[PARTICIPANTS.name].append((contact.contact_id, matter.petitioner_id, Role.PRINCIPAL.value, 0))
    rows[MATERIALS.name] += [
        (contact.contact_id, material.name, material.pages, position)
        for position, material in enumerate(contact.materials)
    ]
    words = f"{CHANNEL_TEXT[contact.channel]}登记，{first_or_repeat(contact.channel, ordinal)}；{contact.disposition}"
    rows[ACTIONS.name].append(
        (
            matter.matter_id,
            contact.contact_id,
            ActionKind.CONTACT.value,
            at,
            viewer.account_id,
            viewer.name,
            words,
            at,
            *_NO_STEP,
        )
    )


def _history_rows(rows: Rows, matter: BulkMatter) -> None:
    """Flags and events, by the same rules as at the desk."""
    earlier: tuple[PastContact, ...] = ()
    for contact in matter.contacts:
        at = _time(contact.happened_at)
        now = ThisContact(contact.channel, contact.happened_at, matter.head_count, earlier=earlier)
        for one in compute_flags(now, Thresholds()):
            if one.value:
                flag = (contact.contact_id, one.flag.value, 1, one.reason, 0, "", None, at)
                rows[CONTACT_FLAGS.name].append(flag)
        for event in transitions(now, repeat=bool(earlier), skip_level=False):
            moment = (matter.matter_id, contact.contact_id, event.kind.value, at, event.reason)
            rows[TRANSITIONS.name].append(moment)
        earlier = (*earlier, PastContact(contact.channel, contact.happened_at))


def _fields(matter: BulkMatter) -> SearchFields:
    return SearchFields(
        names=(matter.person.name,),
        document_numbers=(matter.person.document_number,) if matter.person.document_number else (),
        phones=matter.person.phones,
        case_numbers=(matter.case.normalised,) if matter.case else (),
        numbers=(matter.number_text, *(contact.number_text for contact in matter.contacts)),
        texts=(matter.claim, *(contact.narrative for contact in matter.contacts)),
    )
