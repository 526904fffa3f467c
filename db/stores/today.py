"""今日 and 日终: what is due, which contacts have no result, closings of days, and who is away.

Everything here is one indexed range: open matters by due day, contacts by day, what was told by day.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, insert, not_, or_, select, text, update

from app.domain.today import Absence, DayClosing, DayItem, OpenEnd
from app.domain.viewer import Viewer
from db.rows import add_row
from db.tables import (
    ABSENCES,
    ACTIONS,
    CONTACT_REASONS,
    CONTACTS,
    DAY_CLOSING_ITEMS,
    DAY_CLOSINGS,
    DEPARTMENTS,
    INQUIRIES,
    MATTERS,
    SAID,
    STAFF,
)
from db.visibility import visible_matters

NOT_A_RESULT = ("contact", "carry", "clock")
"""Steps that come by themselves and are nothing done for a contact."""
WORK_WITHOUT_STEP = ("note", "talk", "reply")
MOST_SAID = 4000


class TodayReader:
    """Reads the day as the viewer may see it."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def due(self, first: date | None, last: date, most: int) -> tuple[tuple[DayItem, ...], int]:
        """Open matters due between two days, the viewer's own first, and how many there are in all."""
        span = [MATTERS.c.is_open.is_(True), MATTERS.c.due_key <= last.isoformat(), *visible_matters(self._viewer)]
        span.append(MATTERS.c.due_key >= (first or date(1900, 1, 1)).isoformat())
        count = int(self._connection.execute(select(func.count()).select_from(MATTERS).where(*span)).scalar_one())
        order = (MATTERS.c.due_key, MATTERS.c.id)
        mine = self._mine()
        rows: list[Row[Any]] = []
        if mine is not None:
            rows += self._connection.execute(select(MATTERS).where(*span, mine).order_by(*order).limit(most)).all()
        own = len(rows)
        if own < most:
            others = span if mine is None else [*span, not_(func.coalesce(mine, False))]
            query = select(MATTERS).where(*others).order_by(*order).limit(most - own)
            rows += self._connection.execute(query).all()
        return tuple(_matter(row, mine=place < own) for place, row in enumerate(rows)), count

    def said_since(self, first: date) -> tuple[tuple[int, str, str, str, datetime, str], ...]:
        """The newest thing told to the petitioner of each visible matter: id, number, name, who, when, words."""
        newest = (
            select(func.max(ACTIONS.c.id).label("id"))
            .where(text(f"actions.{SAID}"), ACTIONS.c.happened_at >= datetime.combine(first, time.min))
            .group_by(ACTIONS.c.matter_id.op("+")(0))  # else the whole timeline is walked in the order of matters
            .subquery()
        )
        rows = self._connection.execute(
            select(ACTIONS, MATTERS.c.number_text, MATTERS.c.petitioner_name, MATTERS.c.handler_name)
            .join(newest, newest.c.id == ACTIONS.c.id)
            .join(MATTERS, MATTERS.c.id == ACTIONS.c.matter_id)
            .where(MATTERS.c.voided_at.is_(None), *visible_matters(self._viewer))
            .order_by(ACTIONS.c.id.desc())
            .limit(MOST_SAID)
        )
        return tuple(
            (row.matter_id, row.number_text, row.petitioner_name, row.handler_name, row.happened_at, row.words)
            for row in rows
        )

    def contacts_of(self, day: date) -> int:
        """Visible live contacts of a day."""
        query = select(func.count()).select_from(CONTACTS).join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
        return int(self._connection.execute(query.where(*_live(day, day), *self._sight())).scalar_one())

    def open_ends(self, first: date, last: date) -> tuple[OpenEnd, ...]:
        """Contacts between two days without a result, with the reason given, in the order they happened."""
        return self._ends(*_live(first, last), not_(_landed()))

    def late_after(self, first: date, last: date) -> tuple[OpenEnd, ...]:
        """Contacts of days already closed that were written down afterwards and are in no closing yet."""
        listed = exists().where(DAY_CLOSING_ITEMS.c.contact_id == CONTACTS.c.id)
        after = exists().where(
            DAY_CLOSINGS.c.day == func.date(CONTACTS.c.happened_at),
            DAY_CLOSINGS.c.closed_at < CONTACTS.c.registered_at,
        )
        return self._ends(*_live(first, last), after, not_(listed), late=True)

    def hidden_ends(self, day: date) -> int:
        """How many contacts of a day dangle out of the viewer's sight."""
        query = (
            select(func.count())
            .select_from(CONTACTS)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .outerjoin(CONTACT_REASONS, CONTACT_REASONS.c.contact_id == CONTACTS.c.id)
            .where(*_live(day, day), not_(_landed()), CONTACT_REASONS.c.contact_id.is_(None))
        )
        everything = int(self._connection.execute(query.where(MATTERS.c.voided_at.is_(None))).scalar_one())
        return everything - int(self._connection.execute(query.where(*self._sight())).scalar_one())

    def contact(self, contact_id: int) -> OpenEnd | None:
        """One visible live contact with the reason given, ``None`` where there is none."""
        return next(iter(self._ends(CONTACTS.c.id == contact_id, CONTACTS.c.voided_at.is_(None))), None)

    def days_with_contacts(self, first: date, last: date) -> tuple[date, ...]:
        """Days on which somebody came, wrote or called."""
        day = func.date(CONTACTS.c.happened_at)
        rows = self._connection.execute(select(day).where(*_live(first, last)).group_by(day).order_by(day))
        return tuple(date.fromisoformat(one) for one in rows.scalars())

    def closing(self, day: date) -> DayClosing | None:
        """The closing of a day."""
        row = self._connection.execute(select(DAY_CLOSINGS).where(DAY_CLOSINGS.c.day == day)).first()
        return None if row is None else _closing(row)

    def closings(self, most: int) -> tuple[DayClosing, ...]:
        """The newest closings."""
        rows = self._connection.execute(select(DAY_CLOSINGS).order_by(DAY_CLOSINGS.c.day.desc()).limit(most))
        return tuple(_closing(row) for row in rows)

    def first_closed(self) -> date | None:
        """The first day that was ever closed."""
        return self._connection.execute(select(func.min(DAY_CLOSINGS.c.day))).scalar()

    def closing_paper(self, closing_id: int) -> str:
        """The frozen sheet of a closing, empty where there is none."""
        query = select(DAY_CLOSINGS.c.paper).where(DAY_CLOSINGS.c.id == closing_id)
        return str(self._connection.execute(query).scalar() or "")

    def absences(self, first: date, last: date) -> tuple[Absence, ...]:
        """Who is away between two days, the earliest first."""
        rows = self._connection.execute(
            select(ABSENCES, STAFF.c.name, DEPARTMENTS.c.name.label("department"))
            .join(STAFF, STAFF.c.id == ABSENCES.c.staff_id)
            .outerjoin(DEPARTMENTS, DEPARTMENTS.c.id == STAFF.c.department_id)
            .where(ABSENCES.c.last_day >= first, ABSENCES.c.first_day <= last, ABSENCES.c.withdrawn_at.is_(None))
            .order_by(ABSENCES.c.first_day, ABSENCES.c.id)
        )
        return tuple(
            Absence(row.id, row.staff_id, row.name, row.department or "", row.first_day, row.last_day, row.reason)
            for row in rows
        )

    def _mine(self) -> ColumnElement[bool] | None:
        viewer, conditions = self._viewer, []
        if viewer.staff_id is not None:
            conditions.append(MATTERS.c.handler_id == viewer.staff_id)
        if viewer.department_id is not None:
            conditions.append(MATTERS.c.department_id == viewer.department_id)
        return or_(*conditions) if conditions else None

    def _sight(self) -> list[ColumnElement[bool]]:
        return [MATTERS.c.voided_at.is_(None), *visible_matters(self._viewer)]

    def _ends(self, *conditions: ColumnElement[bool], late: bool = False) -> tuple[OpenEnd, ...]:
        rows = self._connection.execute(
            select(CONTACTS, _landed().label("landed"), CONTACT_REASONS.c.code, CONTACT_REASONS.c.words)
            .add_columns(MATTERS.c.number_text.label("matter"), MATTERS.c.petitioner_name, MATTERS.c.restricted)
            .join(MATTERS, MATTERS.c.id == CONTACTS.c.matter_id)
            .outerjoin(CONTACT_REASONS, CONTACT_REASONS.c.contact_id == CONTACTS.c.id)
            .where(*conditions, *self._sight())
            .order_by(CONTACTS.c.happened_at, CONTACTS.c.id)
        )
        return tuple(
            OpenEnd(
                row.id,
                row.number_text,
                row.matter_id,
                row.matter,
                row.petitioner_name,
                row.happened_at,
                row.registered_at,
                row.code or "",
                row.words or "",
                late,
                row.restricted,
                bool(row.landed),
            )
            for row in rows
        )


