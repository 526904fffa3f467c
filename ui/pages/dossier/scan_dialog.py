"""扫描件: its pages as they will be printed; turned and put in order on the screen, the sealed file stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage, QResizeEvent, QTransform
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout

from app.domain.dossier import DossierItem
from app.domain.dossier_paper import ImageContent, PdfContent
from app.domain.errors import Refused
from app.domain.progress import Progress
from app.domain.scan import PageView, as_scanned
from app.services import scans
from app.services.session import Session
from ui.pages.dossier.item_list import ItemList
from ui.pages.paper.canvas import PageCanvas
from ui.pages.paper.lines import NO_STATUS, PaperKey, PaperLine
from ui.style import scale
from ui.widgets.card import Notice
from ui.widgets.chip import Status
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

if TYPE_CHECKING:
    from ui.pages.dossier.workplace import Workplace

LONGEST_SIDE = 1100
"""Pixels of the longer side of a page as it is drawn for the screen."""
KEPT = 12
LIST_WIDTH = 230


@dataclass(frozen=True)
class _Scan:
    """The content of the sealed file, in the file's own order, and how it is shown now."""

    content: PdfContent | ImageContent
    views: tuple[PageView, ...]


class ScanDialog(QDialog):
    """Pages at the left, the page chosen at the right. Bound scans are only looked at."""

    def __init__(self, at: Workplace, matter_id: int, item: DossierItem) -> None:
        super().__init__(at.page)
        assert item.scan_id is not None
        self._at, self._matter_id, self._scan_id = at, matter_id, item.scan_id
        self._bound = item.binding_id is not None
        self._scan: _Scan | None = None
        self._views: list[PageView] = []
        self._pictures: dict[int, QImage] = {}
        self._asked = -1
        self._warned = False
        self.setWindowTitle("扫描件")
        self.title = text_label(item.title, "section", wrap=True)
        words = (
            "已装订，只能看。"
            if self._bound
            else "拖动或按 Alt+上、Alt+下 调整页序。只记转向和次序，封存的文件不改动。"
        )
        self.about = text_label(words, "small", wrap=True)
        self.listing = ItemList("扫描件的页")
        self.canvas = PageCanvas()
        self.left = KeyButton("左转", "Alt+L")
        self.right = KeyButton("右转", "Alt+R")
        self.all = KeyButton("全部右转", "Alt+A")
        self.up = KeyButton("前移", "Alt+PgUp")
        self.down = KeyButton("后移", "Alt+PgDown")
        self.undo = KeyButton("恢复原样", "Alt+Z")
        self.leave = KeyButton("关闭", "Esc")
        self.save = KeyButton("保存", "Ctrl+Return", Kind.LEAD)
        self.problem = Notice("", Tone.LATE)
        self._build()
        self._read()

    @property
    def views(self) -> tuple[PageView, ...]:
        """The pages as they are shown now."""
        return tuple(self._views)

    def reject(self) -> None:
        """Leave; what was changed and not saved is asked about once."""
        if self._is_changed() and not self._warned:
            self._warned = True
            self._say("页序或方向改过，还没有保存。要保存请按“保存”；再按一次 Esc 就放弃改动。", Tone.SOON)
            return
        super().reject()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page fits the room."""
        super().resizeEvent(event)
        self._show_page()

    def changeEvent(self, event: QEvent) -> None:
        """The page fits the room when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_area"):
            self.listing.setFixedWidth(scale.px(LIST_WIDTH))
            self._show_page()

    def _build(self) -> None:
        outer: QVBoxLayout = scale.column(self, spacing=10, margins=(24, 18, 24, 16))
        outer.addWidget(self.title)
        outer.addWidget(self.about)
        across = scale.row(spacing=14)
        self.listing.setFixedWidth(scale.px(LIST_WIDTH))
        self._area = QScrollArea()
        self._area.setObjectName("clear")
        self._area.viewport().setAutoFillBackground(False)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.canvas)
        self._area.setMinimumSize(scale.px(360), scale.px(300))
        across.addWidget(self.listing)
        across.addWidget(self._area, 1)
        outer.addLayout(across, 1)
        self.tools = FieldGrid(columns=3, least=150)
        for button in (self.left, self.right, self.all, self.up, self.down, self.undo):
            self.tools.add(button)
        self.tools.setVisible(not self._bound)
        outer.addWidget(self.tools)
        outer.addWidget(self.problem)
        self.problem.hide()
        acts = scale.row(spacing=8)
        acts.addStretch(1)
        scale.fill(acts, (self.leave, self.save))
        outer.addLayout(acts)
        self.save.setVisible(not self._bound)
        screen = self.screen().availableSize()
        self.resize(min(scale.px(960), screen.width() - 40), min(scale.px(680), screen.height() - 60))
        self.left.clicked.connect(lambda: self._turn(270))
        self.right.clicked.connect(lambda: self._turn(90))
        self.all.clicked.connect(self._turn_all)
        self.up.clicked.connect(lambda: self._move(self.row(), -1))
        self.down.clicked.connect(lambda: self._move(self.row(), 1))
        self.undo.clicked.connect(self._as_scanned)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.reject)
        self.listing.chosen.connect(lambda _line: self._show_page())
        self.listing.step.connect(lambda by: self._move(self.row(), by))
        self.listing.dropped.connect(self._move)

    def row(self) -> int:
        """Which page is chosen, from 0."""
        return max(self.listing.currentIndex().row(), 0)

    def _read(self) -> None:
        scan_id = self._scan_id

        def read(session: Session, _progress: Progress) -> _Scan:
            scan, content = scans.as_sealed(session, scan_id)
            return _Scan(content, scan.views or as_scanned(scan.pages))

        self._at.ops.paper(self, read, self._show, self._refuse)

    def _show(self, scan: _Scan) -> None:
        self._scan = scan
        self._views = list(scan.views)
        self._show_lines(0)
        self.listing.setFocus()

    def _show_lines(self, row: int) -> None:
        lines = []
        for place, view in enumerate(self._views, 1):
            note = f"原第 {view.page + 1} 页" if view.page + 1 != place else ""
            chip = Status(f"右转 {view.turned}°") if view.turned else NO_STATUS
            lines.append(PaperLine(PaperKey(f"page {view.page}"), f"第 {place} 页", note, chip))
        group = "" if self._bound else "page"
        self.listing.show_items(lines, [group] * len(lines))
        if lines:
            self.listing.choose(lines[min(row, len(lines) - 1)].key)
        self.undo.setEnabled(self._views != list(as_scanned(len(self._views))))
        self.save.setEnabled(self._is_changed())
        self._show_page()

    def _is_changed(self) -> bool:
        return self._scan is not None and tuple(self._views) != self._scan.views

    def _changed(self, row: int) -> None:
        self._warned = False
        self.problem.hide()
        self._show_lines(row)

    def _turn(self, by: int) -> None:
        row = self.row()
        if self._views and not self._bound:
            one = self._views[row]
            self._views[row] = replace(one, turned=(one.turned + by) % 360)
            self._changed(row)

    def _turn_all(self) -> None:
        if not self._bound:
            self._views = [replace(one, turned=(one.turned + 90) % 360) for one in self._views]
            self._changed(self.row())

    def _move(self, row: int, by: int) -> None:
        there = row + by
        if not self._bound and self._views and 0 <= there < len(self._views):
            self._views.insert(there, self._views.pop(row))
            self._changed(there)

    def _as_scanned(self) -> None:
        self._views = list(as_scanned(len(self._views)))
        self._changed(self.row())

    def _save(self) -> None:
        if not self._is_changed():
            return
        at, scan_id, views, now = self._at, self._scan_id, tuple(self._views), self._at.clock()
        self.save.setEnabled(False)

        def saved(_change: object) -> None:
            self.accept()
            at.say("扫描件的页序和方向已保存，封存的文件没有改动。")

        at.ops.write(self, lambda session: scans.show(session, scan_id, views, now), saved, self._refuse)

    def _refuse(self, answer: Refused) -> None:
        self._say(answer.message, Tone.LATE)
        self.save.setEnabled(self._is_changed())

    def _say(self, words: str, tone: Tone) -> None:
        self.problem.set_words(words)
        self.problem.setProperty("tone", tone.value)
        self.problem.style().polish(self.problem)
        self.problem.show()

    # the page

    def _show_page(self) -> None:
        if not self._views or self._scan is None:
            return
        view = self._views[min(self.row(), len(self._views) - 1)]
        picture = self._pictures.get(view.page)
        if picture is None:
            self._ask_for(view.page)
            return
        turned = picture.transformed(QTransform().rotate(view.turned)) if view.turned else picture
        room = self._area.maximumViewportSize()
        fitted = turned.size().scaled(QSize(room.width() - 4, room.height() - 4), Qt.AspectRatioMode.KeepAspectRatio)
        self.canvas.set_page_size(fitted)
        self.canvas.set_picture(turned)
        self.canvas.setAccessibleName(f"第 {self.row() + 1} 页，共 {len(self._views)} 页")

    def _ask_for(self, page: int) -> None:
        scan = self._scan
        if scan is None or self._asked == page:
            return
        self._asked = page

        def draw(_session: Session, _progress: Progress) -> QImage:
            return page_picture(scan.content, page)

        def drawn(picture: QImage) -> None:
            while len(self._pictures) >= KEPT:
                self._pictures.pop(next(iter(self._pictures)))
            self._pictures[page] = picture
            self._asked = -1
            self._show_page()

        self._at.ops.paper(self, draw, drawn, self._refuse)


def page_picture(content: PdfContent | ImageContent, page: int) -> QImage:
    """One page of a sealed file as it is there, large enough for the screen. In the paper lane.

    Raises:
        Refused: the picture cannot be drawn.
    """
    from app.printing.preview import Pages  # measured start-up cost: PDFium is loaded with the first paper

    if isinstance(content, PdfContent):
        with Pages(content.data) as pages:
            longest = max(pages.size(page))
            drawn = pages.image(page, LONGEST_SIDE / longest * 25.4)
        image = QImage(drawn.rgba, drawn.width, drawn.height, drawn.width * 4, QImage.Format.Format_RGBX8888).copy()
    else:
        image = QImage.fromData(content.images[page])
    if image.isNull():
        raise Refused(f"第 {page + 1} 页画不出来。页序和方向仍可以调整；请再用“存为 PDF”看一遍。")
    side = max(image.width(), image.height())
    if side > LONGEST_SIDE:
        image = image.scaled(
            LONGEST_SIDE,
            LONGEST_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return image
