"""办理流程: one pure state machine for every matter, from registration to the filed dossier.

件件有着落，事事有回音: after every step a live matter has an owner, and while it is open a deadline of the court runs.
:func:`advance` refuses what the rules do not allow, in words and beside the field; :func:`replay` folds a timeline
into the same state, so that the two can be compared at any time. The table of steps is :mod:`app.domain.step`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from app.domain.deadline import RunningClock, earliest
from app.domain.errors import Refused
from app.domain.matter import OPEN_STATUSES, STATUS_TEXT, Importance, MatterStatus
from app.domain.responsibility import Owner, Post, Responsible
from app.domain.step import ENDED, NEED_TEXT, ROUTINE, STANDING, STEP_RULES, WORK, Need, Step

S = MatterStatus
COMES_BACK = frozenset({S.GUIDED, S.LED_INTO, S.ANSWERED, S.SERVED, S.FOLLOWED_UP, S.CONCLUDED, S.FILED})
_ROUTED = frozenset({S.GUIDED, S.LED_INTO})


@dataclass(frozen=True)
class Entry:
    """环节记录: one step as it was taken, with owner, time and paper; appended, never changed.

    ``starts`` are clocks that begin with it, ``ends`` the keys of clocks that stop. ``facts`` holds what the step says
    under the names of :class:`~app.domain.step.Need` and a few more (``importance``, ``outcome``, ``no_reply_reason``).
    """

    step: Step
    at: datetime
    actor: str = ""
    words: str = ""
    handler: Responsible | None = None
    approver: Responsible | None = None
    day: date | None = None
    paper: str = ""
    starts: tuple[RunningClock, ...] = ()
    ends: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """What a check must know beside the timeline: claims without a finding, the cause, who must withdraw."""

    open_claims: int = 0
    cause_known: bool = True
    recused: frozenset[int] = frozenset()


@dataclass(frozen=True)
class MatterState:
    """办理状态: where a matter stands after its timeline so far. 办结 and 息诉罢访 are two facts with a date each."""

    status: MatterStatus = S.REGISTERED
    handler: Responsible | None = None
    first_handler: Responsible | None = None
    clocks: tuple[RunningClock, ...] = ()
    contacts: int = 0
    track: str = ""
    importance: str = Importance.GENERAL.value
    back: MatterStatus | None = None
    supervised: int = 0
    reported: bool = False
    division_passed: bool = False
    review_owed: bool = False
    informed: bool = False
    received_on: date | None = None
    accepted_on: date | None = None
    assigned_on: date | None = None
    started_on: date | None = None
    answered_on: date | None = None
    served_on: date | None = None
    concluded_on: date | None = None
    outcome: str = ""
    settled_on: date | None = None
    settled_evidence: str = ""
    closed_on: date | None = None
    taken: int = 0

    @property
    def owner(self) -> Owner:
        """Who must act next; nobody may leave a matter without one, so it follows from the state itself."""
        return owner_of(self)

    @property
    def due(self) -> date | None:
        """The nearest legal day of the clocks that run for the court: ours or the superior's, whichever is first."""
        first = earliest(self.clocks)
        return first.legal if first else None


@dataclass(frozen=True)
class NextStep:
    """下一步: a step that is lawful now. ``missing`` stands in its way, ``asks`` is filled in with it."""

    step: Step
    text: str
    missing: tuple[str, ...]
    asks: tuple[Need, ...]


def lawful(state: MatterState, step: Step) -> bool:
    """Whether the step may be taken from here at all; what it needs is another question."""
    if state.taken == 0:
        return step in (Step.CONTACT, Step.CARRY)
    if state.status not in STEP_RULES[step].sources:
        return False
    condition = _ONLY_IF.get(step)
    return condition is None or condition(state)


_ONLY_IF: dict[Step, Callable[[MatterState], bool]] = {
    Step.PASS_DIVISION: lambda state: not state.division_passed,
    Step.PASS_DESK: lambda state: state.division_passed,
    Step.REVIEW_EARLIER: lambda state: state.review_owed,
    Step.ACCEPT: lambda state: state.accepted_on is None,
    Step.SETTLE: lambda state: state.settled_on is None,
    Step.PROPOSE_CLOSURE: lambda state: state.closed_on is None,
}


def next_steps(state: MatterState, today: date, context: Context = Context()) -> tuple[NextStep, ...]:
    """The lawful next steps, each with what is missing and what it asks for."""
    found = []
    moment = datetime.combine(today, time.min)
    for step, rule in _OFFERED[state.status]:
        if not lawful(state, step):
            continue
        empty = Entry(step, moment)
        unmet = [need for need in rule.needs if not _met(need, state, empty, context)]
        missing = tuple(NEED_TEXT[need] for need in unmet if need in STANDING and need is not Need.REPLY_OR_REASON)
        asks = tuple(need for need in unmet if need not in STANDING or need is Need.REPLY_OR_REASON)
        found.append(NextStep(step, rule.text, missing, asks))
    return tuple(found)


