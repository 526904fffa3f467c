"""One part of the form: a heading and its fields in rows; folded parts open and close by their key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

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
        if buttons:
            head = scale.row(spacing=4)
            head.addWidget(text_label(heading, "section"), 1)
            scale.fill(head, buttons)
            layout.addLayout(head)
        else:
            layout.addWidget(text_label(heading, "section"))
        grid = FieldGrid(columns=3)
        for widget, span in places:
            grid.add(widget, span)
            widget.show()
        layout.addWidget(grid)


class FoldButton(KeyButton):
    """Opens a folded part; a tick says that something is filled in there. Enter passes it by."""

    def __init__(self, fold: Fold) -> None:
        super().__init__(fold.words, fold.key, Kind.QUIET if fold.beside else Kind.OUTLINE, icon="chevron-right")
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
