"""The camera of the screenshots: waits until the window is at rest, draws it, and keeps the picture small."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ui.application import create_application
from ui.operations import Operations
from ui.problems import ErrorWindow
from ui.style import scale, theme
from ui.style.theme import Look
from ui.style.tokens import Palette

WIDTH, HEIGHT = 1366, 768
LONGEST_WAIT_MS = 30_000
LOOK_AGAIN_MS = 5
ROUNDS = 6
FREQUENT_COLOURS = 64
MOST_COLOURS = 128
NEAR = 64
MOST_GREYS = 16

LIGHT = Look(reduce_motion=True)
ZOOMS = {"100": 1.0, "200": 2.0}
EVERY_LOOK = {
    f"{palette.value}-{name}": Look(palette, zoom=zoom, reduce_motion=True)
    for palette, (name, zoom) in product(Palette, ZOOMS.items())
}


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now


class Camera:
    """Takes pictures of one window at a time."""

    def __init__(self, out: Path, wanted: Callable[[str], bool]) -> None:
        existing = QApplication.instance()
        self._before = theme.look() if existing is not None else None
        self.application = existing if isinstance(existing, QApplication) else create_application(["screenshots"])
        self._flash = self.application.cursorFlashTime()
        self.application.setCursorFlashTime(0)
        self._out = out
        self._wanted = wanted
        self._operations: Callable[[], list[Operations[Any]]] = list
        self.window = QWidget()
        self.written: list[str] = []
        theme.apply(self.application, LIGHT)

    def end(self) -> None:
        """Leave the application as it was found."""
        self.application.setCursorFlashTime(self._flash)
        if self._before is not None:
            theme.apply(self.application, self._before)

    def point_at(self, window: QWidget, operations: Callable[[], list[Operations[Any]]]) -> None:
        """Take pictures of this window; ``operations`` gives what must be at rest first."""
        self.window = window
        self._operations = operations
        window.activateWindow()

    def wait_for(self, condition: Callable[[], object], what: str) -> None:
        """Let the window work until something is so.

        Raises:
            TimeoutError: it was not so after a long time.
        """
        if condition():
            return
        loop = QEventLoop()
        looking, giving_up = QTimer(interval=LOOK_AGAIN_MS), QTimer(singleShot=True, interval=LONGEST_WAIT_MS)
        looking.timeout.connect(lambda: loop.quit() if condition() else None)
        giving_up.timeout.connect(loop.quit)
        looking.start()
        giving_up.start()
        loop.exec()
        if not condition():
            raise TimeoutError(what)

    def settle(self) -> None:
        """Until nothing is under way any more, with the window in its size (a small screen may have cut it).

        Raises:
            RuntimeError: the window met a bug.
        """
        for _round in range(ROUNDS):
            self.application.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            for operations in self._operations():
                operations.drain()
            self.window.resize(WIDTH, HEIGHT)
        self.application.processEvents()
        for one in self.application.topLevelWidgets():
            if isinstance(one, ErrorWindow) and one.isVisible() and not one.property("sample"):
                raise RuntimeError(one.words())

    def take(self, name: str, ready: Callable[[], object] | None = None) -> None:
        """One picture in the ordinary look."""
        self._take_in(name, "light-100", LIGHT, ready)

    def take_in_every_look(self, name: str, ready: Callable[[], object] | None = None) -> None:
        """One picture in every theme and size."""
        for look_name, look in EVERY_LOOK.items():
            self._take_in(name, look_name, look, ready)
        self._wear(LIGHT)
        self.settle()

    def keep(self, name: str, picture: Image.Image) -> None:
        """Write a picture with as few colours as it needs."""
        path = self._out / f"{name}.png"
        _with_few_colours(picture).save(path, "PNG", optimize=True)
        self.written.append(path.name)

    def wants(self, name: str) -> bool:
        """Whether a picture is asked for."""
        return self._wanted(name)

    def _take_in(self, name: str, look_name: str, look: Look, ready: Callable[[], object] | None) -> None:
        full = f"{name}-{look_name}"
        if not self._wanted(full):
            return
        self._wear(look)
        self.settle()
        if ready is not None:
            self.wait_for(ready, full)
            self.settle()
        self.keep(full, self._grab())

    def _wear(self, look: Look) -> None:
        if look != theme.look():
            theme.apply(self.application, look)

    def _grab(self) -> Image.Image:
        picture = self.window.grab()
        painter = QPainter(picture)
        for one in self.application.topLevelWidgets():
            if isinstance(one, QDialog) and one.isVisible():
                _draw_dialog(painter, self.window.rect(), one)
        popup = self.application.activePopupWidget()
        if popup is not None:
            _draw_popup(painter, self.window, popup)
        painter.end()
        return _as_image(picture)


def _with_few_colours(picture: Image.Image) -> Image.Image:
    """The same picture in a palette: what covers most of it stays exact, and so do the rare colours that stand out."""
    if picture.mode == "L":
        return picture.quantize(MOST_GREYS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    table = _palette(picture)
    size = picture.width, picture.height
    full = QImage(picture.tobytes(), *size, picture.width * 3, QImage.Format.Format_RGB888)
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    small = full.convertToFormat(QImage.Format.Format_Indexed8, [QColor(*colour).rgb() for colour in table], flags)
    made = Image.frombytes("P", size, bytes(small.constBits()), "raw", "P", small.bytesPerLine(), 1)
    made.putpalette([part for colour in table for part in colour])
    return made


def _palette(picture: Image.Image) -> list[tuple[int, int, int]]:
    """The most frequent colours, then again and again the one that is farthest from all taken so far."""
    counted: list[Any] = picture.getcolors(picture.width * picture.height) or []
    every = [colour for _count, colour in sorted(counted, key=lambda one: (-one[0], one[1]))]
    table, rest = every[:FREQUENT_COLOURS], every[FREQUENT_COLOURS:]
    far = [min(_distance(colour, taken) for taken in table) for colour in rest]
    while rest and len(table) < MOST_COLOURS:
        place = max(range(len(rest)), key=far.__getitem__)
        if far[place] <= NEAR:
            break
        table.append(rest[place])
        far = [min(known, _distance(colour, table[-1])) for known, colour in zip(far, rest, strict=True)]
    return table


def _distance(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2


def _draw_dialog(painter: QPainter, place: QRect, dialog: QDialog) -> None:
    """A dialog in the middle of the window, with a title bar as a window manager draws one."""
    colours, bar = theme.tokens(), scale.px(34)
    box = QRect(0, 0, dialog.width(), dialog.height() + bar)
    box.moveCenter(place.center())
    box.moveTop(max(box.top(), 0))
    painter.fillRect(place, QColor(0, 0, 0, 70))
    painter.fillRect(box, QColor(colours.plain_back))
    painter.setFont(theme.small_font(scale.SMALL, bold=True))
    painter.setPen(QColor(colours.text))
    title = QRect(box.left() + 14, box.top(), box.width() - 28, bar)
    painter.drawText(title, int(Qt.AlignmentFlag.AlignVCenter), dialog.windowTitle())
    painter.drawPixmap(box.topLeft() + QPoint(0, bar), dialog.grab())
    painter.setPen(QPen(QColor(colours.muted), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5))


def _draw_popup(painter: QPainter, window: QWidget, popup: QWidget) -> None:
    painter.drawPixmap(window.mapFromGlobal(popup.mapToGlobal(QPoint(0, 0))), popup.grab())


def _as_image(picture: QPixmap) -> Image.Image:
    made = picture.toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = made.width(), made.height()
    return Image.frombytes("RGB", size, bytes(made.constBits()), "raw", "RGB", made.bytesPerLine(), 1)
