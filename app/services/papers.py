"""文书: filling the frozen record of a form, issuing it, and keeping count of what was printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from cattrs.preconf.json import make_converter

from app.domain.changes import Area, Change
from app.domain.contact import CHANNEL_TEXT, INQUIRY_TEXT, Channel, first_or_repeat
from app.domain.errors import Refused
from app.domain.identity import age_on
from app.domain.late_entry import both_times
from app.domain.matter import MatterStatus
from app.domain.matter_detail import ContactDetail, MatterDetail
from app.domain.paper import (
    FORM_TEXT,
    CoverRecord,
    Form,
    GuidanceRecord,
    LetterRecord,
    Marks,
    MaterialLine,
    PaperRecord,
    PersonLine,
    ProgressSlipRecord,
    RegistrationRecord,
    SheetRecord,
    SlipRecord,
    form_of,
)
from app.domain.paper_template import built_in
from app.domain.petitioner import DOCUMENT_KIND_TEXT, ROLE_TEXT, SEX_TEXT, DocumentKind, Person, PetitionerKind
from app.domain.progress_answer import receipt_words
from app.services import visitor_papers
from app.services.matters import read_detail
from app.services.session import Session
from db.stores.documents import StoredDocument, TrayItem
from db.unit_of_work import ReadUnit, WriteUnit

DEFAULT_RETENTION = "long"
LARGE = ".large"
"""Behind the stored form of a letter: its large edition. It says nothing else and is not bound."""
NOT_FOR_VISITORS = "只有发给信访人的函件和告知书有大字版。"

Filled = CoverRecord | RegistrationRecord | SlipRecord | GuidanceRecord | ProgressSlipRecord
Record = Filled | LetterRecord | SheetRecord
_RECORDS: dict[Form, type[Record]] = {
    Form.COVER: CoverRecord,
    Form.REGISTRATION: RegistrationRecord,
    Form.SLIP: SlipRecord,
    Form.GUIDANCE: GuidanceRecord,
    Form.PROGRESS: ProgressSlipRecord,
    Form.LETTER: LetterRecord,
    Form.SHEET: SheetRecord,
}
_CONVERTER = make_converter()


@dataclass(frozen=True)
class IssuedPaper:
    """A document ready for paper; ``record`` already carries the 演练 and 补打 marks."""

    document_id: int
    matter_id: int
    form: Form
    title: str
    number: str
    record: PaperRecord
    reprint: bool
    change: Change


def issue(session: Session, matter_id: int, form: Form, now: datetime, contact_id: int | None = None) -> IssuedPaper:
    """Freeze a form as it stands now, or find the last one again if nothing has changed since.

    Forms of a contact take the given one, or else the matter's latest.

    Raises:
        Refused: no such matter or contact, or the matter is void.
    """
    with session.register.read(session.viewer) as unit:
        detail = read_detail(unit, matter_id)
        contact = _contact(detail, contact_id, form)
        record = _fill(unit, detail, contact, form, now.date())
    if detail.status is MatterStatus.VOID:
        raise Refused("这件事项已作废，不能再出文书。")
    content = frozen(record, form)
    about = None if form is Form.COVER else contact.contact_id
    title = _title(form, contact.channel)
    with session.register.read(session.viewer) as unit:
        document_id = unit.documents.same_as_last(matter_id, about, form.value, content)
    if document_id is None:
        with session.register.write(session.viewer, now) as work:
            document_id = work.documents.issue(matter_id, about, form.value, title, content, now)
            work.audit.record("issue", "document", document_id, after={"matter": detail.number, "form": form})
    change = Change.of(Area.DOCUMENTS, ids=(matter_id,))
    return replace(reopen(session, document_id), change=change)


def frozen(record: Record, form: Form) -> str:
    """The text in which a record is kept."""
    return str(_CONVERTER.dumps(record, unstructure_as=_RECORDS[form], ensure_ascii=False, sort_keys=True))


def issue_in(work: WriteUnit, matter_id: int, code: str, record: LetterRecord | SheetRecord) -> int:
    """Freeze a letter or sheet made from the template of a code, inside a unit of work; gives the document's id."""
    form = Form.LETTER if isinstance(record, LetterRecord) else Form.SHEET
    stored = f"{form.value}.{code}"
    document_id = work.documents.issue(matter_id, None, stored, record.title, frozen(record, form), work.now)
    work.audit.record("issue", "document", document_id, after={"form": stored, "number": record.number})
    return document_id


