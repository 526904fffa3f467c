"""What stands in place of the first page when the register must not or cannot be opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QWidget

from ui.pages.unlock.frame import DoorFrame
from ui.style import scale
from ui.widgets.card import Card, Notice
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tone import Tone


class HaltPage(QWidget):
    """The reason in words, the folder it is about, the next act; for a broken register also which backups there are."""

    again = Signal()
    leave = Signal()

    def __init__(
        self,
        directory: Path,
        message: str,
        court: str = "",
        parent: QWidget | None = None,
        *,
        restorable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._directory = directory
        self._notice = Notice(message, Tone.LATE)
        self._notice.setAccessibleName(message)
        self.again_button = KeyButton("处理好了，再试一次", "F5", Kind.LEAD)
        self.folder_button = KeyButton("打开数据文件夹", "Alt+O", icon="folder")
        self.leave_button = KeyButton("关闭", "Esc")
        card = Card("现在不能打开登记库", margin=28)
        card.add(self._notice)
        card.add(text_label("数据文件夹", "label"))
        where = text_label(str(directory), "body", wrap=True, selectable=True)
        where.setAccessibleName(f"数据文件夹 {directory}")
        card.add(where)
        self.command: QLabel | None = None
        if restorable:
            from ui.pages.unlock.way_back import add_way_back  # brings the database libraries: start-up cost

            self.command = add_way_back(card, directory)
        card.add(text_label("没有改动任何内容。请把上面的话告诉管理员；处理好之后再试。", "hint", wrap=True))
        buttons = scale.row(spacing=8)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        scale.fill(buttons, (self.folder_button, self.again_button))
        card.add(buttons)
        frame = DoorFrame(card, 560)
        frame.set_court(court)
        scale.column(self, spacing=0).addWidget(frame)
        self.again_button.clicked.connect(self.again)
        self.leave_button.clicked.connect(self.leave)
        self.folder_button.clicked.connect(self._open_folder)

    def start(self) -> None:
        """Put the focus on trying again."""
        self.again_button.setFocus()

    def message(self) -> str:
        """What it says."""
        return self._notice.accessibleName()

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._directory)))
