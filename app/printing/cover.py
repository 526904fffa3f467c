"""卷宗封面: A4, modelled on the cover of a litigation dossier (人民法院诉讼文书立卷归档办法, 1991)."""

from __future__ import annotations

from app.domain.paper import CoverRecord
from app.printing import blocks, codes
from app.printing.fonts import Face, text_width
from app.printing.page import FRAME, RULE, Sheet
from app.printing.type_setting import fit

FRAME_LEFT, FRAME_TOP, FRAME_WIDTH = 30.0, 100.0, 160.0
ROW_HEIGHT, ROWS, LABEL_WIDTH = 13.0, 10, 35.0
CENTRE = 105.0  # the middle of the page
"""Headings are centred over the frame, which is the middle of what stays visible of a bound sheet."""

VALUE_SIZE, VALUE_MINIMUM = 14.0, 9.0


def draw_cover(sheet: Sheet, record: CoverRecord, *, hole_guides: bool = True) -> None:
    """Draw one cover on the current page."""
    _heading(sheet, record)
    _table(sheet, record)
    _foot(sheet, record)
    if hole_guides:
        sheet.hole_guides()
    sheet.marks(record.marks, right=FRAME_LEFT + FRAME_WIDTH, top=14)


def _heading(sheet: Sheet, record: CoverRecord) -> None:
    # A short name is spaced out a little, but never wider than 112 mm; a long one is not.
    spare = 112 - text_width(record.court_name, Face.SONG_BOLD, 26)
    spacing = max(0.0, min(2.2, spare / max(1, len(record.court_name) - 1)))
    blocks.headline(sheet, CENTRE, 45, record.court_name, Face.SONG_BOLD, 26, 14, FRAME_WIDTH - 10, spacing)
    sheet.centred(CENTRE, 63, "涉诉信访卷宗", Face.SONG_BOLD, 36, spacing=2.0)
    part = record.part if len(record.part) != 2 else "\u3000".join(record.part)
    sheet.centred(CENTRE, 76, f"（{part}）", Face.SONG, 18)
    number = fit(f"编号：{record.number}", Face.FANGSONG, 16, FRAME_WIDTH - 10, 1, 9)
    sheet.centred(CENTRE, 90, number.lines[0], Face.FANGSONG, number.size)


def _table(sheet: Sheet, record: CoverRecord) -> None:
    left, top, width = FRAME_LEFT, FRAME_TOP, FRAME_WIDTH
    height = ROWS * ROW_HEIGHT
    half = (width - 2 * LABEL_WIDTH) / 2
    middle = left + LABEL_WIDTH + half
    for row in range(1, ROWS):
        y = top + row * ROW_HEIGHT
        sheet.line(left, y, left + width, y, RULE)
    sheet.line(left + LABEL_WIDTH, top, left + LABEL_WIDTH, top + height, RULE)
    dates_row = top + 6 * ROW_HEIGHT
    for x in (middle, middle + LABEL_WIDTH):
        sheet.line(x, dates_row, x, dates_row + ROW_HEIGHT, RULE)
    sheet.box(left, top, width, height, FRAME)

    labels = (
        "信访人",
        "信访事项",
        "原案案号",
        "信访来源",
        "承办部门",
        "承办人",
        "登记日期",
        "办理结果",
        "保管期限",
        "档号",
    )
    for row, words in enumerate(labels):
        _label(sheet, left, top + row * ROW_HEIGHT, words)
    _label(sheet, middle, dates_row, "办结日期")

    values = {
        0: record.petitioner,
        1: record.matter,
        3: record.source,
        4: record.department,
        5: record.handler,
        7: record.outcome,
        8: record.retention,
        9: record.archive_code,
    }
    for row, words in values.items():
        _value(sheet, left + LABEL_WIDTH, top + row * ROW_HEIGHT, width - LABEL_WIDTH, words)
    blocks.list_value(
        sheet,
        left + LABEL_WIDTH,
        top + 2 * ROW_HEIGHT,
        width - LABEL_WIDTH,
        ROW_HEIGHT,
        record.case_numbers,
        Face.FANGSONG,
        VALUE_SIZE,
        VALUE_MINIMUM,
    )
    _value(sheet, left + LABEL_WIDTH, dates_row, half, blocks.long_date(record.registered_on))
    _value(sheet, middle + LABEL_WIDTH, dates_row, half, blocks.long_date(record.concluded_on))


def _label(sheet: Sheet, x: float, y: float, words: str) -> None:
    blocks.label(sheet, x, y, LABEL_WIDTH, ROW_HEIGHT, words, Face.SONG, 14, inset=5.0)


def _value(sheet: Sheet, x: float, y: float, width: float, words: str) -> None:
    blocks.value(sheet, x, y, width, ROW_HEIGHT, words, Face.FANGSONG, VALUE_SIZE, VALUE_MINIMUM)


def _foot(sheet: Sheet, record: CoverRecord) -> None:
    pages = str(record.page_count) if record.page_count is not None else "\u3000\u3000"
    count = f"本卷共 {record.volume_count} 册\u3000第 {record.volume_number} 册\u3000共 {pages} 页"
    sheet.centred(CENTRE, 262, count, Face.SONG, 14)
    codes.code_128(sheet, FRAME_LEFT, 273, 10, codes.bar_code_text(record.number))
    codes.qr(sheet, FRAME_LEFT + FRAME_WIDTH - 20, 267, 20, codes.qr_text(record.number, record.volume_number))