class TodayWriter(TodayReader):
    """Keeps reasons, closes days, notes who is away."""

    def give_reason(self, contact_id: int, code: str, words: str, now: datetime) -> None:
        """Keep why a contact has no result; another one takes its place (the caller audits the old)."""
        values = {
            "code": code,
            "words": words,
            "said_at": now,
            "account_id": self._viewer.account_id or None,
            "said_by": self._viewer.name,
        }
        changed = self._connection.execute(
            update(CONTACT_REASONS).where(CONTACT_REASONS.c.contact_id == contact_id).values(values)
        )
        if changed.rowcount == 0:
            self._connection.execute(insert(CONTACT_REASONS), {"contact_id": contact_id, **values})

    def close(self, values: dict[str, Any], ends: tuple[OpenEnd, ...], now: datetime) -> int:
        """Close a day for good; gives the closing's id."""
        who = {"closed_at": now, "account_id": self._viewer.account_id or None, "closed_by": self._viewer.name}
        closing_id = add_row(self._connection, DAY_CLOSINGS, {**values, **who})
        rows = [
            {
                "closing_id": closing_id,
                "contact_id": one.contact_id,
                "late": one.late,
                "code": one.code,
                "words": one.words,
            }
            for one in {one.contact_id: one for one in ends}.values()
        ]
        if rows:
            self._connection.execute(insert(DAY_CLOSING_ITEMS), rows)
        return closing_id

    def add_absence(self, staff_id: int, first: date, last: date, reason: str, now: datetime) -> int:
        """Note that somebody is away; gives the id."""
        values = {
            "staff_id": staff_id,
            "first_day": first,
            "last_day": last,
            "reason": reason,
            "recorded_at": now,
            "account_id": self._viewer.account_id or None,
            "recorded_by": self._viewer.name,
        }
        return add_row(self._connection, ABSENCES, values)

    def withdraw_absence(self, absence_id: int, now: datetime) -> bool:
        """The person is there after all; whether it still stood."""
        changed = self._connection.execute(
            update(ABSENCES)
            .where(ABSENCES.c.id == absence_id, ABSENCES.c.withdrawn_at.is_(None))
            .values(withdrawn_at=now)
        )
        return bool(changed.rowcount)


