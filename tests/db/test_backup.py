"""备份: copied while the desk works, opened again and checked before it counts, and rotated by one rule."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import Unavailable, UnavailableKind
from app.services import accounts, backups, unlocking
from app.services.session import Session, civil_now
from db.backup import KEEP_RECENT, Backup, list_backups, make_backup, to_remove
from db.check import run_checks
from db.files import RegisterFiles
from tests.support.intakes import NOW, form, register
from tests.support.registers import ACCOUNT, CHEAP, PASSWORD

PAGE = 4096


def test_a_backup_opens_with_the_password_and_holds_everything(session: Session) -> None:
    for order in range(1, 4):
        register(session, form(order=order))
    made = backups.make(session, "手动").backup
    register(session, form(order=4))
    opened = unlocking.unlock(made.folder, ACCOUNT, PASSWORD)
    try:
        with opened.register.read(opened.viewer) as unit:
            assert unit.headline()["matters"] == 3
        assert [one.name for one in run_checks(opened.register) if not one.good] == []
    finally:
        opened.register.close()


def test_a_backup_is_one_folder_with_database_keys_and_a_note(session: Session) -> None:
    register(session, form())
    made = backups.make(session).backup
    assert sorted(one.name for one in made.folder.iterdir()) == ["backup.json", "register.db", "register.keys"]
    note = json.loads((made.folder / "backup.json").read_text("utf-8"))
    with session.register.connection() as connection:
        number, digest = connection.exec_driver_sql("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").one()
    assert (note["audit_entries"], note["audit_hash"], note["reason"]) == (number, digest.hex(), "手动")
    assert list_backups(session.register.files) == (made,)
    assert made.folder.stat().st_mode & 0o077 == 0


def test_a_backup_is_made_while_a_write_is_open(session: Session) -> None:
    """And holds what was saved before it, not what is not saved yet."""
    register(session, form())
    with session.register.write(session.viewer, NOW) as work:
        work.settings.put("retention", "long")
        work.audit.record("test", "settings", 0)
        made = backups.make(session).backup
    assert made.audit_entries == 3
    with session.register.connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM audit").scalar() == 4


def test_slots_as_they_are_now_go_into_the_backup(session: Session) -> None:
    accounts.change_password(session, PASSWORD, "换过以后的新口令", NOW, CHEAP)
    made = backups.make(session).backup
    assert RegisterFiles(made.folder).keys.read_bytes() == session.register.files.keys.read_bytes()


def test_two_backups_in_one_second_do_not_overwrite_each_other(session: Session) -> None:
    made = [backups.make(session).backup for _ in range(3)]
    assert len({one.folder for one in made}) == 3
    assert len(list_backups(session.register.files)) == 3


def test_a_damaged_register_gives_no_backup_and_the_older_one_stays(session: Session) -> None:
    for order in range(1, 40):
        register(session, form(order=order, narrative="经过" * 1500))
    good = backups.make(session).backup
    session.register.close()
    files = session.register.files
    held = bytearray(files.database.read_bytes())
    held[30 * PAGE + 700] ^= 4
    files.database.write_bytes(held)
    with pytest.raises(Unavailable) as told:
        make_backup(files, session.register.keyring, session.register.key, "手动")
    assert told.value.kind is UnavailableKind.DAMAGED
    assert [one.name for one in files.backups.iterdir()] == [good.folder.name]
    assert list_backups(files) == (good,)


def test_a_backup_that_was_interrupted_is_none_and_is_cleared_away(session: Session) -> None:
    good = backups.make(session).backup
    files = session.register.files
    interrupted = files.backups / "20260101-000000.partial"
    interrupted.mkdir()
    (interrupted / "backup.json").write_bytes((good.folder / "backup.json").read_bytes())
    assert list_backups(files) == (good,)
    assert backups.latest(session) == good
    backups.make(session)
    assert not interrupted.exists()


@pytest.mark.parametrize("note", ["", "{", "[]", '{"made_at": "昨天"}', '{"made_at": 5}'])
def test_a_folder_with_a_note_nobody_can_read_is_no_backup(session: Session, note: str) -> None:
    folder = session.register.files.backups / "20260101-000000"
    folder.mkdir(parents=True)
    (folder / "backup.json").write_text(note)
    assert list_backups(session.register.files) == ()


def test_a_folder_that_cannot_be_written_is_told_and_the_desk_goes_on(session: Session) -> None:
    files = session.register.files
    files.backups.rmdir()
    files.backups.write_text("这里是一个文件", "utf-8")
    with pytest.raises(Unavailable) as told:
        backups.make(session)
    assert told.value.message
    assert register(session, form()).matter_number == "（2026）豫9999访1号"


def test_a_backup_is_due_once_a_day(session: Session) -> None:
    now = civil_now()
    assert backups.is_due(session, now)
    backups.make(session)
    assert not backups.is_due(session, now)
    assert backups.is_due(session, now + timedelta(days=1))


def made_on(*moments: str) -> tuple[Backup, ...]:
    """Backups of these moments, newest first."""
    found = [Backup(Path(one), datetime.fromisoformat(one), "", 1, "") for one in sorted(moments, reverse=True)]
    return tuple(found)


def daily(first: str, days: int) -> list[str]:
    begin = datetime.fromisoformat(first)
    return [(begin + timedelta(days=number)).isoformat() for number in range(days)]


@pytest.mark.parametrize(
    ("moments", "removed"),
    [
        pytest.param([], [], id="none"),
        pytest.param(daily("2026-03-02T08:00", KEEP_RECENT), [], id="as many as are kept"),
        pytest.param(daily("2026-03-02T08:00", KEEP_RECENT + 1), [], id="the first of the month stays"),
        pytest.param(daily("2026-03-02T08:00", KEEP_RECENT + 2), ["2026-03-03T08:00:00"], id="the second goes"),
        pytest.param(
            [*daily("2026-01-30T08:00", 4), *daily("2026-03-02T08:00", KEEP_RECENT)],
            ["2026-01-31T08:00:00", "2026-02-02T08:00:00"],
            id="the first of each month stays",
        ),
        pytest.param(
            [f"{year}-0{month}-01T08:00" for year in (2024, 2025) for month in range(1, 10)],
            [],
            id="one a month stays for ever",
        ),
        pytest.param(
            [f"2026-03-02T08:{minute:02d}" for minute in range(20)],
            [f"2026-03-02T08:{minute:02d}:00" for minute in range(1, 8)],
            id="many on one day",
        ),
    ],
)
def test_the_rotation_keeps_the_newest_and_the_first_of_each_month(moments: list[str], removed: list[str]) -> None:
    held = made_on(*moments)
    newest = held[0] if held else made_on("2026-03-02T08:00")[0]
    gone = to_remove(held, newest)
    assert sorted(one.made_at.isoformat() for one in gone) == removed


def test_the_backup_just_made_stays_even_when_the_clock_was_set_back() -> None:
    held = made_on(*daily("2026-03-02T08:00", KEEP_RECENT + 2), "2026-01-05T08:00", "2026-01-04T08:00")
    made = next(one for one in held if one.made_at.day == 5 and one.made_at.month == 1)
    assert made not in to_remove(held, made)


def test_a_superseded_backup_is_removed_from_the_folder_and_what_is_not_ours_stays(session: Session) -> None:
    files = session.register.files
    for day in range(1, KEEP_RECENT + 4):
        folder = files.backups / f"202602{day:02d}-080000"
        folder.mkdir(parents=True)
        note = {"made_at": f"2026-02-{day:02d}T08:00:00", "reason": "", "audit_entries": 0, "audit_hash": ""}
        (folder / "backup.json").write_text(json.dumps(note))
    foreign = files.backups / "说明.txt"
    foreign.write_text("请勿删除", "utf-8")
    made = backups.make(session).backup
    names = {one.name for one in files.backups.iterdir()}
    assert {made.folder.name, foreign.name, "20260201-080000", "20260215-080000"} <= names
    assert "20260202-080000" not in names
    assert len(list_backups(files)) == KEEP_RECENT + 1


def test_a_lost_register_is_its_last_backup_put_back(session: Session, tmp_path: Path) -> None:
    register(session, form())
    made = backups.make(session).backup
    session.register.close()
    folder = session.register.files.directory
    for name in ("register.db", "register.keys"):
        (folder / name).unlink()
        (folder / name).write_bytes((made.folder / name).read_bytes())
    opened = unlocking.unlock(folder, ACCOUNT, PASSWORD)
    try:
        assert [one.name for one in run_checks(opened.register) if not one.good] == []
        assert register(opened, form()).matter_number == "（2026）豫9999访2号"
    finally:
        opened.register.close()