def freeze(record: LetterRecord | SheetRecord) -> str:
    """A letter or sheet as text that tells which it is; for papers that are no document of a matter."""
    form = Form.LETTER if isinstance(record, LetterRecord) else Form.SHEET
    return f"{form.value}\n{frozen(record, form)}"


def thaw(content: str) -> LetterRecord | SheetRecord:
    """The letter or sheet of a text made by :func:`freeze`."""
    form, _, text = content.partition("\n")
    if Form(form) is Form.LETTER:
        return _CONVERTER.loads(text, LetterRecord)
    return _CONVERTER.loads(text, SheetRecord)


def reopen(session: Session, document_id: int) -> IssuedPaper:
    """A document as it was issued; marked 补打 when it has been printed before.

    Raises:
        Refused: there is none, or its stored content was altered.
    """
    with session.register.read(session.viewer) as unit:
        stored = _stored(unit, document_id)
        number = unit.matters.number_text(stored.matter_id)
        practice = bool(unit.settings.get("practice", False))
    form = form_of(stored.form)
    record = _CONVERTER.loads(stored.content, _RECORDS[form])
    marked = replace(record, marks=Marks(practice=practice, reprint=stored.prints > 0))
    change = Change.of()
    return IssuedPaper(document_id, stored.matter_id, form, stored.title, number, marked, stored.prints > 0, change)


def has_large_edition(form: str) -> bool:
    """Whether the paper of a stored form is a letter to the visitor, who may want it in large type."""
    kind, _, code = form.partition(".")
    template = built_in().get(code)
    return kind == Form.LETTER.value and template is not None and template.outgoing


def in_large_type(session: Session, document_id: int) -> IssuedPaper:
    """How the large edition will look; nothing is kept.

    Raises:
        Refused: as :func:`large_edition`.
    """
    paper = reopen(session, document_id)
    if not isinstance(paper.record, LetterRecord):
        raise Refused(NOT_FOR_VISITORS)
    record = replace(paper.record, large=True, marks=replace(paper.record.marks, reprint=False))
    return replace(paper, record=record, title=f"{paper.title}（大字版）", reprint=False)


def large_edition(session: Session, document_id: int, now: datetime) -> IssuedPaper:
    """大字版: the same letter in large type, frozen as a document of its own; the one made before is found again.

    Raises:
        Refused: there is no such paper, it was altered, or it is no letter to a visitor.
    """
    with session.register.read(session.viewer) as unit:
        stored = _stored(unit, document_id)
        if not has_large_edition(stored.form):
            raise Refused(NOT_FOR_VISITORS)
        letter = replace(_CONVERTER.loads(stored.content, LetterRecord), large=True)
        content, form = frozen(letter, Form.LETTER), stored.form + LARGE
        known = unit.documents.same_as_last(stored.matter_id, None, form, content)
    if known is not None:
        return reopen(session, known)
    with session.register.write(session.viewer, now) as work:
        made = work.documents.issue(stored.matter_id, None, form, f"{letter.title}（大字版）", content, now)
        work.audit.record("issue", "document", made, after={"form": form, "number": letter.number, "of": document_id})
    return replace(reopen(session, made), change=Change.of(Area.DOCUMENTS, ids=(stored.matter_id,)))


def _stored(unit: ReadUnit, document_id: int) -> StoredDocument:
    stored = unit.documents.get(document_id)
    if stored is None:
        raise Refused("没有找到这份文书，或这个账户不能查看它。")
    if not stored.intact:
        raise Refused("这份文书的内容与出具时不一致，已停止打印。请联系管理员检查登记库。")
    return stored


