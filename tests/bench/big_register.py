"""The register that is measured: made once per number of rows, kept under ``build/``, used again by later runs."""

from __future__ import annotations

import hashlib
import shutil
import time
from datetime import datetime
from pathlib import Path

from app.domain.progress import Progress
from app.services import practice, unlocking
from app.services.session import Session
from db.keyring import KeyCost

ROOT = Path(__file__).resolve().parents[2]
SEED = 20
MADE_AT = datetime(2026, 9, 1, 9, 0)  # noqa: DTZ001 - civil time of the court
CHEAP = KeyCost(memory_kib=8 * 1024, passes=1, lanes=1)
STAMP = "made-of"
SHAPES_THE_ROWS = (
    "app/domain/case_forms.py",
    "app/domain/history.py",
    "app/domain/name_forms.py",
    "app/domain/names.py",
    "app/domain/places.py",
    "app/domain/recognition.py",
    "app/domain/search_tokens.py",
    "app/domain/surnames.py",
    "app/domain/text.py",
    "app/services/practice.py",
    "app/services/practice_bulk.py",
    "db/bulk.py",
    "db/bulk_rows.py",
    "db/migrations/versions/v0001_first.py",
    "db/migrations/versions/v0002_who_comes_back.py",
    "resources/characters/variants.json",
    "resources/practice/words.json",
)


def folder(rows: int) -> Path:
    """Where the register of so many matters is kept."""
    return ROOT / "build" / f"bench-{rows}"


def open_big(rows: int) -> Session:
    """Open the register of so many matters; make it first when it is missing or the program has changed since."""
    directory = folder(rows)
    stamp, made_of = directory / STAMP, _fingerprint()
    if not stamp.exists() or stamp.read_text("ascii") != made_of:
        shutil.rmtree(directory, ignore_errors=True)
        make(directory, rows)
        stamp.write_text(made_of, "ascii")
    return open_made(directory)


def open_made(directory: Path) -> Session:
    """Unlock a register that :func:`make` made."""
    return unlocking.unlock(directory, practice.ACCOUNT, practice.PASSWORD)


def make(directory: Path, rows: int) -> None:
    """Make a practice register of so many matters and close it."""
    print(f"正在生成 {rows} 件事项的登记库，只需一次：{directory}", flush=True)
    began = time.perf_counter()
    last = began

    def told(done: int, total: int, words: str) -> None:
        nonlocal last
        if time.perf_counter() - last > 15:
            last = time.perf_counter()
            print(f"  {words} {done}/{total}，已用 {last - began:.0f} 秒", flush=True)

    session = practice.make(directory, rows, SEED, MADE_AT, cost=CHEAP, progress=Progress(told))
    session.register.close()
    print(f"  生成完毕，用时 {time.perf_counter() - began:.0f} 秒", flush=True)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for name in SHAPES_THE_ROWS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()
