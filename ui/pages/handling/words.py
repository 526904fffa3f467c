"""What the page of handling says: clocks, steps and what they lack, records, signatures, each as plain lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain import deadline
from app.domain.deadline import RULE_STATUS_TEXT, Duty, RuleStatus
from app.domain.matter import ACTION_TEXT
from app.domain.matter_detail import DeadlineDetail, MatterDetail
from app.domain.record import RECORD_GROUP_TEXT, HandlingRecord, RecordGroup, RecordRule, lawful_events
from app.domain.record_kinds import KINDS, fields_of
from app.domain.responsibility import Recusal
from app.domain.step import NEED_TEXT, Need, Step
from app.domain.work_calendar import WorkCalendar, in_words
from app.domain.workflow import NextStep
from app.services.assignments import Assignment
from ui.pages.paper.lines import PaperKey, PaperLine
from ui.pages.queue import matter_words
from ui.widgets.chip import Shape, Status
from ui.widgets.timeline import Entry
from ui.widgets.tone import Tone

RECORD = "record"
ASSIGNED = "assigned"
RECUSED = "recused"
JUDGE = "judge"
LONGEST_ENTRY = 160
_NEEDS = {words: need for need, words in NEED_TEXT.items()}
_GROUPS = tuple(RecordGroup)
_TONES = {
    deadline.Tone.LATE: (Tone.LATE, Shape.LATE),
    deadline.Tone.SOON: (Tone.SOON, Shape.SOON),
    deadline.Tone.NORMAL: (Tone.PLAIN, Shape.NONE),
    deadline.Tone.NONE: (Tone.PLAIN, Shape.NONE),
}


# deadlines


def near(day: date | None, today: date, calendar: WorkCalendar) -> Status:
    """How near a day is: the due day itself is still in time."""
    words, urgency = deadline.due_text(day, today, calendar)
    return Status(words, *_TONES[urgency])


def clock_title(one: DeadlineDetail) -> str:
    """内部办理期限（内部）; and whose it is where it is not the court's."""
    duty = "" if one.duty is Duty.COURT else "，信访人行使权利的期限"
    return f"{one.rule_name}（{RULE_STATUS_TEXT[one.status]}{duty}）"


def clock_dates(one: DeadlineDetail) -> str:
    """The legal day and the advised day side by side."""
    words = f"最后一日 {in_words(one.legal_date)}"
    if one.advised_date != one.legal_date:
        words += f"　建议不晚于 {in_words(one.advised_date)}"
    if one.provisional:
        words += f"　暂定：{one.legal_date.year}年的放假安排还没有录入"
    return words


def running(deadlines: Iterable[DeadlineDetail]) -> tuple[DeadlineDetail, ...]:
    """Those that run, the nearest first; the superior's own beside ours."""
    live = [one for one in deadlines if one.ended_at is None]
    return tuple(sorted(live, key=lambda one: (one.duty is not Duty.COURT, one.legal_date, one.deadline_id)))


def derivation(one: DeadlineDetail, every: Iterable[DeadlineDetail]) -> str:
    """Line by line how the date came about: source, start, counting, what it was extended from, how it ended."""
    lines = [f"依据　{one.citation}"]
    if one.start_date is not None:
        lines.append(f"起算　{in_words(one.start_date)}")
    lines += [f"{place}．{words}" for place, words in enumerate(one.derivation, 1)]
    lines.append(clock_dates(one))
    old = next((other for other in every if other.deadline_id == one.previous_id), None)
    if old is not None:
        lines.append(
            f"延期　原期限到 {in_words(old.legal_date)}，由{one.approver or '（未记载）'}批准。理由：{one.reason}"
        )
    if one.paper:
        lines.append(f"文书　{one.paper}")
    if one.status is RuleStatus.SUPERIOR:
        lines.append("这是上级机关的期限，本院的期限另外计算。")
    if one.ended_at is not None:
        how = {"extended": "已经延期，由新的期限接着算", "replaced": "由新的限期代替", "met": "已经办到"}.get(
            one.end_reason, "已经停止计算"
        )
        lines.append(f"结束　{one.ended_at:%Y-%m-%d %H:%M}，{how}")
    return "\n".join(lines)


# steps


@dataclass(frozen=True)
class Lack:
    """What stands in the way of a step: in words, and the step, kind or page that supplies it."""

    words: str
    act_words: str = ""
    step: Step | None = None
    kind: str = ""
    page: str = ""


_SUPPLIES = {
    Need.FINDINGS: Lack("还缺每项诉求的认定", "去认定诉求", kind="claim_analysis"),
    Need.REPORT: Lack("还缺书面报告", "去写书面报告", step=Step.REPORT),
    Need.EARLIER_REVIEW: Lack("还缺对前次办理的复核意见", "去写复核意见", step=Step.REVIEW_EARLIER),
    Need.CAUSE: Lack("还缺信访原因", "去更正里补上", page="matter"),
    Need.IN_TIME: Lack("期限已经届满，不能再申请延期"),
}


def lacks(step: NextStep, offered: Iterable[Step]) -> tuple[Lack, ...]:
    """What is missing for a step and is not asked on its own form; a way only where it is open now."""
    asked = {one.name for one in fields_of(step.step)}
    possible = frozenset(offered)
    found = []
    for words in step.missing:
        need = _NEEDS[words]
        if need.value in asked:
            continue
        lack = _SUPPLIES.get(need, Lack(f"还缺{words}"))
        if lack.step is not None and lack.step not in possible:
            lack = Lack(lack.words)
        found.append(lack)
    return tuple(found)


# records


def record_key(record_id: int) -> PaperKey:
    """The key of a record's line."""
    return PaperKey(RECORD, document_id=record_id)


