"""Choosing and removing the scanned jacket that lies beneath a sample on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.changes import Change
from app.domain.dossier_paper import PAPER_TEXT, PaperSize
from app.domain.progress import Progress
from app.domain.scan import ScanSize
from app.services import jackets
from app.services.session import Session
from ui.operations import Operations
from ui.pages.settings.sheet_preview import SheetPreview
from ui.problems import Problems
from ui.style import scale
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

HOW = "把印好的卷皮整张扫描（不缩放），选作底图垫在纸样下面，就能看出内容落在哪里。底图只在屏幕上显示，不会打印。"


class JacketActs(QWidget):
    """Two buttons beneath a sample: choose a file, take it away."""

    def __init__(
        self,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        preview: SheetPreview,
        say: Callable[[str, Tone], None],
        choose_key: str = "Alt+J",
        remove_key: str = "Alt+U",
    ) -> None:
        super().__init__()
        self._ops, self._clock, self._preview, self._say = ops, clock, preview, say
        self._section, self._size = "cover", PaperSize.A4
        self.ask_file: Callable[[QWidget], Path | None] = ask_for_jacket
        self.choose = KeyButton("选底图", choose_key, icon="folder")
        self.remove = KeyButton("移除底图", remove_key)
        column = scale.column(self)
        column.addWidget(text_label(HOW, "hint", wrap=True))
        acts = FieldGrid(columns=2, least=150)
        acts.add(self.choose)
        acts.add(self.remove)
        column.addWidget(acts)
        self.choose.clicked.connect(self._choose)
        self.remove.clicked.connect(self._ask_remove)

    def set_target(self, section: str, size: PaperSize) -> None:
        """Choose and remove for this section on this size of paper."""
        self._section, self._size = section, size

    def _choose(self) -> None:
        path = self.ask_file(self)
        if path is None:
            return
        section, size, now = self._section, self._size, self._clock()

        def keep(session: Session, progress: Progress) -> Change:
            from app.printing.scan_reading import read_file  # measured start-up cost: PDFium comes with the first paper

            return jackets.choose(session, section, size, read_file(path, ScanSize.NORMAL, progress), now)

        def kept(_change: Change) -> None:
            self._preview.read_jacket()
            self._say(f"“{path.name}”已作为 {PAPER_TEXT[size]} 底图，只在屏幕上显示。", Tone.GOOD)

        self.choose.setEnabled(False)
        self._ops.paper(
            self,
            keep,
            kept,
            lambda refusal: self._say(refusal.message, Tone.SOON),
            always=lambda: self.choose.setEnabled(True),
        )

    def _ask_remove(self) -> None:
        if not self._preview.has_jacket():
            self._say("这里没有底图，不需要移除。", Tone.SOON)
            return
        Problems.confirm(self, "底图移除以后，要用时得再扫描一次。要移除吗？", "移除", "不移除", self._remove)

    def _remove(self) -> None:
        section, size = self._section, self._size

        def removed(_change: Change) -> None:
            self._preview.read_jacket()
            self._say("底图已移除。", Tone.GOOD)

        self._ops.write(
            self,
            lambda session: jackets.remove(session, section, size, self._clock()),
            removed,
            lambda refusal: self._say(refusal.message, Tone.SOON),
        )


def ask_for_jacket(parent: QWidget) -> Path | None:
    """Ask for a scanned file; ``None`` when the clerk changed their mind."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kinds = "扫描件 (*.pdf *.tif *.tiff *.jpg *.jpeg *.png);;所有文件 (*)"
    chosen, _kind = QFileDialog.getOpenFileName(parent, "选择扫描好的卷皮", folder, kinds)
    return Path(chosen) if chosen else None
