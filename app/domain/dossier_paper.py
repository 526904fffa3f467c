"""The complete frozen records that a bound case file is printed from: the pack, its volumes, items, labels and strips.

A service fills a :class:`Pack` with everything a court's binder needs; ``app.printing`` only draws it. Nothing is
computed while drawing: page numbers, first and last pages, spine widths and totals are here, so that the same pack
gives the same bytes whenever it is printed again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from app.domain.paper import CoverRecord, Marks, PaperRecord


class DossierPart(Enum):
    """正卷、副卷: what may be shown to the parties, and what stays inside the court."""

    MAIN = "main"
    INTERNAL = "internal"


PART_TEXT = {DossierPart.MAIN: "正卷", DossierPart.INTERNAL: "副卷"}


class NumberingMode(Enum):
    """编页方式: by sheet (立卷归档办法第十七条, 逐张编号) or by written page (DA/T 22, front right, back left)."""

    BY_SHEET = "by_sheet"
    BY_WRITTEN_PAGE = "by_written_page"


NUMBERING_TEXT = {NumberingMode.BY_SHEET: "逐张编号", NumberingMode.BY_WRITTEN_PAGE: "逐页编号（有字的面）"}


class Sides(Enum):
    """单面、双面: on two sides, every item begins on a front; an odd one is followed by an empty back."""

    SIMPLEX = "simplex"
    DUPLEX = "duplex"


SIDES_TEXT = {Sides.SIMPLEX: "单面打印", Sides.DUPLEX: "双面打印"}


class PaperSize(Enum):
    """封面尺寸 of cover, contents list, remarks sheet and back cover; the items keep their own size (A4)."""

    A4 = "A4"
    A5 = "A5"
    K16 = "16K"


PAPER_MM = {PaperSize.A4: (210, 297), PaperSize.A5: (148, 210), PaperSize.K16: (184, 260)}
PAPER_TEXT = {PaperSize.A4: "A4", PaperSize.A5: "A5", PaperSize.K16: "16开"}


@dataclass(frozen=True)
class CoverPlace:
    """One thing on an office's own cover: which field, its label, where (mm from the top left) and in which type.

    ``field`` is a key of :data:`app.domain.cover_layout.FIELDS`, or ``""`` for a fixed text. Without a ``height`` it is
    one line with its base line at y; with one it is a box whose top left corner is x, y: the label spread over
    ``label_width`` at its left, the value beside it, shrunk to ``minimum`` and wrapped, a rule round it if ``frame``.
    ``spacing`` is the most, in mm, that characters of a line are spaced out by. A ``hidden`` one keeps its place and
    is not printed.
    """

    field: str
    label: str
    x: float
    y: float
    width: float
    font: str = "song"
    points: float = 14.0
    align: str = "left"
    height: float = 0.0
    vertical: bool = False
    label_width: float = 0.0
    frame: bool = False
    minimum: float = 7.0
    spacing: float = 0.0
    hidden: bool = False


@dataclass(frozen=True)
class CoverLayout:
    """封面版式 of an office, frozen into the pack when it is bound. Empty ``places`` mean the shipped layout."""

    size: PaperSize = PaperSize.A4
    places: tuple[CoverPlace, ...] = ()
    holes: bool = True


@dataclass(frozen=True)
class DossierCover:
    """封面: the facts of the older cover and what a bound volume adds.

    ``facts.part`` is 正卷 or 副卷, ``facts.page_count`` the highest number of this volume, ``facts.case_numbers`` all.
    ``names`` is the whole list of a collective petition and printed as an annex behind the contents when there is
    more than one; ``facts.petitioner`` already reads 某某等N人.
    """

    facts: CoverRecord
    fonds_code: str = ""
    catalogue: str = ""
    file_number: str = ""
    receptionist: str = ""
    lead_official: str = ""
    filed_on: date | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class ContentsLine:
    """卷内目录 one line: one document. ``pages`` reads ``7`` or, on the last line of a volume, ``7-9``."""

    order: int
    document_number: str
    responsible: str
    title: str
    day: date | None
    first: int
    last: int
    remark: str = ""

    @property
    def span(self) -> str:
        """First and last page as written."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class PageStamp:
    """页码 on one side of a sheet: fronts upper right, backs upper left; ``None`` leaves the side unnumbered."""

    number: int | None
    back: bool = False


@dataclass(frozen=True)
class IssuedContent:
    """A paper issued here, drawn again from its frozen record exactly as :mod:`app.printing.issue` draws it."""

    record: PaperRecord
    first_page: int = 0


