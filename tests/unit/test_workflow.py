from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.deadline import earliest
from app.domain.errors import Refused
from app.domain.matter import ACTION_TEXT, OPEN_STATUSES, STATUS_TEXT, ActionKind, MatterStatus
from app.domain.responsibility import POST_TEXT, Post, Responsible
from app.domain.stages import stages, way_to
from app.domain.step import NEED_TEXT, STEP_RULES, Need, Step
from app.domain.workflow import (
    Context,
    Entry,
    MatterState,
    advance,
    apply,
    check,
    lawful,
    next_steps,
    replay,
)
from tests.support.walks import LEADER, STAFF, START, clock, excused, filled, opened, walk

TO_WORK = (Step.TRIAGE, Step.ASSIGN, Step.SIGN)
TO_ANSWER = (*TO_WORK, Step.SUBMIT, Step.PASS_DIVISION, Step.PASS_DESK, Step.ANSWER)


def taken(*steps: Step, importance: str = "general") -> MatterState:
    """A matter after these steps, one an hour, each with everything it asks for."""
    state, source = apply(MatterState(), opened()), random.Random(1)
    for number, step in enumerate(steps, 1):
        entry = filled(step, state, START + timedelta(hours=number), source)
        state = advance(state, replace(entry, facts={**entry.facts, "importance": importance}))
    return state


def without(step: Step, state: MatterState, **changes: object) -> Entry:
    return replace(filled(step, state, START + timedelta(days=1), random.Random(2)), **changes)


def refusal(state: MatterState, entry: Entry, context: Context | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        check(state, entry, context or Context())
    return caught.value


def test_every_status_step_kind_and_need_has_its_words() -> None:
    assert set(STATUS_TEXT) == set(MatterStatus)
    assert set(STEP_RULES) == set(Step)
    assert set(NEED_TEXT) == set(Need)
    assert set(ACTION_TEXT) == set(ActionKind)
    assert set(POST_TEXT) == set(Post)


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**63))
def test_ten_thousand_walks_never_lose_an_owner_or_a_deadline(seed: int) -> None:
    for number in range(20):
        entries, state = walk(seed + number, 3 + number % 10)
        assert state.owner.post in POST_TEXT
        if state.owner.post is Post.HANDLER:
            assert state.owner.person is not None
        assert (earliest(state.clocks) is not None) == (state.status in OPEN_STATUSES)
        assert replay(entries) == state


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**63), st.integers(1, 25))
def test_from_everywhere_there_is_a_way_to_the_dossier(seed: int, length: int) -> None:
    _, state = walk(seed, length)
    assert state.status is MatterStatus.FILED or way_to(state, Step.FILE) is not None, state.status
    at, source = START + timedelta(days=200), random.Random(seed)
    for _ in range(40):
        if state.status is MatterStatus.FILED:
            break
        path = way_to(state, Step.FILE) or ()
        step = path[0] if path else Step.FILE
        if state.review_owed and lawful(state, Step.REVIEW_EARLIER):
            step = Step.REVIEW_EARLIER
        state = advance(state, excused(filled(step, state, at, source)))
    assert state.status is MatterStatus.FILED


def test_every_status_is_reached_by_some_walk() -> None:
    reached = set()
    for seed in range(600):
        entries, _ = walk(seed, 20)
        state = MatterState()
        for entry in entries:
            state = apply(state, entry)
            reached.add(state.status)
    assert reached == set(MatterStatus) - {MatterStatus.VOID}


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**63), st.sampled_from(Step))
def test_what_is_not_offered_is_refused_in_words(seed: int, step: Step) -> None:
    _, state = walk(seed, 10)
    entry = filled(step, state, START + timedelta(days=100), random.Random(seed))
    if lawful(state, step):
        return
    words = refusal(state, entry).message
    assert STATUS_TEXT[state.status] in words
    assert STEP_RULES[step].text in words
    with pytest.raises(Refused):
        apply(state, entry)


