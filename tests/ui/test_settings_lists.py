"""The settings of lists and of paper for power cuts: what a clerk changes, what is refused, what stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.contact import Channel
from app.domain.viewer import Viewer
from app.services import blank_forms, codes, settings
from app.services.session import Session
from tests.support.hands import ALT, CTRL
from tests.support.intakes import form, register
from tests.support.paper_driver import FilePrinters
from tests.support.registers import Template, fresh_register
from tests.support.settings_driver import SettingsDriver
from ui.operations import Operations
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.page import SettingsPage
from ui.printing import PrintDesk

NOW = datetime.fromisoformat("2026-11-24T10:26")
TODAY = NOW.date()
PRINTER = "窗口打印机"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Template:
    session = fresh_register(tmp_path_factory.mktemp("lists"))
    register(session, form(cause_code="trial_second"))
    session.register.close()
    return Template(session)


@pytest.fixture
def session(tmp_path: Path, fresh: Template) -> Iterator[Session]:
    made = fresh.copy(tmp_path / "data")
    yield made
    made.register.close()


@pytest.fixture
def printers(tmp_path: Path) -> FilePrinters:
    return FilePrinters(tmp_path, PRINTER)


@pytest.fixture
def clerk(qtbot: QtBot, desk: Operations[Session], printers: FilePrinters) -> SettingsDriver:
    page = SettingsPage(desk, PrintDesk(desk, lambda: NOW, printers), lambda: NOW)
    return SettingsDriver(qtbot, page, desk)


# 代码表


@pytest.fixture
def lists(clerk: SettingsDriver) -> SettingsDriver:
    clerk.section("codes")
    return clerk


def labels(clerk: SettingsDriver) -> list[str]:
    return [row[0] for row in clerk.rows(clerk.page.codes.table)]


def choose(clerk: SettingsDriver, label: str) -> None:
    """By arrows in the table."""
    table = clerk.page.codes.table
    table.setFocus()
    clerk.press(Qt.Key.Key_Home, CTRL)
    clerk.press(Qt.Key.Key_Down, times=labels(clerk).index(label) - max(table.currentIndex().row(), 0))
    assert table.lines.rows()[table.currentIndex().row()].cells[0] == label


def offered(session: Session, table: str, day: date) -> list[str]:
    return [one.label for one in settings.lists(session, day).codes[table]]


def test_every_table_is_listed_with_its_entries(lists: SettingsDriver, session: Session) -> None:
    section = lists.page.codes
    titles = [section.which.itemText(place) for place in range(section.which.count())]
    assert titles == [table.title for table in codes.tables(session)]
    for table in codes.tables(session):
        section.which.set_value(table.name)
        assert labels(lists) == [one.label for one in table.entries(TODAY)]
        assert {row[3] for row in lists.rows(section.table)} == {"使用中"}
    section.which.setFocus()
    lists.type("cl")
    assert section.which.currentText() == "处理方式", "initials find a table too"


def test_an_entry_is_added_from_a_day_on(lists: SettingsDriver, session: Session) -> None:
    section = lists.page.codes
    lists.fill(section.label, "行政赔偿")
    section.day.setFocus()
    lists.replace("+7")
    lists.confirm()
    assert labels(lists)[-1] == "行政赔偿"
    assert lists.rows(section.table)[-1][1] == "xzpc"
    assert lists.rows(section.table)[-1][3] == "2026-12-01 起用"
    assert "行政赔偿" not in offered(session, "cause", TODAY)
    assert "行政赔偿" in offered(session, "cause", TODAY + timedelta(days=7))
    assert "已添加" in lists.said()
    assert section.label.text() == ""


@pytest.mark.parametrize("label", ["行政赔偿", ""])
def test_enter_on_the_button_keeps_the_keys_in_the_form(lists: SettingsDriver, label: str) -> None:
    section = lists.page.codes
    lists.fill(section.label, label)
    section.add.setFocus()
    lists.enter()
    lists.settle()
    assert lists.focus() is section.label
    if label:
        assert "已添加" in lists.said()
    else:
        assert section.fields["label"].note() == "✕ 请填写名称。"
        assert section.add.isEnabled()


def test_words_change_from_a_day_and_earlier_days_keep_theirs(lists: SettingsDriver, session: Session) -> None:
    old = labels(lists)[0]
    choose(lists, old)
    lists.alt(Qt.Key.Key_G)
    section = lists.page.codes
    assert section.label.text() == old, "the words to change are there to be changed"
    assert lists.focus() is section.label
    lists.replace("改过的名称")
    section.day.setFocus()
    lists.replace("2027-01-01")
    lists.alt(Qt.Key.Key_G)
    assert "改称“改过的名称”" in lists.said()
    assert offered(session, "cause", TODAY)[0] == old
    assert offered(session, "cause", date(2027, 1, 1))[0] == "改过的名称"
    assert lists.rows(section.table)[0][3] == "2027-01-01 改名"


def test_entries_move_up_and_down_and_stay_chosen(lists: SettingsDriver, session: Session) -> None:
    first, second = labels(lists)[:2]
    choose(lists, first)
    lists.alt(Qt.Key.Key_Down)
    assert labels(lists)[:2] == [second, first]
    lists.alt(Qt.Key.Key_Down)
    lists.alt(Qt.Key.Key_Up)
    lists.alt(Qt.Key.Key_Up)
    lists.alt(Qt.Key.Key_Up)
    assert labels(lists)[:2] == [first, second], "further up there is nothing"
    assert offered(session, "cause", TODAY)[:2] == [first, second]


def test_a_used_entry_is_retired_never_deleted_and_comes_back(lists: SettingsDriver, session: Session) -> None:
    section = lists.page.codes
    used = next(one.label for one in codes.tables(session)[0].entries(TODAY) if one.code == "trial_second")
    choose(lists, used)
    lists.alt(Qt.Key.Key_X)
    lists.answer_yes()
    assert "已经用在登记里，不能删除" in lists.said()
    assert used in labels(lists)
    lists.alt(Qt.Key.Key_T)
    assert used not in offered(session, "cause", TODAY)
    assert used in labels(lists), "what was used keeps its words"
    assert lists.rows(section.table)[labels(lists).index(used)][3] == "已停用"
    choose(lists, used)
    lists.alt(Qt.Key.Key_H)
    assert used in offered(session, "cause", TODAY)
    lists.fill(section.label, "加错了的")
    lists.confirm()
    choose(lists, "加错了的")
    lists.alt(Qt.Key.Key_X)
    lists.answer_no()
    assert "加错了的" in labels(lists)
    lists.alt(Qt.Key.Key_X)
    lists.answer_yes()
    assert "加错了的" not in labels(lists)


def test_what_is_refused_stands_beside_its_field_and_the_words_stay(lists: SettingsDriver) -> None:
    section = lists.page.codes
    lists.confirm()
    assert section.fields["label"].state == "wrong"
    lists.fill(section.label, labels(lists)[0])
    lists.confirm()
    assert "同名" in section.fields["label"].note()
    assert section.label.text() == labels(lists)[0]
    lists.fill(section.label, "缠访户")
    lists.confirm()
    assert "贬称" in section.fields["label"].note()
    lists.fill(section.label, "新原因")
    lists.fill(section.day, "乱写的")
    lists.confirm()
    assert section.fields["from_day"].state == "wrong"
    assert "新原因" not in labels(lists)
    lists.alt(Qt.Key.Key_T)
    assert "选中一项" in lists.said()


def test_without_the_right_lists_are_only_read(qtbot: QtBot, session: Session) -> None:
    plain = Session(session.register, Viewer(session.viewer.account_id, "登记员乙"))
    desk = Operations(plain, lambda: NOW)
    page = SettingsPage(desk, PrintDesk(desk, lambda: NOW), lambda: NOW)
    clerk = SettingsDriver(qtbot, page, desk)
    clerk.section("codes")
    assert ONLY_ADMINISTRATORS in clerk.section_words()
    assert not page.codes.add.isVisible()
    assert not page.codes.end.isVisible()
    assert labels(clerk)
    assert desk.close()


# 空白表


@pytest.fixture
def blanks(clerk: SettingsDriver) -> SettingsDriver:
    clerk.section("blanks")
    return clerk


def numbers(clerk: SettingsDriver) -> list[str]:
    return [row[0] for row in clerk.rows(clerk.page.blanks.table)]


def take(clerk: SettingsDriver, amount: str) -> None:
    clerk.fill(clerk.page.blanks.amount, amount)
    clerk.confirm()
    clerk.settle()


def test_numbers_are_taken_and_printed_as_one_job(
    blanks: SettingsDriver, session: Session, printers: FilePrinters
) -> None:
    assert "没有未收回" in blanks.section_words()
    take(blanks, "3")
    assert len(printers.out) == 1
    out = blank_forms.outstanding(session)
    assert numbers(blanks) == [one.number for one in out]
    assert len(out) == 3
    assert f"已送到打印机“{PRINTER}”，共 3 张" in blanks.said()
    assert out[0].number in blanks.said()
    blanks.page.blanks.channel.set_value(Channel.CALL)
    take(blanks, "1")
    assert [row[1] for row in blanks.rows(blanks.page.blanks.table)] == ["来访", "来访", "来访", "来电"]


def test_a_printer_that_is_gone_loses_no_number(
    blanks: SettingsDriver, session: Session, printers: FilePrinters
) -> None:
    printers.online.clear()
    take(blanks, "2")
    assert "已取好号，但没有打出" in blanks.said()
    printers.online.append(PRINTER)
    blanks.page.blanks.table.selectRow(0)
    blanks.alt(Qt.Key.Key_P)
    assert len(printers.out) == 1
    assert len(blank_forms.outstanding(session)) == 2, "the same numbers, no new ones"


def test_without_a_printer_they_become_a_file(blanks: SettingsDriver, session: Session, tmp_path: Path) -> None:
    where = tmp_path / "空白表.pdf"
    blanks.page.blanks._ask_where = lambda _parent, _name: where
    blanks.fill(blanks.page.blanks.amount, "2")
    blanks.press(Qt.Key.Key_S, CTRL)
    blanks.settle()
    assert where.read_bytes().startswith(b"%PDF")
    assert "已存为“空白表.pdf”" in blanks.said()
    blanks.page.blanks._ask_where = lambda _parent, _name: None
    blanks.page.blanks.table.selectRow(0)
    blanks.alt(Qt.Key.Key_S)
    assert "还没有打印" in blanks.said()
    assert len(blank_forms.outstanding(session)) == 2


def test_a_spoilt_form_is_void_with_its_reason(blanks: SettingsDriver, session: Session) -> None:
    take(blanks, "2")
    section = blanks.page.blanks
    blanks.alt(Qt.Key.Key_Z)
    assert "选中一张" in blanks.said()
    section.table.selectRow(1)
    blanks.alt(Qt.Key.Key_Z)
    assert section.reason_field.state == "wrong"
    assert blanks.focus() is section.reason
    blanks.write("写坏")
    number = numbers(blanks)[1]
    blanks.press(Qt.Key.Key_Z, ALT)
    blanks.answer_yes()
    assert numbers(blanks) == [one.number for one in blank_forms.outstanding(session)]
    assert number not in numbers(blanks)
    assert f"{number} 已作废（写坏）" in blanks.said()
    assert "已作废 1 张" in blanks.section_words()


def test_too_many_or_none_are_refused_beside_the_field(blanks: SettingsDriver, session: Session) -> None:
    for amount in ("0", "51", "999"):
        take(blanks, amount)
        assert "1 到 50 张" in blanks.page.blanks.fields["amount"].note()
        assert blanks.page.blanks.amount.text() == amount
    blanks.fill(blanks.page.blanks.amount, "")
    blanks.confirm()
    assert blanks.page.blanks.fields["amount"].state == "wrong"
    assert blank_forms.outstanding(session) == ()


def test_forms_out_for_long_are_marked(blanks: SettingsDriver, session: Session) -> None:
    blank_forms.reserve(session, Channel.VISIT, 1, NOW - timedelta(days=40))
    blanks.page.blanks.refresh()
    blanks.settle()
    assert blanks.rows(blanks.page.blanks.table)[0][4] == "已 40 天"
