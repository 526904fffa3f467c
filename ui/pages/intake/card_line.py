"""读卡文本: the line that takes what a card reader types or what is pasted, and where the reader's folder is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QWidget

from app.domain import card_text
from ui.style import scale
from ui.widgets.block_edit import BlockEdit
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

CARD_KEY = "Alt+V"
FOLDER_KEY = "Alt+W"
PAUSE_MS = 250
HINT = "在这里刷卡，或粘贴读卡程序里的文字（Ctrl+V）。读到号码就填入表里，Esc 收起。"
NOT_READ = "没有读到证件号码。请重刷一次，或检查粘贴的是不是整张证件的文字；表里的内容没有动。"


class CardLine(QFrame):
    """Reads 0.25 s after the last character, because a reader types several lines with Enter between them."""

    read = Signal(object)
    """The :class:`~app.domain.card_text.CardReading` to fill in."""
    folder_chosen = Signal(str)
    """The folder a reader's program writes into; empty for none."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("tone", Tone.PLAIN.value)
        self._today = today
        self._came_from: QWidget | None = None
        self._folder = ""
        self.edit = BlockEdit(least=1, most=3, longest=card_text.LONGEST_TEXT)
        self.field = Field("读卡文本", self.edit, hint=HINT)
        self._folder_words = text_label("", "small", wrap=True)
        self.folder_button = KeyButton("读卡文件夹", FOLDER_KEY, Kind.QUIET, icon="folder")
        self.folder_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.folder_button.clicked.connect(self._choose_folder)
        column = scale.column(self, spacing=4, margins=(14, 6, 8, 6))
        column.addWidget(self.field)
        line = scale.row(spacing=8)
        line.addWidget(self._folder_words, 1)
        line.addWidget(self.folder_button)
        column.addLayout(line)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.take)
        self.edit.textChanged.connect(self._typed)
        self.edit.installEventFilter(self)
        self.set_folder("")
        self.hide()

    def turn(self) -> None:
        """Open and take the keys; in it already, close and go back."""
        if self.isVisible() and self.edit.hasFocus():
            self.close_line()
            return
        self._came_from = QApplication.focusWidget()
        self.edit.setPlainText("")
        self.field.clear_note()
        self.show()
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)  # a line laid over the form: no field was left

    def close_line(self) -> None:
        """Fold away; identity data does not stay here."""
        self._pause.stop()
        had_focus = self.edit.hasFocus()
        self.edit.setPlainText("")
        self._pause.stop()
        if had_focus and self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus()
        self.hide()

    def take(self) -> None:
        """Read what stands there."""
        text = self.edit.text()
        if not text.strip():
            return
        reading = card_text.read(text, self._today())
        if not reading.found:
            self.field.set_look(NOT_READ)
            return
        self.close_line()
        self.read.emit(reading)

    def set_folder(self, folder: str) -> None:
        """Name the folder that is watched."""
        self._folder = folder
        words = f"正在留意读卡文件夹：{folder}" if folder else "还没有指定读卡文件夹；读卡程序会存文件的，可以指定。"
        self._folder_words.setText(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc folds the line away."""
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if watched is self.edit and is_key and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            self.close_line()
            return True
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._pause.start()

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "选择读卡程序存文件的文件夹", self._folder)
        if folder:
            self.folder_chosen.emit(folder)
