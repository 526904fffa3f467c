"""环节: the steps of a matter, from where to where each leads, and what each needs.

Source: the one-stop chain (接待、登记、答复、处理一条龙) and 《信访工作条例》第二十二条至第三十七条. The table is
data, so that buttons, refusals, replay and tests read the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.domain.matter import ActionKind, MatterStatus

S = MatterStatus


class Step(Enum):
    """环节. One entry of the append-only timeline that moves, or may move, a matter."""

    CONTACT = "contact"
    TRIAGE = "triage"
    ACCEPT = "accept"
    DECLINE = "decline"
    GUIDE = "guide"
    LEAD_INTO = "lead_into"
    INSTRUCT = "instruct"
    ASSIGN = "assign"
    SIGN = "sign"
    HAND_OVER = "hand_over"
    SUPERVISE = "supervise"
    FEED_BACK = "feed_back"
    REPORT = "report"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    ASK_RETURN = "ask_return"
    ACCEPT_RETURN = "accept_return"
    REFUSE_RETURN = "refuse_return"
    SUBMIT = "submit"
    PASS_DIVISION = "pass_division"
    PASS_DESK = "pass_desk"
    SEND_BACK = "send_back"
    REVIEW_EARLIER = "review_earlier"
    ANSWER = "answer"
    SERVE = "serve"
    FOLLOW_UP = "follow_up"
    SETTLE = "settle"
    CONCLUDE = "conclude"
    PROPOSE_CLOSURE = "propose_closure"
    REPORT_CLOSURE = "report_closure"
    DECIDE_CLOSURE = "decide_closure"
    REJECT_CLOSURE = "reject_closure"
    FILE = "file"
    TALK = "talk"
    NOTE = "note"
    CLOCK = "clock"
    VOID = "void"
    CARRY = "carry"


class Need(Enum):
    """What a step needs; the value is the form field the refusal stands beside."""

    HANDLER = "handler"
    CLOCK = "due"
    REASON = "reason"
    PAPER = "paper"
    BASIS = "basis"
    METHOD = "method"
    DAY = "day"
    EVIDENCE = "evidence"
    APPROVER = "approver"
    INSTRUCTION = "instruction"
    COLLECTIVE = "collective"
    TRACK = "track"
    ROUTE = "route"
    MEASURES = "measures"
    REPORT = "report"
    REPLY_OR_REASON = "reply"
    EARLIER_REVIEW = "earlier_review"
    FINDINGS = "findings"
    CAUSE = "cause"
    IN_TIME = "in_time"
    NOT_RECUSED = "recused"
    SUPERIOR_CONSENT = "superior_consent"


NEED_TEXT = {
    Need.HANDLER: "承办庭室和承办人",
    Need.CLOCK: "办理期限",
    Need.REASON: "原因",
    Need.PAPER: "文书",
    Need.BASIS: "法律政策依据",
    Need.METHOD: "送达方式",
    Need.DAY: "日期",
    Need.EVIDENCE: "依据材料",
    Need.APPROVER: "批准人",
    Need.INSTRUCTION: "批示内容",
    Need.COLLECTIVE: "班子集体研究记录",
    Need.TRACK: "诉访认定",
    Need.ROUTE: "去向",
    Need.MEASURES: "办理措施",
    Need.REPORT: "书面报告",
    Need.REPLY_OR_REASON: "答复，或不予书面答复的理由",
    Need.EARLIER_REVIEW: "重复信访的复核意见",
    Need.FINDINGS: "每项诉求的认定",
    Need.CAUSE: "信访原因",
    Need.IN_TIME: "期限尚未届满",
    Need.NOT_RECUSED: "不需要回避的承办人",
    Need.SUPERIOR_CONSENT: "上级机关同意延期的函件",
}

STANDING = frozenset(
    {Need.REPORT, Need.REPLY_OR_REASON, Need.EARLIER_REVIEW, Need.FINDINGS, Need.CAUSE, Need.IN_TIME, Need.CLOCK}
)
"""Needs that the matter itself must meet before the step is offered without a hint; the others are filled in."""


@dataclass(frozen=True)
class StepRule:
    """One line of the table. ``to`` ``None`` leaves the status, or the state decides (:mod:`app.domain.workflow`)."""

    text: str
    kind: ActionKind
    sources: frozenset[MatterStatus]
    to: MatterStatus | None = None
    needs: tuple[Need, ...] = ()


DESK = frozenset({S.REGISTERED, S.TRIAGED, S.INSTRUCTED})
WORK = frozenset({S.HANDLING, S.SUPERVISED})
ENDED = frozenset({S.CONCLUDED, S.CLOSED, S.FILED})
_LIVE = frozenset(S) - {S.VOID}
_OPEN = _LIVE - ENDED
_CLOSABLE = frozenset({S.ANSWERED, S.SERVED, S.FOLLOWED_UP, S.CONCLUDED, S.FILED})


def _in(*states: MatterStatus) -> frozenset[MatterStatus]:
    return frozenset(states)


STEP_RULES: dict[Step, StepRule] = {
    Step.CONTACT: StepRule("登记", ActionKind.CONTACT, _LIVE),
    Step.TRIAGE: StepRule("分流", ActionKind.TRIAGE, _in(S.REGISTERED), S.TRIAGED, (Need.TRACK, Need.CAUSE)),
    Step.ACCEPT: StepRule("受理告知", ActionKind.ACCEPTANCE, _OPEN, None, (Need.DAY, Need.PAPER)),
    Step.DECLINE: StepRule(
        "不予受理告知", ActionKind.ACCEPTANCE, DESK, S.GUIDED, (Need.REASON, Need.BASIS, Need.PAPER)
    ),
    Step.GUIDE: StepRule("引导", ActionKind.TRIAGE, DESK, S.GUIDED, (Need.ROUTE, Need.PAPER)),
    Step.LEAD_INTO: StepRule("导入程序", ActionKind.TRIAGE, DESK | WORK, S.LED_INTO, (Need.ROUTE, Need.PAPER)),
    Step.INSTRUCT: StepRule(
        "批示", ActionKind.INSTRUCTION, _OPEN - {S.REGISTERED}, None, (Need.INSTRUCTION, Need.APPROVER, Need.COLLECTIVE)
    ),
    Step.ASSIGN: StepRule(
        "交办",
        ActionKind.ASSIGNMENT,
        _in(S.TRIAGED, S.INSTRUCTED, S.ASSIGNED),
        S.ASSIGNED,
        (Need.HANDLER, Need.NOT_RECUSED, Need.CLOCK),
    ),
    Step.SIGN: StepRule("签收", ActionKind.SIGNING, _in(S.ASSIGNED), S.HANDLING),
    Step.HAND_OVER: StepRule(
        "移交", ActionKind.ASSIGNMENT, WORK, S.ASSIGNED, (Need.HANDLER, Need.NOT_RECUSED, Need.REASON, Need.CLOCK)
    ),
    Step.SUPERVISE: StepRule("督办", ActionKind.SUPERVISION, _OPEN - {S.REGISTERED}, None, (Need.CLOCK,)),
    Step.FEED_BACK: StepRule("反馈措施", ActionKind.NOTE, WORK, S.HANDLING, (Need.MEASURES, Need.DAY)),
    Step.REPORT: StepRule("书面报告", ActionKind.REPORT, WORK, None, (Need.PAPER,)),
    Step.ASK_EXTENSION: StepRule(
        "申请延期", ActionKind.EXTENSION, WORK, S.EXTENSION_ASKED, (Need.REASON, Need.REPORT, Need.IN_TIME)
    ),
    Step.GRANT_EXTENSION: StepRule(
        "批准延期",
        ActionKind.EXTENSION,
        _in(S.EXTENSION_ASKED),
        None,
        (Need.APPROVER, Need.CLOCK, Need.SUPERIOR_CONSENT),
    ),
    Step.REFUSE_EXTENSION: StepRule(
        "不准延期", ActionKind.EXTENSION, _in(S.EXTENSION_ASKED), None, (Need.APPROVER, Need.REASON)
    ),
    Step.ASK_RETURN: StepRule("退回", ActionKind.RETURN, _in(S.ASSIGNED, *WORK), S.RETURN_ASKED, (Need.REASON,)),
    Step.ACCEPT_RETURN: StepRule("同意退回", ActionKind.RETURN, _in(S.RETURN_ASKED), S.INSTRUCTED),
    Step.REFUSE_RETURN: StepRule("不同意退回", ActionKind.RETURN, _in(S.RETURN_ASKED), None, (Need.REASON,)),
    Step.SUBMIT: StepRule("提交审核", ActionKind.REVIEW, WORK, S.IN_REVIEW, (Need.PAPER, Need.FINDINGS)),
    Step.PASS_DIVISION: StepRule("庭长审核通过", ActionKind.REVIEW, _in(S.IN_REVIEW), None, (Need.APPROVER,)),
    Step.PASS_DESK: StepRule("信访办审核通过", ActionKind.REVIEW, _in(S.IN_REVIEW), S.AWAITING_REPLY),
    Step.SEND_BACK: StepRule(
        "审核退回", ActionKind.REVIEW, _in(S.IN_REVIEW, S.AWAITING_REPLY), S.HANDLING, (Need.REASON,)
    ),
    Step.REVIEW_EARLIER: StepRule(
        "复核前次办理", ActionKind.REVIEW, _LIVE - {S.FILED, S.CLOSED, S.CONCLUDED}, None, (Need.REASON,)
    ),
    Step.ANSWER: StepRule(
        "答复", ActionKind.REPLY, _in(S.TRIAGED, S.AWAITING_REPLY), S.ANSWERED, (Need.PAPER, Need.BASIS)
    ),
    Step.SERVE: StepRule("送达", ActionKind.SERVICE, _in(S.ANSWERED), S.SERVED, (Need.METHOD, Need.DAY)),
    Step.FOLLOW_UP: StepRule("回访", ActionKind.FOLLOW_UP, _in(S.SERVED, S.FOLLOWED_UP, *ENDED), None, (Need.DAY,)),
    Step.SETTLE: StepRule(
        "息诉罢访",
        ActionKind.SETTLEMENT,
        _LIVE - {S.REGISTERED, S.FILED},
        None,
        (Need.DAY, Need.EVIDENCE),
    ),
    Step.CONCLUDE: StepRule(
        "办结",
        ActionKind.CONCLUSION,
        _in(S.GUIDED, S.LED_INTO, S.ANSWERED, S.SERVED, S.FOLLOWED_UP, S.TRIAGED, *WORK),
        S.CONCLUDED,
        (Need.DAY, Need.REPLY_OR_REASON, Need.CAUSE, Need.FINDINGS, Need.EARLIER_REVIEW),
    ),
    Step.PROPOSE_CLOSURE: StepRule(
        "提出终结", ActionKind.CLOSURE, _CLOSABLE, S.CLOSURE_PROPOSED, (Need.REASON, Need.PAPER, Need.CLOCK)
    ),
    Step.REPORT_CLOSURE: StepRule(
        "上报终结", ActionKind.CLOSURE, _in(S.CLOSURE_PROPOSED), S.CLOSURE_REPORTED, (Need.APPROVER, Need.PAPER)
    ),
    Step.DECIDE_CLOSURE: StepRule(
        "决定终结", ActionKind.CLOSURE, _in(S.CLOSURE_REPORTED), S.CLOSED, (Need.DAY, Need.PAPER)
    ),
    Step.REJECT_CLOSURE: StepRule(
        "终结退回", ActionKind.CLOSURE, _in(S.CLOSURE_PROPOSED, S.CLOSURE_REPORTED), S.TRIAGED, (Need.REASON,)
    ),
    Step.FILE: StepRule("归档", ActionKind.FILING, _in(S.CONCLUDED, S.CLOSED), S.FILED, (Need.PAPER,)),
    Step.TALK: StepRule("谈话", ActionKind.TALK, _LIVE),
    Step.NOTE: StepRule("记事", ActionKind.NOTE, _LIVE),
    Step.CLOCK: StepRule("起算期限", ActionKind.NOTE, _OPEN),
    Step.VOID: StepRule("作废", ActionKind.VOID, _LIVE, S.VOID, (Need.REASON,)),
    Step.CARRY: StepRule("承前", ActionKind.CARRY, frozenset()),
}
"""``CARRY`` takes over what a matter was before its steps were kept (an older register, an imported ledger)."""

ROUTINE = frozenset({Step.CONTACT, Step.TALK, Step.NOTE, Step.CLOCK, Step.VOID, Step.CARRY})
"""Always possible beside the way; not offered as next steps."""
