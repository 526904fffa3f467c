"""案号的异同: one key for every way to write a case number, and whether two writings mean one case."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from app.domain.case_number import FIRST_YEAR_OF_RULE, is_known_type, parse
from app.domain.courts import PROVINCES
from app.domain.text import search_key

_FAR = date(9999, 12, 31)
_NOT_IN_KEY = re.compile(r"[()字第号年\-]")
_TAIL = re.compile(
    r"(?P<head>.*?)(?P<kind>[^0-9()字第号年]{1,6})(?:字)?(?:第)?0*(?P<number>[0-9]{1,8})(?:号.*)?$", re.DOTALL
)
_YEAR_OF_PART = re.compile(r"(?:^|(?<=\())(?:19|20)[0-9]{2}(?=[)年]|[^0-9]|$)")
_REGISTERS = frozenset(("访", "来访", "来信", "来电", "转送", "网信"))
_SPACED = re.compile(
    rf"(?:\(?(?P<year>(?:19|20)[0-9]{{2}})\)?年? ?)?"
    rf"(?P<court>最高法|[{PROVINCES}](?:[0-9]{{4}}|[0-9]{{2}})?|[0-9]{{4}}|[0-9]{{2}})? ?"
    r"(?:(?P<kind>[^0-9() ]{1,12}?)(?P<old>字第?|第)?)?(?P<number>[0-9]{1,8})?"
    r"(?P<end>号)?(?P<suffix>之(?:[一二三四五六七八九十百]+|[0-9]+)|-[0-9]+)?"
)
_MOST_PIECES = 8
_COURT_OF_PART = re.compile(rf"[{PROVINCES}]?(?<![0-9])[0-9]{{2}}(?:[0-9]{{2}})?$")


class _Part(NamedTuple):
    kind: str
    number: int
    year: str
    court: str


@lru_cache(maxsize=8192)
def case_key(text: str) -> str:
    """The identity of a case: brackets, 字, 第, 号, zeros in front and the suffix of a document left out.

    Empty for a text without both a year and a number, which can mean many cases.
    """
    reading = parse(text, _FAR)
    if reading.year is None or reading.number is None:
        return ""
    identity = search_key(reading.identity)
    head = re.sub(r"0*([0-9]+)(?:-[0-9]+)?号.*$", "", identity)
    return f"{_NOT_IN_KEY.sub('', head)}|{reading.number}"


@lru_cache(maxsize=8192)
def _part(text: str) -> _Part | None:
    """What a number told in part says: 民初1234, 2023年民初1234号."""
    found = _TAIL.match(search_key(text))
    if not found:
        return None
    year = _YEAR_OF_PART.search(found["head"])
    rest = found["head"][year.end() :] if year else found["head"]
    court = _COURT_OF_PART.search(rest)
    return _Part(found["kind"], int(found["number"]), year.group() if year else "", court.group() if court else "")


def same_case(one: str, other: str) -> bool:
    """Whether two writings mean one case.

    A part counts only when it names kind and number, and nothing that it says of year and court contradicts the whole.
    """
    first, second = case_key(one), case_key(other)
    if first and second:
        return first == second
    if not first and not second:
        return bool(search_key(one)) and len(search_key(one)) >= 5 and search_key(one) == search_key(other)
    part, whole = (_part(other), first) if first else (_part(one), second)
    if part is None:
        return False
    head, _, number = whole.partition("|")
    if not head.startswith(part.year) or not head.endswith(part.court + part.kind):
        return False
    return len(part.kind) >= 2 and int(number) == part.number


def number_words(words: list[str]) -> list[str]:
    """The words of a search, with the pieces of one number typed with spaces (2023 民初 1512) as the number has them.

    Pieces that stand side by side in a number become one word; a year is bracketed, since four figures alone are
    mostly the end of an identity number. All other words stay.
    """
    keys = [search_key(word) for word in words]
    if not any(char.isdigit() for key in keys for char in key) or all(key.isascii() for key in keys):
        return words
    found: list[str] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _MOST_PIECES), start + 1, -1):
            if pieces := _pieces_of_number(keys[start:end]):
                found += pieces
                start = end
                break
        else:
            found.append(words[start])
            start += 1
    return found


def _pieces_of_number(keys: list[str]) -> list[str]:
    """The pieces as they stand in a number; none when the keys are not pieces of one."""
    read = _SPACED.fullmatch(re.sub(r"(?<![0-9]) | (?![0-9])", "", " ".join(keys)))
    if read is None:
        return []
    year, court, kind, old = (read[part] or "" for part in ("year", "court", "kind", "old"))
    number = (read["number"] or "").lstrip("0")
    tail = number + ("号" if number and (read["end"] or read["suffix"]) else "") + (read["suffix"] or "")
    head = f"({year})" if year else ""
    if old and (not year or int(year) < FIRST_YEAR_OF_RULE):
        return [one for one in (head, kind + old.rstrip("第"), tail) if one] if year and not court else []
    if not kind:
        return [one for one in (head + court, tail) if one] if year and court and not court.isdigit() else []
    if not (year or court) or not (is_known_type(kind) or kind in _REGISTERS):
        return []
    if court.isdigit() or not court:
        return [one for one in (head, court + kind + tail) if one]
    return [head + court + kind + tail]
