"""One cover as it comes from an ordinary matter: made-up person, court and case."""

from __future__ import annotations

from datetime import date

from app.domain.paper import CoverRecord

COVER = CoverRecord(
    court_name="某某县人民法院",
    part="正卷",
    number="（2026）豫9999访29号",
    petitioner="张三",
    matter="请求对房屋买卖合同纠纷一案加大执行力度，尽快执行到位",
    case_numbers=("（2025）豫9999民初345号",),
    source="来访",
    department="执行局",
    handler="王五",
    registered_on=date(2026, 9, 1),
    concluded_on=date(2026, 11, 20),
    outcome="息诉罢访",
    retention="长期",
    volume_number=1,
    volume_count=1,
    page_count=None,
    archive_code="",
)
