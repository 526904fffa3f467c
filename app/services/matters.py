"""事项: reading one whole, adding a note, correcting with a record, voiding with a reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.intake import LONGEST_NAME, LONGEST_TEXT
from app.domain.masking import mask_address, mask_document, mask_phone
from app.domain.matter import ActionKind, Finding, MatterStatus
from app.domain.matter_detail import Claim, MatterDetail
from app.domain.petitioner import Person
from app.domain.search_tokens import code_key
from app.domain.step import Step
from app.domain.text import clean_block, clean_line
from app.domain.viewer import Right
from app.domain.workflow import Entry
from app.services import intake, steps
from app.services.session import Session
from db.stores.matters import MatterFacts
from db.unit_of_work import ReadUnit, WriteUnit

LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Correction:
    """更正: what the matter shall say from now on, and why. Fields left ``None`` stay as they are."""

    matter_id: int
    version: int
    reason: str
    principal: Person | None = None
    claims: tuple[str, ...] | None = None
    case_numbers: tuple[str, ...] | None = None
    cause_code: str | None = None
    department_id: int | None = None
    handler_id: int | None = None


def detail(session: Session, matter_id: int) -> MatterDetail:
    """One matter, whole.

    Raises:
        Refused: there is none, or this account may not see it (the same words for both).
    """
    with session.register.read(session.viewer) as unit:
        return read_detail(unit, matter_id)


def find_by_number(session: Session, text: str) -> int | None:
    """The visible matter with a register number, its own or a contact's, in any bracket style."""
    wanted = code_key(text)
    with session.register.read(session.viewer) as unit:
        exact = unit.matters.find_by_number(text.strip())
        if exact is not None or not wanted:
            return exact
        for matter_id in unit.search.find(text):
            if wanted in (code_key(number) for number in unit.search.fields(matter_id).numbers):
                return matter_id
    return None


def add_note(session: Session, matter_id: int, words: str, now: datetime) -> Change:
    """Append a note (记事) to the timeline.

    Raises:
        Refused: empty, too long, or the matter is void.
    """
    text = clean_block(words)
    if not text:
        raise Refused("请写下要记的内容。", {"note": "请写下要记的内容。"})
    if len(text) > LONGEST_TEXT:
        raise Refused("记事过长，请分几次记。", {"note": f"最多 {LONGEST_TEXT} 字，现在是 {len(text)} 字。"})
    with session.register.write(session.viewer, now) as work:
        facts = _live(work, matter_id)
        action_id = work.matters.add_action(matter_id, ActionKind.NOTE, text, now, now)
        work.audit.record("note", "action", action_id, after={"matter": facts.number, "words": text})
    return Change.of(Area.MATTERS, ids=(matter_id,))


def correct(session: Session, correction: Correction, now: datetime) -> Change:
    """Write the corrected facts; the timeline says who corrected what, from what to what, and why.

    Numbers, telephones and addresses are masked there; the audit keeps them whole.

    Raises:
        Refused: no reason, nothing changed, the matter is void, or somebody corrected it in between.
    """
    reason = clean_line(correction.reason)
    if not reason:
        raise Refused("更正要写明原因，例如“姓名听写有误”。", {"reason": "请写明更正原因。"})
    with session.register.write(session.viewer, now) as work:
        facts = _live(work, correction.matter_id)
        if facts.version != correction.version:
            raise Refused(
                "这件事项刚被别处改过。已填内容都在；请先看一眼最新内容，再保存一次。",
                {"reason": "内容已有变化，请核对后再保存。"},
            )
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        said = [
            *_correct_principal(work, facts, correction, before, after),
            *_correct_claims(work, facts, correction, before, after),
            *_correct_cases(work, facts, correction, before, after),
            *_correct_columns(work, facts, correction, before, after),
        ]
        if not said:
            raise Refused("没有改动任何内容，未保存。", {"reason": "没有改动。"})
        work.matters.change(facts.matter_id)
        words = f"更正{'；'.join(said)}（原因：{reason}）"
        work.matters.add_action(facts.matter_id, ActionKind.CORRECTION, words, now, now)
        work.audit.record("correct", "matter", facts.matter_id, before=before, after={**after, "reason": reason})
        work.search.renew(facts.matter_id)
    return Change.of(Area.MATTERS, Area.CONTACTS, ids=(correction.matter_id,))


