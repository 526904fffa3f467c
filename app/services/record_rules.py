"""What single kinds of record demand beyond their fields, and what follows from them, inside the unit of work.

``BEFORE`` runs after the fields were checked and before anything is written; it refuses. ``AFTER`` runs when the
record, its paper and its step are written. The ``_EVENT`` tables are the same for what is appended later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.record import HandlingRecord, RecordEvent, RecordRule
from db.stores.matters import MatterFacts
from db.unit_of_work import WriteUnit


@dataclass(frozen=True)
class Act:
    """One record being written, or one event being appended to ``known``; values are checked and cleaned."""

    work: WriteUnit
    kind: str
    rule: RecordRule
    facts: MatterFacts | None
    values: Mapping[str, str]
    names: Mapping[str, str]
    now: datetime
    record_id: int | None = None
    known: HandlingRecord | None = None
    event: RecordEvent | None = None


Guard = Callable[[Act], None]


def _cause(act: Act) -> None:
    """Triage may name the cause that registration left open; it stands before the step is checked."""
    if act.facts is not None and act.values["cause"] != act.facts.cause_code:
        act.work.matters.change(act.facts.matter_id, cause_code=act.values["cause"])


BEFORE: Mapping[str, Guard] = {"triage_opinion": _cause}
AFTER: Mapping[str, Guard] = {}
BEFORE_EVENT: Mapping[tuple[str, str], Guard] = {}
AFTER_EVENT: Mapping[tuple[str, str], Guard] = {}
