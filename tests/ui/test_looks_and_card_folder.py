"""Two things kept in the settings: who looked at whole identity numbers, and the folder of the card reader."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.viewer import Viewer
from app.services import identities, look_lists, settings
from app.services.session import Session
from tests.support.desk_room import Clock, lanes
from tests.support.intake_driver import IntakeDriver
from tests.support.intakes import form, person, register
from tests.support.paper_driver import FilePrinters
from tests.support.settings_driver import SettingsDriver
from ui.operations import Operations
from ui.pages.intake.page import IntakePage
from ui.pages.settings.page import SettingsPage
from ui.printing import PrintDesk

NOW = datetime.fromisoformat("2026-11-24T10:26")
LAST_MONTH = NOW - timedelta(days=30)
PRINTER = "窗口打印机"


@pytest.fixture
def looked(session: Session) -> Session:
    """One look this month and one in the month before."""
    register(session, form("吴小满", 1))
    identities.reveal_document(session, 1, "核对身份", LAST_MONTH)
    identities.reveal_document(session, 1, "事项面板：核对身份", NOW)
    return session


def sit_down(qtbot: QtBot, desk: Operations[Session], tmp_path: Path) -> SettingsDriver:
    page = SettingsPage(desk, PrintDesk(desk, lambda: NOW, FilePrinters(tmp_path, PRINTER)), lambda: NOW)
    return SettingsDriver(qtbot, page, desk)


@pytest.fixture
def office(qtbot: QtBot, looked: Session, desk: Operations[Session], tmp_path: Path) -> SettingsDriver:
    made = sit_down(qtbot, desk, tmp_path)
    made.page.show_section("looks")
    made.settle()
    return made


def words_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")


def test_c10_the_looks_of_a_month_are_listed_masked(office: SettingsDriver) -> None:
    section = office.page.looks
    rows = office.rows(section.table)
    assert [row[:4] for row in rows] == [("事项面板：核对身份", "11-24 10:26", "登记员甲", "吴小满")]
    assert rows[0][4].count("*") > 6
    assert person(order=1).document_number not in rows[0][4]
    section.month.setFocus()
    office.press(Qt.Key.Key_2)
    office.settle()
    assert [row[:2] for row in office.rows(section.table)] == [("核对身份", "10-25 10:26")]
    office.press(Qt.Key.Key_3)
    office.settle()
    assert "没有人查看过" in office.section_words()
    assert not section.print.isEnabled()


def test_the_list_of_a_month_is_printed_and_saved(office: SettingsDriver, tmp_path: Path) -> None:
    section = office.page.looks
    section._ask_where = lambda _parent, name: tmp_path / name
    office.alt(Qt.Key.Key_S)
    office.settle()
    words = words_of(tmp_path / "查看完整证件号记录 2026-11.pdf")
    for part in ("查看完整证件号记录", "2026年11月", "共 1 次", "登记员甲", "吴小满", "核查人"):
        assert part in words
    assert person(order=1).document_number not in words
    assert "已存为" in office.said()


def test_the_list_is_for_administrators(qtbot: QtBot, looked: Session, tmp_path: Path) -> None:
    plain = Session(looked.register, Viewer(looked.viewer.account_id, "登记员乙"))
    with lanes(plain, lambda: NOW) as desk:
        clerk = sit_down(qtbot, desk, tmp_path)
        clerk.page.show_section("looks")
        clerk.settle()
        assert "需要管理员账户" in clerk.section_words()
        assert clerk.rows(clerk.page.looks.table) == []


def test_the_months_go_back_over_the_turn_of_the_year() -> None:
    months = look_lists.months(datetime.fromisoformat("2026-02-10T08:00").date())
    assert [f"{one:%Y-%m}" for one in months[:3]] == ["2026-02", "2026-01", "2025-12"]
    assert len(set(months)) == look_lists.MONTHS


def test_e08_the_card_folder_is_chosen_in_the_settings_and_the_form_follows(
    qtbot: QtBot, session: Session, desk: Operations[Session], clock: Clock, tmp_path: Path
) -> None:
    folder = tmp_path / "读卡"
    folder.mkdir()
    clerk = IntakeDriver(qtbot, IntakePage(desk, clock), desk)
    assert "还没有指定" in clerk.page.card_line._folder_words.text()
    clerk.page.hide()
    office = sit_down(qtbot, desk, tmp_path)
    office.page.show_section("printers")
    office.settle()
    card = office.page.printers.cards
    card.ask = lambda _parent, _folder: str(folder)
    office.alt(Qt.Key.Key_W)
    assert f"正在使用：{folder}" in office.section_words()
    office.page.hide()
    clerk.page.show()
    clerk.settle()
    assert str(folder) in clerk.page.card_line._folder_words.text()
    other = tmp_path / "另一处"
    clerk.page.card_line.folder_chosen.emit(str(other))  # chosen beneath the form, and not there
    clerk.settle()
    office.page.show()
    office.page.refresh()
    office.settle()
    assert f"正在使用：{other}（现在打不开" in office.section_words()
    office.page.activateWindow()
    card.stop.click()
    office.settle()
    assert settings.preferences(session, NOW)["card_folder"] == ""
    clerk.page.hide()
    clerk.page.show()
    clerk.settle()
    assert "还没有指定" in clerk.page.card_line._folder_words.text()
