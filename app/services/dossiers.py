"""卷宗: putting the documents of a matter together and in order, and the gate before they are bound."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.changes import Area, Change
from app.domain.dossier import (
    LONGEST_EFFECT,
    LONGEST_TITLE,
    PROCEDURE_TEXT,
    Assessment,
    DocumentKind,
    DossierItem,
    DossierRow,
    DossierState,
    ItemSource,
    Missing,
    OrderTemplate,
    in_order,
    missing,
    moved,
    procedure_of,
    put_in,
    template_of,
)
from app.domain.dossier_paper import DossierPart
from app.domain.errors import Refused
from app.domain.matter import CONCLUDED_STATUSES, MatterStatus
from app.domain.matter_detail import ContactDetail, MatterDetail
from app.domain.paper import Form, LetterRecord, Marks, PaperRecord, SheetRecord, form_of
from app.domain.scan import PreparedScan
from app.domain.step import Step
from app.domain.text import clean_line
from app.services import papers, scans
from app.services.dossier_orders import template_in
from app.services.history import thresholds_of
from app.services.matters import read_detail
from app.services.session import Session
from db.stores.dossiers import DossierFacts, IssuedDocument, StoredBinding
from db.unit_of_work import ReadUnit, WriteUnit

NOT_FOUND = "没有找到这份卷宗，或这个账户不能查看它。请刷新列表后再选。"
PageCounter = Callable[[PaperRecord], int]
_BOUND_FORMS = {Form.REGISTRATION, Form.SLIP, Form.GUIDANCE, Form.PROGRESS, Form.LETTER, Form.SHEET}
_ONE_EACH = {Form.LETTER, Form.SHEET}
"""Forms of which every single one is bound: a second letter of supervision is no new wording of the first."""


@dataclass(frozen=True)
class DossierView:
    """Everything the page shows about one dossier."""

    facts: DossierFacts
    row: DossierRow
    template: OrderTemplate
    items: tuple[DossierItem, ...]
    missing: tuple[Missing, ...]
    bindings: tuple[StoredBinding, ...]
    concluded: bool

    @property
    def late(self) -> tuple[DossierItem, ...]:
        """Documents that came after the binding and are in no volume yet."""
        return tuple(item for item in self.items if item.late and item.binding_id is None)

    @property
    def procedure(self) -> str:
        """The order it follows, in words."""
        return PROCEDURE_TEXT[self.facts.procedure]


@dataclass(frozen=True)
class NewItem:
    """What is filled in for a scan or a paper original."""

    kind: str
    title: str
    pages: int = 0
    sheets: int | None = None
    day: date | None = None
    document_number: str = ""
    responsible: str = ""
    remark: str = ""
    part: DossierPart | None = None


def rows(session: Session, states: Iterable[DossierState] = (), words: str = "") -> tuple[DossierRow, ...]:
    """Concluded matters with the state of their dossier; a bar code or QR code may be read into ``words``."""
    wanted = clean_line(words).split("|", 1)[0]
    with session.register.read(session.viewer) as unit:
        return unit.dossiers.rows(states, wanted) or unit.dossiers.rows(states, wanted.replace(".", "·"))


def view(session: Session, matter_id: int) -> DossierView:
    """The dossier of a matter as it lies; it must have been arranged.

    Raises:
        Refused: there is none, or this account may not see it.
    """
    with session.register.read(session.viewer) as unit:
        return view_in(unit, matter_id)


def arrange(session: Session, matter_id: int, count: PageCounter, now: datetime) -> tuple[DossierView, Change]:
    """Begin the dossier if need be, and lay every paper issued, scan and material that is not in it yet into its place.

    A registration form that was never printed is issued now. What is bound stays; what came later waits as late.

    Raises:
        Refused: the matter is not concluded, void, joined to another, or out of sight.
    """
    detail = _concluded(session, matter_id)
    _issue_registrations(session, detail, now)
    with session.register.read(session.viewer) as unit:
        facts = unit.dossiers.of_matter(matter_id)
        steps = {entry.step for entry in unit.steps.entries(matter_id)}
        known = unit.dossiers.items(facts.dossier_id) if facts else ()
        gone = unit.dossiers.taken_out(facts.dossier_id) if facts else ()
        issued = tuple(one for one in unit.dossiers.documents(matter_id) if _is_bound(one.form))
        held = unit.dossiers.scans(matter_id)
        template = _template(unit, facts, steps, now.date())
        court = unit.settings.get("court_name", "")
    new, renewed = [], []
    for document, before in _newest(issued, {one for one, _ in gone if one}):
        item = next((one for one in known if one.document_id in before), None)
        if item is None:
            new += _from_document(detail, document, template, count, court, known)
        elif item.binding_id is None and item.document_id != document.document_id:
            renewed.append((item.item_id, _from_document(detail, document, template, count, court, known)[0]))
    in_scans = {item.scan_id for item in known} | {one for _, one in gone}
    new += [
        DossierItem(0, DossierPart.MAIN, "other", ItemSource.SCAN, one.name, one.pages, scan_id=one.scan_id)
        for one in held
        if one.scan_id not in in_scans
    ]
    if facts is not None and not new and not renewed:
        return view(session, matter_id), Change.of()
    with session.register.write(session.viewer, now) as work:
        dossier_id, bound = _begun(work, detail, steps, now)
        for item_id, said in renewed:
            work.dossiers.change_item(item_id, document_id=said.document_id, pages=said.pages, title=said.title)
        items = work.dossiers.items(dossier_id)
        if not items:
            items = in_order((_added(work, dossier_id, one, bound, now) for one in new), template)
        else:
            for one in new:
                items = put_in(items, _added(work, dossier_id, one, bound, now), template)
        work.dossiers.lay(items)
        work.audit.record("arrange", "dossier", dossier_id, after={"matter": detail.number, "items": len(items)})
    return view(session, matter_id), _changed(matter_id)


def add_scan(session: Session, matter_id: int, prepared: PreparedScan, new: NewItem, now: datetime) -> Change:
    """Keep a scan and lay it into its place.

    Raises:
        Refused: the title is missing, or the dossier is out of sight.
        Unavailable: the disk is full; neither the file nor the row stays.
    """
    with scans.sealed(session, prepared) as file, session.register.write(session.viewer, now) as work:
        facts = _facts(work, matter_id)
        scan_id = scans.keep(work, matter_id, prepared, file)
        item = _new_item(new, ItemSource.SCAN, prepared.pages)
        _lay_new(work, facts, replace(item, scan_id=scan_id), now)
    return _changed(matter_id)


def add_original(session: Session, matter_id: int, new: NewItem, now: datetime) -> Change:
    """Enter a paper original by its pages and, where a person counted them, its sheets.

    Raises:
        Refused: title or pages are missing or impossible.
    """
    item = _new_item(new, ItemSource.ORIGINAL, new.pages)
    with session.register.write(session.viewer, now) as work:
        _lay_new(work, _facts(work, matter_id), item, now)
    return _changed(matter_id)


def move(session: Session, matter_id: int, item_id: int, offset: int, reason: str, now: datetime) -> Change:
    """Move a document up or down within its part; the reason is printed on the remarks sheet.

    Raises:
        Refused: no reason, at the end already, or it is bound.
    """
    with session.register.write(session.viewer, now) as work:
        facts = _facts(work, matter_id)
        items = work.dossiers.items(facts.dossier_id)
        open_items = tuple(one for one in items if one.binding_id is None)
        _open_item(open_items, item_id)
        laid = moved(open_items, item_id, offset, clean_line(reason)[:200])
        work.dossiers.lay((*(one for one in items if one.binding_id is not None), *laid))
        work.audit.record("move", "dossier_item", item_id, after={"offset": offset, "reason": clean_line(reason)})
    return _changed(matter_id)


def change_part(
    session: Session, matter_id: int, item_id: int, part: DossierPart, reason: str, now: datetime
) -> Change:
    """Put a document into the other part; what is internal never leaves with the main part.

    Raises:
        Refused: no reason, or it is bound.
    """
    text = clean_line(reason)[:200]
    if not text:
        raise Refused("改放正卷或副卷要写明原因，会印在备考表上。", {"reason": "请写明原因。"})
    with session.register.write(session.viewer, now) as work:
        facts = _facts(work, matter_id)
        items = work.dossiers.items(facts.dossier_id)
        item = _open_item(items, item_id)
        work.dossiers.change_item(item_id, part=part.value, moved_reason=text)
        rest = tuple(one for one in items if one.item_id != item_id)
        placed = put_in(rest, replace(item, part=part, moved_reason=text), _template_of(work, facts))
        work.dossiers.lay(placed)
        work.audit.record(
            "change_part", "dossier_item", item_id, before={"part": item.part}, after={"part": part, "reason": text}
        )
    return _changed(matter_id)


def take_out(session: Session, matter_id: int, item_id: int, reason: str, now: datetime) -> Change:
    """Leave a document out of the dossier; it stays in the register.

    Raises:
        Refused: no reason, or it is bound.
    """
    text = clean_line(reason)[:200]
    if not text:
        raise Refused("移出卷内要写明原因。", {"reason": "请写明原因。"})
    with session.register.write(session.viewer, now) as work:
        facts = _facts(work, matter_id)
        item = _open_item(work.dossiers.items(facts.dossier_id), item_id)
        work.dossiers.change_item(item_id, removed_at=now, remove_reason=text)
        work.audit.record("take_out", "dossier_item", item_id, before={"title": item.title}, after={"reason": text})
    return _changed(matter_id)


def set_assessment(session: Session, matter_id: int, assessment: Assessment, now: datetime) -> Change:
    """法律效果与社会效果: two optional lines for the remarks sheet, not scored; empty takes them away.

    Raises:
        Refused: a line is too long, or the dossier is bound already.
    """
    said = Assessment(clean_line(assessment.legal), clean_line(assessment.social))
    fields = {
        name: f"最多 {LONGEST_EFFECT} 字，现在是 {len(line)} 字。"
        for name, line in (("legal", said.legal), ("social", said.social))
        if len(line) > LONGEST_EFFECT
    }
    if fields:
        raise Refused(f"每项请用一行说明，最多 {LONGEST_EFFECT} 字。已填内容都在。", fields)
    with session.register.write(session.viewer, now) as work:
        facts = _facts(work, matter_id)
        if facts.bound_at is not None:
            raise Refused("这份卷宗已经装订，备考表不再改动，效果评议没有保存。")
        work.dossiers.change(facts.dossier_id, assessment=said.words)
        work.audit.record(
            "assess", "dossier", facts.dossier_id, before={"words": facts.assessment}, after={"words": said.words}
        )
    return _changed(matter_id)


def view_in(unit: ReadUnit, matter_id: int) -> DossierView:
    """The dossier, inside a unit of work."""
    facts = unit.dossiers.of_matter(matter_id)
    matter = unit.matters.facts(matter_id)
    if facts is None or matter is None:
        raise Refused(NOT_FOUND)
    steps = {entry.step for entry in unit.steps.entries(matter_id)}
    template = _template_of(unit, facts)
    items = unit.dossiers.items(facts.dossier_id)
    row = unit.dossiers.row(matter_id)
    if row is None:
        raise Refused(NOT_FOUND)
    # with every name in the register the list is printed behind the contents; only a longer one must be handed in
    unnamed = matter.head_count > len(unit.dossiers.names(matter_id))
    collective = unnamed and matter.head_count >= thresholds_of(unit).group_visit
    gaps = missing(items, template, steps, collective=collective)
    bindings = unit.dossiers.bindings(facts.dossier_id)
    return DossierView(facts, row, template, items, gaps, bindings, matter.status in CONCLUDED_STATUSES)


def _concluded(session: Session, matter_id: int) -> MatterDetail:
    with session.register.read(session.viewer) as unit:
        detail = read_detail(unit, matter_id)
    if detail.status is MatterStatus.VOID:
        raise Refused("这件事项已作废，不立卷。")
    if detail.status not in CONCLUDED_STATUSES:
        raise Refused(f"{detail.number} 还没有办结，不能立卷装订。请先办结，再来装订。")
    return detail


def _issue_registrations(session: Session, detail: MatterDetail, now: datetime) -> None:
    with session.register.read(session.viewer) as unit:
        there = {one.contact_id for one in unit.dossiers.documents(detail.matter_id) if one.form == "registration"}
    for contact in detail.contacts:
        if not contact.voided and contact.contact_id not in there:
            papers.issue(session, detail.matter_id, Form.REGISTRATION, now, contact.contact_id)


def _is_bound(form: str) -> bool:
    """The large edition of a letter is for the visitor's eyes; the letter itself is bound."""
    return form_of(form) in _BOUND_FORMS and not form.endswith(papers.LARGE)


