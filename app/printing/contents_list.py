"""卷内目录 and the list of names: A4 as GB/T 9705-2008 names its columns, smaller sizes in proportion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.dossier_paper import PART_TEXT, ContentsLine, PackVolume, PaperSize
from app.domain.paper import Marks
from app.printing import blocks
from app.printing.fonts import Face, even_face
from app.printing.page import FRAME, RULE, Sheet
from app.printing.type_setting import Fitted, fit_box

COLUMNS = ("顺序号", "文号", "责任者", "题名", "日期", "页号", "备注")
_CENTRED = frozenset({"顺序号", "日期", "页号"})
_PADDING = 0.8
_EDGE = 0.5
_NAMES_ABREAST = 3
_ROOMY, _READABLE = 4, 0.75
"""A long title takes up to so many rows before its type becomes smaller than this share of the usual size."""


@dataclass(frozen=True)
class ListLayout:
    """Places of the list on one size of paper, in millimetres and points."""

    left: float
    widths: tuple[float, ...]
    title: float
    title_points: float
    line: float
    top: float
    header: float
    row: float
    rows: int
    foot: float
    points: float
    minimum: float

    @property
    def width(self) -> float:
        """Of the whole table."""
        return sum(self.widths)

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.header + self.rows * self.row


LAYOUTS = {
    PaperSize.A4: ListLayout(28, (10, 25, 28, 62, 20, 12, 13), 31, 22, 41, 45, 14, 11.5, 18, 275, 11, 6),
    PaperSize.K16: ListLayout(27, (9, 21, 24, 56, 17, 10.5, 10.5), 27, 18, 36, 39.5, 12, 10.5, 18, 249, 10, 5.5),
    PaperSize.A5: ListLayout(26, (8, 16.5, 18, 41, 14, 8.5, 8), 20, 15, 28, 31, 10, 9, 17, 200, 8.5, 5),
}


@dataclass(frozen=True)
class _Row:
    cells: tuple[tuple[Fitted, Face], ...]
    units: int


def draw_contents(
    sheet: Sheet, volume: PackVolume, size: PaperSize, marks: Marks, *, fields_only: bool = False
) -> Iterator[None]:
    """Draw the list page by page; the caller ends a page each time control comes back."""
    layout = LAYOUTS[size]
    lines = volume.contents
    rows = [_row(line, layout, last=line is lines[-1]) for line in lines]
    pages = _pages(rows, layout.rows)
    for index, page in enumerate(pages):
        if not fields_only:
            sheet.fixed(("contents", size), lambda: _table(sheet, layout))
        _heading(sheet, layout, "" if fields_only else "卷内目录", volume)
        y = layout.top + layout.header
        for row in page:
            height = row.units * layout.row
            if not fields_only:
                sheet.line(layout.left, y, layout.right, y, RULE)
            _cells(sheet, layout, row, y, height)
            y += height
        if not fields_only:
            while y < layout.bottom - 0.1:
                sheet.line(layout.left, y, layout.right, y, RULE)
                y += layout.row
        _foot(sheet, layout, "目录", index + 1, len(pages), marks)
        yield


def draw_names(sheet: Sheet, volume: PackVolume, size: PaperSize, marks: Marks) -> Iterator[None]:
    """Draw the whole list of the people of a collective petition, three abreast, page by page."""
    layout = LAYOUTS[size]
    height = layout.row * 0.8
    deep = int((layout.bottom - layout.top) / height)
    names = volume.cover.names
    amount = deep * _NAMES_ABREAST
    count = -(-len(names) // amount)
    wide = layout.width / _NAMES_ABREAST
    for index in range(count):
        _heading(sheet, layout, f"信访人名单（共{len(names)}人）", volume)
        part = names[index * amount : (index + 1) * amount]
        used = min(deep, len(part))
        sheet.box(layout.left, layout.top, layout.width, used * height, FRAME)
        for row in range(1, used):
            sheet.line(layout.left, layout.top + row * height, layout.right, layout.top + row * height, RULE)
        for column in range(_NAMES_ABREAST):
            x = layout.left + column * wide
            if column:
                sheet.line(x, layout.top, x, layout.top + used * height, RULE)
            edge = x + layout.widths[0]
            sheet.line(edge, layout.top, edge, layout.top + used * height, RULE)
        for place, name in enumerate(part):
            x = layout.left + place // deep * wide
            y = layout.top + place % deep * height
            number = _set(str(index * amount + place + 1), layout, layout.widths[0], height)
            _place(sheet, x, y, layout.widths[0], height, number, centred=True)
            room = wide - layout.widths[0]
            _place(sheet, x + layout.widths[0], y, room, height, _set(name, layout, room, height), centred=False)
        _foot(sheet, layout, "名单", index + 1, count, marks)
        yield


def written(line: ContentsLine, *, last: bool) -> tuple[str, ...]:
    """What the columns say: the first page of a document, of the last one first and last; the day in eight digits."""
    day = f"{line.day:%Y%m%d}" if line.day else ""
    pages = line.span if last else str(line.first)
    return (str(line.order), line.document_number, line.responsible, line.title, day, pages, line.remark)


def _row(line: ContentsLine, layout: ListLayout, *, last: bool) -> _Row:
    """As many row heights as the fullest cell needs in type that reads well."""
    words = written(line, last=last)
    readable = layout.points * _READABLE
    cells: tuple[tuple[Fitted, Face], ...] = ()
    for most, minimum in ((_ROOMY, readable), (layout.rows, layout.minimum)):
        for units in range(1, most + 1):
            height = units * layout.row
            sizes = zip(words, layout.widths, strict=True)
            cells = tuple(_set(text, layout, width, height, minimum) for text, width in sizes)
            if all(fitted.complete for fitted, _ in cells):
                return _Row(cells, units)
    return _Row(cells, layout.rows)


def _set(
    words: str, layout: ListLayout, width: float, height: float, minimum: float | None = None
) -> tuple[Fitted, Face]:
    words = words.replace("\n", " ")
    face = even_face(words, Face.FANGSONG)
    room, space = width - 2 * _PADDING, height - 2 * _EDGE
    return fit_box(words, face, layout.points, room, space, minimum or layout.minimum), face


def _pages(rows: Sequence[_Row], most: int) -> list[list[_Row]]:
    pages: list[list[_Row]] = [[]]
    used = 0
    for row in rows:
        if used + row.units > most:
            pages.append([])
            used = 0
        pages[-1].append(row)
        used += row.units
    return pages


def _table(sheet: Sheet, layout: ListLayout) -> None:
    """What is the same on every page: the frame, the upright rules and the names of the columns."""
    sheet.box(layout.left, layout.top, layout.width, layout.bottom - layout.top, FRAME)
    x = layout.left
    for name, width in zip(COLUMNS, layout.widths, strict=True):
        if x > layout.left:
            sheet.line(x, layout.top, x, layout.bottom, RULE)
        words = "|".join(name) if len(name) == 3 and width < 11 else name
        points = layout.points if len(name) < 3 or "|" not in words else layout.points * 0.86
        blocks.label(sheet, x, layout.top, width, layout.header, words, Face.SONG, points, min(4.0, width / 8))
        x += width


def _cells(sheet: Sheet, layout: ListLayout, row: _Row, y: float, height: float) -> None:
    x = layout.left
    for name, width, cell in zip(COLUMNS, layout.widths, row.cells, strict=True):
        _place(sheet, x, y, width, height, cell, centred=name in _CENTRED)
        x += width


def _place(
    sheet: Sheet, x: float, y: float, width: float, height: float, cell: tuple[Fitted, Face], *, centred: bool
) -> None:
    fitted, face = cell
    shift = 0.0 if centred else _PADDING - blocks.PADDING
    blocks.place(sheet, x + shift, y, width, height, fitted, face, centred=centred)


def _heading(sheet: Sheet, layout: ListLayout, title: str, volume: PackVolume) -> None:
    middle = layout.left + layout.width / 2
    sheet.centred(middle, layout.title, title, Face.SONG_BOLD, layout.title_points, spacing=layout.title_points / 20)
    small = layout.points
    part = f"{PART_TEXT[volume.part]}　第{volume.number}册　共{volume.count}册"
    room = layout.width * 0.62
    face = even_face(volume.title, Face.SONG)
    sheet.text(layout.left, layout.line, volume.title, face, blocks.squeezed(volume.title, face, small, room))
    sheet.right(
        layout.right, layout.line, part, Face.SONG, blocks.squeezed(part, Face.SONG, small, layout.width * 0.36)
    )


def _foot(sheet: Sheet, layout: ListLayout, what: str, page: int, pages: int, marks: Marks) -> None:
    words = f"{what}第{page}页\u3000共{pages}页"
    sheet.centred(layout.left + layout.width / 2, layout.foot, words, Face.SONG, layout.points)
    sheet.marks(marks, right=layout.right, top=7)
