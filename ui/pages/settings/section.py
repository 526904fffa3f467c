"""What every section of the settings is: cards one above the other, read when shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import Refused
from app.services.session import Session
from ui.operations import Operations
from ui.style import scale
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.field import Field
from ui.widgets.side_panel import scrolled
from ui.widgets.tone import Tone


class Section(QWidget):
    """A section; subclasses add cards to ``body`` and read in :meth:`refresh`."""

    title = ""
    """Its word in the list of sections."""

    said = Signal(str, object)
    """(a sentence for the bar of the page, :class:`Tone`)."""

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._ops, self._clock = ops, clock
        inside = QWidget()
        outer = scale.column(inside, spacing=0, margins=(0, 0, 6, 0))
        self.body: QVBoxLayout = scale.column(spacing=scale.BETWEEN_CARDS)
        outer.addLayout(self.body)
        outer.addStretch(1)
        scale.column(self).addWidget(scrolled(inside))

    def refresh(self) -> None:
        """Read what is shown, anew."""

    def finish(self) -> None:
        """Call at the end of building: Enter moves through the fields."""
        EnterMoves(self)

    def say(self, words: str, tone: Tone = Tone.GOOD) -> None:
        """Say in the bar of the page."""
        self.said.emit(words, tone)

    def refuse(self, refusal: Refused, fields: Mapping[str, Field]) -> None:
        """Put each problem beside its field and the focus on the first; what has no field goes to the bar."""
        named = [(field, refusal.fields[name]) for name, field in fields.items() if refusal.fields.get(name)]
        if not named:
            self.say(refusal.message, Tone.SOON)
            return
        named[0][0].editor.setFocus()  # first: the field left is checked, which would take its problem away
        for field, words in named:
            field.set_problem(words)
