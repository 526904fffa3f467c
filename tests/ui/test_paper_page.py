"""The paper page over a real register, with printers that write files: preview, print, save, and the tray."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.changes import Area, Change
from app.domain.paper import Form
from app.domain.record_kinds import fields_of
from app.domain.step import Step
from app.printing.page import A4, A5
from app.printing.preview import Pages
from app.services import matters, papers, records, steps
from app.services.session import Session
from tests.support.hands import ALT
from tests.support.paper_driver import NOW, FilePrinters, PaperDriver, register_visit
from tests.support.record_values import fill_in
from tests.support.registers import Template, fresh_register
from tests.visual import pages
from ui.operations import Operations
from ui.pages.paper.list_card import NO_MATTER, NO_TRAY
from ui.pages.paper.page import NOT_FOUND, PaperPage
from ui.printing import PaperTarget, PrintDesk
from ui.style.theme import Look

PRINTER = "窗口打印机"
OTHER = "针式打印机"
NUMBER = "（2026）豫9999访1号"


class Room:
    """A register with one visit by 仇颇, its printers, and the place where files are saved."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.folder = folder
        self.printers = FilePrinters(folder, PRINTER, OTHER)
        self.asked: list[str] = []
        self.answer: Path | None = folder / "存下的文书.pdf"
        self.desks: list[Operations[Session]] = []
        self.faults: list[object] = []

    def sit_down(self, qtbot: QtBot) -> PaperDriver:
        """A paper page, as after a start of the program."""
        desk = Operations(self.session, lambda: NOW)
        desk.crashed.connect(self.faults.append)
        self.desks.append(desk)
        page = PaperPage(desk, PrintDesk(desk, lambda: NOW, self.printers), lambda: NOW, self.ask)
        return PaperDriver(qtbot, page, desk)

    def ask(self, _parent: QWidget, file_name: str) -> Path | None:
        self.asked.append(file_name)
        return self.answer


@pytest.fixture(scope="module")
def one_visit(tmp_path_factory: pytest.TempPathFactory) -> Template:
    session = fresh_register(tmp_path_factory.mktemp("visit"))
    register_visit(session)
    session.register.close()
    return Template(session)


@pytest.fixture
def room(qapp: object, tmp_path: Path, one_visit: Template) -> Iterator[Room]:
    session = one_visit.copy(tmp_path / "data")
    made = Room(session, tmp_path)
    yield made
    assert all(desk.close() for desk in made.desks)
    session.register.close()
    assert made.faults == []


@pytest.fixture
def clerk(qtbot: QtBot, room: Room) -> PaperDriver:
    return room.sit_down(qtbot)


# which matter


def test_an_empty_page_says_what_to_do(clerk: PaperDriver) -> None:
    assert clerk.focus() is clerk.page.card.number
    assert NO_MATTER in clerk.words_on_screen()
    assert not clerk.page.card.print.isEnabled()
    assert not clerk.page.card.save.isEnabled()
    clerk.show_tray()
    assert NO_TRAY in clerk.words_on_screen()


def test_a_number_opens_its_matter_in_any_brackets(clerk: PaperDriver) -> None:
    for number in (NUMBER, "(2026)豫9999访1号", "（2026）豫9999来访1号", " [2026]豫9999访1号 "):
        clerk.find(number)
        assert clerk.lines(clerk.page.card.forms) == ["卷宗封面", "来访登记表", "登记回执"], number
        assert f"{NUMBER}　仇颇" in clerk.words_on_screen()
        assert clerk.focus() is clerk.page.card.forms


def test_a_number_not_there_is_said_beside_the_field_and_stays(clerk: PaperDriver) -> None:
    for number in ("（2026）豫9999访99号", "不是编号", "🙂", "'; DROP", "1"):
        clerk.find(number)
        assert clerk.page.card.number_field.note() == f"✕ {NOT_FOUND}", number
        assert clerk.page.card.number.text() == number
        assert clerk.focus() is clerk.page.card.number
        assert NO_MATTER in clerk.words_on_screen()


