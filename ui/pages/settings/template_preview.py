"""How a template will look, filled with a made-up matter; drawn anew a moment after each change."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollArea, QWidget

from app.domain.errors import Refused
from app.domain.paper import LetterRecord, SheetRecord
from app.domain.progress import Progress
from app.services.session import Session
from ui.operations import Operations
from ui.pages.paper.canvas import PageCanvas
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

DRAW_AFTER_MS = 250
MM_PER_INCH = 25.4
PAPER_MM = (210.0, 297.0)
STEP, LARGEST = 1.5, 5.0
HEIGHT = 520


class TemplatePreview(Card):
    """One page at a time of the newest wish; drawn in the paper lane."""

    def __init__(self, ops: Operations[Session], parent: QWidget | None = None) -> None:
        super().__init__("纸样", parent, margin=16)
        self._ops = ops
        self._record: LetterRecord | SheetRecord | None = None
        self._wish = 0
        self._drawing: Progress | None = None
        self._page, self._pages = 0, 1
        self._zoom = 1.0
        self._after = QTimer(self, singleShot=True, interval=DRAW_AFTER_MS)
        self._after.timeout.connect(self._draw)
        self.canvas = PageCanvas()
        self.view = QScrollArea()
        self.view.setObjectName("clear")
        self.view.viewport().setAutoFillBackground(False)
        self.view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view.setWidget(self.canvas)
        self.view.installEventFilter(self)
        self.view.setAccessibleName("纸样，方向键移动")
        self.notice = Notice("", Tone.SOON)
        self.notice.hide()
        self.place = text_label("", "small")
        self.back = KeyButton("上一页", "Alt+PgUp", Kind.QUIET)
        self.forth = KeyButton("下一页", "Alt+PgDown", Kind.QUIET)
        self.smaller = KeyButton("缩小", "Alt+-", Kind.QUIET)
        self.larger = KeyButton("放大", "Alt+=", Kind.QUIET)
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forth.clicked.connect(lambda: self._turn(1))
        self.smaller.clicked.connect(lambda: self._scale(1 / STEP))
        self.larger.clicked.connect(lambda: self._scale(STEP))
        tools = FieldGrid(columns=2, least=98)
        for tool in (self.back, self.forth, self.smaller, self.larger):
            tools.add(tool)
        self.add(tools)
        self.add(self.notice)
        self.add(self.view)
        self.add(self.place)
        self._arrange()

    @property
    def record(self) -> LetterRecord | SheetRecord | None:
        """What is shown or being drawn."""
        return self._record

    def show_record(self, record: LetterRecord | SheetRecord, *, anew: bool = False) -> None:
        """Show this soon; ``anew`` begins at the first page."""
        self._record = record
        if anew:
            self._page = 0
        self._after.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when there is more or less room."""
        if watched is self.view and event.type() == QEvent.Type.Resize:
            self._arrange()
            self._after.start()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Fit anew when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "view"):
            self._arrange()
            self._after.start()

    def _turn(self, pages: int) -> None:
        self._page = min(max(self._page + pages, 0), self._pages - 1)
        self._draw()

    def _scale(self, factor: float) -> None:
        self._zoom = min(max(self._zoom * factor, 1.0), LARGEST)
        self._arrange()
        self._after.start()

    def _arrange(self) -> None:
        self.view.setFixedHeight(scale.px(HEIGHT))
        width, height = PAPER_MM
        room = self.view.maximumViewportSize()
        dots = max(min((room.width() - 4) / width, (room.height() - 4) / height), 0.5) * self._zoom
        self.canvas.set_page_size(QSize(round(width * dots), round(height * dots)))
        self.smaller.setEnabled(self._zoom > 1)
        self.larger.setEnabled(self._zoom < LARGEST)
        self.back.setEnabled(self._page > 0)
        self.forth.setEnabled(self._page < self._pages - 1)
        self.place.setText(f"第 {self._page + 1} / {self._pages} 页　内容是样例")

    def _draw(self) -> None:
        record = self._record
        if record is None:
            return
        self._wish += 1
        if self._drawing is not None:
            self._drawing.cancel()
        wish, page = self._wish, self._page
        dpi = min(self.canvas.width() / PAPER_MM[0] * MM_PER_INCH * self.devicePixelRatioF(), 400.0)

        def draw(_session: Session, _progress: Progress) -> tuple[int, int, Any]:
            # measured start-up cost: ReportLab and PDFium are loaded with the first paper
            from app.printing import issue
            from app.printing.preview import Pages

            with Pages(issue.render(record)) as pages:
                shown = min(page, pages.count - 1)
                return shown, pages.count, pages.image(shown, dpi)

        def failed(refusal: Refused) -> None:
            if wish == self._wish:
                self._say(refusal.message)

        self._drawing = self._ops.paper(self, draw, lambda made: self._take(wish, *made), failed)

    def _take(self, wish: int, page: int, pages: int, image: Any) -> None:
        if wish != self._wish:
            return
        self._page, self._pages = page, pages
        made = QImage(image.rgba, image.width, image.height, image.width * 4, QImage.Format.Format_RGBX8888)
        self.canvas.set_picture(made.copy())
        self._say("")
        self._arrange()

    def _say(self, words: str) -> None:
        self.notice.set_words(words)
        self.notice.setVisible(bool(words))
