"""The look in force: which palette, how large the text; applied live to the whole program."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui.style import fonts, scale
from ui.style.sheet import build_sheet
from ui.style.tokens import TOKENS, Palette, Tokens

SMALLEST_TEXT = 11
LARGEST_TEXT = 20
LARGEST_ZOOM = 2.0


@dataclass(frozen=True)
class Look:
    """What the user chose: palette, text size in points (11 to 20), zoom of everything (1.0 to 2.0), motion."""

    palette: Palette = Palette.LIGHT
    text_points: int = SMALLEST_TEXT
    zoom: float = 1.0
    reduce_motion: bool = False

    @property
    def factor(self) -> float:
        """How many times larger than at 11 pt and 100 % the writing is; never more than three times."""
        points = min(max(self.text_points, SMALLEST_TEXT), LARGEST_TEXT)
        zoom = min(max(self.zoom, 1.0), LARGEST_ZOOM)
        return min(points / SMALLEST_TEXT * zoom, 3.0)

    @property
    def tokens(self) -> Tokens:
        """The colours."""
        return TOKENS[self.palette]

    def zoomed(self, steps: int) -> Look:
        """The same look, some quarter steps larger or smaller; 0 steps goes back to 100 %."""
        zoom = 1.0 if steps == 0 else self.zoom + 0.25 * steps
        return replace(self, zoom=min(max(zoom, 1.0), LARGEST_ZOOM))


_look = Look()


def look() -> Look:
    """The look in force."""
    return _look


def tokens() -> Tokens:
    """The colours in force."""
    return _look.tokens


def apply(application: QApplication, wanted: Look) -> None:
    """Put a look in force, now, for every window there is and every one to come."""
    global _look  # noqa: PLW0603 - like Qt's own style and palette, there is one look for one application
    _look = wanted
    scale.set_factor(wanted.factor)
    application.setFont(fonts.interface_font(scale.px(scale.BASE)))
    application.setPalette(_qt_palette(wanted.tokens))
    application.setStyleSheet(build_sheet(wanted.tokens))
    scale.rescale(application.topLevelWidgets())


def _qt_palette(colours: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, colour in (
        (role.Window, colours.ground),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.ground),
        (role.Text, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.Highlight, colours.lead),
        (role.HighlightedText, colours.on_lead),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Link, colours.lead),
        (role.Mid, colours.line),
    ):
        palette.setColor(where, QColor(colour))
    return palette


def set_state(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a property the style sheet looks at, and dress the widget anew if it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # it will be dressed when it is first shown
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def small_font(size: int = scale.SMALL, *, bold: bool = False) -> QFont:
    """An interface font for painted widgets; ``size`` in pixels at 100 %."""
    font = fonts.interface_font(scale.px(size))
    font.setBold(bold)
    return font
