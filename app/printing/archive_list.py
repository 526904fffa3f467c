"""档案清单: filing register, hand-over list, loans, list for the appraisal committee; one table, signed at its end."""

from __future__ import annotations

from app.domain.dossier_paper import ArchiveList
from app.domain.errors import Refused
from app.printing import blocks, issue
from app.printing.fonts import Face, even_face, require_printable, text_width
from app.printing.page import A4, FRAME, RULE, About, Sheet
from app.printing.type_setting import break_lines, fit_box

LEFT, WIDTH = 28.0, 170.0
TOP, HEADER, ROW = 46.0, 10.0, 11.0
BOTTOM = 262.0
POINTS, MINIMUM = 10.5, 5.5
FOOT = 22.0
SIGNED = 14.0
"""From one line to sign on to the next."""


def render_list(wanted: ArchiveList) -> bytes:
    """The PDF of a list.

    Raises:
        Refused: there is nothing on it, or a character has no glyph in the bundled faces.
    """
    if not wanted.rows:
        raise Refused(f"{wanted.title}里没有内容，不用打印。")
    require_printable(issue.texts_of(wanted))
    with issue.DRAWING:
        sheet = Sheet(A4, About(wanted.title, wanted.court_name, f"共{len(wanted.rows)}行"))
        pages = _pages(wanted)
        for index, rows in enumerate(pages):
            _draw(sheet, wanted, rows, index, len(pages))
            sheet.next_page()
        return sheet.finish()


def _end(wanted: ArchiveList) -> float:
    """The room that notes and signatures take under the table."""
    notes = sum(len(break_lines(note, Face.FANGSONG, POINTS, WIDTH)) for note in wanted.notes)
    rows = len(_signature_rows(wanted))
    return 6.0 * notes + (FOOT + SIGNED * (rows - 1) if rows else 0.0) + 4.0


def _pages(wanted: ArchiveList) -> list[tuple[tuple[str, ...], ...]]:
    """Full pages, and on the last at least one row above what is signed."""
    most = int((BOTTOM - TOP - HEADER) / ROW)
    last = max(1, int((BOTTOM - TOP - HEADER - _end(wanted)) / ROW))
    rows, pages = wanted.rows, []
    while len(rows) > last:
        taken = min(most, len(rows) - 1)
        pages.append(rows[:taken])
        rows = rows[taken:]
    return [*pages, rows]


def _draw(sheet: Sheet, wanted: ArchiveList, rows: tuple[tuple[str, ...], ...], index: int, pages: int) -> None:
    middle = LEFT + WIDTH / 2
    for words, base, size in ((wanted.court_name, 22.0, 14.0), (wanted.title, 33.0, 20.0)):
        face = even_face(words, Face.SONG_BOLD)
        sheet.centred(middle, base, words, face, blocks.squeezed(words, face, size, WIDTH))
    face = even_face(wanted.about, Face.SONG)
    sheet.text(LEFT, 42.5, wanted.about, face, blocks.squeezed(wanted.about, face, POINTS, WIDTH))
    share = sum(width for _, width in wanted.columns)
    height = HEADER + ROW * len(rows)
    sheet.box(LEFT, TOP, WIDTH, height, FRAME)
    x = LEFT
    for column, (name, part) in enumerate(wanted.columns):
        width = WIDTH * part / share
        if column:
            sheet.line(x, TOP, x, TOP + height, RULE)
        blocks.label(sheet, x, TOP, width, HEADER, name, Face.SONG, POINTS, min(4.0, width / 8))
        for place, row in enumerate(rows):
            words = row[column].replace("\n", " ")
            cell = even_face(words, Face.FANGSONG)
            fitted = fit_box(words, cell, POINTS, width - 2 * blocks.PADDING, ROW - 1.0, MINIMUM)
            blocks.place(sheet, x, TOP + HEADER + place * ROW, width, ROW, fitted, cell, centred=False)
        x += width
    for place in range(len(rows)):
        sheet.line(LEFT, TOP + HEADER + place * ROW, LEFT + WIDTH, TOP + HEADER + place * ROW, RULE)
    if index == pages - 1:
        _close(sheet, wanted, TOP + height + 8.0)
    foot = f"第{index + 1}页　共{pages}页"
    sheet.centred(middle, 284.0, foot, Face.SONG, 9.0)
    sheet.marks(wanted.marks, right=LEFT + WIDTH, top=7)


def _close(sheet: Sheet, wanted: ArchiveList, y: float) -> None:
    for note in wanted.notes:
        for line in break_lines(note, Face.FANGSONG, POINTS, WIDTH):
            sheet.text(LEFT, y, line, even_face(line, Face.FANGSONG), POINTS)
            y += 6.0
    for row in _signature_rows(wanted):
        width = WIDTH / len(row)
        for place, words in enumerate(row):
            x = LEFT + place * width
            sheet.text(x, y + 10.0, words, Face.SONG, POINTS)
            sheet.line(x + text_width(words, Face.SONG, POINTS) + 1.5, y + 11.0, x + width - 6.0, y + 11.0, RULE)
        y += SIGNED


def _signature_rows(wanted: ArchiveList) -> list[list[str]]:
    """What is signed by several people (``\\n`` behind it) has a line of its own, the rest stand side by side."""
    several = [[words.rstrip("\n")] for words in wanted.signatures if words.endswith("\n")]
    beside = [words for words in wanted.signatures if not words.endswith("\n")]
    return [*several, *([beside] if beside else [])]
