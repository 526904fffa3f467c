"""用语提示 under free text: it suggests, one key takes it, and nothing is ever held back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.support.hands import ALT, CTRL, Hands
from ui.operations import Operations
from ui.style import scale
from ui.widgets.block_edit import BlockEdit
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field
from ui.widgets.line_edit import LineEdit
from ui.widgets.wording_hint import WordingHint


@pytest.fixture
def two(qtbot: QtBot, operations: Operations[str]) -> tuple[Hands, list[WordingHint]]:
    """Two free texts one above the other, the keys in the first."""
    page = QWidget()
    layout = scale.column(page)
    fields = [Field("诉求", BlockEdit()), Field("经过", BlockEdit())]
    hints = [WordingHint(field) for field in fields]
    scale.fill(layout, fields)
    fields[0].editor.setFocus()
    return Hands(qtbot, page, operations, (700, 400)), hints


def text(hint: WordingHint) -> str:
    editor = hint.parentWidget().findChild(BlockEdit)
    assert isinstance(editor, BlockEdit)
    return editor.text()


def test_a_label_is_answered_with_neutral_words_and_one_key_takes_them(two: tuple[Hands, list[WordingHint]]) -> None:
    clerk, (claim, _story) = two
    clerk.write("他要求尽快执行。")
    assert claim.words() == ""
    assert claim.isHidden()
    clerk.write("此人是缠访户。")
    assert "“缠访户”可以改写为：多次来访的信访人" in claim.words()
    assert "不改也可以保存" in claim.words()
    clerk.press(Qt.Key.Key_E, ALT)
    assert text(claim) == "他要求尽快执行。此人是多次来访的信访人。"
    assert claim.isHidden()
    clerk.press(Qt.Key.Key_Z, CTRL)
    assert "缠访户" in text(claim), "Ctrl+Z brings the phrase back"


def test_rare_characters_before_it_do_not_shift_the_place(two: tuple[Hands, list[WordingHint]]) -> None:
    clerk, (claim, _story) = two
    clerk.write("仇\U0002c056、\U0002c056某是刁民。")
    clerk.press(Qt.Key.Key_E, ALT)
    assert text(claim) == "仇\U0002c056、\U0002c056某是信访人。"


def test_what_is_to_be_filled_in_is_written_over_by_the_next_key(two: tuple[Hands, list[WordingHint]]) -> None:
    clerk, (claim, _story) = two
    clerk.write("来院恶意上访")
    clerk.press(Qt.Key.Key_E, ALT)
    clerk.write("要求见法官")
    assert text(claim) == "来院要求见法官"


def test_several_are_taken_one_after_another_and_a_quotation_is_left_alone(
    two: tuple[Hands, list[WordingHint]],
) -> None:
    clerk, (claim, _story) = two
    clerk.write("刁民，泼妇。他说“你们说我是刁民”。")
    assert "另有 1 处" in claim.words()
    clerk.press(Qt.Key.Key_E, ALT)
    clerk.press(Qt.Key.Key_E, ALT)
    assert text(claim) == "信访人，信访人。他说“你们说我是刁民”。"
    assert claim.isHidden()


def test_only_the_field_with_the_keys_offers_its_key(two: tuple[Hands, list[WordingHint]]) -> None:
    clerk, (claim, story) = two
    clerk.write("刁民。")
    clerk.tab()
    clerk.write("泼妇。")
    assert claim.words(), "the words stay"
    assert story.words()
    assert not claim.take.isVisible()
    assert story.take.isVisible()
    clerk.press(Qt.Key.Key_E, ALT)
    assert (text(claim), text(story)) == ("刁民。", "信访人。")
    clerk.back_tab()
    assert claim.take.isVisible(), "Tab goes from text to text, the key is no stop on the way"


def test_every_list_is_filtered_by_initials_in_every_reading(qtbot: QtBot, operations: Operations[str]) -> None:
    words = ("审判 · 不服一审", "重复来访", "执行不力")
    choice = Choice([*(Option(place, one) for place, one in enumerate(words, 1)), Option(4, "其他", "zz")])
    clerk = Hands(qtbot, choice, operations, (300, 60))
    choice.setFocus()
    for typed, value in (("cf", 2), ("zf", 2), ("zx", 3), ("qt", 4), ("zz", 4), ("spbf", 1), ("bfys", 1)):
        choice.set_value(None)
        choice._typed_at = 0.0
        clerk.type(typed)
        assert choice.value() == value, typed


def test_a_reason_of_one_line_is_looked_at_too(qtbot: QtBot, operations: Operations[str]) -> None:
    page = QWidget()
    field = Field("原因", LineEdit())
    hint = WordingHint(field)
    scale.column(page).addWidget(field)
    field.editor.setFocus()
    clerk = Hands(qtbot, page, operations, (700, 200))
    clerk.write("与\U0002c056某这个缠访户的事重复")
    assert "“缠访户”可以改写为：多次来访的信访人" in hint.words()
    clerk.press(Qt.Key.Key_E, ALT)
    assert isinstance(field.editor, LineEdit)
    assert field.editor.text() == "与\U0002c056某这个多次来访的信访人的事重复"
    assert hint.isHidden()
    clerk.press(Qt.Key.Key_Z, CTRL)
    assert "缠访户" in field.editor.text(), "Ctrl+Z brings the phrase back"
