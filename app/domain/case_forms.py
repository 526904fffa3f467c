"""案号的异同: one key for every way to write a case number, and whether two writings mean one case."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from app.domain.case_number import parse
from app.domain.courts import PROVINCES
from app.domain.text import search_key

_FAR = date(9999, 12, 31)
_NOT_IN_KEY = re.compile(r"[()字第号年\-]")
_TAIL = re.compile(
    r"(?P<head>.*?)(?P<kind>[^0-9()字第号年]{1,6})(?:字)?(?:第)?0*(?P<number>[0-9]{1,8})(?:号.*)?$", re.DOTALL
)
_YEAR_OF_PART = re.compile(r"(?:^|(?<=\())(?:19|20)[0-9]{2}(?=[)年]|[^0-9]|$)")
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
