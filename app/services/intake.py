"""接待登记: one contact into the register, in one transaction, in the queue at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.domain import case_number, deadline, identity, late_entry, numbering, phone
from app.domain.case_forms import case_key
from app.domain.changes import Area, Change
from app.domain.contact import CHANNEL_TEXT, Channel, first_or_repeat
from app.domain.errors import Refused
from app.domain.history import FlagChange, check_flag_change
from app.domain.intake import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_PEOPLE,
    IntakeReceipt,
    IntakeRequest,
    Material,
    Participant,
)
from app.domain.matter import OPEN_STATUSES, Finding, MatterStatus
from app.domain.matter_detail import Claim, KnownPerson
from app.domain.petitioner import DocumentKind, Person, Role, Sex
from app.domain.recognition import accused_key
from app.domain.search_tokens import SearchFields
from app.domain.step import Step
from app.domain.text import clean_block, clean_line
from app.domain.work_calendar import WorkCalendar
from app.domain.workflow import Entry, replay
from app.services import history, merging, recognition, steps
from app.services.session import Session
from db.stores.deadlines import NewDeadline
from db.stores.matters import MatterFacts, ParsedCase
from db.stores.numbers import IssuedNumber
from db.stores.recognition import MATTER, PERSON
from db.unit_of_work import WriteUnit

SUMMARY_LENGTH = 120
ACCUSATION = "accusation"
EARLIEST = date(1949, 10, 1)


class Placed(NamedTuple):
    """The matter a contact went to, and what it brought to one that was there before."""

    matter_id: int
    number: str
    new_claims: tuple[str, ...] = ()
    new_cases: tuple[str, ...] = ()


def check(request: IntakeRequest, now: datetime) -> IntakeRequest:
    """Clean what was typed and check it against the rules; whatever can be registered is.

    Raises:
        Refused: with a sentence beside each field that needs mending.
    """
    problems: dict[str, str] = {}
    principal = clean_person(request.principal)
    claims = tuple(text for text in (clean_block(claim) for claim in request.claims) if text)
    others = tuple(Participant(one.role, clean_person(one.person)) for one in request.others)
    others = tuple(one for one in others if one.person.name)
    if not principal.name:
        problems["name"] = "请填写姓名或单位名称；对方不愿留名时请填“匿名”。"
    elif len(principal.name) > LONGEST_NAME:
        problems["name"] = f"名称超过 {LONGEST_NAME} 个字，请核对是否把其他内容粘贴到了这一栏。"
    if not claims:
        problems["claim"] = "请填写诉求摘要，一句话即可。"
    elif any(len(claim) > LONGEST_TEXT for claim in claims):
        problems["claim"] = f"诉求超过 {LONGEST_TEXT} 字。请把全文作为材料登记，这里写摘要。"
    if len(request.narrative) > LONGEST_TEXT:
        problems["narrative"] = f"经过超过 {LONGEST_TEXT} 字。请分次记入事项，或作为材料登记。"
    problems.update(_document_problems(principal, request.channel, now.date()))
    least = 1 + sum(1 for one in others if one.role is not Role.JOINT_SIGNER)
    if not 1 <= request.head_count <= MOST_PEOPLE:
        problems["head_count"] = f"人数应在 1 到 {MOST_PEOPLE} 之间。"
    elif request.channel is Channel.VISIT and request.head_count < least:
        problems["head_count"] = f"已列出 {least} 人，人数不能少于 {least}。"
    problems.update(_date_problems(request, now))
    problems.update(_late_problems(request, now))
    flags, flag_problems = _checked_flags(request)
    problems.update(flag_problems)
    if any(material.pages < 0 for material in request.materials):
        problems["materials"] = "页数不能是负数。不清楚页数时填 0。"
    if problems:
        raise Refused("有几处需要补正，见各栏下方说明。已填内容都在。", problems)
    return replace(
        request,
        principal=principal,
        others=others,
        claims=claims,
        narrative=clean_block(request.narrative),
        opinion=clean_block(request.opinion),
        case_numbers=tuple(text for text in (clean_line(one) for one in request.case_numbers) if text),
        materials=tuple(Material(clean_line(one.name), one.pages) for one in request.materials if clean_line(one.name)),
        accused=clean_line(request.accused)[:LONGEST_NAME],
        flags=flags,
        late_reason=clean_line(request.late_reason),
        blank_number=clean_line(request.blank_number),
    )


def submit(session: Session, request: IntakeRequest, now: datetime) -> IntakeReceipt:
    """Register one contact: petitioners, matter (new or joined), numbers, timeline, deadline, search, audit.

    Raises:
        Refused: the form needs mending, or the matter it should join is void or out of sight.
        Unavailable: disk, lock or damage; nothing was saved and no number was used.
    """
    request = check(request, now)
    with session.register.write(session.viewer, now) as work:
        return register_contact(work, request, work.calendars.in_force())


def register_contact(work: WriteUnit, request: IntakeRequest, calendar: WorkCalendar) -> IntakeReceipt:
    """The part of :func:`submit` inside the transaction; ``request`` has been checked."""
    people = [_taking_part(work, Role.PRINCIPAL, request.principal)]
    people += [_taking_part(work, one.role, one.person) for one in request.others]
    _keep_who(work, request, people[0].petitioner_id)
    parsed = tuple(parse_case(text, request.happened_at.date()) for text in request.case_numbers)
    before = None
    if request.existing_matter_id is None:
        placed = new_matter(work, request, people[0].petitioner_id, parsed)
        ordinal = 1
    else:
        before = work.matters.facts(work.merges.taken_in_by(request.existing_matter_id))
        placed = _joined_matter(work, request, before, parsed)
        ordinal = work.contacts.ordinal_of_next(placed.matter_id)
    contact_id, contact_number = _contact(work, request, placed.matter_id, ordinal)
    work.contacts.add_participants(contact_id, [(one.role, one.petitioner_id) for one in people])
    work.contacts.add_materials(contact_id, request.materials)
    words = f"{CHANNEL_TEXT[request.channel]}登记，{first_or_repeat(request.channel, ordinal)}"
    if _is_late(request, work.now):
        work.contacts.add_late_entry(contact_id, request.late_reason)
        words += f"；{late_entry.both_times(request.happened_at, work.now, request.late_reason)}"
    label = work.codes.label("disposition", request.disposition_code)
    take_contact(work, request, placed.matter_id, contact_id, words + (f"；{label}" if label else ""), calendar)
    for other in request.different_matters:
        if other != placed.matter_id and work.matters.facts(other) is not None:
            recognition.tell_apart(work, MATTER, placed.matter_id, other)
    history.record(work, request, placed.matter_id, contact_id, before)
    if before is not None:
        said = {"claims": request.claims, "cases": request.case_numbers}
        added = {"new_claims": placed.new_claims, "new_cases": placed.new_cases}
        work.merges.note_link(contact_id, before, {**said, **added}, work.now)
    _index(work, request, placed, contact_number, people, tuple(case.normalised for case in parsed))
    if request.draft_id is not None:
        work.drafts.remove(request.draft_id)
    work.audit.record("register", "contact", contact_id, after=_audited(request, placed, contact_number))
    change = Change.of(Area.MATTERS, Area.CONTACTS, Area.DRAFTS, ids=(placed.matter_id,))
    return IntakeReceipt(placed.matter_id, contact_id, placed.number, contact_number, ordinal, change)


def clean_person(person: Person) -> Person:
    """A person with every text cleaned and phones normalised."""
    return replace(
        person,
        name=clean_line(person.name),
        document_number=clean_line(person.document_number),
        no_document_reason=clean_line(person.no_document_reason),
        phones=tuple(
            reading for reading in (phone.read_phone(one).normalised for one in person.phones if one.strip()) if reading
        ),
        address=clean_line(person.address),
        legal_representative=clean_line(person.legal_representative),
    )


def _document_problems(person: Person, channel: Channel, today: date) -> dict[str, str]:
    if person.document_kind is DocumentKind.NONE:
        if channel is Channel.VISIT and not person.no_document_reason:
            return {"no_document_reason": "请选择未出示证件的原因，例如未随身携带。"}
        return {}
    if not person.document_number:
        if channel is Channel.VISIT and person.name != "匿名":
            return {"document_number": "请填写证件号码；没有证件时把证件种类改为“未出示证件”并选原因。"}
        return {}
    blocking = blocking_document_problem(person, today)
    return {"document_number": blocking} if blocking else {}


def blocking_document_problem(person: Person, today: date) -> str:
    """Why the document number cannot be right; empty when it may be, or when none was given."""
    if not person.document_number:
        return ""
    reading = identity.read_document(person.document_kind, person.document_number, today)
    return next((problem.message for problem in reading.problems if problem.blocking), "")


def _checked_flags(request: IntakeRequest) -> tuple[tuple[FlagChange, ...], dict[str, str]]:
    """Flags changed by hand, with what is missing in them."""
    checked: list[FlagChange] = []
    problems: dict[str, str] = {}
    for change in request.flags:
        try:
            checked.append(check_flag_change(change))
        except Refused as answer:
            problems.update(answer.fields)
    return tuple(checked), problems


def _keep_who(work: WriteUnit, request: IntakeRequest, petitioner_id: int) -> None:
    """Who the principal is said to be, and who not, kept for good."""
    if request.same_person_id is not None:
        merging.join_person(work, petitioner_id, request.same_person_id)
    if not request.different_people:
        return
    own = work.recognition.root(petitioner_id) or petitioner_id
    for other in request.different_people:
        root = work.recognition.root(other)
        if root is not None and root != own:
            recognition.tell_apart(work, PERSON, own, root)


def _date_problems(request: IntakeRequest, now: datetime) -> dict[str, str]:
    problems: dict[str, str] = {}
    if request.happened_at > now + timedelta(minutes=5):
        problems["happened_at"] = "来访时间晚于现在。请核对日期和本机时钟。"
    elif request.happened_at.date() < EARLIEST:
        problems["happened_at"] = "日期过早，请核对年份。"
    letter = request.letter
    fields = (
        ("letter_dated", letter.dated),
        ("letter_postmarked", letter.postmarked),
        ("letter_received", letter.received),
    )
    for name, day in fields:
        if day is not None and day > now.date():
            problems[name] = "日期晚于今天，请核对。"
    if letter.dated and letter.received and letter.received < letter.dated:
        problems["letter_received"] = "收信日期早于写信日期，请核对两个日期。"
    return problems


def _is_late(request: IntakeRequest, now: datetime) -> bool:
    said = bool(request.late_reason or request.blank_number)
    return said or late_entry.is_late(request.channel, request.happened_at, now)


def _late_problems(request: IntakeRequest, now: datetime) -> dict[str, str]:
    problems: dict[str, str] = {}
    if len(clean_line(request.late_reason)) > late_entry.LONGEST_REASON:
        problems["late_reason"] = f"补录原因超过 {late_entry.LONGEST_REASON} 字，请写得简短些，例如“停电”。"
    if clean_line(request.blank_number) and not clean_line(request.late_reason):
        problems["late_reason"] = "请写明补录原因，例如“停电”“系统故障”。"
    if clean_line(request.late_reason) and request.happened_at >= now:
        problems["happened_at"] = "补录要填实际发生的时间，它应早于现在。不是补录时请清空补录原因。"
    return problems


def normalised_document(person: Person, today: date) -> str:
    """The normalised document number, empty when none was given."""
    if not person.document_number:
        return ""
    return identity.read_document(person.document_kind, person.document_number, today).normalised


def _taking_part(work: WriteUnit, role: Role, person: Person) -> KnownPerson:
    number = normalised_document(person, work.now.date())
    known_id = work.petitioners.same(person.name, number)
    if known_id is None:
        added = work.petitioners.add(person, number, work.now)
        return KnownPerson(added, role, replace(person, document_number=number or person.document_number))
    known = work.petitioners.people((known_id,))[known_id]
    merged = replace(
        person,
        phones=tuple(dict.fromkeys((*person.phones, *known.phones))),
        address=person.address or known.address,
        legal_representative=person.legal_representative or known.legal_representative,
        birth_date=person.birth_date or known.birth_date,
        sex=known.sex if person.sex is Sex.UNKNOWN else person.sex,
    )
    before, after = _kept_of(known), _kept_of(merged)
    if before != after:
        work.petitioners.change(known_id, merged, number, work.now)
        work.audit.record("change", "petitioner", known_id, before=before, after=after)
    if set(known.phones) != set(merged.phones):
        for matter_id in work.matters.ids_with(known_id):
            work.search.renew(matter_id)
    return KnownPerson(known_id, role, replace(merged, document_number=number))


def _kept_of(person: Person) -> dict[str, object]:
    """What a later contact may add to a known petitioner."""
    return {
        "phones": person.phones,
        "address": person.address,
        "legal_representative": person.legal_representative,
        "birth_date": person.birth_date,
        "sex": person.sex,
    }


def parse_case(text: str, today: date) -> ParsedCase:
    """A case number with its parts; unreadable ones are kept as typed."""
    reading = case_number.parse(text, today)
    return ParsedCase(
        text,
        reading.normalised or text,
        reading.year,
        reading.court,
        reading.type_code,
        reading.number,
        reading.special,
        reading.suffix,
        case_key(text),
    )


def new_matter(work: WriteUnit, request: IntakeRequest, petitioner_id: int, cases: tuple[ParsedCase, ...]) -> Placed:
    """A matter of its own for a contact, with its number, claims and cases."""
    number = take_number(work, numbering.Series.MATTER, request.happened_at.year)
    department, handler = _responsible(work, request)
    matter_id = work.matters.add(
        {
            "number_id": number.number_id,
            "number_text": number.text,
            "status": MatterStatus.REGISTERED,
            "registered_at": work.now,
            "latest_at": work.now,
            "channel": request.channel,
            "contact_count": 1,
            "petitioner_id": petitioner_id,
            "petitioner_name": request.principal.name,
            "head_count": request.head_count,
            "summary": summary(request.claims),
            "case_number": cases[0].normalised if cases else "",
            "cause_code": request.cause_code,
            "purpose_code": request.purpose_code,
            "department_id": request.department_id,
            "department_name": department,
            "handler_id": request.handler_id,
            "handler_name": handler,
            "restricted": request.purpose_code == ACCUSATION,
        }
    )
    work.matters.add_claims(matter_id, (Claim(text, Finding.OPEN) for text in request.claims), 0)
    work.matters.add_case_refs(matter_id, cases, 0)
    return Placed(matter_id, number.text)


def take_contact(
    work: WriteUnit, request: IntakeRequest, matter_id: int, contact_id: int, words: str, calendar: WorkCalendar
) -> None:
    """The contact as a step of the matter: it opens it, asks for a review, or takes it up again, with its clocks."""
    facts = steps.current(work, matter_id)
    state = replay(work.steps.entries(matter_id))
    start, starts = request.happened_at.date(), []
    if state.taken == 0 or (state.status not in OPEN_STATUSES and state.closed_on is None):
        starts += [_begin(work, matter_id, rule, start, calendar) for rule in _first_rules(work, request, start)]
    if request.forwarding.due is not None:
        starts.append(_superiors(work, matter_id, request, start, calendar))
    if state.taken == 0 and facts.handler_id is not None:
        words += f"；拟由{facts.department}{facts.handler}承办"
    entry = Entry(Step.CONTACT, request.happened_at, words=words, starts=tuple(starts))
    steps.record(work, facts, entry, contact_id=contact_id, audited=False)


def _first_rules(work: WriteUnit, request: IntakeRequest, start: date) -> tuple[deadline.DeadlineRule, ...]:
    """The rules that begin with registration whatever the track; the office's own line of the handling limit counts."""
    rules = work.deadlines.rules()
    begun = deadline.beginning(rules, deadline.StartEvent.REGISTERED, start, None, request.channel)
    return begun or (deadline.INTERNAL_HANDLING,)


