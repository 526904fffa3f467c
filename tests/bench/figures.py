"""Numbers without a clock or a file: percentiles, what is asked of each figure, and whether it was met."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

TARGETS: dict[str, tuple[str, float | None]] = {
    "startup_ratio": ("×", 1.3),
    "intake_ms_over_raw": ("ms", 5),
    "intake_ratio": ("×", 6),
    "encrypted_commit_ratio": ("×", 1.5),
    "search_1m_p95_ms": ("ms", 5),
    "search_recall": ("", 1.0),
    "search_worst_ms": ("ms", 50),
    "search_painted_p95_ms": ("ms", 16),
    "search_painted_worst_ms": ("ms", 50),
    "search_under_load_p95_ms": ("ms", 5),
    "search_painted_under_load_p95_ms": ("ms", 16),
    "search_painted_under_load_worst_ms": ("ms", 50),
    "find_everything_1m_p95_ms": ("ms", None),
    "resolver_recall": ("", 0.97),
    "resolver_precision": ("", 0.95),
    "resolver_1m_p95_ms": ("ms", 20),
    "queue_first_paint_1m_ms": ("ms", None),
    "queue_first_paint_ratio": ("×", 2),
    "queue_page_depth_ratio": ("×", 3),
    "cover_cold_ms": ("ms", 700),
    "cover_warm_ms": ("ms", 20),
    "covers_1000_s": ("s", 4),
    "pack_60_pages_s": ("s", 1),
    "mail_merge_ratio": ("×", 10),
    "rss_mb": ("MB", None),
}
"""Unit and target of every figure. A target is the most that is allowed; those of ``AT_LEAST`` must be reached."""

AT_LEAST = frozenset({"search_recall", "resolver_recall", "resolver_precision", "mail_merge_ratio"})


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    ``limit`` is the fastest or smallest way to the same result, measured in the same run, in the unit of the value; for
    a figure that is a ratio by itself, it is what was divided by. ``ratio`` is the value over its limit.
    """

    name: str
    value: float
    limit: float | None
    ratio: float | None
    note: str = ""

    @property
    def unit(self) -> str:
        """The unit of the value."""
        return TARGETS[self.name][0]

    @property
    def target(self) -> float | None:
        """What is asked, or nothing."""
        return TARGETS[self.name][1]

    @property
    def missed_by(self) -> float:
        """How far the target is missed, in the unit of the value; 0 when it is met or nothing is asked."""
        if self.target is None:
            return 0.0
        short = self.target - self.value if self.name in AT_LEAST else self.value - self.target
        return max(0.0, short)


@dataclass(frozen=True)
class NotMeasured:
    """A figure that could not be measured, and why; ``optional`` when only something to compare with is missing."""

    name: str
    why: str
    optional: bool = False


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` (0 to 1) of the values do not exceed (nearest rank)."""
    if not values:
        raise ValueError("no values")
    rank = max(1, math.ceil(share * len(values)))
    return sorted(values)[rank - 1]


def median(values: Sequence[float]) -> float:
    """The middle value; the mean of the two in the middle when their number is even."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def over_limit(name: str, value: float, limit: float, note: str = "") -> Figure:
    """A figure with its limit in the same unit."""
    return Figure(name, value, limit, value / limit, note)


def as_ratio(name: str, value: float, limit: float, note: str = "") -> Figure:
    """A figure that is itself a ratio; both times in the same unit."""
    return Figure(name, value / limit, limit, value / limit, note)
