"""办理表单: a table with labels at the left and signatures beneath, over as many pages as it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.paper import SheetRecord, SheetRow
from app.printing import blocks, flow
from app.printing.fonts import Face, even_face, text_width
from app.printing.page import FRAME, HAIR, Sheet
from app.printing.type_setting import break_lines, fit

LEFT, WIDTH = 28.0, 164.0
RIGHT = LEFT + WIDTH
CENTRE = LEFT + WIDTH / 2
FIRST_TOP, NEXT_TOP, BOTTOM = 46.0, 26.0, 272.0
LABEL = 29.0
HALF = WIDTH / 2
LINE = 5.9
"""Height of one line to write on, millimetres."""

SIGNED_ROW = 13.0
LONGEST_LABEL_LINE = 6
MOST_TO_WRITE = 40.0
"""The most that a row to be written by hand grows, millimetres."""

LEAST_TO_WRITE = 15.0
"""What a row keeps when the form would run a little over its page."""

NOTE_SIZE = 9.0
SIGN_DATE = "\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日"
DATE_WORDS = ("日期", "时间")
SIGNED_FOR = ("批示", "意见", "审批", "决定")
"""A row to be written by hand whose label ends with one of these has a place for signature and date."""

TAILS = (*SIGNED_FOR, "情况", "理由", "原因", "依据", "期限", "内容", "事项", "函件", "途径")
"""Words at the end of a label that are not cut in two."""

MOST_LINES = 30
"""The highest a row may be asked to be, so that it always fits on a page."""

LONGEST_NOTE = 12
"""Lines of a note below the table; a longer one becomes a row of the table."""


def draw_sheet(sheet: Sheet, record: SheetRecord, *, hole_guides: bool = True) -> None:
    """Draw the sheet on the current and, if need be, further pages; leaves the last page current."""
    note = break_lines(record.note, Face.SONG, NOTE_SIZE, WIDTH) if record.note else []
    said = list(record.rows)
    if len(note) > LONGEST_NOTE:
        note, said = [], [*said, SheetRow("说明", record.note)]
    bottom = BOTTOM - 3.9 * len(note)
    rows = _filled([*_rows(said), *_signatures(record.signatures)], bottom)
    pages = flow.flow(rows, FIRST_TOP, NEXT_TOP, bottom, grows=None) or [[]]
    for index, page in enumerate(pages):
        if index:
            sheet.next_page()
            _running_head(sheet, record)
        else:
            _heading(sheet, record)
        for placed in page:
            placed.row.draw(sheet, placed.y, placed.height)
        if page:
            flow.frame(sheet, LEFT, WIDTH, page, FRAME)
        if index == len(pages) - 1:
            _note(sheet, note, page[-1].y + page[-1].height if page else FIRST_TOP)
        if len(pages) > 1:
            _page_number(sheet, index + 1, len(pages))
        sheet.marks(record.marks, right=RIGHT, top=9)
        if hole_guides:
            sheet.hole_guides()


def _heading(sheet: Sheet, record: SheetRecord) -> None:
    blocks.headline(sheet, CENTRE, 22, record.court_name, Face.SONG_BOLD, 16, 8, WIDTH, 0.6)
    size = blocks.squeezed(record.title, Face.SONG_BOLD, 22, WIDTH)
    blocks.headline(sheet, CENTRE, 33, record.title, Face.SONG_BOLD, size, size, WIDTH, 1.2)
    base = FIRST_TOP - 2.6
    if record.number:
        words = f"编号：{record.number}"
        sheet.text(LEFT, base, words, Face.SONG, blocks.squeezed(words, Face.SONG, 11, 112))
    sheet.right(RIGHT, base, blocks.long_date(record.day), Face.SONG, 11)


def _running_head(sheet: Sheet, record: SheetRecord) -> None:
    head = fit(f"{record.court_name}{record.title}（续）", Face.SONG_BOLD, 11, 92, 1, 7)
    sheet.text(LEFT, NEXT_TOP - 3, head.lines[0], Face.SONG_BOLD, head.size)
    if record.number:
        words = f"编号：{record.number}"
        sheet.right(RIGHT, NEXT_TOP - 3, words, Face.SONG, blocks.squeezed(words, Face.SONG, 11, 68))


def _note(sheet: Sheet, lines: Sequence[str], below: float) -> None:
    base = below + 5.0
    for words in lines:
        sheet.text(LEFT, base, words, Face.SONG, NOTE_SIZE)
        base += 3.9


def _page_number(sheet: Sheet, page: int, pages: int) -> None:
    sheet.line(CENTRE - 22, 287.6, CENTRE - 15, 287.6, HAIR)
    sheet.line(CENTRE + 15, 287.6, CENTRE + 22, 287.6, HAIR)
    sheet.centred(CENTRE, 289, f"第{page}页\u3000共{pages}页", Face.SONG, 10)


def _rows(rows: Sequence[SheetRow]) -> list[flow.Row]:
    """Two short facts stand side by side, everything else has a row of its own."""
    found: list[flow.Row] = []
    waiting = list(rows)
    while waiting:
        row = waiting.pop(0)
        if waiting and _short(row) and _short(waiting[0]):
            found.append(_pair(row, waiting.pop(0)))
        else:
            found.append(_body(row))
    return found


def _short(row: SheetRow) -> bool:
    room = HALF - LABEL - 2 * blocks.PADDING
    face = even_face(row.words, Face.FANGSONG)
    return row.lines == 1 and "\n" not in row.words and text_width(row.words, face, flow.VALUE_SIZE) <= room


def _pair(first: SheetRow, second: SheetRow) -> flow.Row:
    cells = [
        flow.Cell(LABEL, label_lines(first.label), is_label=True),
        flow.Cell(HALF - LABEL, first.words),
        flow.Cell(LABEL, label_lines(second.label), is_label=True),
        flow.Cell(HALF - LABEL, second.words),
    ]
    return flow.Cells(LEFT, cells, least=_label_height(first.label, second.label))


def _body(row: SheetRow) -> flow.Body:
    least = max(flow.ROW_HEIGHT, min(row.lines, MOST_LINES) * LINE + 2.4, _label_height(row.label))
    foot = (f"签名＿＿＿＿＿＿＿{SIGN_DATE}",) if _by_hand(row) and row.label.endswith(SIGNED_FOR) else ()
    prose = row.lines > 2
    made = flow.body(LEFT, WIDTH, LABEL, label_lines(row.label), row.words, prose=prose, minimum=least, foot=foot)
    return replace(made, centred=not prose)


def _by_hand(row: SheetRow) -> bool:
    return not row.words.strip() and row.lines > 1


def _signatures(labels: Sequence[str]) -> list[flow.Row]:
    """Places to sign, two in a row; a date is there to be filled in."""
    rows: list[flow.Row] = []
    for start in range(0, len(labels), 2):
        pair = labels[start : start + 2]
        cells: list[flow.Cell] = []
        width = WIDTH / len(pair) - LABEL
        for label in pair:
            words = SIGN_DATE if label.endswith(DATE_WORDS) else ""
            cells += [flow.Cell(LABEL, label_lines(label), is_label=True), flow.Cell(width, words, centred=True)]
        rows.append(flow.Cells(LEFT, cells, least=SIGNED_ROW))
    return rows


def _filled(rows: Sequence[flow.Row], bottom: float) -> list[flow.Row]:
    """Fit the rows to a single page where that can be done without losing a word.

    What room is left is shared by the rows to be written by hand, each up to :data:`MOST_TO_WRITE`; what is missing is
    taken from the room to write, each row keeping :data:`LEAST_TO_WRITE`.
    """
    spare = bottom - FIRST_TOP - sum(row.height for row in rows)
    if spare < 0:
        return _tightened(rows, -spare)
    blank = [row for row in rows if isinstance(row, flow.Body) and not row.lines and row.minimum > 2 * LINE]
    if not blank:
        return list(rows)
    more = min(spare / len(blank), MOST_TO_WRITE)
    return [
        replace(row, minimum=row.minimum + more) if isinstance(row, flow.Body) and row in blank else row for row in rows
    ]


def _tightened(rows: Sequence[flow.Row], missing: float) -> list[flow.Row]:
    given = [
        row.height - replace(row, minimum=min(row.minimum, LEAST_TO_WRITE)).height if isinstance(row, flow.Body) else 0
        for row in rows
    ]
    total = sum(given)
    if total < missing:
        return list(rows)
    share = missing / total
    return [
        replace(row, minimum=row.height - free * share - 0.01) if isinstance(row, flow.Body) and free else row
        for row, free in zip(rows, given, strict=True)
    ]


def label_lines(label: str) -> str:
    """A long label in lines of about the same length, parted by ``|``; what is in brackets has lines of its own."""
    head, bracket, rest = label.partition("（")
    parts = [head, bracket + rest] if head and bracket else [label]
    return "|".join(line for part in parts for line in _even_lines(part))


def _even_lines(words: str) -> list[str]:
    count = -(-len(words) // LONGEST_LABEL_LINE)
    size = -(-len(words) // max(1, count))
    if count == 2 and words.endswith(TAILS):
        size = min(len(words) - 2, LONGEST_LABEL_LINE)
    lines: list[str] = []
    rest = words
    while rest:
        take = size
        while take < len(rest) and rest[take] in "）、，。：》”":
            take += 1
        lines.append(rest[:take])
        rest = rest[take:]
    return lines


def _label_height(*labels: str) -> float:
    return max(label_lines(label).count("|") + 1 for label in labels) * 5.0 + 2.0
