"""合并与撤销: the same person written twice, the same matter registered twice; everything moved can be put back.

A person keeps every spelling under which the register knows them: one petitioner stands for all. A matter that was
taken in keeps its number, marked 作废 with where it went.
"""

from __future__ import annotations

from datetime import datetime

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.matter import OPEN_STATUSES, ActionKind, MatterStatus
from app.domain.step import Step
from app.domain.text import clean_line
from app.domain.workflow import Entry, replay
from app.services import steps
from app.services.history import renew_history
from app.services.session import Session
from db.stores.matters import MatterFacts
from db.stores.merges import CONTACT, MATTER, PERSON, Merge
from db.stores.steps import columns_of
from db.unit_of_work import WriteUnit

DERIVED = "derived"
AT_THE_DESK = "登记时认定为同一人"
TOLD_APART = "told_apart"
"""The field of a refusal that :func:`forget_different` does away with."""


def merge_people(session: Session, from_id: int, into_id: int, reason: str, now: datetime) -> Change:
    """Say that two known people are one: ``into_id`` stands for both from now on.

    Raises:
        Refused: one person with itself, somebody all of whose registrations are void, no reason, told apart before,
            or one cannot be seen.
    """
    words = _reason(reason)
    with session.register.write(session.viewer, now) as work:
        one, other = (_person(work, petitioner_id) for petitioner_id in (from_id, into_id))
        if one == other:
            raise Refused("两条记录已是同一人，不用再合并。")
        _refuse_void(work, one, other)
        _refuse_told_apart(work, PERSON, one, other)
        both = _matters_of(work, one, other)
        said = f"认定{_names(work, one, other)}是同一人（原因：{words}）"
        _join(work, one, other, words)
        _note(work, both, said)
    return Change.of(Area.MATTERS, Area.CONTACTS, ids=both)


def merge_matters(session: Session, from_id: int, into_id: int, reason: str, now: datetime) -> Change:
    """Take one matter into another: contacts, claims, cases, deadlines, papers and timeline move.

    Raises:
        Refused: a matter with itself, a void or merged one, told apart before, no reason, or out of sight.
    """
    words = _reason(reason)
    if from_id == into_id:
        raise Refused("不能把事项并入它自己。请选择另一件事项。")
    with session.register.write(session.viewer, now) as work:
        gone, kept = _live(work, from_id, into_id), _live(work, into_id, from_id)
        if gone.restricted != kept.restricted:
            raise Refused("检举控告与普通事项分开保管，不能合并。请在事项里互相注明编号。")
        _refuse_bound(work, gone, kept)
        _refuse_told_apart(work, MATTER, from_id, into_id)
        _take_in(work, gone, kept, words)
    return Change.of(Area.MATTERS, Area.CONTACTS, ids=(from_id, into_id))


def _refuse_bound(work: WriteUnit, gone: MatterFacts, kept: MatterFacts) -> None:
    """An open matter is not taken into a closed one, and one with a dossier or scans stays: they would be left behind.

    Where both are in the way of each other it is said what is to be waited for, not to try it the other way round.
    """
    going_on = gone.status in OPEN_STATUSES and kept.status not in OPEN_STATUSES
    has_papers = _has_dossier(work, gone)
    other, bound = (gone, kept) if going_on else (kept, gone)
    backwards = kept.status in OPEN_STATUSES and gone.status not in OPEN_STATUSES
    if (going_on and _has_dossier(work, kept)) or (backwards and has_papers):
        raise Refused(
            f"{other.number}还在办理，{bound.number}已经立卷或存有扫描件，现在不能合并。"
            f"请等{other.number}办结后并入{bound.number}；眼下可以在两件里互相注明编号。"
        )
    if going_on:
        raise Refused(f"{gone.number}还在办理，不能并入已经办完的{kept.number}。请把办完的一件并入它。")
    if has_papers and _has_dossier(work, kept):
        raise Refused(f"{gone.number}和{kept.number}都已经立卷或存有扫描件，不能合并。请在两件里互相注明编号。")
    if has_papers:
        raise Refused(f"{gone.number}已经立卷或存有扫描件，不能并入别的事项。请把另一件并入{gone.number}。")


