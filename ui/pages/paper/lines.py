"""What the paper page lists: forms of a matter, papers already issued, prints in the tray."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from app.domain.contact import CHANNEL_TEXT, INQUIRY_TEXT, first_or_repeat
from app.domain.errors import Refused
from app.domain.matter import MatterStatus
from app.domain.matter_detail import ContactDetail, MatterDetail
from app.domain.paper import FORM_TEXT, Form, form_of
from app.services import matters, papers, triage
from app.services.session import Session
from ui.widgets.chip import Shape, Status
from ui.widgets.tone import Tone

MOST_PAPERS = 60
NO_STATUS = Status("")


@dataclass(frozen=True)
class PaperKey:
    """Which paper a line stands for: a form as it is now, a paper as it was issued, or a print in the tray.

    ``large`` is the large edition of an issued letter that was not made yet.
    """

    form: str
    contact_id: int | None = None
    document_id: int | None = None
    tray_id: int | None = None
    large: bool = False

    @property
    def kind(self) -> Form:
        """The form, without the template that a letter or sheet was made from."""
        return form_of(self.form)


@dataclass(frozen=True)
class PaperLine:
    """One line of a list: words, a quiet note beside them, a chip, and a second line."""

    key: PaperKey
    words: str
    note: str = ""
    status: Status = NO_STATUS
    below: str = ""


@dataclass(frozen=True)
class MatterPapers:
    """Everything that can be printed for one matter, newest contact first."""

    matter_id: int
    number: str
    petitioner: str
    voided: bool
    forms: tuple[PaperLine, ...]
    issued: tuple[PaperLine, ...]


def read_papers(session: Session, matter_id: int) -> MatterPapers:
    """Read the papers of a matter. In the read lane.

    Raises:
        Refused: there is no such matter, or this account may not see it.
    """
    detail = matters.detail(session, matter_id)
    issued: list[PaperLine] = []
    printed: Counter[tuple[str, str]] = Counter()
    made_large: set[tuple[str, str]] = set()
    guided = {one.contact_id for one in triage.history(session, matter_id)}
    for line in detail.documents[:MOST_PAPERS]:
        broken, number = False, ""
        try:
            record = papers.reopen(session, line.document_id).record
            number = str(getattr(record, "contact_number", getattr(record, "number", "")))
            printed[line.form, number] += line.prints
            if line.form.endswith(papers.LARGE):
                made_large.add((line.form.removesuffix(papers.LARGE), number))
        except Refused:
            broken = True
        status = Status("内容有异", Tone.LATE, Shape.LATE) if broken else times(line.prints)
        words = _large(line.title) if line.form.endswith(papers.LARGE) else line.title
        issued.append(PaperLine(PaperKey(line.form, None, line.document_id), words, _day(line.issued_at), status))
        if not broken and papers.has_large_edition(line.form) and (line.form, number) not in made_large:
            key = PaperKey(line.form, None, line.document_id, large=True)
            issued.append(PaperLine(key, _large(line.title), "", Status("未打印")))
    voided = detail.status is MatterStatus.VOID
    forms = () if voided else _forms(detail, printed, guided)
    petitioner = detail.petitioner + (f" 等{detail.head_count}人" if detail.head_count > 1 else "")
    return MatterPapers(matter_id, detail.number, petitioner, voided, forms, tuple(issued))


def read_tray(session: Session) -> tuple[PaperLine, ...]:
    """Read the prints in the tray, newest first. In the read lane."""
    return tuple(
        PaperLine(
            PaperKey(item.form, None, item.document_id, item.tray_id),
            item.title,
            _moment(item.created_at),
            Status("未打出", Tone.SOON, Shape.SOON),
            f"{item.number}　{item.reason}",
        )
        for item in reversed(papers.tray(session))
    )


def times(prints: int) -> Status:
    """How often a paper was printed."""
    return Status(f"打过 {prints} 次", Tone.GOOD) if prints else Status("未打印")


def _large(title: str) -> str:
    """What tells it from the letter comes first: the end of a long title does not show."""
    return f"大字版：{title.removesuffix('（大字版）')}"


def _forms(detail: MatterDetail, printed: Counter[tuple[str, str]], guided: set[int]) -> tuple[PaperLine, ...]:
    cover = PaperLine(
        PaperKey(Form.COVER.value),
        FORM_TEXT[Form.COVER],
        status=times(printed[Form.COVER.value, detail.number]),
    )
    lines = [cover]
    for contact in reversed([one for one in detail.contacts if not one.voided]):
        lines += _contact_forms(contact, printed, guided=contact.contact_id in guided)
    return tuple(lines)


def _contact_forms(contact: ContactDetail, printed: Counter[tuple[str, str]], *, guided: bool) -> list[PaperLine]:
    """The slip of an inquiry says what was told; the guidance sheet is there once the questions were answered."""
    which = INQUIRY_TEXT if contact.inquiry else first_or_repeat(contact.channel, contact.ordinal)
    note = f"{contact.happened_at:%m-%d} {which}"
    slip = Form.PROGRESS if contact.inquiry else Form.SLIP
    names = [(Form.REGISTRATION, f"{CHANNEL_TEXT[contact.channel]}登记表"), (slip, FORM_TEXT[slip])]
    if guided:
        names.append((Form.GUIDANCE, FORM_TEXT[Form.GUIDANCE]))
    return [
        PaperLine(PaperKey(form.value, contact.contact_id), words, note, times(printed[form.value, contact.number]))
        for form, words in names
    ]


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _moment(moment: datetime) -> str:
    return f"{moment:%m-%d %H:%M}"
