"""台账 that are more than a list of records: who leads what, what is missing, what calls for a letter, who was told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from app.domain import lead_official as lead
from app.domain.courts import CourtLevel
from app.domain.deadline import due_text
from app.domain.history import ERA_TEXT, Cutoff, Era, is_new, quiet_rates
from app.domain.lead_kinds import DUTIES
from app.domain.ledger import LedgerColumn, LedgerFilter, LedgerLine
from app.domain.matter import CONCLUDED_STATUSES, STATUS_TEXT
from app.domain.record import HandlingRecord
from app.domain.responsibility import LADDER, POST_DUTIES, POST_TEXT, Post
from app.domain.supervision import TRIGGER_TEXT
from app.services import lead_official, supervision, thresholds
from app.services.history import cutoff_of, own_level
from app.services.history import thresholds_of as history_thresholds
from app.services.ledger_records import short_day
from db.unit_of_work import ReadUnit

Found = tuple[tuple[LedgerColumn, ...], tuple[LedgerLine, ...], tuple[str, ...]]
NO_LEADER = "没有包案领导"
MOST_LATE = 500


def _columns(*parts: tuple[str, int], chip: str = "") -> tuple[LedgerColumn, ...]:
    return tuple(LedgerColumn(heading, share, heading == chip) for heading, share in parts)


def key_cases(unit: ReadUnit, wanted: LedgerFilter, _today: date) -> Found:
    """重点案件台账: each with its attributes, who owns it, and those nobody owns in red."""
    found = unit.records.ledger(("key_case",), first=wanted.first, last=wanted.last, owed=wanted.open_only)
    led = {one.matter_id: one for one in unit.records.ledger(("lead_assignment",), owed=True)}
    bare = {one.record_id for one in lead_official.without_leader_in(unit)}
    lines = []
    for one in found:
        holder = led.get(one.matter_id)
        removed = one.last("removed")
        state = "已移出" if removed else (NO_LEADER if one.record_id in bare else _status(unit, one))
        nominated = one.names.get("nominated_by", "")
        cells = (
            one.matter_number,
            one.petitioner,
            "、".join(lead.traits(one)),
            one.values.get("difficulty", ""),
            nominated,
            short_day(one.day),
            holder.owner if holder and one.owed else "",
            state,
        )
        late = one.record_id in bare
        lines.append(
            LedgerLine(cells, one.matter_id, one.record_id, late, holder.owner_id if holder is not None else None)
        )
    columns = _columns(
        ("信访编号", 17),
        ("信访人", 11),
        ("特征", 20),
        ("难点所在", 38),
        ("提名人", 12),
        ("列入日期", 12),
        ("包案领导", 12),
        ("情况", 14),
        chip="情况",
    )
    notes = (f"其中没有包案领导的 {len(bare)} 件。",) if bare else ()
    return columns, tuple(lines), notes


def breakdown(unit: ReadUnit, _wanted: LedgerFilter, today: date) -> Found:
    """领导包案分解表: leader by leader, with the three duties counted; then what nobody owns."""
    meters = lead_official.meters_in(unit, today)
    waiting = {one.record_id for one in lead_official.waiting_in(unit)}
    running = sorted(unit.records.ledger(("lead_assignment",), owed=True), key=lambda one: (one.owner, one.record_id))
    lines = []
    for one in running:
        meter = meters[one.record_id]
        words, _tone = due_text(one.due_on, today)
        ends = one.record_id in waiting
        cells = (
            one.owner,
            one.matter_number,
            one.petitioner,
            one.values.get("goal", ""),
            short_day(one.due_on),
            one.values.get("superior", ""),
            "、".join(f"{text.removeprefix('亲自')}{meter.count(duty)}" for duty, text in DUTIES),
            "办结待结束包案" if ends else words,
        )
        late = not ends and one.due_on is not None and one.due_on < today
        lines.append(LedgerLine(cells, one.matter_id, one.record_id, late, one.owner_id))
    bare = lead_official.without_leader_in(unit)
    for one in bare:
        cells = ("", one.matter_number, one.petitioner, "", "", "", "", NO_LEADER)
        lines.append(LedgerLine(cells, one.matter_id, one.record_id, late=True))
    columns = _columns(
        ("包案领导", 13),
        ("信访编号", 17),
        ("信访人", 11),
        ("化解目标", 34),
        ("化解期限", 12),
        ("上级交办函号", 18),
        ("亲自办理（次）", 22),
        ("情况", 16),
        chip="情况",
    )
    leaders = len({one.owner_id for one in running})
    notes = [f"{leaders} 位领导包案 {len(running)} 件；没有包案领导的重点案件 {len(bare)} 件。"]
    if waiting:
        notes.append(f"事项已办结或息诉罢访、还没有结束包案的 {len(waiting)} 件，请由包案领导写明化解结果。")
    return columns, tuple(lines), tuple(notes)


def idle(unit: ReadUnit, _wanted: LedgerFilter, today: date) -> Found:
    """N日未亲自办理: only for the president and administrators."""
    found = lead_official.idle_in(unit, today)
    limit = thresholds.values_in(unit)["lead_idle_days"]
    lines = []
    for meter in found:
        one = meter.assignment
        cells = (
            meter.term.leader or one.owner,
            one.matter_number,
            one.petitioner,
            short_day(meter.term.start),
            short_day(meter.last) or "没有",
            *(str(meter.count(duty)) for duty, _ in DUTIES),
            str(meter.delegated),
            f"{meter.idle} 天",
        )
        lines.append(LedgerLine(cells, one.matter_id, one.record_id, late=True, person_id=one.owner_id))
    columns = _columns(
        ("包案领导", 14),
        ("信访编号", 18),
        ("信访人", 12),
        ("包案起日", 12),
        ("最近一次亲自办理", 17),
        *((text, 13) for _, text in DUTIES),
        ("由他人代做", 12),
        ("未亲自办理", 13),
        chip="未亲自办理",
    )
    notes = (f"满 {limit} 天没有亲自接访、亲自研究或亲自协调处理的列入；由他人代做的不算。本表供院长掌握，不对外。",)
    return columns, tuple(lines), notes


def months(unit: ReadUnit, wanted: LedgerFilter, today: date) -> Found:
    """包案月度汇报 of the month that the range ends in."""
    month = lead.asked_month(wanted.last, today)
    due = lead.report_due(month, thresholds.values_in(unit)["report_day"])
    found = lead_official.month_in(unit, month, today)
    lines = []
    for line in found:
        one, report = line.assignment, line.report
        values = report.values if report is not None else {}
        state = "已交" if report is not None else ("缺" if line.missing else "未到期")
        cells = (
            line.leader,
            one.matter_number,
            one.petitioner,
            values.get("progress", ""),
            values.get("difficulty", ""),
            values.get("next", ""),
            short_day(report.day) if report is not None else "",
            state,
        )
        if wanted.open_only and report is not None:
            continue
        record = report.record_id if report is not None else one.record_id
        lines.append(LedgerLine(cells, one.matter_id, record, line.missing, one.owner_id))
    columns = _columns(
        ("包案领导", 13),
        ("信访编号", 17),
        ("信访人", 11),
        ("本月进展", 34),
        ("存在的困难", 24),
        ("下月打算", 24),
        ("交报日期", 12),
        ("情况", 9),
        chip="情况",
    )
    names = "；".join(f"{one.leader} {one.assignment.matter_number}" for one in found if one.missing)
    notes = [f"{month} 月度汇报，最迟 {short_day(due)} 交。"]
    if names:
        notes.append(f"到期没有交的：{names}。")
    return columns, tuple(lines), tuple(notes)


def solved(unit: ReadUnit, wanted: LedgerFilter, _today: date) -> Found:
    """化解情况表: assignments that ended, with the result."""
    lines = []
    for one in unit.records.ledger(("lead_assignment",)):
        end = one.last("solved")
        if end is None or not _within(end.day, wanted):
            continue
        cells = (
            one.owner,
            one.matter_number,
            one.petitioner,
            one.values.get("goal", ""),
            short_day(one.day),
            short_day(end.day),
            end.values.get("result", ""),
            end.values.get("closing_report", ""),
        )
        lines.append(LedgerLine(cells, one.matter_id, one.record_id, person_id=one.owner_id))
    columns = _columns(
        ("包案领导", 13),
        ("信访编号", 17),
        ("信访人", 11),
        ("化解目标", 28),
        ("包案起日", 12),
        ("结束日期", 12),
        ("化解结果", 36),
        ("报结报告", 16),
    )
    return columns, tuple(lines), ()


def triggers(unit: ReadUnit, _wanted: LedgerFilter, today: date) -> Found:
    """督办提示: which matters call for a letter, why, and which one comes next."""
    lines = tuple(
        LedgerLine(
            (
                one.watched.number,
                one.watched.petitioner,
                one.watched.department,
                one.watched.handler,
                TRIGGER_TEXT[one.kind],
                one.words,
                short_day(one.since),
                one.rung_text,
            ),
            one.watched.matter_id,
            one.watched.letter.record_id if one.watched.letter is not None else None,
            late=True,
        )
        for one in supervision.triggers_in(unit, today)
    )
    columns = _columns(
        ("信访编号", 17),
        ("信访人", 11),
        ("承办庭室", 13),
        ("承办人", 10),
        ("提示", 20),
        ("具体情况", 36),
        ("起于", 12),
        ("拟发", 12),
        chip="拟发",
    )
    limits = thresholds.values_in(unit)
    note = (
        f"天数标准：期限过 {limits['supervise_percent']}% 没有办理记录；协办 {limits['assist_workdays']} 个工作日"
        f"没有签收；审核退回 {limits['resubmit_days']} 天没有重报；督办逾期没有反馈。均为本院内部标准。"
    )
    return columns, lines, (note,)


def superior(unit: ReadUnit, wanted: LedgerFilter, today: date) -> Found:
    """上级交办台账: the superior's own day beside where the matter stands; who leads it, and the closing report."""
    led = {one.matter_id: one for one in unit.records.ledger(("lead_assignment",))}
    lines = []
    for one in unit.watch.forwarded(wanted.first, wanted.last, open_only=wanted.open_only):
        holder = led.get(one.matter_id)
        end = holder.last("solved") if holder is not None else None
        over = one.status in CONCLUDED_STATUSES
        words, _tone = due_text(one.due, today)
        cells = (
            short_day(one.received_on),
            one.body,
            one.letter,
            one.number,
            one.petitioner,
            short_day(one.due),
            f"{one.department}{one.handler}",
            holder.owner if holder is not None else "",
            end.values.get("closing_report", "") if end is not None else "",
            STATUS_TEXT[one.status] if over or not words else words,
        )
        late = not over and one.due is not None and one.due < today
        lines.append(LedgerLine(cells, one.matter_id, None, late, holder.owner_id if holder is not None else None))
    columns = _columns(
        ("收件日期", 12),
        ("交办机关", 18),
        ("交办函号", 18),
        ("信访编号", 17),
        ("信访人", 11),
        ("上级期限", 12),
        ("承办", 16),
        ("包案领导", 12),
        ("报结报告", 15),
        ("情况", 11),
        chip="情况",
    )
    return columns, tuple(lines), ("上级期限单独计算，与本院期限各自有效，先到的为准。",)