def record_lines(records: Iterable[HandlingRecord], today: date, calendar: WorkCalendar) -> tuple[PaperLine, ...]:
    """By group, in each the newest first: name and number, day; beneath group, owner and what is owed."""
    every = sorted(
        records, key=lambda one: (_GROUPS.index(KINDS[one.kind].group), -one.day.toordinal(), -one.record_id)
    )
    return tuple(_record_line(one, today, calendar) for one in every)


def record_title(one: HandlingRecord) -> str:
    """督办 豫9999访督〔2026〕3号."""
    return " ".join(filter(None, (KINDS[one.kind].text, one.number)))


def record_state(one: HandlingRecord, today: date, calendar: WorkCalendar) -> Status:
    """作废, 已了结, how near the day is by which something is owed, or that something is awaited."""
    if not one.live:
        return Status("作废", Tone.PLAIN)
    if not KINDS[one.kind].events:
        return Status("")
    if not one.owed:
        return Status("已了结", Tone.GOOD, Shape.DONE)
    if one.due_on is not None:
        return near(one.due_on, today, calendar)
    return Status("等后续", Tone.LEAD)


def _record_line(one: HandlingRecord, today: date, calendar: WorkCalendar) -> PaperLine:
    rule = KINDS[one.kind]
    parts = [RECORD_GROUP_TEXT[rule.group], f"责任 {one.owner}" if one.owner else ""]
    parts.append(f"应于 {one.due_on:%Y-%m-%d} 前" if one.due_on and one.owed else "")
    if one.owed and one.events:
        parts.append(rule.event(one.events[-1].name).text)
    parts.append(f"作废原因：{one.void_reason}" if one.void_reason else "")
    below = "　".join(part for part in parts if part)
    state = record_state(one, today, calendar)
    return PaperLine(record_key(one.record_id), record_title(one), f"{one.day:%Y-%m-%d}", state, below)


def record_words(rule: RecordRule, one: HandlingRecord) -> tuple[tuple[str, str], ...]:
    """The values as (label, words), in the order of the fields."""
    return tuple(
        (asked.label, one.names.get(asked.name) or asked.words(one.values[asked.name]))
        for asked in rule.fields
        if one.values.get(asked.name)
    )


def followed(rule: RecordRule, one: HandlingRecord) -> tuple[Entry, ...]:
    """What followed a record, newest first."""
    entries = []
    for happened in reversed(one.events):
        event = rule.event(happened.name)
        said = "；".join(
            f"{asked.label} {happened.names.get(asked.name) or asked.words(happened.values[asked.name])}"
            for asked in event.fields
            if happened.values.get(asked.name)
        )
        entries.append(Entry(event.text, f"{happened.at:%Y-%m-%d %H:%M}　{happened.by}", Tone.LEAD, said))
    return tuple(entries)


def next_events(one: HandlingRecord) -> tuple[tuple[str, str], ...]:
    """What may follow now: name and words."""
    return tuple((event.name, event.text) for event in lawful_events(KINDS[one.kind], one))


# people


def people_lines(
    given: Iterable[Assignment], recused: Iterable[Recusal], detail: MatterDetail
) -> tuple[PaperLine, ...]:
    """Hand-overs newest first, then who must withdraw, then the cases whose judge can be named."""
    lines = [_assignment(one) for one in reversed(tuple(given))]
    lines += [
        PaperLine(
            PaperKey(RECUSED, document_id=one.staff_id),
            f"回避　{one.name}",
            "被反映人，其庭室也不能办理和查看" if one.accused else "",
            Status("应当回避", Tone.SOON),
            f"原因：{one.reason}",
        )
        for one in recused
    ]
    lines += [
        PaperLine(
            PaperKey(JUDGE, document_id=place), f"原案　{case.normalised}", "", Status(""), "可以写明原审庭室和法官"
        )
        for place, case in enumerate(detail.case_refs)
    ]
    return tuple(lines)


def _assignment(one: Assignment) -> PaperLine:
    who = f"{one.department}{one.handler}" or "（未定）"
    state = Status("待签收", Tone.SOON, Shape.SOON)
    if one.signed_at is not None:
        state = Status("已签收", Tone.GOOD, Shape.DONE)
    signed = f"{one.signed_at:%m-%d %H:%M} {one.signed_by}（{one.sign_method}）" if one.signed_at is not None else ""
    due = f"限 {one.due_date:%Y-%m-%d}" if one.due_date else ""
    below = "　".join(filter(None, (signed, due, one.requirement.replace("\n", " "))))
    words = f"{'主办' if one.leads else '协办'}　{who}"
    return PaperLine(PaperKey(ASSIGNED, document_id=one.assignment_id), words, f"{one.given_at:%m-%d} 交", state, below)


def timeline(detail: MatterDetail) -> tuple[Entry, ...]:
    """What happened, newest first, each with who was responsible after it and its paper."""
    entries = []
    for one, plain in zip(detail.timeline, matter_words.timeline(detail), strict=True):
        note = "　".join(
            filter(None, (f"之后由 {one.owner} 负责" if one.owner else "", f"文书 {one.paper}" if one.paper else ""))
        )
        day = f"{one.happened_at:%Y-%m-%d %H:%M}　{ACTION_TEXT[one.kind]}　{one.actor}".rstrip()
        entries.append(Entry(_short(plain.sentence), day, plain.tone, note))
    return tuple(entries)


def _short(sentence: str) -> str:
    """The beginning of a long entry; the whole of it stands in its record."""
    plain = sentence.replace("\n", " ")
    return plain if len(plain) <= LONGEST_ENTRY else f"{plain[:LONGEST_ENTRY]}…"
