"""督办的规矩: the ladder is climbed rung by rung, and the handler's plan answers every letter that waits.

Each function is one line of the tables in :mod:`app.services.record_rules` and runs in the unit of work of the record.
"""

from __future__ import annotations

from datetime import date

from app.domain import supervision
from app.domain.errors import Refused
from app.domain.matter import MatterStatus
from app.domain.record import HandlingRecord
from app.domain.responsibility import Post
from app.services.approvals import must_hold, must_not_be
from app.services.record_act import Act


def _letters(act: Act) -> tuple[HandlingRecord, ...]:
    assert act.facts is not None
    return act.work.records.of_matter(act.facts.matter_id, kinds=("supervision",))


def is_next_rung(act: Act) -> None:
    """督办函—催办—再次督办—通报: in order, and the next one only when the feedback on the last did not come in time.

    Raises:
        Refused: another rung comes next, or its day has not come.
    """
    rung, wanted = supervision.next_rung(_letters(act)), act.values["rung"]
    if wanted != rung.code:
        if rung.parent is None:
            words = f"这件事项没有等着反馈的督办函，要从{rung.text}发起。"
        else:
            last = supervision.RUNG_TEXT[rung.parent.values["rung"]]
            words = f"已经发过{last}{rung.parent.number}，还没有反馈，下一级是{rung.text}。"
        raise Refused(words, {"rung": words})
    if not rung.is_open(act.now.date()):
        assert rung.parent is not None
        assert rung.parent.due_on is not None
        due = rung.parent.due_on
        last = supervision.RUNG_TEXT[rung.parent.values["rung"]]
        words = f"{last}{rung.parent.number}的反馈期限是{due.month}月{due.day}日，过了还没有反馈，再发{rung.text}。"
        raise Refused(words, {"rung": words})


def hang_on_ladder(act: Act) -> None:
    """Each letter names the one before as its parent."""
    assert act.record_id is not None
    before = [one for one in supervision.ladder(_letters(act)) if one.record_id != act.record_id]
    if before:
        act.work.records.belongs_to(act.record_id, before[-1].record_id)


def answer_is_the_plan(act: Act) -> None:
    """While the handler works on it, feedback is the plan with its limit, so that letter and matter cannot disagree.

    Raises:
        Refused: the matter waits for the plan.
    """
    assert act.facts is not None
    if act.facts.status is MatterStatus.SUPERVISED:
        words = "事项正等着反馈：请办“反馈措施”，写明措施和完成期限，督办函会同时记为已反馈。"
        raise Refused(words, {"answer": words})


def answer_the_letters(act: Act) -> None:
    """反馈措施 answers every letter that waits, in the same act."""
    assert act.facts is not None
    answered_by = act.facts.handler or act.work.viewer.name
    _answer(act, act.values["measures"], answered_by, act.now.date())


def answer_those_before(act: Act) -> None:
    """Feedback on a reminder is feedback on the letters before it."""
    _answer(act, act.values["answer"], act.values["answered_by"], date.fromisoformat(act.values["day"]))


def _answer(act: Act, answer: str, answered_by: str, day: date) -> None:
    values = {"answer": answer, "answered_by": answered_by, "day": day.isoformat()}
    for letter in supervision.ladder(_letters(act)):
        act.work.records.add_event(letter.record_id, "answered", day, values, {}, act.now)
        act.work.records.end((letter.record_id,), day)


def plan_may_take_longer(act: Act) -> None:
    """限期处理: a longer limit is approved by somebody else than the handler, and is longer.

    Raises:
        Refused: neither.
    """
    assert act.known is not None
    assert act.facts is not None
    must_not_be(act, "approver", act.facts.handler_id, "承办人不能批准延长自己的措施期限，请由庭长或院领导批准。")
    must_hold(act, "approver", (Post.DIVISION_HEAD, Post.VICE_PRESIDENT, Post.PRESIDENT))
    due = act.known.due_on
    if due is not None and date.fromisoformat(act.values["new_due"]) <= due:
        words = f"新的完成期限要晚于原来的{due.month}月{due.day}日，请核对。"
        raise Refused(words, {"new_due": words})


def plan_takes_longer(act: Act) -> None:
    """The new limit counts; the old one stays in the plan."""
    assert act.record_id is not None
    act.work.records.due_on(act.record_id, date.fromisoformat(act.values["new_due"]))
