"""备考表 and 卷底: how things are with a volume, who answers for it, and what closes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.dossier_paper import BackCover, PaperSize, RemarksSheet
from app.domain.paper import Marks
from app.printing import blocks
from app.printing.fonts import Face, even_face, text_width
from app.printing.page import FRAME, HAIR, RULE, Sheet

_BLANK = "＿＿＿＿＿＿＿＿"
_FINGERPRINT_LINE = 32


@dataclass(frozen=True)
class RemarksLayout:
    """Places on one size of paper: the frame (x, y, width, height), the block of words in it, and what is below."""

    frame: tuple[float, float, float, float]
    block: float
    title: tuple[float, float]
    points: float
    pitch: float
    right: float


LAYOUTS = {
    PaperSize.A4: RemarksLayout((35, 40, 150, 215), 150, (30, 24), 12, 7.0, 165),
    PaperSize.K16: RemarksLayout((32, 36, 130, 188), 130, (27, 20), 11, 6.4, 150),
    PaperSize.A5: RemarksLayout((28, 26, 108, 162), 108, (19, 16), 9.5, 5.4, 126),
}


def draw_remarks(
    sheet: Sheet, remarks: RemarksSheet, size: PaperSize, marks: Marks, *, fields_only: bool = False
) -> Iterator[None]:
    """Draw the sheet and, for long remarks, further ones; the caller ends a page each time control comes back."""
    layout = LAYOUTS[size]
    x, y, width, _ = layout.frame
    head = layout.pitch * 2.1
    lines = [
        line
        for paragraph in _paragraphs(remarks)
        for line in blocks.paragraphs(paragraph, _face(remarks), layout.points, width - 10, prose=True)
    ]
    deep = int((layout.block - head - layout.pitch * 0.6) / layout.pitch) + 1
    pages = [lines[start : start + deep] for start in range(0, len(lines), deep)] or [[]]
    for index, page in enumerate(pages):
        title = "备考表" if index == 0 else f"备考表（续{index}）"
        _form(sheet, layout, title, remarks, fields_only=fields_only)
        base = y + head
        for words, stretched in page:
            if stretched:
                sheet.justified(x + 5, base, width - 10, words, _face(remarks), layout.points)
            else:
                sheet.text(x + 5, base, words, _face(remarks), layout.points)
            base += layout.pitch
        if index == len(pages) - 1:
            _signatures(sheet, layout, remarks, fields_only=fields_only)
        sheet.marks(marks, right=x + width, top=7)
        yield


def _face(remarks: RemarksSheet) -> Face:
    return even_face("".join(_paragraphs(remarks)), Face.FANGSONG)


def _paragraphs(remarks: RemarksSheet) -> Iterator[str]:
    yield from remarks.facts
    if remarks.gaps:
        yield f"缺件说明：以下{len(remarks.gaps)}件立卷时未收集到，经审批不再等待。"
    for number, gap in enumerate(remarks.gaps, 1):
        words = [f"{number}．{gap.title}"]
        if gap.basis:
            words.append(f"应收依据：{gap.basis}")
        if gap.supplier:
            words.append(f"可由{gap.supplier}提供")
        words.append(f"未收集原因：{gap.reason}")
        yield "；".join(words).rstrip("。") + "。"
    if remarks.assessment:
        lines = remarks.assessment.split("\n")
        labelled = lines[0].startswith(("法律效果：", "社会效果："))
        yield from lines if labelled else [f"法律效果与社会效果：{remarks.assessment}"]


def _form(sheet: Sheet, layout: RemarksLayout, title: str, remarks: RemarksSheet, *, fields_only: bool) -> None:
    x, y, width, height = layout.frame
    face = even_face(remarks.title, Face.SONG)
    if not fields_only:
        middle = x + width / 2
        sheet.centred(middle, layout.title[0], title, Face.SONG_BOLD, layout.title[1], spacing=layout.title[1] / 14)
        sheet.box(x, y, width, height, FRAME)
        sheet.line(x, y + layout.block, x + width, y + layout.block, RULE)
        sheet.text(x + 5, y + layout.pitch * 1.05, "本卷情况说明", Face.HEI_BOLD, layout.points)
    size = blocks.squeezed(remarks.title, face, layout.points - 2, width)
    sheet.text(x, y - 2, remarks.title, face, size)


def _signatures(sheet: Sheet, layout: RemarksLayout, remarks: RemarksSheet, *, fields_only: bool) -> None:
    x, y, width, height = layout.frame
    top = y + layout.block
    room = layout.right - x - 5
    lines = (("立卷人", remarks.compiler), ("检查人", remarks.checker), ("立卷时间", blocks.long_date(remarks.day)))
    pitch = (height - layout.block - 2.4 * layout.pitch) / 3.7
    for index, (label, words) in enumerate(lines, 1):
        value = words or ("" if fields_only else _BLANK)
        line = value if fields_only else f"{label}：{value}"
        face = even_face(line, Face.SONG)
        size = blocks.squeezed(line, face, layout.points, room)
        sheet.right(layout.right, top + index * pitch, line, face, size)
    if remarks.fingerprint:
        base = y + height - 1.55 * layout.pitch
        small = layout.points * 0.72
        sheet.line(x, base - layout.pitch * 0.85, x + width, base - layout.pitch * 0.85, HAIR)
        label = "审计指纹："
        sheet.text(x + 5, base, label, Face.SONG, small)
        start = x + 5 + text_width(label, Face.SONG, small)
        mark = remarks.fingerprint
        for place in range(0, max(1, min(len(mark), 4 * _FINGERPRINT_LINE)), _FINGERPRINT_LINE):
            piece = mark[place : place + _FINGERPRINT_LINE]
            fitted = blocks.squeezed(piece, Face.SONG, small, x + width - 5 - start)
            sheet.text(start, base + place / _FINGERPRINT_LINE * layout.pitch * 0.72, piece, Face.SONG, fitted)


def draw_back_cover(sheet: Sheet, back: BackCover, size: PaperSize, marks: Marks) -> None:
    """Draw 卷底 on the current page."""
    x, y, width, height = LAYOUTS[size].frame
    points = LAYOUTS[size].points
    middle, centre = x + width / 2, y + height / 2
    sheet.box(x, y, width, height, FRAME)
    sheet.centred(middle, centre - points, "卷\u3000底", Face.SONG_BOLD, points * 2.4)
    for words, base, times in ((back.court_name, centre + points, 1.3), (back.title, centre + 1.9 * points, 1.0)):
        face = even_face(words, Face.SONG)
        sheet.centred(middle, base, words, face, blocks.squeezed(words, face, points * times, width - 12))
    note = "装订线结压在卷底背面，贴封条并加盖骑缝章"
    sheet.centred(middle, y + height - 6, note, Face.SONG, points * 0.8)
    sheet.marks(marks, right=x + width, top=7)
