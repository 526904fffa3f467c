"""The window in which columns are chosen, ordered and made wider or narrower, all by keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.models.queue_columns import TRAITS, Column
from ui.pages.queue.layout import Columns
from ui.style import scale, theme
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tick import Tick, paint_tick

_STEP = 16
_LINE = 30
_Index = QModelIndex | QPersistentModelIndex
_COLUMN = Qt.ItemDataRole.UserRole
_ALWAYS = Column.PETITIONER


class _ColumnDelegate(QStyledItemDelegate):
    """A column's tick, its name, and at the right its width."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours = theme.tokens()
        place = QRect(option.rect)  # type: ignore[attr-defined]
        listing = option.widget  # type: ignore[attr-defined]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(place, QColor(colours.tint))
            painter.setPen(QPen(QColor(colours.focus if colours.heavy else colours.tint), colours.focus_width))
            painter.drawRect(place.adjusted(1, 1, -2, -2))
        side = scale.px(20)
        box = QRect(place.left() + scale.gap(6), place.center().y() - side // 2, side, side)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        paint_tick(painter, box, listing.devicePixelRatioF(), ticked=ticked, focused=False)
        words, _space, width = str(index.data()).partition("　")
        inside = place.adjusted(box.right() + scale.gap(8) - place.left(), 0, -scale.gap(10), 0)
        painter.setPen(QColor(colours.text))
        painter.setFont(theme.small_font(scale.BASE))
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.setPen(QColor(colours.muted))
        painter.setFont(theme.small_font())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), width)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        return QSize(scale.px(200), scale.px(_LINE))


class ColumnDialog(QDialog):
    """Changes show at once behind it; 恢复原样 goes back to the program's own layout."""

    changed = Signal(object)
    """The :class:`Columns` chosen."""

    def __init__(self, columns: Columns, crowded_out: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns
        self.setWindowTitle("列表的列")
        layout = scale.column(self, spacing=10, margins=(20, 18, 20, 16))
        how = text_label("上下箭头选列，空格显示或收起。选择记在这个账户上。", "small", wrap=True)
        layout.addWidget(how)
        self.listing = QListWidget()
        self.listing.setObjectName("columns")
        self.listing.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.listing.setAccessibleName("列")
        scale.fix_width(self.listing, 400)
        self.listing.setItemDelegate(_ColumnDelegate(self.listing))
        self.listing.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustToContents)
        self.listing.setMinimumHeight(scale.px(_LINE) * 3)
        self.listing.setMaximumHeight(scale.px(_LINE) * len(Column) + 4)
        layout.addWidget(self.listing)
        self._crowded = text_label("", "hint", wrap=True)
        layout.addWidget(self._crowded)
        self.compact = Tick("行距紧凑，一屏多看几件")
        self.compact.setChecked(columns.compact)
        layout.addWidget(self.compact)
        layout.addLayout(self._buttons())
        self._show()
        self.set_crowded(crowded_out)
        self.listing.itemChanged.connect(self._ticked)
        self.compact.toggled.connect(self._compacted)
        self.listing.setCurrentRow(0)
        self.listing.setFocus()

    @property
    def columns(self) -> Columns:
        """The choice so far."""
        return self._columns

    def set_crowded(self, columns: tuple[Column, ...]) -> None:
        """Say which columns find no room now."""
        words = "、".join(TRAITS[column].words.replace(" ", "") for column in columns)
        self._crowded.setText(f"宽度不够，暂未显示：{words}。" if words else "")

    def shift(self, step: int) -> None:
        """Move the chosen column left (-1) or right (1)."""
        place = self.listing.currentRow()
        order = list(self._columns.order)
        if not 0 <= place + step < len(order):
            return
        order.insert(place + step, order.pop(place))
        self._put(Columns(tuple(order), self._columns.hidden, self._columns.widths, self._columns.compact))
        self._show(place + step)

    def widen(self, step: int) -> None:
        """Make the chosen column wider (1) or narrower (-1)."""
        place = self.listing.currentRow()
        column = self._columns.order[place]
        width = max(self._columns.width(column) + step * _STEP, TRAITS[column].least)
        widths = {**self._columns.widths, column: min(width, 480)}
        self._put(Columns(self._columns.order, self._columns.hidden, widths, self._columns.compact))
        self._show(place)

    def restore(self) -> None:
        """Go back to the program's own layout."""
        self._put(Columns())
        self.compact.setChecked(False)
        self._show(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Enter close; what was chosen stays."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

    def _buttons(self) -> QVBoxLayout:
        lines = scale.column(spacing=8)
        first, second = scale.row(spacing=8), scale.row(spacing=8)
        self.up = KeyButton("前移", "Alt+Up")
        self.down = KeyButton("后移", "Alt+Down")
        self.wider = KeyButton("加宽", "Alt+Right")
        self.narrower = KeyButton("收窄", "Alt+Left")
        self.restored = KeyButton("恢复原样", "Alt+R", Kind.QUIET)
        self.shut = KeyButton("完成", "Esc", Kind.LEAD)
        self.up.clicked.connect(lambda: self.shift(-1))
        self.down.clicked.connect(lambda: self.shift(1))
        self.wider.clicked.connect(lambda: self.widen(1))
        self.narrower.clicked.connect(lambda: self.widen(-1))
        self.restored.clicked.connect(self.restore)
        self.shut.clicked.connect(self.accept)
        scale.fill(first, (self.up, self.down))
        scale.fill(second, (self.wider, self.narrower))
        last = scale.row(spacing=8)
        last.addWidget(self.restored)
        last.addStretch(1)
        last.addWidget(self.shut)
        scale.fill(lines, (first, second, last))
        return lines

    def _show(self, place: int = 0) -> None:
        self.listing.blockSignals(True)
        self.listing.clear()
        for column in self._columns.order:
            width = self._columns.width(column)
            item = QListWidgetItem(f"{TRAITS[column].words.replace(' ', '')}　宽 {width}")
            item.setData(_COLUMN, column)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if column is not _ALWAYS:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags)
            shown = column not in self._columns.hidden
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            self.listing.addItem(item)
        self.listing.setCurrentRow(place)
        self.listing.blockSignals(False)

    def _ticked(self, item: QListWidgetItem) -> None:
        column = item.data(_COLUMN)
        hidden = set(self._columns.hidden)
        (hidden.discard if item.checkState() is Qt.CheckState.Checked else hidden.add)(column)
        widths, compact = self._columns.widths, self._columns.compact
        self._put(Columns(self._columns.order, frozenset(hidden), widths, compact))

    def _compacted(self, compact: bool) -> None:
        self._put(Columns(self._columns.order, self._columns.hidden, self._columns.widths, compact))

    def _put(self, columns: Columns) -> None:
        if columns != self._columns:
            self._columns = columns
            self.changed.emit(columns)
