"""The right card of handling: what happened, the records, the dates line by line, and who has signed for what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from app.domain.matter_detail import DeadlineDetail, MatterDetail
from app.domain.record import HandlingRecord
from app.domain.responsibility import Recusal
from app.domain.work_calendar import WorkCalendar
from app.services.assignments import Assignment
from ui.pages.handling import words
from ui.pages.paper.line_list import LineList
from ui.pages.queue.panel_parts import PanelArea
from ui.style import scale
from ui.widgets.card import Card, Inset
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.segment_bar import Segment, SegmentBar
from ui.widgets.text import text_label
from ui.widgets.timeline import Timeline

HISTORY, RECORDS, DEADLINES, PEOPLE = "history", "records", "deadlines", "people"
NO_RECORD = "还没有办理记录。办一步，或按 Alt+N 写一份，就会列在这里。"
NO_DATES = "这件事项没有期限。"


class SideCard(Card):
    """Four views, one at a time."""

    record_wanted = Signal(int)
    """The record to open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=16)
        self._given: tuple[Assignment, ...] = ()
        self._recused: tuple[Recusal, ...] = ()
        self._cases: tuple[str, ...] = ()
        self.views = SegmentBar(
            [
                Segment(HISTORY, "经过", "Alt+J"),
                Segment(RECORDS, "记录", "Alt+L"),
                Segment(DEADLINES, "期限", "Alt+Q"),
                Segment(PEOPLE, "交办签收", "Alt+B"),
            ]
        )
        self.timeline = Timeline()
        self.records = LineList("办理记录，方向键选择，回车打开")
        self.open = KeyButton("打开", "Alt+O")
        self.no_record = EmptyState(NO_RECORD, "note")
        self.dates = QWidget()
        self._dates = scale.column(self.dates, spacing=10, margins=(0, 0, 6, 6))
        self.dates_area = PanelArea(self.dates, self)
        self.dates_area.setAccessibleName("期限怎样算出，方向键上下翻看")
        self.people = LineList("交办、回避和原案，方向键选择")
        self.assist = KeyButton("请人协办", "Alt+X")
        self.sign = KeyButton("协办签收", "Alt+S")
        self.recuse = KeyButton("列为回避", "Alt+H")
        self.lift = KeyButton("撤销回避", "Alt+C")
        self.judge = KeyButton("写明原审法官", "Alt+Y")
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._places = {
            HISTORY: self._page(self.timeline),
            RECORDS: self._page(self.no_record, self.records, self.open),
            DEADLINES: self._page(self.dates_area),
            PEOPLE: self._page(self.people, self._people_acts()),
        }
        self.add(self.views)
        self.add(self._stack, 1)
        self.views.chosen.connect(self.turn_to)
        self.records.activated.connect(lambda _index: self._open_record())
        self.open.clicked.connect(self._open_record)
        self.people.chosen.connect(lambda _line: self._offer())

    def turn_to(self, view: str) -> None:
        """Show a view and give it the keys."""
        self.views.choose(view)
        self._stack.setCurrentWidget(self._places[view])
        place: QWidget = {
            HISTORY: self.timeline,
            RECORDS: self.records,
            DEADLINES: self.dates_area,
            PEOPLE: self.people,
        }[view]
        place.setFocus()

    def show_matter(
        self,
        detail: MatterDetail,
        records: Sequence[HandlingRecord],
        deadlines: Sequence[DeadlineDetail],
        given: Sequence[Assignment],
        recused: Sequence[Recusal],
        today: date,
        calendar: WorkCalendar,
    ) -> None:
        """Fill every view; what was chosen stays chosen."""
        self.timeline.set_entries(words.timeline(detail))
        self.records.show_lines(words.record_lines(records, today, calendar))
        self.records.setVisible(bool(records))
        self.open.setVisible(bool(records))
        self.no_record.setVisible(not records)
        self.views.set_count(RECORDS, len(records) or None)
        self._show_dates(deadlines, today, calendar)
        self._given, self._recused = tuple(given), tuple(recused)
        self._cases = tuple(one.normalised for one in detail.case_refs)
        self.people.show_lines(words.people_lines(given, recused, detail))
        self._offer()

    def record(self) -> int | None:
        """The record chosen."""
        line = self.records.current()
        return line.key.document_id if line is not None else None

    def choose_record(self, record_id: int) -> bool:
        """Choose a record if it is listed."""
        return self.records.choose(words.record_key(record_id))

    def assignment(self) -> Assignment | None:
        """The hand-over chosen that still waits for the signature of an assisting division, else the only one."""
        waiting = [one for one in self._given if one.signed_at is None and not one.leads]
        chosen = [one for one in waiting if one.assignment_id == self._chosen(words.ASSIGNED)]
        return next(iter(chosen or (waiting if len(waiting) == 1 else [])), None)

    def recusal(self) -> Recusal | None:
        """The recusal chosen, else the only one."""
        chosen = [one for one in self._recused if one.staff_id == self._chosen(words.RECUSED)]
        return next(iter(chosen or (self._recused if len(self._recused) == 1 else ())), None)

    def case(self) -> str | None:
        """The case chosen, else the first."""
        place = self._chosen(words.JUDGE)
        if place is not None and place < len(self._cases):
            return self._cases[place]
        return next(iter(self._cases), None)

    def date_words(self) -> str:
        """What is said of the dates."""
        return "\n".join(one.text() for one in self.dates.findChildren(type(text_label(""))))

    def _chosen(self, form: str) -> int | None:
        line = self.people.current()
        return line.key.document_id if line is not None and line.key.form == form else None

    def _page(self, *inside: QWidget) -> QWidget:
        page = QWidget()
        page.setObjectName("clear")
        layout = scale.column(page, spacing=10)
        for widget in inside:
            layout.addWidget(widget, 1 if isinstance(widget, LineList | Timeline | PanelArea | EmptyState) else 0)
        self._stack.addWidget(page)
        return page

    def _people_acts(self) -> QWidget:
        acts = FieldGrid(columns=3, least=168)
        for button in (self.assist, self.sign, self.recuse, self.lift, self.judge):
            acts.add(button)
        return acts

    def _offer(self) -> None:
        self.sign.setEnabled(self.assignment() is not None)
        self.lift.setEnabled(self.recusal() is not None)
        self.judge.setEnabled(self.case() is not None)

    def _open_record(self) -> None:
        record_id = self.record()
        if record_id is not None:
            self.record_wanted.emit(record_id)

    def _show_dates(self, deadlines: Sequence[DeadlineDetail], today: date, calendar: WorkCalendar) -> None:
        while self._dates.count():
            item = self._dates.takeAt(0)
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        live = words.running(deadlines)
        for one in (*live, *(one for one in reversed(deadlines) if one.ended_at is not None)):
            box = Inset()
            head = scale.row(spacing=8)
            head.addWidget(text_label(words.clock_title(one), "strong"))
            if one.ended_at is None:
                head.addWidget(Chip(words.near(one.legal_date, today, calendar)))
            head.addStretch(1)
            box.body.addLayout(head)
            box.body.addWidget(text_label(words.derivation(one, deadlines), "body", wrap=True, selectable=True))
            self._dates.addWidget(box)
        if not deadlines:
            self._dates.addWidget(text_label(NO_DATES, "body", wrap=True))
        self._dates.addStretch(1)
