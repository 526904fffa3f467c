"""更正: what the matter shall say from now on, and why. Only what was touched is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from app.domain.changes import Change
from app.domain.errors import Refused
from app.domain.identity import read_document
from app.domain.masking import mask_document
from app.domain.matter_detail import MatterDetail
from app.domain.petitioner import DOCUMENT_KIND_TEXT, Person, PetitionerKind
from app.domain.phone import read_phone
from app.services import identities, matters
from app.services.identities import RevealedDocument
from app.services.matters import Correction
from app.services.session import Session
from app.services.settings import Lists
from ui.operations import Operations
from ui.style import scale
from ui.widgets.block_edit import BlockEdit
from ui.widgets.card import Notice
from ui.widgets.choice import Choice, Option
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.side_panel import scrolled
from ui.widgets.text import text_label
from ui.widgets.tone import Tone
from ui.widgets.wording_hint import WordingHint

CONTEXT = "更正事项：核对证件号码"
_PLACES = {"claim": "claims", "no_document_reason": "document_number", "case_number": "case_numbers"}


class CorrectionDialog(QDialog):
    """A form over one matter. Refused: the words stand beside the fields and everything typed stays."""

    def __init__(
        self,
        detail: MatterDetail,
        lists: Lists | None,
        ops: Operations[Session],
        clock: Callable[[], datetime],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent.window()
        self._ops, self._clock = ops, clock
        self._first = self._latest = detail
        self.setWindowTitle("更正事项")
        self._build(detail, lists)
        self._begin = self._typed()
        self._moves = EnterMoves(self)
        self.fields["name"].editor.setFocus()
        if not self._number_shown:
            self._reveal(detail.contacts[0].principal.petitioner_id)

    def _build(self, detail: MatterDetail, lists: Lists | None) -> None:
        person = _principal(detail)
        self.fields: dict[str, Field] = {}
        outer = scale.column(self, spacing=12, margins=(24, 20, 24, 16))
        outer.addWidget(text_label(f"更正 {detail.number}", "section"))
        outer.addWidget(text_label("改过的地方和原因都会留在经过里，原来的内容不会消失。", "hint", wrap=True))
        grid = FieldGrid(3, 190)
        organisation = person.kind is PetitionerKind.ORGANISATION
        self._add(grid, "name", Field("单位名称" if organisation else "姓名", LineEdit(longest=100), required=True))
        kinds = [Option(kind, words) for kind, words in DOCUMENT_KIND_TEXT.items()]
        self._add(grid, "document_kind", Field("证件种类", Choice(kinds)))
        self._add(grid, "document_number", Field("证件号码", NumberEdit()))
        self._add(grid, "phones", Field("电话", NumberEdit(longest=120), hint="几个电话用逗号隔开"))
        self._add(grid, "address", Field("住址", LineEdit()), 2)
        self._add(grid, "claims", Field("诉求", BlockEdit(least=2, most=6), hint="一行一项", required=True), 3)
        self._add(grid, "case_numbers", Field("原案案号", BlockEdit(least=1, most=4), hint="一行一个"), 3)
        self._add(grid, "cause_code", Field("信访原因", Choice()))
        self._add(grid, "department_id", Field("承办庭室", Choice()))
        self._add(grid, "handler_id", Field("承办人", Choice()))
        if lists is not None:
            self._offer(lists)
        area = scrolled(grid)
        outer.addWidget(area, 1)
        reason = Field("更正原因", LineEdit("例如：姓名听写有误"), required=True)
        self.fields["reason"] = reason
        self.hints = [WordingHint(self.fields[name]) for name in ("claims", "reason")]
        outer.addWidget(reason)
        self.problem = Notice("", Tone.LATE)
        self.problem.hide()
        outer.addWidget(self.problem)
        buttons = scale.row(spacing=8)
        self.leave = KeyButton("不更正", "Esc")
        self.save = KeyButton("保存更正", "Ctrl+Return", Kind.LEAD)
        self.leave.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        buttons.addStretch(1)
        scale.fill(buttons, (self.leave, self.save))
        outer.addLayout(buttons)
        self._write(detail, person)
        self.fields["document_number"].set_check(self._check_document)
        self.fields["phones"].set_check(self._check_phones)
        width, height = self._window.width() - 40, self._window.height() - 40
        self.resize(min(scale.px(760), width), min(scale.px(640), height))

    def _add(self, grid: FieldGrid, name: str, field: Field, span: int = 1) -> None:
        self.fields[name] = field
        grid.add(field, span)

    def _offer(self, lists: Lists) -> None:
        self._choice("cause_code").set_options(
            [Option(item.code, item.label, item.initials) for item in lists.codes.get("cause", ())]
        )
        self._choice("department_id").set_options(
            [Option(one.department_id, one.name) for one in lists.departments if one.active]
        )
        self._choice("handler_id").set_options([Option(one.staff_id, one.name) for one in lists.staff if one.active])

    def _write(self, detail: MatterDetail, person: Person) -> None:
        self._line("name").setText(person.name)
        self._choice("document_kind").set_value(person.document_kind)
        self._line("document_number").setText(mask_document(person.document_number))
        self._number_shown = not person.document_number
        self._line("document_number").setReadOnly(not self._number_shown)
        self._line("phones").setText("，".join(person.phones))
        self._line("address").setText(person.address)
        self._block("claims").setPlainText("\n".join(" ".join(claim.text.split()) for claim in detail.claims))
        self._block("case_numbers").setPlainText("\n".join(case.normalised for case in detail.case_refs))
        self._choice("cause_code").set_value(detail.cause_code or None)
        self._choice("department_id").set_value(detail.department_id)
        self._choice("handler_id").set_value(detail.handler_id)

    def _reveal(self, petitioner_id: int) -> None:
        """The whole number is there to be corrected once the look is recorded; until then it stands masked."""
        now = self._clock()
        self._ops.write(
            self,
            lambda session: identities.reveal_document(session, petitioner_id, CONTEXT, now),
            done=self._show_number,
            failed=lambda answer: self.fields["document_number"].set_look(answer.message),
        )

    def _show_number(self, found: RevealedDocument) -> None:
        line = self._line("document_number")
        line.setText(found.number)
        line.setReadOnly(False)
        self._number_shown = True
        self._begin["document_number"] = found.number

    def _line(self, name: str) -> LineEdit:
        editor = self.fields[name].editor
        assert isinstance(editor, LineEdit)
        return editor

    def _block(self, name: str) -> BlockEdit:
        editor = self.fields[name].editor
        assert isinstance(editor, BlockEdit)
        return editor

    def _choice(self, name: str) -> Choice:
        editor = self.fields[name].editor
        assert isinstance(editor, Choice)
        return editor

    def _typed(self) -> dict[str, Any]:
        return {
            name: field.editor.value() if isinstance(field.editor, Choice) else field.editor.text()
            for name, field in self.fields.items()
        }

    def _check_document(self) -> tuple[str, str] | None:
        kind = self._choice("document_kind").value()
        if not self._number_shown:
            return None
        reading = read_document(kind, self._line("document_number").text(), self._clock().date())
        blocking = [problem.message for problem in reading.problems if problem.blocking]
        if blocking:
            return "wrong", blocking[0]
        if reading.problems:
            return "look", reading.problems[0].message
        if reading.birth_date is not None:
            return "good", f"号码有效，{reading.birth_date:%Y-%m-%d} 出生"
        return "hint", ""

    def _check_phones(self) -> tuple[str, str] | None:
        problems = [problem for text in self._phones() for problem in read_phone(text).problems]
        if not problems:
            return "hint", "几个电话用逗号隔开"
        return "look", problems[0].message

    def _phones(self) -> tuple[str, ...]:
        parts = self._line("phones").text().replace("，", ",").replace("、", ",").split(",")
        return tuple(part.strip() for part in parts if part.strip())

    def _save(self) -> None:
        self.problem.hide()
        for field in self.fields.values():  # what the register said last time; it is asked again
            if field.state == "wrong":
                field.clear_note()
        wrong = [field for field in self.fields.values() if not field.check_now()]
        if wrong:
            wrong[0].editor.setFocus()
            return
        correction, now = self._correction(), self._clock()
        self.save.setEnabled(False)
        self._ops.write(
            self,
            lambda session: matters.correct(session, correction, now),
            done=self._done,
            failed=self._refused,
            always=lambda: self.save.setEnabled(True),
        )

    def _correction(self) -> Correction:
        typed = self._typed()
        touched = {name for name, value in typed.items() if value != self._begin[name]}

        def lines(name: str) -> tuple[str, ...] | None:
            return tuple(typed[name].splitlines()) if name in touched else None

        return Correction(
            matter_id=self._first.matter_id,
            version=self._latest.version,
            reason=typed["reason"],
            principal=self._person(touched),
            claims=self._claims() if "claims" in touched else None,
            case_numbers=lines("case_numbers"),
            cause_code=typed["cause_code"] if "cause_code" in touched else None,
            department_id=typed["department_id"] if "department_id" in touched else None,
            handler_id=typed["handler_id"] if "handler_id" in touched else None,
        )

    def _claims(self) -> tuple[str, ...]:
        """A line that was not touched keeps the claim's own line breaks, and with them its finding."""
        whole = {" ".join(claim.text.split()): claim.text for claim in self._first.claims}
        return tuple(whole.get(line, line) for line in self._block("claims").text().splitlines())

    def _person(self, touched: set[str]) -> Person | None:
        mine = touched & {"name", "document_kind", "document_number", "phones", "address"}
        if not mine:
            return None
        person, typed = _principal(self._latest), self._typed()
        values: dict[str, Any] = {name: typed[name] for name in mine}
        if "phones" in values:
            values["phones"] = self._phones()
        if mine & {"document_kind", "document_number"} and self._number_shown:
            reading = read_document(typed["document_kind"], typed["document_number"], self._clock().date())
            if reading.birth_date is not None:
                values |= {"birth_date": reading.birth_date, "sex": reading.sex}
        return replace(person, **values)

    def _done(self, _change: Change) -> None:
        self.accept()

    def _refused(self, answer: Refused) -> None:
        self.problem.set_words(answer.message)
        self.problem.show()
        beside = [(self.fields.get(_PLACES.get(name, name)), words) for name, words in answer.fields.items()]
        named = [(field, words) for field, words in beside if field is not None]
        for field, words in named:
            field.set_problem(words)
        if named:
            named[0][0].editor.setFocus()
        matter_id = self._first.matter_id
        self._ops.read(self, lambda session: matters.detail(session, matter_id), done=self._seen)

    def _seen(self, latest: MatterDetail) -> None:
        """Somebody corrected it meanwhile: the next try builds on what it says now."""
        self._latest = latest


def _principal(detail: MatterDetail) -> Person:
    return detail.contacts[0].principal.person
