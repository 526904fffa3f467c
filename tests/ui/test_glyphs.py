"""Common characters are drawn before a list shows them: all of them, in small goes, once for a font."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.style import glyphs, theme
from ui.style.glyphs import AT_ONCE, COMMON, GlyphsAhead


def test_every_common_character_of_a_font_is_drawn_once_and_few_at_a_time(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    class Watched(QPainter):
        def drawText(self, x: int, y: int, words: str) -> None:  # type: ignore[override]
            drawn.append(words)
            super().drawText(x, y, words)

    monkeypatch.setattr(glyphs, "QPainter", Watched)
    monkeypatch.setattr(glyphs, "AFTER_MS", 0)
    monkeypatch.setattr(glyphs, "BETWEEN_MS", 0)
    monkeypatch.setattr(glyphs, "_drawn", set())
    window = QWidget()
    qtbot.addWidget(window)
    ahead, other = GlyphsAhead(window), GlyphsAhead(window)
    ahead.draw(theme.small_font(17))
    other.draw(theme.small_font(17))
    assert not other.is_drawing, "another list with the same font has nothing to do"
    qtbot.waitUntil(lambda: not ahead.is_drawing)
    assert "".join(drawn) == COMMON
    assert max(map(len, drawn)) == AT_ONCE
    other.draw(theme.small_font(23))
    assert other.is_drawing, "characters of another size are others"


def test_the_common_characters_are_those_of_the_national_standard() -> None:
    assert len(COMMON) == len(set(COMMON)) == 6763
    assert set("的一信访诉求法院湖啊") <= set(COMMON[:3755]), "those of level one come first"
    assert set("亍晏淦瀛") <= set(COMMON[3755:])