def record_of(form: str, content: str, marks: Marks) -> PaperRecord:
    """The frozen record of an issued paper, from its stored text."""
    return replace(_CONVERTER.loads(content, _RECORDS[form_of(form)]), marks=marks)


def printed(session: Session, paper: IssuedPaper, printer: str, now: datetime, tray_id: int | None = None) -> Change:
    """Record that a document came out of a printer or was saved as a file; takes it out of the tray."""
    with session.register.write(session.viewer, now) as work:
        work.documents.printed(paper.document_id, printer, paper.reprint, now)
        if tray_id is not None:
            work.documents.take_from_tray(tray_id)
        after = {"printer": printer, "reprint": paper.reprint}
        work.audit.record("print", "document", paper.document_id, after=after)
    return Change.of(Area.DOCUMENTS, Area.PRINT_TRAY, ids=(paper.matter_id,))


def lay_in_tray(session: Session, document_id: int, printer: str, reason: str, now: datetime) -> Change:
    """Keep a print that did not come out, so that it survives a restart."""
    with session.register.write(session.viewer, now) as work:
        tray_id = work.documents.lay_in_tray(document_id, printer, reason, now)
        work.audit.record("tray", "print", tray_id, after={"document": document_id, "reason": reason})
    return Change.of(Area.PRINT_TRAY)


def leave_unprinted(session: Session, tray_id: int, now: datetime) -> Change:
    """Take a print out of the tray without printing it."""
    with session.register.write(session.viewer, now) as work:
        work.documents.take_from_tray(tray_id)
        work.audit.record("leave_unprinted", "print", tray_id)
    return Change.of(Area.PRINT_TRAY)


def tray(session: Session) -> tuple[TrayItem, ...]:
    """Prints waiting to be sent again."""
    with session.register.read(session.viewer) as unit:
        return unit.documents.tray()


def _contact(detail: MatterDetail, contact_id: int | None, form: Form) -> ContactDetail:
    if contact_id is None:
        # the slip of an inquiry belongs to the last inquiry, every other form to the last petition
        fitting = [one for one in detail.contacts if one.inquiry == (form is Form.PROGRESS)]
        return (fitting or list(detail.contacts))[-1]
    found = next((one for one in detail.contacts if one.contact_id == contact_id), None)
    if found is None:
        raise Refused("没有找到这次登记。请刷新后再选。")
    return found


def _title(form: Form, channel: Channel) -> str:
    return f"{CHANNEL_TEXT[channel]}登记表" if form is Form.REGISTRATION else FORM_TEXT[form]


def _fill(unit: ReadUnit, detail: MatterDetail, contact: ContactDetail, form: Form, today: date) -> Filled:
    match form:
        case Form.COVER:
            return cover_record(unit, detail)
        case Form.REGISTRATION:
            return _registration(unit, detail, contact)
        case Form.SLIP:
            return _slip(unit, detail, contact, today)
        case Form.GUIDANCE:
            return visitor_papers.guidance(unit, detail, contact)
        case Form.PROGRESS:
            return visitor_papers.progress_slip(unit, contact)
        case Form.LETTER | Form.SHEET:
            raise Refused("函件和表单随办理一步出具。请在“办理”里选要办的一步。")
        case Form.BLANK:
            raise Refused("空白登记表不属于某一件事项。请在“空白登记表”里按批打印。")


def cover_record(unit: ReadUnit, detail: MatterDetail) -> CoverRecord:
    """What a cover says about a matter, before it is bound."""
    first = detail.contacts[0]
    source = CHANNEL_TEXT[first.channel]
    if first.forwarding.body:
        source += f"（{first.forwarding.body}）"
    return CoverRecord(
        court_name=unit.settings.get("court_name", ""),
        part="正卷",
        number=detail.number,
        petitioner=_with_others(detail.petitioner, detail.head_count),
        matter=detail.claims[0].text if detail.claims else detail.summary,
        case_numbers=tuple(case.normalised for case in detail.case_refs),
        source=source,
        department=detail.department,
        handler=detail.handler,
        registered_on=detail.registered_at.date(),
        concluded_on=detail.concluded_on,
        outcome=unit.codes.label("outcome", detail.outcome_code),
        retention=unit.codes.label("retention", unit.settings.get("retention", DEFAULT_RETENTION)),
        volume_number=1,
        volume_count=1,
        page_count=None,
        archive_code="",
    )


