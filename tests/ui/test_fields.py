from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.style import scale
from ui.style.theme import Look
from ui.widgets.block_edit import BlockEdit
from ui.widgets.choice import Choice, Option
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field, FieldGrid
from ui.widgets.line_edit import LineEdit, NumberEdit

TODAY = date(2026, 11, 24)
WAYS = (
    Option("visit", "来访", "lf"),
    Option("letter", "来信", "lx"),
    Option("call", "来电", "ld"),
    Option("forwarded", "交办转送", "jbzs"),
)


@pytest.fixture
def show(qtbot):
    kept = []

    def shown(*widgets: QWidget) -> QWidget:
        window = QWidget()
        kept.append(window)
        scale.fill(scale.column(window), (*widgets, LineEdit()))
        qtbot.addWidget(window)
        window.resize(900, 400)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return shown


def type_text(text: str) -> None:
    """What a keyboard layout that makes full-width or Chinese characters sends."""
    for character in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, character)
            QApplication.sendEvent(QApplication.focusWidget(), event)


def leave(qtbot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)


def test_a_required_field_complains_after_it_was_left_not_before(qtbot, show):
    field = Field("姓名", LineEdit(), hint="与证件一致", required=True)
    show(field)
    field.setFocus()
    assert field.note() == "与证件一致"
    with qtbot.waitSignal(field.left):
        leave(qtbot)
    assert field.note() == "✕ 请填写姓名。"
    assert field.state == "wrong"
    assert field.editor.accessibleDescription() == "✕ 请填写姓名。"
    field.setFocus()
    qtbot.keyClicks(field.editor, "q")
    assert field.note() == "与证件一致"


def test_spaces_are_nothing(qtbot, show):
    field = Field("姓名", LineEdit(), required=True)
    show(field)
    field.editor.setText("　 ")
    assert not field.check_now()


def test_another_window_or_a_menu_is_not_leaving(qtbot, show):
    field = Field("姓名", LineEdit(), required=True)
    show(field)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    field.editor.clearFocus()
    field.clear_note()
    field.setFocus()
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    assert field.note() == ""


def test_results_say_their_state_in_words_and_marks(qtbot, show):
    field = Field("证件号码", NumberEdit())
    show(field)
    answers = iter([("good", "格式校验通过"), ("look", "与姓名不符"), ("wrong", "校验码不对"), None])
    field.set_check(lambda: next(answers))
    notes = []
    for _time in range(4):
        notes.append((field.check_now(), field.note()))
    assert notes == [(True, "✓ 格式校验通过"), (True, "⚠ 与姓名不符"), (False, "✕ 校验码不对"), (True, "")]


def test_a_problem_from_the_rules_stays_until_edited_and_the_text_too(qtbot, show):
    field = Field("姓名", LineEdit())
    show(field)
    field.setFocus()
    type_text("仇")
    field.set_problem("与证件上的姓名不同。")
    assert field.editor.text() == "仇"
    assert field.editor.property("state") == "wrong"
    with qtbot.waitSignal(field.edited):
        qtbot.keyClicks(field.editor, "a")
    assert field.editor.property("state") == "hint"


def test_fields_in_a_row_share_a_top_edge_whatever_their_notes(qtbot, show):
    grid = FieldGrid(3)
    fields = [Field("姓名", LineEdit()), Field("方式", Choice(WAYS)), Field("诉求", BlockEdit())]
    for field in fields:
        grid.add(field)
    show(grid)
    fields[0].set_problem("这一行说明很长，长到一行放不下，所以要折成两行甚至三行，折行之后也不能盖住上面的输入框。")
    note = fields[0]._note
    qtbot.waitUntil(lambda: note.height() >= note.heightForWidth(note.width()) > 30)
    tops = {field.editor.mapTo(grid, field.editor.rect().topLeft()).y() for field in fields}
    assert len(tops) == 1
    assert note.y() >= fields[0].editor.geometry().bottom()
    assert 36 <= fields[0].editor.height() <= 38
    assert 36 <= fields[1].editor.height() <= 38


@pytest.mark.parametrize(("zoom", "columns"), [(1.0, 3), (2.0, 1)])
def test_fields_move_below_each_other_when_the_text_is_large(qtbot, show, wear, zoom, columns):
    grid = FieldGrid(3)
    for label in ("姓名", "证件号码", "联系电话"):
        grid.add(Field(label, LineEdit()))
    window = show(grid)
    window.setFixedWidth(700)
    wear(Look(zoom=zoom))
    qtbot.waitUntil(lambda: grid.columns_shown() == columns)
    assert window.minimumSizeHint().width() <= 700


def test_full_width_figures_become_half_width_with_a_notice(qtbot, show):
    field = Field("联系电话", NumberEdit())
    show(field)
    field.setFocus()
    type_text("１３９")
    assert field.editor.text() == "139"
    assert "已转为半角" in field.note()


def test_pasted_numbers_are_converted_and_can_be_undone(qtbot, show):
    edit = NumberEdit()
    show(edit)
    edit.setFocus()
    qtbot.keyClicks(edit, "7")
    QGuiApplication.clipboard().setText("４１９９\n９９")
    qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert edit.text() == "74199 99"
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edit.text() == "7"


