"""First start: practise or set up; the court and the first account; the recovery code; then the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import Refused, Unavailable
from app.domain.paper import RecoverySheetRecord
from app.domain.progress import Progress
from ui.operations import Operations
from ui.pages.unlock.frame import DoorFrame
from ui.pages.wizard.office_form import OfficeForm
from ui.pages.wizard.recovery_step import PrintRecord, RecoveryStep
from ui.pages.wizard.start_choice import StartChoice
from ui.pages.wizard.working import Working
from ui.problems import ProblemBar
from ui.style import scale


class WizardPage(QWidget):
    """Makes a register in the write lane, a practice register in the paper lane (it can be stopped)."""

    practice_wanted = Signal()
    created = Signal(object)
    """A :class:`app.services.setting_up.SetupResult`; show the code with :meth:`show_recovery`."""
    practice_made = Signal(object)
    """The :class:`app.services.session.Session` of a new practice register."""
    finished = Signal()
    """The recovery code is put away."""

    def __init__(
        self, operations: Operations[Path], clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._clock = clock
        self._progress: Progress | None = None
        self.problems = ProblemBar()
        self.choice = StartChoice()
        self.form = OfficeForm()
        self.working = Working()
        self.recovery: RecoveryStep | None = None
        content = QWidget()
        content.setObjectName("clear")
        self._column = scale.column(content, spacing=14)
        self._column.addWidget(self.problems)
        self._steps: list[QWidget] = [self.choice, self.form, self.working]
        scale.fill(self._column, self._steps)
        self.frame = DoorFrame(content, 640)
        scale.column(self, spacing=0).addWidget(self.frame)
        self.frame.set_court("")
        self.frame.watch([field.editor for field in self.form.fields().values()])
        self._listen()
        self._show(self.choice)

    def start(self) -> None:
        """Begin with the choice."""
        self._show(self.choice)
        self.choice.start()

    def show_form(self) -> None:
        """Ask for the court and the first account; what was typed before is still there."""
        self.problems.hide()
        self._show(self.form)
        self.form.court_name.setFocus()

    def make_practice(self, directory: Path) -> None:
        """Make a practice register in its own folder."""
        self.working.begin("正在准备演练库…", may_stop=True)
        self._show(self.working)

        def make(_home: Path, progress: Progress) -> object:
            from app.services import practice  # brings the database libraries: start-up cost

            return practice.make(
                directory, practice.STORY_MATTERS, practice.DEFAULT_SEED, self._clock(), progress=progress
            )

        self._progress = self._operations.paper(
            self,
            make,
            self.practice_made.emit,
            self.tell,
            self.working.show_step,
            self._leave_working,
        )

    def show_recovery(
        self, record: RecoverySheetRecord, print_record: PrintRecord, operations: Operations[Any]
    ) -> None:
        """Show the code of the register just made."""
        self.recovery = RecoveryStep(record, print_record, operations)
        self.recovery.confirmed.connect(self.finished)
        self._steps.append(self.recovery)
        self._column.addWidget(self.recovery)
        self._show(self.recovery)
        self.frame.set_court(record.court_name)
        self.frame.watch([self.recovery.first.editor, self.recovery.last.editor])
        self.recovery.start()

    def tell(self, problem: Unavailable | Refused) -> None:
        """Show what the machine or the rules said."""
        self.problems.tell(problem)

    def changeEvent(self, event: QEvent) -> None:
        """Icons follow theme and text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "choice"):
            self.choice.draw()

    def _listen(self) -> None:
        self.choice.set_up_wanted.connect(self.show_form)
        self.choice.practice_wanted.connect(self.practice_wanted)
        self.form.given_up.connect(self.start)
        self.form.submitted.connect(self._create)
        self.working.stopped.connect(self._stop)

    def _create(self, request: object) -> None:
        self.problems.hide()
        self.working.begin("正在建立加密的登记库…", may_stop=False)
        self._show(self.working)

        def create(directory: Path) -> object:
            from app.services import setting_up  # brings the database libraries: start-up cost

            assert isinstance(request, setting_up.SetupRequest)
            return setting_up.create(directory, request, self._clock())

        def refused(refusal: Refused) -> None:
            self._show(self.form)
            if not refusal.fields:
                self.tell(refusal)
            self.form.refuse(refusal)

        def done(result: object) -> None:
            self.form.forget_passwords()
            self.created.emit(result)

        self._operations.write(self, create, done, refused, self._leave_working_for_form)

    def _leave_working(self) -> None:
        self._progress = None
        if self.working.isVisibleTo(self):
            self._show(self.choice)
            self.choice.start()

    def _leave_working_for_form(self) -> None:
        if self.working.isVisibleTo(self):
            self._show(self.form)

    def _stop(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _show(self, wanted: QWidget) -> None:
        for step in self._steps:
            step.setVisible(step is wanted)
