"""One proposal of the panel: who, why it is shown, what speaks against it, and the keys that decide."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from app.domain.contact import Channel, first_or_repeat
from app.domain.intake import EarlierMatter
from app.domain.matter import STATUS_TEXT, MatterStatus
from app.domain.recognition import ProposalGroup
from ui.style import scale, theme
from ui.widgets.card import Inset
from ui.widgets.chip import Chip, Status
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

SAME_KEYS = tuple(f"Alt+{place}" for place in range(1, 6))
NEW_KEY = "Alt+N"
NOT_KEY = "Alt+0"
UNDO_KEY = "Alt+U"
_OF_OTHERS = {
    ProposalGroup.SIGNER: "联名人的事项",
    ProposalGroup.SAME_CASE: "同案另一人",
    ProposalGroup.HELPER: "他人的事项",
}
_LIKE = (
    ("同音姓名", "同音，请核对"),
    ("近音姓名", "近音，请核对"),
    ("异体", "异体字，请核对"),
    ("同名", "同名，请核对"),
)


class ShownKey(KeyButton):
    """Shows a key that the page itself listens to, so that it also works while the panel is folded away."""

    def __init__(self, words: str, key: str) -> None:
        super().__init__(words, kind=Kind.QUIET)
        self.show_key(key)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


def day_words(day: date | datetime, today: date) -> str:
    """10月13日, with the year when it is another one."""
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day:%Y-%m-%d}"


def status_words(one: EarlierMatter) -> str:
    """The status of a matter in words."""
    return STATUS_TEXT[MatterStatus(one.status)]


def chip_of(one: EarlierMatter, channel: Channel) -> Status:
    """What the contact would be, or that names only sound alike."""
    if one.group is ProposalGroup.SAME_PERSON:
        return Status(first_or_repeat(channel, one.contact_count + 1), Tone.SOON)
    if one.group in _OF_OTHERS:
        return Status(_OF_OTHERS[one.group], Tone.PLAIN)
    found = next((words for mark, words in _LIKE if any(mark in reason for reason in one.reasons)), "请核对")
    return Status(found, Tone.PLAIN)


class Proposal(Inset):
    """A matter the visitor may have come with. The marked one shows every key, the others only the first."""

    same = Signal()
    new = Signal()
    different = Signal()
    marked = Signal()

    def __init__(self, one: EarlierMatter, place: int, channel: Channel, today: date) -> None:
        super().__init__()
        self.one = one
        top = scale.row(spacing=8)
        top.addWidget(text_label(one.petitioner_name, "strong", wrap=True), 1)
        top.addWidget(Chip(chip_of(one, channel)), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self.body.addWidget(text_label(one.reason, "body", wrap=True))
        if one.against:
            against = text_label(f"⚠ 不符：{'、'.join(one.against)}", "hint", wrap=True)
            theme.set_state(against, "state", "look")
            self.body.addWidget(against)
        times = f"共 {one.contact_count} 次；最近 {day_words(one.latest_at, today)}，{status_words(one)}"
        self.body.addWidget(text_label(times, "small", wrap=True))
        self._about = text_label(short(one.summary, 44), "small", wrap=True)
        self.body.addWidget(self._about)
        self.same_button = ShownKey("同一事项", SAME_KEYS[place])
        self.new_button = ShownKey("同一人，新事项", NEW_KEY)
        self.not_button = ShownKey("不是", NOT_KEY)
        first = scale.row(spacing=4)
        first.addWidget(self.same_button)
        first.addStretch(1)
        first.addWidget(self.not_button)
        self.body.addLayout(first)
        self.body.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.same_button.clicked.connect(self.same)
        self.new_button.clicked.connect(self.new)
        self.not_button.clicked.connect(self.different)
        self.setAccessibleName("，".join(filter(None, (one.petitioner_name, one.reason, times, *one.against))))
        self.set_marked(marked=False)

    def set_marked(self, *, marked: bool) -> None:
        """The keys without a figure mean the marked proposal."""
        theme.set_state(self, "marked", "true" if marked else "false")
        self.not_button.setVisible(marked)
        self.new_button.setVisible(marked and self.one.group.is_visitor)
        self._about.setVisible(marked and bool(self.one.summary))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click marks it."""
        super().mousePressEvent(event)
        self.marked.emit()


class Chosen(Inset):
    """The proposal that was taken, with the way back."""

    undone = Signal()

    def __init__(self, one: EarlierMatter, *, joins: bool, today: date) -> None:
        super().__init__()
        top = scale.row(spacing=8)
        name = one.petitioner_name if joins else one.whose
        top.addWidget(text_label(name, "strong", wrap=True), 1)
        words = "归入同一事项" if joins else "同一人，新事项"
        top.addWidget(Chip(Status(words, Tone.GOOD)), 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self.body.addWidget(text_label(one.reason, "body", wrap=True))
        about = f"{one.number} · 最近 {day_words(one.latest_at, today)}，{status_words(one)}"
        self.body.addWidget(text_label(about, "small", wrap=True))
        self.undo_button = ShownKey("撤销", UNDO_KEY)
        self.undo_button.clicked.connect(self.undone)
        self.body.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(f"{name}，{words}，{about}")


def clear(layout_owner: QWidget) -> None:
    """Take every part out of a widget's layout."""
    layout = layout_owner.layout()
    assert layout is not None
    while layout.count():
        part = layout.takeAt(0).widget()
        if part is not None:
            part.hide()
            part.deleteLater()


def short(text: str, most: int) -> str:
    """The beginning of a text."""
    return text if len(text) <= most else text[: most - 1] + "…"
