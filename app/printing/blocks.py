"""Cells of a form: a label beside its value, inside even rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.printing.fonts import MM_PER_POINT, Face, even_face, text_width
from app.printing.page import Sheet
from app.printing.type_setting import Fitted, break_lines, fit, fit_box, fit_list, leading

PADDING = 2.5
"""Millimetres kept free between a rule and the text of a cell."""

EDGE = 0.9
"""The least free room above and below the lines of a full cell."""

_RISE = 0.36
"""Half the height of a Chinese character above the base line, in ems: what centres a line on a point."""


def long_date(day: date | None) -> str:
    """2026年9月22日, without leading zeros (GB/T 9704-2012); nothing for no date."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def long_time(moment: datetime) -> str:
    """2026年9月22日 9时05分."""
    return f"{long_date(moment.date())} {moment.hour}时{moment.minute:02d}分"


def headline(
    sheet: Sheet,
    centre: float,
    y: float,
    words: str,
    face: Face,
    size: float,
    minimum_size: float,
    room: float,
    spacing: float,
) -> None:
    """Draw a heading on one line, spaced out by at most ``spacing`` mm a character as far as ``room`` allows."""
    fitted = fit(words, face, size, room, 1, minimum_size)
    line = fitted.lines[0]
    spare = room - text_width(line, face, fitted.size)
    sheet.centred(centre, y, line, face, fitted.size, spacing=max(0.0, min(spacing, spare / max(1, len(line) - 1))))


def label(
    sheet: Sheet, x: float, y: float, width: float, height: float, words: str, face: Face, size: float, inset: float
) -> None:
    """Draw a label centred in its cell: one line spread between the insets, or lines parted by ``|``, centred."""
    lines = words.split("|")
    pitch = leading(size)
    base = y + height / 2 + size * MM_PER_POINT * _RISE - (len(lines) - 1) * pitch / 2
    for index, line in enumerate(lines):
        room = min(width - 2 * inset, size * MM_PER_POINT * 5.2)
        fitted = min(size, size * (width - 1) / max(text_width(line, face, size), 0.1))
        if len(lines) > 1:
            sheet.centred(x + width / 2, base + index * pitch, line, face, fitted, spacing=0.5)
        else:
            sheet.spread(x + (width - room) / 2, base, room, line, face, fitted)


def place(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    fitted: Fitted,
    face: Face,
    *,
    centred: bool = False,
) -> None:
    """Draw fitted text centred in the height of its cell, from the left padding or centred."""
    pitch = leading(fitted.size)
    base = y + height / 2 + fitted.size * MM_PER_POINT * _RISE - (len(fitted.lines) - 1) * pitch / 2
    for index, line in enumerate(fitted.lines):
        if centred:
            sheet.centred(x + width / 2, base + index * pitch, line, face, fitted.size)
        else:
            sheet.text(x + PADDING, base + index * pitch, line, face, fitted.size)


def value(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    words: str,
    face: Face,
    size: float,
    minimum_size: float,
    *,
    centred: bool = False,
) -> None:
    """Draw a value in its cell, shrunk and wrapped as needed."""
    face = even_face(words, face)
    fitted = fit_box(words, face, size, width - 2 * PADDING, height - 2 * EDGE, minimum_size)
    place(sheet, x, y, width, height, fitted, face, centred=centred)


def list_value(
    sheet: Sheet,
    x: float,
    y: float,
    width: float,
    height: float,
    items: Sequence[str],
    face: Face,
    size: float,
    minimum_size: float,
) -> None:
    """Draw several values in one cell; those without room become 等N件."""
    face = even_face("".join(items), face)
    fitted = fit_list(items, face, size, width - 2 * PADDING, height - 2 * EDGE, minimum_size)
    place(sheet, x, y, width, height, fitted, face)


def paragraphs(words: str, face: Face, size: float, width: float, *, prose: bool) -> list[tuple[str, bool]]:
    """Lines of running text, each with whether it is to be stretched to the full width.

    Prose is indented by two characters and stretched; lists are neither.
    """
    result: list[tuple[str, bool]] = []
    for paragraph in words.splitlines():
        shown = paragraph.strip(" \u3000")
        if not shown:
            continue
        lines = break_lines(("\u3000\u3000" if prose else "") + shown, face, size, width)
        result += [(line, prose) for line in lines[:-1]] + [(lines[-1], False)]
    return result


def squeezed(words: str, face: Face, size: float, room: float) -> float:
    """The size at which one line fits into ``room`` mm, at most ``size``: for words of which nothing may be lost."""
    natural = text_width(words, face, size)
    return size if natural <= room else max(0.5, size * room / natural)