def _newest(issued: tuple[IssuedDocument, ...], gone: set[int]) -> list[tuple[IssuedDocument, set[int | None]]]:
    """Of each form and contact the paper issued last, with the ids of all its wordings; one copy of each is bound.

    Letters and sheets are frozen with their record and have one wording each.
    """
    wordings: dict[tuple[str, int | None], list[IssuedDocument]] = {}
    for one in issued:
        about = one.document_id if form_of(one.form) in _ONE_EACH else one.contact_id
        wordings.setdefault((one.form, about), []).append(one)
    found: list[tuple[IssuedDocument, set[int | None]]] = []
    for same in wordings.values():
        ids: set[int | None] = {one.document_id for one in same}
        if not ids & gone:
            found.append((same[-1], ids))
    return found


def _from_document(
    detail: MatterDetail,
    document: IssuedDocument,
    template: OrderTemplate,
    count: PageCounter,
    court: str,
    known: tuple[DossierItem, ...],
) -> list[DossierItem]:
    if not document.intact:
        raise Refused(f"《{document.title}》的内容与出具时不一致，已停止装订。请联系管理员检查登记库。")
    kind = template.kind_of_form(document.form)
    record = papers.record_of(document.form, document.content, Marks())
    pages = count(record)
    contact = next((one for one in detail.contacts if one.contact_id == document.contact_id), None)
    number = contact.number if contact else ""
    if isinstance(record, LetterRecord | SheetRecord):
        number = record.number
    day = contact.happened_at.date() if contact and document.form == "registration" else document.issued_at.date()
    found = [
        DossierItem(
            0,
            kind.part,
            kind.code,
            ItemSource.ISSUED,
            document.title,
            pages,
            day,
            number,
            court,
            document_id=document.document_id,
        )
    ]
    if contact is not None and document.form == "registration" and not _known_contact(contact, known):
        found += _materials(contact)
    return found


