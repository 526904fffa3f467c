"""The settings page over a real register: every section, what is refused, and what is in force at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.errors import Refused
from app.domain.numbering import DEFAULT_TEMPLATES, Series
from app.domain.viewer import Right, Viewer
from app.services import accounts, backups, checking, matters, settings, unlocking
from app.services.session import Session
from db.keyring import KeyCost
from tests.support.hands import CTRL
from tests.support.paper_driver import FilePrinters, register_visit
from tests.support.registers import ACCOUNT, CHEAP, COURT_NAME, PASSWORD, Template, fresh_register
from tests.support.settings_driver import SettingsDriver
from ui import kept_look
from ui.operations import Operations
from ui.pages.queue.layout import Columns
from ui.pages.settings.about import program_version
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.page import SettingsPage
from ui.printing import RECORD_PRINTER, PrintDesk
from ui.style import theme
from ui.style.theme import Look
from ui.style.tokens import Palette

NOW = datetime.fromisoformat("2026-11-24T10:26")
NEW_PASSWORD = "换一句新的话2026"
PRINTER = "窗口打印机"


class Room:
    """A register, its printers, and settings pages of its accounts."""

    def __init__(self, qtbot: QtBot, session: Session, folder: Path) -> None:
        self._qtbot = qtbot
        self.session = session
        self.printers = FilePrinters(folder, PRINTER, "针式打印机")
        self.desks: list[Operations[Session]] = []
        self.faults: list[object] = []

    def sit_down(self, session: Session | None = None) -> SettingsDriver:
        desk = Operations(session or self.session, lambda: NOW)
        desk.crashed.connect(self.faults.append)
        self.desks.append(desk)
        page = SettingsPage(desk, PrintDesk(desk, lambda: NOW, self.printers), lambda: NOW)
        return SettingsDriver(self._qtbot, page, desk)

    def plain_account(self) -> Session:
        """The same register for somebody without any right."""
        return Session(self.session.register, Viewer(self.session.viewer.account_id, "登记员乙"))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Template:
    session = fresh_register(tmp_path_factory.mktemp("fresh"))
    session.register.close()
    return Template(session)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, fresh: Template, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    # keys are stretched as long as tests can afford; what is stretched stays the same
    monkeypatch.setattr(KeyCost.__init__, "__defaults__", (CHEAP.memory_kib, CHEAP.passes, CHEAP.lanes))
    session = fresh.copy(tmp_path / "data")
    made = Room(qtbot, session, tmp_path)
    yield made
    assert all(desk.close() for desk in made.desks)
    session.register.close()
    assert made.faults == []


@pytest.fixture
def clerk(room: Room) -> SettingsDriver:
    return room.sit_down()


def opens(session: Session, account: str, password: str) -> bool:
    """Whether an account unlocks the register with a password."""
    try:
        unlocking.unlock(session.register.files.directory, account, password).register.close()
    except Refused:
        return False
    return True


def test_every_section_is_reached_by_its_key(clerk: SettingsDriver) -> None:
    for name in clerk.page.sections:
        clerk.section(name)
        assert clerk.page.current() is clerk.page.sections[name]
        assert clerk.page.buttons[name].isChecked()
        assert clerk.section_words()
    clerk.page.open_at("backups")
    assert clerk.page.current() is clerk.page.backups


# 单位


def test_the_office_is_changed_and_the_next_number_follows(clerk: SettingsDriver, room: Room) -> None:
    fields = clerk.page.office.fields
    assert fields["court_name"].editor.text() == COURT_NAME
    assert fields["template_matter"].note() == "例：（2026）豫9999访29号"
    clerk.fill(fields["court_name"], "另一县人民法院")
    clerk.fill(fields["court_code"], "豫０１０５")
    clerk.fill(fields["template_matter"], "{法院代字}访〔{年}〕{号}")
    assert fields["template_matter"].note() == "例：豫0105访〔2026〕29"
    clerk.confirm()
    assert clerk.said() == "单位设置已保存，以后的文书和编号按新的来。"
    office = settings.office(room.session)
    assert (office.court_name, office.court_code) == ("另一县人民法院", "豫0105")
    matter_id = register_visit(room.session)
    assert matters.detail(room.session, matter_id).number == "豫0105访〔2026〕1"
    assert not clerk.page.office.changed()


def test_a_template_must_hold_year_and_number(clerk: SettingsDriver, room: Room) -> None:
    field = clerk.page.office.fields["template_visit"]
    for typed, says in (
        ("来访{号}号", "缺少{年}，不同年份的编号会重复"),
        ("（{年}）来访", "缺少{号}，同一年的编号会重复"),
        ("（{年}）来访{号}{月}号", "{月}程序不认识"),
        ("（{年}）来访{号号", "花括号没有成对"),
        ("{年}{号}", "紧挨在一起"),
        ("", "缺少{年}"),
    ):
        clerk.fill(field, typed)
        assert field.state == "wrong", typed
        assert says in field.note()
        clerk.confirm()
        assert field.state == "wrong", typed
        assert says in field.note()
        assert field.editor.text() == typed
        assert clerk.focus() is field.editor
        assert settings.office(room.session).number_templates["visit"] == DEFAULT_TEMPLATES[Series.VISIT]


def test_two_registers_cannot_be_numbered_alike(clerk: SettingsDriver) -> None:
    fields = clerk.page.office.fields
    clerk.fill(fields["template_letter"], DEFAULT_TEMPLATES[Series.VISIT])
    clerk.confirm()
    assert "编号格式相同，编号会重复" in fields["template_letter"].note()


def test_court_name_and_code_are_asked_for(clerk: SettingsDriver) -> None:
    fields = clerk.page.office.fields
    clerk.fill(fields["court_name"], "")
    clerk.fill(fields["court_code"], "河南0105")
    clerk.confirm()
    assert "请填写法院全称" in fields["court_name"].note()
    assert "省份简称加0、2或4位数字" in fields["court_code"].note()
    assert clerk.focus() is fields["court_name"].editor
    assert fields["court_code"].editor.text() == "河南0105"


def test_what_is_typed_survives_a_change_made_elsewhere(clerk: SettingsDriver, room: Room) -> None:
    fields = clerk.page.office.fields
    clerk.fill(fields["desk_phone"], "0300-7654321")
    clerk.page.refresh()
    clerk.settle()
    assert fields["desk_phone"].editor.text() == "0300-7654321"
    clerk.section("about")
    clerk.section("office")
    assert fields["desk_phone"].editor.text() == "0300-7654321"


def test_without_the_right_everything_can_be_read_and_nothing_changed(room: Room) -> None:
    clerk = room.sit_down(room.plain_account())
    assert ONLY_ADMINISTRATORS in clerk.section_words()
    assert all(field.editor.isReadOnly() for field in clerk.page.office.fields.values())
    assert not clerk.page.office.save.isVisible()
    clerk.section("staff")
    assert ONLY_ADMINISTRATORS in clerk.section_words()
    assert "添加人员" not in clerk.section_words()
    clerk.section("accounts")
    words = clerk.section_words()
    assert ONLY_ADMINISTRATORS in words
    assert "修改我的口令" in words
    assert "添加账户" not in words
    assert "生成新的恢复码" not in words


# 人员


def test_staff_are_added_by_keyboard(clerk: SettingsDriver, room: Room) -> None:
    clerk.section("staff")
    assert "还没有人员" in clerk.section_words()
    staff = clerk.page.staff
    staff.name.setFocus()
    clerk.write("毕某")
    clerk.enter()
    assert clerk.focus() is staff.post
    clerk.write("审判员")
    clerk.enter()
    assert clerk.focus() is staff.department
    clerk.type("4")
    clerk.confirm()
    assert clerk.said() == "已添加毕某，登记时可以选作承办人。"
    assert clerk.rows(staff.table) == [("毕某", "审判员", "行政审判庭")]
    assert clerk.focus() is staff.name
    assert staff.name.text() == ""
    clerk.confirm()
    assert staff.fields["staff_name"].note() == "✕ 请填写姓名。"
    assert "执行局" in clerk.section_words()


# 账户


def test_an_account_is_added_with_its_rights(clerk: SettingsDriver, room: Room) -> None:
    clerk.section("accounts")
    form = clerk.page.accounts.new_account
    clerk.fill(form.name, "登记员乙")
    clerk.fill(form.password, NEW_PASSWORD)
    clerk.fill(form.again, NEW_PASSWORD)
    assert form.fields["again"].state != "wrong"
    form.ticks[Right.VOID_NUMBERS].setFocus()
    clerk.press(Qt.Key.Key_Space)
    clerk.alt(Qt.Key.Key_N)
    assert "账户“登记员乙”已添加" in clerk.said()
    assert clerk.rows(clerk.page.accounts.table) == [
        (f"{ACCOUNT}（正在使用）", "管理设置与账户、查看检举控告、作废登记编号", "可用"),
        ("登记员乙", "作废登记编号", "可用"),
    ]
    assert form.password.text() == form.again.text() == ""
    assert opens(room.session, "登记员乙", NEW_PASSWORD)


def test_a_new_account_is_refused_beside_its_fields(clerk: SettingsDriver, room: Room) -> None:
    clerk.section("accounts")
    form = clerk.page.accounts.new_account
    clerk.alt(Qt.Key.Key_N)
    assert form.fields["name"].note() == "✕ 请填写账户名。"
    assert clerk.focus() is form.name
    clerk.fill(form.name, ACCOUNT)
    for password, says in (("短", "至少 8 个字符"), ("11111111", "太单一"), (f"{ACCOUNT}12345", "不能包含账户名")):
        clerk.fill(form.password, password)
        clerk.alt(Qt.Key.Key_N)
        assert says in form.fields["password"].note(), password
        assert form.password.text() == password
    clerk.fill(form.password, NEW_PASSWORD)
    clerk.fill(form.again, NEW_PASSWORD + "x")
    clerk.alt(Qt.Key.Key_N)
    assert form.fields["again"].note() == "✕ 两次输入的口令不一样，请再输一遍。"
    clerk.fill(form.again, NEW_PASSWORD)
    clerk.alt(Qt.Key.Key_N)
    assert form.fields["name"].note() == "✕ 已有同名账户"
    assert form.name.text() == ACCOUNT
    assert len(accounts.list_accounts(room.session)) == 1


def test_ones_own_password_is_changed(clerk: SettingsDriver, room: Room) -> None:
    clerk.section("accounts")
    form = clerk.page.accounts.password
    for edit, text in ((form.old, "不是这一句"), (form.new, NEW_PASSWORD), (form.again, NEW_PASSWORD)):
        clerk.fill(edit, text)
    clerk.alt(Qt.Key.Key_K)
    assert form.fields["old"].note() == "✕ 原口令不对，请重新输入。"
    assert clerk.focus() is form.old
    assert form.new.text() == NEW_PASSWORD
    clerk.fill(form.old, PASSWORD)
    clerk.alt(Qt.Key.Key_K)
    assert clerk.said() == "口令已修改，下次打开登记库用新口令。"
    assert opens(room.session, ACCOUNT, NEW_PASSWORD)
    assert not opens(room.session, ACCOUNT, PASSWORD)
    assert form.old.text() == form.new.text() == ""


def test_an_account_is_retired_after_a_question(clerk: SettingsDriver, room: Room) -> None:
    accounts.add_account(room.session, "登记员乙", NEW_PASSWORD, (), NOW)
    clerk.section("accounts")
    table = clerk.page.accounts.table
    clerk.alt(Qt.Key.Key_T)
    assert clerk.said() == "请先在列表中选中要停用的账户。"
    table.setFocus()
    clerk.press(Qt.Key.Key_Down)
    if table.subject() == room.session.viewer.account_id:
        clerk.press(Qt.Key.Key_Down)
    clerk.alt(Qt.Key.Key_T)
    clerk.answer_no()
    assert opens(room.session, "登记员乙", NEW_PASSWORD)
    clerk.alt(Qt.Key.Key_T)
    clerk.answer_yes()
    assert clerk.said() == "“登记员乙”已停用。"
    assert clerk.rows(table)[1][2] == "已停用"
    assert not opens(room.session, "登记员乙", NEW_PASSWORD)
    table.selectRow(0)
    clerk.alt(Qt.Key.Key_T)
    clerk.answer_yes()
    assert "不能停用正在使用的账户" in clerk.said()


def test_a_new_recovery_code_is_shown_once_and_printed(clerk: SettingsDriver, room: Room) -> None:
    clerk.section("accounts")
    section = clerk.page.accounts
    clerk.alt(Qt.Key.Key_R)
    clerk.answer_no()
    assert section.shown_code is None
    clerk.alt(Qt.Key.Key_R)
    clerk.answer_yes()
    card = section.shown_code
    assert card is not None
    code = card.record.recovery_code
    assert all(group in clerk.section_words() for group in code.split("-"))
    assert "添加账户" not in clerk.section_words()
    assert not card.close_button.isEnabled()
    room.printers.online.clear()
    clerk.press(Qt.Key.Key_P, CTRL)
    clerk.settle()
    assert card.said().startswith("⚠ 没有打出")
    room.printers.online.append(PRINTER)
    clerk.press(Qt.Key.Key_P, CTRL)
    clerk.settle()
    assert card.said().startswith("✓ 已送到打印机")
    clerk.page.refresh()
    clerk.settle()
    assert section.shown_code is card, "another page's change does not take it away"
    card.safe.setFocus()
    clerk.press(Qt.Key.Key_Space)
    clerk.confirm()
    assert section.shown_code is None
    assert code.split("-")[0] not in clerk.section_words()
    assert "新的恢复码已经生效" in clerk.said()
    directory = room.session.register.files.directory
    unlocking.reset_password(directory, code, ACCOUNT, NEW_PASSWORD)
    assert opens(room.session, ACCOUNT, NEW_PASSWORD)


# 显示


def test_theme_and_text_size_are_in_force_at_once_and_kept(
    clerk: SettingsDriver, room: Room, wear: Callable[[Look], None]
) -> None:
    clerk.section("display")
    display = clerk.page.display
    body = QApplication.font().pixelSize()
    clerk.alt(Qt.Key.Key_S)
    assert theme.look().palette is Palette.DARK
    clerk.alt(Qt.Key.Key_G)
    assert theme.look().palette is Palette.CONTRAST
    display.points.setFocus()
    for figure, points in ((1, 11), (9, 19)):
        clerk.press(Qt.Key(Qt.Key.Key_0 + figure))
        clerk.settle()
        assert theme.look().text_points == points
    clerk.press(Qt.Key.Key_Down)
    clerk.settle()
    assert theme.look().text_points == 20
    clerk.press(Qt.Key.Key_Down)
    assert theme.look().text_points == 20, "there is nothing larger"
    assert clerk.page.about.drafts.font().pixelSize() > body
    display.motion.setFocus()
    clerk.press(Qt.Key.Key_Space)
    clerk.settle()
    kept = kept_look.from_plain(settings.preferences(room.session, NOW)["look"])
    assert kept == theme.look() == Look(Palette.CONTRAST, 20, 1.0, reduce_motion=True)
    clerk.alt(Qt.Key.Key_Q)
    assert theme.look().palette is Palette.LIGHT


def test_a_look_changed_elsewhere_shows_in_the_choices(clerk: SettingsDriver, wear: Callable[[Look], None]) -> None:
    clerk.section("display")
    wear(Look(Palette.DARK, 14, 1.5))
    display = clerk.page.display
    assert (display.palettes.value(), display.points.value(), display.zoom.value()) == ("dark", 14, 1.5)


def test_low_rows_are_one_choice_with_the_columns_of_the_list(clerk: SettingsDriver, room: Room) -> None:
    settings.keep_preference(room.session, "queue", Columns(widths={}).as_preference() | {"hidden": ["case"]}, NOW)
    told: list[bool] = []
    clerk.page.compact_changed.connect(told.append)
    clerk.section("display")
    assert not clerk.page.display.compact.isChecked()
    clerk.page.display.compact.setFocus()
    clerk.press(Qt.Key.Key_Space)
    clerk.settle()
    assert told == [True]
    columns = Columns.of_preference(settings.preferences(room.session, NOW)["queue"])
    assert columns.compact
    assert [column.value for column in columns.hidden] == ["case"]
    again = room.sit_down()
    again.section("display")
    assert again.page.display.compact.isChecked()


# 打印机


def test_each_form_is_given_its_printer(clerk: SettingsDriver, room: Room) -> None:
    clerk.section("printers")
    fields = clerk.page.printers.fields
    assert list(fields["slip"].offered()) == [f"系统默认（{PRINTER}）", PRINTER, "针式打印机"]
    fields["slip"].setFocus()
    clerk.type("3")
    fields[RECORD_PRINTER].setFocus()
    clerk.type("2")
    clerk.settle()
    assert settings.preferences(room.session, NOW)["printers"] == {"slip": "针式打印机", RECORD_PRINTER: PRINTER}
    room.printers.online.remove("针式打印机")
    clerk.alt(Qt.Key.Key_C)
    assert fields["slip"].note() == "⚠ 这台打印机不在线，请另选一台。"
    assert fields["slip"].editor.value() == "针式打印机", "the choice stays for when it is back"


# 备份


def test_a_backup_is_made_and_listed(clerk: SettingsDriver, room: Room) -> None:
    clerk.section("backups")
    section = clerk.page.backups
    assert "还没有备份" in clerk.section_words()
    assert str(room.session.register.files.backups) in clerk.section_words()
    clerk.alt(Qt.Key.Key_B)
    assert clerk.said().startswith("备份已完成并核验：")
    assert len(clerk.rows(section.table)) == 1
    assert clerk.rows(section.table)[0][1:] == ("手动", "已核验")
    assert backups.latest(room.session) is not None
    assert section.back_up.isEnabled()
    assert not section.bar.isVisible()


def test_a_backup_that_cannot_be_written_is_said_and_can_be_tried_again(clerk: SettingsDriver, room: Room) -> None:
    told: list[object] = []
    clerk._operations.unavailable.connect(told.append)
    clerk.section("backups")
    folder = room.session.register.files.backups
    folder.rmdir()
    folder.write_text("in the way")
    clerk.alt(Qt.Key.Key_B)
    assert len(told) == 1
    assert clerk.page.backups.back_up.isEnabled()
    folder.unlink()
    folder.mkdir()
    clerk.alt(Qt.Key.Key_B)
    assert clerk.said().startswith("备份已完成并核验")


def test_the_register_is_checked_and_every_finding_named(clerk: SettingsDriver, room: Room) -> None:
    clerk.section("backups")
    section = clerk.page.backups
    clerk.alt(Qt.Key.Key_J)
    assert section.verdict.text() == "全部检查通过，登记库完好。"
    rows = clerk.rows(section.findings)
    assert len(rows) == len(checking.check(room.session))
    assert {row[2] for row in rows} == {"通过"}
    clerk.alt(Qt.Key.Key_R)
    assert clerk.said() == "查询索引已重建，共 0 件事项。"


# 关于


def test_about_says_version_licences_and_drafts(clerk: SettingsDriver) -> None:
    clerk.section("about")
    words = clerk.section_words()
    assert f"版本 {program_version()}" in words
    assert "全程不联网" in words
    assert "花园明朝" in words
    assert "没有没写完的表。" in words


def test_double_text_size_puts_the_sections_above(clerk: SettingsDriver, wear: Callable[[Look], None]) -> None:
    wear(Look(zoom=2.0))
    clerk.settle()
    for name, button in clerk.page.buttons.items():
        clerk.section(name)
        assert button.isVisible()
        assert clerk.page.minimumSizeHint().width() <= 1274