def void(session: Session, matter_id: int, reason: str, now: datetime) -> Change:
    """作废: the numbers stay taken and are shown as void; nothing is deleted.

    Raises:
        Refused: no right, no reason, or void already.
    """
    if not session.viewer.may(Right.VOID_NUMBERS):
        raise Refused("作废需要有相应权限的账户。请管理员办理。")
    text = clean_line(reason)
    if not text:
        raise Refused("作废要写明原因，例如“重复登记”。", {"reason": "请写明作废原因。"})
    with session.register.write(session.viewer, now) as work:
        facts = _live(work, matter_id)
        entry = Entry(Step.VOID, now, words=f"作废（原因：{text}）", facts={"reason": text})
        steps.record(work, facts, entry, audited=False)
        work.matters.change(matter_id, voided_at=now, void_reason=text)
        work.contacts.void_all(matter_id, text, now)
        for number_id in (facts.number_id, *work.contacts.number_ids(matter_id)):
            work.numbers.void(number_id, text, now)
        work.audit.record(
            "void",
            "matter",
            matter_id,
            before={"status": facts.status},
            after={"status": MatterStatus.VOID, "reason": text},
        )
    return Change.of(Area.MATTERS, Area.CONTACTS, ids=(matter_id,))


def read_detail(unit: ReadUnit | WriteUnit, matter_id: int) -> MatterDetail:
    """One matter, whole, inside a unit of work; refuses as :func:`detail` does."""
    facts = unit.matters.facts(matter_id)
    if facts is None:
        raise Refused("没有找到这件事项，或这个账户不能查看它。请刷新列表后再选。")
    return MatterDetail(
        matter_id=facts.matter_id,
        number=facts.number,
        status=facts.status,
        registered_at=facts.registered_at,
        petitioner=facts.petitioner,
        head_count=facts.head_count,
        contact_count=facts.contact_count,
        summary=facts.summary,
        cause_code=facts.cause_code,
        purpose_code=facts.purpose_code,
        department_id=facts.department_id,
        department=facts.department,
        handler_id=facts.handler_id,
        handler=facts.handler,
        due_date=facts.due_date,
        answered_on=facts.answered_on,
        concluded_on=facts.concluded_on,
        outcome_code=facts.outcome_code,
        restricted=facts.restricted,
        void_reason=facts.void_reason,
        version=facts.version,
        case_refs=unit.matters.case_refs(matter_id),
        claims=unit.matters.claims(matter_id),
        contacts=unit.contacts.of_matter(matter_id),
        timeline=unit.matters.timeline(matter_id),
        deadlines=unit.deadlines.of_matter(matter_id),
        documents=unit.documents.of_matter(matter_id),
        owner=facts.owner,
        first_handler=facts.first_handler,
        track=facts.track,
        stage=facts.stage,
        importance=facts.importance,
        accepted_on=facts.accepted_on,
        assigned_on=facts.assigned_on,
        started_on=facts.started_on,
        served_on=facts.served_on,
        settled_on=facts.settled_on,
        settled_evidence=facts.settled_evidence,
    )


def _live(work: WriteUnit, matter_id: int) -> MatterFacts:
    facts = work.matters.facts(matter_id)
    if facts is None:
        raise Refused("没有找到这件事项，或这个账户不能查看它。请刷新列表后再选。")
    if facts.status is MatterStatus.VOID:
        raise Refused("这件事项已作废，不能再改动。需要时请重新登记。")
    return facts


def _correct_principal(
    work: WriteUnit, facts: MatterFacts, correction: Correction, before: dict[str, Any], after: dict[str, Any]
) -> list[str]:
    if correction.principal is None:
        return []
    person = intake.clean_person(correction.principal)
    known = work.petitioners.people((facts.petitioner_id,))[facts.petitioner_id]
    if not person.name:
        raise Refused("姓名或单位名称不能为空。", {"name": "请填写姓名或单位名称。"})
    if len(person.name) > LONGEST_NAME:
        words = f"名称超过 {LONGEST_NAME} 个字，请核对是否把其他内容粘贴到了这一栏。"
        raise Refused("姓名或单位名称过长，未保存。", {"name": words})
    if person == known:
        return []
    blocking = intake.blocking_document_problem(person, work.now.date())
    if blocking and person.document_number != known.document_number:
        raise Refused("证件号码需要核对，见该栏下方说明。", {"document_number": blocking})
    number = intake.normalised_document(person, work.now.date())
    before["petitioner"], after["petitioner"] = _plain(known), _plain(person)
    work.petitioners.change(facts.petitioner_id, person, number, work.now)
    for own in work.matters.ids_of_petitioner(facts.petitioner_id):
        work.matters.change(own, petitioner_name=person.name)
    for other in work.matters.ids_with(facts.petitioner_id):
        if other != facts.matter_id:
            work.search.renew(other)
    sides = (known, person)
    shown = {
        "姓名": [one.name for one in sides],
        "证件号码": [one.document_number for one in sides],
        "电话": ["、".join(one.phones) for one in sides],
        "住址": [one.address for one in sides],
    }
    masks = {"证件号码": mask_document, "电话": _mask_phones, "住址": mask_address}
    changed = [
        _turned(what, *(masks.get(what, clean_line)(text) for text in texts))
        for what, texts in shown.items()
        if texts[0] != texts[1]
    ]
    return changed or ["信访人信息"]