def _live(first: date, last: date) -> list[ColumnElement[bool]]:
    """Contacts of some days that count: not voided, and not only a question about progress, which was answered."""
    return [
        CONTACTS.c.happened_at >= datetime.combine(first, time.min),
        CONTACTS.c.happened_at < datetime.combine(last + timedelta(days=1), time.min),
        CONTACTS.c.voided_at.is_(None),
        not_(exists().where(INQUIRIES.c.contact_id == CONTACTS.c.id)),
    ]


def _landed() -> ColumnElement[bool]:
    """处访必果: a disposition was chosen, or the matter moved or was worked on after the contact."""
    moved = exists().where(
        ACTIONS.c.matter_id == CONTACTS.c.matter_id,
        ACTIONS.c.recorded_at >= CONTACTS.c.registered_at,
        or_(
            and_(ACTIONS.c.step != "", ACTIONS.c.step.not_in(NOT_A_RESULT)),
            and_(ACTIONS.c.step == "", ACTIONS.c.kind.in_(WORK_WITHOUT_STEP)),
        ),
    )
    return or_(CONTACTS.c.disposition_code != "", moved)


def _matter(row: Row[Any], *, mine: bool) -> DayItem:
    who = f"{row.department_name}{row.handler_name}" or row.owner
    return DayItem(row.number_text, row.petitioner_name, row.summary, who, row.due_date, row.id, None, mine)


def _closing(row: Row[Any]) -> DayClosing:
    return DayClosing(row.id, row.day, row.closed_at, row.closed_by, row.contacts, row.landed, row.reasoned, row.late)
