"""环节: taking the steps of a matter, one transaction each, with the rules of :mod:`app.domain.workflow` as the gate.

Every other service that moves a matter goes through :func:`record`, so that the timeline and the matter's row can only
change together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.domain.changes import Area, Change
from app.domain.deadline import Duty, RuleStatus, RunningClock, StartEvent, beginning, stated
from app.domain.errors import Refused
from app.domain.intake import LONGEST_TEXT
from app.domain.matter import OPEN_STATUSES, Finding, MatterStatus, Track
from app.domain.responsibility import APPROVERS, POST_TEXT, Post, Responsible
from app.domain.stages import Stage, stages
from app.domain.step import NEED_TEXT, STEP_RULES, Need, Step
from app.domain.text import clean_block, clean_line
from app.domain.workflow import Context, Entry, MatterState, NextStep, advance, apply, next_steps, replay
from app.services.session import Session
from db.stores.deadlines import NewDeadline
from db.stores.matters import MatterFacts
from db.stores.steps import columns_of
from db.unit_of_work import ReadUnit, WriteUnit

WITHOUT_FINDING = frozenset({"enquiry", "suggestion"})
NOT_FOUND = "没有找到这件事项，或这个账户不能查看它。请刷新列表后再选。"
_APPROVALS = {
    Step.GRANT_EXTENSION: "extension",
    Step.REFUSE_EXTENSION: "extension",
    Step.INSTRUCT: "instruction",
    Step.REPORT_CLOSURE: "closure",
    Step.PASS_DIVISION: "division_review",
}
_OWN_SERVICE = frozenset({Step.CONTACT, Step.CARRY, Step.VOID, Step.GRANT_EXTENSION})


@dataclass(frozen=True)
class StepRequest:
    """What was filled in for one step. ``version`` is that of the matter on screen: a second click is refused by it.

    ``facts`` are named as in :class:`~app.domain.step.Need` (``reason``, ``basis``, ``method`` …) and ``importance``,
    ``stage``, ``outcome``, ``no_reply_reason``. ``due`` is a day that the paper states.
    """

    matter_id: int
    version: int
    step: Step
    words: str = ""
    handler_id: int | None = None
    approver_id: int | None = None
    day: date | None = None
    due: date | None = None
    paper: str = ""
    document_id: int | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """Where a matter stands, for the buttons and the stage strip."""

    state: MatterState
    next: tuple[NextStep, ...]
    stages: tuple[Stage, ...]
    version: int


def standing(session: Session, matter_id: int, today: date) -> Standing:
    """The state of a matter, its lawful next steps with what is missing, and its stages with owner and time.

    Raises:
        Refused: there is none, or this account may not see it.
    """
    with session.register.read(session.viewer) as unit:
        facts = in_sight(unit, matter_id)
        entries = unit.steps.entries(matter_id)
        state = replay(entries)
        return Standing(state, next_steps(state, today, context(unit, facts)), stages(entries), facts.version)


def take(session: Session, request: StepRequest, now: datetime) -> Change:
    """Take one step: check it, append it, start and stop its clocks, tell the next owner, audit; all or nothing.

    Raises:
        Refused: out of order, something is missing (named beside its field), or the matter changed in between.
    """
    if request.step in _OWN_SERVICE:
        raise Refused(f"“{STEP_RULES[request.step].text}”不在这里办理。请用它自己的按钮。")
    with session.register.write(session.viewer, now) as work:
        facts = current(work, request.matter_id, request.version)
        entry, document_id = entry_for(work, facts, request), request.document_id
        record(work, facts, entry, document_id=document_id, started=lambda: started(work, facts, request))
        if request.facts.get("stage"):
            work.matters.change(facts.matter_id, stage=request.facts["stage"])
    return Change.of(Area.MATTERS, ids=(request.matter_id,))


def in_sight(unit: ReadUnit | WriteUnit, matter_id: int) -> MatterFacts:
    """A matter that this account may see.

    Raises:
        Refused: there is none, or it is out of sight (the same words for both).
    """
    facts = unit.matters.facts(matter_id)
    if facts is None:
        raise Refused(NOT_FOUND)
    return facts


def current(work: WriteUnit, matter_id: int, version: int | None = None) -> MatterFacts:
    """The matter to be moved, inside a unit of work.

    Raises:
        Refused: out of sight, void, or changed since it was shown.
    """
    facts = in_sight(work, matter_id)
    if facts.status is MatterStatus.VOID:
        raise Refused("这件事项已作废，不能再办理。需要时请重新登记。")
    if version is not None and facts.version != version:
        raise Refused("这件事项刚被办过一步或改动过。已填内容都在；请看一眼最新情况再办。")
    return facts


def context(unit: ReadUnit | WriteUnit, facts: MatterFacts) -> Context:
    """What a check must know beside the timeline."""
    claims = unit.matters.claims(facts.matter_id)
    judged = facts.purpose_code in WITHOUT_FINDING
    return Context(
        open_claims=0 if judged else sum(claim.finding is Finding.OPEN for claim in claims),
        cause_known=bool(facts.cause_code),
        recused=unit.people.barred(facts.matter_id),
    )


def record(
    work: WriteUnit,
    facts: MatterFacts,
    entry: Entry,
    *,
    contact_id: int | None = None,
    document_id: int | None = None,
    started: Callable[[], tuple[RunningClock, ...]] | None = None,
    audited: bool = True,
) -> MatterState:
    """Append a checked step and bring the matter's row to what it says; inside a unit of work.

    ``started`` begins the clocks that follow from the step, once it was found lawful; a caller that
    audits the whole itself sets ``audited`` off.

    Raises:
        Refused: as :func:`app.domain.workflow.advance` does.
    """
    before = replay(work.steps.entries(facts.matter_id))
    state = advance(before, entry, context(work, facts))
    if started is not None:
        entry = replace(entry, starts=(*entry.starts, *started()))
        state = apply(before, entry)
    _clocks(work, facts.matter_id, entry, state)
    action_id = work.steps.append(
        facts.matter_id, entry, state, work.now, contact_id=contact_id, document_id=document_id
    )
    work.matters.change(facts.matter_id, **columns_of(state))
    _assignments(work, facts, entry, state)
    _tell(work, facts, before, state, entry)
    if not audited:
        return state
    work.audit.record(
        entry.step.value,
        "action",
        action_id,
        before={"status": before.status, "owner": before.owner.words, "due": before.due},
        after={
            "matter": facts.number,
            "status": state.status,
            "owner": state.owner.words,
            "due": state.due,
            "words": entry.words,
            "paper": entry.paper,
            "facts": dict(entry.facts),
        },
    )
    return state


def entry_for(work: WriteUnit, facts: MatterFacts, request: StepRequest) -> Entry:
    """The entry that a request asks for, inside a unit of work; a day that it states begins a clock.

    Raises:
        Refused: somebody is not in work, may not approve this, or a text is too long.
    """
    rule, said = STEP_RULES[request.step], {name: clean_block(text) for name, text in request.facts.items()}
    too_long = [name for name, text in said.items() if len(text) > LONGEST_TEXT]
    if too_long:
        raise Refused("内容过长，未保存。", {too_long[0]: f"最多 {LONGEST_TEXT} 字，请写摘要，全文作为材料登记。"})
    handler = _staff(work, request.handler_id, Need.HANDLER)
    approver = _staff(work, request.approver_id, Need.APPROVER)
    if approver is not None:
        check_approver(work, request.step, approver)
    words = clean_block(request.words) or _words(rule.text, handler, approver, said)
    starts: tuple[RunningClock, ...] = ()
    if request.due is not None and request.step is not Step.FEED_BACK:
        starts = (_stated(work, facts, request),)
    return Entry(
        request.step,
        work.now,
        approver.name if approver and request.step is Step.INSTRUCT else work.viewer.name,
        words,
        handler=handler,
        approver=approver,
        day=request.day,
        paper=clean_line(request.paper),
        starts=starts,
        ends=(_replaced(work, facts, request) if starts else ()) + _met(work, facts, request.step),
        facts=said,
    )


def _words(text: str, handler: Responsible | None, approver: Responsible | None, said: Mapping[str, str]) -> str:
    parts = [text]
    if handler is not None:
        parts.append(f"由{handler.department}{handler.name}办理")
    if approver is not None:
        parts.append(f"{approver.name}")
    parts += [f"{NEED_TEXT[need]}：{said[need.value]}" for need in Need if said.get(need.value)]
    return "；".join(parts)


def _staff(work: WriteUnit, staff_id: int | None, need: Need) -> Responsible | None:
    if staff_id is None:
        return None
    person = work.people.responsible(staff_id)
    if person is None:
        raise Refused("没有这位工作人员，请重新选择。", {need.value: "请从列表中选择。"})
    return person


def approval_posts(step: Step) -> tuple[Post, ...]:
    """The posts that may approve a step; empty where it needs no approval."""
    return APPROVERS[_APPROVALS[step]] if step in _APPROVALS else ()


def check_approver(work: WriteUnit, step: Step, approver: Responsible) -> None:
    """Approvals follow the tree; an office that has not entered its posts yet is not kept from working.

    Raises:
        Refused: the approver holds no post that may approve this step today.
    """
    if step not in _APPROVALS:
        return
    tree, posts = work.people.tree(), APPROVERS[_APPROVALS[step]]
    if not any(one.in_force(work.now.date()) for one in tree.holdings):
        return
    in_charge = Post.VICE_PRESIDENT in posts and any(
        one.leader.staff_id == approver.staff_id and one.in_force(work.now.date()) for one in tree.portfolios
    )
    if not in_charge and not tree.holds(approver.staff_id, posts, work.now.date()):
        who = "、".join(POST_TEXT[post] for post in posts)
        words = f"{approver.name}现在不担任{who}，这一步要由{who}批准。"
        raise Refused(words, {Need.APPROVER.value: words})


def _stated(work: WriteUnit, facts: MatterFacts, request: StepRequest) -> RunningClock:
    calendar, start = work.calendars.in_force(), work.now.date()
    paper = clean_line(request.paper) or STEP_RULES[request.step].text
    due = stated(start, request.due or start, paper, calendar)
    superior = bool(request.facts.get("superior"))
    return work.deadlines.begin(
        facts.matter_id,
        NewDeadline(
            "stated_date",
            f"{STEP_RULES[request.step].text}限期",
            f"以{paper}载明的日期为准",
            start,
            due,
            RuleStatus.SUPERIOR if superior else RuleStatus.INTERNAL,
            paper=paper,
            calendar=work.calendars.version(),
        ),
    )


_NOTICE = frozenset({"R1", "R2", "R3"})
_MET_BY = {
    Step.ACCEPT: _NOTICE,
    Step.DECLINE: _NOTICE,
    Step.GUIDE: _NOTICE,
    Step.LEAD_INTO: _NOTICE,
    Step.ANSWER: _NOTICE,
    Step.FEED_BACK: frozenset({"T3", f"{STEP_RULES[Step.SUPERVISE].text}限期"}),
}
"""Which limits a step meets, by the code of the rule, or the name of one that a paper stated."""


def _met(work: WriteUnit, facts: MatterFacts, step: Step) -> tuple[str, ...]:
    """What the step itself fulfils counts no longer; an open matter keeps its last clock, so that none is without."""
    wanted = _MET_BY.get(step, frozenset())
    running = work.deadlines.of_matter(facts.matter_id)
    met = [one.clock for one in running if one.rule_code in wanted or one.rule_name in wanted]
    rest = [one for one in running if one.clock not in met and one.duty is Duty.COURT]
    return tuple(met) if rest else ()


def _replaced(work: WriteUnit, facts: MatterFacts, request: StepRequest) -> tuple[str, ...]:
    """A new limit of the same step takes the place of its older one; the handling limit itself only by extension."""
    name = f"{STEP_RULES[request.step].text}限期"
    return tuple(one.clock for one in work.deadlines.of_matter(facts.matter_id)[:-1] if one.rule_name == name)


def started(work: WriteUnit, facts: MatterFacts, request: StepRequest) -> tuple[RunningClock, ...]:
    """Clocks that begin by themselves: the notice with triage as a petition, the 60 days with acceptance."""
    event, track = None, facts.track
    if request.step is Step.TRIAGE:
        event, track = StartEvent.REGISTERED, request.facts.get(Need.TRACK.value, "")
    elif request.step is Step.ACCEPT:
        event = StartEvent.ACCEPTED
    if event is None or track not in {one.value for one in Track}:
        return ()
    contact = work.contacts.of_matter(facts.matter_id)[0]
    start = contact.happened_at.date() if event is StartEvent.REGISTERED else request.day or work.now.date()
    running = {one.rule_code for one in work.deadlines.of_matter(facts.matter_id, ended=True)}
    rules = work.deadlines.rules()
    wanted = beginning(rules, event, start, Track(track), contact.channel)
    if event is StartEvent.REGISTERED:
        wanted += beginning(rules, StartEvent.RECEIVED, start, Track(track), contact.channel)
    return tuple(begin_rule(work, facts.matter_id, rule.code, start) for rule in wanted if rule.code not in running)


def begin_rule(work: WriteUnit, matter_id: int, code: str, start: date) -> RunningClock:
    """Begin the deadline of a rule on a day, inside a unit of work.

    Raises:
        Refused: there is no such rule in force on that day.
    """
    rule = next((one for one in work.deadlines.rules() if one.code == code and one.in_force(start)), None)
    if rule is None:
        raise Refused("这条期限规则当日没有启用，请先在设置里核对。", {"rule": "规则没有启用。"})
    due = rule.due(start, work.calendars.in_force())
    new = NewDeadline(
        rule.code,
        rule.name,
        rule.citation,
        start,
        due,
        rule.status,
        rule.duty,
        rule.amount,
        rule.unit,
        rule.roll,
        calendar=work.calendars.version(),
    )
    return work.deadlines.begin(matter_id, new)


def _clocks(work: WriteUnit, matter_id: int, entry: Entry, state: MatterState) -> None:
    if entry.ends:
        met = "met" if entry.step in _MET_BY else "replaced"
        reason = "extended" if entry.step is Step.GRANT_EXTENSION else met
        work.deadlines.end(matter_id, work.now, reason, entry.ends)
    if state.status not in OPEN_STATUSES:
        work.deadlines.end(matter_id, work.now, entry.step.value)


def _assignments(work: WriteUnit, facts: MatterFacts, entry: Entry, state: MatterState) -> None:
    if entry.step in (Step.ASSIGN, Step.HAND_OVER) and entry.handler is not None:
        work.people.end_assignments(facts.matter_id, STEP_RULES[entry.step].text, work.now)
        requirement = entry.facts.get("requirement", "") or entry.words
        work.people.give(facts.matter_id, entry.handler, requirement, state.due, work.now, leads=True)
    elif entry.step is Step.SIGN:
        signer = entry.facts.get("signed_by") or (state.handler.name if state.handler else "")
        work.people.sign(facts.matter_id, signer, entry.facts.get("method", "") or "屏幕签收", work.now)
    elif entry.step is Step.ACCEPT_RETURN or state.status not in OPEN_STATUSES:
        work.people.end_assignments(facts.matter_id, STEP_RULES[entry.step].text, work.now)


def _tell(work: WriteUnit, facts: MatterFacts, before: MatterState, state: MatterState, entry: Entry) -> None:
    """The next owner hears of it, unless the step left the matter where it was; never anybody who must withdraw."""
    if state.owner == before.owner and state.status == before.status:
        return
    person = state.owner.person
    if person is None:
        person = _holder(work, state)
    if person is not None and person.staff_id in work.people.barred(facts.matter_id):
        person = None
    words = f"{facts.number}：{STEP_RULES[entry.step].text}，请{_ASKED.get(state.status, '办理')}"
    recipient = f"{person.department}{person.name}" if person else POST_TEXT[state.owner.post]
    work.people.notify(
        state.owner.post, person, recipient, "step", words, work.now, matter_id=facts.matter_id, due=state.due
    )


def _holder(work: WriteUnit, state: MatterState) -> Responsible | None:
    department = state.handler.department_id if state.handler else 0
    tree, today = work.people.tree(), work.now.date()
    return tree.at(state.owner.post, today, department, state.handler)


_ASKED = {
    MatterStatus.REGISTERED: "分流",
    MatterStatus.TRIAGED: "批办",
    MatterStatus.INSTRUCTED: "交办",
    MatterStatus.ASSIGNED: "签收",
    MatterStatus.HANDLING: "办理",
    MatterStatus.SUPERVISED: "反馈",
    MatterStatus.EXTENSION_ASKED: "审批延期",
    MatterStatus.RETURN_ASKED: "审批退回",
    MatterStatus.IN_REVIEW: "审核",
    MatterStatus.AWAITING_REPLY: "答复",
    MatterStatus.ANSWERED: "送达",
    MatterStatus.SERVED: "回访或办结",
    MatterStatus.FOLLOWED_UP: "办结",
    MatterStatus.GUIDED: "办结",
    MatterStatus.LED_INTO: "办结",
    MatterStatus.CLOSURE_PROPOSED: "决定是否上报终结",
    MatterStatus.CLOSURE_REPORTED: "跟进终结决定",
    MatterStatus.CONCLUDED: "归档",
    MatterStatus.CLOSED: "归档",
}
