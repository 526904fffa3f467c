"""QR and Code 128: what they say and how they are drawn. Never a name, telephone or identity number."""

from __future__ import annotations

import re
from functools import lru_cache

import segno

from app.printing.fonts import Face, text_width
from app.printing.page import Sheet

CODE_128_MODULE = 0.33
"""Width of one module in millimetres; decodes from office scanners at 300 dpi."""

CODE_128_FINEST = 0.25

_YEAR_AND_SEQUENCE = re.compile(r"[（(〔\[［]?(\d{4})[）)〕\]］]?.*?(\d+)\D*$")

# Bar and space widths of the Code 128 symbols 0 to 105 (ISO/IEC 15417), then the stop pattern.
_WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)
_DARK = re.compile(rb"\x01+")
_MASK = 3
_NEAR = 4
_latest: dict[int, tuple[bytes, int, int]] = {}
_PATTERNS = _WIDTHS.split()
_STOP = "2331112"
_START_B, _START_C, _TO_C, _TO_B = 104, 105, 99, 100


def bar_code_text(number: str) -> str:
    """The text of the bar code for a register number: （2026）…29号 gives XF2026000029; "" when it has no year.

    Letters and digits only, without hyphens: they would make the code longer and harder to read.
    """
    found = _YEAR_AND_SEQUENCE.search(number)
    if found is None or len(found[2]) > 8:
        return ""
    return f"XF{found[1]}{int(found[2]):06d}"


def qr_text(number: str, volume: int | None = None) -> str:
    """The text of the QR code: the register number, on covers followed by | and the volume."""
    return number if volume is None else f"{number}|{volume}"


def code_128(sheet: Sheet, x: float, y: float, height: float, text: str, room: float = 150.0) -> float:
    """Draw a Code 128 with its first bar at x and its top at y, the text below it; return its width in mm.

    A long text is drawn with narrower modules to stay within ``room``; one that would not be read is left out.
    """
    if not text:
        return 0.0
    widths = [int(width) for width in "".join(_symbols(text))]
    module = min(CODE_128_MODULE, room / sum(widths))
    if module < CODE_128_FINEST:
        return 0.0
    rectangles = []
    left = x
    for index, width in enumerate(widths):
        wide = width * module
        if index % 2 == 0:
            rectangles.append((left, y, wide, height))
        left += wide
    sheet.bars(rectangles)
    size = min(9.0, 9.0 * (left - x) / max(0.1, text_width(text, Face.SONG, 9.5)))
    sheet.centred((x + left) / 2, y + height + 3.6, text, Face.SONG, size, spacing=0.35 if size == 9 else 0.0)
    return left - x


def _symbols(text: str) -> list[str]:
    """Patterns of the whole code: start, data, check symbol and stop; pairs of digits take one symbol."""
    values: list[int] = []
    position, in_pairs = 0, False
    while position < len(text):
        digits = re.match(r"[0-9]*", text[position:])
        count = len(digits[0]) if digits else 0
        if not in_pairs and (count >= 4 and count % 2 == 0):
            values.append(_TO_C if values else _START_C)
            in_pairs = True
        elif in_pairs and count < 2:
            values.append(_TO_B)
            in_pairs = False
        elif not values:
            values.append(_START_B)
        if in_pairs:
            values.append(int(text[position : position + 2]))
            position += 2
        else:
            values.append(ord(text[position]) - 32)
            position += 1
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], 1))) % 103
    return [_PATTERNS[value] for value in [*values, check]] + [_STOP]


def qr(sheet: Sheet, x: float, y: float, side: float, text: str) -> None:
    """Draw a QR code, error level M, as one path filling the square of ``side`` mm at x, y.

    The mask is fixed: every reader undoes any of the eight, and trying all of them for the evenest picture takes four
    fifths of the time of a code.
    """
    rows = qr_rows(text)
    rectangles: list[tuple[int, int, int, int]] = []
    for row_index, row in enumerate(rows):
        rectangles += [(run.start(), row_index, run.end() - run.start(), 1) for run in _DARK.finditer(row)]
    sheet.modules(x, y, side / len(rows), rectangles)


def qr_rows(text: str) -> list[bytes]:
    """The modules of a code, row by row, 1 for dark.

    With the mask and the length fixed, a code is linear over its bits (so are its check words): the codes of
    neighbouring numbers differ by what the few changed bytes do, each worked out once. That takes a fifth of the time.
    """
    data = text.encode()
    known = _latest.get(len(data))
    if known is None or _distance(known[0], data) > _NEAR:
        side, modules = _symbol(data)
    else:
        before, side, modules = known
        for place, (old, new) in enumerate(zip(before, data, strict=True)):
            if old != new:
                modules ^= _effect(len(data), place, old ^ new)
    _latest[len(data)] = (data, side, modules)
    whole = modules.to_bytes(side * side, "big")
    return [whole[start : start + side] for start in range(0, side * side, side)]


def _distance(one: bytes, other: bytes) -> int:
    return sum(old != new for old, new in zip(one, other, strict=True))


def _symbol(data: bytes) -> tuple[int, int]:
    """Modules on a side, and all of them, a byte each, as one number."""
    code = segno.make_qr(data, error="m", mode="byte", boost_error=False, mask=_MASK)
    return len(code.matrix), int.from_bytes(b"".join(bytes(row) for row in code.matrix), "big")


@lru_cache(maxsize=4096)
def _effect(length: int, place: int, change: int) -> int:
    """Which modules turn when one byte changes."""
    blank = bytes(length)
    changed = blank[:place] + bytes((change,)) + blank[place + 1 :]
    return _symbol(changed)[1] ^ _blank(length)


@lru_cache(maxsize=256)
def _blank(length: int) -> int:
    return _symbol(bytes(length))[1]
