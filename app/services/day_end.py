"""日终: every contact of the day has a result or a reason; then the day is closed, for good, and its sheet frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.paper import Marks, SheetRecord, SheetRow
from app.domain.today import LOOK_BACK, DayClosing, DayStanding, OpenEnd, check_closing, check_reason
from app.services import papers
from app.services.session import Session
from db.unit_of_work import ReadUnit, WriteUnit

HIDDEN_NAME = "（须有权限查看）"
TITLE = "日终核对单"


@dataclass(frozen=True)
class EndOfDay:
    """What the page shows: the day to close next, days nobody closed before it, and the newest closings."""

    standing: DayStanding
    closed: DayClosing | None
    missed: tuple[date, ...]
    closings: tuple[DayClosing, ...]


@dataclass(frozen=True)
class DayClosed:
    """A day that was closed just now."""

    closing: DayClosing
    change: Change


def read(session: Session, today: date) -> EndOfDay:
    """The oldest day that nobody closed, or today."""
    with session.register.read(session.viewer) as unit:
        missed = _missed(unit, today)
        day = missed[0] if missed else today
        return EndOfDay(_standing(unit, day, today), unit.today.closing(day), missed, unit.today.closings(LOOK_BACK))


def missed(session: Session, today: date) -> tuple[date, ...]:
    """Days with contacts before today that nobody closed, named the next morning.

    Looked for since the first closing, two weeks back at most; before any closing only the last such day counts.
    """
    with session.register.read(session.viewer) as unit:
        return _missed(unit, today)


def ever_closed(session: Session) -> bool:
    """Whether any day was closed yet."""
    with session.register.read(session.viewer) as unit:
        return unit.today.first_closed() is not None


def give_reason(session: Session, contact_id: int, code: str, words: str, now: datetime) -> Change:
    """Say why a contact has no result.

    Raises:
        Refused: no such contact in sight, it has a result, it stands in a closing already, or the reason needs mending.
    """
    kept, said = check_reason(code, words)
    with session.register.write(session.viewer, now) as work:
        known = work.today.contact(contact_id)
        if known is None:
            raise Refused("没有找到这次接待，或这个账户不能查看它。请刷新后再选。")
        if known.landed:
            raise Refused("这次接待已经有结果，不用再写原因。请刷新。")
        closed = work.today.closing(known.happened_at.date())
        if closed is not None and known.registered_at <= closed.closed_at:
            raise Refused("这一天已经结束，核对单不能再改。请在办理页里接着办。")
        work.today.give_reason(contact_id, kept, said, now)
        before = {"code": known.code, "words": known.words} if known.code else None
        after = {"contact": known.number, "code": kept, "words": said}
        work.audit.record("reason", "contact", contact_id, before=before, after=after)
    return Change.of(Area.CONTACTS, Area.INBOX, ids=(known.matter_id,))


def close(session: Session, day: date, now: datetime) -> DayClosed:
    """Close a day: counts and sheet are kept with who and when, and never changed.

    Raises:
        Refused: it lies ahead, was closed already, or something dangles without a reason.
    """
    today = now.date()
    with session.register.write(session.viewer, now) as work:
        standing = _standing(work, day, today)
        check_closing(standing, today, work.today.closing(day))
        late = {one.contact_id for one in standing.late}
        ends = tuple(one for one in standing.ends if one.contact_id not in late) + standing.late
        sheet = _sheet(work, standing, now)
        counts = {
            "day": day,
            "contacts": standing.contacts,
            "landed": standing.landed,
            "reasoned": standing.reasoned,
            "late": len(standing.late),
        }
        closing_id = work.today.close({**counts, "paper": papers.freeze(sheet)}, ends, now)
        work.audit.record("close_day", "day_closing", closing_id, after={**counts, "by": session.viewer.name})
        made = work.today.closing(day)
    assert made is not None
    return DayClosed(made, Change.of(Area.INBOX))


def sheet(session: Session, closing_id: int) -> SheetRecord:
    """日终核对单 as it was frozen when the day was closed.

    Raises:
        Refused: there is no such closing.
    """
    with session.register.read(session.viewer) as unit:
        content = unit.today.closing_paper(closing_id)
    if not content:
        raise Refused("没有找到这一天的核对单。请刷新后再选。")
    found = papers.thaw(content)
    assert isinstance(found, SheetRecord)
    return found


def _missed(unit: ReadUnit, today: date) -> tuple[date, ...]:
    first = unit.today.first_closed()
    since = today - timedelta(days=LOOK_BACK)
    days = unit.today.days_with_contacts(max(since, first) if first else since, today - timedelta(days=1))
    open_days = tuple(day for day in days if unit.today.closing(day) is None)
    return open_days if first else open_days[-1:]


def _standing(unit: ReadUnit | WriteUnit, day: date, today: date) -> DayStanding:
    late = unit.today.late_after(day - timedelta(days=LOOK_BACK), min(day, today))
    return DayStanding(
        day, unit.today.contacts_of(day), unit.today.open_ends(day, day), late, unit.today.hidden_ends(day)
    )


def _sheet(work: WriteUnit, standing: DayStanding, now: datetime) -> SheetRecord:
    day = standing.day
    rows = [
        SheetRow("核对日期", f"{day.year}年{day.month}月{day.day}日"),
        SheetRow("当日接待", f"{standing.contacts} 次"),
        SheetRow("已有着落", f"{standing.landed} 次"),
        SheetRow("写明原因", f"{standing.reasoned} 次"),
        *_lines("未有结果的接待", [_told(one) + f"。原因：{one.reason}" for one in standing.ends]),
        *_lines("日终后登记的接待", [_late(one) for one in standing.late]),
        SheetRow("结束时间", f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}"),
        SheetRow("结束人", work.viewer.name),
    ]
    return SheetRecord(
        str(work.settings.get("court_name", "")),
        TITLE,
        "",
        day,
        tuple(rows),
        ("接待员签名：", "负责人签名："),
        "有访必接，接访必处、处访必果。本单在结束当日接待时生成，此后不再改动；补登记的接待列入次日核对单。",
        Marks(practice=bool(work.settings.get("practice", False))),
    )


def _lines(label: str, lines: Sequence[str]) -> tuple[SheetRow, ...]:
    if not lines:
        return (SheetRow(label, "无"),)
    return tuple(
        SheetRow(f"{label}{order}" if len(lines) > 1 else label, words) for order, words in enumerate(lines, 1)
    )


def _told(one: OpenEnd) -> str:
    name = HIDDEN_NAME if one.restricted else one.name
    return f"{one.number} {name}，{one.happened_at:%H:%M}"


def _late(one: OpenEnd) -> str:
    name, happened, written = HIDDEN_NAME if one.restricted else one.name, one.happened_at, one.registered_at
    words = f"{one.number} {name}，{happened.month}月{happened.day}日 {happened:%H:%M} 接待，"
    words += f"{written.month}月{written.day}日 {written:%H:%M} 登记"
    return words + (f"。原因：{one.reason}" if one.reason else "")
