"""读卡文件夹: where the card reader's own program leaves its files; the same choice as beneath the form's card line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.services import settings
from app.services.session import Session
from ui.operations import Operations
from ui.pages.intake.card_filling import FOLDER
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.key_button import KeyButton
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

HOW = (
    "读卡程序会存文件的，在这里指定它存到哪个文件夹：登记页打开时，放进去的文字和照片自动填入表里，读完就从文件夹里清除。"
    "只核对格式，不核验身份。"
)
NO_FOLDER = "还没有指定读卡文件夹。不指定也可以在登记页按 Alt+V 刷卡或粘贴。"
GONE = "（现在打不开，请检查是否已插好或已改名）"


def ask_for_folder(parent: QWidget, folder: str) -> str:
    """Ask for a folder; empty when the clerk changed their mind."""
    return QFileDialog.getExistingDirectory(parent, "选择读卡程序存文件的文件夹", folder)


class CardFolderCard(Card):
    """The folder that is watched, for this account."""

    def __init__(
        self,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        say: Callable[[str, Tone], None],
        ask: Callable[[QWidget, str], str] = ask_for_folder,
    ) -> None:
        super().__init__("读卡文件夹")
        self._ops, self._clock, self._say, self.ask = ops, clock, say, ask
        self.folder = ""
        self.words = text_label(NO_FOLDER, "body", wrap=True)
        self.choose = KeyButton("选择文件夹", "Alt+W", icon="folder")
        self.stop = KeyButton("不再使用", "Alt+X")
        self.add(text_label(HOW, "small", wrap=True))
        self.add(self.words)
        acts = scale.row()
        scale.fill(acts, (self.choose, self.stop))
        acts.addStretch(1)
        self.add(acts)
        self.stop.hide()
        self.choose.clicked.connect(self._choose)
        self.stop.clicked.connect(lambda: self._keep("", "读卡文件夹不再使用，里面的文件没有动。"))

    def refresh(self) -> None:
        """Read the folder of this account."""
        now = self._clock()
        self._ops.write(self, lambda session: settings.preferences(session, now).get(FOLDER, ""), done=self._show)

    def _show(self, folder: str) -> None:
        self.folder = folder
        gone = "" if not folder or Path(folder).is_dir() else GONE
        self.words.setText(f"正在使用：{folder}{gone}" if folder else NO_FOLDER)
        self.stop.setVisible(bool(folder))

    def _choose(self) -> None:
        folder = self.ask(self, self.folder)
        if folder:
            self._keep(folder, f"读卡文件夹已改为“{folder}”，回到登记页就生效。")

    def _keep(self, folder: str, words: str) -> None:
        now = self._clock()

        def kept(_nothing: object) -> None:
            self._show(folder)
            self._say(words, Tone.GOOD)

        self._ops.write(self, lambda session: settings.keep_preference(session, FOLDER, folder, now), done=kept)
