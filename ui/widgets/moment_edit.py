"""The editor for a moment: a time of today, or a day and a time, written out on leaving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from app.domain.date_entry import Toward, in_words
from app.domain.moment_entry import BAD_MOMENT, read_moment
from ui.widgets.line_edit import NumberEdit


class MomentEdit(NumberEdit):
    """A moment typed as ``1430``, ``9:05`` or ``0315 1430``; ``today`` is asked each time.

    On leaving it is written out, with the day in words beneath; a text that is no moment stays and is said to be wrong.
    """

    def __init__(self, today: Callable[[], date], toward: Toward = Toward.NEAR, parent: QWidget | None = None) -> None:
        super().__init__("如 14:30、0315 14:30", parent, longest=32)
        self._today = today
        self._toward = toward

    def moment(self) -> datetime | None:
        """The moment typed, None for nothing or something that is none."""
        return read_moment(self.text(), self._today(), self._toward)

    def is_wrong(self) -> bool:
        """Whether something is typed that is no moment."""
        return not self.is_empty() and self.moment() is None

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the moment out, or say what is wrong with it."""
        super().focusOutEvent(event)
        moment = self.moment()
        if self.is_empty():
            return
        if moment is None:
            self.said.emit("wrong", BAD_MOMENT)
            return
        written = moment.isoformat(" ", "minutes")
        if self.text() != written:
            self.selectAll()
            self.insert(written)
        self.said.emit("hint", in_words(moment.date(), self._today()))
