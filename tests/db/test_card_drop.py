"""The folder a card reader writes into: whole cards only, once each, nothing left behind."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.card_drop import PATIENCE, CardDrop

NOW = datetime.fromisoformat("2026-11-24T09:00")
NUMBER = "11010519491231002X"
TEXT = f"张\ue1a3\n女\n汉\n19491231\n某省某县城关镇法院路1号\n{NUMBER}\n某县公安局\n20060115-长期\n"
PHOTO = b"BM" + bytes(400)


def later(seconds: int) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16", "utf-8"])
def test_a_card_is_taken_once_with_its_photo_and_the_files_are_gone(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "wz.txt").write_bytes(TEXT.encode(encoding))
    (tmp_path / "zp.bmp").write_bytes(PHOTO)
    drop = CardDrop(tmp_path)
    assert drop.look(NOW) is None
    card = drop.look(later(1))
    assert card is not None
    assert (card.reading.name, card.reading.document_number) == ("张\ue1a3", NUMBER)
    assert card.reading.verdict == "格式校验通过"
    assert (card.photo, card.trouble) == (PHOTO, "")
    assert list(tmp_path.iterdir()) == []
    assert drop.look(later(2)) is None


def test_a_half_written_text_is_waited_for(tmp_path: Path) -> None:
    path, drop = tmp_path / "wz.txt", CardDrop(tmp_path)
    path.write_bytes(TEXT.encode("gb18030")[:20])
    assert [drop.look(later(second)) for second in range(4)] == [None] * 4
    path.write_bytes(TEXT.encode("gb18030"))
    assert drop.look(later(4)) is None
    card = drop.look(later(5))
    assert card is not None
    assert card.reading.document_number == NUMBER


def test_a_text_without_a_number_is_said_once_and_left_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "wz.txt").write_text("读卡失败", "utf-8")
    drop = CardDrop(tmp_path)
    drop.look(NOW)
    assert drop.look(later(1)) is None
    card = drop.look(NOW + PATIENCE + timedelta(seconds=1))
    assert card is not None
    assert "没有读到证件号码" in card.trouble
    assert (tmp_path / "wz.txt").exists()


def test_the_same_card_laid_on_again_is_read_again(tmp_path: Path) -> None:
    drop = CardDrop(tmp_path)
    for start in (0, 10):
        (tmp_path / "wz.txt").write_text(TEXT, "utf-8")
        drop.look(later(start))
        assert drop.look(later(start + 1)) is not None


def test_what_is_no_photo_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "wz.txt").write_text(TEXT, "utf-8")
    (tmp_path / "zp.bmp").write_bytes(b"not a picture")
    drop = CardDrop(tmp_path)
    drop.look(NOW)
    card = drop.look(later(1))
    assert card is not None
    assert card.photo == b""


def test_a_file_that_cannot_be_removed_is_said_and_not_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wz.txt").write_text(TEXT, "utf-8")

    def held(_self: Path, missing_ok: bool = False) -> None:
        raise PermissionError

    drop = CardDrop(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", held)
        drop.look(NOW)
        card = drop.look(later(1))
        assert card is not None
        assert "wz.txt 正被读卡程序占用" in card.trouble
        assert drop.look(later(2)) is None
    assert drop.look(later(3)) is None
    assert list(tmp_path.iterdir()) == []


def test_no_folder_and_huge_files_are_nothing(tmp_path: Path) -> None:
    assert CardDrop(tmp_path / "missing").look(NOW) is None
    (tmp_path / "wz.txt").write_bytes(b"1" * 200_000)
    drop = CardDrop(tmp_path)
    drop.look(NOW)
    assert drop.look(later(1)) is None


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_looked_at_without_an_exception(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "wz.txt").write_bytes(data)
    drop = CardDrop(tmp_path)
    drop.look(NOW)
    drop.look(later(1))
    drop.look(later(60))
