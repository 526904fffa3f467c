"""What every subject uses: the register, interleaved timing, fresh processes."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.services.session import Session
from tests.bench.big_register import MADE_AT, ROOT
from ui.application import create_application

TODAY: date = MADE_AT.date()
PATIENCE_S = 120


class NotReadyError(Exception):
    """What is to be measured is not there, or a process that should measure it failed; the text says why."""


class NotInstalledError(Exception):
    """A program to compare with is not on this machine, which is no failure; the text says which."""


@dataclass
class Bench:
    """One run: the open register, its folder, and side results printed below the table."""

    rows: int
    session: Session
    directory: Path
    scratch: Path
    details: list[str] = field(default_factory=list)

    def tell(self, line: str) -> None:
        """Print a line below the table."""
        self.details.append(line)


@functools.cache
def application() -> QApplication:
    """The Qt application in which windows are measured: one for the whole run."""
    return create_application(["bench"])


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def interleaved(variants: Mapping[str, Callable[[], object]], rounds: int, warm_up: int = 3) -> dict[str, list[float]]:
    """Milliseconds of each variant, called in turn, the order turned round every other time."""
    times: dict[str, list[float]] = {name: [] for name in variants}
    for number in range(-warm_up, rounds):
        names = list(variants) if number % 2 else list(reversed(variants))
        for name in names:
            took = milliseconds(variants[name])
            if number >= 0:
                times[name].append(took)
    return times


def fresh_process(module: str, *arguments: str) -> tuple[float, str]:
    """Run ``python -m tests.bench.<module>``; gives when it began (``perf_counter``) and the last line it printed.

    Raises:
        NotReadyError: it failed or took longer than two minutes.
    """
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    # as on the desk, where compiled files are kept: a build machine may forbid writing them beside the sources
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment["PYTHONPYCACHEPREFIX"] = str(ROOT / "build" / "bench-bytecode")
    began = time.perf_counter()
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NotReadyError(f"{module} took longer than {PATIENCE_S} s") from error
    lines = done.stdout.split("\n")
    if done.returncode or len(lines) < 2:
        raise NotReadyError(f"{module} failed: {(done.stderr or 'it printed nothing').strip()[-300:]}")
    return began, lines[-2]
