"""检查: a healthy register is good, and whatever is turned in its file is found."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.errors import Unavailable
from app.domain.paper import Form
from app.services import backups, checking, papers
from app.services.session import Session
from db.check import run_checks
from db.register import open_register
from tests.support.intakes import NOW, form, register

PAGE = 4096
FLIPS = 24


@pytest.fixture
def filled(session: Session) -> Session:
    for order in range(1, 9):
        matter_id = register(session, form(order=order, narrative="经过" * 900)).matter_id
        papers.issue(session, matter_id, Form.COVER, NOW)
    return session


def bad(session: Session) -> list[str]:
    return [one.name for one in run_checks(session.register) if not one.good]


def test_a_healthy_register_is_good_in_every_respect(filled: Session) -> None:
    backups.make(filled)
    results = checking.check(filled)
    assert {one.name: one.found for one in results if not one.good} == {}
    assert [one.name for one in results] == [
        "page_checksums",
        "integrity",
        "foreign_keys",
        "audit_chain",
        "audit_anchor",
        "numbers",
        "documents",
        "scans",
        "dossiers",
        "workflow",
        "search_index",
        "recognition_keys",
        "key_slots",
    ]


def test_an_empty_register_is_good(session: Session) -> None:
    assert bad(session) == []


def test_every_flipped_bit_of_the_file_is_found(filled: Session, tmp_path: Path) -> None:
    """In the first page at least one, in every other a random one, and some more at the places a page ends with."""
    filled.register.close()
    files, keyring, key = filled.register.files, filled.register.keyring, filled.register.key
    held = files.database.read_bytes()
    chance = random.Random(77)
    places = [3, 20, PAGE - 1, PAGE - 70, len(held) - 1, len(held) - PAGE]
    places += [chance.randrange(len(held)) for _ in range(FLIPS - len(places))]
    for place in places:
        shutil.rmtree(files.directory / "backups", ignore_errors=True)
        turned = bytearray(held)
        turned[place] ^= 1 << chance.randrange(8)
        files.database.write_bytes(turned)
        assert is_found(files, keyring, key), place
    files.database.write_bytes(held)
    assert not is_found(files, keyring, key)


def is_found(files: object, keyring: object, key: bytes) -> bool:
    """Whether the register refuses to open, or opens and its check says which page is wrong."""
    try:
        opened = open_register(files, keyring, key)  # type: ignore[arg-type]
    except Unavailable:
        return True
    try:
        results = {one.name: one for one in run_checks(opened)}
        return not results["page_checksums"].good and bool(results["page_checksums"].found)
    finally:
        opened.close()


def test_a_file_cut_short_is_found(filled: Session) -> None:
    filled.register.close()
    files = filled.register.files
    held = files.database.read_bytes()
    for length in (len(held) - PAGE, len(held) // 2, PAGE, PAGE // 2, 100):
        files.database.write_bytes(held[:length])
        try:
            opened = open_register(files, filled.register.keyring, filled.register.key)
        except Unavailable:
            continue
        try:
            assert [one.name for one in run_checks(opened) if not one.good], length
        finally:
            opened.close()


PLANTED = {
    "foreign_keys": "UPDATE participants SET petitioner_id = 999 WHERE id = 2",
    "numbers": "DELETE FROM numbers WHERE id = 3",
    "documents": "UPDATE documents SET content = content || ' ' WHERE id = 2",
    "workflow": "UPDATE matters SET status = 'concluded' WHERE id = 2",
    "audit_chain": "UPDATE audit SET after = '{}' WHERE id = 4",
    "search_index": "UPDATE petitioners SET name = '另有其人' WHERE id = 2",
    "recognition_keys": "DELETE FROM recognition_keys WHERE petitioner_id = 2",
}


@pytest.mark.parametrize("check", list(PLANTED))
def test_each_check_finds_what_it_is_for(filled: Session, check: str) -> None:
    filled.register.close()
    with filled.register._engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute(PLANTED[check])
    assert check in bad(filled)


@pytest.mark.parametrize("kind", ["x'00'", "5", "'x'"])
@pytest.mark.parametrize("column", ["content", "content_hash"])
def test_a_document_of_another_kind_is_found_and_not_stumbled_over(filled: Session, column: str, kind: str) -> None:
    with filled.register.maintenance() as connection:
        connection.execute(text(f"UPDATE documents SET {column} = {kind} WHERE id = 2"))
    assert "documents" in bad(filled)


def test_what_is_wrong_is_named_but_not_without_end(filled: Session) -> None:
    with filled.register.maintenance() as connection:
        connection.execute(text("UPDATE documents SET content = content || ' '"))
        connection.execute(text("UPDATE audit SET action = action || ' '"))
    results = {one.name: one for one in run_checks(filled.register)}
    assert results["documents"].found.startswith("文书 1；文书 2")
    assert results["audit_chain"].found.count("；") == 9


def test_a_check_changes_nothing(filled: Session) -> None:
    filled.register.close()
    held = filled.register.files.database.read_bytes()
    assert bad(filled) == []
    filled.register.close()
    assert filled.register.files.database.read_bytes() == held
