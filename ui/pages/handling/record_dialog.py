"""One record: its values in words, what followed, what may follow now, its paper, and voiding it with a reason."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.record import RECORD_GROUP_TEXT, HandlingRecord
from app.domain.record_kinds import KINDS
from app.domain.work_calendar import WorkCalendar, in_words
from ui.pages.handling import words
from ui.pages.queue.panel_parts import PanelArea, TallTimeline
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.chip import Chip, Status
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

MOST_EVENTS = 9


class RecordDialog(QDialog):
    """Shows one record; the page does what is asked and shows it anew."""

    follow_wanted = Signal(str)
    """The name of what followed."""
    print_wanted = Signal()
    void_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.record: HandlingRecord | None = None
        self.title = text_label("", "title", wrap=True)
        self.about = text_label("", "small", wrap=True)
        self.state = Chip(Status(""))
        self.said = Notice("", Tone.GOOD)
        self.said.hide()
        self.values = text_label("", "body", wrap=True, selectable=True)
        self.after_words = text_label("后续情况", "section")
        self.after = TallTimeline()
        self.events = [KeyButton("", f"Alt+{place}") for place in range(1, MOST_EVENTS + 1)]
        self.print = KeyButton("打印文书", "Alt+P", icon="printer")
        self.void = KeyButton("作废", "Alt+Z", Kind.DANGER)
        self.leave = KeyButton("关闭", "Esc")
        self._acts = FieldGrid(columns=3, least=190)
        self._build()
        for button in self.events:
            button.clicked.connect(lambda _checked=False, place=button: self._follow(place))
        self.print.clicked.connect(self.print_wanted)
        self.void.clicked.connect(self.void_wanted)
        self.leave.clicked.connect(self.reject)

    def show_record(self, record: HandlingRecord, today: date, calendar: WorkCalendar) -> None:
        """Show a record as it is now."""
        self.record = record
        rule = KINDS[record.kind]
        self.setWindowTitle(rule.text)
        self.title.setText(words.record_title(record))
        facts = [RECORD_GROUP_TEXT[rule.group], f"{record.matter_number}", f"{record.day:%Y-%m-%d}"]
        facts.append(f"责任 {record.owner}" if record.owner else "")
        facts.append(f"应于 {in_words(record.due_on)} 前" if record.due_on else "")
        facts.append(f"{record.at:%Y-%m-%d %H:%M} 由 {record.by} 记")
        self.about.setText("　".join(one for one in facts if one))
        state = words.record_state(record, today, calendar)
        self.state.set_status(state)
        self.state.setVisible(bool(state.words))
        lines = [f"{label}　{said}" for label, said in words.record_words(rule, record)]
        if record.void_reason:
            lines.append(f"作废原因　{record.void_reason}")
        self.values.setText("\n\n".join(lines))
        entries = words.followed(rule, record)
        self.after.set_entries(entries)
        self.after_words.setVisible(bool(entries))
        self.after.setVisible(bool(entries))
        offered = words.next_events(record)[:MOST_EVENTS]
        for button, event in zip(self.events, (*offered, *((),) * MOST_EVENTS), strict=False):
            button.setProperty("event", event[0] if event else "")
            button.setText(event[1] if event else "")
            button.setToolTip(f"{button.text()}（{button.key}）")
            button.updateGeometry()
        self._acts.leave_out(self.events[len(offered) :])
        self._acts.setVisible(bool(offered))
        self.print.setEnabled(record.document_id is not None)
        self.void.setVisible(rule.step is None and record.live)

    def say(self, said: str, tone: Tone = Tone.GOOD) -> None:
        """Say what was done, or why not."""
        self.said.set_words(said)
        self.said.setProperty("tone", tone.value)
        self.said.style().polish(self.said)
        self.said.show()

    def event_button(self, name: str) -> KeyButton | None:
        """The button of something that may follow now."""
        return next((one for one in self.events if one.property("event") == name and not one.isHidden()), None)

    def _follow(self, button: KeyButton) -> None:
        name = str(button.property("event") or "")
        if name:
            self.follow_wanted.emit(name)

    def _build(self) -> None:
        card = Card(margin=16)
        inside = QWidget()
        inside.setObjectName("clear")
        body = scale.column(inside, spacing=10, margins=(0, 0, 6, 0))
        scale.fill(body, (self.values, self.after_words, self.after))
        body.addStretch(1)
        area = PanelArea(inside, card)
        area.setAccessibleName("记录内容，方向键上下翻看")
        card.add(area, 1)
        outer = scale.column(self, spacing=10, margins=(22, 18, 22, 16))
        head = scale.row(spacing=10)
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        outer.addLayout(head)
        outer.addWidget(self.about)
        outer.addWidget(self.said)
        outer.addWidget(card, 1)
        for button in self.events:
            self._acts.add(button)
        outer.addWidget(self._acts)
        foot = scale.row(spacing=8)
        foot.addWidget(self.void)
        foot.addStretch(1)
        scale.fill(foot, (self.leave, self.print))
        outer.addLayout(foot)
        parent = self.parentWidget()
        window = parent.window() if parent is not None else self
        self.resize(min(scale.px(780), window.width() - 40), min(scale.px(620), window.height() - 60))
        area.setFocus()
