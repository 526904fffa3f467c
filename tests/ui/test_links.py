"""What came of a matter's contacts in the panel, taking one matter into another, and taking every link back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.history import Cutoff, Flag
from app.domain.matter import MatterStatus
from app.services import history, looking_back, matters, merging, recognition
from app.services.session import Session
from tests.support.hands import ALT
from tests.support.intakes import form, register
from tests.support.queue_driver import QueueDriver
from tests.support.registers import fresh_register
from ui.pages.queue.flag_dialog import FlagDialog
from ui.pages.queue.link_dialogs import MergeDialog, SamePersonDialog, UnlinkDialog

NOW = datetime.fromisoformat("2026-11-24T10:26")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = fresh_register(tmp_path)
    register(made, form("仇建国", 1, claim="请求尽快执行"))
    register(made, form("仇建国", 1, claim="请求答复"), minutes=5)
    yield made
    made.register.close()


@pytest.fixture
def clerk(clerk: QueueDriver) -> QueueDriver:
    show(clerk, 2)
    return clerk


def show(clerk: QueueDriver, matter_id: int) -> None:
    clerk.page.open_at(matter_id)
    clerk.settle()
    clerk.page.panel.refresh()
    clerk.settle()


def open_merge(clerk: QueueDriver) -> MergeDialog:
    clerk.press(Qt.Key.Key_W, ALT)
    return clerk.dialog(MergeDialog)


def merge(clerk: QueueDriver, words: str = "请求尽快执行") -> MergeDialog:
    dialog = open_merge(clerk)
    clerk.type(words)
    clerk.settle()
    dialog.reason_edit.setFocus()
    clerk.write("重复登记")
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    return dialog


def test_a_matter_is_taken_into_another_and_given_back(clerk: QueueDriver, session: Session) -> None:
    merge(clerk)
    assert clerk.no_dialog()
    assert "已并入所选事项" in clerk.said()
    assert matters.detail(session, 2).status is MatterStatus.VOID
    assert matters.detail(session, 1).contact_count == 2
    show(clerk, 1)
    words = clerk.page.panel.view.again.words()
    assert "重复信访：同一人就同一事项第2次信访" in words
    assert "由初变重" in words
    assert "关联：2026-11-24 （2026）豫9999访2号并入（2026）豫9999访1号" in words
    clerk.press(Qt.Key.Key_E, ALT)
    clerk.dialog(UnlinkDialog)
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.write("看错了")
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    assert clerk.no_dialog()
    assert "关联已撤销" in clerk.said()
    assert matters.detail(session, 2).status is not MatterStatus.VOID
    assert any("撤销合并" in line for line in clerk.timeline())


def test_a_refusal_is_said_in_words_and_keeps_what_was_typed(clerk: QueueDriver, session: Session) -> None:
    matters.void(session, 1, "写错", NOW)
    dialog = merge(clerk)
    assert dialog.isVisible()
    assert "已作废，不能合并" in dialog.problem._words.text()
    assert dialog.reason_edit.text() == "重复登记"
    dialog.words.setFocus()
    clerk.replace("没有这样的事项")
    clerk.settle()
    assert "没有找到别的事项" in dialog.other.note()
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()


def test_what_was_told_apart_is_taken_back_before_it_is_joined(clerk: QueueDriver, session: Session) -> None:
    recognition.say_different_matters(session, 1, 2, "两件事", NOW)
    dialog = merge(clerk)
    assert "请先取消那次认定" in dialog.problem._words.text()
    clerk.press(Qt.Key.Key_X, ALT)
    clerk.settle()
    assert "可以并入了" in dialog.problem._words.text()
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    assert clerk.no_dialog()
    assert matters.detail(session, 1).contact_count == 2


def test_a_contact_joined_at_the_desk_becomes_a_matter_of_its_own(clerk: QueueDriver, session: Session) -> None:
    register(session, form("仇健国", 7, claim="请求答复", existing_matter_id=2), minutes=9)
    show(clerk, 2)
    clerk.page.panel.refresh()
    clerk.settle()
    assert "登记时归入本事项" in clerk.page.panel.view.again.words()
    clerk.press(Qt.Key.Key_E, ALT)
    clerk.dialog(UnlinkDialog)
    clerk.write("误归入")
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    assert clerk.no_dialog()
    assert matters.detail(session, 2).contact_count == 1
    assert matters.detail(session, 3).petitioner == "仇健国"


# 认定同一人


def root(session: Session, petitioner_id: int) -> int | None:
    with session.register.read(session.viewer) as unit:
        return unit.recognition.root(petitioner_id)


def join_people(clerk: QueueDriver, words: str, why: str = "核对证件") -> SamePersonDialog:
    clerk.press(Qt.Key.Key_N, ALT)
    dialog = clerk.dialog(SamePersonDialog)
    clerk.type(words)
    clerk.settle()
    dialog.reason_edit.setFocus()
    clerk.write(why)
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    return dialog


def test_b23_two_records_of_one_person_are_joined_from_the_panel_and_parted_again(
    clerk: QueueDriver, session: Session
) -> None:
    other = register(session, form("裘建国", 8, claim="请求退还诉讼费"), minutes=9)
    show(clerk, 2)
    join_people(clerk, "裘建国")
    assert clerk.no_dialog()
    assert "已认定为同一人" in clerk.said()
    assert root(session, 2) == root(session, 1)
    assert any("认定裘建国与仇建国是同一人（原因：核对证件）" in line for line in clerk.timeline())
    assert "认定裘建国与仇建国是同一人" in clerk.page.panel.view.again.words()
    show(clerk, other.matter_id)  # the link is taken back from either side
    assert "认定裘建国与仇建国是同一人" in clerk.page.panel.view.again.words()
    clerk.press(Qt.Key.Key_E, ALT)
    clerk.dialog(UnlinkDialog)
    clerk.write("看错了")
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    assert clerk.no_dialog()
    assert root(session, 2) != root(session, 1)
    assert any("不再算同一人（原因：看错了）" in line for line in clerk.timeline())


def test_the_person_themselves_is_not_offered_and_nobody_found_is_said(clerk: QueueDriver) -> None:
    clerk.press(Qt.Key.Key_N, ALT)
    dialog = clerk.dialog(SamePersonDialog)
    clerk.type("仇建国")
    clerk.settle()
    assert dialog.choice.count() == 0
    assert "没有找到别的人" in dialog.other.note()
    clerk.press(Qt.Key.Key_Y, ALT)
    assert dialog.isVisible()
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()


def test_people_told_apart_are_joined_only_after_that_was_taken_back(clerk: QueueDriver, session: Session) -> None:
    register(session, form("裘建国", 8, claim="请求退还诉讼费"), minutes=9)
    recognition.say_different(session, 1, 2, "父子", NOW)
    dialog = join_people(clerk, "裘建国")
    assert "以前认定过不是同一人" in dialog.problem._words.text()
    assert dialog.reason_edit.text() == "核对证件"
    clerk.press(Qt.Key.Key_X, ALT)
    clerk.settle()
    assert "可以认定了" in dialog.problem._words.text()
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    assert clerk.no_dialog()
    assert root(session, 2) == root(session, 1)


def test_a_record_whose_registrations_are_void_is_refused_in_words(clerk: QueueDriver, session: Session) -> None:
    other = register(session, form("裘建国", 8, claim="请求退还诉讼费"), minutes=9)
    matters.void(session, other.matter_id, "写错", NOW)
    dialog = join_people(clerk, "裘建国")
    assert "裘建国的登记都已作废，不能合并" in dialog.problem._words.text()
    assert root(session, 2) != root(session, 1)
    clerk.press(Qt.Key.Key_Escape)


def test_a_later_joining_of_another_spelling_is_listed_so_that_it_can_go_first(session: Session) -> None:
    register(session, form("裘建国", 8, claim="甲"), minutes=9)
    register(session, form("球建国", 9, claim="乙"), minutes=12)
    merging.merge_people(session, 2, 1, "同一人", NOW)
    merging.merge_people(session, 1, 3, "同一人", NOW)
    words = [one.words for one in looking_back.links(session, 3)]
    assert len([one for one in words if "是同一人" in one]) == 2


# 更改标记


def test_d17_whether_a_matter_is_new_or_old_stands_with_its_flags(clerk: QueueDriver, session: Session) -> None:
    assert "新访" not in clerk.page.panel.view.again.words()
    history.change_cutoff(session, Cutoff(date(2026, 1, 1), "某高法〔2025〕1号"), NOW)
    clerk.page.panel.refresh()
    clerk.settle()
    first = clerk.page.panel.view.again.words().split("\n")[0]
    assert first.startswith("新访：")
    assert "某高法〔2025〕1号" in first


def test_b16_a_flag_is_changed_with_a_reason_and_the_computed_one_stays_in_view(
    clerk: QueueDriver, session: Session
) -> None:
    receipt = register(session, form("仇建国", 1, claim="请求答复", existing_matter_id=2), minutes=9)
    show(clerk, 2)
    assert "由初变重" in clerk.page.panel.view.again.words()
    clerk.press(Qt.Key.Key_P, ALT)
    dialog = clerk.dialog(FlagDialog)
    clerk.settle()
    assert dialog.contact.value() == receipt.contact_id
    dialog.flag.setFocus()
    clerk.press(Qt.Key.Key_1)
    assert dialog.computed.isVisible()
    assert "系统认为算重复信访：同一人就同一事项第2次信访" in dialog.computed._words.text()
    assert dialog.value.value() is False
    clerk.press(Qt.Key.Key_Y, ALT)
    assert dialog.isVisible()
    assert dialog.reason.state == "wrong"
    dialog.reason_edit.setFocus()
    clerk.write("经核对不是同一事项")
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    assert clerk.no_dialog()
    assert "标记已更改" in clerk.said()
    words = clerk.page.panel.view.again.words()
    assert "不算重复信访：同一人就同一事项第2次信访" in words
    assert "人工改动：经核对不是同一事项" in words
    assert "由初变重" not in words
    assert any("取消重复信访（原因：经核对不是同一事项）" in line for line in clerk.timeline())
    (state,) = [one for one in history.flag_states(session, receipt.contact_id) if one.flag is Flag.REPEAT]
    assert (state.value, state.computed, state.hand_reason) == (False, True, "经核对不是同一事项")


def test_b16_a_flag_that_was_not_set_is_set_and_taken_back_to_what_was_computed(
    clerk: QueueDriver, session: Session
) -> None:
    contact = matters.detail(session, 2).contacts[0].contact_id
    for figure, why in ((2, "另有层级"), (2, "记错了")):
        clerk.press(Qt.Key.Key_P, ALT)
        dialog = clerk.dialog(FlagDialog)
        clerk.settle()
        dialog.flag.setFocus()
        clerk.press(Qt.Key(Qt.Key.Key_0 + figure))
        dialog.reason_edit.setFocus()
        clerk.write(why)
        clerk.press(Qt.Key.Key_Y, ALT)
        clerk.settle()
        assert clerk.no_dialog()
        (state,) = [one for one in history.flag_states(session, contact) if one.flag is Flag.SKIP_LEVEL]
        assert state.value is (why == "另有层级")
        assert "没有越过" in state.reason
    assert state.hand_reason == ""


def test_a_void_matter_offers_neither(clerk: QueueDriver, session: Session) -> None:
    matters.void(session, 2, "写错", NOW)
    show(clerk, 2)
    view = clerk.page.panel.view
    assert not any(one.isEnabled() for one in (view.merge_button, view.person_button, view.flag_button))
    for key in (Qt.Key.Key_N, Qt.Key.Key_P):
        clerk.press(key, ALT)
        assert clerk.no_dialog()


def test_a_hint_under_a_reason_has_its_room(clerk: QueueDriver) -> None:
    dialog = open_merge(clerk)
    dialog.reason_edit.setFocus()
    clerk.write("这个缠访户的事重复登记")
    clerk.settle()
    assert "多次来访的信访人" in dialog.hint.words()
    assert dialog.hint.height() >= dialog.hint.heightForWidth(dialog.hint.width())
    assert dialog.rect().contains(dialog.act.geometry())
    dialog.reject()
