"""问责、作风、瑕疵、苗头、现场通知: cause first, the person heard, two who agree, and nothing reaches the accused."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain import tallies
from app.domain.errors import Refused
from app.domain.paper import SheetRecord
from app.domain.viewer import Right, Viewer
from app.services import matters, papers, record_form, records, supervision
from app.services.session import Session
from tests.support.desk_flow import Court, Matter
from tests.support.lead_flow import decide, record
from tests.support.record_flow import TO_WORK, follow, take, write


def refused(*fields: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda answer: set(fields) <= set(answer.fields))


def test_d11_two_agree_after_the_person_was_heard_and_neither_is_the_person(matter: Matter) -> None:
    staff = matter.court.staff
    with refused("finding"):
        write(matter, "accountability", finding="")
    review = write(matter, "accountability", person=str(staff["方某"]))
    with pytest.raises(Refused):
        follow(matter, review, "approved", first_approver=str(staff["贺某"]))
    follow(matter, review, "statement", words="  情况属实。\n我负主要责任。")
    with refused("first_approver"):
        follow(matter, review, "approved", first_approver=str(staff["方某"]))
    with refused("first_approver"):
        follow(matter, review, "approved", first_approver=str(staff["卫某"]))
    follow(matter, review, "approved", first_approver=str(staff["贺某"]))
    with refused("second_approver"):
        follow(matter, review, "confirmed", second_approver=str(staff["贺某"]))
    with refused("second_approver"):
        follow(matter, review, "confirmed", second_approver=str(staff["方某"]))


def test_d11_the_decision_is_a_paper_of_its_own_kept_apart_from_the_documents_of_the_matter(matter: Matter) -> None:
    take(matter, *TO_WORK)
    before = len(matters.detail(matter.session, matter.matter_id).documents)
    receipt = decide(matter)
    review, decision = records.frozen_papers(matter.session, receipt.record_id)
    assert isinstance(decision, SheetRecord)
    assert (review.title, decision.title) == ("信访事项责任倒查表", "信访事项责任追究决定书")
    assert "决定的内容" in [row.words for row in decision.rows]
    assert len(matters.detail(matter.session, matter.matter_id).documents) == before


def test_d11_a_decision_that_two_agreed_on_is_not_made_void(matter: Matter) -> None:
    review = decide(matter)
    with pytest.raises(Refused):
        records.void(matter.session, review.record_id, "撤回", matter.now)


def test_d11_no_accountability_before_the_cause_of_the_matter_is_found(session: Session, known: Court) -> None:
    matter = Matter(session, known, cause_code="")
    with refused("finding"):
        write(matter, "accountability")


def test_a13_the_persons_own_statement_is_kept_and_printed_with_the_circular(matter: Matter) -> None:
    staff = matter.court.staff
    with refused("person"):
        write(matter, "circular", person=str(staff["尹某"]), statement="随便写的", approver=str(staff["贺某"]))
    decide(matter, "尹某", "当时未及时送达，我有责任。")
    given = {"person": str(staff["尹某"]), "approver": str(staff["贺某"])}
    with refused("statement"):
        write(matter, "circular", **given, statement="承认有责任。")
    with refused("approver"):
        write(matter, "circular", person=str(staff["尹某"]), statement="", approver=str(staff["尹某"]))
    receipt = write(matter, "circular", **given, statement="当时未及时送达，我有责任。")
    assert receipt.document_id is not None
    assert "当时未及时送达，我有责任。" in str(papers.reopen(matter.session, receipt.document_id).record)
    parent = record(matter, receipt).parent_id
    assert parent is not None
    assert records.get(matter.session, parent).kind == "accountability"


def test_a13_who_gives_no_statement_is_said_to_give_none_and_a_circular_without_names_needs_neither(
    matter: Matter,
) -> None:
    staff = matter.court.staff
    review = write(matter, "accountability", person=str(staff["尹某"]))
    follow(matter, review, "no_statement", refusal="三月二日询问，本人表示不作说明。")
    follow(matter, review, "approved", first_approver=str(staff["贺某"]))
    follow(matter, review, "confirmed", second_approver=str(staff["方某"]))
    assert tallies.statement_of(record(matter, review)) == "本人不作说明：三月二日询问，本人表示不作说明。"
    receipt = write(matter, "circular", person="", statement="", approver=str(staff["贺某"]))
    assert receipt.document_id is not None
    assert "本人说明" not in str(papers.reopen(matter.session, receipt.document_id).record)


def test_d08_whoever_is_complained_about_and_the_division_see_neither_record_nor_matter(matter: Matter) -> None:
    staff, departments = matter.court.staff, matter.court.departments
    receipt = write(matter, "work_style", person=str(staff["尹某"]))
    facts = matters.detail(matter.session, matter.matter_id)
    assert facts.restricted
    rights = frozenset(Right)
    account = matter.session.viewer.account_id
    accused = Viewer(account, "尹某", rights, staff["尹某"], departments["执行局"])
    colleague = Viewer(account, "段某", rights, staff["段某"], departments["执行局"])
    without = Viewer(account, "卫某", frozenset(), staff["卫某"], departments["立案庭"])
    for viewer in (accused, colleague, without):
        other = replace(matter.session, viewer=viewer)
        with pytest.raises(Refused):
            matters.detail(other, matter.matter_id)
        with pytest.raises(Refused):
            records.get(other, receipt.record_id)
        assert records.ledger(other, ("work_style",)) == ()
    discipline = Viewer(account, "督察员", rights, staff["卫某"], departments["立案庭"])
    assert records.get(replace(matter.session, viewer=discipline), receipt.record_id).kind == "work_style"


def test_d08_a_complaint_about_who_handles_the_matter_asks_for_another_handler_first(matter: Matter) -> None:
    take(matter, *TO_WORK)
    for name in ("尹某", "段某"):
        with refused("person"):
            write(matter, "work_style", person=str(matter.court.staff[name]))
    assert not matters.detail(matter.session, matter.matter_id).restricted


def test_d07_a_quality_flaw_is_kept_apart_from_the_result_and_mended_or_explained(matter: Matter) -> None:
    first = write(matter, "quality_flaw", flaw="service")
    second = write(matter, "quality_flaw", flaw="document")
    follow(matter, first, "mended")
    follow(matter, second, "explained")
    assert [one.owed for one in records.ledger(matter.session, ("quality_flaw",))] == [False, False]
    assert matters.detail(matter.session, matter.matter_id).outcome_code == ""


def test_d12_a_late_report_of_a_sign_is_visible_in_days(matter: Matter) -> None:
    noticed = matter.now.date()
    matter.now += timedelta(days=3)
    receipt = write(matter, "early_sign", noticed=noticed.isoformat(), day=matter.now.date().isoformat())
    assert tallies.days_late(record(matter, receipt)) == 3
    with refused("day"):
        write(matter, "early_sign", noticed=matter.now.date().isoformat(), day=noticed.isoformat())


def test_c11_calls_go_up_one_person_at_a_time_until_somebody_comes(matter: Matter) -> None:
    take(matter, *TO_WORK)
    staff = matter.court.staff
    matter.now = matter.now.replace(hour=16)
    today = matter.now.date()

    def suggested() -> str:
        link = supervision.next_call(matter.session, matter.matter_id, today)
        return link.person.name if link is not None else ""

    assert suggested() == "尹某"
    write(matter, "call", person=str(staff["尹某"]), called_at=f"{today} 15:00", answer="no")
    assert suggested() == "段某"
    call = write(matter, "call", person=str(staff["段某"]), called_at=f"{today} 15:05", answer="yes")
    assert suggested() == ""
    with refused("arrived_at"):
        follow(matter, call, "arrived", arrived_at=f"{today} 14:00")
    follow(matter, call, "not_coming")
    assert suggested() == "方某"
    last = write(matter, "call", person=str(staff["方某"]), called_at=f"{today} 15:10", answer="yes")
    follow(matter, last, "arrived", arrived_at=f"{today} 15:30")
    assert suggested() == ""
    calls = records.ledger(matter.session, ("call",))
    assert [one.owed for one in calls] == [False, False, False]
    with refused("called_at"):
        write(matter, "call", called_at=f"{today} 23:59")


def test_forms_begin_with_whom_to_call_and_with_the_statement_as_it_was_kept(matter: Matter) -> None:
    take(matter, *TO_WORK)
    staff = matter.court.staff

    def begun(kind: str) -> dict[str, str]:
        return dict(record_form.for_kind(matter.session, kind, matter.matter_id, matter.now).values)

    assert begun("call")["person"] == str(staff["尹某"])
    assert "statement" not in begun("circular")
    decide(matter, "尹某", "我有责任。")
    values = begun("circular")
    assert (values["person"], values["statement"]) == (str(staff["尹某"]), "我有责任。")