@dataclass(frozen=True)
class PdfContent:
    """Pages of a PDF.

    ``order`` names the pages of the file in the order in which they are bound (empty: as they are), ``rotations`` holds
    0, 90, 180 or 270 (clockwise) for each of them, empty for none. ``first_page`` counts along ``order``.
    """

    data: bytes
    page_count: int
    rotations: tuple[int, ...] = ()
    first_page: int = 0
    order: tuple[int, ...] = ()


@dataclass(frozen=True)
class ImageContent:
    """Scanned pictures, one a page, JPEG or PNG bytes already upright but for ``rotations`` (as above)."""

    images: tuple[bytes, ...]
    rotations: tuple[int, ...] = ()

    @property
    def page_count(self) -> int:
        """One page a picture."""
        return len(self.images)


@dataclass(frozen=True)
class OriginalContent:
    """A paper original that is laid in by hand: nothing to print but, if wanted, a slip saying what goes here."""

    page_count: int
    place: str = ""


ItemContent = IssuedContent | PdfContent | ImageContent | OriginalContent


@dataclass(frozen=True)
class PackItem:
    """卷内文件 as it is printed: its line of the contents list and one stamp for every page to be drawn.

    As many pages are drawn as there are stamps, beginning with ``first_page`` of the content (0 but for a document
    that alone is thicker than a volume and was cut). A paper original has a stamp for each number it takes up.
    """

    line: ContentsLine
    content: ItemContent
    stamps: tuple[PageStamp, ...]


@dataclass(frozen=True)
class OverriddenGap:
    """A document that was missing at binding, who could have supplied it, and why it was bound without."""

    title: str
    basis: str
    supplier: str
    reason: str


@dataclass(frozen=True)
class RemarksSheet:
    """备考表: how things are with this volume, who compiled and checked it, and the audit's last fingerprint.

    ``facts`` are ready lines (totals, late documents, documents moved by hand with their reason). ``assessment`` is
    the optional word on legal and social effect.
    """

    title: str
    facts: tuple[str, ...]
    compiler: str
    checker: str
    day: date
    fingerprint: str
    gaps: tuple[OverriddenGap, ...] = ()
    assessment: str = ""


@dataclass(frozen=True)
class BackCover:
    """卷底: closes the volume."""

    court_name: str
    title: str


@dataclass(frozen=True)
class SpineLabel:
    """脊背标签. ``width_mm`` is 10, 15 or 20; on 10 mm only year, number, volume and file number are printed."""

    court_short: str
    year: str
    sequence: str
    petitioner: str
    part: str
    volume: str
    retention: str
    file_number: str
    width_mm: int


@dataclass(frozen=True)
class SealStrip:
    """封条 30 × 90 mm, pasted over the knot and stamped across both edges."""

    court_name: str
    words: str
    day: date | None = None


@dataclass(frozen=True)
class BoxLabel:
    """卷盒标签. ``thickness_mm`` is 20, 30, 40 or 50; ``codes`` are the archival codes in the box, in order."""

    court_name: str
    fonds_code: str
    catalogue: str
    year: str
    retention: str
    box_number: str
    codes: tuple[str, ...]
    thickness_mm: int = 30


@dataclass(frozen=True)
class PackVolume:
    """册: one volume with its own cover, contents, remarks; numbers begin at 1 in each."""

    part: DossierPart
    number: int
    count: int
    title: str
    cover: DossierCover
    items: tuple[PackItem, ...]
    remarks: RemarksSheet
    back: BackCover
    spine: SpineLabel
    qr_text: str
    page_total: int
    sheet_total: int

    @property
    def contents(self) -> tuple[ContentsLine, ...]:
        """The contents list, one line a document."""
        return tuple(item.line for item in self.items)


@dataclass(frozen=True)
class Pack:
    """装订包: everything that is printed to bind one matter, in the order in which it lies on the table.

    ``archive_code`` is plain ASCII for Code 128; ``slips`` prints a slip where a paper original is laid in.
    ``app.printing.pack.render_pack(pack, progress)`` gives its PDF, with an outline of volumes and documents.
    """

    number: str
    court_name: str
    archive_code: str
    volumes: tuple[PackVolume, ...]
    numbering: NumberingMode
    sides: Sides
    layout: CoverLayout
    seals: tuple[SealStrip, ...]
    box: BoxLabel | None = None
    slips: bool = True
    marks: Marks = field(default_factory=Marks)

    @property
    def spines(self) -> tuple[SpineLabel, ...]:
        """The labels for all spines, printed side by side."""
        return tuple(volume.spine for volume in self.volumes)


@dataclass(frozen=True)
class ArchiveList:
    """档案清单: a table for the archive, such as 归档登记簿, 移交清单, 借阅登记簿, 鉴定清单.

    ``columns`` are (heading, share of the width); ``signatures`` are the words before each line to sign on, with a
    line break behind where several people sign.
    """

    court_name: str
    title: str
    about: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    marks: Marks = field(default_factory=Marks)
