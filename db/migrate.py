"""Bringing a register's schema up to date: one transaction per version, a verified backup first."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert, inspect, select, text

from app.domain.errors import Unavailable, UnavailableKind
from app.domain.recognition import KEYS_VERSION
from db.backup import make_backup
from db.engine import open_engine, translated_errors
from db.files import RegisterFiles
from db.keyring import Keyring
from db.stores.recognition import rebuild_keys
from db.tables import SETTINGS

VERSIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
)  # in order; a test holds it against the scripts
KEYS_MARK = "recognition_keys"
SCRIPTS = Path(__file__).parent / "migrations"


def schema_version(connection: Connection) -> str | None:
    """The version mark in the file, ``None`` for an empty file."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def bring_up_to_date(files: RegisterFiles, keyring: Keyring, key: bytes, *, fresh: bool = False) -> None:
    """Run the missing migrations; only a ``fresh`` file may be empty.

    Raises:
        Unavailable: the file is newer than this program, damaged, locked, or the disk is full.
    """
    engine = open_engine(files.database, key)
    try:
        with translated_errors():
            with engine.connect() as connection:
                current = schema_version(connection)
            if current == VERSIONS[-1]:
                bring_keys_up_to_date(engine)
                return
            if current is None and not fresh:
                raise Unavailable(UnavailableKind.DAMAGED, "登记库文件是空的")
            if current is not None and current not in VERSIONS:
                raise Unavailable(UnavailableKind.NEWER)
            if current is not None:
                make_backup(files, keyring, key, "升级前")
            upgrade(engine)
            bring_keys_up_to_date(engine)
    finally:
        engine.dispose()


def bring_keys_up_to_date(engine: Engine) -> None:
    """Make the recognition keys anew when this program makes them otherwise than the one that wrote them.

    They hold pinyin, which no migration can make; they follow from the petitioners alone.
    """
    mark = (SETTINGS.c.name == KEYS_MARK, SETTINGS.c.value == str(KEYS_VERSION))
    with engine.connect() as connection:
        if connection.execute(select(SETTINGS.c.name).where(*mark)).first() is not None:
            return
    with engine.connect() as plain:
        connection = plain.execution_options(begin="IMMEDIATE")
        with connection.begin():
            rebuild_keys(connection)
            connection.execute(delete(SETTINGS).where(SETTINGS.c.name == KEYS_MARK))
            connection.execute(insert(SETTINGS), {"name": KEYS_MARK, "value": str(KEYS_VERSION)})


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run migrations up to a revision."""
    # loaded only when a file really has to be migrated: measured start-up cost
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["engine"] = engine
    command.upgrade(config, revision)
