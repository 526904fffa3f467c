"""问责的规矩: cause first, the person heard, two who agree; and nothing about a complaint reaches whom it is about.

Each function is one line of the tables in :mod:`app.services.record_rules` and runs in the unit of work of the record.
"""

from __future__ import annotations

from app.domain import tallies
from app.domain.errors import Refused
from app.domain.record import HandlingRecord
from app.domain.responsibility import Post
from app.domain.text import clean_block
from app.services.approvals import must_hold, must_not_be
from app.services.record_act import Act

MAY_SANCTION = (Post.PRESIDENT, Post.VICE_PRESIDENT, Post.DISCIPLINE)
MAY_NAME = (Post.PRESIDENT, Post.VICE_PRESIDENT)


def cause_is_found(act: Act) -> None:
    """责任追究 comes after the cause: of the matter, and of what went wrong.

    Raises:
        Refused: the matter's cause was never found.
    """
    assert act.facts is not None
    if not act.facts.cause_code:
        words = "这件事项的信访原因还没有认定。先查清原因，再谈责任。"
        raise Refused(words, {"finding": words})


def first_agrees(act: Act) -> None:
    """The first of two who agree, never the person concerned.

    Raises:
        Refused: it is, or holds no post that may decide.
    """
    _not_concerned(act, "first_approver")
    must_hold(act, "first_approver", MAY_SANCTION)


def second_agrees(act: Act) -> None:
    """The second is another one, and not the person concerned either.

    Raises:
        Refused: the same person twice, the person concerned, or no post that may decide.
    """
    assert act.known is not None
    first = act.known.last("approved")
    assert first is not None
    words = f"{first.names.get('first_approver', '')}已是第一同意人。责任追究要两个人分别同意，请由另一人决定。"
    must_not_be(act, "second_approver", int(first.values["first_approver"]), words)
    _not_concerned(act, "second_approver")
    must_hold(act, "second_approver", MAY_SANCTION)


def is_not_decided(act: Act) -> None:
    """A decision that two agreed on stands; another one may follow.

    Raises:
        Refused: it was decided.
    """
    assert act.known is not None
    if act.known.last("confirmed") is not None:
        raise Refused("责任追究已经由两人同意并决定，不能作废。有变化的，另写一份。")


def _not_concerned(act: Act, field: str) -> None:
    assert act.known is not None
    person = int(act.known.values["person"])
    must_not_be(act, field, person, "被倒查的责任人不能同意自己的处理。请由他人同意。")
    if act.work.viewer.staff_id == person:
        raise Refused("这份责任倒查涉及您本人，请由他人办理。")


def names_after_decision(act: Act) -> None:
    """通报: whoever is named was decided upon, and their own statement stands beside it word for word.

    Raises:
        Refused: no decision, another statement than the one kept, or the approver is the person or holds no post.
    """
    must_hold(act, "approver", MAY_NAME)
    if not act.values.get("person"):
        if act.values.get("statement"):
            words = "没有点名，不附本人说明。请选被通报的责任人，或清空这一栏。"
            raise Refused(words, {"statement": words})
        return
    must_not_be(act, "approver", int(act.values["person"]), "被通报的责任人不能批准通报，请由他人批准。")
    decided = _decided(act)
    if decided is None:
        words = f"对{act.names['person']}还没有责任追究决定，不能点名通报。"
        raise Refused(words, {"person": words})
    if act.values.get("statement", "") != clean_block(tallies.statement_of(decided)):
        words = "本人说明要照责任倒查时记下的原话附上，一字不改。"
        raise Refused(words, {"statement": words})


def hang_on_decision(act: Act) -> None:
    """A circular that names somebody names the decision it follows from."""
    decided = _decided(act) if act.values.get("person") else None
    if decided is not None and act.record_id is not None:
        act.work.records.belongs_to(act.record_id, decided.record_id)


def _decided(act: Act) -> HandlingRecord | None:
    assert act.facts is not None
    known = act.work.records.of_matter(act.facts.matter_id, kinds=("accountability",))
    mine = [one for one in known if one.live and one.values["person"] == act.values["person"]]
    return next((one for one in reversed(mine) if one.last("confirmed") is not None), None)


def handler_is_not_concerned(act: Act) -> None:
    """作风转办 hides the matter from whom it is about and the division; so they must not be handling it.

    Raises:
        Refused: the handler is the person, or of the same division.
    """
    assert act.facts is not None
    facts, person = act.facts, act.work.people.responsible(int(act.values["person"]))
    assert person is not None
    if facts.assigned_on is None or facts.handler_id is None:
        return
    handler = act.work.people.responsible(facts.handler_id)
    same = handler is not None and handler.department_id and handler.department_id == person.department_id
    if facts.handler_id == person.staff_id or same:
        words = (
            f"这件事项正由{facts.department}{facts.handler}承办，被反映人或同一庭室会看到。"
            "请先移交其他庭室，或把作风反映单独登记为一件。"
        )
        raise Refused(words, {"person": words})


def hide_from_accused(act: Act) -> None:
    """The person and the whole division do not see the matter any more; nor does who may not see accusations."""
    assert act.facts is not None
    staff_id, matter_id = int(act.values["person"]), act.facts.matter_id
    if not any(one.staff_id == staff_id and one.accused for one in act.work.people.recusals(matter_id)):
        recusal_id = act.work.people.add_recusal(
            matter_id, staff_id, accused=True, reason="作风问题被反映人", now=act.now
        )
        after = {"matter": act.facts.number, "staff": act.names["person"], "accused": True, "record": act.record_id}
        act.work.audit.record("recuse", "recusal", recusal_id, after=after)
    if not act.facts.restricted:
        act.work.matters.change(matter_id, restricted=True)
        act.work.audit.record("restrict", "matter", matter_id, after={"matter": act.facts.number})
