"""Unfinished forms, offered in the page's header."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.services.drafts import Draft
from ui.pages.intake.proposal import short
from ui.style import scale
from ui.widgets.key_button import KeyButton
from ui.widgets.text import text_label

RECALL_KEY, OLDEST_KEY = "F5", "Shift+F5"
_SHOWN = 2
LONGEST_TITLE, LONGEST_NARROW = 12, 5
HOUR = 60
RENEW_MS = 20_000


def draft_words(draft: Draft, now: datetime, longest: int = LONGEST_TITLE) -> str:
    """A draft in a few words: its name, and how long it has been waiting."""
    return f"{short(draft.title, longest)} {waiting_words(draft.waits_since, now)}"


def waiting_words(since: datetime, now: datetime) -> str:
    """刚刚, 6 分钟, 1 小时 5 分; the day when it is another one."""
    if since.date() != now.date():
        return f"{since.month}月{since.day}日"
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < HOUR:
        return f"{minutes} 分钟" if minutes else "刚刚"
    return f"{minutes // HOUR} 小时 {minutes % HOUR} 分"


class DraftStrip(QWidget):
    """暂放：the newest and the oldest with their waiting time and keys, and the number of those between.

    A form taken up parks the one in hand, so that the key of the oldest goes round: nobody waits out of reach. The
    order follows the last look into each form, the minutes count from the first parking.
    """

    recalled = Signal(object)

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._drafts: tuple[Draft, ...] = ()
        self._buttons: list[tuple[KeyButton, Draft]] = []
        self._most = _SHOWN
        self._row = scale.row(self, spacing=8)
        self._renew = QTimer(self, interval=RENEW_MS)
        self._renew.timeout.connect(self.show_waiting)
        self.hide()

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """What is offered, newest first."""
        return self._drafts

    def show_drafts(self, drafts: tuple[Draft, ...]) -> None:
        """Offer these."""
        self._drafts = tuple(sorted(drafts, key=lambda one: (one.saved_at, one.draft_id), reverse=True))
        self._fill()

    def set_room(self, most: int) -> None:
        """How many to name; the others are only counted."""
        if most != self._most:
            self._most = most
            self._fill()

    def words(self) -> list[str]:
        """What the strip offers, newest first."""
        return [draft_words(one, self._clock()) for one in self._drafts]

    def show_waiting(self) -> None:
        """Count the minutes anew."""
        for button, draft in self._buttons:
            button.setText(self._words(draft))
            button.updateGeometry()

    def _fill(self) -> None:
        while self._row.count():
            part = self._row.takeAt(0).widget()
            part.hide()
            part.deleteLater()
        self.setVisible(bool(self._drafts))
        self._buttons = []
        self._renew.start() if self._drafts else self._renew.stop()
        if not self._drafts:
            return
        self._row.addWidget(text_label("暂放：", "label"))
        newest, others = self._drafts[0], self._drafts[1:]
        self._row.addWidget(self._button(self._words(newest), newest, RECALL_KEY, icon="draft"))
        if not others:
            return
        between, oldest = others[:-1], others[-1]
        if self._most < _SHOWN:
            self._row.addWidget(self._button(f"另 {len(others)} 份", oldest, OLDEST_KEY))
            return
        if between:
            self._row.addWidget(text_label(f"另 {len(between)} 份", "label"))
        self._row.addWidget(self._button(self._words(oldest), oldest, OLDEST_KEY, icon="draft"))

    def _words(self, draft: Draft) -> str:
        """A long name is cut where there is little room: a button never is."""
        return draft_words(draft, self._clock(), LONGEST_TITLE if self._most >= _SHOWN else LONGEST_NARROW)

    def _button(self, words: str, draft: Draft, key: str, icon: str = "") -> KeyButton:
        """Takes up a draft; one with an icon names it and is counted anew."""
        button = KeyButton(words, key, icon=icon)
        button.clicked.connect(lambda: self.recalled.emit(draft))
        if icon:
            self._buttons.append((button, draft))
        return button
