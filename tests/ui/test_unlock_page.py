from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from app.domain.errors import Unavailable, UnavailableKind
from app.services import backups, unlocking
from db.files import RegisterFiles
from db.keyring import FREE_ATTEMPTS
from tests.support.registers import ACCOUNT, COURT_NAME, PASSWORD, set_up
from ui.operations import Operations
from ui.pages.unlock.halt import HaltPage
from ui.pages.unlock.page import UnlockPage
from ui.pages.unlock.password_edit import CAPS_ON
from ui.pages.unlock.recovery_form import TWICE
from ui.style.theme import Look
from ui.style.tokens import Palette

NOW = datetime.fromisoformat("2026-11-24T10:26")
NEW_PASSWORD = "换一句新的话2026"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def recovery_code(tmp_path: Path) -> str:
    made = set_up(tmp_path)
    made.session.register.close()
    return made.recovery_code


@pytest.fixture
def page(qtbot, directory: Path, recovery_code: str) -> Iterator[UnlockPage]:
    operations = Operations(directory, lambda: NOW)
    made = UnlockPage(directory, unlocking.look(directory), operations)
    made.resize(1366, 768)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.start()
    yield made
    assert operations.close()


def try_password(qtbot, page: UnlockPage, password: str) -> None:
    page.form.password_edit.setText(password)
    qtbot.keyClick(page.form.password_edit, Qt.Key.Key_Return)


def fail_once(qtbot, page: UnlockPage) -> None:
    page.form.password.clear_note()
    try_password(qtbot, page, "wrong password")
    qtbot.waitUntil(lambda: page.form.password.state == "wrong")


def test_one_account_is_chosen_and_the_cursor_stands_in_the_password(page):
    assert page.form.account.editor.value() == ACCOUNT
    assert QApplication.focusWidget() is page.form.password_edit
    assert page.form.password_edit.echoMode() is QLineEdit.EchoMode.Password
    assert page.frame.findChildren(type(page.frame._panel))[0].accessibleName().startswith(COURT_NAME)


def test_enter_opens_the_register_and_leaves_no_password_behind(qtbot, page):
    with qtbot.waitSignal(page.unlocked, timeout=10_000) as answer:
        page.form.password_edit.setText(PASSWORD)
        qtbot.keyClick(page.form.password_edit, Qt.Key.Key_Return)
        assert page.form.unlock_button.text() == "正在打开登记库…"
        assert not page.form.unlock_button.isEnabled()
    session, account = answer.args
    assert account == ACCOUNT
    assert session.viewer.name == ACCOUNT
    assert page.form.password_edit.text() == ""
    session.register.close()


def test_a_wrong_password_is_said_beside_the_field_and_what_was_typed_stays(qtbot, page):
    fail_once(qtbot, page)
    assert page.form.password.note() == "✕ 账户或口令不对，请重新输入。大小写要一致。"
    assert page.form.password_edit.text() == "wrong password"
    assert page.form.password_edit.selectedText() == "wrong password"
    qtbot.waitUntil(page.form.unlock_button.isEnabled)


def test_an_empty_password_is_asked_for_without_counting_as_a_try(qtbot, page, directory):
    qtbot.keyClick(page.form.password_edit, Qt.Key.Key_Return)
    assert page.form.password.note().startswith("✕ 请输入口令")
    assert not RegisterFiles(directory).attempts.exists()


def test_after_several_wrong_passwords_the_button_counts_down_and_then_works_again(qtbot, page):
    for _ in range(FREE_ATTEMPTS):
        qtbot.waitUntil(page.form.unlock_button.isEnabled)
        fail_once(qtbot, page)
    qtbot.waitUntil(lambda: page.form.unlock_button.text() in ("请等 2 秒", "请等 1 秒"))
    assert not page.form.unlock_button.isEnabled()
    assert page.form.password_edit.text() == "wrong password"
    qtbot.waitUntil(page.form.unlock_button.isEnabled, timeout=6000)
    assert page.form.unlock_button.text() == "解锁"


def test_caps_lock_is_noticed_from_the_letters_that_arrive(qtbot, page):
    editor = page.form.password_edit
    qtbot.keyClick(editor, "A", Qt.KeyboardModifier.ShiftModifier)
    assert page.form.password.note() == ""
    qtbot.keyClick(editor, Qt.Key.Key_A)
    assert page.form.password.note() == ""
    QApplication.sendEvent(editor, capital_without_shift())
    assert page.form.password.note() == f"⚠ {CAPS_ON}"


def capital_without_shift():
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier, "B")


def test_the_password_can_be_shown(qtbot, page):
    page.form.show_button.click()
    assert page.form.password_edit.echoMode() is QLineEdit.EchoMode.Normal
    page.form.forget_password()
    assert page.form.password_edit.echoMode() is QLineEdit.EchoMode.Password