def _has_dossier(work: WriteUnit, matter: MatterFacts) -> bool:
    return work.dossiers.of_matter(matter.matter_id) is not None or bool(work.dossiers.scans(matter.matter_id))


def undo(session: Session, merge_id: int, reason: str, now: datetime) -> Change:
    """Take a joining back: everything it moved goes where it was; what came since stays.

    Raises:
        Refused: none such, taken back already, a later joining is in the way, no reason, or out of sight.
    """
    words = _reason(reason)
    with session.register.write(session.viewer, now) as work:
        merge = work.merges.merge(merge_id)
        if merge is None:
            raise Refused("没有找到这次合并。请刷新后再选。")
        if merge.undone_at is not None:
            raise Refused("这次合并已经撤销过。")
        if merge.kind == CONTACT:
            raise Refused("这是登记时的归入。要撤销，请把这次登记分出为单独事项。")
        if merge.kind == PERSON:
            ids = _part(work, merge, words)
        else:
            ids = _give_back(work, merge, words)
    return Change.of(Area.MATTERS, Area.CONTACTS, ids=ids)


def merges_of_matter(session: Session, matter_id: int) -> tuple[Merge, ...]:
    """Joinings that hold, of or into a matter, newest first; empty when this account may not see it."""
    with session.register.read(session.viewer) as unit:
        return unit.merges.merges_of(MATTER, matter_id) if unit.matters.facts(matter_id) else ()


def merges_of_person(session: Session, person_id: int) -> tuple[Merge, ...]:
    """Joinings that hold, of or into a person, newest first; empty when this account sees nothing of theirs."""
    with session.register.read(session.viewer) as unit:
        root = unit.recognition.root(person_id)
        if root is None or not unit.merges.sees_person(unit.recognition.spellings(root)):
            return ()
        return unit.merges.merges_of(PERSON, root)


def join_person(work: WriteUnit, petitioner_id: int, person_id: int) -> None:
    """The principal just registered is a known person; part of the registration, noted and undone like a merge.

    Raises:
        Refused: there is no such person, or this account may not see them.
    """
    root = work.recognition.root(person_id)
    if root is None or not work.merges.sees_person(work.recognition.spellings(root)):
        raise Refused(
            "没有找到所选的同一人，可能已改动。请重新选择，或作为新的信访人登记。", {"same_person": "请重新选择"}
        )
    own = work.recognition.root(petitioner_id)
    if own is not None and own != root:
        _join(work, own, root, AT_THE_DESK)


def _join(work: WriteUnit, one: int, into: int, reason: str) -> tuple[int, ...]:
    merge_id = work.merges.open(PERSON, one, into, reason, work.now)
    spellings, others = work.recognition.spellings(one), work.recognition.spellings(into)
    matters = work.merges.shared_matters(spellings, others)
    before = work.merges.derived(matters)
    for petitioner_id in spellings:
        work.merges.stand_for(merge_id, petitioner_id, into)
    for matter_id in matters:
        renew_history(work, matter_id)
    if matters:
        work.merges.note_whole(merge_id, DERIVED, 0, [list(matters), before], work.merges.derived(matters))
    work.audit.record("merge", PERSON, one, after={"into": into, "merge": merge_id, "reason": reason})
    return matters


