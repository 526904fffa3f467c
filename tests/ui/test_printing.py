"""Printing from the window, with printers that write files through Qt's own print engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from app.domain.paper import Form, RecoverySheetRecord
from app.printing.page import A4, A5, About, Sheet
from app.printing.preview import Pages
from app.services import matters, papers, settings
from app.services.session import Session
from tests.support.paper_driver import NOW, FilePrinters, register_visit
from tests.support.registers import fresh_register
from ui.operations import Operations
from ui.printers import Abilities, PrintFailed, SystemPrinters, put_on
from ui.printing import PREFERENCE, PrintDesk, prepare
from ui.widgets.tone import Tone

DPI = 300
PRINTER = "窗口打印机"


class Bench:
    """A desk with a register and printers, and everything it said."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.ops: Operations[Session] = Operations(session, lambda: NOW)
        self.printers = FilePrinters(folder, PRINTER)
        self.desk = PrintDesk(self.ops, lambda: NOW, self.printers)
        self.said: list[tuple[str, Tone]] = []
        self.faults: list[object] = []
        self.desk.said.connect(lambda words, tone: self.said.append((words, tone)))
        self.ops.crashed.connect(self.faults.append)

    def settle(self) -> None:
        """Until nothing is under way: a print is three operations, one after another."""
        for _ in range(4):
            self.ops.drain()
        assert not self.faults

    def tray(self) -> list[tuple[str, str]]:
        return [(item.title, item.reason) for item in papers.tray(self.session)]

    def words_printed(self) -> str:
        return text_of(self.printers.out[-1].read_bytes())


def text_of(pdf: bytes) -> str:
    """The words of a PDF that still has words (what was typeset, not what Qt drew)."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    session = fresh_register(tmp_path)
    one = Bench(session, tmp_path)
    yield one
    one.ops.close()
    session.register.close()


def ruled_sheet(size: tuple[float, float]) -> bytes:
    """A page with one upright rule 25 mm from the left and one level rule 100 mm from the top, each 0.5 mm wide."""
    sheet = Sheet(size, About("测试", "测试", "测试"))
    points = 0.5 / 25.4 * 72
    sheet.line(25, 10, 25, size[1] - 10, points)
    sheet.line(30, 100, size[0] - 10, 100, points)
    sheet.next_page()
    return sheet.finish()


def first_dark(pixels: list[int]) -> int:
    return next(place for place, value in enumerate(pixels) if value < 128)


@pytest.mark.parametrize("size", [A4, A5])
def test_a_millimetre_stays_a_millimetre(qtbot: QtBot, tmp_path: Path, size: tuple[float, float]) -> None:
    printers = FilePrinters(tmp_path, PRINTER)
    printers.print(PRINTER, ruled_sheet(size))
    with Pages(printers.out[0].read_bytes()) as pages:
        assert pages.count == 1
        assert pages.size(0) == pytest.approx(size, abs=0.2)
        image = pages.image(0, DPI)
    row = image.height // 2 * image.width * 4
    across = list(image.rgba[row : row + image.width * 4 : 4])
    place = 60 * 4 * DPI // 25
    down = list(image.rgba[place :: image.width * 4])
    assert first_dark(across) / DPI * 25.4 == pytest.approx(24.75, abs=0.15)
    assert first_dark(down) / DPI * 25.4 == pytest.approx(99.75, abs=0.15)


def test_every_page_of_a_long_form_comes_out(qtbot: QtBot, tmp_path: Path) -> None:
    sheet = Sheet(A4, About("测试", "测试", "测试"))
    for _ in range(3):
        sheet.line(25, 10, 25, 200, 1)
        sheet.next_page()
    printers = FilePrinters(tmp_path, PRINTER)
    printers.print(PRINTER, sheet.finish())
    with Pages(printers.out[0].read_bytes()) as pages:
        assert pages.count == 3


def two_papers() -> bytes:
    """An A5 cover before two A4 pages and another A5 page, as in a case file with small covers."""
    sheet = Sheet(A5, About("测试", "测试", "测试"))
    for size in (A5, A4, A4, A5):
        sheet.paper(size)
        sheet.line(25, 10, 25, 100, 1)
        sheet.next_page()
    return sheet.finish()


def test_c06_each_size_of_paper_is_a_job_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    printers = FilePrinters(tmp_path, PRINTER)
    printers.print(PRINTER, two_papers(), two_sided=False)
    found = []
    for path in printers.out:
        with Pages(path.read_bytes()) as pages:
            found.append((pages.count, tuple(round(mm) for mm in pages.size(0))))
    assert found == [(1, (148, 210)), (2, (210, 297)), (1, (148, 210))]


@pytest.mark.parametrize(
    ("can", "two_sided", "words"),
    [
        (Abilities(), True, ""),
        (Abilities(two_sided=False), None, ""),
        (Abilities(two_sided=False), True, "不能自动双面打印"),
        (Abilities(two_sided=False), False, ""),
        (Abilities((A4,)), None, "没有A5（148×210 毫米）的纸可选"),
        (Abilities((A4,), any_size=True), None, ""),
        (Abilities((A4, (148.5, 209.9))), None, ""),
    ],
)
def test_c06_what_a_printer_does_not_offer_is_said_before_anything_comes_out(
    qtbot: QtBot, tmp_path: Path, can: Abilities, two_sided: bool | None, words: str
) -> None:
    printers = FilePrinters(tmp_path, PRINTER)
    printers.can = can
    if not words:
        printers.print(PRINTER, two_papers(), two_sided=two_sided)
        assert len(printers.out) == 3
        return
    with pytest.raises(PrintFailed) as caught:
        printers.print(PRINTER, two_papers(), two_sided=two_sided)
    assert words in caught.value.reason
    assert PRINTER in caught.value.reason
    assert printers.out == []


@pytest.mark.parametrize("two_sided", [None, True, False])
def test_c06_a_job_asks_for_the_sides_it_was_laid_out_for(qtbot: QtBot, tmp_path: Path, two_sided: bool | None) -> None:
    asked: list[QPrinter.DuplexMode] = []

    class Job(QPrinter):
        """Qt's printer into a file keeps no sides, so what is asked for is noted here."""

        def setDuplex(self, mode: QPrinter.DuplexMode) -> None:
            asked.append(mode)

    def job() -> QPrinter:
        printer = Job()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "job.pdf"))
        return printer

    put_on(PRINTER, job, two_papers(), two_sided=two_sided)
    modes = {True: QPrinter.DuplexMode.DuplexLongSide, False: QPrinter.DuplexMode.DuplexNone}
    assert asked == ([] if two_sided is None else [modes[two_sided]] * 3)


