"""命中原因: why a search found something, in words beside each result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.masking import mask_document, mask_phone
from app.domain.search_tokens import SearchFields, SearchPlan, SearchWord, verify
from app.domain.text import search_key

SNIPPET = 12


@dataclass(frozen=True)
class Why:
    """One typed word, the kind of field that met it, and the value as it may be shown (numbers masked)."""

    word: str
    field: str
    shown: str

    @property
    def words(self) -> str:
        """电话：138****5678."""
        return f"{self.field}：{self.shown}"


def _as_it_is(value: str, _word: str) -> str:
    return value


def _snippet(value: str, word: str) -> str:
    """The place in a text around the word; the beginning when the word is written otherwise there."""
    line = " ".join(value.split())
    place = next(
        (start for start in range(len(line)) if search_key(line[start : start + len(word) + 4]).startswith(word)), 0
    )
    start, end = max(0, place - SNIPPET), place + len(word) + SNIPPET
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")


_FIELDS: tuple[tuple[str, str, Callable[[str, str], str]], ...] = (
    ("names", "姓名", _as_it_is),
    ("document_numbers", "证件", lambda value, _word: mask_document(value)),
    ("phones", "电话", lambda value, _word: mask_phone(value)),
    ("numbers", "编号", _as_it_is),
    ("case_numbers", "案号", _as_it_is),
    ("texts", "内容", _snippet),
)


def meets(word: SearchWord, **values: tuple[str, ...]) -> bool:
    """Whether a word is met by these values alone, by the exact rule of the search."""
    return verify(SearchPlan((word,)), SearchFields(**values))


def why(plan: SearchPlan, fields: SearchFields) -> tuple[Why, ...]:
    """For each typed word the first field that meets it; a whole identity number may be an old one of 15 digits."""
    reasons = []
    for word in plan.words:
        found = _first(word, fields)
        if found is None and plan.document_prefixes:
            found = Why(word.key, "证件", mask_document(word.code.upper()))
        if found is not None:
            reasons.append(found)
    return tuple(reasons)


def _first(word: SearchWord, fields: SearchFields) -> Why | None:
    for name, field, shown in _FIELDS:
        for value in getattr(fields, name):
            if meets(word, **{name: (value,)}):
                return Why(word.key, field, shown(value, word.key))
    return None
