"""恢复: a backup is verified on a copy and takes the register's place; the register that was there is kept whole."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.errors import Refused, Unavailable
from app.domain.viewer import Right
from app.services import accounts, backups, data_folder, dossiers, restorable, restoring, unlocking
from app.services.dossiers import NewItem
from app.services.restoring import BEFORE_THE_EXCHANGE, Restored, RestoreRequest
from app.services.session import Session
from app.services.unlocking import DeskState
from db import exchange
from db import restore as copying
from db.check import run_checks
from db.engine import connect
from db.files import RegisterFiles
from db.keyring import FREE_ATTEMPTS, read_keyring
from db.migrate import schema_version
from tests.db.test_migrations import GOOD_STEP, plant
from tests.support.desk_flow import Court
from tests.support.dossier_flow import guided, one_page, scanned
from tests.support.intakes import NOW, form, register
from tests.support.registers import ACCOUNT, CHEAP, PASSWORD, set_up

ROOT = Path(__file__).resolve().parents[2]
NEW_PASSWORD = "后来换过的口令2026"
PAGE = 4096


@pytest.fixture
def data(session: Session, known: Court) -> Path:
    """A closed register of two matters and two scans, whose only backup holds one of each."""
    first = guided(session, known)
    dossiers.arrange(session, first.matter_id, one_page, NOW)
    dossiers.add_scan(session, first.matter_id, scanned(1), NewItem("guidance", "告知书"), NOW)
    backups.make(session, "每日")
    register(session, form("周小满", order=2))
    dossiers.add_scan(session, first.matter_id, scanned(2, "回访.pdf"), NewItem("interview", "笔录"), NOW)
    session.register.close()
    return session.register.files.directory


def name_of_backup(data: Path) -> str:
    (only,) = restorable.backups(data)
    return only.name


def backup_of(data: Path) -> RegisterFiles:
    return RegisterFiles(RegisterFiles(data).backups / name_of_backup(data))


def bring_back(data: Path, source: str | Path = "", secret: str = PASSWORD, **values: object) -> Restored:
    request = RestoreRequest(str(source) or name_of_backup(data), secret, **values)  # type: ignore[arg-type]
    return restoring.restore(data, request, lambda _folder: nullcontext(True), NOW)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a register as it lies there; not the backups, the logs, or how often a password was tried."""
    files = RegisterFiles(folder)
    parts = [folder / name for name in exchange.MOVED if not name.endswith("-shm")]
    found = [path for part in parts for path in (part.rglob("*") if part.is_dir() else [part]) if path.is_file()]
    assert not files.restore_new.exists()
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@contextmanager
def opened(folder: Path, password: str = PASSWORD) -> Iterator[Session]:
    session = unlocking.unlock(folder, ACCOUNT, password)
    try:
        yield session
    finally:
        session.register.close()


def amounts(session: Session) -> tuple[int, int]:
    """Matters, and scans that are there and whole."""
    assert [(one.name, one.found) for one in run_checks(session.register) if not one.good] == []
    with session.register.connection() as connection:
        counts = [
            connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in ("matters", "scans")
        ]
    assert len(list(session.register.files.scans.glob("*.scan"))) == counts[1]
    return counts[0], counts[1]


@contextmanager
def refused_and_left_alone(data: Path, words: str) -> Iterator[None]:
    """It is refused in words, and the register is byte for byte what it was."""
    before = contents(data)
    with pytest.raises(Refused, match=words) as told:
        yield
    assert "没有改动" in told.value.message
    assert contents(data) == before
    assert not RegisterFiles(data).set_aside.exists()
    assert not RegisterFiles(data).restoring.exists()


def test_a_backup_is_brought_back_and_what_was_there_is_kept_whole(data: Path) -> None:
    before, held = contents(data), contents(backup_of(data).directory)
    name = name_of_backup(data)
    done = bring_back(data)
    assert (done.name, done.matters, done.scans) == (name, 1, 1)
    assert done.set_aside == RegisterFiles(data).set_aside / f"{NOW:%Y%m%d-%H%M%S}"
    assert contents(done.set_aside) == before
    assert contents(RegisterFiles(data).backups / name) == held, "the backup is only read"
    with opened(data) as session:
        assert amounts(session) == (1, 1)
        assert register(session, form("郑小满", order=3)).matter_number == "（2026）豫9999访2号"
    assert restoring.finish(data) == ""
    for words in (name, str(done.set_aside), "1 件事项，1 份扫描件", "没有删除", "补录", "备份当时", done.backup):
        assert words in done.words
    assert data.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in RegisterFiles(data).scans.glob("*"))


