"""交办承办: the records that are written with the steps of handling a matter, from the desk's opinion to the report."""

from __future__ import annotations

from app.domain.matter import IMPORTANCE_TEXT, STAGE_TEXT, TRACK_TEXT, ActionKind
from app.domain.numbering import Series
from app.domain.record import Asked, RecordEvent, RecordField, RecordGroup, RecordRule
from app.domain.step import Step

G = RecordGroup
HANDLER = RecordField("handler", "承办人", Asked.STAFF)
APPROVER = RecordField("approver", "批准人", Asked.STAFF)
DAY = RecordField("day", "日期", Asked.DAY, past=True)
REQUIREMENT = RecordField("requirement", "办理要求", Asked.BLOCK, hint="写明要办什么、办到什么程度")
DUE = RecordField("due", "办理期限", Asked.DAY, required=False, ahead=True, hint="不填的，按正在计算的期限")
BASIS = RecordField("basis", "法律政策依据", Asked.BLOCK, hint="写明法律、司法解释或政策的名称和条款")
SIGNED_FOR = RecordEvent(
    "received",
    "收到回执",
    (
        RecordField("signed_by", "签收人"),
        RecordField("day", "签收日期", Asked.DAY, past=True),
    ),
)

TRIAGE_OPINION = RecordRule(
    "分流拟办意见",
    G.HANDLING,
    (
        RecordField(
            "track", "诉访认定", Asked.CHOICE, choices=tuple((one.value, text) for one, text in TRACK_TEXT.items())
        ),
        RecordField("cause", "信访原因", Asked.CODE, table="cause", hint="登记时已填的可以不改"),
        RecordField(
            "stage",
            "所处环节",
            Asked.CHOICE,
            required=False,
            choices=tuple((one.value, text) for one, text in STAGE_TEXT.items()),
        ),
        RecordField(
            "importance",
            "重要程度",
            Asked.CHOICE,
            choices=tuple((one.value, text) for one, text in IMPORTANCE_TEXT.items()),
            hint="一般事项由分管院长批办，重要事项由班子集体研究",
        ),
        RecordField("opinion", "拟办意见", Asked.BLOCK, inside=True),
    ),
    kind=ActionKind.TRIAGE,
    step=Step.TRIAGE,
    paper="instruction_sheet",
    series=Series.INSTRUCTION,
)
ACCEPTANCE = RecordRule(
    "受理告知书",
    G.HANDLING,
    (
        RecordField("day", "受理日期", Asked.DAY, past=True),
        RecordField("words", "告知内容", Asked.BLOCK, required=False),
    ),
    kind=ActionKind.ACCEPTANCE,
    step=Step.ACCEPT,
    paper="acceptance",
    series=Series.NOTICE,
    day="day",
)
REFUSAL = RecordRule(
    "不予受理告知书",
    G.HANDLING,
    (RecordField("reason", "不予受理的理由", Asked.BLOCK), BASIS, RecordField("route", "可以去的渠道", Asked.BLOCK)),
    kind=ActionKind.ACCEPTANCE,
    step=Step.DECLINE,
    paper="refusal",
    series=Series.NOTICE,
)
GUIDANCE_NOTICE = RecordRule(
    "去向告知书",
    G.HANDLING,
    (RecordField("route", "应去的渠道", Asked.BLOCK, hint="写明机关或程序、地点和要带的材料"),),
    kind=ActionKind.TRIAGE,
    step=Step.GUIDE,
    paper="guidance_notice",
    series=Series.NOTICE,
)
LED_INTO_NOTICE = RecordRule(
    "导入程序告知书",
    G.HANDLING,
    (
        RecordField("route", "导入的程序", hint="如 立案审查、申请再审审查、执行异议"),
        RecordField("new_case", "新案号", required=False),
    ),
    kind=ActionKind.TRIAGE,
    step=Step.LEAD_INTO,
    paper="led_into_notice",
    series=Series.NOTICE,
)
ASSIGNMENT_SHEET = RecordRule(
    "交办单",
    G.HANDLING,
    (HANDLER, REQUIREMENT, DUE),
    kind=ActionKind.ASSIGNMENT,
    step=Step.ASSIGN,
    paper="assignment_sheet",
    series=Series.ASSIGNMENT,
    owner="handler",
)
HAND_OVER_SHEET = RecordRule(
    "移交单",
    G.HANDLING,
    (HANDLER, RecordField("reason", "移交原因", Asked.BLOCK), REQUIREMENT, DUE),
    kind=ActionKind.ASSIGNMENT,
    step=Step.HAND_OVER,
    paper="hand_over_sheet",
    series=Series.ASSIGNMENT,
    owner="handler",
)
MEASURE_PLAN = RecordRule(
    "办理措施表",
    G.HANDLING,
    (
        RecordField("measures", "拟采取的措施", Asked.BLOCK),
        RecordField("day", "完成期限", Asked.DAY, ahead=True, hint="措施必须有完成期限"),
    ),
    (
        RecordEvent("done", "措施完成", (RecordField("result", "完成情况", Asked.BLOCK), DAY), ends=True),
        RecordEvent(
            "extended",
            "批准延长",
            (
                APPROVER,
                RecordField("reason", "延长原因", Asked.BLOCK),
                RecordField("new_due", "新的完成期限", Asked.DAY, ahead=True),
            ),
            once=False,
        ),
    ),
    step=Step.FEED_BACK,
    paper="measure_plan",
    due="day",
)
WRITTEN_REPORT = RecordRule(
    "书面报告",
    G.HANDLING,
    (
        RecordField("facts", "查明的事实", Asked.BLOCK),
        RecordField("obstacle", "不能立即办结的原因", Asked.BLOCK),
        RecordField("plan", "下一步打算", Asked.BLOCK),
    ),
    kind=ActionKind.REPORT,
    step=Step.REPORT,
    paper="written_report",
)
EXTENSION_REQUEST = RecordRule(
    "延期审批表",
    G.HANDLING,
    (RecordField("reason", "申请延期的理由", Asked.BLOCK),),
    kind=ActionKind.EXTENSION,
    step=Step.ASK_EXTENSION,
    paper="extension_request",
)
EXTENSION_NOTICE = RecordRule(
    "延期告知书",
    G.HANDLING,
    (
        APPROVER,
        RecordField("amount", "延长", Asked.COUNT, hint="天数"),
        RecordField("superior_consent", "上级机关同意延期的函件", required=False, hint="上级交办的期限才需要"),
    ),
    kind=ActionKind.EXTENSION,
    step=Step.GRANT_EXTENSION,
    paper="extension_notice",
    series=Series.NOTICE,
)
RETURN_NOTE = RecordRule(
    "退回说明",
    G.HANDLING,
    (RecordField("reason", "退回的理由", Asked.BLOCK),),
    kind=ActionKind.RETURN,
    step=Step.ASK_RETURN,
    paper="return_note",
)
HANDLING_REPORT = RecordRule(
    "办理情况报告",
    G.HANDLING,
    (
        RecordField("facts", "查明的事实", Asked.BLOCK),
        RecordField("opinion", "处理意见", Asked.BLOCK),
        BASIS,
        RecordField("remedy", "救济途径", Asked.BLOCK),
    ),
    kind=ActionKind.REVIEW,
    step=Step.SUBMIT,
    paper="handling_report",
)
EARLIER_REVIEW = RecordRule(
    "复核意见",
    G.HANDLING,
    (RecordField("reason", "对前次办理的复核意见", Asked.BLOCK, inside=True),),
    kind=ActionKind.REVIEW,
    step=Step.REVIEW_EARLIER,
    paper="earlier_review",
)
CLOSURE_PROPOSAL = RecordRule(
    "终结申报表",
    G.HANDLING,
    (
        RecordField("reason", "提出终结的理由", Asked.BLOCK),
        RecordField("explained", "释明、听证情况", Asked.BLOCK),
        RecordField("due", "上报期限", Asked.DAY, ahead=True),
    ),
    kind=ActionKind.CLOSURE,
    step=Step.PROPOSE_CLOSURE,
    paper="closure_proposal",
)
CLOSURE_LETTER = RecordRule(
    "终结上报函",
    G.HANDLING,
    (
        RecordField("addressee", "上报机关"),
        APPROVER,
        RecordField("reason", "上报意见", Asked.BLOCK),
    ),
    kind=ActionKind.CLOSURE,
    step=Step.REPORT_CLOSURE,
    paper="closure_letter",
    series=Series.OUTGOING,
)

KINDS = {
    "triage_opinion": TRIAGE_OPINION,
    "acceptance": ACCEPTANCE,
    "refusal": REFUSAL,
    "guidance_notice": GUIDANCE_NOTICE,
    "led_into_notice": LED_INTO_NOTICE,
    "assignment_sheet": ASSIGNMENT_SHEET,
    "hand_over_sheet": HAND_OVER_SHEET,
    "measure_plan": MEASURE_PLAN,
    "written_report": WRITTEN_REPORT,
    "extension_request": EXTENSION_REQUEST,
    "extension_notice": EXTENSION_NOTICE,
    "return_note": RETURN_NOTE,
    "handling_report": HANDLING_REPORT,
    "earlier_review": EARLIER_REVIEW,
    "closure_proposal": CLOSURE_PROPOSAL,
    "closure_letter": CLOSURE_LETTER,
}
