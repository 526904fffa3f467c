"""The faces of the interface: Noto Sans SC at once, the faces of rare characters right after the first paint."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"
FAMILIES = ("Noto Sans SC", "Noto Serif SC", "HanaMinB")
_AT_ONCE = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
_RARE = ("NotoSerifSC-Regular.ttf", "HanaMinB.ttf")


def load_interface_fonts() -> None:
    """Load what the first paint needs.

    Raises:
        FileNotFoundError: the program's own folder is incomplete.
    """
    _load(_AT_ONCE)


def load_rare_fonts() -> None:
    """Load the faces that hold rare characters of names and places; about 20 ms, so after the first paint.

    Raises:
        FileNotFoundError: the program's own folder is incomplete.
    """
    _load(_RARE)


def _load(names: tuple[str, ...]) -> None:
    for name in names:
        if QFontDatabase.addApplicationFont(str(FOLDER / name)) < 0:
            raise FileNotFoundError(name)


def interface_font(pixels: int) -> QFont:
    """The interface face in a size, with the faces of rare characters behind it."""
    font = QFont(list(FAMILIES))
    font.setPixelSize(pixels)
    return font
