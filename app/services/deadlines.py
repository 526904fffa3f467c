"""期限: the rules, what runs against a matter, extensions that keep the old date, and holiday tables with a preview."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.domain.changes import Area, Change
from app.domain.deadline import (
    EXTENSION_AMOUNT,
    EXTENSION_UNIT,
    DateChange,
    DeadlineRule,
    RuleStatus,
    RunningClock,
    check_rule,
    extended,
)
from app.domain.errors import Refused
from app.domain.holiday_table import YearTable, check_table, laid_over, missing_years, of_year
from app.domain.matter_detail import DeadlineDetail
from app.domain.responsibility import Responsible
from app.domain.step import Need, Step
from app.domain.text import clean_block, clean_line
from app.domain.viewer import Right
from app.domain.work_calendar import DueDate, Unit, WorkCalendar
from app.domain.workflow import Entry, replay
from app.services import steps
from app.services.session import Session
from db.stores.deadlines import NewDeadline
from db.stores.matters import MatterFacts
from db.unit_of_work import ReadUnit, WriteUnit


@dataclass(frozen=True)
class CalendarStanding:
    """Which tables are in force, which years are missed, and the warning to show (empty when all is well)."""

    version: str
    tables: tuple[YearTable, ...]
    missing: tuple[int, ...]
    warning: str


@dataclass(frozen=True)
class ExtensionRequest:
    """What was granted; without ``deadline_id`` the limit of handling is extended, else the first of ours."""

    approver_id: int
    deadline_id: int | None = None
    amount: int = EXTENSION_AMOUNT
    unit: Unit = EXTENSION_UNIT
    words: str = ""
    superior_consent: str = ""


def rules(session: Session) -> tuple[DeadlineRule, ...]:
    """Every deadline rule with its source and standing, also those that are off."""
    with session.register.read(session.viewer) as unit:
        return unit.deadlines.rules()


def change_rule(session: Session, rule: DeadlineRule, now: datetime) -> Change:
    """Keep the office's own line of a rule; deadlines that run keep the dates they were given.

    Raises:
        Refused: no right, or a field needs mending.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("修改期限规则需要管理员账户。")
    wanted = check_rule(rule)
    with session.register.write(session.viewer, now) as work:
        old = next((one for one in work.deadlines.rules() if one.code == wanted.code), None)
        work.deadlines.set_rule(wanted)
        work.audit.record(
            "change", "deadline_rule", 0, before=_plain(old) if old is not None else None, after=_plain(wanted)
        )
    return Change.of(Area.SETTINGS)


def of_matter(session: Session, matter_id: int) -> tuple[DeadlineDetail, ...]:
    """Every deadline a matter ever had, in order, each with derivation, reason and approver.

    Raises:
        Refused: there is no such matter in sight.
    """
    with session.register.read(session.viewer) as unit:
        steps.in_sight(unit, matter_id)
        return unit.deadlines.of_matter(matter_id, ended=True)


def begin(session: Session, matter_id: int, code: str, start: date, now: datetime) -> Change:
    """Begin the deadline of a rule by hand, from the day of its event.

    Raises:
        Refused: the rule is off on that day, the day lies ahead, the deadline runs already, or the matter is closed.
    """
    if start > now.date():
        raise Refused("起算日晚于今天，请核对。", {"start": "起算日晚于今天。"})
    with session.register.write(session.viewer, now) as work:
        facts = steps.current(work, matter_id)
        if any(one.rule_code == code and one.start_date == start for one in work.deadlines.of_matter(matter_id)):
            raise Refused("这个期限已从同一天起算。", {"rule": "已在计算中。"})
        clock = steps.begin_rule(work, matter_id, code, start)
        words = f"起算期限：{clock.name}，自{start.month}月{start.day}日起"
        steps.record(work, facts, Entry(Step.CLOCK, now, words=words, starts=(clock,)))
    return Change.of(Area.MATTERS, ids=(matter_id,))


def grant_extension(
    session: Session,
    matter_id: int,
    version: int,
    approver_id: int,
    now: datetime,
    *,
    deadline_id: int | None = None,
    amount: int = EXTENSION_AMOUNT,
    unit: Unit = EXTENSION_UNIT,
    words: str = "",
    superior_consent: str = "",
) -> Change:
    """批准延期: the old deadline stays with its date, the new one says why, by whom and counted from the old raw day.

    Without ``deadline_id`` the limit of handling is extended, else the one of ours that falls due first.

    Raises:
        Refused: nobody asked, no approver, beyond what the rule allows, or a superior's limit without its paper.
    """
    wanted = ExtensionRequest(approver_id, deadline_id, amount, unit, words, superior_consent)
    with session.register.write(session.viewer, now) as work:
        grant_in(work, steps.current(work, matter_id, version), wanted)
    return Change.of(Area.MATTERS, ids=(matter_id,))


