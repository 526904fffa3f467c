"""诉访分流: keeping where the questions led at a contact; changed with a reason, never overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain import triage
from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.matter import ActionKind
from app.domain.text import clean_line
from app.domain.triage import Route, Triage
from app.services.session import Session
from db.stores.matters import MatterFacts
from db.stores.triages import StoredTriage
from db.unit_of_work import ReadUnit, WriteUnit

ACCUSATION = "accusation"


@dataclass(frozen=True)
class TriageRequest:
    """The answers at one contact (``contact_id`` left out: the latest); ``reason`` only when a result is changed."""

    matter_id: int
    answers: tuple[str, ...]
    contact_id: int | None = None
    ticked: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class TriageReceipt:
    """What was kept. ``hidden`` says that the matter is now 检举控告 and out of this account's sight."""

    route: Route
    contact_id: int
    hidden: bool
    change: Change


@dataclass(frozen=True)
class KnownTriage:
    """One result of a matter; ``route`` is empty when a later version of the program no longer knows it."""

    route: Route | None
    route_code: str
    contact_id: int
    contact_number: str
    said: tuple[tuple[str, str], ...]
    ticked: tuple[str, ...]
    reason: str
    actor: str
    decided_at: datetime


def record(session: Session, request: TriageRequest, now: datetime) -> TriageReceipt:
    """Keep the result; registering, numbers and deadlines are not touched by it.

    检举控告 closes the matter to accounts without the right to see it; a later other result, by an account that may
    see it, opens it again if it was triage that closed it.

    Raises:
        Refused: the answers are unfinished, nothing changed, or a change without its reason.
    """
    result = triage.decide(request.answers, request.ticked, clean_line(request.reason))
    with session.register.write(session.viewer, now) as work:
        facts = work.matters.facts(request.matter_id)
        if facts is None:
            raise Refused("没有找到这件事项，或这个账户不能查看它。请刷新列表后再选。")
        contact_id = _contact_id(work, request)
        known = next(iter(work.triages.of_matter(request.matter_id)), None)
        _check_change(known, result)
        restricts, purpose = _restriction(work, facts, known, result)
        stored = StoredTriage(
            0,
            contact_id,
            "",
            result.route.code,
            result.route.track.value,
            result.answers,
            result.ticked,
            result.reason,
            restricts,
            purpose,
            session.viewer.name,
            now,
        )
        triage_id = work.triages.add(contact_id, stored)
        words = f"程序引导：{result.route.label}" + (f"（改动原因：{result.reason}）" if result.reason else "")
        work.matters.add_action(request.matter_id, ActionKind.TRIAGE, words, now, now, contact_id=contact_id)
        before = {"route": known.route, "answers": known.answers} if known else None
        after = {
            "matter": facts.number,
            "route": result.route.code,
            "track": result.route.track,
            "answers": result.answers,
            "ticked": result.ticked,
            "reason": result.reason,
        }
        work.audit.record("triage", "triage", triage_id, before=before, after=after)
        hidden = work.matters.facts(request.matter_id) is None
    change = Change.of(Area.MATTERS, Area.CONTACTS, ids=(request.matter_id,))
    return TriageReceipt(result.route, contact_id, hidden, change)


def history(session: Session, matter_id: int) -> tuple[KnownTriage, ...]:
    """Every result of a matter, newest first."""
    with session.register.read(session.viewer) as unit:
        return tuple(_known(one) for one in unit.triages.of_matter(matter_id))


def current(session: Session, matter_id: int) -> KnownTriage | None:
    """The result that counts."""
    return next(iter(history(session, matter_id)), None)


def current_in(unit: ReadUnit, matter_id: int, contact_id: int | None = None) -> KnownTriage | None:
    """The result that counts, inside a unit of work; that of one contact when it is named and has one."""
    results = [_known(one) for one in unit.triages.of_matter(matter_id)]
    own = [one for one in results if one.contact_id == contact_id]
    return next(iter((*own, *results)), None)


def _known(stored: StoredTriage) -> KnownTriage:
    return KnownTriage(
        triage.routes().get(stored.route),
        stored.route,
        stored.contact_id,
        stored.contact_number,
        _said(stored.answers),
        stored.ticked,
        stored.reason,
        stored.actor,
        stored.decided_at,
    )


def _said(answers: Sequence[str]) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((question.text, option.text) for question, option in triage.walk(answers).given)
    except Refused:
        return ()


def _contact_id(work: WriteUnit, request: TriageRequest) -> int:
    live = [one for one in work.contacts.of_matter(request.matter_id) if not one.voided and not one.inquiry]
    if request.contact_id is None and live:
        return live[-1].contact_id
    found = next((one for one in live if one.contact_id == request.contact_id), None)
    if found is None:
        raise Refused("没有找到这次登记，或它已作废。请先登记，再分流。", {"contact": "请先登记"})
    return found.contact_id


def _check_change(known: StoredTriage | None, result: Triage) -> None:
    if known is None:
        return
    if (known.route, known.answers, known.ticked) == (result.route.code, result.answers, result.ticked):
        raise Refused("分流结果没有变化，未保存。", {"answers": "没有变化"})
    if known.route != result.route.code and not result.reason:
        raise Refused("改动分流结果要写明原因，例如“补充了裁判文书”。", {"reason": "请写明改动原因。"})


def _restriction(work: WriteUnit, facts: MatterFacts, known: StoredTriage | None, result: Triage) -> tuple[bool, str]:
    """Close or open the matter as 检举控告; tells the stored result whether triage closed it and what stood before."""
    if result.route.restricted:
        if known is not None and known.restricted_here:
            return True, known.purpose_before
        if facts.restricted:
            return False, ""
        work.matters.change(facts.matter_id, restricted=True, purpose_code=ACCUSATION)
        return True, facts.purpose_code
    if known is not None and known.restricted_here:
        work.matters.change(facts.matter_id, restricted=False, purpose_code=known.purpose_before)
    return False, ""
