"""The first start: what each field refuses, what stays as typed, the recovery code, and the practice register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.paper import PaperRecord, RecoverySheetRecord
from app.services import setting_up, settings, unlocking
from app.services.setting_up import SetupResult
from db.keyring import KeyCost
from tests.support.hands import ALT, CTRL
from tests.support.registers import CHEAP
from tests.support.wizard_driver import ANSWERS, WizardDriver
from ui.operations import Operations
from ui.pages.unlock.recovery_form import TWICE
from ui.pages.wizard import recovery_step
from ui.pages.wizard.page import WizardPage

NOW = datetime.fromisoformat("2026-11-24T10:26")


class Doorstep:
    """An empty data folder, the wizard before it, and what it announced."""

    def __init__(self, qtbot: QtBot, directory: Path) -> None:
        self.directory = directory
        self.operations: Operations[Path] = Operations(directory, lambda: NOW)
        self.faults: list[object] = []
        self.operations.crashed.connect(self.faults.append)
        page = WizardPage(self.operations, lambda: NOW)
        self.operations.unavailable.connect(page.tell)
        self.made: list[SetupResult] = []
        self.practised: list[object] = []
        self.finished: list[bool] = []
        page.created.connect(self.made.append)
        page.practice_wanted.connect(lambda: self.practised.append("asked"))
        page.practice_made.connect(self.practised.append)
        page.finished.connect(lambda: self.finished.append(True))
        self.clerk = WizardDriver(qtbot, page, self.operations)


@pytest.fixture
def doorstep(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Doorstep]:
    monkeypatch.setattr(KeyCost.__init__, "__defaults__", (CHEAP.memory_kib, CHEAP.passes, CHEAP.lanes))
    made = Doorstep(qtbot, tmp_path / "data")
    yield made
    assert made.operations.close()
    for result in made.made:
        result.session.register.close()
    assert made.faults == []


@pytest.fixture
def clerk(doorstep: Doorstep) -> WizardDriver:
    return doorstep.clerk


def test_the_first_question_is_answered_by_a_figure_or_enter(clerk: WizardDriver, doorstep: Doorstep) -> None:
    assert clerk.focus() is clerk.page.choice.set_up_button
    clerk.choose(2)
    assert doorstep.practised == ["asked"]
    clerk.enter()
    assert clerk.page.form.isVisible()
    assert clerk.focus_name() == "court_name"


def test_a_register_is_set_up_by_keyboard_alone(clerk: WizardDriver, doorstep: Doorstep) -> None:
    clerk.choose(1)
    for name, text in ANSWERS.items():
        assert clerk.focus_name() == name
        clerk.type(text) if text.isascii() else clerk.write(text)
        clerk.enter()
    clerk.confirm()
    assert len(doorstep.made) == 1
    session = doorstep.made[0].session
    office = settings.office(session)
    assert (office.court_name, office.court_code, office.desk_phone) == ("某某县人民法院", "豫9999", "0300-12345678")
    assert clerk.value("password") == clerk.value("again") == "", "no password stays in a field"
    unlocking.unlock(doorstep.directory, ANSWERS["account"], ANSWERS["password"]).register.close()


REFUSED = (
    ("court_name", "", "请填写法院全称"),
    ("court_name", "　", "请填写法院全称"),
    ("court_code", "", "请填写法院代字"),
    ("court_code", "河南", "省份简称加0、2或4位数字"),
    ("court_code", "豫010", "省份简称加0、2或4位数字"),
    ("court_code", "豫0105民", "省份简称加0、2或4位数字"),
    ("account", "", "请填写账户"),
    ("account", "recovery", "请填写第一个账户的名字"),
    ("password", "", "请填写口令"),
    ("password", "短口令", "口令至少 8 个字符，现在是 3 个"),
    ("password", "aaaaaaaaaa", "太单一"),
    ("password", "登记员甲登记员甲", "不能包含账户名"),
)


def test_what_a_field_refuses_is_said_beneath_it_when_it_is_left(clerk: WizardDriver) -> None:
    clerk.choose(1)
    for name, typed, says in REFUSED:
        clerk.fill_in(**{name: typed})
        field = clerk.page.form.fields()[name]
        clerk.page.form.back_button.setFocus()
        assert field.state == "wrong", (name, typed)
        assert says in field.note()
        assert clerk.value(name) == typed
        clerk.fill(name, ANSWERS[name])
        clerk.page.form.back_button.setFocus()
        assert field.state != "wrong", (name, typed)


def test_everything_missing_is_said_at_once_and_the_first_field_has_the_focus(
    clerk: WizardDriver, doorstep: Doorstep
) -> None:
    clerk.choose(1)
    clerk.fill("desk_phone", "0300-12345678")
    clerk.confirm()
    assert doorstep.made == []
    wrong = [name for name, field in clerk.page.form.fields().items() if field.state == "wrong"]
    assert wrong == ["court_name", "court_code", "account", "password", "again"]
    assert clerk.focus_name() == "court_name"
    assert not doorstep.directory.exists() or not list(doorstep.directory.glob("register*"))


def test_passwords_that_differ_are_refused_and_both_stay(clerk: WizardDriver, doorstep: Doorstep) -> None:
    clerk.choose(1)
    clerk.fill_in(again="窗口测试口令2025")
    clerk.confirm()
    assert clerk.note("again") == f"✕ {TWICE}"
    assert clerk.focus_name() == "again"
    assert clerk.value("password") == ANSWERS["password"]
    assert doorstep.made == []
    clerk.replace(ANSWERS["password"])
    clerk.confirm()
    assert len(doorstep.made) == 1


@pytest.mark.parametrize(
    ("typed", "kept"), [("豫０１０５", "豫0105"), (" 豫 0105 ", "豫0105"), ("最高法", "最高法"), ("京", "京")]
)
def test_a_court_code_is_taken_in_each_of_its_forms(
    clerk: WizardDriver, doorstep: Doorstep, typed: str, kept: str
) -> None:
    clerk.choose(1)
    clerk.fill_in(court_code=typed)
    clerk.confirm()
    assert settings.office(doorstep.made[0].session).court_code == kept


def test_back_and_forth_keeps_what_was_typed(clerk: WizardDriver) -> None:
    clerk.choose(1)
    clerk.fill_in(court_code="不是代字")
    clerk.press(Qt.Key.Key_B, ALT)
    assert clerk.page.choice.isVisible()
    clerk.choose(1)
    assert {name: clerk.value(name) for name in ANSWERS} == {**ANSWERS, "court_code": "不是代字"}


def test_passwords_are_hidden_until_one_key_shows_them(clerk: WizardDriver) -> None:
    clerk.choose(1)
    edit: Any = clerk.page.form.password.editor
    assert edit.echoMode() == edit.EchoMode.Password
    clerk.press(Qt.Key.Key_S, ALT)
    assert edit.echoMode() == edit.EchoMode.Normal
    clerk.press(Qt.Key.Key_S, ALT)
    assert edit.echoMode() == edit.EchoMode.Password


def test_a_folder_that_holds_a_register_already_is_left_alone(clerk: WizardDriver, doorstep: Doorstep) -> None:
    clerk.choose(1)
    clerk.fill_in()
    request = setting_up.SetupRequest("别的法院", "豫0105", "别人", "另一句口令2026", "", "")
    setting_up.create(doorstep.directory, request, NOW).session.register.close()
    clerk.confirm()
    assert doorstep.made == []
    assert clerk.page.problems.words().startswith("这个文件夹里已经有登记库，不会覆盖它。")
    assert clerk.page.form.isVisible()
    assert clerk.value("password") == ANSWERS["password"]


def test_a_folder_that_cannot_be_written_is_said_and_the_form_stays(clerk: WizardDriver, doorstep: Doorstep) -> None:
    doorstep.directory.write_text("a file stands where the folder should be")
    clerk.choose(1)
    clerk.fill_in()
    clerk.confirm()
    assert doorstep.made == []
    assert "放着一个文件，没有改动它" in clerk.page.problems.words()
    assert clerk.page.form.isVisible()
    assert clerk.value("court_name") == ANSWERS["court_name"]
    doorstep.directory.unlink()
    clerk.confirm()
    assert len(doorstep.made) == 1
    assert clerk.page.problems.words() == ""


# the recovery code


@pytest.fixture
def code(clerk: WizardDriver, doorstep: Doorstep) -> list[tuple[PaperRecord, Any]]:
    """The step with the code of a register just made; gives what was sent to the printer."""
    clerk.choose(1)
    clerk.fill_in()
    clerk.confirm()
    result = doorstep.made[0]
    record = RecoverySheetRecord(
        "某某县人民法院", "登记员甲", result.session.register.keyring.register_id, result.recovery_code, NOW.date()
    )
    sent: list[tuple[PaperRecord, Any]] = []
    clerk.page.show_recovery(record, lambda what, done: sent.append((what, done)), doorstep.operations)
    return sent


def test_the_code_is_shown_and_two_groups_typed_back(clerk: WizardDriver, doorstep: Doorstep, code: Any) -> None:
    step = clerk.page.recovery
    assert step is not None
    groups = step.groups()
    assert all(group in clerk.words_on_screen() for group in groups)
    assert clerk.focus() is step.print_button
    clerk.enter()
    code[0][1]("")
    assert "已送到打印机" in clerk.words_on_screen()
    assert clerk.focus() is step.first.editor
    clerk.type(groups[0].lower())
    clerk.enter()
    assert clerk.focus() is step.last.editor
    clerk.type(groups[-1])
    clerk.enter()
    assert doorstep.finished == [True]


def test_groups_typed_wrong_are_said_and_nothing_goes_on(clerk: WizardDriver, doorstep: Doorstep, code: Any) -> None:
    step = clerk.page.recovery
    assert step is not None
    clerk.confirm()
    assert step.first.note() == "✕ 请填写照纸上抄回第 1 组。"
    step.first.setFocus()
    clerk.type("ZZZZ")
    assert step.first.note() == "✕ 和第 1 组不一样，请对照恢复码单再抄一遍。"
    step.last.setFocus()
    clerk.type(step.groups()[-1])
    assert step.last.state == "good"
    clerk.confirm()
    assert clerk.focus() is step.first.editor
    assert doorstep.finished == []
    clerk.replace(step.groups()[0])
    clerk.confirm()
    assert doorstep.finished == [True]


def test_a_printer_that_fails_is_said_with_the_way_out(clerk: WizardDriver, code: Any) -> None:
    clerk.press(Qt.Key.Key_P, CTRL)
    code[0][1]("打印机“甲”不在线。")
    words = clerk.words_on_screen()
    assert "没有打出：打印机“甲”不在线。也可以先存为 PDF" in words


def test_the_sheet_is_saved_for_its_owner_only(
    clerk: WizardDriver, code: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = clerk.page.recovery
    assert step is not None
    for where, says in ((tmp_path / "没有" / "单.pdf", "没有存成"), (tmp_path / "单.pdf", "已存为“单.pdf”")):
        monkeypatch.setattr(step, "_ask_where", lambda *_args, where=where: where)
        clerk.press(Qt.Key.Key_S, CTRL)
        clerk.settle()
        assert says in clerk.words_on_screen()
    assert (tmp_path / "单.pdf").stat().st_mode & 0o077 == 0
    assert recovery_step.FILE_NAME.endswith(".pdf")


# practice


def test_the_practice_register_is_made_and_can_be_stopped(
    clerk: WizardDriver, doorstep: Doorstep, tmp_path: Path
) -> None:
    clerk.page.make_practice(tmp_path / "practice")
    assert "正在准备演练库…" in clerk.words_on_screen()
    clerk.press(Qt.Key.Key_X, ALT)
    clerk.settle()
    assert clerk.page.choice.isVisible()
    assert doorstep.practised == []
    assert not (tmp_path / "practice" / "register.db").exists()
    clerk.page.make_practice(tmp_path / "practice")
    clerk.settle()
    assert len(doorstep.practised) == 1
    session: Any = doorstep.practised[0]
    assert session.register.practice
    session.register.close()
