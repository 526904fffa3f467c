"""The editor for several lines: it grows with what is written."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ui.style import scale, theme


class BlockEdit(QPlainTextEdit):
    """Plain text over several lines; Tab leaves, Enter begins a new line, only plain text is pasted."""

    VERB = "填写"
    said = Signal(str, str)

    def __init__(
        self,
        placeholder: str = "",
        parent: QWidget | None = None,
        *,
        least: int = 2,
        most: int = 8,
        longest: int = 50_000,
    ) -> None:
        super().__init__(parent)
        self._least, self._most, self._longest = least, most, longest
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def text(self) -> str:
        """What is written."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace what is written; Ctrl+Z brings the old text back."""
        cursor = self.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)

    def when_edited(self, act: Callable[[], None]) -> None:
        """Call this when the text changed."""
        self.textChanged.connect(act)

    def is_empty(self) -> bool:
        """Whether nothing but spaces is written."""
        return not self.toPlainText().strip()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text; what would go past the limit is left out, and said so."""
        room = self._longest - self.document().characterCount() + 1 + len(self.textCursor().selectedText())
        text = source.text()
        if len(text) > room:
            self.said.emit("look", f"最多 {self._longest} 字，粘贴的内容只放入前 {max(room, 0)} 字。")
        self.textCursor().insertText(text[: max(room, 0)])
        self.ensureCursorVisible()

    def changeEvent(self, event: QEvent) -> None:
        """The height follows the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def _grow(self) -> None:
        lines = min(max(round(self.document().documentLayout().documentSize().height()), self._least), self._most)
        first = self.document().firstBlock()
        layout = first.layout()
        each = self.blockBoundingRect(first).height() - self.document().documentMargin()
        shown = max(layout.lineCount(), 1) if layout is not None else 1
        line = max(ceil(each / shown), QFontMetrics(self.font()).lineSpacing())
        frame = 2 * (scale.gap(4) + theme.tokens().line_width) + round(2 * self.document().documentMargin())
        height = lines * line + frame + 2
        always = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines >= self._most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(always)
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)
