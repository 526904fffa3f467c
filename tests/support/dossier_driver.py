"""The dossier page as a clerk uses it: keys, the mouse, forms, and printers that write files or fail half-way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.services import dossiers
from app.services.session import Session
from tests.support.dossier_flow import pdf
from tests.support.hands import ALT, CTRL, Hands
from tests.support.paper_driver import NOW, FilePrinters
from ui.operations import Operations
from ui.pages.dossier.file_dialog import Asking
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.dossier.page import DossierPage
from ui.pages.dossier.scan_dialog import ScanDialog
from ui.printers import PrintFailed
from ui.printing import PrintDesk
from ui.widgets.choice import Choice
from ui.widgets.line_edit import LineEdit

PRINTER = "窗口打印机"
LEFT = Qt.MouseButton.LeftButton


class CountingPrinters:
    """A printer that takes whole packs and keeps them; ``before`` is asked first and may say why it fails."""

    def __init__(self) -> None:
        self.out: list[bytes] = []
        self.before: Callable[[int], str] = lambda _job: ""
        self.jobs = 0

    def names(self) -> tuple[str, ...]:
        return (PRINTER,)

    def default_name(self) -> str:
        return PRINTER

    def print(self, _name: str, pdf: bytes, *, two_sided: bool | None = None) -> None:  # noqa: ARG002
        self.jobs += 1
        reason = self.before(self.jobs)
        if reason:
            raise PrintFailed(reason)
        self.out.append(pdf)


class Answers(Asking):
    """Says where, without a dialog of the system."""

    def __init__(self, folder: Path) -> None:
        self.place = folder
        self.files: tuple[Path, ...] = ()

    def where_to_save(self, _parent: QWidget, _file_name: str) -> Path | None:
        return self.place / "卷宗.pdf"

    def folder(self, _parent: QWidget, _words: str) -> Path | None:
        return self.place / "装订"

    def scans(self, _parent: QWidget) -> tuple[Path, ...]:
        return self.files


class Clerk(Hands):
    """The dossier page on the screen."""

    def __init__(
        self,
        qtbot: QtBot,
        session: Session,
        folder: Path,
        size: tuple[int, int] = (1274, 900),
        printers: CountingPrinters | None = None,
    ) -> None:
        self.session = session
        self.dragged = False
        self.operations = Operations(session, lambda: NOW)
        self.faults: list[object] = []
        self.operations.crashed.connect(self.faults.append)
        self.printers = FilePrinters(folder, PRINTER)
        self.counting = printers
        self.answers = Answers(folder)
        desk = PrintDesk(self.operations, lambda: NOW, printers or self.printers)
        self.page = DossierPage(self.operations, desk, lambda: NOW, self.answers)
        self.operations.changed.connect(self.page.accept_change)
        self.operations.refused.connect(self.page.tell)
        self.operations.unavailable.connect(self.page.tell)
        super().__init__(qtbot, self.page, self.operations, size)

    def settle(self) -> None:
        for _round in range(4):
            super().settle()

    def lines(self) -> list[str]:
        model = self.page.panel.listing.lines
        return [model.line(row).words for row in range(model.rowCount())]

    def reason(self, words: str) -> None:
        self.page.panel.reason.setFocus()
        self.replace(words)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = ALT) -> None:
        self.press(key, modifiers)
        self.settle()

    def arrange(self) -> None:
        self.key(Qt.Key.Key_Z)

    def choose(self, name: str, value: object) -> None:
        """Choose in a list of the form that is open."""
        editor = self.form().fields[name].editor
        assert isinstance(editor, Choice)
        editor.set_value(value)

    def fill(self, name: str, words: str) -> None:
        """Write in a field of the form that is open."""
        editor = self.form().fields[name].editor
        assert isinstance(editor, LineEdit)
        editor.setFocus()
        self.replace(words)

    def form(self) -> FormDialog:
        return self.dialog(FormDialog)

    def state(self) -> list[DossierState]:
        return [row.state for row in dossiers.rows(self.session)]

    def add_scans(self, *files: tuple[str, bytes], kind: str = "guidance", title: str = "") -> None:
        """Add scans by the form, whatever comes of it."""
        self.offer(*files)
        self.key(Qt.Key.Key_N)
        self.choose("kind", kind)
        if title:
            self.fill("title", title)
        self.confirm()
        self.settle()

    def offer(self, *files: tuple[str, bytes]) -> None:
        """Lay files where the clerk will choose them."""
        paths = []
        for name, data in files:
            path = self.answers.place / name
            path.write_bytes(data)
            paths.append(path)
        self.answers.files = tuple(paths)

    def with_items(self, pages: Sequence[int] = (3, 2)) -> None:
        """Arrange the dossier shown, with scans of so many pages."""
        self.arrange()
        for number, amount in enumerate(pages, 1):
            self.add_scans((f"材料{number}.pdf", pdf(amount, str(number))), title=f"材料{number}")
            assert self.no_dialog()

    def drag(self, row: int, to: int, *, below: bool = True) -> None:
        """Drag a document onto another with the mouse."""
        listing = self.page.panel.listing
        begin = listing.visualRect(listing.lines.index(row, 0)).center()
        rect = listing.visualRect(listing.lines.index(to, 0))
        end = QPoint(rect.center().x(), rect.bottom() - 4 if below else rect.top() + 4)
        QTest.mousePress(listing.viewport(), LEFT, pos=begin)
        for place in (begin + QPoint(0, 3), QPoint(begin.x(), (begin.y() + end.y()) // 2), end):
            QTest.mouseMove(listing.viewport(), place)
        self.dragged = listing.is_dragging
        QTest.mouseRelease(listing.viewport(), LEFT, pos=end)
        self.settle()

    def scan_dialog(self) -> ScanDialog:
        """The pages of a scan, drawn."""
        dialog = self.dialog(ScanDialog)
        self.settle()
        return dialog

    def said(self) -> str:
        """The bar of the page."""
        return self.page.problems.words()

    def problem(self) -> str:
        """What the open form says is wrong with it."""
        return "\n".join(label.text() for label in self.form().problem.findChildren(type(self.page.panel.title)))


__all__ = ["CTRL", "PRINTER", "Answers", "Clerk", "CountingPrinters"]
