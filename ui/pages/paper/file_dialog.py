"""Where a file shall go: the system's own dialog, behind one function that tests replace."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where_to_save(parent: QWidget, file_name: str) -> Path | None:
    """Ask for a place for a PDF; ``None`` when the clerk changed their mind."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _kind = QFileDialog.getSaveFileName(parent, "存为 PDF", str(Path(folder) / file_name), "PDF 文件 (*.pdf)")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