def _registration(unit: ReadUnit, detail: MatterDetail, contact: ContactDetail) -> RegistrationRecord:
    day = contact.happened_at.date()
    people = [_person_line(known.person, ROLE_TEXT[known.role], day) for known in contact.people]
    source = unit.codes.label("source", contact.source_code, day)
    if contact.forwarding.body:
        source = "　".join(part for part in (source, contact.forwarding.body, contact.forwarding.number) if part)
    return RegistrationRecord(
        court_name=unit.settings.get("court_name", ""),
        channel=CHANNEL_TEXT[contact.channel],
        number=contact.number,
        matter_number=detail.number,
        happened_at=contact.happened_at,
        registered_at=contact.registered_at,
        first_or_repeat=INQUIRY_TEXT if contact.inquiry else first_or_repeat(contact.channel, contact.ordinal),
        principal=people[0],
        others=tuple(people[1:]),
        head_count=contact.head_count,
        litigant_identity=unit.codes.label("litigant_identity", contact.litigant_identity_code, day),
        case_numbers=tuple(case.normalised for case in detail.case_refs),
        claims=tuple(claim.text for claim in detail.claims),
        narrative=contact.narrative,
        materials=tuple(MaterialLine(one.name, one.pages) for one in contact.materials),
        source=source,
        letter_dates=_letter_dates(contact),
        opinion=contact.opinion,
        disposition=unit.codes.label("disposition", contact.disposition_code, contact.happened_at.date()),
        receptionist=contact.receptionist,
        late=_late(contact),
    )


def _late(contact: ContactDetail) -> str:
    if contact.late_reason is None:
        return ""
    return both_times(contact.happened_at, contact.registered_at, contact.late_reason)


def _slip(unit: ReadUnit, detail: MatterDetail, contact: ContactDetail, today: date) -> SlipRecord:
    return SlipRecord(
        court_name=unit.settings.get("court_name", ""),
        number=contact.number,
        name=contact.principal.person.name,
        registered_at=contact.registered_at,
        channel=CHANNEL_TEXT[contact.channel],
        matter=detail.summary,
        materials=tuple(MaterialLine(one.name, one.pages) for one in contact.materials),
        disposition=unit.codes.label("disposition", contact.disposition_code, contact.happened_at.date()),
        next_date=detail.due_date,
        next_words=receipt_words(detail.due_date, today),
        desk_phone=unit.settings.get("desk_phone", ""),
        desk_address=unit.settings.get("desk_address", ""),
        receptionist=contact.receptionist,
        overdue=detail.due_date is not None and detail.due_date < today,
    )


def _with_others(name: str, head_count: int) -> str:
    return f"{name} 等{head_count}人" if head_count > 1 else name


def _letter_dates(contact: ContactDetail) -> tuple[tuple[str, str], ...]:
    letter = contact.letter
    days = (("写信日期", letter.dated), ("邮戳日期", letter.postmarked), ("收信日期", letter.received))
    lines = [(label, f"{day.year}年{day.month}月{day.day}日") for label, day in days if day]
    if letter.pages:
        lines.append(("信件页数", f"{letter.pages} 页"))
    return tuple(lines)


def _person_line(person: Person, role: str, day: date) -> PersonLine:
    document = DOCUMENT_KIND_TEXT[person.document_kind]
    if person.document_number:
        document += " " + person.document_number
    elif person.document_kind is not DocumentKind.NONE:
        document = ""
    address = person.address
    if person.kind is PetitionerKind.ORGANISATION and person.legal_representative:
        address += f"（法定代表人 {person.legal_representative}）"
    return PersonLine(
        role=role,
        name=person.name,
        sex=SEX_TEXT[person.sex],
        age=f"{age_on(person.birth_date, day)} 岁" if person.birth_date else "",
        document=document,
        phone="、".join(person.phones),
        address=address,
    )
