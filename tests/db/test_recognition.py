"""识别来过的人, on real files: who is proposed and in which order, who is not, and what was told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event, text

from app.domain.contact import Channel
from app.domain.errors import Cancelled, Refused
from app.domain.intake import EarlierMatter, IntakeRequest, LetterDates, Participant
from app.domain.petitioner import DocumentKind, Person, Role
from app.domain.progress import Progress
from app.domain.recognition import ProposalGroup
from app.domain.repeat_visit import Appearance, Likeness
from app.services import intake, matters, recognition
from app.services.session import Session
from db.migrate import KEYS_MARK
from db.register import open_register
from db.stores.recognition import all_key_rows, sample_without_keys, signers_with
from tests.support.intakes import NOW, form, of_channel, person, register, resident_number

CASE = "（2023）豫0104民初1234号"
NONE = DocumentKind.NONE


def undocumented(name: str, **values: object) -> Person:
    return Person(name, document_kind=NONE, no_document_reason="未随身携带", **values)  # type: ignore[arg-type]


def visit(name: str, claim: str = "请求尽快执行到位", cases: tuple[str, ...] = (), **values: object) -> IntakeRequest:
    return form(principal=undocumented(name, **values), claim=claim, case_numbers=cases)


def proposed(session: Session, request: IntakeRequest) -> tuple[EarlierMatter, ...]:
    return recognition.propose(session, recognition.appearance_of(request))


def groups(session: Session, request: IntakeRequest) -> list[tuple[int, ProposalGroup]]:
    return [(one.matter_id, one.group) for one in proposed(session, request)]


def test_a_damaged_number_and_a_homophone_find_the_visitor(session: Session) -> None:
    known = register(session, form("单田芳", 1))
    number = resident_number(1)
    for damaged in (
        number[:7] + "9" + number[8:],
        number[:16] + number[17] + number[16],
        number[:-1],
        number[:6] + number[8:17],
    ):
        person_now = Person("善田芳", document_number=damaged)
        (found,) = proposed(session, form(principal=person_now))
        assert (found.matter_id, found.group) == (known.matter_id, ProposalGroup.SAME_PERSON), damaged
        assert "同音姓名" in found.reasons
        assert found.reason == " · ".join(found.reasons)


@pytest.mark.parametrize(
    ("known", "now"),
    [
        (visit("仇建国", phones=("13800001111",)), visit("邱建国", phones=("13800001111",))),
        (visit("解红", cases=(CASE,)), visit("谢红", cases=("2023 豫0104 民初字第1234号之一",))),
        (visit("陈国华", address="某某县城关镇李家庄村3组"), visit("陳國華", address="李家庄村民委员会")),
        (visit("王䶮明", address="某某县城关镇李家庄村3组"), visit("王\ue123明", address="李家庄村")),
        (
            visit("匿名", phones=("0371-66667777",), cases=(CASE,)),
            visit("匿名", phones=("037166667777",), cases=(CASE,)),
        ),
        (
            form(channel=Channel.LETTER, principal=undocumented("匿名"), accused="马某国"),
            form(channel=Channel.LETTER, principal=undocumented("匿名"), accused="馬某国"),
        ),
    ],
)
def test_two_signals_find_the_visitor(session: Session, known: IntakeRequest, now: IntakeRequest) -> None:
    receipt = register(session, known)
    assert groups(session, now) == [(receipt.matter_id, ProposalGroup.SAME_PERSON)]


def test_a_joint_signer_and_a_principal_of_an_agent_are_found(session: Session) -> None:
    signers = tuple(Participant(Role.JOINT_SIGNER, undocumented(name)) for name in ("周小河", "吴春生"))
    letter = register(
        session, replace(visit("郑大海", cases=(CASE,)), channel=Channel.LETTER, others=signers, joint=True)
    )
    agent = Participant(Role.AGENT, undocumented("律师甲", phones=("13900009999",)))
    proxy = register(session, replace(visit("冯长河", address="某某县柳林镇东赵村"), others=(agent,), head_count=2), 1)
    assert groups(session, visit("吴春生", cases=(CASE,))) == [(letter.matter_id, ProposalGroup.SAME_PERSON)]
    signer, writer = (proposed(session, visit(name, cases=(CASE,)))[0] for name in ("吴春生", "郑大海"))
    assert (signer.petitioner_name, signer.reasons[-1]) == ("郑大海", "吴春生参加过此事项")
    assert (signer.whose, writer.whose) == ("吴春生", "郑大海")
    assert "参加过" not in writer.reason
    assert groups(session, visit("冯长和", address="东赵村")) == [(proxy.matter_id, ProposalGroup.SAME_PERSON)]
    assert groups(session, visit("律师甲", phones=("13900009999",))) == []


@pytest.mark.parametrize(("role", "words"), [(Role.AGENT, "代理人"), (Role.COMPANION, "随访人")])
def test_who_helped_somebody_else_and_comes_with_the_whole_number_is_offered_last(
    session: Session, role: Role, words: str
) -> None:
    helper = Participant(role, person("韩立新", 5))
    first = replace(visit("冯长河"), others=(helper,), head_count=2)
    register(session, first)
    other = register(session, replace(visit("罗桂枝"), others=(helper,), head_count=2), 1)
    (found,) = proposed(session, form("韩立新", 5))
    assert (found.matter_id, found.group) == (other.matter_id, ProposalGroup.HELPER), "one line, the newest matter"
    assert found.reasons[-1] == f"此人曾作为{words}来过{other.matter_number}"
    assert (found.petitioner_name, found.whose, found.same_matter) == ("罗桂枝", "韩立新", False)
    number = resident_number(5)
    for less in (number[:8] + "9" + number[9:], number[:-1], ""):
        assert proposed(session, form(principal=Person("韩立新", document_number=less))) == (), less
    dismissed = recognition.propose(
        session, recognition.appearance_of(form("韩立新", 5)), different_people=(found.person_id,)
    )
    assert dismissed == ()


def test_own_matters_stand_before_those_of_others_and_nothing_is_joined_by_itself(session: Session) -> None:
    helper = Participant(Role.AGENT, person("韩立新", 5))
    helped = register(session, replace(visit("冯长河"), others=(helper,), head_count=2))
    alone = register(session, form("韩立新", 5, claim="本人的另一件事"), 1)
    assert alone.matter_id != helped.matter_id
    assert groups(session, form("韩立新", 5)) == [(alone.matter_id, ProposalGroup.SAME_PERSON)]
    spelt = register(session, form("韩立心", 5), 2)
    found = groups(session, form("韩立心", 5))
    assert {one[0] for one in found[:2]} == {alone.matter_id, spelt.matter_id}
    assert ProposalGroup.HELPER not in [group for _, group in found]
    people = matters.detail(session, spelt.matter_id).contacts[0].people
    with session.register.read(session.viewer) as unit:
        assert unit.recognition.root(people[0].petitioner_id) == people[0].petitioner_id


def test_a_helper_in_a_matter_that_is_void_or_out_of_sight_is_not_offered(
    session: Session, without_rights: Session
) -> None:
    helper = Participant(Role.COMPANION, person("韩立新", 5))
    hidden = replace(visit("冯长河"), others=(helper,), head_count=2, purpose_code=intake.ACCUSATION)
    receipt = register(session, hidden)
    assert groups(session, form("韩立新", 5)) == [(receipt.matter_id, ProposalGroup.HELPER)]
    assert proposed(without_rights, form("韩立新", 5)) == ()
    matters.void(session, receipt.matter_id, "重复登记", NOW)
    assert proposed(session, form("韩立新", 5)) == ()


def test_an_agent_in_many_matters_is_one_line_after_all_others(session: Session) -> None:
    agent = Participant(Role.AGENT, person("律师甲", 5))
    for number in range(8):
        register(session, replace(visit(f"冯长河{'一二三四五六七八'[number]}"), others=(agent,), head_count=2), number)
    like = register(session, visit("律师甲", address="某某县城关镇李家庄村"), 9)
    found = groups(session, form("律师甲", 5))
    assert [group for _, group in found].count(ProposalGroup.HELPER) == 1
    assert found[-1][1] is ProposalGroup.HELPER
    assert found[0] == (like.matter_id, ProposalGroup.LIKE_NAME)


def joint_letter(writer: str, signers: tuple[str, ...], address: str, **values: object) -> IntakeRequest:
    others = tuple(Participant(Role.JOINT_SIGNER, undocumented(name)) for name in signers)
    letter = replace(of_channel(Channel.LETTER), others=others, joint=True, head_count=1 + len(signers))
    return replace(letter, principal=undocumented(writer, address=address), **values)  # type: ignore[arg-type]


def test_a_joint_signer_who_comes_alone_is_found_by_the_village_of_the_letter(session: Session) -> None:
    letter = register(session, joint_letter("郑大海", ("周小河", "吴春生"), "某某县城关镇槐树湾村3组"))
    for name in ("吴春生", "吴椿生"):
        (found,) = proposed(session, visit(name, address="槐树湾村民委员会"))
        assert (found.matter_id, found.group) == (letter.matter_id, ProposalGroup.SAME_PERSON), name
        assert found.reasons[1] == "联名信访来自同一村"
        assert found.reasons[-1] == "吴春生参加过此事项"
    agent = Participant(Role.AGENT, undocumented("律师甲"))
    by_agent = replace(visit("周小河", address="槐树湾村"), others=(agent,), head_count=2)
    assert groups(session, by_agent) == [(letter.matter_id, ProposalGroup.SAME_PERSON)]
    assert [one.group for one in proposed(session, visit("吴春生", address="东赵村"))] == [ProposalGroup.LIKE_NAME]


def test_the_village_of_a_letter_is_not_said_to_be_the_address_of_who_signed_it(session: Session) -> None:
    receipt = register(session, joint_letter("郑大海", ("吴春生",), "某某县城关镇槐树湾村3组"))
    people = {one.person.name: one.person for one in matters.detail(session, receipt.matter_id).contacts[0].people}
    assert people["吴春生"].address == ""
    (signer,) = proposed(session, visit("吴春生", address="某某县城关镇槐树湾村3组"))
    assert signer.reasons[1] == "联名信访来自同一住址"
    (writer,) = proposed(session, visit("郑大海", address="某某县城关镇槐树湾村3组"))
    assert set(writer.reasons[:2]) == {"同一住址", "同名"}


def test_brothers_of_a_signer_and_other_villagers_are_not_proposed(session: Session) -> None:
    register(session, joint_letter("郑大海", ("吴春生", "周小河"), "某某县城关镇槐树湾村3组"))
    for name in ("吴春来", "吴小河", "郑春生", "李建国", "匿名", "老吴"):
        assert proposed(session, visit(name, address="某某县城关镇槐树湾村")) == (), name
    known = Person("赵立新", document_number=resident_number(1))
    letter = joint_letter("郑大海", (), "某某县城关镇槐树湾村")
    register(session, replace(letter, others=(Participant(Role.JOINT_SIGNER, known),), head_count=2), 1)
    namesake = Person("赵立新", document_number=resident_number(2, "19900202"), address="槐树湾村")
    assert proposed(session, form(principal=namesake)) == ()


def test_a_thousand_signers_of_like_names_do_not_hide_who_lives_there(session: Session) -> None:
    own = register(session, visit("张伟", address="某某县城关镇槐树湾村", phones=("13800001111",)))
    names = tuple("张玮" if number % 2 else "章伟" for number in range(250))
    for number in range(4):
        register(session, joint_letter("郑大海", names, "某某县城关镇槐树湾村"), 1 + number)
    found = proposed(session, visit("张伟", address="槐树湾村"))
    assert len(found) <= 5
    assert (found[0].matter_id, found[0].group) == (own.matter_id, ProposalGroup.SAME_PERSON)


def test_a_thousand_signers_of_like_names_elsewhere_do_not_hide_the_signer_of_this_village(session: Session) -> None:
    letter = register(session, joint_letter("郑大海", ("张伟",), "某某县城关镇槐树湾村"))
    names = tuple("张玮" if number % 2 else "张伟" for number in range(250))
    for number, village in enumerate(("东赵村", "西赵村", "柳河村", "石桥村")):
        register(session, joint_letter("郑大海", names, f"某某县柳林镇{village}"), 1 + number)
    found = proposed(session, visit("张伟", address="槐树湾村"))
    assert len(found) <= 5
    assert (found[0].matter_id, found[0].group) == (letter.matter_id, ProposalGroup.SAME_PERSON)
    assert ProposalGroup.SAME_PERSON not in {one.group for one in found[1:]}


def test_hundreds_of_signers_do_not_hide_that_a_telephone_is_the_agents(session: Session) -> None:
    letter = joint_letter("张伟", tuple(f"周小河{'一二三四五'[number % 5]}" for number in range(420)), "")
    agent = Participant(Role.AGENT, undocumented("律师甲", phones=("13900009999",)))
    principal = replace(letter.principal, phones=("13900009999",))
    receipt = register(session, replace(letter, principal=principal, others=(*letter.others, agent), head_count=422))
    assert groups(session, visit("张伟", phones=("13900009999",))) == [(receipt.matter_id, ProposalGroup.LIKE_NAME)]


def test_keys_of_signers_follow_a_correction_of_who_wrote_the_letter(session: Session) -> None:
    receipt = register(session, joint_letter("郑大海", ("吴春生",), "某某县城关镇槐树湾村"))
    detail = matters.detail(session, receipt.matter_id)
    corrected = replace(detail.contacts[0].principal.person, address="某某县柳林镇东赵村")
    matters.correct(
        session, matters.Correction(receipt.matter_id, detail.version, "听写有误", principal=corrected), NOW
    )
    same = [(receipt.matter_id, ProposalGroup.SAME_PERSON)]
    assert groups(session, visit("吴春生", address="东赵村")) == same
    assert groups(session, visit("吴春生", address="槐树湾村")) == [(receipt.matter_id, ProposalGroup.LIKE_NAME)]
    with session.register.connection() as connection:
        assert sample_without_keys(connection, 10) == []
        kept = connection.execute(text("SELECT key FROM recognition_keys WHERE key LIKE 'sv%'")).scalars().all()
    assert [key.split(" ")[-1] for key in kept] == ["东赵"]


def test_a_signer_who_says_where_he_lives_is_no_longer_found_by_the_letter(session: Session) -> None:
    signer = Person("吴春生", document_number=resident_number(1))
    letter = joint_letter("郑大海", (), "某某县城关镇槐树湾村")
    letter = replace(letter, others=(Participant(Role.JOINT_SIGNER, signer),), head_count=2)
    register(session, letter)
    register(session, replace(letter, letter=LetterDates()), 1)
    assert groups(session, visit("吴春生", address="槐树湾村"))[0][1] is ProposalGroup.SAME_PERSON
    register(session, form(principal=replace(signer, address="某某县柳林镇东赵村")), 2)
    with session.register.connection() as connection:
        kept = connection.execute(text("SELECT key FROM recognition_keys WHERE key LIKE 'sv%'")).all()
        assert (kept, sample_without_keys(connection, 10)) == ([], [])
    assert {group for _, group in groups(session, visit("吴春生", address="槐树湾村"))} == {ProposalGroup.LIKE_NAME}
    assert groups(session, visit("吴春生", address="东赵村"))[0][1] is ProposalGroup.SAME_PERSON


def test_keys_of_signers_and_of_the_accused_are_made_anew_when_the_register_is_opened(session: Session) -> None:
    letter = register(session, joint_letter("郑大海", ("吴春生",), "某某县城关镇槐树湾村"))
    accusing = replace(of_channel(Channel.LETTER), principal=undocumented("匿名"), accused="执行局李强法官")
    anonymous = register(session, accusing, 1)
    with session.register.maintenance() as connection:
        connection.execute(text("DELETE FROM recognition_keys"))
        connection.execute(text("UPDATE contacts SET accused_key = 'zhixingjuliqiangfaguan' WHERE accused != ''"))
        connection.execute(text("UPDATE settings SET value = '1' WHERE name = :name"), {"name": KEYS_MARK})
    signed, accused = visit("吴春生", address="槐树湾村"), replace(accusing, accused="李强")
    assert groups(session, signed) == groups(session, accused) == []
    session.register.close()
    register_again = open_register(session.register.files, session.register.keyring, session.register.key)
    again = replace(session, register=register_again)
    assert groups(again, signed) == [(letter.matter_id, ProposalGroup.SAME_PERSON)]
    assert groups(again, accused) == [(anonymous.matter_id, ProposalGroup.SAME_PERSON)]
    register_again.close()


def test_relatives_and_parties_of_one_case_are_shown_below_as_what_they_are(session: Session) -> None:
    son = register(session, visit("张建军", cases=(CASE,), address="某某县城关镇李家庄村", phones=("13800001111",)))
    found = proposed(session, visit("张建国", cases=(CASE,), address="李家庄村", phones=("13800001111",)))
    assert [(one.matter_id, one.group) for one in found] == [(son.matter_id, ProposalGroup.SAME_CASE)]
    assert "另一当事人" in found[0].reasons


def test_a_like_name_alone_stands_in_the_lowest_group(session: Session) -> None:
    known = register(session, visit("张伟"))
    assert groups(session, visit("章玮")) == [(known.matter_id, ProposalGroup.LIKE_NAME)]
    assert groups(session, visit("王芳")) == []


def test_a_thousand_people_of_one_name_do_not_hide_the_one_of_this_village(session: Session) -> None:
    wanted = register(session, visit("张伟", address="某某县城关镇槐树湾村"))
    with session.register.write(session.viewer, NOW) as work:
        for number in range(1000):
            other = undocumented("张玮" if number % 2 else "张伟", address=f"某某县柳林镇第{number}庄村")
            work.petitioners.add(other, "", NOW)
        work.audit.record("add", "petitioner", 0)
    for number in range(12):
        register(session, visit("张伟", address=f"某某县柳林镇新{number}村"), 1 + number)
    found = proposed(session, visit("章伟", address="槐树湾村"))
    assert len(found) == 5
    assert (found[0].matter_id, found[0].group) == (wanted.matter_id, ProposalGroup.SAME_PERSON)
    assert {one.group for one in found[1:]} == {ProposalGroup.LIKE_NAME}


def test_never_more_than_five_and_not_all_of_one_person(session: Session) -> None:
    for number in range(6):
        register(session, form("吴小满", 1, claim=f"第{number}件事情"), number)
    other = register(session, visit("吴小曼", claim="另一件", cases=(CASE,)), 9)
    alone = proposed(session, form("吴小满", 1, claim="第3件事情"))
    assert len(alone) == 5
    assert alone[0].same_matter
    assert alone[0].summary == "第3件事情"
    found = proposed(session, form("吴小满", 1, claim="第3件事情", case_numbers=(CASE,)))
    assert len(found) == 5
    assert other.matter_id in {one.matter_id for one in found}


def test_what_is_out_of_sight_or_void_is_not_proposed(session: Session, without_rights: Session) -> None:
    register(session, form("吴小满", 1, purpose_code=intake.ACCUSATION))
    void = register(session, form("陈平安", 2), 1)
    matters.void(session, void.matter_id, "重复登记", NOW)
    assert proposed(without_rights, form("吴小满", 1)) == ()
    assert proposed(session, form("陈平安", 2)) == ()
    assert len(proposed(session, form("吴小满", 1))) == 1


def test_not_the_same_is_remembered_for_good(session: Session) -> None:
    known = register(session, visit("张伟", address="某某县城关镇李家庄村"))
    now = visit("章伟", address="李家庄村", phones=("13800001111",))
    (found,) = proposed(session, now)
    assert recognition.propose(session, recognition.appearance_of(now), different_people=(found.person_id,)) == ()
    mine = register(session, replace(now, different_people=(found.person_id,)), 1)
    assert groups(session, now) == [(mine.matter_id, ProposalGroup.SAME_PERSON)]
    assert groups(session, visit("张伟", address="李家庄村"))[0][0] == known.matter_id


def test_telling_apart_is_audited_once_and_refused_for_one_person(session: Session) -> None:
    register(session, form("吴小满", 1))
    register(session, form("吴小曼", 2), 1)
    recognition.say_different(session, 1, 2, "经核对是两个人", NOW)
    with pytest.raises(Refused, match="已经记住"):
        recognition.say_different(session, 2, 1, "", NOW)
    with session.register.connection() as connection:
        said = connection.execute(text("SELECT count(*) FROM audit WHERE action = 'tell_apart'")).scalar_one()
        kept = connection.execute(text("SELECT low_id, high_id, reason FROM different_pairs")).all()
    assert (said, [tuple(row) for row in kept]) == (1, [(1, 2, "经核对是两个人")])
    with pytest.raises(Refused, match="同一人"):
        recognition.say_different(session, 1, 1, "", NOW)
    with pytest.raises(Refused, match="没有找到"):
        recognition.say_different(session, 1, 99, "", NOW)
    with pytest.raises(Refused, match="同一件"):
        recognition.say_different_matters(session, 1, 1, "", NOW)


def test_the_same_person_with_a_new_matter_shares_one_identity(session: Session) -> None:
    known = register(session, form("单田芳", 1))
    (found,) = proposed(session, form("善田芳", 1))
    again = register(session, form("善田芳", 1, claim="另一件事", same_person_id=found.person_id), 1)
    assert again.matter_id != known.matter_id
    with session.register.read(session.viewer) as unit:
        assert unit.recognition.spellings(found.person_id) == (1, 2)
        assert unit.recognition.root(2) == 1
    both = proposed(session, visit("善田芳", phones=(), cases=()))
    assert {one.person_id for one in both} == {1}


def test_a_person_who_is_not_there_is_refused_in_words(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        register(session, form(same_person_id=77))
    assert "same_person" in refused.value.fields


def test_keys_follow_a_correction_and_are_made_anew_when_they_are_missing(session: Session) -> None:
    receipt = register(session, visit("张伟", address="某某县城关镇李家庄村"))
    detail = matters.detail(session, receipt.matter_id)
    corrected = replace(detail.contacts[0].principal.person, name="刘洋")
    matters.correct(
        session, matters.Correction(receipt.matter_id, detail.version, "听写有误", principal=corrected), NOW
    )
    assert groups(session, visit("章伟", address="李家庄村")) == []
    assert groups(session, visit("刘洋", address="李家庄村")) == [(receipt.matter_id, ProposalGroup.SAME_PERSON)]
    with session.register.maintenance() as connection:
        connection.execute(text("DELETE FROM recognition_keys"))
        connection.execute(text("DELETE FROM settings WHERE name = :name"), {"name": KEYS_MARK})
        assert sample_without_keys(connection, 10) == [1]
    session.register.close()
    reopened = open_register(session.register.files, session.register.keyring, session.register.key)
    with reopened.connection() as connection:
        assert sample_without_keys(connection, 10) == []
    reopened.close()


def test_each_look_up_walks_an_index(session: Session) -> None:
    register(session, visit("张伟", address="某某县城关镇李家庄村", phones=("13800001111",), cases=(CASE,)))
    register(session, joint_letter("郑大海", ("张伟",), "某某县城关镇李家庄村"), 1)
    helped = replace(visit("冯长河"), others=(Participant(Role.AGENT, person("韩立新", 3)),), head_count=2)
    register(session, helped, 2)
    asked: list[tuple[str, object]] = []
    engine = session.register._engine

    def note(_c: object, _k: object, statement: str, values: object, _x: object, _m: bool) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    now = visit("张伟", address="李家庄村", phones=("13800001111",), cases=(CASE,))
    form_now = replace(
        recognition.appearance_of(now), document_kind=DocumentKind.RESIDENT_ID, document_number=resident_number(3)
    )
    assert recognition.propose(session, form_now)
    with session.register.connection() as connection:
        all_key_rows(connection, (1, *signers_with(connection, 2)))
    event.remove(engine, "before_cursor_execute", note)
    with session.register.connection() as connection:
        for statement, values in asked:
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, values).all()  # type: ignore[arg-type]
            scans = [row[3] for row in plan if row[3].startswith("SCAN") and "SUBQUERY" not in row[3]]
            assert [one for one in scans if not one.startswith(("SCAN anon_", "SCAN 1 CONSTANT"))] == [], statement


@pytest.mark.parametrize("moment", [1, 3, 6])
def test_a_question_that_a_newer_one_took_over_asks_nothing_more(session: Session, moment: int) -> None:
    register(session, visit("张伟", address="某某县城关镇李家庄村", phones=("13800001111",), cases=(CASE,)))
    now = visit("张伟", address="李家庄村", phones=("13800001111",), cases=(CASE,))
    form_now = recognition.appearance_of(now)
    progress, asked = Progress(), 0

    def count(*_: object) -> None:
        nonlocal asked
        asked += 1
        if asked == moment:
            progress.cancel()  # no statement runs at this moment: an interrupt alone would be lost

    engine = session.register._engine
    event.listen(engine, "after_cursor_execute", count)
    try:
        with pytest.raises(Cancelled):
            recognition.propose(session, form_now, progress=progress)
    finally:
        event.remove(engine, "after_cursor_execute", count)
    assert asked == moment
    assert recognition.propose(session, form_now, progress=Progress()), "the next question is answered"


def test_comparing_stops_too(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    for order in range(1, 9):
        register(session, form("张伟", order))
    progress, compared = Progress(), 0
    score = recognition.score

    def cancelling(one: Appearance, other: Appearance) -> Likeness:
        nonlocal compared
        compared += 1
        progress.cancel()
        return score(one, other)

    monkeypatch.setattr(recognition, "score", cancelling)
    now = recognition.appearance_of(visit("张伟", phones=("13800001111",)))
    with pytest.raises(Cancelled):
        recognition.propose(session, now, progress=progress)
    assert compared == 1


def test_a_person_of_another_kind_of_document_is_found_by_its_number(session: Session) -> None:
    known = Person("John Smith", document_kind=DocumentKind.PASSPORT, document_number="E12345678")
    receipt = register(session, form(principal=known))
    again = replace(known, name="SMITH JOHN", document_number=" e1234 5678 ")
    assert groups(session, form(principal=again)) == [(receipt.matter_id, ProposalGroup.SAME_PERSON)]
    assert person().name == "吴小满"


def test_who_is_known_by_a_joint_signer_alone_is_not_taken_for_the_writer(session: Session) -> None:
    village = "某某县城关镇槐树湾村"
    letter = register(session, joint_letter("郑大海", ("周小河", "吴春生"), village, case_numbers=(CASE,)))
    visit_of_signer = register(session, visit("冯长河", address=village), 1)
    found = proposed(session, joint_letter("李建国", ("吴春生",), village, case_numbers=(CASE,)))
    assert [(one.matter_id, one.group) for one in found] == [(letter.matter_id, ProposalGroup.SIGNER)]
    assert found[0].reasons[0] == "联名人同名"
    assert found[0].same_matter
    assert not found[0].group.is_visitor
    found = proposed(session, joint_letter("李建国", ("冯长河",), village))
    assert [(one.matter_id, one.group) for one in found] == [(visit_of_signer.matter_id, ProposalGroup.SIGNER)]
    found = proposed(session, joint_letter("冯长河", ("李建国",), village))
    assert found[0].group is ProposalGroup.SAME_PERSON, "who signs first is the visitor, whoever signs beside"
