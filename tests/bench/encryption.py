"""What encryption costs a commit: one row and its index entry, with a key and without, by the same library."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from sqlalchemy import select

from app.domain.search_tokens import tokens_of
from db.engine import CACHE_KIB, connect
from db.search import read_fields
from db.tables import SEARCH_WORDS
from tests.bench.figures import Figure, as_ratio, median, percentile
from tests.bench.harness import Bench, interleaved

KEPT = 5_000
ROUNDS = 300
INDEX = "CREATE VIRTUAL TABLE f USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii')"


def measure(bench: Bench) -> Iterator[Figure]:
    """One commit, keyed over unkeyed."""
    texts = _texts(bench)
    keyed = connect(bench.scratch / "keyed.db", secrets.token_bytes(32))
    plain = _without_key(bench.scratch / "plain.db")
    variants = {"keyed": _committing(keyed, texts), "plain": _committing(plain, texts)}
    times = interleaved(variants, ROUNDS, warm_up=20)
    keyed.close()
    plain.close()
    if (bench.scratch / "plain.db").read_bytes()[:6] != b"SQLite":
        raise RuntimeError("the file without a key is encrypted")
    with_key, without = times["keyed"], times["plain"]
    bench.tell(
        f"提交一行并写索引：加密 p50 {median(with_key):.2f} / p95 {percentile(with_key, 0.95):.2f} ms；"
        f"不加密 p50 {median(without):.2f} / p95 {percentile(without, 0.95):.2f} ms；各 {ROUNDS} 次，交替进行。"
    )
    yield as_ratio("encrypted_commit_ratio", median(with_key), median(without), "同一 SQLite 库，WAL + FULL")


def _texts(bench: Bench) -> list[tuple[str, str]]:
    with bench.session.register.connection() as connection:
        rows = connection.execute(select(SEARCH_WORDS).order_by(SEARCH_WORDS.c.matter_id).limit(KEPT)).all()
    return [(row.words, " ".join(tokens_of(read_fields(row.words)))) for row in rows]


def _without_key(path: Path) -> Any:
    connection = driver.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def _committing(connection: Any, texts: list[tuple[str, str]]) -> Callable[[], None]:
    """Fill a file with the texts; gives what commits one more."""
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")
    connection.execute(INDEX)
    turn = itertools.cycle(texts)

    def write() -> None:
        words, tokens = next(turn)
        key = connection.execute("INSERT INTO t (words) VALUES (?)", (words,)).lastrowid
        connection.execute("INSERT INTO f (rowid, words) VALUES (?, ?)", (key, tokens))

    def commit() -> None:
        connection.execute("BEGIN IMMEDIATE")
        write()
        connection.execute("COMMIT")

    connection.execute("BEGIN IMMEDIATE")
    for _ in texts:
        write()
    connection.execute("COMMIT")
    return commit
