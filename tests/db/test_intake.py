"""接待登记: each channel comes back as it was written down, people are known again, and a bad form saves nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.domain.changes import Area
from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.intake import LONGEST_NAME, LONGEST_TEXT, MOST_PEOPLE, LetterDates, Material, Participant
from app.domain.matter import ActionKind, Finding, MatterStatus
from app.domain.petitioner import DocumentKind, Person, PetitionerKind, Role, Sex
from app.domain.queue import QueueFilter, QueueView
from app.services import drafts, intake, matters, queue, settings
from app.services.session import Session
from tests.db.test_unit_of_work import row_counts
from tests.support.intakes import NOW, form, found, of_channel, person, register, resident_number, unnamed


@pytest.mark.parametrize("channel", list(Channel))
def test_each_channel_comes_back_as_it_was_written_down(session: Session, channel: Channel) -> None:
    request = of_channel(channel)
    receipt = register(session, request)
    detail = matters.detail(session, receipt.matter_id)
    (contact,) = detail.contacts
    assert (contact.channel, contact.number, contact.ordinal) == (channel, receipt.contact_number, 1)
    assert (contact.letter, contact.forwarding) == (request.letter, request.forwarding)
    assert contact.principal.person == request.principal
    assert (detail.number, detail.petitioner, detail.status) == (
        receipt.matter_number,
        "吴小满",
        MatterStatus.REGISTERED,
    )
    assert [(claim.text, claim.finding) for claim in detail.claims] == [("请求尽快执行到位", Finding.OPEN)]
    assert [entry.kind for entry in detail.timeline] == [ActionKind.CONTACT]
    assert detail.due_date is not None
    assert min(one.legal_date for one in detail.deadlines) == detail.due_date


def test_everything_on_the_form_comes_back(session: Session) -> None:
    settings.add_staff(session, "周承办", "法官", 5, NOW)
    request = form(
        principal=person(
            "吴小满",
            sex=Sex.FEMALE,
            birth_date=date(1970, 1, 1),
            phones=("13900000001", "0300-1234567"),
            address="城关镇一街",
        ),
        others=(
            Participant(Role.AGENT, person("陈代理", 2)),
            Participant(Role.COMPANION, unnamed("吴小妹")),
            Participant(Role.JOINT_SIGNER, unnamed("李联名")),
        ),
        head_count=5,
        claims=("第一项诉求", "第二项诉求"),
        case_numbers=("(2025)豫9999执1号", "看不懂的案号"),
        litigant_identity_code="applicant",
        cause_code="enforcement",
        narrative="第一段\n　　第二段",
        materials=(Material("判决书", 12), Material("情况说明", 0)),
        opinion="建议转执行局",
        disposition_code="transfer",
        source_code="self",
        department_id=5,
        handler_id=1,
        joint=True,
    )
    detail = matters.detail(session, register(session, request).matter_id)
    (contact,) = detail.contacts
    assert [(one.role, one.person) for one in contact.people] == [
        (Role.PRINCIPAL, request.principal),
        *((one.role, one.person) for one in request.others),
    ]
    assert [claim.text for claim in detail.claims] == list(request.claims)
    assert [(case.raw, case.normalised) for case in detail.case_refs] == [
        ("(2025)豫9999执1号", "（2025）豫9999执1号"),
        ("看不懂的案号", "看不懂的案号"),
    ]
    assert contact.materials == request.materials
    assert (contact.narrative, contact.opinion, contact.head_count, contact.joint) == (
        "第一段\n　　第二段",
        "建议转执行局",
        5,
        True,
    )
    assert (contact.disposition_code, contact.source_code, contact.litigant_identity_code) == (
        "transfer",
        "self",
        "applicant",
    )
    assert (detail.department, detail.handler, detail.cause_code) == ("执行局", "周承办", "enforcement")
    assert detail.head_count == 5


def test_the_row_is_in_the_queue_at_once(session: Session) -> None:
    receipt = register(session, form())
    for view in (QueueView.OPEN, QueueView.TODAY, QueueView.ALL):
        rows = queue.first_page(session, QueueFilter(view=view), NOW.date()).page.rows
        assert [(row.matter_id, row.number, row.petitioner) for row in rows] == [
            (receipt.matter_id, receipt.matter_number, "吴小满")
        ]
    assert receipt.change.ids == {receipt.matter_id}
    assert {Area.MATTERS, Area.CONTACTS} <= receipt.change.areas


def test_what_was_typed_is_cleaned_and_rare_characters_survive(session: Session) -> None:
    name = "𠮷\u200b𫖯\t\u0000👨‍👩‍👧"
    request = form(principal=unnamed(name), narrative="一\r\n二\x0b三\x07")
    detail = matters.detail(session, register(session, request).matter_id)
    assert detail.petitioner == "𠮷𫖯 👨‍👩‍👧"
    assert detail.contacts[0].narrative == "一\n二\n三"


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "nothing at all": ({"principal": Person(""), "claims": ()}, "name"),
    "no claim": ({"claims": ("  ",)}, "claim"),
    "no document and no reason": ({"principal": Person("吴小满")}, "document_number"),
    "not shown and no reason": (
        {"principal": Person("吴小满", document_kind=DocumentKind.NONE)},
        "no_document_reason",
    ),
    "wrong check digit": ({"principal": Person("吴小满", document_number="419999197001010010")}, "document_number"),
    "impossible date": (
        {"principal": Person("吴小满", document_number=resident_number(1, "19700231"))},
        "document_number",
    ),
    "endless name": ({"principal": unnamed("名" * (LONGEST_NAME + 1))}, "name"),
    "endless claim": ({"claims": ("诉" * (LONGEST_TEXT + 1),)}, "claim"),
    "endless narrative": ({"narrative": "述" * (LONGEST_TEXT + 1)}, "narrative"),
    "nobody came": ({"head_count": 0}, "head_count"),
    "too many came": ({"head_count": MOST_PEOPLE + 1}, "head_count"),
    "fewer than are listed": ({"others": (Participant(Role.COMPANION, unnamed("吴小妹")),)}, "head_count"),
    "not yet happened": ({"happened_at": NOW + timedelta(hours=1)}, "happened_at"),
    "before there was a court": ({"happened_at": datetime.fromisoformat("1911-10-10T08:00")}, "happened_at"),
    "letter from tomorrow": ({"letter": LetterDates(dated=NOW.date() + timedelta(days=1))}, "letter_dated"),
    "received before it was written": (
        {"letter": LetterDates(dated=date(2026, 3, 1), received=date(2026, 2, 28))},
        "letter_received",
    ),
    "less than no pages": ({"materials": (Material("判决书", -1),)}, "materials"),
}


@pytest.mark.parametrize("what", list(BAD))
def test_a_bad_form_is_refused_beside_its_field_and_saves_nothing(session: Session, what: str) -> None:
    values, field = BAD[what]
    before = row_counts(session)
    with pytest.raises(Refused) as answer:
        register(session, form(**values))
    assert field in answer.value.fields
    assert answer.value.fields[field].endswith("。")
    assert row_counts(session) == before


@pytest.mark.parametrize(
    "values",
    [
        {"principal": unnamed("名" * 40)},
        {"claims": ("诉" * LONGEST_TEXT,)},
        {"principal": Person("吴小满", document_kind=DocumentKind.PASSPORT, document_number="E12345678")},
        {"principal": Person("吴小满", document_number="４１９９９９１９７００１０１００１" + resident_number(1)[-1])},
        {"principal": Person("吴小满", document_number="419999700101001")},
        {"principal": Person("匿名")},
        {"channel": Channel.LETTER, "principal": Person("吴小满")},
        {"case_numbers": ("【2099）豫9999执1号", "[2025)豫9999民初2号")},
        {"claims": ("🙏求求你们🙏",)},
        {"channel": Channel.LETTER, "others": (Participant(Role.JOINT_SIGNER, unnamed("李联名")),)},
    ],
)
def test_what_is_odd_but_possible_is_registered(session: Session, values: dict[str, Any]) -> None:
    receipt = register(session, form(**values))
    assert matters.detail(session, receipt.matter_id).contact_count == 1


def test_an_organisation_is_registered_with_its_representative(session: Session) -> None:
    company = Person(
        "某某商贸有限公司",
        PetitionerKind.ORGANISATION,
        document_kind=DocumentKind.NONE,
        no_document_reason="未随身携带",
        legal_representative="钱经理",
    )
    detail = matters.detail(session, register(session, form(principal=company)).matter_id)
    assert detail.contacts[0].principal.person == company


def test_a_person_is_known_again_by_the_same_document_and_name_only(session: Session) -> None:
    first = register(session, form("吴小满", 1))
    same = register(session, form("吴小满", 1))
    renamed = register(session, form("吴晓满", 1))
    other = register(session, form("吴小满", 2))
    ids = [
        matters.detail(session, one.matter_id).contacts[0].principal.petitioner_id
        for one in (first, same, renamed, other)
    ]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_people_without_a_document_are_never_taken_for_one_another(session: Session) -> None:
    ids = set()
    for _ in range(3):
        receipt = register(session, form(principal=unnamed("匿名")))
        ids.add(matters.detail(session, receipt.matter_id).contacts[0].principal.petitioner_id)
    assert len(ids) == 3


def test_a_later_contact_adds_to_a_known_person_and_takes_nothing_away(session: Session) -> None:
    known = person(phones=("13900000001",), address="城关镇一街", sex=Sex.FEMALE, birth_date=date(1970, 1, 1))
    first = register(session, form(principal=known))
    register(session, form(principal=person(phones=("13900000002",))))
    now_known = matters.detail(session, first.matter_id).contacts[0].principal.person
    assert now_known == replace(known, phones=("13900000002", "13900000001"))


def test_a_repeat_contact_joins_its_matter(session: Session) -> None:
    first = register(session, form(claim="第一项诉求", case_numbers=("（2025）豫9999执1号",)))
    letter = form(
        claims=("第一项诉求", "新的诉求"),
        case_numbers=("(2025)豫9999执1号", "（2025）豫9999民初2号"),
        channel=Channel.LETTER,
        existing_matter_id=first.matter_id,
        head_count=3,
    )
    second = register(session, letter, minutes=60)
    assert (second.matter_id, second.ordinal) == (first.matter_id, 2)
    detail = matters.detail(session, first.matter_id)
    assert [one.number for one in detail.contacts] == [first.contact_number, second.contact_number]
    assert [claim.text for claim in detail.claims] == ["第一项诉求", "新的诉求"]
    assert [case.normalised for case in detail.case_refs] == ["（2025）豫9999执1号", "（2025）豫9999民初2号"]
    assert (detail.contact_count, detail.head_count) == (2, 3)
    (row,) = queue.first_page(session, QueueFilter(view=QueueView.ALL), NOW.date()).page.rows
    assert (row.latest_at, row.channel, row.contact_count) == (NOW + timedelta(minutes=60), Channel.LETTER, 2)


@pytest.mark.parametrize("why", ["unknown", "void", "restricted"])
def test_a_contact_cannot_join_what_is_gone_or_out_of_sight(
    session: Session, without_rights: Session, why: str
) -> None:
    matter_id = register(session, form(purpose_code=intake.ACCUSATION if why == "restricted" else "petition")).matter_id
    if why == "void":
        matters.void(session, matter_id, "重复登记", NOW)
    before = row_counts(session)
    with pytest.raises(Refused) as answer:
        register(without_rights, form(existing_matter_id=99 if why == "unknown" else matter_id))
    assert set(answer.value.fields) == {"existing_matter"}
    assert row_counts(session) == before


def test_an_accusation_that_joins_a_matter_hides_it_from_those_without_the_right(
    session: Session, without_rights: Session
) -> None:
    matter_id = register(session, form()).matter_id
    assert found(without_rights, "吴小满") == [matter_id]
    joined = form(claim="检举某人", purpose_code=intake.ACCUSATION, existing_matter_id=matter_id)
    register(session, joined)
    assert found(without_rights, "吴小满") == []
    assert found(session, "检举某人") == [matter_id]


def test_saving_a_form_removes_its_draft_and_a_refused_form_keeps_it(session: Session) -> None:
    draft_id = drafts.save(session, None, "intake", "吴小满", "{}", NOW)
    kept_id = drafts.save(session, None, "intake", "陈平安", "{}", NOW)
    with pytest.raises(Refused):
        register(session, form(claims=(), draft_id=draft_id))
    assert [one.draft_id for one in drafts.offered(session, NOW)] == [draft_id, kept_id]
    register(session, form(draft_id=draft_id))
    assert [one.draft_id for one in drafts.offered(session, NOW)] == [kept_id]


def test_e03_whoever_walks_in_is_registered_with_a_name_and_a_wish_alone(session: Session) -> None:
    receipt = register(session, form(principal=unnamed("匿名"), claim="想问问案子"))
    assert receipt.contact_number
    assert found(session, receipt.matter_number) == [receipt.matter_id]
