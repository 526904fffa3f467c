"""What came of a matter's contacts in the panel, taking one matter into another, and taking every link back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.domain.matter import MatterStatus
from app.services import matters, recognition
from app.services.session import Session
from tests.support.hands import ALT
from tests.support.intakes import form, register
from tests.support.queue_driver import QueueDriver
from tests.support.registers import fresh_register
from ui.pages.queue.link_dialogs import MergeDialog, UnlinkDialog

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
