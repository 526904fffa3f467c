"""Conduct as facts on a contact: a witness, a review by somebody else, and an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.errors import Refused
from app.domain.viewer import Viewer
from app.services import accounts, conduct, matters
from app.services.conduct import ConductRequest
from app.services.session import Session
from tests.support.intakes import NOW, form, register
from tests.support.registers import CHEAP

FACTS = "9时10分至9时40分在接待窗口大声说话，说：“今天不解决就不走。”"
DUE, OVER = date(2026, 6, 2), date(2027, 3, 2)


@pytest.fixture
def contact(session: Session) -> tuple[int, int]:
    receipt = register(session, form())
    return receipt.matter_id, receipt.contact_id


@pytest.fixture
def colleague(session: Session) -> Session:
    accounts.add_account(session, "接待员乙", "另一句够长的口令2026", (), NOW, CHEAP)
    account = next(one for one in accounts.list_accounts(session) if one.name == "接待员乙")
    return replace(session, viewer=account.viewer())


def request(contact: tuple[int, int], **values: Any) -> ConductRequest:
    return replace(ConductRequest(*contact, "stay", NOW, FACTS, "法警甲", "接待窗口", "已当面说明"), **values)


def test_facts_are_kept_on_the_contact_and_shown_until_they_expire(session: Session, contact: tuple[int, int]) -> None:
    kept = conduct.record(session, request(contact), NOW)
    assert (kept.review_on, kept.expires_on, kept.remarks) == (DUE, OVER, ())
    (shown,) = conduct.of_matter(session, contact[0], NOW.date())
    assert (shown.act, shown.witness, shown.facts) == ("接待时间结束后滞留", "法警甲", FACTS)
    assert conduct.of_matter(session, contact[0], OVER) != ()
    assert conduct.of_matter(session, contact[0], OVER + timedelta(days=1)) == ()


def test_words_are_suggested_never_forbidden(session: Session, contact: tuple[int, int]) -> None:
    kept = conduct.record(session, request(contact, facts="该人系缠访户，拍打窗口玻璃两次。"), NOW)
    assert [one.phrase for one in kept.remarks] == ["缠访户"]
    assert len(conduct.of_matter(session, contact[0], NOW.date())) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"facts": " "}, "facts"),
        ({"facts": "字" * 2001}, "facts"),
        ({"witness": ""}, "witness"),
        ({"witness": "登记员甲"}, "witness"),
        ({"happened_at": NOW + timedelta(hours=1)}, "happened_at"),
        ({"review_on": date(2026, 1, 1)}, "review_on"),
        ({"expires_on": DUE}, "expires_on"),
        ({"expires_on": date(2030, 1, 1)}, "expires_on"),
        ({"act_code": "nothing"}, "act_code"),
        ({"contact_id": 99}, "contact"),
        ({"matter_id": 99}, "contact"),
    ],
)
def test_what_is_missing_or_makes_no_sense_is_refused_beside_its_field(
    session: Session, contact: tuple[int, int], values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        conduct.record(session, request(contact, **values), NOW)
    assert field in refusal.value.fields
    assert conduct.of_matter(session, contact[0], NOW.date()) == ()


def test_somebody_else_reviews_it_once_and_may_shorten_it(
    session: Session, contact: tuple[int, int], colleague: Session
) -> None:
    record_id = conduct.record(session, request(contact), NOW).record_id
    assert conduct.to_review(session, DUE - timedelta(days=1)) == ()
    assert [one.record_id for one in conduct.to_review(session, DUE)] == [record_id]
    with pytest.raises(Refused, match="记录人以外"):
        conduct.keep(session, record_id, "属实", NOW)
    with pytest.raises(Refused, match="复核意见"):
        conduct.keep(colleague, record_id, " ", NOW)
    with pytest.raises(Refused, match="不能延长"):
        conduct.keep(colleague, record_id, "属实", NOW, OVER + timedelta(days=1))
    conduct.keep(colleague, record_id, "与见证人核对属实", NOW, DUE + timedelta(days=30))
    assert conduct.to_review(session, DUE) == ()
    (kept,) = conduct.of_matter(session, contact[0], DUE)
    assert (kept.reviewed_by, kept.expires_on) == ("接待员乙", DUE + timedelta(days=30))
    with pytest.raises(Refused, match="复核过"):
        conduct.withdraw(colleague, record_id, "不实", NOW)


def test_what_does_not_stand_is_taken_out_of_sight(
    session: Session, contact: tuple[int, int], colleague: Session
) -> None:
    record_id = conduct.record(session, request(contact), NOW).record_id
    conduct.withdraw(colleague, record_id, "见证人说法不同", NOW)
    assert conduct.of_matter(session, contact[0], NOW.date()) == ()
    assert conduct.to_review(session, OVER) == ()
    with pytest.raises(Refused, match="没有找到"):
        conduct.keep(colleague, record_id, "属实", NOW)


def test_records_of_a_hidden_matter_are_hidden(session: Session, without_rights: Session) -> None:
    receipt = register(session, form(purpose_code="accusation"))
    conduct.record(session, request((receipt.matter_id, receipt.contact_id)), NOW)
    assert conduct.of_matter(without_rights, receipt.matter_id, NOW.date()) == ()
    assert conduct.to_review(without_rights, DUE) == ()
    with pytest.raises(Refused):
        conduct.record(without_rights, request((receipt.matter_id, receipt.contact_id)), NOW)


def test_a_void_contact_takes_no_record_and_there_is_no_list_by_person(
    session: Session, contact: tuple[int, int]
) -> None:
    matters.void(session, contact[0], "重复登记", NOW)
    with pytest.raises(Refused, match="已作废"):
        conduct.record(session, request(contact), NOW)
    assert not [name for name in dir(conduct) if "person" in name or "petitioner" in name]
    assert isinstance(session.viewer, Viewer)
