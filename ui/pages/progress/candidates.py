"""Several matters answer to the words: masked, large, one of them to choose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.progress_answer import ProgressAnswer
from ui.style import scale, theme

_Index = QModelIndex | QPersistentModelIndex
_ANSWER = Qt.ItemDataRole.UserRole


class _Answers(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.answers: tuple[ProgressAnswer, ...] = ()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.answers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        answer = self.answers[index.row()]
        if role == _ANSWER:
            return answer
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{answer.name}，{answer.number}，{answer.matter}"
        return None

    def replace(self, answers: Sequence[ProgressAnswer]) -> None:
        self.beginResetModel()
        self.answers = tuple(answers)
        self.endResetModel()


class _CandidateDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        answer, colours, listing = index.data(_ANSWER), theme.tokens(), option.widget  # type: ignore[attr-defined]
        place = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if listing.currentIndex() == index:
            painter.setPen(QPen(QColor(colours.focus), colours.focus_width))
            painter.setBrush(QColor(colours.tint))
            painter.drawRoundedRect(place.adjusted(2, 2, -3, -3), 6, 6)
        inside = place.adjusted(scale.gap(14), scale.gap(6), -scale.gap(14), -scale.gap(6))
        half = inside.height() // 2
        for top, words, bold, ink in (
            (0, f"{answer.name}　{answer.number}", True, colours.text),
            (half, answer.matter, False, colours.muted),
        ):
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
        self._answers = _Answers(self)
        self.setModel(self._answers)
        self.setItemDelegate(_CandidateDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("找到的事项，方向键选择，回车打开")
        self.clicked.connect(lambda index: self.opened.emit(self._answers.answers[index.row()].matter_id))

    def show_answers(self, answers: Sequence[ProgressAnswer]) -> None:
        """Offer these, the first chosen."""
        self._answers.replace(answers)
        self.setCurrentIndex(self._answers.index(0, 0))

    def answers(self) -> tuple[ProgressAnswer, ...]:
        """What is offered."""
        return self._answers.answers

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(self._answers.answers[index.row()].matter_id)
        else:
            super().keyPressEvent(event)
