"""用语提示: one quiet line under a free text with neutral words to take by one key. It never stops anything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.domain import wording
from app.domain.wording import WordingRemark
from ui.style import scale, theme
from ui.widgets.block_edit import BlockEdit
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.text import text_label

TAKE_WORDING_KEY = "Alt+E"
BESIDE = 560
_TO_FILL_IN = "×…（"


class WordingHint(QWidget):
    """Stands at the foot of a free text, of one line or several, while its text holds a label on somebody.

    Only the field with the focus offers its key, so that two hints on one page never share it.
    """

    changed = Signal()
    """What is remarked on changed, and its lines have their new height; a window as large as its parts makes room."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.setObjectName("clear")
        editor = field.editor
        assert isinstance(editor, BlockEdit | LineEdit)
        self._editor = editor
        self._remarks: tuple[WordingRemark, ...] = ()
        self._words = text_label("", "hint", wrap=True)
        theme.set_state(self._words, "state", "look")
        self.take = KeyButton("改用这个说法", TAKE_WORDING_KEY, Kind.QUIET)
        self.take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.take.clicked.connect(self.take_suggestion)
        self._layout: QBoxLayout = scale.column(self, spacing=2)
        self._layout.addWidget(self._words, 1)
        self._layout.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        below = field.layout()
        assert isinstance(below, QBoxLayout)
        below.insertWidget(below.count() - 1, self)
        self.hide()
        editor.textChanged.connect(self._review)
        editor.installEventFilter(self)

    def remarks(self) -> tuple[WordingRemark, ...]:
        """What is remarked on now, in the order of the text."""
        return self._remarks

    def words(self) -> str:
        """What the line says, empty when it is not there."""
        return "" if self.isHidden() else self._words.text()

    def take_suggestion(self) -> None:
        """Put the suggestion in the place of the first phrase, so that Ctrl+Z brings the phrase back.

        A suggestion with a place to fill in stays chosen: the next key writes over it.
        """
        if not self._remarks:
            return
        remark, text = self._remarks[0], self._editor.text()
        start, end = _in_editor(text, remark.start), _in_editor(text, remark.end)
        length = _in_editor(remark.suggestion, len(remark.suggestion))
        to_fill_in = any(mark in remark.suggestion for mark in _TO_FILL_IN)
        if isinstance(self._editor, LineEdit):
            self._editor.setSelection(start, end - start)
            self._editor.insert(remark.suggestion)
            if to_fill_in:
                self._editor.setSelection(start, length)
            return
        cursor = self._editor.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(remark.suggestion)
        if to_fill_in:
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words and key side by side where there is room."""
        super().resizeEvent(event)
        beside = self.width() >= scale.px(BESIDE)
        self._layout.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Offer the key while the editor has the focus."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.take.setVisible(event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _review(self) -> None:
        before, self._remarks = self._remarks, wording.review(self._editor.text())
        if self._remarks:
            more = len(self._remarks) - 1
            self._words.setText("⚠ " + self._remarks[0].message + (f"另有 {more} 处。" if more else ""))
            self.take.setVisible(self._editor.hasFocus())
        self.setVisible(bool(self._remarks))
        if self._remarks != before:
            QTimer.singleShot(0, self, self.changed.emit)


def _in_editor(text: str, place: int) -> int:
    """A place in the text as the editor counts: a rare character takes two."""
    return len(text[:place].encode("utf-16-le")) // 2
