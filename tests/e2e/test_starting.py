"""Starting: twice for one folder, with a wrong password, and on a folder that cannot be used."""

from __future__ import annotations

import errno
import json
import re
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.errors import Refused
from app.services import backups, restoring
from db import exchange
from tests.e2e import driver_scripts as clerk
from tests.e2e.conftest import Desk
from tests.e2e.desk_process import log_of, run_python
from tests.support.registers import Template

CHINESE = re.compile(r"[\u4e00-\u9fff].*。")


def test_a_second_start_calls_the_first_window_and_ends_well(desk: Desk, folder: Path) -> None:
    first = desk("wait_to_be_called")
    first.wait_for(first.out.with_suffix(".waiting"))
    second = run_python("main.py", "--data", folder)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert first.found()["forward"]
    assert not (folder / "desk.note").exists()
    assert not (folder / "desk.lock").exists()


def test_wrong_passwords_are_told_calmly_and_slow_down(desk: Desk, folder: Path) -> None:
    found = desk("wrong_passwords").found()
    for count in range(3):
        assert "口令不对" in found[f"note_{count}"]
        assert found[f"kept_{count}"] == f"{clerk.WRONG} {count}"
    assert found["wait"] == "请等 2 秒"
    log = "\n".join(log_of(folder))
    assert not re.search(f" (WARNING|ERROR) |{clerk.WRONG}|{clerk.PASSWORD}|{clerk.ACCOUNT}", log)


def a_file_where_the_folder_should_be(folder: Path) -> None:
    folder.write_text("不是文件夹", "utf-8")


def keys_that_are_no_keys(folder: Path) -> None:
    folder.mkdir()
    (folder / "register.keys").write_bytes(b"\0" * 100)
    (folder / "register.db").write_bytes(b"\0" * 4096)


def keys_without_a_register(folder: Path) -> None:
    folder.mkdir()
    (folder / "register.keys").write_text(json.dumps({"format": 1, "slots": []}), "utf-8")


def keys_of_a_newer_program(folder: Path) -> None:
    folder.mkdir()
    (folder / "register.keys").write_text(json.dumps({"format": 99}), "utf-8")
    (folder / "register.db").write_bytes(b"\0" * 4096)


UNUSABLE = {
    a_file_where_the_folder_should_be: "文件",
    keys_that_are_no_keys: "损坏",
    keys_without_a_register: "损坏",
    keys_of_a_newer_program: "新版",
}


@pytest.mark.parametrize("spoil", UNUSABLE, ids=lambda spoil: spoil.__name__)
def test_a_folder_that_cannot_be_used_is_told_in_words(desk: Desk, tmp_path: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    spoil(tmp_path / "data")
    before = {path: path.read_bytes() for path in tmp_path.rglob("register.*")}
    found = desk("turned_away").found()
    assert CHINESE.search(found["words"])
    assert UNUSABLE[spoil] in found["words"]
    assert not re.search("Errno|Error|Traceback", found["words"])
    assert {path: path.read_bytes() for path in tmp_path.rglob("register.*")} == before


def test_a_restoring_that_was_cut_off_is_carried_through_at_the_next_start_and_told(
    desk: Desk, court_register: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = court_register.copy(tmp_path / "data")
    made = backups.make(session).backup
    session.register.close()

    def cut(*_: object) -> None:
        raise OSError(errno.EIO, "the power was cut")

    request = restoring.RestoreRequest(made.folder.name, clerk.PASSWORD)
    monkeypatch.setattr(exchange, "_move", cut)
    with pytest.raises(Refused, match="还没有做完"):
        restoring.restore(tmp_path / "data", request, lambda _folder: nullcontext(True), made.made_at)
    found = desk("told_at_the_door").found()
    assert found["open"]
    (kept,) = (tmp_path / "data" / "set-aside").iterdir()
    for words in ("接着做完", made.folder.name, str(kept)):
        assert words in found["words"]
    assert sorted(path.name for path in kept.iterdir()) == ["register.db", "register.keys"]


def damage(_template: Template, folder: Path) -> None:
    database = folder / "register.db"
    data = bytearray(database.read_bytes())
    data[2000:2100] = bytes(100)
    database.write_bytes(data)


def cut_short(_template: Template, folder: Path) -> None:
    (folder / "register.db").write_bytes(b"")


def come_from_the_future(template: Template, folder: Path) -> None:
    session = template.copy(folder)
    with session.register.maintenance() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    session.register.close()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(damage, "用这份密钥|损坏"), (cut_short, "损坏"), (come_from_the_future, "更新版本的程序")],
    ids=["damaged", "cut short", "newer"],
)
def test_a_register_that_does_not_open_is_told_in_words(
    desk: Desk,
    court_register: Template,
    tmp_path: Path,
    spoil,  # type: ignore[no-untyped-def]
    words: str,
) -> None:
    session = court_register.copy(tmp_path / "data")
    session.register.close()
    if spoil is come_from_the_future:
        (tmp_path / "data").rename(tmp_path / "old")
    spoil(court_register, tmp_path / "data")
    before = (tmp_path / "data" / "register.db").read_bytes()
    found = desk("cannot_open").found()
    assert re.search(words, found["words"])
    assert CHINESE.search(found["words"])
    assert found["still_here"]
    assert (tmp_path / "data" / "register.db").read_bytes() == before, "what cannot be read is left as it is"
    assert not re.search(" (WARNING|ERROR) ", "\n".join(log_of(tmp_path / "data")))
