"""Breaking Chinese text into lines, fitting it into boxes, and the official 28 × 22 grid.

Line breaking follows the 禁则 of GB/T 15834-2011 (标点符号用法): closing marks never begin a line, opening marks
never end one. Numbers, dates, document numbers such as 〔2026〕12号 and Latin words stay whole where a line can hold
them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from app.printing.fonts import MM_PER_POINT, Face, clean, text_width

NEVER_FIRST = frozenset("，。、；：？！…—～·）》〉”’」』】〕］｝％‰℃,.;:?!)]}%°′″々ー々〟﹚﹜﹞￠")
"""Marks that must not begin a line."""

NEVER_LAST = frozenset("（《〈“‘「『【〔［｛([{＄￥$¥№〝﹙﹛﹝#")
"""Marks that must not end a line."""

SPACES = frozenset(" \u3000")
"""They hang beyond the right edge at a line end and take no room there."""

_SLACK = 0.01

_ATOM = re.compile(
    r"[（(〔\[［]\d{4}[）)〕\]］][^\s，。；：、！？（）()〔〕《》]{0,16}?\d+号"
    r"|第[0-9一二三四五六七八九十百]{1,6}[条款项册页次件批]"
    r"|\d{4}年\d{1,2}月(?:\d{1,2}日)?"
    r"|\d{1,2}月\d{1,2}日"
    r"|[!-~]*\d[!-~]*[年月日时分秒元人件册页份次号%％]?"
    r"|[!-~]+"
    r"|…+|—+"
    r"|[ \u3000]+"
    r"|.",
    re.DOTALL,
)


_WORD_OR_CHARACTER = re.compile(r"[0-9A-Za-z]+|.", re.DOTALL)
_WORD = re.compile(r"[0-9A-Za-z-]+")


def break_lines(text: str, face: Face, size: float, width: float, *, loosest: float | None = None) -> list[str]:
    """Break text into lines no wider than ``width`` mm; line feeds in the text break too.

    Joining the lines of a paragraph gives the (cleaned) paragraph back. A rule is only broken when a single
    group is wider than the line, or when keeping a long number such as （2026）某0123民初45号 whole would leave more
    than ``loosest`` mm empty: then it is cut between its words, never inside a row of figures.
    """
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        lines += _break_paragraph(paragraph, face, size, width, loosest)
    return lines


def _break_paragraph(paragraph: str, face: Face, size: float, width: float, loosest: float | None) -> list[str]:
    def measure(piece: str) -> float:
        return text_width(piece, face, size)

    if measure(paragraph) <= width + _SLACK:
        return [paragraph]
    lines: list[str] = []
    line, used = "", 0.0
    waiting = list(reversed(_groups(paragraph, lambda piece: measure(piece.rstrip(" \u3000")) <= width + _SLACK)))
    while waiting:
        group = waiting.pop()
        solid = group.rstrip(" \u3000")
        if line and used + measure(solid) > width + _SLACK:
            parts = _glue(_WORD_OR_CHARACTER.findall(group)) if loosest is not None and width - used > loosest else ()
            if len(parts) > 1:
                waiting += reversed(parts)
                continue
            lines.append(line)
            line, used = "", 0.0
        line += group
        used += measure(group)
    if line:
        lines.append(line)
    return lines


def _groups(paragraph: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut a paragraph into the smallest pieces between which a line may end."""
    groups = _glue(_ATOM.findall(paragraph))
    result: list[str] = []
    for group in groups:
        if fits(group):
            result.append(group)
            continue
        # A group wider than the line: first give up keeping it whole, then, if need be, its words and numbers, then the
        # forbidden places.
        words = _glue(_WORD_OR_CHARACTER.findall(group))
        parts = words if all(fits(word) for word in words) else _glue(list(group))
        for part in parts:
            result += [part] if fits(part) else _chunks(part, fits)
    return result


def _chunks(group: str, fits: Callable[[str], bool]) -> list[str]:
    chunks: list[str] = []
    for char in group:
        if chunks and fits(chunks[-1] + char):
            chunks[-1] += char
        else:
            chunks.append(char)
    return chunks


def _glue(atoms: Sequence[str]) -> list[str]:
    groups: list[str] = []
    for atom in atoms:
        if groups and not _may_break(groups[-1], atom):
            groups[-1] += atom
        else:
            groups.append(atom)
    return groups


def _may_break(before: str, after: str) -> bool:
    if after[0] in SPACES or after[0] in NEVER_FIRST:
        # An indent (spaces at the head of a paragraph) belongs to what follows it.
        return False
    shown = before.rstrip(" \u3000")
    return bool(shown) and shown[-1] not in NEVER_LAST


