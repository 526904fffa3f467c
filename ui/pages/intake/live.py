"""What follows from what is typed: hints beneath fields, values filled in from a document, suggestions to take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from app.domain import identity
from app.domain.intake import MOST_PEOPLE
from app.domain.petitioner import DocumentKind, PetitionerKind, Sex
from ui.pages.intake import hints
from ui.pages.intake.content import listed_people, read_time
from ui.pages.intake.fields import put_value, value_of
from ui.pages.intake.form import IntakeForm
from ui.pages.intake.hints import Hint
from ui.widgets.line_edit import LineEdit

_RESTRICTED = "accusation"
_COUNTS = ("head_count", "letter_pages")


class LiveHints(QObject):
    """Listens to a form and answers at once; nothing here reads the register.

    A value the clerk typed is never overwritten: only what is empty, or what was filled in from here before.
    """

    def __init__(self, form: IntakeForm, today: Callable[[], date]) -> None:
        super().__init__(form)
        self._form = form
        self._fields = form.fields
        self._today = today
        self._filled: dict[str, Any] = {}
        self._suggestions: dict[str, str] = {}
        form.edited.connect(self._edited)
        for name, field in self._fields.items():
            field.set_check(partial(self._checked, name))

    def start_over(self) -> None:
        """The form was emptied or filled anew."""
        self._suggestions.clear()
        self._filled = {"head_count": "1"}
        if not value_of(self._fields["head_count"]):
            put_value(self._fields["head_count"], "1")
        self._show_document()
        self._show_kind()

    def read_again(self) -> None:
        """Say beneath every filled field what it says, as after restoring a draft."""
        for name in self._fields:
            if value_of(self._fields[name]):
                self._say(name, self._hint(name, left=True))
        self._from_document()
        self._show_document()
        self._show_kind()

    def suggestion(self, name: str) -> str:
        """The corrected text offered for a field, empty without one."""
        return self._suggestions.get(name, "")

    def has_suggestion(self) -> bool:
        """Whether a correction is offered anywhere."""
        return any(self._suggestions.values())

    def take_suggestion(self) -> bool:
        """Put the offered correction in: of the field with the focus, otherwise of the first that has one."""
        names = [name for name, text in self._suggestions.items() if text]
        names.sort(key=lambda name: not self._fields[name].editor.hasFocus())
        if not names:
            return False
        self._write_out(names[0], self._suggestions.pop(names[0]))
        return True

    def _write_out(self, name: str, text: str) -> None:
        """Put a text in the place of what was typed; Ctrl+Z brings that back."""
        editor = self._fields[name].editor
        if isinstance(editor, LineEdit):
            editor.selectAll()
            editor.insert(text)

    def show_count(self) -> None:
        """Follow the list of people, unless the clerk typed a number."""
        field = self._fields["head_count"]
        if value_of(field) not in ("", self._filled.get("head_count")):
            return
        count = str(listed_people(self._form.people.people(), self._form.channel))
        self._filled["head_count"] = count
        put_value(field, count)

    def is_blank_count(self) -> bool:
        """Whether the number of people was filled in from here."""
        return value_of(self._fields["head_count"]) in ("", self._filled.get("head_count"))

    def _edited(self, name: str) -> None:
        if name == "people":
            self.show_count()
            return
        if name not in self._fields:
            return
        if name == "document_kind":
            self._kind_follows()
            self._show_document()
        if name in ("document_number", "document_kind"):
            self._say("document_number", self._hint("document_number", left=name == "document_kind"))
            self._from_document()
        elif name in ("name", "phones", "case_numbers", "materials", "claim", "narrative", "purpose", "department"):
            self._say(name, self._hint(name, left=False))
        if name == "kind":
            self._show_kind()

    def _checked(self, name: str) -> tuple[str, str] | None:
        hint = self._hint(name, left=True)
        if hint is not None and name in _COUNTS and hint.suggestion:
            self._write_out(name, hint.suggestion)
            return hint.state, hint.words
        if hint is not None:
            self._suggestions[name] = hint.suggestion
            return hint.state, hint.words
        self._suggestions.pop(name, None)
        return None

    def _hint(self, name: str, *, left: bool) -> Hint | None:
        text = str(value_of(self._fields[name]) or "")
        if name == "document_number":
            return hints.about_document(self._document_kind(), text, self._today(), left=left)
        if name == "happened_time":
            return _about_time(text)
        found: dict[str, Callable[[], Hint | None]] = {
            "name": lambda: hints.about_name(text),
            "phones": lambda: hints.about_phones(text, left=left),
            "case_numbers": lambda: hints.about_cases(text, self._today()),
            "materials": lambda: hints.about_materials(text),
            "head_count": lambda: hints.about_count(text, "人数", MOST_PEOPLE) if left else None,
            "letter_pages": lambda: hints.about_count(text, "页数") if left else None,
            "claim": lambda: hints.about_length(text),
            "narrative": lambda: hints.about_length(text),
            "purpose": lambda: _about_purpose(text),
            "sex": lambda: self._against_document("sex", text),
        }
        return found[name]() if name in found else None

    def _say(self, name: str, hint: Hint | None) -> None:
        field = self._fields[name]
        self._suggestions[name] = hint.suggestion if hint else ""
        if hint is None:
            field.clear_note()
        else:
            field.editor.said.emit(hint.state, hint.words)

    def _document_kind(self) -> DocumentKind:
        return DocumentKind(value_of(self._fields["document_kind"]) or DocumentKind.RESIDENT_ID.value)

    def _show_document(self) -> None:
        self._form.document.show_second(self._document_kind() is DocumentKind.NONE)

    def _kind_follows(self) -> None:
        """A credit code belongs to an organisation."""
        is_code = self._document_kind() is DocumentKind.CREDIT_CODE
        kind = PetitionerKind.ORGANISATION if is_code else PetitionerKind.PERSON
        if is_code or self._filled.get("kind") == value_of(self._fields["kind"]):
            self._filled["kind"] = kind.value
            put_value(self._fields["kind"], kind.value)
            self._show_kind()

    def _show_kind(self) -> None:
        is_organisation = value_of(self._fields["kind"]) == PetitionerKind.ORGANISATION.value
        self._fields["name"].set_label("单位名称" if is_organisation else "姓名")

    def _from_document(self) -> None:
        """Birth and sex from a number whose check digit holds."""
        text = str(value_of(self._fields["document_number"]) or "")
        reading = identity.read_document(self._document_kind(), text, self._today())
        sex = None if reading.sex is Sex.UNKNOWN else reading.sex.value
        birth = reading.birth_date.isoformat() if reading.birth_date else ""
        for name, value in (("sex", sex), ("birth_date", birth)):
            field = self._fields[name]
            now = value_of(field)
            if now in (None, "", self._filled.get(name)):
                self._filled[name] = value
                if now != value:
                    put_value(field, value)
                if value:
                    field.set_good("由证件号码带出")
            elif value and now != value:
                words = {Sex.MALE.value: "男", Sex.FEMALE.value: "女"}.get(value, value)
                field.set_look(f"证件号码显示为 {words}，请核对。未改动已填内容。")

    def _against_document(self, name: str, text: str) -> Hint | None:
        filled = self._filled.get(name)
        return Hint("good", "由证件号码带出") if filled and text == filled else None


def _about_time(text: str) -> Hint | None:
    if not text.strip():
        return None
    moment = read_time(text)
    if moment is None:
        return Hint("wrong", "没有读懂。写法如 10:26 或 1026。")
    return Hint("hint", f"{moment:%H:%M}")


def _about_purpose(code: str) -> Hint | None:
    if code == _RESTRICTED:
        return Hint("look", "检举控告只有被授权的账户能看到，登记后本人可能也看不到。")
    return None
