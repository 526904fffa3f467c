"""来往: what follows from the contacts of a matter, flags changed by hand, reviews of answers that did not hold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from app.domain import history
from app.domain.changes import Area, Change
from app.domain.courts import CourtLevel, level_of
from app.domain.errors import Refused
from app.domain.history import (
    ComputedEra,
    ComputedFlag,
    Cutoff,
    Flag,
    FlagChange,
    QuietPeriod,
    ThisContact,
    Thresholds,
)
from app.domain.intake import LONGEST_TEXT, IntakeRequest
from app.domain.matter import ActionKind, MatterStatus
from app.domain.petitioner import Role
from app.domain.step import Step
from app.domain.text import clean_block
from app.domain.viewer import Right
from app.services.session import Session
from db.stores.history import EarlierAnswer, KeptFlag, KeptTransition, ReviewTask
from db.stores.matters import MatterFacts
from db.unit_of_work import ReadUnit, WriteUnit

THRESHOLDS = "history_thresholds"
CUTOFF = "history_cutoff"
MOST_PEOPLE = 10_000
MANY = 1_000_000
RECENT_DAYS = 30
_ANSWERS = (ActionKind.REPLY, ActionKind.TALK, ActionKind.CONCLUSION, ActionKind.SERVICE, ActionKind.FOLLOW_UP)


@dataclass(frozen=True)
class MatterHistory:
    """A matter as its contacts tell it: flags, events, quiet periods and reviews.

    ``times_at_court`` counts every contact of the person at this court, whatever the matter; ``lately`` are the days of
    contacts within the last 30 days, so that nobody is received twice unaware. ``era`` is empty while the office makes
    no difference between 新访 and 老访.
    """

    matter_id: int
    flags: tuple[KeptFlag, ...]
    transitions: tuple[KeptTransition, ...]
    quiet: tuple[QuietPeriod, ...]
    reviews: tuple[ReviewTask, ...]
    times_at_court: int
    lately: tuple[date, ...]
    era: ComputedEra | None


def of_matter(session: Session, matter_id: int, today: date) -> MatterHistory:
    """The history of one matter.

    Raises:
        Refused: there is none, or this account may not see it.
    """
    with session.register.read(session.viewer) as unit:
        facts = _visible(unit, matter_id)
        days, came = unit.history.contact_days(matter_id), unit.history.return_days(matter_id)
        answered = _answered_on(unit, facts)
        own = unit.history.every_spelling((facts.petitioner_id,))
        return MatterHistory(
            matter_id=matter_id,
            flags=unit.history.flags(matter_id),
            transitions=unit.history.transitions(matter_id),
            quiet=history.quiet_periods(answered, came, today) if answered else (),
            reviews=unit.history.review_tasks(open_only=False, matter_id=matter_id),
            times_at_court=unit.history.times_at_court(own),
            lately=tuple(sorted(day for day in days if 0 <= (today - day).days <= RECENT_DAYS)),
            era=history.era_of(min(came), cutoff_of(unit)) if came else None,
        )


def earlier_answers(session: Session, matter_id: int) -> tuple[EarlierAnswer, ...]:
    """Earlier replies, explanations and conclusions of a matter, newest first, to be read to the visitor.

    Raises:
        Refused: there is no such matter, or this account may not see it.
    """
    with session.register.read(session.viewer) as unit:
        _visible(unit, matter_id)
        return unit.history.answers((matter_id,), _ANSWERS)


def preview(session: Session, request: IntakeRequest, person_ids: Collection[int] = ()) -> tuple[ComputedFlag, ...]:
    """The flags a form would get, each with its reason, before it is saved. ``person_ids``: who the principal is."""
    with session.register.read(session.viewer) as unit:
        own = unit.history.every_spelling((*person_ids, *filter(None, (request.same_person_id,))))
        contact = _this_contact(unit, request, request.existing_matter_id, own, MANY)
        return history.compute_flags(contact, thresholds_of(unit))


def record(
    work: WriteUnit, request: IntakeRequest, matter_id: int, contact_id: int, before: MatterFacts | None
) -> None:
    """Keep what follows from a contact just written, in its transaction. ``before`` is the matter it joined."""
    own = work.history.every_spelling(work.history.taking_part(contact_id)) if before else frozenset()
    ordinal = work.contacts.last_ordinal(matter_id) if before else 1
    contact = _this_contact(work, request, matter_id if before else None, own, ordinal)
    computed = history.compute_flags(contact, thresholds_of(work))
    work.history.keep_flags(contact_id, computed, request.flags, work.now)
    changed = {change.flag: change.value for change in request.flags}
    stands = {one.flag: changed.get(one.flag, one.value) for one in computed}
    events = history.transitions(contact, repeat=stands[Flag.REPEAT], skip_level=stands[Flag.SKIP_LEVEL])
    work.history.add_transitions(matter_id, contact_id, events)
    if before is not None:
        _review(work, request, contact_id, before)


@dataclass(frozen=True)
class FlagState:
    """A flag of one contact: as it stands, what the rules make of it and why, and why it was changed if it was."""

    flag: Flag
    value: bool
    computed: bool
    reason: str
    hand_reason: str


def flag_states(session: Session, contact_id: int) -> tuple[FlagState, ...]:
    """Every flag of a contact, set or not, in the order of :class:`Flag`.

    Raises:
        Refused: there is no such contact, or this account may not see it.
    """
    with session.register.read(session.viewer) as unit:
        matter_id = unit.contacts.matter_of(contact_id)
        if matter_id is None or unit.matters.facts(matter_id) is None:
            raise Refused("没有找到这次来访，或这个账户不能查看它。请刷新后再选。")
        kept = {one.flag: one for one in unit.history.flags(matter_id) if one.contact_id == contact_id}
        computed = history.compute_flags(this_contact_again(unit, matter_id, contact_id), thresholds_of(unit))
    states = []
    for one in computed:
        known = kept.get(one.flag)
        if known is None:
            states.append(FlagState(one.flag, False, one.value, one.reason, ""))
        else:
            was = known.value != known.by_hand
            states.append(FlagState(one.flag, known.value, was, known.reason, known.hand_reason))
    return tuple(states)


def change_flag(session: Session, contact_id: int, change: FlagChange, now: datetime) -> Change:
    """Set a flag of a contact otherwise than computed, with a reason; the computed reason stays beside it.

    Raises:
        Refused: no reason, nothing would change, or the contact is void or out of sight.
    """
    checked = history.check_flag_change(change)
    with session.register.write(session.viewer, now) as work:
        matter_id = work.contacts.matter_of(contact_id)
        facts = work.matters.facts(matter_id) if matter_id is not None else None
        if facts is None:
            raise Refused("没有找到这次来访，或这个账户不能查看它。请刷新后再选。")
        if facts.status is MatterStatus.VOID:
            raise Refused("这件事项已作废，不能再改动。")
        kept = work.history.flag(contact_id, checked.flag)
        stands = kept.value if kept else False
        if stands == checked.value:
            words = f"“{history.FLAG_TEXT[checked.flag]}”已经是这样，未改动。"
            raise Refused(words, {f"flag_{checked.flag.value}": "没有改动。"})
        if kept is not None:
            computed = ComputedFlag(checked.flag, kept.value != kept.by_hand, kept.reason)
        else:
            contact = this_contact_again(work, facts.matter_id, contact_id)
            computed = next(
                one for one in history.compute_flags(contact, thresholds_of(work)) if one.flag is checked.flag
            )
        work.history.change_flag(contact_id, computed, checked, now)
        renew_history(work, facts.matter_id)
        words = f"{'认定' if checked.value else '取消'}{history.FLAG_TEXT[checked.flag]}（原因：{checked.reason}）"
        work.matters.add_action(facts.matter_id, ActionKind.CORRECTION, words, now, now, contact_id=contact_id)
        work.audit.record(
            "change_flag",
            "contact",
            contact_id,
            before={"flag": checked.flag, "value": stands},
            after={"flag": checked.flag, "value": checked.value, "reason": checked.reason},
        )
    return Change.of(Area.MATTERS, Area.CONTACTS, ids=(facts.matter_id,))


def review_tasks(
    session: Session, *, open_only: bool = True, department_id: int | None = None
) -> tuple[ReviewTask, ...]:
    """Answers to be looked at again, the oldest first."""
    with session.register.read(session.viewer) as unit:
        return unit.history.review_tasks(open_only=open_only, department_id=department_id)


def close_review(session: Session, task_id: int, opinion: str, now: datetime) -> Change:
    """Close a review with the department's opinion (复核意见); it goes to the timeline.

    Raises:
        Refused: no opinion, closed already, or out of sight.
    """
    words = clean_block(opinion)
    if not words:
        raise Refused("复核要写明意见，例如原答复哪里没有到位、现在怎么办。", {"opinion": "请写明复核意见。"})
    if len(words) > LONGEST_TEXT:
        raise Refused("复核意见过长，未保存。", {"opinion": f"最多 {LONGEST_TEXT} 字，现在是 {len(words)} 字。"})
    with session.register.write(session.viewer, now) as work:
        task = work.history.review_task(task_id)
        if task is None:
            raise Refused("没有找到这项复核，或这个账户不能查看它。请刷新后再选。")
        if task.closed_at is not None:
            raise Refused("这项复核已经办完。")
        work.history.close_task(task_id, words, now)
        said = f"复核意见（{task.department or '承办部门'}）：{words}"
        work.matters.add_action(task.matter_id, ActionKind.NOTE, said, now, now, contact_id=task.contact_id)
        work.audit.record("close_review", "review_task", task_id, after={"matter": task.number, "opinion": words})
    return Change.of(Area.MATTERS, ids=(task.matter_id,))


def thresholds(session: Session) -> Thresholds:
    """From how many people a visit is a group visit and a letter a joint letter."""
    with session.register.read(session.viewer) as unit:
        return thresholds_of(unit)


def change_thresholds(session: Session, wanted: Thresholds, now: datetime) -> Change:
    """Change the thresholds for contacts registered from now on.

    Raises:
        Refused: no right, or a number that makes no sense.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("修改人数标准需要管理员账户。")
    message = f"人数标准应在 2 到 {MOST_PEOPLE} 之间。"
    problems = {
        name: message
        for name, number in (("group_visit", wanted.group_visit), ("joint_letter", wanted.joint_letter))
        if not 2 <= number <= MOST_PEOPLE
    }
    if problems:
        raise Refused(message, problems)
    with session.register.write(session.viewer, now) as work:
        before = thresholds_of(work)
        work.settings.put(THRESHOLDS, vars(wanted))
        work.audit.record("change", "settings", 0, before=vars(before), after=vars(wanted))
    return Change.of(Area.SETTINGS)


