"""选择项: finding one entry of a short list by a few keys.

Typed letters are compared with pinyin initials and full pinyin of every reading, so that 执行 is found by ``zx`` and
重复 by ``cf``; anything else with the words themselves. One rule for every list, so that a clerk learns it once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import product
from typing import TypeVar

from app.domain.text import search_key

T = TypeVar("T")

MOST_WAYS = 16


@lru_cache(maxsize=4096)
def _syllables(char: str) -> tuple[str, ...]:
    # Imported on first need: pypinyin takes about 0.2 s, and the first window must not wait for it.
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    read = tuple(one for one in (found[0] if found else ()) if one.isascii() and one.isalpha())
    return read or ((char,) if char.isascii() and char.isalnum() else ())


@lru_cache(maxsize=4096)
def usual_initials(label: str) -> str:
    """The initials in the usual reading of the whole label: 审判 · 不服一审 → spbfys."""
    from pypinyin import lazy_pinyin  # on first need, as above

    letters: list[str] = []
    for part in lazy_pinyin(search_key(label)):
        if part.isascii():
            plain = [char for char in part if char.isalnum()]
            letters += plain[:1] if part.isalpha() else plain
    return "".join(letters)


@lru_cache(maxsize=4096)
def ways(label: str) -> tuple[str, ...]:
    """Every way the label's initials may be typed, the usual one first; at most ``MOST_WAYS``."""
    choices = [tuple(dict.fromkeys(one[0] for one in _syllables(char))) for char in search_key(label)]
    found = [usual_initials(label)]
    for place, letters in enumerate(product(*(one for one in choices if one))):
        if place >= MOST_WAYS:
            break
        found.append("".join(letters))
    return tuple(dict.fromkeys(one for one in found if one))


def rank(typed: str, label: str, initials: str = "") -> int | None:
    """How well an entry meets what was typed: 0 begins with it, 1 holds it, ``None`` not at all.

    ``initials`` are those stored with the entry, which the office may have chosen itself.
    """
    wanted = search_key(typed)
    if not wanted:
        return 0
    key = search_key(label)
    if key.startswith(wanted):
        return 0
    if not wanted.isascii():
        return 1 if wanted in key else None
    letters = [one for one in (initials.lower(), *ways(label)) if one]
    if any(one.startswith(wanted) for one in letters):
        return 0
    if wanted in key or any(wanted in one for one in letters):
        return 1
    return None


def matching(
    typed: str, entries: Iterable[T], label: Callable[[T], str], initials: Callable[[T], str] = lambda _entry: ""
) -> tuple[T, ...]:
    """The entries that meet what was typed, those that begin with it first, otherwise in their own order."""
    ranked = [(rank(typed, label(entry), initials(entry)), entry) for entry in entries]
    return tuple(entry for wanted in (0, 1) for place, entry in ranked if place == wanted)