def _begin(
    work: WriteUnit, matter_id: int, rule: deadline.DeadlineRule, start: date, calendar: WorkCalendar
) -> deadline.RunningClock:
    due, version = rule.due(start, calendar), work.calendars.version()
    kind = (rule.status, rule.duty, rule.amount, rule.unit, rule.roll)
    new = NewDeadline(rule.code, rule.name, rule.citation, start, due, *kind, calendar=version)
    return work.deadlines.begin(matter_id, new)


def _superiors(
    work: WriteUnit, matter_id: int, request: IntakeRequest, start: date, calendar: WorkCalendar
) -> deadline.RunningClock:
    """The superior body's own limit, kept beside ours and never mixed with it."""
    body = clean_line(request.forwarding.body) or "上级机关"
    paper = clean_line(request.forwarding.number) or f"{body}交办函"
    day = max(request.forwarding.due or start, start)
    due = deadline.stated(start, day, paper, calendar)
    citation = f"以{paper}载明的日期为准"
    new = NewDeadline(
        deadline.STATED_DATE, f"{body}交办限期", citation, start, due, deadline.RuleStatus.SUPERIOR, paper=paper
    )
    return work.deadlines.begin(matter_id, new)


def _joined_matter(
    work: WriteUnit, request: IntakeRequest, facts: MatterFacts | None, cases: tuple[ParsedCase, ...]
) -> Placed:
    if facts is None:
        raise Refused(
            "没有找到要归入的事项，可能已改动。请重新选择，或作为新事项登记。", {"existing_matter": "请重新选择"}
        )
    if facts.status is MatterStatus.VOID:
        raise Refused("要归入的事项已作废。请选择其他事项，或作为新事项登记。", {"existing_matter": "事项已作废"})
    known_claims = {claim.text for claim in work.matters.claims(facts.matter_id)}
    new_claims = [text for text in request.claims if text not in known_claims]
    work.matters.add_claims(facts.matter_id, (Claim(text, Finding.OPEN) for text in new_claims), len(known_claims))
    known_cases = {case.normalised for case in work.matters.case_refs(facts.matter_id)}
    new_cases = [case for case in cases if case.normalised not in known_cases]
    work.matters.add_case_refs(facts.matter_id, new_cases, len(known_cases))
    work.matters.change(
        facts.matter_id,
        latest_at=work.now,
        channel=request.channel,
        contact_count=facts.contact_count + 1,
        head_count=max(facts.head_count, request.head_count),
        **({"case_number": new_cases[0].normalised} if new_cases and not known_cases else {}),
        **({"restricted": True} if request.purpose_code == ACCUSATION else {}),
    )
    return Placed(facts.matter_id, facts.number, tuple(new_claims), tuple(case.raw for case in new_cases))


