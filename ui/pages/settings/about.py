"""关于: which program this is, what it stands on, and forms not yet finished."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.services import drafts
from app.services.session import Session
from ui.application import PROGRAM_NAME
from ui.operations import Operations
from ui.pages.settings.section import Section
from ui.widgets.card import Card
from ui.widgets.text import text_label

ROOT = Path(__file__).resolve().parents[3]
FONTS = (
    ("思源宋体、思源黑体", "屏幕文字和各种文书", "SIL 开放字体许可 1.1"),
    ("霞鹜文楷", "文书里的楷体", "SIL 开放字体许可 1.1"),
    ("Fandol 仿宋", "文书里的仿宋体", "GPL 第 3 版，附字体例外"),
    ("花园明朝", "生僻字", "花园字体许可或 SIL 开放字体许可"),
)


def program_version() -> str:
    """The version as the project states it; empty when the file is not there."""
    try:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    except OSError:
        return ""
    return str(project["project"]["version"])


class AboutSection(Section):
    """Version, licences, drafts."""

    title = "关于"

    def __init__(self, ops: Operations[Session], clock: Callable[[], datetime]) -> None:
        super().__init__(ops, clock)
        self.drafts = text_label("", "body", wrap=True)
        version = program_version()
        program = Card(PROGRAM_NAME)
        program.add(text_label(f"版本 {version}" if version else "版本不详", "body"))
        program.add(
            text_label(
                "全程不联网，数据只在本机，加密保存。程序以 Apache 许可 2.0 版发布。需要支持时，请报出这里的版本。",
                "small",
                wrap=True,
            )
        )
        fonts = Card("字体与许可")
        for name, use, licence in FONTS:
            fonts.add(text_label(f"{name}　{use}　{licence}", "body", wrap=True))
        fonts.add(text_label("许可全文在程序文件夹的 resources/fonts/LICENSES 里。", "small", wrap=True))
        kept = Card("草稿")
        kept.add(self.drafts)
        for card in (program, kept, fonts):
            self.body.addWidget(card)

    def refresh(self) -> None:
        """Count the drafts of this account."""
        self._ops.write(self, lambda session: len(drafts.offered(session, self._clock())), self._show)

    def _show(self, count: int) -> None:
        words = f"有 {count} 份没写完的表，在“登记”页可以接着写。" if count else "没有没写完的表。"
        self.drafts.setText(f"{words}草稿加密保存在登记库里，断电也不会丢。")
