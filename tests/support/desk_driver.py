"""The whole window as a clerk uses it: every page, the one search over them, and the screen for the visitor."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services.session import Session
from tests.support.hands import CTRL, Hands
from tests.support.paper_driver import FilePrinters
from ui import desk_pages
from ui.desk_work import DeskWork
from ui.pages.find.lines import FoundLine
from ui.pages.find.panel import FindPanel
from ui.pages.progress.page import ProgressPage
from ui.pages.queue.page import QueuePage

NOW = datetime.fromisoformat("2026-11-24T10:26")
PRINTER = "窗口打印机"


class DeskDriver(Hands):
    """The window over an open register, with a printer whose paper is files."""

    def __init__(self, qtbot: QtBot, session: Session, folder: Path, size: tuple[int, int] = (1366, 768)) -> None:
        self.session = session
        self.printers = FilePrinters(folder, PRINTER)
        self.work = DeskWork(session, folder, lambda: NOW, printers=self.printers)
        self.faults: list[object] = []
        self.work.operations.crashed.connect(self.faults.append)
        with qtbot.waitSignal(self.work.ready):
            self.work.begin()
        super().__init__(qtbot, self.work.main, self.work.operations, size)
        self.work.resume()
        self.settle()

    def settle(self) -> None:
        """Until nothing is under way: a look, then what follows from it."""
        for _round in range(3):
            super().settle()

    def close(self) -> None:
        """Close the desk; nothing may have gone wrong."""
        self.work.close()
        assert self.faults == []

    # doing

    def go(self, place: int) -> None:
        """Ctrl and a figure."""
        self.press(Qt.Key(Qt.Key.Key_0 + place), CTRL)
        self.settle()

    def find(self, words: str) -> None:
        """Ctrl+K, then write."""
        self.press(Qt.Key.Key_K, CTRL)
        self.replace(words)
        self.settle()

    # looking

    @property
    def found(self) -> FindPanel:
        """The panel of the one search."""
        panel = self.work.main.findChild(FindPanel)
        assert isinstance(panel, FindPanel)
        return panel

    @property
    def queue(self) -> QueuePage:
        """The list of matters."""
        page = self.work.main.page(desk_pages.QUEUE)
        assert isinstance(page, QueuePage)
        return page

    @property
    def progress(self) -> ProgressPage:
        """The screen for the visitor."""
        page = self.work.main.page(desk_pages.PROGRESS)
        assert isinstance(page, ProgressPage)
        return page

    def group(self, heading: str) -> list[FoundLine]:
        """The lines under a heading."""
        inside, lines = False, []
        for line in self.found.lines():
            if line.is_heading:
                inside = line.words == heading
            elif inside:
                lines.append(line)
        return lines

    def where(self) -> str:
        """The name of the page shown."""
        return self.work.main.current_name
