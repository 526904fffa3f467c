"""A card for one thing the office sets for itself: what is in force, a few fields, and the administrator's key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from app.domain.changes import Change
from app.domain.errors import Refused
from app.domain.viewer import Right
from app.services.session import Session
from ui.operations import Operations
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label

T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """What a section lends to its cards: where use cases run, the clock, and its own ways to say and to refuse."""

    ops: Operations[Session]
    clock: Callable[[], datetime]
    say: Callable[[str], None]
    refuse: Callable[[Refused, dict[str, Field]], None]


class KeptCard(Card, Generic[T]):
    """Shows what is kept and saves what is typed. A card says how to read, fill in, take up and write it."""

    def __init__(
        self,
        heading: str,
        how: str,
        desk: Desk,
        fields: dict[str, Field],
        save: KeyButton,
        *,
        spans: Mapping[str, int] | None = None,
        above: QWidget | None = None,
    ) -> None:
        super().__init__(heading)
        self._desk, self.fields, self.save = desk, fields, save
        self._shown: T | None = None
        self.add(text_label(how, "small", wrap=True))
        if above is not None:
            self.add(above)
        grid = FieldGrid(columns=4, least=130)
        for name, field in fields.items():
            grid.add(field, (spans or {}).get(name, 1))
        self.add(grid)
        acts = scale.row()
        acts.addWidget(save)
        acts.addStretch(1)
        self.add(acts)
        save.clicked.connect(self._save)

    def read(self, session: Session) -> T:
        """What is in force."""
        raise NotImplementedError

    def fill(self, kept: T) -> None:
        """Put what is in force into the fields."""
        raise NotImplementedError

    def typed(self) -> T:
        """What the fields say.

        Raises:
            Refused: a field cannot be read; ``fields`` names it.
        """
        raise NotImplementedError

    def write(self, session: Session, wanted: T, now: datetime) -> Change:
        """Keep it.

        Raises:
            Refused: it may not be so; ``fields`` names where.
        """
        raise NotImplementedError

    def saved_words(self, wanted: T) -> str:
        """What is said once it is kept."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read what is in force; what is being typed is not written over."""

        def read(session: Session) -> tuple[T, bool]:
            return self.read(session), session.viewer.may(Right.ADMINISTER)

        self._desk.ops.read(self, read, lambda answer: self._show(*answer))

    def _show(self, kept: T, may_change: bool) -> None:
        self.save.setVisible(may_change)
        for field in self.fields.values():
            assert isinstance(field.editor, LineEdit)
            field.editor.setReadOnly(not may_change)
        if kept != self._shown:
            self._shown = kept
            self.fill(kept)

    def _save(self) -> None:
        try:
            wanted = self.typed()
        except Refused as refusal:
            self._desk.refuse(refusal, self.fields)
            return
        self.save.setEnabled(False)
        self._desk.ops.write(
            self,
            lambda session: self.write(session, wanted, self._desk.clock()),
            lambda _change: self._saved(wanted),
            lambda refusal: self._desk.refuse(refusal, self.fields),
            lambda: self.save.setEnabled(True),
        )

    def _saved(self, wanted: T) -> None:
        for field in self.fields.values():
            field.clear_note()
        self._desk.say(self.saved_words(wanted))
        self.refresh()