def grant_in(work: WriteUnit, facts: MatterFacts, wanted: ExtensionRequest, paper: str = "") -> RunningClock:
    """Grant an extension inside a unit of work; gives the new clock, the earlier where two grew.

    Raises:
        Refused: as :func:`grant_extension`.
    """
    matter_id, entries = facts.matter_id, work.steps.entries(facts.matter_id)
    grown = _to_extend(work, matter_id, wanted.deadline_id)
    approver = work.people.responsible(wanted.approver_id)
    if approver is None:
        raise Refused("请选择批准人。", {Need.APPROVER.value: "请选择批准人。"})
    steps.check_approver(work, Step.GRANT_EXTENSION, approver)
    for old in grown:
        _check_length(work, old, wanted.amount, wanted.unit)
    asked = next((one for one in reversed(entries) if one.step is Step.ASK_EXTENSION), None)
    reason = asked.facts.get(Need.REASON.value, "") if asked else ""
    clocks = tuple(
        work.deadlines.begin(matter_id, _longer(work, old, wanted.amount, wanted.unit, reason, approver))
        for old in grown
    )
    moved = "，".join(
        f"{old.rule_name}由{_day(old.legal_date)}延至{_day(clock.legal)}"
        for old, clock in zip(grown, clocks, strict=True)
    )
    said = clean_block(wanted.words) or f"{approver.name}批准延期：{moved}。理由：{reason}"
    consent = clean_line(wanted.superior_consent)
    entry = Entry(
        Step.GRANT_EXTENSION,
        work.now,
        words=said,
        approver=approver,
        paper=paper,
        starts=clocks,
        ends=tuple(old.clock for old in grown),
        facts={Need.SUPERIOR_CONSENT.value: consent} if consent else {},
    )
    steps.record(work, facts, entry)
    return min(clocks, key=lambda one: one.legal)


_HANDLING = frozenset({"internal_handling", "R5"})


def _to_extend(work: WriteUnit, matter_id: int, deadline_id: int | None) -> tuple[DeadlineDetail, ...]:
    """What grows: the limit asked for, else that of handling, else the one of ours that falls due first.

    Both limits of handling grow together: one grant is for the matter, else the shorter one would still hold.
    """
    counted = {one.key for one in replay(work.steps.entries(matter_id)).clocks}
    running = [one for one in work.deadlines.of_matter(matter_id) if one.clock in counted]
    ours = [one for one in running if one.status is not RuleStatus.SUPERIOR] if deadline_id is None else running
    wanted = [one for one in ours if deadline_id in (None, one.deadline_id)]
    if not wanted:
        words = "没有可以延长的期限。请刷新后再选。"
        raise Refused(words, {Need.CLOCK.value: words})
    handling = [one for one in wanted if one.rule_code in _HANDLING]
    first = min(handling or wanted, key=lambda one: one.legal_date)
    if first.rule_code not in _HANDLING:
        return (first,)
    return (first, *(one for one in running if one.rule_code in _HANDLING and one is not first))


def _check_length(work: WriteUnit, old: DeadlineDetail, amount: int, unit: Unit) -> None:
    """A statutory limit grows by no more than its source says; others as the approver decides."""
    if amount < 1:
        raise Refused("延期至少一天。", {"amount": "延期至少一天。"})
    if old.rule_code not in ("R5", "internal_handling"):
        return
    most = next((one for one in work.deadlines.rules() if one.code == "R6" and one.active), None)
    if most is not None and old.rule_code == "R5" and (unit is not most.unit or amount > most.amount):
        words = f"{most.citation}：延长期限不超过{most.period}。"
        raise Refused(words, {"amount": words})
    if old.rule_code == "R5" and old.previous_id is not None:
        words = "法定办理期限已经延长过一次，不能再延。"
        raise Refused(words, {"amount": words})


def _longer(
    work: WriteUnit, old: DeadlineDetail, amount: int, unit: Unit, reason: str, approver: Responsible
) -> NewDeadline:
    start = old.start_date or old.raw_date
    due = extended(old.due, start, amount, unit, work.calendars.in_force())
    return NewDeadline(
        old.rule_code,
        old.rule_name,
        old.citation,
        start,
        due,
        old.status,
        old.duty,
        None,
        None,
        old.roll,
        old.deadline_id,
        reason,
        approver.name,
        old.paper,
        work.calendars.version(),
    )


def calendar(session: Session) -> WorkCalendar:
    """The work calendar in force: packaged tables with the office's own laid over."""
    with session.register.read(session.viewer) as unit:
        return unit.calendars.in_force()


def calendar_standing(session: Session, today: date) -> CalendarStanding:
    """Whether the holiday tables suffice for every running deadline, with a warning in words when not."""
    with session.register.read(session.viewer) as unit:
        return _standing(unit, today)


