"""查询进度: one look that may be turned to the visitor, and the inquiry counted as a contact with its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cattrs.preconf.json import make_converter

from app.domain import numbering
from app.domain.changes import Area, Change
from app.domain.contact import CHANNEL_TEXT, INQUIRY_TEXT, Channel
from app.domain.errors import Refused
from app.domain.masking import mask_name
from app.domain.matter import ActionKind, MatterStatus
from app.domain.matter_detail import MatterDetail
from app.domain.petitioner import Person, Role
from app.domain.progress_answer import (
    ProgressAnswer,
    ProgressChoice,
    next_step_words,
    number_end,
    outcome_words,
    own_words,
    sayable,
    stage_of,
)
from app.domain.text import clean_block
from app.services import intake
from app.services.matters import read_detail
from app.services.session import Session
from db.unit_of_work import ReadUnit, WriteUnit

PROGRESS_CODE = "progress"
MOST_FOUND = 5
_CONVERTER = make_converter()


@dataclass(frozen=True)
class InquiryRequest:
    """Who asked and how. ``asker`` is somebody other than the petitioner, for example an agent; else left out."""

    matter_id: int
    channel: Channel
    asker: Person | None = None
    asker_role: Role = Role.AGENT
    note: str = ""


@dataclass(frozen=True)
class InquiryReceipt:
    """The counted contact and what was told; print its slip with :attr:`contact_id`."""

    matter_id: int
    contact_id: int
    contact_number: str
    answer: ProgressAnswer
    change: Change


def look(session: Session, matter_id: int, today: date) -> ProgressAnswer:
    """What a visitor may see of a matter on a day; nothing is written.

    Raises:
        Refused: no such matter, out of sight, or void.
    """
    with session.register.read(session.viewer) as unit:
        return answer_of(unit, matter_id, today)


def search(session: Session, words: str) -> tuple[ProgressChoice, ...]:
    """The newest matters that a number, name, case number or telephone finds, told apart without what was asked; at
    most five."""
    found: list[ProgressChoice] = []
    with session.register.read(session.viewer) as unit:
        for matter_id in unit.search.find(words):
            facts = unit.matters.facts(matter_id)
            if facts is not None and facts.status is not MatterStatus.VOID:
                found.append(_choice(read_detail(unit, matter_id)))
            if len(found) == MOST_FOUND:
                break
    return tuple(found)


def count(session: Session, request: InquiryRequest, now: datetime) -> InquiryReceipt:
    """Count the inquiry: a contact with a number of its own series, no repeat, keeping exactly what was told.

    Raises:
        Refused: neither a visit nor a call, or the matter is void or out of sight.
    """
    if request.channel not in (Channel.VISIT, Channel.CALL):
        words = "窗口查询只登记为来访或来电。书面来问的请按来信登记。"
        raise Refused(words, {"channel": words})
    asker = intake.clean_person(request.asker) if request.asker is not None else None
    if asker is not None and not asker.name:
        raise Refused("请填写查询人姓名；本人查询时不用填。", {"name": "请填写查询人姓名。"})
    with session.register.read(session.viewer) as unit:
        told = answer_of(unit, request.matter_id, now.date())
    with session.register.write(session.viewer, now) as work:
        facts = work.matters.facts(request.matter_id)
        if facts is None or facts.status is MatterStatus.VOID:
            raise Refused("没有找到这件事项，或它已作废。请刷新后再选。")
        number = intake.take_number(work, numbering.series_of(request.channel), now.year)
        contact_id = work.contacts.add(
            {
                "matter_id": request.matter_id,
                "number_id": number.number_id,
                "number_text": number.text,
                "channel": request.channel,
                "ordinal": work.contacts.last_ordinal(request.matter_id),
                "happened_at": now,
                "registered_at": now,
                "account_id": session.viewer.account_id,
                "receptionist": session.viewer.name,
                "head_count": 1,
                "narrative": clean_block(request.note) or f"{INQUIRY_TEXT}。",
                "opinion": f"已告知：{told.stage}。",
                "disposition_code": PROGRESS_CODE,
                "source_code": "self",
            }
        )
        people = [(Role.PRINCIPAL, facts.petitioner_id)]
        if asker is not None:
            role = Role.AGENT if request.asker_role is Role.PRINCIPAL else request.asker_role
            people.append((role, _asker_id(work, asker)))
        work.contacts.add_participants(contact_id, people)
        work.contacts.add_inquiry(contact_id, _CONVERTER.dumps(told, ensure_ascii=False, sort_keys=True))
        work.matters.change(request.matter_id, latest_at=now)
        words = f"{CHANNEL_TEXT[request.channel]}{INQUIRY_TEXT}，已告知：{told.stage}"
        work.matters.add_action(request.matter_id, ActionKind.CONTACT, words, now, now, contact_id=contact_id)
        work.search.renew(request.matter_id)
        after = {
            "matter": facts.number,
            "contact": number.text,
            "channel": request.channel,
            "asker": asker.name if asker else "",
            "told": told.stage,
        }
        work.audit.record("inquiry", "contact", contact_id, after=after)
    change = Change.of(Area.MATTERS, Area.CONTACTS, ids=(request.matter_id,))
    return InquiryReceipt(request.matter_id, contact_id, number.text, told, change)


def told_at(unit: ReadUnit, contact_id: int) -> ProgressAnswer | None:
    """What was told at an inquiry; ``None`` when the contact is none."""
    stored = unit.contacts.told(contact_id)
    return None if stored is None else _CONVERTER.loads(stored, ProgressAnswer)


def answer_of(unit: ReadUnit, matter_id: int, today: date) -> ProgressAnswer:
    """What a visitor may see of a matter on a day, inside a unit of work."""
    detail = read_detail(unit, matter_id)
    if detail.status is MatterStatus.VOID:
        raise Refused("这件事项已作废，没有进度可以告知。请查看是否另有登记。")
    step, stage = stage_of(detail.status)
    others = _other_names(detail)
    reply = next((one.words for one in detail.timeline if one.kind is ActionKind.REPLY), "")
    next_date = detail.due_date if step < 3 else None
    phone = unit.settings.get("desk_phone", "")
    return ProgressAnswer(
        matter_id=matter_id,
        number=detail.number,
        name=mask_name(detail.petitioner),
        matter=own_words(detail.summary, others),
        registered_on=detail.contacts[0].happened_at.date() if detail.contacts else detail.registered_at.date(),
        latest_on=max((one.happened_at for one in detail.contacts), default=detail.registered_at).date(),
        step=step,
        stage=stage,
        department=detail.department,
        next_date=next_date,
        next_words=next_step_words(step, next_date, today, phone=bool(phone)),
        answered_on=detail.answered_on,
        answer=sayable(reply, others) if step >= 3 else "",
        concluded_on=detail.concluded_on,
        outcome=outcome_words(detail.outcome_code),
        desk_phone=phone,
        desk_address=unit.settings.get("desk_address", ""),
        overdue=next_date is not None and next_date < today,
    )


def _choice(detail: MatterDetail) -> ProgressChoice:
    first = detail.contacts[0] if detail.contacts else None
    day = (first.happened_at if first else detail.registered_at).date()
    name, number = mask_name(detail.petitioner), number_end(detail.number)
    return ProgressChoice(detail.matter_id, name, number, day, first.channel if first else None)


def _asker_id(work: WriteUnit, asker: Person) -> int:
    document = intake.normalised_document(asker, work.now.date())
    known = work.petitioners.same(asker.name, document)
    return known if known is not None else work.petitioners.add(asker, document, work.now)


def _other_names(detail: MatterDetail) -> tuple[str, ...]:
    names = {known.person.name for contact in detail.contacts for known in contact.people}
    return tuple(sorted(names - {detail.petitioner, "匿名"}))
