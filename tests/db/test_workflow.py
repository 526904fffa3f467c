"""办理流程 on a real register: the row follows from the timeline, refusals leave nothing, every owner hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.changes import Area
from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.intake import Forwarding
from app.domain.matter import MatterStatus
from app.domain.responsibility import Post
from app.domain.step import Step
from app.domain.viewer import Right, Viewer
from app.services import assignments, deadlines, desk_clock, inbox, matters, people, recusals, steps
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.intakes import NOW, form, register

TO_WORK = (Step.TRIAGE, Step.ASSIGN, Step.SIGN)


def rows(session: Session) -> tuple[int, ...]:
    with session.register.read(session.viewer) as unit:
        every = unit.deadlines.running(), unit.people.notices(), unit.people.pending()
    return tuple(len(one) for one in every)


def agree(matter: Matter) -> None:
    """Timeline and row say the same."""
    with matter.session.register.read(matter.session.viewer) as unit:
        state, columns = matter.standing.state, unit.steps.columns(matter.matter_id)
        running = {one.clock for one in unit.deadlines.of_matter(matter.matter_id)}
        facts = unit.matters.facts(matter.matter_id)
    assert facts is not None
    assert (columns["status"], columns["owner"]) == (state.status.value, state.owner.words)
    assert columns["handler_id"] == (state.handler.staff_id if state.handler else None)
    assert {one.key for one in state.clocks} == running
    assert not state.clocks or facts.due_date == state.due


def test_from_visit_to_filed_dossier_over_sixty_days(matter: Matter) -> None:
    matter.take(*TO_WORK)
    matter.take(Step.SUPERVISE, due=matter.now.date() + timedelta(days=7))
    matter.take(Step.FEED_BACK, day=matter.now.date() + timedelta(days=5))
    agree(matter)
    matter.now += timedelta(days=5)
    matter.judge()
    matter.take(Step.SUBMIT, Step.PASS_DIVISION, Step.PASS_DESK, Step.ANSWER, Step.SERVE, Step.FOLLOW_UP)
    agree(matter)
    matter.take(Step.CONCLUDE, Step.SETTLE, Step.FILE)
    agree(matter)
    detail = matters.detail(matter.session, matter.matter_id)
    assert detail.status is MatterStatus.FILED
    assert detail.deadlines == ()
    assert (detail.first_handler, detail.handler, detail.owner) == ("尹某", "尹某", "档案员")
    assert detail.settled_evidence == "息诉罢访承诺书"
    assert all(entry.owner for entry in detail.timeline)
    assert next(entry for entry in detail.timeline if entry.step == "answer").paper == "文书"


def test_a_refused_step_leaves_nothing_behind(matter: Matter) -> None:
    before = rows(matter.session)
    with pytest.raises(Refused) as caught:
        matter.take(Step.ASSIGN)
    assert "不能办“交办”" in caught.value.message
    with pytest.raises(Refused) as caught:
        matter.take(Step.TRIAGE, facts={}, due=date(2026, 4, 1))
    assert set(caught.value.fields) == {"track"}
    assert rows(matter.session) == before
    agree(matter)


def test_a_second_click_is_refused(matter: Matter) -> None:
    request = matter.request(Step.TRIAGE)
    steps.take(matter.session, request, NOW)
    with pytest.raises(Refused, match="刚被办过一步"):
        steps.take(matter.session, request, NOW)


def test_b04_who_may_approve_follows_the_tree(matter: Matter) -> None:
    matter.take(Step.TRIAGE)
    with pytest.raises(Refused) as caught:
        matter.take(Step.INSTRUCT, approver_id=matter.court.staff["卫某"])
    assert "卫某现在不担任院长、分管院长" in caught.value.fields["approver"]
    matter.take(Step.INSTRUCT)
    assert matter.standing.state.status is MatterStatus.INSTRUCTED


def test_b10_every_post_of_the_table_names_duties_and_holders(session: Session, known: Court) -> None:
    table = {one.post: one for one in people.post_table(session, NOW.date())}
    assert [one.name for one in table[Post.PRESIDENT].holders] == ["贺某"]
    assert all(one.duties for one in table.values())
    assert "档案员" in people.vacancies(session, NOW.date())
    with pytest.raises(Refused) as caught:
        people.appoint(session, known.staff["卫某"], Post.PRESIDENT, None, NOW.date(), None, NOW)
    assert "贺某" in caught.value.fields["valid_from"]


def test_b12_a_late_matter_climbs_one_level_a_time_and_nobody_is_told_twice_a_day(matter: Matter) -> None:
    matter.take(*TO_WORK)
    due = matter.standing.state.due
    assert due is not None
    now = NOW.replace(year=due.year, month=due.month, day=due.day)
    assert inbox.climb(matter.session, now)[0] == 0
    told = []
    for days in range(1, 30):
        at = now + timedelta(days=days)
        amount, _ = inbox.climb(matter.session, at)
        assert inbox.climb(matter.session, at)[0] == 0
        told += [at.date()] * amount
    with matter.session.register.read(matter.session.viewer) as unit:
        climbs = unit.people.climbs(matter.matter_id)
    assert [(level, name) for level, _, name, _ in climbs] == [(1, "尹某"), (2, "段某"), (3, "方某"), (4, "贺某")]
    assert len(told) == 4


def test_b13_the_superiors_limit_is_kept_beside_ours(session: Session, known: Court) -> None:
    forwarding = Forwarding("市中级人民法院", "（2026）信转7号", date(2026, 3, 20))
    matter = Matter(session, known, channel=Channel.FORWARDED, forwarding=forwarding)
    ours, theirs = matters.detail(session, matter.matter_id).deadlines
    assert (theirs.status.value, theirs.legal_date, theirs.paper) == ("superior", date(2026, 3, 20), "（2026）信转7号")
    assert ours.legal_date > theirs.legal_date
    assert matters.detail(session, matter.matter_id).due_date == theirs.legal_date
    matter.take(*TO_WORK, Step.REPORT, Step.ASK_EXTENSION)
    with pytest.raises(Refused) as caught:
        deadlines.grant_extension(
            session,
            matter.matter_id,
            matter.standing.version,
            known.staff["贺某"],
            matter.now,
            deadline_id=theirs.deadline_id,
        )
    assert "superior_consent" in caught.value.fields


def test_b37_a_repeat_contact_opens_the_matter_again_with_a_new_limit(matter: Matter) -> None:
    matter.take(Step.TRIAGE, Step.GUIDE, Step.CONCLUDE)
    register(matter.session, form(existing_matter_id=matter.matter_id), minutes=60 * 24)
    state = matter.standing.state
    assert (state.status, state.review_owed, state.contacts) == (MatterStatus.REGISTERED, True, 2)
    assert state.concluded_on is None
    agree(matter)
    assert "复核" in "".join(one.text for one in matter.standing.next)


def test_c17_the_stage_strip_has_owner_and_time(matter: Matter) -> None:
    matter.take(*TO_WORK)
    strip = [one for one in matter.standing.stages if one.at]
    assert [(one.name, one.owner) for one in strip][-1] == ("办理", "执行局尹某")
    assert strip[-1].current


def test_d10_the_owner_is_proposed_from_judge_earlier_matter_and_case_type(session: Session, known: Court) -> None:
    case = ("（2024）豫9999执1127号",)
    first = Matter(session, known, case_numbers=case)
    found = assignments.propose(session, first.matter_id, NOW.date())
    assert [(one.person.name, one.reason) for one in found] == [("段某", "“执”类案件由执行局办理")]
    first.take(*TO_WORK)
    second = Matter(session, known, order=2, name="郑大有", case_numbers=case)
    assert [one.person.name for one in assignments.propose(session, second.matter_id, NOW.date())] == ["尹某", "段某"]
    assignments.name_original_judge(session, second.matter_id, case[0], None, known.staff["卫某"], NOW)
    assert next(one.person.name for one in assignments.propose(session, second.matter_id, NOW.date())) == "卫某"
    recusals.name(session, second.matter_id, known.staff["卫某"], accused=False, reason="近亲属", now=NOW)
    assert "卫某" not in [one.person.name for one in assignments.propose(session, second.matter_id, NOW.date())]


def test_d13_unread_notices_are_listed_for_delivery_by_hand(matter: Matter) -> None:
    matter.take(*TO_WORK[:2])
    own = inbox.of_person(matter.session, matter.court.staff["尹某"], unread_only=True)
    assert [one.words for one in own] == [f"{matter.number}：交办，请签收"]
    lists = {one.recipient: one.notices for one in inbox.unread(matter.session)}
    assert own == lists["执行局尹某"]
    with pytest.raises(Refused):
        inbox.delivered(matter.session, (own[0].notice_id,), " ", matter.now)
    change = inbox.delivered(matter.session, (own[0].notice_id,), "尹某", matter.now)
    assert Area.INBOX in change.areas
    assert inbox.of_person(matter.session, matter.court.staff["尹某"])[0].read_how == "纸质送达"
    with pytest.raises(Refused, match="已经阅读或送达"):
        inbox.read(matter.session, (own[0].notice_id,), matter.now)


def test_d16_the_stage_of_the_case_is_kept(matter: Matter) -> None:
    matter.take(Step.TRIAGE, facts={"track": "litigation", "stage": "enforcement"})
    assert matters.detail(matter.session, matter.matter_id).stage == "enforcement"


def test_e18_hand_over_is_signed_for_and_the_first_handler_stays(matter: Matter) -> None:
    matter.take(*TO_WORK)
    assert assignments.pending(matter.session) == ()
    matter.take(Step.HAND_OVER, handler_id=matter.court.staff["卫某"])
    (waiting,) = assignments.pending(matter.session)
    assert (waiting.handler, waiting.signed_at) == ("卫某", None)
    detail = matters.detail(matter.session, matter.matter_id)
    assert (detail.handler, detail.first_handler) == ("卫某", "尹某")
    matter.take(Step.SIGN, facts={"signed_by": "卫某", "method": "交办单签名"})
    signed = assignments.of_matter(matter.session, matter.matter_id)[-1]
    assert (signed.signed_by, signed.sign_method) == ("卫某", "交办单签名")
    agree(matter)


def test_e19_time_to_start_is_kept(matter: Matter) -> None:
    matter.take(Step.TRIAGE, Step.ASSIGN)
    matter.now += timedelta(days=2)
    matter.take(Step.SIGN)
    detail = matters.detail(matter.session, matter.matter_id)
    assert detail.assigned_on is not None
    assert detail.started_on is not None
    assert (detail.started_on - detail.assigned_on).days == 2


def test_assisting_divisions_sign_as_well_and_the_lead_stays(matter: Matter) -> None:
    matter.take(*TO_WORK)
    assignments.add_assisting(matter.session, matter.matter_id, matter.court.staff["卫某"], "查阅立案材料", matter.now)
    (waiting,) = assignments.pending(matter.session)
    assert not waiting.leads
    assignments.sign_assisting(matter.session, waiting.assignment_id, "卫某", "", matter.now)
    assert assignments.pending(matter.session) == ()
    assert matter.standing.state.handler is not None
    assert matter.standing.state.handler.name == "尹某"


def test_whoever_must_withdraw_is_not_given_the_matter_and_does_not_see_it(matter: Matter) -> None:
    session, staff = matter.session, matter.court.staff
    recusals.name(session, matter.matter_id, staff["尹某"], accused=True, reason="被反映人", now=NOW)
    matter.take(Step.TRIAGE)
    for person in ("尹某", "段某"):
        with pytest.raises(Refused) as caught:
            matter.take(Step.ASSIGN, handler_id=staff[person])
        assert "应当回避" in caught.value.fields["recused"]
    enforcement = matter.court.departments["执行局"]
    every = frozenset(Right)
    for viewer in (
        Viewer(9, "尹某", every, staff["尹某"], enforcement),
        Viewer(8, "段某", every, staff["段某"], enforcement),
    ):
        theirs = replace(session, viewer=viewer)
        with pytest.raises(Refused, match="没有找到"):
            matters.detail(theirs, matter.matter_id)
        assert matters.find_by_number(theirs, matter.number) is None
        with theirs.register.read(viewer) as unit:
            assert unit.headline()["matters"] == 0
            assert [one for one in unit.people.notices() if one.matter_id == matter.matter_id] == []
    other = replace(session, viewer=Viewer(7, "卫某", every, staff["卫某"], matter.court.departments["立案庭"]))
    assert matters.detail(other, matter.matter_id).number == matter.number


def test_the_handler_is_not_recused_before_the_matter_moved(matter: Matter) -> None:
    matter.take(*TO_WORK)
    with pytest.raises(Refused, match="请先移交他人"):
        recusals.name(
            matter.session, matter.matter_id, matter.court.staff["尹某"], accused=False, reason="亲属", now=NOW
        )


def test_an_account_is_linked_to_its_person(session: Session, known: Court) -> None:
    people.link_account(session, session.viewer.account_id, known.staff["卫某"], NOW)
    with session.register.read(session.viewer) as unit:
        viewer = unit.accounts.all()[0].viewer()
    assert (viewer.staff_id, viewer.department_id) == (known.staff["卫某"], known.departments["立案庭"])


def test_a_matter_in_hand_is_not_moved_by_a_correction(matter: Matter) -> None:
    matter.take(*TO_WORK)
    wanted = matters.Correction(
        matter.matter_id, matter.standing.version, "写错", handler_id=matter.court.staff["卫某"]
    )
    with pytest.raises(Refused) as caught:
        matters.correct(matter.session, wanted, matter.now)
    assert "移交" in caught.value.fields["handler"]


def test_a_clock_that_jumped_back_is_noticed_named_and_only_accepted_with_a_reason(session: Session) -> None:
    later = NOW - timedelta(days=20)
    assert desk_clock.look(session, later) is None
    before = NOW - timedelta(days=30)
    jump = desk_clock.look(session, before)
    assert jump is not None
    assert jump.last_seen == later
    with pytest.raises(Refused):
        desk_clock.accept(session, " ", before)
    desk_clock.accept(session, "日期设错，已校正", before)
    assert desk_clock.look(session, before + timedelta(minutes=1)) is None
