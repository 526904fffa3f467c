"""The left card of the dossier page: matters to bind, bound, on loan, lists for the committee; and binding many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QAbstractItemView, QProgressBar, QSizePolicy, QStackedWidget, QWidget

from app.domain.dossier import DossierRow, DossierState
from app.services.appraisal import DisposalList
from app.services.print_run import PrintRun
from ui.pages.dossier.lines import list_key, list_line, matter_key, matter_line, run_words
from ui.pages.paper.line_list import LineList
from ui.pages.paper.lines import PaperLine
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit
from ui.widgets.segment_bar import Segment, SegmentBar
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

TO_BIND, BOUND, ON_LOAN, APPRAISAL = "to_bind", "bound", "on_loan", "appraisal"
VIEWS = {
    TO_BIND: (DossierState.TO_BIND,),
    BOUND: (DossierState.BOUND, DossierState.FILED),
    ON_LOAN: (DossierState.ON_LOAN,),
    APPRAISAL: (),
}
VIEW_TEXT = {TO_BIND: "待装订", BOUND: "已装订", ON_LOAN: "借出", APPRAISAL: "鉴定"}
NOTHING = {
    TO_BIND: "没有等着装订的事项。事项办结以后，会自动出现在这里。",
    BOUND: "还没有装订好的卷宗。先到“待装订”里选一件，按装订打印。",
    ON_LOAN: "没有借出的卷宗。",
    APPRAISAL: "还没有鉴定清单。按“列出期满卷宗”，把保管期满的列成一份清单，由鉴定委员会逐卷决定。",
}
NOT_FOUND = "没有找到。可以按编号、姓名、档号或盒号查找，也可以扫封面上的二维码或条码。"
MOST = 100


class ListCard(Card):
    """Choosing a dossier."""

    chosen = Signal(int)
    """The matter moved to."""
    list_chosen = Signal(int)
    """The committee's list moved to."""
    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=18)
        self._running = False
        self._rows: tuple[DossierRow, ...] = ()
        self._lists: tuple[DisposalList, ...] = ()
        names = enumerate(VIEW_TEXT.items(), 1)
        self.views = SegmentBar([Segment(view, words, f"Alt+{place}") for place, (view, words) in names], per_line=2)
        self.search = LineEdit("编号、姓名、档号、盒号，或扫码", longest=60)
        self.search_field = Field("查找", self.search, hint="按 Enter 查找，各列表都找")
        self.listing = LineList("卷宗列表")
        self.listing.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.print_all = KeyButton("全部打印", "Alt+L")
        self.all = KeyButton("全部存到文件夹", "Alt+A")
        self.stop = KeyButton("停下", "Alt+K")
        self.register = KeyButton("归档登记簿", "Alt+R")
        self.hand_over = KeyButton("移交清单", "Alt+Y")
        self.due = KeyButton("催还清单", "Alt+T")
        self.propose = KeyButton("列出期满卷宗", "Alt+I")
        self.unfinished = Notice("", Tone.SOON)
        self.go_on = KeyButton("接着打", "Alt+C")
        self.came_out = KeyButton("这份已打全，打下一份", "Alt+W")
        self.give_up = KeyButton("不再接着打", "Alt+Q")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.step = text_label("", "small", wrap=True)
        self._empty = EmptyState(NOTHING[TO_BIND], "dossier")
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.listing)
        self._build()
        self.show_running(None)
        self.show_unfinished(None)
        self.views.chosen.connect(lambda _value: self.view_changed.emit())
        self.listing.chosen.connect(self._tell)
        self.listing.selectionModel().selectionChanged.connect(lambda *_: self._name_many())

    def view(self) -> str:
        """The list shown."""
        return self.views.value()

    def turn_to(self, view: str) -> None:
        """Show another list, as its key does."""
        self.views.choose(view)
        self.view_changed.emit()

    def show_lists(self, lists: Sequence[DisposalList]) -> None:
        """Show the lists for the committee; the one chosen stays chosen."""
        self._rows, self._lists = (), tuple(lists)
        self.listing.show_lines([list_line(one) for one in lists])
        self._show(bool(lists), NOTHING[APPRAISAL])

    def show_rows(self, rows: Sequence[DossierRow], today: date) -> None:
        """Show these; the one chosen stays chosen."""
        marked = set(self.marked())
        self._rows, self._lists = tuple(rows), ()
        self.listing.show_lines([matter_line(row, today) for row in rows])
        selection = self.listing.selectionModel()
        for place, row in enumerate(rows):
            if row.matter_id in marked:
                selection.select(self.listing.lines.index(place, 0), QItemSelectionModel.SelectionFlag.Select)
        self._show(bool(rows), NOT_FOUND if self.search.text().strip() else NOTHING[self.view()])

    def current(self) -> int | None:
        """The matter chosen."""
        line = self.listing.current()
        return next((row.matter_id for row in self._rows if line and matter_key(row.matter_id) == line.key), None)

    def row(self, matter_id: int) -> DossierRow | None:
        """The line of a matter."""
        return next((row for row in self._rows if row.matter_id == matter_id), None)

    def current_list(self) -> int | None:
        """The committee's list chosen."""
        line = self.listing.current()
        return next((one.list_id for one in self._lists if line and list_key(one.list_id) == line.key), None)

    def choose_list(self, list_id: int) -> bool:
        """Choose a list for the committee if it is shown."""
        return self.listing.choose(list_key(list_id))

    def choose(self, matter_id: int) -> bool:
        """Choose a matter if it is listed."""
        return self.listing.choose(matter_key(matter_id))

    def marked(self) -> tuple[int, ...]:
        """The matters marked with Ctrl or Shift, in the order of the list; none unless there are several."""
        rows = sorted(index.row() for index in self.listing.selectionModel().selectedIndexes())
        marked = tuple(self._rows[row].matter_id for row in rows if row < len(self._rows))
        return marked if len(marked) > 1 else ()

    def shown(self) -> tuple[int, ...]:
        """The marked matters, otherwise all of the list; at most a hundred, in its order."""
        return (self.marked() or tuple(row.matter_id for row in self._rows))[:MOST]

    def show_running(self, step: tuple[int, int, str] | None) -> None:
        """How far a run is; None when there is none."""
        for widget in (self.bar, self.step, self.stop):
            widget.setVisible(step is not None)
        self._running = step is not None
        for button in (self.all, self.print_all):
            button.setEnabled(step is None)
        if step is not None:
            done, total, words = step
            self.bar.setRange(0, max(total, 1))
            self.bar.setValue(done)
            self.step.setText(words)

    def show_unfinished(self, run: PrintRun | None) -> None:
        """A printing run that was stopped: how far it is, why, and ways to go on."""
        self.unfinished.set_words(run_words(run) if run else "")
        for widget in (self.unfinished, self._going_on):
            widget.setVisible(run is not None)
        into_folder = run is not None and bool(run.folder)
        self.go_on.setText("接着做" if into_folder else "接着打")
        self.give_up.setText("不再接着做" if into_folder else "不再接着打")
        for button in (self.go_on, self.give_up):
            button.updateGeometry()
        self.came_out.setVisible(run is not None and run.under_way is not None)

    def _build(self) -> None:
        for widget in (self.views, self.search_field):
            self.add(widget)
        self.add(self._stack, 1)
        for part in (self.step, self.bar, self.stop, self.unfinished):
            self.add(part)
        self._going_on = FieldGrid(columns=2, least=160)
        for button in (self.go_on, self.give_up):
            self._going_on.add(button)
        self._going_on.add(self.came_out, span=2)
        self.add(self._going_on)
        self._many = FieldGrid(columns=2, least=160)
        for button in (self.print_all, self.all):
            self._many.add(button)
        self.add(self._many)
        self._papers = FieldGrid(columns=2, least=160)
        for button in (self.register, self.hand_over):
            self._papers.add(button)
        self.add(self._papers)
        self.add(self.due)
        self.add(self.propose)
        self._stack.setMinimumHeight(scale.px(4 * 56))

    def _show(self, some: bool, otherwise: str) -> None:
        view = self.view()
        self._empty.say(otherwise, "dossier")
        if not some and self.listing.hasFocus():
            self.search.setFocus()  # else the focus would leave the page with the list
        self._stack.setCurrentIndex(1 if some else 0)
        self._many.setVisible(view == TO_BIND)
        self._papers.setVisible(view == BOUND)
        self.due.setVisible(view == ON_LOAN)
        self.propose.setVisible(view == APPRAISAL)
        self.search_field.setVisible(view != APPRAISAL)
        for button in (self.all, self.print_all):
            button.setEnabled(some and not self._running)
        self._name_many()

    def _name_many(self) -> None:
        """Say on the buttons how many they are for."""
        marked = len(self.marked())
        for button, words in ((self.print_all, "打印"), (self.all, "存到文件夹")):
            button.setText(f"{words}选中的 {marked} 份" if marked else f"全部{words}")
            button.updateGeometry()

    def _tell(self, _line: PaperLine) -> None:
        matter_id, list_id = self.current(), self.current_list()
        if matter_id is not None:
            self.chosen.emit(matter_id)
        elif list_id is not None:
            self.list_chosen.emit(list_id)