@dataclass(frozen=True)
class Fitted:
    """Text set into a box: its lines, the size in points and whether all of it is there."""

    lines: tuple[str, ...]
    size: float
    complete: bool


def leading(size: float) -> float:
    """Distance between base lines in millimetres for running text in boxes: 1.25 times the size."""
    return size * MM_PER_POINT * 1.25


def lines_that_fit(size: float, height: float) -> int:
    """How many lines of ``size`` points a box of ``height`` mm holds, at least one."""
    return max(1, int((height - size * MM_PER_POINT) / leading(size) + 1.001))


def fit(text: str, face: Face, size: float, width: float, max_lines: int, minimum_size: float) -> Fitted:
    """Set text into at most ``max_lines`` lines: a little smaller on one line, else wrapped, else smaller.

    What is still too long at ``minimum_size`` ends with …… and is marked as not complete; nothing is ever clipped.
    """
    return _fit(text, face, width, [(step, max_lines) for step in _sizes(size, minimum_size)])


def fit_box(text: str, face: Face, size: float, width: float, height: float, minimum_size: float) -> Fitted:
    """Like ``fit`` for a box of ``height`` mm, where smaller type gives more lines."""
    return _fit(text, face, width, [(step, lines_that_fit(step, height)) for step in _sizes(size, minimum_size)])


def fit_list(
    items: Sequence[str],
    face: Face,
    size: float,
    width: float,
    height: float,
    minimum_size: float,
    unit: str = "件",
    separator: str = "；",
) -> Fitted:
    """Set a list into a box; what does not fit is replaced by 等N件, counting all of them."""
    items = tuple(clean(item).replace("\n", " ") for item in items if item.strip())
    best = fit_box(separator.join(items), face, size, width, height, minimum_size)
    if best.complete:
        return best
    for count in range(len(items) - 1, 0, -1):
        short = separator.join(items[:count]) + f"等{len(items)}{unit}"
        fitted = fit_box(short, face, minimum_size, width, height, minimum_size)
        if fitted.complete:
            return Fitted(fitted.lines, fitted.size, complete=False)
    return best


@cache
def _sizes(size: float, minimum: float) -> tuple[float, ...]:
    steps = [size]
    while steps[-1] - 0.5 > minimum:
        steps.append(steps[-1] - 0.5)
    if steps[-1] > minimum:
        steps.append(minimum)
    return tuple(steps)


def _fit(text: str, face: Face, width: float, steps: Sequence[tuple[float, int]]) -> Fitted:
    text = clean(text)
    if "\n" not in text and text_width(text, face, steps[0][0]) <= width + _SLACK:
        return Fitted((text,), steps[0][0], complete=True)
    whole = [step for step in steps if _words_stay_whole(text, face, step[0], width)]
    steps = whole or steps
    largest = steps[0][0]
    if "\n" not in text:
        for size, _ in steps:
            if size >= largest * 0.88 and text_width(text, face, size) <= width + _SLACK:
                return Fitted((text,), size, complete=True)
    for size, max_lines in steps:
        lines = break_lines(text, face, size, width)
        if len(lines) <= max_lines:
            return Fitted(tuple(lines), size, complete=True)
    size, max_lines = steps[-1]
    lines = break_lines(text, face, size, width)[:max_lines]
    last = lines[-1]
    while last and text_width(last + "……", face, size) > width:
        last = last[:-1]
    lines[-1] = last.rstrip("，。、；： \u3000") + "……"
    return Fitted(tuple(lines), size, complete=False)


def _words_stay_whole(text: str, face: Face, size: float, width: float) -> bool:
    """Whether every number and Latin word, an identity number for one, fits on a line."""
    return all(text_width(word, face, size) <= width + _SLACK for word in _WORD.findall(text))


@dataclass(frozen=True)
class Grid:
    """版心 as a grid of character cells; the defaults are GB/T 9704-2012: 156 × 225 mm, 22 lines of 28."""

    columns: int = 28
    rows: int = 22
    width: float = 156.0
    height: float = 225.0

    @property
    def size(self) -> float:
        """Type size in points at which the columns fill the width (15.79 pt for the official grid)."""
        return self.width / self.columns / MM_PER_POINT

    @property
    def pitch(self) -> float:
        """Distance between lines in millimetres."""
        return self.height / self.rows

    def pages(self, text: str, face: Face = Face.FANGSONG) -> list[list[str]]:
        """Break text into pages of at most ``rows`` lines each."""
        lines = break_lines(text, face, self.size, self.width)
        return [lines[start : start + self.rows] for start in range(0, len(lines), self.rows)]


OFFICIAL_GRID = Grid()