def posts(unit: ReadUnit, _wanted: LedgerFilter, today: date) -> Found:
    """岗位责任表: every post with its duties and who holds it; a vacant post is shown in red."""
    tree, own = unit.people.tree(), unit.settings.get("post_duties", {})
    lines = []
    for post in Post:
        holders = tree.holders(post, today)
        names = "、".join(f"{one.department}{one.name}" for one in holders)
        if post is Post.VICE_PRESIDENT:
            shares = [f"{one.leader.name}（分管{one.department}）" for one in tree.portfolios if one.in_force(today)]
            names = "、".join(part for part in (names, *shares) if part)
        vacant = not names and post is not Post.HANDLER
        duties = "；".join(own.get(post.value, POST_DUTIES[post]))
        state = "空缺" if vacant else ("按事项指定" if post is Post.HANDLER else "在岗")
        lines.append(LedgerLine((POST_TEXT[post], duties, names, state), late=vacant))
    columns = _columns(("岗位", 14), ("职责", 50), ("任职人", 34), ("情况", 12), chip="情况")
    return columns, tuple(lines), ("每项工作都有岗位，岗位有人；空缺的请尽快指定。",)


def chain(unit: ReadUnit, _wanted: LedgerFilter, today: date) -> Found:
    """责任链: how far each late matter has climbed, one level at a time, and whom it reached when."""
    lines = []
    late = unit.people.late(today)
    for one in late[:MOST_LATE]:
        told: dict[Post, str] = {}
        for _level, post, name, day in unit.people.climbs(one.matter_id):
            told[post] = f"{name or '（空缺）'} {day.month}月{day.day}日"
        facts = unit.matters.facts(one.matter_id)
        cells = (
            one.number,
            facts.petitioner if facts is not None else "",
            short_day(one.due_date),
            *(told.get(post, "") for post in LADDER),
            f"逾期 {(today - one.due_date).days} 天",
        )
        lines.append(LedgerLine(cells, one.matter_id, late=True))
    columns = _columns(
        ("信访编号", 17),
        ("信访人", 11),
        ("期限", 12),
        *((POST_TEXT[post], 18) for post in LADDER),
        ("情况", 12),
        chip="情况",
    )
    notes = ["逾期一级一级往上督促：先承办人，再庭长、分管院长、院长。空格是还没有到的一级。"]
    if len(late) > MOST_LATE:
        notes.append(f"逾期共 {len(late)} 件，这里列出逾期最久的 {MOST_LATE} 件。")
    return columns, tuple(lines), tuple(notes)


