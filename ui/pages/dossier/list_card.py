"""The left card of the dossier page: concluded matters to bind, bound, on loan; and binding all that are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QStackedWidget, QWidget

from app.domain.dossier import DossierRow, DossierState
from ui.pages.dossier.lines import matter_key, matter_line
from ui.pages.paper.line_list import LineList
from ui.pages.paper.lines import PaperLine
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit
from ui.widgets.segment_bar import Segment, SegmentBar
from ui.widgets.text import text_label

TO_BIND, BOUND, ON_LOAN = "to_bind", "bound", "on_loan"
VIEWS = {
    TO_BIND: (DossierState.TO_BIND,),
    BOUND: (DossierState.BOUND, DossierState.FILED),
    ON_LOAN: (DossierState.ON_LOAN,),
}
NOTHING = {
    TO_BIND: "没有等着装订的事项。事项办结以后，会自动出现在这里。",
    BOUND: "还没有装订好的卷宗。先到“待装订”里选一件，按装订打印。",
    ON_LOAN: "没有借出的卷宗。",
}
NOT_FOUND = "没有找到。可以按编号、姓名、档号或盒号查找；也请看看另外两个列表。"
MOST = 100


class ListCard(Card):
    """Choosing a dossier."""

    chosen = Signal(int)
    """The matter moved to."""
    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=18)
        self.views = SegmentBar(
            (
                Segment(TO_BIND, "待装订", "Alt+1"),
                Segment(BOUND, "已装订", "Alt+2"),
                Segment(ON_LOAN, "借出", "Alt+3"),
            )
        )
        self.search = LineEdit("编号、姓名、档号、盒号", longest=60)
        self.search_field = Field("查找", self.search, hint="按 Enter 查找")
        self.listing = LineList("卷宗列表")
        self.all = KeyButton("全部装订到文件夹", "Alt+A")
        self.stop = KeyButton("停下", "Alt+K")
        self.register = KeyButton("归档登记簿", "Alt+R")
        self.hand_over = KeyButton("移交清单", "Alt+Y")
        self.due = KeyButton("催还清单", "Alt+T")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.step = text_label("", "small", wrap=True)
        self._empty = EmptyState(NOTHING[TO_BIND], "dossier")
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.listing)
        for widget in (self.views, self.search_field):
            self.add(widget)
        self.add(self._stack, 1)
        for part in (self.step, self.bar, self.stop, self.all):
            self.add(part)
        self._lists = FieldGrid(columns=2, least=160)
        for button in (self.register, self.hand_over):
            self._lists.add(button)
        self.add(self._lists)
        self.add(self.due)
        self.show_running(None)
        self._stack.setMinimumHeight(scale.px(4 * 56))
        self.views.chosen.connect(lambda _value: self.view_changed.emit())
        self.listing.chosen.connect(self._tell)
        self._rows: tuple[DossierRow, ...] = ()

    def view(self) -> str:
        """The list shown."""
        return self.views.value()

    def show_rows(self, rows: Sequence[DossierRow], today: date) -> None:
        """Show these; the one chosen stays chosen."""
        self._rows = tuple(rows)
        self.listing.show_lines([matter_line(row, today) for row in rows])
        self._empty.say(NOT_FOUND if self.search.text().strip() else NOTHING[self.view()], "dossier")
        self._stack.setCurrentIndex(1 if rows else 0)
        self.all.setVisible(self.view() == TO_BIND)
        self._lists.setVisible(self.view() == BOUND)
        self.due.setVisible(self.view() == ON_LOAN)
        self.all.setEnabled(bool(rows))

    def current(self) -> int | None:
        """The matter chosen."""
        line = self.listing.current()
        return next((row.matter_id for row in self._rows if line and matter_key(row.matter_id) == line.key), None)

    def row(self, matter_id: int) -> DossierRow | None:
        """The line of a matter."""
        return next((row for row in self._rows if row.matter_id == matter_id), None)

    def choose(self, matter_id: int) -> bool:
        """Choose a matter if it is listed."""
        return self.listing.choose(matter_key(matter_id))

    def shown(self) -> tuple[int, ...]:
        """At most a hundred matters of the list, in its order."""
        return tuple(row.matter_id for row in self._rows[:MOST])

    def show_running(self, step: tuple[int, int, str] | None) -> None:
        """How far a run is; None when there is none."""
        for widget in (self.bar, self.step, self.stop):
            widget.setVisible(step is not None)
        self.all.setEnabled(step is None)
        if step is not None:
            done, total, words = step
            self.bar.setRange(0, max(total, 1))
            self.bar.setValue(done)
            self.step.setText(words)

    def _tell(self, _line: PaperLine) -> None:
        matter_id = self.current()
        if matter_id is not None:
            self.chosen.emit(matter_id)
