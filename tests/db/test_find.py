"""One box over everything: groups, reasons, caps, and nothing that the viewer may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import Refused
from app.domain.intake import Participant
from app.domain.paper import Form
from app.domain.petitioner import Person, Role
from app.services import find, identities, matters, papers
from app.services.session import Session
from db.stores.find import FindReader
from tests.support.intakes import NOW, form, person, register, resident_number

CASE = "（2025）豫9999民初345号"


@pytest.fixture
def matter_id(session: Session) -> int:
    companion = Participant(Role.AGENT, Person("单田芳", document_number=resident_number(7), phones=("13900001234",)))
    request = form(
        claim="请求尽快执行房款",
        others=(companion,),
        head_count=2,
        case_numbers=(CASE,),
        principal=person("吴小满", 1, phones=("13800005678",)),
    )
    return register(session, request).matter_id


@pytest.mark.parametrize(
    ("words", "field", "shown"),
    [
        ("吴小满", "姓名", "吴小满"),
        ("wxm", "姓名", "吴小满"),
        ("wuxiaoman", "姓名", "吴小满"),
        ("shantianfang", "姓名", "单田芳"),
        ("5678", "电话", "138****5678"),
        (resident_number(1)[-6:], "证件", "419999********" + resident_number(1)[-4:]),
        ("(2025)豫9999民初345号", "案号", CASE),
        ("民初345", "案号", CASE),
        ("来访1号", "编号", "（2026）豫9999来访1号"),
        ("房款", "内容", "请求尽快执行房款"),
    ],
)
def test_everything_finds_the_matter_and_says_why(
    session: Session, matter_id: int, words: str, field: str, shown: str
) -> None:
    found = find.everything(session, words)
    assert [one.row.matter_id for one in found.matters] == [matter_id]
    assert [(one.field, one.shown) for one in found.matters[0].why] == [(field, shown)]


@pytest.mark.parametrize(
    "words", ["2025 民初 345", "2025 豫9999 民初 345", "2025 豫 9999 民 初 345 号", "9999 民初 345"]
)
def test_a_case_number_typed_with_spaces_finds_the_matter(session: Session, matter_id: int, words: str) -> None:
    found = find.everything(session, words)
    assert [one.row.matter_id for one in found.matters] == [matter_id]
    assert CASE in [one.shown for one in found.matters[0].why]
    assert find.everything(session, words.replace("345", "346")).empty


def test_an_old_number_of_15_digits_finds_the_18_and_says_why(session: Session, matter_id: int) -> None:
    whole = resident_number(1)
    found = find.everything(session, whole[:6] + whole[8:17])
    assert [one.row.matter_id for one in found.matters] == [matter_id]
    assert found.matters[0].why[0].field == "证件"
    assert [one.name for one in found.people] == ["吴小满"]


def test_people_are_found_with_their_numbers_masked(session: Session, matter_id: int) -> None:
    (someone,) = find.everything(session, "单田芳").people
    assert (someone.name, someone.phone, someone.matter_ids) == ("单田芳", "139****1234", (matter_id,))
    assert resident_number(7) not in str(someone)
    assert someone.document.startswith("居民身份证 419999")


def test_contacts_are_found_by_their_number(session: Session, matter_id: int) -> None:
    again = register(session, form(existing_matter_id=matter_id), 30)
    (contact,) = find.everything(session, again.contact_number).contacts
    assert (contact.contact_id, contact.matter_id) == (again.contact_id, matter_id)
    assert contact.why[0].field == "编号"
    assert find.everything(session, "吴小满").contacts == ()


def test_papers_are_found_by_their_kind_alone_and_with_a_name(session: Session, matter_id: int) -> None:
    other = register(session, form("邹小雪", 3), 5).matter_id
    for one in (matter_id, other):
        papers.issue(session, one, Form.COVER, NOW)
        papers.issue(session, one, Form.REGISTRATION, NOW)
    assert [one.title for one in find.everything(session, "吴小满 封面").papers] == ["卷宗封面"]
    assert {one.matter_id for one in find.everything(session, "封面").papers} == {matter_id, other}
    assert {one.title for one in find.everything(session, "登记表").papers} == {"来访登记表"}
    assert {one.title for one in find.everything(session, "吴小满").papers} == {"卷宗封面", "来访登记表"}
    assert find.everything(session, "封面").papers[0].why[0].field == "文书"


def test_two_words_must_both_be_met_and_each_says_where(session: Session, matter_id: int) -> None:
    found = find.everything(session, "吴小满 房款")
    assert [(one.word, one.field) for one in found.matters[0].why] == [("吴小满", "姓名"), ("房款", "内容")]
    assert find.everything(session, "吴小满 没有的词").empty


def test_groups_are_capped_and_say_so(session: Session) -> None:
    for place in range(find.MOST_MATTERS + 3):
        register(session, form("吴小满", place + 20), place)
    found = find.everything(session, "吴小满")
    assert len(found.matters) == find.MOST_MATTERS
    assert len(found.people) == find.MOST_OTHERS
    assert found.more


def test_what_the_viewer_may_not_see_is_in_no_group(session: Session, without_rights: Session) -> None:
    hidden = register(session, form(purpose_code="accusation"))
    papers.issue(session, hidden.matter_id, Form.COVER, NOW)
    for words in ("吴小满", hidden.contact_number, hidden.matter_number, "封面", resident_number(1)):
        assert find.everything(without_rights, words).empty, words
        assert not find.everything(session, words).empty, words


@pytest.mark.parametrize("words", ["", "   ", "\u200b", "%", "'\"", "*", "😀", "x" * 500])
def test_odd_words_find_nothing_and_do_not_fail(session: Session, matter_id: int, words: str) -> None:
    assert find.everything(session, words).matters == ()


def test_every_look_at_a_whole_number_is_recorded_without_the_number(session: Session, matter_id: int) -> None:
    principal = matters.detail(session, matter_id).contacts[0].principal
    shown = identities.reveal_document(session, principal.petitioner_id, "事项面板：核对身份", NOW)
    assert (shown.number, shown.kind) == (resident_number(1), "居民身份证")
    identities.reveal_document(session, principal.petitioner_id, "打印前核对", NOW + timedelta(minutes=1))
    looks = identities.looks(session, NOW.date(), NOW.date())
    assert [one.context for one in looks] == ["打印前核对", "事项面板：核对身份"]
    assert (looks[0].name, looks[0].masked) == ("吴小满", "419999********" + resident_number(1)[-4:])
    assert resident_number(1) not in str(looks)
    tomorrow = NOW.date() + timedelta(days=1)
    assert identities.looks(session, tomorrow, tomorrow) == ()


def test_a_look_needs_a_purpose_a_visible_matter_and_a_number(session: Session, without_rights: Session) -> None:
    hidden = register(session, form(purpose_code="accusation")).matter_id
    someone = matters.detail(session, hidden).contacts[0].principal.petitioner_id
    with pytest.raises(Refused, match="没有找到这个人"):
        identities.reveal_document(without_rights, someone, "核对", NOW)
    with pytest.raises(Refused, match="写明用途"):
        identities.reveal_document(session, someone, " ", NOW)
    with pytest.raises(Refused, match="管理员"):
        identities.looks(without_rights, NOW.date(), NOW.date())
    assert identities.looks(session, NOW.date(), NOW.date()) == ()


def test_the_reader_never_leaves_its_viewer(session: Session, without_rights: Session) -> None:
    hidden = register(session, form(purpose_code="accusation")).matter_id
    with session.register.connection() as connection:
        for viewer, amount in ((session.viewer, 1), (without_rights.viewer, 0)):
            reader = FindReader(connection, viewer)
            assert len(reader.contacts((hidden,))) == len(reader.people((hidden,))) == amount
