"""The list of records: one look, one set of keys, chips in cells, copying to a spreadsheet."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.style import scale, theme
from ui.style.glyphs import GlyphsAhead
from ui.widgets.chip import Status, chip_size, paint_chip

STATUS_ROLE = Qt.ItemDataRole.UserRole + 20
"""A model answers this role with a :class:`Status` where a cell is a chip, else with None."""

_Index = QModelIndex | QPersistentModelIndex
MOST_PICTURES = 400
NARROWEST = 5
"""No usual character is narrower than a fifth of the size of its font."""
NEAR = 1.0
"""Pixels: where words fit as nearly as this, Qt is asked, for it may round either way."""
_PLAIN = re.compile("[0-9\u4e00-\u9fff\u3000-\u3017（），：；、 :-]*")
"""Characters as wide in a line as they are alone: none moves nearer to the one before it."""


class Cutter:
    """Cuts words of one font to the room of a cell, where Qt cuts them too.

    Qt shapes a text to measure it, which takes longer than drawing it; plain characters are measured once for all.
    """

    def __init__(self, font: QFont) -> None:
        self.font = QFont(font)  # a copy: that of an option ends with the option
        self._size, self._metrics, self._alone = font.pixelSize(), QFontMetrics(font), QFontMetricsF(font)
        self._advances: dict[str, float] = {}
        self._dots = self._alone.horizontalAdvance("…")

    def cut(self, words: str, room: int) -> str:
        """As many of the words as fit into so many pixels, ending in … where that is not all of them."""
        begin = words[: max(room, 0) * NARROWEST // max(self._size, 1) + 8]
        if not _PLAIN.fullmatch(begin):
            return self._asked(words, begin, room)
        ends = list(accumulate(map(self._advance, begin)))
        over = (ends[-1] if ends else 0.0) - room
        if over <= -NEAR and len(begin) == len(words):
            return words
        left = room - self._dots
        place = bisect_right(ends, left)
        if over < NEAR or not 0 < place < len(ends) or left - ends[place - 1] < NEAR or ends[place] - left < NEAR:
            return self._asked(words, begin, room)
        return words[:place] + "…"

    def _advance(self, character: str) -> float:
        known = self._advances.get(character)
        if known is None:
            known = self._advances[character] = self._alone.horizontalAdvance(character)
        return known

    def _asked(self, words: str, begin: str, room: int) -> str:
        if len(begin) < len(words):
            short = self._metrics.elidedText(begin, Qt.TextElideMode.ElideRight, room)
            if short != begin:
                return short
        return self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)


def _across(side: Qt.AlignmentFlag) -> int:
    return int(side | Qt.AlignmentFlag.AlignVCenter)


_LEFT = _across(Qt.AlignmentFlag.AlignLeft)


class CellLook(NamedTuple):
    """What a cell shows: a chip, or words with a font and an ink of their own where they have them."""

    words: str
    chip: Status | None = None
    font: QFont | None = None
    ink: QColor | None = None
    across: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft


class _Ready(NamedTuple):
    """Colours, pens and spaces of the look in force, made once and not for every cell."""

    look: theme.Look
    surface: QColor
    tint: QColor
    text: QColor
    hairline: QPen
    frame: QPen | None
    left: int
    right: int
    ellipsis: int

    @staticmethod
    def of(look: theme.Look) -> _Ready:
        colours = look.tokens
        frame = QPen(QColor(colours.focus), colours.focus_width) if colours.heavy else None
        hairline = QPen(QColor(colours.hairline), 1)
        surface, tint, text = QColor(colours.surface), QColor(colours.tint), QColor(colours.text)
        return _Ready(look, surface, tint, text, hairline, frame, scale.gap(8), scale.gap(4), scale.gap(4))


class RowDelegate(QStyledItemDelegate):
    """Draws cells: chips where the model has a status, hairlines between rows, one frame around the chosen row.

    A list is drawn with every key of a search, a hundred cells at a time; so a cell costs few calls.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ready = _Ready.of(theme.look())
        self._chips: dict[tuple[Status, bool, int, int, float], QPixmap] = {}
        self._cutters: list[Cutter] = []

    def look_of(self, index: _Index) -> CellLook:
        """What the model says of a cell; a table whose model is at hand may ask it more directly."""
        status = index.data(STATUS_ROLE)
        if isinstance(status, Status):
            return CellLook(status.words, status)
        font, ink = index.data(Qt.ItemDataRole.FontRole), index.data(Qt.ItemDataRole.ForegroundRole)
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        across = Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignHorizontal_Mask if side is not None else None
        return CellLook(
            str(index.data(Qt.ItemDataRole.DisplayRole) or ""),
            None,
            font if isinstance(font, QFont) else None,
            ink if isinstance(ink, QColor) else None,
            across or Qt.AlignmentFlag.AlignLeft,
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        place: QRect = option.rect  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        self.draw_row(painter, place, chosen=chosen)
        self.draw_cell(painter, place, self.look_of(index), option.font, chosen=chosen)  # type: ignore[attr-defined]

    def draw_cells(
        self,
        painter: QPainter,
        place: QRect,
        cells: Iterable[tuple[tuple[int, int], CellLook]],
        font: QFont,
        *,
        chosen: bool,
    ) -> None:
        """Draw a whole row: of each cell where it begins and how wide it is, and what it shows."""
        self.draw_row(painter, place, chosen=chosen)
        ready, top, height = self._dressed(), place.top(), place.height()
        indent, taken, cut = ready.left, ready.left + ready.right, self._cutter(font).cut
        chips, odd = [], []
        painter.setFont(font)
        painter.setPen(ready.text)
        for (left, width), shown in cells:
            if shown.chip is not None:
                chips.append((left, width, shown))
            elif shown.font is not None or shown.ink is not None or shown.across is not Qt.AlignmentFlag.AlignLeft:
                odd.append((left, width, shown))
            elif shown.words:
                room = width - taken
                words = cut(shown.words.replace("\n", " "), room - ready.ellipsis)
                painter.drawText(left + indent, top, room, height, _LEFT, words)
        for left, width, shown in chips:
            if shown.words and shown.chip is not None:
                picture = self._chip(painter, width - taken, height, shown.chip, chosen=chosen)
                painter.drawPixmap(left + indent, top, picture)
        for left, width, shown in odd:
            self.draw_cell(painter, QRect(left, top, width, height), shown, font, chosen=chosen)

    def draw_row(self, painter: QPainter, place: QRect, *, chosen: bool) -> None:
        """Draw what lies behind the cells of a row, or of a part of it."""
        ready = self._dressed()
        left, right, bottom = place.left(), place.right(), place.bottom()
        if chosen:
            painter.fillRect(place, ready.tint)
        painter.setPen(ready.hairline)
        painter.drawLine(left, bottom, right, bottom)
        if chosen and ready.frame is not None:
            painter.setPen(ready.frame)
            painter.drawLine(left, place.top() + 1, right, place.top() + 1)
            painter.drawLine(left, bottom - 1, right, bottom - 1)

    def draw_cell(self, painter: QPainter, place: QRect, shown: CellLook, font: QFont, *, chosen: bool) -> None:
        """Draw what stands in a cell."""
        if not shown.words:
            return
        ready = self._dressed()
        inside = place.adjusted(ready.left, 0, -ready.right, 0)
        if shown.chip is not None:
            picture = self._chip(painter, inside.width(), inside.height(), shown.chip, chosen=chosen)
            painter.drawPixmap(inside.topLeft(), picture)
            return
        font = shown.font or font
        painter.setFont(font)
        painter.setPen(shown.ink or ready.text)
        room = inside.width() - ready.ellipsis
        words = self._cutter(font).cut(shown.words.replace("\n", " "), room)
        painter.drawText(inside, _LEFT if shown.across is Qt.AlignmentFlag.AlignLeft else _across(shown.across), words)

    def _chip(self, painter: QPainter, room: int, height: int, status: Status, *, chosen: bool) -> QPixmap:
        """The picture of a chip on the ground of its row: lists show few chips, but each of them in many rows."""
        ratio = painter.device().devicePixelRatioF()
        key = (status, chosen, room, height, ratio)
        if key not in self._chips:
            if len(self._chips) >= MOST_PICTURES:
                self._chips.clear()
            width, high = min(chip_size(status).width(), room) + 1, height - 1  # 1: the hairline is drawn already
            picture = QPixmap(round(width * ratio), round(high * ratio))
            picture.setDevicePixelRatio(ratio)
            picture.fill(self._ready.tint if chosen else self._ready.surface)
            on_picture = QPainter(picture)
            paint_chip(on_picture, QRect(0, 0, width - 1, height), status, on_tint=chosen)
            on_picture.end()
            self._chips[key] = picture
        return self._chips[key]

    def _cutter(self, font: QFont) -> Cutter:
        """The one of a font: a table has its own and that of struck rows."""
        for known in self._cutters:
            if known.font == font:
                return known
        self._cutters = [*self._cutters[-1:], Cutter(font)]
        return self._cutters[-1]

    def _dressed(self) -> _Ready:
        if self._ready.look is not theme.look():
            self._ready = _Ready.of(theme.look())
            self._chips.clear()
        return self._ready

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Width for the words or the chip; the height is the table's."""
        status = index.data(STATUS_ROLE)
        if isinstance(status, Status):
            width = chip_size(status).width()
        else:
            words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            width = option.fontMetrics.horizontalAdvance(words)  # type: ignore[attr-defined]
        return QSize(width + scale.gap(20), scale.px(scale.ROW_HEIGHT))


class Table(QTableView):
    """A table of whole rows. Ctrl+C copies the chosen rows for a spreadsheet. Models stay with the page."""

    def __init__(self, parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(parent)
        self._compact = compact
        self._glyphs = GlyphsAhead(self)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self._resize_rows()

    def set_compact(self, compact: bool) -> None:
        """Rows of 34 instead of 44 pixels at 100 %."""
        self._compact = compact
        self._resize_rows()

    def showEvent(self, event: QShowEvent) -> None:
        """Have the characters of its words ready."""
        super().showEvent(event)
        self._glyphs.draw(self.font())

    def changeEvent(self, event: QEvent) -> None:
        """Rows follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._resize_rows()
            if self.isVisible():
                self._glyphs.draw(self.font())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies; Enter opens the row like a double click."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def copy_rows(self) -> None:
        """Put the chosen rows on the clipboard as spreadsheets read them: tabs between cells, a line each."""
        model = self.model()
        columns = [each for each in range(model.columnCount()) if not self.isColumnHidden(each)]
        columns.sort(key=self.horizontalHeader().visualIndex)
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        lines = ["\t".join(self._cell(row, column) for column in columns) for row in rows]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def _cell(self, row: int, column: int) -> str:
        words = str(self.model().index(row, column).data(Qt.ItemDataRole.DisplayRole) or "")
        words = " ".join(words.split())
        return f"'{words}" if words.startswith(("=", "+", "-", "@")) else words

    def _resize_rows(self) -> None:
        height = scale.px(scale.COMPACT_ROW_HEIGHT if self._compact else scale.ROW_HEIGHT)
        header = self.horizontalHeader()
        blocked = header.blockSignals(True)  # the program makes columns wider here, not the clerk
        header.setMinimumSectionSize(scale.px(56))
        header.blockSignals(blocked)
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
