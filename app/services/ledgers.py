"""台账: every ledger the office keeps, read anew from records and matters, for the screen and for paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain import lead_official as lead
from app.domain.errors import Refused
from app.domain.ledger import Ledger, LedgerColumn, LedgerFilter, LedgerLine, LedgerPaper
from app.domain.paper import Marks
from app.domain.viewer import Right
from app.services import lead_official, ledger_reads, ledger_records, thresholds
from app.services.session import Session
from db.unit_of_work import ReadUnit

Read = Callable[
    [ReadUnit, LedgerFilter, date], tuple[tuple[LedgerColumn, ...], tuple[LedgerLine, ...], tuple[str, ...]]
]


@dataclass(frozen=True)
class LedgerKind:
    """One ledger: its name, its group, and which kinds without a matter are written from it."""

    code: str
    title: str
    group: str
    dated: bool = True
    new_kind: str = ""
    signatures: tuple[str, ...] = ("制表人：", "审核人：")


LEAD, SUPERVISE, LIAISE, ANSWERING, POSTS = "领导包案", "督办问责", "来往协调", "批示答复", "岗位责任"
KINDS: tuple[LedgerKind, ...] = (
    LedgerKind("key_cases", "重点案件台账", LEAD),
    LedgerKind("breakdown", "领导包案分解表", LEAD, dated=False, signatures=("制表人：", "院　长：")),
    LedgerKind("duties", "包案工作记录", LEAD),
    LedgerKind("idle", "多日未亲自办理清单", LEAD, dated=False),
    LedgerKind("months", "包案月度汇报", LEAD, signatures=("制表人：", "院　长：")),
    LedgerKind("measures", "检查督促记录", LEAD),
    LedgerKind("solved", "化解情况表", LEAD),
    LedgerKind("triggers", "督办提示", SUPERVISE, dated=False),
    LedgerKind("supervision", "督办台账", SUPERVISE),
    LedgerKind("plans", "办理措施表", SUPERVISE),
    LedgerKind("accountability", "责任倒查表", SUPERVISE),
    LedgerKind("circulars", "通报登记", SUPERVISE),
    LedgerKind("flaws", "案件质量瑕疵台账", SUPERVISE),
    LedgerKind("work_style", "作风问题转办台账", SUPERVISE),
    LedgerKind("levels", "走访层级表", LIAISE),
    LedgerKind("letters", "来信情况表", LIAISE),
    LedgerKind("superior", "上级交办台账", LIAISE),
    LedgerKind("deployments", "上级部署落实情况表", LIAISE, new_kind="deployment"),
    LedgerKind("correspondence", "来往函件登记", LIAISE),
    LedgerKind("committee", "专题汇报登记", LIAISE, new_kind="committee_report"),
    LedgerKind("coordination", "协调会记录", LIAISE),
    LedgerKind("early_signs", "苗头报告登记", LIAISE, new_kind="early_sign"),
    LedgerKind("calls", "现场通知记录", LIAISE),
    LedgerKind("studies", "批示研究登记", ANSWERING),
    LedgerKind("agenda", "党组议题清单", ANSWERING),
    LedgerKind("see_leader", "约见领导登记", ANSWERING),
    LedgerKind("aid", "司法救助台账", ANSWERING),
    LedgerKind("explanations", "释明答疑记录", ANSWERING),
    LedgerKind("follow_ups", "回访台账", ANSWERING),
    LedgerKind("no_return", "未再信访情况表", ANSWERING),
    LedgerKind("posts", "岗位责任表", POSTS, dated=False),
    LedgerKind("chain", "责任链", POSTS, dated=False),
)
OF_CODE: Mapping[str, LedgerKind] = {one.code: one for one in KINDS}
_READS: Mapping[str, Read] = ledger_reads.READS
_RESTRICTED = frozenset({"accountability", "work_style"})


def offered(session: Session, today: date) -> tuple[LedgerKind, ...]:
    """The ledgers this account may see; 假包虚包 and what concerns accusations are for few."""
    with session.register.read(session.viewer) as unit:
        idle = lead_official.may_see_idle(unit, today)
    return tuple(
        one
        for one in KINDS
        if (one.code != "idle" or idle) and (one.code not in _RESTRICTED or session.viewer.may(Right.SEE_RESTRICTED))
    )


def read(session: Session, code: str, wanted: LedgerFilter, today: date) -> Ledger:
    """One ledger with its lines numbered, and the leaders that may be chosen.

    Raises:
        Refused: there is no such ledger for this account, or the range runs backwards.
    """
    kind = OF_CODE.get(code)
    if kind is None or (code in _RESTRICTED and not session.viewer.may(Right.SEE_RESTRICTED)):
        raise Refused("没有这种台账，或这个账户不能查看它。")
    if wanted.first is not None and wanted.last is not None and wanted.last < wanted.first:
        raise Refused("截止日期早于开始日期，请核对。", {"last": "早于开始日期。"})
    if not kind.dated:
        wanted = replace(wanted, first=None, last=None)
    with session.register.read(session.viewer) as unit:
        limits = thresholds.values_in(unit)
        everybody = replace(wanted, leader_id=None)
        if code in _READS:
            columns, lines, notes = _READS[code](unit, everybody, today)
            leaders = _leaders(unit, lines)
            if wanted.leader_id is not None:
                lines = tuple(one for one in lines if one.person_id == wanted.leader_id)
        else:
            spec = ledger_records.LEDGERS[code]
            columns, every, _notes = ledger_records.read(unit, spec, everybody, today)
            leaders = _leaders(unit, every)
            _columns, lines, notes = ledger_records.read(unit, spec, wanted, today)
    numbered = tuple(replace(one, cells=(str(place), *one.cells)) for place, one in enumerate(lines, 1))
    scope = f"{wanted.words(today)}　" if kind.dated else ""
    if code == "months":
        scope = f"{lead.asked_month(wanted.last, today)}　"
    about = f"{scope}共 {len(lines)} 条{'　只列未了结的' if wanted.open_only else ''}"
    heading = (LedgerColumn("序号", 6), *columns)
    title = kind.title if code != "idle" else f"{limits['lead_idle_days']}日未亲自办理清单"
    return Ledger(code, title, about, heading, numbered, notes, kind.signatures, leaders)


def paper(session: Session, ledger: Ledger, now: datetime) -> LedgerPaper:
    """A ledger as it is printed, with the day it was made.

    Raises:
        Refused: there is nothing in it.
    """
    if not ledger.lines:
        raise Refused(f"{ledger.title}里没有内容，不用打印。")
    with session.register.read(session.viewer) as unit:
        court, practice = unit.settings.get("court_name", ""), bool(unit.settings.get("practice", False))
    about = f"{ledger.about}　制表日期 {now.year}年{now.month}月{now.day}日"
    rows = tuple(one.cells for one in ledger.lines)
    wide = sum(column.share for column in ledger.columns) > 110
    return LedgerPaper(
        court,
        ledger.title,
        about,
        ledger.columns,
        rows,
        ledger.notes,
        (*ledger.signatures, "日　期："),
        wide,
        Marks(practice=practice),
    )


def _leaders(unit: ReadUnit, lines: tuple[LedgerLine, ...]) -> tuple[tuple[int, str], ...]:
    ids = dict.fromkeys(one.person_id for one in lines if one.person_id)
    known = ((staff_id, unit.people.responsible(staff_id)) for staff_id in ids)
    return tuple((staff_id, f"{person.department}{person.name}") for staff_id, person in known if person is not None)