def _known_contact(contact: ContactDetail, known: tuple[DossierItem, ...]) -> bool:
    return any(one.source is ItemSource.ISSUED and one.document_number == contact.number for one in known)


def _materials(contact: ContactDetail) -> list[DossierItem]:
    who, day = contact.principal.person.name, contact.happened_at.date()
    handed_in = [(one.name, one.pages) for one in contact.materials]
    if contact.letter.pages and not handed_in:  # the pages of a letter are those of what came with it
        handed_in = [("来信", contact.letter.pages)]
    return [
        DossierItem(0, DossierPart.MAIN, "petition", ItemSource.ORIGINAL, name, pages, day, "", who)
        for name, pages in handed_in
        if pages > 0
    ]


def _begun(work: WriteUnit, detail: MatterDetail, steps: set[Step], now: datetime) -> tuple[int, bool]:
    facts = work.dossiers.of_matter(detail.matter_id)
    if facts is not None:
        return facts.dossier_id, facts.bound_at is not None
    year = (detail.concluded_on or now.date()).year
    return work.dossiers.begin(detail.matter_id, procedure_of(steps), year, now), False


def _added(work: WriteUnit, dossier_id: int, item: DossierItem, bound: bool, now: datetime) -> DossierItem:
    named = replace(item, title=clean_line(item.title)[:LONGEST_TITLE] or "未命名材料", late=bound)
    return replace(named, item_id=work.dossiers.add_item(dossier_id, named, now))


