"""信函: 督办函, 答复意见书, 告知书 in the letter form of GB/T 9704-2012 §10.1, and the half sheets that go with them.

The first page has the court's name and two red double rules; the text stands on the grid of 22 lines of 28 characters.
The large edition is for the visitor's eyes: the same words in 22 points, without grid and half sheets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.paper import LetterRecord
from app.printing import blocks
from app.printing.fonts import MM_PER_POINT, Face, even_face, text_width
from app.printing.half_sheet import draw_half_sheets
from app.printing.page import RED, Sheet
from app.printing.type_setting import OFFICIAL_GRID, break_lines

HEAD_TOP = 30.0
"""Upper edge of the court's name, millimetres from the top of the paper."""

RULE_LEFT, RULE_RIGHT = 20.0, 190.0
RULE_BELOW_HEAD = 4.0
FOOT_RULE = 277.0
"""The second red rule: 20 mm from the bottom of the paper."""

THICK, GAP, THIN = 1.4, 0.8, 0.5
"""Of a red double rule, in points."""

HEAD_SIZE, HEAD_SMALLEST, HEAD_ROOM = 36.0, 6.0, 164.0
INK_ABOVE, INK_BELOW = 0.84, 0.08
"""How far the strokes of a Chinese character of the heading face reach above and below the base line, in ems."""

LARGE_NOTE = "（本件为大字版，内容与正本相同。）"

LOOSEST = 3.0
"""Characters that may be missing at the end of a line to keep a number whole."""

_HEADING = re.compile(r"(?P<first>[一二三四五六七八九十]+、)|(?P<second>（[一二三四五六七八九十]+）)")
_SENTENCE = re.compile(r"[，。；！？]")


@dataclass(frozen=True)
class Layout:
    """Where text stands: the official grid, or the large edition. Lengths in millimetres, sizes in points."""

    left: float
    right: float
    top: float
    size: float
    pitch: float
    rows: int
    title_size: float
    face: Face
    title_gap: float = 2.0

    @property
    def width(self) -> float:
        """Of a line."""
        return self.right - self.left

    @property
    def bottom(self) -> float:
        """Of the last line."""
        return self.top + self.rows * self.pitch

    @property
    def em(self) -> float:
        """Width of a character."""
        return self.size * MM_PER_POINT


OFFICIAL = Layout(28.0, 184.0, 37.0, OFFICIAL_GRID.size, OFFICIAL_GRID.pitch, OFFICIAL_GRID.rows, 22.0, Face.FANGSONG)
LARGE = Layout(28.0, 184.0, 37.0, 22.0, 12.5, 18, 28.0, Face.HEI, title_gap=1.0)


@dataclass(frozen=True)
class _Line:
    words: str
    face: Face
    indent: float = 0.0
    stretched: bool = False
    centred: float | None = None
    size: float | None = None
    heading: bool = False


def draw_letter(sheet: Sheet, record: LetterRecord) -> None:
    """Draw the letter and its half sheets on the current and further pages; leaves the last page current."""
    layout = LARGE if record.large else OFFICIAL
    start = _head(sheet, record, layout)
    body, closing = _body(record, layout), _closing(record, layout)
    pages = _pages([*_top(record, layout), *body], closing, layout, start)
    for index, lines in enumerate(pages):
        if index:
            sheet.next_page()
        first = start if index == 0 else 0
        for row, line in enumerate(lines, first):
            _draw_line(sheet, line, layout, layout.top + row * layout.pitch)
        if index:
            _page_number(sheet, index + 1, layout)
        sheet.marks(record.marks, right=RULE_RIGHT, top=10)
    if not record.large:
        draw_half_sheets(sheet, record)


