"""领导包案: whether a named leader really owns a key matter: three personal duties, idle days, monthly reports.

Source of the rules: practice of courts (重点案件分解到每位领导，亲自接访、研究、协调，一包到底). What somebody else
did for the leader is kept and shown, and never counts as the leader's own.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.lead_kinds import DUTIES, TRAITS
from app.domain.record import HandlingRecord

TRAIT_TEXT = dict(TRAITS)


@dataclass(frozen=True)
class Term:
    """包案任期: one leader over one matter, from a day to the day it was handed over or ended (``None``: still)."""

    leader_id: int
    leader: str
    start: date
    end: date | None = None


@dataclass(frozen=True)
class DutyMeter:
    """亲自办理情况 of the current leader of one matter: days of each duty, what others did, days without any.

    ``last`` is the day of the newest act of the leader's own, ``None`` before the first; ``idle`` are calendar days
    since then, or since the term began.
    """

    assignment: HandlingRecord
    term: Term
    days: Mapping[str, tuple[date, ...]]
    delegated: int
    last: date | None
    idle: int

    def count(self, duty: str) -> int:
        """How often the leader did this one."""
        return len(self.days.get(duty, ()))

    @property
    def missing(self) -> tuple[str, ...]:
        """The duties that the leader has never done."""
        return tuple(text for duty, text in DUTIES if not self.days.get(duty))


@dataclass(frozen=True)
class MonthLine:
    """月度汇报情况: one matter with its leader, and the report of the month or that it is missing."""

    assignment: HandlingRecord
    leader: str
    report: HandlingRecord | None
    missing: bool


def is_key(records: Iterable[HandlingRecord]) -> bool:
    """Whether a matter is a key matter now."""
    return any(one.kind == "key_case" and one.owed for one in records)


def traits(record: HandlingRecord) -> tuple[str, ...]:
    """Which of the three attributes a key matter has."""
    return tuple(text for name, text in TRAITS if record.values.get(name))


def current(records: Iterable[HandlingRecord]) -> HandlingRecord | None:
    """The assignment that holds; there is at most one."""
    return next((one for one in records if one.kind == "lead_assignment" and one.owed), None)


def terms(assignment: HandlingRecord) -> tuple[Term, ...]:
    """Who led the matter from when to when, in order; the last one is open until the assignment ends."""
    values, names = assignment.values, assignment.names
    leader_id, leader, start = int(values.get("leader") or 0), names.get("leader", ""), assignment.day
    found: list[Term] = []
    for event in assignment.events:
        if event.name != "handed_over":
            continue
        found.append(Term(leader_id, leader, start, event.day))
        leader_id, leader, start = int(event.values["new_leader"]), event.names.get("new_leader", ""), event.day
    return (*found, Term(leader_id, leader, start, assignment.ended_on))


def term_on(assignment: HandlingRecord, day: date) -> Term | None:
    """Who led the matter on a day; on the day of a hand-over, the one who took over."""
    return next((one for one in reversed(terms(assignment)) if one.start <= day), None)


def meter(assignment: HandlingRecord, duties: Iterable[HandlingRecord], today: date) -> DutyMeter:
    """What the current leader did in person, from the duty records of any matters."""
    term = terms(assignment)[-1]
    days: dict[str, list[date]] = {duty: [] for duty, _ in DUTIES}
    delegated = 0
    for one in duties:
        if one.kind != "personal_duty" or not one.live or one.matter_id != assignment.matter_id:
            continue
        if one.owner_id != term.leader_id or not term.start <= one.day <= today:
            continue
        if one.values.get("delegated"):
            delegated += 1
        else:
            days[one.values["duty"]].append(one.day)
    own = [day for those in days.values() for day in those]
    last = max(own, default=None)
    kept = {duty: tuple(sorted(those)) for duty, those in days.items()}
    return DutyMeter(assignment, term, kept, delegated, last, (today - (last or term.start)).days)


def idle(
    assignments: Iterable[HandlingRecord], duties: Collection[HandlingRecord], today: date, limit: int
) -> tuple[DutyMeter, ...]:
    """N日未亲自办理: current assignments whose leader did nothing in person for ``limit`` days, the longest first."""
    found = [meter(one, duties, today) for one in assignments if one.kind == "lead_assignment" and one.owed]
    return tuple(sorted((one for one in found if one.idle >= limit), key=lambda one: -one.idle))


def month_of(day: date) -> str:
    """2026-03."""
    return f"{day.year:04d}-{day.month:02d}"


def asked_month(last: date | None, today: date) -> str:
    """Which month is heard about: that of the day asked for, else the one that ended last."""
    return month_of(last if last is not None else today.replace(day=1) - timedelta(days=1))


def month_days(month: str) -> tuple[date, date]:
    """First and last day of a month written 2026-03.

    Raises:
        ValueError: it is not written so.
    """
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def report_due(month: str, day: int) -> date:
    """The last day for the report of a month: ``day`` of the month after."""
    return month_days(month)[1] + timedelta(days=day)


def month_lines(records: Collection[HandlingRecord], month: str, due_day: int, today: date) -> tuple[MonthLine, ...]:
    """月度汇报: every matter that was led at the end of the month (or is today), with its report or as missing.

    A report is missing when the day after :func:`report_due` has come without one.
    """
    first, last = month_days(month)
    until = min(last, today)
    late = today > report_due(month, due_day)
    reports = {
        one.matter_id: one
        for one in records
        if one.kind == "monthly_report" and one.live and one.values.get("month") == month
    }
    found = []
    for one in records:
        if one.kind != "lead_assignment" or not one.live or one.day > until:
            continue
        ended_before = one.ended_on is not None and one.ended_on <= until
        report = reports.get(one.matter_id)
        if (ended_before and (report is None or (one.ended_on is not None and one.ended_on < first))) or until < first:
            continue
        term = term_on(one, until)
        found.append(MonthLine(one, term.leader if term else one.owner, report, report is None and late))
    return tuple(found)