def test_the_whole_way_from_visit_to_dossier() -> None:
    state = taken(*TO_ANSWER, Step.SERVE, Step.FOLLOW_UP, Step.CONCLUDE, Step.FILE)
    assert state.status is MatterStatus.FILED
    assert state.first_handler == state.handler
    assert state.clocks == ()
    assert state.concluded_on is not None
    assert state.settled_on is None


def test_next_steps_name_what_is_missing() -> None:
    offered = {one.step: one for one in next_steps(taken(*TO_WORK), START.date())}
    assert offered[Step.ASK_EXTENSION].missing == ("书面报告",)
    assert Need.REASON in offered[Step.ASK_EXTENSION].asks
    assert offered[Step.CONCLUDE].asks == (Need.DAY, Need.REPLY_OR_REASON)
    blocked = {one.step: one for one in next_steps(taken(*TO_WORK), START.date(), Context(open_claims=2))}
    assert blocked[Step.SUBMIT].missing == ("每项诉求的认定",)


def test_a_double_click_is_refused_the_second_time() -> None:
    state = taken(*TO_WORK)
    answer = refusal(state, filled(Step.SIGN, state, START, random.Random(0)))
    assert "不能办“签收”" in answer.message
    assert "提交审核" in answer.message


def test_the_same_letter_cannot_be_answered_twice() -> None:
    state = taken(*TO_ANSWER)
    assert "已答复" in refusal(state, without(Step.ANSWER, state)).message


def test_a06_a14_c03_concluded_and_settled_are_two_facts_with_date_and_evidence() -> None:
    state = taken(*TO_ANSWER, Step.SERVE, Step.CONCLUDE)
    assert (state.concluded_on is not None, state.settled_on) == (True, None)
    bare = without(Step.SETTLE, state, facts={}, day=None)
    assert set(refusal(state, bare).fields) == {"day", "evidence"}
    settled = advance(state, without(Step.SETTLE, state))
    assert settled.settled_on == date(2026, 1, 6)
    assert settled.settled_evidence == "承诺书"
    again = advance(settled, without(Step.CONTACT, settled))
    assert again.settled_on is None
    assert again.status is MatterStatus.REGISTERED


def test_b03_a_reply_without_basis_is_refused_at_its_field() -> None:
    state = taken(*TO_ANSWER[:-1])
    facts = {key: value for key, value in without(Step.ANSWER, state).facts.items() if key != "basis"}
    assert refusal(state, without(Step.ANSWER, state, facts=facts)).fields == {"basis": "请填写法律政策依据"}


def test_b11_the_filing_division_dispatches_unless_somebody_else_must_act() -> None:
    assert taken().owner.post is Post.DISPATCHER
    assert taken(Step.TRIAGE, Step.INSTRUCT).owner.post is Post.DISPATCHER
    assert taken(*TO_WORK, Step.ASK_RETURN).owner.post is Post.DISPATCHER


def test_b33_measures_need_a_limit() -> None:
    state = taken(*TO_WORK, Step.SUPERVISE)
    assert state.status is MatterStatus.SUPERVISED
    assert set(refusal(state, without(Step.FEED_BACK, state, day=None)).fields) == {"day"}
    later = without(Step.FEED_BACK, state, day=START.date() + timedelta(days=20))
    assert advance(state, later).status is MatterStatus.HANDLING


def test_b34_a_written_report_is_required_before_an_extension_and_again_before_the_next() -> None:
    state = taken(*TO_WORK)
    assert refusal(state, without(Step.ASK_EXTENSION, state)).fields == {"report": "不能按期办结的要先写出书面报告"}
    state = taken(*TO_WORK, Step.REPORT, Step.ASK_EXTENSION, Step.GRANT_EXTENSION)
    assert state.status is MatterStatus.HANDLING
    assert "report" in refusal(state, without(Step.ASK_EXTENSION, state)).fields


def test_b35_service_needs_method_and_date_and_not_before_the_reply() -> None:
    state = taken(*TO_ANSWER)
    assert set(refusal(state, without(Step.SERVE, state, facts={}, day=None)).fields) == {"method", "day"}
    early = without(Step.SERVE, state, day=START.date() - timedelta(days=1))
    assert "早于答复日期" in refusal(state, early).fields["day"]


