"""From the command line to the window: data folder, log, one window for one folder, the first page, then the desk."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.errors import Refused, Unavailable
from app.services import data_folder, unlocking
from app.services.unlocking import DeskState, Doorstep
from ui import desk_log, kept_look, warm_up
from ui.application import PROGRAM_NAME, after_first_paint, create_application
from ui.desk_window import DeskWindow
from ui.operations import Operations
from ui.pages.unlock.page import UnlockPage
from ui.single_instance import SingleInstance
from ui.style import theme

if TYPE_CHECKING:
    from app.services.session import Session
    from app.services.setting_up import SetupResult
    from ui.desk_work import DeskWork
    from ui.fault import Fault
    from ui.pages.wizard.page import WizardPage
    from ui.printers import Printers

_log = logging.getLogger(__name__)
_ELSEWHERE = "演练库已在另一个窗口打开，已请它到前面来。"


def run_desk(directory: Path, on_first_paint: Callable[[], None] | None = None) -> int:
    """Show the window for a data folder until it is closed; gives the exit code.

    A second start for the same folder brings the first window forward and gives 0 at once. ``on_first_paint`` is
    called after the first paint has been handled.

    Raises:
        FileNotFoundError: the program's own fonts or icons are missing.
    """
    application = create_application(sys.argv[:1], kept_look.read(directory))
    desk = Desk(directory, civil_clock)
    if not desk.begin(on_first_paint):
        return 0
    gc.freeze()
    gc.enable()  # main.py stopped it
    code = application.exec()
    desk.end()
    return code


def civil_clock() -> datetime:
    """The court's civil time."""
    from app.services.session import civil_now  # brings the database libraries: start-up cost

    return civil_now()


