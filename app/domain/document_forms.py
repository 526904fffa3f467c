"""证件号码的异同: whether two document numbers are one number, one of them damaged, or two.

A resident identity number ends in a check character (GB 11643, ISO 7064 MOD 11-2) that notices every single wrong digit
and every exchange of neighbours. So of two numbers one slip apart at least one is damaged, and what a damaged number
was meant to be can be counted out: :func:`repairs`.
"""

from __future__ import annotations

import operator
import re
from datetime import date
from enum import Enum
from functools import lru_cache

from app.domain.identity import DocumentReading, read_document
from app.domain.petitioner import DocumentKind
from app.domain.text import clean_line, to_half_width

MOST_REPAIRS = 400
SHORTEST_OTHER = 6

_DIGITS = "0123456789"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_ALMOST = re.compile(r"[0-9]{13,17}[0-9X]|[0-9]{18}[0-9X]")
_EIGHTEEN = frozenset((DocumentKind.RESIDENT_ID, DocumentKind.RESIDENCE_PERMIT, DocumentKind.PERMANENT_RESIDENT_CARD))


class DocumentMatch(Enum):
    """What two document numbers say about their holders."""

    SAME = "same"
    DAMAGED = "damaged"
    MAYBE_DAMAGED = "maybe_damaged"
    UNSAID = "unsaid"
    UNLIKE = "unlike"
    OTHERS = "others"


@lru_cache(maxsize=4096)
def read_bare(kind: DocumentKind, text: str) -> tuple[DocumentReading, str]:
    """The reading of a number, and its bare characters before 15 digits became 18.

    A number whose kind was chosen wrongly is read as what its form says.
    """
    reading = read_document(kind, text)
    wrong = any(problem.code == "wrong_kind" for problem in reading.problems)
    if wrong or (reading.blocked and kind is not DocumentKind.CREDIT_CODE):
        for other in _EIGHTEEN - {kind}:
            again = read_document(other, text)
            if not again.blocked:
                reading = again
                break
    bare = "".join(char for char in to_half_width(clean_line(text))[0].upper() if char.isascii() and char.isalnum())
    return reading, bare


def birth_of(kind: DocumentKind, text: str) -> date | None:
    """The birth date a sound number holds."""
    return read_bare(kind, text)[0].birth_date if text else None


def compare_documents(kind: DocumentKind, text: str, other_kind: DocumentKind, other_text: str) -> DocumentMatch:
    """Whether two numbers are the same, one of them with a slip, or those of two holders."""
    (first, bare), (second, other_bare) = read_bare(kind, text), read_bare(other_kind, other_text)
    if DocumentKind.NONE in (kind, other_kind) or not first.normalised or not second.normalised:
        return DocumentMatch.UNSAID
    shortest = min(len(bare), len(other_bare))
    if first.normalised == second.normalised or (bare and bare == other_bare):
        return DocumentMatch.SAME if shortest >= SHORTEST_OTHER or kind is other_kind else DocumentMatch.UNSAID
    if _is_numeric(first.normalised) and _is_numeric(second.normalised):
        return _compare_eighteen(first, bare, second, other_bare)
    if kind is not other_kind:
        return DocumentMatch.UNSAID
    if shortest > SHORTEST_OTHER and _one_slip(first.normalised, second.normalised):
        return DocumentMatch.MAYBE_DAMAGED
    return DocumentMatch.UNLIKE if first.blocked or second.blocked else DocumentMatch.OTHERS


def _compare_eighteen(first: DocumentReading, bare: str, second: DocumentReading, other_bare: str) -> DocumentMatch:
    """Two different identity numbers; with 15 digits nothing tells a slip from another holder."""
    a, b = first.normalised, second.normalised
    damaged = first.blocked or second.blocked
    if _cut_off(a, b) or _cut_off(b, a) or (damaged and _one_slip(a, b)):
        return DocumentMatch.DAMAGED
    if 15 in (len(bare), len(other_bare)) and _one_slip(_fifteen(bare), _fifteen(other_bare)):
        return DocumentMatch.MAYBE_DAMAGED
    return DocumentMatch.UNLIKE if damaged else DocumentMatch.OTHERS


def _is_numeric(number: str) -> bool:
    return len(number) >= 14 and number[:-1].isdigit() and number.isascii()


def _fifteen(bare: str) -> str:
    return bare[:6] + bare[8:17] if len(bare) == 18 else bare


def _cut_off(whole: str, cut: str) -> bool:
    """Spreadsheets keep 15 digits of a long number and write zeros for the rest."""
    return len(whole) == len(cut) == 18 and whole[:15] == cut[:15] and cut.endswith("000")


def _one_slip(a: str, b: str) -> bool:
    """One character wrong, two exchanged, one left out or typed twice."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) != len(b):
        long, short = (a, b) if len(a) > len(b) else (b, a)
        return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
    wrong = [place for place, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(wrong) == 2:
        return a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]
    return len(wrong) == 1


@lru_cache(maxsize=256)
def repairs(kind: DocumentKind, text: str) -> tuple[str, ...]:
    """Every sound identity number that is one slip away from a damaged one; nothing for a sound one of 18 digits.

    Of the numbers one slip away only one in eleven has the right check character, so few remain to be looked up. A
    number of 15 digits has none, so there all of them remain.
    """
    if kind not in _EIGHTEEN:
        return ()
    reading, bare = read_bare(kind, text)
    if not _ALMOST.fullmatch(bare) or (not reading.blocked and len(bare) != 15):
        return ()
    sound = (_completed(one) for one in _neighbours(bare))
    return tuple(dict.fromkeys(one for one in sound if one and one != reading.normalised))[:MOST_REPAIRS]


def _completed(bare: str) -> str:
    """The number with 18 characters when its birth date and check character can be right; else nothing."""
    first = f"{bare[:6]}19{bare[6:]}" if len(bare) == 15 else bare[:17]
    if len(first) != 17 or len(bare) not in (15, 18) or not first.isdigit() or not _is_day(first[6:14]):
        return ""
    number = first + _CHECKS[sum(map(operator.mul, _WEIGHTS, map(int, first))) % 11]
    return number if len(bare) == 15 or number == bare else ""


@lru_cache(maxsize=8192)
def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return digits[:2] in ("18", "19", "20")


def _neighbours(bare: str) -> list[str]:
    size = len(bare)
    if size in (14, 17):
        return [bare[:place] + digit + bare[place:] for place in range(size + 1) for digit in _DIGITS + "X"]
    if size in (16, 19):
        return [bare[:place] + bare[place + 1 :] for place in range(size)]
    wrong = [
        bare[:place] + digit + bare[place + 1 :]
        for place in range(size)
        for digit in (_DIGITS if place < 17 else _DIGITS + "X")
    ]
    for first in range(size):
        for second in range(first + 1, size if size == 18 else min(first + 2, size)):
            chars = list(bare)
            chars[first], chars[second] = chars[second], chars[first]
            wrong.append("".join(chars))
    return [one for one in dict.fromkeys(wrong) if one != bare]
