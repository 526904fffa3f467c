"""套打校准页: a cross with millimetre marks, to measure how far a printer misses."""

from __future__ import annotations

from app.domain.overprint import Overprint
from app.printing import blocks
from app.printing.fonts import Face, even_face
from app.printing.page import HAIR, RULE, Sheet

LEFT = 30.0
ARM = 40
"""Millimetres from the middle of the cross to the end of each arm."""

STEPS = (
    "用将要套打的打印机、纸盒和纸张打印本页，打印缩放选“实际大小”（100%）。",
    "量十字中心到纸张左边和上边的距离，精确到 0.1 毫米，与下面的应有距离比较。",
    "实测偏左、偏上填正数，偏右、偏下填负数，差多少填多少；一格是 1 毫米，偏移量以 0.1 毫米为单位。",
    "填好后再打印一次本页，十字中心应正好在应有位置；换打印机、换纸盒要重新校准。",
)


def draw_calibration(sheet: Sheet, form: str, printer: str, overprint: Overprint) -> None:
    """Draw the page as the printer would print it with the offsets it has now."""
    x, y = sheet.width / 2, sheet.height / 2
    width = sheet.width - LEFT - 10
    middle = LEFT + width / 2
    sheet.centred(middle, 24, "套打校准页", Face.SONG_BOLD, 20, spacing=1.0)
    for index, (name, words) in enumerate((("表单", form), ("打印机", printer))):
        line = f"{name}：{words}"
        face = even_face(line, Face.SONG)
        sheet.text(LEFT, 33 + index * 6, line, face, blocks.squeezed(line, face, 11, width))
    now = f"目前偏移：向右 {overprint.right / 10:.1f} 毫米，向下 {overprint.down / 10:.1f} 毫米"
    sheet.text(LEFT, 45, now, Face.SONG, 11)
    _cross(sheet, x, y)
    place = f"十字中心应在：距左边 {x:.1f} 毫米，距上边 {y:.1f} 毫米"
    sheet.centred(middle, y + ARM + 9, place, Face.HEI_BOLD, 11)
    base = y + ARM + 18
    for number, words in enumerate(STEPS, 1):
        for line, _ in blocks.paragraphs(f"{number}．{words}", Face.SONG, 9.5, width, prose=False):
            sheet.text(LEFT, base, line, Face.SONG, 9.5)
            base += 5.2


def _cross(sheet: Sheet, x: float, y: float) -> None:
    sheet.line(x - ARM, y, x + ARM, y, RULE)
    sheet.line(x, y - ARM, x, y + ARM, RULE)
    for step in range(-ARM, ARM + 1):
        long = 3.0 if step % 10 == 0 else 2.0 if step % 5 == 0 else 1.0
        sheet.line(x + step, y - long, x + step, y + long, HAIR)
        sheet.line(x - long, y + step, x + long, y + step, HAIR)
    for step in range(-ARM, ARM + 1, 10):
        if step:
            sheet.centred(x + step, y + 6, str(step), Face.SONG, 7)
            sheet.text(x + 4, y + step + 0.9, str(step), Face.SONG, 7)
