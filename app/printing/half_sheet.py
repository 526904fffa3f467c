"""Half sheets behind a letter: the stub (存根) above, the receipt (回执) below, both with the number of the letter.

A4 cut at half its height, 210 × 148.5 mm each. The seal goes across the cut (骑缝), so that both halves are known to
belong together.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.paper import LetterRecord
from app.printing import blocks
from app.printing.fonts import Face
from app.printing.page import FRAME, RULE, Sheet

LEFT, RIGHT = 28.0, 192.0
WIDTH = RIGHT - LEFT
CENTRE = LEFT + WIDTH / 2
CUT = 148.5
LABEL = 34.0
SEAL_X, SEAL_RADIUS = 110.0, 12.0
ROOM = 88.0
"""Millimetres for the rows of a half."""

TALLEST = 13.0
LABEL_SIZE, VALUE_SIZE, VALUE_SMALLEST = 11.0, 12.0, 6.0

Half = tuple[str, Sequence[tuple[str, str]]]


def draw_half_sheets(sheet: Sheet, record: LetterRecord) -> None:
    """Draw stub and receipt, if there are any, on a page of their own; leaves that page current."""
    halves: list[Half] = []
    if record.stub:
        halves.append((f"{record.title}（存根）", record.stub))
    if record.receipt:
        halves.append((record.receipt_title or f"{record.title}（回执）", record.receipt))
    if not halves:
        return
    sheet.next_page()
    for place, (title, rows) in enumerate(halves):
        _half(sheet, record, title, rows, place * CUT)
    sheet.dashed(10, CUT, 200, CUT)
    if len(halves) == 2:
        sheet.ring(SEAL_X, CUT, SEAL_RADIUS)
        sheet.text(SEAL_X - 4, CUT - 3.2, "骑缝", Face.SONG, 10, grey=0.5)
        sheet.text(SEAL_X - 4, CUT + 6.2, "盖章", Face.SONG, 10, grey=0.5)
    sheet.marks(record.marks, right=RIGHT, top=6)


def _half(sheet: Sheet, record: LetterRecord, title: str, rows: Sequence[tuple[str, str]], top: float) -> None:
    blocks.headline(sheet, CENTRE, top + 21, record.court_name, Face.SONG_BOLD, 14, 8, WIDTH, 0.6)
    blocks.headline(sheet, CENTRE, top + 31, title, Face.SONG_BOLD, 20, 10, WIDTH, 0.9)
    if record.number:
        size = blocks.squeezed(record.number, Face.SONG, 12, WIDTH)
        sheet.right(RIGHT, top + 38.5, record.number, Face.SONG, size)
    height = min(TALLEST, ROOM / len(rows))
    y = top + 41.0
    for place, (label, words) in enumerate(rows):
        if place:
            sheet.line(LEFT, y, RIGHT, y, RULE)
        blocks.label(sheet, LEFT, y, LABEL, height, label, Face.SONG, LABEL_SIZE, 2.5)
        if words:
            blocks.value(
                sheet, LEFT + LABEL, y, WIDTH - LABEL, height, words, Face.FANGSONG, VALUE_SIZE, VALUE_SMALLEST
            )
        y += height
    sheet.line(LEFT + LABEL, top + 41.0, LEFT + LABEL, y, RULE)
    sheet.box(LEFT, top + 41.0, WIDTH, y - top - 41.0, FRAME)