def thresholds_of(unit: ReadUnit | WriteUnit) -> Thresholds:
    """The thresholds, inside a unit of work."""
    return Thresholds(**unit.settings.get(THRESHOLDS, {}))


def cutoff(session: Session) -> Cutoff:
    """The day from which a matter first raised is 新访, and its basis."""
    with session.register.read(session.viewer) as unit:
        return cutoff_of(unit)


def change_cutoff(session: Session, wanted: Cutoff, now: datetime) -> Change:
    """Set the cut-off between 新访 and 老访, or take it away; nothing is kept with the matters, so it holds for all.

    Raises:
        Refused: no right, a day ahead, or day or basis is missing.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("修改新访、老访的分界日需要管理员账户。")
    checked = history.check_cutoff(wanted, now.date())
    with session.register.write(session.viewer, now) as work:
        before = _kept_cutoff(cutoff_of(work))
        work.settings.put(CUTOFF, _kept_cutoff(checked))
        work.audit.record("change", "settings", 0, before=before, after=_kept_cutoff(checked))
    return Change.of(Area.SETTINGS, Area.RECORDS, Area.MATTERS)


def cutoff_of(unit: ReadUnit | WriteUnit) -> Cutoff:
    """The cut-off between 新访 and 老访, inside a unit of work."""
    kept = unit.settings.get(CUTOFF, {})
    return Cutoff(date.fromisoformat(kept["day"]), kept["basis"]) if kept.get("day") else Cutoff()


def _kept_cutoff(one: Cutoff) -> dict[str, str]:
    return {"day": one.day.isoformat() if one.day is not None else "", "basis": one.basis}


def _this_contact(
    unit: ReadUnit | WriteUnit,
    request: IntakeRequest,
    matter_id: int | None,
    own: frozenset[int],
    ordinal: int,
) -> ThisContact:
    return ThisContact(
        channel=request.channel,
        happened_at=request.happened_at,
        head_count=request.head_count,
        signers=sum(one.role is Role.JOINT_SIGNER for one in request.others),
        marked_joint=request.joint,
        visited_level=request.visited_level,
        competent_level=request.competent_level,
        own_level=own_level(unit),
        earlier=unit.history.past(matter_id, own, ordinal) if matter_id is not None else (),
    )


def this_contact_again(work: ReadUnit | WriteUnit, matter_id: int, contact_id: int) -> ThisContact:
    """A stored contact as the rules see it."""
    stored = work.history.stored(contact_id)
    own = work.history.every_spelling(work.history.taking_part(contact_id))
    return ThisContact(
        channel=stored.channel,
        happened_at=stored.happened_at,
        head_count=stored.head_count,
        signers=stored.signers,
        marked_joint=stored.joint,
        visited_level=stored.visited_level,
        competent_level=stored.competent_level,
        own_level=own_level(work),
        inquiry=stored.inquiry,
        earlier=work.history.past(matter_id, own, stored.ordinal),
    )


def renew_history(work: WriteUnit, matter_id: int) -> None:
    """Compute flags and events of every contact of a matter anew; what was set by hand stays."""
    by_hand = {(one.contact_id, one.flag): one for one in work.history.flags(matter_id) if one.by_hand}
    work.merges.remove_derived((matter_id,))
    limits = thresholds_of(work)
    for contact_id in work.merges.contacts(matter_id):
        contact = this_contact_again(work, matter_id, contact_id)
        computed = history.compute_flags(contact, limits)
        changes = [
            FlagChange(flag, kept.value, kept.hand_reason)
            for (owner, flag), kept in by_hand.items()
            if owner == contact_id
        ]
        work.history.keep_flags(contact_id, computed, changes, work.now)
        stands = {one.flag: one.value for one in computed} | {one.flag: one.value for one in changes}
        events = history.transitions(contact, repeat=stands[Flag.REPEAT], skip_level=stands[Flag.SKIP_LEVEL])
        work.history.add_transitions(matter_id, contact_id, events)


def own_level(unit: ReadUnit | WriteUnit) -> CourtLevel:
    """The level of this court, by its code; basic where the code says nothing."""
    return level_of(unit.settings.get("court_code", "")) or CourtLevel.BASIC


def _review(work: WriteUnit, request: IntakeRequest, contact_id: int, before: MatterFacts) -> None:
    reason = history.did_not_hold(before.status, before.answered_on, before.concluded_on, request.happened_at)
    if not reason or work.history.review_tasks(matter_id=before.matter_id):
        return
    task_id = work.history.open_task(
        {
            "matter_id": before.matter_id,
            "contact_id": contact_id,
            "department_id": before.department_id,
            "department_name": before.department,
            "handler_name": before.handler,
            "answered_on": before.answered_on or before.concluded_on,
            "reason": reason,
            "opened_at": work.now,
        }
    )
    words = f"提请{before.department or '承办部门'}复核：{reason}"
    work.matters.add_action(before.matter_id, ActionKind.NOTE, words, work.now, work.now, contact_id=contact_id)
    work.audit.record("open_review", "review_task", task_id, after={"matter": before.number, "reason": reason})


def _answered_on(unit: ReadUnit, facts: MatterFacts) -> date | None:
    """The day quiet periods run from: of the answer, else of the conclusion.

    A return takes both off the matter, so that what it ended is looked up on the timeline.
    """
    known = facts.answered_on or facts.concluded_on
    if known is not None or facts.contact_count < 2:
        return known
    last = answered = concluded = ""
    for entry in unit.steps.entries(facts.matter_id):
        day = (entry.day or entry.at.date()).isoformat()
        if entry.step is Step.CONTACT:
            last, answered, concluded = answered or concluded or last, "", ""
        elif entry.step is Step.ANSWER:
            answered = day
        elif entry.step is Step.CONCLUDE:
            concluded = day
        elif entry.step is Step.CARRY:
            answered, concluded = entry.facts.get("answered_on", ""), entry.facts.get("concluded_on", "")
    return date.fromisoformat(last) if last else None


def _visible(unit: ReadUnit, matter_id: int) -> MatterFacts:
    facts = unit.matters.facts(matter_id)
    if facts is None:
        raise Refused("没有找到这件事项，或这个账户不能查看它。请刷新列表后再选。")
    return facts
