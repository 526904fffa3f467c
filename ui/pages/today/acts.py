"""What the page of the day does in a lane: one reading for everything on it, and the list that is carried by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.errors import Refused
from app.domain.ledger import LedgerColumn, LedgerPaper
from app.domain.paper import Marks
from app.domain.record import HandlingRecord
from app.domain.today import DayItem
from app.services import day_end, records, today
from app.services.day_end import EndOfDay
from app.services.record_form import Pick
from app.services.session import Session
from app.services.today import Day
from ui.pages.ledger import acts as ledger_acts

MOST_PRINTED = 1000


@dataclass(frozen=True)
class DayReading:
    """The page as read."""

    day: Day
    end: EndOfDay
    staff: tuple[Pick, ...]


def read(session: Session, now: datetime) -> DayReading:
    """Everything on the page."""
    day = now.date()
    return DayReading(today.read(session, day), day_end.read(session, day), ledger_acts.staff(session, day))


def record(session: Session, record_id: int) -> HandlingRecord:
    """The record behind a line.

    Raises:
        Refused: there is none in sight.
    """
    return records.get(session, record_id)


def delivery_pdf(session: Session, now: datetime) -> bytes:
    """待送达清单: every unread notice by recipient, with a column to sign in.

    Raises:
        Refused: nothing is unread.
    """
    from app.printing.ledger_list import render_ledger  # drawing comes with the first paper (measured start-up cost)

    with session.register.read(session.viewer) as unit:
        notices = today.by_department(unit)
        court, practice = unit.settings.get("court_name", ""), bool(unit.settings.get("practice", False))
    if not notices:
        raise Refused("没有未读的通知，不用打印。")
    shown = notices[:MOST_PRINTED]
    rows = tuple((one.recipient, one.matter_number, one.words, "", "") for one in shown)
    columns = tuple(
        LedgerColumn(heading, share)
        for heading, share in (("收件人", 20), ("事项编号", 22), ("通知内容", 40), ("签收人", 16), ("签收时间", 16))
    )
    about = f"共 {len(notices)} 份　制表时间 {_moment(now)}"
    if len(shown) < len(notices):
        about += f"　本次印前 {len(shown)} 份"
    notes = ("请收件人当面签名。签收后在“今日”页的待送达清单里记送达。",)
    paper = LedgerPaper(
        court,
        "待送达清单",
        about,
        columns,
        tuple(rows),
        notes,
        ("送达人：", "日　期："),
        True,
        Marks(practice=practice),
    )
    return render_ledger(paper)


def unread_of(items: tuple[DayItem, ...], recipient: str) -> tuple[int, ...]:
    """Ids of the notices on the list that go to one recipient."""
    return tuple(one.ref for one in items if one.who == recipient and one.ref is not None)


def day_title(day: date) -> str:
    """11月24日."""
    return f"{day.month}月{day.day}日"


def _moment(now: datetime) -> str:
    return f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}"