def test_an_empty_number_is_asked_for(clerk: PaperDriver) -> None:
    clerk.find("")
    assert clerk.page.card.number_field.note() == "✕ 请输入登记编号。"


# the preview


def test_the_preview_shows_the_paper_as_it_will_be(clerk: PaperDriver) -> None:
    clerk.open(1)
    assert clerk.page.preview.ready is not None
    assert clerk.page.preview.ready.sheet == A4
    assert clerk.place().startswith("第 1 / 1 页")
    clerk.see()
    picture = clerk.page.preview.canvas.picture
    assert picture is not None
    assert picture.width() / picture.height() == pytest.approx(A4[0] / A4[1], rel=0.01)
    clerk.choose("登记回执")
    assert clerk.page.preview.ready.sheet == A5


def test_the_page_is_shown_larger_smaller_whole_and_in_true_size(clerk: PaperDriver) -> None:
    clerk.open(1)
    preview = clerk.page.preview
    area = preview.canvas.parentWidget()
    assert area is not None
    assert preview.canvas.height() <= area.height()
    whole = preview.canvas.width()
    clerk.press(Qt.Key.Key_Equal, ALT)
    assert preview.canvas.width() == pytest.approx(whole * 1.25, abs=2)
    clerk.press(Qt.Key.Key_Minus, ALT)
    assert preview.canvas.width() == pytest.approx(whole, abs=2)
    clerk.press(Qt.Key.Key_0, ALT)
    assert preview.shown_millimetres() == pytest.approx(A4[0], abs=0.3)
    assert clerk.place().endswith("100%")
    clerk.press(Qt.Key.Key_W, ALT)
    assert preview.canvas.width() == whole
    clerk.press(Qt.Key.Key_W, ALT)
    assert area.width() - 30 <= preview.canvas.width() <= area.width()
    for _time in range(40):
        clerk.press(Qt.Key.Key_Equal, ALT)
    widest = preview.canvas.width()
    clerk.press(Qt.Key.Key_Equal, ALT)
    assert preview.canvas.width() == widest


def test_pages_are_turned_by_keys(clerk: PaperDriver, room: Room) -> None:
    detail = matters.detail(room.session, 1)
    long = matters.Correction(1, detail.version, "补录全文", claims=("诉求很长，" * 1500,))
    matters.correct(room.session, long, NOW)
    clerk.open(1)
    clerk.choose("来访登记表")
    preview = clerk.page.preview
    assert preview.ready is not None
    count = len(preview.ready.pages)
    assert count > 1
    assert preview.back.isVisible()
    assert not preview.back.isEnabled()
    clerk.press(Qt.Key.Key_PageDown)
    assert clerk.place().startswith(f"第 2 / {count} 页")
    clerk.press(Qt.Key.Key_PageDown, times=count)
    assert clerk.place().startswith(f"第 {count} / {count} 页")
    clerk.press(Qt.Key.Key_PageUp, times=count)
    assert clerk.place().startswith(f"第 1 / {count} 页")


def test_a_corrected_matter_is_typeset_anew_at_once(clerk: PaperDriver, room: Room) -> None:
    clerk.open(1)
    assert clerk.page.preview.ready is not None
    before = clerk.page.preview.ready.pdf
    detail = matters.detail(room.session, 1)
    person = replace(detail.contacts[0].principal.person, name="仇坡")
    matters.correct(room.session, matters.Correction(1, detail.version, "听写有误", principal=person), NOW)
    clerk.page.accept_change(Change.of(Area.MATTERS, Area.CONTACTS, ids=(1,)))
    clerk.settle()
    assert clerk.page.preview.ready.pdf != before
    assert "仇坡" in clerk.words_on_screen()


