"""卷宗封面: drawn from a layout that is data, the shipped one or an office's own."""

from __future__ import annotations

from datetime import date

from app.domain.cover_layout import CODES, SHIPPED
from app.domain.dossier_paper import PAPER_MM, CoverLayout, CoverPlace, DossierCover, PaperSize
from app.domain.overprint import PLAIN, Overprint
from app.domain.paper import CoverRecord
from app.printing import blocks, codes
from app.printing.fonts import Face, even_face, text_width
from app.printing.page import FRAME, RULE, Sheet
from app.printing.type_setting import fit, fit_list
from app.printing.vertical import column

_A4 = CoverLayout()
_MARKS_INSET = 20.0


def draw_cover(sheet: Sheet, record: CoverRecord, *, hole_guides: bool = True) -> None:
    """Draw the shipped A4 cover of a matter that is not bound yet on the current page."""
    draw_dossier_cover(sheet, DossierCover(record), _A4, hole_guides=hole_guides)


def draw_dossier_cover(
    sheet: Sheet,
    cover: DossierCover,
    layout: CoverLayout,
    *,
    hole_guides: bool = True,
    bar_code: str = "",
    qr: str = "",
    overprint: Overprint = PLAIN,
) -> None:
    """Draw one cover on the current page, which has the size of the layout.

    ``bar_code`` and ``qr`` are what the codes say, otherwise made from the number. ``overprint`` leaves out everything
    that is on the office's pre-printed jacket: labels, fixed words, rules and guides.
    """
    places = tuple(place for place in layout.places or SHIPPED[layout.size] if not place.hidden)
    if not overprint.fields_only:
        sheet.fixed((layout.size, layout.places), lambda: _form(sheet, places))
    for place in places:
        if place.field in CODES:
            _code(sheet, cover, place, bar_code, qr)
        elif place.height:
            _cell(sheet, cover, place)
        elif place.field:
            _line(sheet, cover, place, overprint)
    if hole_guides and layout.holes and not overprint.fields_only:
        sheet.hole_guides()
    right = PAPER_MM[layout.size][0] - _MARKS_INSET
    sheet.marks(cover.facts.marks, right=right, top=14 if layout.size is PaperSize.A4 else 6)


def words_of(cover: DossierCover, field: str) -> str | tuple[str, ...]:
    """The words a field of the cover shows; several for the case numbers."""
    facts = cover.facts
    if field == "part":
        return f"（{facts.part if len(facts.part) != 2 else '　'.join(facts.part)}）"
    if field == "volumes":
        pages = str(facts.page_count) if facts.page_count is not None else "\u3000\u3000"
        return f"本卷共 {facts.volume_count} 册\u3000第 {facts.volume_number} 册\u3000共 {pages} 页"
    value = getattr(cover if hasattr(cover, field) else facts, field)
    if isinstance(value, date):
        return blocks.long_date(value)
    if isinstance(value, tuple):
        return tuple(str(item) for item in value)
    return "" if value is None else str(value)


def face_of(font: str) -> Face:
    """The face of a font as a layout names it."""
    return Face[font.upper()]


def _joined(words: str | tuple[str, ...]) -> str:
    return words if isinstance(words, str) else "；".join(words)


def _form(sheet: Sheet, places: tuple[CoverPlace, ...]) -> None:
    """What is the same on every cover of a layout."""
    framed = [place for place in places if place.frame and place.height]
    if framed:
        _rules(sheet, framed)
    for place in places:
        if place.field in CODES:
            continue
        if place.height and place.label and place.label_width:
            inset = min(5.0, place.label_width / 7)
            blocks.label(
                sheet, place.x, place.y, place.label_width, place.height, place.label, Face.SONG, place.points, inset
            )
        elif not place.field and not place.height:
            _heading(sheet, place, place.label)


