"""台账: chosen, narrowed, opened, printed and written from by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services import matters, records, thresholds
from app.services.session import Session
from tests.support.desk_flow import Matter, court
from tests.support.desk_room import Clock
from tests.support.hands import ALT, CTRL, Hands
from tests.support.intakes import NOW
from tests.support.lead_flow import do_duty, lead, make_key, supervise
from tests.support.paper_driver import FilePrinters
from tests.support.record_flow import TO_WORK, take, write
from ui.operations import Operations
from ui.pages.dossier.file_dialog import Asking
from ui.pages.handling.form_dialog import HandlingDialog
from ui.pages.ledger.page import LedgerPage
from ui.printing import PrintDesk
from ui.widgets.choice import Choice

PRINTER = "窗口打印机"


class Places(Asking):
    """Files go where the test says."""

    def __init__(self, where: Path) -> None:
        self.where = where

    def where_to_save(self, parent: QWidget, file_name: str) -> Path | None:  # noqa: ARG002 - an interface
        return self.where


class LedgerHands(Hands):
    """A clerk before the ledgers."""

    page: LedgerPage

    def turn_to(self, code: str) -> None:
        """Choose a ledger with the arrow keys."""
        self.page.listing.setFocus()
        self.press(Qt.Key.Key_Home)
        for _step in range(40):
            if self.page.code == code:
                break
            self.press(Qt.Key.Key_Down)
        assert self.page.code == code
        self.settle()

    def column(self, heading: str) -> list[str]:
        """The cells under a heading."""
        ledger = self.page.card.model.ledger
        assert ledger is not None
        place = [one.heading for one in ledger.columns].index(heading)
        return [line.cells[place] for line in ledger.lines]


@pytest.fixture
def matter(session: Session) -> Matter:
    made = Matter(session, court(session))
    make_key(made)
    lead(made)
    do_duty(made)
    take(made, *TO_WORK)
    supervise(made, "letter")
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def printers(tmp_path: Path) -> FilePrinters:
    return FilePrinters(tmp_path, PRINTER)


@pytest.fixture
def hands(
    qtbot: QtBot,
    matter: Matter,
    desk: Operations[Session],
    clock: Clock,
    printers: FilePrinters,
    tmp_path: Path,
) -> Iterator[LedgerHands]:
    clock.now = matter.now + timedelta(days=9)
    prints = PrintDesk(desk, clock, printers)
    page = LedgerPage(desk, prints, clock, asking=Places(tmp_path / "台账.pdf"))
    desk.changed.connect(page.accept_change)  # as the window does
    made = LedgerHands(qtbot, page, desk, (1282, 728))
    made.page = page
    made.settle()
    yield made
    prints.deleteLater()


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    words = "\n".join(document[page].get_textpage().get_text_range() for page in range(len(document)))
    document.close()
    return words


def test_the_arrows_choose_a_ledger_and_enter_goes_from_the_line_to_the_matter(
    hands: LedgerHands, matter: Matter
) -> None:
    gone: list[tuple[str, object]] = []
    hands.page.go.connect(lambda name, what: gone.append((name, what)))
    hands.turn_to("supervision")
    assert hands.column("层级") == ["督办函"]
    hands.enter()
    assert hands.focus() is hands.page.card.table
    hands.enter()
    assert gone == [("matter", matter.matter_id)]


def test_columns_come_back_when_the_window_grows_while_another_page_is_shown(hands: LedgerHands) -> None:
    hands.turn_to("supervision")
    table = hands.page.card.table

    def hidden() -> int:
        return sum(table.isColumnHidden(place) for place in range(table.model().columnCount()))

    window = hands.page.window()
    before = hidden()
    window.resize(700, 728)
    hands.settle()
    assert hidden() > before
    hands.page.hide()
    window.resize(1282, 728)
    hands.page.show()
    hands.settle()
    assert hidden() == before


def test_the_line_chosen_is_told_in_full_beneath_and_copied_with_every_cell(hands: LedgerHands) -> None:
    hands.turn_to("supervision")
    assert "督办事由：督办事由的内容" in hands.page.card.whole.text()
    table = hands.page.card.table
    assert table.horizontalScrollBar().maximum() == 0, "nothing scrolls sideways"
    hands.page.card.table.setFocus()
    hands.press(Qt.Key.Key_C, CTRL)

    assert len(QGuiApplication.clipboard().text().split("\t")) == table.model().columnCount()


def test_range_and_open_only_narrow_the_lines_and_a_backward_range_is_said_beside_it(hands: LedgerHands) -> None:
    hands.turn_to("duties")
    assert len(hands.column("日期")) == 1
    hands.page.card.last.setFocus()
    hands.replace("20250301")
    hands.tab()
    hands.settle()
    assert "早于开始日期" in hands.page.card.last_field.note()
    hands.page.card.last.setFocus()
    hands.replace("20260301")
    hands.settle()
    assert hands.column("日期") == []
    assert "没有内容" in hands.page.card.empty.sentence()
    assert not hands.page.card.print.isEnabled()
    hands.page.card.last.setFocus()
    hands.replace("")
    hands.settle()
    assert len(hands.column("日期")) == 1


def test_a_ledger_is_printed_and_saved_as_it_stands_on_the_screen(
    hands: LedgerHands, printers: FilePrinters, tmp_path: Path, matter: Matter
) -> None:
    hands.turn_to("breakdown")
    hands.press(Qt.Key.Key_P, CTRL)
    hands.settle()
    assert len(printers.out) == 1
    assert PRINTER in hands.page.problems.words()
    hands.press(Qt.Key.Key_S, ALT)
    hands.settle()
    words = pdf_text(tmp_path / "台账.pdf")
    assert "领导包案分解表" in words
    assert "方某" in words
    assert matter.number in words.replace("\n", "").replace("\r", "")


def test_a11_the_monthly_pack_is_the_list_with_every_report_behind_it(
    hands: LedgerHands, tmp_path: Path, matter: Matter, clock: Clock
) -> None:
    write(matter, "monthly_report", month="2026-03", progress="已约谈双方")
    clock.now = matter.now + timedelta(days=31)
    hands.page.refresh()
    hands.turn_to("months")
    assert hands.column("情况") == ["已交"]
    hands.press(Qt.Key.Key_S, ALT)
    hands.settle()
    document = pypdfium2.PdfDocument(tmp_path / "台账.pdf")
    sizes = [tuple(round(side) for side in document[page].get_size()) for page in range(len(document))]
    document.close()
    assert sizes == [(842, 595), (595, 842)]
    assert "包案月度汇报表" in pdf_text(tmp_path / "台账.pdf")


def test_d02_a_deployment_is_written_here_and_its_outcome_recorded_by_keys(
    hands: LedgerHands, session: Session
) -> None:
    hands.turn_to("deployments")
    hands.press(Qt.Key.Key_N, ALT)
    dialog = hands.dialog(HandlingDialog)
    hands.confirm()
    assert dialog.isVisible(), "nothing was filled in"
    for name, words in (("body", "县委政法委"), ("task", "积案清理"), ("due", "+5")):
        dialog.form.fields[name].editor.setFocus()
        hands.write(words)
    owner = dialog.form.fields["owner"].editor
    assert isinstance(owner, Choice)
    owner.setFocus()
    hands.press(Qt.Key.Key_1)
    hands.confirm()
    hands.settle()
    assert hands.no_dialog()
    (known,) = records.ledger(session, ("deployment",))
    assert known.values["body"] == "县委政法委"
    assert hands.column("部署机关") == ["县委政法委"]
    hands.page.card.table.setFocus()
    hands.enter()
    dialog = hands.dialog(HandlingDialog)
    dialog.form.fields["result"].editor.setFocus()
    hands.write("已逐件建账")
    hands.confirm()
    hands.settle()
    assert not records.get(session, known.record_id).owed
    assert hands.column("情况") == ["已落实"]


def test_the_numbers_are_changed_by_an_administrator_and_what_is_wrong_stays_typed(
    hands: LedgerHands, session: Session
) -> None:
    hands.press(Qt.Key.Key_D, ALT)
    hands.settle()
    dialog = hands.dialog(HandlingDialog)
    assert "请本院确认" in dialog.form.fields["lead_idle_days"].note()
    dialog.form.fields["lead_idle_days"].editor.setFocus()
    hands.replace("0")
    hands.confirm()
    assert "1 到 365" in dialog.form.fields["lead_idle_days"].note()
    hands.replace("20")
    hands.confirm()
    hands.settle()
    assert hands.no_dialog()
    assert thresholds.values(session)["lead_idle_days"] == 20


def test_a_single_record_is_printed_from_its_line(
    hands: LedgerHands, printers: FilePrinters, session: Session, matter: Matter
) -> None:
    hands.turn_to("duties")
    hands.press(Qt.Key.Key_F, ALT)
    hands.settle()
    assert len(printers.out) == 1
    printed = [one.title for one in matters.detail(session, matter.matter_id).documents if one.prints]
    assert printed == ["领导包案工作记录"]


def test_what_was_typed_and_laid_aside_comes_back(hands: LedgerHands) -> None:
    hands.turn_to("early_signs")
    hands.press(Qt.Key.Key_N, ALT)
    dialog = hands.dialog(HandlingDialog)
    dialog.form.fields["sign"].editor.setFocus()
    hands.write("在大厅说要去市里")
    hands.press(Qt.Key.Key_Escape)
    hands.settle()
    assert hands.no_dialog()
    hands.press(Qt.Key.Key_N, ALT)
    dialog = hands.dialog(HandlingDialog)
    assert dialog.form.fields["sign"].editor.text() == "在大厅说要去市里"
    dialog.reject()