def test_a_void_matter_gives_no_new_paper_and_says_so(clerk: PaperDriver, room: Room) -> None:
    papers.printed(room.session, papers.issue(room.session, 1, Form.SLIP, NOW), PRINTER, NOW)
    matters.void(room.session, 1, "重复登记", NOW)
    clerk.find(NUMBER)
    assert "这件事项已作废，不再出新文书" in clerk.words_on_screen()
    assert not clerk.page.card.forms.isVisible()
    assert clerk.lines(clerk.page.card.issued) == ["登记回执"]


# letters and sheets of the handling


@pytest.fixture
def guided(room: Room) -> Room:
    """The visitor was told in writing where to go: a sheet inside and a letter to the visitor."""
    for step in (Step.TRIAGE, Step.GUIDE):
        version = steps.standing(room.session, 1, NOW.date()).version
        records.take_step(room.session, step, 1, version, fill_in(fields_of(step), NOW.date(), 1), NOW)
    return room


def test_letters_and_sheets_are_listed_shown_and_printed_again(guided: Room, clerk: PaperDriver) -> None:
    clerk.open(1)
    issued = clerk.page.card.issued
    assert set(clerk.lines(issued)) == {
        "卷宗封面",
        "信访事项去向告知书",
        "大字版：信访事项去向告知书",
        "信访事项阅批单",
    }
    clerk.choose("信访事项阅批单", issued)
    assert clerk.page.preview.ready is not None
    assert "拟办意见" in pages.packed(clerk.page.preview.ready.pdf)
    assert "打印机（办理表单）" in clerk.words_on_screen()
    clerk.print()
    clerk.choose("信访事项去向告知书", issued)
    assert "打印机（函件和告知书）" in clerk.words_on_screen()
    clerk.print()
    clerk.print()
    assert clerk.page.preview.ready is not None
    assert "补打" in pages.packed(clerk.page.preview.ready.pdf)
    assert len(guided.printers.out) == 3
    counts = dict(zip(clerk.lines(issued), clerk.chips(issued), strict=True))
    assert counts["信访事项阅批单"] == "打过 1 次"
    assert counts["信访事项去向告知书"] == "打过 2 次"
    assert counts["大字版：信访事项去向告知书"] == "未打印"


def test_a_letter_to_the_visitor_is_printed_in_large_type(guided: Room, clerk: PaperDriver) -> None:
    clerk.open(1)
    issued, before = clerk.page.card.issued, len(matters.detail(guided.session, 1).documents)
    clerk.choose("大字版：信访事项去向告知书", issued)
    assert clerk.page.preview.ready is not None
    assert "本件为大字版" in pages.packed(clerk.page.preview.ready.pdf)
    assert "补打" not in pages.packed(clerk.page.preview.ready.pdf)
    assert len(matters.detail(guided.session, 1).documents) == before
    clerk.print()
    clerk.settle()
    assert len(guided.printers.out) == 1
    assert clerk.lines(issued).count("大字版：信访事项去向告知书") == 1
    assert clerk.page.preview.ready is not None
    assert "补打" in pages.packed(clerk.page.preview.ready.pdf)
    assert len(matters.detail(guided.session, 1).documents) == before + 1
    assert "本件为大字版" in pages.packed(clerk.page.preview.ready.pdf)
    clerk.print()
    assert len(guided.printers.out) == 2
    assert len(matters.detail(guided.session, 1).documents) == before + 1


def test_a_letter_found_by_its_name_is_the_one_that_is_shown(guided: Room, clerk: PaperDriver) -> None:
    letter = next(one for one in matters.detail(guided.session, 1).documents if "告知书" in one.title)
    clerk.page.open_at(PaperTarget(1, Form.LETTER, None, letter.document_id))
    clerk.settle()
    assert clerk.page.preview.ready is not None
    assert clerk.page.preview.ready.paper.document_id == letter.document_id


# printing


