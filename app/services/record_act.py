"""One record being written, as the rules of its kind see it (:mod:`app.services.record_rules`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.record import HandlingRecord, RecordEvent, RecordRule
from db.stores.matters import MatterFacts
from db.unit_of_work import WriteUnit


@dataclass(frozen=True)
class Act:
    """One record being written, or one event being appended to ``known``; values are checked and cleaned.

    ``record_id`` is there once the record stands.
    """

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
