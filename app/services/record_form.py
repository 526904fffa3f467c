"""办理表: what a form for a step, a record or what follows begins with: values, lists to choose from, quiet hints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.errors import Refused
from app.domain.matter_detail import MatterDetail
from app.domain.record import Asked, RecordField
from app.domain.record_kinds import KIND_OF_STEP, RESTRICTED, fields_of
from app.domain.responsibility import POST_TEXT, Post
from app.domain.step import Step
from app.domain.supervision import next_rung
from app.domain.text import clean_line
from app.domain.work_calendar import in_words
from app.services import assignments, records, steps, supervision, triage
from app.services.form_defaults import FINDING_WORDS, OF_KIND, OF_STEP, Known, of_event
from app.services.matters import read_detail
from app.services.session import Session
from db.unit_of_work import ReadUnit

_LEADERS = (Post.PRESIDENT, Post.VICE_PRESIDENT, Post.DIVISION_HEAD, Post.DISCIPLINE)


@dataclass(frozen=True)
class Pick:
    """One entry of a list that a field offers: the value that is stored, and its words."""

    value: str
    words: str
    initials: str = ""


@dataclass(frozen=True)
class FormStart:
    """What a form begins with. ``picks`` are lists by field name: staff, a code table, or what the register knows."""

    fields: tuple[RecordField, ...]
    values: Mapping[str, str] = field(default_factory=dict)
    picks: Mapping[str, tuple[Pick, ...]] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)


def for_step(session: Session, step: Step, matter_id: int, now: datetime) -> FormStart:
    """The form of a step.

    Raises:
        Refused: there is no such matter in sight.
    """
    kind, fields = KIND_OF_STEP.get(step), fields_of(step)
    proposals = step in (Step.ASSIGN, Step.HAND_OVER)
    known, lists = _read(session, matter_id, now, fields, step, proposals=proposals)
    made = OF_KIND.get(kind) if kind is not None else OF_STEP.get(step)
    values = made(known) if made is not None else {}
    if step is Step.SUPERVISE:
        values |= supervision.as_values(supervision.proposal(session, matter_id, known.today))
    return _start(fields, known, lists, values, kind or "")


def for_kind(session: Session, kind: str, matter_id: int, now: datetime) -> FormStart:
    """The form of a record without a step.

    Raises:
        Refused: there is no such matter or kind in sight.
    """
    fields = records.rule_of(session, kind).fields
    known, lists = _read(session, matter_id, now, fields, None)
    made = OF_KIND.get(kind)
    return _start(fields, known, lists, made(known) if made is not None else {}, kind)


def for_event(session: Session, record_id: int, name: str, now: datetime) -> FormStart:
    """The form of what follows a record.

    Raises:
        Refused: there is no such record in sight, or nothing of that name follows it.
    """
    record = records.get(session, record_id)
    event = next((one for one in records.rule_of(session, record.kind).events if one.name == name), None)
    if event is None or record.matter_id is None:
        raise Refused("这份记录没有这一项后续情况。请刷新后再看。")
    known, lists = _read(session, record.matter_id, now, event.fields, None)
    return _start(event.fields, known, lists, of_event(known, record), "")


def _start(
    fields: tuple[RecordField, ...],
    known: Known,
    lists: Mapping[str, tuple[Pick, ...]],
    values: Mapping[str, str],
    kind: str,
) -> FormStart:
    names = {one.name: one for one in fields}
    filled = {name: value for name, value in values.items() if value and name in names}
    for one in fields:
        if one.past and one.required and one.name not in filled:
            if one.asked is Asked.DAY:
                filled[one.name] = known.today.isoformat()
            elif one.asked is Asked.TIME:
                filled[one.name] = known.now.isoformat(" ", "minutes")
    answers = {name: found for name, found in _known_answers(known, kind).items() if found and name in names}
    hints = {name: words for name, words in _hints(known, kind).items() if words and name in names}
    return FormStart(fields, filled, {**lists, **answers}, hints)


def _read(
    session: Session,
    matter_id: int,
    now: datetime,
    fields: Sequence[RecordField],
    step: Step | None,
    *,
    proposals: bool = False,
) -> tuple[Known, dict[str, tuple[Pick, ...]]]:
    proposed = assignments.propose(session, matter_id, now.date()) if proposals else ()
    with session.register.read(session.viewer) as unit:
        detail = read_detail(unit, matter_id)
        kept = tuple(one for one in unit.records.of_matter(matter_id, RESTRICTED) if one.live)
        found = triage.current_in(unit, matter_id)
        track = found.route.track.value if found is not None and found.route is not None else ""
        known = Known(detail, kept, unit.people.tree(), proposed, track, session.viewer.name, now)
        return known, _lists(unit, known, fields, step)


def _lists(
    unit: ReadUnit, known: Known, fields: Sequence[RecordField], step: Step | None
) -> dict[str, tuple[Pick, ...]]:
    picks: dict[str, tuple[Pick, ...]] = {}
    codes = unit.codes.in_force(known.today)
    for one in fields:
        if one.asked is Asked.STAFF:
            picks[one.name] = _staff(unit, known, _first(known, one.name, step))
        elif one.asked is Asked.CODE:
            picks[one.name] = tuple(Pick(code.code, code.label, code.initials) for code in codes.get(one.table, ()))
        elif one.name in ("addressee", "unit") and "庭室" in one.label:
            names = [division.name for division in unit.accounts.departments() if division.active]
            picks[one.name] = tuple(Pick(name, name) for name in names)
    return picks


def _first(known: Known, name: str, step: Step | None) -> dict[int, str]:
    """Who stands on top of a list, with the reason: who is proposed, or who may approve."""
    if known.proposals and name == "handler":
        return {one.person.staff_id: one.reason for one in known.proposals if one.person.staff_id}
    if name not in ("approver", "leader"):
        return {}
    posts = steps.approval_posts(step) if step is not None else ()
    found: dict[int, str] = {}
    for post in posts or _LEADERS:
        if post is Post.VICE_PRESIDENT:
            found |= {
                one.leader.staff_id: f"分管{one.department}"
                for one in known.tree.portfolios
                if one.in_force(known.today) and one.leader.staff_id not in found
            }
        for person in known.tree.holders(post, known.today):
            found.setdefault(person.staff_id, f"{person.department}{POST_TEXT[post]}")
    return found


def _staff(unit: ReadUnit, known: Known, first: Mapping[int, str]) -> tuple[Pick, ...]:
    """Staff in work, those with a reason on top; whoever must withdraw is marked, so that nobody wonders."""
    barred = unit.people.barred(known.detail.matter_id)
    divisions = {one.department_id: one.name for one in unit.accounts.departments()}
    working = {one.staff_id: one for one in unit.accounts.staff() if one.active}
    ids = [*(one for one in first if one in working), *(one for one in working if one not in first)]
    found = []
    for staff_id in ids:
        person = working[staff_id]
        division = divisions.get(person.department_id or 0, "")
        about = first.get(staff_id) or f"{division}{person.post}"
        marked = "（应当回避）" if staff_id in barred else ""
        found.append(Pick(str(staff_id), f"{person.name}{marked}　{about}".rstrip()))
    return tuple(found)


def _known_answers(known: Known, kind: str) -> dict[str, tuple[Pick, ...]]:
    """Lines that can only be answered with what the register holds: a claim, a case."""
    if kind == "claim_analysis":
        return {"claim": tuple(_claims(known.detail))}
    if kind == "explanation":
        return {"case": tuple(Pick(one.normalised, one.normalised) for one in known.detail.case_refs)}
    return {}


def _claims(detail: MatterDetail) -> Iterable[Pick]:
    for one in detail.claims:
        finding = FINDING_WORDS.get(one.finding, "")
        text = clean_line(one.text)
        yield Pick(text, text + (f"（已认定{finding}）" if finding else ""))


def _hints(known: Known, kind: str) -> dict[str, str]:
    due = known.detail.due_date
    if kind == "supervision":
        opens = next_rung(known.records).opens_on
        return {"rung": f"上一份还没有反馈；{in_words(opens)}起可以发这一级"} if opens is not None else {}
    if due is None:
        return {}
    if kind in ("assignment_sheet", "hand_over_sheet"):
        return {"due": f"不填的，按正在计算的期限 {in_words(due)}"}
    if kind == "extension_notice":
        return {"amount": f"天数；现在到 {in_words(due)} 届满"}
    return {}


__all__ = ["FormStart", "Pick", "for_event", "for_kind", "for_step"]