def _contact(work: WriteUnit, request: IntakeRequest, matter_id: int, ordinal: int) -> tuple[int, str]:
    blank = _blank(work, request) if request.blank_number else None
    if blank is not None:
        number = work.blank_forms.number_of(blank.blank_id)
    else:
        number = take_number(work, numbering.series_of(request.channel), request.happened_at.year)
    contact_id = work.contacts.add(
        {
            "matter_id": matter_id,
            "number_id": number.number_id,
            "number_text": number.text,
            "channel": request.channel,
            "ordinal": ordinal,
            "happened_at": request.happened_at,
            "registered_at": work.now,
            "account_id": work.viewer.account_id,
            "receptionist": work.viewer.name,
            "head_count": request.head_count,
            "litigant_identity_code": request.litigant_identity_code,
            "narrative": request.narrative,
            "opinion": request.opinion,
            "disposition_code": request.disposition_code,
            "source_code": request.source_code,
            "forwarded_by": clean_line(request.forwarding.body),
            "forwarded_number": clean_line(request.forwarding.number),
            "forwarded_due": request.forwarding.due,
            "letter_dated": request.letter.dated,
            "letter_postmarked": request.letter.postmarked,
            "letter_received": request.letter.received,
            "letter_pages": request.letter.pages,
            "joint": request.joint,
            "accused": request.accused,
            "accused_key": accused_key(request.accused) if request.accused else "",
            "visited_level": request.visited_level.value if request.visited_level else "",
            "competent_level": request.competent_level.value if request.competent_level else "",
        }
    )
    if blank is not None:
        work.blank_forms.returned(blank.blank_id, contact_id, work.now)
    return contact_id, number.text


