"""A process that is killed in the middle of its saves loses none that it acknowledged and leaves no half of one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from app.services import unlocking
from app.services.session import Session
from db.check import run_checks
from db.search import sample_problems
from db.tables import CONTACTS, MATTERS, NUMBERS
from tests.support.registers import ACCOUNT, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
SAVES = 200
KILLS = 6
SEED = 20260302


def start(folder: Path, acknowledged: Path, until: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.support.saving_process", str(folder), str(acknowledged), str(until)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def read_lines(process: subprocess.Popen[bytes], amount: int) -> None:
    assert process.stdout is not None
    for _ in range(amount):
        if not process.stdout.readline():
            return


def kill_somewhere(process: subprocess.Popen[bytes], chance: random.Random) -> None:
    """After a few saves, and then at any moment of the next."""
    read_lines(process, chance.randint(1, 30))
    try:
        process.wait(chance.uniform(0, 0.012))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def saved_numbers(session: Session) -> list[str]:
    with session.register.connection() as connection:
        return list(connection.execute(select(CONTACTS.c.number_text).order_by(CONTACTS.c.id)).scalars())


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a matter of POSIX")
def test_every_acknowledged_save_survives_being_killed(session: Session, tmp_path: Path) -> None:
    session.register.close()
    folder, side_file = session.register.files.directory, tmp_path / "acknowledged"
    side_file.touch()
    chance = random.Random(SEED)
    for _ in range(KILLS):
        kill_somewhere(start(folder, side_file, SAVES), chance)
        acknowledged = side_file.read_text("utf-8").split()
        opened = unlocking.unlock(folder, ACCOUNT, PASSWORD)
        try:
            saved = saved_numbers(opened)
        finally:
            opened.register.close()
        assert set(acknowledged) <= set(saved)
        assert len(saved) == len(set(saved))
    assert len(saved) < SAVES
    last = start(folder, side_file, SAVES)
    assert last.wait() == 0
    assert last.stdout is not None
    last.stdout.close()
    hold_to_everything(folder, side_file.read_text("utf-8").split())


def hold_to_everything(folder: Path, acknowledged: list[str]) -> None:
    opened = unlocking.unlock(folder, ACCOUNT, PASSWORD)
    try:
        saved = saved_numbers(opened)
        assert saved == [f"（2026）豫9999来访{number}号" for number in range(1, SAVES + 1)]
        assert set(acknowledged) <= set(saved)
        assert len(acknowledged) >= SAVES - KILLS
        assert [(one.name, one.found) for one in run_checks(opened.register) if not one.good] == []
        with opened.register.connection() as connection:
            matters = connection.execute(select(MATTERS.c.number_text).order_by(MATTERS.c.id)).scalars().all()
            numbers = connection.execute(select(NUMBERS.c.text)).scalars().all()
            assert sample_problems(connection, SAVES) == []
        assert matters == [f"（2026）豫9999访{number}号" for number in range(1, SAVES + 1)]
        assert sorted(numbers) == sorted([*saved, *matters])
    finally:
        opened.register.close()