def _head(sheet: Sheet, record: LetterRecord, layout: Layout) -> int:
    """Draw the heading of the first page; gives the line of the grid on which the title begins."""
    fitted = blocks.squeezed(record.court_name, Face.SONG_BOLD, HEAD_SIZE, HEAD_ROOM)
    size = max(HEAD_SMALLEST, min(HEAD_SIZE, fitted))
    base = HEAD_TOP + size * MM_PER_POINT * INK_ABOVE
    natural = text_width(record.court_name, Face.SONG_BOLD, size)
    gaps = max(1, len(record.court_name) - 1)
    spacing = max(0.0, min(3.0, (120.0 - natural) / gaps))
    rule = base + size * MM_PER_POINT * INK_BELOW + RULE_BELOW_HEAD
    with sheet.ink(RED):
        sheet.centred(105, base, record.court_name, Face.SONG_BOLD, size, spacing=spacing)
        double_rule(sheet, rule, thick_first=True)
        double_rule(sheet, FOOT_RULE, thick_first=False)
    below = rule + (THICK + GAP + THIN) * MM_PER_POINT
    gap = 7 / 8 * OFFICIAL.em if not record.large else 3.0
    if record.number:
        face = even_face(record.number, layout.face)
        size = blocks.squeezed(record.number, face, layout.size, layout.width)
        sheet.right(layout.right, below + gap + layout.size * MM_PER_POINT * 0.88, record.number, face, size)
        below += gap + layout.em
    rows = (below - layout.top) / layout.pitch + layout.title_gap
    return max(0, round(rows))


def double_rule(sheet: Sheet, y: float, *, thick_first: bool) -> None:
    """A rule of 170 mm whose upper edge is at y: thick over thin, or thin over thick."""
    first, second = (THICK, THIN) if thick_first else (THIN, THICK)
    length = RULE_RIGHT - RULE_LEFT
    lower = y + (first + GAP) * MM_PER_POINT
    sheet.bars(
        [
            (RULE_LEFT, y, length, first * MM_PER_POINT),
            (RULE_LEFT, lower, length, second * MM_PER_POINT),
        ]
    )


def _top(record: LetterRecord, layout: Layout) -> list[_Line]:
    """Title and addressee, an empty line between them."""
    centre = layout.left + layout.width / 2
    room = layout.width - 2 * layout.em
    title = balanced(record.title, Face.SONG_BOLD, layout.title_size, room)
    lines = [_Line(words, Face.SONG_BOLD, centred=centre, size=layout.title_size) for words in title]
    if record.addressee:
        lines.append(_blank(layout))
        face = even_face(record.addressee, layout.face)
        lines += [_Line(one, face) for one in break_lines(record.addressee, face, layout.size, layout.width)]
    else:
        lines.append(_blank(layout))
    return lines


def balanced(words: str, face: Face, size: float, width: float) -> list[str]:
    """Break a heading into lines of about the same length, none wider than ``width`` mm."""
    lines = break_lines(words, face, size, width)
    if len(lines) < 2:
        return lines
    count, narrow = len(lines), width
    while narrow > width / 2:
        narrower = break_lines(words, face, size, narrow - size * MM_PER_POINT)
        if len(narrower) > count:
            break
        lines, narrow = narrower, narrow - size * MM_PER_POINT
    return [line.strip() for line in lines]


def _body(record: LetterRecord, layout: Layout) -> list[_Line]:
    lines = [line for words in record.paragraphs for line in _paragraph(words, layout)]
    if record.attachments:
        lines.append(_blank(layout))
        lines += _attachments(record.attachments, layout)
    return lines


def _paragraph(words: str, layout: Layout) -> list[_Line]:
    """Indented by two characters; a line that is only 一、 or （一） with a few words is a heading in 黑体 or 楷体."""
    face = _face_of(words, layout)
    whole = "\u3000\u3000" + words.strip(" \u3000")
    broken = break_lines(whole, face, layout.size, layout.width, loosest=LOOSEST * layout.em)
    return [_Line(one, face, stretched=True) for one in broken[:-1]] + [
        _Line(broken[-1], face, heading=face is not layout.face)
    ]


def _face_of(words: str, layout: Layout) -> Face:
    heading = _HEADING.match(words)
    short = text_width(words, layout.face, layout.size) < layout.width - 2 * layout.em and not _SENTENCE.search(words)
    if heading is not None and short:
        return (Face.HEI_BOLD if layout.face is Face.HEI else Face.HEI) if heading["first"] else Face.KAI
    return layout.face


