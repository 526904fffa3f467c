"""经过: what happened in a matter, newest first, one sentence an entry, the day beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.style import scale, theme
from ui.widgets.tone import Tone

_Index = QModelIndex | QPersistentModelIndex
_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Entry:
    """One sentence, the day in words, and the colour of its dot; ``note`` stands beneath in small type."""

    sentence: str
    day: str
    tone: Tone = Tone.PLAIN
    note: str = ""


class _Entries(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == _ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "，".join(part for part in (entry.day, entry.sentence, entry.note) if part)
        return None

    def replace(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        entry, colours = index.data(_ENTRY), theme.tokens()
        place = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.focus), colours.focus_width))
            painter.drawRoundedRect(place.adjusted(1, 1, -2, -2), 6, 6)
        dot = QPointF(place.left() + scale.px(7), place.top() + scale.gap(4) + scale.px(11))
        if index.row() < index.model().rowCount() - 1:
            painter.setPen(QPen(QColor(colours.line), max(1, colours.line_width)))
            painter.drawLine(dot, QPointF(dot.x(), place.bottom() + scale.px(12)))
        ink = colours.muted if entry.tone is Tone.PLAIN else entry.tone.ink(colours)
        painter.setPen(QPen(QColor(colours.surface), scale.px(3)))
        painter.setBrush(QColor(ink))
        painter.drawEllipse(dot, scale.px(6), scale.px(6))
        for words, font, top, height in self._lines(entry):
            painter.setFont(font)
            painter.setPen(QColor(colours.text if font.pixelSize() == scale.px(scale.BASE) else colours.muted))
            box = QRect(place.left() + self._indent(), place.top() + top, self._room(), height)
            painter.drawText(box, int(Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap), words)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        _words, _font, top, height = self._lines(index.data(_ENTRY))[-1]
        return QSize(self._view.viewport().width(), top + height + scale.gap(4))

    @staticmethod
    def _indent() -> int:
        return scale.px(18)

    def _room(self) -> int:
        return max(self._view.viewport().width() - self._indent() - 4, scale.px(80))

    def _lines(self, entry: Entry) -> list[tuple[str, Any, int, int]]:
        """Words, font, top and height of each part."""
        lines = []
        top = scale.gap(4)
        for words, size in ((entry.sentence, scale.BASE), (entry.note, scale.SMALL), (entry.day, scale.SMALL)):
            if not words:
                continue
            font = theme.small_font(size)
            flags = int(Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap)
            height = QFontMetrics(font).boundingRect(QRect(0, 0, self._room(), 100_000), flags, words).height()
            lines.append((words, font, top, height))
            top += height
        return lines


class Timeline(QListView):
    """A list of entries. It scrolls by pixels, wraps long sentences, and is painted, so hundreds cost nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self._model = _Entries(self)
        self.setModel(self._model)
        self.setItemDelegate(_EntryDelegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName("经过")

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these, newest first as given."""
        self._model.replace(entries)

    def entries(self) -> tuple[Entry, ...]:
        """What is shown."""
        return self._model.entries

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()
