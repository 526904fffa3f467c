"""信访事项: what is asked; the unit that repeats, is assigned, answered, closed and bound."""

from __future__ import annotations

from enum import Enum


class MatterStatus(Enum):
    """状态. The lawful steps between them are kept in one place (:mod:`app.domain.workflow`); this is their list."""

    REGISTERED = "registered"
    TRIAGED = "triaged"
    GUIDED = "guided"
    LED_INTO = "led_into"
    INSTRUCTED = "instructed"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    SUPERVISED = "supervised"
    EXTENSION_ASKED = "extension_asked"
    RETURN_ASKED = "return_asked"
    IN_REVIEW = "in_review"
    AWAITING_REPLY = "awaiting_reply"
    ANSWERED = "answered"
    SERVED = "served"
    FOLLOWED_UP = "followed_up"
    CLOSURE_PROPOSED = "closure_proposed"
    CLOSURE_REPORTED = "closure_reported"
    CONCLUDED = "concluded"
    CLOSED = "closed"
    FILED = "filed"
    VOID = "void"


STATUS_TEXT = {
    MatterStatus.REGISTERED: "待分流",
    MatterStatus.TRIAGED: "待批办",
    MatterStatus.GUIDED: "已引导",
    MatterStatus.LED_INTO: "已导入程序",
    MatterStatus.INSTRUCTED: "待交办",
    MatterStatus.ASSIGNED: "待签收",
    MatterStatus.HANDLING: "办理中",
    MatterStatus.SUPERVISED: "督办中",
    MatterStatus.EXTENSION_ASKED: "延期待批",
    MatterStatus.RETURN_ASKED: "退回待批",
    MatterStatus.IN_REVIEW: "待审核",
    MatterStatus.AWAITING_REPLY: "待答复",
    MatterStatus.ANSWERED: "已答复",
    MatterStatus.SERVED: "已送达",
    MatterStatus.FOLLOWED_UP: "已回访",
    MatterStatus.CLOSURE_PROPOSED: "拟终结",
    MatterStatus.CLOSURE_REPORTED: "已报终结",
    MatterStatus.CONCLUDED: "已办结",
    MatterStatus.CLOSED: "已终结",
    MatterStatus.FILED: "已归档",
    MatterStatus.VOID: "已作废",
}

CONCLUDED_STATUSES = frozenset({MatterStatus.CONCLUDED, MatterStatus.CLOSED, MatterStatus.FILED})
OPEN_STATUSES = frozenset(MatterStatus) - CONCLUDED_STATUSES - {MatterStatus.VOID}


class Track(Enum):
    """诉访分离: litigation goes its procedural way, only the rest is a petition (《信访工作条例》第三十一条)."""

    LITIGATION = "litigation"
    PETITION = "petition"


TRACK_TEXT = {Track.LITIGATION: "诉（按诉讼程序）", Track.PETITION: "访（按信访程序）"}


class CaseStage(Enum):
    """所处环节 of the case behind a matter."""

    FILING = "filing"
    TRIAL = "trial"
    AFTER_JUDGMENT = "after_judgment"
    ENFORCEMENT = "enforcement"


STAGE_TEXT = {
    CaseStage.FILING: "立案",
    CaseStage.TRIAL: "审理",
    CaseStage.AFTER_JUDGMENT: "判后",
    CaseStage.ENFORCEMENT: "执行",
}


class Importance(Enum):
    """重要程度: a general matter is instructed by the vice president, an important one is studied collectively."""

    GENERAL = "general"
    IMPORTANT = "important"


IMPORTANCE_TEXT = {Importance.GENERAL: "一般事项", Importance.IMPORTANT: "重要事项"}


class Finding(Enum):
    """诉求认定: set per claim after review, never at intake (有理推定)."""

    OPEN = "open"
    JUSTIFIED = "justified"
    PARTLY = "partly"
    UNJUSTIFIED = "unjustified"


class ActionKind(Enum):
    """One kind of entry on the append-only timeline of a matter."""

    CONTACT = "contact"
    NOTE = "note"
    ASSIGNMENT = "assignment"
    INSTRUCTION = "instruction"
    SUPERVISION = "supervision"
    TALK = "talk"
    REPLY = "reply"
    SERVICE = "service"
    FOLLOW_UP = "follow_up"
    CONCLUSION = "conclusion"
    TRIAGE = "triage"
    ACCEPTANCE = "acceptance"
    SIGNING = "signing"
    EXTENSION = "extension"
    RETURN = "return"
    REPORT = "report"
    REVIEW = "review"
    SETTLEMENT = "settlement"
    CLOSURE = "closure"
    FILING = "filing"
    CARRY = "carry"
    CORRECTION = "correction"
    VOID = "void"
    PRINT = "print"


ACTION_TEXT = {
    ActionKind.CONTACT: "登记",
    ActionKind.NOTE: "记事",
    ActionKind.ASSIGNMENT: "交办",
    ActionKind.INSTRUCTION: "批示",
    ActionKind.SUPERVISION: "督办",
    ActionKind.TALK: "谈话",
    ActionKind.REPLY: "答复",
    ActionKind.SERVICE: "送达",
    ActionKind.FOLLOW_UP: "回访",
    ActionKind.CONCLUSION: "办结",
    ActionKind.TRIAGE: "分流",
    ActionKind.ACCEPTANCE: "受理",
    ActionKind.SIGNING: "签收",
    ActionKind.EXTENSION: "延期",
    ActionKind.RETURN: "退回",
    ActionKind.REPORT: "书面报告",
    ActionKind.REVIEW: "审核",
    ActionKind.SETTLEMENT: "息诉罢访",
    ActionKind.CLOSURE: "终结",
    ActionKind.FILING: "归档",
    ActionKind.CARRY: "承前",
    ActionKind.CORRECTION: "更正",
    ActionKind.VOID: "作废",
    ActionKind.PRINT: "打印",
}