def _blank(work: WriteUnit, request: IntakeRequest) -> late_entry.BlankForm:
    """The blank form a contact was written on, if it is still out and was printed for such a contact."""
    form = work.blank_forms.by_number(request.blank_number)
    words = ""
    if form is None:
        words = f"没有找到编号为“{request.blank_number}”的空白登记表。请对照表上印的编号核对。"
    elif form.state is late_entry.BlankState.RETURNED:
        words = f"空白登记表 {form.number} 已经录入过。请核对表上的编号；确为另一张表时照那张表的编号填。"
    elif form.state is late_entry.BlankState.VOID:
        words = f"空白登记表 {form.number} 已作废（{form.void_reason}）。请去掉编号，按普通补录登记。"
    elif form.channel is not request.channel:
        words = (
            f"{form.number} 是{CHANNEL_TEXT[form.channel]}登记表的编号，这里登记的是{CHANNEL_TEXT[request.channel]}。"
        )
        words += "请核对编号或改选登记种类。"
    elif form.year != request.happened_at.year:
        words = f"{form.number} 是{form.year}年的编号，不能用于{request.happened_at.year}年的登记。"
        words += "请去掉编号，按普通补录登记。"
    if form is None or words:
        raise Refused(words, {"blank_number": words})
    return form


def take_number(work: WriteUnit, series: numbering.Series, year: int) -> IssuedNumber:
    """Take the next number of a series, written by the office's template."""
    template = work.settings.get("number_templates", {}).get(series.value, numbering.DEFAULT_TEMPLATES[series])
    court_code = work.settings.get("court_code", "")
    return work.numbers.issue(
        series, year, lambda number: numbering.render(template, year, court_code, number), work.now
    )


