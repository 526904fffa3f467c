"""Blank forms and late entries: no gap, no double number, both times, none lost from sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.intake import IntakeRequest
from app.domain.late_entry import BlankState
from app.domain.paper import Form, RegistrationRecord
from app.services import blank_forms, intake, matters, papers
from app.services.session import Session
from db.check import run_checks
from tests.support.intakes import NOW, form, register

EVENING, NEXT_DAY = NOW, NOW + timedelta(days=1)


def late(number: str = "", reason: str = "停电") -> IntakeRequest:
    return form(happened_at=EVENING, late_reason=reason, blank_number=number)


def good(session: Session) -> bool:
    return all(one.good for one in run_checks(session.register))


def test_numbers_are_reserved_without_a_gap_and_the_next_visit_goes_on_after_them(session: Session) -> None:
    batch = blank_forms.reserve(session, Channel.VISIT, 3, NOW)
    assert [one.number for one in batch.forms] == [f"（2026）豫9999来访{number}号" for number in (1, 2, 3)]
    assert [one.number for one in batch.records] == [one.number for one in batch.forms]
    assert register(session, form()).contact_number == "（2026）豫9999来访4号"
    assert blank_forms.reserve(session, Channel.VISIT, 1, NOW).batch == batch.batch + 1
    assert good(session)


@pytest.mark.parametrize("typed", ["（2026）豫9999来访2号", "(2026)豫9999来访2号", "2026豫9999来访2", "2"])
def test_a_filled_form_is_entered_by_its_number_with_both_times(session: Session, typed: str) -> None:
    blank_forms.reserve(session, Channel.VISIT, 3, EVENING)
    assert blank_forms.find(session, typed).number == "（2026）豫9999来访2号"
    receipt = intake.submit(session, late(typed), NEXT_DAY)
    assert receipt.contact_number == "（2026）豫9999来访2号"
    detail = matters.detail(session, receipt.matter_id)
    contact = detail.contacts[0]
    assert (contact.happened_at, contact.registered_at, contact.late_reason) == (EVENING, NEXT_DAY, "停电")
    assert "补录：2026年3月2日9时00分发生，2026年3月3日9时00分登记（原因：停电）" in detail.timeline[0].words
    assert [one.number for one in blank_forms.outstanding(session)] == [
        "（2026）豫9999来访1号",
        "（2026）豫9999来访3号",
    ]
    paper = papers.issue(session, receipt.matter_id, Form.REGISTRATION, NEXT_DAY).record
    assert isinstance(paper, RegistrationRecord)
    assert paper.late.startswith("补录：")
    assert good(session)


def test_a_running_number_alone_is_the_whole_number_and_must_be_the_only_one(session: Session) -> None:
    blank_forms.reserve(session, Channel.VISIT, 12, EVENING)
    assert blank_forms.find(session, "2").number == "（2026）豫9999来访2号"
    blank_forms.reserve(session, Channel.LETTER, 2, EVENING)
    with pytest.raises(Refused, match="没有找到"):
        blank_forms.find(session, "2")
    for odd in ("", "²", "9" * 400, "号", "（"):
        with pytest.raises(Refused):
            blank_forms.find(session, odd)


def test_a_number_is_used_once(session: Session) -> None:
    number = blank_forms.reserve(session, Channel.VISIT, 1, EVENING).forms[0].number
    intake.submit(session, late(number), NEXT_DAY)
    with pytest.raises(Refused, match="已经录入过") as refusal:
        intake.submit(session, late(number), NEXT_DAY)
    assert "blank_number" in refusal.value.fields
    with pytest.raises(Refused, match="已经录入过"):
        blank_forms.find(session, number)
    assert good(session)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"blank_number": "（2026）豫9999来访9号"}, "没有找到"),
        ({"channel": Channel.LETTER}, "登记表的编号"),
        ({"happened_at": datetime.fromisoformat("2025-12-31T09:00")}, "2026年的编号"),
    ],
)
def test_a_number_that_does_not_fit_is_refused_and_stays_out(
    session: Session, values: dict[str, object], words: str
) -> None:
    number = blank_forms.reserve(session, Channel.VISIT, 1, EVENING).forms[0].number
    with pytest.raises(Refused, match=words):
        intake.submit(session, replace(late(number), **values), NEXT_DAY)
    assert blank_forms.find(session, number).state is BlankState.OUT
    assert good(session)


def test_a_spoilt_form_is_voided_with_a_reason_and_its_number_stays_taken(
    session: Session, without_rights: Session
) -> None:
    blank = blank_forms.reserve(session, Channel.LETTER, 1, NOW).forms[0]
    with pytest.raises(Refused, match="权限"):
        blank_forms.void(without_rights, blank.blank_id, "写坏", NOW)
    with pytest.raises(Refused, match="原因"):
        blank_forms.void(session, blank.blank_id, " ", NOW)
    blank_forms.void(session, blank.blank_id, "写坏", NOW)
    assert blank_forms.outstanding(session) == ()
    assert blank_forms.recent(session)[0].state is BlankState.VOID
    with pytest.raises(Refused, match="已作废（写坏）"):
        blank_forms.find(session, blank.number)
    with pytest.raises(Refused, match="已经录入或作废"):
        blank_forms.void(session, blank.blank_id, "再次", NOW)
    with pytest.raises(Refused, match="没有可以打印的"):
        blank_forms.again(session, blank.batch)
    assert good(session)


@pytest.mark.parametrize(("channel", "amount"), [(Channel.VISIT, 0), (Channel.VISIT, 51), (Channel.FORWARDED, 1)])
def test_too_many_and_other_channels_are_refused(session: Session, channel: Channel, amount: int) -> None:
    with pytest.raises(Refused):
        blank_forms.reserve(session, channel, amount, NOW)
    assert blank_forms.recent(session) == ()


def test_a_visit_of_another_day_is_marked_by_itself_and_never_blocked(session: Session) -> None:
    receipt = intake.submit(session, form(happened_at=EVENING), NEXT_DAY)
    contact = matters.detail(session, receipt.matter_id).contacts[0]
    assert contact.late_reason == ""
    assert matters.detail(session, register(session, form()).matter_id).contacts[0].late_reason is None


def test_a_late_entry_lies_in_the_past_and_a_number_needs_its_reason(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        intake.submit(session, form(happened_at=NOW, late_reason="停电"), NOW)
    assert "happened_at" in refusal.value.fields
    with pytest.raises(Refused) as refusal:
        intake.submit(session, late("1", reason=""), NEXT_DAY)
    assert "late_reason" in refusal.value.fields
