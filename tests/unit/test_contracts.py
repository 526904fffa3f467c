"""The arrows of ARCHITECTURE.md hold, and each contract notices the import that breaks it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOMAIN, SERVICE, PRINTING, ROWS = "app.domain.petitioner", "app.services.intake", "app.printing.issue", "db.rows"
PLANTED = {
    "ui, then services and printing, then db, then the court's rules": [
        (DOMAIN, "db.rows"),
        (DOMAIN, "app.services.papers"),
        (ROWS, "app.services.intake"),
        (ROWS, "ui.style.scale"),
        (SERVICE, "app.printing.page"),
        (SERVICE, "app.command_line"),
        (PRINTING, "app.services.papers"),
        ("app.command_line", "ui.style.scale"),
    ],
    "Qt only in ui": [(SERVICE, "PySide6"), (PRINTING, "PySide6"), (ROWS, "PySide6")],
    "SQL only in db": [
        (SERVICE, "sqlalchemy"),
        (SERVICE, "alembic"),
        (DOMAIN, "sqlcipher3"),
        ("ui.desk", "sqlite3"),
    ],
    "reportlab and pypdfium2 only in app.printing": [
        ("ui.printing", "reportlab"),
        ("app.services.papers", "pypdfium2"),
        ("app.command_line", "reportlab"),
        (ROWS, "reportlab"),
    ],
    "ui is handed a Register and never opens the database itself": [("ui.desk", "db.register"), ("ui.desk", "db.rows")],
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter on the packages in a folder; never on those of another."""
    # -P: what is found must come from the folder, the command itself from the environment
    start = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as go; go()"
    command = [sys.executable, "-P", "-c", start, "--no-cache", "--no-logo"]
    return subprocess.run(command, check=False, cwd=folder, capture_output=True, encoding="utf-8", timeout=60)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program's packages to plant things in."""
    folder = tmp_path_factory.mktemp("planted")
    for name in ("app", "db", "ui"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def test_the_contracts_hold(packages: Path) -> None:
    ended = lint(packages)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_contract_has_something_planted_against_it() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert {one["name"] for one in contracts} == set(PLANTED)


@pytest.mark.parametrize("contract", PLANTED)
def test_planted_violations_are_found(packages: Path, contract: str) -> None:
    sources = {importer: packages / (importer.replace(".", "/") + ".py") for importer, _ in PLANTED[contract]}
    clean = {path: path.read_text("utf-8") for path in sources.values()}
    try:
        for importer, imported in PLANTED[contract]:
            with sources[importer].open("a", encoding="utf-8") as source:
                source.write(f"\nimport {imported}\n")
        ended = lint(packages)
    finally:
        for path, text in clean.items():
            path.write_text(text, "utf-8")
    assert ended.returncode != 0
    assert f"{contract} BROKEN" in ended.stdout, ended.stdout + ended.stderr
    said = " ".join(ended.stdout.split())
    assert [pair for pair in PLANTED[contract] if " -> ".join(pair) not in said] == []
