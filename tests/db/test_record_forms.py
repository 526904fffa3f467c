"""办理表: what forms begin with, and the review of an earlier answer that a step closes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.domain import triage as rules
from app.domain.errors import Refused
from app.domain.matter import MatterStatus
from app.domain.record_kinds import KINDS
from app.domain.step import Step
from app.domain.usual_step import expected
from app.domain.work_calendar import in_words
from app.services import assignments, history, record_form, records, recusals, triage
from app.services.triage import TriageRequest
from tests.support.desk_flow import Court, Matter
from tests.support.intakes import form, register
from tests.support.record_flow import TO_WORK, take, write


def begin(matter: Matter, step: Step) -> record_form.FormStart:
    return record_form.for_step(matter.session, step, matter.matter_id, matter.now)


def petition_route() -> tuple[str, ...]:
    """Answers that end in a route of 访."""
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        answers = waiting.pop()
        reached = rules.walk(answers)
        if reached.question is None:
            if rules.decide(answers, (), "").route.track.value == "petition":
                return answers
            continue
        waiting += [(*answers, option.code) for option in reached.question.options]
    raise AssertionError("no route leads to a petition")


def test_the_result_of_the_questions_stands_in_the_form_of_triage(matter: Matter) -> None:
    assert "track" not in begin(matter, Step.TRIAGE).values
    triage.record(matter.session, TriageRequest(matter.matter_id, petition_route()), matter.now)
    start = begin(matter, Step.TRIAGE)
    assert start.values["track"] == "petition"
    assert start.values["cause"] == "enforcement_slow"
    assert start.values["importance"] == "general"
    assert {one.name for one in start.fields} >= set(start.values)


def test_whoever_decided_the_case_stands_on_top_with_the_reason(matter: Matter, known: Court) -> None:
    session = matter.session
    other = Matter(session, known, case_numbers=("（2024）豫9999执102号",))
    yin, wei = known.staff["尹某"], known.staff["卫某"]
    assignments.name_original_judge(session, other.matter_id, "（2024）豫9999执102号", None, wei, other.now)
    start = begin(other, Step.ASSIGN)
    assert start.values["handler"] == str(wei)
    assert start.picks["handler"][0].value == str(wei)
    assert "（2024）豫9999执102号的承办人" in start.picks["handler"][0].words
    assert str(yin) in {one.value for one in start.picks["handler"]}
    recusals.name(session, other.matter_id, wei, accused=False, reason="与当事人有亲属关系", now=other.now)
    again = begin(other, Step.ASSIGN)
    assert again.values.get("handler") != str(wei)
    assert any("应当回避" in one.words for one in again.picks["handler"] if one.value == str(wei))


def test_who_may_approve_stands_on_top_and_is_chosen_where_there_is_one(matter: Matter, known: Court) -> None:
    take(matter, *TO_WORK)
    start = begin(matter, Step.INSTRUCT)
    assert start.values["approver"] == str(known.staff["方某"])
    assert {one.value for one in start.picks["approver"][:2]} == {str(known.staff["方某"]), str(known.staff["贺某"])}
    assert start.values["unit"] == "执行局"
    take(matter, Step.REPORT, Step.ASK_EXTENSION)
    granting = begin(matter, Step.GRANT_EXTENSION)
    due = matter.standing.state.due
    assert due is not None
    assert (granting.values["approver"], granting.values["amount"]) == (str(known.staff["贺某"]), "30")
    assert in_words(due) in granting.hints["amount"]


def test_a_reply_begins_with_what_the_report_found(matter: Matter) -> None:
    take(matter, *TO_WORK)
    claims = record_form.for_kind(matter.session, "claim_analysis", matter.matter_id, matter.now)
    assert claims.values["claim"] == claims.picks["claim"][0].value == "请求尽快执行到位"
    write(matter, "claim_analysis", claim="请求尽快执行到位", facts="执行款已到账", finding="partly")
    report = begin(matter, Step.SUBMIT)
    assert "执行款已到账" in report.values["facts"]
    assert "部分有理" in report.values["opinion"]
    take(matter, Step.SUBMIT, facts="查明执行款已到账", basis="民事诉讼法第二百五十条", remedy="可以申请复查")
    take(matter, Step.PASS_DIVISION, Step.PASS_DESK)
    reply = begin(matter, Step.ANSWER)
    assert reply.values["facts"] == "查明执行款已到账"
    assert reply.values["basis"] == "民事诉讼法第二百五十条"
    assert reply.values["remedy"] == "可以申请复查"
    take(matter, Step.ANSWER, **dict(reply.values))
    service = begin(matter, Step.SERVE)
    assert service.values == {"receiver": "吴小满", "day": matter.now.date().isoformat()}


def test_what_follows_begins_with_who_has_the_matter(matter: Matter) -> None:
    take(matter, *TO_WORK)
    receipt = take(matter, Step.SUPERVISE)
    assert receipt.record is not None
    start = record_form.for_event(matter.session, receipt.record.record_id, "received", matter.now)
    assert start.values == {"signed_by": "尹某", "day": matter.now.date().isoformat()}
    with pytest.raises(Refused):
        record_form.for_event(matter.session, receipt.record.record_id, "nothing", matter.now)


def test_the_next_letter_of_supervision_is_proposed_with_the_day_from_which_it_may_go(matter: Matter) -> None:
    take(matter, *TO_WORK)
    first = begin(matter, Step.SUPERVISE)
    assert (first.values["rung"], first.values["addressee"]) == ("letter", "执行局")
    assert "rung" not in first.hints
    take(matter, Step.SUPERVISE, addressee="执行局", requirement="十日内报告", due="2026-03-20")
    second = begin(matter, Step.SUPERVISE)
    assert (second.values["rung"], second.values["requirement"]) == ("reminder", "十日内报告")
    assert "2026年3月21日" in second.hints["rung"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_form_begins_with_values_it_has_fields_for_and_lists_to_choose_from(matter: Matter, kind: str) -> None:
    start = record_form.for_kind(matter.session, kind, matter.matter_id, matter.now)
    names = {one.name: one for one in start.fields}
    assert set(start.values) | set(start.picks) | set(start.hints) <= set(names)
    for name, one in names.items():
        assert (one.asked.value not in ("staff", "code")) or start.picks[name], name
        chosen = start.values.get(name)
        if chosen is not None and name in start.picks:
            assert chosen in {pick.value for pick in start.picks[name]}, name


def answered_and_back(matter: Matter) -> int:
    """The matter was answered, the visitor is back; gives the task that was opened."""
    take(matter, *TO_WORK)
    matter.judge()
    take(matter, Step.SUBMIT, Step.PASS_DIVISION, Step.PASS_DESK, Step.ANSWER, Step.SERVE)
    matter.now += timedelta(days=3)
    minutes = int((matter.now - form().happened_at).total_seconds() // 60)
    register(matter.session, form(existing_matter_id=matter.matter_id, happened_at=matter.now), minutes)
    (task,) = history.review_tasks(matter.session)
    return task.task_id


def test_the_step_that_reviews_the_earlier_answer_closes_the_task(matter: Matter) -> None:
    task_id = answered_and_back(matter)
    take(matter, Step.TRIAGE)
    assert expected(matter.standing.state, [one.step for one in matter.standing.next]) is Step.REVIEW_EARLIER
    take(matter, Step.REVIEW_EARLIER, reason="前次答复没有回应利息，已补查")
    assert history.review_tasks(matter.session) == ()
    (done,) = history.review_tasks(matter.session, open_only=False)
    assert (done.task_id, done.opinion) == (task_id, "前次答复没有回应利息，已补查")
    assert not matter.standing.state.review_owed
    with matter.session.register.connection() as connection:
        counted = connection.execute(text("SELECT count(*) FROM audit WHERE action = 'close_review'")).scalar_one()
    assert counted == 1


def test_a_refused_review_leaves_the_task_open(matter: Matter) -> None:
    answered_and_back(matter)
    take(matter, Step.TRIAGE)
    with pytest.raises(Refused):
        records.take_step(
            matter.session, Step.REVIEW_EARLIER, matter.matter_id, matter.standing.version, {}, matter.now
        )
    assert len(history.review_tasks(matter.session)) == 1
    assert matter.standing.state.status is MatterStatus.TRIAGED
