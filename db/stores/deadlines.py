"""期限与期限规则: what runs against matters, what it was before, and the office's own version of the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from app.domain.contact import Channel
from app.domain.deadline import DeadlineRule, Duty, RuleStatus, RunningClock, StartEvent, packaged_rules
from app.domain.matter import Track
from app.domain.matter_detail import DeadlineDetail
from app.domain.viewer import Viewer
from app.domain.work_calendar import DueDate, Unit
from db.rows import add_row
from db.tables import DEADLINE_RULES, DEADLINES, MATTERS
from db.visibility import visible_matters


@dataclass(frozen=True)
class NewDeadline:
    """One deadline to begin: the rule or paper it comes from, and the dates that were derived."""

    rule_code: str
    name: str
    citation: str
    start: date
    due: DueDate
    status: RuleStatus = RuleStatus.INTERNAL
    duty: Duty = Duty.COURT
    amount: int | None = None
    unit: Unit | None = None
    roll: bool = True
    previous_id: int | None = None
    reason: str = ""
    approver: str = ""
    paper: str = ""
    calendar: str = ""


class DeadlineReader:
    """Reads deadlines and rules."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def rules(self) -> tuple[DeadlineRule, ...]:
        """Every rule: the packaged ones, each replaced by the office's own lines of the same code."""
        own: dict[str, list[DeadlineRule]] = {}
        rows = self._connection.execute(
            select(DEADLINE_RULES).order_by(DEADLINE_RULES.c.code, DEADLINE_RULES.c.effective_from)
        )
        for row in rows:
            own.setdefault(row.code, []).append(_rule(row))
        rules: list[DeadlineRule] = []
        for rule in packaged_rules():
            rules += own.pop(rule.code, [rule])
        return (*rules, *(one for lines in own.values() for one in lines))

    def of_matter(self, matter_id: int, *, ended: bool = False) -> tuple[DeadlineDetail, ...]:
        """Deadlines of a matter, running ones only or all, in the order they began."""
        conditions = [DEADLINES.c.matter_id == matter_id]
        if not ended:
            conditions.append(DEADLINES.c.ended_at.is_(None))
        rows = self._connection.execute(select(DEADLINES).where(*conditions).order_by(DEADLINES.c.id))
        return tuple(detail_of(row) for row in rows)

    def running(self) -> tuple[tuple[int, str, DeadlineDetail], ...]:
        """Every running deadline of visible open matters with the matter's id and number."""
        rows = self._connection.execute(
            select(DEADLINES, MATTERS.c.number_text)
            .join(MATTERS, MATTERS.c.id == DEADLINES.c.matter_id)
            .where(DEADLINES.c.ended_at.is_(None), MATTERS.c.is_open.is_(True), *visible_matters(self._viewer))
            .order_by(DEADLINES.c.id)
        )
        return tuple((row.matter_id, row.number_text, detail_of(row)) for row in rows)

    def furthest(self) -> date | None:
        """The last day that a running deadline reaches."""
        query = select(func.max(DEADLINES.c.legal_date)).where(DEADLINES.c.ended_at.is_(None))
        return self._connection.execute(query).scalar()


