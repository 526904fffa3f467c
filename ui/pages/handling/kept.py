"""没写完的表: what was typed into a form of handling and not done yet, in memory and as drafts of the account."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.services import drafts
from app.services.drafts import Draft
from app.services.session import Session
from ui.operations import Operations

KIND = "handling"
PAUSE_MS = 1500


@dataclass(frozen=True)
class FormKey:
    """Which form of which matter: ``step:answer``, ``kind:promise``, ``event:12:answered``."""

    matter_id: int
    form: str


@dataclass(eq=False)
class _Begun:
    """One unfinished form. ``draft_id`` and ``ended`` are used in the write lane alone, where work runs in order."""

    title: str
    values: dict[str, str]
    draft_id: int | None = None
    ended: bool = False
    dirty: bool = False


class KeptForms(QObject):
    """Keeps unfinished forms; a form that was done never comes back."""

    changed = Signal()
    """Other forms are unfinished now."""

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._ops, self._clock = ops, clock
        self._begun: dict[FormKey, _Begun] = {}
        self._loaded = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.flush)

    def load(self) -> None:
        """Read what an earlier sitting left unfinished, once."""
        if self._loaded:
            return
        self._loaded = True
        now = self._clock()
        self._ops.write(self, lambda session: drafts.offered(session, now), done=self._take)

    @property
    def is_kept(self) -> bool:
        """Whether every form begun is in the register as it was typed."""
        return all(one.draft_id is not None and not one.dirty for one in self._begun.values())

    def begun(self, key: FormKey) -> Mapping[str, str] | None:
        """What was typed into a form, None when it was not begun."""
        known = self._begun.get(key)
        return known.values if known is not None else None

    def of_matter(self, matter_id: int) -> dict[str, str]:
        """The unfinished forms of a matter: form and title."""
        return {key.form: one.title for key, one in self._begun.items() if key.matter_id == matter_id}

    def keep(self, key: FormKey, title: str, values: Mapping[str, str]) -> None:
        """Something was typed: it is in memory now, in the register soon."""
        known = self._begun.get(key)
        if known is None:
            known = self._begun[key] = _Begun(title, {})
            self.changed.emit()
        known.values, known.dirty = dict(values), True
        self._pause.start()

    def end(self, key: FormKey) -> None:
        """The form was done, or emptied again."""
        known = self._begun.pop(key, None)
        if known is None:
            return
        now = self._clock()
        self._ops.write(self, lambda session: _remove(session, known, now))
        self.changed.emit()

    def flush(self) -> None:
        """Write what is not in the register yet."""
        self._pause.stop()
        now = self._clock()
        for key, known in self._begun.items():
            if known.dirty:
                known.dirty = False
                text = json.dumps({"matter": key.matter_id, "form": key.form, "values": known.values})
                self._write(known, text, now)

    def _write(self, known: _Begun, text: str, now: datetime) -> None:
        landed: list[bool] = []

        def again() -> None:
            if not landed:
                known.dirty = True

        self._ops.write(
            self, lambda session: _save(session, known, text, now), done=lambda _done: landed.append(True), always=again
        )

    def _take(self, found: tuple[Draft, ...]) -> None:
        for draft in found:
            if draft.kind != KIND:
                continue
            said = json.loads(draft.content)
            key = FormKey(int(said["matter"]), str(said["form"]))
            if key not in self._begun:
                values = {str(name): str(value) for name, value in said["values"].items()}
                self._begun[key] = _Begun(draft.title, values, draft.draft_id)
        self.changed.emit()


def _save(session: Session, known: _Begun, text: str, now: datetime) -> None:
    if not known.ended:
        known.draft_id = drafts.save(session, known.draft_id, KIND, known.title, text, now)


def _remove(session: Session, known: _Begun, now: datetime) -> None:
    known.ended = True
    if known.draft_id is not None:
        drafts.remove(session, known.draft_id, now)
