"""The unlocked desk: one account at one open register, its pages, its status line, its daily backup.

Imported after the first paint, because it brings the services (measured start-up cost).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.changes import Area, Change
from app.services import backups, settings
from app.services.backups import Backup
from app.services.session import Session
from ui import desk_pages, kept_look
from ui.clock_watch import ClockWatch
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.pages.page import Page
from ui.printers import Printers
from ui.printing import PrintDesk
from ui.style import theme
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.tone import Tone

LOOK = "look"
LOCK_KEY = "Ctrl+L"
LOOK_AGAIN_MS = 30 * 60 * 1000
DAILY = "每日自动"
_log = logging.getLogger(__name__)


class DeskWork(QObject):
    """Lives from unlocking to closing, or until another account unlocks."""

    ready = Signal()
    """The preferences are read and the pages stand."""
    lock_wanted = Signal()
    title_changed = Signal(str)

    def __init__(
        self,
        session: Session,
        directory: Path,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
        printers: Printers | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._directory = directory
        self._clock = clock
        self._focus: QWidget | None = None
        self._main: MainWindow | None = None
        self.operations: Operations[Session] = Operations(session, clock, self)
        self.prints = PrintDesk(self.operations, clock, printers, self)
        self._daily = QTimer(self, interval=LOOK_AGAIN_MS)
        self._daily.timeout.connect(self._look_at_backups)

    @property
    def account(self) -> str:
        """Who unlocked."""
        return self._session.viewer.name

    @property
    def main(self) -> MainWindow:
        """The window with the pages; built when :attr:`ready` is emitted."""
        assert self._main is not None
        return self._main

    @property
    def is_ready(self) -> bool:
        """Whether the pages stand."""
        return self._main is not None

    def begin(self) -> None:
        """Read the account's preferences, then build."""
        self.operations.read(self, lambda session: settings.preferences(session, self._clock()), self._build)

    def resume(self) -> None:
        """The desk is on the screen: first page, or the place left when it was locked."""
        main = self.main
        if not main.current_name:
            main.show_page(desk_pages.FIRST)
            self._look_at_backups()
            self._daily.start()
            self.watch.begin()
        self.title_changed.emit(main.windowTitle())
        if self._focus is not None:
            self._focus.setFocus()
            self._focus = None

    def pause(self) -> None:
        """About to be locked: keep drafts, remember the place."""
        self._jumps.find.put_away()
        self._focus = self.main.focusWidget()
        for page in self.main.findChildren(Page):
            page.before_close()
        self.operations.drain()

    def close(self) -> None:
        """Keep drafts, end the lanes, close the register."""
        self._daily.stop()
        if self._main is not None:
            self.watch.end()
            self._main.close()
        self.operations.close()
        self._session.register.close()
        _log.info("register closed")

    def _build(self, preferences: dict[str, Any]) -> None:
        if LOOK in preferences:
            self._wear(kept_look.from_plain(preferences[LOOK]))
        practice = self._session.register.practice
        entries = desk_pages.entries(self.operations, self._clock, self.prints, self._wear)
        self._main = MainWindow(entries, self.operations, self._clock, practice=practice)
        keyring = self._session.register.keyring
        self._main.status.set_register("演练库" if practice else keyring.title)
        self._main.status.set_account(self.account)
        self._lock_button()
        self.watch = ClockWatch(self.operations, self._clock, self._main)
        self.watch.said.connect(self._say)
        self._listen(self._main)
        self.ready.emit()

    def _lock_button(self) -> None:
        button = KeyButton("锁定", LOCK_KEY, Kind.QUIET)
        button.clicked.connect(self.lock_wanted)
        self.main.status.add(button)

    def _listen(self, main: MainWindow) -> None:
        main.windowTitleChanged.connect(self.title_changed)
        main.look_changed.connect(self._keep_look)
        self.operations.changed.connect(self._changed)
        self.prints.said.connect(self._say)
        self.prints.page_wanted.connect(lambda target: main.show_page(desk_pages.PAPER, target))
        self._jumps = desk_pages.Jumps(main, self.operations, self._clock)

    def _say(self, words: str, tone: Tone) -> None:
        self.main.page(self.main.current_name).say(words, tone)

    def _wear(self, wanted: theme.Look) -> None:
        """Put the account's look in force, on the next first page too; the account itself keeps it already."""
        application = QApplication.instance()
        if isinstance(application, QApplication) and wanted != theme.look():
            theme.apply(application, wanted)
        kept_look.keep(self._directory, wanted)

    def _keep_look(self, look: theme.Look) -> None:
        kept_look.keep(self._directory, look)
        plain = kept_look.to_plain(look)
        self.operations.write(self, lambda session: settings.keep_preference(session, LOOK, plain, self._clock()))

    def _changed(self, change: Change) -> None:
        if Area.BACKUPS in change.areas:
            self._read_backup()
        if Area.SETTINGS in change.areas and not self._session.register.practice:
            self._read_court()

    def _read_court(self) -> None:
        self.operations.read(self, settings.office, lambda office: self.main.status.set_register(office.court_name))

    def _look_at_backups(self) -> None:
        """Say when the last backup was made; make today's if there is none."""

        def look(session: Session) -> tuple[Backup | None, bool]:
            return backups.latest(session), backups.is_due(session, self._clock())

        self.operations.read(self, look, lambda found: self._act_on(*found))

    def _act_on(self, latest: Backup | None, is_due: bool) -> None:
        self._tell_backup(latest)
        if is_due:
            self._make_backup()

    def _read_backup(self) -> None:
        self.operations.read(self, backups.latest, self._tell_backup)

    def _tell_backup(self, latest: Backup | None) -> None:
        if latest is None:
            self.main.status.set_backup("还没有备份", "look")
            return
        today = self._clock().date()
        days = (today - latest.made_at.date()).days
        when = {0: "今天", 1: "昨天"}.get(days, f"{latest.made_at.month}月{latest.made_at.day}日")
        self.main.status.set_backup(f"最近备份 {when} {latest.made_at:%H:%M}，已核验", "hint" if days < 2 else "look")

    def _make_backup(self) -> None:
        made = False

        def done(_made: object) -> None:
            nonlocal made
            made = True

        def over() -> None:
            if not made:
                self.main.status.set_backup("今天的自动备份没有做成，请在设置里再备份一次", "wrong")

        self.main.status.set_backup("正在自动备份…")
        self.operations.paper(self, lambda session, _progress: backups.make(session, DAILY), done, always=over)
