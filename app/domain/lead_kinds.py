"""领导包案: a named leader owns a key matter to the end; what they did themselves is kept apart."""

from __future__ import annotations

from app.domain.record import Asked, RecordEvent, RecordField, RecordGroup, RecordRule

G = RecordGroup
LEADER = RecordField("leader", "包案领导", Asked.STAFF)
DUTIES = (("receive", "亲自接访"), ("study", "亲自研究"), ("coordinate", "亲自协调处理"))
TRAITS = (("causes", "诱因多样"), ("complex", "案情复杂"), ("hard", "调处艰难"))

KEY_CASE = RecordRule(
    "列为重点案件",
    G.LEAD,
    (
        RecordField("causes", "诱因多样", Asked.TICK),
        RecordField("complex", "案情复杂", Asked.TICK),
        RecordField("hard", "调处艰难", Asked.TICK),
        RecordField("difficulty", "难点所在", Asked.BLOCK),
        RecordField("nominated_by", "提名人", Asked.STAFF),
    ),
    (RecordEvent("removed", "不再列为重点", (RecordField("reason", "理由", Asked.BLOCK),), ends=True),),
    paper="key_case",
)
LEAD_ASSIGNMENT = RecordRule(
    "领导包案",
    G.LEAD,
    (
        LEADER,
        RecordField("goal", "化解目标", Asked.BLOCK),
        RecordField("due", "化解期限", Asked.DAY, ahead=True),
        RecordField("superior", "上级交办函号", required=False, hint="上级交办的，一包到底，中途不换人"),
    ),
    (
        RecordEvent(
            "handed_over",
            "移交包案",
            (
                RecordField("new_leader", "接手的包案领导", Asked.STAFF),
                RecordField("reason", "移交原因", Asked.BLOCK),
                RecordField("approver", "批准人", Asked.STAFF, hint="由院长批准"),
                RecordField(
                    "superior_consent",
                    "上级同意换人的函件",
                    required=False,
                    hint="上级交办的才填：一包到底，上级同意才换",
                ),
            ),
            once=False,
            paper="lead_hand_over",
        ),
        RecordEvent(
            "solved",
            "包案结束",
            (
                RecordField("result", "化解结果", Asked.BLOCK),
                RecordField("closing_report", "报结报告", required=False, hint="上级交办的才填：报结报告的文号或日期"),
                RecordField("day", "日期", Asked.DAY, past=True),
            ),
            ends=True,
            paper="lead_result",
        ),
    ),
    paper="lead_responsibility",
    due="due",
    owner="leader",
)
PERSONAL_DUTY = RecordRule(
    "包案工作记录",
    G.LEAD,
    (
        RecordField("duty", "工作内容", Asked.CHOICE, choices=DUTIES),
        RecordField("day", "日期", Asked.DAY, past=True),
        RecordField("facts", "做了什么", Asked.BLOCK),
        RecordField("evidence", "依据材料", hint="如 接谈笔录、会议记录、照片"),
        RecordField("delegated", "由他人代做", Asked.TICK, required=False, hint="代做的照实记，不算本人亲自"),
        RecordField("delegate", "代做的人", when=("delegated", ("1",))),
    ),
    paper="duty_record",
    day="day",
)
LEAD_MEASURE = RecordRule(
    "化解措施",
    G.LEAD,
    (
        RecordField("measure", "措施", Asked.BLOCK),
        RecordField("owner", "责任人", Asked.STAFF),
        RecordField("due", "完成期限", Asked.DAY, ahead=True),
    ),
    (
        RecordEvent(
            "done",
            "措施完成",
            (RecordField("result", "完成情况", Asked.BLOCK), RecordField("day", "完成日期", Asked.DAY, past=True)),
        ),
        RecordEvent(
            "verified",
            "核查确认",
            (
                RecordField("verifier", "核查人", Asked.STAFF),
                RecordField("finding", "核查结果", Asked.BLOCK),
            ),
            ends=True,
            after=("done",),
        ),
    ),
    paper="lead_measure",
    due="due",
    owner="owner",
)
MONTHLY_REPORT = RecordRule(
    "包案月度汇报",
    G.LEAD,
    (
        RecordField("month", "汇报月份", hint="写成 2026-03"),
        RecordField("progress", "本月进展", Asked.BLOCK),
        RecordField("difficulty", "存在的困难", Asked.BLOCK, required=False),
        RecordField("next", "下月打算", Asked.BLOCK),
    ),
    paper="monthly_report",
)

KINDS = {
    "key_case": KEY_CASE,
    "lead_assignment": LEAD_ASSIGNMENT,
    "personal_duty": PERSONAL_DUTY,
    "lead_measure": LEAD_MEASURE,
    "monthly_report": MONTHLY_REPORT,
}
