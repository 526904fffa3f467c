"""来往, on real files: flags with reasons, events, reviews of answers that did not hold, earlier answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.domain.contact import Channel
from app.domain.courts import CourtLevel
from app.domain.errors import Refused
from app.domain.history import Cutoff, Era, Flag, FlagChange, Quiet, Thresholds, TransitionKind
from app.domain.intake import Forwarding, Participant
from app.domain.matter import ActionKind, MatterStatus
from app.domain.petitioner import Role
from app.domain.step import Step
from app.services import history, intake, matters, progress_answer
from app.services.progress_answer import InquiryRequest
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.intakes import NOW, form, register, unnamed
from tests.support.record_flow import take


def answered(session: Session, matter_id: int, words: str = "书面答复：已核查。") -> None:
    """An answer of some days before, as an older register has it."""
    with session.register.write(session.viewer, NOW) as work:
        work.matters.change(matter_id, status=MatterStatus.ANSWERED, answered_on=NOW.date() - timedelta(days=12))
        day = NOW - timedelta(days=12)
        work.matters.add_action(matter_id, ActionKind.REPLY, words, day, NOW, actor="承办人甲")
        work.audit.record("reply", "matter", matter_id)


def flags(session: Session, matter_id: int) -> dict[tuple[int, Flag], tuple[bool, str]]:
    found = history.of_matter(session, matter_id, NOW.date()).flags
    return {(one.contact_id, one.flag): (one.value, one.hand_reason or one.reason) for one in found}


def test_c16_a_letter_a_visit_and_a_visit_by_another_person(session: Session) -> None:
    letter = register(session, form(channel=Channel.LETTER, happened_at=NOW - timedelta(days=30)))
    visit = register(session, form(existing_matter_id=letter.matter_id), 1)
    other = register(session, form("吴小曼", 2, existing_matter_id=letter.matter_id), 2)
    assert flags(session, letter.matter_id) == {
        (visit.contact_id, Flag.REPEAT): (True, "同一人就同一事项第2次信访，上次为2026-01-31来信")
    }
    told = history.of_matter(session, letter.matter_id, NOW.date())
    assert [(one.kind, one.contact_id) for one in told.transitions] == [
        (TransitionKind.LETTER_TO_VISIT, visit.contact_id),
        (TransitionKind.FIRST_TO_REPEAT, visit.contact_id),
    ]
    assert told.times_at_court == 2
    assert len(told.lately) == 3
    assert other.ordinal == 3


def test_the_same_person_under_another_spelling_repeats(session: Session) -> None:
    first = register(session, form("单田芳", 1))
    again = register(session, form("善田芳", 2, same_person_id=1, existing_matter_id=first.matter_id), 1)
    assert flags(session, first.matter_id)[again.contact_id, Flag.REPEAT][0]
    assert history.of_matter(session, first.matter_id, NOW.date()).times_at_court == 2


def test_e28_levels_heads_and_signers_set_their_flags(session: Session) -> None:
    signers = tuple(Participant(Role.JOINT_SIGNER, unnamed(f"联名{number}")) for number in "甲乙丙丁")
    skipped = register(session, form(visited_level=CourtLevel.HIGH, competent_level=CourtLevel.BASIC))
    above = register(session, form("乙", 2, visited_level=CourtLevel.INTERMEDIATE), 1)
    group = register(session, form("丙", 3, head_count=5), 2)
    joint = register(session, form("丁", 4, channel=Channel.LETTER, others=signers), 3)
    assert "越过本级和上一级" in flags(session, skipped.matter_id)[skipped.contact_id, Flag.SKIP_LEVEL][1]
    assert flags(session, above.matter_id) == {}
    assert flags(session, group.matter_id)[group.contact_id, Flag.GROUP_VISIT][0]
    assert flags(session, joint.matter_id)[joint.contact_id, Flag.JOINT_LETTER][0]


def test_e28_a_group_at_a_higher_level_is_known_from_the_paper_and_when_reckoned_again(session: Session) -> None:
    paper = form(channel=Channel.FORWARDED, forwarding=Forwarding("某某市信访局", "转〔2026〕3号"), head_count=8)
    silent = register(session, paper)
    told = register(session, replace(paper, visited_level=CourtLevel.HIGH, existing_matter_id=silent.matter_id), 1)
    for _again in range(2):
        known = flags(session, silent.matter_id)
        assert (silent.contact_id, Flag.GROUP_VISIT) not in known
        assert known[told.contact_id, Flag.GROUP_VISIT] == (True, "到高级人民法院走访8人，达到集体访标准5人")
        with session.register.write(session.viewer, NOW) as work:
            history.renew_history(work, silent.matter_id)
            work.audit.record("renew", "matter", silent.matter_id)


def test_who_only_asks_how_it_stands_does_not_come_again(session: Session) -> None:
    """Neither is the question a repeat, nor does it add to those before the next visit, nor end a quiet period."""
    letter = register(session, form(channel=Channel.LETTER))
    asked = [
        progress_answer.count(
            session, InquiryRequest(letter.matter_id, Channel.VISIT), NOW + timedelta(minutes=minutes)
        )
        for minutes in (1, 3)
    ]
    visit = register(session, form(existing_matter_id=letter.matter_id), 5)
    progress_answer.count(session, InquiryRequest(letter.matter_id, Channel.VISIT), NOW + timedelta(minutes=7))
    for _again in range(2):
        told = history.of_matter(session, letter.matter_id, NOW.date())
        assert [(one.contact_id, one.reason) for one in told.flags] == [
            (visit.contact_id, "同一人就同一事项第2次信访，上次为2026-03-02来信")
        ]
        assert {one.contact_id for one in told.transitions} == {visit.contact_id}
        with session.register.write(session.viewer, NOW) as work:
            history.renew_history(work, letter.matter_id)
            work.audit.record("renew", "matter", letter.matter_id)
    (state, *_others) = history.flag_states(session, asked[0].contact_id)
    assert (state.value, state.reason) == (False, "只是查询进度，不是再次信访")


def test_a_question_how_it_stands_leaves_the_quiet_period_as_it_is(session: Session) -> None:
    first = register(session, form(happened_at=NOW - timedelta(days=20)))
    answered(session, first.matter_id)
    progress_answer.count(session, InquiryRequest(first.matter_id, Channel.CALL), NOW)
    told = history.of_matter(session, first.matter_id, NOW.date() + timedelta(days=40))
    assert [one.state for one in told.quiet] == [Quiet.HELD, Quiet.RUNNING, Quiet.RUNNING]


def test_e23_a_quiet_period_that_was_broken_stays_in_sight_when_the_matter_is_handled_again(
    session: Session, known: Court
) -> None:
    """A return takes the day of the conclusion off the matter; which silence it ended is still to be read."""
    matter = Matter(session, known)
    take(matter, Step.TRIAGE, Step.GUIDE, Step.CONCLUDE)
    concluded = matter.now.date()
    back = matter.now + timedelta(days=40)
    intake.submit(session, form(existing_matter_id=matter.matter_id, happened_at=back), back)
    assert matters.detail(session, matter.matter_id).concluded_on is None
    quiet = history.of_matter(session, matter.matter_id, concluded + timedelta(days=50)).quiet
    assert [one.state for one in quiet] == [Quiet.HELD, Quiet.RETURNED, Quiet.RETURNED]
    assert quiet[1].returned_on == back.date()
    never = register(session, form("乙", 2))
    register(session, form("乙", 2, existing_matter_id=never.matter_id), 3)
    assert history.of_matter(session, never.matter_id, NOW.date()).quiet == ()


def test_thresholds_are_settings_of_the_office(session: Session, without_rights: Session) -> None:
    assert history.thresholds(session) == Thresholds(5, 5)
    history.change_thresholds(session, Thresholds(3, 10), NOW)
    group = register(session, form(head_count=3))
    assert flags(session, group.matter_id)[group.contact_id, Flag.GROUP_VISIT][0]
    with pytest.raises(Refused) as refused:
        history.change_thresholds(session, Thresholds(1, 5), NOW)
    assert list(refused.value.fields) == ["group_visit"]
    with pytest.raises(Refused, match="管理员"):
        history.change_thresholds(without_rights, Thresholds(), NOW)


def test_d17_the_cutoff_is_a_setting_with_its_basis_and_holds_for_every_matter(
    session: Session, without_rights: Session
) -> None:
    """A matter is as old as its first contact, not as its entry in the register."""
    today = NOW.date()
    late = form(happened_at=NOW - timedelta(days=70), late_reason="系统故障")
    old = register(session, late)
    register(session, replace(form(), existing_matter_id=old.matter_id), 1)
    new = register(session, form("乙", 2), 2)
    assert history.cutoff(session) == Cutoff()
    assert history.of_matter(session, old.matter_id, today).era is None
    wanted = Cutoff(date(2026, 1, 1), "某高法〔2025〕1号")
    history.change_cutoff(session, wanted, NOW)
    assert history.cutoff(session) == wanted
    eras = [history.of_matter(session, one.matter_id, today).era for one in (old, new)]
    assert [one.era for one in eras if one is not None] == [Era.OLD, Era.NEW]
    with pytest.raises(Refused) as refused:
        history.change_cutoff(session, Cutoff(date(2026, 1, 1)), NOW)
    assert list(refused.value.fields) == ["basis"]
    with pytest.raises(Refused, match="管理员"):
        history.change_cutoff(without_rights, Cutoff(), NOW)
    history.change_cutoff(session, Cutoff(), NOW)
    assert history.cutoff(session) == Cutoff()


def test_a_preview_says_what_saving_will_keep(session: Session) -> None:
    first = register(session, form())
    request = form(existing_matter_id=first.matter_id)
    shown = {one.flag: one for one in history.preview(session, request, (1,))}
    second = register(session, request, 1)
    assert flags(session, first.matter_id)[second.contact_id, Flag.REPEAT] == (True, shown[Flag.REPEAT].reason)


def test_a01_a_flag_is_changed_only_with_a_reason_and_both_are_kept(session: Session) -> None:
    first = register(session, form())
    change = FlagChange(Flag.REPEAT, False, "")
    with pytest.raises(Refused) as refused:
        register(session, form(existing_matter_id=first.matter_id, flags=(change,)))
    assert "flag_repeat" in refused.value.fields
    said = replace(change, reason="补充材料，不是再次反映")
    second = register(session, form(existing_matter_id=first.matter_id, flags=(said,)), 1)
    assert flags(session, first.matter_id) == {(second.contact_id, Flag.REPEAT): (False, said.reason)}
    assert history.of_matter(session, first.matter_id, NOW.date()).transitions == ()
    history.change_flag(session, second.contact_id, FlagChange(Flag.REPEAT, True, "核对后是再次反映"), NOW)
    (kept,) = history.of_matter(session, first.matter_id, NOW.date()).flags
    assert (kept.value, kept.by_hand) == (True, False)
    history.change_flag(session, second.contact_id, FlagChange(Flag.GROUP_VISIT, True, "门外另有六人"), NOW)
    assert flags(session, first.matter_id)[second.contact_id, Flag.GROUP_VISIT] == (True, "门外另有六人")
    with pytest.raises(Refused, match="已经是这样"):
        history.change_flag(session, second.contact_id, FlagChange(Flag.GROUP_VISIT, True, "再来一次"), NOW)
    with session.register.connection() as connection:
        audited = connection.execute(text("SELECT count(*) FROM audit WHERE action = 'change_flag'")).scalar_one()
    assert audited == 2


def test_a_return_after_an_answer_opens_one_review_for_the_department(session: Session) -> None:
    first = register(session, form(department_id=2))
    assert history.review_tasks(session) == ()
    answered(session, first.matter_id)
    second = register(session, form(existing_matter_id=first.matter_id), 1)
    register(session, form(existing_matter_id=first.matter_id), 2)
    (task,) = history.review_tasks(session, department_id=2)
    assert (task.contact_id, task.answered_on) == (second.contact_id, NOW.date() - timedelta(days=12))
    assert "12天后又来反映" in task.reason
    assert history.review_tasks(session, department_id=3) == ()
    with pytest.raises(Refused):
        history.close_review(session, task.task_id, " ", NOW)
    history.close_review(session, task.task_id, "原答复未说明财产查控结果，已补充答复。", NOW)
    assert history.review_tasks(session) == ()
    (done,) = history.review_tasks(session, open_only=False)
    assert done.opinion.startswith("原答复")
    with pytest.raises(Refused, match="已经办完"):
        history.close_review(session, task.task_id, "再来一次", NOW)


def test_earlier_answers_are_in_view_and_out_of_sight_for_others(session: Session, without_rights: Session) -> None:
    first = register(session, form(purpose_code="accusation"))
    answered(session, first.matter_id)
    (reply,) = history.earlier_answers(session, first.matter_id)
    assert (reply.kind, reply.actor, reply.words) == (ActionKind.REPLY, "承办人甲", "书面答复：已核查。")
    quiet = history.of_matter(session, first.matter_id, NOW.date()).quiet
    assert [one.state for one in quiet] == [Quiet.RETURNED] * 3 or quiet[0].state is Quiet.RETURNED
    for ask in (history.earlier_answers, lambda s, m: history.of_matter(s, m, NOW.date())):
        with pytest.raises(Refused, match="没有找到"):
            ask(without_rights, first.matter_id)
    assert history.review_tasks(without_rights, open_only=False) == ()
