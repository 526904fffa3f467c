"""答复回访的规矩: findings reach the claims, aid is not given twice unseen, follow-ups answer their plans.

Each function is one line of the tables in :mod:`app.services.record_rules` and runs in the unit of work of the record.
"""

from __future__ import annotations

from decimal import Decimal

from app.domain import case_number
from app.domain.errors import Refused
from app.domain.matter import Finding
from app.domain.matter_detail import Claim
from app.domain.record import HandlingRecord
from app.domain.record_kinds import RESTRICTED
from app.domain.text import clean_line
from app.services.record_act import Act


def claim_is_of_the_matter(act: Act) -> None:
    """A claim is judged as it stands in the register, word for word.

    Raises:
        Refused: the matter has no such claim.
    """
    assert act.facts is not None
    claims = [one.text for one in act.work.matters.claims(act.facts.matter_id)]
    if act.values["claim"] not in {clean_line(text) for text in claims}:
        listed = "；".join(claims) or "（没有登记诉求）"
        words = f"事项里没有这项诉求。登记的诉求是：{listed}。诉求有变的，先在“更正”里改。"
        raise Refused(words, {"claim": words})


def set_finding(act: Act) -> None:
    """诉求认定: the finding of the analysis becomes that of the claim (有理推定: never before it was looked into)."""
    assert act.facts is not None
    claims = act.work.matters.claims(act.facts.matter_id)
    judged = [
        Claim(one.text, Finding(act.values["finding"])) if clean_line(one.text) == act.values["claim"] else one
        for one in claims
    ]
    act.work.matters.set_claims(act.facts.matter_id, judged)
    act.work.audit.record(
        "judge",
        "matter",
        act.facts.matter_id,
        before={one.text: one.finding for one in claims},
        after={one.text: one.finding for one in judged},
    )


def case_is_of_the_matter(act: Act) -> None:
    """判后答疑 is about a case that stands behind the matter, so that it is found with it.

    Raises:
        Refused: the case number is not among those of the matter.
    """
    wanted = act.values.get("case")
    if not wanted or act.facts is None:
        return
    normalised = case_number.parse(wanted, act.now.date()).normalised
    known = [one.normalised for one in act.work.matters.case_refs(act.facts.matter_id)]
    if normalised not in known:
        listed = "、".join(known) or "没有登记原案案号"
        words = f"这个案号不在事项的原案案号里（{listed}）。请核对；漏登的，先在“更正”里补上。"
        raise Refused(words, {"case": words})


def earlier_aid(act: Act) -> tuple[HandlingRecord, ...]:
    """Aid granted before to the same people, or for the same case, in matters in sight."""
    assert act.facts is not None
    people = act.work.history.every_spelling((act.facts.petitioner_id,))
    ids = {one for person in people for one in act.work.matters.ids_with(person)}
    ids |= {
        one
        for case in act.work.matters.case_refs(act.facts.matter_id)
        for one in act.work.matters.ids_with_case(case.normalised)
    }
    found = act.work.records.ledger(("judicial_aid",), RESTRICTED, matter_ids=ids)
    return tuple(one for one in found if one.record_id != act.record_id and one.last("granted") is not None)


def aid_is_not_given_twice_unseen(act: Act) -> None:
    """同一案件一次性救助: a second grant needs its reason, and the earlier one is named.

    Source: 《关于建立完善国家司法救助制度的意见（试行）》, one aid for one case; the office decides on exceptions.

    Raises:
        Refused: more than was asked, or granted before and no reason given.
    """
    assert act.known is not None
    amount, wanted = Decimal(act.values["amount"]), Decimal(act.known.values["wanted"])
    if amount > wanted:
        words = f"救助金额超过申请的{wanted:,.2f}元，请核对。"
        raise Refused(words, {"amount": words})
    before = earlier_aid(act)
    if before and not act.values.get("double_reason"):
        told = "；".join(_granted(one) for one in before)
        words = f"已经救助过：{told}。同一案件一般只救助一次，确需再次救助的，请写明理由。"
        raise Refused(words, {"double_reason": words})


def _granted(one: HandlingRecord) -> str:
    event = one.last("granted")
    assert event is not None
    amount = Decimal(event.values["amount"])
    return f"{event.day.year}年{event.day.month}月{event.day.day}日在{one.matter_number}救助{amount:,.2f}元"


def answer_the_plan(act: Act) -> None:
    """A follow-up does what was planned first; its plan owes nothing any more."""
    assert act.facts is not None
    plans = [one for one in act.work.records.of_matter(act.facts.matter_id, kinds=("follow_up_plan",)) if one.owed]
    if not plans:
        return
    plan = min(plans, key=lambda one: (one.due_on or act.now.date(), one.record_id))
    act.work.records.add_event(plan.record_id, "done", act.now.date(), {}, {}, act.now)
    act.work.records.end((plan.record_id,), act.now.date())


def meeting_lies_ahead(act: Act) -> None:
    """约见: the time that is granted has not passed.

    Raises:
        Refused: it has.
    """
    if act.values["time"][:10] < act.now.date().isoformat():
        words = "约见时间早于今天，请核对。"
        raise Refused(words, {"time": words})


def pass_to_leader(act: Act) -> None:
    """请示 goes to another leader: it is owed by that one from now on."""
    assert act.record_id is not None
    act.work.records.owned_by(act.record_id, int(act.values["leader"]), act.names["leader"])
