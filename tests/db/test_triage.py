"""Triage at a contact: kept, changed with a reason, printed, and never in the way of registering."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.errors import Refused
from app.domain.matter import ActionKind
from app.domain.paper import Form, GuidanceRecord
from app.services import matters, papers, triage
from app.services.session import Session
from app.services.triage import TriageRequest
from db.check import run_checks
from tests.support.intakes import NOW, form, register

RETRIAL = ("effective", "civil", "none")


def at(minutes: int = 0) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_a_result_is_kept_on_the_contact_told_on_the_timeline_and_audited(session: Session) -> None:
    receipt = register(session, form())
    kept = triage.record(session, TriageRequest(receipt.matter_id, RETRIAL), at(1))
    assert (kept.route.code, kept.contact_id, kept.hidden) == ("retrial_civil", receipt.contact_id, False)
    known = triage.current(session, receipt.matter_id)
    assert known is not None
    assert known.said[0] == ("来访人主要想办什么事？", "对已经生效的裁判不服")
    assert known.contact_number == receipt.contact_number
    detail = matters.detail(session, receipt.matter_id)
    assert detail.timeline[0].kind is ActionKind.TRIAGE
    assert "申请再审（民事）" in detail.timeline[0].words
    assert all(one.good for one in run_checks(session.register))


def test_changing_needs_a_reason_and_keeps_what_was(session: Session) -> None:
    matter_id = register(session, form()).matter_id
    triage.record(session, TriageRequest(matter_id, RETRIAL), at(1))
    with pytest.raises(Refused, match="没有变化"):
        triage.record(session, TriageRequest(matter_id, RETRIAL), at(2))
    other = TriageRequest(matter_id, ("effective", "civil", "refused"))
    with pytest.raises(Refused) as refusal:
        triage.record(session, other, at(2))
    assert "reason" in refusal.value.fields
    triage.record(session, replace(other, reason="补充了驳回再审申请的裁定"), at(3))
    assert [one.route_code for one in triage.history(session, matter_id)] == ["procuratorate", "retrial_civil"]


def test_an_accusation_is_closed_and_opened_again_by_one_who_may_see_it(
    session: Session, without_rights: Session
) -> None:
    matter_id = register(session, form()).matter_id
    kept = triage.record(without_rights, TriageRequest(matter_id, ("conduct",)), at(1))
    assert kept.hidden
    with pytest.raises(Refused, match="没有找到"):
        matters.detail(without_rights, matter_id)
    with pytest.raises(Refused, match="没有找到"):
        triage.record(without_rights, TriageRequest(matter_id, ("aid",), reason="选错"), at(2))
    assert triage.history(without_rights, matter_id) == ()
    assert matters.detail(session, matter_id).purpose_code == "accusation"
    triage.record(session, TriageRequest(matter_id, ("aid",), reason="选错"), at(3))
    opened = matters.detail(without_rights, matter_id)
    assert (opened.restricted, opened.purpose_code) == (False, "petition")


def test_what_was_registered_as_an_accusation_stays_one(session: Session) -> None:
    matter_id = register(session, form(purpose_code="accusation")).matter_id
    triage.record(session, TriageRequest(matter_id, ("conduct",)), at(1))
    triage.record(session, TriageRequest(matter_id, ("aid",), reason="另有救助请求"), at(2))
    assert matters.detail(session, matter_id).restricted


def test_the_guidance_sheet_says_the_route_and_is_issued_like_any_paper(session: Session) -> None:
    receipt = register(session, form())
    with pytest.raises(Refused, match="还没有做程序引导问答"):
        papers.issue(session, receipt.matter_id, Form.GUIDANCE, at(1))
    answers = ("effective", "civil", "exhausted")
    triage.record(session, TriageRequest(receipt.matter_id, answers, ticked=("appealed",)), at(1))
    paper = papers.issue(session, receipt.matter_id, Form.GUIDANCE, at(2))
    assert isinstance(paper.record, GuidanceRecord)
    assert (paper.record.number, paper.record.name) == (receipt.contact_number, "吴小满")
    assert [words for words, ticked in paper.record.checklist if ticked] == ["一审后上诉过，或已过上诉期"]
    assert paper.record.clocks[0].status == "内部"
    assert papers.issue(session, receipt.matter_id, Form.GUIDANCE, at(3)).document_id == paper.document_id


def test_unfinished_answers_and_other_contacts_are_refused(session: Session) -> None:
    matter_id = register(session, form()).matter_id
    with pytest.raises(Refused, match="还差一个问题"):
        triage.record(session, TriageRequest(matter_id, ("effective",)), at(1))
    with pytest.raises(Refused, match="没有找到这次登记"):
        triage.record(session, TriageRequest(matter_id, ("aid",), contact_id=999), at(1))
    assert triage.current(session, matter_id) is None
