"""台账 of records: which fields of which kinds stand in which column. Each line is one record, told by its own rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain import tallies
from app.domain.deadline import due_text
from app.domain.ledger import LedgerColumn, LedgerFilter, LedgerLine
from app.domain.record import Asked, HandlingRecord, RecordField
from app.domain.record_kinds import KINDS, RESTRICTED
from db.unit_of_work import ReadUnit

Tell = Callable[[HandlingRecord, date], str]
Count = Callable[[Sequence[HandlingRecord]], tuple[str, ...]]


@dataclass(frozen=True)
class RecordColumn:
    """One column: heading, share of the width, and what it tells of a record."""

    heading: str
    share: int
    tell: Tell
    chip: bool = False


@dataclass(frozen=True)
class RecordLedger:
    """A ledger of some kinds of record; ``count`` adds notes."""

    kinds: tuple[str, ...]
    columns: tuple[RecordColumn, ...]
    count: Count | None = None


def read(
    unit: ReadUnit, what: RecordLedger, wanted: LedgerFilter, today: date
) -> tuple[tuple[LedgerColumn, ...], tuple[LedgerLine, ...], tuple[str, ...]]:
    """Columns, lines and notes."""
    found = unit.records.ledger(what.kinds, RESTRICTED, first=wanted.first, last=wanted.last, owed=wanted.open_only)
    if wanted.leader_id is not None:
        found = tuple(one for one in found if one.owner_id == wanted.leader_id)
    columns = tuple(LedgerColumn(one.heading, one.share, one.chip) for one in what.columns)
    lines = tuple(
        LedgerLine(
            tuple(column.tell(one, today) for column in what.columns),
            one.matter_id,
            one.record_id,
            late=one.owed and one.due_on is not None and one.due_on < today,
            person_id=one.owner_id,
        )
        for one in found
    )
    return columns, lines, what.count(found) if what.count is not None else ()


def short_day(day: date | None) -> str:
    """2026-03-05, empty for none."""
    return day.isoformat() if day is not None else ""


def standing(record: HandlingRecord, today: date) -> str:
    """How a record stands: 逾期 3 天, 剩 5 天, 已了结."""
    if not KINDS[record.kind].events:
        return ""
    if not record.owed:
        last = record.events[-1].name if record.events else ""
        return KINDS[record.kind].event(last).text if last else "已了结"
    words, _tone = due_text(record.due_on, today)
    return words or "未了结"


def value(name: str) -> Tell:
    """What a field of the record says, in words."""
    return lambda record, _today: _words(KINDS[record.kind].fields, record.values, record.names, name)


def after(event: str, name: str) -> Tell:
    """What a field of the newest event of a name says, in words."""

    def tell(record: HandlingRecord, _today: date) -> str:
        happened = record.last(event)
        if happened is None:
            return ""
        return _words(KINDS[record.kind].event(event).fields, happened.values, happened.names, name)

    return tell


def day_of(event: str) -> Tell:
    """The day of the newest event of a name."""

    def tell(record: HandlingRecord, _today: date) -> str:
        happened = record.last(event)
        return short_day(happened.day) if happened is not None else ""

    return tell


def first_of(*tells: Tell) -> Tell:
    """The first that says something."""
    return lambda record, today: next((words for one in tells if (words := one(record, today))), "")


def _words(fields: tuple[RecordField, ...], values: Mapping[str, str], names: Mapping[str, str], name: str) -> str:
    if not values.get(name):
        return ""
    found = next((one for one in fields if one.name == name), None)
    if found is not None and found.asked is Asked.DAY:
        return values[name]
    return names.get(name) or (found.words(values[name]) if found is not None else values[name])


def _follow_ups(found: Sequence[HandlingRecord]) -> tuple[str, ...]:
    count = tallies.follow_ups(found)
    words = (
        f"共回访 {count.visits} 次、{count.person_visits} 人次（两个数不相加），涉及 {count.matters} 件；"
        f"其中同一件重复回访 {count.repeated} 次。"
    )
    return (words,)


def _early_signs(found: Sequence[HandlingRecord]) -> tuple[str, ...]:
    late = [one for one in found if tallies.days_late(one) > 0]
    return (f"共 {len(found)} 份，当日报告 {len(found) - len(late)} 份，迟报 {len(late)} 份。",)


def _late_report(record: HandlingRecord, _today: date) -> str:
    days = tallies.days_late(record)
    return f"迟报 {days} 天" if days else "当日"


NUMBER = RecordColumn("信访编号", 17, lambda one, _today: one.matter_number or "（不涉及事项）")
WHO = RecordColumn("信访人", 10, lambda one, _today: one.petitioner)
DAY = RecordColumn("日期", 12, lambda one, _today: short_day(one.day))
PAPER = RecordColumn("文号", 17, lambda one, _today: one.number)
OWNER = RecordColumn("责任人", 12, lambda one, _today: one.owner)
DUE = RecordColumn("期限", 12, lambda one, _today: short_day(one.due_on))
STANDING = RecordColumn("情况", 11, standing, chip=True)
WRITER = RecordColumn("登记人", 9, lambda one, _today: one.by)


def _of(heading: str, share: int, tell: Tell) -> RecordColumn:
    return RecordColumn(heading, share, tell)


def _ours(record: HandlingRecord, today: date) -> str:
    return record.number if record.kind == "outgoing" else after("answered", "number")(record, today)


def _theirs(record: HandlingRecord, today: date) -> str:
    return value("number")(record, today) if record.kind == "incoming" else after("answered", "number")(record, today)


LEDGERS = {
    "duties": RecordLedger(
        ("personal_duty",),
        (
            DAY,
            _of("包案领导", 12, lambda one, _today: one.owner),
            NUMBER,
            WHO,
            _of("工作内容", 12, value("duty")),
            _of("做了什么", 34, value("facts")),
            _of("依据材料", 16, value("evidence")),
            _of(
                "是否亲自",
                12,
                lambda one, today: f"{value('delegate')(one, today)}代做" if one.values.get("delegated") else "亲自",
            ),
        ),
    ),
    "measures": RecordLedger(
        ("lead_measure",),
        (
            NUMBER,
            WHO,
            _of("措施", 30, value("measure")),
            OWNER,
            DUE,
            _of("完成情况", 24, after("done", "result")),
            _of("核查人", 12, after("verified", "verifier")),
            _of("核查结果", 20, after("verified", "finding")),
            STANDING,
        ),
    ),
    "plans": RecordLedger(
        ("measure_plan",),
        (
            NUMBER,
            WHO,
            DAY,
            _of("拟采取的措施", 34, value("measures")),
            _of("原定期限", 12, value("day")),
            DUE,
            _of("批准延长", 14, after("extended", "approver")),
            _of("完成情况", 22, after("done", "result")),
            STANDING,
        ),
    ),
    "supervision": RecordLedger(
        ("supervision",),
        (
            PAPER,
            _of("层级", 11, value("rung")),
            DAY,
            NUMBER,
            WHO,
            _of("被督办庭室", 13, value("addressee")),
            _of("督办事由", 26, value("reason")),
            _of("反馈期限", 12, lambda one, _today: short_day(one.due_on)),
            _of("回执", 12, day_of("received")),
            _of("反馈", 20, after("answered", "answer")),
            STANDING,
        ),
    ),
    "accountability": RecordLedger(
        ("accountability",),
        (
            DAY,
            NUMBER,
            _of("被倒查的责任人", 14, value("person")),
            _of("查明的原因", 26, value("finding")),
            _of("本人说明", 22, lambda one, _today: tallies.statement_of(one)),
            _of("第一同意人", 12, after("approved", "first_approver")),
            _of("第二同意人", 12, after("confirmed", "second_approver")),
            _of("决定", 20, first_of(after("confirmed", "decision"), after("dropped", "reason"))),
            STANDING,
        ),
    ),
    "circulars": RecordLedger(
        ("circular",),
        (
            PAPER,
            DAY,
            NUMBER,
            _of("通报事项", 26, value("subject")),
            _of("被通报的责任人", 14, value("person")),
            _of("要求", 30, value("requirement")),
            _of("批准人", 12, value("approver")),
        ),
    ),
    "flaws": RecordLedger(
        ("quality_flaw",),
        (
            DAY,
            NUMBER,
            _of("案号", 20, value("case")),
            _of("瑕疵种类", 12, value("flaw")),
            _of("具体情况", 34, value("facts")),
            _of("发现人", 12, value("found_by")),
            _of("补正或说明", 24, first_of(after("mended", "how"), after("explained", "reason"))),
            STANDING,
        ),
        lambda found: (f"共 {len(found)} 处。瑕疵不等于裁判结果错误，单独统计。",),
    ),
    "work_style": RecordLedger(
        ("work_style",),
        (
            DAY,
            NUMBER,
            _of("被反映人", 14, value("person")),
            _of("反映的情况", 34, value("facts")),
            _of("核查期限", 12, lambda one, _today: short_day(one.due_on)),
            _of("核查人", 12, after("checked", "checker")),
            _of("核查结果", 28, after("checked", "finding")),
            STANDING,
        ),
    ),
    "deployments": RecordLedger(
        ("deployment",),
        (
            _of("收文日期", 12, lambda one, _today: short_day(one.day)),
            _of("部署机关", 16, value("body")),
            _of("来文号", 16, value("number")),
            _of("部署内容", 34, value("task")),
            OWNER,
            DUE,
            _of("落实情况", 26, after("done", "result")),
            STANDING,
        ),
    ),
    "correspondence": RecordLedger(
        ("outgoing", "incoming"),
        (
            DAY,
            _of("收发", 7, lambda one, _today: "发函" if one.kind == "outgoing" else "来函"),
            _of("本院文号", 17, _ours),
            _of("对方文号", 16, _theirs),
            _of("单位", 16, first_of(value("addressee"), value("body"))),
            _of("事由或内容", 28, first_of(value("purpose"), value("content"))),
            NUMBER,
            _of("回复期限", 12, lambda one, _today: short_day(one.due_on)),
            _of("回复日期", 12, day_of("answered")),
            STANDING,
        ),
    ),
    "committee": RecordLedger(
        ("committee_report",),
        (
            PAPER,
            DAY,
            _of("主送机关", 16, value("addressee")),
            _of("汇报事项", 20, value("subject")),
            _of("意见和建议", 32, value("proposal")),
            NUMBER,
            _of("回复", 24, after("answered", "answer")),
            STANDING,
        ),
    ),
    "coordination": RecordLedger(
        ("coordination",),
        (
            DAY,
            NUMBER,
            WHO,
            _of("参加单位和人员", 24, value("parties")),
            _of("协调情况", 32, value("talk")),
            _of("商定的事项", 32, value("agreed")),
            WRITER,
        ),
    ),
    "early_signs": RecordLedger(
        ("early_sign",),
        (
            _of("报告日期", 12, lambda one, _today: short_day(one.day)),
            _of("发现日期", 12, value("noticed")),
            _of("迟报", 10, _late_report),
            _of("报告人", 12, value("reporter")),
            _of("苗头情况", 34, value("sign")),
            _of("建议", 20, value("advice")),
            NUMBER,
            _of("处理情况", 22, after("handled", "result")),
            STANDING,
        ),
        _early_signs,
    ),
    "calls": RecordLedger(
        ("call",),
        (
            _of("通知时间", 16, lambda one, _today: one.values.get("called_at", "")),
            NUMBER,
            WHO,
            _of("通知的人", 14, value("person")),
            _of("是否接通", 10, value("answer")),
            _of("告知内容", 26, value("said")),
            _of("到场时间", 16, lambda one, _today: hit.values["arrived_at"] if (hit := one.last("arrived")) else ""),
            _of("现场处理", 26, first_of(after("arrived", "done"), after("not_coming", "reason"))),
        ),
    ),
    "see_leader": RecordLedger(
        ("see_leader",),
        (
            DAY,
            NUMBER,
            WHO,
            _of("约见的领导", 13, value("leader")),
            _of("约见理由", 28, value("reason")),
            _of("审批人", 12, first_of(after("granted", "approver"), after("declined", "approver"))),
            _of("安排或理由", 26, first_of(after("granted", "time"), after("declined", "reason"))),
            _of("答复日期", 12, day_of("told")),
            STANDING,
        ),
    ),
    "studies": RecordLedger(
        ("collective_study", "instruction"),
        (
            DAY,
            _of("种类", 11, lambda one, _today: KINDS[one.kind].text),
            NUMBER,
            WHO,
            _of("主持人或批示领导", 15, first_of(value("chair"), value("approver"))),
            _of("内容", 44, first_of(value("decision"), value("instruction"))),
            _of("承办庭室", 12, value("unit")),
        ),
    ),
    "agenda": RecordLedger(
        ("agenda",),
        (
            DAY,
            NUMBER,
            WHO,
            _of("列为重大事项的理由", 28, value("criterion")),
            _of("提请研究的问题", 34, value("proposal")),
            _of("研究决定", 30, after("studied", "decision")),
            STANDING,
        ),
    ),
    "aid": RecordLedger(
        ("judicial_aid",),
        (
            DAY,
            NUMBER,
            _of("申请人", 12, value("applicant")),
            _of("困难情况", 28, value("hardship")),
            _of("申请金额", 13, value("wanted")),
            _of("救助金额", 13, after("granted", "amount")),
            _of("批准人", 12, first_of(after("granted", "approver"), after("refused", "approver"))),
            _of("发放日期", 12, day_of("paid")),
            _of("另外得到的救助", 16, value("other_aid")),
            STANDING,
        ),
    ),
    "explanations": RecordLedger(
        ("explanation",),
        (
            DAY,
            NUMBER,
            WHO,
            _of("种类", 12, value("about")),
            _of("原案案号", 20, value("case")),
            _of("释明人", 12, value("explained_by")),
            _of("释明内容", 32, value("words")),
            _of("信访人的回应", 24, value("response")),
        ),
    ),
    "follow_ups": RecordLedger(
        ("follow_up",),
        (
            DAY,
            NUMBER,
            WHO,
            _of("方式", 8, value("way")),
            _of("回访人", 14, value("visitors")),
            _of("人次", 7, value("people")),
            _of("答复落实情况", 30, value("landed")),
            _of("满意程度", 11, value("satisfaction")),
            _of("信访人原话", 26, value("words")),
        ),
        _follow_ups,
    ),
}
"""By the code of the ledger."""
