"""Keeps the unfinished form in the register, and never brings back one that was submitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.services import drafts
from app.services.drafts import Draft
from app.services.session import Session
from ui.operations import Operations
from ui.pages.intake.content import FormContent

KIND = "intake"
PAUSE_MS = 1500
LONGEST_MS = 5000


@dataclass(eq=False)
class KeptForm:
    """The draft of one form. Written only in the write lane, where work runs one after another: a save queued before
    the submit is finished by then, and one queued after it finds the form ended.
    """

    draft_id: int | None = None
    ended: bool = False


class DraftKeeper(QObject):
    """Saves 1.5 s after the last key, every 5 s while typing goes on, and at once when asked.

    ``read`` gives the form's content, None when nothing is typed: then there is no draft, and one there was is
    removed.
    """

    saved = Signal(object)
    """The moment the draft was saved; None when it was removed."""
    offered = Signal(object)
    """Every unfinished form of this account (:class:`Draft`), oldest first, without the one being filled."""

    def __init__(
        self,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        read: Callable[[], FormContent | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ops = ops
        self._clock = clock
        self._read = read
        self._dirty = False
        self.kept = KeptForm()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self._pause.timeout.connect(self.flush)
        self._longest.timeout.connect(self.flush)

    @property
    def is_dirty(self) -> bool:
        """Whether something is typed that no draft holds yet."""
        return self._dirty

    def touch(self) -> None:
        """Something was typed."""
        self._dirty = True
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    def hold(self) -> None:
        """No save may start by itself now."""
        self._pause.stop()
        self._longest.stop()

    def park(self) -> None:
        """Save the form now as one that is laid aside."""
        self._dirty = True
        self.flush(parks=True)

    def flush(self, *, parks: bool = False) -> None:
        """Save now if there is something new."""
        self.hold()
        if not self._dirty:
            return
        self._dirty = False
        kept, content = self.kept, self._read()
        if content is None:
            self._ops.write(self, lambda session: _remove(session, kept, self._clock()), done=self._gone)
            return
        title, text, now = content.title(), content.to_json(), self._clock()
        landed: list[bool] = []

        def done(is_saved: bool) -> None:
            landed.append(True)
            if is_saved and kept is self.kept:
                self.saved.emit(now)

        def always() -> None:
            if not landed and kept is self.kept:
                self._dirty = True

        self._ops.write(self, lambda session: _save(session, kept, title, text, now, parks), done=done, always=always)

    def start_new(self, draft: Draft | None = None) -> KeptForm:
        """Another form is being filled from now on: a fresh one, or one that was kept."""
        self.hold()
        self._dirty = False
        self.kept = KeptForm(draft.draft_id if draft else None)
        return self.kept

    def look(self) -> None:
        """Ask which forms are unfinished; answered by ``offered``."""
        kept = self.kept

        def read(session: Session) -> tuple[Draft, ...]:
            every = drafts.offered(session, self._clock())
            return tuple(one for one in every if one.kind == KIND and one.draft_id != kept.draft_id)

        self._ops.write(self, read, done=self.offered.emit)

    def _gone(self, was_removed: bool) -> None:
        if was_removed:
            self.saved.emit(None)


def _save(session: Session, kept: KeptForm, title: str, text: str, now: datetime, parks: bool) -> bool:
    if kept.ended:
        return False
    kept.draft_id = drafts.save(session, kept.draft_id, KIND, title, text, now, parks=parks)
    return True


def _remove(session: Session, kept: KeptForm, now: datetime) -> bool:
    if kept.ended or kept.draft_id is None:
        return False
    drafts.remove(session, kept.draft_id, now)
    kept.draft_id = None
    return True