def test_the_restoring_stands_in_the_audit_and_a_backup_follows_it(data: Path) -> None:
    name = name_of_backup(data)
    done = bring_back(data)
    with opened(data) as session, session.register.connection() as connection:
        row = connection.execute(text("SELECT * FROM audit ORDER BY id DESC LIMIT 1")).one()
    after = json.loads(row.after)
    assert (row.account_name, row.action, row.entity) == (ACCOUNT, "restore", "register")
    assert datetime.fromisoformat(str(row.at)) == NOW
    assert after["from"] == str(RegisterFiles(data).backups / name)
    assert after["set_aside"] == f"{NOW:%Y%m%d-%H%M%S}"
    assert {"register.db", "register.keys", "scans"} <= set(after["leaving"])
    newest = restorable.backups(data)[0]
    assert (newest.name, newest.why) == (done.backup, "恢复后")


def test_what_was_set_aside_can_be_brought_back_in_turn(data: Path) -> None:
    first = bring_back(data)
    assert first.set_aside is not None
    (kept,) = restorable.set_aside(data)
    assert (kept.name, kept.scans, kept.problem) == (first.set_aside.name, 2, "")
    again = bring_back(data, kept.name)
    assert again.set_aside not in (None, first.set_aside)
    with opened(data) as session:
        assert amounts(session) == (2, 2)
    assert "以前移开的登记库" in again.words


def test_the_password_is_the_one_of_the_day_of_the_backup(data: Path) -> None:
    with opened(data) as session:
        accounts.change_password(session, PASSWORD, NEW_PASSWORD, NOW, CHEAP)
    with refused_and_left_alone(data, "备份当时的账户、口令"):
        bring_back(data, secret=NEW_PASSWORD)
    done = bring_back(data)
    with opened(data) as session:
        assert amounts(session) == (1, 1)
    assert done.set_aside is not None
    with opened(done.set_aside, NEW_PASSWORD) as session:
        assert amounts(session) == (2, 2)


def test_the_recovery_code_of_that_day_opens_it_too(data: Path, recovery_code: str) -> None:
    bring_back(data, secret=recovery_code, with_recovery_code=True)
    with opened(data) as session, session.register.connection() as connection:
        who = connection.execute(text("SELECT account_name FROM audit ORDER BY id DESC LIMIT 1")).scalar_one()
    assert who == "系统"


def test_wrong_passwords_make_the_next_try_wait_as_at_the_desk_and_leave_the_backup_alone(data: Path) -> None:
    held = sorted(path.name for path in backup_of(data).directory.iterdir())
    for _ in range(FREE_ATTEMPTS):
        with refused_and_left_alone(data, "口令不对"):
            bring_back(data, secret="不对的口令")
    with refused_and_left_alone(data, "请等"):
        bring_back(data)
    assert sorted(path.name for path in backup_of(data).directory.iterdir()) == held


def test_an_account_that_may_not_administer_does_not_restore(data: Path) -> None:
    with opened(data) as session:
        accounts.add_account(session, "接待员乙", PASSWORD, {Right.SEE_RESTRICTED}, NOW, CHEAP)
        made = backups.make(session).backup
    with refused_and_left_alone(data, "2 个账户"):
        bring_back(data, made.folder)
    with refused_and_left_alone(data, "不能管理"):
        bring_back(data, made.folder, account="接待员乙")


