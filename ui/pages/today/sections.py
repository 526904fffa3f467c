"""The sections of the page, and each of them as lines of a table; columns in which nothing stands are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.ledger import Ledger, LedgerColumn, LedgerLine
from app.domain.today import DayItem, DaySection
from app.services.day_end import EndOfDay
from app.services.today import Day, end_item
from ui.pages.paper.lines import PaperKey, PaperLine
from ui.pages.today.acts import DayReading, day_title
from ui.widgets.chip import Status
from ui.widgets.tone import Tone

WEEKS, END = "weeks", "end"


@dataclass(frozen=True)
class SectionWords:
    """A section: its name in the list, the words for nothing, and how its count is coloured."""

    code: str
    title: str
    nothing: str
    group: str = ""
    tone: Tone = Tone.PLAIN


SECTIONS = (
    SectionWords("due", "今天到期", "今天没有到期的事项。", "", Tone.SOON),
    SectionWords("late", "已逾期", "没有逾期的事项。", "", Tone.LATE),
    SectionWords("sign", "待签收", "交办的都已签收。"),
    SectionWords("owed", "未答复的通知", "发出的函都有了回音，两周内也没有到期的。"),
    SectionWords("promises", "答应信访人的事", "两周内没有答应过信访人的事。"),
    SectionWords("open", "无着落的接待", "每次接待都有了着落。", "", Tone.SOON),
    SectionWords("reviews", "待复核", "没有等着复核的答复。"),
    SectionWords("conduct", "待审查的记录", "没有到期要审查的突发情况记录。"),
    SectionWords("cards", "未收回的空白表", "打印的空白登记表都已收回。"),
    SectionWords("notices", "我的通知", "没有未读的通知。本账户没有对应工作人员的，这里总是空的。"),
    SectionWords("delivery", "待送达清单", "通知都已阅读或送达。"),
    SectionWords(WEEKS, "未来两周", "未来两周没有安排。"),
    SectionWords(END, "日终核对", "今天的接待都有着落，可以结束这一天。"),
)
BY_CODE = {one.code: one for one in SECTIONS}
ITEM_COLUMNS = (
    LedgerColumn("编号", 14),
    LedgerColumn("信访人", 8),
    LedgerColumn("内容", 40),
    LedgerColumn("谁来办", 14),
    LedgerColumn("时限", 10, chip=True),
)
_STANDS = {"reviews", "notices", "delivery", "cards", "open", END}
_HEADINGS = {
    "open": ("接待编号", "所属事项"),
    END: ("接待编号", "所属事项"),
    "notices": ("事项编号", "收件人"),
    "delivery": ("事项编号", "收件人"),
}


def listed(found: DayReading) -> list[PaperLine]:
    """The sections with how many lines each has."""
    lines = []
    for words in SECTIONS:
        count, tone = _count(found, words.code), words.tone
        if words.code == END:
            status = _end_status(found.end)
        elif words.code == WEEKS:
            status = Status("")
        else:
            status = Status(str(count), tone if count else Tone.PLAIN) if count else Status("")
        lines.append(PaperLine(PaperKey(words.code), words.title, "", status))
    return lines


def shown(found: DayReading, code: str) -> Ledger:
    """One section as a table."""
    if code == WEEKS:
        return _weeks(found.day)
    if code == END:
        return _end(found)
    section, words = found.day.sections[code], BY_CODE[code]
    return _table(code, words.title, _about(section), section.items, found.day.today)


def _table(
    code: str, title: str, about: str, items: tuple[DayItem, ...], today: date, notes: tuple[str, ...] = ()
) -> Ledger:
    first, who = _HEADINGS.get(code, ("编号", "谁来办"))
    heads = (first, "信访人", "内容", who, "情况" if code in _STANDS else "时限")
    cells = [(one.number, one.name, one.words, one.who, one.standing(today)) for one in items]
    used = [place for place in range(5) if place == 2 or any(row[place] for row in cells)] or [2]
    columns = tuple(
        LedgerColumn(heads[place], ITEM_COLUMNS[place].share, ITEM_COLUMNS[place].chip and not _long(cells, place))
        for place in used
    )
    lines = tuple(
        LedgerLine(tuple(row[place] for place in used), one.matter_id, one.ref, one.late(today))
        for row, one in zip(cells, items, strict=True)
    )
    return Ledger(code, title, about, columns, lines, notes)


def _long(cells: Sequence[tuple[str, ...]], place: int) -> bool:
    return any(len(row[place]) > 12 for row in cells)


def _about(section: DaySection) -> str:
    mine = sum(1 for one in section.items if one.mine)
    about = f"共 {section.count} 件"
    if mine:
        about += f"，其中本人或本庭室 {mine} 件，排在前面"
    if section.count > len(section.items):
        about += f"；这里列前 {len(section.items)} 件"
        about += {"due": "，其余在事项页里看", "late": "，其余在事项页里看", "delivery": "，打印清单时接着列"}.get(
            section.code, ""
        )
    return about if section.count else ""


def _weeks(day: Day) -> Ledger:
    lines = []
    for one in day.ahead:
        head = (one.words, one.kind)
        for item in one.items:
            cells = (*head, item.words, f"{item.number} {item.name}".strip(), item.who)
            lines.append(LedgerLine(cells, item.matter_id, item.ref))
            head = ("", "")
        if one.more:
            lines.append(LedgerLine((*head, f"另有 {one.more} 件，在事项页里按期限看", "", "")))
            head = ("", "")
        if one.away:
            lines.append(LedgerLine((*head, "不在岗：" + "、".join(one.away), "", "")))
            head = ("", "")
        if head[0]:
            lines.append(LedgerLine((*head, "", "", "")))
    columns = (
        LedgerColumn("日期", 12),
        LedgerColumn("性质", 8),
        LedgerColumn("要做的事", 40),
        LedgerColumn("事项", 18),
        LedgerColumn("谁来办", 14),
    )
    first, last = day.ahead[0].day, day.ahead[-1].day
    notes = ("其中有年份的放假安排还没有录入，只按周末和法定节日推算。",) if day.provisional else ()
    return Ledger(WEEKS, "未来两周", f"{day_title(first)}至{day_title(last)}", columns, tuple(lines), notes)


def _end(found: DayReading) -> Ledger:
    end = found.end
    standing = end.standing
    ends = {one.contact_id: one for one in (*standing.ends, *standing.late)}
    items = tuple(end_item(one) for one in ends.values())
    about = f"{day_title(standing.day)}接待 {standing.contacts} 次，有着落 {standing.landed} 次，"
    about += f"写明原因 {standing.reasoned} 次"
    notes = []
    if end.closed is not None:
        moment = end.closed.closed_at
        notes.append(
            f"{day_title(end.closed.day)}已由{end.closed.closed_by}于 {moment:%H:%M} 结束。补登记的列入次日核对。"
        )
    if end.missed:
        days = "、".join(day_title(day) for day in end.missed)
        notes.append(f"还没有结束的日子：{days}。从最早的一天开始核对。")
    if standing.hidden:
        notes.append(f"另有 {standing.hidden} 件没有着落，这个账户不能查看，请有权限的同事处理。")
    return _table(END, "日终核对", about, items, found.day.today, tuple(notes))


def _end_status(end: EndOfDay) -> Status:
    if end.missed:
        return Status(f"{len(end.missed)} 天未结束", Tone.SOON)
    if end.closed is not None:
        return Status("已结束", Tone.GOOD)
    dangling = len(end.standing.dangling) + end.standing.hidden
    return Status(f"{dangling} 件待核", Tone.SOON) if dangling else Status("可结束", Tone.PLAIN)


def _count(found: DayReading, code: str) -> int:
    section = found.day.sections.get(code)
    return section.count if section is not None else 0
