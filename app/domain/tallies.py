"""台账计数: small counts and checks over records that ledgers, papers and rules share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.record import HandlingRecord


@dataclass(frozen=True)
class VisitCount:
    """回访计数: 次 and 人次 are two figures never added together; ``repeated`` are 次 beyond a matter's first."""

    visits: int
    person_visits: int
    matters: int

    @property
    def repeated(self) -> int:
        """Visits to a matter that had been visited before within what was counted."""
        return self.visits - self.matters


def follow_ups(records: Iterable[HandlingRecord]) -> VisitCount:
    """Count follow-up visits: each record one 次, its people 人次."""
    own = [one for one in records if one.kind == "follow_up" and one.live]
    matters = Counter(one.matter_id for one in own)
    return VisitCount(len(own), sum(int(one.values.get("people", "1")) for one in own), len(matters))


def days_late(record: HandlingRecord) -> int:
    """苗头报告: calendar days between the sign and its report; 0 on the same day.

    Raises:
        KeyError: the record is no early sign.
    """
    return (record.day - date.fromisoformat(record.values["noticed"])).days


def statement_of(record: HandlingRecord) -> str:
    """责任倒查: the person's own words as they were kept, or the stated refusal to give any; empty before either."""
    given = [one.values["words"] for one in record.events if one.name == "statement"]
    if given:
        return "\n".join(given)
    declined = record.last("no_statement")
    return f"本人不作说明：{declined.values['refusal']}" if declined else ""
