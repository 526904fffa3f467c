"""A sheet of paper: drawing in millimetres from the top left corner, with the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from app.domain.paper import Marks
from app.printing.fonts import MM_PER_POINT, Face, load, runs, text_width

A4 = (210.0, 297.0)
A5 = (148.0, 210.0)
K16 = (184.0, 260.0)
BINDING_EDGE = 25.0
"""Millimetres at the left where only hole guides may stand (three holes, 160 mm span, 15 mm from the edge)."""

# Streams as plain bytes: the printable encoding makes files a quarter larger and takes a tenth of the time.
rl_config.useA85 = 0

HOLE_X = 15.0
HOLE_Y = (68.5, 148.5, 228.5)
HOLES = {A4: (HOLE_X, HOLE_Y), A5: (12.0, (45.0, 105.0, 165.0)), K16: (HOLE_X, (60.0, 130.0, 200.0))}
"""Where the binding holes are on each size of paper: millimetres from the left edge and from the top."""

HAIR = 0.35
RULE = 0.5
FRAME = 1.0

RED = (1.0, 0.0, 0.0)
"""Of the heading and the rules of letters; letterheads are printed in pure red."""


@dataclass(frozen=True)
class About:
    """What the PDF says about itself; ``author`` is the court."""

    title: str
    author: str
    subject: str


@dataclass(frozen=True)
class Guest:
    """A form of another size or place, set as it is onto pages of this file.

    Of each of its pages (0 is the first): whether it is wanted, where its top left corner goes, and what is drawn over
    it in the places of the host page.
    """

    size: tuple[float, float]
    wanted: Callable[[int], bool]
    place: Callable[[int], tuple[float, float]]
    finish: Callable[[int], None]


class Sheet:
    """One PDF being drawn. Positions are millimetres from the top left, y of text is its base line.

    Drawing operators are written here and handed to ReportLab page by page: its own text and path objects format
    every number with a search for the shortest one, which was a third of the time of a thousand covers.
    """

    def __init__(self, paper: tuple[float, float], about: About) -> None:
        self.width, self.height = paper
        self._buffer = BytesIO()
        self._code: list[str] = []
        self._shown: dict[tuple[str, Face], tuple[tuple[str, str], ...]] = {}
        self._fixed: dict[object, str] = {}
        self._paper = paper
        self._guest: Guest | None = None
        self._guest_pages = 0
        self._fill = "0 g "
        self._outlined = 0
        self.page_count = 0
        """Pages that are finished."""
        self.shift = (0.0, 0.0)
        """Millimetres to the right and down by which everything is moved: what one printer misses (套打)."""
        # Without a font of our own ReportLab would name Helvetica, which is not embedded, on every page.
        load(Face.SONG.value[0])
        self._canvas = canvas.Canvas(
            self._buffer,
            pagesize=(_points(self.width), _points(self.height)),
            initialFontName=Face.SONG.value[0],
            initialFontSize=12,
            pageCompression=1,
            invariant=1,
            lang="zh-CN",
        )
        self._document = self._canvas._doc  # noqa: SLF001 - fonts count their subsets by document
        self._canvas.setTitle(about.title)
        self._canvas.setAuthor(about.author)
        self._canvas.setSubject(about.subject)
        self._canvas.setCreator("涉诉信访接待台")
        self._canvas.setProducer("涉诉信访接待台")

    def finish(self) -> bytes:
        """The whole file."""
        if self._code:
            self.next_page()
        self._canvas.save()
        return self._buffer.getvalue()

    def next_page(self) -> None:
        """End this page."""
        guest = self._guest
        if guest is not None:
            index, self._guest_pages = self._guest_pages, self._guest_pages + 1
            self.width, self.height = self._paper
            if guest.wanted(index):
                x, y = guest.place(index)
                move = f"1 0 0 1 {_points(x):.3f} {_points(self.height - y - guest.size[1]):.3f} cm"
                self._code = [f"q {move}", *self._code, "Q"]
                guest.finish(index)
                self._emit()
            self._code.clear()
            self.width, self.height = guest.size
        else:
            self._emit()

    def _emit(self) -> None:
        if self.shift != (0.0, 0.0):
            across, down = self.shift
            self._code = [f"q 1 0 0 1 {_points(across):.3f} {_points(-down):.3f} cm", *self._code, "Q"]
        self._canvas.addLiteral("\n".join(self._code))
        self._code.clear()
        self._canvas.showPage()
        self.page_count += 1

    def paper(self, size: tuple[float, float]) -> None:
        """Change the size of this page, on which nothing may stand yet, and of those that follow."""
        if size != self._paper:
            self._paper = size
            self.width, self.height = size
            self._canvas.setPageSize((_points(self.width), _points(self.height)))

    @contextmanager
    def host(self, guest: Guest) -> Iterator[None]:
        """Take the pages drawn meanwhile, each ended by ``next_page``, as a guest's: moved, chosen and finished."""
        self._guest, self._guest_pages = guest, 0
        self.width, self.height = guest.size
        try:
            yield
        finally:
            self._guest = None
            self.width, self.height = self._paper

    def outline(self, words: str, level: int) -> None:
        """Put the page being drawn into the outline of the file."""
        key = f"p{self._outlined}"
        self._outlined += 1
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(words, key, level, closed=False)

    def picture(self, image: ImageReader, x: float, y: float, width: float, height: float, turned: int = 0) -> None:
        """Draw a picture into a rectangle, turned clockwise by 0, 90, 180 or 270 degrees, below all else."""
        across, up = _points(width), _points(height)
        turns = {
            0: (across, 0.0, 0.0, up, 0.0, 0.0),
            90: (0.0, -up, across, 0.0, 0.0, up),
            180: (-across, 0.0, 0.0, -up, across, up),
            270: (0.0, up, -across, 0.0, across, 0.0),
        }
        self._canvas.saveState()
        self._canvas.translate(_points(x), _points(self.height - y - height))
        self._canvas.transform(*turns[turned])
        self._canvas.drawImage(image, 0, 0, 1, 1)
        self._canvas.restoreState()

    def fixed(self, key: object, draw: Callable[[], None]) -> None:
        """Draw what is the same on many pages of this file: worked out once, then repeated as it is."""
        known = self._fixed.get(key)
        if known is None:
            before, self._code = self._code, []
            try:
                draw()
                known = self._fixed[key] = "\n".join(self._code)
            finally:
                self._code = before
        self._code.append(known)

    @contextmanager
    def ink(self, colour: tuple[float, float, float]) -> Iterator[None]:
        """Draw text and bars of this block in a colour; lines and boxes stay black or grey."""
        self._code.append(f"q {' '.join(f'{part:.3g}' for part in colour)} rg")
        self._fill = ""
        try:
            yield
        finally:
            self._fill = "0 g "
            self._code.append("Q")

    def text(
        self, x: float, y: float, words: str, face: Face, size: float, *, spacing: float = 0.0, grey: float = 0.0
    ) -> None:
        """Draw one line of text from x with its base line at y; ``spacing`` mm are added after each character."""
        if not words:
            return
        code = [f"BT 1 0 0 1 {_points(x):.3f} {_points(self.height - y):.3f} Tm"]
        if grey:
            code.append(f"{grey:.3g} g")
        if spacing:
            code.append(f"{_points(spacing):.4f} Tc")
        code += [f"{font} {size:.2f} Tf <{shown}> Tj" for font, shown in self._show(words, face)]
        if spacing:
            code.append("0 Tc")
        if grey:
            code.append("0 g")
        code.append("ET")
        self._code.append(" ".join(code))

    def _show(self, words: str, face: Face) -> tuple[tuple[str, str], ...]:
        """Name of the subset and codes in it, run by run."""
        shown = self._shown.get((words, face))
        if shown is None:
            parts = []
            for run in runs(words, face):
                font = load(run.font_name)
                for subset, codes in font.splitString(run.text, self._document):
                    parts.append((font.getSubsetInternalName(subset, self._document), codes.hex()))
            shown = self._shown[words, face] = tuple(parts)
        return shown

    def centred(self, x: float, y: float, words: str, face: Face, size: float, *, spacing: float = 0.0) -> None:
        """Draw text centred on x."""
        width = text_width(words, face, size) + spacing * max(0, len(words) - 1)
        self.text(x - width / 2, y, words, face, size, spacing=spacing)

    def right(self, x: float, y: float, words: str, face: Face, size: float, *, grey: float = 0.0) -> None:
        """Draw text ending at x."""
        self.text(x - text_width(words, face, size), y, words, face, size, grey=grey)

    def spread(self, x: float, y: float, width: float, words: str, face: Face, size: float) -> None:
        """Draw text so that its first and last characters touch both ends of ``width`` (信　访　人)."""
        gaps = len(words) - 1
        natural = text_width(words, face, size)
        if gaps < 1 or natural >= width:
            self.text(x + (width - natural) / 2, y, words, face, size)
        else:
            self.text(x, y, words, face, size, spacing=(width - natural) / gaps)

    def justified(self, x: float, y: float, width: float, words: str, face: Face, size: float) -> None:
        """Draw a line of a paragraph stretched to ``width``; too short a line stays as it is."""
        shown = words.rstrip(" \u3000")
        slack = width - text_width(shown, face, size)
        spacing = slack / (len(shown) - 1) if len(shown) > 1 else 0.0
        limit = size * MM_PER_POINT * 0.16
        self.text(x, y, shown, face, size, spacing=spacing if 0.001 < spacing <= limit else 0.0)

    def line(self, x1: float, y1: float, x2: float, y2: float, weight: float = RULE, *, grey: float = 0.0) -> None:
        """Draw a rule; ``weight`` in points."""
        top = self.height
        ends = f"{_points(x1):.3f} {_points(top - y1):.3f} m {_points(x2):.3f} {_points(top - y2):.3f} l"
        self._code.append(f"{_pen(weight, grey)} {ends} S")

    def box(self, x: float, y: float, width: float, height: float, weight: float = RULE) -> None:
        """Draw the outline of a rectangle whose top left corner is x, y."""
        self._code.append(f"{_pen(weight, 0.0)} {self._rectangle(x, y, width, height)} S")

    def tick_box(self, x: float, y: float, side: float, *, ticked: bool) -> None:
        """Draw a square to tick with its bottom left corner at x, y; no bundled face has ☐ and ☑."""
        self.box(x, y - side, side, side, 0.6)
        if ticked:
            tick = ((0.18, 0.52), (0.42, 0.22), (0.86, 0.84))
            points = [(_points(x + across * side), _points(self.height - y + up * side)) for across, up in tick]
            steps = zip(points, "mll", strict=True)
            path = " ".join(f"{across:.3f} {up:.3f} {step}" for (across, up), step in steps)
            self._code.append(f"{_pen(1.1, 0.0)} {path} S")

    def ring(self, x: float, y: float, radius: float) -> None:
        """Draw a dashed grey circle round x, y: where a seal goes."""
        handle = radius * 0.5523
        around = (
            ((radius, handle), (handle, radius), (0.0, radius)),
            ((-handle, radius), (-radius, handle), (-radius, 0.0)),
            ((-radius, -handle), (-handle, -radius), (0.0, -radius)),
            ((handle, -radius), (radius, -handle), (radius, 0.0)),
        )

        def at(point: tuple[float, float]) -> str:
            return f"{_points(x + point[0]):.3f} {_points(self.height - y + point[1]):.3f}"

        path = " ".join(f"{' '.join(at(point) for point in part)} c" for part in around)
        self._code.append(f"q [2 2] 0 d {_pen(HAIR, 0.6)} {at((radius, 0.0))} m {path} S Q")

    def dashed(self, x1: float, y1: float, x2: float, y2: float | None = None) -> None:
        """Draw a dashed hair line, level unless ``y2`` says otherwise."""
        self._code.append("q [3 2] 0 d")
        self.line(x1, y1, x2, y1 if y2 is None else y2, HAIR)
        self._code.append("Q")

    def bars(self, rectangles: Iterable[tuple[float, float, float, float]]) -> None:
        """Fill rectangles (x, y, width, height) as one path: the modules of a code."""
        path = " ".join(self._rectangle(*rectangle) for rectangle in rectangles)
        if path:
            self._code.append(f"{self._fill}{path} f")

    def modules(self, x: float, y: float, module: float, rectangles: Iterable[tuple[int, int, int, int]]) -> None:
        """Fill rectangles counted in modules of ``module`` mm from x, y, as one path."""
        scale = _points(module)
        path = " ".join(f"{left} {top} {width} {height} re" for left, top, width, height in rectangles)
        place = f"{scale:.5f} 0 0 -{scale:.5f} {_points(x):.3f} {_points(self.height - y):.3f} cm"
        self._code.append(f"q 0 g {place} {path} f Q")

    def hole_guides(self, *, back: bool = False) -> None:
        """Mark the three binding holes with cross-hairs of 2 mm in 30 % grey, at the right on the back of a sheet."""
        x, levels = HOLES.get((self.width, self.height), (HOLE_X, HOLE_Y))
        if back:
            x = self.width - x
        for y in levels:
            self.line(x - 1, y, x + 1, y, HAIR, grey=0.7)
            self.line(x, y - 1, x, y + 1, HAIR, grey=0.7)

    def marks(self, marks: Marks, right: float, top: float) -> None:
        """Stamp 演练 (white on black) and 补打 (framed) side by side, ending at ``right``, below ``top``."""
        x = right
        if marks.practice:
            width = 29.0
            x -= width
            self.bars([(x, top, width, 7.0)])
            self._white(x + width / 2, top + 5.1, "演练　非正式", 12)
            x -= 3
        if marks.reprint:
            x -= 15.0
            self.box(x, top + 0.15, 15.0, 6.7, 0.9)
            self.centred(x + 7.5, top + 5.1, "补打", Face.HEI_BOLD, 12, spacing=0.6)

    def _white(self, x: float, y: float, words: str, size: float) -> None:
        left = x - text_width(words, Face.HEI_BOLD, size) / 2
        self.text(left, y, words, Face.HEI_BOLD, size, grey=1.0)

    def _rectangle(self, x: float, y: float, width: float, height: float) -> str:
        left, bottom = _points(x), _points(self.height - y - height)
        return f"{left:.3f} {bottom:.3f} {_points(width):.3f} {_points(height):.3f} re"


def _pen(weight: float, grey: float) -> str:
    return f"{weight:.2f} w {grey:.3g} G"


def _points(mm: float) -> float:
    return mm / MM_PER_POINT