def _lay_new(work: WriteUnit, facts: DossierFacts, item: DossierItem, now: datetime) -> None:
    template = _template_of(work, facts)
    part = item.part
    items = work.dossiers.items(facts.dossier_id)
    added = _added(work, facts.dossier_id, item, facts.bound_at is not None, now)
    work.dossiers.lay(put_in(items, added, template))
    work.audit.record(
        "add",
        "dossier_item",
        added.item_id,
        after={"matter": facts.number, "title": added.title, "pages": added.pages, "part": part, "late": added.late},
    )


def _new_item(new: NewItem, source: ItemSource, pages: int) -> DossierItem:
    kind = kind_of(new.kind)
    title, fields = clean_line(new.title) or kind.title, {}
    if len(title) > LONGEST_TITLE:
        fields["title"] = f"最多 {LONGEST_TITLE} 字，现在是 {len(title)} 字。"
    if not 1 <= pages <= 5000:
        fields["pages"] = "页数请在 1 到 5000 之间。"
    elif new.sheets is not None and not (pages + 1) // 2 <= new.sheets <= pages:
        fields["sheets"] = f"{pages} 页的材料，张数应在 {(pages + 1) // 2} 到 {pages} 之间。"
    if fields:
        raise Refused("有几处需要补正，见各栏下方说明。已填内容都在。", fields)
    return DossierItem(
        0,
        new.part or kind.part,
        kind.code,
        source,
        title,
        pages,
        new.day,
        clean_line(new.document_number)[:60],
        clean_line(new.responsible)[:60],
        clean_line(new.remark)[:60],
        sheets=new.sheets,
    )