class DeadlineWriter(DeadlineReader):
    """Begins and ends deadlines; the dates of one that began are only corrected by a new holiday table."""

    def begin(self, matter_id: int, new: NewDeadline) -> RunningClock:
        """Keep a deadline with its derivation; gives the clock that the workflow counts with."""
        deadline_id = add_row(
            self._connection,
            DEADLINES,
            {
                "matter_id": matter_id,
                "rule_code": new.rule_code,
                "rule_name": new.name,
                "citation": new.citation,
                "start_date": new.start,
                "raw_date": new.due.raw,
                "legal_date": new.due.legal,
                "advised_date": new.due.reminder(new.start),
                "derivation": "\n".join(new.due.derivation),
                "provisional": new.due.provisional,
                "status": new.status.value,
                "duty": new.duty.value,
                "amount": new.amount,
                "unit": new.unit.value if new.unit else "",
                "roll": new.roll,
                "previous_id": new.previous_id,
                "reason": new.reason,
                "approver": new.approver,
                "paper": new.paper,
                "calendar": new.calendar,
            },
        )
        key = f"d{deadline_id}"
        self.rename_clock(deadline_id, key)
        superior = new.status is RuleStatus.SUPERIOR
        return RunningClock(key, new.name, new.start, new.due.legal, superior, new.duty)

    def end(self, matter_id: int, at: datetime, reason: str, keys: tuple[str, ...] | None = None) -> None:
        """Stop the given clocks of a matter, or all that run."""
        conditions = [DEADLINES.c.matter_id == matter_id, DEADLINES.c.ended_at.is_(None)]
        if keys is not None:
            conditions.append(DEADLINES.c.clock.in_(keys))
        self._connection.execute(update(DEADLINES).where(*conditions).values(ended_at=at, end_reason=reason))

    def move(self, deadline_id: int, due: DueDate, start: date, calendar: str) -> None:
        """Write the dates that another holiday table gives (the caller audits the old ones)."""
        values = {
            "raw_date": due.raw,
            "legal_date": due.legal,
            "advised_date": due.reminder(start),
            "derivation": "\n".join(due.derivation),
            "provisional": due.provisional,
            "calendar": calendar,
        }
        self._connection.execute(update(DEADLINES).where(DEADLINES.c.id == deadline_id).values(values))

    def rename_clock(self, deadline_id: int, clock: str) -> None:
        """Give a deadline the key its moved clock is counted under."""
        self._connection.execute(update(DEADLINES).where(DEADLINES.c.id == deadline_id).values(clock=clock))

    def set_rule(self, rule: DeadlineRule) -> None:
        """Keep the office's line of a rule from a day on."""
        values = {
            "code": rule.code,
            "name": rule.name,
            "citation": rule.citation,
            "status": rule.status.value,
            "amount": rule.amount,
            "unit": rule.unit.value,
            "start_event": rule.start_event.value,
            "effective_from": rule.effective_from,
            "effective_to": rule.effective_to,
            "confirmed": rule.confirmed,
            "active": rule.active,
            "automatic": rule.automatic,
            "duty": rule.duty.value,
            "track": rule.track.value if rule.track else "",
            "channels": ",".join(one.value for one in rule.channels),
            "roll": rule.roll,
            "note": rule.note,
        }
        same = (DEADLINE_RULES.c.code == rule.code, DEADLINE_RULES.c.effective_from == rule.effective_from)
        changed = self._connection.execute(update(DEADLINE_RULES).where(*same).values(values))
        if changed.rowcount == 0:
            self._connection.execute(insert(DEADLINE_RULES), values)


def detail_of(row: Any) -> DeadlineDetail:
    """One deadline as screens and papers show it."""
    return DeadlineDetail(
        rule_name=row.rule_name,
        citation=row.citation,
        raw_date=row.raw_date,
        legal_date=row.legal_date,
        advised_date=row.advised_date,
        derivation=tuple(row.derivation.split("\n")),
        provisional=row.provisional,
        deadline_id=row.id,
        clock=row.clock,
        rule_code=row.rule_code,
        status=RuleStatus(row.status),
        duty=Duty(row.duty),
        start_date=row.start_date,
        amount=row.amount,
        unit=Unit(row.unit) if row.unit else None,
        roll=row.roll,
        previous_id=row.previous_id,
        reason=row.reason,
        approver=row.approver,
        paper=row.paper,
        calendar=row.calendar,
        ended_at=row.ended_at,
        end_reason=row.end_reason,
    )


def _rule(row: Any) -> DeadlineRule:
    return DeadlineRule(
        code=row.code,
        name=row.name,
        citation=row.citation,
        status=RuleStatus(row.status),
        amount=row.amount,
        unit=Unit(row.unit),
        start_event=StartEvent(row.start_event),
        effective_from=row.effective_from,
        confirmed=row.confirmed,
        active=row.active,
        automatic=row.automatic,
        duty=Duty(row.duty),
        track=Track(row.track) if row.track else None,
        channels=tuple(Channel(one) for one in row.channels.split(",") if one),
        roll=row.roll,
        effective_to=row.effective_to,
        note=row.note,
    )
