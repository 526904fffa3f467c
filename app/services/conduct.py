"""突发情况记录: facts at a contact with a witness, reviewed by somebody else, out of sight when expired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain import wording
from app.domain.changes import Area, Change
from app.domain.conduct import LONGEST_FACTS, ConductRecord, latest_expiry, usual_dates
from app.domain.errors import Refused
from app.domain.text import clean_block, clean_line
from app.domain.wording import WordingRemark
from app.domain.work_calendar import built_in_calendar
from app.services.session import Session
from db.unit_of_work import WriteUnit


@dataclass(frozen=True)
class ConductRequest:
    """What was seen. ``review_on`` and ``expires_on`` are set by the program when left out."""

    matter_id: int
    contact_id: int
    act_code: str
    happened_at: datetime
    facts: str
    witness: str
    place: str = ""
    response: str = ""
    review_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True)
class ConductReceipt:
    """What was kept; ``remarks`` suggest neutral words for what was written, nothing was refused for them."""

    record_id: int
    review_on: date
    expires_on: date
    remarks: tuple[WordingRemark, ...]
    change: Change


def record(session: Session, request: ConductRequest, now: datetime) -> ConductReceipt:
    """Keep facts on a contact.

    Raises:
        Refused: no such contact, no facts, no witness, or dates that make no sense.
    """
    calendar, today = built_in_calendar(), now.date()
    facts, witness = clean_block(request.facts), clean_line(request.witness)
    review, expiry = usual_dates(today, calendar)
    review_on, expires_on = request.review_on or review, request.expires_on or expiry
    problems: dict[str, str] = {}
    if not facts:
        problems["facts"] = "请写看到、听到的事实：什么时间、在哪里、做了什么、说了什么。"
    elif len(facts) > LONGEST_FACTS:
        problems["facts"] = f"超过 {LONGEST_FACTS} 字。请只写事实经过。"
    if not witness:
        problems["witness"] = "请写明在场见证人；没有见证人的情况不作为突发情况记录，可以写进接待意见。"
    elif witness == session.viewer.name:
        problems["witness"] = "见证人应是记录人以外的人。请写另一位在场的人。"
    if request.happened_at > now:
        problems["happened_at"] = "时间晚于现在，请核对。"
    if review_on < today:
        problems["review_on"] = "复核日期应在今天以后。"
    if expires_on <= review_on:
        problems["expires_on"] = "到期日期应晚于复核日期，否则来不及复核。"
    elif expires_on > latest_expiry(today, calendar):
        problems["expires_on"] = f"最长保留到{latest_expiry(today, calendar)}。请改近一些。"
    if problems:
        raise Refused("有几处需要补正，见各栏下方说明。已填内容都在。", problems)
    with session.register.write(session.viewer, now) as work:
        number = _contact_number(work, request.matter_id, request.contact_id)
        if request.act_code not in {one.code for one in work.codes.in_force(today).get("conduct", ())}:
            raise Refused("请选择情形。", {"act_code": "请选择情形，没有合适的选“其他”。"})
        values = {
            "contact_id": request.contact_id,
            "act_code": request.act_code,
            "happened_at": request.happened_at,
            "place": clean_line(request.place),
            "facts": facts,
            "witness": witness,
            "response": clean_block(request.response),
            "recorded_at": now,
            "account_id": session.viewer.account_id or None,
            "recorded_by": session.viewer.name,
            "review_on": review_on,
            "expires_on": expires_on,
        }
        record_id = work.conduct.add(values)
        work.audit.record("record", "conduct", record_id, after={"contact": number, **values})
    remarks = wording.review(facts) + wording.review(clean_block(request.response))
    change = Change.of(Area.CONTACTS, ids=(request.matter_id,))
    return ConductReceipt(record_id, review_on, expires_on, remarks, change)


def of_matter(session: Session, matter_id: int, today: date) -> tuple[ConductRecord, ...]:
    """Records of a matter that still count; expired and withdrawn ones are not shown."""
    with session.register.read(session.viewer) as unit:
        return unit.conduct.of_matter(matter_id, today)


def to_review(session: Session, today: date) -> tuple[ConductRecord, ...]:
    """Records whose review is due, the longest waiting first."""
    with session.register.read(session.viewer) as unit:
        return unit.conduct.to_review(today)


def keep(session: Session, record_id: int, words: str, now: datetime, expires_on: date | None = None) -> Change:
    """Review: the record stays until it expires; the expiry may be brought forward, never put off.

    Raises:
        Refused: no such record, reviewed already, by the one who made it, or no words.
    """
    with session.register.write(session.viewer, now) as work:
        known, said = _reviewable(work, record_id, words, now)
        until = expires_on or known.expires_on
        if until > known.expires_on:
            raise Refused("复核可以缩短保留时间，不能延长。", {"expires_on": f"不晚于{known.expires_on}。"})
        work.conduct.reviewed(record_id, session.viewer, said, now, expires_on=until)
        before, after = {"expires_on": known.expires_on}, {"words": said, "expires_on": until}
        work.audit.record("review", "conduct", record_id, before=before, after=after)
    return Change.of(Area.CONTACTS, ids=(known.matter_id,))


def withdraw(session: Session, record_id: int, words: str, now: datetime) -> Change:
    """Review: the record does not stand and is shown no more; what it said stays in the audit.

    Raises:
        Refused: as :func:`keep`.
    """
    with session.register.write(session.viewer, now) as work:
        known, said = _reviewable(work, record_id, words, now)
        work.conduct.withdraw(record_id, session.viewer, said, now)
        work.audit.record("withdraw", "conduct", record_id, after={"words": said})
    return Change.of(Area.CONTACTS, ids=(known.matter_id,))


def _contact_number(work: WriteUnit, matter_id: int, contact_id: int) -> str:
    if work.matters.facts(matter_id) is not None:
        for contact in work.contacts.of_matter(matter_id):
            if contact.contact_id == contact_id and not contact.voided:
                return contact.number
    raise Refused("没有找到这次登记，或它已作废。突发情况要记在一次登记上，请先登记。", {"contact": "请先登记"})


def _reviewable(work: WriteUnit, record_id: int, words: str, now: datetime) -> tuple[ConductRecord, str]:
    known, said = work.conduct.get(record_id), clean_line(words)
    if known is None or not known.shown_on(now.date()):
        raise Refused("没有找到这条记录，或它已经到期。请刷新后再看。")
    if known.reviewed_at is not None:
        raise Refused(f"这条记录已由{known.reviewed_by}复核过。")
    if known.recorder_id == work.viewer.account_id:
        raise Refused("复核要由记录人以外的账户来做。请另一位同事登录后复核。")
    if not said:
        raise Refused("请写明复核意见。", {"words": "请写明复核意见，例如“与见证人核对属实”。"})
    return known, said
