from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication

from tests.support.registers import Template, practice_template
from ui.application import STYLE, after_first_paint, prepare_application
from ui.operations import Operations
from ui.style import theme

NOW = datetime.fromisoformat("2026-11-24T10:26")


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    qapp.setStyle(STYLE)
    prepare_application(qapp, theme.Look())
    after_first_paint(qapp)
    return qapp


@pytest.fixture
def wear(qapp: QApplication) -> Iterator[Callable[[theme.Look], None]]:
    """Put a look in force for one test."""
    yield lambda look: theme.apply(qapp, look)
    if theme.look() != theme.Look():  # a style is costly while a whole window stands
        theme.apply(qapp, theme.Look())


@pytest.fixture
def operations(qapp: QApplication) -> Iterator[Operations[str]]:
    """Operations on a session that is only a name; its lanes end before the test does."""
    made = Operations("session", lambda: NOW)
    yield made
    assert made.close()


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The practice register with its 31 matters, to be copied."""
    return practice_template(tmp_path_factory.mktemp("story") / "data", 31, NOW)


@pytest.fixture(scope="session")
def many_matters(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The practice register with more matters than three pages hold, to be copied."""
    return practice_template(tmp_path_factory.mktemp("many") / "data", 650, NOW)
