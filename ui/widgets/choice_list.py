"""The list that a choice opens. Loaded when one is opened first: its Qt classes cost every start 4 ms."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.style import scale, theme


class ChoiceList(QListView):
    """The options beneath one another."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(_OptionDelegate(self))


class _OptionDelegate(QStyledItemDelegate):
    """Draws the words and, for the first nine, the figure that chooses them."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = theme.tokens()
        place = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        chosen = index.row() == self._view.currentIndex().row()
        if chosen:
            painter.fillRect(place, QColor(colours.focus if colours.heavy else colours.tint))
        ink = QColor(colours.ground if chosen and colours.heavy else colours.text)
        painter.setPen(ink)
        painter.setFont(theme.small_font(scale.BASE))
        inside = place.adjusted(scale.gap(10), 0, -scale.gap(10), 0)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), words)
        if index.row() < 9:
            painter.setFont(theme.small_font(scale.KEY))
            painter.setPen(ink if colours.heavy else QColor(colours.faint))
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(inside, int(right), str(index.row() + 1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width() + scale.px(40), scale.px(34))
