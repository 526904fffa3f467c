"""What a register must know before it is made: the court, its desk, and the first account."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.errors import Refused
from ui.pages.unlock.password_edit import PasswordEdit
from ui.pages.unlock.recovery_form import TWICE
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.text import text_label


class OfficeForm(Card):
    """Problems are said beside a field when it is left; the rules are those of ``setting_up.check``."""

    submitted = Signal(object)
    """A :class:`app.services.setting_up.SetupRequest`."""
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("建立本院登记库", parent, margin=24)
        self.court_name = Field("法院全称", LineEdit("某某县人民法院"), hint="印在所有文书上。", required=True)
        self.court_code = Field("法院代字", NumberEdit("豫0105"), hint="本院案号里的代字，例如豫0105。", required=True)
        self.desk_phone = Field("窗口电话", NumberEdit(), hint="印在回执上，可以以后再填。")
        self.desk_address = Field("窗口地址", LineEdit(), hint="印在回执上，可以以后再填。")
        self.account = Field("账户", LineEdit("接待员姓名"), hint="有管理权限，以后可以再加账户。", required=True)
        self.password = Field("口令", PasswordEdit(), hint="至少 8 个字符，可以用一句话。", required=True)
        self.again = Field("再输入一遍口令", PasswordEdit(), required=True)
        self.show_button = KeyButton("显示口令", "Alt+S", Kind.QUIET)
        self.show_button.setCheckable(True)
        self.back_button = KeyButton("返回", "Alt+B")
        self.create_button = KeyButton("建立登记库", "Ctrl+Return", Kind.LEAD)
        self._checked()
        self._arrange()
        EnterMoves(self)
        for field in (self.password, self.again):
            editor = field.editor
            if isinstance(editor, PasswordEdit):
                self.show_button.toggled.connect(editor.show_words)
        self.back_button.clicked.connect(self.given_up)
        self.create_button.clicked.connect(self.submit)

    def fields(self) -> dict[str, Field]:
        """The fields in reading order, by the names that refusals use."""
        names = ("court_name", "court_code", "desk_phone", "desk_address", "account", "password", "again")
        return {name: getattr(self, name) for name in names}

    def refuse(self, refusal: Refused) -> None:
        """Say beside each field what needs mending, and go to the first."""
        fields = self.fields()
        named = [name for name in fields if name in refusal.fields]
        for name in named:
            fields[name].set_problem(refusal.fields[name])
        if named:
            fields[named[0]].setFocus()

    def submit(self) -> None:
        """Check everything and ask for the register to be made."""
        fields = list(self.fields().values())
        good = [field.check_now() for field in fields]
        if all(good):
            self.submitted.emit(self._request())
        else:
            fields[good.index(False)].setFocus()

    def forget_passwords(self) -> None:
        """Leave no password in the fields once the register is made."""
        for field in (self.password, self.again):
            _line(field).clear()
            field.clear_note()

    def _request(self) -> object:
        from app.services.setting_up import SetupRequest  # brings the database libraries: start-up cost

        return SetupRequest(
            _line(self.court_name).text(),
            _line(self.court_code).text(),
            _line(self.account).text(),
            _line(self.password).text(),
            _line(self.desk_phone).text(),
            _line(self.desk_address).text(),
        )

    def _checked(self) -> None:
        for name in ("court_name", "court_code", "account", "password"):
            self.fields()[name].set_check(partial(self._answer, name))
        self.again.set_check(self._check_again)

    def _answer(self, name: str) -> tuple[str, str] | None:
        from app.services import setting_up  # brings the database libraries: start-up cost

        request = self._request()
        assert isinstance(request, setting_up.SetupRequest)
        try:
            setting_up.check(request)
        except Refused as refusal:
            if name in refusal.fields:
                return "wrong", refusal.fields[name]
        return None

    def _check_again(self) -> tuple[str, str] | None:
        return None if _line(self.again).text() == _line(self.password).text() else ("wrong", TWICE)

    def _arrange(self) -> None:
        grid = FieldGrid(2, 230)
        grid.add(self.court_name)
        grid.add(self.court_code)
        grid.add(self.desk_phone)
        grid.add(self.desk_address)
        self.add(grid)
        self.add(text_label("第一个账户", "section"))
        people = FieldGrid(2, 230)
        people.add(self.account, 2)
        people.add(self.password)
        people.add(self.again)
        self.add(people)
        buttons = scale.row(spacing=8)
        buttons.addWidget(self.show_button)
        buttons.addStretch(1)
        scale.fill(buttons, (self.back_button, self.create_button))
        self.add(buttons)


def _line(field: Field) -> LineEdit:
    editor = field.editor
    assert isinstance(editor, LineEdit)
    return editor
