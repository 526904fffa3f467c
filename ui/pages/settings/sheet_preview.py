"""A sample on the screen as it will be printed, over the scanned jacket: for layouts of covers and for offsets.

The jacket is painted here and nowhere else. What is printed is drawn by ``app.printing``, which knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from app.domain.dossier_paper import PAPER_MM, CoverLayout, PaperSize
from app.domain.errors import Refused
from app.domain.overprint import PLAIN, Overprint
from app.domain.progress import Progress
from app.domain.sample_pack import sample_pack
from app.services import jackets
from app.services.session import Session
from ui.operations import Operations
from ui.pages.paper.canvas import PageCanvas
from ui.style import scale, theme
from ui.widgets.card import Card, Notice
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

DRAW_AFTER_MS = 200
MM_PER_INCH = 25.4
JACKET_DPI = 150
JACKET_STRENGTH = 0.55
CHOSEN, WRONG = "#1E4E8C", "#B3261E"
"""Of outlines: the paper is white in every theme, so these do not follow the theme."""

STEP, LARGEST = 1.5, 6.0
HEIGHT = 460
UNEVEN = 0.04
"""A scan whose sides differ more than this from those of the paper was not cut to it."""


SMALL = frozenset({"cover", "contents", "remarks", "back"})
"""Sections on the paper of the cover; the others are on A4."""


@dataclass(frozen=True)
class Sample:
    """What to show: a section of a made-up case file in a layout, as it is printed with these offsets."""

    layout: CoverLayout
    section: str = "cover"
    overprint: Overprint = PLAIN
    court_name: str = ""


@dataclass(frozen=True)
class Frame:
    """A place outlined on the screen: left, top, right, bottom in mm; ``wrong`` ones are told apart."""

    box: tuple[float, float, float, float]
    chosen: bool = False
    wrong: bool = False


class SheetCanvas(PageCanvas):
    """The sample between the jacket beneath and the outlines above it; a click says where in mm."""

    pointed = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper_mm: tuple[float, float] = PAPER_MM[PaperSize.A4]
        self.jacket: QImage | None = None
        self.frames: tuple[Frame, ...] = ()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Jacket and print as ink upon ink, then the outlines."""
        picture = self.picture
        if self.jacket is None or picture is None:
            super().paintEvent(event)
        else:
            painter = QPainter(self)
            whole = QRectF(self.rect())
            painter.fillRect(whole, QColor(Qt.GlobalColor.white))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(JACKET_STRENGTH)
            painter.drawImage(whole, self.jacket)
            painter.setOpacity(1)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.drawImage(whole, picture)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.setPen(QPen(QColor(theme.tokens().line), 1))
            painter.drawRect(whole.adjusted(0.5, 0.5, -0.5, -0.5))
            painter.end()
        self._outline()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Say where on the paper."""
        dots = self.width() / self.paper_mm[0]
        self.pointed.emit(event.position().x() / dots, event.position().y() / dots)

    def _outline(self) -> None:
        if not self.frames:
            return
        dots = self.width() / self.paper_mm[0]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for frame in sorted(self.frames, key=lambda one: one.chosen):
            left, top, right, bottom = (value * dots for value in frame.box)
            ink = WRONG if frame.wrong else CHOSEN
            style = Qt.PenStyle.DashLine if frame.wrong and not frame.chosen else Qt.PenStyle.SolidLine
            painter.setPen(QPen(QColor(ink), 2, style))
            painter.drawRect(QRectF(QPointF(left, top), QPointF(right, bottom)).adjusted(-2, -2, 2, 2))
        painter.end()


class SheetPreview(Card):
    """Draws the newest wish in the paper lane, 200 ms after the last change."""

    pointed = Signal(float, float)
    """A click on the paper: mm from its top left corner."""

    def __init__(self, ops: Operations[Session], heading: str, parent: QWidget | None = None) -> None:
        super().__init__(heading, parent, margin=16)
        self._ops = ops
        self._sample: Sample | None = None
        self._wish = 0
        self._drawing: Progress | None = None
        self._jacket_key: tuple[str, PaperSize] | None = None
        self._zoom = 1.0
        self._after = QTimer(self, singleShot=True, interval=DRAW_AFTER_MS)
        self._after.timeout.connect(self._draw)
        self.canvas = SheetCanvas()
        self.canvas.pointed.connect(self.pointed)
        self.window_on_it = QScrollArea()
        self.window_on_it.setObjectName("clear")
        self.window_on_it.viewport().setAutoFillBackground(False)
        self.window_on_it.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.window_on_it.setWidget(self.canvas)
        self.window_on_it.installEventFilter(self)
        self.window_on_it.setAccessibleName("纸样，方向键移动")
        self.notice = Notice("", Tone.SOON)
        self.notice.hide()
        self.words = text_label("", "small", wrap=True)
        self.smaller = KeyButton("缩小", "Alt+-", Kind.QUIET)
        self.larger = KeyButton("放大", "Alt+=", Kind.QUIET)
        self.smaller.clicked.connect(lambda: self.zoom(1 / STEP))
        self.larger.clicked.connect(lambda: self.zoom(STEP))
        tools = FieldGrid(columns=2, least=98)
        tools.add(self.smaller)
        tools.add(self.larger)
        self.add(tools)
        self.add(self.notice)
        self.add(self.window_on_it)
        self.add(self.words)
        self._arrange()

    @property
    def sample(self) -> Sample | None:
        """What is shown or being drawn."""
        return self._sample

    def show_sample(self, sample: Sample) -> None:
        """Show this soon; typing on puts it off."""
        self._sample = sample
        key = (sample.section, sample.layout.size)
        if key != self._jacket_key:
            self._jacket_key = key
            self.canvas.jacket = None
            self.read_jacket()
        self.canvas.paper_mm = paper_of(sample)
        self._arrange()
        self._after.start()

    def outline(self, frames: Sequence[Frame]) -> None:
        """Outline these places."""
        self.canvas.frames = tuple(frames)
        self.canvas.update()

    def zoom(self, factor: float) -> None:
        """Larger or smaller; never smaller than the whole page."""
        self._zoom = min(max(self._zoom * factor, 1.0), LARGEST)
        self._arrange()
        self._after.start()

    def read_jacket(self) -> None:
        """Fetch the jacket of what is shown from the register, in the paper lane."""
        key = self._jacket_key
        if key is None:
            return

        def fetch(session: Session, _progress: Progress) -> tuple[str, QImage] | None:
            found = jackets.read(session, *key)
            return None if found is None else (found.name, picture_of(found.data))

        def show(found: tuple[str, QImage] | None) -> None:
            if key == self._jacket_key:
                self._take_jacket(found)

        self._ops.paper(self, fetch, show, lambda refusal: self._say(refusal.message))

    def has_jacket(self) -> bool:
        """Whether a jacket lies beneath."""
        return self.canvas.jacket is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when there is more or less room."""
        if watched is self.window_on_it and event.type() == QEvent.Type.Resize:
            self._arrange()
            self._after.start()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Fit anew when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "window_on_it"):
            self._arrange()
            self._after.start()

    def _arrange(self) -> None:
        self.window_on_it.setFixedHeight(scale.px(HEIGHT))
        width, height = self.canvas.paper_mm
        room = self.window_on_it.maximumViewportSize()
        dots = max(min((room.width() - 4) / width, (room.height() - 4) / height), 0.5) * self._zoom
        self.canvas.set_page_size(QSize(round(width * dots), round(height * dots)))
        self.smaller.setEnabled(self._zoom > 1)
        self.larger.setEnabled(self._zoom < LARGEST)

    def _draw(self) -> None:
        sample = self._sample
        if sample is None:
            return
        self._wish += 1
        if self._drawing is not None:
            self._drawing.cancel()
        wish = self._wish
        dpi = min(self.canvas.width() / self.canvas.paper_mm[0] * MM_PER_INCH * self.devicePixelRatioF(), 600.0)

        def draw(_session: Session, _progress: Progress) -> Any:
            from app.printing.preview import Pages  # measured start-up cost: PDFium is loaded with the first paper

            with Pages(sample_pdf(sample)) as pages:
                return pages.image(0, dpi)

        def failed(refusal: Refused) -> None:
            if wish == self._wish:
                self._say(refusal.message)

        self._drawing = self._ops.paper(self, draw, lambda image: self._take(wish, image), failed)

    def _take(self, wish: int, image: Any) -> None:
        if wish != self._wish:
            return
        made = QImage(image.rgba, image.width, image.height, image.width * 4, QImage.Format.Format_RGBX8888)
        self.canvas.set_picture(made.copy())
        self._say("")

    def _take_jacket(self, found: tuple[str, QImage] | None) -> None:
        self.canvas.jacket = None if found is None else found[1]
        self.canvas.update()
        self.words.setText(self._jacket_words(found))

    def _jacket_words(self, found: tuple[str, QImage] | None) -> str:
        if found is None:
            return ""
        name, image = found
        width, height = self.canvas.paper_mm
        uneven = abs(image.width() * height / max(image.height() * width, 1) - 1) > UNEVEN
        beside = "它的长宽比和纸张不同，可能没有裁齐，对位会不准，请把卷皮整张扫描、裁齐后再选。" if uneven else ""
        return f"底图“{name}”只在屏幕上显示，不会打印。{beside}"

    def _say(self, words: str) -> None:
        self.notice.set_words(words)
        self.notice.setVisible(bool(words))


def paper_of(sample: Sample) -> tuple[float, float]:
    """The paper of a section in mm: labels and documents are on A4 whatever the cover."""
    return PAPER_MM[sample.layout.size if sample.section in SMALL else PaperSize.A4]


def sample_pdf(sample: Sample) -> bytes:
    """The section of a made-up case file exactly as the printer gets it. In the paper lane.

    Raises:
        Refused: a character has no glyph.
    """
    from app.printing.pack import Section, render_pack  # measured start-up cost: ReportLab comes with the first paper

    section = Section(sample.section)
    pack = sample_pack(sample.court_name, sample.layout)
    return render_pack(pack, sections=frozenset({section}), overprints={section: sample.overprint})


def picture_of(data: bytes) -> QImage:
    """The picture of a jacket: a JPEG, or the first page of a PDF. In the paper lane."""
    if not data.startswith(b"%PDF"):
        return QImage.fromData(data)
    from app.printing.preview import Pages  # measured start-up cost, as above

    with Pages(data) as pages:
        image = pages.image(0, JACKET_DPI)
    made = QImage(image.rgba, image.width, image.height, image.width * 4, QImage.Format.Format_RGBX8888)
    return made.copy()
