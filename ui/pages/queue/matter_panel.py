"""The panel beside the list: one matter, whole, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QStackedWidget, QWidget

from app.domain.changes import Change
from app.domain.conduct import ConductRecord
from app.domain.errors import Refused
from app.domain.matter import MatterStatus
from app.domain.matter_detail import MatterDetail
from app.domain.paper import Form
from app.services import conduct, identities, matters
from app.services.identities import RevealedDocument
from app.services.session import Session
from app.services.settings import Lists
from ui.models.queue_columns import petitioner_words
from ui.operations import Operations
from ui.pages.queue import matter_words
from ui.pages.queue.again_acts import AgainActs
from ui.pages.queue.conduct_dialog import ConductDialog, ReviewDialog, Typed
from ui.pages.queue.correction_dialog import CorrectionDialog
from ui.pages.queue.matter_view import MatterView
from ui.pages.queue.note_editor import NoteEditor
from ui.pages.queue.panel_parts import PanelArea
from ui.pages.queue.void_dialog import VoidDialog
from ui.style import scale, theme
from ui.widgets.card import Card
from ui.widgets.choice import Choice, Option
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label

NOTHING_CHOSEN = "在左边选一件事项，这里显示它的诉求、经过、当事人和文书。"
REVEAL_CONTEXT = "事项面板：核对身份"
THREE_ACTS = 500
LATER_MS = 400
"""After the list has read its rest, so that a key never waits for both."""
PROGRESS_KEY = "F10"
"""A key of the window: it shows the progress of the matter at hand."""
NOT_READ = "没有读到这件事项的内容，登记库没有改动。请再读一次。"


def read_matter(session: Session, matter_id: int, today: date) -> tuple[MatterDetail, tuple[ConductRecord, ...]]:
    """One matter and what was recorded about single events and still counts. In the read lane.

    Raises:
        Refused: there is no such matter, or this account may not see it.
    """
    return matters.detail(session, matter_id), conduct.of_matter(session, matter_id, today)


class MatterPanel(Card):
    """Shows the matter asked for last; reads in the background, newest wish first."""

    print_requested = Signal(int, object, object)
    """(matter id, :class:`Form`, contact id or None)."""
    said = Signal(str)
    """What was done, in words."""
    left = Signal()
    """Esc: back to the list."""
    progress_wanted = Signal(int)
    """The matter whose progress is to be shown to the visitor."""
    handling_wanted = Signal(int)
    """The matter to be handled."""

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=16)
        self._ops, self._clock = ops, clock
        self._detail: MatterDetail | None = None
        self._wanted: int | None = None
        self._lists: Lists | None = None
        self._newest: int | None = None
        self._records: tuple[ConductRecord, ...] = ()
        self._begun: dict[int, Typed] = {}
        self.view = MatterView(clock)
        self.area = PanelArea(self.view, self)
        self.empty = EmptyState(NOTHING_CHOSEN, "panel")
        self.failed = EmptyState(NOT_READ, "warning")
        self.failed.offer("再读一次", self.refresh, "Alt+R")
        self._answered = True
        self._reading_later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._reading_later.timeout.connect(self._show_wanted)
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.failed)
        self._stack.addWidget(self.area)
        self.add(self._stack, 1)
        self.note = NoteEditor()
        self.note.hide()
        self.add(self.note)
        self.which = Choice()
        self.which.setAccessibleName("登记表和回执打印哪一次")
        self._which_words = text_label("登记表、回执打印", "hint")
        self.acts = QWidget()
        self.acts.setObjectName("clear")
        self.acts.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._grid: QGridLayout = scale.grid(self.acts, across=8, down=8)
        self._line = scale.row(spacing=8)
        self._line.addWidget(self._which_words)
        self._line.addWidget(self.which, 1)
        self._across = 0
        self._buttons()
        self._arrange()
        self.add(self.acts)
        self.acts.hide()
        self.again = AgainActs(self.view, lambda: self._detail, self._at_hand, ops, clock, self)
        self.again.said.connect(self.said)
        self.view.opened.connect(self._bring_into_view)
        self.view.reveal_wanted.connect(self._reveal)
        self.view.review_button.clicked.connect(self.open_review)
        self.which.value_changed.connect(self._name_slip)
        self.note.save_wanted.connect(self._save_note)
        self.note.folded.connect(self._fold_note)

    @property
    def matter_id(self) -> int | None:
        """The matter asked for last, None when none is."""
        return self._wanted

    @property
    def detail(self) -> MatterDetail | None:
        """The matter on the screen."""
        return self._detail

    def _at_hand(self) -> MatterDetail | None:
        """The matter to act upon; none while another one was chosen and is not here yet, whose reading is hurried."""
        if self._detail is not None and self._detail.matter_id == self._wanted:
            return self._detail
        self.read_now()
        return None

    def set_lists(self, lists: Lists) -> None:
        """Take over the pick lists: words for codes, staff and departments to choose from."""
        self._lists = lists
        self.view.set_labels({(table, one.code): one.label for table, items in lists.codes.items() for one in items})

    def show_matter(self, matter_id: int | None, *, later: bool = False) -> None:
        """Show a matter, or nothing. Masked numbers are masked again.

        ``later``: it may be another one with the next key, so this is left for a pause in the typing; until then the
        one that still stands here cannot be acted upon.
        """
        if matter_id == self._wanted and (self._detail is not None or matter_id is None):
            if not later:
                self.read_now()
            elif self._reading_later.isActive():
                self._reading_later.start()
            return
        self._wanted = matter_id
        self.view.hide_numbers()
        if later:
            self._reading_later.start()
        else:
            self._show_wanted()

    def read_now(self) -> None:
        """Read at once what was to be read later."""
        if self._reading_later.isActive():
            self._show_wanted()

    def _show_wanted(self) -> None:
        self._reading_later.stop()
        if self._wanted is None:
            self._show_nothing(self.empty)
            self.empty.say(NOTHING_CHOSEN, "panel")
        else:
            self.refresh()

    def refresh(self) -> None:
        """Read the matter shown, anew."""
        self._reading_later.stop()
        matter_id = self._wanted
        if matter_id is None:
            return
        self._answered = False
        self._ops.read(
            self,
            lambda session, _progress: read_matter(session, matter_id, self._clock().date()),
            done=lambda answer: self._show(*answer),
            failed=self._refused,
            always=lambda: self._settle(matter_id),
            supersede="matter",
        )

    def unsaved_notes(self) -> dict[int, str]:
        """Notes begun and not saved, by matter."""
        return self.note.unsaved()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the panel while the keys scroll it."""
        super().paintEvent(event)
        if self.area.hasFocus():
            colours = theme.tokens()
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.focus), colours.focus_width))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two acts side by side, or three where the panel has the whole width but little height."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange anew when the text size changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_across"):
            self._arrange()

    def _arrange(self) -> None:
        across = 3 if self.width() >= scale.px(THREE_ACTS) else 2
        if across == self._across:
            return
        self._across = across
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < across else 0)
        self._which_words.setVisible(across == 2 and not self.which.isHidden())
        self._grid.removeItem(self._line)
        for button in self._acts:
            self._grid.removeWidget(button)
        first = 0 if across == 3 else 1
        if across == 2:
            self._grid.addLayout(self._line, 0, 0, 1, 2)
        for place, button in enumerate(self._acts):
            self._grid.addWidget(button, first + place // across, place % across)
        if across == 3:
            self._grid.addLayout(self._line, len(self._acts) // across, len(self._acts) % across)

    def _buttons(self) -> None:
        self.handle_button = KeyButton("办理", "Alt+D", Kind.LEAD, icon="forward")
        self.note_button = KeyButton("记事", "Alt+J")
        self.correct_button = KeyButton("更正", "Alt+G")
        self.cover_button = KeyButton("打印封面", "Alt+F")
        self.form_button = KeyButton("打印登记表", "Alt+B")
        self.slip_button = KeyButton("打印回执", "Alt+H")
        self.void_button = KeyButton("作废", "Alt+Z", Kind.DANGER)
        self.handle_button.clicked.connect(self._handle)
        self.note_button.clicked.connect(self.open_note)
        self.correct_button.clicked.connect(self.open_correction)
        self.void_button.clicked.connect(self.open_void)
        self.progress_button = KeyButton("办理进度")
        self.progress_button.show_key(PROGRESS_KEY)
        self.conduct_button = KeyButton("突发情况", "Alt+U")
        self.progress_button.clicked.connect(self._show_progress)
        self.conduct_button.clicked.connect(self.open_conduct)
        self.cover_button.clicked.connect(lambda: self._print(Form.COVER))
        self.form_button.clicked.connect(lambda: self._print(Form.REGISTRATION))
        self.slip_button.clicked.connect(lambda: self._print(Form.SLIP))
        self._acts = (
            self.handle_button,
            self.note_button,
            self.correct_button,
            self.progress_button,
            self.conduct_button,
            self.cover_button,
            self.form_button,
            self.slip_button,
            self.void_button,
        )

    def open_note(self) -> None:
        """Open the inline editor; the buttons give it their room."""
        if self._at_hand() is None:
            return
        self.acts.hide()
        self.note.show()
        self.note.edit.setFocus()

    def open_correction(self) -> None:
        """Open the form for a correction."""
        detail = self._at_hand()
        if detail is None:
            return
        dialog = CorrectionDialog(detail, self._lists, self._ops, self._clock, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        number = detail.number
        dialog.accepted.connect(lambda: self.said.emit(f"{number} 已更正，经过里留有记录。"))
        dialog.open()

    def open_void(self) -> None:
        """Ask for the reason to void the matter."""
        detail = self._at_hand()
        if detail is None:
            return
        dialog = VoidDialog(detail, self._ops, self._clock, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        number = detail.number
        dialog.accepted.connect(lambda: self.said.emit(f"{number} 已作废，编号保留。在“全部”里仍能看到。"))
        dialog.open()

    def open_conduct(self) -> None:
        """Record the facts of one event; what was begun for this matter and left is there again."""
        detail = self._at_hand()
        if detail is None:
            return
        begun = self._begun.pop(detail.matter_id, None)
        dialog = ConductDialog(detail, self._lists, self._ops, self._clock, self, begun)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def keep() -> None:
            if dialog.is_begun():
                self._begun[detail.matter_id] = dialog.typed()
                self.said.emit("突发情况还没有记完，写下的内容留着，按 Alt+U 接着写。")

        dialog.rejected.connect(keep)
        dialog.accepted.connect(lambda: self.said.emit("突发情况已记在这次登记上，等待另一位同事复核。"))
        dialog.open()

    def open_review(self) -> None:
        """Review the record that waits longest."""
        waiting = [one for one in self._records if one.reviewed_at is None]
        if not waiting or self._at_hand() is None:
            return
        dialog = ReviewDialog(min(waiting, key=lambda one: one.review_on), self._ops, self._clock, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.said.emit("突发情况记录已复核。"))
        dialog.open()

    def _handle(self) -> None:
        if self._detail is not None:
            self.handling_wanted.emit(self._detail.matter_id)

    def _show_progress(self) -> None:
        detail = self._at_hand()
        if detail is not None:
            self.progress_wanted.emit(detail.matter_id)

    def _reveal(self, petitioner_id: int) -> None:
        """The whole numbers of one person, once the look is recorded."""
        if self._at_hand() is None:
            return
        matter_id, now = self._wanted, self._clock()

        def shown(_found: RevealedDocument) -> None:
            if matter_id == self._wanted:
                self.view.show_person(petitioner_id)

        self._ops.write(
            self, lambda session: identities.reveal_document(session, petitioner_id, REVEAL_CONTEXT, now), done=shown
        )

    def _show(self, detail: MatterDetail, records: tuple[ConductRecord, ...]) -> None:
        self._answered = True
        self._records = records
        another = self._detail is None or detail.matter_id != self._detail.matter_id
        self._detail = detail
        self.view.show_detail(detail)
        self.view.show_conduct(records)
        self._offer_contacts(detail)
        if another:
            self.again.clear()
        self.again.read(detail)
        void = detail.status is MatterStatus.VOID
        for button in self.acts.findChildren(KeyButton):
            button.setEnabled(not void)
        self.view.allow_links(allowed=not void)
        self._stack.setCurrentWidget(self.area)
        if another:
            self.area.verticalScrollBar().setValue(0)
            begun = self.note.turn_to(detail.matter_id) and not void
            self.note.setVisible(begun)
            self.acts.setVisible(not begun)

    def _bring_into_view(self, section: QWidget) -> None:
        self.area.ensureWidgetVisible(section, 0, 0)

    def _offer_contacts(self, detail: MatterDetail) -> None:
        contacts = matter_words.live_contacts(detail)
        self.which.set_options([Option(one.contact_id, matter_words.contact_line(one)) for one in reversed(contacts)])
        newest = contacts[-1].contact_id if contacts else None
        if newest != self._newest or self.which.is_empty():
            self.which.set_value(newest)
        self._newest = newest
        self._name_slip()
        several = len(contacts) > 1
        self.which.setVisible(several)
        self._which_words.setVisible(several and self._across == 2)

    def _refused(self, answer: Refused) -> None:
        self._answered = True
        self.empty.say(answer.message, "warning")
        self._show_nothing(self.empty)

    def _show_nothing(self, instead: EmptyState) -> None:
        self._detail = None
        self.note.keep()
        self.note.hide()
        self.acts.hide()
        self._stack.setCurrentWidget(instead)

    def _settle(self, matter_id: int) -> None:
        """The machine said no: another matter must not stand here under this one's name."""
        shown = self._detail.matter_id if self._detail is not None else None
        if not self._answered and shown != matter_id:
            self._show_nothing(self.failed)

    def _asked(self) -> bool:
        """Whether the contact chosen only asked how the matter stands; its slip says what was told."""
        chosen = self.which.value()
        contacts = self._detail.contacts if self._detail is not None else ()
        return any(one.contact_id == chosen and one.inquiry for one in contacts)

    def _name_slip(self) -> None:
        self.slip_button.setText("打印查询单" if self._asked() else "打印回执")
        self.slip_button.updateGeometry()

    def _print(self, form: Form) -> None:
        if form is Form.SLIP and self._asked():
            form = Form.PROGRESS
        detail = self._at_hand()
        if detail is not None:
            contact = None if form is Form.COVER else self.which.value()
            self.print_requested.emit(detail.matter_id, form, contact)

    def _save_note(self, matter_id: int, words: str) -> None:
        now = self._clock()
        self.note.set_saving(True)
        self._ops.write(
            self,
            lambda session: matters.add_note(session, matter_id, words, now),
            done=lambda change: self._note_saved(matter_id, change),
            failed=lambda answer: self._note_refused(matter_id, answer),
            always=lambda: self.note.set_saving(False),
        )

    def _note_saved(self, matter_id: int, _change: Change) -> None:
        self.note.saved(matter_id)
        if self._detail is not None and self._detail.matter_id == matter_id:
            self._fold_note()

    def _note_refused(self, matter_id: int, answer: Refused) -> None:
        self.note.refused(matter_id, answer.fields.get("note", answer.message))

    def _fold_note(self) -> None:
        self.note.keep()
        self.note.hide()
        self.acts.show()
        self.note_button.setText("接着记事" if self.note.edit.text().strip() else "记事")
        self.area.setFocus()

    def title(self) -> str:
        """Whose matter is shown, empty when none is."""
        return "" if self._detail is None else petitioner_words(self._detail.petitioner, self._detail.head_count)
