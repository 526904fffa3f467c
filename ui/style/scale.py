"""One type scale and one 8-px grid; everything that has a size takes it from here and follows the text size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

BASE = 15
TITLE = 21
LARGE = 20
HUGE = 28
SECTION = 16
SMALL = 13
KEY = 12

GRID = 8
PAGE_MARGIN = 22
BETWEEN_CARDS = 14
INSIDE_CARD = 20
FIELD_HEIGHT = 37
ROW_HEIGHT = 44
COMPACT_ROW_HEIGHT = 34

_SPACE = "_space"
_WIDTH = "_width"
_factor = 1.0


def set_factor(factor: float) -> None:
    """Set how many times larger than at 100 % the writing is."""
    global _factor  # noqa: PLW0603 - belongs to the one look of the application
    _factor = factor


def factor() -> float:
    """How many times larger than at 100 % the writing is."""
    return _factor


def px(size: float) -> int:
    """Pixels for something that holds writing, given its pixels at 100 %."""
    return round(size * _factor)


def gap(size: float) -> int:
    """Pixels for empty space, which grows half as fast as the writing so that large text keeps its room."""
    return round(size * (1 + (_factor - 1) / 2))


Margins = tuple[int, int, int, int]


def _prepare(layout: QLayout, spacing: int, margins: Margins, across: int | None = None) -> None:
    layout.setProperty(_SPACE, [spacing if across is None else across, spacing, *margins])
    _rescale_layout(layout)


def row(parent: QWidget | None = None, *, spacing: int = GRID, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """A horizontal layout whose spaces follow the text size."""
    layout = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    _prepare(layout, spacing, margins)
    return layout


def column(parent: QWidget | None = None, *, spacing: int = GRID, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """A vertical layout whose spaces follow the text size."""
    layout = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    _prepare(layout, spacing, margins)
    return layout


def grid(
    parent: QWidget | None = None, *, across: int = GRID, down: int = GRID, margins: Margins = (0, 0, 0, 0)
) -> QGridLayout:
    """A grid layout whose spaces follow the text size."""
    layout = QGridLayout() if parent is None else QGridLayout(parent)
    _prepare(layout, down, margins, across)
    return layout


def fix_width(widget: QWidget, width: int) -> None:
    """Give a widget a width in pixels at 100 % that follows the text size."""
    widget.setProperty(_WIDTH, width)
    widget.setFixedWidth(px(width))


def rescale(windows: Sequence[QWidget]) -> None:
    """Give every layout and fixed width inside these windows its size at the text size in force."""
    for window in windows:
        for layout in window.findChildren(QLayout):
            _rescale_layout(layout)
        for widget in (window, *window.findChildren(QWidget)):
            width = widget.property(_WIDTH)
            if width is not None:
                widget.setFixedWidth(px(width))


def _rescale_layout(layout: QLayout) -> None:
    space = layout.property(_SPACE)
    if space is None:
        return
    across, down, left, top, right, bottom = space
    layout.setContentsMargins(gap(left), gap(top), gap(right), gap(bottom))
    if isinstance(layout, QBoxLayout):
        layout.setSpacing(gap(down))
    elif isinstance(layout, QGridLayout):
        layout.setHorizontalSpacing(gap(across))
        layout.setVerticalSpacing(gap(down))


def fill(layout: QBoxLayout, items: Iterable[QObject]) -> None:
    """Add widgets and layouts in order."""
    for item in items:
        if isinstance(item, QWidget):
            layout.addWidget(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)


def make_room(window: QWidget) -> None:
    """Let a window be high enough for everything that is shown now; it never becomes lower."""
    layout = window.layout()
    if layout is not None:
        layout.activate()
        window.resize(window.width(), max(window.height(), layout.totalHeightForWidth(window.width())))
