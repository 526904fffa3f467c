"""Words in a cell are cut where Qt cuts them, though most are not measured."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from ui.style import theme
from ui.widgets.table import Cutter

PIECES = (
    "请求继续执行案款二十万元并查封被执行人名下房屋",
    "（2026）豫0105民初1234号",
    "2026-11-24 10:26",
    "iiiilll....,,,;;;",
    "WWWMMM",
    "阿依古丽·买买提",
    "𠮷某𬱖𫖯",
    "e\u0301a\u0308",
    "🙂👍🏽",
    "——……“”",
    " ",
    "Ana Šimić",
    "ﷺ",
)


@pytest.mark.parametrize("size", [13, 15, 20, 31])
def test_words_are_cut_where_qt_cuts_them(qapp: QApplication, size: int) -> None:
    chance = random.Random(size)
    font = theme.small_font(size)
    cutter, metrics, cut, wrong = Cutter(font), QFontMetrics(font), 0, []
    for _ in range(3000):
        words = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 12)))
        words = words[: chance.randint(0, len(words))]
        room = chance.randint(-5, 420)
        wanted = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        if cutter.cut(words, room) != wanted:
            wrong.append((words, room, wanted))
        cut += wanted != words
    assert wrong == []
    assert 300 < cut < 2900, "some words fit and some do not"
