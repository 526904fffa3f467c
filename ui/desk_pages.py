"""The pages of the desk, how they reach each other, and the keys that work from everywhere.

Imported after the first paint, because the pages bring the services (measured start-up cost).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from app.domain.contact import Channel
from app.domain.paper import Form
from app.services.session import Session
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.pages.dossier.page import DossierPage
from ui.pages.find.lines import FoundLine
from ui.pages.find.panel import FindPanel
from ui.pages.handling.page import HandlingPage
from ui.pages.intake.page import IntakePage
from ui.pages.ledger.page import LedgerPage
from ui.pages.page import Page, PageEntry
from ui.pages.paper.page import PaperPage
from ui.pages.progress.page import ProgressPage
from ui.pages.queue.matter_panel import PROGRESS_KEY
from ui.pages.queue.page import QueuePage
from ui.pages.settings.page import SettingsPage
from ui.pages.today.page import TodayPage
from ui.printing import PaperTarget, PrintDesk
from ui.style.theme import Look
from ui.widgets.key_button import KeyButton
from ui.widgets.text import key_words

INTAKE = "intake"
QUEUE = "matter"
HANDLING = "handling"
TODAY = "today"
PAPER = "paper"
PROGRESS = "progress"
DOSSIER = "dossier"
LEDGER = "ledger"
SETTINGS = "settings"
FIND = "find"
FIRST = INTAKE


def entries(
    operations: Operations[Session],
    clock: Callable[[], datetime],
    prints: PrintDesk,
    set_look: Callable[[Look], None],
) -> tuple[PageEntry, ...]:
    """The pages in the order of the rail; each is built when it is first visited.

    ``set_look`` puts a look that was chosen in the settings in force.
    """

    def intake() -> Page:
        page = IntakePage(operations, clock)
        page.print_slip.connect(lambda matter_id, contact_id: prints.print_form(matter_id, Form.SLIP, contact_id))
        page.print_guidance.connect(
            lambda matter_id, contact_id: prints.print_form(matter_id, Form.GUIDANCE, contact_id)
        )
        page.cover_wanted.connect(lambda matter_id: prints.preview(matter_id, Form.COVER))
        return page

    lists: list[QueuePage] = []

    def queue() -> Page:
        page = QueuePage(operations, clock)
        page.print_requested.connect(prints.preview)
        lists.append(page)
        return page

    def lower(compact: bool) -> None:
        for page in lists:
            page.set_compact(compact)

    def progress() -> Page:
        page = ProgressPage(operations, clock)
        page.print_wanted.connect(lambda matter_id, contact_id: prints.print_form(matter_id, Form.PROGRESS, contact_id))
        return page

    def preferences() -> Page:
        page = SettingsPage(operations, prints, clock, set_look)
        page.compact_changed.connect(lower)
        return page

    return (
        PageEntry(INTAKE, "登记", "intake", intake, "Ctrl+1"),
        PageEntry(QUEUE, "事项", "queue", queue, "Ctrl+2"),
        PageEntry(HANDLING, "办理", "forward", lambda: HandlingPage(operations, prints, clock), "Ctrl+3"),
        PageEntry(TODAY, "今日", "today", lambda: TodayPage(operations, prints, clock, HANDLING), "Ctrl+4"),
        PageEntry(LEDGER, "台账", "statistics", lambda: LedgerPage(operations, prints, clock, HANDLING), "Ctrl+5"),
        PageEntry(PAPER, "打印", "printer", lambda: PaperPage(operations, prints, clock), "Ctrl+6"),
        PageEntry(DOSSIER, "卷宗", "dossier", lambda: DossierPage(operations, prints, clock), "Ctrl+7"),
        PageEntry(PROGRESS, "进度", "information", progress, PROGRESS_KEY),
        PageEntry(SETTINGS, "设置", "settings", preferences, "Ctrl+8", at_bottom=True),
    )


class Jumps(QObject):
    """F1, F2 and the one search (Ctrl+K, F3) from every page.

    A key that the page shown has itself is left to the page.
    """

    def __init__(self, main: MainWindow, operations: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__(main)
        self._main = main
        self._keys: dict[str, QShortcut] = {}
        self.find = FindPanel(operations, clock, main.centralWidget(), main.rail)
        self.find.matter_wanted.connect(self._open_matter)
        self.find.paper_wanted.connect(self._open_paper)
        self.find.progress_wanted.connect(lambda matter_id: main.show_page(PROGRESS, matter_id))
        main.rail.add_act(FIND, "查找", "search", "Ctrl+K").clicked.connect(self._find)
        self._add("F1", lambda: main.show_page(INTAKE, Channel.VISIT))
        self._add("F2", lambda: main.show_page(INTAKE, Channel.LETTER))
        self._add("F3", self._find)
        main.page_shown.connect(self._step_aside)

    def _add(self, key: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self._main)
        shortcut.activated.connect(act)
        self._keys[key] = shortcut

    def _find(self) -> None:
        name = self._main.current_name
        self.find.open(self._main.page(name) if name else None)

    def _open_matter(self, matter_id: int) -> None:
        self._main.show_page(QUEUE, matter_id)
        page = self._main.page(QUEUE)
        assert isinstance(page, QueuePage)
        page.open_panel()

    def _open_paper(self, line: FoundLine) -> None:
        assert line.matter_id is not None
        self._main.show_page(PAPER, PaperTarget(line.matter_id, line.form, line.contact_id, line.document_id))

    def _step_aside(self, name: str) -> None:
        page = self._main.page(name)
        taken = {button.key for button in page.findChildren(KeyButton)}
        taken |= {key_words(shortcut.key().toString()) for shortcut in page.findChildren(QShortcut)}
        for key, shortcut in self._keys.items():
            shortcut.setEnabled(key_words(key) not in taken)
