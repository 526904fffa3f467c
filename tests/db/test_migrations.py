"""Migrations: the chain gives the tables, a step is whole or not at all, and a verified backup comes first."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, inspect, select, text

from app.domain.errors import Unavailable, UnavailableKind
from app.services.session import Session
from db import migrate
from db.backup import list_backups
from db.check import run_checks
from db.engine import open_engine
from db.files import RegisterFiles
from db.keyring import new_keyring
from db.migrate import VERSIONS, bring_up_to_date, schema_version, upgrade
from db.register import create_register, open_register
from db.tables import MATTERS, METADATA
from tests.db.test_audit import broken
from tests.support.intakes import form, register

KEY = bytes(range(32))
GOOD_STEP = """
import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{previous}"


def upgrade() -> None:
    op.add_column("matters", sa.Column("planted", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE matters SET planted = number_text")
    op.create_table("planted", sa.Column("id", sa.Integer(), primary_key=True))
"""
BROKEN_STEP = (
    GOOD_STEP
    + """
    op.execute("INSERT INTO planted (id) VALUES (1)")
    op.execute("INSERT INTO planted (id) VALUES (1)")
"""
)


def empty_engine(tmp_path: Path) -> Engine:
    files = RegisterFiles(tmp_path)
    files.database.touch()
    return open_engine(files.database, KEY)


def schema(connection: Connection) -> set[tuple[str, str]]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {(row.name, " ".join(row.sql.split())) for row in rows if row.name != "alembic_version"}


def test_the_versions_are_those_of_the_scripts_in_their_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    chain = [one.revision for one in scripts.walk_revisions()]
    assert tuple(reversed(chain)) == VERSIONS
    assert len(scripts.get_heads()) == 1


def described(connection: Connection) -> dict[str, dict[str, Any]]:
    """Every table of ours with its columns, keys and indexes as the file has them."""
    inspector = inspect(connection)
    tables = [one for one in inspector.get_table_names() if not one.startswith(("search_index", "alembic"))]
    return {
        table: {
            "columns": {one["name"]: {**one, "type": str(one["type"])} for one in inspector.get_columns(table)},
            "primary": inspector.get_pk_constraint(table),
            "foreign": sorted(
                (one["constrained_columns"], one["referred_table"], one["referred_columns"])
                for one in inspector.get_foreign_keys(table)  # SQLite cannot name the key of a column added later
            ),
            "unique": sorted(inspector.get_unique_constraints(table), key=str),
            "indexes": {
                str(one["name"]): (one["column_names"], one["unique"], conditions(one))
                for one in inspector.get_indexes(table)
            },
        }
        for table in tables
    }


def conditions(index: Any) -> dict[str, str]:
    return {name: str(option) for name, option in index.get("dialect_options", {}).items()}


def test_the_chain_gives_exactly_the_tables(tmp_path: Path) -> None:
    engine = empty_engine(tmp_path)
    upgrade(engine)
    (tmp_path / "declared").mkdir()
    declared = empty_engine(tmp_path / "declared")
    METADATA.create_all(declared)
    with engine.connect() as migrated, declared.connect() as wanted:
        assert described(migrated) == described(wanted)
    engine.dispose()
    declared.dispose()


def test_migrations_import_nothing_from_the_program() -> None:
    for script in (*(migrate.SCRIPTS / "versions").glob("*.py"), migrate.SCRIPTS / "env.py"):
        words = script.read_text("utf-8")
        assert not any(f"{kind} {room}" in words for kind in ("import", "from") for room in ("app", "db", "ui")), script


def test_a_fresh_file_runs_the_same_chain_as_an_upgraded_one(tmp_path: Path) -> None:
    engine = empty_engine(tmp_path)
    for version in VERSIONS:
        upgrade(engine, version)
        with engine.connect() as connection:
            assert schema_version(connection) == version
    with engine.connect() as connection:
        stepped = schema(connection)
    engine.dispose()
    keyring, key = new_keyring("某某县人民法院", practice=False)
    fresh = create_register(RegisterFiles(tmp_path / "fresh"), keyring, key)
    with fresh.connection() as connection:
        assert schema(connection) == stepped
    fresh.close()


def fill(connection: Connection) -> dict[str, int]:
    """One row in every table that there is at this version, values by type; gives the number of rows in each."""
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    counts: dict[str, int] = {}
    inspector = inspect(connection)
    for table in inspector.get_table_names():
        if table == "alembic_version" or table.startswith("search_index"):
            continue
        columns = inspector.get_columns(table)
        values = {one["name"]: sample(str(one["type"])) for one in columns}
        names = ", ".join(f'"{name}"' for name in values)
        slots = ", ".join(f":{name}" for name in values)
        connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({slots})'), values)
        counts[table] = 1
    connection.execute(text("INSERT INTO search_index (rowid, words) VALUES (1, 'n吴')"))
    return counts


def sample(kind: str) -> object:
    if kind.startswith("DATETIME"):
        return "2026-03-02 09:00:00.000000"
    if kind == "DATE":
        return "2026-03-02"
    if kind == "BLOB":
        return bytes(32)
    return 1 if kind in {"INTEGER", "BOOLEAN"} else "一"


@pytest.mark.parametrize("begin", VERSIONS)
def test_every_step_keeps_the_rows_of_the_version_before(tmp_path: Path, begin: str) -> None:
    engine = empty_engine(tmp_path)
    upgrade(engine, begin)
    with engine.connect() as plain, plain.begin():
        before = fill(plain)
    upgrade(engine)
    with engine.connect() as connection:
        after = {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()
            for name in before
            if inspect(connection).has_table(name)
        }
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert connection.execute(text("SELECT rowid FROM search_index WHERE search_index MATCH 'n吴'")).scalar() == 1
    engine.dispose()
    assert {name: amount for name, amount in after.items() if amount < before[name]} == {}


def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "v9001_planted.py").write_text(step.format(previous=VERSIONS[-1]), "utf-8")
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    monkeypatch.setattr(migrate, "VERSIONS", (*VERSIONS, "9001"))


def test_a_step_makes_a_verified_backup_first_and_keeps_every_row(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for order in range(1, 4):
        register(session, form(order=order))
    files, keyring, key = session.register.files, session.register.keyring, session.register.key
    session.register.close()
    plant(tmp_path, monkeypatch, GOOD_STEP)
    opened = open_register(files, keyring, key)
    try:
        with opened.connection() as connection:
            assert schema_version(connection) == "9001"
            planted = connection.execute(text("SELECT planted FROM matters ORDER BY id")).scalars().all()
        assert planted == [f"（2026）豫9999访{number}号" for number in (1, 2, 3)]
        assert [one.name for one in run_checks(opened) if not one.good] == []
    finally:
        opened.close()
    (backup,) = list_backups(files)
    assert backup.reason == "升级前"
    engine = open_engine(RegisterFiles(backup.folder).database, key)
    with engine.connect() as connection:
        assert schema_version(connection) == VERSIONS[-1]
        assert connection.execute(select(func.count()).select_from(MATTERS)).scalar_one() == 3
    engine.dispose()


def test_a_step_that_is_interrupted_leaves_the_old_version_whole(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(session, form())
    files, keyring, key = session.register.files, session.register.keyring, session.register.key
    with session.register.connection() as connection:
        before = schema(connection)
    session.register.close()
    with monkeypatch.context() as patched:
        plant(tmp_path, patched, BROKEN_STEP)
        with pytest.raises(Exception, match="UNIQUE"):
            bring_up_to_date(files, keyring, key)
    assert len(list_backups(files)) == 1
    opened = open_register(files, keyring, key)
    try:
        with opened.connection() as connection:
            assert schema_version(connection) == VERSIONS[-1]
            assert schema(connection) == before
        again = Session(opened, session.viewer)
        assert register(again, form()).matter_number == "（2026）豫9999访2号"
        assert broken(again) == []
    finally:
        opened.close()


def test_a_step_is_not_begun_without_its_backup(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(session, form())
    files = session.register.files
    session.register.close()
    shutil.rmtree(files.backups, ignore_errors=True)
    files.backups.write_text("这里是一个文件", "utf-8")
    plant(tmp_path, monkeypatch, GOOD_STEP)
    with pytest.raises(Unavailable):
        bring_up_to_date(files, session.register.keyring, session.register.key)
    engine = open_engine(files.database, session.register.key)
    with engine.connect() as connection:
        assert schema_version(connection) == VERSIONS[-1]
    engine.dispose()


def test_opening_a_register_that_is_up_to_date_changes_nothing(session: Session) -> None:
    register(session, form())
    files = session.register.files
    session.register.close()
    held = files.database.read_bytes()
    open_register(files, session.register.keyring, session.register.key).close()
    assert files.database.read_bytes() == held
    assert list_backups(files) == ()


def test_a_register_without_a_version_is_damaged_and_not_filled(session: Session) -> None:
    with session.register.maintenance() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    session.register.close()
    with pytest.raises(Unavailable) as told:
        open_register(session.register.files, session.register.keyring, session.register.key)
    assert told.value.kind is UnavailableKind.DAMAGED
