"""事项队列: the list of matters, due first, with search, filters and the chosen matter beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy

from app.domain.changes import Area
from app.domain.contact import Channel
from app.domain.queue import COUNT_CAP, PAGE_ROWS, QUEUE_VIEW_TEXT, QueueCounts, QueueFilter, QueueRow, QueueView
from app.services import queue, settings
from app.services.queue import FirstFound, QueueAnswer
from app.services.session import Session
from app.services.settings import Lists
from ui.models.queue_columns import COLUMNS, TRAITS
from ui.models.queue_model import Key
from ui.operations import LaneName, Operations
from ui.pages.page import Page
from ui.pages.queue.column_dialog import ColumnDialog
from ui.pages.queue.layout import PREFERENCE, Columns
from ui.pages.queue.list_card import ListCard
from ui.pages.queue.matter_panel import MatterPanel
from ui.pages.queue.reading import read
from ui.style import scale
from ui.widgets.choice import Option
from ui.widgets.line_edit import LineEdit
from ui.widgets.segment_bar import Segment, SegmentBar
from ui.widgets.side_panel import WithSidePanel

KEEP_AFTER_MS = 400
REST_AFTER_MS = 250
"""Typing has paused: the rest of what was found and the counts are read. Longer than between the keys of somebody who
types, shorter than it takes to look from the box to the list and read a row."""
BELOW_THE_VIEW = 3
"""Rows read with every key beyond those in view: a scroll bar shows that there are more."""
PLACEHOLDER = "姓名、拼音首字母、证件尾号、案号、诉求…  Ctrl+F"


class SearchBox(LineEdit):
    """Words to find. Down and Enter go to the list, Esc empties the box."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__(PLACEHOLDER)
        self.setAccessibleName("查找事项")
        self.setClearButtonEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the hint."""
        return QSize(scale.px(404), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few words."""
        return QSize(scale.px(240), super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave to the list, or empty."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and not self.is_empty():
            self.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class QueuePage(Page):
    """The list and the panel. A search looks in all matters until the box is empty again."""

    title = "事项队列"
    help_text = (
        "这里列出登记过的事项，在办的排在前面，期限先到的在最上面。在查找框里打姓名、拼音首字母、证件尾号、案号或诉求里的词，"
        "边打边找，查找范围是全部事项。选中一件，右边就是它的诉求、期限、经过、当事人和文书，可以记事、更正、作废和打印；"
        "同一个人写成两条记录的按 Alt+N 认定，标记算得不对的按 Alt+P 更改，都要写原因，都能撤回。"
        "证件号码、电话和住址平时遮住，需要时按 Alt+M 显示一个人的，每次查看完整证件号码都留记录。"
        "接待中的突发情况按 Alt+U 记在那次登记上，只写事实和见证人，由另一位同事复核，到期不再显示。"
    )
    interests = frozenset({Area.MATTERS, Area.CONTACTS, Area.DOCUMENTS, Area.SETTINGS, Area.CODES})
    more_keys = (
        ("Ctrl+F", "在列表里查找"),
        ("↑ ↓", "上一件、下一件"),
        ("Home / End", "第一件、列出的最后一件"),
        ("PgUp / PgDn", "上一屏、下一屏"),
        ("Enter", "从列表到详情，方向键上下翻看"),
        ("Esc", "从详情回列表；在查找框里清空查找"),
        ("Shift+↑ ↓", "选多件"),
        ("Ctrl+C", "复制所选各件，可贴到表格里"),
    )

    print_requested = Signal(int, object, object)
    """(matter id, :class:`~app.domain.paper.Form`, contact id or None)."""

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._ops, self._clock = ops, clock
        self._view = self._search_view = QueueView.OPEN
        self._words = ""
        self._round = 0
        self._answered = True
        self._only_first = False
        self._lists_wanted = True
        self._preferences_read = False
        self._pinned: int | None = None
        self.views = SegmentBar(
            [Segment(view.value, QUEUE_VIEW_TEXT[view], f"Alt+{place}") for place, view in enumerate(QueueView, 1)]
        )
        self.search = SearchBox()
        self.header.add(self.views)
        self.header.add_right(self.search)
        self.card = ListCard(lambda: clock().date(), self.refresh)
        self.panel = MatterPanel(ops, clock)
        self.split = WithSidePanel(
            self.card, self.panel, header=self.header, words="详情", key="Alt+Return", width=344, least=640
        )
        self.body.addWidget(self.split, 1)
        self.first = self.card.table
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_AFTER_MS)
        self._pausing = QTimer(self, singleShot=True, interval=REST_AFTER_MS)
        self._connect()

    def _connect(self) -> None:
        table, strip = self.card.table, self.card.strip
        self.views.chosen.connect(lambda value: self.show_view(QueueView(value)))
        self.search.textChanged.connect(self._search)
        self.search.entered.connect(self._enter_list)
        self._pausing.timeout.connect(self._read_rest)
        strip.changed.connect(self._filter)
        table.current_changed.connect(self._current_changed)
        table.activated.connect(lambda _index: self.open_panel())
        table.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.card.model.more_wanted.connect(self._read_more)
        self.card.columns_button.clicked.connect(self.choose_columns)
        self.card.visit_wanted.connect(lambda: self.go.emit("intake", Channel.VISIT))
        self.card.layout_of_columns.changed.connect(self._keeping.start)
        self._keeping.timeout.connect(self._keep_columns)
        self.panel.print_requested.connect(self.print_requested)
        self.panel.said.connect(self.say)
        self.panel.progress_wanted.connect(lambda matter_id: self.go.emit("progress", matter_id))
        self.panel.handling_wanted.connect(lambda matter_id: self.go.emit("handling", matter_id))
        self.panel.left.connect(self.back_to_list)
        self._ops.busy.connect(self._busy)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(self.focus_search)

    def refresh(self) -> None:
        """Read the list, the counts and the matter shown; rows chosen stay chosen."""
        if not self._preferences_read:
            self._preferences_read = True
            now = self._clock()
            self._ops.write(self, lambda session: settings.preferences(session, now), done=self._use_preferences)
        if self._lists_wanted:
            self._lists_wanted = False
            today = self._clock().date()
            self._ops.read(self, lambda session: settings.lists(session, today), done=self._use_lists)
        self._read()
        self.panel.refresh()

    def accept_change(self, change: Any) -> None:
        """Pick lists are read again only when they changed."""
        if change.areas & {Area.SETTINGS, Area.CODES}:
            self._lists_wanted = True
        super().accept_change(change)

    def before_close(self) -> None:
        """Keep the columns."""
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep_columns()

    def open_at(self, what: object) -> None:
        """Show a matter (its id), or find words."""
        if isinstance(what, int):
            self.show_matter(what)
        elif isinstance(what, str):
            self.search.setText(what)
            self.finish_typing()
            self.focus_search()

    def matter_in_hand(self) -> int | None:
        """The matter of the panel."""
        return self.panel.matter_id

    def show_matter(self, matter_id: int) -> None:
        """Choose a matter in the list and show it beside, also when the list does not hold it now."""
        self._pinned = matter_id
        self.panel.show_matter(matter_id)
        if self.card.table.select((), matter_id):
            self._pinned = None

    def show_view(self, view: QueueView) -> None:
        """Turn to a view; while words are searched, search in it."""
        if self._words:
            self._search_view = view
        else:
            self._view = view
        self.views.choose(view.value)
        self._start_over()

    def focus_search(self) -> None:
        """Put the focus into the search box, its words chosen."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def open_panel(self) -> None:
        """Turn the keys to the panel; unfold it where there is no room beside the list."""
        if self.split.is_folded() and not self.panel.isVisible():
            self.split.button.click()
        self.panel.area.setFocus()

    def back_to_list(self) -> None:
        """Turn the keys to the list; fold the panel where it took the list's place."""
        if self.split.is_folded() and self.panel.isVisible():
            self.split.button.click()
        self.card.table.setFocus()

    def choose_columns(self) -> None:
        """Open the window for columns."""
        layout = self.card.layout_of_columns
        dialog = ColumnDialog(layout.columns, layout.crowded_out, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def take(columns: Columns) -> None:
            layout.set_columns(columns)
            dialog.set_crowded(layout.crowded_out)
            self._keeping.start()

        dialog.changed.connect(take)
        dialog.open()

    def set_compact(self, compact: bool) -> None:
        """Low rows or comfortable ones, as chosen in the settings, which keep the choice."""
        layout = self.card.layout_of_columns
        layout.set_columns(replace(layout.columns, compact=compact))

    def wanted(self) -> QueueFilter:
        """What the list is asked for now."""
        view = self._search_view if self._words else self._view
        return self.card.strip.applied_to(view, self._words)

    def _search(self, typed: str) -> None:
        words = typed.strip()
        if words == self._words:
            return
        if words and not self._words:
            self._search_view = QueueView.ALL
        self._words = words
        self.card.strip.set_finding(bool(words))
        self.views.choose((self._search_view if words else self._view).value)
        self._start_over()

    def _filter(self) -> None:
        self._start_over()

    def _sort_by(self, section: int) -> None:
        sort = TRAITS[COLUMNS[section]].sort
        if sort is not None:
            self.card.strip.sort_by(sort)

    def _start_over(self) -> None:
        """Another list begins at its top, with the matter shown before chosen if it is in it."""
        self._pinned = None
        if self._words and self.card.strip.shown_sort() is None:
            self._read_first()
        else:
            self._read(from_top=True)

    def _read_first(self) -> None:
        """With every key only what is seen at once; everything else when the typing pauses."""
        self._round += 1
        self._answered, self._only_first = False, True
        self._pausing.stop()
        wanted, today = self.wanted(), self._clock().date()
        most = self.card.table.rows_in_view() + BELOW_THE_VIEW
        self._ops.read(
            self,
            lambda session, progress: queue.first_found(session, wanted, today, progress, most),
            done=lambda found: self._show_first(wanted, found),
            always=self._settle,
            supersede="queue",
        )

    def _show_first(self, wanted: QueueFilter, found: FirstFound) -> None:
        self._answered = True
        self._put(found.rows, None, from_top=True)
        self.card.show_first(wanted, found.counts)
        self._follow(later=True)
        self._pausing.start()

    @property
    def is_answered(self) -> bool:
        """Whether the list shows what it was asked for last, be it only the beginning."""
        return self._answered

    def finish_typing(self) -> None:
        """Nothing is left for later: read the rest of what was found, the counts and the matter beside."""
        if self._only_first:
            self._read(from_top=not self._answered)
        self.panel.read_now()

    def _enter_list(self) -> None:
        self.finish_typing()
        self.card.table.setFocus()

    def _read_rest(self) -> None:
        """The typing paused: read what was left out; the matter beside comes a little later still."""
        self._read(later=True)

    def _read(self, *, from_top: bool = False, later: bool = False) -> None:
        self._round += 1
        self._answered = self._only_first = False
        self._pausing.stop()
        wanted, today = self.wanted(), self._clock().date()
        at_least = PAGE_ROWS if from_top else self.card.model.rowCount()
        sort = self.card.strip.shown_sort()
        found_sort = sort[0] if sort is not None and wanted.words else None
        self._ops.read(
            self,
            lambda session, progress: read(session, wanted, today, at_least, found_sort, progress),
            done=lambda answer: self._show(wanted, answer, from_top=from_top, later=later),
            always=self._settle,
            supersede="queue",
        )

    def _show(self, wanted: QueueFilter, answer: QueueAnswer, *, from_top: bool, later: bool) -> None:
        self._answered = True
        self._put(answer.page.rows, answer.page.next_key, from_top=from_top)
        self.card.show_answer(wanted, answer.counts)
        self._show_counts(answer.counts)
        row = self.card.table.current_row()
        if not later or row is None or row.matter_id != self.panel.matter_id:
            self._follow(later=later)

    def _put(self, rows: tuple[QueueRow, ...], next_key: Key | None, *, from_top: bool) -> None:
        """Put rows into the list, which stays where it was or begins at its top."""
        table, model = self.card.table, self.card.model
        bar = table.verticalScrollBar()
        chosen, current, stood = table.selected_ids(), table.current_row(), bar.value()
        place, in_view = table.currentIndex().row(), table.current_in_view()
        table.blockSignals(True)
        if not model.replace(rows, next_key) and self._pinned is not None:
            table.selectionModel().clear()
        self._choose_again(chosen, current, place, from_top=from_top)
        table.blockSignals(False)
        if from_top:
            table.scrollToTop()
        else:
            bar.setValue(stood)
        if table.current_in_view() if from_top else in_view:
            table.bring_current_back()

    def _choose_again(self, chosen: tuple[int, ...], current: QueueRow | None, place: int, *, from_top: bool) -> None:
        """The same matters as before; where they are gone, the one now in that place, or the first."""
        table, model = self.card.table, self.card.model
        if self._pinned is not None:
            if table.select((), self._pinned):
                self._pinned = None
            return
        if current is not None and table.select(chosen, current.matter_id):
            return
        shown = self.panel.matter_id
        if shown is not None and table.select((), shown):
            return
        if model.rowCount():
            table.selectRow(0 if from_top or place < 0 else min(place, model.rowCount() - 1))

    def _follow(self, *, later: bool = False) -> None:
        """Show the current row's matter beside, unless another one was asked for by id."""
        if self._pinned is None:
            self._current_changed(self.card.table.current_row(), later=later)

    def _current_changed(self, row: QueueRow | None, *, later: bool = False) -> None:
        if row is not None:
            self._pinned = None
        self.panel.show_matter(None if row is None else row.matter_id, later=later)

    def _show_counts(self, counts: QueueCounts) -> None:
        for view in QueueView:
            count = counts.by_view.get(view, 0)
            self.views.set_count(view.value, count)
            if count >= COUNT_CAP:
                button = self.views.button(view.value)
                button.setText(f"{QUEUE_VIEW_TEXT[view]} {COUNT_CAP}+")
                button.updateGeometry()

    def _settle(self) -> None:
        if not self._answered:
            self.card.show_failed()

    def _read_more(self, after: Key) -> None:
        wanted, today, asked_in = self.wanted(), self._clock().date(), self._round
        model = self.card.model

        def take(page: Any) -> None:
            if asked_in == self._round:
                model.append(page.rows, page.next_key, after)

        self._ops.read(
            self,
            lambda session: queue.next_page(session, wanted, today, after),
            done=take,
            always=lambda: model.give_up(after),
        )

    def _busy(self, lane: LaneName, busy: bool) -> None:
        if busy and lane is LaneName.READ:
            self.card.show_loading()

    def _use_lists(self, lists: Lists) -> None:
        self.panel.set_lists(lists)
        names = dict.fromkeys(one.name for one in lists.staff)
        self.card.strip.set_handlers([Option(name, name) for name in names])

    def _use_preferences(self, kept: dict[str, Any]) -> None:
        columns = kept.get(PREFERENCE)
        if isinstance(columns, dict) and not self._keeping.isActive():
            self.card.layout_of_columns.set_columns(Columns.of_preference(columns))

    def _keep_columns(self) -> None:
        columns, now = self.card.layout_of_columns.columns.as_preference(), self._clock()
        self._ops.write(self, lambda session: settings.keep_preference(session, PREFERENCE, columns, now))
