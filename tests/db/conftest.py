"""One empty register is set up for the whole run; each test has a copy of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.viewer import Viewer
from app.services.session import Session
from tests.support.desk_flow import Court, Matter, court
from tests.support.registers import Template, set_up


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> tuple[Template, str]:
    """An empty register, closed, and its recovery code."""
    made = set_up(tmp_path_factory.mktemp("template"))
    made.session.register.close()
    return Template(made.session), made.recovery_code


@pytest.fixture
def recovery_code(empty_register: tuple[Template, str]) -> str:
    return empty_register[1]


@pytest.fixture
def session(empty_register: tuple[Template, str], tmp_path: Path) -> Iterator[Session]:
    """An open empty register with every right."""
    opened = empty_register[0].copy(tmp_path / "data")
    yield opened
    opened.register.close()


@pytest.fixture
def without_rights(session: Session) -> Session:
    """The same register through the eyes of an account that holds no right."""
    return replace(session, viewer=Viewer(session.viewer.account_id, "接待员乙"))


@pytest.fixture
def known(session: Session) -> Court:
    """A small court with its people in the register."""
    return court(session)


@pytest.fixture
def matter(session: Session, known: Court) -> Matter:
    """One matter of it, just registered."""
    return Matter(session, known)
