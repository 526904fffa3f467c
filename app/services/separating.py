"""分出: a contact registered with the wrong matter becomes a matter of its own; the link is taken back whole."""

from __future__ import annotations

from datetime import datetime

from app.domain.changes import Area, Change
from app.domain.contact import CHANNEL_TEXT, first_or_repeat
from app.domain.errors import Refused
from app.domain.intake import IntakeRequest
from app.domain.matter import ActionKind, MatterStatus
from app.domain.matter_detail import ContactDetail
from app.domain.text import clean_line
from app.domain.work_calendar import built_in_calendar
from app.domain.workflow import replay
from app.services import intake
from app.services.history import renew_history
from app.services.session import Session
from db.stores.matters import MatterFacts
from db.stores.merges import CONTACT, LINK, Merge
from db.stores.steps import columns_of
from db.unit_of_work import WriteUnit


def separate(session: Session, contact_id: int, reason: str, now: datetime) -> Change:
    """Give a contact a matter and a number of its own, as if it had been registered so.

    Raises:
        Refused: it is the first of its matter, void or out of sight, or no reason is given.
    """
    words = clean_line(reason)
    if not words:
        raise Refused("分出要写明原因，例如“误归入，经核对是另一件事”。", {"reason": "请写明原因。"})
    with session.register.write(session.viewer, now) as work:
        matter_id = work.contacts.matter_of(contact_id)
        facts = work.matters.facts(matter_id) if matter_id is not None else None
        contact = _contact(work, matter_id, contact_id) if facts is not None and matter_id is not None else None
        if facts is None or contact is None:
            raise Refused("没有找到这次登记，或这个账户不能查看它。请刷新后再选。")
        if facts.status is MatterStatus.VOID or contact.voided:
            raise Refused("这次登记已作废，不能分出。")
        if contact.ordinal == 1 or facts.contact_count == 1:
            raise Refused("这是该事项的第一次登记，不能分出。要分开的是后来的登记，请选择后来的一次。")
        into = _part(work, facts, contact, words)
    return Change.of(Area.MATTERS, Area.CONTACTS, ids=(facts.matter_id, into))


def _contact(work: WriteUnit, matter_id: int, contact_id: int) -> ContactDetail | None:
    return next((one for one in work.contacts.of_matter(matter_id) if one.contact_id == contact_id), None)


def _part(work: WriteUnit, facts: MatterFacts, contact: ContactDetail, reason: str) -> int:
    links = work.merges.merges_of(CONTACT, contact.contact_id)
    link = next((one for one in links if one.from_id == contact.contact_id), None)
    before, told = _told(work, link)
    claims = told.get("claims") or [one.text for one in work.matters.claims(facts.matter_id)]
    request = _as_registered(facts, contact, tuple(claims), tuple(told.get("cases", ())))
    cases = tuple(intake.parse_case(text, contact.happened_at.date()) for text in request.case_numbers)
    came = replay(work.steps.entries(facts.matter_id))
    placed = intake.new_matter(work, request, contact.principal.petitioner_id, cases)
    work.merges.part_contact(contact.contact_id, facts.matter_id, placed.matter_id, work.now)
    others_claims, others_cases = work.merges.said_by_others(facts.matter_id, contact.contact_id)
    work.merges.remove_unjudged(
        facts.matter_id,
        [text for text in told.get("new_claims", ()) if text not in others_claims],
        [text for text in told.get("new_cases", ()) if text not in others_cases],
    )
    stays = replay(work.steps.entries(facts.matter_id))
    keys = {clock.key for clock in came.clocks} - {clock.key for clock in stays.clocks}
    work.merges.remove_clocks(facts.matter_id, keys, work.now)
    work.merges.order_contacts(facts.matter_id, by_time=False)
    work.matters.change(facts.matter_id, **columns_of(stays), restricted=before.get("restricted", facts.restricted))
    work.merges.put_matter(facts.matter_id, work.merges.summed_up(facts.matter_id))
    words = f"{CHANNEL_TEXT[contact.channel]}登记，{first_or_repeat(contact.channel, 1)}；由{facts.number}分出"
    intake.take_contact(work, request, placed.matter_id, contact.contact_id, words, built_in_calendar())
    for matter_id in (facts.matter_id, placed.matter_id):
        renew_history(work, matter_id)
        work.search.renew(matter_id)
    said_words = f"{contact.number}分出为{placed.number}（原因：{reason}）"
    work.matters.add_action(facts.matter_id, ActionKind.NOTE, said_words, work.now, work.now)
    if link is not None:
        work.merges.close(link.merge_id, reason, work.now)
    after = {"contact": contact.number, "matter": placed.number, "reason": reason}
    work.audit.record("separate", "contact", contact.contact_id, before={"matter": facts.number}, after=after)
    return placed.matter_id


def _told(work: WriteUnit, link: Merge | None) -> tuple[dict[str, bool], dict[str, list[str]]]:
    """What the matter was before the contact was registered with it, and what the contact said."""
    if link is None:
        return {}, {}
    ((_, before, told),) = work.merges.whole(link.merge_id, LINK)
    return before, told


def _as_registered(
    facts: MatterFacts, contact: ContactDetail, claims: tuple[str, ...], cases: tuple[str, ...]
) -> IntakeRequest:
    return IntakeRequest(
        channel=contact.channel,
        happened_at=contact.happened_at,
        principal=contact.principal.person,
        claims=claims,
        head_count=contact.head_count,
        case_numbers=cases,
        cause_code=facts.cause_code,
        purpose_code=facts.purpose_code,
        department_id=facts.department_id,
        handler_id=facts.handler_id,
        forwarding=contact.forwarding,
    )
