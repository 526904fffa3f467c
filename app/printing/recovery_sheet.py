"""恢复码单: A4, printed once when the register is set up, sealed in an envelope and locked away."""

from __future__ import annotations

import re

from app.domain.paper import RecoverySheetRecord
from app.printing import blocks
from app.printing.fonts import Face, even_face
from app.printing.page import FRAME, HAIR, RULE, Sheet
from app.printing.type_setting import break_lines

LEFT, WIDTH = 28.0, 154.0
CENTRE = LEFT + WIDTH / 2
GROUPS_PER_LINE = 4

_GROUPS = re.compile(r"[\s\-–—·]+")

USE = (
    "登记库是加密的。忘记口令、密钥文件损坏时，只有凭这张单子上的恢复码才能打开登记库。"
    "恢复码和口令都丢失，登记库里的内容将永远无法读出，任何人都没有第二种办法。"
)

STEPS = (
    "核对：打印后当场在程序里逐组输入一遍，确认能够通过。",
    "封存：对折后装入信封，封口处加盖骑缝章，写明封存日期和两名封存人。",
    "保管：与电脑分开，存入保险柜或档案室，由负责人登记保管；不得拍照、复印、扫描或存进电脑。",
    "启用：两人在场方可拆封，拆封的时间、原因和在场人要记录在案。",
    "更换：启用过或怀疑泄露的，应在程序里生成新的恢复码，重新打印封存，旧单当场销毁。",
)


def draw_recovery_sheet(sheet: Sheet, record: RecoverySheetRecord) -> None:
    """Draw the one page of the sheet."""
    blocks.headline(sheet, CENTRE, 32, record.court_name, Face.SONG_BOLD, 18, 11, WIDTH, 0.8)
    sheet.centred(CENTRE, 45, "登记库恢复码单", Face.SONG_BOLD, 28, spacing=1.4)
    sheet.centred(CENTRE, 54.5, "机密\u3000单独封存\u3000不得复制", Face.HEI_BOLD, 13)
    _facts(sheet, record, 62)
    y = _code(sheet, record.recovery_code, 92)
    y = _instructions(sheet, y + 13)
    _signatures(sheet, max(y + 8, 246))


def _facts(sheet: Sheet, record: RecoverySheetRecord, top: float) -> None:
    height, label_width = 11.0, 26.0
    sheet.box(LEFT, top, WIDTH, 2 * height, FRAME)
    sheet.line(LEFT, top + height, LEFT + WIDTH, top + height, RULE)
    half = WIDTH / 2
    cells = (
        (0.0, 0, half, "账户", record.account),
        (half, 0, half, "生成日期", blocks.long_date(record.created_on)),
        (0.0, 1, WIDTH, "登记库标识", record.register_id),
    )
    for x, row, width, words, text in cells:
        left, y = LEFT + x, top + row * height
        blocks.label(sheet, left, y, label_width, height, words, Face.SONG, 12, inset=2.5)
        sheet.line(left + label_width, y, left + label_width, y + height, RULE)
        face = even_face(text, Face.FANGSONG)
        blocks.value(sheet, left + label_width, y, width - label_width, height, text, face, 13, 8)
    sheet.line(LEFT + half, top, LEFT + half, top + height, RULE)


def _code(sheet: Sheet, code: str, top: float) -> float:
    """Draw the code in numbered groups, every character in a cell of its own; return the bottom."""
    groups = [group for group in _GROUPS.split(code.strip()) if group]
    longest = max((len(group) for group in groups), default=1)
    per_line = min(GROUPS_PER_LINE, max(1, int(WIDTH / (longest * 6.0 + 6))))
    width = WIDTH / per_line
    pitch = min(9.0, (width - 8) / longest)
    size = min(28.0, pitch * 3.4)
    height = 21.0
    for index, group in enumerate(groups):
        x = LEFT + index % per_line * width
        y = top + index // per_line * height
        sheet.text(x + 2, y + 5, str(index + 1), Face.SONG, 9, grey=0.35)
        start = x + (width - len(group) * pitch) / 2 + pitch / 2
        for place, char in enumerate(group):
            sheet.centred(start + place * pitch, y + 15.5, char, Face.HEI_BOLD, size)
        sheet.line(x + 3, y + 18.6, x + width - 3, y + 18.6, HAIR)
    lines = -(-len(groups) // per_line) if groups else 1
    sheet.box(LEFT, top, WIDTH, lines * height + 2, 1.4)
    return top + lines * height + 2


def _instructions(sheet: Sheet, y: float) -> float:
    y = _paragraph(sheet, y, "用途", USE)
    for number, words in enumerate(STEPS, 1):
        y = _paragraph(sheet, y, f"{number}．", words)
    return y


def _paragraph(sheet: Sheet, y: float, head: str, words: str) -> float:
    indent = 14.0
    sheet.text(LEFT, y, head, Face.HEI_BOLD, 12)
    lines = break_lines(words, Face.SONG, 12, WIDTH - indent)
    for index, line in enumerate(lines):
        if index < len(lines) - 1:
            sheet.justified(LEFT + indent, y, WIDTH - indent, line, Face.SONG, 12)
        else:
            sheet.text(LEFT + indent, y, line, Face.SONG, 12)
        y += 7.0
    return y + 1.6


def _signatures(sheet: Sheet, y: float) -> None:
    for index, words in enumerate(("封存人", "监封人", "保管人")):
        x = LEFT + index * WIDTH / 3
        sheet.text(x, y, words, Face.SONG, 12)
        sheet.line(x + 15, y + 1, x + WIDTH / 3 - 5, y + 1, HAIR)
    sheet.text(LEFT, y + 13, "封存日期\u3000\u3000\u3000\u3000年\u3000\u3000月\u3000\u3000日", Face.SONG, 12)
