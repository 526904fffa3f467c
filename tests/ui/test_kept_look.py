"""The look of the first page: what an account chose is there at once, also when the power goes off afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services import settings
from tests.support.desk_driver import NOW, DeskDriver
from tests.support.hands import ALT, CTRL
from tests.support.registers import Template
from ui import desk_pages, kept_look
from ui.style import theme
from ui.style.theme import Look
from ui.style.tokens import Palette


@pytest.fixture
def desk(
    qtbot: QtBot, qapp: object, wear: Callable[[Look], None], story: Template, tmp_path: Path
) -> Iterator[DeskDriver]:
    made = DeskDriver(qtbot, story.copy(tmp_path / "data"), tmp_path)
    yield made
    made.close()


def test_a_look_chosen_in_the_settings_is_on_the_first_page_without_closing(desk: DeskDriver, tmp_path: Path) -> None:
    assert kept_look.read(tmp_path).palette is Palette.LIGHT
    desk.work.main.show_page(desk_pages.SETTINGS, "display")
    desk.settle()
    desk.press(Qt.Key.Key_S, ALT)
    assert theme.look().palette is Palette.DARK
    assert kept_look.read(tmp_path) == theme.look()
    desk.settle()
    kept = kept_look.from_plain(settings.preferences(desk.session, NOW)["look"])
    assert kept == theme.look()


def test_the_zoom_keys_are_kept_for_the_first_page_too(desk: DeskDriver, tmp_path: Path) -> None:
    desk.press(Qt.Key.Key_Plus, CTRL)
    assert theme.look().zoom > 1.0
    assert kept_look.read(tmp_path) == theme.look()


def test_the_look_of_whoever_unlocks_is_the_next_first_page(
    qtbot: QtBot, qapp: object, wear: Callable[[Look], None], story: Template, tmp_path: Path
) -> None:
    session = story.copy(tmp_path / "data")
    wanted = Look(Palette.CONTRAST, 16)
    settings.keep_preference(session, "look", kept_look.to_plain(wanted), NOW)
    desk = DeskDriver(qtbot, session, tmp_path)
    assert kept_look.read(tmp_path) == theme.look() == wanted
    desk.close()
