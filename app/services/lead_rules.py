"""领导包案的规矩: one leader a key matter, what the leader does in person, and no quiet end.

Each function is one line of the tables in :mod:`app.services.record_rules` and runs in the unit of work of the record.
"""

from __future__ import annotations

from datetime import date

from app.domain import lead_official, paper_template
from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.lead_official import Term
from app.domain.matter import CONCLUDED_STATUSES, STATUS_TEXT
from app.domain.record import HandlingRecord
from app.domain.responsibility import Post
from app.services import papers
from app.services.approvals import must_hold, must_not_be, must_not_withdraw
from app.services.paper_words import template_in, words_of
from app.services.record_act import Act

KINDS_OF_LEAD = ("key_case", "lead_assignment")


def _of_matter(act: Act, *kinds: str) -> tuple[HandlingRecord, ...]:
    assert act.facts is not None
    return act.work.records.of_matter(act.facts.matter_id, kinds=kinds or KINDS_OF_LEAD)


def has_a_trait(act: Act) -> None:
    """重点案件 has at least one of the three attributes, and is one only once.

    Raises:
        Refused: none is ticked, or it is a key matter already.
    """
    if not any(act.values.get(name) for name in lead_official.TRAIT_TEXT):
        words = "诱因多样、案情复杂、调处艰难，至少要有一项，才列为重点案件。"
        raise Refused(words, {"causes": words})
    if lead_official.is_key(_of_matter(act)):
        raise Refused("这件事项已经是重点案件，不重复列入。")


def no_leader_any_more(act: Act) -> None:
    """A key matter is not taken off the list from under its leader.

    Raises:
        Refused: a leader still owns it.
    """
    held = lead_official.current(_of_matter(act))
    if held is not None:
        raise Refused(f"这件事项还由{held.owner}包案。先办结、息诉罢访后结束包案，再移出重点案件。")


def may_be_led(act: Act) -> None:
    """领导包案: a key matter without a leader; a superior's matter says whose letter it is.

    Raises:
        Refused: it is no key matter, has a leader, is concluded, the leader must withdraw, or the letter is not named.
    """
    assert act.facts is not None
    known = _of_matter(act)
    held = lead_official.current(known)
    if held is not None:
        words = f"这件事项已由{held.owner}包案，一件只有一位。换人请在原来的包案上办“移交包案”。"
        raise Refused(words, {"leader": words})
    if not lead_official.is_key(known):
        words = "先把这件事项列为重点案件，再确定包案领导。"
        raise Refused(words, {"leader": words})
    if act.facts.status in CONCLUDED_STATUSES:
        raise Refused(f"这件事项{STATUS_TEXT[act.facts.status]}，不用再确定包案领导。")
    must_not_withdraw(act, "leader")
    forwarded = [
        one.forwarding
        for one in act.work.contacts.of_matter(act.facts.matter_id)
        if one.channel is Channel.FORWARDED and not one.voided
    ]
    if forwarded and not act.values.get("superior"):
        newest = forwarded[-1]
        words = f"这件事项由{newest.body or '上级'}交办{newest.number}，请写明交办函号：一包到底，中途不换人。"
        raise Refused(words, {"superior": words})


def is_a_slip_of_the_day(act: Act) -> None:
    """A lead that was named by mistake is made void the same day; later it ends as every other does.

    Raises:
        Refused: a day has passed, or something was done on it.
    """
    assert act.known is not None
    if act.known.at.date() != act.now.date() or act.known.events:
        raise Refused("包案只有当天写错的可以作废。换人请办“移交包案”，办结或息诉罢访后办“包案结束”。")


def tell_leader(act: Act) -> None:
    """The leader hears of it, on screen or by the list that is carried over."""
    _tell(act, int(act.values["leader"]), act.values["due"])


def may_be_handed_over(act: Act) -> None:
    """移交包案: approved by the president, to somebody else; a superior's matter only with the superior's letter.

    Raises:
        Refused: none of these holds.
    """
    assert act.known is not None
    must_not_be(act, "new_leader", act.known.owner_id, f"{act.known.owner}就是现在的包案领导，请选接手的人。")
    must_not_withdraw(act, "new_leader")
    must_hold(act, "approver", (Post.PRESIDENT,))
    if act.known.values.get("superior") and not act.values.get("superior_consent"):
        words = f"这件事项由上级交办（{act.known.values['superior']}），一包到底。上级来函同意的，请写明函号再移交。"
        raise Refused(words, {"superior_consent": words})


