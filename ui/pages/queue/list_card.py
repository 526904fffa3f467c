"""The card with the list: filters, rows or why there are none, and the line of counts beneath."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.contact import CHANNEL_TEXT, Channel
from app.domain.queue import COUNT_CAP, QUEUE_VIEW_TEXT, QueueCounts, QueueFilter, QueueView
from app.domain.work_calendar import built_in_calendar
from ui.models.queue_model import QueueModel
from ui.pages.queue.filter_strip import FilterStrip
from ui.pages.queue.layout import ColumnLayout
from ui.pages.queue.table import QueueTable
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import ElidedLabel

EMPTY_TEXT = {
    QueueView.OPEN: "没有在办事项。按 F1 登记来访。",
    QueueView.TODAY: "今天还没有登记。按 F1 登记来访。",
    QueueView.DUE_SOON: "七天内没有到期的事项。按 Alt+1 看全部在办。",
    QueueView.ALL: "登记库里还没有事项。按 F1 登记来访。",
}
LEAST_HEIGHT = 320
REST_COMING = "先列出最新 {} 件，其余正在读取"
REST_FAILED = "只列出最新 {} 件，其余没有读到，请再查一次"
LOADING = "正在读取事项…"
FAILED = "没有读到事项列表，登记库没有改动。请再读一次；若仍不行，请联系管理员。"


class ListCard(Card):
    """Filters on top, rows in the middle, counts at the bottom."""

    visit_wanted = Signal()
    """Nothing is listed, and the clerk wants to register a visit."""

    def __init__(
        self, today: Callable[[], date], read_again: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent, margin=12)
        self.strip = FilterStrip()
        self.model = QueueModel(today, built_in_calendar(), self)
        self.table = QueueTable(self.model)
        self.layout_of_columns = ColumnLayout(self.table)
        self.empty = EmptyState()
        self._register = self.empty.offer("登记来访", self.visit_wanted.emit)
        self.loading = EmptyState()
        self.failed = EmptyState(FAILED, "warning")
        self.failed.offer("再读一次", read_again, "Alt+A")
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        for place in (self.table, self.empty, self.loading, self.failed):
            self._stack.addWidget(place)
        self.footer = ElidedLabel("", "small")
        self.strip_button = KeyButton("筛选", "Alt+V", Kind.QUIET, icon="filter")
        self.strip_button.clicked.connect(self._toggle_strip)
        self._strip_open = False
        self.clear_button = KeyButton("清除筛选", "Alt+Q", Kind.QUIET)
        self.columns_button = KeyButton("列", "Alt+L", Kind.QUIET)
        self.clear_button.clicked.connect(self.strip.clear)
        self.clear_button.hide()
        bottom = scale.row(spacing=8, margins=(6, 0, 0, 0))
        bottom.addWidget(self.footer, 1)
        bottom.addWidget(self.strip_button)
        bottom.addWidget(self.clear_button)
        bottom.addWidget(self.columns_button)
        self.body.setSpacing(0)
        scale.fill(self.body, (self.strip,))
        self.body.addWidget(self._stack, 1)
        self.body.addLayout(bottom)
        self._fit_strip()
        self._answer: tuple[QueueFilter, QueueCounts] | None = None
        self._rest = ""
        self.table.selected_count.connect(self._write_footer)
        self.model.rowsInserted.connect(self._write_footer)

    def show_first(self, wanted: QueueFilter, counts: QueueCounts | None) -> None:
        """The rows in the model begin the answer to this filter; without counts there are more, not read yet."""
        self.show_answer(wanted, counts or QueueCounts(self.model.rowCount(), capped=False))
        if counts is None:
            self._rest = REST_COMING
            self._write_footer()

    def show_answer(self, wanted: QueueFilter, counts: QueueCounts) -> None:
        """The rows in the model answer this filter: show them, or say that there are none."""
        self._answer = wanted, counts
        self._rest = ""
        self.clear_button.setVisible(self.strip.is_filtering())
        sort = self.strip.shown_sort()
        self.model.show_sort(sort[0] if sort else None, descending=bool(sort and sort[1]))
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.table)
        else:
            self.empty.say(self._why_empty(wanted), "search" if wanted.words else "empty")
            self._register.setVisible(not wanted.words and not self.strip.is_filtering())
            self._stack.setCurrentWidget(self.empty)
        self._write_footer()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give low windows and large text their rows."""
        super().resizeEvent(event)
        self._fit_strip()

    def changeEvent(self, event: QEvent) -> None:
        """Give low windows and large text their rows."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_strip_open"):
            self._fit_strip()

    def _toggle_strip(self) -> None:
        self._strip_open = not self._strip_open
        self._fit_strip()
        (self.strip.channel if self._strip_open else self.table).setFocus()

    def _fit_strip(self) -> None:
        """The filters fold under a button where they would leave hardly any rows."""
        is_low = self.height() < scale.px(LEAST_HEIGHT)
        self.strip_button.setVisible(is_low)
        self.strip_button.setText("收起筛选" if self._strip_open else "筛选")
        self.strip_button.updateGeometry()
        self.strip.setVisible(self._strip_open or not is_low)

    def show_loading(self) -> None:
        """The first rows take their time."""
        if self._answer is None:
            self.loading.show_loading(LOADING)
            self._stack.setCurrentWidget(self.loading)

    def show_failed(self) -> None:
        """Nothing could be read; rows already here stay."""
        if self._rest:
            self._rest = REST_FAILED
            self._write_footer()
        if self._answer is None or not self.model.rowCount():
            self._stack.setCurrentWidget(self.failed)

    def shown(self) -> QWidget:
        """The table, or what stands in its place."""
        return self._stack.currentWidget()

    def _why_empty(self, wanted: QueueFilter) -> str:
        if wanted.words and self.strip.is_filtering():
            return f"这些筛选条件下没有找到“{wanted.words}”。按 Alt+Q 清除筛选再找。"
        if wanted.words:
            return f"没有找到“{wanted.words}”。请少打几个字，或改用拼音首字母、证件尾号；按 Esc 清空查找。"
        if self.strip.is_filtering():
            return "这些筛选条件下没有事项。按 Alt+Q 清除筛选。"
        return EMPTY_TEXT[wanted.view]

    def _write_footer(self) -> None:
        if self._answer is None:
            return
        wanted, counts = self._answer
        self.footer.setText("　".join(filter(None, self._footer_parts(wanted, counts))))

    def _footer_parts(self, wanted: QueueFilter, counts: QueueCounts) -> list[str]:
        if not counts.matching:
            return []
        more = "+" if counts.capped else ""
        sums = "、".join(
            f"{CHANNEL_TEXT[channel]} {counts.by_channel[channel]}"
            for channel in Channel
            if counts.by_channel.get(channel)
        )
        if counts.capped and not wanted.words:
            sums = f"前 {COUNT_CAP} 件中{sums}"
        parts = [self._rest.format(self.model.rowCount()) or f"{self.model.rowCount()} / {counts.matching}{more} 件"]
        selected = len(self.table.chosen_places())
        if selected > 1:
            parts.append(f"已选 {selected} 件，Ctrl+C 复制")
        if wanted.words:
            parts.append(f"在“{QUEUE_VIEW_TEXT[wanted.view]}”里查找“{wanted.words}”")
            if counts.capped:
                parts.append("只列出最新的一部分，请再多打几个字")
        return [*parts, sums]
