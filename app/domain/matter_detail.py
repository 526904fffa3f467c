"""A matter with everything the desk shows beside the list: facts, people, timeline, documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.contact import Channel
from app.domain.deadline import Duty, RuleStatus
from app.domain.intake import Forwarding, LetterDates, Material
from app.domain.matter import ActionKind, Finding, MatterStatus
from app.domain.petitioner import Person, Role
from app.domain.work_calendar import DueDate, Unit


@dataclass(frozen=True)
class KnownPerson:
    """A participant with the petitioner's id behind it."""

    petitioner_id: int
    role: Role
    person: Person


@dataclass(frozen=True)
class CaseRef:
    """原案案号: a court case behind the matter, raw and normalised."""

    raw: str
    normalised: str
    role: str = ""


@dataclass(frozen=True)
class Claim:
    """诉求: one demand and its finding."""

    text: str
    finding: Finding


@dataclass(frozen=True)
class ContactDetail:
    """One visit, letter, call or forwarded paper of the matter.

    ``late_reason`` is there for 补录 alone (it may be empty). An ``inquiry`` asked how the matter stands; it is no
    repeat.
    """

    contact_id: int
    number: str
    channel: Channel
    ordinal: int
    happened_at: datetime
    registered_at: datetime
    receptionist: str
    people: tuple[KnownPerson, ...]
    head_count: int
    litigant_identity_code: str
    narrative: str
    opinion: str
    disposition_code: str
    source_code: str
    materials: tuple[Material, ...]
    letter: LetterDates
    forwarding: Forwarding
    joint: bool
    voided: bool
    late_reason: str | None = None
    inquiry: bool = False

    @property
    def principal(self) -> KnownPerson:
        """The person whose matter it is."""
        return self.people[0]


@dataclass(frozen=True)
class TimelineEntry:
    """One entry of the append-only timeline."""

    action_id: int
    kind: ActionKind
    happened_at: datetime
    actor: str
    words: str
    step: str = ""
    owner: str = ""
    paper: str = ""


@dataclass(frozen=True)
class DeadlineDetail:
    """期限 with the lines that derive it. An extended one stays, ended, with the new one pointing back to it."""

    rule_name: str
    citation: str
    raw_date: date
    legal_date: date
    advised_date: date
    derivation: tuple[str, ...]
    provisional: bool
    deadline_id: int = 0
    clock: str = ""
    rule_code: str = ""
    status: RuleStatus = RuleStatus.INTERNAL
    duty: Duty = Duty.COURT
    start_date: date | None = None
    amount: int | None = None
    unit: Unit | None = None
    roll: bool = True
    previous_id: int | None = None
    reason: str = ""
    approver: str = ""
    paper: str = ""
    calendar: str = ""
    ended_at: datetime | None = None
    end_reason: str = ""

    @property
    def due(self) -> DueDate:
        """The dates as the calendar gave them."""
        return DueDate(self.raw_date, self.legal_date, self.advised_date, self.derivation, self.provisional)


@dataclass(frozen=True)
class DocumentLine:
    """A paper issued for this matter."""

    document_id: int
    form: str
    title: str
    issued_at: datetime
    prints: int


@dataclass(frozen=True)
class MatterDetail:
    """One matter, whole. ``version`` guards against two corrections crossing each other."""

    matter_id: int
    number: str
    status: MatterStatus
    registered_at: datetime
    petitioner: str
    head_count: int
    contact_count: int
    summary: str
    cause_code: str
    purpose_code: str
    department_id: int | None
    department: str
    handler_id: int | None
    handler: str
    due_date: date | None
    answered_on: date | None
    concluded_on: date | None
    outcome_code: str
    restricted: bool
    void_reason: str
    version: int
    case_refs: tuple[CaseRef, ...]
    claims: tuple[Claim, ...]
    contacts: tuple[ContactDetail, ...]
    timeline: tuple[TimelineEntry, ...]
    deadlines: tuple[DeadlineDetail, ...]
    documents: tuple[DocumentLine, ...]
    owner: str = ""
    first_handler: str = ""
    track: str = ""
    stage: str = ""
    importance: str = ""
    accepted_on: date | None = None
    assigned_on: date | None = None
    started_on: date | None = None
    served_on: date | None = None
    settled_on: date | None = None
    settled_evidence: str = ""
