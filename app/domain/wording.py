"""用语提示: suggests neutral words for labels on people. It never forbids and never changes a text by itself.

A petition is presumed to have a reason until it has been examined, and facts go on contacts and matters, not labels on
persons. What a visitor said is written down as it was said, so words inside quotation marks are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.domain.resources import load_json

_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"\n]*\"")
_BETWEEN = "[ \u3000·.、]*"


@dataclass(frozen=True)
class WordingRemark:
    """用语建议: where a phrase stands in the text, what could be written instead, and why."""

    start: int
    end: int
    phrase: str
    suggestion: str
    why: str

    @property
    def message(self) -> str:
        """One sentence beside the field."""
        return f"“{self.phrase}”可以改写为：{self.suggestion}。{self.why}不改也可以保存。"


@lru_cache(maxsize=1)
def _table() -> tuple[re.Pattern[str], Mapping[str, tuple[str, str]]]:
    entries = load_json("wording")["entries"]
    known = {phrase: (entry["suggest"], entry["why"]) for entry in entries for phrase in entry["phrases"]}
    # the longest first, so that 缠访户 is not found as 缠访; blanks and dots between the characters do not hide it
    ordered = sorted(known, key=lambda phrase: (-len(phrase), phrase))
    pattern = "|".join(_BETWEEN.join(map(re.escape, phrase)) for phrase in ordered)
    return re.compile(pattern), known


def review(text: str, *, quoted: bool = False) -> tuple[WordingRemark, ...]:
    """Remarks on a text in the order of their places. Never raises; ``quoted`` looks inside quotation marks too."""
    pattern, known = _table()
    spans = [] if quoted else [found.span() for found in _QUOTED.finditer(text)]
    remarks = []
    for found in pattern.finditer(text):
        if any(start <= found.start() < end for start, end in spans):
            continue
        phrase = re.sub(_BETWEEN, "", found.group())
        suggestion, why = known[phrase]
        remarks.append(WordingRemark(found.start(), found.end(), found.group(), suggestion, why))
    return tuple(remarks)


def phrases() -> tuple[str, ...]:
    """Every phrase that is remarked on."""
    return tuple(_table()[1])
