"""空白登记表: A4, room for handwriting, the reserved number in the head; for the hours without power."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.contact import CHANNEL_TEXT, Channel
from app.domain.paper import BlankFormRecord
from app.printing import blocks, codes
from app.printing.fonts import Face
from app.printing.page import FRAME, HAIR, RULE, Sheet
from app.printing.type_setting import break_lines, fit

LEFT, WIDTH = 28.0, 164.0
RIGHT = LEFT + WIDTH
CENTRE = LEFT + WIDTH / 2
TOP, BOTTOM = 46.0, 262.0
LABEL = 24.0
LABEL_SIZE = 12.0
LINE = 11.0
QR_SIDE = 20.0

NOTE = (
    "停电或系统不能使用时手写。恢复后凭本表编号补录，时间填实际发生的时间；写坏或未用的，按编号作废并写明原因，"
    "本表随卷或留存备查。个人信息仅用于信访事项的登记、办理、答复、统计和归档。"
)


@dataclass(frozen=True)
class BlankRow:
    """One row to fill in: cells of (label, width of label, width of room); ``height`` 0 shares what room is left."""

    cells: tuple[tuple[str, float, float], ...]
    height: float = LINE
    share: float = 0.0
    foot: str = ""


def _pair(left: str, right: str) -> BlankRow:
    return BlankRow(((left, LABEL, 58.0), (right, LABEL, 58.0)))


def _whole(label: str, height: float = LINE, share: float = 0.0, foot: str = "") -> BlankRow:
    return BlankRow(((label, LABEL, WIDTH - LABEL),), height, share, foot)


_PERSON = (
    BlankRow((("姓名", LABEL, 46.0), ("性别", 14.0, 16.0), ("年龄", 14.0, 16.0), ("人数", 14.0, 20.0))),
    _pair("证件种类", "联系电话"),
    _whole("证件号码"),
    _whole("住址"),
    _whole("随访人、|代理人", 16.0),
)
_CASE = (_pair("诉讼地位", "原案案号"), _whole("诉求", 24.0))
_END = (_whole("提交材料", 18.0), _whole("接待|意见", 30.0, foot="接待员（签名）＿＿＿＿＿＿＿　　　年　　月　　日"))
_SIGN = "信访人（签名或捺印）＿＿＿＿＿＿＿　　　年　　月　　日"

_ROWS: dict[Channel, tuple[BlankRow, ...]] = {
    Channel.VISIT: (
        _pair("来访时间", "离开时间"),
        *_PERSON,
        *_CASE,
        _whole("主要|事实|理由", 0.0, share=1.0, foot=_SIGN),
        *_END,
    ),
    Channel.LETTER: (
        _pair("收信日期", "邮戳日期"),
        _pair("写信日期", "信件页数"),
        *_PERSON,
        *_CASE,
        _whole("来信|内容|摘要", 0.0, share=1.0),
        *_END,
    ),
    Channel.CALL: (
        _pair("来电时间", "来电号码"),
        *_PERSON,
        *_CASE,
        _whole("来电|内容", 0.0, share=1.0),
        *_END,
    ),
}
_CHANNELS = {text: channel for channel, text in CHANNEL_TEXT.items()}


def draw_blank_form(sheet: Sheet, record: BlankFormRecord, *, hole_guides: bool = True) -> None:
    """Draw the one page of the form."""
    _heading(sheet, record)
    rows = _ROWS.get(_CHANNELS.get(record.channel, Channel.VISIT), _ROWS[Channel.VISIT])
    spare = BOTTOM - TOP - sum(row.height for row in rows)
    y = TOP
    for row in rows:
        height = row.height + spare * row.share
        _row(sheet, row, y, height)
        y += height
    sheet.box(LEFT, TOP, WIDTH, BOTTOM - TOP, FRAME)
    _foot(sheet, record)
    sheet.marks(record.marks, right=RIGHT - QR_SIDE - 4, top=8)
    if hole_guides:
        sheet.hole_guides()


def _heading(sheet: Sheet, record: BlankFormRecord) -> None:
    room = WIDTH - 2 * QR_SIDE - 8
    blocks.headline(sheet, CENTRE, 20, record.court_name, Face.SONG_BOLD, 16, 10, room, 0.6)
    blocks.headline(sheet, CENTRE, 31, f"涉诉信访{record.channel}登记表", Face.SONG_BOLD, 22, 14, room, 0.9)
    number = fit(f"登记编号：{record.number}", Face.HEI_BOLD, 14, 100, 1, 9)
    sheet.text(LEFT, TOP - 3.2, number.lines[0], Face.HEI_BOLD, number.size)
    codes.qr(sheet, RIGHT - QR_SIDE, 12, QR_SIDE, codes.qr_text(record.number))
    batch = f"停电备用　第{record.batch}批　{blocks.long_date(record.reserved_on)}印"
    sheet.right(RIGHT, TOP - 3.2, batch, Face.SONG, 10)


def _row(sheet: Sheet, row: BlankRow, y: float, height: float) -> None:
    sheet.line(LEFT, y, RIGHT, y, RULE)
    x = LEFT
    for label, label_width, room in row.cells:
        if x > LEFT:
            sheet.line(x, y, x, y + height, RULE)
        inset = min(3.0, label_width * 0.12)
        blocks.label(sheet, x, y, label_width, height, label, Face.SONG, LABEL_SIZE, inset)
        sheet.line(x + label_width, y, x + label_width, y + height, RULE)
        x += label_width + room
    if row.foot:
        sheet.right(RIGHT - 4, y + height - 3.6, row.foot, Face.SONG, 11)
    lines = int((height - (9 if row.foot else 2)) / 8.5) if height > 2 * LINE else 0
    for place in range(1, lines + 1):
        # faint guides to write on
        sheet.line(LEFT + LABEL + 3, y + place * 8.5, RIGHT - 3, y + place * 8.5, HAIR, grey=0.7)


def _foot(sheet: Sheet, record: BlankFormRecord) -> None:
    y = BOTTOM + 5
    phone = f"窗口电话：{record.desk_phone}。" if record.desk_phone else ""
    for line in break_lines(NOTE + phone, Face.SONG, 9, WIDTH):
        sheet.text(LEFT, y, line, Face.SONG, 9)
        y += 4.4
