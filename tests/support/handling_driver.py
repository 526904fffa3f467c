"""The page of handling as a clerk uses it: a step by its key, its form by keys, and what the page says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.domain.step import Step
from app.services.session import Session
from tests.support.hands import ALT, CTRL, Hands
from tests.support.paper_driver import FilePrinters
from ui.operations import Operations
from ui.pages.handling.chooser import Chooser
from ui.pages.handling.form_dialog import HandlingDialog
from ui.pages.handling.page import HandlingPage
from ui.pages.handling.record_dialog import RecordDialog
from ui.printing import PrintDesk
from ui.widgets.block_edit import BlockEdit
from ui.widgets.choice import Choice

PRINTER = "窗口打印机"


class HandlingDriver(Hands):
    """One page of handling on the screen, with a printer whose paper is files."""

    def __init__(
        self,
        qtbot: QtBot,
        operations: Operations[Session],
        clock: Callable[[], datetime],
        folder: Path,
        size: tuple[int, int] = (1274, 700),
    ) -> None:
        self.printers = FilePrinters(folder, PRINTER)
        self.prints = PrintDesk(operations, clock, self.printers)
        self.page = HandlingPage(operations, self.prints, clock)
        operations.changed.connect(self.page.accept_change)
        self.page.take_focus()
        super().__init__(qtbot, self.page, operations, size)

    def settle(self) -> None:
        """Until nothing is under way: an act, what it changed, and the paper that follows."""
        for _round in range(3):
            super().settle()

    # doing

    def handle(self, matter_id: int) -> None:
        """Turn to a matter."""
        self.page.open_at(matter_id)
        self.settle()

    def begin(self, step: Step) -> HandlingDialog:
        """The key of a step; from the list of others where it has none of its own."""
        for place, cell in enumerate(self.page.card.cells, 1):
            if cell.step is step and cell.isVisibleTo(self.page):
                self.press(Qt.Key(Qt.Key.Key_0 + place), ALT)
                break
        else:
            self.press(Qt.Key.Key_0, ALT)
            self.settle()
            self.dialog(Chooser)
            entry = next(one for one in self.page.work.standing.next if one.step is step)  # type: ignore[union-attr]
            self.write(entry.text)
            self.enter()
        self.settle()
        return self.dialog(HandlingDialog)

    def write_record(self, letters: str) -> HandlingDialog:
        """Alt+N, the initials of the kind, Enter."""
        self.press(Qt.Key.Key_N, ALT)
        self.settle()
        self.dialog(Chooser)
        self.type(letters)
        self.enter()
        self.settle()
        return self.dialog(HandlingDialog)

    def fill(self, dialog: HandlingDialog, **values: str) -> None:
        """Fill fields by keys, wherever they stand; a choice by its figure or its initials."""
        for name, value in values.items():
            editor = dialog.form.fields[name].editor
            editor.setFocus()
            if isinstance(editor, Choice):
                self.choose(editor, value)
            elif isinstance(editor, BlockEdit):
                self.replace(value)
            else:
                self.press(Qt.Key.Key_A, CTRL)
                self.type(value)

    def take(self, step: Step, **values: str) -> None:
        """Begin a step, fill its form, Ctrl+Enter; the form must have gone."""
        dialog = self.begin(step)
        self.fill(dialog, **values)
        self.confirm()
        assert self.no_dialog(), (step, dialog.words(), {n: f.note() for n, f in dialog.form.fields.items()})

    def open_record(self, kind: str) -> RecordDialog:
        """The newest record of a kind, by the list and Enter."""
        self.press(Qt.Key.Key_L, ALT)
        self.settle()
        work = self.page.work
        assert work is not None
        record = next(one for one in reversed(work.records) if one.kind == kind)
        assert self.page.side.choose_record(record.record_id)
        self.press(Qt.Key.Key_O, ALT)
        return self.dialog(RecordDialog)

    def back_to_record(self) -> RecordDialog:
        """What stood above the record has gone; the record has the keys again, as a window manager sees to."""
        self.settle()
        (shown,) = (one for one in self.page.findChildren(RecordDialog) if one.isVisible())
        shown.activateWindow()
        self._qtbot.waitUntil(shown.isActiveWindow)
        return shown

    def choose(self, editor: QWidget | Choice, letters: str) -> None:
        """Choose by initials, a breath after the choice before."""
        assert isinstance(editor, Choice)
        editor.setFocus()
        editor._typed_at = 0.0
        self.type(letters)

    # looking

    def offered(self) -> dict[Step, str]:
        """The steps with a button, and what is said to be missing beneath."""
        return {
            cell.step: cell.missing.text() if not cell.missing.isHidden() else ""
            for cell in self.page.card.cells
            if cell.step is not None and cell.isVisibleTo(self.page)
        }

    def lead(self) -> str:
        """The words of the first step's button."""
        return self.page.card.cells[0].button.text()

    def said(self) -> str:
        """The bar of the page."""
        return self.page.problems.words()

    def sentences(self) -> list[str]:
        """经过, newest first."""
        return [entry.sentence for entry in self.page.side.timeline.entries()]

    def above(self, kind: type[QDialog]) -> bool:
        """Whether a dialog of a kind is open."""
        return any(isinstance(one, kind) and one.isVisible() for one in self.page.findChildren(kind))
