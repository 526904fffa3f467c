"""Parts of the panel beside the list: wrapped chips, a headed paragraph, a timeline as tall as what it holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from ui.style import scale
from ui.widgets.chip import Status, chip_size, paint_chip
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.timeline import Entry, Timeline


class ChipLine(QWidget):
    """Chips side by side; those that do not fit go to the next line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: tuple[Status, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_chips(self, chips: Sequence[Status]) -> None:
        """Show these."""
        self._chips = tuple(chips)
        self.setAccessibleName("，".join(chip.words for chip in chips))
        self.updateGeometry()
        self.update()

    def chips(self) -> tuple[Status, ...]:
        """What is shown."""
        return self._chips

    def hasHeightForWidth(self) -> bool:
        """Lines depend on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for every line."""
        places = self._places(width)
        return places[-1].bottom() + 1 if places else 0

    def sizeHint(self) -> QSize:
        """Everything on one line, if there is room."""
        return QSize(scale.px(120), self.heightForWidth(max(self.width(), scale.px(120))))

    def minimumSizeHint(self) -> QSize:
        """The widest chip must fit."""
        return QSize(max((chip_size(chip).width() for chip in self._chips), default=0), scale.px(24))

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        painter = QPainter(self)
        for chip, place in zip(self._chips, self._places(self.width()), strict=True):
            paint_chip(painter, place, chip)
        painter.end()

    def _places(self, width: int) -> list[QRect]:
        space, corner = scale.gap(8), QPoint(0, 0)
        places: list[QRect] = []
        for chip in self._chips:
            size = chip_size(chip)
            if corner.x() and corner.x() + size.width() > width:
                corner = QPoint(0, corner.y() + size.height() + scale.gap(6))
            places.append(QRect(corner, size))
            corner.setX(corner.x() + size.width() + space)
        return places


class Section(QWidget):
    """A heading, perhaps with a button, and a paragraph that can be copied from."""

    def __init__(self, heading: str, button: KeyButton | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._words = text_label("", "body", wrap=True, selectable=True)
        self._words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body = scale.column(self, spacing=4)
        head = scale.row(spacing=8)
        head.addWidget(text_label(heading, "section"))
        head.addStretch(1)
        if button is not None:
            head.addWidget(button)
        self.body.addLayout(head)
        self.body.addWidget(self._words)

    def set_words(self, words: str) -> None:
        """Show these lines."""
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def words(self) -> str:
        """What is shown."""
        return self._words.text()


class TallTimeline(Timeline):
    """A timeline that is as tall as its entries, for a panel that scrolls as one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these and grow."""
        super().set_entries(entries)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps otherwise."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Another text size needs another height."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._grow()

    def _grow(self) -> None:
        model = self.model()
        rows = range(model.rowCount())
        height = sum(self.sizeHintForIndex(model.index(row, 0)).height() + 2 * self.spacing() for row in rows)
        if height + 2 != self.height():
            self.setFixedHeight(height + 2)


class PanelArea(QScrollArea):
    """Scrolls the panel up and down, by keys too; ``frame`` is told when the focus comes and goes."""

    def __init__(self, inside: QWidget, frame: QWidget) -> None:
        super().__init__()
        self._frame = frame
        self.setObjectName("clear")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("事项详情")
        inside.setObjectName("clear")
        self.setWidget(inside)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, PgUp, PgDn, Home and End scroll."""
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home.value: bar.minimum(), Qt.Key.Key_End.value: bar.maximum()}
        if event.key() in ends:
            bar.setValue(ends[event.key()])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame."""
        super().focusInEvent(event)
        self._frame.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self._frame.update()


def quiet(words: str, key: str) -> KeyButton:
    """A small button for a heading."""
    return KeyButton(words, key, Kind.QUIET)
