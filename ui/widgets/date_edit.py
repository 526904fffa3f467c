"""The editor for a day: short ways of typing, and the reading beneath."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from app.domain.date_entry import BIRTH_EXAMPLES, EXAMPLES, DayReading, Toward, in_words, read_day
from ui.widgets.line_edit import NumberEdit


class DateEdit(NumberEdit):
    """A day typed as ``t``, ``+3``, ``0315``, ``20260315`` or 周三; ``today`` is asked each time.

    A birth date (``is_birth``) is understood likewise, but what makes no sense for one is not named as an example.
    While typing, the reading stands beneath; on leaving, the day is written out. A text that is no day stays as
    typed and is said to be wrong on leaving.
    """

    day_changed = Signal()

    def __init__(
        self,
        today: Callable[[], date],
        toward: Toward = Toward.NEAR,
        parent: QWidget | None = None,
        *,
        is_birth: bool = False,
    ) -> None:
        super().__init__("如 19620315" if is_birth else "如 0315、t、+3、周三", parent, longest=20)
        self._examples = BIRTH_EXAMPLES if is_birth else EXAMPLES
        self._today = today
        self._toward = toward
        self.textChanged.connect(self._read_aloud)

    def day(self) -> date | None:
        """The day typed, None for nothing or something that is no day."""
        reading = self._reading()
        return reading.day if isinstance(reading, DayReading) else None

    def is_wrong(self) -> bool:
        """Whether something is typed that is no day."""
        return not self.is_empty() and self.day() is None

    def set_day(self, day: date | None) -> None:
        """Write a day."""
        self.setText("" if day is None else day.isoformat())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the day out, or say what is wrong with it."""
        super().focusOutEvent(event)
        if self.is_empty():
            return
        reading = read_day(self.text(), self._today(), self._toward, self._examples)
        if isinstance(reading, DayReading):
            if self.text() != reading.day.isoformat():
                self.selectAll()
                self.insert(reading.day.isoformat())
            self.said.emit("hint", reading.words)
        else:
            self.said.emit("wrong", reading.message)

    def _reading(self) -> DayReading | None:
        if self.is_empty():
            return None
        reading = read_day(self.text(), self._today(), self._toward, self._examples)
        return reading if isinstance(reading, DayReading) else None

    def _read_aloud(self) -> None:
        reading = self._reading()
        self.said.emit("hint", in_words(reading.day, self._today()) if reading else "")
        self.day_changed.emit()