def _within(day: date, wanted: LedgerFilter) -> bool:
    return (wanted.first is None or day >= wanted.first) and (wanted.last is None or day <= wanted.last)


def _status(unit: ReadUnit, record: HandlingRecord) -> str:
    facts = unit.matters.facts(record.matter_id) if record.matter_id is not None else None
    return STATUS_TEXT[facts.status] if facts is not None else ""


def levels(unit: ReadUnit, wanted: LedgerFilter, _today: date) -> Found:
    """走访层级表: 县、市、省、京 against 个访 and 集访, in 批次 and 人次, which are never added together.

    With a cut-off 新访 and 老访 stand beside them, the same visits parted the other way.
    """
    cutoff = cutoff_of(unit)
    found = unit.history.by_level(own_level(unit), wanted.first, wanted.last, cutoff.day)
    lines = []
    for level, words in _PLACES.items():
        here = [one for one in found if one.level is level]
        parts = [[one for one in here if one.grouped is grouped] for grouped in (False, True)]
        parts += [[one for one in here if one.new is (era is Era.NEW)] for era in _eras(cutoff)]
        lines.append(_sums(words, parts, attrgetter("visits"), attrgetter("people")))
    kinds = ("个访", "集体访", *_eras(cutoff).values())
    share = 64 // len(kinds)
    columns = _columns(("走访地", 20), *((f"{kind}{counted}", share) for kind in kinds for counted in ("批次", "人次")))
    return (
        columns,
        tuple(lines),
        (
            "本院窗口的来访计在本院一级；到上级走访的，按登记时写明的走访地计，消息来源见各次登记。",
            "批次和人次是两种数，不相加。",
            *(("个访、集体访与新访、老访是同一些走访的两种分法，也不相加。",) if cutoff.day is not None else ()),
            cutoff.words,
        ),
    )