def kind_of(code: str) -> DocumentKind:
    """A kind of document by its code, whatever the procedure."""
    return next((kind for kind in all_kinds() if kind.code == code), all_kinds()[-1])


def all_kinds() -> tuple[DocumentKind, ...]:
    """Every kind there is, main part first, 其他材料 last."""
    found: dict[str, DocumentKind] = {}
    for procedure in PROCEDURE_TEXT:
        for kind in template_of(procedure).kinds:
            found.setdefault(kind.code, kind)
    ordered = sorted(found.values(), key=lambda kind: (kind.code == "other", kind.part is DossierPart.INTERNAL))
    return tuple(ordered)


def _open_item(items: tuple[DossierItem, ...], item_id: int) -> DossierItem:
    item = next((one for one in items if one.item_id == item_id), None)
    if item is None or item.binding_id is not None:
        raise Refused("这份材料已经装订，不能再动。装订后补来的材料会另装一册。")
    return item


def _facts(work: WriteUnit, matter_id: int) -> DossierFacts:
    facts = work.dossiers.of_matter(matter_id)
    if facts is None:
        raise Refused(NOT_FOUND)
    return facts


def _template(
    unit: ReadUnit | WriteUnit, facts: DossierFacts | None, steps: Iterable[Step], today: date
) -> OrderTemplate:
    """The order that a dossier follows, or would if it was begun today."""
    return _template_of(unit, facts) if facts else template_in(unit, procedure_of(set(steps)), today)


def _template_of(unit: ReadUnit | WriteUnit, facts: DossierFacts) -> OrderTemplate:
    return template_in(unit, facts.procedure, facts.opened_at.date())


def _changed(matter_id: int) -> Change:
    return Change.of(Area.DOSSIERS, Area.DOCUMENTS, ids=(matter_id,))