def _attachments(names: Sequence[str], layout: Layout) -> list[_Line]:
    """附件说明: indented by two characters, turn-over lines below the first word, no full stop."""
    lines: list[_Line] = []
    for place, name in enumerate(names, 1):
        number = f"{place}．" if len(names) > 1 else ""
        head = f"附件：{number}" if place == 1 else number
        indent = 2 * layout.em if place == 1 else 5 * layout.em
        hang = indent + text_width(head, layout.face, layout.size)
        text = name.strip().rstrip("。；")
        for index, words in enumerate(break_lines(text, layout.face, layout.size, layout.width - hang)):
            lines.append(_Line(words if index else head + words, layout.face, hang if index else indent))
    return lines


def _closing(record: LetterRecord, layout: Layout) -> list[_Line]:
    """署名 and 成文日期 with room for the seal, then whom to ask: two empty lines, so that the seal meets the text."""
    day = blocks.long_date(record.day)
    right = layout.width - 4 * layout.em
    day_width = text_width(day, layout.face, layout.size)
    face = even_face(record.signed, layout.face)
    size = blocks.squeezed(record.signed, face, layout.size, layout.width)
    signed_width = text_width(record.signed, face, size)
    # the name is centred over the date, and both move in when the name is the longer one
    centre = min(right - day_width / 2, layout.width - signed_width / 2)
    lines = [_blank(layout), _blank(layout)]
    if record.signed:
        lines.append(_Line(record.signed, face, centre - signed_width / 2, size=size))
    lines.append(_Line(day, layout.face, centre - day_width / 2))
    notes = [f"（{record.contact}）"] if record.contact else []
    if record.large:
        notes.append(LARGE_NOTE)
    for note in notes:
        broken = break_lines("\u3000\u3000" + note, layout.face, layout.size, layout.width)
        lines += [_Line(words, layout.face) for words in broken]
    return lines


def _blank(layout: Layout) -> _Line:
    return _Line("", layout.face)


def _pages(text: Sequence[_Line], closing: Sequence[_Line], layout: Layout, start: int) -> list[list[_Line]]:
    """Lines on pages. A heading stays with what it heads, and two lines of the text go with the signature."""
    pages: list[list[_Line]] = [[]]
    room = layout.rows - start
    for line in text:
        if len(pages[-1]) == room:
            pages.append([pages[-1].pop()] if len(pages[-1]) > 1 and pages[-1][-1].heading else [])
            room = layout.rows
        if not (line.words == "" and not pages[-1]):
            pages[-1].append(line)
    if len(pages[-1]) + len(closing) > room:
        taken = pages[-1][-2:] if len(pages[-1]) > 2 else []
        if taken:
            pages[-1] = pages[-1][:-2]
            while pages[-1] and not pages[-1][-1].words:
                pages[-1].pop()
        pages.append(list(taken))
    pages[-1] += closing
    return pages


def _draw_line(sheet: Sheet, line: _Line, layout: Layout, top: float) -> None:
    """Draw a line centred in its row of the grid."""
    if not line.words:
        return
    size = line.size or layout.size
    base = top + layout.pitch / 2 + size * MM_PER_POINT * 0.36
    if line.centred is not None:
        sheet.centred(line.centred, base, line.words, line.face, size)
    elif line.stretched:
        # the indent stays two characters wide, however much the rest of the line is stretched
        words = line.words.lstrip("\u3000")
        indent = (len(line.words) - len(words)) * layout.em
        sheet.justified(layout.left + indent, base, layout.width - indent, words, line.face, size)
    else:
        sheet.text(layout.left + line.indent, base, line.words, line.face, size)


def _page_number(sheet: Sheet, number: int, layout: Layout) -> None:
    """4号 with a dash on each side, the dashes 7 mm below the text; odd pages right, even pages left, one in."""
    words, size = f"— {number} —", 14.0 if layout is OFFICIAL else layout.size
    base = OFFICIAL.bottom + 7 + size * MM_PER_POINT * 0.36
    em = size * MM_PER_POINT
    if number % 2:
        sheet.right(layout.right - em, base, words, Face.SONG, size)
    else:
        sheet.text(layout.left + em, base, words, Face.SONG, size)