def _responsible(work: WriteUnit, request: IntakeRequest) -> tuple[str, str]:
    department = handler = ""
    if request.department_id is not None:
        names = {one.department_id: one.name for one in work.accounts.departments()}
        department = names.get(request.department_id, "")
    if request.handler_id is not None:
        handler = next((one.name for one in work.accounts.staff() if one.staff_id == request.handler_id), "")
    return department, handler


def summary(claims: tuple[str, ...]) -> str:
    """The first claim on one line, cut for lists."""
    text = " ".join(claims[0].split())
    return text if len(text) <= SUMMARY_LENGTH else text[: SUMMARY_LENGTH - 1] + "…"


def _index(
    work: WriteUnit,
    request: IntakeRequest,
    placed: Placed,
    contact_number: str,
    people: list[KnownPerson],
    cases: tuple[str, ...],
) -> None:
    persons = [one.person for one in people]
    fields = SearchFields(
        names=tuple(dict.fromkeys(person.name for person in persons)),
        document_numbers=tuple(dict.fromkeys(one.document_number for one in persons if one.document_number)),
        phones=tuple(dict.fromkeys(number for person in persons for number in person.phones)),
        case_numbers=cases,
        numbers=(placed.number, contact_number),
        texts=tuple(text for text in (*request.claims, request.narrative) if text),
    )
    if request.existing_matter_id is None:
        work.search.add(placed.matter_id, fields)
    else:
        work.search.extend(placed.matter_id, fields)


