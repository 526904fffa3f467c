"""岗位、分工、回避、交办签收 and 收件: who is responsible for what, since when, and what was handed to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from app.domain.responsibility import Portfolio, Post, PostHolding, Recusal, ResponsibilityTree, Responsible
from app.domain.viewer import Viewer
from db.rows import add_row
from db.tables import (
    ASSIGNMENTS,
    CASE_REFS,
    CLIMBS,
    DEPARTMENTS,
    MATTERS,
    NOTICES,
    PORTFOLIOS,
    POST_HOLDINGS,
    RECUSALS,
    STAFF,
)
from db.visibility import visible_matters


@dataclass(frozen=True)
class Assignment:
    """交办 to one department or person: given, signed for, ended."""

    assignment_id: int
    matter_id: int
    matter_number: str
    department: str
    handler_id: int | None
    handler: str
    leads: bool
    requirement: str
    due_date: date | None
    given_at: datetime
    given_by: str
    signed_at: datetime | None
    signed_by: str
    sign_method: str


@dataclass(frozen=True)
class Notice:
    """收件: one notice to a person or a post, read on screen or delivered by hand."""

    notice_id: int
    matter_id: int | None
    matter_number: str
    staff_id: int | None
    post: Post
    recipient: str
    kind: str
    words: str
    due_date: date | None
    created_at: datetime
    read_at: datetime | None
    read_by: str
    read_how: str


@dataclass(frozen=True)
class LateMatter:
    """An overdue open matter with the level it has climbed to."""

    matter_id: int
    number: str
    due_date: date
    department_id: int
    handler: Responsible | None
    reached: int
    last_told: date | None


class PeopleReader:
    """Reads responsibility as the viewer may see it."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def tree(self) -> ResponsibilityTree:
        """Every holding and portfolio, past ones too."""
        names = select(STAFF.c.id, STAFF.c.name, STAFF.c.department_id, DEPARTMENTS.c.name.label("department"))
        names = names.outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == STAFF.c.department_id)
        staff = {
            row.id: Responsible(row.id, row.name, row.department_id or 0, row.department or "")
            for row in self._connection.execute(names)
        }
        departments = {row.id: row.name for row in self._connection.execute(select(DEPARTMENTS))}
        holdings = self._connection.execute(select(POST_HOLDINGS).order_by(POST_HOLDINGS.c.id))
        portfolios = self._connection.execute(select(PORTFOLIOS).order_by(PORTFOLIOS.c.id))
        return ResponsibilityTree(
            tuple(
                PostHolding(
                    row.id, staff[row.staff_id], Post(row.post), row.department_id or 0, row.valid_from, row.valid_to
                )
                for row in holdings
            ),
            tuple(
                Portfolio(
                    row.id,
                    staff[row.staff_id],
                    row.department_id,
                    departments[row.department_id],
                    row.valid_from,
                    row.valid_to,
                )
                for row in portfolios
            ),
        )

    def responsible(self, staff_id: int) -> Responsible | None:
        """A member of staff with the department, as matters name them."""
        row = self._connection.execute(
            select(STAFF.c.name, STAFF.c.department_id, DEPARTMENTS.c.name.label("department"))
            .outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == STAFF.c.department_id)
            .where(STAFF.c.id == staff_id)
        ).first()
        return None if row is None else Responsible(staff_id, row.name, row.department_id or 0, row.department or "")

    def recusals(self, matter_id: int) -> tuple[Recusal, ...]:
        """Who must withdraw from a matter."""
        rows = self._connection.execute(
            select(RECUSALS, STAFF.c.name)
            .join(STAFF, STAFF.c.id == RECUSALS.c.staff_id)
            .where(RECUSALS.c.matter_id == matter_id, RECUSALS.c.lifted_at.is_(None))
            .order_by(RECUSALS.c.id)
        )
        return tuple(Recusal(row.staff_id, row.name, row.accused, row.reason) for row in rows)

    def barred(self, matter_id: int) -> frozenset[int]:
        """Staff who cannot be given a matter: those who must withdraw, and the whole division of an accused."""
        named = self.recusals(matter_id)
        accused = [one.staff_id for one in named if one.accused]
        divisions = select(STAFF.c.department_id).where(STAFF.c.id.in_(accused), STAFF.c.department_id.is_not(None))
        colleagues = self._connection.execute(select(STAFF.c.id).where(STAFF.c.department_id.in_(divisions)))
        return frozenset(one.staff_id for one in named) | frozenset(colleagues.scalars())

    def pending(self, staff_id: int | None = None) -> tuple[Assignment, ...]:
        """What was given and not signed for yet, oldest first."""
        conditions: list[Any] = [ASSIGNMENTS.c.signed_at.is_(None), ASSIGNMENTS.c.ended_at.is_(None)]
        if staff_id is not None:
            conditions.append(ASSIGNMENTS.c.handler_id == staff_id)
        return self._assignments(*conditions)

    def assignments(self, matter_id: int) -> tuple[Assignment, ...]:
        """Every assignment of a matter, first to last."""
        return self._assignments(ASSIGNMENTS.c.matter_id == matter_id)

    def _assignments(self, *conditions: Any) -> tuple[Assignment, ...]:
        rows = self._connection.execute(
            select(ASSIGNMENTS, MATTERS.c.number_text)
            .join(MATTERS, MATTERS.c.id == ASSIGNMENTS.c.matter_id)
            .where(*conditions, *visible_matters(self._viewer))
            .order_by(ASSIGNMENTS.c.id)
        )
        return tuple(
            Assignment(
                row.id,
                row.matter_id,
                row.number_text,
                row.department_name,
                row.handler_id,
                row.handler_name,
                row.leads,
                row.requirement,
                row.due_date,
                row.given_at,
                row.given_by,
                row.signed_at,
                row.signed_by,
                row.sign_method,
            )
            for row in rows
        )

    def notices(self, staff_id: int | None = None, *, unread_only: bool = False) -> tuple[Notice, ...]:
        """The inbox of a person, or everybody's; notices of matters out of the viewer's sight are left out."""
        conditions: list[Any] = [NOTICES.c.matter_id.is_(None) | MATTERS.c.id.is_not(None)]
        if staff_id is not None:
            conditions.append(NOTICES.c.staff_id == staff_id)
        if unread_only:
            conditions.append(NOTICES.c.read_at.is_(None))
        rows = self._connection.execute(
            select(NOTICES, MATTERS.c.number_text)
            .select_from(NOTICES)
            .outerjoin(MATTERS, and_(MATTERS.c.id == NOTICES.c.matter_id, *visible_matters(self._viewer)))
            .where(*conditions)
            .order_by(NOTICES.c.id)
        )
        return tuple(
            Notice(
                row.id,
                row.matter_id,
                row.number_text or "",
                row.staff_id,
                Post(row.post),
                row.recipient,
                row.kind,
                row.words,
                row.due_date,
                row.created_at,
                row.read_at,
                row.read_by,
                row.read_how,
            )
            for row in rows
        )

    def late(self, today: date) -> tuple[LateMatter, ...]:
        """Open matters whose due day has passed, with the level each has reached for that day."""
        reached = (
            select(CLIMBS.c.matter_id, CLIMBS.c.due_date, func.max(CLIMBS.c.level).label("level"))
            .add_columns(func.max(CLIMBS.c.told_on).label("told_on"))
            .group_by(CLIMBS.c.matter_id, CLIMBS.c.due_date)
            .subquery()
        )
        rows = self._connection.execute(
            select(MATTERS, reached.c.level, reached.c.told_on)
            .outerjoin(reached, (reached.c.matter_id == MATTERS.c.id) & (reached.c.due_date == MATTERS.c.due_date))
            .where(MATTERS.c.is_open.is_(True), MATTERS.c.due_key < today.isoformat(), *visible_matters(self._viewer))
            .order_by(MATTERS.c.due_key, MATTERS.c.id)
        )
        found = []
        for row in rows:
            department, handler = row.department_id or 0, None
            if row.handler_id is not None:
                handler = Responsible(row.handler_id, row.handler_name, department, row.department_name)
            found.append(
                LateMatter(row.id, row.number_text, row.due_date, department, handler, row.level or 0, row.told_on)
            )
        return tuple(found)

    def climbs(self, matter_id: int) -> tuple[tuple[int, Post, str, date], ...]:
        """The levels a matter has climbed: level, post, name, day."""
        rows = self._connection.execute(select(CLIMBS).where(CLIMBS.c.matter_id == matter_id).order_by(CLIMBS.c.id))
        return tuple((row.level, Post(row.post), row.name, row.told_on) for row in rows)

    def original_judges(self, matter_id: int) -> tuple[tuple[str, int | None, int | None], ...]:
        """Each case of a matter with its original division and judge, where they are known."""
        rows = self._connection.execute(
            select(CASE_REFS.c.normalised, CASE_REFS.c.department_id, CASE_REFS.c.judge_id)
            .where(CASE_REFS.c.matter_id == matter_id)
            .order_by(CASE_REFS.c.position, CASE_REFS.c.id)
        )
        return tuple((row.normalised, row.department_id, row.judge_id) for row in rows)

    def earlier_handlers(self, matter_id: int) -> tuple[tuple[Responsible, str], ...]:
        """Who handled other visible matters about the same cases, newest first, with the matter's number."""
        cases = select(CASE_REFS.c.normalised).where(CASE_REFS.c.matter_id == matter_id)
        rows = self._connection.execute(
            select(MATTERS)
            .join(CASE_REFS, CASE_REFS.c.matter_id == MATTERS.c.id)
            .where(
                CASE_REFS.c.normalised.in_(cases),
                MATTERS.c.id != matter_id,
                MATTERS.c.handler_id.is_not(None),
                *visible_matters(self._viewer),
            )
            .order_by(MATTERS.c.id.desc())
        )
        return tuple(
            (
                Responsible(row.handler_id, row.handler_name, row.department_id or 0, row.department_name),
                row.number_text,
            )
            for row in rows
        )

    def case_types(self, matter_id: int) -> tuple[str, ...]:
        """The type codes of a matter's cases."""
        rows = self._connection.execute(
            select(CASE_REFS.c.type_code)
            .where(CASE_REFS.c.matter_id == matter_id, CASE_REFS.c.type_code != "")
            .order_by(CASE_REFS.c.position, CASE_REFS.c.id)
        )
        return tuple(dict.fromkeys(rows.scalars()))


