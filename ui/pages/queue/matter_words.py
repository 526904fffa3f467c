"""What the panel says of a matter: each part as plain lines, numbers and addresses masked unless asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from app.domain.conduct import ConductRecord
from app.domain.contact import CHANNEL_TEXT, INQUIRY_TEXT, first_or_repeat
from app.domain.history import ERA_TEXT, FLAG_TEXT, QUIET_TEXT, TRANSITION_TEXT
from app.domain.identity import age_on
from app.domain.masking import mask_address, mask_document, mask_phone
from app.domain.matter import ACTION_TEXT, ActionKind, Finding, MatterStatus
from app.domain.matter_detail import ContactDetail, KnownPerson, MatterDetail
from app.domain.petitioner import DOCUMENT_KIND_TEXT, ROLE_TEXT, SEX_TEXT, DocumentKind, PetitionerKind
from app.domain.work_calendar import WorkCalendar, in_words
from app.services.history import MatterHistory
from app.services.looking_back import KnownLink
from ui.models.queue_columns import due_chip, status_chip
from ui.widgets.chip import Status
from ui.widgets.timeline import Entry
from ui.widgets.tone import Tone

Labels = Mapping[tuple[str, str], str]
"""(code table, code) to its words."""

FINDING_TEXT = {Finding.JUSTIFIED: "有理", Finding.PARTLY: "部分有理", Finding.UNJUSTIFIED: "无理"}
_ACTION_TONES = {
    ActionKind.CONTACT: Tone.LEAD,
    ActionKind.ASSIGNMENT: Tone.SOON,
    ActionKind.SUPERVISION: Tone.LATE,
    ActionKind.REPLY: Tone.GOOD,
    ActionKind.SERVICE: Tone.GOOD,
    ActionKind.CONCLUSION: Tone.GOOD,
    ActionKind.CORRECTION: Tone.SOON,
    ActionKind.VOID: Tone.LATE,
}


def chips(detail: MatterDetail, today: date, calendar: WorkCalendar) -> tuple[Status, ...]:
    """First or repeat, status, how near the due date is, and whether only some may see it."""
    newest = live_contacts(detail)
    found = []
    if newest:
        tone = Tone.SOON if detail.contact_count > 1 else Tone.PLAIN
        found.append(Status(first_or_repeat(newest[-1].channel, detail.contact_count), tone))
    found.append(status_chip(detail.status))
    due = due_chip(detail.due_date, detail.status, today, calendar)
    if due.words:
        found.append(due)
    if detail.restricted:
        found.append(Status("限权查看", Tone.LATE))
    return tuple(found)


def live_contacts(detail: MatterDetail) -> tuple[ContactDetail, ...]:
    """The contacts that may still be printed: not void, unless the whole matter is."""
    if detail.status is MatterStatus.VOID:
        return detail.contacts
    return tuple(contact for contact in detail.contacts if not contact.voided)


def responsible(detail: MatterDetail) -> str:
    """承办 毕某 · 行政审判庭."""
    return "承办 " + (" · ".join(filter(None, (detail.handler, detail.department))) or "还没有确定")


def claims(detail: MatterDetail, labels: Labels) -> str:
    """The demands, each with its finding once there is one, then the cases and the cause."""
    several = len(detail.claims) > 1
    lines = []
    for place, claim in enumerate(detail.claims, 1):
        finding = FINDING_TEXT.get(claim.finding, "")
        lines.append((f"{place}．" if several else "") + claim.text + (f"（{finding}）" if finding else ""))
    lines += [f"原案 {case.normalised}" for case in detail.case_refs]
    cause = labels.get(("cause", detail.cause_code), "")
    purpose = labels.get(("purpose", detail.purpose_code), "")
    return "\n".join([*lines, *filter(None, (" · ".join(filter(None, (cause, purpose))),))])


def due(detail: MatterDetail) -> str:
    """The dates that run."""
    lines = [
        f"{one.rule_name}：{in_words(one.legal_date)}" + ("（暂定）" if one.provisional else "")
        for one in detail.deadlines
    ]
    if detail.answered_on:
        lines.append(f"已于 {in_words(detail.answered_on)} 答复")
    if detail.concluded_on:
        lines.append(f"已于 {in_words(detail.concluded_on)} 办结")
    return "\n".join(lines) or "没有正在计算的期限。"


def derivation(detail: MatterDetail) -> str:
    """How each date came about, and by which rule."""
    parts = ["\n".join((f"{one.rule_name}（{one.citation}）", *one.derivation)) for one in detail.deadlines]
    return "\n\n".join(parts)


def people(detail: MatterDetail, today: date, labels: Labels, shown: int | None = None) -> str:
    """Everybody who took part, once; number, telephones and address are masked but for the one person ``shown``."""
    return "\n\n".join(_person(one, today, labels, shown=one.petitioner_id == shown) for one in everybody(detail))


def everybody(detail: MatterDetail) -> tuple[KnownPerson, ...]:
    """Everybody who took part, once, those of the newest contact first."""
    known: dict[int, KnownPerson] = {}
    for contact in reversed(detail.contacts):
        for one in contact.people:
            known.setdefault(one.petitioner_id, one)
    return tuple(known.values())


def _person(known: KnownPerson, today: date, labels: Labels, *, shown: bool) -> str:
    person = known.person
    facts = [ROLE_TEXT[known.role], SEX_TEXT[person.sex]]
    if person.birth_date is not None:
        facts.append(f"{age_on(person.birth_date, today)}岁")
    if person.kind is PetitionerKind.ORGANISATION:
        facts = [ROLE_TEXT[known.role], "单位"]
    lines = [f"{person.name}　{' '.join(filter(None, facts))}"]
    if person.legal_representative:
        lines.append(f"负责人 {person.legal_representative}")
    if person.document_number:
        number = person.document_number if shown else mask_document(person.document_number)
        lines.append(f"{DOCUMENT_KIND_TEXT[person.document_kind]} {number}")
    elif person.document_kind is DocumentKind.NONE:
        reason = labels.get(("no_document_reason", person.no_document_reason), person.no_document_reason)
        lines.append("未出示证件" + (f"（{reason}）" if reason else ""))
    if person.phones:
        lines.append("电话 " + "、".join(one if shown else mask_phone(one) for one in person.phones))
    if person.address:
        lines.append("住址 " + (person.address if shown else mask_address(person.address)))
    return "\n".join(lines)


def contacts(detail: MatterDetail, labels: Labels) -> str:
    """Every visit, letter and call, newest first."""
    return "\n\n".join(_contact(contact, labels) for contact in reversed(detail.contacts))


def contact_line(contact: ContactDetail) -> str:
    """第3次 来访 2026-11-24, or 查询进度 来访 2026-11-24."""
    return f"{_which(contact)} {CHANNEL_TEXT[contact.channel]} {contact.happened_at:%Y-%m-%d}"


def _which(contact: ContactDetail) -> str:
    """An inquiry is no repeat and has no place in the row."""
    return INQUIRY_TEXT if contact.inquiry else f"第{contact.ordinal}次"


def conduct(records: Sequence[ConductRecord]) -> str:
    """What was recorded about single events and still counts, newest first; facts and witness, nothing on persons."""
    return "\n\n".join(_event(one) for one in records)


def _event(record: ConductRecord) -> str:
    head = "　".join(filter(None, (_moment(record.happened_at), record.act, record.place)))
    lines = [head, record.facts, f"见证人 {record.witness}　记录 {record.recorded_by}"]
    if record.response:
        lines.append(f"处置 {record.response}")
    if record.reviewed_at is not None:
        lines.append(f"{in_words(record.reviewed_at.date())} 由{record.reviewed_by}复核：{record.review_words}")
    else:
        lines.append(f"{in_words(record.review_on)} 前由他人复核")
    lines.append(f"{in_words(record.expires_on)} 到期，以后不再显示")
    return "\n".join(lines)


def _contact(contact: ContactDetail, labels: Labels) -> str:
    head = f"{_which(contact)} {CHANNEL_TEXT[contact.channel]}　{contact.happened_at:%Y-%m-%d %H:%M}"
    lines = [head + ("（已作废）" if contact.voided else ""), contact.number]
    if contact.head_count > 1:
        lines.append(f"共 {contact.head_count} 人" + ("，联名" if contact.joint else ""))
    forwarding = contact.forwarding
    if forwarding.body:
        lines.append(f"交办单位 {forwarding.body} {forwarding.number}".rstrip())
    if contact.narrative:
        lines.append(contact.narrative)
    if contact.materials:
        lines.append("材料 " + "、".join(_material(one.name, one.pages) for one in contact.materials))
    outcome = labels.get(("disposition", contact.disposition_code), "")
    if outcome or contact.opinion:
        lines.append("处理 " + "：".join(filter(None, (outcome, contact.opinion))))
    lines.append(f"接待 {contact.receptionist}")
    return "\n".join(lines)


def _material(name: str, pages: int) -> str:
    return f"{name}{pages}页" if pages else name


def documents(detail: MatterDetail) -> str:
    """Papers issued and how often each was printed."""
    lines = [f"{one.title}　{_moment(one.issued_at)}　打印 {one.prints} 次" for one in detail.documents]
    return "\n".join(lines) or "还没有打印过文书。"


def coming_again(known: MatterHistory, detail: MatterDetail, links: tuple[KnownLink, ...]) -> str:
    """New or old, flags of each contact with their reason, events, how long the answer held, reviews, and links."""
    ordinals = {contact.contact_id: contact.ordinal for contact in detail.contacts}
    lines = [f"{ERA_TEXT[known.era.era]}：{known.era.reason}"] if known.era is not None else []
    for one in known.flags:
        if one.value or one.by_hand:
            said = "" if one.value else "不算"
            hand = f"；人工改动：{one.hand_reason}" if one.by_hand else ""
            lines.append(f"第{ordinals.get(one.contact_id, 0)}次 {said}{FLAG_TEXT[one.flag]}：{one.reason}{hand}")
    lines += [f"{one.happened_at:%Y-%m-%d} {TRANSITION_TEXT[one.kind]}：{one.reason}" for one in known.transitions]
    lines += [
        f"答复后 {one.days} 天：{QUIET_TEXT[one.state]}"
        + (f"（{one.returned_on:%Y-%m-%d}）" if one.returned_on else "")
        for one in known.quiet
    ]
    lines += [f"待复核：{one.reason}" for one in known.reviews if one.closed_at is None]
    lines += [f"关联：{one.words}" for one in links]
    return "\n".join(lines) or "没有重复、越级、集体等标记，也没有与别的事项关联。"


def timeline(detail: MatterDetail) -> tuple[Entry, ...]:
    """What happened, newest first."""
    return tuple(
        Entry(
            one.words,
            f"{_moment(one.happened_at)}　{ACTION_TEXT[one.kind]}　{one.actor}".rstrip(),
            _ACTION_TONES.get(one.kind, Tone.PLAIN),
        )
        for one in detail.timeline
    )


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
