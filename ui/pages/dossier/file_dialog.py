"""Which files and folders: the system's own dialogs, behind functions that tests replace."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.pages.paper.file_dialog import ask_where_to_save


class Asking:
    """Asks for places; ``None`` or nothing when the clerk changed their mind."""

    def where_to_save(self, parent: QWidget, file_name: str) -> Path | None:
        """A place for a PDF."""
        return ask_where_to_save(parent, file_name)

    def folder(self, parent: QWidget, words: str) -> Path | None:
        """A folder to write into."""
        chosen = QFileDialog.getExistingDirectory(parent, words, _documents())
        return Path(chosen) if chosen else None

    def scans(self, parent: QWidget) -> tuple[Path, ...]:
        """Scanned files."""
        kinds = "扫描件 (*.pdf *.tif *.tiff *.jpg *.jpeg *.png);;所有文件 (*)"
        chosen, _kind = QFileDialog.getOpenFileNames(parent, "选择扫描件", _documents(), kinds)
        return tuple(Path(one) for one in chosen)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
