"""Unfinished forms, offered in the page's header."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.drafts import Draft
from ui.style import scale
from ui.widgets.key_button import KeyButton
from ui.widgets.text import text_label

RECALL_KEY = "F5"
_SHOWN = 2


def draft_words(draft: Draft, today: date) -> str:
    """A draft in a few words: its name, and when it was last touched."""
    saved = draft.saved_at
    when = f"{saved:%H:%M}" if saved.date() == today else f"{saved.month}月{saved.day}日"
    return f"{draft.title} {when}"


class DraftStrip(QWidget):
    """未完成：the newest two with their time, the number of the others, and the key that recalls the newest."""

    recalled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts: tuple[Draft, ...] = ()
        self._today = date.min
        self._most = _SHOWN
        self._row = scale.row(self, spacing=8)
        self.hide()

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """What is offered, newest first."""
        return self._drafts

    def show_drafts(self, drafts: tuple[Draft, ...], today: date) -> None:
        """Offer these."""
        self._drafts = tuple(sorted(drafts, key=lambda one: (one.saved_at, one.draft_id), reverse=True))
        self._today = today
        self._fill()

    def set_room(self, most: int) -> None:
        """How many to name; the others are only counted."""
        if most != self._most:
            self._most = most
            self._fill()

    def words(self) -> list[str]:
        """What the strip offers, newest first."""
        return [draft_words(one, self._today) for one in self._drafts]

    def _fill(self) -> None:
        while self._row.count():
            part = self._row.takeAt(0).widget()
            part.hide()
            part.deleteLater()
        self.setVisible(bool(self._drafts))
        if not self._drafts:
            return
        self._row.addWidget(text_label("未完成：", "label"))
        for place, draft in enumerate(self._drafts[: self._most]):
            button = KeyButton(draft_words(draft, self._today), RECALL_KEY if place == 0 else "", icon="draft")
            button.clicked.connect(lambda _checked=False, draft=draft: self.recalled.emit(draft))
            self._row.addWidget(button)
        others = len(self._drafts) - self._most
        if others > 0:
            self._row.addWidget(text_label(f"另 {others} 份", "label"))
