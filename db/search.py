"""The search index: one contentless FTS5 row per matter, made of our own tokens, written with the row it finds.

What only SQLite can do lives here; the tokens, routing and verification are ``app.domain.search_tokens``, so that
another back end can serve the same plans.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields

from sqlalchemy import ColumnElement, Connection, column, delete, func, insert, select, table, text, update

from app.domain.search_tokens import SearchFields, SearchPlan, SearchWord, is_met, opens_a_part, route, tokens_of
from app.domain.viewer import Viewer
from db.search_record import record_fields
from db.tables import CONTACTS, MATTERS, PARTICIPANTS, PETITIONERS, SEARCH_WORDS
from db.visibility import visible_matters

INDEX = table("search_index", column("rowid"), column("words"), column("search_index"))
CHUNK = 200
_NEWEST = text("SELECT rowid FROM search_index WHERE search_index MATCH :match ORDER BY rowid DESC LIMIT :most")
_NEWEST_BEFORE = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :match AND rowid < :before ORDER BY rowid DESC LIMIT :most"
)
_WORDS_OF = text("SELECT matter_id, words FROM search_words WHERE matter_id IN (SELECT value FROM json_each(:ids))")
_PARTS = len(fields(SearchFields))
_SHOWN_BRACKETS = {ord("("): "（", ord(")"): "）"}
_NO_BRACKETS = dict.fromkeys(map(ord, "()"))
_NO_SHOWN_BRACKETS = dict.fromkeys(map(ord, "（）"))
_BEGINS_A_PART = '(?<=["\u4e00-\u9fff])'
MOST_FOUND = 200
TOKENS_AT_ONCE = 64


class SearchReader:
    """Answers queries, newest matters first."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def find(
        self,
        words: str,
        conditions: Sequence[ColumnElement[bool]] = (),
        limit: int = MOST_FOUND,
        first: int | None = None,
    ) -> tuple[int, ...]:
        """Ids of the newest visible matters that the words mean and the conditions allow.

        ``first`` gives no more than so many of them, the same and in the same order as those at the beginning of the
        whole answer, for what it costs to find and verify these alone.
        """
        first = limit if first is None else min(first, limit)
        plan = route(words)
        if plan.empty:
            return ()
        narrowed = [*visible_matters(self._viewer), *conditions]
        if plan.document_prefixes:
            exact = self._by_document(plan, narrowed, limit)
            if exact:
                return exact[:first]
        tails = self._matching(plan.tail_match, narrowed, limit, None) if plan.tail_match else []
        if len(tails) >= first:
            return tuple(tails[:first])
        sure = self._matching(plan.sure_match, narrowed, limit, None) if plan.sure_match else []
        found = set(sure).union(tails)
        if len(sure) < limit and plan.likely_match:  # by the whole answer's limit, or its beginning would be another
            found.update(self._likely(plan, narrowed, first, frozenset(found)))
        rest = sorted(found.difference(tails), reverse=True)
        return tuple((*tails, *rest)[:first])

    def fields(self, matter_id: int) -> SearchFields:
        """What one matter is found by; empty when it is not indexed."""
        words = self._connection.execute(
            select(SEARCH_WORDS.c.words).where(SEARCH_WORDS.c.matter_id == matter_id)
        ).scalar()
        return read_fields(words) if words else SearchFields()

    def _matching(self, match: str, conditions: list[ColumnElement[bool]], limit: int, before: int | None) -> list[int]:
        if not conditions:  # every key asks this: putting the question together would take longer than the answer
            values = {"match": match, "most": limit, "before": before}
            return list(self._connection.execute(_NEWEST if before is None else _NEWEST_BEFORE, values).scalars())
        query = select(INDEX.c.rowid).where(INDEX.c.search_index.op("MATCH")(match))
        query = query.join(MATTERS, MATTERS.c.id == INDEX.c.rowid).where(*conditions)
        if before is not None:
            query = query.where(INDEX.c.rowid < before)
        return list(self._connection.execute(query.order_by(INDEX.c.rowid.desc()).limit(limit)).scalars())

    def _likely(
        self, plan: SearchPlan, conditions: list[ColumnElement[bool]], limit: int, known: frozenset[int]
    ) -> list[int]:
        """What only verification proves, until, with what is known already, the newest ones are complete."""
        found: list[int] = []
        before: int | None = None
        missing = limit
        while missing > 0:
            wanted = missing + missing // 4 + 8  # most are meant; a whole chunk more for the last few would be wasted
            candidates = self._matching(plan.likely_match, conditions, wanted, before)
            found += self._verified(plan, [one for one in candidates if one not in known])
            if len(candidates) < wanted:
                break
            before = candidates[-1]
            missing = limit - len(found) - sum(one > before for one in known)
        return found

    def _verified(self, plan: SearchPlan, matter_ids: list[int]) -> list[int]:
        rows = self._connection.execute(_WORDS_OF, {"ids": str(matter_ids)})
        meant = {matter_id for matter_id, words in rows if _is_meant(plan, words)}
        return [one for one in matter_ids if one in meant]

    def _by_document(self, plan: SearchPlan, conditions: list[ColumnElement[bool]], limit: int) -> tuple[int, ...]:
        found: list[int] = []
        for prefix in plan.document_prefixes:
            query = (
                select(MATTERS.c.id)
                .distinct()
                .join(CONTACTS, CONTACTS.c.matter_id == MATTERS.c.id)
                .join(PARTICIPANTS, PARTICIPANTS.c.contact_id == CONTACTS.c.id)
                .join(PETITIONERS, PETITIONERS.c.id == PARTICIPANTS.c.petitioner_id)
                .where(
                    PETITIONERS.c.document_number >= prefix,
                    PETITIONERS.c.document_number < prefix + "\U0010ffff",
                    *conditions,
                )
                .order_by(MATTERS.c.id.desc())
                .limit(limit)
            )
            found += self._connection.execute(query).scalars()
        return tuple(dict.fromkeys(found))