_OFFERED = {
    status: tuple((step, rule) for step, rule in STEP_RULES.items() if status in rule.sources and step not in ROUTINE)
    for status in MatterStatus
}


def check(state: MatterState, entry: Entry, context: Context = Context()) -> None:
    """See that a step may be taken now and has what it needs.

    Raises:
        Refused: out of order, or something is missing; ``fields`` names each missing thing.
    """
    rule = STEP_RULES[entry.step]
    if not lawful(state, entry.step):
        raise Refused(_out_of_order(state, entry.step))
    problems = {
        need.value: _missing_words(need, state, entry) for need in rule.needs if not _met(need, state, entry, context)
    }
    problems.update(_date_problems(state, entry))
    if problems:
        raise Refused(f"“{rule.text}”还缺：{'；'.join(problems.values())}", problems)


def advance(state: MatterState, entry: Entry, context: Context = Context()) -> MatterState:
    """Check a step and take it.

    Raises:
        Refused: as :func:`check` does, or the matter would be left without a deadline.
    """
    check(state, entry, context)
    return apply(state, entry)


def apply(state: MatterState, entry: Entry) -> MatterState:
    """Take a step that was checked when it was taken.

    Raises:
        Refused: out of order, a clock that does not run, or the matter would be left without a deadline.
    """
    if not lawful(state, entry.step):
        raise Refused(_out_of_order(state, entry.step))
    changes = _changes(state, entry)
    status = changes.setdefault("status", status_after(state, entry.step))
    after = replace(state, **changes, taken=state.taken + 1, clocks=_clocks(state, entry, status))
    if status in OPEN_STATUSES and earliest(after.clocks) is None:
        words = "办理中的事项必须有期限。请先写明期限，再办这一步。"
        raise Refused(words, {Need.CLOCK.value: words})
    return after


def replay(entries: Iterable[Entry]) -> MatterState:
    """The state a timeline leads to.

    Raises:
        Refused: the timeline does not hold together.
    """
    state = MatterState()
    for entry in entries:
        state = apply(state, entry)
    return state


def owner_of(state: MatterState) -> Owner:
    """Who must act next. A matter with a handler in work belongs to the handler; the first handler stays named."""
    post = _OWNERS[state.status]
    if state.status is S.IN_REVIEW and state.division_passed:
        post = Post.RECEPTIONIST
    if state.status is S.TRIAGED and state.importance == Importance.IMPORTANT.value:
        post = Post.PRESIDENT
    return Owner(post, state.handler if post is Post.HANDLER else None)


_OWNERS = {
    S.REGISTERED: Post.DISPATCHER,
    S.TRIAGED: Post.VICE_PRESIDENT,
    S.GUIDED: Post.DISPATCHER,
    S.LED_INTO: Post.DISPATCHER,
    S.INSTRUCTED: Post.DISPATCHER,
    S.ASSIGNED: Post.HANDLER,
    S.HANDLING: Post.HANDLER,
    S.SUPERVISED: Post.HANDLER,
    S.EXTENSION_ASKED: Post.PRESIDENT,
    S.RETURN_ASKED: Post.DISPATCHER,
    S.IN_REVIEW: Post.DIVISION_HEAD,
    S.AWAITING_REPLY: Post.RECEPTIONIST,
    S.ANSWERED: Post.RECEPTIONIST,
    S.SERVED: Post.RECEPTIONIST,
    S.FOLLOWED_UP: Post.RECEPTIONIST,
    S.CLOSURE_PROPOSED: Post.PRESIDENT,
    S.CLOSURE_REPORTED: Post.DISPATCHER,
    S.CONCLUDED: Post.ARCHIVIST,
    S.CLOSED: Post.ARCHIVIST,
    S.FILED: Post.ARCHIVIST,
    S.VOID: Post.RECEPTIONIST,
}


