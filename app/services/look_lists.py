"""查看记录: the looks at whole identity numbers of one month, as a list to be read, signed and kept."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime

from app.domain.dossier_paper import ArchiveList
from app.domain.paper import Marks
from app.services import identities
from app.services.identities import Look
from app.services.session import Session

MONTHS = 24
_COLUMNS = (("序号", 8), ("时间", 24), ("查看人", 18), ("被查看人", 18), ("证件号码", 34), ("用途", 40))


def months(today: date) -> tuple[date, ...]:
    """The first days of this month and of those before it, the newest first."""
    return tuple(
        date(today.year + (today.month - 1 - back) // 12, (today.month - 1 - back) % 12 + 1, 1)
        for back in range(MONTHS)
    )


def of_month(session: Session, month: date) -> tuple[Look, ...]:
    """The looks of a month, the newest first.

    Raises:
        Refused: no right.
    """
    return identities.looks(session, month, month.replace(day=monthrange(month.year, month.month)[1]))


def month_list(session: Session, month: date, now: datetime) -> ArchiveList:
    """The list of a month in order of time, to be printed for the monthly check; numbers stay masked.

    Raises:
        Refused: no right.
    """
    looks = sorted(of_month(session, month), key=lambda one: one.at)
    with session.register.read(session.viewer) as unit:
        court = unit.settings.get("court_name", "")
    return ArchiveList(
        court_name=court,
        title="查看完整证件号记录",
        about=f"{month.year}年{month.month}月　共 {len(looks)} 次　打印日期 {now:%Y-%m-%d}",
        columns=_COLUMNS,
        rows=tuple(
            (str(place), f"{one.at:%m-%d %H:%M}", one.account, one.name, one.masked, one.context)
            for place, one in enumerate(looks, 1)
        ),
        signatures=("核查人：", "日　　期："),
        marks=Marks(practice=session.register.practice),
    )
