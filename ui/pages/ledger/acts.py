"""What the ledger page does in a lane: services and drawing together, which neither of them may know.

Drawing is imported on use: ReportLab comes with the first paper (measured start-up cost).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from app.domain import lead_official as lead
from app.domain.ledger import Ledger, LedgerFilter
from app.domain.paper import PaperRecord
from app.domain.record import Asked, HandlingRecord, RecordField
from app.services import lead_official, ledgers, records, settings
from app.services.record_form import FormStart, Pick
from app.services.records import RecordReceipt, RecordRequest
from app.services.session import Session
from ui.printing import write_pdf


@dataclass(frozen=True)
class Single:
    """One record with its papers that are no documents of a matter."""

    record: HandlingRecord
    papers: tuple[PaperRecord, ...]


def draw(session: Session, code: str, wanted: LedgerFilter, now: datetime) -> bytes:
    """The PDF of a ledger; behind the monthly one stand the reports themselves.

    Raises:
        Refused: there is nothing in it.
    """
    from app.printing.ledger_list import render_ledger

    made: Ledger = ledgers.read(session, code, wanted, now.date())
    reports: tuple[PaperRecord, ...] = ()
    if code == "months":
        month = lead.asked_month(wanted.last, now.date())
        reports = lead_official.month_papers(session, month, now.date())
    return render_ledger(ledgers.paper(session, made, now), reports)


def save(session: Session, code: str, wanted: LedgerFilter, now: datetime, where: Path) -> Path:
    """The same into a file, whole or not at all.

    Raises:
        Refused: there is nothing in it, or it cannot be written there.
    """
    return write_pdf(where, draw(session, code, wanted, now))


def single(session: Session, record_id: int) -> Single:
    """One record and its frozen papers, where they are no documents of a matter.

    Raises:
        Refused: there is none in sight.
    """
    record = records.get(session, record_id)
    return Single(record, records.frozen_papers(session, record_id))


def form_start(fields: tuple[RecordField, ...], people: tuple[Pick, ...], today: date) -> FormStart:
    """What a form without a matter begins with: who may be chosen, and today where a past day is required."""
    days = {one.name: today.isoformat() for one in fields if one.asked is Asked.DAY and one.past and one.required}
    return FormStart(fields, days, {one.name: people for one in fields if one.asked is Asked.STAFF})


def staff(session: Session, today: date) -> tuple[Pick, ...]:
    """Staff in work, with their departments."""
    known = settings.lists(session, today)
    names = {one.department_id: one.name for one in known.departments}
    return tuple(
        Pick(str(one.staff_id), f"{names.get(one.department_id or 0, '')}{one.name}　{one.post}".rstrip("　"))
        for one in known.staff
        if one.active
    )


def write(session: Session, kind: str, values: Mapping[str, str], now: datetime) -> RecordReceipt:
    """Write a record that is about no matter."""
    return records.write(session, RecordRequest(kind, values), now)


def follow(session: Session, record_id: int, event: str, values: Mapping[str, str], now: datetime) -> RecordReceipt:
    """Append what followed."""
    return records.follow(session, record_id, event, values, now)
