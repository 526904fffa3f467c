"""案号的异同: one key for every way to write a case number, and whether two writings mean one case."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from app.domain.case_number import parse
from app.domain.text import search_key

_FAR = date(9999, 12, 31)
_NOT_IN_KEY = re.compile(r"[()字第号年\-]")
_TAIL = re.compile(r"(?P<kind>[^0-9()字第号]{1,6})(?:字)?(?:第)?0*(?P<number>[0-9]{1,8})(?:号.*)?$")


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
def _tail(text: str) -> tuple[str, int] | None:
    """Kind and number of a number told in part: 民初1234."""
    found = _TAIL.search(search_key(text))
    return (found["kind"], int(found["number"])) if found else None


def same_case(one: str, other: str) -> bool:
    """Whether two writings mean one case; a part counts only when it names kind and number, and the whole ends so."""
    first, second = case_key(one), case_key(other)
    if first and second:
        return first == second
    if not first and not second:
        return bool(search_key(one)) and len(search_key(one)) >= 5 and search_key(one) == search_key(other)
    part, whole = (_tail(other), first) if first else (_tail(one), second)
    if part is None:
        return False
    head, _, number = whole.partition("|")
    return len(part[0]) >= 2 and head.endswith(part[0]) and int(number) == part[1]
