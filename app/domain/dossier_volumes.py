"""编页与分册: page numbers, where one volume ends and the next begins, and how wide a spine must be.

Sources: 立卷归档办法第十七条 (逐张编号; cover, contents, remarks and back cover stay without), DA/T 22 (every written
page), and the usual cap of 15 mm or 200 pages. Pure; every length is in millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.dossier_paper import NumberingMode, PageStamp, Sides

SHEET_MM = 0.10
SLIPS_MM = 2.0
SPINES_MM = (10, 15, 20)
BOXES_MM = (20, 30, 40, 50)


@dataclass(frozen=True)
class Caps:
    """分册上限: an office's own limits; the defaults are 15 mm or 200 numbered pages, whichever comes first."""

    pages: int = 200
    thickness_mm: float = 15.0

    @property
    def sheets(self) -> int:
        """How many sheets a volume of this thickness holds."""
        return max(1, int((self.thickness_mm - SLIPS_MM) / SHEET_MM + 1e-9))


@dataclass(frozen=True)
class Extent:
    """How much one document takes up: ``pages`` with writing; ``sheets`` of paper only where a person counted them."""

    pages: int
    sheets: int | None = None
    original: bool = False

    def __post_init__(self) -> None:
        if self.pages < 1 or (self.sheets is not None and not 1 <= self.sheets <= self.pages):
            raise ValueError(self)


@dataclass(frozen=True)
class Piece:
    """A document, or a part of one that alone is over the cap, in one volume with its numbers and stamps."""

    index: int
    first_page: int
    first: int
    last: int
    stamps: tuple[PageStamp, ...]
    sheets: int
    cut: bool = False


@dataclass(frozen=True)
class VolumePlan:
    """One volume: its pieces, its highest number, its sheets, thickness and spine."""

    pieces: tuple[Piece, ...]
    sheets: int

    @property
    def total(self) -> int:
        """The highest page number."""
        return self.pieces[-1].last if self.pieces else 0

    @property
    def thickness_mm(self) -> float:
        """Paper and pasted slips."""
        return thickness(self.sheets)

    @property
    def spine_mm(self) -> int:
        """The narrowest spine that holds it."""
        return spine_width(self.thickness_mm)


def thickness(sheets: int) -> float:
    """Thickness of so many sheets of 70–80 g paper with 2 mm for pasted slips."""
    return round(sheets * SHEET_MM + SLIPS_MM, 2)


def spine_width(thickness_mm: float) -> int:
    """The smallest of 10, 15, 20 mm that leaves 1 mm; the widest there is for anything thicker."""
    return next((width for width in SPINES_MM if width >= thickness_mm + 1), SPINES_MM[-1])


def box_width(thickness_mm: float) -> int:
    """The smallest box of 20, 30, 40 or 50 mm that holds the volumes."""
    return next((width for width in BOXES_MM if width >= thickness_mm), BOXES_MM[-1])


def plan_volumes(
    extents: Sequence[Extent], numbering: NumberingMode, sides: Sides, caps: Caps | None = None
) -> tuple[VolumePlan, ...]:
    """Volumes of the documents in their order: cut at a document's border, numbers beginning at 1 in each.

    A document that alone is over the cap begins a volume of its own and is cut where the volume is full.
    """
    caps = caps or Caps()
    volumes: list[VolumePlan] = []
    pieces: list[Piece] = []
    sheets = number = pages = 0

    def close() -> None:
        nonlocal pieces, sheets, number, pages
        if pieces:
            volumes.append(VolumePlan(tuple(pieces), sheets))
        pieces, sheets, number, pages = [], 0, 0, 0

    for index, extent in enumerate(extents):
        for first_page, part, cut in _portions(extent, sides, caps):
            taken = sheets_of(part, sides)
            if pieces and (pages + part.pages > caps.pages or sheets + taken > caps.sheets or cut):
                close()
            stamps = _stamps(part, numbering, sides, number)
            last = max(stamp.number or 0 for stamp in stamps)
            pieces.append(Piece(index, first_page, number + 1, last, stamps, taken, cut))
            sheets, number, pages = sheets + taken, last, pages + part.pages
    close()
    return tuple(volumes)


def sheets_of(extent: Extent, sides: Sides) -> int:
    """Sheets of paper: as counted for originals, otherwise by how it is printed."""
    if extent.sheets is not None:
        return extent.sheets
    if extent.original or sides is Sides.SIMPLEX:
        return extent.pages
    return (extent.pages + 1) // 2


def _portions(extent: Extent, sides: Sides, caps: Caps) -> list[tuple[int, Extent, bool]]:
    if extent.pages <= caps.pages and sheets_of(extent, sides) <= caps.sheets:
        return [(0, extent, False)]
    taken = sheets_of(extent, sides)
    a_sheet = -(-extent.pages // taken)  # pages on a sheet, so that no sheet is torn
    most = max(a_sheet, min(caps.pages, caps.sheets * a_sheet) // a_sheet * a_sheet)
    found = []
    for first in range(0, extent.pages, most):
        amount = min(most, extent.pages - first)
        counted = -(-amount // a_sheet) if extent.sheets is not None else None
        found.append((first, Extent(amount, counted, extent.original), True))
    return found


def _stamps(extent: Extent, numbering: NumberingMode, sides: Sides, before: int) -> tuple[PageStamp, ...]:
    if extent.original:
        amount = sheets_of(extent, sides) if numbering is NumberingMode.BY_SHEET else extent.pages
        return tuple(PageStamp(before + one) for one in range(1, amount + 1))
    if sides is Sides.SIMPLEX:
        return tuple(PageStamp(before + one) for one in range(1, extent.pages + 1))
    if numbering is NumberingMode.BY_WRITTEN_PAGE:
        return tuple(PageStamp(before + one + 1, back=bool(one % 2)) for one in range(extent.pages))
    return tuple(
        PageStamp(None, back=True) if one % 2 else PageStamp(before + one // 2 + 1) for one in range(extent.pages)
    )
