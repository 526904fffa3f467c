"""文书用语: what the places of a template are filled with: the office, the matter, and the record at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from app.domain import lead_official, paper_template
from app.domain.errors import Refused
from app.domain.paper_template import PaperTemplate
from app.domain.record import RecordRule
from app.domain.record_kinds import KINDS
from app.services.matters import read_detail
from db.unit_of_work import ReadUnit, WriteUnit


def template_in(unit: ReadUnit | WriteUnit, code: str) -> PaperTemplate:
    """The template in force: the office's newest version, else the built-in one.

    Raises:
        Refused: there is none.
    """
    own = unit.records.template(code)
    if own is not None:
        return paper_template.from_plain(code, json.loads(own))
    known = paper_template.built_in().get(code)
    if known is None:
        raise Refused("这种记录没有文书可以打印。")
    return known


def words_of(
    unit: ReadUnit | WriteUnit,
    matter_id: int | None,
    rule: RecordRule,
    values: Mapping[str, str],
    names: Mapping[str, str],
    now: datetime,
    number: str,
) -> dict[str, str]:
    """Every place by its name: of the office, of the matter, and each label of the record's fields."""
    words = {
        "法院名称": unit.settings.get("court_name", ""),
        "窗口电话": unit.settings.get("desk_phone", ""),
        "窗口地址": unit.settings.get("desk_address", ""),
        "经办人": unit.viewer.name,
        "今天": long_day(now.date()),
        "文号": number,
    }
    if matter_id is not None:
        words |= _matter(unit, matter_id)
    fields = (*rule.fields, *(one for event in rule.events for one in event.fields))
    for one in fields:
        if values.get(one.name):
            words[one.label] = names.get(one.name) or one.words(values[one.name])
    return words


def _matter(unit: ReadUnit | WriteUnit, matter_id: int) -> dict[str, str]:
    detail = read_detail(unit, matter_id)
    lead = lead_official.current(unit.records.of_matter(matter_id, kinds=("lead_assignment",)))
    others = f"等{detail.head_count}人" if detail.head_count > 1 else ""
    return {
        "信访编号": detail.number,
        "信访人": f"{detail.petitioner}{others}",
        "诉求": "；".join(claim.text for claim in detail.claims) or detail.summary,
        "原案案号": "、".join(case.normalised for case in detail.case_refs),
        "承办庭室": detail.department,
        "承办人": detail.handler,
        "首办责任人": detail.first_handler,
        "包案领导": lead.owner if lead is not None else "",
        "登记日期": long_day(detail.registered_at.date()),
        "来访次数": str(detail.contact_count),
        "办理期限": long_day(detail.due_date) if detail.due_date else "",
        "受理日期": long_day(detail.accepted_on) if detail.accepted_on else "",
        "答复日期": long_day(detail.answered_on) if detail.answered_on else "",
    }


def long_day(day: date) -> str:
    """2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def labels_of(code: str) -> tuple[str, ...]:
    """What a template may name beside the usual places: the labels of every kind that is printed with it."""
    found: dict[str, None] = {}
    for rule in KINDS.values():
        printed = {rule.paper, *(event.paper for event in rule.events)}
        if code in printed:
            fields = (*rule.fields, *(one for event in rule.events for one in event.fields))
            found |= dict.fromkeys(one.label for one in fields)
    return tuple(found)
