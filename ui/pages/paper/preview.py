"""The pages of a paper as they will be printed: forth and back, larger, smaller, and in true size."""

from __future__ import annotations

from enum import Enum
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from app.domain.progress import Progress
from app.services.session import Session
from ui.operations import LaneName, Operations
from ui.pages.paper.canvas import PageCanvas
from ui.printing import Prepared
from ui.widgets.card import Card, Notice
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

MM_PER_INCH = 25.4
SMALLEST_DPI, LARGEST_DPI = 24.0, 400.0
STEP = 1.25
SHARPEN_AFTER_MS = 80
LOADING = "正在排版…"


class Fit(Enum):
    """How large a page is shown."""

    PAGE = "page"
    WIDTH = "width"
    FREE = "free"


class Preview(Card):
    """Shows one page at a time; pictures are drawn in the paper lane, newest wish first."""

    def __init__(self, ops: Operations[Session], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=16)
        self._ops = ops
        self._ready: Prepared | None = None
        self._page = 0
        self._fit = Fit.PAGE
        self._dpi = 96.0
        self._drawing: Progress | None = None
        self._wish = 0
        self._waiting = False
        self._sharpen = QTimer(self, singleShot=True, interval=SHARPEN_AFTER_MS)
        self._sharpen.timeout.connect(self._draw)
        self.setAccessibleName("纸样")
        self._build()
        ops.busy.connect(self._busy)
        self._arrange()

    @property
    def ready(self) -> Prepared | None:
        """The paper shown."""
        return self._ready

    @property
    def canvas(self) -> PageCanvas:
        """The page itself."""
        return self._canvas

    def show_paper(self, ready: Prepared) -> None:
        """Show a paper; the same document keeps its page."""
        same = self._ready is not None and self._ready.paper.document_id == ready.paper.document_id
        self._waiting = False
        self._ready = ready
        self._page = min(self._page, len(ready.pages) - 1) if same else 0
        if not same:
            self._canvas.set_picture(None)
        self.set_notice("这份文书打印过，再打一次会印上“补打”字样。" if ready.paper.reprint else "")
        self._stack.setCurrentWidget(self._scroll)
        self._arrange()

    def show_nothing(self, sentence: str, icon: str = "printer") -> None:
        """Nothing to show: why, and what to do."""
        self._waiting = False
        self._ready = None
        self._forget_drawing()
        self._canvas.set_picture(None)
        self.set_notice("")
        self._empty.say(sentence, icon)
        self._stack.setCurrentWidget(self._empty)
        self._arrange()

    def expect(self) -> None:
        """A paper is being typeset; says so if it takes longer than a moment."""
        self._waiting = True

    def set_notice(self, words: str, tone: Tone = Tone.SOON) -> None:
        """One calm line above the page; empty takes it away."""
        self._notice.set_words(words)
        self._notice.setProperty("tone", tone.value)
        self._notice.style().polish(self._notice)
        self._notice.setVisible(bool(words))
        self._notice.setAccessibleName(words)

    def turn(self, pages: int) -> None:
        """Forth or back."""
        if self._ready is None:
            return
        page = min(max(self._page + pages, 0), len(self._ready.pages) - 1)
        if page != self._page:
            self._page = page
            self._scroll.verticalScrollBar().setValue(0)
            self._arrange()

    def zoom(self, steps: int) -> None:
        """Larger or smaller by a quarter."""
        self._dpi = min(max(self._dpi * STEP**steps, SMALLEST_DPI), LARGEST_DPI)
        self._fit = Fit.FREE
        self._arrange()

    def toggle_fit(self) -> None:
        """Fit the width, or the whole page."""
        self._fit = Fit.WIDTH if self._fit is Fit.PAGE else Fit.PAGE
        self._arrange()

    def true_size(self) -> None:
        """As large as on paper, by what the screen says of its own size."""
        self._dpi = self._screen_dpi()
        self._fit = Fit.FREE
        self._arrange()

    def shown_millimetres(self) -> float:
        """How wide the page stands on the screen, in millimetres of the screen."""
        return self._canvas.width() / self._screen_dpi() * MM_PER_INCH

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when there is more or less room for the page."""
        if watched is self._scroll and event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Fit anew when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_canvas"):
            self._arrange()

    def _build(self) -> None:
        tools = FieldGrid(columns=7, least=98)
        self.back = KeyButton("上一页", "PgUp", Kind.QUIET)
        self.place = text_label("", "small")
        self.place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.forth = KeyButton("下一页", "PgDown", Kind.QUIET)
        self.smaller = KeyButton("缩小", "Alt+-", Kind.QUIET)
        self.larger = KeyButton("放大", "Alt+=", Kind.QUIET)
        self.fit = KeyButton("页宽", "Alt+W", Kind.QUIET)
        self.true = KeyButton("原大", "Alt+0", Kind.QUIET)
        for tool in (self.place, self.smaller, self.larger, self.fit, self.true, self.back, self.forth):
            tools.add(tool)
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forth.clicked.connect(lambda: self.turn(1))
        self.smaller.clicked.connect(lambda: self.zoom(-1))
        self.larger.clicked.connect(lambda: self.zoom(1))
        self.fit.clicked.connect(self.toggle_fit)
        self.true.clicked.connect(self.true_size)
        self._notice = Notice("", Tone.SOON)
        self._notice.hide()
        self._canvas = PageCanvas()
        self._scroll = QScrollArea()
        self._scroll.setObjectName("clear")
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll.setWidget(self._canvas)
        self._scroll.installEventFilter(self)
        self._scroll.setAccessibleName("纸样，方向键移动")
        self._empty = EmptyState("", "printer")
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
        self._tools = tools
        self.add(tools)
        self.add(self._notice)
        self.add(self._stack, 1)

    def _arrange(self) -> None:
        ready = self._ready
        count = len(ready.pages) if ready else 0
        self._tools.setVisible(ready is not None)
        self.back.setVisible(count > 1)
        self.forth.setVisible(count > 1)
        self.back.setEnabled(self._page > 0)
        self.forth.setEnabled(self._page < count - 1)
        self.fit.setText("页宽" if self._fit is Fit.PAGE else "整页")
        if ready is None:
            return
        width, height = ready.pages[self._page]
        room = self._scroll.maximumViewportSize()
        if self._fit is Fit.WIDTH:
            bar = self._scroll.verticalScrollBar().sizeHint().width()
            self._dpi = max((room.width() - bar - 2) / width * MM_PER_INCH, SMALLEST_DPI)
        elif self._fit is Fit.PAGE:
            across, down = (room.width() - 2) / width, (room.height() - 2) / height
            self._dpi = max(min(across, down) * MM_PER_INCH, SMALLEST_DPI)
        self.place.setText(f"第 {self._page + 1} / {count} 页　{round(self._dpi / self._screen_dpi() * 100)}%")
        dots = self._dpi / MM_PER_INCH
        self._canvas.set_page_size(QSize(round(width * dots), round(height * dots)))
        self._canvas.setAccessibleName(f"第 {self._page + 1} 页，共 {count} 页")
        self._sharpen.start()

    def _draw(self) -> None:
        """Ask for the sharp picture of the page as it is shown now; an older wish is dropped."""
        if self._ready is None:
            return
        self._forget_drawing()
        pdf, page, ratio = self._ready.pdf, self._page, self.devicePixelRatioF()
        dpi = min(self._dpi * ratio, LARGEST_DPI)
        wish = self._wish

        def draw(_session: Session, _progress: Progress) -> Any:
            from app.printing.preview import Pages  # measured start-up cost: PDFium is loaded with the first paper

            with Pages(pdf) as pages:
                return pages.image(page, dpi)

        self._drawing = self._ops.paper(self, draw, lambda image: self._take(wish, image))

    def _take(self, wish: int, image: Any) -> None:
        if wish != self._wish:
            return
        made = QImage(image.rgba, image.width, image.height, image.width * 4, QImage.Format.Format_RGBX8888)
        self._canvas.set_picture(made.copy())

    def _forget_drawing(self) -> None:
        self._wish += 1
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None

    def _busy(self, lane: LaneName, is_busy: bool) -> None:
        if lane is LaneName.PAPER and is_busy and self._waiting and self._ready is None:
            self._empty.show_loading(LOADING)
            self._stack.setCurrentWidget(self._empty)

    def _screen_dpi(self) -> float:
        """Dots an inch of the screen as it measures itself; screens that measure nonsense count as 96."""
        screen = self.screen()
        real = float(screen.physicalDotsPerInch()) if screen is not None else 96.0
        return real if 60.0 <= real <= 400.0 else 96.0
