"""A matter to print, printers that write files through Qt's own print engine, and the paper page as a clerk uses it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.contact import Channel
from app.domain.intake import IntakeRequest, Material
from app.domain.petitioner import DocumentKind, Person, Sex
from app.services import intake
from app.services.session import Session
from tests.support.hands import ALT, CTRL, Hands
from ui.operations import Operations
from ui.pages.paper.line_list import LineList
from ui.pages.paper.page import PaperPage
from ui.printers import Abilities, PrintFailed, put_on

NOW = datetime.fromisoformat("2026-11-24T10:26")


class FilePrinters:
    """Printers whose paper is a PDF file: Qt's print engine draws it exactly as for a real printer."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder = folder
        self.online = list(names)
        self.out: list[Path] = []
        """Files, one a job: each size of paper is a job of its own."""
        self.sides: list[bool | None] = []
        self.can = Abilities()

    def names(self) -> tuple[str, ...]:
        return tuple(self.online)

    def default_name(self) -> str:
        return self.online[0] if self.online else ""

    def print(self, name: str, pdf: bytes, *, two_sided: bool | None = None) -> None:
        if name not in self.online:
            raise PrintFailed(f"打印机“{name}”不在线。")
        put_on(name, lambda: self._job(name), pdf, self.can, two_sided=two_sided)
        self.sides.append(two_sided)

    def _job(self, name: str) -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        path = self.folder / f"{name}-{len(self.out) + 1}.pdf"
        printer.setOutputFileName(str(path))
        self.out.append(path)
        return printer


def register_visit(session: Session, name: str = "仇颇", *, matter_id: int | None = None, when: datetime = NOW) -> int:
    """One visit; gives the matter."""
    person = Person(
        name,
        sex=Sex.FEMALE,
        document_kind=DocumentKind.NONE,
        no_document_reason="未带证件",
        phones=("17599936196",),
        address="南坪乡石桥村",
    )
    request = IntakeRequest(
        Channel.VISIT,
        when,
        person,
        ("相邻权纠纷判决后对方拒不拆除，要求尽快执行。",),
        case_numbers=("（2019）豫9999行初1143号",),
        materials=(Material("判决书", 6),),
        existing_matter_id=matter_id,
    )
    return intake.submit(session, request, when).matter_id


class PaperDriver(Hands):
    """The paper page on the screen."""

    def __init__(self, qtbot: QtBot, page: PaperPage, operations: Operations[Session]) -> None:
        self.page = page
        operations.changed.connect(page.accept_change)
        page.take_focus()
        super().__init__(qtbot, page, operations, (1274, 700))

    def settle(self) -> None:
        """Until nothing is under way: a paper is issued, typeset and drawn, one after another."""
        for _round in range(6):
            QApplication.processEvents()
            self._operations.drain()
        QApplication.processEvents()

    # doing

    def open(self, matter_id: int) -> None:
        """As another page asks for a matter."""
        self.page.open_at(matter_id)
        self.settle()

    def find(self, number: str) -> None:
        """Type a number and press Enter."""
        self.page.card.number.setFocus()
        self.replace(number)
        self.enter()
        self.settle()

    def choose(self, words: str, listing: LineList | None = None) -> None:
        """Move to a paper of the list by arrows."""
        place = listing or self.page.card.forms
        names = self.lines(place)
        place.setFocus()
        self.press(Qt.Key.Key_Home)
        self.press(Qt.Key.Key_Down, times=names.index(words))
        self.settle()

    def print(self) -> None:
        """Ctrl+P."""
        self.press(Qt.Key.Key_P, CTRL)
        self.settle()

    def save(self) -> None:
        """Ctrl+S."""
        self.press(Qt.Key.Key_S, CTRL)
        self.settle()

    def show_tray(self) -> None:
        """Alt+2."""
        self.press(Qt.Key.Key_2, ALT)
        self.settle()

    def see(self) -> None:
        """Wait until the sharp picture of the page is there."""

        def drawn() -> bool:
            self._operations.drain()
            return self.page.preview.canvas.picture is not None

        self._qtbot.waitUntil(drawn)

    # looking

    def lines(self, listing: LineList) -> list[str]:
        """The names in a list, top down."""
        return [listing.lines.line(row).words for row in range(listing.lines.rowCount())]

    def chips(self, listing: LineList) -> list[str]:
        """打过 1 次 and the like, top down."""
        return [listing.lines.line(row).status.words for row in range(listing.lines.rowCount())]

    def tray(self) -> list[str]:
        """The second lines of the prints in the tray, newest first."""
        listing = self.page.card.tray
        return [listing.lines.line(row).below for row in range(listing.lines.rowCount())]

    def said(self) -> str:
        """The bar of the page."""
        return self.page.problems.words()

    def place(self) -> str:
        """第 1 / 2 页　100%."""
        return self.page.preview.place.text()
