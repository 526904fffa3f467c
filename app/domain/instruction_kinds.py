"""批示研究、来往协调: what leaders wrote and decided, who was called, and what went to and came from other bodies."""

from __future__ import annotations

from app.domain.matter import ActionKind
from app.domain.numbering import Series
from app.domain.record import Asked, RecordEvent, RecordField, RecordGroup, RecordRule
from app.domain.step import Step

G = RecordGroup
APPROVER = RecordField("approver", "批示领导", Asked.STAFF)
DAY = RecordField("day", "日期", Asked.DAY, past=True)

INSTRUCTION = RecordRule(
    "批示",
    G.INSTRUCTION,
    (
        APPROVER,
        RecordField("instruction", "批示内容", Asked.BLOCK, hint="照原文录入；手写件可以扫描归卷"),
        RecordField("collective", "班子集体研究情况", Asked.BLOCK, required=False, hint="重要事项必须写"),
        RecordField("unit", "承办庭室", required=False),
        RecordField("due", "批示的期限", Asked.DAY, required=False, ahead=True),
    ),
    kind=ActionKind.INSTRUCTION,
    step=Step.INSTRUCT,
    paper="instruction",
    series=Series.INSTRUCTION,
)
REFERRAL = RecordRule(
    "请示单",
    G.INSTRUCTION,
    (
        RecordField("leader", "报请的分管院长", Asked.STAFF),
        RecordField("opinion", "请示事项和意见", Asked.BLOCK),
    ),
    (
        RecordEvent("granted", "同意", (RecordField("words", "批示", Asked.BLOCK),), ends=True),
        RecordEvent("refused", "不同意", (RecordField("reason", "理由", Asked.BLOCK),), ends=True),
        RecordEvent(
            "other",
            "改由其他领导",
            (
                RecordField("leader", "改由", Asked.STAFF),
                RecordField("reason", "理由", Asked.BLOCK, required=False),
            ),
            once=False,
        ),
    ),
    paper="referral",
    owner="leader",
)
SEE_LEADER = RecordRule(
    "约见领导审批单",
    G.INSTRUCTION,
    (
        RecordField("leader", "要求约见的领导", Asked.STAFF),
        RecordField("reason", "约见理由", Asked.BLOCK),
    ),
    (
        RecordEvent(
            "granted",
            "同意约见",
            (
                RecordField("approver", "审批人", Asked.STAFF),
                RecordField("time", "约见时间", Asked.TIME),
                RecordField("place", "约见地点"),
            ),
        ),
        RecordEvent(
            "declined",
            "不安排约见",
            (RecordField("approver", "审批人", Asked.STAFF), RecordField("reason", "理由", Asked.BLOCK)),
        ),
        RecordEvent(
            "told",
            "已答复信访人",
            (
                RecordField(
                    "method", "答复方式", Asked.CHOICE, choices=(("spot", "当面"), ("call", "电话"), ("letter", "书面"))
                ),
                DAY,
            ),
            ends=True,
            after=("granted", "declined"),
        ),
    ),
    paper="see_leader",
    owner="leader",
)
COLLECTIVE_STUDY = RecordRule(
    "集体研究记录",
    G.INSTRUCTION,
    (
        DAY,
        RecordField("chair", "主持人", Asked.STAFF),
        RecordField("attendees", "参加人员", Asked.BLOCK),
        RecordField("discussion", "研究情况", Asked.BLOCK, inside=True),
        RecordField("decision", "决定", Asked.BLOCK),
    ),
    kind=ActionKind.INSTRUCTION,
    paper="collective_study",
    day="day",
)
AGENDA = RecordRule(
    "党组议题",
    G.INSTRUCTION,
    (
        RecordField("criterion", "列为重大事项的理由", Asked.BLOCK, hint="如 集体访、可能进京、多次督办未果"),
        RecordField("proposal", "提请研究的问题", Asked.BLOCK),
    ),
    (
        RecordEvent(
            "studied",
            "已研究",
            (RecordField("decision", "研究决定", Asked.BLOCK), DAY),
            ends=True,
        ),
    ),
    paper="agenda",
)
CALL = RecordRule(
    "现场通知记录",
    G.INSTRUCTION,
    (
        RecordField("person", "通知的人", Asked.STAFF),
        RecordField("called_at", "通知时间", Asked.TIME, past=True),
        RecordField(
            "answer",
            "是否接通",
            Asked.CHOICE,
            choices=(("yes", "接通"), ("no", "未接通")),
            hint="未接通的，通知下一位",
        ),
        RecordField("said", "告知内容", Asked.BLOCK, when=("answer", ("yes",))),
    ),
    (
        RecordEvent(
            "arrived",
            "已到场",
            (
                RecordField("arrived_at", "到场时间", Asked.TIME, past=True),
                RecordField("done", "现场处理", Asked.BLOCK),
            ),
            ends=True,
        ),
        RecordEvent("not_coming", "不能到场", (RecordField("reason", "原因"),), ends=True),
    ),
    paper="call_record",
    owner="person",
)
DEPLOYMENT = RecordRule(
    "上级部署落实",
    G.LIAISON,
    (
        RecordField("body", "部署机关"),
        RecordField("number", "来文号", required=False),
        RecordField("received", "收文日期", Asked.DAY, past=True),
        RecordField("task", "部署内容", Asked.BLOCK),
        RecordField("owner", "落实责任人", Asked.STAFF),
        RecordField("due", "落实期限", Asked.DAY, ahead=True),
    ),
    (
        RecordEvent(
            "done",
            "已落实",
            (RecordField("result", "落实情况", Asked.BLOCK), DAY),
            ends=True,
        ),
    ),
    paper="deployment",
    due="due",
    owner="owner",
    day="received",
    about_matter=False,
)
COMMITTEE_REPORT = RecordRule(
    "专题汇报",
    G.LIAISON,
    (
        RecordField("addressee", "主送机关", hint="如 中共某某县委"),
        RecordField("subject", "汇报事项"),
        RecordField("situation", "情况", Asked.BLOCK),
        RecordField("proposal", "意见和建议", Asked.BLOCK),
    ),
    (
        RecordEvent(
            "answered",
            "收到回复",
            (RecordField("answer", "回复内容", Asked.BLOCK), DAY),
            ends=True,
        ),
    ),
    paper="committee_report",
    series=Series.OUTGOING,
    about_matter=False,
)
OUTGOING = RecordRule(
    "发函",
    G.LIAISON,
    (
        RecordField("addressee", "主送单位"),
        RecordField(
            "purpose",
            "事由",
            Asked.CHOICE,
            choices=(
                ("inquire", "商请了解情况"),
                ("transfer", "转送办理"),
                ("coordinate", "商请配合"),
                ("reply", "回复"),
            ),
        ),
        RecordField("words", "正文", Asked.BLOCK),
        RecordField("due", "请于何日前回复", Asked.DAY, required=False, ahead=True),
    ),
    (
        RecordEvent(
            "answered",
            "收到回函",
            (
                RecordField("number", "来函号", required=False),
                RecordField("answer", "回函内容", Asked.BLOCK),
                DAY,
            ),
            ends=True,
        ),
        RecordEvent("closed", "不需回函", (RecordField("reason", "说明", required=False),), ends=True),
    ),
    paper="outgoing",
    series=Series.OUTGOING,
    due="due",
)
INCOMING = RecordRule(
    "来函",
    G.LIAISON,
    (
        RecordField("body", "来函单位"),
        RecordField("number", "来函号", required=False),
        RecordField("day", "收函日期", Asked.DAY, past=True),
        RecordField("content", "内容", Asked.BLOCK),
        RecordField("due", "要求回复的日期", Asked.DAY, required=False),
    ),
    (
        RecordEvent(
            "answered",
            "已回复",
            (RecordField("number", "发函号"), DAY),
            ends=True,
        ),
        RecordEvent("closed", "不需回复", (RecordField("reason", "说明", required=False),), ends=True),
    ),
    paper="incoming",
    due="due",
    day="day",
)
COORDINATION = RecordRule(
    "协调会记录",
    G.LIAISON,
    (
        DAY,
        RecordField("place", "地点", required=False),
        RecordField("parties", "参加单位和人员", Asked.BLOCK),
        RecordField("talk", "协调情况", Asked.BLOCK),
        RecordField("agreed", "商定的事项", Asked.BLOCK),
    ),
    kind=ActionKind.TALK,
    paper="coordination",
    day="day",
)
EARLY_SIGN = RecordRule(
    "苗头报告单",
    G.LIAISON,
    (
        RecordField("reporter", "报告人", Asked.STAFF),
        RecordField("noticed", "发现日期", Asked.DAY, past=True),
        RecordField("day", "报告日期", Asked.DAY, past=True),
        RecordField("sign", "苗头情况", Asked.BLOCK),
        RecordField("advice", "建议", Asked.BLOCK, required=False),
    ),
    (
        RecordEvent(
            "handled",
            "已处理",
            (RecordField("result", "处理情况", Asked.BLOCK), DAY),
            ends=True,
        ),
    ),
    paper="early_sign",
    day="day",
    about_matter=False,
)

KINDS = {
    "instruction": INSTRUCTION,
    "referral": REFERRAL,
    "see_leader": SEE_LEADER,
    "collective_study": COLLECTIVE_STUDY,
    "agenda": AGENDA,
    "call": CALL,
    "deployment": DEPLOYMENT,
    "committee_report": COMMITTEE_REPORT,
    "outgoing": OUTGOING,
    "incoming": INCOMING,
    "coordination": COORDINATION,
    "early_sign": EARLY_SIGN,
}
