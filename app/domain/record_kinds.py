"""Every kind of record by its code, the steps taken with them, and what steps without a record of their own ask for."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain import answer_kinds, handling_kinds, instruction_kinds, lead_kinds, supervision_kinds
from app.domain.handling_kinds import APPROVER, DAY
from app.domain.record import Asked, RecordField, RecordRule
from app.domain.step import Step

KINDS: Mapping[str, RecordRule] = {
    **handling_kinds.KINDS,
    **lead_kinds.KINDS,
    **supervision_kinds.KINDS,
    **instruction_kinds.KINDS,
    **answer_kinds.KINDS,
}
RESTRICTED = frozenset(code for code, rule in KINDS.items() if rule.restricted)
"""Kinds that only accounts with the right to see accusations see."""

KIND_OF_STEP: Mapping[Step, str] = {rule.step: code for code, rule in KINDS.items() if rule.step is not None}
"""Which record is written with a step."""

_REASON = RecordField("reason", "理由", Asked.BLOCK)

STEP_FIELDS: Mapping[Step, tuple[RecordField, ...]] = {
    Step.SIGN: (
        RecordField("signed_by", "签收人"),
        RecordField(
            "method", "签收方式", Asked.CHOICE, choices=(("屏幕签收", "屏幕签收"), ("纸质签收", "在交办单上签收"))
        ),
    ),
    Step.REFUSE_EXTENSION: (APPROVER, _REASON),
    Step.ACCEPT_RETURN: (RecordField("words", "说明", Asked.BLOCK, required=False),),
    Step.REFUSE_RETURN: (_REASON,),
    Step.PASS_DIVISION: (APPROVER, RecordField("words", "审核意见", Asked.BLOCK, required=False)),
    Step.PASS_DESK: (RecordField("words", "审核意见", Asked.BLOCK, required=False),),
    Step.SEND_BACK: (_REASON,),
    Step.CONCLUDE: (
        RecordField("day", "办结日期", Asked.DAY, past=True),
        RecordField("outcome", "办理结果", Asked.CODE, table="outcome"),
        RecordField("no_reply_reason", "不予书面答复的理由", Asked.BLOCK, required=False, hint="已经答复的不填"),
    ),
    Step.DECIDE_CLOSURE: (DAY, RecordField("paper", "终结决定书文号")),
    Step.REJECT_CLOSURE: (_REASON,),
}
"""Steps that are taken without a record: what they ask for."""


def fields_of(step: Step) -> tuple[RecordField, ...]:
    """What a step asks for, with or without a record of its own."""
    kind = KIND_OF_STEP.get(step)
    return KINDS[kind].fields if kind is not None else STEP_FIELDS.get(step, ())
