"""Type faces on paper: loading, falling back character by character, widths, and the check before issuing.

Lengths are millimetres, type sizes are points (1 pt = 25.4/72 mm) in all of ``app.printing``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import RLock

from reportlab.pdfbase import pdfmetrics, ttfonts

from app.domain.errors import Refused

MM_PER_POINT = 25.4 / 72
GETA = "〓"
"""Printer's stand-in for a character without a glyph."""

FONTS_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "fonts"


class Face(Enum):
    """A face as the office calls it; the value is its own file followed by its fallbacks, in order.

    Every chain holds Noto Serif SC and HanaMinB, which together cover all hanzi of GB 18030-2022.
    """

    SONG = ("NotoSerifSC-Regular", "HanaMinB")
    SONG_BOLD = ("NotoSerifSC-Bold", "HanaMinB")
    FANGSONG = ("FandolFang-Regular", "NotoSerifSC-Regular", "HanaMinB")
    KAI = ("LXGWWenKai-Regular", "NotoSerifSC-Regular", "HanaMinB")
    HEI = ("NotoSansSC-Regular", "NotoSerifSC-Regular", "HanaMinB")
    HEI_BOLD = ("NotoSansSC-Bold", "NotoSerifSC-Bold", "HanaMinB")

    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters drawn from one font file; ``advance`` is its width in ems."""

    font_name: str
    text: str
    advance: float


# FandolFang's Latin letters and digits are of a Computer Modern cut; those of Noto Serif sit better beside 仿宋.
_NO_ASCII = frozenset({"FandolFang-Regular"})

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[\t\xa0]")
# Control and formatting characters without a shape: C0 and C1, soft hyphen, zero-width and direction marks,
# byte order mark, variation selectors (the bundled faces hold no variants).
_SHAPELESS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)

_lock = RLock()
_loaded: dict[str, ttfonts.TTFont] = {}
_glyphs: dict[Face, dict[str, tuple[str, str, float]]] = {face: {} for face in Face}


def clean(text: str) -> str:
    """Make text fit to be drawn: one kind of line end, plain spaces, nothing without a shape."""
    text = _LINE_ENDS.sub("\n", text)
    return _SHAPELESS.sub("", _SPACES.sub(" ", text))


def load(file_name: str) -> ttfonts.TTFont:
    """Register the font file with ReportLab on its first use and return it.

    Raises:
        Refused: the file is missing or unreadable, that is, the installation is damaged.
    """
    font = _loaded.get(file_name)
    if font is not None:
        return font
    with _lock:
        if file_name not in _loaded:
            path = FONTS_FOLDER / f"{file_name}.ttf"
            try:
                font = ttfonts.TTFont(file_name, str(path), asciiReadable=False)
            except ttfonts.TTFError as error:
                message = f"打印用的字体文件“{path.name}”缺失或损坏，无法排版。请重新安装本程序，登记内容不受影响。"
                raise Refused(message) from error
            pdfmetrics.registerFont(font)
            _loaded[file_name] = font
        return _loaded[file_name]


def warm_up() -> None:
    """Load the faces nearly every form uses; for a background thread after start-up."""
    for file_name in ("NotoSerifSC-Regular", "NotoSerifSC-Bold", "FandolFang-Regular", "NotoSansSC-Bold"):
        load(file_name)


def runs(text: str, face: Face) -> list[Run]:
    """Split cleaned text into runs, each of one font file; characters nobody has become 〓."""
    found: list[Run] = []
    name, start, advance = "", 0, 0.0
    drawn: list[str] = []
    for index, char in enumerate(text):
        font_name, shape, width = _glyph(char, face)
        if font_name != name:
            if index > start:
                found.append(Run(name, "".join(drawn[start:]), advance))
            name, start, advance = font_name, index, 0.0
        drawn.append(shape)
        advance += width
    if drawn:
        found.append(Run(name, "".join(drawn[start:]), advance))
    return found


def even_face(words: str, face: Face) -> Face:
    """The face to set one value in: 宋体 instead of 仿宋 as soon as 仿宋 lacks one of its characters.

    A single heavier character inside a name (FandolFang has no 喆, 堃 or 𬱖) looks like a mark of emphasis.
    """
    if face is not Face.FANGSONG:
        return face
    own = load(face.value[0]).face.charToGlyph
    return face if all(ord(char) < 0x80 or own.get(ord(char)) for char in clean(words)) else Face.SONG


def text_width(text: str, face: Face, size: float) -> float:
    """Width in millimetres of one line of text set at ``size`` points."""
    known = _glyphs[face]
    ems = 0.0
    for char in text:
        glyph = known.get(char)
        ems += glyph[2] if glyph else _glyph(char, face)[2]
    return ems * size * MM_PER_POINT


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Characters of the text that no bundled face can print, each once, in order.

    HanaMinB (30 MB) is only opened when Noto Serif SC does not have a character.
    """
    song = _glyphs[Face.SONG]
    missing: dict[str, None] = {}
    for char in clean(text):
        if char in ("\n", GETA):
            continue
        if (song.get(char) or _glyph(char, Face.SONG))[1] == GETA:
            missing[char] = None
    return tuple(missing)


def require_printable(texts: Iterable[str]) -> None:
    """Refuse to issue a paper that would show a blank or a box instead of a character.

    Raises:
        Refused: naming each character and its code point, and what to do.
    """
    missing = missing_glyphs("".join(texts))
    if not missing:
        return
    shown = "、".join(f"“{_showable(char)}”（U+{ord(char):04X}）" for char in missing[:8])
    more = f"等{len(missing)}个字符" if len(missing) > 8 else ""
    raise Refused(
        f"{shown}{more}在随程序安装的字库里没有字形，印出来会是空白，所以没有出件。"
        f"请把它改成“{GETA}”后再打印，并在纸上用手写补上原字。"
    )


def _showable(char: str) -> str:
    return GETA if 0xD800 <= ord(char) <= 0xDFFF else char


def _glyph(char: str, face: Face) -> tuple[str, str, float]:
    """Font name, character to draw and advance in ems, from the first face of the chain that has a shape."""
    known = _glyphs[face]
    glyph = known.get(char)
    if glyph is None:
        glyph = _look_up(char, face.value) or _look_up(GETA, face.value)
        if glyph is None:
            raise AssertionError("no face holds the stand-in character")
        known[char] = glyph
    return glyph


def _look_up(char: str, chain: Iterable[str]) -> tuple[str, str, float] | None:
    code = ord(char)
    for file_name in chain:
        if code < 0x80 and file_name in _NO_ASCII:
            continue
        face = load(file_name).face
        if face.charToGlyph.get(code):
            return file_name, char, face.charWidths[code] / 1000
    return None


def _to_unicode_map(font_name: str, subset: list[int]) -> str:
    """Map the codes of one subset back to text, so that search and copy give the characters that were set.

    ReportLab writes code points above U+FFFF as five hex digits where the format wants a UTF-16 surrogate pair,
    so a name such as 张𬱖 could be read but neither found nor copied. It also writes one block of up to 256
    entries where the CMap format allows 100.
    """
    entries = [f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>" for code, char in enumerate(subset)]
    blocks: list[str] = []
    for start in range(0, len(entries), 100):
        block = entries[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({font_name}) /Ordering ({font_name}) /Supplement 0 >> def",
            f"/CMapName /{font_name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


_cure: Callable[[str, list[int]], str] = _to_unicode_map
ttfonts.makeToUnicodeCMap = _cure
