"""The driver as the register uses it: pragmas, explicit transactions, and machine troubles told in words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from app.domain.errors import UNAVAILABLE_TEXT, Unavailable, UnavailableKind
from app.domain.intake import IntakeReceipt, IntakeRequest, Material
from app.services import data_folder, unlocking
from app.services.session import Session
from db import engine
from db.check import run_checks
from db.engine import connect
from db.files import Mount, RegisterFiles, unsafe_place
from db.migrate import VERSIONS
from db.register import open_register
from db.stores.numbers import gaps
from db.tables import MATTERS, METADATA
from tests.support.intakes import NOW, form, register
from tests.support.registers import ACCOUNT, PASSWORD

PAGE = 4096
ROOT = Path(__file__).resolve().parents[2]


def pragma(session: Session, name: str) -> object:
    with session.register.connection() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def row_counts(session: Session) -> dict[str, int]:
    with session.register.connection() as connection:
        tables = METADATA.sorted_tables
        return {one.name: connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("temp_store", 2),
        ("busy_timeout", engine.BUSY_TIMEOUT_MS),
        ("page_size", PAGE),
    ],
)
def test_the_pragmas_are_in_force(session: Session, name: str, value: object) -> None:
    assert str(pragma(session, name)) == str(value)


def test_a_write_begins_immediate_and_a_read_deferred(session: Session) -> None:
    begun: list[str] = []
    event.listen(session.register._engine, "before_cursor_execute", lambda *args: begun.append(args[2]))
    with session.register.read(session.viewer):
        pass
    register(session, form())
    with session.register.scratch(session.viewer, NOW):
        pass
    kinds = [statement for statement in begun if statement.startswith("BEGIN")]
    assert kinds == ["BEGIN DEFERRED", "BEGIN IMMEDIATE", "BEGIN IMMEDIATE"]


def test_the_file_holds_nothing_readable(session: Session) -> None:
    register(session, form("欧阳小满", claim="绝密的诉求"))
    session.register.close()
    held = session.register.files.database.read_bytes()
    assert not held.startswith(b"SQLite format")
    for words in ("欧阳小满", "绝密的诉求", "CREATE TABLE"):
        assert words.encode() not in held


def test_files_of_the_register_are_readable_by_their_owner_only(session: Session) -> None:
    register(session, form())
    folder = session.register.files.directory
    files = [one for one in folder.iterdir() if one.is_file()]
    assert {one.name for one in files} >= {"register.db", "register.db-wal", "register.keys"}
    assert [one.name for one in files if one.stat().st_mode & 0o077] == []


def test_the_installed_library_is_sound_and_an_older_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    engine.require_sound_library()
    major, minor, patch = driver.sqlite_version_info
    monkeypatch.setattr(engine, "OLDEST_LIBRARY", (major, minor, patch + 1))
    with pytest.raises(Unavailable) as refusal:
        engine.require_sound_library()
    assert refusal.value.kind is UnavailableKind.OLD_LIBRARY
    assert driver.sqlite_version in refusal.value.message


def test_the_full_text_search_the_index_needs_is_compiled_in(session: Session) -> None:
    with session.register.connection() as connection:
        options = set(connection.exec_driver_sql("PRAGMA compile_options").scalars())
    assert "ENABLE_FTS5" in options


def limit_pages(session: Session, pages: int) -> None:
    with session.register._engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute(f"PRAGMA max_page_count = {pages}")


def saved_or_told(session: Session, request: IntakeRequest) -> tuple[IntakeReceipt | None, str]:
    try:
        return register(session, request), ""
    except Unavailable as problem:
        return None, problem.message


def test_a_full_database_saves_nothing_whichever_statement_meets_it(session: Session) -> None:
    """One page more is granted from try to try, so that the disk is full a little later in the intake each time."""
    failed_at: list[str] = []
    event.listen(session.register._engine, "handle_error", lambda context: failed_at.append(context.statement or ""))
    request = form(
        narrative="".join(map(chr, range(0x4E00, 0x4E00 + 6000))),
        opinion="意" * 3000,
        claims=("诉" * 5000, "求" * 5000),
        case_numbers=tuple(f"（2025）豫9999执{number}号" for number in range(60)),
        materials=tuple(Material(f"第{number}份材料" + "名" * 60, number) for number in range(60)),
    )
    before, pages = row_counts(session), int(str(pragma(session, "page_count")))
    for granted in range(500):
        limit_pages(session, pages + granted)
        receipt, told = saved_or_told(session, request)
        if receipt is not None:
            break
        assert told == UNAVAILABLE_TEXT[UnavailableKind.DISK_FULL]
        assert row_counts(session) == before
    assert receipt is not None
    tables = {words.split()[2] if words else "COMMIT" for words in failed_at}
    assert {"contacts", "audit", "case_refs", "claims", "materials", "search_words", "COMMIT"} <= tables
    assert receipt.matter_number == "（2026）豫9999访1号"
    limit_pages(session, 1_000_000)
    assert register(session, form("陈平安", 2)).matter_number == "（2026）豫9999访2号"
    with session.register.connection() as connection:
        assert gaps(connection) == []
    assert [one.name for one in run_checks(session.register) if not one.good] == []


FILE_LIMIT = """
import json, resource, signal, sys
from pathlib import Path
from app.domain.errors import Unavailable
from app.services import unlocking
from tests.support.intakes import form, register
from tests.support.registers import ACCOUNT, PASSWORD

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
session = unlocking.unlock(Path(sys.argv[1]), ACCOUNT, PASSWORD)
saved = [register(session, form()).matter_number]
size = session.register.files.database.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
told = None
while told is None:
    try:
        saved.append(register(session, form(narrative="述" * 5000)).matter_number)
    except Unavailable as problem:
        told = [problem.kind.value, problem.message]
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
saved.append(register(session, form()).matter_number)
session.register.close()
print(json.dumps({"saved": saved, "told": told}))
"""


@pytest.mark.skipif(os.name == "nt", reason="limits of the file size are a matter of POSIX")
def test_a_file_that_may_not_grow_saves_nothing_and_the_same_window_saves_again_after(session: Session) -> None:
    session.register.close()
    folder = session.register.files.directory
    ran = subprocess.run([sys.executable, "-c", FILE_LIMIT, str(folder)], cwd=ROOT, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    answer = json.loads(ran.stdout)
    assert answer["told"][0] in {"disk_full", "input_output"}
    assert "没有保存" in answer["told"][1]
    assert answer["saved"] == [f"（2026）豫9999访{number}号" for number in range(1, len(answer["saved"]) + 1)]
    opened = unlocking.unlock(folder, ACCOUNT, PASSWORD)
    try:
        with opened.register.read(opened.viewer) as unit:
            assert unit.headline()["matters"] == len(answer["saved"])
        assert [one.name for one in run_checks(opened.register) if not one.good] == []
    finally:
        opened.register.close()


def test_a_register_that_may_only_be_read_saves_nothing(session: Session) -> None:
    before = row_counts(session)
    with session.register._engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA query_only = ON")
    with pytest.raises(Unavailable) as told:
        register(session, form())
    assert told.value.kind is UnavailableKind.READ_ONLY
    assert "不能写入" in told.value.message
    assert row_counts(session) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_only_be_read_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Unavailable) as told:
        data_folder.prepare(tmp_path / "data")
    tmp_path.chmod(0o700)
    assert told.value.kind is UnavailableKind.READ_ONLY


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("这是一个文件", "utf-8")
    with pytest.raises(Unavailable):
        data_folder.prepare(tmp_path / "data")


def test_a_register_that_vanished_is_told_and_not_made_anew(session: Session) -> None:
    session.register.close()
    session.register.files.database.unlink()
    with pytest.raises(Unavailable) as told:
        open_register(session.register.files, session.register.keyring, session.register.key)
    assert told.value.kind is UnavailableKind.MISSING
    with pytest.raises(Unavailable):
        register(session, form())
    assert not session.register.files.database.exists()


def test_an_empty_file_is_not_taken_for_a_register(session: Session) -> None:
    session.register.close()
    session.register.files.database.write_bytes(b"")
    with pytest.raises(Unavailable) as told:
        open_register(session.register.files, session.register.keyring, session.register.key)
    assert told.value.kind is UnavailableKind.DAMAGED


@pytest.mark.parametrize("content", [b"no register at all" * 400, bytes(40 * PAGE)])
def test_a_file_that_is_no_register_is_told_and_left_alone(session: Session, content: bytes) -> None:
    session.register.close()
    session.register.files.database.write_bytes(content)
    with pytest.raises(Unavailable) as told:
        open_register(session.register.files, session.register.keyring, session.register.key)
    assert told.value.kind in {UnavailableKind.DAMAGED, UnavailableKind.WRONG_KEY}
    assert session.register.files.database.read_bytes() == content


def open_and_save(session: Session) -> None:
    opened = open_register(session.register.files, session.register.keyring, session.register.key)
    try:
        register(replace(session, register=opened), form())
    finally:
        opened.close()


def test_a_damaged_page_is_told_when_it_is_met(session: Session) -> None:
    for order in range(1, 40):
        register(session, form(order=order, narrative="经过" * 1500))
    session.register.close()
    path = session.register.files.database
    held = bytearray(path.read_bytes())
    for start in range(10 * PAGE, len(held), PAGE):
        held[start + 100] ^= 1
    path.write_bytes(held)
    with pytest.raises(Unavailable) as told:
        open_and_save(session)
    assert told.value.kind is UnavailableKind.DAMAGED
    assert "备份" in told.value.message


def test_the_key_of_another_register_opens_nothing_and_changes_nothing(session: Session) -> None:
    session.register.close()
    path = session.register.files.database
    held = path.read_bytes()
    with pytest.raises(Unavailable) as told:
        open_register(session.register.files, session.register.keyring, bytes(32))
    assert told.value.kind is UnavailableKind.WRONG_KEY
    assert "密钥文件" in told.value.message
    assert path.read_bytes() == held


def test_a_register_of_a_newer_program_is_refused_and_left_alone(session: Session) -> None:
    files, key = session.register.files, session.register.key
    with session.register.maintenance() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    session.register.close()
    held = files.database.read_bytes()
    with pytest.raises(Unavailable) as told:
        open_register(files, session.register.keyring, key)
    assert told.value.kind is UnavailableKind.NEWER
    assert "更新版本" in told.value.message
    assert files.database.read_bytes() == held
    assert "9999" not in VERSIONS


def test_a_register_in_use_by_another_is_told_to_be_busy(session: Session) -> None:
    with session.register._engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA busy_timeout = 50")
    other = connect(session.register.files.database, session.register.key, mode="rw")
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable) as told:
            register(session, form())
        assert told.value.kind is UnavailableKind.BUSY
        other.execute("ROLLBACK")
    finally:
        other.close()
    assert register(session, form()).matter_number == "（2026）豫9999访1号"


def break_a_rule(session: Session) -> None:
    with session.register.maintenance() as connection:
        connection.execute(MATTERS.insert(), {"id": 1})


def test_our_own_mistakes_are_not_told_as_troubles_of_the_machine(session: Session) -> None:
    with pytest.raises(IntegrityError) as told:
        break_a_rule(session)
    assert engine.unavailable_from(told.value) is None


LINUX = (
    Mount("/", "ext4", "rw,relatime"),
    Mount("/home", "xfs", "rw"),
    Mount("/home/clerk/share", "cifs", "rw,vers=3.0"),
    Mount("/mnt/server", "nfs4", "rw"),
    Mount("/media/stick", "vfat", "rw", removable_device=True),
    Mount("/run/user/1000/gvfs", "fuse.gvfsd-fuse", "rw"),
    Mount("/data", "nfs4", "rw"),
    Mount("/data", "ext4", "rw"),
    Mount("/secret", "ext4", "rw"),
    Mount("/secret", "fuse.sshfs", "rw"),
)
WINDOWS = (
    Mount("C:\\", "NTFS", "rw,fixed"),
    Mount("E:\\", "FAT32", "rw,removable"),
    Mount("Z:\\", "NTFS", "rw,remote"),
)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/home/clerk/data", ""),
        ("/srv/register", ""),
        ("/home/clerk/shared-notes", ""),
        ("/home/clerk/share", "网络共享"),
        ("/home/clerk/share/desk/data", "网络共享"),
        ("/mnt/server/data", "网络共享"),
        ("/media/stick/data", "可移动磁盘"),
        ("/run/user/1000/gvfs/smb-share", "网络共享"),
        ("/data/register", ""),
        ("/secret/register", "网络共享"),
        ("//server/share", "网络共享"),
    ],
)
def test_a_share_or_a_stick_is_no_place_for_a_register(path: str, problem: str) -> None:
    assert unsafe_place(path, LINUX, "/") == problem


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("C:\\Users\\clerk\\data", ""),
        ("c:\\data", ""),
        ("E:\\data", "可移动磁盘"),
        ("z:\\court\\data", "网络共享"),
        ("\\\\server\\share\\data", "网络共享"),
    ],
)
def test_drives_of_windows_are_told_apart(path: str, problem: str) -> None:
    assert unsafe_place(path, WINDOWS, "\\") == problem


def test_every_trouble_says_what_happened_and_what_to_do_in_chinese() -> None:
    assert set(UNAVAILABLE_TEXT) == set(UnavailableKind)
    for words in UNAVAILABLE_TEXT.values():
        assert words.count("。") >= 2 or "，" in words
        assert not any(one.isascii() and one.isalpha() for one in words)


def test_the_folder_names_the_files_of_a_register(session: Session) -> None:
    files = RegisterFiles(session.register.files.directory)
    assert files.exists()
    assert files.database.parent == files.keys.parent == files.backups.parent
