"""An empty folder in the morning, a bound cover in the evening: the main job in the real process, by keyboard."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.services import checking, unlocking
from app.services.session import Session
from tests.e2e import driver_scripts as clerk
from tests.e2e.desk_process import DeskProcess, log_of
from tests.visual import pages

NUMBER = f"（{date.today().year}）{clerk.CODE}访1号"  # noqa: DTZ011 - the program's day is the desk's own


@dataclass(frozen=True)
class Day:
    """What is left when the window has closed."""

    found: dict[str, Any]
    folder: Path
    cover: bytes


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    place = tmp_path_factory.mktemp("first_day")
    desk = DeskProcess("first_day", place / "data", place / "first_day.json")
    return Day(desk.found(), desk.folder, (place / "cover.pdf").read_bytes())


@pytest.fixture(scope="module")
def reopened(day: Day) -> Iterator[Session]:
    session = unlocking.unlock(day.folder, clerk.ACCOUNT, clerk.PASSWORD)
    yield session
    session.register.close()


def test_the_visitor_is_registered_and_stands_in_the_queue(day: Day) -> None:
    assert day.found["number"] == NUMBER
    assert day.found["row"] == [clerk.NAME, clerk.CLAIM]
    assert clerk.NAME in day.found["saved"]
    assert "初访" in day.found["saved"]
    assert clerk.COURT in day.found["status"]
    assert clerk.ACCOUNT in day.found["status"]


def test_the_cover_reads_back_exactly(day: Day) -> None:
    assert ord(clerk.NAME[1]) > 0xFFFF
    lines = pages.text(day.cover).split("\n")
    assert clerk.NAME in lines
    words = pages.packed(day.cover)
    for value in (clerk.COURT, "涉诉信访卷宗", NUMBER, clerk.NAME, clerk.CLAIM, "来访", "长期"):
        assert value in words
    assert not re.search("演练|补打|\ufffd|□", words)


def test_every_font_of_the_cover_is_embedded(day: Day) -> None:
    fonts = re.findall(rb"/BaseFont /(\S+)", day.cover)
    assert fonts
    assert all(re.match(rb"[A-Z]{6}\+", name) for name in fonts)
    assert len(re.findall(rb"/FontFile2 ", day.cover)) == len(re.findall(rb"/ToUnicode ", day.cover)) == len(fonts)


def test_the_cover_stands_where_the_form_says(day: Day) -> None:
    """In millimetres from the top left: title centred, frame from 30 to 190 and 100 to 230, values inside it."""
    title = pages.lines(day.cover, "涉诉信访卷宗")
    assert (title.left + title.right) / 2 == pytest.approx(105, abs=0.5)
    assert pages.origin(day.cover, "涉诉信访卷宗").base == pytest.approx(63, abs=0.5)
    frame = max(pages.paths(day.cover), key=lambda box: (box.right - box.left) * (box.bottom - box.top))
    assert (frame.left, frame.top, frame.right, frame.bottom) == pytest.approx((30, 100, 190, 230), abs=0.5)
    name = pages.lines(day.cover, clerk.NAME)
    assert frame.left + 35 < name.left < name.right < frame.right
    assert frame.top < name.top < name.bottom < frame.bottom


def test_the_recovery_code_saved_by_the_wizard_is_the_one_shown(day: Day) -> None:
    words = pages.packed((day.folder.parent / "recovery.pdf").read_bytes())
    assert len(day.found["groups"]) == 7
    assert all(group in words for group in day.found["groups"])


def test_the_register_left_behind_is_sound(day: Day, reopened: Session) -> None:
    results = checking.check(reopened)
    assert results
    assert [one for one in results if not one.good] == []


def test_today_has_a_verified_backup(day: Day) -> None:
    assert "最近备份 今天" in day.found["status"]
    assert [path.name for path in day.folder.glob("backups/*/register.keys")] == ["register.keys"]


def test_the_data_folder_is_private_and_tidy(day: Day) -> None:
    assert stat.S_IMODE(day.folder.stat().st_mode) == 0o700
    left = {path.name for path in day.folder.iterdir()} - {"register.db-wal", "register.db-shm"}
    assert left == {"register.db", "register.keys", "backups", "logs", "desk.look"}
    assert stat.S_IMODE((day.folder / "register.db").stat().st_mode) == 0o600


def test_nothing_of_a_visitor_is_readable_without_the_password(day: Day) -> None:
    """Neither in the register, its keys and backups, nor in the log; nor is the password."""
    secrets = (clerk.NAME, clerk.PHONE, clerk.DOCUMENT, clerk.ADDRESS, clerk.CLAIM, clerk.PASSWORD)
    for path in (one for one in day.folder.rglob("*") if one.is_file()):
        data = path.read_bytes()
        assert [words for words in secrets if words.encode() in data] == [], path.name
        assert not data.startswith(b"SQLite format 3")


def test_the_log_tells_no_trouble(day: Day) -> None:
    assert [line for line in log_of(day.folder) if " INFO " not in line] == []


def test_the_whole_day_went_by_without_a_network(day: Day) -> None:
    """The process would have ended at the first act on a socket; what Qt itself might hold is looked for."""
    assert day.found["internet_sockets"] == []