_PLACES = {
    CourtLevel.BASIC: "县（区）",
    CourtLevel.INTERMEDIATE: "到市",
    CourtLevel.HIGH: "去省",
    CourtLevel.SUPREME: "赴京",
}


def _eras(cutoff: Cutoff) -> dict[Era, str]:
    """新访 and 老访 with their words; nothing while the office makes no difference."""
    return ERA_TEXT if cutoff.day is not None else {}


def _sums(words: str, parts: Iterable[Sequence[Any]], *counts: Callable[[Any], int]) -> LedgerLine:
    """A line of sums: each count of each part."""
    return LedgerLine((words, *(str(sum(map(count, part))) for part in parts for count in counts)))


def letters(unit: ReadUnit, wanted: LedgerFilter, _today: date) -> Found:
    """来信情况表: joint letters beside all others, counted by letter and by signer, which are never added together."""
    cutoff = cutoff_of(unit)
    found = unit.history.letters(wanted.first, wanted.last, cutoff.day)
    kinds = ("", *_eras(cutoff).values())
    lines = []
    for words, joint in (("联名信", True), ("其他来信", False)):
        here = [one for one in found if one.joint is joint]
        parts = [here, *([one for one in here if one.new is (era is Era.NEW)] for era in _eras(cutoff))]
        lines.append(_sums(words, parts, attrgetter("letters"), attrgetter("signers")))
    columns = _columns(("来信", 20), *((f"{kind}{counted}", 13) for kind in kinds for counted in ("件数", "署名人数")))
    limit = history_thresholds(unit).joint_letter
    return (
        columns,
        tuple(lines),
        (
            f"署名满 {limit} 人的为联名信，署名不满这个数的，联名人照样列明；署名人数按列名和登记的人数，取多的。",
            "登记以后改了标准或人工改了标记的，以各次登记现有的标记为准。件数和署名人数是两种数，不相加。",
            cutoff.words,
        ),
    )


