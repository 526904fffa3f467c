"""Starts the real program in a process of its own, and reads what its clerk found out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
HARMLESS = ("This plugin does not support",)
"""The off-screen platform has no window manager and says so."""


def environment(**more: str) -> dict[str, str]:
    """What a process of the program is started with: windows off the screen, no password from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XINFANG_", "QT_"))}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", **more}


def run_python(*arguments: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments to its end."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_S,
    )


class DeskProcess:
    """One window of the program with a clerk that follows a script of ``driver_scripts``."""

    def __init__(self, script: str, folder: Path, out: Path) -> None:
        self.folder = folder
        self.out = out
        command = [sys.executable, "-m", "tests.e2e", script, str(folder), str(out)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )

    def found(self, patience_s: float = PATIENCE_S) -> dict[str, Any]:
        """Wait until the window has closed by itself; what the clerk found."""
        said, complained = self.process.communicate(timeout=patience_s)
        assert self.process.returncode == 0, complained
        assert (said, complained) == ("", "")
        found: dict[str, Any] = json.loads(self.out.read_text("utf-8"))
        return found

    def wait_for(self, path: Path, reached: Callable[[Path], bool] = Path.exists) -> None:
        """Wait for the process to make a file; the process that ends instead fails the test."""
        while not reached(path):
            try:
                self.process.wait(0.02)
            except subprocess.TimeoutExpired:
                continue
            raise AssertionError(self.process.communicate()[1])

    def kill(self) -> None:
        """SIGKILL: no time for anything, as when the power goes."""
        self.process.kill()
        self.process.communicate()


def log_of(folder: Path) -> list[str]:
    """The log of a data folder without what the off-screen platform says of itself."""
    text = "".join(path.read_text("utf-8") for path in sorted((folder / "logs").glob("desk.log*")))
    return [line for line in text.splitlines() if not any(words in line for words in HARMLESS)]