def test_b36_after_termination_every_contact_is_still_taken_without_opening_the_matter() -> None:
    state = taken(*TO_ANSWER, Step.SERVE, Step.PROPOSE_CLOSURE, Step.REPORT_CLOSURE, Step.DECIDE_CLOSURE)
    assert state.status is MatterStatus.CLOSED
    again = advance(state, without(Step.CONTACT, state))
    assert (again.status, again.contacts) == (MatterStatus.CLOSED, 2)
    filed = advance(again, without(Step.FILE, again))
    assert advance(filed, without(Step.CONTACT, filed)).status is MatterStatus.FILED


def test_b37_a_repeat_contact_asks_for_a_review_of_the_earlier_handling() -> None:
    state = taken(*TO_ANSWER, Step.SERVE, Step.CONCLUDE, Step.CONTACT)
    assert state.status is MatterStatus.REGISTERED
    assert state.review_owed
    assert state.answered_on is None
    assert state.first_handler is not None
    state = advance(state, without(Step.TRIAGE, state))
    assert "复核意见" in refusal(state, without(Step.CONCLUDE, state)).message
    state = advance(state, without(Step.REVIEW_EARLIER, state))
    assert not state.review_owed


def test_c17_each_stage_has_owner_and_time() -> None:
    entries = [opened()]
    state, source = apply(MatterState(), entries[0]), random.Random(3)
    for number, step in enumerate((*TO_WORK, Step.SUBMIT), 1):
        entries.append(filled(step, state, START + timedelta(hours=number), source))
        state = advance(state, entries[-1])
    strip = stages(entries)
    assert [one.name for one in strip if one.at] == ["登记", "分流", "交办", "办理", "审核"]
    assert [one.name for one in strip if one.current] == ["审核"]
    assert all(one.owner for one in strip if one.at)
    assert strip[0].owner == "立案庭分流岗"
    assert strip[3].at == START + timedelta(hours=3)


def test_d04_findings_are_owed_before_review_never_at_registration() -> None:
    state = taken(*TO_WORK)
    context = Context(open_claims=1)
    assert set(refusal(state, without(Step.SUBMIT, state), context).fields) == {"findings"}
    check(MatterState(), opened(), context)


def test_d09_a_matter_led_into_a_procedure_ends_with_the_notice() -> None:
    state = taken(Step.TRIAGE, Step.LEAD_INTO)
    assert state.owner.post is Post.DISPATCHER
    assert advance(state, without(Step.CONCLUDE, state), Context(open_claims=1)).status is MatterStatus.CONCLUDED
    assert set(refusal(taken(), without(Step.GUIDE, taken(), facts={}, paper="")).fields) == {"route", "paper"}


def test_e09_closing_needs_a_reply_or_a_stated_reason() -> None:
    state = taken(*TO_WORK)
    assert set(refusal(state, without(Step.CONCLUDE, state)).fields) == {"reply"}
    stated = without(Step.CONCLUDE, state, facts={"no_reply_reason": "信访人书面撤回"})
    assert advance(state, stated).status is MatterStatus.CONCLUDED


def test_e14_received_and_accepted_are_two_acts() -> None:
    state = taken()
    assert (state.received_on, state.accepted_on) == (START.date(), None)
    accepted = advance(state, without(Step.ACCEPT, state))
    assert accepted.accepted_on == date(2026, 1, 6)
    assert not lawful(accepted, Step.ACCEPT)
    assert set(refusal(state, without(Step.DECLINE, state, facts={}, paper="")).fields) == {"reason", "basis", "paper"}


def test_e16_importance_decides_the_path() -> None:
    general, important = taken(Step.TRIAGE), taken(Step.TRIAGE, importance="important")
    assert general.owner.post is Post.VICE_PRESIDENT
    assert important.owner.post is Post.PRESIDENT
    bare = {"instruction": "请办理"}
    check(general, without(Step.INSTRUCT, general, facts=bare))
    assert refusal(important, without(Step.INSTRUCT, important, facts=bare)).fields == {
        "collective": "请填写班子集体研究记录"
    }


