"""What the program has loaded when its first page is on the screen: as little as the page needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.desk_process import ROOT, run_python
from ui.warm_up import HEAVY_MODULES

ABSENT = {
    "sqlalchemy",
    "alembic",
    "sqlcipher3",
    "sqlite3",
    "reportlab",
    "pypdfium2",
    "PIL",
    "pypinyin",
    "segno",
    "argon2",
    "cryptography",
    "chinese_calendar",
    "stdnum",
    "cattrs",
    "app.printing",
    "app.command_line",
    "PySide6.QtPrintSupport",
    "PySide6.QtNetwork",
    "ssl",
    "http",
    "urllib.request",
    "asyncio",
    "psutil",
    "logging.handlers",
    "secrets",
}
"""Modules and packages that come after the first paint, or never."""

MOST_ENUMERATIONS = 220
"""PySide makes the enumerations of a class when it is first touched, 0.1 ms each, and a wrapped pointer of unknown kind
makes those of every class it might be. The unlock page needs 190, with those of every widget 280."""

AT_FIRST_PAINT = """
import enum, json, os, sys
import main
import ui.desk

def enumerations(kind):
    return sum(one.__module__.startswith("PySide6") + enumerations(one) for one in kind.__subclasses__())

def painted():
    sys.stdout.write(json.dumps([sorted(sys.modules), enumerations(enum.Enum)]))
    sys.stdout.flush()
    os._exit(0)

start = ui.desk.run_desk
ui.desk.run_desk = lambda folder: start(folder, painted)
main.main(["--data", sys.argv[1]])
"""


@pytest.mark.parametrize("kind", ["first start", "unlock page"])
def test_the_first_paint_loads_no_database_printing_or_network(kind: str, tmp_path: Path, folder: Path) -> None:
    chosen = folder if kind == "unlock page" else tmp_path / "new"
    ended = run_python("-c", AT_FIRST_PAINT, chosen)
    assert ended.returncode == 0, ended.stderr
    modules, enumerations = json.loads(ended.stdout)
    loaded = set(modules)
    assert {"ui.desk", "ui.pages.unlock.page", "PySide6.QtWidgets"} <= loaded
    assert {name for name in ABSENT if name in loaded or any(one.startswith(name + ".") for one in loaded)} == set()
    assert loaded.isdisjoint(HEAVY_MODULES)
    assert enumerations < MOST_ENUMERATIONS or kind == "first start"


def test_what_is_warmed_up_exists() -> None:
    for name in HEAVY_MODULES:
        if name.startswith(("app.", "ui.")):
            assert (ROOT / (name.replace(".", "/") + ".py")).exists(), name
