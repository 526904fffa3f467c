"""代码表: the office keeps its own pick lists. Entries begin and end on a day; what was used is never deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.domain import wording
from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.pick_list import usual_initials
from app.domain.resources import load_json
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services.session import Session
from db.stores.codes import CodeItem, CodePeriod
from db.unit_of_work import WriteUnit

LONGEST_LABEL = 40
BUILT_IN = frozenset({("purpose", "accusation"), ("disposition", "progress")})
"""Entries that the program itself acts on: they may be relabelled, never ended or removed."""


@dataclass(frozen=True)
class CodeEntry:
    """One entry as it stands on a day: the words in force, or else the next or the last ones.

    ``ends`` is its last day, if it has one; ``next_from`` the day from which other words, or any words, are in force.
    """

    code: str
    label: str
    initials: str
    valid_from: date
    in_use: bool
    ends: date | None
    next_from: date | None


@dataclass(frozen=True)
class CodeTable:
    """One pick list with everything that was ever in it."""

    name: str
    title: str
    source: str
    periods: tuple[CodePeriod, ...]

    def in_force(self, day: date) -> tuple[CodePeriod, ...]:
        """What is offered on a day, in order."""
        return tuple(one for one in self.periods if one.in_force(day))

    def entries(self, day: date) -> tuple[CodeEntry, ...]:
        """Every entry there ever was, in order, as it stands on a day."""
        ordered = sorted(self.periods, key=lambda one: (one.position, one.valid_from))
        by_code: dict[str, list[CodePeriod]] = {}
        for period in ordered:
            by_code.setdefault(period.item.code, []).append(period)
        return tuple(_entry(periods, day) for periods in by_code.values())


def tables(session: Session) -> tuple[CodeTable, ...]:
    """Every pick list, in the order of the packaged ones."""
    with session.register.read(session.viewer) as unit:
        return tuple(
            CodeTable(name, table["title"], table["source"], unit.codes.history(name))
            for name, table in load_json("code_tables")["tables"].items()
        )


def add(session: Session, table: str, label: str, valid_from: date, now: datetime, initials: str = "") -> Change:
    """Add an entry from a day on, at the end of its list; the code is made by the program.

    Raises:
        Refused: no right, no label, or a label that is offered already.
    """
    _require_administrator(session)
    words, letters = _label(label), _initials(label, initials)
    with session.register.write(session.viewer, now) as work:
        history = _history(work, table)
        _refuse_same(history, words, "", valid_from)
        taken = {one.item.code for one in history}
        code = next(f"own_{place}" for place in range(1, len(taken) + 2) if f"own_{place}" not in taken)
        work.codes.add(table, CodeItem(code, words, letters, "本院自定"), work.codes.next_position(table), valid_from)
        after = {"table": table, "code": code, "label": words, "valid_from": valid_from}
        work.audit.record("add", "code", 0, after=after)
    return Change.of(Area.CODES)


def relabel(
    session: Session, table: str, code: str, label: str, valid_from: date, now: datetime, initials: str = ""
) -> Change:
    """Give an entry other words from a day on; contacts of earlier days keep the words of their day.

    Raises:
        Refused: no right, no label, the entry is not in force on that day, or nothing would change.
    """
    _require_administrator(session)
    words, letters = _label(label), _initials(label, initials)
    with session.register.write(session.viewer, now) as work:
        history = _history(work, table)
        period = _period(history, code, valid_from)
        if (period.item.label, period.item.initials) == (words, letters):
            raise Refused("名称没有变化，未保存。", {"label": "名称没有变化。"})
        _refuse_same(history, words, code, valid_from)
        item = replace(period.item, label=words, initials=letters)
        work.codes.replace_from(table, period, item, valid_from)
        before = {"table": table, "code": code, "label": period.item.label}
        work.audit.record("relabel", "code", 0, before=before, after={"label": words, "valid_from": valid_from})
    return Change.of(Area.CODES)


def retire(session: Session, table: str, code: str, from_day: date, now: datetime) -> Change:
    """Offer an entry no longer from a day on; what it was used for keeps its words.

    Raises:
        Refused: no right, the program needs the entry, it is the last one, or it is not in force on that day.
    """
    _require_administrator(session)
    with session.register.write(session.viewer, now) as work:
        history = _history(work, table)
        period = _period(history, code, from_day)
        if (table, code) in BUILT_IN:
            raise Refused(f"“{period.item.label}”由程序使用，不能停用。可以改它的名称。", {"code": "不能停用"})
        left = [one for one in history if one.in_force(from_day) and one.item.code != code]
        if not left:
            raise Refused("这是最后一个可选项，停用后这一栏就没有可选的了。请先添加新的。", {"code": "最后一项"})
        last_day = from_day - timedelta(days=1)
        if last_day < period.valid_from:
            words = f"“{period.item.label}”从{period.valid_from}才启用，停用日期应晚于这一天。从未用过的可以删除。"
            raise Refused(words, {"from_day": words})
        work.codes.end(table, period, last_day)
        after = {"table": table, "code": code, "label": period.item.label, "valid_to": last_day}
        work.audit.record("retire", "code", 0, before={"valid_to": period.valid_to}, after=after)
    return Change.of(Area.CODES)


def reinstate(session: Session, table: str, code: str, from_day: date, now: datetime) -> Change:
    """Offer a retired entry again from a day on, with the words it had.

    Raises:
        Refused: no right, or it is offered on that day already.
    """
    _require_administrator(session)
    with session.register.write(session.viewer, now) as work:
        history = _history(work, table)
        mine = [one for one in history if one.item.code == code]
        if not mine:
            raise Refused("没有找到这一项。请刷新后再选。", {"code": "没有找到"})
        newest = max(mine, key=lambda one: one.valid_from)
        if newest.valid_to is None or newest.valid_to >= from_day:
            words = f"“{newest.item.label}”在这一天还可选，不用恢复。"
            raise Refused(words, {"from_day": words})
        _refuse_same(history, newest.item.label, code, from_day)
        if newest.valid_to == from_day - timedelta(days=1):
            work.codes.end(table, newest, None)
        else:
            work.codes.add(table, newest.item, newest.position, from_day)
        after = {"table": table, "code": code, "label": newest.item.label, "valid_from": from_day}
        work.audit.record("reinstate", "code", 0, before={"valid_to": newest.valid_to}, after=after)
    return Change.of(Area.CODES)


def reorder(session: Session, table: str, ordered: Sequence[str], now: datetime) -> Change:
    """Put the entries of a list into this order; those not named keep theirs behind them.

    Raises:
        Refused: no right, or a code that the list does not have.
    """
    _require_administrator(session)
    with session.register.write(session.viewer, now) as work:
        before = list(dict.fromkeys(one.item.code for one in _history(work, table)))
        unknown = [code for code in ordered if code not in before]
        if unknown:
            raise Refused("列表已有变化，没有保存次序。请刷新后再排。", {"code": "列表已有变化"})
        after = list(dict.fromkeys((*ordered, *before)))
        for position, code in enumerate(after):
            work.codes.place(table, code, position)
        work.audit.record(
            "reorder", "code", 0, before={"table": table, "order": before}, after={"table": table, "order": after}
        )
    return Change.of(Area.CODES)


def remove(session: Session, table: str, code: str, now: datetime) -> Change:
    """Delete an entry that no record ever used, for example one added by mistake.

    Raises:
        Refused: no right, the program needs it, or it was used: then it can only be retired.
    """
    _require_administrator(session)
    with session.register.write(session.viewer, now) as work:
        history = _history(work, table)
        mine = [one for one in history if one.item.code == code]
        if not mine:
            raise Refused("没有找到这一项。请刷新后再选。", {"code": "没有找到"})
        label = mine[-1].item.label
        if (table, code) in BUILT_IN:
            raise Refused(f"“{label}”由程序使用，不能删除。可以改它的名称。", {"code": "不能删除"})
        if work.codes.used(table, code):
            raise Refused(
                f"“{label}”已经用在登记里，不能删除，否则那些登记会失去含义。请改为从某一天起停用。",
                {"code": "已经用过，只能停用"},
            )
        work.codes.remove(table, code)
        work.audit.record("remove", "code", 0, before={"table": table, "code": code, "label": label})
    return Change.of(Area.CODES)


def _entry(periods: Sequence[CodePeriod], day: date) -> CodeEntry:
    now = next((one for one in periods if one.in_force(day)), None)
    later = next((one for one in periods if one.valid_from > day), None)
    shown = now or later or periods[-1]
    return CodeEntry(
        shown.item.code,
        shown.item.label,
        shown.item.initials,
        shown.valid_from,
        in_use=now is not None,
        ends=now.valid_to if now is not None and later is None else None,
        next_from=later.valid_from if later is not None else None,
    )


def _require_administrator(session: Session) -> None:
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("修改代码表需要管理员账户。请管理员登录后办理。")


def _history(work: WriteUnit, table: str) -> tuple[CodePeriod, ...]:
    if table not in load_json("code_tables")["tables"]:
        raise Refused("没有这个代码表。请刷新后再选。", {"table": "没有这个代码表"})
    return work.codes.history(table)


def _period(history: Sequence[CodePeriod], code: str, day: date) -> CodePeriod:
    found = next((one for one in history if one.item.code == code and one.in_force(day)), None)
    if found is None:
        raise Refused("这一项在所选日期不在使用中。请核对日期，或先恢复使用。", {"code": "这一天不在使用中"})
    return found


def _label(text: str) -> str:
    """Cleaned words of an entry; labels on people are refused here, because a pick list is the court's own words."""
    words = clean_line(text)
    message = ""
    if not words:
        message = "请填写名称。"
    elif len(words) > LONGEST_LABEL:
        message = f"名称超过 {LONGEST_LABEL} 个字，登记表上放不下。请缩短。"
    elif remarks := wording.review(words, quoted=True):
        message = f"名称里的“{remarks[0].phrase}”是对人的贬称，选项会印在登记表上。可以写：{remarks[0].suggestion}。"
    if message:
        raise Refused(message, {"label": message})
    return words


def _initials(label: str, initials: str) -> str:
    letters = "".join(char for char in initials.lower() if char.isascii() and char.isalnum())
    return letters or usual_initials(clean_line(label))


def _refuse_same(history: Sequence[CodePeriod], label: str, code: str, day: date) -> None:
    same = [
        one
        for one in history
        if one.item.label == label and one.item.code != code and (one.valid_to is None or one.valid_to >= day)
    ]
    if same:
        words = f"列表里已有“{label}”，两个同名的选项会分不清。请换一个名称。"
        raise Refused(words, {"label": words})