class SearchWriter(SearchReader):
    """Writes index rows in the same transaction as the rows they find."""

    def add(self, matter_id: int, fields: SearchFields) -> None:
        """Index a new matter."""
        self._connection.execute(insert(SEARCH_WORDS), {"matter_id": matter_id, "words": write_fields(fields)})
        self._connection.execute(insert(INDEX), {"rowid": matter_id, "words": " ".join(tokens_of(fields))})

    def extend(self, matter_id: int, fields: SearchFields) -> None:
        """Add what another contact brings to a matter already indexed."""
        old, new = asdict(self.fields(matter_id)), asdict(fields)
        merged = {name: tuple(dict.fromkeys((*old[name], *new[name]))) for name in new}
        self.replace(matter_id, SearchFields(**merged))

    def replace(self, matter_id: int, fields: SearchFields) -> None:
        """Index a matter anew."""
        changed = self._connection.execute(
            update(SEARCH_WORDS).where(SEARCH_WORDS.c.matter_id == matter_id).values(words=write_fields(fields))
        )
        if changed.rowcount == 0:
            self.add(matter_id, fields)
            return
        self._connection.execute(delete(INDEX).where(INDEX.c.rowid == matter_id))
        self._connection.execute(insert(INDEX), {"rowid": matter_id, "words": " ".join(tokens_of(fields))})

    def renew(self, matter_id: int) -> None:
        """Index a matter anew from the record, in the same transaction as its change."""
        self.replace(matter_id, record_fields(self._connection, (matter_id,))[matter_id])


def write_fields(fields: SearchFields) -> str:
    """The stored text form of what a matter is found by."""
    return json.dumps([list(part) for part in asdict(fields).values()], ensure_ascii=False, separators=(",", ":"))


def read_fields(words: str) -> SearchFields:
    """The inverse of :func:`write_fields`."""
    return SearchFields(*(tuple(part) for part in json.loads(words)))


