"""The side panel: matters the same person brought before, and what they were answered last."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.contact import Channel, first_or_repeat
from app.domain.intake import EarlierMatter
from app.domain.matter import STATUS_TEXT, MatterStatus
from ui.style import scale
from ui.widgets.card import Card, Inset
from ui.widgets.chip import Chip, Status
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.side_panel import SidePanel
from ui.widgets.text import key_words, text_label
from ui.widgets.tone import Tone

MOST = 5
NEW_KEY = "Alt+0"
WAITING = "填写证件号码或联系电话后，这里列出同一人以往的事项。"
NOTHING = "没有同一证件号码或联系电话的事项，将作为新事项登记。"
DISMISSED = "已选择作为新事项登记。改动证件号码或电话后会重新查找。"


def adopt_key(place: int) -> str:
    """The key that adopts the finding at a place, counted from 0."""
    return f"Alt+{place + 1}"


def status_words(earlier: EarlierMatter) -> str:
    """The status of an earlier matter in words."""
    return STATUS_TEXT[MatterStatus(earlier.status)]


class ShownKey(KeyButton):
    """Shows a key that the page itself listens to, so that it also works while the panel is folded away."""

    def set_key(self, key: str) -> None:
        """Show the key, and leave it to the page."""
        self._key = key_words(key)
        self.setToolTip(f"{self.text()}（{self._key}）")
        self.updateGeometry()


class Finding(Inset):
    """One earlier matter: who, why it is shown, how often, what it was about."""

    adopted = Signal()

    def __init__(self, earlier: EarlierMatter, place: int, channel: Channel, today: date) -> None:
        super().__init__()
        top = scale.row(spacing=8)
        name = text_label(earlier.petitioner_name, "strong", wrap=True)
        top.addWidget(name, 1)
        words = first_or_repeat(channel, earlier.contact_count + 1)
        top.addWidget(Chip(Status(words, Tone.SOON)))
        self.body.addLayout(top)
        self.body.addWidget(text_label(earlier.reason, "body", wrap=True))
        latest = earlier.latest_at
        day = f"{latest.month}月{latest.day}日" if latest.year == today.year else f"{latest:%Y-%m-%d}"
        times = f"共 {earlier.contact_count} 次；最近 {day}，{status_words(earlier)}"
        self.body.addWidget(text_label(times, "small", wrap=True))
        self.body.addWidget(text_label(_short(earlier.summary, 44), "small", wrap=True))
        bottom = scale.row(spacing=4)
        self.button = ShownKey("归入同一事项", adopt_key(place), Kind.QUIET)
        self.button.clicked.connect(self.adopted)
        bottom.addWidget(self.button)
        bottom.addStretch(1)
        self.body.addLayout(bottom)
        self.setAccessibleName(f"{earlier.petitioner_name}，{earlier.reason}，{times}")


class EarlierPanel(SidePanel):
    """可能来过 and 上次答复. It advises; choosing is the clerk's."""

    chosen = Signal(object)
    """The :class:`EarlierMatter` the contact shall join."""
    refused = Signal()
    """None of them: a new matter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[EarlierMatter, ...] = ()
        self._list = Card("可能来过", margin=16)
        self._rows = QWidget()
        self._rows_layout = scale.column(self._rows, spacing=8)
        self._words = text_label(WAITING, "body", wrap=True)
        self.none_button = ShownKey("都不是，作为新事项", NEW_KEY, Kind.QUIET)
        self.none_button.clicked.connect(self.refused)
        for part in (self._words, self._rows, self.none_button):
            self._list.add(part)
        self._answer = Card("上次答复", margin=16)
        self._answer_words = text_label("", "body", wrap=True, selectable=True)
        self._answer_chip = Chip(Status(""))
        for part in (self._answer_words, self._answer_chip):
            self._answer.add(part)
        self.body.addWidget(self._list)
        self.body.addWidget(self._answer)
        self.say(WAITING)
        self.show_answer(None)

    @property
    def found(self) -> tuple[EarlierMatter, ...]:
        """What may be adopted."""
        return self._found

    def say(self, words: str) -> None:
        """Nothing to show: why, and what would appear."""
        self._fill((), Channel.VISIT, date.min)
        self._words.setText(words)
        self._words.show()

    def words(self) -> str:
        """The sentence shown in place of findings, empty when there are some."""
        return "" if self._words.isHidden() else self._words.text()

    def show_found(self, found: tuple[EarlierMatter, ...], channel: Channel, today: date) -> None:
        """Show findings, the latest first."""
        if not found:
            self.say(NOTHING)
            return
        self._words.hide()
        self._fill(found[:MOST], channel, today)

    def show_answer(self, adopted: EarlierMatter | None) -> None:
        """Show what the adopted matter was answered last."""
        self._answer.setVisible(adopted is not None)
        if adopted is not None:
            self._answer_words.setText(adopted.last_answer or "还没有答复记录。")
            self._answer_chip.set_status(Status(status_words(adopted), Tone.LEAD))

    def answer_words(self) -> str:
        """What the second card says, empty when it is not shown."""
        return "" if self._answer.isHidden() else self._answer_words.text()

    def _fill(self, found: tuple[EarlierMatter, ...], channel: Channel, today: date) -> None:
        self._found = found
        while self._rows_layout.count():
            item = self._rows_layout.takeAt(0).widget()
            item.hide()
            item.deleteLater()
        for place, earlier in enumerate(found):
            row = Finding(earlier, place, channel, today)
            row.adopted.connect(lambda earlier=earlier: self.chosen.emit(earlier))
            self._rows_layout.addWidget(row)
        self._rows.setVisible(bool(found))
        self.none_button.setVisible(bool(found))


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
