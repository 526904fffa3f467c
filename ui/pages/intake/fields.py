"""Every field of the form: its editor, its label, and how its value is taken and given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.courts import COURT_LEVEL_TEXT
from app.domain.date_entry import Toward
from app.domain.history import FLAG_TEXT, Flag
from app.domain.petitioner import DOCUMENT_KIND_TEXT, DocumentKind, PetitionerKind, Sex
from ui.pages.intake.content import NO, YES
from ui.style import scale
from ui.widgets.block_edit import BlockEdit
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.line_edit import LineEdit, NumberEdit

LONGEST_LINE = 32_767
LONGEST_BLOCK = 100_000

_DOCUMENT_INITIALS = {
    DocumentKind.RESIDENT_ID: "jmsfz",
    DocumentKind.RESIDENCE_PERMIT: "gatjmjzz",
    DocumentKind.PERMANENT_RESIDENT_CARD: "wgryjjlsfz",
    DocumentKind.HK_MACAO_PERMIT: "gajmlwndtxz",
    DocumentKind.TAIWAN_PERMIT: "twjmlwdltxz",
    DocumentKind.PASSPORT: "hz",
    DocumentKind.CREDIT_CODE: "tyshxydm",
    DocumentKind.OTHER: "qtzj",
    DocumentKind.NONE: "wcszj",
}
DOCUMENT_OPTIONS = tuple(
    Option(kind.value, words, _DOCUMENT_INITIALS[kind]) for kind, words in DOCUMENT_KIND_TEXT.items()
)
KIND_OPTIONS = (
    Option(PetitionerKind.PERSON.value, "个人", "gr"),
    Option(PetitionerKind.ORGANISATION.value, "单位", "dw"),
)
SEX_OPTIONS = (Option(Sex.MALE.value, "男", "nan"), Option(Sex.FEMALE.value, "女", "nv"))
LEVEL_OPTIONS = tuple(Option(level.value, words) for level, words in COURT_LEVEL_TEXT.items())
FLAG_OPTIONS = (Option(YES, "认定", "rd"), Option(NO, "取消", "qx"))
CODE_CHOICES = {
    "cause": "cause",
    "litigant_identity": "litigant_identity",
    "disposition": "disposition",
    "source": "source",
    "purpose": "purpose",
    "no_document_reason": "no_document_reason",
}
"""Fields whose choices come from a code table of this name."""

FIXED = {"document_kind": DocumentKind.RESIDENT_ID.value, "kind": PetitionerKind.PERSON.value}
"""What stands in a fresh form."""


class OptionalChoice(Choice):
    """A choice that Delete or Backspace takes back.

    A value set before its option is offered is kept and shown once it is: a draft may be restored before the lists
    are read.
    """

    _awaited: Any = None

    def value(self) -> Any:
        """The value chosen or awaited."""
        chosen = super().value()
        return self._awaited if chosen is None else chosen

    def set_value(self, value: Any) -> None:
        """Choose, now or once it is offered."""
        self._awaited = value
        super().set_value(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the choice back."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.set_value(None)
        else:
            super().keyPressEvent(event)


def make_fields(today: Callable[[], date]) -> dict[str, Field]:
    """Every field by name."""
    return {
        **_about_person(today),
        **_about_matter(),
        **_about_handling(),
        **_about_paper(today),
        **_about_lateness(today),
        **_about_flags(),
    }


def value_of(field: Field) -> Any:
    """What stands in a field: a text as typed, or the value chosen."""
    editor = field.editor
    return editor.value() if isinstance(editor, Choice) else editor.text()


def put_value(field: Field, value: Any) -> None:
    """Put a value in without leaving anything to undo: the next person's form must not give back the last one's."""
    editor = field.editor
    if isinstance(editor, Choice):
        editor.set_value(value)
    elif isinstance(editor, BlockEdit):
        editor.setPlainText(str(value or ""))
    else:
        editor.setText(str(value or ""))


def _line(placeholder: str = "") -> LineEdit:
    return LineEdit(placeholder, longest=LONGEST_LINE)


def _number(placeholder: str = "", *, digits_only: bool = False) -> NumberEdit:
    return NumberEdit(placeholder, longest=LONGEST_LINE, digits_only=digits_only)


def _block(placeholder: str = "", least: int = 2) -> BlockEdit:
    return BlockEdit(placeholder, least=least, most=10, longest=LONGEST_BLOCK)


def _about_person(today: Callable[[], date]) -> dict[str, Field]:
    return {
        "name": Field("姓名", _line(), required=True),
        "kind": Field("个人或单位", Choice(KIND_OPTIONS)),
        "document_kind": Field("证件种类", Choice(DOCUMENT_OPTIONS), hint="未带或不愿出示，按 9"),
        "document_number": Field("证件号码", _number()),
        "no_document_reason": Field("未出示的原因", OptionalChoice()),
        "phones": Field("联系电话", _number(), hint="几个号码用空格或、分开"),
        "address": Field("住址", _line()),
        "head_count": Field("人数", _number(digits_only=True), hint="连本人在内"),
        "sex": Field("性别", OptionalChoice(SEX_OPTIONS)),
        "birth_date": Field("出生日期", DateEdit(today, Toward.PAST, is_birth=True)),
        "legal_representative": Field("法定代表人或负责人", _line()),
    }


def _about_matter() -> dict[str, Field]:
    return {
        "case_numbers": Field("原案案号", _line(), hint="几个案号用、分开"),
        "cause": Field("原因", OptionalChoice()),
        "litigant_identity": Field("诉讼地位", OptionalChoice()),
        "claim": Field("诉求摘要", _block(least=2), required=True, close=True),
        "further_claims": Field("其他诉求", _block("一行一项"), hint="一行一项"),
        "accused": Field("被反映人", _line(), hint="匿名来信据此找到同一人被反映的事项"),
        "narrative": Field("接谈经过", _block(least=3)),
        "materials": Field("提交材料", _line("如 判决书 6页；申请书 2页"), close=True),
        "disposition": Field("处理方式", OptionalChoice(), close=True),
    }


def _about_handling() -> dict[str, Field]:
    return {
        "source": Field("来源", OptionalChoice()),
        "purpose": Field("信访目的", OptionalChoice()),
        "department": Field("承办庭室", OptionalChoice()),
        "handler": Field("承办人", OptionalChoice()),
        "opinion": Field("接待意见", _block()),
    }


def _about_paper(today: Callable[[], date]) -> dict[str, Field]:
    return {
        "letter_dated": Field("写信日期", DateEdit(today, Toward.PAST)),
        "letter_postmarked": Field("邮戳日期", DateEdit(today, Toward.PAST)),
        "letter_received": Field("收信日期", DateEdit(today, Toward.PAST)),
        "letter_pages": Field("信件页数", _number(digits_only=True)),
        "forwarding_body": Field("交办单位", _line()),
        "forwarding_number": Field("来文字号", _line()),
        "forwarding_due": Field("要求反馈日期", DateEdit(today, Toward.FUTURE)),
    }


def _about_lateness(today: Callable[[], date]) -> dict[str, Field]:
    return {
        "happened_on": Field("来访日期", DateEdit(today, Toward.PAST), hint="不填即为今天"),
        "happened_time": Field("来访时间", _number("如 10:26 或 1026"), hint="不填即为现在"),
        "blank_number": Field("空白登记表编号", _number(), hint="停电时手写在空白表上的，填表上的编号"),
        "late_reason": Field("补录原因", _line("如 停电、系统故障")),
    }


def _about_flags() -> dict[str, Field]:
    fields = {f"flag_{flag.value}": Field(FLAG_TEXT[flag], OptionalChoice(FLAG_OPTIONS)) for flag in Flag}
    return {
        **fields,
        "visited_level": Field("到哪一级走访", OptionalChoice(LEVEL_OPTIONS), hint="来文通报走访的才选，按走访计"),
        "competent_level": Field("有权处理的法院", OptionalChoice(LEVEL_OPTIONS), hint="不选即为本院一级"),
        "flag_reason": Field("改动理由", _line("如 经核对不是同一事项"), hint="改动标记时必填"),
    }


class Either(QWidget):
    """Two fields in one place, one of them shown."""

    def __init__(self, first: Field, second: Field) -> None:
        super().__init__()
        self._first, self._second = first, second
        layout = scale.column(self, spacing=0)
        layout.addWidget(first)
        layout.addWidget(second)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        second.hide()

    def show_second(self, second: bool) -> None:
        """Show the one or the other; the focus follows."""
        had_focus = self._second.editor.hasFocus() if not second else self._first.editor.hasFocus()
        self._first.setVisible(not second)
        self._second.setVisible(second)
        if had_focus:
            (self._second if second else self._first).setFocus()