def _is_meant(plan: SearchPlan, words: str) -> bool:
    """:func:`verify`, but stored words are only read when they do not hold the typed ones as they stand.

    Reading them and comparing normalised forms takes most of the time of a search.
    """
    parts = words.split("],[")
    stored: SearchFields | None = None
    for word in plan.words:
        if len(parts) == _PARTS and _stands_in(word, parts):
            continue
        if stored is None:
            stored = read_fields(words)
        if not is_met(word, stored):
            return False
    return True


def _stands_in(word: SearchWord, parts: list[str]) -> bool:
    """Whether the stored text of the fields proves a word without being read; not every hit is proved so.

    A typed number stands in a document number, a telephone or a text; anything with a character beyond ASCII that
    consists of letters, figures and brackets stands wherever it stands.
    """
    key, code = word.key, word.code
    if key.isascii():
        return key == code and key.isdigit() and len(key) > 3 and any(key in parts[place] for place in (1, 2, 5))
    if not code.isalnum() or (len(code) < 2 and code != key) or key.translate(_NO_BRACKETS) != code:
        return False
    shown = key.translate(_SHOWN_BRACKETS)
    if not opens_a_part(key, code):
        return any(shown in part for part in parts)
    if any(shown in parts[place] for place in (0, 5)):
        return True
    numbers = f"{parts[3]} {parts[4]}"
    if key.startswith("("):
        return shown in numbers
    return re.search(_BEGINS_A_PART + re.escape(code), numbers.translate(_NO_SHOWN_BRACKETS)) is not None


def rebuild(connection: Connection, on_step: Callable[[int, int], None] | None = None) -> int:
    """Empty the index and fill it again from the record; gives the number of matters indexed."""
    connection.execute(text("INSERT INTO search_index(search_index) VALUES('delete-all')"))
    connection.execute(delete(SEARCH_WORDS))
    total = connection.execute(select(func.count()).select_from(MATTERS)).scalar_one()
    done, after = 0, 0
    while True:
        ids = select(MATTERS.c.id).where(MATTERS.c.id > after).order_by(MATTERS.c.id).limit(CHUNK)
        batch = record_fields(connection, connection.execute(ids).scalars().all())
        if not batch:
            return done
        kept = [{"matter_id": matter_id, "words": write_fields(one)} for matter_id, one in batch.items()]
        connection.execute(insert(SEARCH_WORDS), kept)
        tokens = [{"rowid": matter_id, "words": " ".join(tokens_of(one))} for matter_id, one in batch.items()]
        connection.execute(insert(INDEX), tokens)
        done, after = done + len(batch), max(batch)
        if on_step is not None:
            on_step(done, total)


def sample_problems(connection: Connection, amount: int, seed: int = 0) -> list[int]:
    """Matters of a random sample whose stored words are not the record's, or not found by each of their tokens."""
    highest = connection.execute(select(func.max(MATTERS.c.id))).scalar() or 0
    chosen = random.Random(seed).sample(range(1, highest + 1), min(amount, highest))
    wrong = []
    for start in range(0, len(chosen), CHUNK):
        part = chosen[start : start + CHUNK]
        stored = select(SEARCH_WORDS.c.matter_id, SEARCH_WORDS.c.words).where(SEARCH_WORDS.c.matter_id.in_(part))
        words = {row.matter_id: row.words for row in connection.execute(stored)}
        for matter_id, truth in record_fields(connection, part).items():
            known = read_fields(words[matter_id]) if matter_id in words else SearchFields()
            if not _same(truth, known) or not _has_tokens(connection, matter_id, tokens_of(known)):
                wrong.append(matter_id)
    return wrong


def _same(truth: SearchFields, known: SearchFields) -> bool:
    return all(
        set(one) == set(other) for one, other in zip(asdict(truth).values(), asdict(known).values(), strict=True)
    )


def _has_tokens(connection: Connection, matter_id: int, tokens: list[str]) -> bool:
    for start in range(0, len(tokens), TOKENS_AT_ONCE):
        match = " AND ".join(f'"{token}"' for token in tokens[start : start + TOKENS_AT_ONCE])
        query = select(INDEX.c.rowid).where(INDEX.c.rowid == matter_id, INDEX.c.search_index.op("MATCH")(match))
        if connection.execute(query).scalar() is None:
            return False
    return True