def _part(work: WriteUnit, merge: Merge, reason: str) -> tuple[int, ...]:
    own, into = (work.recognition.root(petitioner_id) for petitioner_id in (merge.from_id, merge.into_id))
    seen = own is not None and work.merges.sees_person(work.recognition.spellings(own))
    if own is None or not seen:
        raise Refused("没有找到这次合并。请刷新后再选。")
    if own != merge.into_id or into != merge.into_id:
        raise Refused("合并之后又与另一人合并过。请先撤销后一次合并，再撤销这一次。")
    both = _matters_of(work, merge.from_id, merge.into_id)
    work.merges.restore(merge.merge_id)
    matters = _put_back_history(work, merge, ())
    parted, rest = work.recognition.spellings(merge.from_id), work.recognition.spellings(merge.into_id)
    for matter_id in work.merges.shared_matters(parted, rest):
        if matter_id not in matters:
            renew_history(work, matter_id)
    work.merges.close(merge.merge_id, reason, work.now)
    work.audit.record("undo_merge", PERSON, merge.from_id, after={"merge": merge.merge_id, "reason": reason})
    _note(work, both, f"撤销认定，{_names(work, merge.from_id, merge.into_id)}不再算同一人（原因：{reason}）")
    return tuple(sorted({*matters, *both}))


def _take_in(work: WriteUnit, gone: MatterFacts, kept: MatterFacts, reason: str) -> None:
    both = (gone.matter_id, kept.matter_id)
    merge_id = work.merges.open(MATTER, *both, reason, work.now)
    before, history_before, first = work.merges.watch(both), work.merges.derived(both), work.merges.last_action()
    words = f"{gone.number}并入本事项（原因：{reason}）"
    clocks = work.merges.copy_clocks(*both) if gone.status in OPEN_STATUSES else ()
    if clocks:
        steps.record(work, kept, Entry(Step.CLOCK, work.now, words=words, starts=clocks), audited=False)
    else:
        work.matters.add_action(kept.matter_id, ActionKind.NOTE, words, work.now, work.now)
    words = f"并入{kept.number}（原因：{reason}）"
    steps.record(work, gone, Entry(Step.VOID, work.now, words=words, facts={"reason": words}), audited=False)
    work.merges.move_belongings(*both)
    work.merges.order_contacts(kept.matter_id, by_time=True)
    work.merges.put_matter(kept.matter_id, work.merges.summed_up(kept.matter_id))
    work.merges.take_in(*both, words, work.now)
    work.merges.note_changes(merge_id, before, work.merges.watch(both))
    work.merges.note_steps(merge_id, first, both)
    renew_history(work, kept.matter_id)
    work.merges.note_whole(merge_id, DERIVED, 0, [list(both), history_before], work.merges.derived(both))
    work.merges.raise_version(both)
    for matter_id in both:
        work.search.renew(matter_id)
    work.audit.record(
        "merge",
        MATTER,
        gone.matter_id,
        before={"number": gone.number, "status": gone.status},
        after={"into": kept.number, "merge": merge_id, "reason": reason},
    )


def _give_back(work: WriteUnit, merge: Merge, reason: str) -> tuple[int, ...]:
    both = (merge.from_id, merge.into_id)
    gone, kept = (work.matters.facts(matter_id) for matter_id in both)
    if gone is None or kept is None:
        raise Refused("没有找到这次合并。请刷新后再选。")
    if kept.status is MatterStatus.VOID:
        further = work.merges.merged_into(merge.into_id)
        words = "合并后的事项又并入了另一件。请先撤销后一次合并，再撤销这一次。"
        raise Refused(words if further else "合并后的事项已作废，不能撤销合并。")
    came = replay(work.steps.entries(kept.matter_id))
    whole = work.merges.restore(merge.merge_id)
    stays = replay(work.steps.entries(kept.matter_id))
    keys = {clock.key for clock in came.clocks} - {clock.key for clock in stays.clocks}
    work.merges.remove_clocks(kept.matter_id, keys, work.now)
    if not whole:
        work.matters.change(kept.matter_id, **columns_of(stays))
        for matter_id in both:
            work.merges.order_contacts(matter_id, by_time=False)
            work.merges.put_matter(matter_id, work.merges.summed_up(matter_id))
    work.merges.raise_version(both)
    _put_back_history(work, merge, both)
    words = f"撤销合并，{gone.number}恢复为单独事项（原因：{reason}）"
    for matter_id in both:
        work.matters.add_action(matter_id, ActionKind.NOTE, words, work.now, work.now)
        work.search.renew(matter_id)
    work.merges.close(merge.merge_id, reason, work.now)
    work.audit.record(
        "undo_merge", MATTER, merge.from_id, after={"from": kept.number, "merge": merge.merge_id, "reason": reason}
    )
    return both