def test_a_new_computer_has_nothing_to_set_aside(data: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "new" / "data"
    done = bring_back(fresh, backup_of(data).directory)
    assert done.set_aside is None
    assert not RegisterFiles(fresh).set_aside.exists()
    with opened(fresh) as session:
        assert amounts(session) == (1, 1)


@pytest.mark.parametrize("lost", ["register.db", "register.keys", "scans"])
def test_a_register_of_which_a_part_is_lost_is_brought_back(data: Path, lost: str) -> None:
    path = data / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    left = contents(data)
    done = bring_back(data)
    assert done.set_aside is not None
    assert contents(done.set_aside) == left
    with opened(data) as session:
        assert amounts(session) == (1, 1)


def test_what_was_not_written_back_yet_is_set_aside_with_the_database(data: Path) -> None:
    """After a power cut the newest matters stand in the write-ahead log alone."""
    with opened(data) as session:
        register(session, form("郑小满", order=3))
        for name in ("register.db", "register.db-wal", "register.db-shm"):
            shutil.copyfile(data / name, data.parent / name)
    for name in ("register.db", "register.db-wal", "register.db-shm"):
        shutil.copyfile(data.parent / name, data / name)
    done = bring_back(data)
    assert done.set_aside is not None
    assert (done.set_aside / "register.db-wal").stat().st_size > 0
    bring_back(data, done.set_aside)
    with opened(data) as session:
        assert amounts(session) == (3, 2)


def test_a_backup_of_an_older_program_is_brought_up_to_date_on_the_way(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, held = name_of_backup(data), contents(backup_of(data).directory)
    plant(tmp_path, monkeypatch, GOOD_STEP)
    bring_back(data)
    assert contents(RegisterFiles(data).backups / name) == held
    with opened(data) as session:
        assert amounts(session) == (1, 1)
        with session.register.connection() as connection:
            assert schema_version(connection) == "9001"
            assert connection.execute(text("SELECT planted FROM matters")).scalar_one() == "（2026）豫9999访1号"
    assert not [one.why for one in restorable.backups(data) if one.why == "升级前"], "only the copy was migrated"


# what is refused


def flip(path: Path, at: int) -> None:
    held = bytearray(path.read_bytes())
    held[at] ^= 4
    path.write_bytes(held)


@pytest.mark.parametrize("at", [100, 3 * PAGE + 700, -PAGE // 2])
def test_a_damaged_backup_is_refused(data: Path, at: int) -> None:
    flip(backup_of(data).database, at)
    with refused_and_left_alone(data, "有损坏|没有通过核验"):
        bring_back(data)


def test_a_backup_cut_short_is_refused(data: Path) -> None:
    database = backup_of(data).database
    for content in (database.read_bytes()[: 5 * PAGE], b""):
        database.write_bytes(content)
        with refused_and_left_alone(data, "有损坏|没有通过核验"):
            bring_back(data)


@pytest.mark.parametrize("part", ["register.db", "register.keys", "backup.json"])
def test_a_backup_of_which_a_part_is_missing_is_refused(data: Path, part: str) -> None:
    folder = backup_of(data).directory
    (folder / part).unlink()
    with refused_and_left_alone(data, "缺文件|不是核验过的备份"):
        bring_back(data, folder)


def test_a_database_that_is_not_the_one_of_the_note_is_refused(data: Path) -> None:
    """An older copy of the same register opens with the same keys."""
    with opened(data) as session:
        newer = backups.make(session).backup.folder
    older = next(one for one in restorable.backups(data) if one.name != newer.name)
    shutil.copyfile(RegisterFiles(data).backups / older.name / "register.db", newer / "register.db")
    with refused_and_left_alone(data, "对不上"):
        bring_back(data, newer)


def test_a_database_with_the_keys_of_another_register_is_refused(data: Path, tmp_path: Path) -> None:
    other = set_up(tmp_path / "other").session
    other.register.close()
    shutil.copyfile(other.register.files.keys, backup_of(data).keys)
    with refused_and_left_alone(data, "密钥文件属于另一个登记库"):
        bring_back(data, other_register=True)


def test_a_backup_of_a_newer_program_is_refused(data: Path) -> None:
    with opened(data) as session:
        made = backups.make(session).backup
        with closing(connect(made.folder / "register.db", session.register.key)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.execute("PRAGMA journal_mode = DELETE")
    with refused_and_left_alone(data, "更新版本"):
        bring_back(data, made.folder)


def test_a_lost_scan_is_accepted_only_with_a_reason_which_is_audited(data: Path) -> None:
    (scan,) = backup_of(data).scans.glob("*.scan")
    scan.unlink()
    name = name_of_backup(data)
    with refused_and_left_alone(data, "1 项检查没有通过：扫描件"):
        bring_back(data)
    bring_back(data, name, reason="只有这一份备份")
    with opened(data) as session, session.register.connection() as connection:
        row = connection.execute(text("SELECT after FROM audit WHERE action = 'restore'")).one()
    assert json.loads(row.after)["checks_failed"] == ["scans"]
    assert json.loads(row.after)["reason"] == "只有这一份备份"


def test_no_reason_makes_a_broken_chain_good(data: Path) -> None:
    with opened(data) as session:
        with session.register.maintenance() as connection:
            connection.execute(text("UPDATE audit SET after = '{}' WHERE id = 2"))
        made = backups.make(session).backup
    with refused_and_left_alone(data, "审计链"):
        bring_back(data, made.folder, reason="照样恢复")


@pytest.mark.parametrize("wanted", ["没有这一份", "register.db", ".", "logs"])
def test_what_is_no_backup_is_refused(data: Path, wanted: str) -> None:
    before = contents(data)
    with pytest.raises(Refused, match=r"没有找到备份|不是备份|不是核验过的备份"):
        bring_back(data, wanted if wanted == "没有这一份" else data / wanted)
    assert contents(data) == before


def test_a_backup_of_another_register_is_refused_until_it_is_confirmed(data: Path, tmp_path: Path) -> None:
    other = set_up(tmp_path / "other").session
    made = backups.make(other).backup
    other.register.close()
    with refused_and_left_alone(data, "另一个登记库.*--other-register"):
        bring_back(data, made.folder)
    before = contents(data)
    done = bring_back(data, made.folder, other_register=True)
    assert done.set_aside is not None
    assert contents(done.set_aside) == before
    with opened(data) as session:
        assert amounts(session) == (0, 0)
        assert session.register.keyring.register_id == other.register.keyring.register_id


def test_with_unreadable_keys_only_the_register_s_own_backups_are_taken_unasked(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere" / name_of_backup(data)
    shutil.copytree(backup_of(data).directory, folder)
    RegisterFiles(data).keys.write_bytes(b"{")
    with refused_and_left_alone(data, "密钥文件读不出.*--other-register"):
        bring_back(data, folder)
    bring_back(data)
    with opened(data) as session:
        assert amounts(session) == (1, 1)


# when the desk is open, and when there is no room


def test_while_the_desk_holds_the_folder_it_is_refused(data: Path) -> None:
    request = RestoreRequest(name_of_backup(data), PASSWORD)
    with refused_and_left_alone(data, "正开着"):
        restoring.restore(data, request, lambda _folder: nullcontext(False), NOW)


def test_while_any_process_has_the_database_open_it_is_refused(data: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from app.services import unlocking\n"
        "session = unlocking.unlock(Path(sys.argv[1]), *sys.argv[2:])\n"
        "with session.register.connection() as connection: pass\n"
        "print('open', flush=True); sys.stdin.readline(); session.register.close()"
    )
    command = [sys.executable, "-c", script, str(data), ACCOUNT, PASSWORD]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        with pytest.raises(Refused, match="正开着"):
            bring_back(data)
        process.communicate("\n")
    assert process.returncode == 0
    assert not RegisterFiles(data).set_aside.exists()
    bring_back(data)


def test_too_little_room_is_found_out_before_anything_is_copied(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needed = copying.room_needed(copying.read_source(backup_of(data).directory))  # type: ignore[arg-type]
    usage = shutil.disk_usage(data)
    monkeypatch.setattr(copying.shutil, "disk_usage", lambda _path: usage._replace(free=needed - 1))
    monkeypatch.setattr(copying.shutil, "copyfile", lambda *_: pytest.fail("copied"))
    with refused_and_left_alone(data, "磁盘空间不够，需要约"):
        bring_back(data)


def test_a_disk_that_fills_up_on_the_way_leaves_the_register_as_it_was(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copyfile

    def full(source: Path, target: Path) -> None:
        if target.suffix == ".scan":
            raise OSError(errno.ENOSPC, "full")
        copy(source, target)

    monkeypatch.setattr(copying.shutil, "copyfile", full)
    with refused_and_left_alone(data, "磁盘空间不够"):
        bring_back(data)
    assert not data_folder.was_restoring(data)


def test_when_no_backup_can_follow_the_restoring_stands_and_says_so(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("db.backup._copy", full)
    done = bring_back(data)
    assert done.backup == ""
    assert "没能再备份" in done.words
    with opened(data) as session:
        assert amounts(session)[0] == 1


# power cuts


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL and fork are matters of POSIX")
def test_killed_before_any_of_its_acts_it_leaves_the_old_or_the_new_register_complete(
    data: Path, tmp_path: Path
) -> None:
    name, folder = name_of_backup(data), tmp_path / "killed"
    folder.mkdir()
    command = [sys.executable, "-m", "tests.support.restoring_process", str(data), str(folder), name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    kills = int(done.stdout)
    before = contents(data)
    outcomes = [outcome(folder / str(step), name, before) for step in range(1, kills + 1)]
    assert {"old", "old, said", "new, said"} >= set(outcomes) >= {"old, said", "new, said"}
    ages = [one[:3] for one in outcomes]
    assert ages == sorted(ages, reverse=True), "first the old one, from the decision on the new one"
    assert outcome(folder / str(kills + 1), name, before) == "new"


def outcome(data: Path, name: str, before: dict[str, bytes]) -> str:
    """What a start after the kill finds, and whether it says so; what must hold in any case is asserted."""
    files = RegisterFiles(data)
    was_restoring = data_folder.was_restoring(data)
    assert (unlocking.look(data).state is DeskState.BROKEN) == files.restoring.exists()
    told = restoring.finish(data)
    assert bool(told) == was_restoring
    assert not data_folder.was_restoring(data)
    assert restoring.finish(data) == ""
    assert unlocking.look(data).state is DeskState.READY
    kept = list(files.set_aside.glob("*"))
    if not kept:
        assert contents(data) == before
        assert told in ("", BEFORE_THE_EXCHANGE)
        return "old, said" if told else "old"
    (whole,) = kept
    assert contents(whole) == before
    with opened(data) as session:
        assert amounts(session) == (1, 1)
    assert not told or (name in told and str(whole) in told)
    return "new, said" if told else "new"


def test_an_exchange_that_cannot_go_on_says_so_and_goes_on_later(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def denied(path: Path, target: Path) -> Path:
        if path.name == "register.keys" and path.parent == data:
            raise OSError(errno.EACCES, "denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", denied)
    with pytest.raises(Refused, match=r"没有做完.*没有丢失.*接着做完"):
        bring_back(data)
    assert unlocking.look(data).message == unlocking.RESTORING
    with pytest.raises(Unavailable):
        restoring.finish(data)
    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(Refused, match=r"接着做完.*这一次没有再恢复"):
        bring_back(data)
    with opened(data) as session:
        assert amounts(session) == (1, 1)


def test_a_folder_set_aside_and_removed_by_hand_does_not_send_the_new_register_after_it(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power was cut when all had moved; somebody tidied up before the next start."""

    def cut(*_: object) -> None:
        raise Unavailable(restorable.UnavailableKind.READ_ONLY)

    with monkeypatch.context() as patch:
        patch.setattr(exchange, "settle", cut)
        with pytest.raises(Refused):
            bring_back(data)
    shutil.rmtree(RegisterFiles(data).set_aside)
    assert "接着做完" in restoring.finish(data)
    with opened(data) as session:
        assert amounts(session) == (1, 1)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"leaving": [], "arriving": []}'])
def test_a_journal_nobody_can_read_is_told_and_nothing_moves(data: Path, content: bytes) -> None:
    before = contents(data)
    RegisterFiles(data).restoring.write_bytes(content)
    with pytest.raises(Unavailable, match=r"register\.restoring"):
        restoring.finish(data)
    assert contents(data) == before


# what there is


def test_the_list_says_of_when_the_backups_are_and_how_to_bring_one_back(data: Path) -> None:
    (one,) = restorable.backups(data)
    assert (one.why, one.accounts, one.scans, one.problem) == ("每日", (ACCOUNT,), 1, "")
    assert one.size > 0
    way = restorable.way_back(data)
    assert one.state_of is not None
    for part in ("1 份核验过的备份", f"{one.state_of:%Y-%m-%d %H:%M}（每日）", "备份当时的口令", "移开", "关闭"):
        assert part in way.words
    assert way.command == f'python main.py restore --data "{data}" --from "{one.name}" --password-file 口令文件'
    backup_of(data).keys.write_bytes(b"{")
    (one,) = restorable.backups(data)
    assert "有损坏" in one.problem


def test_without_backups_the_words_say_that_one_from_elsewhere_will_do(tmp_path: Path) -> None:
    assert re.search("没有备份.*另一块盘", restorable.way_back(tmp_path).words)
    assert (restorable.backups(tmp_path), restorable.set_aside(tmp_path)) == ((), ())


def test_a_folder_of_which_only_the_backups_are_left_is_not_taken_for_a_new_one(data: Path) -> None:
    for name in ("register.db", "register.keys"):
        (data / name).unlink()
    doorstep = unlocking.look(data)
    assert doorstep.state is DeskState.BROKEN
    assert "备份" in doorstep.message
    bring_back(data)
    assert read_keyring(RegisterFiles(data)).title
