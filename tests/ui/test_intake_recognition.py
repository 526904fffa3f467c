"""可能来过 beside the form: who is proposed while it is filled, what one key decides, and that it can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.contact import Channel
from app.domain.history import Cutoff, Flag
from app.domain.intake import Participant
from app.domain.matter import ActionKind
from app.domain.matter_detail import MatterDetail
from app.domain.petitioner import DocumentKind, Person, Role
from app.domain.queue import QueueFilter
from app.domain.recognition import ProposalGroup
from app.domain.repeat_visit import Appearance
from app.services import history, identities, matters, merging, queue, recognition
from app.services.session import Session
from tests.support.hands import SHIFT
from tests.support.intake_driver import ALT, CTRL, IntakeDriver
from tests.support.intakes import form, person, register, resident_number
from ui.operations import Operations
from ui.pages.intake.page import IntakePage
from ui.pages.intake.proposal import Proposal, chip_of
from ui.pages.intake.recognition_panel import NOTHING, WAITING
from ui.widgets.chip import Chip

NOW = datetime.fromisoformat("2026-11-24T10:26:03")
CASE = "（2023）豫0104民初1234号"
VILLAGE = "某某县城关镇石桥村"


def someone(name: str, **values: object) -> Person:
    return Person(name, document_kind=DocumentKind.NONE, no_document_reason="未随身携带", **values)  # type: ignore[arg-type]


def every_matter(session: Session) -> list[MatterDetail]:
    rows = queue.first_page(session, QueueFilter(), NOW.date()).page.rows
    return [matters.detail(session, row.matter_id) for row in rows]


def answer(session: Session, matter_id: int, words: str, at: str) -> None:
    moment = datetime.fromisoformat(at)
    with session.register.write(session.viewer, moment) as work:
        work.matters.add_action(matter_id, ActionKind.REPLY, words, moment, moment)
        work.audit.record("note", "matter", matter_id)


def damaged(number: str) -> str:
    return number[:8] + "8" + number[9:]


def chips(driver: IntakeDriver) -> list[str]:
    return [one.status.words for one in driver.page.panel.findChildren(Chip) if one.isVisibleTo(driver.page.panel)]


def cards(driver: IntakeDriver) -> list[Proposal]:
    return [one for one in driver.page.panel.findChildren(Proposal) if not one.isHidden()]


def test_a_damaged_number_and_a_homophone_are_recognised_and_joined_by_one_key(
    driver: IntakeDriver, session: Session
) -> None:
    known = register(session, form(principal=person("仇建国", 1, phones=("13800001111",))))
    assert driver.page.panel.words() == WAITING
    driver.type_name("邱建国")
    driver.type_document(damaged(resident_number(1)))
    driver.settle()
    assert driver.proposed() == ["仇建国"]
    (card,) = cards(driver)
    assert "同音姓名" in card.accessibleName()
    assert "证件号码只差一处" in card.accessibleName()
    assert chips(driver)[0] == "重访 第2次"
    driver.join(1)
    assert driver.decided().startswith(f"将归入 {known.matter_number}")
    assert driver.value("name") == "邱建国"
    assert driver.value("claim") == "请求尽快执行到位"
    assert "Alt+G" in driver.note("document_number")
    driver.press(Qt.Key.Key_G, ALT)
    driver.settle()
    assert driver.value("document_number") == resident_number(1)
    assert [one.name for one in identities.looks(session, NOW.date(), NOW.date())] == ["仇建国"]
    driver.save()
    assert driver.confirmation().endswith("邱建国 · 重访 第2次")
    (found,) = every_matter(session)
    assert found.contact_count == 2
    assert len(found.claims) == 1
    spelt = found.contacts[-1].people[0].petitioner_id
    (merge,) = merging.merges_of_person(session, spelt)
    assert merge.undone_at is None
    assert driver.decided() == ""
    assert driver.page.panel.words() == WAITING


def test_the_number_on_record_is_offered_only_where_there_is_one(driver: IntakeDriver, session: Session) -> None:
    register(session, form(principal=someone("仇建国", phones=("13800001111",))))
    driver.type_name("邱建国")
    driver.fill("phones", "13800001111")
    driver.settle()
    driver.join(1)
    assert driver.decided().startswith("将归入")
    assert "Alt+G" not in driver.note("document_number")
    driver.press(Qt.Key.Key_G, ALT)
    driver.settle()
    assert driver.note("document_number") == ""
    assert identities.looks(session, NOW.date(), NOW.date()) == ()


def test_who_came_for_somebody_else_is_offered_last_with_the_true_reason(
    driver: IntakeDriver, session: Session
) -> None:
    agent = Participant(Role.AGENT, person("韩立新", 5))
    known = register(session, form("冯长河", 1, others=(agent,), head_count=2))
    driver.type_document(resident_number(5))
    driver.settle()
    (card,) = cards(driver)
    assert f"此人曾作为代理人来过{known.matter_number}" in card.accessibleName()
    assert chips(driver)[0] == "他人的事项"
    assert "曾代理或陪同他人" in [label.text() for label in driver.page.panel.findChildren(QLabel)]
    assert driver.decided() == ""
    driver.same_person()
    assert driver.value("name") == "韩立新", "not the name of the petitioner"
    assert driver.decided().endswith("韩立新 是同一人，作为新事项登记")
    driver.type_claim("本人的另一件事。")
    driver.save()
    assert [one.contact_count for one in every_matter(session)] == [1, 1]


def test_a_matter_of_a_joint_signer_is_joined_without_making_two_people_one(
    driver: IntakeDriver, session: Session
) -> None:
    register(session, form(principal=someone("冯长河", address=VILLAGE)))
    driver.type_name("李建国")
    driver.fill("people", "")
    people = driver.page.form.people
    people.role.editor.set_value(Role.JOINT_SIGNER.value)  # type: ignore[union-attr]
    people.name.setFocus()
    driver.write("冯长河")
    driver.go_to("address")
    driver.write(VILLAGE)
    driver.settle()
    assert chips(driver)[0] == "联名人的事项"
    driver.same_person()
    assert driver.decided() == "", "the writer is not the signer"
    driver.join(1)
    assert driver.page.recognising.decision.matter_id is not None
    assert driver.page.recognising.decision.person_id is None
    driver.undo()
    driver.not_the_same()
    assert driver.proposed() == []
    assert driver.page.recognising.decision.different_people == ()
    assert len(driver.page.recognising.decision.different_matters) == 1


def test_the_same_person_with_a_new_matter(driver: IntakeDriver, session: Session) -> None:
    register(session, form("仇建国", 1))
    driver.type_document(resident_number(1))
    driver.settle()
    driver.same_person()
    assert driver.value("name") == "仇建国"
    assert driver.value("claim") == ""
    assert driver.decided().endswith("仇建国 是同一人，作为新事项登记")
    driver.type_claim("另一件事。")
    driver.save()
    assert driver.confirmation().endswith("初访")
    assert [one.contact_count for one in every_matter(session)] == [1, 1]


def test_not_the_same_is_remembered_for_good(driver: IntakeDriver, session: Session) -> None:
    known = register(session, form("仇建国", 1, principal=someone("仇建国", address=VILLAGE)))
    driver.type_name("邱建国")
    driver.fill("address", VILLAGE)
    driver.settle()
    assert driver.proposed() == ["仇建国"]
    driver.not_the_same()
    assert driver.proposed() == []
    assert "已排除：仇建国" in driver.words_on_screen()
    driver.type_document(resident_number(7))
    driver.type_claim("请求答复。")
    driver.save()
    assert driver.confirmation().endswith("初访")
    new = next(one for one in every_matter(session) if one.matter_id != known.matter_id)
    driver.type_name("邱建国")
    driver.type_document(resident_number(7))
    driver.fill("address", VILLAGE)
    driver.settle()
    assert [one.matter_id for one in driver.page.panel.found] == [new.matter_id]


def test_each_decision_is_undone_by_one_key(driver: IntakeDriver, session: Session) -> None:
    register(session, form("仇建国", 1))
    driver.type_document(resident_number(1))
    driver.settle()
    driver.join(1)
    driver.undo()
    assert driver.decided() == ""
    assert driver.value("claim") == ""
    assert driver.proposed() == ["仇建国"]
    driver.same_person()
    driver.undo()
    assert driver.proposed() == ["仇建国"]
    driver.not_the_same()
    assert driver.proposed() == []
    driver.undo()
    assert driver.proposed() == ["仇建国"]
    driver.undo()
    driver.type_claim("另一件事。")
    driver.save()
    assert len(every_matter(session)) == 2, "nothing is joined by itself"


def test_like_names_stand_in_a_group_of_their_own(driver: IntakeDriver, session: Session) -> None:
    register(session, form(principal=person("仇建国", 1, phones=("13800001111",))))
    register(session, form(principal=someone("邱建国"), claim="另一村的事"))
    driver.type_name("仇建国")
    driver.type_document(resident_number(1))
    driver.settle()
    assert driver.proposed() == ["仇建国", "邱建国"]
    assert chips(driver)[:2] == ["重访 第2次", "同音，请核对"]
    assert "同音" in driver.words_on_screen().split("\n")


def test_the_mark_of_a_like_name_is_about_the_name_and_not_the_village(session: Session) -> None:
    register(session, form(principal=someone("冯长河", address=VILLAGE)))
    (one,) = recognition.propose(session, Appearance("冯长河", address=VILLAGE))
    alike = replace(one, group=ProposalGroup.LIKE_NAME, reasons=("同名", "同音村名"))
    assert chip_of(alike, Channel.VISIT).words == "同名，请核对"
    assert chip_of(replace(alike, reasons=("同音姓名",)), Channel.VISIT).words == "同音，请核对"


@pytest.mark.parametrize("by", ["phones", "case_numbers", "birth_date", "agent"])
def test_other_fields_find_too(driver: IntakeDriver, session: Session, by: str) -> None:
    agent = Participant(Role.AGENT, someone("陆律师", phones=("13900002222",)))
    born = datetime(1970, 1, 1).date()  # noqa: DTZ001 - a day
    known = someone("仇建国", phones=("13800001111",), birth_date=born, address=VILLAGE)
    register(session, form(principal=known, case_numbers=(CASE,), others=(agent,), head_count=2))
    if by == "agent":
        driver.type_name("邱建国")
        driver.fill("people", "")
        people = driver.page.form.people
        people.role.editor.set_value(Role.AGENT.value)  # type: ignore[union-attr]
        people.name.setFocus()
        driver.write("陆律师")
        people.phone.setFocus()
        driver.type("13900002222")
    else:
        driver.type_name("仇建国")
        driver.go_to(by)
        driver.write({"phones": "13800001111", "case_numbers": CASE, "birth_date": "1970-01-01"}[by])
    driver.settle()
    assert driver.proposed() == ["仇建国"]


def test_the_mark_says_whom_the_keys_without_a_figure_mean(driver: IntakeDriver, session: Session) -> None:
    for order, name in enumerate(("仇建国", "邱建国", "裘建国")):
        register(session, form(principal=someone(name, address=VILLAGE), claim=f"第{order}件"))
    driver.type_name("邱健国")
    driver.fill("address", VILLAGE)
    driver.settle()
    names = driver.proposed()
    assert len(names) == 3
    driver.press(Qt.Key.Key_PageDown, ALT)
    assert driver.page.panel.marked_one is driver.page.panel.found[1]
    driver.press(Qt.Key.Key_PageUp, ALT)
    driver.press(Qt.Key.Key_PageUp, ALT)
    driver.not_the_same()
    assert driver.proposed() == names[:2]
    driver.join(2)
    assert names[1] in driver.decided()


def test_a_thousand_of_one_name_do_not_flood_the_panel(driver: IntakeDriver, session: Session) -> None:
    for order in range(30):
        register(session, form(principal=someone("王伟", address=VILLAGE), claim=f"第{order}件"))
    driver.type_name("王伟")
    driver.fill("address", VILLAGE)
    driver.settle()
    assert len(driver.page.panel.found) == 5


def test_keys_that_decide_belong_to_the_input_method_while_it_composes(driver: IntakeDriver, session: Session) -> None:
    register(session, form("仇建国", 1))
    driver.type_document(resident_number(1))
    driver.settle()
    driver.go_to("address")
    driver.compose("shiqiao")
    driver.join(1)
    driver.not_the_same()
    assert driver.decided() == ""
    assert driver.proposed() == ["仇建国"]
    event = QInputMethodEvent("", [])
    event.setCommitString("石桥")
    QApplication.sendEvent(driver.focus(), event)
    driver.join(1)
    assert driver.decided()


def test_what_was_found_nowhere_says_so(driver: IntakeDriver) -> None:
    driver.type_document(resident_number(1))
    driver.settle()
    assert driver.page.panel.words() == NOTHING
    driver.press(Qt.Key.Key_A, CTRL)
    driver.press(Qt.Key.Key_Delete)
    driver.settle()
    assert driver.page.panel.words() == WAITING


def test_the_last_answer_and_a_late_promise_are_in_view(driver: IntakeDriver, session: Session) -> None:
    known = register(session, form("仇建国", 1))
    answer(session, known.matter_id, "电话告知已收到材料。", "2026-09-01T10:00")
    answer(session, known.matter_id, "书面答复：已立执行案件，30日内反馈进展。", "2026-10-13T10:00")
    driver.type_document(resident_number(1))
    driver.settle()
    words = driver.page.panel.answer_words()
    assert words.startswith("10月13日 答复：书面答复：已立执行案件")
    assert "反馈已逾期 12 天" in words
    assert "9月1日" in words


def test_d17_whether_a_matter_is_new_or_old_is_said_beside_its_last_answer(
    driver: IntakeDriver, session: Session
) -> None:
    register(session, form("仇建国", 1))
    history.change_cutoff(session, Cutoff(NOW.date(), "某高法〔2026〕9号"), NOW)
    driver.type_document(resident_number(1))
    driver.settle()
    words = driver.page.panel.answer_words()
    assert "老访：2026-03-02首次信访，早于分界日" in words
    assert "依据：某高法〔2026〕9号" in words


def test_what_the_contact_counts_as_is_shown_after_joining(driver: IntakeDriver, session: Session) -> None:
    known = register(session, form("仇建国", 1))
    register(session, form("仇建国", 1, existing_matter_id=known.matter_id), minutes=5)
    register(session, form("仇建国", 1, claim="另一件"), minutes=9)
    driver.type_document(resident_number(1))
    driver.settle()
    place = [one.matter_id for one in driver.page.panel.found].index(known.matter_id)
    driver.join(place + 1)
    words = driver.page.panel.counts.words()
    assert "本院第 4 次，本事项第 3 次" in words
    assert "重复信访：同一人就同一事项第3次信访" in words
    driver.fill("head_count", "")
    driver.replace("6")
    driver.settle()
    assert "集体访：来访6人，达到集体访标准5人" in driver.page.panel.counts.words()


def test_a_flag_is_changed_by_hand_only_with_a_reason(driver: IntakeDriver, session: Session) -> None:
    driver.type_name("仇建国")
    driver.type_document(resident_number(1))
    driver.type_claim("请求答复。")
    driver.fill("head_count", "")
    driver.replace("6")
    driver.settle()
    driver.press(Qt.Key.Key_B, ALT)
    assert driver.focus_name() == "flag_repeat"
    driver.settle()
    assert driver.note("flag_group_visit") == "系统认为是：来访6人，达到集体访标准5人"
    driver.choose("flag_group_visit", 2)
    driver.save()
    assert "要写明理由" in driver.note("flag_group_visit")
    assert "人工取消（还没有写理由）" in driver.page.panel.counts.words()
    driver.fill("flag_reason", "其中三人是路过")
    driver.save()
    assert driver.confirmation()
    (found,) = every_matter(session)
    with session.register.read(session.viewer) as unit:
        kept = {one.flag.value: one for one in unit.history.flags(found.matter_id)}
    assert (kept["group_visit"].value, kept["group_visit"].hand_reason) == (False, "其中三人是路过")


def test_e28_a_visit_elsewhere_is_known_from_the_paper_that_tells_of_it(driver: IntakeDriver, session: Session) -> None:
    driver.press(Qt.Key.Key_F2, SHIFT)
    driver.fill("forwarding_body", "省高级人民法院")
    driver.type_name("仇建国")
    driver.type_claim("请求答复。")
    driver.fill("head_count", "")
    assert driver.page.form.fold_of("head_count") is None
    driver.replace("8")
    driver.settle()
    assert driver.note("flag_group_visit") == "系统认为不是：没有选到哪一级走访，不按走访计"
    driver.choose("visited_level", 3)
    driver.settle()
    assert "越过本级和上一级" in driver.note("flag_skip_level")
    assert driver.note("flag_group_visit") == "系统认为是：到高级人民法院走访8人，达到集体访标准5人"
    driver.save()
    assert driver.confirmation()
    (found,) = every_matter(session)
    states = {one.flag: one for one in history.flag_states(session, found.contacts[0].contact_id)}
    assert states[Flag.SKIP_LEVEL].value
    assert "走访高级人民法院" in states[Flag.SKIP_LEVEL].reason
    assert states[Flag.GROUP_VISIT].value
    assert found.contacts[0].forwarding.body == "省高级人民法院"


def test_decisions_are_part_of_the_draft(
    driver: IntakeDriver, session: Session, desk: Operations[Session], qtbot: QtBot
) -> None:
    register(session, form(principal=person("仇建国", 1, phones=("13800001111",))))
    register(session, form(principal=someone("邱建国", address=VILLAGE), claim="另一村的事"))
    driver.type_name("仇建国")
    driver.type_document(resident_number(1))
    driver.fill("address", VILLAGE)
    driver.settle()
    driver.press(Qt.Key.Key_PageDown, ALT)
    driver.not_the_same()
    driver.join(1)
    driver.park()
    assert driver.decided() == ""
    again = IntakeDriver(qtbot, IntakePage(desk, lambda: NOW), desk)
    again.recall()
    assert again.decided().startswith("将归入 ")
    assert [one.petitioner_name for one in again.page.recognising.decision.dismissed] == ["邱建国"]
    again.undo()
    assert again.proposed() == ["仇建国"]
    again.join(1)
    again.save()
    assert "重访 第2次" in again.confirmation()
    assert recognition.propose(session, recognition.appearance_of(form("仇建国", 1)))
