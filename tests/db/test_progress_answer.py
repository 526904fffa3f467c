"""查询进度: what the visitor sees, that it is counted, and that nothing internal or other people's is in it."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime, time, timedelta

import pytest

from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.intake import Participant
from app.domain.matter import ActionKind, MatterStatus
from app.domain.paper import Form, ProgressSlipRecord, RegistrationRecord, SlipRecord
from app.domain.petitioner import Person, Role
from app.domain.progress_answer import HELD_BACK, number_end
from app.services import intake, matters, papers, progress_answer
from app.services.progress_answer import InquiryRequest
from app.services.session import Session
from db.check import run_checks
from tests.support.intakes import NOW, form, found, person, register, resident_number

LATER = NOW + timedelta(days=20)
TODAY = NOW.date()


def answered(session: Session, matter_id: int, words: str, status: MatterStatus = MatterStatus.ANSWERED) -> None:
    with session.register.write(session.viewer, LATER) as work:
        work.matters.change(matter_id, status=status, answered_on=LATER.date(), department_name="执行局")
        work.matters.add_action(matter_id, ActionKind.REPLY, words, LATER, LATER)
        work.matters.add_action(matter_id, ActionKind.SUPERVISION, "督办函已发", LATER, LATER)
        work.audit.record("reply", "matter", matter_id)


def everything_said(answer: object) -> str:
    return "".join(str(value) for value in dataclasses.asdict(answer).values())  # type: ignore[call-overload]


def test_a_look_is_frozen_masked_and_writes_nothing(session: Session) -> None:
    companion = Participant(Role.JOINT_SIGNER, person("郑大山", 2))
    claim = "与郑大山（138 0000 1234）的欠款没有执行"
    matter_id = register(session, form(claim=claim, others=(companion,), head_count=2)).matter_id
    answer = progress_answer.look(session, matter_id, TODAY)
    said = everything_said(answer)
    assert (answer.step, answer.name, answer.registered_on) == (1, "吴某某", NOW.date())
    assert answer.next_date is not None
    for other in ("郑大山", "0000 1234", resident_number(1), "吴小满"):
        assert other not in said
    with pytest.raises(dataclasses.FrozenInstanceError):
        answer.stage = "x"  # type: ignore[misc]
    assert matters.detail(session, matter_id).contact_count == 1


def test_what_was_answered_is_told_unless_it_is_internal(session: Session) -> None:
    first = register(session, form()).matter_id
    answered(session, first, "案款已于3月12日发放。")
    answer = progress_answer.look(session, first, TODAY)
    assert (answer.stage, answer.answer, answer.department) == ("已经答复", "案款已于3月12日发放。", "执行局")
    assert answer.answered_on == LATER.date()
    assert answer.next_date is None
    second = register(session, form("邹小雪", 3)).matter_id
    answered(session, second, "按院长批示先作安抚。")
    assert progress_answer.look(session, second, TODAY).answer == HELD_BACK
    assert "督办" not in everything_said(progress_answer.look(session, second, TODAY))


def test_an_inquiry_is_counted_in_its_series_and_is_no_repeat(session: Session) -> None:
    receipt = register(session, form())
    asked = progress_answer.count(session, InquiryRequest(receipt.matter_id, Channel.CALL), LATER)
    assert asked.contact_number == "（2026）豫9999来电1号"
    detail = matters.detail(session, receipt.matter_id)
    assert (detail.contact_count, len(detail.contacts)) == (1, 2)
    contact = detail.contacts[-1]
    assert (contact.inquiry, contact.disposition_code, contact.ordinal) == (True, "progress", 1)
    assert "来电查询进度，已告知" in detail.timeline[0].words
    assert found(session, asked.contact_number) == [receipt.matter_id]
    again = register(session, form(existing_matter_id=receipt.matter_id), 60)
    assert again.ordinal == 2
    assert all(one.good for one in run_checks(session.register))


def test_somebody_else_may_ask_and_is_written_down(session: Session) -> None:
    receipt = register(session, form())
    agent = Person("史律师", document_number=resident_number(9))
    asked = progress_answer.count(session, InquiryRequest(receipt.matter_id, Channel.VISIT, agent), LATER)
    contact = matters.detail(session, receipt.matter_id).contacts[-1]
    assert [(one.role, one.person.name) for one in contact.people] == [
        (Role.PRINCIPAL, "吴小满"),
        (Role.AGENT, "史律师"),
    ]
    assert "史律师" not in everything_said(asked.answer)


def test_the_slip_says_what_was_told_then(session: Session) -> None:
    receipt = register(session, form())
    asked = progress_answer.count(session, InquiryRequest(receipt.matter_id, Channel.VISIT), LATER)
    answered(session, receipt.matter_id, "已经办妥。")
    paper = papers.issue(session, receipt.matter_id, Form.PROGRESS, LATER)
    assert isinstance(paper.record, ProgressSlipRecord)
    assert (paper.record.step, paper.record.contact_number) == (1, asked.contact_number)
    assert paper.record.answer == ""
    assert paper.record.desk_phone == "0300-12345678"
    with pytest.raises(Refused, match="不是进度查询"):
        papers.issue(session, receipt.matter_id, Form.PROGRESS, LATER, receipt.contact_id)
    slip = papers.issue(session, receipt.matter_id, Form.SLIP, LATER)
    assert slip.record.number == receipt.contact_number  # type: ignore[union-attr]
    whole = papers.issue(session, receipt.matter_id, Form.REGISTRATION, LATER, asked.contact_id).record
    assert isinstance(whole, RegistrationRecord)
    assert whole.first_or_repeat == "查询进度"


def test_one_search_finds_it_and_respects_the_viewer(session: Session, without_rights: Session) -> None:
    open_one = register(session, form())
    hidden = register(session, form(purpose_code="accusation"), 5)
    assert [one.matter_id for one in progress_answer.search(session, "吴小满")] == [
        hidden.matter_id,
        open_one.matter_id,
    ]
    assert [one.matter_id for one in progress_answer.search(without_rights, "吴小满")] == [open_one.matter_id]
    assert [one.matter_id for one in progress_answer.search(without_rights, open_one.matter_number)] == [
        open_one.matter_id
    ]


def test_namesakes_are_told_apart_without_what_they_asked_for(session: Session) -> None:
    one = register(session, form(claim="请求执行房款"))
    other = register(session, form(claim="反映不予立案", principal=person("吴小满", 5)), 5)
    found = progress_answer.search(session, "吴小满")
    assert [(one.matter_id, one.number_end) for one in found] == [(other.matter_id, "2"), (one.matter_id, "1")]
    assert {(choice.name, choice.registered_on, choice.channel) for choice in found} == {
        ("吴某某", NOW.date(), Channel.VISIT)
    }
    assert not any(secret in str(found) for secret in ("房款", "立案", "小满", one.matter_number, resident_number(5)))


@pytest.mark.parametrize(
    ("number", "end"), [("（2026）豫0105访29号", "29"), ("豫访〔2026〕00123号", "0123"), ("无编号", "")]
)
def test_the_end_of_a_number_is_four_digits_at_most(number: str, end: str) -> None:
    assert number_end(number) == end


def test_void_matters_and_letters_are_refused_in_words(session: Session) -> None:
    matter_id = register(session, form()).matter_id
    with pytest.raises(Refused, match="来访或来电"):
        progress_answer.count(session, InquiryRequest(matter_id, Channel.LETTER), LATER)
    with pytest.raises(Refused, match="查询人姓名"):
        progress_answer.count(session, InquiryRequest(matter_id, Channel.CALL, Person(" ")), LATER)
    matters.void(session, matter_id, "重复登记", LATER)
    with pytest.raises(Refused, match="已作废"):
        progress_answer.look(session, matter_id, TODAY)
    with pytest.raises(Refused, match="已作废"):
        progress_answer.count(session, InquiryRequest(matter_id, Channel.CALL), LATER)
    assert progress_answer.search(session, "吴小满") == ()
    assert date(2026, 3, 22) == LATER.date()


def test_e31_a_day_that_has_passed_is_not_promised_again(session: Session) -> None:
    matter_id = register(session, form()).matter_id
    due = progress_answer.look(session, matter_id, TODAY).next_date
    assert due is not None
    before, on, after = (progress_answer.look(session, matter_id, due + timedelta(days=days)) for days in (-1, 0, 1))
    assert ("在这一天之前" in before.next_words, before.overdue) == (True, False)
    assert ("最迟今天" in on.next_words, on.overdue) == (True, False)
    assert (after.next_date, after.overdue) == (due, True)
    assert "已过" in after.next_words
    assert "之前告诉您" not in after.next_words
    late = datetime.combine(due + timedelta(days=3), time(9))
    asked = progress_answer.count(session, InquiryRequest(matter_id, Channel.VISIT), late)
    told = papers.issue(session, matter_id, Form.PROGRESS, late + timedelta(days=9), asked.contact_id).record
    assert isinstance(told, ProgressSlipRecord)
    assert (told.overdue, told.next_words, told.next_date) == (True, after.next_words, due)


def test_e31_a_receipt_for_a_matter_that_is_late_does_not_promise_the_day(session: Session) -> None:
    first = register(session, form())
    due = progress_answer.look(session, first.matter_id, TODAY).next_date
    assert due is not None
    fresh = papers.issue(session, first.matter_id, Form.SLIP, NOW, first.contact_id).record
    late = datetime.combine(due + timedelta(days=3), time(9))
    again = intake.submit(session, form(existing_matter_id=first.matter_id, happened_at=late), late)
    paper = papers.issue(session, first.matter_id, Form.SLIP, late, again.contact_id).record
    assert isinstance(fresh, SlipRecord)
    assert isinstance(paper, SlipRecord)
    assert ("在此日期前" in fresh.next_words, fresh.overdue) == (True, False)
    assert ("已过" in paper.next_words, "在此日期前" in paper.next_words, paper.overdue) == (True, False, True)
