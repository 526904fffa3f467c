"""保管期限与档号: schemes as data with their basis, and how an archival code is written.

Sources disagree about the terms, so they are rows (``resources/codes/retention_schemes.json``), each with its basis;
the archive office chooses one. The longest term any criterion gives is taken. Codes follow DA/T 13-2022: levels
joined with ``-``, codes of one level with ``·``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.errors import Refused
from app.domain.resources import load_json
from app.domain.text import clean_line

DEFAULT_SCHEME = "litigation_2013"
DEFAULT_TERM = "60"
DEFAULT_CODE = "{全宗号}-XF·{年度}-{期限}-{案卷号}"
FONDS, CATALOGUE, YEAR, TERM, FILE = "{全宗号}", "{目录号}", "{年度}", "{期限}", "{案卷号}"
_FIELDS = (FONDS, CATALOGUE, YEAR, TERM, FILE)
_FIELD = re.compile(r"\{[^{}]*\}")
_LONGEST_CODE = 60


@dataclass(frozen=True)
class RetentionTerm:
    """保管期限: one term. ``years`` ``None`` is for ever; ``letter`` is its part of the archival code."""

    code: str
    label: str
    letter: str
    years: int | None

    def ends(self, from_day: date) -> date | None:
        """The first day on which it may be appraised: counted from the 1 January after the year of concluding."""
        if self.years is None:
            return None
        return date(from_day.year + 1 + self.years, 1, 1)


@dataclass(frozen=True)
class RetentionScheme:
    """保管期限方案: the terms of one rule, with where it is written and for whom it is."""

    code: str
    title: str
    basis: str
    applies_to: str
    terms: tuple[RetentionTerm, ...]

    def term(self, code: str) -> RetentionTerm:
        """A term by its code.

        Raises:
            Refused: this scheme has none such.
        """
        found = next((term for term in self.terms if term.code == code), None)
        if found is None:
            raise Refused(
                f"保管期限方案“{self.title}”里没有这个期限。请从列表中选择。", {"retention": "请从列表中选择。"}
            )
        return found


def schemes() -> tuple[RetentionScheme, ...]:
    """Every shipped scheme."""
    return tuple(_scheme(one) for one in load_json("retention_schemes")["schemes"])


def scheme(code: str) -> RetentionScheme:
    """A scheme by its code; the default for an unknown one."""
    found = {one.code: one for one in schemes()}
    return found.get(code) or found[DEFAULT_SCHEME]


def longest(terms: Iterable[RetentionTerm]) -> RetentionTerm:
    """Of several criteria the longest term counts.

    Raises:
        ValueError: there is none.
    """
    return max(terms, key=lambda term: float("inf") if term.years is None else term.years)


def check_code_template(template: str, field: str = "archive_code") -> str:
    """A template whose codes are unique: year, term and file number each once, printable as a bar code.

    Raises:
        Refused: with one sentence for ``field``.
    """
    cleaned = clean_line(template)
    found = _FIELD.findall(cleaned)
    words = ""
    unknown = [one for one in found if one not in _FIELDS]
    if unknown:
        words = f"档号格式里的{unknown[0]}程序不认识。只能使用{'、'.join(_FIELDS)}。"
    elif any(found.count(one) > 1 for one in found):
        words = "档号格式里同一项写了不止一次。请只留一处。"
    elif FILE not in found or YEAR not in found or TERM not in found:
        words = f"档号格式要有{YEAR}、{TERM}和{FILE}，否则档号会重复。"
    elif re.search(r"[{}]", _FIELD.sub("", cleaned)) or "}{" in cleaned:
        words = "档号格式里花括号没有成对，或者两项紧挨在一起。请在中间加“-”或“·”。"
    elif not all(one == "·" or "!" <= one <= "~" for one in _FIELD.sub("", cleaned)):
        words = "档号格式里只能用字母、数字、“-”和“·”，这样才能印成条码。"
    elif len(cleaned) > _LONGEST_CODE:
        words = f"档号格式超过{_LONGEST_CODE}个字符，请缩短。"
    if words:
        raise Refused(words, {field: words})
    return cleaned


def archive_code(template: str, *, fonds: str, catalogue: str, year: int, term: RetentionTerm, file_number: int) -> str:
    """An archival code; a part that the office does not use falls away with the sign behind it."""
    values = {
        FONDS: fonds,
        CATALOGUE: catalogue,
        YEAR: str(year),
        TERM: term.letter,
        FILE: f"{file_number:04d}",
    }
    written = re.sub(
        r"(\{[^{}]*\})([-·]?)",
        lambda found: values[found[1]] + found[2] if values[found[1]] else "",
        template,
    )
    return written.strip("-·")


def plain_code(code: str) -> str:
    """An archival code in ASCII, for Code 128."""
    return "".join(one if " " <= one <= "~" else "." if one == "·" else "?" for one in code)


def _scheme(said: Any) -> RetentionScheme:
    terms = tuple(RetentionTerm(one["code"], one["label"], one["letter"], one["years"]) for one in said["terms"])
    return RetentionScheme(said["code"], said["title"], said["basis"], said["applies_to"], terms)
