"""Rows of a form that flow over as many pages as they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.printing import blocks
from app.printing.fonts import MM_PER_POINT, Face, even_face
from app.printing.page import RULE, Sheet
from app.printing.type_setting import Fitted, fit_box, leading

_KEPT_WITH_SIGNATURE = 12


class Row(Protocol):
    """Something as wide as the form that is drawn at a place down the page."""

    @property
    def height(self) -> float:
        """The least height in millimetres."""

    def split(self, room: float) -> tuple[Row, Row] | None:
        """Cut into a part no higher than ``room`` and the rest; None when it must stay whole."""

    def draw(self, sheet: Sheet, y: float, height: float) -> None:
        """Draw it with its top at y; ``height`` may be more than the least."""


@dataclass(frozen=True)
class Placed:
    """A row with its place on a page."""

    row: Row
    y: float
    height: float


def flow(
    rows: Sequence[Row], first_top: float, next_top: float, bottom: float, grows: Row | None
) -> list[list[Placed]]:
    """Place rows on pages. When one page is enough, ``grows`` takes what room is left over."""
    total = sum(row.height for row in rows)
    spare = bottom - first_top - total
    pages: list[list[Placed]] = [[]]
    y = first_top
    waiting = list(rows)
    while waiting:
        row = waiting.pop(0)
        height = row.height + (spare if row is grows and spare > 0 else 0.0)
        if y + height <= bottom + 0.01:
            pages[-1].append(Placed(row, y, height))
            y += height
            continue
        parts = row.split(bottom - y)
        if parts is not None:
            pages[-1].append(Placed(parts[0], y, bottom - y))
            waiting.insert(0, parts[1])
        elif pages[-1]:
            waiting.insert(0, row)
        else:
            # Higher than an empty page and not to be cut: the callers' size limits rule this out.
            raise AssertionError("a form row is higher than the page")
        pages.append([])
        y = next_top
    return [page for page in pages if page]


@dataclass(frozen=True)
class Cell:
    """One cell of a row: a label (spread, 宋体) or a value (仿宋)."""

    width: float
    words: str
    is_label: bool = False
    centred: bool = False


LABEL_SIZE, VALUE_SIZE, VALUE_MINIMUM = 11.0, 12.0, 9.0
ROW_HEIGHT, ROW_LIMIT = 8.6, 60.0


class Cells:
    """A row of cells, as high as its fullest value needs."""

    def __init__(
        self, left: float, cells: Sequence[Cell], *, size: float = VALUE_SIZE, least: float = ROW_HEIGHT
    ) -> None:
        self._left = left
        self._cells = cells
        self._faces = [Face.SONG if cell.is_label else even_face(cell.words, Face.FANGSONG) for cell in cells]
        self._fitted = [
            None
            if cell.is_label
            else _fit_growing(cell.words, face, size, cell.width - 2 * (0.8 if cell.centred else blocks.PADDING))
            for cell, face in zip(cells, self._faces, strict=True)
        ]
        needed = [_lines_height(fitted) + 2.6 for fitted in self._fitted if fitted is not None]
        self._height = max([ROW_HEIGHT, least, *needed])

    @property
    def height(self) -> float:
        """The height of the fullest cell, at least that of an ordinary row or the ``least`` asked for."""
        return self._height

    def split(self, room: float) -> tuple[Row, Row] | None:  # noqa: ARG002 - cells stay whole
        """Never cut."""
        return None

    def draw(self, sheet: Sheet, y: float, height: float) -> None:
        """Draw the cells side by side with rules between them and a rule on top."""
        x = self._left
        right = x + sum(cell.width for cell in self._cells)
        sheet.line(x, y, right, y, RULE)
        for index, (cell, face, fitted) in enumerate(zip(self._cells, self._faces, self._fitted, strict=True)):
            if index:
                sheet.line(x, y, x, y + height, RULE)
            if fitted is None:
                inset = min(3.0, cell.width * 0.12)
                blocks.label(sheet, x, y, cell.width, height, cell.words, face, LABEL_SIZE, inset)
            else:
                blocks.place(sheet, x, y, cell.width, height, fitted, face, centred=cell.centred)
            x += cell.width


def _fit_growing(words: str, face: Face, size: float, width: float) -> Fitted:
    fitted = fit_box(words, face, size, width, 2 * leading(size), size - 1.5)
    return fitted if fitted.complete else fit_box(words, face, size - 1.5, width, ROW_LIMIT, VALUE_MINIMUM)


def _lines_height(fitted: Fitted) -> float:
    return fitted.size * MM_PER_POINT + (len(fitted.lines) - 1) * leading(fitted.size)


@dataclass(frozen=True)
class Body:
    """Running text beside a label, cut between lines when the page ends; ``foot`` lines close it at the right.

    ``centred`` puts lines that leave room in the middle of the height.
    """

    left: float
    width: float
    label_width: float
    label: str
    lines: tuple[tuple[str, bool], ...]
    face: Face = Face.FANGSONG
    size: float = VALUE_SIZE
    pitch: float = 5.9
    minimum: float = ROW_HEIGHT
    foot: tuple[str, ...] = ()
    centred: bool = False

    _HEAD = 1.9
    _FOOT_PITCH = 8.0

    @property
    def height(self) -> float:
        """Room for all lines and the foot."""
        foot = len(self.foot) * self._FOOT_PITCH + (1.5 if self.foot else 0.0)
        return max(self.minimum, 2 * self._HEAD + len(self.lines) * self.pitch - 1.0 + foot)

    def split(self, room: float) -> tuple[Row, Row] | None:
        """Leave at least two lines on either side of the cut; a short text with a signature stays in one piece."""
        if self.foot and len(self.lines) <= _KEPT_WITH_SIGNATURE:
            return None
        fitting = int((room - 2 * self._HEAD + 1.0) / self.pitch)
        count = min(fitting, len(self.lines) - 2) if not self.foot else min(fitting, len(self.lines) - 1)
        if count < 2:
            return None
        return (
            replace(self, lines=self.lines[:count], foot=(), minimum=0.0),
            replace(self, lines=self.lines[count:], minimum=min(self.minimum, ROW_HEIGHT)),
        )

    def draw(self, sheet: Sheet, y: float, height: float) -> None:
        """Draw the label centred in the height and the lines from the top."""
        right = self.left + self.width
        sheet.line(self.left, y, right, y, RULE)
        text_left = self.left + self.label_width
        sheet.line(text_left, y, text_left, y + height, RULE)
        inset = min(3.0, self.label_width * 0.12)
        blocks.label(sheet, self.left, y, self.label_width, height, self.label, Face.SONG, LABEL_SIZE, inset)
        x, room = text_left + blocks.PADDING, self.width - self.label_width - 2 * blocks.PADDING
        if len(self.lines) == 1 and not self.foot and height < ROW_HEIGHT + 2:
            base = y + height / 2 + self.size * MM_PER_POINT * 0.36
        else:
            base = y + self._HEAD + self.size * MM_PER_POINT * 0.88
            if self.centred and not self.foot:
                base += max(0.0, height - 2 * self._HEAD - len(self.lines) * self.pitch + 1.0) / 2
        for words, stretched in self.lines:
            if stretched:
                sheet.justified(x, base, room, words, self.face, self.size)
            else:
                sheet.text(x, base, words, self.face, self.size)
            base += self.pitch
        base = y + height - 3.4 - (len(self.foot) - 1) * self._FOOT_PITCH
        for words in self.foot:
            sheet.right(right - blocks.PADDING - 2, base, words, Face.SONG, LABEL_SIZE)
            base += self._FOOT_PITCH


def body(
    left: float,
    width: float,
    label_width: float,
    label: str,
    words: str,
    *,
    prose: bool = True,
    minimum: float = ROW_HEIGHT,
    foot: tuple[str, ...] = (),
) -> Body:
    """Break words into the lines of a body row."""
    face = Face.FANGSONG
    lines = blocks.paragraphs(words, face, VALUE_SIZE, width - label_width - 2 * blocks.PADDING, prose=prose)
    return Body(left, width, label_width, label, tuple(lines), face, minimum=minimum, foot=foot)


def frame(sheet: Sheet, left: float, width: float, page: Sequence[Placed], weight: float) -> None:
    """Draw the outer frame round the rows of one page."""
    top = page[0].y
    last = page[-1]
    sheet.box(left, top, width, last.y + last.height - top, weight)
