"""From a clean clone to a running program: the commands the README names, the locks, and an environment made once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import main as program

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
PAPERS = ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")

needs_make = pytest.mark.skipif(
    shutil.which("make") is None or shutil.which("bash") is None, reason="the commands are for make and bash"
)


def pins(lock: str) -> dict[str, tuple[str, str]]:
    """Package to version and marker."""
    entries = re.findall(r"^([A-Za-z0-9._-]+)==(\S+?)(?: ; (.+?))? \\$", (ROOT / lock).read_text("utf-8"), re.MULTILINE)
    return {canonicalize_name(name): (version, marker) for name, version, marker in entries}


def wanted(group: str = "") -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = project["dependency-groups"][group] if group else project["project"]["dependencies"]
    return [Requirement(line) for line in lines]


# what is written about the commands


@pytest.mark.parametrize("paper", PAPERS)
def test_every_make_command_named_exists(paper: str) -> None:
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / paper).read_text("utf-8"), re.MULTILINE))
    assert named <= TARGETS


def test_the_readme_begins_with_run_and_test() -> None:
    commands = re.findall(r"^make ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert commands[:2] == ["run", "test"]


def test_the_makefile_has_its_commands_and_takes_none_for_a_file() -> None:
    assert {"env", "run", "demo", "test", "bench", "screenshots", "clean"} <= TARGETS
    phony = set(re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split())
    assert phony == TARGETS


def test_every_command_of_the_readme_is_understood() -> None:
    lines = re.findall(r"^python main\.py (.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert {line.split()[0] for line in lines} >= {"practice", "check", "rebuild-index", "print", "bind", "screenshots"}
    for line in lines:
        words = re.sub(r"[\[\]]", "", line).replace("件数", "5").replace("种子", "7").replace("序号", "3").split()
        alternatives = [word.split("|") for word in words]
        for place in range(max(map(len, alternatives))):
            chosen = program.parse([choice[min(place, len(choice) - 1)] for choice in alternatives])
            assert chosen.command == words[0]


# the locks


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_hashes_for_everything_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) == len(pins(lock)) > 20
    for entry in entries:
        assert re.search(r" --hash=sha256:[0-9a-f]{64}", entry), entry.split()[0]
    assert not re.search(r"://|--index|--extra|--find-links|--trusted| @ |^-", text, re.MULTILINE)


@pytest.mark.parametrize(("lock", "group"), [("requirements.lock", ""), ("requirements-dev.lock", "dev")])
def test_the_pins_satisfy_what_the_project_asks_for(lock: str, group: str) -> None:
    locked = pins(lock)
    asked = wanted() + (wanted(group) if group else [])
    missed = [str(one) for one in asked if not one.specifier.contains(locked[canonicalize_name(one.name)][0])]
    assert missed == []


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    shipped, tested = pins("requirements.lock"), pins("requirements-dev.lock")
    assert shipped.items() <= tested.items()
    assert not {canonicalize_name(one.name) for one in wanted("dev")} & set(shipped)


def test_the_environment_holds_the_locked_versions() -> None:
    for name, (version, marker) in pins("requirements-dev.lock").items():
        if not marker or Marker(marker).evaluate():
            assert metadata.version(name) == version


# making the environment


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What making the environment needs, with a Python in it that only notes what it is told."""
    folder = tmp_path / "clone"
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    for name in ("Makefile", "requirements-dev.lock"):
        shutil.copy(ROOT / name, folder)
    script(folder / ".venv/bin/python", 'echo "$*" >> "$(dirname "$0")/../../../told"')
    return folder


def script(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    path.chmod(0o755)


def run(folder: Path, *command: str, **more: str) -> None:
    ended = subprocess.run(
        command, check=False, cwd=folder, env={**os.environ, **more}, capture_output=True, encoding="utf-8", timeout=60
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


@needs_make
def test_make_env_installs_once_from_the_lock_and_twice_changes_nothing(clone: Path, tmp_path: Path) -> None:
    run(clone, "make", "env")
    told = (tmp_path / "told").read_text("utf-8").splitlines()
    assert len(told) == 1
    assert "-m pip install" in told[0]
    assert "--require-hashes -r requirements-dev.lock" in told[0]
    before = state(clone)
    run(clone, "make", "env")
    run(clone, "bash", ".ci/environment.sh", ".venv")
    assert state(clone) == before
    assert (tmp_path / "told").read_text("utf-8").splitlines() == told


@needs_make
def test_make_env_installs_again_when_the_lock_has_changed(clone: Path, tmp_path: Path) -> None:
    run(clone, "make", "env")
    lock = clone / "requirements-dev.lock"
    lock.write_text(lock.read_text("utf-8") + "\n", "utf-8")
    later = (clone / ".venv/.installed").stat().st_mtime_ns + 1_000_000_000
    os.utime(lock, ns=(later, later))
    run(clone, "make", "env")
    assert len((tmp_path / "told").read_text("utf-8").splitlines()) == 2


@needs_make
def test_the_check_of_a_clone_installs_make_where_there_is_none(clone: Path, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    make = f"#!/bin/sh\\necho make $* >> {tmp_path}/called\\n"
    script(tools / "apt-get", f"echo \"apt-get $*\" >> {tmp_path}/called\nprintf '{make}' > {tools}/make\n")
    (tools / "apt-get").write_text(
        (tools / "apt-get").read_text("utf-8") + f"{shutil.which('chmod')} +x {tools}/make\n", "utf-8"
    )
    for name in ("bash", "dirname"):
        (tools / name).symlink_to(str(shutil.which(name)))
    run(clone, str(tools / "bash"), ".ci/run", PATH=str(tools))
    called = (tmp_path / "called").read_text("utf-8").splitlines()
    assert called[-1] == "make test"
    assert [line for line in called if line.startswith("apt-get install") and line.endswith(" make")]
