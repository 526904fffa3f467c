"""One part of the form: a heading and its fields in rows; folded parts open and close by their key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.pages.intake.plan import Fold
from ui.style import scale
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label


class Section(QWidget):
    """A heading and the fields beneath it, three in a row; the wide ones stand alone."""

    def __init__(self, heading: str, places: list[tuple[QWidget, int]], buttons: Sequence[KeyButton] = ()) -> None:
        super().__init__()
        layout = scale.column(self, spacing=2)
        layout.addWidget(Heading(heading, buttons) if buttons else text_label(heading, "section"))
        grid = FieldGrid(columns=3)
        for widget, span in places:
            grid.add(widget, span)
            widget.show()
        layout.addWidget(grid)


class Heading(QWidget):
    """The words with buttons at the right; where they have no room there, the buttons go beneath."""

    def __init__(self, words: str, buttons: Sequence[KeyButton]) -> None:
        super().__init__()
        self._words = text_label(words, "section")
        self._buttons = tuple(buttons)
        self._grid: QGridLayout = scale.grid(self, across=4, down=2)
        self._shown = (0, 0)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """The widest button must fit."""
        widest = max(button.sizeHint().width() for button in self._buttons)
        return QSize(widest, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Larger words need other places."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_shown"):
            self._arrange()

    def _arrange(self) -> None:
        space, count = self._grid.horizontalSpacing(), len(self._buttons)
        widths = [button.sizeHint().width() for button in self._buttons]
        room = self.width() - self._words.sizeHint().width() - scale.gap(16)
        above = sum(widths) + (count - 1) * space <= room
        columns = count if above else min(count, max(1, (self.width() + space) // (max(widths) + space)))
        if (columns, int(above)) == self._shown:
            return
        self._shown = columns, int(above)
        for column in range(count + 1):
            self._grid.setColumnStretch(column, 0)
        self._grid.addWidget(self._words, 0, 0, 1, 1 if above else columns)
        for place, button in enumerate(self._buttons):
            if above:
                self._grid.addWidget(button, 0, place + 1)
            else:
                self._grid.addWidget(button, 1 + place // columns, place % columns, Qt.AlignmentFlag.AlignLeft)
        self._grid.setColumnStretch(0 if above else columns, 1)


class FoldButton(KeyButton):
    """Opens a folded part; a tick says that something is filled in there. Enter passes it by."""

    def __init__(self, fold: Fold) -> None:
        super().__init__(fold.words, fold.key, Kind.QUIET, icon="chevron-right")
        self.fold = fold
        self.is_used = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_state(self, *, is_open: bool, is_used: bool) -> None:
        """Show whether the part is open and whether it holds anything."""
        self._icon_name = "chevron-down" if is_open else ("check" if is_used else "chevron-right")
        self.is_used = is_used
        state = "已展开" if is_open else "已折起"
        self.setAccessibleName(f"{self.fold.words}，{state}{'，已填' if is_used else ''}")
        self.setToolTip(f"{self.fold.words}（{self.key}）{'：已填' if is_used else ''}")
        self.update()
