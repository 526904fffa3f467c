"""What is half typed survives a power cut and a locked desk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e import driver_scripts as clerk
from tests.e2e.conftest import Desk
from tests.e2e.desk_process import log_of


def test_half_a_form_survives_a_power_cut(desk: Desk, folder: Path) -> None:
    cut = desk("half_a_form")
    cut.wait_for(cut.out)
    cut.kill()
    assert cut.process.returncode < 0
    assert json.loads(cut.out.read_text("utf-8"))["seconds_to_keep"] < 2
    assert (folder / "desk.lock").exists(), "the killed window could not tidy up, and must not keep the next one out"

    found = desk("after_the_crash").found()
    assert len(found["offered"]) == 1
    assert clerk.LETTERS_ONLY in found["offered"][0]
    assert (found["name"], found["claim"]) == (clerk.LETTERS_ONLY, clerk.CLAIM)
    assert [line for line in log_of(folder) if " INFO " not in line] == []
    for path in (one for one in folder.rglob("*") if one.is_file()):
        assert clerk.LETTERS_ONLY.encode() not in path.read_bytes(), path.name


@pytest.mark.usefixtures("folder")
def test_three_parked_visitors_survive_a_power_cut_to_the_last_two_seconds(desk: Desk) -> None:
    cut = desk("three_parked")
    cut.wait_for(cut.out)
    cut.kill()
    before = json.loads(cut.out.read_text("utf-8"))
    assert before["seconds_to_keep"] < 2
    assert [words.split()[0] for words in before["waiting"]] == [*reversed(clerk.PARKED)]
    found = desk("three_offered").found()
    assert sorted(found["offered"]) == sorted(clerk.PARKED)
    assert found["content"] == {name: clerk.CLAIM if name == clerk.PARKED[-1] else "" for name in clerk.PARKED}


def test_a_locked_desk_shows_nothing_and_comes_back_to_the_same_field(desk: Desk, folder: Path) -> None:
    found = desk("lock_and_come_back").found()
    assert found["hidden"]
    assert clerk.ADDRESS not in found["title"]
    assert found["same_field"]
    assert found["address"] == clerk.ADDRESS
    assert [line for line in log_of(folder) if " INFO " not in line] == []