def test_a_paper_goes_to_its_printer_without_a_window_and_carries_the_mark_from_then_on(
    clerk: PaperDriver, room: Room
) -> None:
    clerk.open(1)
    clerk.choose("登记回执")
    clerk.print()
    assert clerk.no_dialog()
    assert [path.name for path in room.printers.out] == [f"{PRINTER}-1.pdf"]
    with Pages(room.printers.out[0].read_bytes()) as pages:
        assert pages.size(0) == pytest.approx(A5, abs=0.2)
    assert clerk.said() == f"登记回执已送到打印机“{PRINTER}”。"
    assert clerk.chips(clerk.page.card.forms) == ["未打印", "未打印", "打过 1 次"]
    assert "打过 1 次" in clerk.chips(clerk.page.card.issued)
    assert "再打一次会印上“补打”字样" in clerk.words_on_screen()
    clerk.print()
    assert clerk.said() == f"登记回执已送到打印机“{PRINTER}”，带“补打”字样。"
    assert len(room.printers.out) == 2
    with Pages(room.printers.out[0].read_bytes()) as one, Pages(room.printers.out[1].read_bytes()) as two:
        assert one.image(0, 60).rgba != two.image(0, 60).rgba


def test_enter_in_the_list_prints_too(clerk: PaperDriver, room: Room) -> None:
    clerk.find(NUMBER)
    clerk.enter()
    clerk.settle()
    assert len(room.printers.out) == 1


def test_each_form_keeps_the_printer_chosen_for_it(clerk: PaperDriver, room: Room, qtbot: QtBot) -> None:
    clerk.open(1)
    clerk.choose("登记回执")
    printer = clerk.page.card.printer
    assert list(printer.offered()) == [f"系统默认（{PRINTER}）", PRINTER, OTHER]
    printer.setFocus()
    clerk.type("3")
    clerk.settle()
    clerk.print()
    clerk.choose("卷宗封面")
    clerk.print()
    assert [path.name.split("-")[0] for path in room.printers.out] == [OTHER, PRINTER]

    again = room.sit_down(qtbot)
    again.open(1)
    again.choose("登记回执")
    assert again.page.card.printer.editor.value() == OTHER
    again.print()
    assert room.printers.out[-1].name.startswith(OTHER)


def test_a_printer_that_is_gone_leaves_the_paper_in_the_tray_over_a_restart(
    clerk: PaperDriver, room: Room, qtbot: QtBot
) -> None:
    clerk.open(1)
    clerk.choose("登记回执")
    clerk.page.card.printer.setFocus()
    clerk.type("3")
    clerk.settle()
    room.printers.online.remove(OTHER)
    clerk.print()
    assert room.printers.out == []
    assert f"登记回执没有打出：打印机“{OTHER}”不在线。" in clerk.said()
    assert "待打印盘" in clerk.said()
    assert "待打印 1" in clerk.words_on_screen()
    assert clerk.chips(clerk.page.card.forms) == ["未打印"] * 3

    again = room.sit_down(qtbot)
    assert "待打印 1" in again.words_on_screen()
    again.show_tray()
    assert len(again.tray()) == 1
    assert again.tray()[0].endswith(f"打印机“{OTHER}”不在线。")
    again.page.card.tray.setFocus()
    again.press(Qt.Key.Key_Home)
    again.press(Qt.Key.Key_Down)
    again.settle()
    assert again.page.card.printer.note() == "⚠ 这台打印机不在线，请另选一台。"
    assert "重新打印" in again.words_on_screen()
    again.page.card.printer.setFocus()
    again.type("1")
    again.settle()
    again.print()
    assert len(room.printers.out) == 1
    assert again.tray() == []
    assert NO_TRAY in again.words_on_screen()
    assert matters.detail(room.session, 1).documents[0].prints == 1