def test_a_form_goes_straight_to_the_printer_and_is_counted(bench: Bench) -> None:
    matter_id = register_visit(bench.session)
    bench.desk.print_form(matter_id, Form.SLIP)
    bench.settle()
    with Pages(bench.printers.out[0].read_bytes()) as pages:
        assert pages.size(0) == pytest.approx(A5, abs=0.2)
    line = matters.detail(bench.session, matter_id).documents[0]
    assert (line.form, line.prints) == ("slip", 1)
    assert bench.tray() == []
    assert bench.said == [(f"登记回执已送到打印机“{PRINTER}”。", Tone.GOOD)]


def test_the_second_print_carries_the_mark(bench: Bench) -> None:
    matter_id = register_visit(bench.session)
    for _ in range(2):
        bench.desk.print_form(matter_id, Form.COVER)
        bench.settle()
    assert "补打" in bench.said[-1][0]
    again = papers.reopen(bench.session, matters.detail(bench.session, matter_id).documents[0].document_id)
    assert "补打" in text_of(prepare(again).pdf)
    first, second = (path.read_bytes() for path in bench.printers.out)
    with Pages(first) as one, Pages(second) as other:
        assert one.image(0, 60).rgba != other.image(0, 60).rgba


def test_a_key_pressed_twice_prints_once(bench: Bench) -> None:
    matter_id = register_visit(bench.session)
    bench.desk.print_form(matter_id, Form.SLIP)
    bench.desk.print_form(matter_id, Form.SLIP)
    bench.settle()
    assert len(bench.printers.out) == 1
    bench.desk.print_form(matter_id, Form.SLIP)
    bench.settle()
    assert len(bench.printers.out) == 2


def test_each_form_remembers_its_printer(bench: Bench) -> None:
    bench.printers.online.append("针式打印机")
    bench.desk.choose_printer(Form.SLIP.value, "针式打印机")
    bench.settle()
    assert settings.preferences(bench.session, NOW)[PREFERENCE] == {"slip": "针式打印机"}
    matter_id = register_visit(bench.session)
    bench.desk.print_form(matter_id, Form.SLIP)
    bench.desk.print_form(matter_id, Form.COVER)
    bench.settle()
    assert [path.name.split("-")[0] for path in bench.printers.out] == ["针式打印机", PRINTER]


def test_a_printer_that_is_gone_leaves_the_print_in_the_tray(bench: Bench) -> None:
    matter_id = register_visit(bench.session)
    bench.desk.choose_printer(Form.SLIP.value, "旧打印机")
    bench.desk.print_form(matter_id, Form.SLIP)
    bench.settle()
    assert bench.tray() == [("登记回执", "打印机“旧打印机”不在线。")]
    words, tone = bench.said[-1]
    assert tone is Tone.SOON
    assert "打印机“旧打印机”不在线" in words
    assert "选择打印机" in words
    assert "存为 PDF" in words
    assert matters.detail(bench.session, matter_id).documents[0].prints == 0