def test_the_recovery_code_gives_a_new_password(qtbot, page, recovery_code):
    page.form.recovery_button.click()
    form = page.recovery
    assert form.isVisible()
    assert not page.form.isVisible()
    qtbot.keyClicks(form.code.editor, recovery_code.lower().replace("-", " "))
    form.code.check_now()
    assert form.code.note() == "✓ 七组都对得上。"
    form.password.editor.setText(NEW_PASSWORD)
    form.again.editor.setText(NEW_PASSWORD)
    form.reset_button.click()
    qtbot.waitUntil(page.form.isVisible, timeout=10_000)
    assert "口令已重设" in page.problems.words()
    assert form.code.editor.text() == ""
    assert form.password.editor.text() == ""
    with qtbot.waitSignal(page.unlocked, timeout=10_000) as answer:
        try_password(qtbot, page, NEW_PASSWORD)
    answer.args[0].register.close()


def test_a_slip_in_the_code_and_different_passwords_are_said_beside_their_fields(qtbot, page, recovery_code):
    page.form.recovery_button.click()
    form = page.recovery
    first = "3" if recovery_code[0] != "3" else "4"
    form.code.editor.setText(first + recovery_code[1:])
    form.password.editor.setText(NEW_PASSWORD)
    form.again.editor.setText(NEW_PASSWORD + "x")
    form.reset_button.click()
    assert "末组校验不符" in form.code.note()
    assert form.again.note() == f"✕ {TWICE}"
    assert QApplication.focusWidget() is form.code.editor


def test_a_weak_new_password_comes_back_to_its_field(qtbot, page, recovery_code):
    page.form.recovery_button.click()
    form = page.recovery
    form.code.editor.setText(recovery_code)
    form.password.editor.setText("短")
    form.again.editor.setText("短")
    form.reset_button.click()
    qtbot.waitUntil(lambda: form.password.state == "wrong")
    assert "至少 8 个字符" in form.password.note()
    assert form.reset_button.isEnabled()


@pytest.mark.parametrize("palette", list(Palette))
@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_nothing_is_wider_than_the_window(qtbot, page, wear, palette, zoom):
    wear(Look(palette, zoom=zoom))
    page.show_recovery()
    QApplication.processEvents()
    for widget in (page.recovery, page.recovery.code, page.recovery.reset_button):
        left = widget.mapTo(page, QPoint(0, 0)).x()
        assert left >= 0
        assert left + widget.width() <= page.width()


# a register that cannot be read


@pytest.fixture
def backup(recovery_code: str, directory: Path) -> str:
    """The name of a backup of the register."""
    session = unlocking.unlock(directory, ACCOUNT, PASSWORD)
    made = backups.make(session, "每日").backup
    session.register.close()
    return made.folder.name


def test_a_damaged_register_is_told_together_with_its_backups(qtbot, page, directory, backup):
    database = RegisterFiles(directory).database
    held = bytearray(database.read_bytes())
    held[2000:2100] = bytes(100)
    database.write_bytes(held)
    page._operations.unavailable.connect(page.tell)
    try_password(qtbot, page, PASSWORD)
    qtbot.waitUntil(lambda: page.command is not None)
    assert "打不开" in page.problems.words()
    assert f'restore --data "{directory}" --from "{backup}"' in page.command.text()
    shown = [label for label in page.findChildren(QLabel) if "1 份核验过的备份" in label.text()]
    assert [("（每日）" in label.text(), label.isVisible()) for label in shown] == [(True, True)]
    qtbot.waitUntil(page.form.unlock_button.isEnabled)


def test_a_full_disk_is_told_without_talk_of_backups(page, backup):
    page.tell(Unavailable(UnavailableKind.DISK_FULL))
    assert "磁盘已满" in page.problems.words()
    assert page.command is None


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_a_broken_register_s_page_says_which_backups_there_are_and_the_command(qtbot, wear, directory, backup, zoom):
    wear(Look(zoom=zoom))
    RegisterFiles(directory).keys.write_text("{", "utf-8")
    doorstep = unlocking.look(directory)
    halt = HaltPage(directory, doorstep.message, restorable=True)
    qtbot.addWidget(halt)
    halt.resize(1366, 768)
    halt.show()
    halt.start()
    said = " ".join(label.text() for label in halt.findChildren(QLabel))
    for words in ("1 份核验过的备份", "（每日）", "移开保存"):
        assert words in said
    command = halt.command
    assert command.text() == f'python main.py restore --data "{directory}" --from "{backup}" --password-file 口令文件'
    assert command.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    left = command.mapTo(halt, QPoint(0, 0)).x()
    assert left >= 0
    assert left + command.width() <= halt.width()


def test_a_folder_that_cannot_be_used_offers_no_backups(qtbot, directory):
    halt = HaltPage(directory, Unavailable(UnavailableKind.LOCATION).message)
    qtbot.addWidget(halt)
    assert halt.command is None
