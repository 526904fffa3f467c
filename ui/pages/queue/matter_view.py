"""What the panel shows of one matter, top to bottom: who, how it stands, what is asked, what happened, who and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from app.domain.conduct import ConductRecord
from app.domain.matter import MatterStatus
from app.domain.matter_detail import MatterDetail
from app.domain.work_calendar import built_in_calendar
from ui.models.queue_columns import petitioner_words
from ui.pages.queue import matter_words
from ui.pages.queue.panel_parts import ChipLine, Section, TallTimeline, quiet
from ui.style import scale
from ui.widgets.card import Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.field import FieldGrid
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

KEPT = "查看完整证件号码已留记录。"


class MatterView(QWidget):
    """Labels that are filled anew for every matter; nothing is built while the clerk moves through the list."""

    opened = Signal(QWidget)
    """The part that the clerk asked to see more of."""
    reveal_wanted = Signal(int)
    """The person whose whole document number the clerk wants to see."""

    def __init__(self, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._labels: matter_words.Labels = {}
        self._detail: MatterDetail | None = None
        self._shown: int | None = None
        self._derived = False
        self.number = text_label("", "small", selectable=True)
        self.name = text_label("", "title", wrap=True, selectable=True)
        self.chips = ChipLine()
        self.responsible = text_label("", "small", wrap=True)
        self.void = Notice("", Tone.LATE)
        self.unmask_button = quiet("显示号码", "Alt+M")
        self.derive_button = quiet("怎样算出", "Alt+T")
        self.claims = Section("诉求")
        self.due = Section("期限", self.derive_button)
        self.derivation = Notice("", Tone.PLAIN)
        self.due.body.addWidget(self.derivation)
        self.history = Section("经过")
        self.timeline = TallTimeline()
        self.history.body.addWidget(self.timeline)
        self.people = Section("当事人", self.unmask_button)
        self.whose = Choice()
        self.whose.setAccessibleName("显示谁的号码")
        self.kept_words = text_label(KEPT, "hint", wrap=True)
        self.people.body.insertWidget(1, self.whose)
        self.people.body.addWidget(self.kept_words)
        self.review_button = quiet("复核", "Alt+K")
        self.conduct = Section("突发情况", self.review_button)
        self.merge_button = quiet("并入另一件", "Alt+W")
        self.unlink_button = quiet("撤销关联", "Alt+E")
        self.again = Section("标记与关联", self.merge_button)
        self.person_button = quiet("认定同一人", "Alt+N")
        self.flag_button = quiet("更改标记", "Alt+P")
        self._place_links()
        self.contacts = Section("历次登记")
        self.documents = Section("文书")
        for label in (self.number, self.name):
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = scale.column(self, spacing=14, margins=(0, 0, 6, 8))
        head = scale.column(spacing=6)
        scale.fill(head, (self.number, self.name, self.chips, self.responsible, self.void))
        layout.addLayout(head)
        seen = (self.claims, self.history, self.due, self.again)
        parts = (*seen, self.people, self.conduct, self.contacts, self.documents)
        scale.fill(layout, parts)
        layout.addStretch(1)
        self.unmask_button.clicked.connect(self._turn_mask)
        self.whose.value_changed.connect(self._turn_to_another)
        self.derive_button.clicked.connect(self._turn_derivation)

    def _place_links(self) -> None:
        acts = FieldGrid(columns=3, least=96)
        for button in (self.flag_button, self.person_button, self.unlink_button):
            acts.add(button)
        self.again.body.addWidget(acts)
        self.unlink_button.hide()

    def set_labels(self, labels: Mapping[tuple[str, str], str]) -> None:
        """Take over the words of codes."""
        self._labels = labels
        if self._detail is not None:
            self.show_detail(self._detail)

    def show_again(self, words: str, *, linked: bool) -> None:
        """Flags, events and links of the matter on the screen."""
        self.again.set_words(words)
        self.unlink_button.setVisible(linked)

    def allow_links(self, *, allowed: bool) -> None:
        """A void matter is joined with nothing and keeps its flags; links are still taken back."""
        for button in (self.merge_button, self.person_button, self.flag_button):
            button.setEnabled(allowed)

    def hide_numbers(self) -> None:
        """Mask numbers and addresses again, and fold the derivation."""
        if self._shown is None and not self._derived:
            return
        self._shown, self._derived = None, False
        self._write_people()
        self._write_derivation()

    def show_detail(self, detail: MatterDetail) -> None:
        """Fill in a matter."""
        self._detail = detail
        today = self._clock().date()
        self.number.setText(detail.number)
        self.name.setText(petitioner_words(detail.petitioner, detail.head_count))
        self.chips.set_chips(matter_words.chips(detail, today, built_in_calendar()))
        self.responsible.setText(matter_words.responsible(detail))
        void = detail.status is MatterStatus.VOID
        self.void.setVisible(void)
        self.void.set_words(f"这件事项已作废，编号保留。原因：{detail.void_reason}" if void else "")
        self.claims.set_words(matter_words.claims(detail, self._labels))
        self.due.set_words(matter_words.due(detail))
        self.derive_button.setVisible(bool(detail.deadlines))
        self.history.set_words("")
        self.timeline.set_entries(matter_words.timeline(detail))
        self.contacts.set_words(matter_words.contacts(detail, self._labels))
        self.documents.set_words(matter_words.documents(detail))
        self._offer_people(detail)
        self._write_people()
        self._write_derivation()

    def show_conduct(self, records: Sequence[ConductRecord]) -> None:
        """What was recorded about single events and still counts."""
        self.conduct.set_words(matter_words.conduct(records))
        self.conduct.setVisible(bool(records))
        self.review_button.setVisible(any(one.reviewed_at is None for one in records))

    def show_person(self, petitioner_id: int) -> None:
        """Show the whole numbers of one person; the look is recorded already."""
        self._shown = petitioner_id
        self._write_people()
        self._bring(self.people)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was shown for a moment is masked again."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.hide_numbers()

    def _offer_people(self, detail: MatterDetail) -> None:
        known = matter_words.everybody(detail)
        self.whose.blockSignals(True)
        self.whose.set_options([Option(one.petitioner_id, one.person.name) for one in known])
        if self.whose.is_empty() and known:
            self.whose.set_value(known[0].petitioner_id)
        self.whose.blockSignals(False)
        self.whose.setVisible(len(known) > 1)

    def _write_people(self) -> None:
        shown = self._shown
        if self._detail is not None:
            today = self._clock().date()
            self.people.set_words(matter_words.people(self._detail, today, self._labels, shown))
        self.unmask_button.setText("遮住号码" if shown is not None else "显示号码")
        self.unmask_button.updateGeometry()
        self.kept_words.setVisible(shown is not None and self._has_number(shown))

    def _has_number(self, petitioner_id: int) -> bool:
        known = matter_words.everybody(self._detail) if self._detail is not None else ()
        return any(one.petitioner_id == petitioner_id and one.person.document_number for one in known)

    def _write_derivation(self) -> None:
        self.derivation.setVisible(self._derived)
        self.derivation.set_words(matter_words.derivation(self._detail) if self._detail and self._derived else "")
        self.derive_button.setText("收起算法" if self._derived else "怎样算出")

    def _turn_mask(self) -> None:
        """Mask, or ask for the numbers of the person chosen: a whole document number is shown once that is recorded."""
        chosen = self.whose.value()
        if self._shown is not None or chosen is None:
            self.hide_numbers()
        elif self._has_number(chosen):
            self.reveal_wanted.emit(chosen)
        else:
            self.show_person(chosen)

    def _turn_to_another(self) -> None:
        if self._shown is not None and self.whose.value() != self._shown:
            self.hide_numbers()

    def _turn_derivation(self) -> None:
        self._derived = not self._derived
        self._write_derivation()
        self._bring(self.due)

    def _bring(self, section: Section) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.opened.emit(section)
