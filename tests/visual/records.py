"""Printed records to draw in tests: made-up people, courts and cases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.domain.paper import (
    CoverRecord,
    MaterialLine,
    PersonLine,
    RecoverySheetRecord,
    RegistrationRecord,
    SlipRecord,
)

COURT = "某某市某某区人民法院"
NUMBER = "（2026）某0123信访29号"
RARE_NAMES = ("张𬱖", "李㛃", "王𠅤", "赵䶮", "孙𫖯", "钱𪩘", "周𪚥", "吴𠔻", "陈喆", "郑堃")
CASES = tuple(f"（2025）某0123民初{place}345号" for place in range(1, 13))


def cover(**changes: Any) -> CoverRecord:
    values: dict[str, Any] = {
        "court_name": COURT,
        "part": "正卷",
        "number": NUMBER,
        "petitioner": "张三",
        "matter": "请求对房屋买卖合同纠纷一案加大执行力度",
        "case_numbers": CASES[:1],
        "source": "本人来访",
        "department": "执行局",
        "handler": "王五",
        "registered_on": date(2026, 9, 2),
        "concluded_on": date(2026, 11, 20),
        "outcome": "息诉罢访",
        "retention": "60年",
        "volume_number": 1,
        "volume_count": 2,
        "page_count": 128,
        "archive_code": "Z109-SSXF·2026·D60-0029",
    }
    return CoverRecord(**(values | changes))


def person(name: str = "张三", role: str = "本人") -> PersonLine:
    return PersonLine(role, name, "男", "63岁", "居民身份证 110101190001011234", "13800000000", "某某市某某区某某路1号")


def registration(**changes: Any) -> RegistrationRecord:
    values: dict[str, Any] = {
        "court_name": COURT,
        "channel": "来访",
        "number": NUMBER,
        "matter_number": "信访〔2026〕17号",
        "happened_at": datetime(2026, 9, 2, 9, 5),  # noqa: DTZ001
        "registered_at": datetime(2026, 9, 2, 9, 31),  # noqa: DTZ001
        "first_or_repeat": "重访 第3次",
        "principal": person(),
        "others": (person("李㛃", "代理人"),),
        "head_count": 2,
        "litigant_identity": "申请执行人",
        "case_numbers": CASES[:2],
        "claims": ("请求加大执行力度", "请求书面告知执行进展"),
        "narrative": "来访人反映，判决生效后至今未执行到位。\n来访人要求本院督促执行。",
        "materials": (MaterialLine("民事判决书复印件", 12), MaterialLine("执行申请书", 2)),
        "source": "本人来访",
        "letter_dates": (),
        "opinion": "拟转执行局核实财产线索。",
        "disposition": "转办",
        "receptionist": "陈喆",
    }
    return RegistrationRecord(**(values | changes))


def slip(**changes: Any) -> SlipRecord:
    values: dict[str, Any] = {
        "court_name": COURT,
        "number": NUMBER,
        "name": "张𬱖",
        "registered_at": datetime(2026, 9, 2, 9, 31),  # noqa: DTZ001
        "channel": "来访",
        "matter": "请求对房屋买卖合同纠纷一案加大执行力度",
        "materials": (MaterialLine("民事判决书复印件", 12), MaterialLine("执行申请书", 2)),
        "disposition": "转办（执行局）",
        "next_date": date(2026, 9, 17),
        "next_words": "执行局核实后，会在这一天之前给您书面答复。到期没有收到，请打下面的电话。",
        "desk_phone": "000-0000 1234",
        "desk_address": "某某区某某路1号1号窗口",
        "receptionist": "陈喆",
    }
    return SlipRecord(**(values | changes))


def recovery_sheet(code: str = "K7QDM-4XW2P-9HRTC-B3VNE-6YJFA-8ZSGK-2LQW7") -> RecoverySheetRecord:
    return RecoverySheetRecord(COURT, "信访办公室", "7f3c2a9e-11d4-4c5e-9a51-aa20cc84b1f0", code, date(2026, 9, 2))
