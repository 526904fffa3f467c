"""Letters and sheets to draw in tests: made-up people, courts and cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.paper import LetterRecord, SheetRecord, SheetRow
from tests.visual.records import COURT

LETTER_NUMBER = "某0123访督〔2026〕12号"
FULL = "经承办人重新查询查明该抵押已于二月注销符合恢复执行的条件本院予以恢复并委托评估后依法处置所得款项按规定发放"


def letter(**changes: Any) -> LetterRecord:
    values: dict[str, Any] = {
        "court_name": COURT,
        "title": "督办函",
        "number": LETTER_NUMBER,
        "addressee": "执行局：",
        "paragraphs": (
            "仇某某反映的信访事项，于2026年3月5日登记，由你庭室办理。现将有关情况和要求函告如下。",
            "一、事由",
            FULL * 2,
            "二、要求",
            "查清被执行人财产现状，依法采取执行措施，并当面向信访人说明进展。",
        ),
        "attachments": (),
        "signed": COURT,
        "day": date(2026, 4, 21),
        "contact": "联系人：陈喆　联系电话：000-00001234",
        "stub": (("受文庭室", "执行局"), ("反馈期限", "2026年4月30日"), ("签发人", "")),
        "receipt_title": "签收回执",
        "receipt": (("收到文书", "督办函"), ("签收人", ""), ("签收日期", "")),
    }
    return LetterRecord(**(values | changes))


def sheet(**changes: Any) -> SheetRecord:
    values: dict[str, Any] = {
        "court_name": COURT,
        "title": "信访事项阅批单",
        "number": "某0123访批〔2026〕3号",
        "day": date(2026, 4, 21),
        "rows": (
            SheetRow("信访编号", "（2026）某0123访28号"),
            SheetRow("信访人", "张𬱖等3人"),
            SheetRow("诉求", "请求恢复执行（2025）某0123执88号案件，查询并处置被执行人名下的房产。", 2),
            SheetRow("拟办意见", FULL, 5),
            SheetRow("分管院长批示", "", 6),
        ),
        "signatures": ("拟办人", "日期"),
        "note": "说明：本单入副卷。",
    }
    return SheetRecord(**(values | changes))
