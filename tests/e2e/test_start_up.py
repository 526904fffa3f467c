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
}
"""Modules and packages that come after the first paint, or never."""

AT_FIRST_PAINT = """
import json, os, sys
import main
import ui.desk

def painted():
    sys.stdout.write(json.dumps(sorted(sys.modules)))
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
    loaded = set(json.loads(ended.stdout))
    assert {"ui.desk", "ui.pages.unlock.page", "PySide6.QtWidgets"} <= loaded
    assert {name for name in ABSENT if name in loaded or any(one.startswith(name + ".") for one in loaded)} == set()
    assert loaded.isdisjoint(HEAVY_MODULES)


def test_what_is_warmed_up_exists() -> None:
    for name in HEAVY_MODULES:
        if name.startswith(("app.", "ui.")):
            assert (ROOT / (name.replace(".", "/") + ".py")).exists(), name
