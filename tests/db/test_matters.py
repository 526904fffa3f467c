"""事项: notes, recorded corrections and voids; and what else an office keeps: drafts, codes, settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from app.domain.errors import Refused
from app.domain.intake import LONGEST_NAME, LONGEST_TEXT
from app.domain.matter import ActionKind, Finding, MatterStatus
from app.domain.matter_detail import Claim, MatterDetail
from app.domain.queue import QueueFilter, QueueView
from app.domain.viewer import Viewer
from app.services import accounts, drafts, intake, matters, queue, settings
from app.services.matters import Correction
from app.services.session import Session
from db.stores.codes import CodeItem
from db.tables import CODES
from tests.db.test_unit_of_work import row_counts
from tests.support.intakes import NOW, form, person, register, resident_number
from tests.support.registers import CHEAP


@pytest.fixture
def matter_id(session: Session) -> int:
    return register(session, form(case_numbers=("（2025）豫9999执1号",), cause_code="retrial")).matter_id


def correct(session: Session, matter_id: int, **values: Any) -> MatterDetail:
    version = matters.detail(session, matter_id).version
    correction = Correction(matter_id, **{"version": version, "reason": "听写有误", **values})
    matters.correct(session, correction, NOW + timedelta(hours=1))
    return matters.detail(session, matter_id)


def test_a_note_stands_on_the_timeline_with_its_writer(session: Session, matter_id: int) -> None:
    matters.add_note(session, matter_id, " 电话告知\r\n进展 ", NOW + timedelta(minutes=5))
    newest = matters.detail(session, matter_id).timeline[0]
    assert (newest.kind, newest.words, newest.actor) == (ActionKind.NOTE, " 电话告知\n进展", session.viewer.name)


@pytest.mark.parametrize("words", ["", " \n ", "长" * (LONGEST_TEXT + 1)])
def test_an_empty_or_endless_note_is_refused(session: Session, matter_id: int, words: str) -> None:
    before = row_counts(session)
    with pytest.raises(Refused) as answer:
        matters.add_note(session, matter_id, words, NOW)
    assert set(answer.value.fields) == {"note"}
    assert row_counts(session) == before


def test_a_correction_changes_what_it_names_and_leaves_the_rest(session: Session, matter_id: int) -> None:
    settings.add_staff(session, "周承办", "法官", 5, NOW)
    before = matters.detail(session, matter_id)
    after = correct(
        session,
        matter_id,
        principal=person("吴晓满", phones=("139 0000 0001",), address="城关镇二街"),
        claims=("改过的诉求", "又一项诉求"),
        case_numbers=("(2024)豫9999民初2号",),
        cause_code="enforcement",
        department_id=5,
        handler_id=1,
    )
    assert (after.petitioner, after.summary, after.cause_code) == ("吴晓满", "改过的诉求", "enforcement")
    assert (after.department, after.handler) == ("执行局", "周承办")
    assert [one.normalised for one in after.case_refs] == ["（2024）豫9999民初2号"]
    assert after.contacts[0].principal.person.phones == ("13900000001",)
    assert (after.number, after.due_date, after.status) == (before.number, before.due_date, before.status)
    assert after.version > before.version
    newest = after.timeline[0]
    assert newest.kind is ActionKind.CORRECTION
    assert "听写有误" in newest.words
    assert "13900000001" not in newest.words
    (row,) = queue.first_page(session, QueueFilter(view=QueueView.ALL), NOW.date()).page.rows
    assert (row.petitioner, row.case_number, row.handler) == ("吴晓满", "（2024）豫9999民初2号", "周承办")


def test_a_corrected_claim_keeps_the_findings_of_the_others(session: Session, matter_id: int) -> None:
    with session.register.write(session.viewer, NOW) as work:
        work.matters.set_claims(matter_id, [Claim("甲", Finding.PARTLY), Claim("乙", Finding.UNJUSTIFIED)])
        work.audit.record("judge", "matter", matter_id)
    after = correct(session, matter_id, claims=("丙", "乙"))
    assert after.claims == (Claim("丙", Finding.OPEN), Claim("乙", Finding.UNJUSTIFIED))


def test_a_corrected_person_is_corrected_in_every_matter(session: Session, matter_id: int) -> None:
    other = register(session, form()).matter_id
    correct(session, matter_id, principal=person("吴晓满"))
    assert matters.detail(session, other).petitioner == "吴晓满"
    rows = queue.first_page(session, QueueFilter(view=QueueView.ALL), NOW.date()).page.rows
    assert {row.petitioner for row in rows} == {"吴晓满"}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no reason": ({"reason": " ", "claims": ("改",)}, "reason"),
    "nothing changed": ({}, "reason"),
    "the same again": ({"claims": ("请求尽快执行到位",), "case_numbers": ("(2025)豫9999执1号",)}, "reason"),
    "changed in between": ({"version": 0, "claims": ("改",)}, "reason"),
    "no claim": ({"claims": (" ",)}, "claim"),
    "an endless claim": ({"claims": ("长" * (LONGEST_TEXT + 1),)}, "claim"),
    "no name": ({"principal": person(" ")}, "name"),
    "an endless name": ({"principal": person("名" * (LONGEST_NAME + 1))}, "name"),
    "a wrong number": (
        {"principal": replace(person(), document_number=resident_number(1)[:-1] + "0")},
        "document_number",
    ),
}


@pytest.mark.parametrize("why", list(REFUSED))
def test_a_correction_that_cannot_be_is_refused_and_changes_nothing(session: Session, matter_id: int, why: str) -> None:
    values, field = REFUSED[why]
    before, rows = matters.detail(session, matter_id), row_counts(session)
    with pytest.raises(Refused) as answer:
        correct(session, matter_id, **values)
    assert set(answer.value.fields) == {field}
    assert (matters.detail(session, matter_id), row_counts(session)) == (before, rows)


def test_of_two_corrections_that_cross_the_second_is_asked_to_look_again(session: Session, matter_id: int) -> None:
    version = matters.detail(session, matter_id).version
    matters.correct(session, Correction(matter_id, version, "先到", claims=("甲",)), NOW)
    with pytest.raises(Refused, match="别处改过"):
        matters.correct(session, Correction(matter_id, version, "后到", claims=("乙",)), NOW)
    assert matters.detail(session, matter_id).claims[0].text == "甲"


def test_a_void_matter_keeps_everything_and_says_why(session: Session, matter_id: int) -> None:
    before = matters.detail(session, matter_id)
    matters.void(session, matter_id, "重复登记", NOW + timedelta(hours=1))
    after = matters.detail(session, matter_id)
    assert (after.status, after.void_reason) == (MatterStatus.VOID, "重复登记")
    assert (after.number, after.claims, after.case_refs) == (before.number, before.claims, before.case_refs)
    assert all(one.voided for one in after.contacts)
    assert after.timeline[0].kind is ActionKind.VOID
    assert after.timeline[1:] == before.timeline
    assert queue.first_page(session, QueueFilter(view=QueueView.OPEN), NOW.date()).page.rows == ()
    (row,) = queue.first_page(session, QueueFilter(view=QueueView.ALL), NOW.date()).page.rows
    assert row.status is MatterStatus.VOID
    with session.register.read(session.viewer) as unit:
        assert set(unit.headline().values()) == {0}


def test_a_void_matter_is_not_changed_any_more(session: Session, matter_id: int) -> None:
    matters.void(session, matter_id, "重复登记", NOW)
    rows = row_counts(session)
    steps: tuple[Callable[[], object], ...] = (
        lambda: matters.add_note(session, matter_id, "记事", NOW),
        lambda: matters.void(session, matter_id, "再次作废", NOW),
        lambda: correct(session, matter_id, claims=("改",)),
    )
    for step in steps:
        with pytest.raises(Refused, match="已作废"):
            step()
    assert row_counts(session) == rows


def test_a_void_needs_a_right_and_a_reason(session: Session, without_rights: Session, matter_id: int) -> None:
    with pytest.raises(Refused, match="权限"):
        matters.void(without_rights, matter_id, "重复登记", NOW)
    with pytest.raises(Refused) as answer:
        matters.void(session, matter_id, "  ", NOW)
    assert set(answer.value.fields) == {"reason"}
    assert matters.detail(session, matter_id).status is MatterStatus.REGISTERED


def test_what_is_out_of_sight_answers_like_what_is_not_there(session: Session, without_rights: Session) -> None:
    hidden = register(session, form(purpose_code=intake.ACCUSATION)).matter_id
    steps: tuple[Callable[[int], object], ...] = (
        lambda one: matters.detail(without_rights, one),
        lambda one: matters.add_note(without_rights, one, "记事", NOW),
        lambda one: matters.correct(without_rights, Correction(one, 1, "改", claims=("改",)), NOW),
    )
    for step in steps:
        answers = []
        for one in (hidden, 9999):
            with pytest.raises(Refused) as answer:
                step(one)
            answers.append(answer.value.message)
        assert answers[0] == answers[1]
    assert matters.find_by_number(without_rights, "（2026）豫9999访1号") is None
    assert matters.find_by_number(session, "（2026）豫9999访1号") == hidden


@pytest.mark.parametrize(
    "typed", ["（2026）豫9999访1号", "(2026)豫9999访1号", " 〔2026〕豫９９９９访1号 ", "（2026）豫9999来访1号"]
)
def test_a_matter_is_found_by_its_number_in_any_brackets(session: Session, matter_id: int, typed: str) -> None:
    assert matters.find_by_number(session, typed) == matter_id
    for order in range(2, 13):
        register(session, form(order=order))
    assert matters.find_by_number(session, typed) == matter_id
    assert matters.find_by_number(session, "（2026）豫9999访99号") is None
    assert matters.find_by_number(session, "") is None


def test_drafts_are_kept_listed_changed_and_laid_aside(session: Session) -> None:
    first = drafts.save(session, None, "intake", "吴小满", '{"a": 1}', NOW)
    second = drafts.save(session, None, "intake", "陈平安", "{}", NOW)
    later = NOW + timedelta(minutes=2)
    assert drafts.save(session, first, "intake", "吴晓满", '{"a": 2}', later) == first
    offered = drafts.offered(session, later)
    assert [(one.draft_id, one.title, one.content) for one in offered] == [
        (first, "吴晓满", '{"a": 2}'),
        (second, "陈平安", "{}"),
    ]
    assert (offered[0].started_at, offered[0].saved_at) == (NOW, later)
    drafts.remove(session, first, later)
    drafts.remove(session, first, later)
    assert [one.draft_id for one in drafts.offered(session, later)] == [second]


def test_a_draft_belongs_to_its_account(session: Session) -> None:
    accounts.add_account(session, "接待员乙", "另一句够长的口令", (), NOW, CHEAP)
    other = replace(session, viewer=Viewer(2, "接待员乙"))
    mine = drafts.save(session, None, "intake", "吴小满", "我的", NOW)
    assert drafts.offered(other, NOW) == ()
    assert drafts.save(other, mine, "intake", "", "别人的", NOW) != mine
    drafts.remove(other, mine, NOW)
    assert [one.content for one in drafts.offered(session, NOW)] == ["我的"]


def test_a_draft_that_was_submitted_in_between_is_made_anew(session: Session) -> None:
    gone = drafts.save(session, None, "intake", "吴小满", "{}", NOW)
    register(session, form(draft_id=gone))
    drafts.save(session, gone, "intake", "吴小满", '{"last": "words"}', NOW)
    assert [one.content for one in drafts.offered(session, NOW)] == ['{"last": "words"}']


def test_preferences_belong_to_their_account(session: Session) -> None:
    accounts.add_account(session, "接待员乙", "另一句够长的口令", (), NOW, CHEAP)
    other = replace(session, viewer=Viewer(2, "接待员乙"))
    settings.keep_preference(session, "columns", ["number", "name"], NOW)
    settings.keep_preference(session, "columns", ["name"], NOW)
    settings.keep_preference(other, "text_size", 16, NOW)
    assert settings.preferences(session, NOW) == {"columns": ["name"]}
    assert settings.preferences(other, NOW) == {"text_size": 16}


def test_a_code_is_offered_while_it_is_in_force_and_read_for_ever(session: Session) -> None:
    row = {"code_table": "cause", "code": "old", "label": "旧的原因", "valid_from": date(2020, 1, 1)}
    with session.register.write(session.viewer, NOW) as work:
        work.codes.add("cause", CodeItem("new", "新的原因", "xdyy", ""), 99, date(2026, 6, 1))
        work.codes._connection.execute(insert(CODES), {**row, "valid_to": date(2025, 12, 31)})
        work.audit.record("add", "code", 0)
    offered = {day: {one.code for one in settings.lists(session, day).codes["cause"]} for day in days()}
    assert [sorted({"old", "new"} & codes) for codes in offered.values()] == [["old"], ["old"], [], [], ["new"]]
    with session.register.read(session.viewer) as unit:
        assert unit.codes.label("cause", "old") == "旧的原因"
        assert unit.codes.label("cause", "never was") == "never was"
        assert unit.codes.label("cause", "") == ""


def days() -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, ("2024-05-01", "2025-12-31", "2026-01-01", "2026-05-31", "2026-06-01")))


def test_a_fresh_register_offers_the_pick_lists_every_form_needs(session: Session) -> None:
    lists = settings.lists(session, NOW.date())
    assert {"purpose", "cause", "disposition", "source", "litigant_identity", "outcome", "retention"} <= set(
        lists.codes
    )
    assert all(one.label and one.initials for items in lists.codes.values() for one in items)
    assert intake.ACCUSATION in {one.code for one in lists.codes["purpose"]}
    assert len(lists.departments) == 8


def test_the_office_changes_its_settings_as_a_whole_or_not_at_all(session: Session, without_rights: Session) -> None:
    office = settings.office(session)
    assert (office.court_name, office.court_code) == ("某某县人民法院", "豫9999")
    settings.change_office(session, replace(office, court_name=" 另某县人民法院 "), NOW)
    changed = settings.office(session)
    assert changed == replace(office, court_name="另某县人民法院")
    bad = replace(office, court_name="", court_code="x", number_templates={**office.number_templates, "call": "{号}"})
    with pytest.raises(Refused) as answer:
        settings.change_office(session, bad, NOW)
    assert {"court_name", "court_code", "template_call"} <= set(answer.value.fields)
    with pytest.raises(Refused, match="管理员"):
        settings.change_office(without_rights, office, NOW)
    assert settings.office(session) == changed


def test_two_series_cannot_be_given_the_same_template(session: Session) -> None:
    office = settings.office(session)
    templates = {**office.number_templates, "letter": office.number_templates["visit"]}
    with pytest.raises(Refused) as answer:
        settings.change_office(session, replace(office, number_templates=templates), NOW)
    assert set(answer.value.fields) == {"template_visit", "template_letter"}


def test_staff_are_added_by_an_administrator_and_have_a_name(session: Session, without_rights: Session) -> None:
    settings.add_staff(session, " 周承办 ", "法官", 5, NOW)
    assert [(one.name, one.department_id) for one in settings.lists(session, NOW.date()).staff] == [("周承办", 5)]
    with pytest.raises(Refused):
        settings.add_staff(session, " ", "", None, NOW)
    with pytest.raises(Refused, match="管理员"):
        settings.add_staff(without_rights, "周承办", "", None, NOW)