class PeopleWriter(PeopleReader):
    """Changes responsibility; ended things are dated, never deleted."""

    def add_holding(self, staff_id: int, post: Post, department_id: int | None, start: date, end: date | None) -> int:
        """Give a post to somebody from a day on."""
        values = {
            "staff_id": staff_id,
            "post": post.value,
            "department_id": department_id,
            "valid_from": start,
            "valid_to": end,
        }
        return add_row(self._connection, POST_HOLDINGS, values)

    def end_holding(self, holding_id: int, last: date) -> None:
        """Say on which day a post was held for the last time."""
        self._connection.execute(update(POST_HOLDINGS).where(POST_HOLDINGS.c.id == holding_id).values(valid_to=last))

    def add_portfolio(self, staff_id: int, department_id: int, start: date, end: date | None) -> int:
        """Put a leader in charge of a department from a day on."""
        values = {"staff_id": staff_id, "department_id": department_id, "valid_from": start, "valid_to": end}
        return add_row(self._connection, PORTFOLIOS, values)

    def end_portfolio(self, portfolio_id: int, last: date) -> None:
        """Say on which day a leader was in charge for the last time."""
        self._connection.execute(update(PORTFOLIOS).where(PORTFOLIOS.c.id == portfolio_id).values(valid_to=last))

    def add_recusal(self, matter_id: int, staff_id: int, accused: bool, reason: str, now: datetime) -> int:
        """Name somebody who must withdraw."""
        values = {
            "matter_id": matter_id,
            "staff_id": staff_id,
            "accused": accused,
            "reason": reason,
            "named_at": now,
            "account_id": self._viewer.account_id or None,
        }
        return add_row(self._connection, RECUSALS, values)

    def lift_recusal(self, matter_id: int, staff_id: int, reason: str, now: datetime) -> bool:
        """End a recusal that was named by mistake; whether there was one."""
        changed = self._connection.execute(
            update(RECUSALS)
            .where(RECUSALS.c.matter_id == matter_id, RECUSALS.c.staff_id == staff_id, RECUSALS.c.lifted_at.is_(None))
            .values(lifted_at=now, lift_reason=reason)
        )
        return bool(changed.rowcount)

    def give(
        self, matter_id: int, person: Responsible, requirement: str, due: date | None, now: datetime, *, leads: bool
    ) -> int:
        """Record that a matter was given to somebody; it waits for a signature."""
        values = {
            "matter_id": matter_id,
            "department_id": person.department_id or None,
            "department_name": person.department,
            "handler_id": person.staff_id or None,
            "handler_name": person.name,
            "leads": leads,
            "requirement": requirement,
            "due_date": due,
            "given_at": now,
            "given_by": self._viewer.name,
        }
        return add_row(self._connection, ASSIGNMENTS, values)

    def sign(self, matter_id: int, signed_by: str, method: str, now: datetime) -> None:
        """Write the signature on what waits for it in a matter."""
        self._connection.execute(
            update(ASSIGNMENTS)
            .where(
                ASSIGNMENTS.c.matter_id == matter_id,
                ASSIGNMENTS.c.leads.is_(True),
                ASSIGNMENTS.c.signed_at.is_(None),
                ASSIGNMENTS.c.ended_at.is_(None),
            )
            .values(signed_at=now, signed_by=signed_by, sign_method=method)
        )

    def sign_one(self, assignment_id: int, signed_by: str, method: str, now: datetime) -> None:
        """Write the signature on one assignment."""
        self._connection.execute(
            update(ASSIGNMENTS)
            .where(ASSIGNMENTS.c.id == assignment_id)
            .values(signed_at=now, signed_by=signed_by, sign_method=method)
        )

    def end_assignments(self, matter_id: int, reason: str, now: datetime) -> None:
        """End what still runs in a matter: reassigned, returned, concluded."""
        self._connection.execute(
            update(ASSIGNMENTS)
            .where(ASSIGNMENTS.c.matter_id == matter_id, ASSIGNMENTS.c.ended_at.is_(None))
            .values(ended_at=now, end_reason=reason)
        )

    def notify(
        self,
        post: Post,
        person: Responsible | None,
        recipient: str,
        kind: str,
        words: str,
        now: datetime,
        *,
        matter_id: int | None = None,
        due: date | None = None,
    ) -> int:
        """Put a notice into somebody's inbox."""
        values = {
            "matter_id": matter_id,
            "staff_id": person.staff_id or None if person else None,
            "post": post.value,
            "recipient": recipient,
            "kind": kind,
            "words": words,
            "due_date": due,
            "created_at": now,
        }
        return add_row(self._connection, NOTICES, values)

    def mark_read(self, notice_ids: tuple[int, ...], reader: str, how: str, now: datetime) -> int:
        """Record that notices were read or delivered; gives how many were still unread."""
        changed = self._connection.execute(
            update(NOTICES)
            .where(NOTICES.c.id.in_(notice_ids), NOTICES.c.read_at.is_(None))
            .values(read_at=now, read_by=reader, read_how=how)
        )
        return int(changed.rowcount)

    def climb(self, matter_id: int, due: date, level: int, post: Post, person: Responsible | None, today: date) -> None:
        """Record that a level was told."""
        row = {
            "matter_id": matter_id,
            "due_date": due,
            "level": level,
            "post": post.value,
            "staff_id": person.staff_id or None if person else None,
            "name": person.name if person else "",
            "told_on": today,
        }
        self._connection.execute(insert(CLIMBS), row)

    def set_original_judge(
        self, matter_id: int, case_number: str, department_id: int | None, judge_id: int | None
    ) -> bool:
        """Say which division and judge decided a case; whether the matter has that case."""
        changed = self._connection.execute(
            update(CASE_REFS)
            .where(CASE_REFS.c.matter_id == matter_id, CASE_REFS.c.normalised == case_number)
            .values(department_id=department_id, judge_id=judge_id)
        )
        return bool(changed.rowcount)