def _standing(unit: ReadUnit, today: date) -> CalendarStanding:
    in_force = unit.calendars.in_force()
    missing = missing_years(in_force, today, unit.deadlines.furthest())
    warning = ""
    if missing:
        years = "、".join(f"{year}年" for year in missing)
        warning = f"{years}的放假安排还没有录入，落在这些年份的期限只是暂定。国务院办公厅通知公布后，请导入或录入。"
    return CalendarStanding(unit.calendars.version(), unit.calendars.tables(), missing, warning)


def year_table(session: Session, year: int) -> YearTable:
    """A year's table as it is in force, to be edited."""
    with session.register.read(session.viewer) as unit:
        own = next((one for one in unit.calendars.tables() if one.year == year), None)
        return own or of_year(unit.calendars.in_force(), year)


def preview_table(session: Session, table: YearTable) -> tuple[DateChange, ...]:
    """“37 个期限会变”: every running deadline whose dates another table changes, before it is applied.

    Raises:
        Refused: the table cannot be one.
    """
    checked = check_table(table)
    with session.register.read(session.viewer) as unit:
        return _changes(unit, laid_over(unit.calendars.in_force(), (checked,)))


def apply_table(session: Session, table: YearTable, now: datetime) -> Change:
    """Put a year's table in force and move the running deadlines it changes, in one transaction.

    Raises:
        Refused: no right, or the table cannot be one.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("录入放假安排需要管理员账户。")
    checked = check_table(table)
    with session.register.write(session.viewer, now) as work:
        before = next((one for one in work.calendars.tables() if one.year == checked.year), None)
        changes = _changes(work, laid_over(work.calendars.in_force(), (checked,)))
        work.calendars.set_table(checked)
        version = work.calendars.version()
        for change in changes:
            old = next(
                one for one in work.deadlines.of_matter(change.matter_id) if one.deadline_id == change.deadline_id
            )
            work.deadlines.move(change.deadline_id, change.new, old.start_date or old.raw_date, version)
            _reset(work, change, old)
        work.audit.record(
            "holiday_table",
            "calendar",
            checked.year,
            before={"table": _table(before)},
            after={
                "table": _table(checked),
                "deadlines": [[one.deadline_id, one.old, one.new.legal] for one in changes],
            },
        )
    ids = tuple({one.matter_id for one in changes})
    return Change.of(Area.SETTINGS, Area.MATTERS, ids=ids)


def _reset(work: WriteUnit, change: DateChange, old: DeadlineDetail) -> None:
    """The timeline says that and why a date moved; the clock of the workflow moves with it."""
    facts = steps.current(work, change.matter_id)
    state = replay(work.steps.entries(change.matter_id))
    running = next((one for one in state.clocks if one.key == old.clock), None)
    if running is None:
        return
    moved = replace(running, key=f"{running.key}'", legal=change.new.legal)
    work.deadlines.rename_clock(change.deadline_id, moved.key)
    words = f"放假安排更新：{change.rule_name}由{_day(change.old)}改为{_day(change.new.legal)}。"
    entry = Entry(Step.CLOCK, work.now, words=words, starts=(moved,), ends=(running.key,))
    steps.record(work, facts, entry, audited=False)


def _changes(unit: ReadUnit | WriteUnit, wanted: WorkCalendar) -> tuple[DateChange, ...]:
    found = []
    running = unit.deadlines.running()
    for matter_id, number, old in running:
        new = _recounted(unit, matter_id, old, wanted)
        if new is not None and (new.legal, new.advised, new.provisional) != (
            old.legal_date,
            old.advised_date,
            old.provisional,
        ):
            found.append(DateChange(old.deadline_id, matter_id, number, old.rule_name, old.legal_date, new))
    return tuple(found)


def _recounted(unit: ReadUnit | WriteUnit, matter_id: int, old: DeadlineDetail, wanted: WorkCalendar) -> DueDate | None:
    """The same period under another table; dates that a paper states are not counted and stay."""
    if old.start_date is None:
        return None
    if old.amount is not None and old.unit is not None:
        due = wanted.due(old.start_date, old.amount, old.unit, old.roll)
        return replace(due, advised=due.reminder(old.start_date))
    if old.previous_id is None:
        return None
    first = next(
        (one for one in unit.deadlines.of_matter(matter_id, ended=True) if one.deadline_id == old.previous_id), None
    )
    if first is None:
        return None
    legal, before = wanted.next_workday(old.raw_date), wanted.last_workday(old.raw_date)
    advised = before if before >= old.start_date else legal
    unknown = legal.year not in wanted.known_years
    lines = (
        (*old.derivation, f"按更新后的放假安排，届满日为{_day(legal)}。") if legal != old.legal_date else old.derivation
    )
    return DueDate(old.raw_date, legal, advised, lines, unknown)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _plain(rule: DeadlineRule) -> dict[str, object]:
    return {
        **{name: value for name, value in vars(rule).items() if name != "channels"},
        "channels": [one.value for one in rule.channels],
    }


def _table(table: YearTable | None) -> list[object] | None:
    if table is None:
        return None
    return [list(table.holidays), list(table.make_up_days), table.notice, table.signer]
