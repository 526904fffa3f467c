"""The fields of a step, a record or what follows it, made from its rule: editors, lists, what appears with what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.date_entry import Toward
from app.domain.record import LONGEST_BLOCK, LONGEST_LINE, Asked, RecordField
from app.domain.step import Need
from app.services.record_form import FormStart
from ui.widgets.block_edit import BlockEdit
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field, FieldGrid
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.moment_edit import MomentEdit
from ui.widgets.wording_hint import WordingHint

NOTHING = Option("", "（不填）")
COLUMNS = 3
_BESIDE = {Need.NOT_RECUSED.value: Need.HANDLER.value, Need.REPLY_OR_REASON.value: "no_reply_reason"}
"""Needs that are answered in a field of another name."""


class RecordForm(FieldGrid):
    """Fields by name. Values are stored values (:class:`~app.domain.record.RecordField`), as the services take them."""

    edited = Signal()
    """The clerk changed something."""

    def __init__(self, start: FormStart, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(columns=COLUMNS, least=200, parent=parent)
        self._asked: Mapping[str, RecordField] = {one.name: one for one in start.fields}
        self._today = today
        self._filling = True
        self.fields: dict[str, Field] = {}
        self.hints: list[WordingHint] = []
        for one in start.fields:
            field = Field(
                one.label, self._editor(one, start), hint=start.hints.get(one.name, one.hint), required=_must(one)
            )
            self.fields[one.name] = field
            self.add(field, COLUMNS if one.asked is Asked.BLOCK else 1)
            if one.asked is Asked.BLOCK:
                self.hints.append(WordingHint(field))
            field.edited.connect(self._changed)
        self.fill(start.values)

    def values(self) -> dict[str, str]:
        """What is filled in, by field name; fields that are not asked now are left out, and so are empty ones."""
        every = self.typed()
        return {name: text for name, text in every.items() if text and self._asked[name].applies(every)}

    def typed(self) -> dict[str, str]:
        """Everything typed, also in fields that are not asked now, so that nothing is lost by a change of mind."""
        return {name: self._text(name) for name in self.fields}

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values into their fields; the others stay."""
        self._filling = True
        for name, value in values.items():
            if name in self.fields:
                self._put(name, value)
        self._filling = False
        self._ask()

    def first_empty(self) -> Field | None:
        """Where the clerk goes on: the first field asked that is required and empty, else the first."""
        asked = self.asked()
        waiting = [field for name, field in asked.items() if self._asked[name].required and field.editor.is_empty()]
        return next(iter(waiting), next(iter(asked.values()), None))

    def asked(self) -> dict[str, Field]:
        """The fields that are asked now."""
        every = self.typed()
        return {name: field for name, field in self.fields.items() if self._asked[name].applies(every)}

    def check(self) -> Field | None:
        """Check as on leaving; gives the first field that needs mending."""
        wrong = []
        for name, field in self.asked().items():
            if field.state == "wrong":  # said of an earlier try; another field may have mended it
                field.clear_note()
            editor = field.editor
            if isinstance(editor, DateEdit | MomentEdit) and editor.is_wrong():
                field.set_problem(f"{self._asked[name].label}没有读懂，请核对。")
            if field.state == "wrong" or not field.check_now():
                wrong.append(field)
        return next(iter(wrong), None)

    def complain(self, problems: Mapping[str, str]) -> Field | None:
        """Say beside the fields what the rules found; gives the first of them."""
        beside = {_BESIDE.get(name, name): said for name, said in problems.items()}
        found = [(field, beside[name]) for name, field in self.asked().items() if name in beside]
        for field, words in found:
            field.set_problem(words)
        return found[0][0] if found else None

    def _changed(self) -> None:
        if self._filling:
            return
        self._ask()
        self.edited.emit()

    def _ask(self) -> None:
        asked = self.asked()
        self.leave_out(field for name, field in self.fields.items() if name not in asked)

    def _editor(self, one: RecordField, start: FormStart) -> LineEdit | BlockEdit | Choice:
        picks = start.picks.get(one.name, ())
        toward = Toward.PAST if one.past else Toward.FUTURE if one.ahead else Toward.NEAR
        if one.asked in (Asked.STAFF, Asked.CODE) or picks:
            return Choice(_optional(one, [Option(pick.value, pick.words, pick.initials) for pick in picks]))
        made: dict[Asked, Callable[[], LineEdit | BlockEdit | Choice]] = {
            Asked.LINE: lambda: LineEdit(longest=LONGEST_LINE),
            Asked.BLOCK: lambda: BlockEdit(least=2, most=6, longest=LONGEST_BLOCK),
            Asked.DAY: lambda: DateEdit(self._today, toward),
            Asked.TIME: lambda: MomentEdit(self._today, toward),
            Asked.CHOICE: lambda: Choice(_optional(one, [Option(value, words) for value, words in one.choices])),
            Asked.TICK: lambda: Choice([Option("1", "是"), Option("", "否")]),
            Asked.MONEY: lambda: NumberEdit("元，如 3000", longest=20),
            Asked.COUNT: lambda: NumberEdit(longest=10, digits_only=True),
        }
        editor = made[one.asked]()
        if one.asked is Asked.TICK and isinstance(editor, Choice):
            editor.set_value("")
        return editor

    def _text(self, name: str) -> str:
        editor = self.fields[name].editor
        if isinstance(editor, Choice):
            return str(editor.value() or "")
        if isinstance(editor, DateEdit):
            day = editor.day()
            return day.isoformat() if day is not None else editor.text().strip()
        if isinstance(editor, MomentEdit):
            moment = editor.moment()
            return moment.isoformat(" ", "minutes") if moment is not None else editor.text().strip()
        return editor.text().strip()

    def _put(self, name: str, value: str) -> None:
        editor = self.fields[name].editor
        if isinstance(editor, Choice):
            editor.set_value(value)
        elif isinstance(editor, BlockEdit):
            editor.setPlainText(value)
        else:
            editor.setText(value)


def _must(one: RecordField) -> bool:
    return one.required and one.asked is not Asked.TICK


def _optional(one: RecordField, options: list[Option]) -> list[Option]:
    return options if one.required else [NOTHING, *options]
