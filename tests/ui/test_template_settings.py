"""The editor of templates: what is typed, the sample beside it, what is refused, versions and the shipped words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.paper import LetterRecord, SheetRecord
from app.domain.paper_template import built_in
from app.domain.viewer import Viewer
from app.services import templates
from app.services.session import Session
from tests.support.hands import CTRL
from tests.support.paper_driver import FilePrinters
from tests.support.registers import COURT_NAME, Template, fresh_register
from tests.support.settings_driver import SettingsDriver
from ui.operations import Operations
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.page import SettingsPage
from ui.pages.settings.template_form import BREAK, template_from, texts_of
from ui.printing import PrintDesk
from ui.widgets.block_edit import BlockEdit
from ui.widgets.line_edit import LineEdit

NOW = datetime.fromisoformat("2026-11-24T10:26")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Template:
    session = fresh_register(tmp_path_factory.mktemp("fresh"))
    session.register.close()
    return Template(session)


class Editor(SettingsDriver):
    """The section as an administrator uses it."""

    def choose(self, code: str) -> None:
        self.page.templates.which.set_value(code)
        self.settle()

    def text(self, name: str) -> str:
        editor = self.page.templates.form.fields[name].editor
        assert isinstance(editor, BlockEdit | LineEdit)
        return editor.text()

    def put(self, name: str, words: str) -> None:
        editor = self.page.templates.form.fields[name].editor
        editor.setFocus()
        if isinstance(editor, BlockEdit):
            editor.set_text(words)
        else:
            self.replace(words)
        self.settle()

    def save(self) -> None:
        self.press(Qt.Key.Key_Return, CTRL)
        self.settle()

    def drawn(self) -> None:
        """Wait until the sample is drawn."""
        canvas = self.page.templates.preview.canvas
        canvas.set_picture(None)

        def there() -> bool:
            self._operations.drain()
            return canvas.picture is not None

        self.page.templates.preview.show_record(self.record())
        self._qtbot.waitUntil(there)

    def record(self) -> LetterRecord | SheetRecord:
        record = self.page.templates.preview.record
        assert record is not None
        return record

    def offered(self) -> list[str]:
        which = self.page.templates.which
        return [which.itemText(place) for place in range(which.count())]


class Room:
    def __init__(self, qtbot: QtBot, session: Session, folder: Path) -> None:
        self._qtbot, self.session, self._printers = qtbot, session, FilePrinters(folder)
        self.desks: list[Operations[Session]] = []
        self.faults: list[object] = []

    def sit_down(self, session: Session | None = None) -> Editor:
        desk = Operations(session or self.session, lambda: NOW)
        desk.crashed.connect(self.faults.append)
        self.desks.append(desk)
        page = SettingsPage(desk, PrintDesk(desk, lambda: NOW, self._printers), lambda: NOW)
        editor = Editor(self._qtbot, page, desk)
        editor.section("templates")
        return editor


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, fresh: Template) -> Iterator[Room]:
    session = fresh.copy(tmp_path / "data")
    made = Room(qtbot, session, tmp_path)
    yield made
    assert all(desk.close() for desk in made.desks)
    session.register.close()
    assert made.faults == []


@pytest.fixture
def clerk(room: Room) -> Editor:
    return room.sit_down()


@pytest.mark.parametrize("code", sorted(built_in()))
def test_the_text_of_every_template_says_the_template(code: str) -> None:
    template = built_in()[code]
    assert template_from(template, texts_of(template)) == template


def test_every_template_is_offered_and_the_sample_follows_each_word(clerk: Editor) -> None:
    assert len(clerk.offered()) == len(built_in())
    clerk.choose("reply")
    assert isinstance(clerk.record(), LetterRecord)
    assert clerk.record().court_name == COURT_NAME
    clerk.put("title", "答复意见书")
    clerk.put("paragraphs", clerk.text("paragraphs").replace("特此答复。", "请您放心。\n特此答复。"))
    record = clerk.record()
    assert isinstance(record, LetterRecord)
    assert record.title == "答复意见书"
    assert record.paragraphs[-2:] == ("请您放心。", "特此答复。")
    clerk.drawn()
    clerk.choose("lead_responsibility")
    assert BREAK in clerk.text("rows")
    assert isinstance(clerk.record(), SheetRecord)


def test_saving_makes_a_version_that_is_in_force_at_once(clerk: Editor, room: Room) -> None:
    clerk.choose("see_leader")
    clerk.put("note", "安排与否，当日答复。")
    assert "（未保存）" in clerk.offered()[list(built_in()).index("see_leader")]
    clerk.save()
    assert "已保存为第1版" in clerk.said()
    assert templates.view(room.session, "see_leader").template.note == "安排与否，当日答复。"
    assert "（第1版）" in clerk.offered()[list(built_in()).index("see_leader")]
    clerk.put("note", "")
    clerk.save()
    assert templates.view(room.session, "see_leader").newest == 2


def test_each_problem_is_said_beside_its_part_and_nothing_typed_is_lost(clerk: Editor, room: Room) -> None:
    clerk.choose("instruction")
    form = clerk.page.templates.form
    clerk.put("rows", "批示内容｜{批示内容}｜五\n诉求｜{诉球}｜2")
    clerk.save()
    assert "行数是数字" in form.fields["rows"].note()
    clerk.put("rows", "批示内容｜{批示内容}｜5\n诉求｜{诉球}｜2")
    clerk.save()
    assert "{诉球}" in form.fields["rows"].note()
    assert clerk.text("rows") == "批示内容｜{批示内容}｜5\n诉求｜{诉球}｜2"
    clerk.put("title", "")
    clerk.save()
    assert "标题" in form.fields["title"].note()
    assert templates.view(room.session, "instruction").versions == ()
    clerk.choose("reply")
    clerk.choose("instruction")
    assert clerk.text("rows") == "批示内容｜{批示内容}｜5\n诉求｜{诉球}｜2"
    clerk.put("title", "批示单")
    clerk.put("rows", "批示内容|{批示内容}|5\n诉求|{诉求}")
    clerk.save()
    assert templates.view(room.session, "instruction").template.rows == (
        ("批示内容", "{批示内容}", 5),
        ("诉求", "{诉求}", 1),
    )


def test_a_place_goes_where_the_cursor_was(clerk: Editor) -> None:
    clerk.choose("reply")
    clerk.put("paragraphs", clerk.text("paragraphs") + "\n电话：")
    clerk.page.templates.form.places.set_value("窗口电话")
    clerk.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert clerk.text("paragraphs").endswith("电话：{窗口电话}")
    clerk.page.templates.form.fields["addressee"].editor.setFocus()
    clerk.press(Qt.Key.Key_End)
    clerk.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert clerk.text("addressee") == "{信访人}：{窗口电话}"


def test_an_earlier_version_the_shipped_words_and_what_is_in_force_come_back(clerk: Editor, room: Room) -> None:
    clerk.choose("reply")
    shipped = clerk.text("paragraphs")
    for words in ("第一次改。", "第二次改。"):
        clerk.put("paragraphs", f"{shipped}\n{words}")
        clerk.save()
    clerk.page.templates.versions.set_value(1)
    clerk.alt(Qt.Key.Key_R)
    assert clerk.text("paragraphs").endswith("第一次改。")
    clerk.alt(Qt.Key.Key_X)
    clerk.answer_yes()
    assert clerk.text("paragraphs").endswith("第二次改。")
    clerk.alt(Qt.Key.Key_H)
    assert clerk.text("paragraphs") == shipped
    clerk.save()
    assert templates.view(room.session, "reply").newest == 3
    assert templates.view(room.session, "reply").template == built_in()["reply"]


def test_somebody_else_was_first_and_the_words_typed_stay(clerk: Editor, room: Room) -> None:
    clerk.choose("reply")
    clerk.put("title", "我的标题")
    shown = templates.view(room.session, "reply")
    other = template_from(shown.template, {**texts_of(shown.template), "title": "别人的标题"})
    templates.save(room.session, other, 0, NOW)
    clerk.save()
    assert "您的改动没有保存" in clerk.said()
    assert clerk.text("title") == "我的标题"


def test_without_the_right_it_can_be_read_and_not_changed(room: Room) -> None:
    plain = room.sit_down(Session(room.session.register, Viewer(room.session.viewer.account_id, "登记员乙")))
    assert ONLY_ADMINISTRATORS in plain.section_words()
    assert not plain.page.templates.save.isVisible()
    editors = [field.editor for field in plain.page.templates.form.fields.values()]
    assert all(one.isReadOnly() for one in editors if isinstance(one, BlockEdit | LineEdit))
    plain.choose("reply")
    assert all(one.isReadOnly() for one in editors if isinstance(one, BlockEdit | LineEdit))
    assert isinstance(plain.record(), LetterRecord)
