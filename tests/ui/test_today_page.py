"""今日 and 日终 by keys alone: to the matter, signed, followed, read, delivered, reasoned, closed, printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.step import Step
from app.services import absences, day_end, inbox, records
from app.services.session import Session
from tests.support.desk_flow import Court, Matter, court
from tests.support.desk_room import Clock, lanes
from tests.support.hands import ALT, CTRL, Hands
from tests.support.intakes import NOW, form, register
from tests.support.paper_driver import FilePrinters
from tests.support.record_flow import TO_WORK, take, write
from ui.operations import Operations
from ui.pages.handling.form_dialog import HandlingDialog
from ui.pages.today import acts
from ui.pages.today.page import TodayPage
from ui.printing import PrintDesk
from ui.widgets.choice import Choice

PRINTER = "窗口打印机"


class DayHands(Hands):
    """A clerk before the day."""

    page: TodayPage

    def turn_to(self, code: str) -> None:
        """Choose a section with the arrow keys."""
        self.page.listing.setFocus()
        self.press(Qt.Key.Key_Home)
        for _step in range(20):
            if self.page.code == code:
                break
            self.press(Qt.Key.Key_Down)
        assert self.page.code == code
        self.settle()

    def lines(self) -> list[str]:
        """Every line shown, its cells run together."""
        ledger = self.page.card.model.ledger
        assert ledger is not None
        return [" ".join(line.cells) for line in ledger.lines]

    def form(self) -> HandlingDialog:
        """The form that is open."""
        return self.dialog(HandlingDialog)


@pytest.fixture
def known(session: Session) -> Court:
    return court(session)


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW + timedelta(hours=8))


@pytest.fixture
def printers(tmp_path: Path) -> FilePrinters:
    return FilePrinters(tmp_path, PRINTER)


@pytest.fixture
def prints(desk: Operations[Session], clock: Clock, printers: FilePrinters) -> Iterator[PrintDesk]:
    made = PrintDesk(desk, clock, printers)
    yield made
    made.deleteLater()


def before(qtbot: QtBot, desk: Operations[Session], clock: Clock, prints: PrintDesk) -> DayHands:
    page = TodayPage(desk, prints, clock)
    desk.changed.connect(page.accept_change)  # as the window does
    made = DayHands(qtbot, page, desk, (1282, 728))
    made.page = page
    made.settle()
    return made


def pdf_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    words = "\n".join(document[page].get_textpage().get_text_range() for page in range(len(document)))
    document.close()
    return "".join(words.split())


def test_e19_a_hand_over_is_signed_for_where_it_stands_and_enter_goes_to_the_matter(
    qtbot: QtBot, session: Session, known: Court, desk: Operations[Session], clock: Clock, prints: PrintDesk
) -> None:
    matter = Matter(session, known)
    take(matter, *TO_WORK[:-1])
    hands = before(qtbot, desk, clock, prints)
    gone: list[tuple[str, object]] = []
    hands.page.go.connect(lambda name, what: gone.append((name, what)))
    hands.turn_to("sign")
    assert matter.number in hands.lines()[0]
    hands.enter()
    assert hands.focus() is hands.page.card.table
    hands.enter()
    assert gone == [("handling", matter.matter_id)]
    hands.press(Qt.Key.Key_S, ALT)
    hands.settle()
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    assert hands.form().isVisible(), "nobody named: it stays"
    hands.write("尹某")
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    assert hands.lines() == []
    assert Step.SIGN in steps_taken(session, matter.matter_id)


def steps_taken(session: Session, matter_id: int) -> list[Step]:
    with session.register.read(session.viewer) as unit:
        return [one.step for one in unit.steps.entries(matter_id)]


def test_e31_a_promise_is_kept_where_it_stands(
    qtbot: QtBot, session: Session, known: Court, desk: Operations[Session], clock: Clock, prints: PrintDesk
) -> None:
    matter = Matter(session, known)
    take(matter, *TO_WORK)
    due = (matter.now.date() + timedelta(days=1)).isoformat()
    made = write(matter, "promise", promise="请他周五再来取答复", due=due)
    clock.now = matter.now + timedelta(days=1)
    hands = before(qtbot, desk, clock, prints)
    hands.turn_to("promises")
    assert "请他周五再来取答复" in hands.lines()[0]
    assert "今天到期" in hands.lines()[0]
    hands.press(Qt.Key.Key_J, ALT)
    hands.settle()
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    assert not records.get(session, made.record_id).owed
    assert hands.lines() == []


def test_b06_the_day_ends_with_a_reason_for_what_dangles_and_its_sheet_is_printed(
    qtbot: QtBot, session: Session, desk: Operations[Session], clock: Clock, prints: PrintDesk, printers: FilePrinters
) -> None:
    receipt = register(session, form())
    hands = before(qtbot, desk, clock, prints)
    hands.turn_to("end")
    assert receipt.contact_number in hands.lines()[0]
    hands.press(Qt.Key.Key_E, ALT)
    hands.settle()
    assert "还没有着落" in hands.page.problems.words()
    hands.press(Qt.Key.Key_Y, ALT)
    hands.settle()
    dialog = hands.form()
    choice = dialog.form.findChild(Choice)
    assert choice is not None
    choice.set_value("waits_paper")
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    assert "原因：等当事人补交材料" in hands.lines()[0]
    assert hands.no_dialog()
    hands.press(Qt.Key.Key_E, ALT)
    hands.settle()
    assert not hands.page.card.close_day.isVisible()
    assert "结束" in hands.page.card.notes.text()
    hands.press(Qt.Key.Key_P, CTRL)
    hands.settle()
    assert len(printers.out) == 1
    (closing,) = day_end.read(session, clock.now.date()).closings
    sheet = day_end.sheet(session, closing.closing_id)
    assert any("等当事人补交材料" in row.words for row in sheet.rows)


def test_d13_the_list_to_be_carried_is_printed_with_room_to_sign_and_delivery_is_noted(
    qtbot: QtBot,
    session: Session,
    known: Court,
    desk: Operations[Session],
    clock: Clock,
    prints: PrintDesk,
    printers: FilePrinters,
) -> None:
    matter = Matter(session, known)
    take(matter, *TO_WORK)
    hands = before(qtbot, desk, clock, prints)
    hands.turn_to("delivery")
    many = len(hands.lines())
    assert many
    hands.press(Qt.Key.Key_P, CTRL)
    hands.settle()
    assert len(printers.out) == 1
    words = pdf_text(acts.delivery_pdf(session, clock.now))
    assert "待送达清单" in words
    assert "签收人" in words
    assert matter.number[-3:] in words
    hands.press(Qt.Key.Key_D, ALT)
    hands.settle()
    hands.write("尹某")
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    left = sum(len(one.notices) for one in inbox.unread(session))
    assert left < many
    assert len(hands.lines()) == left


def test_e09_the_two_weeks_show_every_day_and_who_is_away(
    qtbot: QtBot, session: Session, known: Court, desk: Operations[Session], clock: Clock, prints: PrintDesk
) -> None:
    away = NOW.date() + timedelta(days=2)
    absences.add(session, known.staff["尹某"], away, away, "培训", NOW)
    hands = before(qtbot, desk, clock, prints)
    hands.turn_to("weeks")
    assert len(hands.lines()) >= 14
    assert any("不在岗：尹某（培训）" in line for line in hands.lines())
    hands.press(Qt.Key.Key_A, ALT)
    hands.settle()
    assert "不在岗" in hands.form().windowTitle()
    hands.press(Qt.Key.Key_Escape)


def test_d13_my_notice_is_read_by_one_key(
    qtbot: QtBot, session: Session, known: Court, clock: Clock, tmp_path: Path
) -> None:
    matter = Matter(session, known)
    take(matter, *TO_WORK[:-1])
    mine = replace(session, viewer=replace(session.viewer, staff_id=known.staff["尹某"]))
    with lanes(mine, clock) as desk:
        prints = PrintDesk(desk, clock, FilePrinters(tmp_path, PRINTER))
        hands = before(qtbot, desk, clock, prints)
        hands.turn_to("notices")
        many = len(hands.lines())
        assert many
        hands.press(Qt.Key.Key_R, ALT)
        hands.settle()
        assert len(hands.lines()) == many - 1
        prints.deleteLater()


def test_d13_every_column_stands_also_when_the_lines_need_a_scroll_bar(
    qtbot: QtBot, session: Session, known: Court, desk: Operations[Session], clock: Clock, prints: PrintDesk
) -> None:
    for order in range(1, 8):
        take(Matter(session, known, principal=form(f"周某{order}", order).principal), *TO_WORK[: 4 + order % 2])
    hands = before(qtbot, desk, clock, prints)
    assert hands.page.choose("sign")
    hands.settle()
    table = hands.page.card.table
    assert table.verticalScrollBar().maximum() == 0
    assert hands.page.choose("delivery")
    hands.settle()
    assert table.verticalScrollBar().maximum() > 0
    columns = range(table.model().columnCount())
    assert [place for place in columns if table.isColumnHidden(place)] == []
    assert sum(table.columnWidth(place) for place in columns) <= table.viewport().width()
