"""The two coloured lines above the form: the matter it will join, and what was registered last."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from app.domain.contact import Channel, first_or_repeat
from app.domain.intake import IntakeReceipt
from ui.pages.intake.decision import Decision
from ui.pages.intake.proposal import UNDO_KEY, ShownKey
from ui.pages.intake.submitting import Saved
from ui.style import scale
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone


class _Line(QFrame):
    """A sentence with buttons; hidden when there is nothing to say."""

    def __init__(self, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("tone", tone.value)
        self._words = text_label("", "body", wrap=True)
        self._layout = scale.row(self, spacing=8, margins=(14, 3, 8, 3))
        self._layout.addWidget(self._words, 1)
        self._buttons = QWidget()
        self._row = scale.row(self._buttons, spacing=8)
        self._layout.addWidget(self._buttons, 0, Qt.AlignmentFlag.AlignRight)
        self.hide()

    def words(self) -> str:
        """The sentence, empty when hidden."""
        return "" if self.isHidden() else self._words.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons stand beneath the sentence where they would squeeze it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        margins = self._layout.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._layout.spacing()
        words = self._words.fontMetrics().horizontalAdvance(self._words.text())
        is_narrow = room < words // 2 + self._buttons.sizeHint().width() + scale.px(40)
        downward, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._layout.setDirection(downward if is_narrow else across)

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._arrange()
        self.setAccessibleName(words)
        self.setVisible(bool(words))


class DecisionLine(_Line):
    """将归入 …, or 同一人，新事项 …, with the way back."""

    undone = Signal()
    shown = Signal(bool)
    """It says something now, or nothing any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.SOON, parent)
        self.button = ShownKey("撤销", UNDO_KEY)
        self.button.clicked.connect(self.undone)
        self._row.addWidget(self.button)

    def show_decision(self, decision: Decision, channel: Channel) -> None:
        """Name the matter the contact will join, or the person; nothing chosen hides the line."""
        self.button.show()
        if decision.joined is not None:
            one = decision.joined
            again = first_or_repeat(channel, one.contact_count + 1)
            self._say(f"将归入 {one.number} · {one.petitioner_name} · {again}")
        elif decision.same_person is not None:
            one = decision.same_person
            self._say(f"与 {one.number} · {one.whose} 是同一人，作为新事项登记")
        else:
            self._say("")
        self.shown.emit(not self.isHidden())

    def show_problem(self, words: str) -> None:
        """Say why it cannot be joined."""
        self.button.hide()
        self._say(words)
        self.shown.emit(not self.isHidden())


class SavedLine(_Line):
    """已登记 …, with what may be done with it now."""

    opened = Signal(int)
    """The matter to open."""
    printed = Signal(int, int)
    """The matter and the contact whose slip to print."""
    guidance_wanted = Signal(int, int)
    """The matter and the contact whose guidance sheet to print."""
    cover_wanted = Signal(int)
    """The matter whose cover to print."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.GOOD, parent)
        self._receipt: IntakeReceipt | None = None
        self.open_button = KeyButton("看事项", "Alt+O", Kind.QUIET)
        self.cover_button = KeyButton("打印封面", "Alt+C", Kind.QUIET, icon="dossier")
        self.print_button = KeyButton("打印回执", "Alt+P", Kind.QUIET, icon="printer")
        self.guidance_button = KeyButton("打印告知书", "Alt+D", Kind.QUIET, icon="printer")
        self.guidance_button.clicked.connect(self._guide)
        self.open_button.clicked.connect(self._open)
        self.print_button.clicked.connect(self._print)
        self.cover_button.clicked.connect(self._cover)
        for button in (self.open_button, self.cover_button, self.guidance_button, self.print_button):
            self._row.addWidget(button)

        self.guidance_button.hide()

    def give_way(self, *, to_other: bool) -> None:
        """One coloured line at a time: what becomes of this form goes before what was registered last."""
        self.setVisible(self._receipt is not None and not to_other)

    def show_saved(self, saved: Saved) -> None:
        """Confirm what was registered."""
        receipt = self._receipt = saved.receipt
        self.guidance_button.hide()
        late = " · 补录" if saved.late else ""
        again = first_or_repeat(saved.channel, receipt.ordinal)
        self._say(f"已登记 {receipt.contact_number} · {saved.name} · {again}{late}")

    def offer_guidance(self, receipt: IntakeReceipt) -> None:
        """The answers are kept: their sheet may be printed, unless another form was registered meanwhile."""
        if self._receipt is not None and self._receipt.contact_id == receipt.contact_id:
            self.guidance_button.show()
            self._arrange()

    def _guide(self) -> None:
        if self._receipt is not None:
            self.guidance_wanted.emit(self._receipt.matter_id, self._receipt.contact_id)

    def _open(self) -> None:
        if self._receipt is not None:
            self.opened.emit(self._receipt.matter_id)

    def _cover(self) -> None:
        if self._receipt is not None:
            self.cover_wanted.emit(self._receipt.matter_id)

    def _print(self) -> None:
        if self._receipt is not None:
            self.printed.emit(self._receipt.matter_id, self._receipt.contact_id)
