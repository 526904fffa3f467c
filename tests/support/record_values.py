"""A value for every field of a record, as a clerk would fill it in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from app.domain.record import Asked, RecordField

CODES = {"cause": "enforcement_slow", "outcome": "answered"}


def fill_in(fields: Iterable[RecordField], today: date, staff_id: int, **given: str) -> dict[str, str]:
    """Values for every field that applies; ``given`` stand for what a test wants to say itself."""
    values: dict[str, str] = {}
    for one in fields:
        if one.name in given:
            values[one.name] = given[one.name]
        elif one.applies(values):
            values[one.name] = _value(one, today, staff_id)
    return values


def _value(one: RecordField, today: date, staff_id: int) -> str:
    if one.asked is Asked.CHOICE:
        return one.choices[0][0]
    if one.asked is Asked.CODE:
        return CODES[one.table]
    day = today + timedelta(days=7) if one.ahead else today
    usual = {
        Asked.DAY: day.isoformat(),
        Asked.TIME: f"{today.isoformat()} 07:30",
        Asked.STAFF: str(staff_id),
        Asked.MONEY: "3000",
        Asked.COUNT: "2",
        Asked.TICK: "",
    }
    return usual.get(one.asked, f"{one.label}的内容")