def status_after(state: MatterState, step: Step) -> MatterStatus:  # noqa: PLR0911 - one case a step
    """The status a step leads to."""
    stated, status = STEP_RULES[step].to, state.status
    if stated is not None:
        return S.SUPERVISED if stated is S.HANDLING and step is Step.SEND_BACK and state.supervised else stated
    if step is Step.CONTACT:
        return S.REGISTERED if status in COMES_BACK and state.closed_on is None else status
    if step is Step.INSTRUCT:
        return S.INSTRUCTED if status is S.TRIAGED else status
    if step is Step.SUPERVISE:
        return S.SUPERVISED if status in WORK else status
    if step is Step.FOLLOW_UP:
        return status if status in ENDED else S.FOLLOWED_UP
    if step in (Step.GRANT_EXTENSION, Step.REFUSE_EXTENSION, Step.REFUSE_RETURN):
        back = state.back or S.HANDLING
        return S.SUPERVISED if back in WORK and state.supervised else back
    return status


def _clocks(state: MatterState, entry: Entry, status: MatterStatus) -> tuple[RunningClock, ...]:
    known = {clock.key for clock in state.clocks}
    if not known >= set(entry.ends):
        raise Refused("要变更的期限已经不在计算中。请刷新后再办。", {Need.CLOCK.value: "期限已有变化，请刷新。"})
    if known & {clock.key for clock in entry.starts}:
        raise Refused("同一个期限不能起算两次。", {Need.CLOCK.value: "这个期限已在计算中。"})
    if status not in OPEN_STATUSES:
        return ()
    return tuple(clock for clock in state.clocks if clock.key not in entry.ends) + entry.starts


def _changes(state: MatterState, entry: Entry) -> dict[str, Any]:
    """What a step says about the matter beside its status and clocks."""
    say = _SAYS.get(entry.step)
    return say(state, entry) if say else {}


def _day(entry: Entry) -> date:
    return entry.day or entry.at.date()


def _triaged(state: MatterState, entry: Entry) -> dict[str, Any]:
    importance = entry.facts.get("importance", state.importance)
    return {"track": entry.facts.get(Need.TRACK.value, ""), "importance": importance}


def _assigned(state: MatterState, entry: Entry) -> dict[str, Any]:
    first = state.first_handler or entry.handler
    return {"handler": entry.handler, "first_handler": first, "assigned_on": _day(entry), "division_passed": False}


def _contacted(state: MatterState, entry: Entry) -> dict[str, Any]:
    """A first contact opens the matter; a repeat one asks whether the earlier handling was right, and ends 息诉罢访."""
    if state.taken == 0:
        return {"contacts": 1, "received_on": entry.at.date()}
    changes: dict[str, Any] = {"contacts": state.contacts + 1}
    if state.closed_on is None:
        changes |= {"review_owed": True, "settled_on": None, "settled_evidence": ""}
    return changes | (_BEGUN_AGAIN if state.closed_on is None and state.status in COMES_BACK else {})


_BEGUN_AGAIN: dict[str, Any] = {
    "informed": False,
    "reported": False,
    "division_passed": False,
    "answered_on": None,
    "served_on": None,
    "concluded_on": None,
    "outcome": "",
    "supervised": 0,
}


def _carried(_state: MatterState, entry: Entry) -> dict[str, Any]:
    """The state taken over from before steps were kept: ``facts`` name it field by field."""
    facts = entry.facts
    status = MatterStatus(facts["status"])
    days = ("received_on", "answered_on", "served_on", "concluded_on", "settled_on")
    return {
        "status": status,
        "handler": entry.handler,
        "first_handler": entry.handler,
        "supervised": int(status is S.SUPERVISED),
        "contacts": int(facts.get("contacts", "1")),
        "outcome": facts.get("outcome", ""),
        "settled_evidence": facts.get("settled_evidence", ""),
        **{name: date.fromisoformat(facts[name]) for name in days if facts.get(name)},
    }


def _settled(_state: MatterState, entry: Entry) -> dict[str, Any]:
    return {"settled_on": _day(entry), "settled_evidence": entry.facts.get(Need.EVIDENCE.value, "")}


