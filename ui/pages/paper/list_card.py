"""The left card of the paper page: which matter, its forms and papers, the tray, the printer, the acts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QStackedWidget, QWidget

from ui.pages.paper.line_list import LineList
from ui.pages.paper.lines import MatterPapers, PaperKey, PaperLine
from ui.pages.paper.printer_field import PrinterField
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.segment_bar import Segment, SegmentBar
from ui.widgets.side_panel import scrolled
from ui.widgets.text import text_label

MATTER, TRAY = "matter", "tray"
WIDE = 480
NO_MATTER = "还没有选事项。在“事项”里选中一件再点打印，或在上面输入登记编号后按 Enter。"
NO_TRAY = "待打印盘是空的。没有打成的文书会留在这里，关机也不会丢。"
NOTHING_ISSUED = "还没有出过文书。"


class ListCard(Card):
    """Choosing a paper. Two views: the papers of the matter, and the tray."""

    chosen = Signal(object)
    """The :class:`PaperLine` chosen, or None."""
    queue_wanted = Signal()
    """The clerk wants to choose a matter from the list of matters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=18)
        self.number = LineEdit("如 （2026）豫9999访29号", longest=60)
        self.number_field = Field("登记编号", self.number, hint="按 Enter 打开")
        self.views = SegmentBar((Segment(MATTER, "本事项", "Alt+1"), Segment(TRAY, "待打印", "Alt+2")))
        self.forms = LineList("可以打印的文书")
        self.issued = LineList("出过的文书")
        self.tray = LineList("待打印盘")
        self.printer = PrinterField()
        self.print = KeyButton("打印", "Ctrl+P", Kind.LEAD, "printer")
        self.save = KeyButton("存为 PDF", "Ctrl+S")
        self.aside = KeyButton("不再打印", "Alt+D")
        self._issued_heading = text_label("出过的文书", "section")
        self._nothing_issued = text_label(NOTHING_ISSUED, "hint", wrap=True)
        self._no_matter = EmptyState(NO_MATTER, "dossier")
        self._no_matter.offer("去选事项", self.queue_wanted.emit)
        self._no_tray = EmptyState(NO_TRAY, "printer")
        self._build()
        self._listen()
        self.show_matter(None)
        self.show_tray(())

    def view(self) -> str:
        """``MATTER`` or ``TRAY``."""
        return self.views.value()

    def show_view(self, view: str) -> None:
        """Show the matter's papers or the tray."""
        self.views.choose(view)
        self._switch(view)

    def show_matter(self, papers: MatterPapers | None) -> None:
        """Show the papers of a matter; the paper chosen stays chosen."""
        self.forms.show_lines(papers.forms if papers else ())
        self.issued.show_lines(papers.issued if papers else ())
        has_forms = bool(papers and papers.forms)
        self._forms_heading.setText("可以打印" if has_forms or papers is None else "这件事项已作废，不再出新文书")
        self.forms.setVisible(has_forms)
        self._nothing_issued.setVisible(papers is not None and not papers.issued)
        self.issued.setVisible(bool(papers and papers.issued))
        self._matter_stack.setCurrentIndex(0 if papers is None else 1)
        self._fit_lists()

    def show_tray(self, lines: Sequence[PaperLine]) -> None:
        """Show the prints in the tray; the one chosen stays chosen."""
        self.tray.show_lines(lines)
        self.views.set_count(TRAY, len(lines) or None)
        self._tray_stack.setCurrentIndex(1 if lines else 0)
        self._offer()

    def current(self) -> PaperLine | None:
        """The paper chosen in the view shown."""
        if self.view() == TRAY:
            return self.tray.current()
        return self.forms.current() or self.issued.current()

    def choose(self, key: PaperKey) -> bool:
        """Choose a paper of the matter if it is listed."""
        return self.forms.choose(key) or self.issued.choose(key)

    def offer_acts(self, *, enabled: bool) -> None:
        """Let the acts be pressed or not."""
        for button in (self.print, self.save, self.aside):
            button.setEnabled(enabled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands one above the other stands side by side when there is room and little height."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_wide = self.width() >= scale.px(WIDE)
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        for pair in (self._choosing, self._acting):
            if pair.direction() is not way:
                pair.setDirection(way)
        self._choosing.setAlignment(self.views, Qt.AlignmentFlag.AlignVCenter if is_wide else Qt.AlignmentFlag(0))

    def changeEvent(self, event: QEvent) -> None:
        """The lists follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_stack"):
            self._fit_lists()
            self._arrange()

    def _build(self) -> None:
        upper = QWidget()
        above = scale.column(upper, spacing=10)
        self._choosing: QBoxLayout = scale.column(spacing=10)
        self._choosing.addWidget(self.number_field, 1)
        self._choosing.addWidget(self.views)
        above.addLayout(self._choosing)
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._stack.addWidget(self._matter_view())
        self._tray_stack = _stack(self._no_tray, self.tray)
        self._stack.addWidget(self._tray_stack)
        above.addWidget(self._stack, 1)
        above.addWidget(self.printer)
        self.add(scrolled(upper, on_card=True), 1)
        self._acting: QBoxLayout = scale.column(spacing=10)
        self._acting.addWidget(self.print, 1)
        acts = scale.row(spacing=8)
        acts.addWidget(self.save, 1)
        acts.addWidget(self.aside, 1)
        self._acting.addLayout(acts, 1)
        self.add(self._acting)

    def _matter_view(self) -> QStackedWidget:
        inside = QWidget()
        layout = scale.column(inside, spacing=6)
        self._forms_heading: QLabel = text_label("可以打印", "section", wrap=True)
        for widget in (self._forms_heading, self.forms, self._issued_heading, self.issued, self._nothing_issued):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._matter_stack = _stack(self._no_matter, scrolled(inside, on_card=True))
        return self._matter_stack

    def _listen(self) -> None:
        self.views.chosen.connect(self._switch)
        self.forms.chosen.connect(lambda line: self._choose(line, self.issued))
        self.issued.chosen.connect(lambda line: self._choose(line, self.forms))
        self.tray.chosen.connect(lambda line: self._choose(line, None))
        for listing in (self.forms, self.issued, self.tray):
            listing.activated.connect(lambda _index: self.print.click())
            listing.setVerticalScrollBarPolicy(
                Qt.ScrollBarPolicy.ScrollBarAsNeeded if listing is self.tray else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            )

    def _switch(self, view: str) -> None:
        self._stack.setCurrentIndex(1 if view == TRAY else 0)
        self._offer()
        self.chosen.emit(self.current())

    def _choose(self, line: PaperLine, other: LineList | None) -> None:
        if other is not None:
            other.clear_choice()
        self._offer()
        self.chosen.emit(line)

    def _offer(self) -> None:
        in_tray = self.view() == TRAY
        self.print.setText("重新打印" if in_tray else "打印")
        self.print.updateGeometry()
        self.aside.setVisible(in_tray)

    def _fit_lists(self) -> None:
        """Both lists show all their lines; they scroll as one, and never show less than four lines."""
        self._stack.setMinimumHeight(scale.px(4 * 36))
        for listing in (self.forms, self.issued):
            listing.setFixedHeight(max(listing.needed_height(), 1))


def _stack(*widgets: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    stack.setObjectName("clear")
    for widget in widgets:
        stack.addWidget(widget)
    return stack
