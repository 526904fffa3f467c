"""审计: every write appends an entry with before and after, and whatever is changed later in the chain is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete, select, text, update

from app.domain.contact import Channel
from app.domain.paper import Form
from app.domain.petitioner import Sex
from app.domain.viewer import Right
from app.services import accounts, backups, drafts, intake, matters, papers, settings
from app.services.session import Session
from db.check import run_checks
from db.stores.audit import NO_HASH, canonical, chain_problems
from db.tables import AUDIT
from tests.support.intakes import NOW, form, of_channel, person, register
from tests.support.registers import CHEAP, PASSWORD


def entries(session: Session) -> list[Any]:
    with session.register.connection() as connection:
        return list(connection.execute(select(AUDIT).order_by(AUDIT.c.id)))


def last(session: Session) -> tuple[str, str, dict[str, Any], dict[str, Any]]:
    entry = entries(session)[-1]
    return entry.action, entry.entity, json.loads(entry.before), json.loads(entry.after)


def broken(session: Session) -> list[int]:
    with session.register.connection() as connection:
        return [one.entry for one in chain_problems(connection)]


def found_by_check(session: Session, name: str = "audit_chain") -> bool:
    return not next(one.good for one in run_checks(session.register) if one.name == name)


def tamper(session: Session, statement: Any) -> None:
    with session.register.maintenance() as connection:
        connection.execute(statement)


def correct(session: Session, matter_id: int, **values: Any) -> None:
    version = matters.detail(session, matter_id).version
    matters.correct(session, matters.Correction(matter_id, version, "听写有误", **values), NOW)


WRITES: dict[str, Callable[[Session, int], object]] = {
    "visit": lambda session, _: register(session, form()),
    "letter": lambda session, _: register(session, of_channel(Channel.LETTER)),
    "joined": lambda session, matter_id: register(session, form(existing_matter_id=matter_id)),
    "note": lambda session, matter_id: matters.add_note(session, matter_id, "电话告知进展", NOW),
    "correction": lambda session, matter_id: correct(session, matter_id, claims=("改过的诉求",)),
    "void": lambda session, matter_id: matters.void(session, matter_id, "重复登记", NOW),
    "office": lambda session, _: settings.change_office(
        session, replace(settings.office(session), desk_phone="0300-7654321"), NOW
    ),
    "staff": lambda session, _: settings.add_staff(session, "周承办", "法官", 1, NOW),
    "account": lambda session, _: accounts.add_account(session, "接待员乙", "另一句够长的口令", (), NOW, CHEAP),
    "password": lambda session, _: accounts.change_password(session, PASSWORD, "换过以后的新口令", NOW, CHEAP),
    "recovery": lambda session, _: accounts.renew_recovery_code(session, NOW, CHEAP),
    "paper": lambda session, matter_id: papers.issue(session, matter_id, Form.COVER, NOW),
}


@pytest.mark.parametrize("write", list(WRITES))
def test_every_write_appends_to_the_chain(session: Session, write: str) -> None:
    matter_id = register(session, form(order=7)).matter_id
    before = entries(session)
    WRITES[write](session, matter_id)
    after = entries(session)
    assert after[: len(before)] == before
    assert len(after) > len(before)
    assert broken(session) == []
    assert {one.account_name for one in after[len(before) :]} == {session.viewer.name}


def test_the_chain_begins_at_nothing_and_each_entry_holds_the_hash_before_it(session: Session) -> None:
    for order in range(1, 5):
        register(session, form(order=order))
    found = entries(session)
    assert [one.id for one in found] == list(range(1, len(found) + 1))
    assert [one.previous_hash for one in found] == [NO_HASH, *(one.hash for one in found[:-1])]
    assert len({one.hash for one in found}) == len(found)


def test_reading_and_drafts_append_nothing(session: Session) -> None:
    matter_id = register(session, form()).matter_id
    before = entries(session)
    matters.detail(session, matter_id)
    matters.find_by_number(session, "（2026）豫9999访1号")
    drafts.save(session, None, "intake", "吴小满", "{}", NOW)
    assert entries(session) == before


def test_no_password_or_recovery_code_is_in_the_audit(session: Session) -> None:
    accounts.add_account(session, "接待员乙", "另一句够长的口令", (Right.VOID_NUMBERS,), NOW, CHEAP)
    accounts.change_password(session, PASSWORD, "换过以后的新口令", NOW, CHEAP)
    code = accounts.renew_recovery_code(session, NOW, CHEAP)
    said = "".join(one.before + one.after for one in entries(session))
    assert "void_numbers" in said
    for secret in (PASSWORD, "另一句够长的口令", "换过以后的新口令", code):
        assert secret not in said


def test_a_correction_holds_what_was_and_what_is(session: Session) -> None:
    matter_id = register(session, form("吴小满", claim="原来的诉求")).matter_id
    correct(session, matter_id, claims=("改过的诉求",), principal=person("吴晓满", phones=("13900000001",)))
    action, entity, before, after = last(session)
    assert (action, entity) == ("correct", "matter")
    assert (before["claims"], after["claims"]) == (["原来的诉求"], ["改过的诉求"])
    assert (before["petitioner"]["name"], after["petitioner"]["name"]) == ("吴小满", "吴晓满")
    assert (before["petitioner"]["phones"], after["petitioner"]["phones"]) == ([], ["13900000001"])
    assert after["reason"] == "听写有误"


def test_a_correction_says_nothing_of_what_it_left_alone(session: Session) -> None:
    matter_id = register(session, form(cause_code="retrial")).matter_id
    correct(session, matter_id, cause_code="enforcement")
    _, _, before, after = last(session)
    assert before == {"cause_code": "retrial"}
    assert after == {"cause_code": "enforcement", "reason": "听写有误"}


def test_a_void_holds_the_status_before_and_the_reason(session: Session) -> None:
    matter_id = register(session, form()).matter_id
    matters.void(session, matter_id, "重复登记", NOW)
    action, _, before, after = last(session)
    assert (action, before, after) == ("void", {"status": "registered"}, {"status": "void", "reason": "重复登记"})


def test_an_intake_holds_everything_that_was_registered(session: Session) -> None:
    request = of_channel(Channel.FORWARDED)
    register(session, replace(request, narrative="经过", opinion="意见", case_numbers=("（2025）豫9999执1号",)))
    action, entity, before, after = last(session)
    assert (action, entity, before) == ("register", "contact", {})
    assert after["matter"] == "（2026）豫9999访1号"
    assert after["forwarding"] == ["市中级人民法院", "（2026）信转7号", "2026-04-01"]
    assert (after["narrative"], after["opinion"]) == ("经过", "意见")
    assert after["case_numbers"] == ["（2025）豫9999执1号"]


def test_what_a_later_contact_adds_to_a_known_person_is_audited(session: Session) -> None:
    register(session, form(principal=person(phones=("13900000001",), sex=Sex.FEMALE)))
    register(session, form(principal=person(phones=("13900000002",), address="城关镇一街")))
    change = next(one for one in entries(session) if one.entity == "petitioner")
    before, after = json.loads(change.before), json.loads(change.after)
    assert (before["phones"], after["phones"]) == (["13900000001"], ["13900000002", "13900000001"])
    assert (before["address"], after["address"]) == ("", "城关镇一街")
    assert before["sex"] == after["sex"] == "female"


def test_a_changed_setting_holds_both_values(session: Session) -> None:
    office = settings.office(session)
    settings.change_office(session, replace(office, desk_phone="0300-7654321"), NOW)
    _, _, before, after = last(session)
    assert (before["desk_phone"], after["desk_phone"]) == ("0300-12345678", "0300-7654321")


def other(value: Any) -> Any:
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, datetime):
        return value.replace(second=59)
    return value + 7 if isinstance(value, int) else value + " "


@pytest.mark.parametrize("row", [1, 2, 4, 6])
@pytest.mark.parametrize("column", [one.name for one in AUDIT.columns])
def test_a_change_of_any_column_of_any_entry_is_found(session: Session, column: str, row: int) -> None:
    for order in range(1, 5):
        register(session, form(order=order))
    entry = entries(session)[row - 1]
    changed = {column: other(getattr(entry, column))}
    tamper(session, update(AUDIT).where(AUDIT.c.id == row).values(changed))
    assert broken(session)[0] in {row, row + 1}
    assert found_by_check(session)


@pytest.mark.parametrize("value", ["'x'", "x'00ff'", "12345", "1.5", "''"])
@pytest.mark.parametrize("column", [one.name for one in AUDIT.columns if one.name != "id"])
def test_a_value_of_another_kind_is_found_and_not_stumbled_over(session: Session, column: str, value: str) -> None:
    register(session, form())
    tamper(session, text(f'UPDATE audit SET "{column}" = {value} WHERE id = 2'))
    assert found_by_check(session)


@pytest.mark.parametrize("removed", [1, 3, 5])
def test_an_entry_taken_out_is_found(session: Session, removed: int) -> None:
    for order in range(1, 5):
        register(session, form(order=order))
    tamper(session, delete(AUDIT).where(AUDIT.c.id == removed))
    assert broken(session)
    assert found_by_check(session)


def test_two_entries_that_changed_places_are_found(session: Session) -> None:
    for order in range(1, 4):
        register(session, form(order=order))
    for old, new in ((3, 99), (4, 3), (99, 4)):
        tamper(session, update(AUDIT).where(AUDIT.c.id == old).values(id=new))
    assert broken(session)[:2] == [3, 4]


def test_an_entry_put_in_is_found(session: Session) -> None:
    register(session, form())
    copied = entries(session)[-1]._asdict()
    tamper(session, AUDIT.insert().values({**copied, "id": copied["id"] + 1}))
    assert broken(session) == [copied["id"] + 1]


@pytest.mark.parametrize("rewritten", [False, True])
def test_a_chain_cut_short_or_written_anew_does_not_fit_the_last_backup(session: Session, rewritten: bool) -> None:
    for order in range(1, 4):
        register(session, form(order=order))
    backups.make(session)
    assert not found_by_check(session, "audit_anchor")
    tamper(session, delete(AUDIT).where(AUDIT.c.id >= 4))
    if rewritten:
        with session.register.write(session.viewer, NOW) as work:
            work.audit.record("register", "contact", 2)
            work.audit.record("register", "contact", 3)
    assert not found_by_check(session)
    assert found_by_check(session, "audit_anchor")


def test_the_hashed_form_of_a_record_does_not_depend_on_the_order_of_its_fields() -> None:
    assert (
        canonical({"b": (1, 2), "a": NOW})
        == canonical({"a": NOW, "b": [1, 2]})
        == f'{{"a":"{NOW.isoformat()}","b":[1,2]}}'
    )
    assert canonical(None) == canonical({}) == "{}"


def test_late_entries_stand_in_the_order_they_were_written(session: Session) -> None:
    intake.submit(session, form(), NOW)
    intake.submit(session, form(happened_at=datetime.fromisoformat("2026-02-01T09:00")), NOW)
    assert broken(session) == []