def _put_back_history(work: WriteUnit, merge: Merge, matters: tuple[int, ...]) -> tuple[int, ...]:
    """Flags and events exactly as they were, unless something came since: then they are computed anew."""
    for _, (ids, before), after in work.merges.whole(merge.merge_id, DERIVED):
        if work.merges.derived(ids) == after:
            work.merges.put_derived(ids, before)
        else:
            for matter_id in ids:
                renew_history(work, matter_id)
        return tuple(ids)
    return matters


def _reason(text: str) -> str:
    words = clean_line(text)
    if not words:
        raise Refused("请写明原因，例如“重复登记”“经核对为同一人”。", {"reason": "请写明原因。"})
    return words


def _person(work: WriteUnit, petitioner_id: int) -> int:
    root = work.recognition.root(petitioner_id)
    if root is None or not work.merges.sees_person(work.recognition.spellings(root)):
        raise Refused("没有找到这位信访人，或这个账户不能查看。请刷新后再选。")
    return root


def _refuse_void(work: WriteUnit, *roots: int) -> None:
    for root in roots:
        if not work.merges.matters_of(work.recognition.spellings(root)):
            name = work.petitioners.people((root,))[root].name
            raise Refused(f"{name}的登记都已作废，不能合并。请选择另一条记录。")


def _matters_of(work: WriteUnit, one: int, other: int) -> tuple[int, ...]:
    """The matters of a person's spellings on both sides, those that the viewer may see."""
    roots = {work.recognition.root(one) or one, work.recognition.root(other) or other}
    return work.merges.matters_of({each for root in roots for each in work.recognition.spellings(root)})


def _names(work: WriteUnit, one: int, other: int) -> str:
    people = work.petitioners.people((one, other))
    names = people[one].name, people[other].name
    return f"{names[0]}与{names[1]}" if names[0] != names[1] else f"两条{names[0]}的记录"


def _note(work: WriteUnit, matters: tuple[int, ...], words: str) -> None:
    for matter_id in matters:
        work.matters.add_action(matter_id, ActionKind.NOTE, words, work.now, work.now)


def _live(work: WriteUnit, matter_id: int, other_id: int) -> MatterFacts:
    facts = work.matters.facts(matter_id)
    if facts is None:
        raise Refused("没有找到这件事项，或这个账户不能查看它。请刷新列表后再选。")
    if facts.status is MatterStatus.VOID:
        into = work.merges.merged_into(matter_id)
        if into == other_id:
            raise Refused(f"{facts.number}已经并入对方，再合并会绕成一圈。")
        raise Refused(f"{facts.number}已{'并入另一件事项' if into else '作废'}，不能合并。")
    return facts


def _refuse_told_apart(work: WriteUnit, kind: str, one: int, other: int) -> None:
    if work.recognition.told_apart(kind, (one, other)):
        what = "同一人" if kind == PERSON else "同一事项"
        raise Refused(f"以前认定过不是{what}。确要合并，请先取消那次认定。", {TOLD_APART: "以前认定过"})


def forget_different(session: Session, kind: str, one: int, other: int, reason: str, now: datetime) -> Change:
    """Take back that two people (``person``) or matters (``matter``) are not the same.

    Raises:
        Refused: nobody said so, or no reason.
    """
    words = _reason(reason)
    with session.register.write(session.viewer, now) as work:
        if kind == PERSON:
            one, other = (work.recognition.root(each) or each for each in (one, other))
        if not work.recognition.forget_apart(kind, one, other):
            raise Refused("没有这样的认定。")
        work.audit.record("untell_apart", kind, one, after={"other": other, "reason": words})
    return Change.of(Area.MATTERS)
