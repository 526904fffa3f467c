"""What the tests of the real process share: a register the clerk of the scripts can unlock, and processes that end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.services import setting_up
from tests.e2e import driver_scripts as clerk
from tests.e2e.desk_process import DeskProcess
from tests.support.registers import CHEAP, SET_UP_AT, Template

Desk = Callable[[str], DeskProcess]


@pytest.fixture(scope="session")
def court_register(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """An empty register of the clerk's court, closed, to be copied."""
    request = setting_up.SetupRequest(clerk.COURT, clerk.CODE, clerk.ACCOUNT, clerk.PASSWORD)
    session = setting_up.create(tmp_path_factory.mktemp("court") / "data", request, SET_UP_AT, cost=CHEAP).session
    session.register.close()
    return Template(session)


@pytest.fixture
def folder(court_register: Template, tmp_path: Path) -> Path:
    """A data folder with an empty register that the clerk can unlock."""
    shutil.copytree(court_register.session.register.files.directory, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Starts the program on ``tmp_path / "data"`` with a script; what still runs at the end of the test is killed."""
    started: list[DeskProcess] = []

    def start(script: str) -> DeskProcess:
        started.append(DeskProcess(script, tmp_path / "data", tmp_path / f"{script}.json"))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.kill()
