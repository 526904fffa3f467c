"""Who works on a matter: assisting divisions and their signatures, who must withdraw, who decided the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt

from app.domain.changes import Change
from app.services import assignments, recusals, settings
from app.services.session import Session
from app.services.settings import Lists
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.handling.acts import Workplace
from ui.pages.handling.side_card import SideCard
from ui.widgets.block_edit import BlockEdit
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.line_edit import LineEdit
from ui.widgets.wording_hint import WordingHint

SIGN_METHODS = (Option("屏幕签收", "屏幕签收"), Option("纸质签收", "在交办单上签收"))
ACCUSED = (Option(False, "不是，只是应当回避"), Option(True, "是，其庭室也不能办理和查看"))


class PeopleActs:
    """The buttons of the view 交办签收. Each form is read, asked, written; nothing is half-done."""

    def __init__(self, place: Workplace, card: SideCard) -> None:
        self._place, self._card = place, card
        card.assist.clicked.connect(lambda: self._with_lists(self.assist))
        card.sign.clicked.connect(self.sign)
        card.recuse.clicked.connect(lambda: self._with_lists(self.recuse))
        card.lift.clicked.connect(self.lift)
        card.judge.clicked.connect(lambda: self._with_lists(self.judge))

    def assist(self, lists: Lists) -> None:
        """Ask somebody of another division to assist."""
        matter_id = self._matter_id()
        fields = {
            "handler": Field("协办人", Choice(staff_options(lists)), required=True),
            "requirement": Field("协办要求", BlockEdit(least=3), required=True, hint="写明要协办什么"),
        }
        WordingHint(fields["requirement"])

        def act(session: Session) -> Change:
            staff_id, words = _value(fields["handler"]), _text(fields["requirement"])
            return assignments.add_assisting(session, matter_id, int(staff_id), words, self._place.clock())

        self._ask("请人协办", fields, "请其协办", act, "已请协办，等对方签收。")

    def sign(self) -> None:
        """Write the signature of an assisting division."""
        waiting = self._card.assignment()
        if waiting is None:
            return
        assignment_id = waiting.assignment_id
        method = Choice(SIGN_METHODS)
        method.set_value("屏幕签收")
        signer = LineEdit(longest=60)
        signer.setText(waiting.handler)
        fields = {
            "signed_by": Field("签收人", signer, required=True),
            "method": Field("签收方式", method, required=True),
        }

        def act(session: Session) -> Change:
            by, how = _text(fields["signed_by"]), str(_value(fields["method"]))
            return assignments.sign_assisting(session, assignment_id, by, how, self._place.clock())

        self._ask(f"协办签收　{waiting.department}{waiting.handler}", fields, "签收", act, "协办已签收。")

    def recuse(self, lists: Lists) -> None:
        """Name somebody who must withdraw."""
        matter_id = self._matter_id()
        accused = Choice(ACCUSED)
        accused.set_value(False)
        fields = {
            "staff": Field("回避的人", Choice(staff_options(lists)), required=True),
            "accused": Field("是不是被反映人", accused, required=True),
            "reason": Field("回避原因", LineEdit("例如：与当事人有亲属关系", longest=200), required=True),
        }

        def act(session: Session) -> Change:
            return recusals.name(
                session,
                matter_id,
                int(_value(fields["staff"])),
                accused=bool(_value(fields["accused"])),
                reason=_text(fields["reason"]),
                now=self._place.clock(),
            )

        self._ask("列为回避", fields, "列为回避", act, "已列为回避，以后不能再交给其办理，其账户也看不到这件事项。")

    def lift(self) -> None:
        """End a recusal that was named by mistake."""
        known, matter_id = self._card.recusal(), self._matter_id()
        if known is None:
            return
        fields = {"reason": Field("撤销原因", LineEdit("例如：姓名听错，不是同一人", longest=200), required=True)}

        def act(session: Session) -> Change:
            return recusals.lift(session, matter_id, known.staff_id, _text(fields["reason"]), self._place.clock())

        self._ask(f"撤销回避　{known.name}", fields, "撤销回避", act, f"已撤销{known.name}的回避，原因留在审计里。")

    def judge(self, lists: Lists) -> None:
        """Say which division and judge decided a case behind the matter."""
        case, matter_id = self._card.case(), self._matter_id()
        if case is None:
            return
        divisions = [Option(one.department_id, one.name) for one in lists.departments if one.active]
        fields = {
            "department": Field("原审庭室", Choice(divisions), required=True),
            "judge": Field("原审法官", Choice([Option(None, "（不填）"), *staff_options(lists)])),
        }

        def act(session: Session) -> Change:
            department, judge = _value(fields["department"]), _value(fields["judge"])
            return assignments.name_original_judge(
                session, matter_id, case, int(department), int(judge) if judge else None, self._place.clock()
            )

        self._ask(f"原案　{case}", fields, "记下", act, "已写明原审庭室和法官，交办时排在建议的最前面。")

    def _matter_id(self) -> int:
        work = self._place.shown()
        return work.detail.matter_id if work is not None else 0

    def _with_lists(self, ask: Callable[[Lists], None]) -> None:
        if self._place.shown() is None:
            return
        today = self._place.clock().date()
        self._place.ops.read(self._place.page, lambda session: settings.lists(session, today), done=ask)

    def _ask(
        self, about: str, fields: Mapping[str, Field], words: str, act: Callable[[Session], Change], said: str
    ) -> None:
        def begin(dialog: FormDialog) -> None:
            def done(_change: Change) -> None:
                dialog.accept()
                self._place.done(said, None, "")

            self._place.ops.write(dialog, act, done, failed=dialog.refuse, always=lambda: dialog.act.setEnabled(True))

        work = self._place.shown()
        number = f"　{work.detail.number}" if work is not None else ""
        dialog = FormDialog(words, about + number, fields, words, begin, self._place.page)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def staff_options(lists: Lists) -> list[Option]:
    """Everybody in work, with division and post; found by the initials of the name."""
    divisions = {one.department_id: one.name for one in lists.departments}
    return [
        Option(one.staff_id, f"{one.name}　{divisions.get(one.department_id or 0, '')}{one.post}".rstrip())
        for one in lists.staff
        if one.active
    ]


def _text(field: Field) -> str:
    editor = field.editor
    return editor.text() if isinstance(editor, LineEdit | BlockEdit) else ""


def _value(field: Field) -> Any:
    editor = field.editor
    assert isinstance(editor, Choice)
    return editor.value()
