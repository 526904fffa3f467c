"""Several matters answer to the words: large, told apart by day and number, one of them to choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.contact import CHANNEL_TEXT
from app.domain.progress_answer import ProgressChoice
from ui.style import scale, theme

_Index = QModelIndex | QPersistentModelIndex
_CHOICE = Qt.ItemDataRole.UserRole


class _Choices(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices: tuple[ProgressChoice, ...] = ()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.choices)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        choice = self.choices[index.row()]
        if role == _CHOICE:
            return choice
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "，".join(_lines(choice))
        return None

    def replace(self, choices: Sequence[ProgressChoice]) -> None:
        self.beginResetModel()
        self.choices = tuple(choices)
        self.endResetModel()


def _lines(choice: ProgressChoice) -> tuple[str, str]:
    """Whose matter, and since when under which number; what it is about stands only on the one chosen."""
    day = choice.registered_on
    registered = f"{day.year}年{day.month}月{day.day}日{CHANNEL_TEXT[choice.channel] if choice.channel else ''}登记"
    return f"{choice.name}　{registered}", f"编号尾号 {choice.number_end}" if choice.number_end else ""


class _CandidateDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        choice, colours, listing = index.data(_CHOICE), theme.tokens(), option.widget  # type: ignore[attr-defined]
        place = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if listing.currentIndex() == index:
            painter.setPen(QPen(QColor(colours.focus), colours.focus_width))
            painter.setBrush(QColor(colours.tint))
            painter.drawRoundedRect(place.adjusted(2, 2, -3, -3), 6, 6)
        inside = place.adjusted(scale.gap(14), scale.gap(6), -scale.gap(14), -scale.gap(6))
        half = inside.height() // 2
        first, second = _lines(choice)
        for top, words, bold, ink in ((0, first, True, colours.text), (half, second, False, colours.muted)):
            painter.setFont(theme.small_font(scale.LARGE, bold=bold))
            painter.setPen(QColor(ink))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
            line = QRect(inside.left(), inside.top() + top, inside.width(), half)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(scale.px(200), 2 * scale.px(30) + 2 * scale.gap(6))


class Candidates(QListView):
    """At most five. Enter or a click opens one."""

    opened = Signal(int)
    """The matter chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = _Choices(self)
        self.setModel(self._choices)
        self.setItemDelegate(_CandidateDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("找到的事项，方向键选择，回车打开")
        self.clicked.connect(lambda index: self.opened.emit(self._choices.choices[index.row()].matter_id))

    def show_choices(self, choices: Sequence[ProgressChoice]) -> None:
        """Offer these, the first chosen."""
        self._choices.replace(choices)
        self.setCurrentIndex(self._choices.index(0, 0))

    def choices(self) -> tuple[ProgressChoice, ...]:
        """What is offered."""
        return self._choices.choices

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(self._choices.choices[index.row()].matter_id)
        else:
            super().keyPressEvent(event)
