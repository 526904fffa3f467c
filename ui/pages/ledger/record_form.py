"""A form made from the fields of a record or of what follows it, over the ledger page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from app.domain.record import Asked, RecordField
from ui.widgets.block_edit import BlockEdit
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.line_edit import LineEdit, NumberEdit


def field_for(one: RecordField, today: Callable[[], date], staff: Sequence[Option]) -> Field:
    """The labelled editor of a field; a past day that is required begins with today."""
    if one.asked is Asked.BLOCK:
        return Field(one.label, BlockEdit(least=2), hint=one.hint, required=one.required, close=True)
    if one.asked is Asked.DAY:
        day = DateEdit(today)
        if one.past and one.required:
            day.set_day(today())
        return Field(one.label, day, hint=one.hint, required=one.required)
    if one.asked in (Asked.STAFF, Asked.CHOICE):
        offered = staff if one.asked is Asked.STAFF else [Option(value, words) for value, words in one.choices]
        return Field(one.label, Choice(offered), hint=one.hint, required=one.required, close=True)
    if one.asked in (Asked.MONEY, Asked.COUNT):
        return Field(one.label, NumberEdit(longest=20), hint=one.hint, required=one.required, close=True)
    return Field(one.label, LineEdit(longest=200), hint=one.hint, required=one.required, close=True)


def fields_for(fields: Iterable[RecordField], today: Callable[[], date], staff: Sequence[Option]) -> dict[str, Field]:
    """The editors of every field, by name."""
    return {one.name: field_for(one, today, staff) for one in fields}


def values_of(fields: dict[str, Field]) -> dict[str, str]:
    """What was filled in, as records take it."""
    found = {}
    for name, field in fields.items():
        editor = field.editor
        if isinstance(editor, DateEdit):
            day = editor.day()
            found[name] = day.isoformat() if day is not None else editor.text()
        elif isinstance(editor, Choice):
            found[name] = str(editor.value() or "")
        else:
            found[name] = editor.text()
    return found
