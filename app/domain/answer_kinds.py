"""答复回访: claim by claim to the reply, its service, explanation, settlement, aid, and how it was received."""

from __future__ import annotations

from app.domain.matter import ActionKind
from app.domain.numbering import Series
from app.domain.record import Asked, RecordEvent, RecordField, RecordGroup, RecordRule
from app.domain.step import Step

G = RecordGroup
DAY = RecordField("day", "日期", Asked.DAY, past=True)
METHODS = (
    ("direct", "直接送达"),
    ("mail", "邮寄送达"),
    ("left", "留置送达"),
    ("electronic", "电子送达"),
    ("entrusted", "委托送达"),
    ("public", "公告送达"),
)
SATISFACTION = (("good", "满意"), ("fair", "基本满意"), ("bad", "不满意"), ("none", "未表态"))

CLAIM_ANALYSIS = RecordRule(
    "诉求分析",
    G.ANSWER,
    (
        RecordField("claim", "诉求", hint="逐项分析，一项一份"),
        RecordField("facts", "查明的事实", Asked.BLOCK),
        RecordField(
            "finding",
            "认定",
            Asked.CHOICE,
            choices=(("justified", "有理"), ("partly", "部分有理"), ("unjustified", "无理")),
            hint="先按有理去查，查清后再认定",
        ),
        RecordField("reason", "认定理由", Asked.BLOCK, inside=True),
    ),
    paper="claim_analysis",
)
REPLY = RecordRule(
    "答复意见书",
    G.ANSWER,
    (
        RecordField("facts", "查明的事实", Asked.BLOCK),
        RecordField("opinion", "处理意见", Asked.BLOCK),
        RecordField("basis", "法律政策依据", Asked.BLOCK),
        RecordField("remedy", "救济途径", Asked.BLOCK, hint="对答复不服时可以怎么办、期限是多少"),
    ),
    kind=ActionKind.REPLY,
    step=Step.ANSWER,
    paper="reply",
    series=Series.REPLY,
)
SERVICE = RecordRule(
    "送达回证",
    G.ANSWER,
    (
        RecordField("method", "送达方式", Asked.CHOICE, choices=METHODS),
        RecordField("day", "送达日期", Asked.DAY, past=True),
        RecordField("receiver", "收件人", when=("method", ("direct", "mail", "entrusted", "electronic"))),
        RecordField("mail_number", "邮件号", when=("method", ("mail",))),
        RecordField("witness", "见证人", when=("method", ("left",))),
        RecordField("remark", "备注", required=False),
    ),
    kind=ActionKind.SERVICE,
    step=Step.SERVE,
    paper="service_receipt",
    day="day",
)
EXPLANATION = RecordRule(
    "释明记录",
    G.ANSWER,
    (
        DAY,
        RecordField(
            "about",
            "种类",
            Asked.CHOICE,
            choices=(("judgment", "判后答疑"), ("answer", "对答复的释明"), ("rule", "程序释明")),
        ),
        RecordField("case", "原案案号", when=("about", ("judgment",))),
        RecordField("explained_by", "释明人", Asked.STAFF),
        RecordField("words", "释明内容", Asked.BLOCK),
        RecordField("response", "信访人的回应（照原话）", Asked.BLOCK, required=False),
    ),
    kind=ActionKind.TALK,
    paper="explanation",
    day="day",
)
SETTLEMENT = RecordRule(
    "息诉罢访",
    G.ANSWER,
    (
        RecordField("day", "日期", Asked.DAY, past=True),
        RecordField(
            "how",
            "方式",
            Asked.CHOICE,
            choices=(
                ("promise", "签订息诉罢访承诺书"),
                ("settlement", "达成和解协议"),
                ("mediation", "达成调解协议"),
                ("quiet", "一段时间未再来访"),
            ),
        ),
        RecordField("terms", "承诺或协议内容", Asked.BLOCK, when=("how", ("promise", "settlement", "mediation"))),
        RecordField("evidence", "依据材料", hint="如 承诺书原件、和解协议、未再来访的起止日期"),
    ),
    kind=ActionKind.SETTLEMENT,
    step=Step.SETTLE,
    paper="settlement",
    day="day",
)
JUDICIAL_AID = RecordRule(
    "司法救助审批表",
    G.ANSWER,
    (
        RecordField("applicant", "申请人"),
        RecordField("hardship", "困难情况", Asked.BLOCK),
        RecordField("wanted", "申请金额", Asked.MONEY),
        RecordField("other_aid", "另外得到过的救助", required=False, hint="同一案件只救助一次，得到过的写明"),
    ),
    (
        RecordEvent(
            "granted",
            "准予救助",
            (
                RecordField("amount", "救助金额", Asked.MONEY),
                RecordField("approver", "批准人", Asked.STAFF),
                RecordField("double_reason", "再次救助的理由", Asked.BLOCK, required=False),
                DAY,
            ),
        ),
        RecordEvent(
            "refused",
            "不予救助",
            (RecordField("approver", "批准人", Asked.STAFF), RecordField("reason", "理由", Asked.BLOCK)),
            ends=True,
        ),
        RecordEvent(
            "paid",
            "已发放",
            (RecordField("receiver", "领取人"), DAY),
            ends=True,
            after=("granted",),
        ),
    ),
    paper="judicial_aid",
)
FOLLOW_UP_PLAN = RecordRule(
    "回访计划",
    G.ANSWER,
    (
        RecordField("due", "回访日期", Asked.DAY, ahead=True),
        RecordField("visitor", "回访人", Asked.STAFF),
        RecordField(
            "way",
            "方式",
            Asked.CHOICE,
            choices=(("visit", "上门"), ("call", "电话"), ("desk", "请来窗口"), ("letter", "书面")),
        ),
    ),
    (
        RecordEvent("done", "已回访", (), ends=True),
        RecordEvent("dropped", "不再回访", (RecordField("reason", "原因"),), ends=True),
    ),
    due="due",
    owner="visitor",
)
FOLLOW_UP = RecordRule(
    "回访记录",
    G.ANSWER,
    (
        RecordField("day", "回访日期", Asked.DAY, past=True),
        RecordField(
            "way",
            "方式",
            Asked.CHOICE,
            choices=(("visit", "上门"), ("call", "电话"), ("desk", "请来窗口"), ("letter", "书面")),
        ),
        RecordField("visitors", "回访人"),
        RecordField("people", "回访人数", Asked.COUNT, hint="计人次用：几个人去的"),
        RecordField("landed", "答复落实情况", Asked.BLOCK),
        RecordField("satisfaction", "满意程度", Asked.CHOICE, choices=SATISFACTION),
        RecordField("words", "信访人原话", Asked.BLOCK, required=False),
    ),
    kind=ActionKind.FOLLOW_UP,
    step=Step.FOLLOW_UP,
    paper="follow_up",
    day="day",
)
PROMISE = RecordRule(
    "答应信访人的事",
    G.ANSWER,
    (
        RecordField("promise", "答应了什么", Asked.BLOCK, hint="如 请他周五再来取答复"),
        RecordField("due", "哪一天前", Asked.DAY, ahead=True),
        RecordField("owner", "谁来做", Asked.STAFF),
    ),
    (
        RecordEvent("kept", "已做到", (RecordField("words", "情况", required=False), DAY), ends=True),
        RecordEvent("told", "不能做到，已向信访人说明", (RecordField("reason", "原因", Asked.BLOCK), DAY), ends=True),
    ),
    due="due",
    owner="owner",
)

KINDS = {
    "claim_analysis": CLAIM_ANALYSIS,
    "reply": REPLY,
    "service": SERVICE,
    "explanation": EXPLANATION,
    "settlement": SETTLEMENT,
    "judicial_aid": JUDICIAL_AID,
    "follow_up_plan": FOLLOW_UP_PLAN,
    "follow_up": FOLLOW_UP,
    "promise": PROMISE,
}