_SAYS: dict[Step, Callable[[MatterState, Entry], dict[str, Any]]] = {
    Step.CONTACT: _contacted,
    Step.CARRY: _carried,
    Step.TRIAGE: _triaged,
    Step.ACCEPT: lambda _state, entry: {"accepted_on": _day(entry)},
    Step.GUIDE: lambda _state, _entry: {"informed": True},
    Step.LEAD_INTO: lambda _state, _entry: {"informed": True},
    Step.DECLINE: lambda _state, _entry: {"informed": True},
    Step.ASSIGN: _assigned,
    Step.HAND_OVER: _assigned,
    Step.SIGN: lambda state, entry: {"started_on": state.started_on or _day(entry)},
    Step.SUPERVISE: lambda state, _entry: {"supervised": state.supervised + 1},
    Step.FEED_BACK: lambda _state, _entry: {"supervised": 0},
    Step.REPORT: lambda _state, _entry: {"reported": True},
    Step.ASK_EXTENSION: lambda state, _entry: {"back": state.status},
    Step.ASK_RETURN: lambda state, _entry: {"back": state.status},
    Step.ACCEPT_RETURN: lambda _state, _entry: {"handler": None, "back": None},
    Step.GRANT_EXTENSION: lambda _state, _entry: {"reported": False, "back": None},
    Step.PASS_DIVISION: lambda _state, _entry: {"division_passed": True},
    Step.SUBMIT: lambda _state, _entry: {"division_passed": False},
    Step.SEND_BACK: lambda _state, _entry: {"division_passed": False},
    Step.REVIEW_EARLIER: lambda _state, _entry: {"review_owed": False},
    Step.ANSWER: lambda _state, entry: {"answered_on": _day(entry)},
    Step.SERVE: lambda _state, entry: {"served_on": _day(entry)},
    Step.SETTLE: _settled,
    Step.CONCLUDE: lambda _state, entry: {"concluded_on": _day(entry), "outcome": entry.facts.get("outcome", "")},
    Step.DECIDE_CLOSURE: lambda _state, entry: {"closed_on": _day(entry)},
}


def _met(need: Need, state: MatterState, entry: Entry, context: Context) -> bool:  # noqa: PLR0911, PLR0912
    facts = entry.facts
    if need is Need.HANDLER:
        return entry.handler is not None
    if need is Need.NOT_RECUSED:
        return entry.handler is None or entry.handler.staff_id not in context.recused
    if need is Need.APPROVER:
        return entry.approver is not None
    if need is Need.PAPER:
        return bool(entry.paper)
    if need is Need.DAY:
        return entry.day is not None
    if need is Need.CLOCK:
        return bool(entry.starts) if entry.step is Step.GRANT_EXTENSION else bool(entry.starts or state.clocks)
    if need is Need.REPORT:
        return state.reported
    if need is Need.EARLIER_REVIEW:
        return not state.review_owed
    if need is Need.CAUSE:
        return context.cause_known
    if need is Need.COLLECTIVE:
        return state.importance != Importance.IMPORTANT.value or bool(facts.get(need.value))
    if need is Need.REPLY_OR_REASON:
        return state.answered_on is not None or state.informed or bool(facts.get("no_reply_reason"))
    if need is Need.FINDINGS:
        return context.open_claims == 0 or state.status in _ROUTED or bool(facts.get("no_reply_reason"))
    if need is Need.IN_TIME:
        return state.due is None or entry.at.date() <= state.due
    if need is Need.SUPERIOR_CONSENT:
        return not any(clock.superior for clock in state.clocks if clock.key in entry.ends) or bool(
            facts.get(need.value)
        )
    return bool(facts.get(need.value))


def _missing_words(need: Need, state: MatterState, entry: Entry) -> str:
    """One sentence: what is missing and what to do."""
    if need is Need.NOT_RECUSED and entry.handler is not None:
        return f"{entry.handler.name}应当回避，请改派他人"
    if need is Need.IN_TIME and state.due is not None:
        return f"期限已于{state.due:%Y年%m月%d日}届满，逾期后不能再申请延期，请抓紧办理并说明逾期原因"
    if need is Need.EARLIER_REVIEW:
        return "信访人再次来访来信，请先写明对前次办理的复核意见"
    if need is Need.REPORT:
        return "不能按期办结的要先写出书面报告"
    return f"请填写{NEED_TEXT[need]}"


def _date_problems(state: MatterState, entry: Entry) -> dict[str, str]:
    day, today = entry.day, entry.at.date()
    problems: dict[str, str] = {}
    if day is not None and entry.step is not Step.FEED_BACK and day > today:
        problems[Need.DAY.value] = "日期晚于今天，请核对"
    if day is not None and entry.step in (Step.SERVE, Step.CONCLUDE) and state.answered_on and day < state.answered_on:
        problems[Need.DAY.value] = f"日期早于答复日期{state.answered_on:%Y年%m月%d日}，请核对"
    late = [clock for clock in entry.starts if clock.legal < clock.start]
    if late:
        problems[Need.CLOCK.value] = "期限届满日早于起算日，请核对两个日期"
    return problems


def _out_of_order(state: MatterState, step: Step) -> str:
    if state.taken == 0:
        return "事项还没有登记，请先登记。"
    possible = "、".join(STEP_RULES[one].text for one in STEP_RULES if one not in ROUTINE and lawful(state, one))
    words = f"这件事项现在是“{STATUS_TEXT[state.status]}”，不能办“{STEP_RULES[step].text}”。"
    return words + (f"现在可以办：{possible}。" if possible else "")
