"""信访事项: what is asked; the unit that repeats, is assigned, answered, closed and bound."""

from __future__ import annotations

from enum import Enum


class MatterStatus(Enum):
    """状态. The lawful steps between them are kept in one place (workflow); this is their list."""

    REGISTERED = "registered"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    SUPERVISED = "supervised"
    AWAITING_REPLY = "awaiting_reply"
    ANSWERED = "answered"
    CONCLUDED = "concluded"
    FILED = "filed"
    VOID = "void"


STATUS_TEXT = {
    MatterStatus.REGISTERED: "待分流",
    MatterStatus.ASSIGNED: "待签收",
    MatterStatus.HANDLING: "办理中",
    MatterStatus.SUPERVISED: "督办中",
    MatterStatus.AWAITING_REPLY: "待答复",
    MatterStatus.ANSWERED: "已答复",
    MatterStatus.CONCLUDED: "已办结",
    MatterStatus.FILED: "已归档",
    MatterStatus.VOID: "已作废",
}

OPEN_STATUSES = frozenset(
    {
        MatterStatus.REGISTERED,
        MatterStatus.ASSIGNED,
        MatterStatus.HANDLING,
        MatterStatus.SUPERVISED,
        MatterStatus.AWAITING_REPLY,
        MatterStatus.ANSWERED,
    }
)


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
    ActionKind.CORRECTION: "更正",
    ActionKind.VOID: "作废",
    ActionKind.PRINT: "打印",
}
