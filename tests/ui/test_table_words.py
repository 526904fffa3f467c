"""Words in a cell are cut where Qt cuts them, though most are not measured."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from ui.style import theme
from ui.widgets.table import elided

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
    image = QImage(10, 10, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    font = theme.small_font(size)
    painter.setFont(font)
    metrics, cut, wrong = painter.fontMetrics(), 0, []
    for _ in range(3000):
        words = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 12)))
        words = words[: chance.randint(0, len(words))]
        room = chance.randint(-5, 420)
        wanted = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        if elided(words, room, font.pixelSize(), painter) != wanted:
            wrong.append((words, room, wanted))
        cut += wanted != words
    painter.end()  # an image must not end under its painter
    assert wrong == []
    assert 300 < cut < 2900, "some words fit and some do not"