def pass_lead(act: Act) -> None:
    """The new leader owns it from now on and has a responsibility form of their own; the earlier forms stay."""
    assert act.known is not None
    assert act.facts is not None
    assert act.record_id is not None
    leader = act.names["new_leader"]
    act.work.records.owned_by(act.record_id, int(act.values["new_leader"]), leader)
    template = template_in(act.work, act.rule.paper)
    names = {**act.known.names, "leader": leader}
    words = words_of(act.work, act.facts.matter_id, act.rule, act.known.values, names, act.now, act.known.number)
    papers.issue_in(act.work, act.facts.matter_id, template.code, paper_template.fill(template, words, act.now.date()))
    _tell(act, int(act.values["new_leader"]), act.known.values["due"])


def is_solved(act: Act) -> None:
    """包案结束: only when the matter is concluded or settled; a superior's matter was reported back.

    Raises:
        Refused: neither, or the report is not named.
    """
    assert act.known is not None
    assert act.facts is not None
    facts = act.facts
    if facts.status not in CONCLUDED_STATUSES and facts.settled_on is None:
        words = "事项还没有办结，也没有息诉罢访，包案不能结束。换人请办“移交包案”。"
        raise Refused(words, {"result": words})
    if act.known.values.get("superior") and not act.values.get("closing_report"):
        words = f"上级交办（{act.known.values['superior']}）的，要先向上级报结，请写明报结报告。"
        raise Refused(words, {"closing_report": words})


def is_led_on(act: Act) -> None:
    """A personal duty belongs to the leader of the day it was done.

    Raises:
        Refused: nobody led the matter on that day.
    """
    day = date.fromisoformat(act.values["day"])
    if _assignment_on(act, day) is None:
        held = lead_official.current(_of_matter(act))
        words = (
            f"{held.owner}从{held.day.month}月{held.day.day}日起包案，这一天还没有包案，请核对日期。"
            if held is not None
            else "这件事项在这一天没有包案领导。请先确定包案领导，或核对日期。"
        )
        raise Refused(words, {"day": words})


def credit_duty(act: Act) -> None:
    """The duty is counted for who led the matter on that day, whoever writes it down."""
    _credit(act, date.fromisoformat(act.values["day"]))


def month_is_owed(act: Act) -> None:
    """月度汇报: one a month, of a month that has begun, by who led the matter in it.

    Raises:
        Refused: the month is not written as 2026-03, lies ahead, was reported, or nobody led the matter in it.
    """
    month = act.values["month"]
    try:
        first, last = lead_official.month_days(month)
    except ValueError:
        words = "汇报月份要写成 2026-03 的样子。"
        raise Refused(words, {"month": words}) from None
    if first > act.now.date():
        words = "这个月还没有到，请核对汇报月份。"
        raise Refused(words, {"month": words})
    reported = [one for one in _of_matter(act, "monthly_report") if one.live and one.values.get("month") == month]
    if reported:
        words = f"{month}的汇报已由{reported[0].by}写下。有误的，先作废原来的再写。"
        raise Refused(words, {"month": words})
    if _assignment_on(act, min(last, act.now.date())) is None:
        words = "这件事项在这个月没有包案领导，不用汇报。"
        raise Refused(words, {"month": words})


def credit_report(act: Act) -> None:
    """The report is that of who led the matter at the end of the month."""
    _, last = lead_official.month_days(act.values["month"])
    _credit(act, min(last, act.now.date()))


def verified_by_another(act: Act) -> None:
    """检查督促: who carries a measure out does not verify it.

    Raises:
        Refused: the verifier is the owner of the measure.
    """
    assert act.known is not None
    words = f"{act.known.owner}是这项措施的责任人，不能自己核查。请由他人核查。"
    must_not_be(act, "verifier", act.known.owner_id, words)


def _assignment_on(act: Act, day: date) -> tuple[HandlingRecord, Term] | None:
    for one in reversed(_of_matter(act, "lead_assignment")):
        if not one.live or (one.ended_on is not None and day > one.ended_on):
            continue
        term = lead_official.term_on(one, day)
        if term is not None:
            return one, term
    return None


def _credit(act: Act, day: date) -> None:
    found = _assignment_on(act, day)
    assert found is not None
    assert act.record_id is not None
    assignment, term = found
    act.work.records.owned_by(act.record_id, term.leader_id, term.leader)
    act.work.records.belongs_to(act.record_id, assignment.record_id)


def _tell(act: Act, leader_id: int, due: str) -> None:
    assert act.facts is not None
    person = act.work.people.responsible(leader_id)
    assert person is not None
    day = date.fromisoformat(due)
    words = f"{act.facts.number}由您包案，请于{day.month}月{day.day}日前化解"
    recipient = f"{person.department}{person.name}"
    act.work.people.notify(
        Post.VICE_PRESIDENT, person, recipient, "lead", words, act.now, matter_id=act.facts.matter_id, due=day
    )
