"""Papers for visitors and blank forms to draw in tests: made-up people, courts and cases."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.domain import triage
from app.domain.paper import BlankFormRecord, ClockLine, GuidanceRecord, ProgressSlipRecord
from app.domain.progress_answer import STEPS
from tests.visual.records import COURT, NUMBER


def guidance(route: str = "retrial_civil", **changes: Any) -> GuidanceRecord:
    found = triage.routes()[route]
    items = triage.checklist() if found.checklist else ()
    values: dict[str, Any] = {
        "court_name": COURT,
        "number": NUMBER,
        "name": "张𬱖",
        "day": date(2026, 9, 2),
        "matter": "不服（2025）某0123民初345号房屋买卖合同纠纷一案判决，要求重新审理",
        "route": found.label,
        "where": found.where,
        "steps": found.steps,
        "bring": found.bring,
        "clocks": tuple(
            ClockLine(triage.WHOSE_TEXT[clock.whose], clock.words, clock.citation, clock.status_text)
            for clock in found.clocks
        ),
        "basis": found.basis,
        "checklist": tuple((item.text, place % 2 == 0) for place, item in enumerate(items)),
        "desk_phone": "000-0000 1234",
        "desk_address": "某某区某某路1号1号窗口",
        "receptionist": "陈喆",
    }
    return GuidanceRecord(**(values | changes))


def progress_slip(**changes: Any) -> ProgressSlipRecord:
    values: dict[str, Any] = {
        "court_name": COURT,
        "number": NUMBER,
        "contact_number": "（2026）某0123来访88号",
        "name": "张某某",
        "asked_at": datetime(2026, 10, 12, 9, 5),  # noqa: DTZ001
        "matter": "请求对房屋买卖合同纠纷一案加大执行力度",
        "steps": STEPS,
        "step": 2,
        "stage": "承办部门正在办理",
        "department": "执行局",
        "registered_on": date(2026, 9, 2),
        "answered_on": None,
        "answer": "",
        "concluded_on": None,
        "outcome": "",
        "next_date": date(2026, 11, 2),
        "next_words": "我们会在这一天之前告诉您办理情况。到期没有消息，请打下面的电话。",
        "desk_phone": "000-0000 1234",
        "desk_address": "某某区某某路1号1号窗口",
        "receptionist": "陈喆",
    }
    return ProgressSlipRecord(**(values | changes))


def answered_slip() -> ProgressSlipRecord:
    return progress_slip(
        step=4,
        stage="已经办结",
        answered_on=date(2026, 10, 20),
        answer="线索属实，已恢复执行并冻结经营账户，案款将按规定发放。",
        concluded_on=date(2026, 11, 1),
        outcome="已作实体答复",
        next_date=None,
        next_words="这件事已经办结。有新的事实或理由，可以随时到窗口或来电说明。",
    )


def blank_form(channel: str = "来访", **changes: Any) -> BlankFormRecord:
    values: dict[str, Any] = {
        "court_name": COURT,
        "channel": channel,
        "number": f"（2026）某0123{channel}129号",
        "reserved_on": date(2026, 9, 2),
        "batch": 3,
        "desk_phone": "000-0000 1234",
    }
    return BlankFormRecord(**(values | changes))
