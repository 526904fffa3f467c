"""交办与签收: who is proposed, what was given to whom, and what still waits for a signature.

首办责任: the first handler stays named through every transfer. Nothing counts as handed over before it is signed for.
"""

from __future__ import annotations

from datetime import date, datetime

from app.domain.changes import Area, Change
from app.domain.errors import Refused
from app.domain.responsibility import OwnerProposal, Post, Responsible, propose_owners
from app.domain.step import Step
from app.domain.text import clean_block, clean_line
from app.services import steps
from app.services.session import Session
from db.stores.people import Assignment
from db.unit_of_work import ReadUnit

CASE_ROUTES = (
    ("赔", "赔偿委员会办公室"),
    ("监", "审判监督庭"),
    ("申", "审判监督庭"),
    ("抗", "审判监督庭"),
    ("再", "审判监督庭"),
    ("执", "执行局"),
    ("民", "民事审判庭"),
    ("刑", "刑事审判庭"),
    ("行", "行政审判庭"),
)
"""Which division a case type belongs to where the office has not said otherwise (setting ``case_routes``)."""


def propose(session: Session, matter_id: int, today: date) -> tuple[OwnerProposal, ...]:
    """谁办案谁负责: the original judge, who handled the same case before, the division of the case type.

    An accusation goes to the discipline office only. Whoever must withdraw is not proposed. A person decides.

    Raises:
        Refused: there is no such matter in sight.
    """
    with session.register.read(session.viewer) as unit:
        facts = steps.in_sight(unit, matter_id)
        barred = unit.people.barred(matter_id)
        if facts.restricted:
            tree = unit.people.tree()
            discipline = [(one, "检举控告由督察室核查") for one in tree.holders(Post.DISCIPLINE, today)]
            discipline = discipline or _division(unit, "督察室", "检举控告由督察室核查")
            found = propose_owners([], [], discipline, unit.people.recusals(matter_id))
        else:
            original = []
            for case, department_id, judge_id in unit.people.original_judges(matter_id):
                person = unit.people.responsible(judge_id) if judge_id else None
                if person is not None:
                    original.append((person, f"{case}的承办人"))
                elif department_id:
                    original.append(
                        (Responsible(0, "", department_id, _name(unit, department_id)), f"{case}的审判庭室")
                    )
            earlier = [
                (person, f"{number}的承办人，同一案件") for person, number in unit.people.earlier_handlers(matter_id)
            ]
            by_type = _by_type(unit, matter_id, today)
            found = propose_owners(original, earlier, by_type, unit.people.recusals(matter_id))
        return tuple(one for one in found if one.person.staff_id not in barred)


def name_original_judge(
    session: Session, matter_id: int, case_number: str, department_id: int | None, judge_id: int | None, now: datetime
) -> Change:
    """Say which division and judge decided a case behind a matter; it is what the proposal begins with.

    Raises:
        Refused: the matter has no such case.
    """
    with session.register.write(session.viewer, now) as work:
        facts = steps.current(work, matter_id)
        if not work.people.set_original_judge(matter_id, case_number, department_id, judge_id):
            raise Refused("这件事项没有登记这个案号。请先更正原案案号。", {"case_number": "没有这个案号。"})
        after = {"matter": facts.number, "case": case_number, "department": department_id, "judge": judge_id}
        work.audit.record("original_judge", "matter", matter_id, after=after)
    return Change.of(Area.MATTERS, ids=(matter_id,))


def add_assisting(session: Session, matter_id: int, staff_id: int, requirement: str, now: datetime) -> Change:
    """协办: a second division assists; the lead stays with the handler. It signs as well.

    Raises:
        Refused: not in work, no requirement written, somebody who must withdraw, or the handler himself.
    """
    wanted = clean_block(requirement)
    if not wanted:
        raise Refused("请写明要协办什么。", {"requirement": "请写明协办要求。"})
    with session.register.write(session.viewer, now) as work:
        facts = steps.current(work, matter_id)
        person = work.people.responsible(staff_id)
        if person is None:
            raise Refused("没有这位工作人员，请重新选择。", {"handler": "请从列表中选择。"})
        if facts.assigned_on is None or facts.handler_id is None:
            raise Refused("先确定主办人并交办，再请其他庭室协办。", {"handler": "还没有主办人。"})
        if staff_id == facts.handler_id:
            raise Refused(f"{person.name}已是主办人。", {"handler": "已是主办人，请选其他人。"})
        if staff_id in work.people.barred(matter_id):
            raise Refused(f"{person.name}应当回避，请改选他人。", {"handler": "应当回避。"})
        given = work.people.give(matter_id, person, wanted, facts.due_date, now, leads=False)
        words = f"{facts.number}：请协办——{wanted}"
        work.people.notify(
            Post.HANDLER,
            person,
            f"{person.department}{person.name}",
            "assist",
            words,
            now,
            matter_id=matter_id,
            due=facts.due_date,
        )
        after = {"matter": facts.number, "to": person.name, "requirement": wanted}
        work.audit.record("assist", "assignment", given, after=after)
    return Change.of(Area.MATTERS, Area.INBOX, ids=(matter_id,))


