"""设置: the office's own words, numbering templates, pick lists, departments, staff, and each account's preferences."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from app.domain import numbering
from app.domain.changes import Area, Change
from app.domain.courts import check_court_code
from app.domain.errors import Refused
from app.domain.text import clean_line
from app.domain.viewer import Right
from app.services.session import Session
from db.stores.accounts import Department, StaffMember
from db.stores.codes import CodeItem


@dataclass(frozen=True)
class OfficeSettings:
    """What the office says about itself; printed on forms."""

    court_name: str
    court_code: str
    desk_phone: str
    desk_address: str
    number_templates: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lists:
    """Everything that pick lists show: code tables in force, departments, staff."""

    codes: dict[str, tuple[CodeItem, ...]]
    departments: tuple[Department, ...]
    staff: tuple[StaffMember, ...]


def office(session: Session) -> OfficeSettings:
    """The office's settings."""
    with session.register.read(session.viewer) as unit:
        values = unit.settings.all()
    templates = {series.value: numbering.DEFAULT_TEMPLATES[series] for series in numbering.Series}
    templates.update(values.get("number_templates", {}))
    return OfficeSettings(
        values.get("court_name", ""),
        values.get("court_code", ""),
        values.get("desk_phone", ""),
        values.get("desk_address", ""),
        templates,
    )


def change_office(session: Session, wanted: OfficeSettings, now: datetime) -> Change:
    """Change the office's settings; numbers already given keep their text.

    Raises:
        Refused: no right, or a field needs mending.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("修改单位设置需要管理员账户。")
    problems: dict[str, str] = {}
    court_name, court_code = clean_line(wanted.court_name), wanted.court_code
    if not court_name:
        problems["court_name"] = "请填写法院全称。它会印在所有文书上。"
    try:
        court_code = check_court_code(court_code)
    except Refused as answer:
        problems.update(answer.fields)
    templates = {name: clean_line(text) for name, text in wanted.number_templates.items()}
    for series in numbering.Series:
        try:
            numbering.check_template(templates.get(series.value, ""), f"template_{series.value}")
        except Refused as answer:
            problems.update(answer.fields)
    problems = {**_same_templates(templates), **problems}
    if problems:
        raise Refused("有几处需要补正，见各栏下方说明。已填内容都在。", problems)
    before = office(session)
    phone, address = clean_line(wanted.desk_phone), clean_line(wanted.desk_address)
    after = OfficeSettings(court_name, court_code, phone, address, templates)
    with session.register.write(session.viewer, now) as work:
        for name, value in asdict(after).items():
            work.settings.put(name, value)
        work.audit.record("change", "settings", 0, before=asdict(before), after=asdict(after))
    return Change.of(Area.SETTINGS)


def _same_templates(templates: dict[str, str]) -> dict[str, str]:
    problems: dict[str, str] = {}
    for series in numbering.Series:
        text = templates.get(series.value, "")
        others = [one for one in numbering.Series if one is not series and templates.get(one.value, "") == text]
        if text and others:
            words = f"与“{numbering.SERIES_TEXT[others[0]]}”的编号格式相同，编号会重复。请改成不同的文字。"
            problems[f"template_{series.value}"] = words
    return problems


def lists(session: Session, today: date) -> Lists:
    """Everything that pick lists show."""
    with session.register.read(session.viewer) as unit:
        return Lists(unit.codes.in_force(today), unit.accounts.departments(), unit.accounts.staff())


def add_staff(session: Session, name: str, post: str, department_id: int | None, now: datetime) -> Change:
    """Add a member of staff who can be named as 承办人.

    Raises:
        Refused: no right or no name.
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("添加人员需要管理员账户。")
    cleaned = clean_line(name)
    if not cleaned:
        raise Refused("请填写姓名。", {"staff_name": "请填写姓名。"})
    with session.register.write(session.viewer, now) as work:
        staff_id = work.accounts.add_staff(cleaned, clean_line(post), department_id)
        work.audit.record("add", "staff", staff_id, after={"name": cleaned, "post": post, "department": department_id})
    return Change.of(Area.SETTINGS)


def preferences(session: Session, now: datetime) -> dict[str, Any]:
    """Preferences of this account."""
    with session.register.scratch(session.viewer, now) as unit:
        return unit.preferences.all()


def keep_preference(session: Session, name: str, value: Any, now: datetime) -> None:
    """Keep one preference of this account."""
    with session.register.scratch(session.viewer, now) as unit:
        unit.preferences.put(name, value)
