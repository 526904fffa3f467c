"""The window: rail, pages, status line, help. It hosts pages and knows no database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.domain.changes import Change
from app.domain.errors import Refused, Unavailable
from ui.fault import Fault
from ui.operations import LaneName, Operations
from ui.pages.page import Page, PageEntry
from ui.problems import Problems
from ui.style import scale, theme
from ui.widgets.banner import Banner
from ui.widgets.help_panel import HelpPanel
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.navigation_rail import NavigationRail
from ui.widgets.status_line import StatusLine

HELP_KEY = "Ctrl+/"
_BUSY_WORDS = {
    LaneName.WRITE: "正在保存…",
    LaneName.READ: "正在查找…",
    LaneName.PAPER: "正在后台处理文件…",
}


class MainWindow(QMainWindow):
    """Shows one page at a time; pages are built when first visited.

    Routes what operations announce: changes to the pages, trouble to the bar of the page shown, bugs to the error
    window. ``closing`` is emitted after drafts are kept and every lane has ended.
    """

    page_shown = Signal(str)
    look_changed = Signal(object)
    closing = Signal()

    def __init__(
        self,
        entries: Sequence[PageEntry],
        operations: Operations[Any],
        clock: Callable[[], datetime],
        *,
        practice: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._clock = clock
        self._entries = {entry.name: entry for entry in entries}
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._before = next(iter(self._entries), "")
        self._busy: set[LaneName] = set()
        self.setWindowTitle(QApplication.applicationName())
        self.resize(1366, 768)
        self.setMinimumSize(800, 560)
        self._build(entries, practice=practice)
        self._listen()
        self._minutes = QTimer(self)
        self._minutes.timeout.connect(self._tick)
        self._tick()

    @property
    def status(self) -> StatusLine:
        """The bottom line."""
        return self._status

    @property
    def rail(self) -> NavigationRail:
        """The rail."""
        return self._rail

    @property
    def current_name(self) -> str:
        """The name of the page shown, empty before the first."""
        return self._current

    def page(self, name: str) -> Page:
        """A page, built if this is its first visit."""
        if name not in self._pages:
            page = self._entries[name].build()
            page.go.connect(self.show_page)
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    def show_page(self, name: str, what: object = None) -> None:
        """Show a page, and on it ``what``, if given; without a name, the page shown before this one."""
        name = name or self._before
        page = self.page(name)
        if self._current and name != self._current:
            self._before = self._current
            if what is None:
                what = page.come_from(self._pages[self._current])
        place = page.place_of_work()  # before the page left hides, because that moves the focus on
        self._current = name
        self._rail.select(name)
        self._stack.setCurrentWidget(page)
        self.setWindowTitle(f"{page.title} - {QApplication.applicationName()}" if page.title else "")
        if place is not None:
            place.setFocus()
        if what is not None:
            page.open_at(what)
        if self.help_is_open():
            self._help_panel().show_help(page.help_text, page.keys())
        self.page_shown.emit(name)

    def toggle_help(self) -> None:
        """Open or close the help of the page shown."""
        panel, opening = self._help_panel(), not self.help_is_open()
        if opening and self._current:
            page = self._pages[self._current]
            panel.show_help(page.help_text, page.keys())
        panel.setVisible(opening)

    def help_is_open(self) -> bool:
        """Whether the help stands beside the page."""
        return self._help is not None and not self._help.isHidden()

    def set_look(self, wanted: theme.Look) -> None:
        """Put a look in force now and tell those who keep it."""
        application = QApplication.instance()
        if isinstance(application, QApplication) and wanted != theme.look():
            theme.apply(application, wanted)
            self.look_changed.emit(wanted)

    def show_bug(self, fault: Fault) -> None:
        """Show the error window."""
        Problems.show_fault(self, fault)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep drafts, let writes finish, end the lanes; nothing is asked."""
        for page in self._pages.values():
            page.before_close()
        self._minutes.stop()
        self._operations.close()
        self.closing.emit()
        super().closeEvent(event)

    def _build(self, entries: Sequence[PageEntry], *, practice: bool) -> None:
        self._rail = NavigationRail()
        for entry in entries:
            self._rail.add(entry.name, entry.words, entry.icon, entry.key, at_bottom=entry.at_bottom)
        self._stack = QStackedWidget()
        self._help: HelpPanel | None = None
        self._status = StatusLine()
        self._help_button = KeyButton("帮助", HELP_KEY, Kind.QUIET)
        self._status.add(self._help_button)
        self._middle = scale.row(spacing=0)
        self._middle.addWidget(self._stack, 1)
        right = scale.column(spacing=0)
        if practice:
            right.addWidget(Banner())
        right.addLayout(self._middle, 1)
        right.addWidget(self._status)
        centre = QWidget()
        centre.setObjectName("page")
        across = scale.row(centre, spacing=0)
        across.addWidget(self._rail)
        across.addLayout(right, 1)
        self.setCentralWidget(centre)

    def _help_panel(self) -> HelpPanel:
        """Built when first opened."""
        if self._help is None:
            self._help = HelpPanel()
            self._help.hide()
            self._help.closed.connect(self._help.hide)
            self._middle.addWidget(self._help)
        return self._help

    def _listen(self) -> None:
        self._rail.chosen.connect(self.show_page)
        self._help_button.clicked.connect(self.toggle_help)
        QShortcut(QKeySequence("?"), self).activated.connect(self.toggle_help)  # in a field it is typed
        for key, steps in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(lambda steps=steps: self.set_look(theme.look().zoomed(steps)))
        self._operations.changed.connect(self._changed)
        self._operations.refused.connect(self._trouble)
        self._operations.unavailable.connect(self._trouble)
        self._operations.crashed.connect(self.show_bug)
        self._operations.busy.connect(self._set_busy)

    def _changed(self, change: Change) -> None:
        for page in self._pages.values():
            page.accept_change(change)

    def _trouble(self, problem: Refused | Unavailable) -> None:
        if self._current:
            self._pages[self._current].tell(problem)

    def _set_busy(self, lane: LaneName, is_busy: bool) -> None:
        if is_busy:
            self._busy.add(lane)
        else:
            self._busy.discard(lane)
        self._status.set_busy("　".join(_BUSY_WORDS[name] for name in LaneName if name in self._busy))

    def _tick(self) -> None:
        now = self._clock()
        self._status.set_clock(now)
        self._minutes.start((60 - now.second) * 1000)
