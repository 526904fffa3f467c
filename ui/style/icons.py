"""One family of line icons, recoloured for the theme and kept once painted."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"
_INK = b"#000"


@lru_cache(maxsize=256)
def _drawing(name: str) -> bytes:
    return (FOLDER / f"{name}.svg").read_bytes()


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon in one colour (``#RRGGBB``), ``size`` pixels square, for a screen of this pixel ratio.

    Raises:
        FileNotFoundError: there is no icon of that name.
    """
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing = _drawing(name).replace(_INK + b'"', colour.encode() + b'"')
    QSvgRenderer(QByteArray(drawing)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


@lru_cache(maxsize=512)
def icon(name: str, colour: str, size: int = 20) -> QIcon:
    """One icon for buttons, sharp on every screen now attached.

    Raises:
        FileNotFoundError: there is no icon of that name.
    """
    from PySide6.QtGui import QIcon  # no icon on the first page: start-up cost

    made = QIcon()
    for ratio in {1.0, *(screen.devicePixelRatio() for screen in QApplication.screens())}:
        made.addPixmap(pixmap(name, colour, size, ratio))
    return made


def program_icon() -> QIcon:
    """The icon of the program itself, in its own colours."""
    from PySide6.QtGui import QIcon  # set after the first paint: start-up cost

    made = QIcon()
    for size in (16, 32, 48, 128):
        made.addPixmap(pixmap("program", "#FFFFFF", size))
    return made
