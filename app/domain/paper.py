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
    GUIDANCE = "guidance"
    PROGRESS = "progress"
    BLANK = "blank"
    LETTER = "letter"
    SHEET = "sheet"


FORM_TEXT = {
    Form.COVER: "卷宗封面",
    Form.REGISTRATION: "登记表",
    Form.SLIP: "登记回执",
    Form.GUIDANCE: "程序引导告知书",
    Form.PROGRESS: "进度查询单",
    Form.BLANK: "空白登记表",
    Form.LETTER: "函件和告知书",
    Form.SHEET: "办理表单",
}


def form_of(stored: str) -> Form:
    """The form of a stored document: letters and sheets carry the code of their template behind a dot."""
    return Form(stored.partition(".")[0])


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

    ``channel`` decides the title and which boxes are shown; ``letter_dates`` are (label, date text) pairs. ``late`` is
    the mark of 补录 with both times, empty otherwise.
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
    late: str = ""


@dataclass(frozen=True)
class SlipRecord:
    """登记回执 given to the visitor: 16 pt and larger, desk telephone, what happens next and by when.

    ``overdue``: the day had passed when the slip was made, so that it is not to be remembered.
    """

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
    overdue: bool = False
    marks: Marks = Marks()


@dataclass(frozen=True)
class ClockLine:
    """One period on a guidance sheet: whose it is, what it says, where it is written, and how sure that is."""

    whose: str
    words: str
    source: str
    status: str


@dataclass(frozen=True)
class GuidanceRecord:
    """程序引导告知书: A4, 16 pt and larger; where to go, what to bring, which period runs. Never a refusal.

    ``checklist`` are (words, ticked) pairs of the remedies gone through, only for matters that may have used them up.
    """

    court_name: str
    number: str
    name: str
    day: date
    matter: str
    route: str
    where: str
    steps: tuple[str, ...]
    bring: tuple[str, ...]
    clocks: tuple[ClockLine, ...]
    basis: str
    checklist: tuple[tuple[str, bool], ...]
    desk_phone: str
    desk_address: str
    receptionist: str
    marks: Marks = Marks()


@dataclass(frozen=True)
class ProgressSlipRecord:
    """进度查询单: A5, 16 pt and larger; the same that the visitor was shown, and nothing internal.

    ``number`` is that of the matter, ``contact_number`` that of the inquiry; the name is masked.
    """

    court_name: str
    number: str
    contact_number: str
    name: str
    asked_at: datetime
    matter: str
    steps: tuple[str, ...]
    step: int
    stage: str
    department: str
    registered_on: date
    answered_on: date | None
    answer: str
    concluded_on: date | None
    outcome: str
    next_date: date | None
    next_words: str
    desk_phone: str
    desk_address: str
    receptionist: str
    overdue: bool = False
    marks: Marks = Marks()


@dataclass(frozen=True)
class BlankFormRecord:
    """A blank registration form to be filled in by hand when the power is out; the number is reserved."""

    court_name: str
    channel: str
    number: str
    reserved_on: date
    batch: int
    desk_phone: str
    marks: Marks = Marks()


@dataclass(frozen=True)
class LetterRecord:
    """信函: 督办函, 答复意见书, 告知书 and the like in the form of GB/T 9704 §10.1.

    ``number`` is the 发文字号; ``paragraphs`` and ``attachments`` are finished words. ``stub`` and ``receipt`` are
    (label, words) pairs of the half sheets that follow, printed only where there are any; empty words leave a line to
    fill in by hand. ``large`` is the edition for the visitor: the same words in large type.
    """

    court_name: str
    title: str
    number: str
    addressee: str
    paragraphs: tuple[str, ...]
    attachments: tuple[str, ...]
    signed: str
    day: date
    contact: str
    stub: tuple[tuple[str, str], ...] = ()
    receipt_title: str = ""
    receipt: tuple[tuple[str, str], ...] = ()
    large: bool = False
    marks: Marks = Marks()


@dataclass(frozen=True)
class SheetRow:
    """One row of a sheet: a label and its words; ``lines`` is the least height in lines, for writing by hand."""

    label: str
    words: str
    lines: int = 1


@dataclass(frozen=True)
class SheetRecord:
    """办理表单: 阅批单, 审批表, 记录 and the like; a table with labels at the left and signatures beneath."""

    court_name: str
    title: str
    number: str
    day: date
    rows: tuple[SheetRow, ...]
    signatures: tuple[str, ...]
    note: str = ""
    marks: Marks = Marks()


@dataclass(frozen=True)
class RecoverySheetRecord:
    """恢复码单: printed once at set-up, sealed and locked away."""

    court_name: str
    account: str
    register_id: str
    recovery_code: str
    created_on: date


PaperRecord = (
    CoverRecord
    | RegistrationRecord
    | SlipRecord
    | GuidanceRecord
    | ProgressSlipRecord
    | BlankFormRecord
    | LetterRecord
    | SheetRecord
    | RecoverySheetRecord
)
