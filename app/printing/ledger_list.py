"""台账: a printed ledger with rows as high as their words, headings on every page, figures and signatures at its end.

Wide ones lie on their side (A4 across). The month's pack sets the reports behind the list, all in one file.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.errors import Refused
from app.domain.ledger import LedgerPaper
from app.domain.paper import PaperRecord
from app.printing import blocks, flow, issue
from app.printing.flow import Placed, Row
from app.printing.fonts import MM_PER_POINT, Face, even_face, require_printable
from app.printing.page import A4, FRAME, RULE, About, Sheet
from app.printing.type_setting import Fitted, break_lines, fit_box, leading

ACROSS = (A4[1], A4[0])
LEFT, RIGHT = 27.0, 12.0
FIRST_TOP, NEXT_TOP, HEADING = 43.0, 22.0, 9.0
POINTS, ONE_LINE, LEAST = 10.5, 8.5, 7.5
PADDING, ROW_HEIGHT, ROW_LIMIT = 1.4, 8.4, 60.0
"""A short word is made smaller before it is broken; a row is never higher than its limit, longer words end in …."""
NOTE_PITCH, FOOT = 5.6, 15.0


class LedgerRow:
    """One row, as high as its fullest cell."""

    def __init__(self, widths: Sequence[float], words: Sequence[str]) -> None:
        self._widths = widths
        self._faces = [even_face(cell, Face.FANGSONG) for cell in words]
        self._fitted = [_fit(*one) for one in zip(words, self._faces, widths, strict=True)]
        highest = max(
            one.size * MM_PER_POINT + (len(one.lines) - 1) * leading(one.size) if one.lines else 0.0
            for one in self._fitted
        )
        self.height = max(ROW_HEIGHT, highest + 2.8)

    def split(self, room: float) -> tuple[Row, Row] | None:  # noqa: ARG002 - a row stays whole
        """Never cut."""
        return None

    def draw(self, sheet: Sheet, y: float, height: float) -> None:
        """Draw the cells side by side with rules between them and a rule on top."""
        x = LEFT
        sheet.line(x, y, x + sum(self._widths), y, RULE)
        for index, (width, face, fitted) in enumerate(zip(self._widths, self._faces, self._fitted, strict=True)):
            if index:
                sheet.line(x, y, x, y + height, RULE)
            inset = PADDING - blocks.PADDING
            blocks.place(sheet, x + inset, y, width, height, fitted, face)
            x += width


def _fit(words: str, face: Face, width: float) -> Fitted:
    """On one line if it need not be made much smaller; else as many lines as it takes."""
    room = width - 2 * PADDING
    plain = " ".join(words.split())
    size = blocks.squeezed(plain, face, POINTS, room)
    if size >= ONE_LINE or not plain:
        return fit_box(plain, face, min(size, POINTS) * 0.999, room, ROW_HEIGHT, LEAST)
    for size in (POINTS, ONE_LINE):
        fitted = fit_box(plain, face, size, room, ROW_LIMIT, size)
        if fitted.complete:
            return fitted
    return fit_box(plain, face, ONE_LINE, room, ROW_LIMIT, LEAST)


def render_ledger(wanted: LedgerPaper, papers: Sequence[PaperRecord] = ()) -> bytes:
    """The PDF of a ledger, and behind it ``papers`` in their order.

    Raises:
        Refused: there is nothing on it, a paper is not A4, or a character has no glyph in the bundled faces.
    """
    if not wanted.rows:
        raise Refused(f"{wanted.title}里没有内容，不用打印。")
    if any(issue.paper_size(one) != A4 for one in papers):
        raise Refused("附在后面的文书不都是 A4，不能放进同一份文件。请分开打印。")
    require_printable([*issue.texts_of(wanted), *(text for one in papers for text in issue.texts_of(one))])
    with issue.DRAWING:
        size = ACROSS if wanted.wide else A4
        sheet = Sheet(size, About(wanted.title, wanted.court_name, f"共{len(wanted.rows)}行"))
        _ledger(sheet, wanted, *size)
        for one in papers:
            sheet.paper(A4)
            issue.draw(sheet, one, hole_guides=True)
            sheet.next_page()
        return sheet.finish()


def _ledger(sheet: Sheet, wanted: LedgerPaper, width: float, height: float) -> None:
    room = width - LEFT - RIGHT
    share = sum(column.share for column in wanted.columns)
    widths = [room * column.share / share for column in wanted.columns]
    rows = [LedgerRow(widths, row) for row in wanted.rows]
    notes = [line for note in wanted.notes for line in break_lines(note, Face.FANGSONG, POINTS, room)]
    end = len(notes) * NOTE_PITCH + (FOOT if wanted.signatures else 0.0) + 4.0
    bottom = height - 17.0
    pages = flow.flow(rows, FIRST_TOP + HEADING, NEXT_TOP + HEADING, bottom, None)
    last = pages[-1][-1]
    alone = last.y + last.height + end > bottom
    count = len(pages) + alone
    for index, page in enumerate(pages):
        _page(sheet, wanted, page, widths, first=index == 0)
        if index == len(pages) - 1 and not alone:
            _close(sheet, wanted, notes, room, last.y + last.height + 6.0)
        _foot(sheet, wanted, index + 1, count, width, height)
        sheet.next_page()
    if alone:
        _close(sheet, wanted, notes, room, NEXT_TOP + 6.0)
        _foot(sheet, wanted, count, count, width, height)
        sheet.next_page()


def _page(sheet: Sheet, wanted: LedgerPaper, page: Sequence[Placed], widths: Sequence[float], *, first: bool) -> None:
    room = sum(widths)
    middle = LEFT + room / 2
    if first:
        for words, base, size in ((wanted.court_name, 19.0, 13.0), (wanted.title, 30.0, 19.0)):
            face = even_face(words, Face.SONG_BOLD)
            sheet.centred(middle, base, words, face, blocks.squeezed(words, face, size, room))
        face = even_face(wanted.about, Face.SONG)
        sheet.text(LEFT, 39.5, wanted.about, face, blocks.squeezed(wanted.about, face, POINTS, room))
    else:
        words = f"{wanted.title}（续）"
        face = even_face(words, Face.SONG_BOLD)
        sheet.centred(middle, 18.5, words, face, blocks.squeezed(words, face, 12.0, room))
    top = FIRST_TOP if first else NEXT_TOP
    bottom = page[-1].y + page[-1].height
    x = LEFT
    for column, across in zip(wanted.columns, widths, strict=True):
        if x > LEFT:
            sheet.line(x, top, x, top + HEADING, RULE)
        face = even_face(column.heading, Face.SONG)
        size = blocks.squeezed(column.heading, face, POINTS, across - 1.6)
        sheet.centred(x + across / 2, top + HEADING / 2 + size * 0.127, column.heading, face, size)
        x += across
    for placed in page:
        placed.row.draw(sheet, placed.y, placed.height)
    sheet.box(LEFT, top, room, bottom - top, FRAME)


def _close(sheet: Sheet, wanted: LedgerPaper, notes: Sequence[str], room: float, y: float) -> None:
    for line in notes:
        sheet.text(LEFT, y, line, even_face(line, Face.FANGSONG), POINTS)
        y += NOTE_PITCH
    if not wanted.signatures:
        return
    width = room / len(wanted.signatures)
    for place, words in enumerate(wanted.signatures):
        x = LEFT + place * width
        sheet.text(x, y + 6.0, words, Face.SONG, POINTS)
        sheet.line(x + 17.0, y + 7.0, x + width - 10.0, y + 7.0, RULE)


def _foot(sheet: Sheet, wanted: LedgerPaper, number: int, count: int, width: float, height: float) -> None:
    sheet.centred(LEFT + (width - LEFT - RIGHT) / 2, height - 9.0, f"第{number}页　共{count}页", Face.SONG, 9.0)
    sheet.marks(wanted.marks, right=width - RIGHT, top=7)
