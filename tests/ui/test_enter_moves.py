from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.style import scale
from ui.widgets.block_edit import BlockEdit
from ui.widgets.choice import Choice, Option
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.tick import Tick


class Form(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.name, self.number, self.text = LineEdit(), NumberEdit(), BlockEdit()
        self.kind = Choice([Option("a", "来访", "lf"), Option("b", "来信", "lx")])
        self.tick, self.save = Tick("已核对"), KeyButton("登记", "Ctrl+P")
        self.hidden, self.locked = LineEdit(), LineEdit()
        self.locked.setReadOnly(True)
        fields = [
            Field("姓名", self.name, required=True),
            Field("隐藏", self.hidden),
            Field("只读", self.locked),
            Field("证件号码", self.number),
            Field("方式", self.kind),
            self.tick,
            Field("诉求摘要", self.text),
            self.save,
        ]
        scale.fill(scale.column(self), fields)
        fields[1].hide()
        self.moves = EnterMoves(self)


def compose(widget: QWidget, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


@pytest.fixture
def form(qtbot):
    made = Form()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.name.setFocus()
    return made


def press(
    qtbot, key: Qt.Key = Qt.Key.Key_Return, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def test_enter_goes_through_the_form_past_hidden_and_read_only_fields(qtbot, form):
    for place in (form.number, form.kind, form.tick, form.text):
        press(qtbot, Qt.Key.Key_Enter if place is form.kind else Qt.Key.Key_Return)
        assert QApplication.focusWidget() is place


def test_shift_enter_goes_back(qtbot, form):
    form.number.setFocus()
    press(qtbot, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is form.name


def test_control_enter_is_left_to_the_page(qtbot, form):
    press(qtbot, modifier=Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is form.name


def test_enter_in_a_block_begins_a_line_and_tab_leaves(qtbot, form):
    form.text.setFocus()
    qtbot.keyClicks(form.text, "a")
    press(qtbot)
    qtbot.keyClicks(form.text, "b")
    assert form.text.text() == "a\nb"
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.save


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_belongs_to_the_input_method_while_it_composes(qtbot, form, key):
    compose(form.name, "qiu")
    assert form.moves.is_composing()
    press(qtbot, key)
    assert QApplication.focusWidget() is form.name
    assert form.name.text() == ""
    compose(form.name, "", "仇")
    assert not form.moves.is_composing()
    assert form.name.text() == "仇"
    press(qtbot, key)
    assert QApplication.focusWidget() is form.number


def test_composing_that_is_given_up_frees_enter(qtbot, form):
    compose(form.name, "q")
    compose(form.name, "")
    press(qtbot)
    assert QApplication.focusWidget() is form.number


def test_composing_piece_by_piece_keeps_enter(qtbot, form):
    compose(form.name, "ouyangwd")
    compose(form.name, "weidong", "欧阳")
    press(qtbot)
    assert QApplication.focusWidget() is form.name
    assert form.name.text() == "欧阳"


def test_leaving_while_composing_does_not_lock_enter(qtbot, form):
    compose(form.name, "qiu")
    form.number.setFocus()
    assert not form.moves.is_composing()
    press(qtbot)
    assert QApplication.focusWidget() is form.kind


def test_no_complaint_about_an_empty_field_while_it_is_being_composed(qtbot, form):
    compose(form.name, "qiu")
    assert form.name.parent().note() == ""


def test_full_width_figures_committed_by_the_input_method_become_half_width(qtbot, form):
    form.number.setFocus()
    compose(form.number, "１")
    compose(form.number, "", "１２３Ｘ")
    assert form.number.text() == "123X"
    assert "半角" in form.number.parent().note()


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_L])
def test_figures_choose_nothing_from_a_list_while_the_input_method_composes(qtbot, form, key):
    form.kind.setFocus()
    compose(form.kind, "lai")
    press(qtbot, key)
    assert form.kind.is_empty()
    compose(form.kind, "")
    press(qtbot, Qt.Key.Key_2)
    assert form.kind.value() == "b"


def test_leaving_a_list_while_composing_frees_its_keys(qtbot, form):
    form.kind.setFocus()
    compose(form.kind, "lai")
    form.number.setFocus()
    form.kind.setFocus()
    press(qtbot, Qt.Key.Key_1)
    assert form.kind.value() == "a"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Up])
def test_space_and_arrows_leave_a_field_alone_while_the_input_method_composes(qtbot, form, key):
    compose(form.name, "qiu")
    press(qtbot, key)
    assert QApplication.focusWidget() is form.name
    assert form.moves.is_composing()
