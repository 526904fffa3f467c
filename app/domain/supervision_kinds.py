"""督办问责: letters of supervision as a ladder, and looking back at who is answerable."""

from __future__ import annotations

from app.domain.handling_kinds import SIGNED_FOR
from app.domain.matter import ActionKind
from app.domain.numbering import Series
from app.domain.record import Asked, RecordEvent, RecordField, RecordGroup, RecordRule
from app.domain.step import Step

G = RecordGroup
RUNGS = (("letter", "督办函"), ("reminder", "催办通知"), ("again", "再次督办函"), ("circular", "通报"))

SUPERVISION = RecordRule(
    "督办",
    G.SUPERVISION,
    (
        RecordField("rung", "层级", Asked.CHOICE, choices=RUNGS, hint="督办函—催办—再次督办—通报，逐级进行"),
        RecordField("addressee", "被督办庭室", hint="写明庭室名称"),
        RecordField("reason", "督办事由", Asked.BLOCK),
        RecordField("requirement", "督办要求", Asked.BLOCK),
        RecordField("due", "反馈期限", Asked.DAY, ahead=True),
    ),
    (
        SIGNED_FOR,
        RecordEvent(
            "answered",
            "收到反馈",
            (
                RecordField("answer", "反馈内容", Asked.BLOCK),
                RecordField("answered_by", "反馈人"),
                RecordField("day", "反馈日期", Asked.DAY, past=True),
            ),
            ends=True,
        ),
    ),
    kind=ActionKind.SUPERVISION,
    step=Step.SUPERVISE,
    paper="supervision",
    series=Series.SUPERVISION,
    due="due",
)
ACCOUNTABILITY = RecordRule(
    "责任倒查",
    G.SUPERVISION,
    (
        RecordField("person", "被倒查的责任人", Asked.STAFF),
        RecordField("finding", "查明的原因", Asked.BLOCK, hint="先查清原因，再谈责任"),
        RecordField("basis", "依据", Asked.BLOCK),
        RecordField("proposal", "拟处理意见", Asked.BLOCK),
    ),
    (
        RecordEvent(
            "statement",
            "本人说明",
            (
                RecordField("words", "本人说明", Asked.BLOCK, hint="照原话录入，一字不改；书面的可以扫描归卷"),
                RecordField("stated_on", "说明日期", Asked.DAY, past=True),
            ),
            once=False,
        ),
        RecordEvent(
            "no_statement",
            "本人不作说明",
            (
                RecordField("refusal", "不作说明的情况", Asked.BLOCK, hint="何时问过、本人怎样表示"),
                RecordField("asked_on", "询问日期", Asked.DAY, past=True),
            ),
        ),
        RecordEvent(
            "approved",
            "第一人同意",
            (RecordField("first_approver", "第一同意人", Asked.STAFF, hint="两人分别同意，都不能是本人"),),
            after=("statement", "no_statement"),
        ),
        RecordEvent(
            "confirmed",
            "第二人同意并决定",
            (
                RecordField("second_approver", "第二同意人", Asked.STAFF),
                RecordField("decision", "决定", Asked.BLOCK),
                RecordField("day", "决定日期", Asked.DAY, past=True),
            ),
            ends=True,
            after=("approved",),
            paper="accountability_decision",
        ),
        RecordEvent("dropped", "不予追究", (RecordField("reason", "理由", Asked.BLOCK),), ends=True),
    ),
    paper="accountability",
    restricted=True,
)
CIRCULAR = RecordRule(
    "通报",
    G.SUPERVISION,
    (
        RecordField("subject", "通报事项"),
        RecordField("facts", "基本情况", Asked.BLOCK),
        RecordField("requirement", "要求", Asked.BLOCK),
        RecordField("person", "被通报的责任人", Asked.STAFF, required=False, hint="点名的才填；先要有责任倒查决定"),
        RecordField(
            "statement", "本人说明", Asked.BLOCK, required=False, hint="点名的才填；照责任倒查时的原话附在通报上"
        ),
        RecordField("approver", "批准人", Asked.STAFF),
    ),
    paper="circular",
    series=Series.CIRCULAR,
)
QUALITY_FLAW = RecordRule(
    "案件质量瑕疵",
    G.SUPERVISION,
    (
        RecordField(
            "flaw",
            "瑕疵种类",
            Asked.CHOICE,
            choices=(
                ("procedure", "程序瑕疵"),
                ("document", "文书瑕疵"),
                ("evidence", "证据认定瑕疵"),
                ("service", "送达瑕疵"),
                ("time", "超期"),
                ("other", "其他"),
            ),
            hint="瑕疵不等于裁判结果错误",
        ),
        RecordField("case", "案号"),
        RecordField("facts", "具体情况", Asked.BLOCK),
        RecordField("found_by", "发现人", Asked.STAFF),
    ),
    (
        RecordEvent(
            "mended",
            "已补正",
            (RecordField("how", "补正情况", Asked.BLOCK), RecordField("day", "日期", Asked.DAY, past=True)),
            ends=True,
        ),
        RecordEvent("explained", "说明不需补正", (RecordField("reason", "理由", Asked.BLOCK),), ends=True),
    ),
    paper="quality_flaw",
)
WORK_STYLE = RecordRule(
    "作风问题转办",
    G.SUPERVISION,
    (
        RecordField("person", "被反映人", Asked.STAFF, hint="被反映人及其庭室看不到本记录和本事项"),
        RecordField("facts", "反映的情况", Asked.BLOCK),
        RecordField("due", "核查期限", Asked.DAY, ahead=True),
    ),
    (
        RecordEvent(
            "checked",
            "核查结果",
            (
                RecordField("finding", "核查结果", Asked.BLOCK),
                RecordField("checker", "核查人", Asked.STAFF),
                RecordField("day", "日期", Asked.DAY, past=True),
            ),
            ends=True,
        ),
    ),
    paper="work_style",
    due="due",
    restricted=True,
)

KINDS = {
    "supervision": SUPERVISION,
    "accountability": ACCOUNTABILITY,
    "circular": CIRCULAR,
    "quality_flaw": QUALITY_FLAW,
    "work_style": WORK_STYLE,
}
