"""突发情况记录: what happened at a contact, as facts with a witness. Reviewed, and gone from view when it has expired.

It belongs to the contact, never to the person: no list of people is made from it and nothing is scored. The acts are
those of 《信访工作条例》 art. 26 and what reception rooms meet; the spans are the court's own, not statutory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.work_calendar import Unit, WorkCalendar

REVIEW_MONTHS = 3
KEPT_MONTHS = 12
MOST_MONTHS = 24
LONGEST_FACTS = 2_000


@dataclass(frozen=True)
class ConductRecord:
    """突发情况: one event at one contact. ``witness`` is who else saw it; ``response`` what the desk did."""

    record_id: int
    contact_id: int
    contact_number: str
    matter_id: int
    act_code: str
    act: str
    happened_at: datetime
    place: str
    facts: str
    witness: str
    response: str
    recorded_at: datetime
    recorded_by: str
    recorder_id: int | None
    review_on: date
    expires_on: date
    reviewed_at: datetime | None
    reviewed_by: str
    review_words: str
    withdrawn: bool

    def shown_on(self, day: date) -> bool:
        """Whether it still counts: not withdrawn and not expired; on its last day it still does."""
        return not self.withdrawn and day <= self.expires_on

    def to_review_on(self, day: date) -> bool:
        """Whether it waits for its review."""
        return self.shown_on(day) and self.reviewed_at is None and self.review_on <= day


def usual_dates(recorded_on: date, calendar: WorkCalendar) -> tuple[date, date]:
    """Review and expiry of a record made on a day, unless the desk says otherwise."""
    review = calendar.due(recorded_on, REVIEW_MONTHS, Unit.MONTH).legal
    return review, calendar.due(recorded_on, KEPT_MONTHS, Unit.MONTH).raw


def latest_expiry(recorded_on: date, calendar: WorkCalendar) -> date:
    """The last day to which a record may be kept."""
    return calendar.due(recorded_on, MOST_MONTHS, Unit.MONTH).raw
