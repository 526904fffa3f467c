"""Vertical text: one character below the other, brackets in their upright forms, short numbers side by side."""

from __future__ import annotations

import re

from app.printing.fonts import MM_PER_POINT, Face, clean, missing_glyphs, text_width
from app.printing.page import Sheet

_CELL = re.compile(r"[0-9]{2,4}(?![0-9])|[0-9]+|[A-Za-z]{2,3}(?![A-Za-z])|.", re.DOTALL)
_UPRIGHT = dict(zip("（）()〔〕[]【】《》〈〉「」『』—…", "︵︶︵︶︹︺︹︺︻︼︽︾︿﹀﹁﹂﹃﹄︱︙", strict=True))
_STEP = 1.06
"""Distance of base lines in ems."""
_ASCENT = 0.86
"""From the top of a cell to its base line, in ems."""
_COLUMN = 1.18
"""Distance of columns in ems."""
_SMALLEST = 3.5


def cells(words: str) -> list[str]:
    """What stands one below the other: a character, or a number or abbreviation of two to four set side by side."""
    found: list[str] = []
    for cell in _CELL.findall("".join(clean(words).split())):
        found += list(cell) if len(cell) > 4 else [cell]
    return found


def column(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    words: str,
    face: Face,
    size: float,
    minimum: float = _SMALLEST,
) -> None:
    """Draw words from the top of a box down, columns from right to left, centred in its width.

    They shrink a little before they take a second column, then shrink further; below ``minimum`` they still shrink
    rather than leave the box.
    """
    stack = [
        _UPRIGHT.get(cell, cell) if not missing_glyphs(_UPRIGHT.get(cell, cell)) else cell for cell in cells(words)
    ]
    if not stack:
        return
    size, rows = _fit(len(stack), size, minimum, width, height)
    em = size * MM_PER_POINT
    columns = [stack[start : start + rows] for start in range(0, len(stack), rows)]
    span = em * (1 + (len(columns) - 1) * _COLUMN)
    centre = x + width / 2 + span / 2 - em / 2
    for pile in columns:
        base = y + em * _ASCENT
        for cell in pile:
            natural = text_width(cell, face, size)
            room = em * 1.1 if len(columns) > 1 else min(width - 0.6, em * 1.6)
            fitted = size * min(1.0, room / natural) if natural else size
            sheet.centred(centre, base - (size - fitted) * MM_PER_POINT * 0.36, cell, face, fitted)
            base += em * _STEP
        centre -= em * _COLUMN


def _fit(count: int, size: float, minimum: float, width: float, height: float) -> tuple[float, int]:
    """Type size and rows of a column."""
    best = size
    while True:
        em = best * MM_PER_POINT
        rows = max(1, int((height - em) / (em * _STEP) + 1.0001)) if em <= height else 0
        most = int((width - 0.6 - em) / (em * _COLUMN) + 1.0001) if em <= width - 0.6 else 0
        allowed = 1 if best > size * 0.75 else most
        if rows * min(allowed, most) >= count or best <= 1.5:
            return best, max(1, rows)
        step = 0.5 if best > minimum else 0.25
        best -= step
