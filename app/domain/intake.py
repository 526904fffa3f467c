"""接待登记: what a clerk has written down about one contact, and the answer after it was saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.changes import Change
from app.domain.contact import Channel
from app.domain.courts import CourtLevel
from app.domain.history import FlagChange
from app.domain.petitioner import Person, Role
from app.domain.recognition import ProposalGroup

LONGEST_NAME = 100
LONGEST_TEXT = 20_000
MOST_PEOPLE = 10_000


@dataclass(frozen=True)
class Participant:
    """随访人、代表人、代理人、联名人: somebody beside the principal."""

    role: Role
    person: Person


@dataclass(frozen=True)
class Material:
    """提交材料: one paper handed in, with its pages."""

    name: str
    pages: int


@dataclass(frozen=True)
class LetterDates:
    """来信的日期: written, postmarked, received; and how many pages it has."""

    dated: date | None = None
    postmarked: date | None = None
    received: date | None = None
    pages: int | None = None


@dataclass(frozen=True)
class Forwarding:
    """交办转送: by whom, their number, and the date by which they want an answer."""

    body: str = ""
    number: str = ""
    due: date | None = None


@dataclass(frozen=True)
class IntakeRequest:
    """One filled form. ``*_code`` are codes of the code tables; ``existing_matter_id`` joins an earlier matter.

    ``draft_id`` is the draft this form was kept in; it is removed in the same transaction. ``late_reason`` is why a
    contact is registered late; ``blank_number`` the number printed on the blank form it was written on.

    ``same_person_id`` says that the principal is this known petitioner, whatever is spelt otherwise now;
    ``different_people`` and ``different_matters`` were proposed and are not the same, which is kept for good.
    ``accused`` is whom an anonymous letter accuses. ``visited_level`` is where the visit itself was made (this court
    when nothing is said), ``competent_level`` the level of the court competent for the matter. ``flags`` are those
    changed by hand, each with a reason.
    """

    channel: Channel
    happened_at: datetime
    principal: Person
    claims: tuple[str, ...]
    others: tuple[Participant, ...] = ()
    head_count: int = 1
    case_numbers: tuple[str, ...] = ()
    litigant_identity_code: str = ""
    cause_code: str = ""
    purpose_code: str = ""
    narrative: str = ""
    materials: tuple[Material, ...] = ()
    opinion: str = ""
    disposition_code: str = ""
    source_code: str = ""
    department_id: int | None = None
    handler_id: int | None = None
    letter: LetterDates = LetterDates()
    forwarding: Forwarding = Forwarding()
    joint: bool = False
    existing_matter_id: int | None = None
    draft_id: int | None = None
    same_person_id: int | None = None
    different_people: tuple[int, ...] = ()
    different_matters: tuple[int, ...] = ()
    accused: str = ""
    visited_level: CourtLevel | None = None
    competent_level: CourtLevel | None = None
    flags: tuple[FlagChange, ...] = ()
    late_reason: str = ""
    blank_number: str = ""


@dataclass(frozen=True)
class IntakeReceipt:
    """What was saved."""

    matter_id: int
    contact_id: int
    matter_number: str
    contact_number: str
    ordinal: int
    change: Change


@dataclass(frozen=True)
class EarlierMatter:
    """A matter that the visitor may have come with before, shown beside the form while it is filled.

    ``reason`` are the ``reasons`` in one line; ``against`` is what speaks against it. ``person_id`` is the petitioner
    who stands for the person, for "same person, new matter" and for "not the same". ``same_matter`` says whether it
    looks like the very matter of the form. ``person_name`` is who was compared where the matter goes by another name;
    ``has_number`` says whether a document number of the person is on record.
    """

    matter_id: int
    number: str
    petitioner_name: str
    reason: str
    contact_count: int
    latest_at: datetime
    status: str
    summary: str
    last_answer: str
    person_id: int = 0
    group: ProposalGroup = ProposalGroup.SAME_PERSON
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    same_matter: bool = False
    likeness: float = 0.0
    matter_likeness: float = 0.0
    department_id: int | None = None
    handler_id: int | None = None
    person_name: str = ""
    has_number: bool = False

    @property
    def whose(self) -> str:
        """The name of the person proposed, who need not be the petitioner of the matter."""
        return self.person_name or self.petitioner_name
