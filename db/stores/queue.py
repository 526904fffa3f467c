"""事项队列: pages by keyset, so that the millionth row costs what the first does."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, func, select

from app.domain.contact import Channel
from app.domain.matter import MatterStatus
from app.domain.queue import (
    COUNT_CAP,
    PAGE_ROWS,
    QueueCounts,
    QueueFilter,
    QueuePage,
    QueueRow,
    QueueSort,
    QueueView,
)
from app.domain.viewer import Viewer
from db.tables import MATTERS
from db.visibility import visible_matters

_SORT_COLUMNS = {
    QueueSort.DUE: MATTERS.c.due_key,
    QueueSort.REGISTERED: MATTERS.c.registered_at,
    QueueSort.LATEST: MATTERS.c.latest_at,
    QueueSort.PETITIONER: MATTERS.c.petitioner_name,
    QueueSort.HANDLER: MATTERS.c.handler_name,
    QueueSort.REPEATS: MATTERS.c.contact_count,
}

_SHOWN = {
    "matter_id": MATTERS.c.id,
    "number": MATTERS.c.number_text,
    "registered_at": MATTERS.c.registered_at,
    "latest_at": MATTERS.c.latest_at,
    "petitioner": MATTERS.c.petitioner_name,
    "head_count": MATTERS.c.head_count,
    "contact_count": MATTERS.c.contact_count,
    "channel": MATTERS.c.channel,
    "summary": MATTERS.c.summary,
    "case_number": MATTERS.c.case_number,
    "handler": MATTERS.c.handler_name,
    "department": MATTERS.c.department_name,
    "status": MATTERS.c.status,
    "due_date": MATTERS.c.due_date,
    "restricted": MATTERS.c.restricted,
}
_FIELDS = tuple(one.name for one in fields(QueueRow))
_COLUMNS = (*(_SHOWN[name] for name in _FIELDS), MATTERS.c.due_key)
_IDS = func.json_each(bindparam("ids")).table_valued("value")  # one value bound instead of 200
_THESE = select(*_COLUMNS).where(MATTERS.c.id.in_(select(_IDS.c.value)))
_CHANNEL, _STATUS = _FIELDS.index("channel"), _FIELDS.index("status")
_CHANNELS = {one.value: one for one in Channel}
_STATUSES = {one.value: one for one in MatterStatus}


class QueueReader:
    """Reads pages and counts of the list. ``today`` and ``soon`` (the last day that counts as soon) are given."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def page(
        self,
        wanted: QueueFilter,
        today: date,
        soon: date,
        after: tuple[str | int, int] | None = None,
        limit: int = PAGE_ROWS,
    ) -> QueuePage:
        """One page of the list without search words, after the given key."""
        column = _SORT_COLUMNS[wanted.sort]
        order = (column.desc(), MATTERS.c.id.desc()) if wanted.descending else (column, MATTERS.c.id)
        query = select(*_COLUMNS).where(*self.conditions(wanted, today, soon)).order_by(*order)
        rows: list[Row[Any]] = []
        for part in [()] if after is None else _beyond(column, wanted, after):
            if len(rows) <= limit:
                rows += self._connection.execute(query.where(*part).limit(limit + 1 - len(rows))).all()
        more = len(rows) > limit
        rows = rows[:limit]
        key = (_to_key(getattr(rows[-1], column.name)), rows[-1].id) if more else None
        return QueuePage(tuple(_row(row) for row in rows), key)

    def rows(self, matter_ids: tuple[int, ...]) -> tuple[QueueRow, ...]:
        """The given visible matters in the given order."""
        hidden = visible_matters(self._viewer)
        query = _THESE if not hidden else _THESE.where(*hidden)
        found = self._connection.execute(query, {"ids": str(list(matter_ids))})
        by_id = {row.id: _row(row) for row in found}
        return tuple(by_id[one] for one in matter_ids if one in by_id)

    def counts(self, wanted: QueueFilter, today: date, soon: date) -> QueueCounts:
        """Counts for the footer; each stops at the cap. With search words only the views are counted."""
        views = tuple(QueueView)
        parts = [
            select(func.count())
            .select_from(self._capped(select(MATTERS.c.id).where(*self.conditions(QueueFilter(view), today, soon))))
            .scalar_subquery()
            for view in views
        ]
        by_view = dict(zip(views, self._connection.execute(select(*parts)).one(), strict=True))
        if wanted.words.strip():
            return QueueCounts(0, False, by_view)
        capped = self._capped(select(MATTERS.c.channel).where(*self.conditions(wanted, today, soon)))
        amounts = self._connection.execute(select(capped.c.channel, func.count()).group_by(capped.c.channel))
        by_channel = {Channel(channel): amount for channel, amount in amounts}
        matching = sum(by_channel.values())
        return QueueCounts(matching, matching >= COUNT_CAP, by_view, by_channel)

    @staticmethod
    def _capped(query: Select[Any]) -> Any:
        return query.limit(COUNT_CAP).subquery()

    def conditions(self, wanted: QueueFilter, today: date, soon: date) -> list[ColumnElement[bool]]:
        """What the filter and the viewer's rights allow, search words left out."""
        conditions = visible_matters(self._viewer)
        if wanted.view is QueueView.OPEN:
            conditions.append(MATTERS.c.is_open.is_(True))
        elif wanted.view is QueueView.TODAY:
            conditions.append(MATTERS.c.latest_at >= datetime.combine(today, time.min))
        elif wanted.view is QueueView.DUE_SOON:
            conditions += [MATTERS.c.is_open.is_(True), MATTERS.c.due_key <= soon.isoformat()]
        if wanted.channel is not None:
            conditions.append(MATTERS.c.channel == wanted.channel.value)
        if wanted.status is not None:
            conditions.append(MATTERS.c.status == wanted.status.value)
        if wanted.handler:
            conditions.append(MATTERS.c.handler_name == wanted.handler)
        if wanted.repeat is not None:
            conditions.append(MATTERS.c.contact_count > 1 if wanted.repeat else MATTERS.c.contact_count <= 1)
        return conditions


def _beyond(column: Any, wanted: QueueFilter, after: tuple[str | int, int]) -> list[tuple[ColumnElement[bool], ...]]:
    """What comes after a key: first the rest of its ties, then what sorts beyond them.

    Two questions, because as one (``a > x OR (a = x AND id > y)``) SQLite walks through all ties before the key, and
    with 重访 that is most of the register.
    """
    value, matter_id = _from_key(wanted.sort, after[0]), after[1]
    if wanted.descending:
        return [(column == value, MATTERS.c.id < matter_id), (column < value,)]
    return [(column == value, MATTERS.c.id > matter_id), (column > value,)]


def _to_key(value: object) -> str | int:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int) else str(value)


def _from_key(sort: QueueSort, value: str | int) -> object:
    if sort in {QueueSort.REGISTERED, QueueSort.LATEST}:
        return datetime.fromisoformat(str(value))
    return value


def _row(row: Row[Any]) -> QueueRow:
    values: list[Any] = list(row)
    values[_CHANNEL], values[_STATUS] = _CHANNELS[values[_CHANNEL]], _STATUSES[values[_STATUS]]
    return QueueRow(*values[: len(_SHOWN)])