def test_full_width_figures_from_the_menu_are_converted_once_and_undo_works(qtbot, show):
    edit = NumberEdit()
    show(edit)
    QGuiApplication.clipboard().setText("１２")
    menu = edit.createStandardContextMenu()
    paste = next(action for action in menu.findChildren(QAction) if action.objectName() == "edit-paste")
    assert "粘贴" in paste.text()
    paste.trigger()
    menu.deleteLater()
    assert edit.text() == "12"
    edit.undo()
    edit.undo()
    assert edit.text() in ("１２", "")


def test_the_input_method_is_asked_for_figures():
    assert NumberEdit(digits_only=True).inputMethodHints() & Qt.InputMethodHint.ImhDigitsOnly
    assert NumberEdit().inputMethodHints() & Qt.InputMethodHint.ImhPreferLatin
    assert not LineEdit().inputMethodHints() & Qt.InputMethodHint.ImhPreferLatin


def test_a_block_grows_takes_a_long_paste_and_undoes_it(qtbot, show):
    edit = BlockEdit(least=2, most=6)
    show(edit)
    edit.setFocus()
    low = edit.height()
    QGuiApplication.clipboard().setText("反映执行不力。" * 2858)
    qtbot.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(edit.text()) == 20_006
    qtbot.waitUntil(lambda: edit.height() > low * 2)
    assert edit.height() < low * 4
    qtbot.keyClick(edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert edit.text() == ""
    assert edit.is_empty()


def test_a_paste_past_the_limit_is_cut_and_said_so(qtbot, show):
    field = Field("诉求摘要", BlockEdit(longest=10))
    show(field)
    field.setFocus()
    qtbot.keyClicks(field.editor, "abcd")
    QGuiApplication.clipboard().setText("一二三四五六七八")
    field.editor.paste()
    assert field.editor.text() == "abcd一二三四五六"
    assert "前 6 字" in field.note()


def test_a_day_is_read_aloud_while_typing_and_written_out_on_leaving(qtbot, show):
    field = Field("约定回复日", DateEdit(lambda: TODAY))
    show(field)
    field.setFocus()
    qtbot.keyClicks(field.editor, "+3")
    assert field.note() == "2026年11月27日 星期五 · 3 天后"
    leave(qtbot)
    assert field.editor.text() == "2026-11-27"
    assert field.note() == "2026年11月27日 星期五 · 3 天后"
    assert field.editor.day() == date(2026, 11, 27)


def test_what_is_no_day_stays_as_typed_and_is_said_on_leaving(qtbot, show):
    field = Field("约定回复日", DateEdit(lambda: TODAY))
    show(field)
    field.setFocus()
    qtbot.keyClicks(field.editor, "0230")
    assert field.state == "hint"
    leave(qtbot)
    assert field.editor.text() == "0230"
    assert field.editor.is_wrong()
    assert "没有“0230”这一天" in field.note()
    field.editor.set_day(None)
    assert field.editor.day() is None


def test_a_required_choice_is_asked_for(qtbot, show):
    field = Field("登记方式", Choice(WAYS), required=True)
    show(field)
    assert field.editor.value() is None
    assert not field.check_now()
    assert field.note() == "✕ 请选择登记方式。"
    field.editor.set_value("call")
    assert field.state == "hint"
    assert field.check_now()


def test_figures_choose(qtbot, show):
    choice = Choice(WAYS)
    show(choice)
    with qtbot.waitSignal(choice.value_changed):
        qtbot.keyClick(choice, Qt.Key.Key_3)
    assert choice.value() == "call"
    qtbot.keyClick(choice, Qt.Key.Key_9)
    assert choice.value() == "call"


def test_initials_choose_while_closed(qtbot, show):
    field = Field("登记方式", Choice(WAYS))
    show(field)
    qtbot.keyClicks(field.editor, "lx")
    assert field.editor.value() == "letter"
    assert "首字母 lx：1 项" in field.note()


def test_initials_filter_the_open_list(qtbot, show):
    choice = Choice(WAYS)
    show(choice)
    choice.showPopup()
    listing = choice.view()
    qtbot.keyClick(listing, Qt.Key.Key_L)
    assert [listing.isRowHidden(row) for row in range(4)] == [False, False, False, True]
    qtbot.keyClick(listing, Qt.Key.Key_D)
    assert [listing.isRowHidden(row) for row in range(4)] == [True, True, False, True]
    qtbot.keyClick(listing, Qt.Key.Key_Backspace)
    assert not listing.isRowHidden(0)
    qtbot.keyClick(listing, Qt.Key.Key_D)
    qtbot.keyClick(listing, Qt.Key.Key_Return)
    assert choice.value() == "call"
    choice.showPopup()
    assert not any(listing.isRowHidden(row) for row in range(4))
    choice.hidePopup()


def test_initials_that_find_nothing_are_said_and_hide_nothing(qtbot, show):
    field = Field("登记方式", Choice(WAYS))
    show(field)
    field.editor.showPopup()
    qtbot.keyClick(field.editor.view(), Qt.Key.Key_Q)
    assert "没有拼音首字母为 q" in field.note()
    assert not any(field.editor.view().isRowHidden(row) for row in range(4))
    field.editor.hidePopup()


def test_new_options_keep_the_value_chosen(qtbot):
    choice = Choice(WAYS)
    qtbot.addWidget(choice)
    choice.set_value("call")
    with qtbot.assertNotEmitted(choice.value_changed):
        choice.set_options(WAYS[1:])
    assert choice.value() == "call"
    with qtbot.waitSignal(choice.value_changed):
        choice.set_options(WAYS[:2])
    assert choice.is_empty()
