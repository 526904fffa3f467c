"""鉴定: what a committee may decide about a dossier whose term is over, and when it comes before it again.

Nothing follows by itself: a dossier is only proposed, people decide on each, and paper is destroyed by people.
《机关档案管理规定》: dossiers past their term are appraised one by one; destruction is approved and watched by two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum

from app.domain.errors import Refused
from app.domain.text import clean_line

LEAST_MEMBERS = 2
"""One person is no committee."""
LONGEST_NAME = 20
MOST_MEMBERS = 12


class Decision(Enum):
    """鉴定意见 on one dossier."""

    KEEP = "keep"
    PROLONG_10 = "prolong_10"
    PROLONG_20 = "prolong_20"
    PROLONG_30 = "prolong_30"
    DISPOSE = "dispose"


DECISION_TEXT = {
    Decision.KEEP: "改为永久保存",
    Decision.PROLONG_10: "延长保管 10 年",
    Decision.PROLONG_20: "延长保管 20 年",
    Decision.PROLONG_30: "延长保管 30 年",
    Decision.DISPOSE: "同意销毁",
}
_YEARS = {Decision.PROLONG_10: 10, Decision.PROLONG_20: 20, Decision.PROLONG_30: 30}


def decision_words(code: str) -> str:
    """A decision as it is kept, in words; empty for none."""
    return next((words for decision, words in DECISION_TEXT.items() if decision.value == code), code)


def appraisal_day(over_on: date | None, decided: Iterable[tuple[str, date]]) -> date | None:
    """The first day on which a dossier may come before the committee, after what was decided before (code, day).

    ``None``: never again; it is kept for ever, or is to be destroyed. A longer term runs from the day the old one was
    over; if even that has passed, from the year of the decision.
    """
    for code, on in decided:
        years = _YEARS.get(Decision(code))
        if years is None or over_on is None:
            return None
        longer = date(over_on.year + years, over_on.month, over_on.day)
        over_on = longer if longer > on else date(on.year + years, 1, 1)
    return over_on


def members_of(text: str | Sequence[str]) -> tuple[str, ...]:
    """鉴定委员会成员 as typed, with any of 、，, ; or spaces between them, each once.

    Raises:
        Refused: fewer than two, too many, or a name is too long.
    """
    joined = text if isinstance(text, str) else "、".join(text)
    for mark in "，,；;　 ":
        joined = joined.replace(mark, "、")
    names = tuple(dict.fromkeys(name for name in map(clean_line, joined.split("、")) if name))
    words = ""
    if len(names) < LEAST_MEMBERS:
        words = f"请写明鉴定委员会成员，至少 {LEAST_MEMBERS} 人，用顿号分开。"
    elif len(names) > MOST_MEMBERS or any(len(name) > LONGEST_NAME for name in names):
        words = f"最多 {MOST_MEMBERS} 人，每个姓名最多 {LONGEST_NAME} 字，用顿号分开。"
    if words:
        raise Refused(words, {"members": words})
    return names
