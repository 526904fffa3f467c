"""The complete frozen records that printed forms are made from.

A service fills one of these, ``app.printing`` turns it into PDF bytes, and the same record always gives the same
bytes. They hold words ready for paper: dates are dates, everything else is text as it shall be printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class Form(Enum):
    """A printed form; the value is its name on the command line and in settings."""

    COVER = "cover"
    REGISTRATION = "registration"
    SLIP = "slip"


FORM_TEXT = {
    Form.COVER: "卷宗封面",
    Form.REGISTRATION: "登记表",
    Form.SLIP: "登记回执",
}


@dataclass(frozen=True)
class Marks:
    """Marks laid over any form: 演练 for the practice register, 补打 for a reprint."""

    practice: bool = False
    reprint: bool = False


@dataclass(frozen=True)
class CoverRecord:
    """卷宗封面 (dossier cover A4). ``part`` is 正卷 or 副卷; page_count None prints a blank to fill in."""

    court_name: str
    part: str
    number: str
    petitioner: str
    matter: str
    case_numbers: tuple[str, ...]
    source: str
    department: str
    handler: str
    registered_on: date
    concluded_on: date | None
    outcome: str
    retention: str
    volume_number: int
    volume_count: int
    page_count: int | None
    archive_code: str
    marks: Marks = Marks()


@dataclass(frozen=True)
class PersonLine:
    """One person on a registration form, in printed words."""

    role: str
    name: str
    sex: str
    age: str
    document: str
    phone: str
    address: str


@dataclass(frozen=True)
class MaterialLine:
    """One paper handed in, with its page count."""

    name: str
    pages: int


@dataclass(frozen=True)
class RegistrationRecord:
    """来访登记表、来信登记表、来电登记表、交办转送登记表.

    ``channel`` decides the title and which boxes are shown; ``letter_dates`` are (label, date text) pairs.
    """

    court_name: str
    channel: str
    number: str
    matter_number: str
    happened_at: datetime
    registered_at: datetime
    first_or_repeat: str
    principal: PersonLine
    others: tuple[PersonLine, ...]
    head_count: int
    litigant_identity: str
    case_numbers: tuple[str, ...]
    claims: tuple[str, ...]
    narrative: str
    materials: tuple[MaterialLine, ...]
    source: str
    letter_dates: tuple[tuple[str, str], ...]
    opinion: str
    disposition: str
    receptionist: str
    marks: Marks = Marks()


@dataclass(frozen=True)
class SlipRecord:
    """登记回执 given to the visitor: 16 pt and larger, desk telephone, what happens next and by when."""

    court_name: str
    number: str
    name: str
    registered_at: datetime
    channel: str
    matter: str
    materials: tuple[MaterialLine, ...]
    disposition: str
    next_date: date | None
    next_words: str
    desk_phone: str
    desk_address: str
    receptionist: str
    marks: Marks = Marks()


@dataclass(frozen=True)
class RecoverySheetRecord:
    """恢复码单: printed once at set-up, sealed and locked away."""

    court_name: str
    account: str
    register_id: str
    recovery_code: str
    created_on: date


PaperRecord = CoverRecord | RegistrationRecord | SlipRecord | RecoverySheetRecord
