"""A key matter with its leader, letters of supervision, and what follows, written as staff would."""

from __future__ import annotations

from datetime import timedelta

from app.domain.record import HandlingRecord
from app.domain.step import Step
from app.services import records
from app.services.records import RecordReceipt
from tests.support.desk_flow import Matter
from tests.support.record_flow import follow, take, write


def make_key(matter: Matter) -> RecordReceipt:
    """A key matter with one of the three attributes."""
    return write(matter, "key_case", hard="1")


def lead(matter: Matter, leader: str = "方某", **given: str) -> RecordReceipt:
    """A leader for the matter, 60 days to solve it."""
    due = (matter.now.date() + timedelta(days=60)).isoformat()
    values = {"leader": str(matter.court.staff[leader]), "due": due, "superior": "", **given}
    return write(matter, "lead_assignment", **values)


def do_duty(matter: Matter, duty: str = "receive", **given: str) -> RecordReceipt:
    """Something the leader did, today unless told."""
    return write(matter, "personal_duty", **{"duty": duty, "delegated": "", **given})


def supervise(matter: Matter, rung: str, days: int = 7) -> RecordReceipt:
    """The next letter, with feedback in some days."""

    due = (matter.now.date() + timedelta(days=days)).isoformat()
    receipt = take(matter, Step.SUPERVISE, rung=rung, addressee="执行局", due=due)
    assert receipt.record is not None
    return receipt.record


def decide(matter: Matter, person: str = "尹某", words: str = "当时未及时送达，我有责任。") -> RecordReceipt:
    """An accountability review with its statement and both approvals."""
    staff = matter.court.staff
    receipt = write(matter, "accountability", person=str(staff[person]))
    follow(matter, receipt, "statement", words=words)
    follow(matter, receipt, "approved", first_approver=str(staff["贺某"]))
    follow(matter, receipt, "confirmed", second_approver=str(staff["方某"]))
    return receipt


def record(matter: Matter, receipt: RecordReceipt) -> HandlingRecord:
    """The record as it is now."""
    return records.get(matter.session, receipt.record_id)