def no_return(unit: ReadUnit, wanted: LedgerFilter, today: date) -> Found:
    """未再信访情况表: of what was concluded in the range, how much nobody came back to in 30, 90 and 180 days.

    With a cut-off the same again for 新访 and for 老访.
    """
    cutoff = cutoff_of(unit)
    concluded = unit.history.conclusions(wanted.first, wanted.last)
    parts = {"全部": concluded}
    if cutoff.day is not None:
        for era, words in ERA_TEXT.items():
            new = era is Era.NEW
            parts[words] = tuple(one for one in concluded if one.came and is_new(min(one.came), cutoff.day) is new)
    lines = [
        LedgerLine(
            (
                words,
                f"{rate.days} 天",
                str(rate.over),
                str(rate.held),
                str(rate.returned),
                rate.percent,
                str(rate.running),
            )
        )
        for words, part in parts.items()
        for rate in quiet_rates([(one.concluded_on, one.came) for one in part], today)
    ]
    columns = _columns(
        ("事项", 14),
        ("期间", 12),
        ("期满（件）", 14),
        ("未再信访（件）", 16),
        ("再次信访（件）", 16),
        ("未再信访率", 14),
        ("尚未期满（件）", 16),
    )
    notes = (
        f"这段时间办结 {len(concluded)} 件；一件办结后又来、再次办结的，每次办结各计一件。",
        "办结之后在期间内没有人再就这件事项来信、来访、来电、网信或由上级转来的，为未再信访；只来查询进度的不算。",
        "未再信访率＝未再信访件数÷期满件数；期间没有届满的不计入。",
        cutoff.words,
    )
    return columns, tuple(lines), notes


READS = {
    "levels": levels,
    "letters": letters,
    "no_return": no_return,
    "key_cases": key_cases,
    "breakdown": breakdown,
    "idle": idle,
    "months": months,
    "solved": solved,
    "triggers": triggers,
    "superior": superior,
    "posts": posts,
    "chain": chain,
}
"""By the code of the ledger."""