def sign_assisting(session: Session, assignment_id: int, signed_by: str, method: str, now: datetime) -> Change:
    """Write the signature of an assisting division.

    Raises:
        Refused: nobody named, signed already, or out of sight.
    """
    signer = clean_line(signed_by)
    if not signer:
        raise Refused("请填写签收人。", {"signed_by": "请填写签收人。"})
    with session.register.write(session.viewer, now) as work:
        waiting = next((one for one in work.people.pending() if one.assignment_id == assignment_id), None)
        if waiting is None or waiting.leads:
            raise Refused("这一项已经签收或改派。请刷新待签收清单。")
        work.people.sign_one(assignment_id, signer, clean_line(method) or "纸质签收", now)
        work.audit.record("sign", "assignment", assignment_id, after={"by": signer, "method": method})
    return Change.of(Area.MATTERS, ids=(waiting.matter_id,))


def sign_for(session: Session, assignment_id: int, signed_by: str, method: str, now: datetime) -> Change:
    """签收 of what stands on the list, whether it leads or assists; leading, it is the step that begins the work.

    Raises:
        Refused: nobody named, or it was signed for or reassigned meanwhile.
    """
    signer = clean_line(signed_by)
    if not signer:
        raise Refused("请填写签收人。", {"signed_by": "请填写签收人。"})
    waiting = next((one for one in pending(session) if one.assignment_id == assignment_id), None)
    if waiting is None:
        raise Refused("这一项已经签收或改派。请刷新待签收清单。")
    if not waiting.leads:
        return sign_assisting(session, assignment_id, signer, method, now)
    version = steps.standing(session, waiting.matter_id, now.date()).version
    facts = {"signed_by": signer, "method": clean_line(method) or "纸质签收"}
    return steps.take(session, steps.StepRequest(waiting.matter_id, version, Step.SIGN, facts=facts), now)


def pending(session: Session, staff_id: int | None = None) -> tuple[Assignment, ...]:
    """待签收清单: what was handed over and not signed for, oldest first; of one person or of all."""
    with session.register.read(session.viewer) as unit:
        return unit.people.pending(staff_id)


def of_matter(session: Session, matter_id: int) -> tuple[Assignment, ...]:
    """Every hand-over of a matter with its signature."""
    with session.register.read(session.viewer) as unit:
        return unit.people.assignments(matter_id)


def _by_type(unit: ReadUnit, matter_id: int, today: date) -> list[tuple[Responsible, str]]:
    routes = tuple(unit.settings.get("case_routes", {}).items()) + CASE_ROUTES
    tree, found = unit.people.tree(), []
    for code in unit.people.case_types(matter_id):
        name = next((department for part, department in routes if part in code), "")
        for division, _ in _division(unit, name, ""):
            heads = tree.holders(Post.DIVISION_HEAD, today, division.department_id)
            reason = f"“{code}”类案件由{name}办理"
            found += [(head, reason) for head in heads] or [(division, reason)]
    return found


def _division(unit: ReadUnit, name: str, reason: str) -> list[tuple[Responsible, str]]:
    return [
        (Responsible(0, "", one.department_id, one.name), reason)
        for one in unit.accounts.departments()
        if one.name == name and one.active
    ]


def _name(unit: ReadUnit, department_id: int) -> str:
    return next((one.name for one in unit.accounts.departments() if one.department_id == department_id), "")


__all__ = [
    "Assignment",
    "OwnerProposal",
    "add_assisting",
    "name_original_judge",
    "of_matter",
    "pending",
    "propose",
    "sign_assisting",
    "sign_for",
]
