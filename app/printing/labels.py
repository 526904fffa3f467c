"""Labels cut from A4 sheets along hair lines, right of the binding edge: 脊背标签, 封条, 卷盒标签."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.dossier_paper import BoxLabel, SealStrip, SpineLabel
from app.domain.paper import Marks
from app.printing import blocks
from app.printing.fonts import MM_PER_POINT, Face, even_face, text_width
from app.printing.page import FRAME, RULE, Sheet
from app.printing.type_setting import Fitted, break_lines, fit_box
from app.printing.vertical import column

CUT = 0.25
SPINES_LEFT, SPINES_RIGHT = 27.0, 203.0
STRIP_WIDTH, STRIP_HEIGHT = 30.0, 90.0
STRIPS = tuple((x, y) for y in (35.0, 165.0) for x in (45.0, 95.0, 145.0))
"""Top left corners of the six seal strips of a sheet."""

BOX_LEFT, BOX_TOP, BOX_HEIGHT = 30.0, 15.0, 262.0


@dataclass(frozen=True)
class SpinePlace:
    """One field of a spine: from ``top`` down ``height`` mm when upright, else one line with its base at ``top``."""

    field: str
    top: float
    height: float
    points: float
    face: Face = Face.SONG


WIDE_SPINE = (
    SpinePlace("court_short", 13, 58, 10),
    SpinePlace("year", 79, 0, 9),
    SpinePlace("sequence", 84, 40, 14, Face.SONG_BOLD),
    SpinePlace("petitioner", 129, 82, 12, Face.FANGSONG),
    SpinePlace("part", 216, 10, 10),
    SpinePlace("volume", 231, 20, 10),
    SpinePlace("retention", 261, 0, 9),
    SpinePlace("file_number", 278, 0, 9),
)
"""Spines of 15 and 20 mm; the top 12 mm stay blank."""

NARROW_SPINE = (
    SpinePlace("year", 30, 0, 9),
    SpinePlace("sequence", 40, 110, 12, Face.SONG_BOLD),
    SpinePlace("volume", 165, 60, 10),
    SpinePlace("file_number", 278, 0, 9),
)
"""Spines of 10 mm: year, number, volume and file number only."""


def draw_spines(sheet: Sheet, labels: Sequence[SpineLabel], marks: Marks) -> Iterator[None]:
    """Draw spine labels side by side; the caller ends a page each time control comes back."""
    for page in _rows_of_spines(labels):
        x = SPINES_LEFT
        for label in page:
            sheet.line(x, 0, x, sheet.height, CUT)
            _spine(sheet, label, x)
            x += label.width_mm
        sheet.line(x, 0, x, sheet.height, CUT)
        if marks.practice or marks.reprint:
            sheet.marks(marks, right=SPINES_RIGHT, top=3)
        yield


def _rows_of_spines(labels: Sequence[SpineLabel]) -> list[list[SpineLabel]]:
    pages: list[list[SpineLabel]] = []
    used = SPINES_RIGHT
    for label in labels:
        if used + label.width_mm > SPINES_RIGHT:
            pages.append([])
            used = SPINES_LEFT
        pages[-1].append(label)
        used += label.width_mm
    return pages


def _spine(sheet: Sheet, label: SpineLabel, x: float) -> None:
    for place in NARROW_SPINE if label.width_mm <= 10 else WIDE_SPINE:
        words = " ".join(str(getattr(label, place.field)).split())
        face = even_face(words, place.face)
        if place.height:
            column(sheet, x, place.top, label.width_mm, place.height, words, face, place.points)
        else:
            size = blocks.squeezed(words, face, place.points, label.width_mm - 1.6)
            sheet.centred(x + label.width_mm / 2, place.top, words, face, size)


def draw_seals(sheet: Sheet, strips: Sequence[SealStrip], marks: Marks) -> Iterator[None]:
    """Draw seal strips, six to a sheet; the caller ends a page each time control comes back."""
    for start in range(0, len(strips), len(STRIPS)):
        for strip, (x, y) in zip(strips[start : start + len(STRIPS)], STRIPS, strict=False):
            _seal(sheet, strip, x, y)
        sheet.marks(marks, right=195, top=14)
        yield


def _seal(sheet: Sheet, strip: SealStrip, x: float, y: float) -> None:
    sheet.box(x, y, STRIP_WIDTH, STRIP_HEIGHT, CUT)
    middle, half = x + STRIP_WIDTH / 2, y + STRIP_HEIGHT / 2
    sheet.dashed(x, half, x + STRIP_WIDTH)
    sheet.centred(middle, y + 22, "封", Face.SONG_BOLD, 40)
    if strip.words.strip() != "封":
        _boxed(sheet, x, y + 27, STRIP_WIDTH, 15, strip.words, 10)
    _boxed(sheet, x, half + 4, STRIP_WIDTH, 22, strip.court_name, 12)
    day = blocks.long_date(strip.day) or "\u3000\u3000年\u3000月\u3000日"
    sheet.centred(middle, y + STRIP_HEIGHT - 10, day, Face.SONG, 9)
    sheet.centred(middle, y + STRIP_HEIGHT - 4, "（骑缝章）", Face.SONG, 7)


def _boxed(sheet: Sheet, x: float, y: float, width: float, height: float, words: str, points: float) -> None:
    face = even_face(words, Face.SONG)
    fitted = _even(words, fit_box(words, face, points, width - 3, height, 4), face)
    blocks.place(sheet, x, y, width, height, fitted, face, centred=True)


def _even(words: str, fitted: Fitted, face: Face) -> Fitted:
    """The same number of lines with about as much on each where one or two characters would stand alone on the last."""
    count = len(fitted.lines)
    if count < 2 or not fitted.complete or len(fitted.lines[-1].strip()) > 2:
        return fitted
    share = text_width(words, face, fitted.size) / count
    lines = break_lines(words, face, fitted.size, share + fitted.size * MM_PER_POINT * 0.6)
    return Fitted(tuple(lines), fitted.size, complete=True) if len(lines) == count else fitted


def draw_box_label(sheet: Sheet, label: BoxLabel, marks: Marks) -> Iterator[None]:
    """Draw the label of a box for its spine and, beside it, the list of what is in it, on as many sheets as needed."""
    width = float(label.thickness_mm)
    sheet.box(BOX_LEFT, BOX_TOP, width, BOX_HEIGHT, FRAME)
    column(sheet, BOX_LEFT, BOX_TOP + 5, width, 78, label.court_name, _face(label.court_name), 16)
    first, last = (label.codes[0], label.codes[-1]) if label.codes else ("", "")
    facts = (
        ("全宗号", label.fonds_code),
        ("目录号", label.catalogue),
        ("年度", label.year),
        ("保管期限", label.retention),
        ("起", first),
        ("止", last),
        ("盒号", label.box_number),
    )
    top, height = BOX_TOP + 87, 25.0
    for index, (name, words) in enumerate(facts):
        y = top + index * height
        sheet.line(BOX_LEFT, y, BOX_LEFT + width, y, RULE)
        sheet.centred(BOX_LEFT + width / 2, y + 5, name, Face.SONG, 9)
        fitted = fit_box(words, _face(words), 13, width - 2, height - 10, 4)
        blocks.place(sheet, BOX_LEFT, y + 7, width, height - 8, fitted, _face(words), centred=True)
    x = BOX_LEFT + width + 12
    yield from _box_list(sheet, label, x, 200 - x, marks)


def _box_list(sheet: Sheet, label: BoxLabel, x: float, width: float, marks: Marks) -> Iterator[None]:
    pitch, top = 7.0, BOX_TOP + 22
    deep = int((BOX_TOP + BOX_HEIGHT - top) / pitch)
    for start in range(0, max(1, len(label.codes)), deep):
        sheet.text(x, BOX_TOP + 8, f"盒内案卷（共{len(label.codes)}卷）", Face.SONG_BOLD, 14)
        for place, code in enumerate(label.codes[start : start + deep]):
            words = f"{start + place + 1}．{code}"
            face = even_face(words, Face.SONG)
            sheet.text(x, top + place * pitch, words, face, blocks.squeezed(words, face, 11, width))
        sheet.marks(marks, right=200, top=5)
        yield


def _face(words: str) -> Face:
    return even_face(words, Face.SONG)
