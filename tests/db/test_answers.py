"""批示与答复: leaders decide and the visitor is told, findings, aid, explanation, settlement and following up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import Refused
from app.domain.matter import Finding
from app.domain.paper import LetterRecord, SheetRecord
from app.domain.record import lawful_events
from app.domain.record_kinds import KINDS
from app.domain.step import Step
from app.services import matters, papers, records, steps
from app.services.records import RecordReceipt, RecordRequest
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.intakes import form
from tests.support.record_flow import TO_REPLY, TO_WORK, follow, take, write
from tests.support.record_values import fill_in


def printed(matter: Matter, receipt: RecordReceipt) -> str:
    """All words of the paper that was issued."""
    assert receipt.document_id is not None
    record = papers.reopen(matter.session, receipt.document_id).record
    assert isinstance(record, LetterRecord | SheetRecord)
    if isinstance(record, SheetRecord):
        return "\n".join(row.words for row in record.rows)
    return "\n".join((record.addressee, *record.paragraphs))


def test_b08_a_request_to_see_a_leader_is_decided_and_the_visitor_told(matter: Matter) -> None:
    asked = write(matter, "see_leader", reason="多次来访，要求院长当面听取意见")
    rule = KINDS["see_leader"]
    with pytest.raises(Refused):
        follow(matter, asked, "told")
    with pytest.raises(Refused) as caught:
        follow(matter, asked, "granted", time="2026-01-01 09:00")
    assert "time" in caught.value.fields
    follow(matter, asked, "declined", reason="同一问题分管院长上周已接待")
    assert [one.name for one in lawful_events(rule, records.get(matter.session, asked.record_id))] == [
        "granted",
        "told",
    ]
    follow(matter, asked, "told", method="call")
    known = records.get(matter.session, asked.record_id)
    assert not known.owed
    told = known.last("declined")
    assert told is not None
    assert told.values["reason"] == "同一问题分管院长上周已接待"


def test_b24_a_referral_is_approved_refused_or_passed_to_another_leader(matter: Matter) -> None:
    staff = matter.court.staff
    referral = write(matter, "referral", leader=str(staff["方某"]))
    assert records.get(matter.session, referral.record_id).owner == "方某"
    follow(matter, referral, "other", leader=str(staff["贺某"]))
    known = records.get(matter.session, referral.record_id)
    assert (known.owner_id, known.owed) == (staff["贺某"], True)
    follow(matter, referral, "refused", reason="先由承办庭室答复")
    assert not records.get(matter.session, referral.record_id).owed


def test_e15_an_instruction_is_kept_in_the_leaders_words_with_its_date(matter: Matter) -> None:
    take(matter, Step.TRIAGE)
    receipt = take(matter, Step.INSTRUCT, instruction="请执行局十五日内拿出办法，并当面答复。")
    assert receipt.record is not None
    assert "十五日内拿出办法" in printed(matter, receipt.record)
    line = next(one for one in matters.detail(matter.session, matter.matter_id).timeline if one.step == "instruct")
    assert (line.actor, line.happened_at.date()) == ("方某", matter.now.date())


def test_e16_an_important_matter_is_not_instructed_without_collective_study(matter: Matter) -> None:
    take(matter, Step.TRIAGE, importance="important")
    with pytest.raises(Refused) as caught:
        take(matter, Step.INSTRUCT, collective="")
    assert "collective" in caught.value.fields
    take(matter, Step.INSTRUCT, collective="1月12日党组会研究，同意由执行局牵头")


def test_d04_the_analysis_sets_the_finding_of_its_claim_and_of_no_other(matter: Matter) -> None:
    claim = form().claims[0]
    with pytest.raises(Refused) as caught:
        write(matter, "claim_analysis", claim="没有登记过的诉求")
    assert claim in caught.value.fields["claim"]
    write(matter, "claim_analysis", claim=claim, finding="partly")
    detail = matters.detail(matter.session, matter.matter_id)
    assert [one.finding for one in detail.claims if one.text == claim] == [Finding.PARTLY]
    assert all(one.finding is Finding.OPEN for one in detail.claims if one.text != claim)


def test_e17_a_reply_with_open_places_or_inside_words_gets_no_number(matter: Matter) -> None:
    take(matter, *TO_WORK)
    matter.judge()
    take(matter, *TO_REPLY)
    version = matter.standing.version
    for said, told in (("经查，{金额}未执行到位", "没有替换"), ("合议庭意见认为不成立", "内部情况")):
        with pytest.raises(Refused) as caught:
            take(matter, Step.ANSWER, facts=said)
        assert told in caught.value.message
    assert matter.standing.version == version
    receipt = take(matter, Step.ANSWER)
    assert receipt.record is not None
    assert receipt.record.number.endswith("〔2026〕1号")


def test_e17_the_draft_names_what_speaks_against_sending_it(matter: Matter) -> None:
    values = fill_in(KINDS["reply"].fields, matter.now.date(), 1, opinion="见{附件}")
    paper, objections = records.draft(matter.session, RecordRequest("reply", values, matter.matter_id), matter.now)
    assert isinstance(paper, LetterRecord)
    assert any("附件" in one for one in objections)


def test_b35_service_by_mail_needs_the_mail_number(matter: Matter) -> None:
    take(matter, *TO_WORK)
    matter.judge()
    take(matter, *TO_REPLY, Step.ANSWER)
    with pytest.raises(Refused) as caught:
        take(matter, Step.SERVE, method="mail", mail_number="")
    assert set(caught.value.fields) == {"mail_number"}
    receipt = take(matter, Step.SERVE, method="mail", mail_number="1234567890123")
    assert receipt.record is not None
    assert "1234567890123" in printed(matter, receipt.record)


def test_the_same_reply_is_not_sent_twice_by_two_people(matter: Matter) -> None:
    take(matter, *TO_WORK)
    matter.judge()
    take(matter, *TO_REPLY)
    version = matter.standing.version
    values = fill_in(KINDS["reply"].fields, matter.now.date(), 1)
    records.take_step(matter.session, Step.ANSWER, matter.matter_id, version, values, matter.now)
    with pytest.raises(Refused) as caught:
        records.take_step(matter.session, Step.ANSWER, matter.matter_id, version, values, matter.now)
    assert "刚被办过一步" in caught.value.message


def test_c02_an_explanation_after_judgment_is_linked_to_the_case_behind_the_matter(
    session: Session, known: Court
) -> None:
    matter = Matter(session, known, case_numbers=("（2025）豫9999民初12号",))
    with pytest.raises(Refused) as caught:
        write(matter, "explanation", about="judgment", case="（2025）豫9999民初13号")
    assert "（2025）豫9999民初12号" in caught.value.fields["case"]
    receipt = write(matter, "explanation", about="judgment", case="(2025)豫9999民初12号", words="说明了举证责任")
    assert "说明了举证责任" in printed(matter, receipt)


def test_d05_aid_is_granted_once_unless_the_reason_for_another_is_written(session: Session, known: Court) -> None:
    matter = Matter(session, known)
    first = write(matter, "judicial_aid", wanted="20000")
    with pytest.raises(Refused) as caught:
        follow(matter, first, "granted", amount="20000.01")
    assert "amount" in caught.value.fields
    with pytest.raises(Refused):
        follow(matter, first, "paid")
    follow(matter, first, "granted", amount="20000")
    follow(matter, first, "paid")
    second = write(matter, "judicial_aid", wanted="5000")
    with pytest.raises(Refused) as caught:
        follow(matter, second, "granted", amount="5000", double_reason="")
    assert "20,000.00元" in caught.value.fields["double_reason"]
    follow(matter, second, "granted", amount="5000", double_reason="被执行人下落不明，病情加重")


def test_d05_aid_in_another_matter_about_the_same_case_is_seen(session: Session, known: Court) -> None:
    cases = ("（2025）豫9999执12号",)
    before, after = Matter(session, known, case_numbers=cases), Matter(session, known, case_numbers=cases)
    granted = write(before, "judicial_aid", wanted="8000")
    follow(before, granted, "granted", amount="8000")
    asked = write(after, "judicial_aid", wanted="8000")
    with pytest.raises(Refused) as caught:
        follow(after, asked, "granted", amount="8000", double_reason="")
    assert before.number in caught.value.fields["double_reason"]


def test_d06_a_settlement_keeps_its_way_and_terms(matter: Matter) -> None:
    take(matter, *TO_WORK)
    with pytest.raises(Refused) as caught:
        take(matter, Step.SETTLE, how="settlement", terms="")
    assert set(caught.value.fields) == {"terms"}
    receipt = take(matter, Step.SETTLE, how="settlement", terms="被执行人分三期付清五万元", evidence="执行和解协议")
    assert receipt.record is not None
    assert "分三期付清" in printed(matter, receipt.record)
    detail = matters.detail(matter.session, matter.matter_id)
    assert (detail.settled_on, detail.concluded_on) == (matter.now.date(), None)


def test_e22_e24_a_follow_up_keeps_the_persons_own_words_and_answers_its_plan(matter: Matter) -> None:
    take(matter, *TO_WORK)
    matter.judge()
    take(matter, *TO_REPLY, Step.ANSWER, Step.SERVE)
    later = (matter.now.date() + timedelta(days=30)).isoformat()
    late_plan, plan = write(matter, "follow_up_plan", due=later), write(matter, "follow_up_plan")
    receipt = take(matter, Step.FOLLOW_UP, people="3", satisfaction="fair", words="“比上回说得清楚。”")
    assert receipt.record is not None
    known = records.get(matter.session, receipt.record.record_id)
    assert (known.values["people"], known.values["words"]) == ("3", "“比上回说得清楚。”")
    assert "比上回说得清楚" in printed(matter, receipt.record)
    assert not records.get(matter.session, plan.record_id).owed
    assert records.get(matter.session, late_plan.record_id).owed


def test_e09_a_matter_is_not_concluded_without_reply_or_reason(matter: Matter) -> None:
    take(matter, *TO_WORK)
    with pytest.raises(Refused) as caught:
        take(matter, Step.CONCLUDE, no_reply_reason="")
    assert "reply" in caught.value.fields
    take(matter, Step.CONCLUDE, no_reply_reason="信访人书面撤回")
    assert steps.standing(matter.session, matter.matter_id, matter.now.date()).state.concluded_on is not None
