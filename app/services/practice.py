"""演练库: a register of invented matters to learn and test with; marked 演练 on every screen and print.

Its first 31 matters tell one court's year so far: 20 come back, 18 are concluded, 13 are in progress, with due dates
around the day it was made. More matters are made up of phrases and lie in earlier years.
"""

from __future__ import annotations

import shutil
from datetime import date, datetime, time
from pathlib import Path

from app.domain.errors import Refused
from app.domain.progress import Progress
from app.services import practice_bulk, practice_records, practice_story, setting_up, unlocking
from app.services.practice_account import ACCOUNT, PASSWORD
from app.services.session import Session
from db.files import RegisterFiles
from db.keyring import KeyCost
from db.register import create_files, open_register

STORY_MATTERS = practice_story.MATTERS
DEFAULT_SEED = 20
COURT_NAME = "某某县人民法院"
COURT_CODE = "豫9999"
DESK_PHONE = "0300-1234567"
DESK_ADDRESS = "某某县城关镇法院路1号 诉讼服务大厅信访接待窗口"


def make(
    directory: Path,
    matters: int,
    seed: int,
    now: datetime,
    cost: KeyCost | None = None,
    progress: Progress | None = None,
) -> Session:
    """Make a practice register with so many matters and open it.

    The same seed and ``now`` give the same matters. It is built aside and put in place whole, so that stopping it
    leaves nothing behind.

    Raises:
        Refused: a register is there already, or ``matters`` is below 1.
        Unavailable: unsafe location, read-only folder, disk full.
        Cancelled: stopped by the user.
    """
    if matters < 1:
        raise Refused("演练库至少要有一件事项。请改一个数再建。")
    if unlocking.look(directory).state is not unlocking.DeskState.NEW:
        raise Refused("这个文件夹里已经有登记库，不会覆盖它。请直接打开，或换一个文件夹建立演练库。")
    files = RegisterFiles(directory)
    create_files(files)
    aside = RegisterFiles(directory / "practice-setup")
    shutil.rmtree(aside.directory, ignore_errors=True)
    try:
        built = _build(aside.directory, matters, seed, now, cost, progress or Progress())
        aside.database.rename(files.database)
        aside.keys.rename(files.keys)
    finally:
        shutil.rmtree(aside.directory, ignore_errors=True)
    return Session(open_register(files, built.register.keyring, built.register.key), built.viewer)


def _build(
    directory: Path, matters: int, seed: int, now: datetime, cost: KeyCost | None, progress: Progress
) -> Session:
    more = max(0, matters - STORY_MATTERS)
    year = practice_story.year_of(now.date())
    first_year = practice_bulk.first_year(year, more)
    opened = datetime.combine(date(first_year, 1, 1), time(8))
    request = setting_up.SetupRequest(COURT_NAME, COURT_CODE, ACCOUNT, PASSWORD, DESK_PHONE, DESK_ADDRESS)
    session = setting_up.create(directory, request, opened, practice=True, cost=cost).session
    try:
        staff = practice_story.add_staff(session, opened)
        practice_records.appoint(session, opened)
        if more:
            wanted = practice_bulk.Wanted(more, seed, first_year, year - 1, now, COURT_CODE, tuple(staff.values()))
            practice_bulk.fill(session, wanted, progress)
        practice_story.tell(session, staff, min(matters, STORY_MATTERS), seed, now, progress)
        practice_records.fill(session, now)
    finally:
        session.register.close()
    return session


__all__ = ["ACCOUNT", "COURT_NAME", "DEFAULT_SEED", "PASSWORD", "STORY_MATTERS", "make"]
