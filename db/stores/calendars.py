"""放假安排 of the office's own, and the latest time this register has seen."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from app.domain.holiday_table import YearTable, laid_over
from app.domain.viewer import Viewer
from app.domain.work_calendar import WorkCalendar, built_in_calendar
from db.stores.audit import head
from db.tables import AUDIT, HOLIDAY_DAYS, HOLIDAY_YEARS, LAST_SEEN


class CalendarReader:
    """Reads the holiday tables in force."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tables(self) -> tuple[YearTable, ...]:
        """The office's own tables."""
        off: dict[int, list[date]] = {}
        worked: dict[int, list[date]] = {}
        for row in self._connection.execute(select(HOLIDAY_DAYS).order_by(HOLIDAY_DAYS.c.day)):
            (worked if row.worked else off).setdefault(row.year, []).append(row.day)
        years = self._connection.execute(select(HOLIDAY_YEARS).order_by(HOLIDAY_YEARS.c.year))
        return tuple(
            YearTable(row.year, tuple(off.get(row.year, ())), tuple(worked.get(row.year, ())), row.notice, row.signer)
            for row in years
        )

    def in_force(self) -> WorkCalendar:
        """The packaged tables with the office's own laid over them."""
        return laid_over(built_in_calendar(), self.tables())

    def version(self) -> str:
        """Which tables dates are derived from: 内置2026, then the office's own years with their versions."""
        rows = self._connection.execute(select(HOLIDAY_YEARS).order_by(HOLIDAY_YEARS.c.year))
        own = "".join(f"，{row.year}年第{row.version}版" for row in rows)
        return f"内置至{max(built_in_calendar().known_years)}年{own}"

    def last_seen(self) -> datetime | None:
        """The latest time of any write or look at this register."""
        seen = self._connection.execute(select(LAST_SEEN.c.seen_at)).scalar()
        number, _ = head(self._connection)
        audited = self._connection.execute(select(AUDIT.c.at).where(AUDIT.c.id == number)).scalar()
        return max((one for one in (seen, audited) if one is not None), default=None)


class CalendarWriter(CalendarReader):
    """Changes holiday tables."""

    def __init__(self, connection: Connection, viewer: Viewer, now: datetime) -> None:
        super().__init__(connection)
        self._viewer = viewer
        self._now = now

    def set_table(self, table: YearTable) -> None:
        """Put a year's table in the place of what was in force (the caller audits the old one)."""
        old = self._connection.execute(
            select(HOLIDAY_YEARS.c.version).where(HOLIDAY_YEARS.c.year == table.year)
        ).scalar()
        values = {
            "notice": table.notice,
            "signer": table.signer,
            "version": (old or 0) + 1,
            "set_at": self._now,
            "account_id": self._viewer.account_id or None,
        }
        if old is None:
            self._connection.execute(insert(HOLIDAY_YEARS), {"year": table.year, **values})
        else:
            self._connection.execute(update(HOLIDAY_YEARS).where(HOLIDAY_YEARS.c.year == table.year).values(values))
        self._connection.execute(delete(HOLIDAY_DAYS).where(HOLIDAY_DAYS.c.year == table.year))
        rows = [{"day": day, "year": table.year, "worked": False} for day in table.holidays]
        rows += [{"day": day, "year": table.year, "worked": True} for day in table.make_up_days]
        self._connection.execute(insert(HOLIDAY_DAYS), rows)

    def seen(self) -> None:
        """Keep this moment as the latest this register has seen."""
        see(self._connection, self._now)


def see(connection: Connection, now: datetime) -> None:
    """Keep a moment as the latest one, whatever was kept before."""
    changed = connection.execute(update(LAST_SEEN).where(LAST_SEEN.c.id == 1).values(seen_at=now))
    if changed.rowcount == 0:
        connection.execute(insert(LAST_SEEN), {"id": 1, "seen_at": now})