def _correct_claims(
    work: WriteUnit, facts: MatterFacts, correction: Correction, before: dict[str, Any], after: dict[str, Any]
) -> list[str]:
    if correction.claims is None:
        return []
    known = work.matters.claims(facts.matter_id)
    texts = tuple(text for text in (clean_block(one) for one in correction.claims) if text)
    if not texts:
        raise Refused("诉求不能为空。", {"claim": "请填写诉求摘要。"})
    if any(len(text) > LONGEST_TEXT for text in texts):
        raise Refused(
            "诉求过长，未保存。", {"claim": f"诉求超过 {LONGEST_TEXT} 字。请把全文作为材料登记，这里写摘要。"}
        )
    if texts == tuple(claim.text for claim in known):
        return []
    judged = {claim.text: claim.finding for claim in known}
    claims = [Claim(text, judged.get(text, Finding.OPEN)) for text in texts]
    work.matters.set_claims(facts.matter_id, claims)
    work.matters.change(facts.matter_id, summary=intake.summary(texts))
    before["claims"], after["claims"] = [claim.text for claim in known], list(texts)
    return [_turned("诉求", "；".join(before["claims"]), "；".join(texts))]


def _correct_cases(
    work: WriteUnit, facts: MatterFacts, correction: Correction, before: dict[str, Any], after: dict[str, Any]
) -> list[str]:
    if correction.case_numbers is None:
        return []
    known = work.matters.case_refs(facts.matter_id)
    texts = [text for text in (clean_line(one) for one in correction.case_numbers) if text]
    cases = [intake.parse_case(text, work.now.date()) for text in texts]
    if [case.normalised for case in cases] == [case.normalised for case in known]:
        return []
    work.matters.set_case_refs(facts.matter_id, cases)
    work.matters.change(facts.matter_id, case_number=cases[0].normalised if cases else "")
    before["case_numbers"] = [case.normalised for case in known]
    after["case_numbers"] = [case.normalised for case in cases]
    return [_turned("原案案号", "、".join(before["case_numbers"]), "、".join(after["case_numbers"]))]


def _refuse_moving(facts: MatterFacts, correction: Correction) -> None:
    """Once a matter was handed to somebody, it moves by hand-over or return, signed for, not by correcting a column."""
    words = "事项已经交办，更换承办请办“移交”或“退回”，由新的承办人签收。"
    if correction.handler_id is not None and correction.handler_id != facts.handler_id:
        raise Refused(words, {"handler": words})
    if correction.department_id is not None and correction.department_id != facts.department_id:
        raise Refused(words, {"department": words})


def _correct_columns(
    work: WriteUnit, facts: MatterFacts, correction: Correction, before: dict[str, Any], after: dict[str, Any]
) -> list[str]:
    said: list[str] = []
    if facts.assigned_on is not None:
        _refuse_moving(facts, correction)
    values: dict[str, Any] = {}
    if correction.cause_code is not None and correction.cause_code != facts.cause_code:
        values["cause_code"] = correction.cause_code
        labels = (work.codes.label("cause", code) for code in (facts.cause_code, correction.cause_code))
        said.append(_turned("信访原因", *labels))
    if correction.department_id is not None and correction.department_id != facts.department_id:
        names = {one.department_id: one.name for one in work.accounts.departments()}
        values["department_id"] = correction.department_id
        values["department_name"] = names.get(correction.department_id, "")
        said.append(_turned("承办庭室", facts.department, values["department_name"]))
    if correction.handler_id is not None and correction.handler_id != facts.handler_id:
        staff = {one.staff_id: one.name for one in work.accounts.staff()}
        values["handler_id"] = correction.handler_id
        values["handler_name"] = staff.get(correction.handler_id, "")
        said.append(_turned("承办人", facts.handler, values["handler_name"]))
    if values:
        known = {
            "cause_code": facts.cause_code,
            "department_id": facts.department_id,
            "department_name": facts.department,
            "handler_id": facts.handler_id,
            "handler_name": facts.handler,
        }
        before.update({name: known[name] for name in values})
        after.update(values)
        work.matters.change(facts.matter_id, **values)
    return said


def _turned(what: str, old: str, new: str) -> str:
    """姓名：张三 → 张叁, each side cut to a line."""
    return f"{what}：{_line_of(old)} → {_line_of(new)}"


def _mask_phones(numbers: str) -> str:
    return "、".join(mask_phone(one) for one in numbers.split("、") if one)


def _line_of(text: str) -> str:
    line = clean_line(text)
    return (line[:LONGEST_SHOWN] + "…" if len(line) > LONGEST_SHOWN else line) or "（空）"


def _plain(person: Person) -> dict[str, Any]:
    return asdict(person)