class Desk(QObject):
    """Owns the window and what is open: a data folder, its log and lock, and at most one unlocked register."""

    def __init__(
        self,
        directory: Path,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
        printers: Printers | None = None,
    ) -> None:
        super().__init__(parent)
        self._printers = printers
        self._home = directory
        self._directory = directory
        self._clock = clock
        self._instances: dict[Path, SingleInstance] = {}
        self._log: desk_log.DeskLog | None = None
        self._work: DeskWork | None = None
        self._locked = False
        self._front: QWidget | None = None
        self._operations: Operations[Path] = Operations(directory, clock, self)
        self.window = DeskWindow()
        self.window.closing.connect(self._close)
        self.window.look_changed.connect(lambda look: kept_look.keep(self._directory, look))
        self._listen(self._operations)

    @property
    def operations(self) -> Operations[Path]:
        """The work of the pages before the desk."""
        return self._operations

    @property
    def work(self) -> DeskWork | None:
        """The unlocked register and its pages, if there is one."""
        return self._work

    @property
    def front(self) -> QWidget | None:
        """The page before the desk that is shown: unlock, wizard or the reason why not."""
        return self._front

    def begin(self, on_first_paint: Callable[[], None] | None = None) -> bool:
        """Show the first page; False when the folder is open in another window, which then comes forward."""
        try:
            data_folder.prepare(self._home)
        except Unavailable as problem:
            self._halt(problem.message)
        else:
            if not self._take(self._home):
                return False
            self._log = desk_log.DeskLog(data_folder.log_folder(self._home))
            self._show_doorstep()
        desk_log.watch_uncaught(self._report)

        def painted() -> None:
            if on_first_paint is not None:
                on_first_paint()
            warm_up.start()
            if self._log is not None:
                self._log.open()
            application = QApplication.instance()
            if isinstance(application, QApplication):
                after_first_paint(application)

        self.window.after_first_paint(painted)
        self.window.open()
        return True

    def end(self) -> None:
        """Let go of everything, after the window is gone."""
        desk_log.forget_uncaught()
        for instance in self._instances.values():
            instance.release()
        self._instances.clear()
        if self._log is not None:
            self._log.end()
            self._log = None

    def lock(self) -> None:
        """Back to the first page; drafts are kept, and the same account comes back to the same field."""
        work = self._work
        if work is None or self._locked:
            return
        self.window.shut_dialogs()
        work.pause()
        self._locked = True
        self._show_unlock(unlocking.look(self._directory), account=work.account, locked=True)

    def _take(self, directory: Path) -> bool:
        """Hold a folder; otherwise ask its window to come forward."""
        if directory in self._instances:
            return True
        instance = SingleInstance(directory, self)
        if not instance.acquire():
            instance.leave_note()
            return False
        instance.called.connect(self.window.come_forward)
        self._instances[directory] = instance
        return True

    def _show_doorstep(self) -> None:
        told = ""
        if data_folder.was_restoring(self._directory):
            from app.services import restoring  # seldom, and brings the database libraries: start-up cost

            try:
                told = restoring.finish(self._directory)
            except Unavailable as problem:
                self._halt(f"{unlocking.RESTORING}{problem.message}")
                return
        doorstep = unlocking.look(self._directory)
        _log.info("doorstep state=%s practice=%s", doorstep.state.value, doorstep.practice)
        if doorstep.state is DeskState.NEW:
            self._show_wizard()
        elif doorstep.state is DeskState.BROKEN:
            self._halt(told + doorstep.message, doorstep.title, restorable=True)
        else:
            self._show_unlock(doorstep)
        if told:
            self._tell(Refused(told))

    def _show_unlock(self, doorstep: Doorstep, account: str = "", *, locked: bool = False) -> None:
        may_leave = self._directory != self._home and unlocking.look(self._home).state is DeskState.NEW
        page = UnlockPage(self._directory, doorstep, self._operations, may_leave=may_leave and not locked)
        page.unlocked.connect(self._unlocked)
        page.set_up_wanted.connect(self._go_home)
        self._show_front(page)
        page.start(account, locked=locked)

    def _show_wizard(self) -> WizardPage:
        from ui.pages.wizard.page import WizardPage  # a register is set up once: start-up cost

        page = WizardPage(self._operations, self._clock)
        page.practice_wanted.connect(lambda: self._practise(page))
        page.practice_made.connect(self._enter)
        page.created.connect(lambda result: self._created(page, result))
        page.finished.connect(self._show_work)
        self._show_front(page)
        page.start()
        return page

    def _halt(self, message: str, court: str = "", *, restorable: bool = False) -> None:
        from ui.pages.unlock.halt import HaltPage  # seldom: start-up cost

        page = HaltPage(self._directory, message, court, restorable=restorable)
        page.again.connect(self._try_again)
        page.leave.connect(self.window.close)
        self._show_front(page)
        page.start()

    def _try_again(self) -> None:
        try:
            data_folder.prepare(self._directory)
        except Unavailable as problem:
            self._halt(problem.message)
            return
        if not self._take(self._directory):
            self.window.close()
            return
        if self._log is None:
            self._log = desk_log.DeskLog(data_folder.log_folder(self._home))
        self._show_doorstep()

    def _show_front(self, page: QWidget) -> None:
        older, self._front = self._front, page
        self.window.setWindowTitle(PROGRAM_NAME)
        self.window.put(page)
        if older is not None:
            self.window.drop(older)

    def _practise(self, wizard: WizardPage) -> None:
        folder = data_folder.practice_folder(self._home)
        try:
            data_folder.prepare(folder)
        except Unavailable as problem:
            wizard.tell(problem)
            return
        if not self._take(folder):
            wizard.tell(Refused(_ELSEWHERE))
            return
        self._directory = folder
        self._operations = self._operations_for(folder)
        if unlocking.look(folder).state is DeskState.NEW:
            self._show_wizard().make_practice(folder)
        else:
            self._show_doorstep()

    def _go_home(self) -> None:
        """From the practice register back to setting up the court's own."""
        self._directory = self._home
        self._operations = self._operations_for(self._home)
        self._show_wizard().show_form()

    def _operations_for(self, directory: Path) -> Operations[Path]:
        self._operations.close()
        operations: Operations[Path] = Operations(directory, self._clock, self)
        self._listen(operations)
        return operations

    def _unlocked(self, session: Session, account: str) -> None:
        work = self._work
        if work is not None and self._locked and work.account == account:
            session.register.close()
            self._show_work()
            return
        if work is not None:
            work.close()
            self.window.drop(work.main)
            self._work = None
        self._enter(session)

    def _enter(self, session: Session) -> None:
        """Build the desk for an open register and show it when its preferences have been read."""
        self._open_work(session).ready.connect(self._show_work)

    def _open_work(self, session: Session) -> DeskWork:
        from ui.desk_work import DeskWork  # brings the services and pages: start-up cost

        work = DeskWork(session, self._directory, self._clock, self, self._printers)
        work.lock_wanted.connect(self.lock)
        work.title_changed.connect(self._retitle)
        self._work = work
        work.begin()
        return work

    def _created(self, wizard: WizardPage, result: SetupResult) -> None:
        """The register is open already; its recovery code is shown before anything else."""
        from app.domain.paper import RecoverySheetRecord  # only here

        work = self._open_work(result.session)
        keyring = result.session.register.keyring
        record = RecoverySheetRecord(
            keyring.title, work.account, keyring.register_id, result.recovery_code, self._clock().date()
        )
        wizard.show_recovery(record, work.prints.print_record, work.operations)

    def _show_work(self) -> None:
        work = self._work
        if work is None:
            return
        self._locked = False
        self.window.put(work.main, own_zoom=True)
        front, self._front = self._front, None
        if front is not None:
            self.window.drop(front)
        work.resume()

    def _retitle(self, words: str) -> None:
        if not self._locked:
            self.window.setWindowTitle(words or PROGRAM_NAME)

    def _listen(self, operations: Operations[Path]) -> None:
        operations.crashed.connect(self._show_fault)
        operations.unavailable.connect(self._tell)
        operations.refused.connect(self._tell)

    def _tell(self, problem: Unavailable | Refused) -> None:
        tell = getattr(self._front, "tell", None)  # the page that says why nothing opens has nothing to tell
        if tell is not None:
            tell(problem)

    def _report(self, error: BaseException) -> None:
        self._operations.report(error, "window")

    def _show_fault(self, fault: Fault) -> None:
        """One error window at a time: a bug that repeats must not bury the desk."""
        from ui.problems import ErrorWindow, Problems  # seldom: start-up cost

        if not any(isinstance(one, ErrorWindow) and one.isVisible() for one in QApplication.topLevelWidgets()):
            Problems.show_fault(self.window, fault)

    def _close(self) -> None:
        kept_look.keep(self._directory, theme.look())
        if self._work is not None:
            self._work.close()
            self._work = None
        self._operations.close()
