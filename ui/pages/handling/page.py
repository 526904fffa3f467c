"""办理: one matter at hand: where it stands, its clocks, the next lawful steps, and everything written on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.changes import Area
from app.domain.errors import Refused
from app.domain.matter import MatterStatus
from app.domain.paper import LetterRecord, SheetRecord
from app.domain.queue import QueueRow
from app.domain.record import HandlingRecord
from app.domain.record_kinds import KINDS
from app.domain.work_calendar import built_in_calendar
from app.services import records
from app.services.session import Session
from ui.models.queue_columns import due_chip, petitioner_words, status_chip
from ui.operations import Operations
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.handling.acts import HandlingActs, Workplace
from ui.pages.handling.kept import KeptForms
from ui.pages.handling.matter_card import MatterCard
from ui.pages.handling.people_acts import PeopleActs
from ui.pages.handling.reading import MatterWork, find_matters, read_work
from ui.pages.handling.record_dialog import RecordDialog
from ui.pages.handling.side_card import DEADLINES, RECORDS, SideCard
from ui.pages.page import Page
from ui.pages.paper.line_list import LineList
from ui.pages.paper.lines import PaperKey, PaperLine
from ui.printing import PrintDesk
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.search_line import SearchLine
from ui.widgets.side_panel import WithSidePanel
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

NOTHING_OPEN = "现在没有在办的事项。来访来信在“登记”里登记后，就可以在这里办理。"
NOT_FOUND = "没有找到。可以按登记编号、姓名、案号或诉求里的词查找。"
MATTER = "matter"


class HandlingPage(Page):
    """Handles one matter. Without one it offers those in work, the first due on top."""

    title = "办理"
    help_text = (
        "这里一次办一件事项。左边是它现在归谁、走到哪一步、期限还剩几天；下一步能办的都是按钮，该办的那一步是实心的，"
        "缺什么写在按钮下面。按一步的键，填好表，按 Ctrl+Enter 就办好：文号、文书、经过一次完成，办不成就什么都不留。"
        "先放下的表不会丢，再打开时还在。办前可以看样张。右边是经过、记录、期限怎样算出、交办签收；"
        "在记录里按 Enter 打开一份，可以接着记回执、反馈和核查。不随步骤写的记录按 Alt+N。"
    )
    interests = frozenset({Area.MATTERS, Area.RECORDS, Area.DOCUMENTS, Area.INBOX})
    more_keys = (("↑ ↓", "在列表里移动"), ("Enter", "打开选中的事项或记录"))

    def __init__(self, ops: Operations[Session], prints: PrintDesk, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._ops, self._prints, self._clock = ops, prints, clock
        self._wanted: int | None = None
        self._work: MatterWork | None = None
        self._issued: int | None = None
        self._dialog: RecordDialog | None = None
        self.kept = KeptForms(ops, clock, self)
        self.search = SearchLine("编号、姓名、案号：另办一件", "查找要办的事项")
        self.search_button = KeyButton("另办一件", "Ctrl+F", Kind.QUIET, icon="search")
        self.search_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.print_button = KeyButton("打印文书", "Alt+P", icon="printer")
        self.print_button.hide()
        self.choices = LineList("可以办的事项，方向键选择，回车打开")
        self.choices_words = text_label("", "section", wrap=True)
        self.empty = EmptyState(NOTHING_OPEN, "forward")
        self.card = MatterCard()
        self.side = SideCard()
        self._build()
        place = Workplace(self, ops, clock, self.kept, lambda: self._work, self.refresh, self._done)
        self.acts = HandlingActs(place)
        self.people = PeopleActs(place, self.side)
        self._listen()
        self.first = self.search

    @property
    def work(self) -> MatterWork | None:
        """What is shown."""
        return self._work

    def refresh(self) -> None:
        """Read the matter again, or the list to choose from."""
        self.kept.load()
        if self._wanted is None:
            self._look()
        else:
            self._read(self._wanted)

    def open_at(self, what: object) -> None:
        """Handle a matter (its id), or search (words)."""
        if isinstance(what, int):
            self.show_matter(what)
        elif isinstance(what, str):
            self.search.setText(what)
            self._look(and_open=True)

    def come_from(self, other: Page) -> object:
        """Go on with the matter the clerk was at."""
        return other.matter_in_hand()

    def matter_in_hand(self) -> int | None:
        """The matter shown."""
        return self._wanted

    def before_close(self) -> None:
        """Forms begun are kept."""
        self.kept.flush()

    def show_matter(self, matter_id: int) -> None:
        """Handle this matter."""
        if matter_id != self._wanted:
            self._work = None
            self._forget_paper()
            self.problems.hide()
        self._wanted = matter_id
        self._read(matter_id)

    # building

    def _build(self) -> None:
        self.header.add_right(self.print_button)
        self.header.add_right(self.search, 1)
        self.header.add_right(self.search_button)
        chooser = Card(margin=18)
        chooser.add(self.choices_words)
        chooser.add(self.choices, 1)
        chooser.add(self.empty, 1)
        self._chooser = chooser
        self.split = WithSidePanel(
            self.card, self.side, header=self.header, words="经过和记录", key="F9", width=592, least=560
        )
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self._stack.addWidget(chooser)
        self._stack.addWidget(self._at_work())
        self.body.addWidget(self._stack, 1)

    def _at_work(self) -> QWidget:
        """The stages over both cards; where they need several lines they go into the left one."""
        self._work_place = QWidget()
        self._work_place.setObjectName("clear")
        self._column = scale.column(self._work_place, spacing=scale.BETWEEN_CARDS)
        self._column.addWidget(self.split, 1)
        self._strip_above: bool | None = None
        self._place_stages()
        return self._work_place

    def _place_stages(self) -> None:
        above = self.card.stages.fits_one_line(self.width() - 2 * scale.gap(scale.PAGE_MARGIN))
        if above == self._strip_above:
            return
        self._strip_above = above
        if above:
            self._column.insertWidget(0, self.card.stages)
        else:
            self.card.take_stages()
        self.card.stages.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The stages stand where there is room."""
        super().resizeEvent(event)
        self._place_stages()

    def changeEvent(self, event: QEvent) -> None:
        """The same when the text size changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_strip_above"):
            self._place_stages()

    def _listen(self) -> None:
        self.search.moved.connect(self._searched_by)
        self.search_button.clicked.connect(self._to_search)
        self.choices.activated.connect(lambda _index: self._open_choice())
        self.print_button.clicked.connect(self._print_issued)
        self.card.step_wanted.connect(self.acts.open_step)
        self.card.supply_wanted.connect(self.acts.supply)
        self.card.more_wanted.connect(self.acts.choose_step)
        self.card.look_wanted.connect(self.acts.open_step)
        self.card.drop_wanted.connect(self.acts.forget_step)
        self.card.write.clicked.connect(self.acts.choose_kind)
        self.card.derive.clicked.connect(self._show_dates)
        self.side.record_wanted.connect(self.open_record)
        self.kept.changed.connect(self._show_steps)

    # choosing a matter

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _searched_by(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Return:
            self._look(and_open=True)
        elif key == Qt.Key.Key_Down and self._stack.currentWidget() is self._chooser:
            self.choices.setFocus()

    def _look(self, *, and_open: bool = False) -> None:
        words, today = self.search.text().strip(), self._clock().date()
        self._ops.read(
            self,
            lambda session, progress: find_matters(session, words, today, progress),
            done=lambda rows: self._found(words, rows, and_open=and_open),
            supersede="find",
        )

    def _found(self, words: str, rows: tuple[QueueRow, ...], *, and_open: bool) -> None:
        if and_open and words and len(rows) == 1:
            self.search.clear()
            self.show_matter(rows[0].matter_id)
            self.card.area.setFocus()
            return
        if self._wanted is not None and not and_open:
            return
        self._wanted, self._work = None, None
        self._forget_paper()
        today, calendar = self._clock().date(), built_in_calendar()
        lines = []
        for row in rows:
            due = due_chip(row.due_date, row.status, today, calendar)
            chip = due if due.words else status_chip(row.status)
            name = petitioner_words(row.petitioner, row.head_count)
            below = "　".join(filter(None, (row.number, row.handler or row.department, row.summary)))
            lines.append(PaperLine(_key(row.matter_id), name, status_chip(row.status).words, chip, below))
        self.choices_words.setText(
            f"找到 {len(rows)} 件，选一件办理" if words else "在办的事项，先到期的在前，选一件办理"
        )
        self.choices_words.setVisible(bool(rows))
        self.choices.show_lines(lines)
        self.choices.setVisible(bool(rows))
        self.empty.say(NOT_FOUND if words else NOTHING_OPEN, "search" if words else "forward")
        self.empty.setVisible(not rows)
        self._stack.setCurrentWidget(self._chooser)
        if rows:
            self.choices.choose(lines[0].key)
            if and_open:
                self.choices.setFocus()

    def _open_choice(self) -> None:
        line = self.choices.current()
        if line is not None and line.key.document_id is not None:
            self.search.clear()
            self.show_matter(line.key.document_id)
            self.card.area.setFocus()

    # reading

    def _read(self, matter_id: int) -> None:
        today = self._clock().date()
        self._ops.read(
            self,
            lambda session, _progress: read_work(session, matter_id, today),
            done=self._show,
            failed=self._gone,
            supersede="matter",
        )

    def _show(self, work: MatterWork) -> None:
        if work.detail.matter_id != self._wanted:
            return
        another = self._work is None or self._work.detail.matter_id != work.detail.matter_id
        self._work = work
        today = self._clock().date()
        self.card.show_matter(work.detail, work.standing, work.deadlines, today, work.calendar)
        self._show_steps()
        self.side.show_matter(
            work.detail, work.records, work.deadlines, work.assignments, work.recusals, today, work.calendar
        )
        self._stack.setCurrentWidget(self._work_place)
        if another:
            self.card.area.verticalScrollBar().setValue(0)
            if self.isVisible() and (self.focusWidget() in (None, self.search, self.choices)):
                self.card.area.setFocus()
        self._show_record_again(work)

    def _show_steps(self) -> None:
        if self._work is not None:
            begun = self.kept.of_matter(self._work.detail.matter_id)
            void = self._work.detail.status is MatterStatus.VOID
            self.card.show_steps(self._work.standing, begun, void=void)

    def _gone(self, answer: Refused) -> None:
        self._wanted, self._work = None, None
        self.tell(answer)
        self._look()

    # after an act

    def _done(self, said: str, document_id: int | None, title: str) -> None:
        self._issued = document_id
        self.print_button.setVisible(document_id is not None)
        self.say(said + (f"{title}已出具，按 {self.print_button.key} 打印。" if document_id is not None else ""))

    def _print_issued(self) -> None:
        if self._issued is not None:
            self._prints.print_document(self._issued)

    def _forget_paper(self) -> None:
        self._issued = None
        self.print_button.hide()

    def _show_dates(self) -> None:
        if self.split.is_folded() and not self.side.isVisible():
            self.split.button.click()
        self.side.turn_to(DEADLINES)

    # one record

    def open_record(self, record_id: int) -> None:
        """Open a record over the page."""
        work = self._work
        record = next((one for one in work.records if one.record_id == record_id), None) if work else None
        if work is None or record is None:
            return
        dialog = RecordDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show_record(record, self._clock().date(), work.calendar)
        dialog.print.setEnabled(bool(KINDS[record.kind].paper))
        dialog.follow_wanted.connect(
            lambda name: self.acts.open_event(record_id, name, dialog, lambda *done: self._followed(dialog, *done))
        )
        dialog.print_wanted.connect(lambda: self._print_record(dialog))
        dialog.void_wanted.connect(lambda: self._void(dialog))
        dialog.finished.connect(self._closed_record)
        self._dialog = dialog
        dialog.open()

    def _closed_record(self) -> None:
        self._dialog = None

    def _show_record_again(self, work: MatterWork) -> None:
        dialog = self._dialog
        if dialog is None or dialog.record is None:
            return
        record_id = dialog.record.record_id
        record = next((one for one in work.records if one.record_id == record_id), None)
        if record is not None:
            dialog.show_record(record, self._clock().date(), work.calendar)
            dialog.print.setEnabled(bool(KINDS[record.kind].paper))

    def _followed(self, dialog: RecordDialog, said: str, document_id: int | None) -> None:
        dialog.say(said)
        self._done(said, document_id, "文书" if document_id is not None else "")

    def _print_record(self, dialog: RecordDialog) -> None:
        record = dialog.record
        if record is None:
            return
        if record.document_id is not None:
            self._prints.print_document(record.document_id)
            dialog.say("已送去打印。")
            return
        record_id = record.record_id
        self._ops.read(
            dialog,
            lambda session: records.frozen_papers(session, record_id),
            done=lambda papers: self._print_frozen(dialog, papers),
        )

    def _print_frozen(self, dialog: RecordDialog, papers: tuple[LetterRecord | SheetRecord, ...]) -> None:
        if not papers:
            dialog.say("这份记录没有文书可以打印。", Tone.SOON)
            return

        def printed(reason: str) -> None:
            dialog.say(reason or "已送去打印。", Tone.SOON if reason else Tone.GOOD)

        for paper in papers:
            self._prints.print_record(paper, printed)

    def _void(self, dialog: RecordDialog) -> None:
        record: HandlingRecord | None = dialog.record
        if record is None:
            return
        record_id, title = record.record_id, KINDS[record.kind].text
        reason = LineEdit("例如：记错了事项", longest=200)
        fields = {"reason": Field("作废原因", reason, required=True)}

        def act(form: FormDialog) -> None:
            words, now = reason.text(), self._clock()

            def done(_change: object) -> None:
                form.accept()
                dialog.say(f"{title}已作废，内容和原因都保留。")

            self._ops.write(
                form,
                lambda session: records.void(session, record_id, words, now),
                done,
                failed=form.refuse,
                always=lambda: form.act.setEnabled(True),
            )

        form = FormDialog(
            "作废记录", f"{title}作废后不再算数，编号不再使用，内容仍能查看。", fields, "作废", act, dialog
        )
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()


def _key(matter_id: int) -> PaperKey:
    return PaperKey(MATTER, document_id=matter_id)


__all__ = ["RECORDS", "HandlingPage"]
