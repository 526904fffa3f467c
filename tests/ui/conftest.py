from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.services.session import Session
from tests.support.desk_room import Clock, lanes
from tests.support.dossier_driver import Clerk as Binder
from tests.support.intake_driver import IntakeDriver
from tests.support.queue_driver import QueueDriver
from tests.support.registers import Template, fresh_register, practice_template
from ui.application import STYLE, after_first_paint, prepare_application
from ui.operations import Operations
from ui.pages.intake.page import IntakePage
from ui.pages.queue.page import QueuePage
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


# one page over a register; a test module that needs another register has a fixture ``session`` of its own


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An open register with nothing in it."""
    made = fresh_register(tmp_path)
    yield made
    made.register.close()


@pytest.fixture
def clock(request: pytest.FixtureRequest) -> Clock:
    """Stands at what the test module calls NOW."""
    return Clock(getattr(request.module, "NOW", NOW))


@pytest.fixture
def desk(qapp: QApplication, session: Session, clock: Clock) -> Iterator[Operations[Session]]:
    """The lanes over the register of the test."""
    with lanes(session, clock) as made:
        yield made


@pytest.fixture
def driver(qtbot: QtBot, desk: Operations[Session], clock: Clock) -> IntakeDriver:
    """A clerk before an empty form."""
    return IntakeDriver(qtbot, IntakePage(desk, clock), desk)


@pytest.fixture
def clerk(qtbot: QtBot, desk: Operations[Session], clock: Clock) -> QueueDriver:
    """A clerk before the list of matters."""
    return QueueDriver(qtbot, QueuePage(desk, clock), desk)


# the page of dossiers


@pytest.fixture(scope="session")
def concluded(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A register with three concluded matters whose dossiers are to be bound; in each one paper is missing."""
    from tests.support.desk_flow import court
    from tests.support.dossier_flow import guided

    session = fresh_register(tmp_path_factory.mktemp("concluded"))
    known = court(session)
    for order, name in enumerate(("仇颇", "周某", "郑某"), 1):
        guided(session, known, order=order, name=name)
    session.register.close()
    return Template(session)


@pytest.fixture
def binder(qapp: QApplication, qtbot: QtBot, tmp_path: Path, concluded: Template) -> Iterator[Binder]:
    """A clerk before the page of dossiers, with a printer that writes files."""
    session = concluded.copy(tmp_path / "data")
    made = Binder(qtbot, session, tmp_path)
    yield made
    assert made.operations.close()
    session.register.close()
    assert made.faults == []
