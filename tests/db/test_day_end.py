"""日终: a day closes only when every contact has a result or a reason, once, and its sheet stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from app.domain.errors import Refused
from app.domain.intake import IntakeReceipt
from app.domain.step import Step
from app.domain.viewer import Viewer
from app.services import day_end, steps, today
from app.services.session import Session
from app.services.steps import StepRequest
from db.tables import MATTERS
from tests.support.intakes import NOW, form, register

TODAY = NOW.date()
EVENING = NOW.replace(hour=17, minute=30)


def visit(session: Session, name: str = "吴小满", order: int = 1, at: datetime = NOW, **more: str) -> IntakeReceipt:
    minutes = int((at - NOW).total_seconds() // 60)
    return register(session, replace(form(name, order), happened_at=at, **more), minutes)  # type: ignore[arg-type]


def note(session: Session, receipt: IntakeReceipt, now: datetime) -> None:
    version = steps.standing(session, receipt.matter_id, now.date()).version
    steps.take(session, StepRequest(receipt.matter_id, version, Step.NOTE, words="已电话联系承办人"), now)


def open_numbers(session: Session, day: datetime = NOW) -> list[str]:
    return [one.number for one in today.read(session, day.date()).sections["open"].items]


def test_b06_a_contact_dangles_until_it_is_disposed_of_or_its_matter_moves_on(session: Session) -> None:
    disposed = visit(session, "周大有", 2, disposition_code="answer")
    worked = visit(session, "郑安", 3)
    left = visit(session)
    assert open_numbers(session) == [worked.contact_number, left.contact_number]
    note(session, worked, NOW + timedelta(minutes=20))
    assert open_numbers(session) == [left.contact_number]
    assert disposed.contact_number not in open_numbers(session)


def test_b06_what_was_done_before_a_contact_is_no_result_of_it(session: Session) -> None:
    first = visit(session)
    note(session, first, NOW + timedelta(minutes=5))
    again = visit(session, at=NOW + timedelta(hours=2), existing_matter_id=first.matter_id)  # type: ignore[arg-type]
    assert open_numbers(session) == [again.contact_number]


def test_b06_the_day_closes_only_when_nothing_dangles_or_each_has_a_reason(session: Session) -> None:
    receipt = visit(session)
    visit(session, "周大有", 2, disposition_code="answer")
    with pytest.raises(Refused, match="还没有着落") as caught:
        day_end.close(session, TODAY, EVENING)
    assert receipt.contact_number in caught.value.message
    for code, words, field in (("", "", "code"), ("other", " ", "words"), ("other", "长" * 201, "words")):
        with pytest.raises(Refused) as wrong:
            day_end.give_reason(session, receipt.contact_id, code, words, EVENING)
        assert field in wrong.value.fields
    day_end.give_reason(session, receipt.contact_id, "other", "等医院诊断书，明天一早送来", EVENING)
    assert open_numbers(session) == []
    closing = day_end.close(session, TODAY, EVENING).closing
    counts = (closing.contacts, closing.landed, closing.reasoned, closing.late)
    assert (counts, closing.closed_by, closing.closed_at) == ((2, 1, 1, 0), session.viewer.name, EVENING)
    with pytest.raises(Refused, match="不能再改"):
        day_end.close(session, TODAY, EVENING)
    with pytest.raises(Refused, match="核对单不能再改"):
        day_end.give_reason(session, receipt.contact_id, "left", "", EVENING)


def test_b06_the_sheet_of_a_closed_day_stays_as_it_was_whatever_comes_later(session: Session) -> None:
    receipt = visit(session)
    day_end.give_reason(session, receipt.contact_id, "waits_paper", "", EVENING)
    closing = day_end.close(session, TODAY, EVENING).closing
    before = day_end.sheet(session, closing.closing_id)
    words = "\n".join(f"{row.label} {row.words}" for row in before.rows)
    assert receipt.contact_number in words
    assert "等当事人补交材料" in words
    note(session, receipt, EVENING + timedelta(hours=1))
    assert day_end.sheet(session, closing.closing_id) == before
    with pytest.raises(Refused):
        day_end.sheet(session, closing.closing_id + 1)


def test_b06_a_contact_written_down_after_closing_is_listed_the_next_day_once(session: Session) -> None:
    visit(session, disposition_code="answer")
    day_end.close(session, TODAY, EVENING)
    late = register(
        session, replace(form("周大有", 2), happened_at=NOW + timedelta(hours=8), disposition_code="answer"), 14 * 60
    )
    tomorrow = NOW + timedelta(days=1)
    items = today.read(session, tomorrow.date()).sections["open"].items
    assert [(one.number, one.note) for one in items] == [(late.contact_number, "日终后登记")]
    closing = day_end.close(session, tomorrow.date(), EVENING + timedelta(days=1)).closing
    assert (closing.contacts, closing.late) == (0, 1)
    sheet = day_end.sheet(session, closing.closing_id)
    assert any(late.contact_number in row.words for row in sheet.rows)
    assert open_numbers(session, tomorrow + timedelta(days=1)) == []


def test_b06_days_nobody_closed_are_named_and_closed_first(session: Session) -> None:
    visit(session, disposition_code="answer")
    tomorrow, after = NOW + timedelta(days=1), NOW + timedelta(days=2)
    assert day_end.missed(session, TODAY) == ()
    assert day_end.missed(session, tomorrow.date()) == (TODAY,)
    visit(session, "周大有", 2, at=tomorrow, disposition_code="answer")
    assert day_end.missed(session, after.date()) == (tomorrow.date(),), "nothing was ever closed: only the last day"
    day_end.close(session, TODAY, after)
    assert day_end.missed(session, after.date()) == (tomorrow.date(),)
    found = day_end.read(session, after.date())
    assert found.standing.day == tomorrow.date()
    with pytest.raises(Refused, match="还没有到"):
        day_end.close(session, after.date() + timedelta(days=1), after)


def test_b06_who_may_not_see_a_contact_cannot_close_over_it_and_does_not_learn_whose_it_is(session: Session) -> None:
    receipt = visit(session)
    with session.register.maintenance() as connection:
        connection.execute(update(MATTERS).where(MATTERS.c.id == receipt.matter_id).values(restricted=True))
    plain = replace(session, viewer=Viewer(session.viewer.account_id, "接待员乙"))
    assert open_numbers(plain) == []
    with pytest.raises(Refused, match="不能查看") as caught:
        day_end.close(plain, TODAY, EVENING)
    assert receipt.contact_number not in caught.value.message
    with pytest.raises(Refused, match="没有找到"):
        day_end.give_reason(plain, receipt.contact_id, "left", "", EVENING)
    day_end.give_reason(session, receipt.contact_id, "left", "", EVENING)
    closing = day_end.close(session, TODAY, EVENING).closing
    words = "".join(row.words for row in day_end.sheet(session, closing.closing_id).rows)
    assert "吴小满" not in words