def _audited(request: IntakeRequest, placed: Placed, contact_number: str) -> dict[str, object]:
    principal = request.principal
    return {
        "matter": placed.number,
        "contact": contact_number,
        "channel": request.channel,
        "happened_at": request.happened_at,
        "name": principal.name,
        "document_kind": principal.document_kind,
        "document_number": principal.document_number,
        "phones": principal.phones,
        "address": principal.address,
        "others": [[one.role.value, one.person.name, one.person.document_number] for one in request.others],
        "head_count": request.head_count,
        "claims": request.claims,
        "narrative": request.narrative,
        "case_numbers": request.case_numbers,
        "materials": [[one.name, one.pages] for one in request.materials],
        "opinion": request.opinion,
        "codes": [
            request.cause_code,
            request.purpose_code,
            request.disposition_code,
            request.source_code,
            request.litigant_identity_code,
        ],
        "letter": [request.letter.dated, request.letter.postmarked, request.letter.received, request.letter.pages],
        "same_person": request.same_person_id,
        "accused": request.accused,
        "flags": [[one.flag.value, one.value, one.reason] for one in request.flags],
        "forwarding": [request.forwarding.body, request.forwarding.number, request.forwarding.due],
        "late_reason": request.late_reason,
        "blank_number": request.blank_number,
    }