def test_a_print_is_laid_aside_by_one_key(clerk: PaperDriver, room: Room) -> None:
    room.printers.online.clear()
    clerk.open(1)
    clerk.print()
    clerk.show_tray()
    assert len(clerk.tray()) == 1
    clerk.page.card.tray.setFocus()
    clerk.press(Qt.Key.Key_Home)
    clerk.settle()
    clerk.press(Qt.Key.Key_D, ALT)
    clerk.settle()
    assert clerk.tray() == []
    assert "不再打印" in clerk.said()


def test_without_any_printer_the_field_says_what_can_be_done(clerk: PaperDriver, room: Room) -> None:
    room.printers.online.clear()
    clerk.page.refresh()
    clerk.open(1)
    assert clerk.page.card.printer.note() == "⚠ 没有找到打印机，可以存为 PDF。"


# saving


def test_a_paper_is_saved_as_a_file_and_counted(clerk: PaperDriver, room: Room) -> None:
    clerk.open(1)
    clerk.save()
    assert len(room.asked) == 1
    assert room.asked[0].endswith(f"{NUMBER}.pdf")
    assert room.answer is not None
    assert room.answer.read_bytes().startswith(b"%PDF")
    assert clerk.said() == "卷宗封面已存为“存下的文书.pdf”。"
    assert clerk.chips(clerk.page.card.forms)[0] == "打过 1 次"


def test_a_folder_that_cannot_be_written_is_said_and_nothing_counted(clerk: PaperDriver, room: Room) -> None:
    room.answer = room.folder / "没有这个文件夹" / "封面.pdf"
    clerk.open(1)
    clerk.save()
    assert clerk.said().startswith("没有存成：这个位置不能写入，或磁盘已满。")
    assert clerk.chips(clerk.page.card.forms)[0] == "未打印"


def test_changing_ones_mind_saves_nothing(clerk: PaperDriver, room: Room) -> None:
    room.answer = None
    clerk.open(1)
    clerk.save()
    assert clerk.said() == ""
    assert clerk.chips(clerk.page.card.forms)[0] == "未打印"


def test_a_character_that_no_font_has_is_named_and_the_paper_kept(clerk: PaperDriver, room: Room) -> None:
    matter_id = register_visit(room.session, "仇\U0003134f", when=datetime.fromisoformat("2026-11-24T10:27"))
    clerk.open(matter_id)
    assert "U+3134F" in clerk.words_on_screen()
    assert not clerk.page.card.print.isEnabled()


def test_another_page_asks_for_one_form_of_one_contact(clerk: PaperDriver, room: Room) -> None:
    register_visit(room.session, matter_id=1)
    first, second = (one.contact_id for one in matters.detail(room.session, 1).contacts)
    clerk.page.open_at(PaperTarget(1, Form.SLIP, first))
    clerk.settle()
    chosen = clerk.page.card.current()
    assert chosen is not None
    assert (chosen.key.form, chosen.key.contact_id) == ("slip", first)
    clerk.page.open_at(PaperTarget(1, Form.REGISTRATION))
    clerk.settle()
    chosen = clerk.page.card.current()
    assert chosen is not None
    assert (chosen.key.form, chosen.key.contact_id) == ("registration", second)
    assert clerk.focus() is clerk.page.card.forms, "arrows choose another paper, Enter prints"


def test_large_text_folds_the_preview_under_a_button(clerk: PaperDriver, wear) -> None:
    clerk.open(1)
    assert not clerk.page.fold.is_folded()
    wear(Look(zoom=2.0))
    clerk.settle()
    assert clerk.page.fold.is_folded()
    assert not clerk.page.preview.isVisible()
    clerk.press(Qt.Key.Key_F9)
    assert clerk.page.preview.isVisible()
    assert "返回目录" in clerk.words_on_screen()
    clerk.press(Qt.Key.Key_F9)
    assert clerk.page.card.isVisible()
    wear(Look())
    assert not clerk.page.fold.is_folded()