def test_no_printer_at_all_leaves_the_print_in_the_tray(bench: Bench) -> None:
    bench.printers.online.clear()
    bench.desk.print_form(register_visit(bench.session), Form.COVER)
    bench.settle()
    assert [title for title, _reason in bench.tray()] == ["卷宗封面"]
    assert "没有选择打印机" in bench.said[-1][0]


def test_a_print_from_the_tray_is_sent_again_and_leaves_it(bench: Bench) -> None:
    matter_id = register_visit(bench.session)
    bench.printers.online.clear()
    bench.desk.print_form(matter_id, Form.SLIP)
    bench.settle()
    item = papers.tray(bench.session)[0]
    bench.printers.online.append(PRINTER)
    bench.desk.print_again(item.tray_id, item.document_id)
    bench.settle()
    assert bench.tray() == []
    assert len(bench.printers.out) == 1
    assert matters.detail(bench.session, matter_id).documents[0].prints == 1


def test_a_print_that_fails_again_stays_once(bench: Bench) -> None:
    bench.printers.online.clear()
    bench.desk.print_form(register_visit(bench.session), Form.SLIP)
    bench.settle()
    item = papers.tray(bench.session)[0]
    bench.desk.print_again(item.tray_id, item.document_id)
    bench.settle()
    assert len(bench.tray()) == 1


def test_closing_while_a_print_waits_keeps_it(bench: Bench) -> None:
    bench.desk.print_form(register_visit(bench.session), Form.SLIP)
    bench.ops.close()
    prints = len(bench.printers.out)
    assert prints + len(bench.tray()) >= 1
    assert bench.tray(), "it was laid down before it was sent"
    assert "先看打印机是否已经打出" in bench.tray()[0][1]


def test_a_bug_in_a_printer_driver_does_not_lose_the_print(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(bench.printers, "print", broken)
    bench.desk.print_form(register_visit(bench.session), Form.SLIP)
    for _ in range(3):
        bench.ops.drain()
    assert len(bench.faults) == 1
    assert len(bench.tray()) == 1


def test_a_character_without_a_glyph_is_named_and_kept(bench: Bench) -> None:
    matter_id = register_visit(bench.session, "仇\U0003134f")
    bench.desk.print_form(matter_id, Form.SLIP)
    bench.settle()
    assert bench.printers.out == []
    assert "U+3134F" in bench.said[-1][0]
    assert len(bench.tray()) == 1


def test_a_paper_is_saved_whole_and_counted(bench: Bench, tmp_path: Path) -> None:
    matter_id = register_visit(bench.session)
    paper = papers.issue(bench.session, matter_id, Form.COVER, NOW)
    where = tmp_path / "封面.pdf"
    bench.desk.save_pdf(paper, where)
    bench.settle()
    assert "仇颇" in text_of(where.read_bytes())
    assert matters.detail(bench.session, matter_id).documents[0].prints == 1
    assert list(tmp_path.glob("*.part")) == []


def test_a_folder_that_cannot_be_written_is_said_and_nothing_counted(bench: Bench, tmp_path: Path) -> None:
    matter_id = register_visit(bench.session)
    paper = papers.issue(bench.session, matter_id, Form.COVER, NOW)
    bench.desk.save_pdf(paper, tmp_path / "没有这个文件夹" / "封面.pdf")
    bench.settle()
    assert "没有存成" in bench.said[-1][0]
    assert matters.detail(bench.session, matter_id).documents[0].prints == 0


def test_the_suggested_file_name_can_be_written_anywhere(bench: Bench) -> None:
    matter_id = register_visit(bench.session)
    ready = prepare(papers.issue(bench.session, matter_id, Form.SLIP, NOW))
    assert ready.file_name == "信访登记回执 （2026）豫9999来访1号.pdf"
    assert ready.sheet == A5
    assert len(ready.pages) == 1


def test_a_recovery_sheet_is_printed_and_never_kept(bench: Bench) -> None:
    record = RecoverySheetRecord("某某县人民法院", "登记员甲", "abc", "AAAA-BBBB-CCCC-DDDD", NOW.date())
    answers: list[str] = []
    bench.desk.print_record(record, answers.append)
    bench.settle()
    assert answers == [""]
    assert len(bench.printers.out) == 1
    bench.printers.online.clear()
    bench.desk.print_record(record, answers.append)
    bench.settle()
    assert "打印机" in answers[1]
    assert bench.tray() == []


def test_printers_are_listed_without_blocking(bench: Bench) -> None:
    found: list[object] = []
    owner = QObject()
    bench.desk.list_printers(owner, found.append)
    assert found == []
    bench.settle()
    assert found[0].names == (PRINTER,)  # type: ignore[attr-defined]


def test_the_system_says_when_a_printer_is_not_there(qtbot: QtBot) -> None:
    with pytest.raises(PrintFailed, match="打印机“没有这一台”不在线"):
        SystemPrinters().print("没有这一台", ruled_sheet(A4))
