"""The commands without a window: one line of JSON on standard output and nothing else, exit code 0 or 1."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import main as program
from app.domain import paper_template
from app.domain.paper import Form
from app.domain.sample_paper import sample_words
from app.services import backups, matters, papers, practice
from app.services.session import Session, civil_now
from app.services.templates import fields_of
from tests.e2e import driver_scripts as clerk
from tests.e2e.desk_process import run_python
from tests.support.registers import Template, practice_template
from tests.visual import pages
from ui.single_instance import held

STORY = {"matters": 31, "repeat": 20, "concluded": 18, "in_progress": 13, "contacts": 71}

OF_ANY_MATTER = (Form.COVER, Form.REGISTRATION, Form.SLIP)
"""Forms that every matter has; others need something to have happened in it."""

Call = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run a command in this process; gives exit code and answer, and sees that nothing else is printed."""
    monkeypatch.delenv("XINFANG_PASSWORD", raising=False)

    def run(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
        try:
            code = program.main(list(map(str, arguments)))
        except SystemExit as ended:
            code = int(str(ended.code))
        printed = capsys.readouterr()
        assert printed.err == ""
        assert printed.out.count("\n") == 1
        answer: dict[str, Any] = json.loads(printed.out)
        assert ("error" in answer) <= (code == 1)
        return code, answer

    return run


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """The practice register, closed."""
    return practice_template(tmp_path_factory.mktemp("story") / "data", practice.STORY_MATTERS, civil_now())


@pytest.fixture
def data(story: Template, tmp_path: Path) -> Path:
    """A practice register of the test's own."""
    shutil.copytree(story.session.register.files.directory, tmp_path / "data")
    return tmp_path / "data"


def a_number(session: Session) -> str:
    """The newest matter's number."""
    with session.register.read(session.viewer) as unit:
        return unit.matters.number_text(practice.STORY_MATTERS)


@pytest.fixture
def number(story: Template, tmp_path: Path) -> str:
    session = story.copy(tmp_path / "looked at")
    try:
        return a_number(session)
    finally:
        session.register.close()


def count(session: Session, statement: str) -> int:
    with session.register.connection() as connection:
        return int(connection.execute(text(statement)).scalar_one())


# practice


def test_practice_makes_the_story_and_counts_it_in_the_real_process(tmp_path: Path) -> None:
    """Everything here runs in processes that end at the first act on a socket."""
    made = run_python("-m", "tests.e2e.offline", "practice", "--data", tmp_path / "data")
    assert (made.returncode, made.stderr) == (0, "")
    assert json.loads(made.stdout) == STORY

    checked = run_python("-m", "tests.e2e.offline", "check", "--data", tmp_path / "data")
    assert (checked.returncode, checked.stderr) == (0, "")
    answer = json.loads(checked.stdout)
    assert answer["good"]
    assert len(answer["checks"]) >= 6
    assert all(one["good"] and one["title"] for one in answer["checks"].values())

    before = (tmp_path / "data" / "register.db").read_bytes()
    again = run_python("main.py", "practice", "--data", tmp_path / "data")
    assert (again.returncode, again.stderr) == (1, "")
    assert "不会覆盖" in json.loads(again.stdout)["error"]
    assert (tmp_path / "data" / "register.db").read_bytes() == before


def test_practice_makes_as_many_matters_as_asked_and_counts_them_in_the_database(call: Call, tmp_path: Path) -> None:
    code, answer = call("practice", "--data", tmp_path / "data", "--matters", 60, "--seed", 7)
    assert code == 0
    assert answer["matters"] == 60
    session = practice.unlocking.unlock(tmp_path / "data", practice.ACCOUNT, practice.PASSWORD)
    try:
        assert count(session, "SELECT count(*) FROM matters") == 60
        assert count(session, "SELECT count(*) FROM contacts") == answer["contacts"]
        assert count(session, "SELECT count(*) FROM matters WHERE contact_count > 1") == answer["repeat"]
        assert count(session, "SELECT count(*) FROM matters WHERE is_open") == answer["in_progress"]
    finally:
        session.register.close()


@pytest.mark.parametrize("amount", ["0", "-3", "many", "1.5"])
def test_practice_refuses_an_amount_that_is_none(call: Call, tmp_path: Path, amount: str) -> None:
    code, answer = call("practice", "--data", tmp_path / "data", f"--matters={amount}")
    assert code == 1
    assert re.search("--matters", answer["error"])
    assert not (tmp_path / "data").exists()


def test_practice_never_touches_a_register_of_the_court(call: Call, folder: Path) -> None:
    before = (folder / "register.db").read_bytes()
    code, answer = call("practice", "--data", folder)
    assert code == 1
    assert "已经有登记库" in answer["error"]
    assert (folder / "register.db").read_bytes() == before


def test_practice_into_a_file_is_refused(call: Call, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("不是文件夹", "utf-8")
    code, answer = call("practice", "--data", tmp_path / "data")
    assert code == 1
    assert "文件" in answer["error"]


# the password


def test_a_password_comes_from_a_file_or_from_outside(
    call: Call, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "password.txt"
    file.write_bytes(f"\ufeff{clerk.PASSWORD}\r\n".encode())
    assert call("check", "--data", folder, "--password-file", file)[0] == 0
    monkeypatch.setenv("XINFANG_PASSWORD", clerk.PASSWORD)
    assert call("check", "--data", folder, "--account", clerk.ACCOUNT)[0] == 0
    file.write_text(clerk.WRONG, "utf-8")
    assert call("check", "--data", folder, "--password-file", file)[0] == 1, "the file named comes first"


def test_without_a_password_it_says_how_to_give_one(call: Call, folder: Path) -> None:
    code, answer = call("check", "--data", folder)
    assert code == 1
    assert "--password-file" in answer["error"]
    assert "XINFANG_PASSWORD" in answer["error"]


def test_a_password_file_that_is_not_there_is_named(call: Call, folder: Path, tmp_path: Path) -> None:
    code, answer = call("check", "--data", folder, "--password-file", tmp_path / "none.txt")
    assert code == 1
    assert "none.txt" in answer["error"]


@pytest.mark.parametrize("account", [clerk.ACCOUNT, "没有这个人"])
def test_a_wrong_password_and_an_unknown_account_are_refused_in_the_same_words(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch, account: str
) -> None:
    monkeypatch.setenv("XINFANG_PASSWORD", clerk.WRONG)
    code, answer = call("check", "--data", folder, "--account", account)
    assert code == 1
    assert answer["error"] == "账户或口令不对，请重新输入。大小写要一致。"
    assert clerk.WRONG not in json.dumps(answer)


# check and rebuild-index


def test_check_finds_a_damaged_register(call: Call, data: Path) -> None:
    database = bytearray((data / "register.db").read_bytes())
    middle = len(database) // 2
    database[middle : middle + 64] = os.urandom(64)
    (data / "register.db").write_bytes(database)
    code, answer = call("check", "--data", data)
    assert code == 1
    if "checks" in answer:
        assert not answer["good"]
        assert any(not one["good"] and one["found"] for one in answer["checks"].values())
    else:
        assert "损坏" in answer["error"]


def test_the_index_is_rebuilt(call: Call, story: Template, tmp_path: Path) -> None:
    session = story.copy(tmp_path / "data")
    with session.register.maintenance() as connection:
        connection.execute(text("INSERT INTO search_index(search_index) VALUES ('delete-all')"))
    session.register.close()
    assert call("check", "--data", tmp_path / "data")[0] == 1
    assert call("rebuild-index", "--data", tmp_path / "data") == (0, {"matters": 31})
    assert call("check", "--data", tmp_path / "data")[0] == 0


@pytest.mark.parametrize("command", ["check", "rebuild-index"])
def test_a_folder_without_a_register_is_refused_and_left_alone(call: Call, tmp_path: Path, command: str) -> None:
    code, answer = call(command, "--data", tmp_path / "data")
    assert code == 1
    assert "没有登记库" in answer["error"]
    assert not (tmp_path / "data").exists()


# print


@pytest.mark.parametrize("form", OF_ANY_MATTER, ids=lambda form: form.value)
def test_every_form_is_printed_and_a_second_time_it_is_a_reprint(
    call: Call, data: Path, tmp_path: Path, number: str, form: Form
) -> None:
    out = tmp_path / "paper.pdf"
    for is_reprint in (False, True):
        code, answer = call("print", "--data", data, number, form.value, "--out", out)
        assert code == 0
        assert answer.pop("title")
        assert answer == {
            "number": number,
            "form": form.value,
            "reprint": is_reprint,
            "out": str(out),
            "bytes": out.stat().st_size,
        }
        words = pages.packed(out.read_bytes())
        assert re.search(r"（20\d\d）豫9999", words)
        assert "演练" in words
        assert ("补打" in words) == is_reprint
    assert [path.name for path in tmp_path.glob("paper.pdf*")] == ["paper.pdf"]


@pytest.mark.parametrize("form", [form for form in Form if form not in OF_ANY_MATTER], ids=lambda form: form.value)
def test_a_form_that_needs_more_than_a_number_is_printed_or_says_what_is_missing(
    call: Call, data: Path, tmp_path: Path, number: str, form: Form
) -> None:
    code, answer = call("print", "--data", data, number, form.value, "--out", tmp_path / "paper.pdf")
    assert code == 0 or re.search(r"[\u4e00-\u9fff].*。", answer["error"])
    assert (tmp_path / "paper.pdf").exists() == (code == 0)


def test_letters_and_sheets_are_printed_one_by_one_and_named_when_none_is_chosen(
    call: Call, data: Path, tmp_path: Path, number: str
) -> None:
    session = practice.unlocking.unlock(data, practice.ACCOUNT, practice.PASSWORD)
    matter_id = matters.find_by_number(session, number)
    assert matter_id is not None
    words = sample_words(fields_of("reply"))
    ids = {}
    with session.register.write(session.viewer, civil_now()) as work:
        for code in ("reply", "instruction_sheet"):
            paper = paper_template.fill(paper_template.built_in()[code], words, civil_now().date())
            ids[code] = papers.issue_in(work, matter_id, code, paper)
    session.register.close()
    out = tmp_path / "paper.pdf"
    code, answer = call("print", "--data", data, number, "letter", "--out", out)
    assert code == 1
    assert f"{ids['reply']} 信访事项答复意见书" in answer["error"]
    assert not out.exists()
    for form, name in (("letter", "reply"), ("sheet", "instruction_sheet")):
        code, answer = call("print", "--data", data, number, form, "--document", str(ids[name]), "--out", out)
        assert (code, answer["form"], answer["reprint"]) == (0, form, False)
        assert words["诉求"] in pages.packed(out.read_bytes())
    document = ("--document", str(ids["reply"]))
    code, answer = call("print", "--data", data, number, "letter", *document, "--large", "--out", out)
    assert (code, answer["title"]) == (0, "信访事项答复意见书（大字版）")
    assert "本件为大字版" in pages.packed(out.read_bytes())
    code, answer = call("print", "--data", data, number, "sheet", *document, "--out", out)
    assert code == 1


def test_a_number_is_known_in_other_brackets_and_an_unknown_one_is_refused(
    call: Call, data: Path, tmp_path: Path, number: str
) -> None:
    plain = number.replace("（", "(").replace("）", ")")
    assert call("print", "--data", data, plain, "cover", "--out", tmp_path / "a.pdf")[1]["number"] == number
    code, answer = call("print", "--data", data, "（1999）豫9999访1号", "cover", "--out", tmp_path / "b.pdf")
    assert code == 1
    assert "没有找到编号 （1999）豫9999访1号" in answer["error"]
    assert not (tmp_path / "b.pdf").exists()


def test_what_could_not_be_written_was_not_printed(call: Call, data: Path, tmp_path: Path, number: str) -> None:
    (tmp_path / "folder").mkdir()
    for out in (tmp_path / "none" / "paper.pdf", tmp_path / "folder", data / "register.db" / "paper.pdf"):
        code, answer = call("print", "--data", data, number, "cover", "--out", out)
        assert code == 1
        assert f"写不了 {out}" in answer["error"]
    assert list((tmp_path / "folder").iterdir()) == []
    code, answer = call("print", "--data", data, number, "cover", "--out", tmp_path / "paper.pdf")
    assert (code, answer["reprint"]) == (0, False)


# restore


def with_a_backup(folder: Path) -> str:
    """Make a backup of the practice register; gives its name."""
    session = practice.unlocking.unlock(folder, practice.ACCOUNT, practice.PASSWORD)
    try:
        return backups.make(session, "每日").backup.folder.name
    finally:
        session.register.close()


def test_backups_are_listed_and_one_is_brought_back(call: Call, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = with_a_backup(data)
    monkeypatch.chdir(data.parent)
    before = (data / "register.db").read_bytes()
    code, answer = call("restore", "--data", "data", "--list")
    assert code == 0
    assert f'--data "{data}"' in answer["command"]
    (one,) = answer["backups"]
    assert (one["name"], one["why"], one["court"], one["words"]) == (name, "每日", practice.COURT_NAME, "")
    assert name in answer["command"]
    assert (data / "register.db").read_bytes() == before
    code, answer = call("restore", "--data", data, "--from", name)
    assert (code, answer["restored"], answer["matters"]) == (0, name, 31)
    assert (Path(answer["set_aside"]) / "register.db").read_bytes() == before
    assert call("check", "--data", data)[1]["good"]
    code, listed = call("restore", "--data", data, "--list")
    assert [one["name"] for one in listed["backups"]] == [answer["backup"], name]
    assert [one["name"] for one in listed["set_aside"]] == [Path(answer["set_aside"]).name]


def test_restoring_says_what_is_missing(call: Call, data: Path) -> None:
    code, answer = call("restore", "--data", data)
    assert (code, "--from" in answer["error"], "--list" in answer["error"]) == (1, True, True)
    code, answer = call("restore", "--data", data, "--from", "20260101-000000")
    assert (code, "没有找到备份" in answer["error"]) == (1, True)
    code, answer = call("restore", "--data", data.parent / "none", "--list")
    assert (code, answer["backups"], "没有备份" in answer["words"]) == (0, [], True)
    assert not (data.parent / "none").exists()


def test_while_the_desk_is_open_nothing_is_restored(call: Call, data: Path) -> None:
    name = with_a_backup(data)
    with held(data) as is_held:
        assert is_held
        code, answer = call("restore", "--data", data, "--from", name)
    assert (code, "正开着" in answer["error"]) == (1, True)
    assert not (data / "set-aside").exists()
    assert call("restore", "--data", data, "--from", name)[0] == 0


# the command line itself


@pytest.mark.parametrize(
    "arguments",
    [
        ["print", "--data", "x", "号", "banner", "--out", "y"],
        ["print", "--data", "x", "号", "cover"],
        ["check"],
        ["check", "--data", "x", "--colour"],
        ["tidy"],
        ["--window"],
    ],
)
def test_what_cannot_be_understood_is_answered_in_json_too(call: Call, arguments: list[str]) -> None:
    code, answer = call(*arguments)
    assert code == 1
    assert "--help" in answer["error"]


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        program.main(["--help"])
    assert ended.value.code == 0
    words = capsys.readouterr().out
    for command in ("practice", "check", "rebuild-index", "print", "bind", "restore", "screenshots"):
        assert command in words


# bind


def concluded(folder: Path) -> str:
    """The number of a concluded matter of the practice register."""
    from app.services import dossiers

    session = practice.unlocking.unlock(folder, practice.ACCOUNT, practice.PASSWORD)
    try:
        return dossiers.rows(session)[0].number
    finally:
        session.register.close()


def test_bind_makes_the_same_pack_whenever_it_is_asked(call: Call, data: Path, tmp_path: Path) -> None:
    number = concluded(data)
    code, answer = call("bind", "--data", data, number, "--out", tmp_path / "a.pdf")
    assert code == 1
    assert answer["fields"]
    assert not (tmp_path / "a.pdf").exists()
    code, answer = call("bind", "--data", data, number, "--out", tmp_path / "a.pdf", "--reason", "原件已遗失")
    assert code == 0
    assert [one["count"] for one in answer["volumes"]] == [1] * len(answer["volumes"])
    code, again = call("bind", "--data", data, number, "--out", tmp_path / "b.pdf")
    assert (code, again["archive_code"]) == (0, answer["archive_code"])
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert call("check", "--data", data)[1]["good"]


def test_bind_says_why_not(call: Call, data: Path, tmp_path: Path) -> None:
    code, answer = call("bind", "--data", data, "（2026）豫9999访9999号", "--out", tmp_path / "a.pdf")
    assert (code, "没有找到编号" in answer["error"]) == (1, True)
    bound = concluded(data)
    call("bind", "--data", data, bound, "--out", tmp_path / "a.pdf", "--reason", "遗失")
    code, answer = call("bind", "--data", data, bound, "--out", tmp_path / "b.pdf", "--part", "internal")
    assert (code, "没有副卷" in answer["error"]) == (1, True)
    code, answer = call("bind", "--data", data, bound, "--out", tmp_path / "no" / "b.pdf")
    assert (code, "写不了" in answer["error"]) == (1, True)
