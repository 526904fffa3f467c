"""办理记录: writing one with its step and its paper as one act, what follows, and reading them back.

All or nothing: the number, the paper, the step that moves the matter and the audit are one unit of work. What a kind
demands beyond its fields is in :mod:`app.services.record_rules`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain import paper_check, paper_template
from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.paper import LetterRecord, SheetRecord
from app.domain.record import (
    Asked,
    HandlingRecord,
    RecordEvent,
    RecordField,
    RecordRule,
    check_values,
    lawful_events,
    said,
)
from app.domain.record_kinds import KIND_OF_STEP, KINDS, RESTRICTED, STEP_FIELDS
from app.domain.step import STEP_RULES, Step
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.domain.workflow import Entry
from app.services import deadlines, papers, steps
from app.services.deadlines import ExtensionRequest
from app.services.intake import take_number
from app.services.paper_words import long_day, template_in, words_of
from app.services.record_act import Act
from app.services.record_rules import AFTER, AFTER_EVENT, BEFORE, BEFORE_EVENT, BEFORE_VOID
from app.services.session import Session
from app.services.steps import StepRequest
from db.stores.matters import MatterFacts
from db.stores.records import NewRecord
from db.unit_of_work import ReadUnit, WriteUnit

NOT_FOUND = "没有找到这份记录，或这个账户不能查看它。请刷新后再选。"


@dataclass(frozen=True)
class RecordRequest:
    """What was filled in. ``version`` is that of the matter on screen: a second click is refused by it.

    ``values`` are by field name, days in ISO form, staff by id.
    """

    kind: str
    values: Mapping[str, str]
    matter_id: int | None = None
    version: int | None = None
    parent_id: int | None = None


@dataclass(frozen=True)
class RecordReceipt:
    """What was kept; ``document_id`` is the paper to print, if one was issued."""

    record_id: int
    number: str
    document_id: int | None
    change: Change


@dataclass(frozen=True)
class StepReceipt:
    """A step that was taken; with a record of its own, ``record`` says which."""

    step: Step
    record: RecordReceipt | None
    change: Change


def take_step(
    session: Session, step: Step, matter_id: int, version: int, values: Mapping[str, str], now: datetime
) -> StepReceipt:
    """Take the next step of a matter with whatever is written with it.

    Raises:
        Refused: out of order, something is missing (named beside its field), or the matter changed in between.
    """
    kind = KIND_OF_STEP.get(step)
    if kind is not None:
        receipt = write(session, RecordRequest(kind, values, matter_id, version), now)
        return StepReceipt(step, receipt, receipt.change)
    told = RecordEvent(step.value, STEP_RULES[step].text, STEP_FIELDS.get(step, ()))
    checked = check_values(told.fields, values, now.date(), f"“{told.text}”")
    with session.register.read(session.viewer) as unit:
        words = said(told, checked, _names(unit, told.fields, checked))
    request = _step_request(step, matter_id, version, checked, checked.get("paper", ""), words)
    change = steps.take(session, request, now)
    return StepReceipt(step, None, change)


def write(session: Session, request: RecordRequest, now: datetime) -> RecordReceipt:
    """Write a record: check it, number it, issue its paper, take its step, audit; all or nothing.

    Raises:
        Refused: something is missing or cannot be (named beside its field), the step is out of order, the matter
            changed in between, or the paper may not go out.
    """
    rule = rule_of(session, request.kind)
    values = check_values(rule.fields, request.values, now.date(), f"“{rule.text}”")
    if request.matter_id is None and rule.about_matter:
        raise Refused(f"“{rule.text}”要记在一件信访事项上。请先选事项。")
    with session.register.write(session.viewer, now) as work:
        facts = None if request.matter_id is None else steps.current(work, request.matter_id, request.version)
        names = _names(work, rule.fields, values)
        act = Act(work, request.kind, rule, facts, values, names, now)
        if (before := BEFORE.get(request.kind)) is not None:
            before(act)
        number = take_number(work, rule.series, now.year) if rule.series is not None else None
        number_text = number.text if number is not None else ""
        owner_id = int(values[rule.owner]) if values.get(rule.owner) else None
        record_id = work.records.add(
            NewRecord(
                kind=request.kind,
                matter_id=request.matter_id,
                day=_date(values.get(rule.day)) or now.date(),
                values=values,
                names=names,
                owner_id=owner_id,
                owner=names.get(rule.owner, ""),
                due_on=_date(values.get(rule.due)),
                number_id=number.number_id if number is not None else None,
                number=number_text,
                parent_id=request.parent_id,
                ended_on=None if rule.events else now.date(),
            ),
            now,
        )
        act = replace(act, record_id=record_id)
        if rule.step is Step.GRANT_EXTENSION and facts is not None:
            until = _grant(work, facts, values, number_text)
            document_id, paper = _issue(act, number_text, {"办理期限": long_day(until)})
        else:
            document_id, paper = _issue(act, number_text)
            _move(act, request, number_text, document_id)
        work.records.keep_paper(record_id, document_id, paper)
        if (after := AFTER.get(request.kind)) is not None:
            after(act)
        work.audit.record(
            "write",
            "record",
            record_id,
            after={"kind": request.kind, "matter": facts.number if facts else "", "number": number_text, **values},
        )
    ids = (request.matter_id,) if request.matter_id is not None else ()
    change = Change.of(Area.MATTERS, Area.RECORDS, Area.DOCUMENTS, Area.INBOX, ids=ids)
    return RecordReceipt(record_id, number_text, document_id, change)


def follow(session: Session, record_id: int, name: str, given: Mapping[str, str], now: datetime) -> RecordReceipt:
    """Append what followed: signed for, answered, verified, ended …

    Raises:
        Refused: no such record in sight, it does not follow now (somebody else may have been first), or a field needs
            mending.
    """
    with session.register.write(session.viewer, now) as work:
        known = work.records.get(record_id, RESTRICTED)
        if known is None:
            raise Refused(NOT_FOUND)
        rule = rule_of(session, known.kind)
        event = _lawful(rule, known, name)
        values = check_values(event.fields, given, now.date(), f"“{event.text}”")
        names = _names(work, event.fields, values)
        facts = None if known.matter_id is None else steps.current(work, known.matter_id)
        act = Act(work, known.kind, rule, facts, values, names, now, record_id, known, event)
        if (before := BEFORE_EVENT.get((known.kind, name))) is not None:
            before(act)
        document_id, paper = _issue(act, known.number)
        day = _date(values.get("day")) or now.date()
        event_id = work.records.add_event(
            record_id, name, day, values, names, now, document_id=document_id, paper=paper
        )
        if event.ends:
            work.records.end((record_id,), day)
        if (after := AFTER_EVENT.get((known.kind, name))) is not None:
            after(act)
        if facts is not None and not rule.restricted:
            words = f"{rule.text}{known.number and '（' + known.number + '）'}：{said(event, values, names)}"
            work.matters.add_action(facts.matter_id, rule.kind, words, now, now)
        work.audit.record("follow", "record", record_id, after={"event": name, "id": event_id, **values})
    ids = (known.matter_id,) if known.matter_id is not None else ()
    change = Change.of(Area.MATTERS, Area.RECORDS, Area.DOCUMENTS, ids=ids)
    return RecordReceipt(record_id, known.number, document_id, change)


def void(session: Session, record_id: int, reason: str, now: datetime) -> Change:
    """A record that was wrong does not count any more; it stays readable, its number is not used again.

    Records with a step stay: the step moved the matter, and is answered by another step.

    Raises:
        Refused: no reason, no such record, it was written with a step, it is void already, or the rules of its kind
            keep it.
    """
    wanted = clean_line(reason)
    if not wanted:
        raise Refused("作废要写明原因。", {"reason": "请写明作废原因。"})
    with session.register.write(session.viewer, now) as work:
        known = work.records.get(record_id, RESTRICTED)
        if known is None:
            raise Refused(NOT_FOUND)
        rule = rule_of(session, known.kind)
        if not known.live:
            raise Refused("这份记录已经作废。")
        if rule.step is not None:
            raise Refused(f"“{rule.text}”是随办理一步写下的，不能作废。有误的，请再办一步写明更正。")
        if (before := BEFORE_VOID.get(known.kind)) is not None:
            facts = None if known.matter_id is None else work.matters.facts(known.matter_id)
            before(Act(work, known.kind, rule, facts, {}, {}, now, record_id, known))
        work.records.void(record_id, wanted, now)
        if known.matter_id is not None and not rule.restricted:
            words = f"作废{rule.text}{known.number}（原因：{wanted}）"
            work.matters.add_action(known.matter_id, rule.kind, words, now, now)
        work.audit.record("void", "record", record_id, after={"reason": wanted})
    ids = (known.matter_id,) if known.matter_id is not None else ()
    return Change.of(Area.MATTERS, Area.RECORDS, ids=ids)


def of_matter(session: Session, matter_id: int) -> tuple[HandlingRecord, ...]:
    """Every record of a matter in sight, voided ones too, in the order of their days.

    Raises:
        Refused: there is no such matter in sight.
    """
    with session.register.read(session.viewer) as unit:
        steps.in_sight(unit, matter_id)
        return unit.records.of_matter(matter_id, RESTRICTED)


def get(session: Session, record_id: int) -> HandlingRecord:
    """One record.

    Raises:
        Refused: there is none in sight.
    """
    with session.register.read(session.viewer) as unit:
        known = unit.records.get(record_id, RESTRICTED)
    if known is None:
        raise Refused(NOT_FOUND)
    return known


def ledger(
    session: Session,
    kinds: Collection[str],
    *,
    first: date | None = None,
    last: date | None = None,
    owed: bool = False,
) -> tuple[HandlingRecord, ...]:
    """台账: records of some kinds between two days, both included; ``owed`` only those with something left to do."""
    with session.register.read(session.viewer) as unit:
        return unit.records.ledger(kinds, RESTRICTED, first=first, last=last, owed=owed)


def due(session: Session, until: date) -> tuple[HandlingRecord, ...]:
    """Records on which something is owed by a day, the earliest first."""
    with session.register.read(session.viewer) as unit:
        return unit.records.due(until, RESTRICTED)


def draft(
    session: Session, request: RecordRequest, now: datetime
) -> tuple[LetterRecord | SheetRecord, tuple[str, ...]]:
    """The paper as it would go out, not numbered yet, and what speaks against sending it (empty: nothing).

    Raises:
        Refused: the kind has no paper, or fields need mending.
    """
    rule = rule_of(session, request.kind)
    values = check_values(rule.fields, request.values, now.date(), f"“{rule.text}”")
    with session.register.read(session.viewer) as unit:
        template = template_in(unit, rule.paper)
        names = _names(unit, rule.fields, values)
        words = words_of(unit, request.matter_id, rule, values, names, now, "（发文时编号）")
    paper = paper_template.fill(template, words, now.date())
    return paper, paper_check.objections(template, rule, values, words)


def frozen_papers(session: Session, record_id: int) -> tuple[LetterRecord | SheetRecord, ...]:
    """The papers of a record that are no documents of a matter: its own, then those of what followed."""
    get(session, record_id)
    with session.register.read(session.viewer) as unit:
        return tuple(papers.thaw(content) for content in unit.records.papers(record_id))


def rule_of(session: Session, kind: str) -> RecordRule:
    """The rule of a kind that this account may see.

    Raises:
        Refused: there is no such kind in sight.
    """
    rule = KINDS.get(kind)
    if rule is None or (rule.restricted and not session.viewer.may(Right.SEE_RESTRICTED)):
        raise Refused("没有这种记录，或这个账户不能办理它。")
    return rule


def _lawful(rule: RecordRule, known: HandlingRecord, name: str) -> RecordEvent:
    if not known.live:
        raise Refused(f"这份{rule.text}已经作废，不能再记后续情况。")
    found = next((one for one in lawful_events(rule, known) if one.name == name), None)
    if found is not None:
        return found
    last = known.last(name)
    if last is not None:
        raise Refused(
            f"“{rule.event(name).text}”已由{last.by}于{last.day.month}月{last.day.day}日记下，不重复记。请刷新。"
        )
    if not known.owed:
        raise Refused(f"这份{rule.text}已经了结，不能再记后续情况。请刷新后再看。")
    raise Refused("现在还不能记这一项，要先记它前面的情况。请刷新后再看。")


def _issue(act: Act, number: str, more: Mapping[str, str] | None = None) -> tuple[int | None, str]:
    """Issue the paper of a record or of what followed: the document's id, or the frozen text of what is none.

    Of a kind kept apart, or without a matter, a paper is no document; where there is no paper, both are empty.
    """
    code = act.event.paper if act.event is not None else act.rule.paper
    if not code:
        return None, ""
    template = template_in(act.work, code)
    matter_id = act.facts.matter_id if act.facts is not None else None
    words = words_of(act.work, matter_id, act.rule, _all_values(act), _all_names(act), act.now, number)
    words |= more or {}
    objections = paper_check.objections(template, act.rule, act.values, words)
    if objections:
        raise Refused(f"这份{template.title}还不能发出：{'；'.join(objections)}", _beside(act.rule, objections))
    paper = paper_template.fill(template, words, act.now.date())
    if act.facts is None or act.rule.restricted:
        return None, papers.freeze(paper)
    return papers.issue_in(act.work, act.facts.matter_id, code, paper), ""


def _beside(rule: RecordRule, objections: Iterable[str]) -> dict[str, str]:
    """Objections that name a field stand beside it."""
    return {one.name: text for one in rule.fields for text in objections if one.label in text}


def _all_values(act: Act) -> dict[str, str]:
    """What the paper may say: the record, what followed before, and what is appended now."""
    if act.known is None:
        return dict(act.values)
    before = {name: text for one in act.known.events for name, text in one.values.items()}
    return {**before, **act.known.values, **act.values}


def _all_names(act: Act) -> dict[str, str]:
    """The words of ids to it; of the owner, who it is now."""
    if act.known is None:
        return dict(act.names)
    before = {name: text for one in act.known.events for name, text in one.names.items()}
    owner = {act.rule.owner: act.known.owner} if act.rule.owner and act.known.owner else {}
    return {**before, **act.known.names, **owner, **act.names}


def _move(act: Act, request: RecordRequest, number: str, document_id: int | None) -> None:
    """Take the step of the record, or put a line on the timeline; nothing of a kind kept apart stands there."""
    facts, rule = act.facts, act.rule
    if facts is None or rule.restricted:
        return
    if rule.step is None:
        words = said(rule, act.values, act.names)
        act.work.matters.add_action(facts.matter_id, rule.kind, words, act.now, act.now)
        return
    facts = act.work.matters.facts(facts.matter_id) or facts
    words = said(rule, act.values, act.names)
    wanted = _step_request(rule.step, facts.matter_id, request.version, act.values, number or rule.text, words)
    entry: Entry = steps.entry_for(act.work, facts, wanted)
    steps.record(
        act.work, facts, entry, document_id=document_id, started=lambda: steps.started(act.work, facts, wanted)
    )
    if wanted.facts.get("stage"):
        act.work.matters.change(facts.matter_id, stage=wanted.facts["stage"])


def _grant(work: WriteUnit, facts: MatterFacts, values: Mapping[str, str], number: str) -> date:
    """The extension; gives the day until which it was granted."""
    wanted = ExtensionRequest(
        int(values["approver"]), amount=int(values["amount"]), superior_consent=values.get("superior_consent", "")
    )
    return deadlines.grant_in(work, facts, wanted, number).legal


def _step_request(
    step: Step, matter_id: int, version: int | None, values: Mapping[str, str], paper: str, words: str
) -> StepRequest:
    facts = {name: text for name, text in values.items() if name not in ("handler", "approver", "day", "due", "words")}
    return StepRequest(
        matter_id,
        version or 0,
        step,
        words=words,
        handler_id=int(values["handler"]) if values.get("handler") else None,
        approver_id=int(values["approver"]) if values.get("approver") else None,
        day=_date(values.get("day")),
        due=_date(values.get("due")),
        paper=paper,
        facts=facts,
    )


def _names(unit: ReadUnit | WriteUnit, fields: Iterable[RecordField], values: Mapping[str, str]) -> dict[str, str]:
    """The words of ids and codes, as they are today.

    Raises:
        Refused: somebody is not in work any more, or a code is not in force.
    """
    names: dict[str, str] = {}
    problems: dict[str, str] = {}
    for one in fields:
        value = values.get(one.name)
        if not value:
            continue
        if one.asked is Asked.STAFF:
            person = unit.people.responsible(int(value))
            if person is None:
                problems[one.name] = f"没有这位工作人员，请重新选择{one.label}。"
            else:
                names[one.name] = f"{person.department}{person.name}"
        elif one.asked is Asked.CODE:
            label = unit.codes.label(one.table, value)
            if not label:
                problems[one.name] = f"请从列表中选择{one.label}。"
            names[one.name] = label
    if problems:
        raise Refused("有几处需要重新选择，见各栏下方说明。", problems)
    return names


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
