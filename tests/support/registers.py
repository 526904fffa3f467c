"""Fresh registers for tests: real encrypted files, with keys that are cheap to stretch."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

from app.services import practice, setting_up
from app.services.session import Session
from db.files import RegisterFiles
from db.keyring import KeyCost
from db.register import open_register

CHEAP = KeyCost(memory_kib=8 * 1024, passes=1, lanes=1)
ACCOUNT = "登记员甲"
PASSWORD = "窗口测试口令2026"
COURT_NAME = "某某县人民法院"
COURT_CODE = "豫9999"
SET_UP_AT = datetime.combine(date(2026, 1, 5), time(8, 30))


def set_up(tmp_path: Path, now: datetime = SET_UP_AT, *, account: str = ACCOUNT) -> setting_up.SetupResult:
    """Set up a register in ``tmp_path / "data"``; gives the recovery code as well."""
    request = setting_up.SetupRequest(
        COURT_NAME, COURT_CODE, account, PASSWORD, "0300-12345678", "某某县城关镇法院路1号信访接待室"
    )
    return setting_up.create(tmp_path / "data", request, now, cost=CHEAP)


def fresh_register(tmp_path: Path, now: datetime = SET_UP_AT) -> Session:
    """An empty register at a made-up court, with one account that holds every right. Close ``session.register``."""
    return set_up(tmp_path, now).session


@dataclass(frozen=True)
class Template:
    """A register made once and copied for each test that changes it."""

    session: Session

    def copy(self, directory: Path) -> Session:
        """An open copy of its own. Close ``session.register``."""
        files = RegisterFiles(directory)
        shutil.copytree(self.session.register.files.directory, directory)
        register = open_register(files, self.session.register.keyring, self.session.register.key)
        return Session(register, self.session.viewer)


def practice_template(directory: Path, matters: int, now: datetime) -> Template:
    """The practice register as it is at a moment, closed, to be copied."""
    session = practice.make(directory, matters, practice.DEFAULT_SEED, now, CHEAP)
    session.register.close()
    return Template(session)
