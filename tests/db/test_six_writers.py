"""Six processes register at the same time: all succeed and the numbers have no gap."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from app.services import unlocking
from app.services.session import Session
from db.check import run_checks
from db.tables import CONTACTS
from tests.db.test_kill import start
from tests.support.registers import ACCOUNT, PASSWORD

WRITERS = 6
EACH = 15


def test_six_writers_at_once_all_succeed_without_a_gap(session: Session, tmp_path: Path) -> None:
    session.register.close()
    folder = session.register.files.directory
    files = [tmp_path / f"acknowledged-{one}" for one in range(WRITERS)]
    writers = [start(folder, file, -EACH) for file in files]
    assert [ended(one) for one in writers] == [0] * WRITERS
    acknowledged = [file.read_text("utf-8").split() for file in files]
    assert [len(one) for one in acknowledged] == [EACH] * WRITERS
    given = Counter(number for one in acknowledged for number in one)
    wanted = [f"（2026）豫9999来访{number}号" for number in range(1, WRITERS * EACH + 1)]
    assert sorted(given) == sorted(wanted)
    assert set(given.values()) == {1}
    opened = unlocking.unlock(folder, ACCOUNT, PASSWORD)
    try:
        with opened.register.connection() as connection:
            saved = connection.execute(select(CONTACTS.c.number_text).order_by(CONTACTS.c.id)).scalars().all()
        assert saved == wanted
        assert [(one.name, one.found) for one in run_checks(opened.register) if not one.good] == []
    finally:
        opened.register.close()


def ended(process: subprocess.Popen[bytes]) -> int:
    process.communicate()
    return process.returncode
