"""Common characters drawn ahead, so that a list shows characters it has not shown before as fast as others.

The first drawing of a character in a size takes ten times as long as every later one: Qt makes its picture then and
keeps it. Two hundred of them, as many as a page of names and claims may bring, are as long as the rest of the drawing.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QFont, QImage, QPainter

AFTER_MS = 400
"""The window stands first."""
BETWEEN_MS = 5
AT_ONCE = 40
"""Characters in one go, about two milliseconds, so that a key never waits for more."""
_LEVELS = [bytes((row, place)) for row in range(0xB0, 0xF8) for place in range(0xA1, 0xFF)]
COMMON = "".join(code.decode("gb2312", "ignore") for code in _LEVELS)
"""The 6763 ideographs of GB/T 2312, the common ones of level one before those of level two."""
_drawn: set[str] = set()


class GlyphsAhead(QObject):
    """Draws the common characters of a font in the pauses of the window, once in a process for each font."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._font = QFont()
        self._next = len(COMMON)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._draw)

    def draw(self, font: QFont) -> None:
        """Begin with a font, unless it has been drawn; another one under way is left where it is."""
        if font.key() in _drawn:
            return
        _drawn.add(font.key())
        self._font, self._next = QFont(font), 0
        self._timer.start(AFTER_MS)

    @property
    def is_drawing(self) -> bool:
        """Whether some are still to come."""
        return self._next < len(COMMON)

    def _draw(self) -> None:
        words = COMMON[self._next : self._next + AT_ONCE]
        image = QImage(8, 8, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.setFont(self._font)
        painter.drawText(0, 8, words)
        painter.end()
        self._next += AT_ONCE
        if self.is_drawing:
            self._timer.start(BETWEEN_MS)
