"""装订包: all that is printed to bind a case file, in one PDF with an outline; the same pack gives the same bytes.

Cover, contents, names, remarks and back cover each begin on a front and have an empty back; documents run on to the
back when printed on two sides. The binding edge is at the left of fronts and at the right of backs; nothing but guides
stands there. Page numbers are at the outer upper corner: right on fronts, left on backs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum

from app.domain.dossier_paper import (
    PAPER_MM,
    BoxLabel,
    ImageContent,
    IssuedContent,
    OriginalContent,
    Pack,
    PackItem,
    PackVolume,
    PageStamp,
    PaperSize,
    PdfContent,
    SealStrip,
    Sides,
    SpineLabel,
)
from app.domain.errors import Refused
from app.domain.overprint import PLAIN, Overprint
from app.domain.paper import Marks, PaperRecord
from app.domain.progress import Progress
from app.printing import blocks, issue, scans
from app.printing.calibration import draw_calibration
from app.printing.contents_list import draw_contents, draw_names
from app.printing.cover import draw_dossier_cover
from app.printing.fonts import Face, even_face, require_printable
from app.printing.labels import draw_box_label, draw_seals, draw_spines
from app.printing.page import A4, BINDING_EDGE, FRAME, About, Guest, Sheet
from app.printing.pdf_import import Placement, place
from app.printing.remarks_sheet import draw_back_cover, draw_remarks
from app.printing.type_setting import fit_box

STAMP_MARGIN, STAMP_BASE, STAMP_POINTS = 6.0, 11.0, 12.0
"""Page numbers: this far from the outer edge, base line this far from the top."""

SCAN_TOP, SCAN_BOTTOM, SCAN_OUTER = 14.0, 6.0, 6.0
"""What imported pages leave free beside the binding edge: the band of the page number, and where printers miss."""

BACK_SHIFT = 10.0
"""Forms with 28 mm at the left and 18 at the right go this far to the left on backs."""


class Section(Enum):
    """A part of the pack; the value names it in settings (offsets are kept for each)."""

    COVER = "cover"
    CONTENTS = "contents"
    ITEMS = "items"
    REMARKS = "remarks"
    BACK = "back"
    SPINES = "spines"
    SEALS = "seals"
    BOX = "box"


SECTION_TEXT = {
    Section.COVER: "卷宗封面",
    Section.CONTENTS: "卷内目录",
    Section.ITEMS: "卷内文件",
    Section.REMARKS: "备考表",
    Section.BACK: "卷底",
    Section.SPINES: "脊背标签",
    Section.SEALS: "封条",
    Section.BOX: "卷盒标签",
}
WHOLE = frozenset(Section)
FILE = WHOLE - {Section.SPINES, Section.SEALS, Section.BOX}
"""What is exported: the case file without what is cut out and pasted on."""


def render_pack(
    pack: Pack,
    progress: Progress | None = None,
    *,
    sections: frozenset[Section] = WHOLE,
    overprints: Mapping[Section, Overprint] | None = None,
    hole_guides: bool = True,
) -> bytes:
    """The PDF of a whole pack or of some of its sections.

    Raises:
        Refused: a character has no glyph, or an imported picture or PDF cannot be used; the text names the document.
        Cancelled: the user stopped it.
    """
    require_printable(issue.texts_of(pack))
    with issue.DRAWING:
        binder = _Binder(pack, progress, overprints or {}, hole_guides=hole_guides)
        pdf = binder.draw(sections)
    return place(pdf, binder.placements, progress)


def require_drawable(pack: Pack) -> None:
    """Refuse to bind what could not be printed afterwards: what is frozen can no longer be worded otherwise.

    Raises:
        Refused: a character of the pack has no glyph; named.
    """
    require_printable(issue.texts_of(pack))


def render_spines(labels: Sequence[SpineLabel], court_name: str, marks: Marks | None = None) -> bytes:
    """Spine labels of many volumes side by side on as few sheets as possible."""
    return _labels("脊背标签", court_name, labels, lambda sheet: draw_spines(sheet, labels, marks or Marks()))


def render_seals(strips: Sequence[SealStrip], court_name: str, marks: Marks | None = None) -> bytes:
    """Seal strips, six to a sheet."""
    return _labels("封条", court_name, strips, lambda sheet: draw_seals(sheet, strips, marks or Marks()))


def render_boxes(labels: Sequence[BoxLabel], court_name: str, marks: Marks | None = None) -> bytes:
    """Box labels, one after the other."""

    def all_of_them(sheet: Sheet) -> Iterator[None]:
        for label in labels:
            yield from draw_box_label(sheet, label, marks or Marks())

    return _labels("卷盒标签", court_name, labels, all_of_them)


def render_calibration(
    form: str, printer: str, court_name: str, overprint: Overprint = PLAIN, size: PaperSize = PaperSize.A4
) -> bytes:
    """The calibration page of a form on a printer, moved by the offsets it has now."""
    require_printable((form, printer, court_name))
    with issue.DRAWING:
        sheet = Sheet(_millimetres(size), About("套打校准页", court_name, form))
        sheet.shift = overprint.shift
        draw_calibration(sheet, form, printer, overprint)
        sheet.next_page()
        return sheet.finish()


def _labels(title: str, court_name: str, labels: Sequence[object], draw: Callable[[Sheet], Iterable[None]]) -> bytes:
    if not labels:
        raise Refused(f"没有要打印的{title}。请先选中至少一卷。")
    require_printable([*issue.texts_of(tuple(labels)), court_name])
    with issue.DRAWING:
        sheet = Sheet(A4, About(title, court_name, f"共{len(labels)}张"))
        for _ in draw(sheet):
            sheet.next_page()
        return sheet.finish()


def _millimetres(size: PaperSize) -> tuple[float, float]:
    width, height = PAPER_MM[size]
    return float(width), float(height)


class _Binder:
    """One pack being drawn; PDF pages are only marked and set in when the file is finished."""

    def __init__(
        self, pack: Pack, progress: Progress | None, overprints: Mapping[Section, Overprint], *, hole_guides: bool
    ) -> None:
        self._pack = pack
        self._progress = progress
        self._overprints = overprints
        self._guides = hole_guides and pack.layout.holes
        self._duplex = pack.sides is Sides.DUPLEX
        self._small = pack.layout.size
        self._level = 1 if len(pack.volumes) > 1 else 0
        self._done = 0
        self._sheet = Sheet(A4, About(f"涉诉信访卷宗 {pack.number}", pack.court_name, pack.number))
        self.placements: list[Placement] = []

    def draw(self, sections: frozenset[Section]) -> bytes:
        """Draw the sections in the order in which they lie on the table."""
        for volume in self._pack.volumes:
            self._volume(volume, sections)
        sheet, pack = self._sheet, self._pack
        loose = {
            Section.SPINES: draw_spines(sheet, pack.spines, pack.marks),
            Section.SEALS: draw_seals(sheet, pack.seals, pack.marks),
            Section.BOX: draw_box_label(sheet, pack.box, pack.marks) if pack.box else (),
        }
        for section, pages in loose.items():
            if section in sections:
                self._forms(section, PaperSize.A4, pages, level=0, guides=False)
        if self._duplex and sheet.page_count % 2:
            sheet.next_page()
        if not sheet.page_count:
            raise Refused("没有选中要打印的内容。请至少选中一项，再打印。")
        return sheet.finish()

    def _volume(self, volume: PackVolume, sections: frozenset[Section]) -> None:
        pack, sheet, size = self._pack, self._sheet, self._small
        wanted = [section for section in FILE if section in sections]
        if self._level and wanted:
            self._front(size if wanted != [Section.ITEMS] else PaperSize.A4)
            sheet.outline(volume.title, 0)
        cover = self._overprints.get(Section.COVER, PLAIN)
        listed = self._overprints.get(Section.CONTENTS, PLAIN).fields_only
        remarked = self._overprints.get(Section.REMARKS, PLAIN).fields_only
        if Section.COVER in sections:
            self._forms(Section.COVER, size, self._cover(volume, cover), self._level, guides=False)
        if Section.CONTENTS in sections:
            lines = draw_contents(sheet, volume, size, pack.marks, fields_only=listed)
            self._forms(Section.CONTENTS, size, lines, self._level, guides=not listed)
            if len(volume.cover.names) > 1:
                names = draw_names(sheet, volume, size, pack.marks)
                self._forms(Section.CONTENTS, size, names, self._level, words="信访人名单")
        if Section.ITEMS in sections:
            for item in volume.items:
                self._item(item)
        if Section.REMARKS in sections:
            remarks = draw_remarks(sheet, volume.remarks, size, pack.marks, fields_only=remarked)
            self._forms(Section.REMARKS, size, remarks, self._level, guides=not remarked)
        if Section.BACK in sections:
            self._forms(Section.BACK, size, self._back(volume), self._level)

    def _cover(self, volume: PackVolume, overprint: Overprint) -> Iterator[None]:
        pack, facts = self._pack, volume.cover.facts
        marks = Marks(pack.marks.practice or facts.marks.practice, pack.marks.reprint or facts.marks.reprint)
        draw_dossier_cover(
            self._sheet,
            replace(volume.cover, facts=replace(facts, marks=marks)),
            pack.layout,
            hole_guides=self._guides,
            bar_code=pack.archive_code,
            qr=volume.qr_text,
            overprint=overprint,
        )
        yield

    def _back(self, volume: PackVolume) -> Iterator[None]:
        draw_back_cover(self._sheet, volume.back, self._small, self._pack.marks)
        yield

    def _forms(
        self,
        section: Section,
        size: PaperSize,
        pages: Iterable[None],
        level: int,
        *,
        words: str = "",
        guides: bool = True,
    ) -> None:
        """Draw a form of our own, every page of it on a front."""
        sheet = self._sheet
        self._front(size)
        shift = self._overprints.get(section, PLAIN).shift
        named = False
        for _ in pages:
            if not named:
                sheet.outline(words or SECTION_TEXT[section], level)
                named = True
            if guides and self._guides:
                sheet.hole_guides()
            sheet.shift = shift
            sheet.next_page()
            sheet.shift = (0.0, 0.0)
            self._front(size)

    def _front(self, size: PaperSize) -> None:
        """Begin on a front: an empty back is put in on two-sided prints."""
        if self._duplex and self._sheet.page_count % 2:
            self._sheet.next_page()
        self._sheet.paper(_millimetres(size))

    def _item(self, item: PackItem) -> None:
        if self._progress is not None:
            self._done += 1
            total = sum(len(volume.items) for volume in self._pack.volumes)
            self._progress.step(self._done, total, f"正在排版第{self._done}件，共{total}件")
        self._front(PaperSize.A4)
        if isinstance(item.content, OriginalContent) and not self._pack.slips:
            return
        title = " ".join(item.line.title.split())
        self._sheet.outline(f"{item.line.order}．{title}", self._level)
        match item.content:
            case IssuedContent(record, first):
                self._issued(item, record, first)
            case PdfContent():
                self._pdf(item, item.content)
            case ImageContent():
                self._images(item, item.content)
            case OriginalContent():
                self._slip(item, item.content)

    def _issued(self, item: PackItem, record: PaperRecord, first: int) -> None:
        sheet, size = self._sheet, issue.paper_size(record)
        drawn = 0

        def where(_: int) -> tuple[float, float]:
            if size == A4:
                return (-BACK_SHIFT if self._on_back else 0.0), 0.0
            return (A4[0] - size[0]) / 2, SCAN_TOP + 20

        def finish(index: int) -> None:
            nonlocal drawn
            drawn += 1
            self._finish_page(item.stamps[index - first])

        wanted = range(first, first + len(item.stamps))
        with sheet.host(Guest(size, lambda index: index in wanted, where, finish)):
            issue.draw(sheet, record, hole_guides=False)
            sheet.next_page()
        if drawn != len(item.stamps):
            raise Refused(
                f"“{item.line.title}”现在排版成{first + drawn}页，与立卷时编定的页号对不上。请重新立卷后再打印。"
            )

    def _pdf(self, item: PackItem, content: PdfContent) -> None:
        for index, stamp in enumerate(item.stamps, content.first_page):
            turned = content.rotations[index] if index < len(content.rotations) else 0
            where = self._scan_box()
            page = self._sheet.page_count
            source = content.order[index] if index < len(content.order) else index
            self.placements.append(Placement(page, content.data, source, where, turned, item.line.title))
            self._finish_page(stamp)
            self._sheet.next_page()

    def _images(self, item: PackItem, content: ImageContent) -> None:
        for index, stamp in enumerate(item.stamps):
            if index >= len(content.images):
                raise Refused(f"“{item.line.title}”的图片少于登记的页数。请核对这份材料后重新立卷。")
            turned = content.rotations[index] % 360 if index < len(content.rotations) else 0
            try:
                scan = scans.read(content.images[index])
            except Refused as refusal:
                raise Refused(f"“{item.line.title}”第{index + 1}页：{refusal.message}") from refusal
            x, y, width, height = self._scan_box()
            across, up = (scan.height, scan.width) if turned in (90, 270) else (scan.width, scan.height)
            scale = min(width / across, height / up)
            left, top = x + (width - across * scale) / 2, y + (height - up * scale) / 2
            self._sheet.picture(scan.reader, left, top, across * scale, up * scale, turned)
            self._finish_page(stamp)
            self._sheet.next_page()

    def _slip(self, item: PackItem, content: OriginalContent) -> None:
        """A slip that says which paper original is laid in here; it bears no number."""
        sheet, line = self._sheet, item.line
        left, width = 45.0, 135.0
        middle = left + width / 2
        sheet.box(left, 60, width, 120, FRAME)
        sheet.centred(middle, 82, "此处放入纸质原件", Face.SONG_BOLD, 22, spacing=0.8)
        facts = (
            ("题名", line.title),
            ("页数", f"{content.page_count}页"),
            ("页号", line.span),
            ("存放", content.place),
            ("提示", "原件装入后请取出本页；原件逐张编写上列页号。"),
        )
        base = 92.0
        for label, words in facts:
            if words:
                face = even_face(words, Face.FANGSONG)
                fitted = fit_box(words.replace("\n", " "), face, 14, width - 30, 14, 5)
                sheet.text(left + 6, base + 8.6, label, Face.SONG, 12)
                blocks.place(sheet, left + 22, base, width - 28, 15, fitted, face)
                base += 16.5
        self._guide()
        sheet.marks(self._pack.marks, right=192, top=14)
        sheet.next_page()

    @property
    def _on_back(self) -> bool:
        return self._duplex and self._sheet.page_count % 2 == 1

    def _scan_box(self) -> tuple[float, float, float, float]:
        width, height = A4
        x = SCAN_OUTER if self._on_back else BINDING_EDGE
        return x, SCAN_TOP, width - BINDING_EDGE - SCAN_OUTER, height - SCAN_TOP - SCAN_BOTTOM

    def _finish_page(self, stamp: PageStamp) -> None:
        sheet = self._sheet
        if stamp.number is not None:
            words = str(stamp.number)
            if stamp.back:
                sheet.text(STAMP_MARGIN, STAMP_BASE, words, Face.SONG, STAMP_POINTS)
            else:
                sheet.right(sheet.width - STAMP_MARGIN, STAMP_BASE, words, Face.SONG, STAMP_POINTS)
        self._guide()

    def _guide(self) -> None:
        if self._guides:
            self._sheet.hole_guides(back=self._on_back)