def test_e18_the_first_handler_stays_named_after_every_transfer() -> None:
    state = taken(*TO_WORK)
    first = state.first_handler
    other = Responsible(77, "后来人", 2, "第2庭")
    moved = advance(state, without(Step.HAND_OVER, state, handler=other))
    assert (moved.handler, moved.first_handler, moved.status) == (other, first, MatterStatus.ASSIGNED)
    assert moved.owner.person == other


def test_e19_time_to_start_can_be_measured() -> None:
    state = taken(*TO_WORK)
    assert state.assigned_on == state.started_on == START.date()


def test_a_recused_handler_is_refused_by_name() -> None:
    state = taken(Step.TRIAGE)
    entry = without(Step.ASSIGN, state, handler=STAFF[0])
    context = Context(recused=frozenset({STAFF[0].staff_id}))
    assert refusal(state, entry, context).fields == {"recused": f"{STAFF[0].name}应当回避，请改派他人"}


def test_an_extension_cannot_be_asked_for_after_expiry() -> None:
    state = taken(*TO_WORK, Step.REPORT)
    assert state.due is not None
    on_the_day = datetime.combine(state.due, START.time())
    check(state, without(Step.ASK_EXTENSION, state, at=on_the_day))
    late = without(Step.ASK_EXTENSION, state, at=on_the_day + timedelta(days=1))
    assert "届满" in refusal(state, late).fields["in_time"]


def test_a_deadline_before_its_start_is_refused() -> None:
    state = taken(Step.TRIAGE)
    wrong = clock("9", START.date(), -1)
    assert "早于起算日" in refusal(state, without(Step.ASSIGN, state, starts=(wrong,))).fields["due"]


def test_b13_the_superiors_clock_runs_beside_ours_and_is_not_extended_without_the_superior() -> None:
    state = apply(
        MatterState(),
        replace(opened(), starts=(clock("own", START.date(), 60), clock("sup", START.date(), 20, superior=True))),
    )
    assert state.due == START.date() + timedelta(days=20)
    for step in (*TO_WORK, Step.REPORT, Step.ASK_EXTENSION):
        state = advance(state, without(step, state, starts=()))
    own = without(Step.GRANT_EXTENSION, state, ends=("own",), starts=(clock("own+", START.date(), 90),), facts={})
    check(state, own)
    theirs = without(Step.GRANT_EXTENSION, state, ends=("sup",), starts=(clock("sup+", START.date(), 40),), facts={})
    assert "superior_consent" in refusal(state, theirs).fields
    longer = apply(state, own)
    assert {one.key for one in longer.clocks} == {"sup", "own+"}


def test_a_matter_is_never_left_without_a_deadline() -> None:
    with pytest.raises(Refused, match="必须有期限"):
        apply(MatterState(), replace(opened(), starts=()))


def test_approvals_name_who_approved() -> None:
    state = taken(*TO_WORK, Step.REPORT, Step.ASK_EXTENSION)
    assert state.owner.post is Post.PRESIDENT
    assert "approver" in refusal(state, without(Step.GRANT_EXTENSION, state, approver=None)).fields
    refused = advance(state, without(Step.REFUSE_EXTENSION, state, approver=LEADER))
    assert refused.status is MatterStatus.HANDLING
    assert refused.reported


def test_what_was_carried_over_goes_on_from_there() -> None:
    entry = Entry(
        Step.CARRY,
        START,
        handler=STAFF[1],
        starts=(clock("1", START.date(), 10),),
        facts={"status": "supervised", "contacts": "3", "received_on": "2025-11-03"},
    )
    state = apply(MatterState(), entry)
    assert (state.status, state.contacts, state.supervised) == (MatterStatus.SUPERVISED, 3, 1)
    assert state.owner.person == STAFF[1]
    assert advance(state, without(Step.FEED_BACK, state)).status is MatterStatus.HANDLING