def _rules(sheet: Sheet, framed: list[CoverPlace]) -> None:
    """Boxes that make up one table share their rules and get a heavier frame; others have each their own."""
    left, top = min(place.x for place in framed), min(place.y for place in framed)
    right = max(place.x + place.width for place in framed)
    bottom = max(place.y + place.height for place in framed)
    covered = sum(place.width * place.height for place in framed)
    upright = [(place.x + place.label_width, place.y, place.y + place.height) for place in framed if place.label_width]
    if abs(covered - (right - left) * (bottom - top)) > 1:
        for place in framed:
            sheet.box(place.x, place.y, place.width, place.height, RULE)
    else:
        sheet.box(left, top, right - left, bottom - top, FRAME)
        upright += [(place.x, place.y, place.y + place.height) for place in framed if place.x > left]
        level = [(place.y, place.x, place.x + place.width) for place in framed if place.y > top]
        for y, x1, x2 in _in_one(level):
            sheet.line(x1, y, x2, y, RULE)
    for x, y1, y2 in _in_one(upright):
        sheet.line(x, y1, x, y2, RULE)


def _in_one(pieces: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Pieces (place, begin, end) on one line that touch, as one."""
    found: list[tuple[float, float, float]] = []
    for place, begin, end in sorted(pieces):
        if found and abs(found[-1][0] - place) < 0.01 and begin <= found[-1][2] + 0.01:
            found[-1] = (found[-1][0], found[-1][1], max(end, found[-1][2]))
        else:
            found.append((place, begin, end))
    return found


def _cell(sheet: Sheet, cover: DossierCover, place: CoverPlace) -> None:
    words = words_of(cover, place.field) if place.field else "" if place.label_width else place.label
    x, width = place.x + place.label_width, place.width - place.label_width
    face = even_face(_joined(words), face_of(place.font))
    if place.vertical:
        column(sheet, x, place.y + 1, width, place.height - 2, _joined(words), face, place.points, place.minimum)
        return
    room, height = width - 2 * blocks.PADDING, place.height - 2 * blocks.EDGE
    if isinstance(words, tuple):
        fitted = fit_list(words, face, place.points, room, height, place.minimum)
        blocks.place(sheet, x, place.y, width, place.height, fitted, face, centred=place.align == "centre")
    else:
        blocks.value(
            sheet,
            x,
            place.y,
            width,
            place.height,
            words,
            face,
            place.points,
            place.minimum,
            centred=place.align == "centre",
        )


def _line(sheet: Sheet, cover: DossierCover, place: CoverPlace, overprint: Overprint) -> None:
    words = _joined(words_of(cover, place.field)).replace("\n", " ")
    if overprint.fields_only and place.label:
        # The label is on the jacket: the value stands where it would have stood behind it.
        shown = text_width(place.label, face_of(place.font), place.points)
        if words:
            _heading(sheet, place, words, indent=min(shown, place.width / 2))
        return
    _heading(sheet, place, place.label + words)


def _heading(sheet: Sheet, place: CoverPlace, words: str, indent: float = 0.0) -> None:
    face = face_of(place.font)
    if place.spacing == 0:
        face = even_face(words, face)
    room = place.width - indent
    fitted = fit(words, face, place.points, room, 1, place.minimum)
    line, size = fitted.lines[0], fitted.size
    if not fitted.complete:
        line = words
        size = _squeezed(words, face, room, place.minimum)
    natural = text_width(line, face, size)
    spacing = 0.0
    if place.spacing and len(line) > 1:
        spacing = max(0.0, min(place.spacing, (place.width * 0.75 - natural) / (len(line) - 1)))
    whole = natural + spacing * max(0, len(line) - 1)
    x = {"left": place.x + indent, "right": place.x + place.width - whole}.get(
        place.align, place.x + indent + (room - whole) / 2
    )
    sheet.text(x, place.y, line, face, size, spacing=spacing)


def _squeezed(words: str, face: Face, room: float, minimum: float) -> float:
    """A line that does not fit at its smallest size goes on shrinking: nothing of it is left out."""
    natural = text_width(words, face, minimum)
    return max(1.0, minimum * min(1.0, room / natural)) if natural else minimum


def _code(sheet: Sheet, cover: DossierCover, place: CoverPlace, bar_code: str, qr: str) -> None:
    number = cover.facts.number
    if place.field == "bar_code":
        words = bar_code if bar_code.isascii() and bar_code.isprintable() else ""
        words = words or codes.bar_code_text(number)
        codes.code_128(sheet, place.x, place.y, place.height, words, room=place.width)
    else:
        words = qr or codes.qr_text(number, cover.facts.volume_number)
        codes.qr(sheet, place.x, place.y, min(place.width, place.height), words)
