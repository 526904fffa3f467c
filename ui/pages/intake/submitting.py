"""From the form into the register: reading it, sending it, and showing what the rules said beside the fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.intake import IntakeReceipt
from app.domain.text import clean_line
from app.services import intake
from app.services.session import Session
from app.services.triage import TriageRequest
from ui.operations import Operations
from ui.pages.intake.content import FormContent, is_late, request_of
from ui.pages.intake.draft_keeper import DraftKeeper, KeptForm
from ui.pages.intake.form import IntakeForm

AGAIN = "再次来反映时重新问答"
_STILL = frozenset({QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress, QEvent.Type.Drop})


@dataclass(frozen=True)
class Saved:
    """What was registered, for the line that confirms it. ``triage`` are the answers still to be kept."""

    receipt: IntakeReceipt
    name: str
    channel: Channel
    late: bool
    triage: TriageRequest | None


class Submitting(QObject):
    """Sends one form at a time; until the answer comes, the form holds still, so that nothing typed is lost."""

    registered = Signal(object, bool)
    """(:class:`Saved`, whether to print the slip)."""
    refused = Signal(object)
    """The :class:`Refused`, already shown beside the fields."""
    matter_refused = Signal(str)
    """Why the matter to join cannot be joined."""

    def __init__(
        self, ops: Operations[Session], clock: Callable[[], datetime], form: IntakeForm, keeper: DraftKeeper
    ) -> None:
        super().__init__(form)
        self._ops = ops
        self._clock = clock
        self._form = form
        self._keeper = keeper
        self.is_saving = False
        for editor in form.findChildren(QWidget):
            editor.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Hold the form still while the register saves."""
        return self.is_saving and event.type() in _STILL

    def commit_composed(self) -> None:
        """What the input method still composes belongs to the field."""
        if self._form.moves.is_composing():
            QGuiApplication.inputMethod().commit()

    def submit(self, content: FormContent, *, prints: bool) -> None:
        """Register the form. No draft is saved meanwhile; the register removes the draft with the same stroke."""
        self._keeper.hold()
        try:
            request = request_of(content, self._clock())
        except Refused as answer:
            self._refuse(answer)
            return
        self.is_saving = True
        kept = self._keeper.kept
        name, late = clean_line(request.principal.name), is_late(content, self._clock())
        route, answers, ticked = self._form.triage.route(), self._form.triage.answers(), self._form.triage.ticked()

        def work(session: Session) -> IntakeReceipt:
            receipt = intake.submit(session, replace(request, draft_id=kept.draft_id), self._clock())
            kept.ended = True
            return receipt

        def done(receipt: IntakeReceipt) -> None:
            self.is_saving = False
            wanted = None
            if route is not None:
                why = AGAIN if request.existing_matter_id is not None else ""
                wanted = TriageRequest(receipt.matter_id, answers, receipt.contact_id, ticked, why)
            self.registered.emit(Saved(receipt, name, request.channel, late, wanted), prints)

        self._ops.write(self, work, done=done, failed=self._refuse, always=lambda: self._settle(kept))

    def _settle(self, kept: KeptForm) -> None:
        """However it ended, typing goes on; a form not registered is kept as a draft."""
        self.is_saving = False
        if not kept.ended:
            self._keeper.touch()

    def _refuse(self, answer: Refused) -> None:
        """Each sentence beside its field, the folded parts with a problem open, the focus on the first."""
        self.is_saving = False
        self._keeper.touch()
        problems = {self._field_of(name): words for name, words in answer.fields.items()}
        named = [name for name in self._form.visible_names() if name in problems]
        for name in named:
            fold = self._form.fold_of(name)
            if fold is not None:
                self._form.set_open(fold, is_open=True)
        self.refused.emit(answer)
        if named:
            self._form.focus_on(named[0])
        for name, words in problems.items():
            if name in ("existing_matter", "same_person"):
                self.matter_refused.emit(words)
            elif name == "people":
                self._form.people.name.set_problem(words)
            elif name in self._form.fields:
                self._form.fields[name].set_problem(words)

    def _field_of(self, name: str) -> str:
        """The field a problem of the register belongs to on this form."""
        if name != "happened_at":
            return name
        return "letter_received" if self._form.channel is Channel.LETTER else "happened_on"
