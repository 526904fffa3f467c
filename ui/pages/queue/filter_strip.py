"""The row of choices above the list: channel, first or repeat, status, handler, and the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.domain.contact import CHANNEL_TEXT, Channel
from app.domain.matter import STATUS_TEXT, MatterStatus
from app.domain.queue import QueueFilter, QueueSort, QueueView
from ui.style import scale
from ui.widgets.choice import Choice, Option
from ui.widgets.key_button import KeyButton, Kind

_CHANNEL_INITIALS = {
    Channel.VISIT: "lf",
    Channel.LETTER: "lx",
    Channel.CALL: "ld",
    Channel.FORWARDED: "jbzs",
    Channel.ONLINE: "wx",
}
_STATUS_INITIALS = {
    MatterStatus.REGISTERED: "dfl",
    MatterStatus.TRIAGED: "dpb",
    MatterStatus.GUIDED: "yyd",
    MatterStatus.LED_INTO: "ydrcx",
    MatterStatus.INSTRUCTED: "djb",
    MatterStatus.ASSIGNED: "dqs",
    MatterStatus.HANDLING: "blz",
    MatterStatus.SUPERVISED: "dbz",
    MatterStatus.EXTENSION_ASKED: "yqdp",
    MatterStatus.RETURN_ASKED: "thdp",
    MatterStatus.IN_REVIEW: "dsh",
    MatterStatus.AWAITING_REPLY: "ddf",
    MatterStatus.ANSWERED: "ydf",
    MatterStatus.SERVED: "ysd",
    MatterStatus.FOLLOWED_UP: "yhf",
    MatterStatus.CLOSURE_PROPOSED: "nzj",
    MatterStatus.CLOSURE_REPORTED: "ybzj",
    MatterStatus.CONCLUDED: "ybj",
    MatterStatus.CLOSED: "yzj",
    MatterStatus.FILED: "ygd",
    MatterStatus.VOID: "yzf",
}
_SORTS: tuple[tuple[QueueSort, bool, str, str], ...] = (
    (QueueSort.DUE, False, "期限先到在前", "qxxd"),
    (QueueSort.DUE, True, "期限后到在前", "qxhd"),
    (QueueSort.REGISTERED, True, "新登记在前", "xdj"),
    (QueueSort.REGISTERED, False, "早登记在前", "zdj"),
    (QueueSort.LATEST, True, "最近来过在前", "zjlg"),
    (QueueSort.REPEATS, True, "次数多在前", "csd"),
    (QueueSort.PETITIONER, False, "按信访人", "axfr"),
    (QueueSort.HANDLER, False, "按承办人", "acbr"),
    (QueueSort.LATEST, False, "最久没来在前", "zjml"),
    (QueueSort.REPEATS, False, "次数少在前", "css"),
    (QueueSort.PETITIONER, True, "按信访人，倒序", "axfrdx"),
    (QueueSort.HANDLER, True, "按承办人，倒序", "acbrdx"),
)
_DOWN_FIRST = frozenset({QueueSort.REGISTERED, QueueSort.LATEST, QueueSort.REPEATS})
ALL = "all"
FOUND_ORDER = "found"


class FilterStrip(QWidget):
    """Exact filters and the order. The order moves to a line of its own when there is no room beside the filters."""

    changed = Signal()
    """The clerk chose another filter or order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found = self._quiet = False
        self._kept: tuple[QueueSort, bool] = (QueueSort.DUE, False)
        self.channel, self.repeat = self._choice("渠道"), self._choice("初重")
        self.status, self.handler = self._choice("状态"), self._choice("承办")
        _fill(self.channel, "全部渠道", [Option(each, CHANNEL_TEXT[each], _CHANNEL_INITIALS[each]) for each in Channel])
        _fill(self.repeat, "不分初重", [Option("first", "只看初次", "zkcc"), Option("repeat", "只看重复", "zkcf")])
        statuses = [Option(each, STATUS_TEXT[each], _STATUS_INITIALS[each]) for each in MatterStatus]
        _fill(self.status, "全部状态", statuses)
        _fill(self.handler, "全部承办", [])
        self.order = self._choice("次序")
        self.order.set_options([Option((sort, down), words, keys) for sort, down, words, keys in _SORTS])
        self.order.set_value((QueueSort.DUE, False))
        self.filter_button = KeyButton("筛选", "Alt+S", Kind.QUIET, icon="filter")
        self.order_button = KeyButton("次序", "Alt+X", Kind.QUIET)
        self.filter_button.clicked.connect(self.channel.setFocus)
        self.order_button.clicked.connect(self.order.setFocus)
        self._filters = scale.row(spacing=6)
        self._filters.addWidget(self.filter_button)
        for choice in (self.channel, self.repeat, self.status, self.handler):
            self._filters.addWidget(choice, 1)
        self._orders = scale.row(spacing=6)
        self._orders.addWidget(self.order_button)
        self._orders.addWidget(self.order, 1)
        self._both: QBoxLayout = scale.row(self, spacing=8)
        self._both.addLayout(self._filters, 5)
        self._both.addLayout(self._orders, 2)
        for choice in (self.channel, self.repeat, self.status, self.handler, self.order):
            choice.value_changed.connect(self._tell)

    def _choice(self, name: str) -> Choice:
        choice = Choice(parent=self)
        choice.setAccessibleName(name)
        choice.setMinimumContentsLength(2)
        return choice

    def set_handlers(self, names: Sequence[Option]) -> None:
        """Offer these names of staff."""
        self._quiet = True
        _fill(self.handler, "全部承办", names)
        self._quiet = False

    def applied_to(self, view: QueueView, words: str) -> QueueFilter:
        """The filter for a view and words."""
        sort, descending = self.order.value() if self.order.value() != FOUND_ORDER else (QueueSort.DUE, False)
        repeat = self.repeat.value()
        return QueueFilter(
            view=view,
            words=words,
            channel=_chosen(self.channel),
            status=_chosen(self.status),
            handler=_chosen(self.handler) or "",
            repeat=None if repeat == ALL else repeat == "repeat",
            sort=sort,
            descending=descending,
        )

    def is_filtering(self) -> bool:
        """Whether any filter leaves something out."""
        return any(choice.value() != ALL for choice in self._exact())

    def clear(self) -> None:
        """Leave nothing out."""
        if not self.is_filtering():
            return
        self._quiet = True
        for choice in self._exact():
            choice.set_value(ALL)
        self._quiet = False
        self.changed.emit()

    def sort_by(self, sort: QueueSort) -> None:
        """Sort by a column; once more turns the order round."""
        now = self.order.value()
        down = not now[1] if now != FOUND_ORDER and now[0] is sort else sort in _DOWN_FIRST
        self.order.set_value((sort, down))

    def shown_sort(self) -> tuple[QueueSort, bool] | None:
        """The order in force, None for what words found, newest first."""
        value: tuple[QueueSort, bool] | str = self.order.value()
        return None if isinstance(value, str) else value

    def set_finding(self, finding: bool) -> None:
        """While words are searched the order begins with what was found, newest first; after that as it was."""
        if finding == self._found:
            return
        self._found = finding
        options = [Option((sort, down), words, keys) for sort, down, words, keys in _SORTS]
        self._quiet = True
        if finding:
            self._kept = self.order.value()
            self.order.set_options([Option(FOUND_ORDER, "新事项在前", "xsxzq"), *options])
            self.order.set_value(FOUND_ORDER)
        else:
            self.order.set_options(options)
            self.order.set_value(self._kept)
        self._quiet = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One line or two."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Arrange anew when something inside changed its size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """The wider of the two lines must fit."""
        return QSize(self._filters.minimumSize().width(), super().minimumSizeHint().height())

    def _tell(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def _arrange(self) -> None:
        need = self._filters.minimumSize().width() + self._orders.minimumSize().width() + self._both.spacing()
        way = QBoxLayout.Direction.LeftToRight if need <= self.width() else QBoxLayout.Direction.TopToBottom
        if way is not self._both.direction():
            self._both.setDirection(way)

    def _exact(self) -> tuple[Choice, ...]:
        return self.channel, self.repeat, self.status, self.handler


def _fill(choice: Choice, everything: str, options: Sequence[Option]) -> None:
    kept = choice.value()
    choice.set_options([Option(ALL, everything, "qb"), *options])
    if choice.value() is None:
        choice.set_value(ALL if kept is None or kept not in {option.value for option in options} else kept)


def _chosen(choice: Choice) -> Any:
    return None if choice.value() == ALL else choice.value()
