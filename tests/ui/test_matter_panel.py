"""The panel beside the list: reading a matter, notes, corrections with their reason, and voiding."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.changes import Area, Change
from app.domain.matter import MatterStatus
from app.domain.paper import Form
from app.domain.queue import QueueFilter, QueueView
from app.domain.viewer import Right, Viewer
from app.services import matters, papers, queue, settings
from app.services.session import Session
from tests.support.hands import ALT, CTRL, visible_words
from tests.support.intake_driver import resident_number
from tests.support.paper_driver import register_visit
from tests.support.queue_driver import QueueDriver
from tests.support.registers import Template, fresh_register
from ui.models.queue_columns import Column
from ui.operations import Operations
from ui.pages.queue.page import QueuePage

NOW = datetime.fromisoformat("2026-11-24T10:26")
GOOD = resident_number("41999919770416796")


@pytest.fixture(scope="module")
def one_visit(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A register with one visit by 仇颇."""
    session = fresh_register(tmp_path_factory.mktemp("visit"))
    register_visit(session)
    session.register.close()
    return Template(session)


@pytest.fixture
def session(tmp_path: Path, one_visit: Template) -> Iterator[Session]:
    made = one_visit.copy(tmp_path / "data")
    yield made
    made.register.close()


def fact(session: Session) -> matters.MatterDetail:
    return matters.detail(session, 1)


# reading


def test_the_panel_says_who_what_when_and_by_whom(clerk: QueueDriver) -> None:
    words = clerk.words_on_screen()
    for said in (
        "（2026）豫9999访1号",
        "仇颇",
        "承办 还没有确定",
        "相邻权纠纷判决后对方拒不拆除，要求尽快执行。",
        "原案 （2019）豫9999行初1143号",
        "未出示证件（未带证件）",
        "第1次 来访　2026-11-24 10:26",
        "材料 判决书6页",
        "接待 登记员甲",
        "还没有打印过文书。",
    ):
        assert said in words
    assert [chip.words for chip in clerk.page.panel.view.chips.chips()][:2] == ["初访", "待分流"]
    assert clerk.timeline()[-1].startswith("来访") or "登记" in clerk.timeline()[-1]


def test_numbers_are_masked_until_one_key_shows_them_and_again_for_the_next(
    clerk: QueueDriver, session: Session
) -> None:
    register_visit(session, "李四")
    clerk.page.accept_change(Change.of(Area.MATTERS))
    clerk.settle()
    people = clerk.page.panel.view.people
    assert "175****6196" in people.words()
    assert "17599936196" not in clerk.words_on_screen()
    clerk.press(Qt.Key.Key_M, ALT)
    assert "17599936196" in people.words()
    assert "石桥村" in people.words()
    clerk.down()
    assert "17599936196" not in people.words()
    assert "***" in people.words()


def test_the_reckoning_of_a_date_is_shown_on_request(qtbot: QtBot, story: Template, tmp_path: Path) -> None:
    session = story.copy(tmp_path / "story")
    desk = Operations(session, lambda: NOW)
    clerk = QueueDriver(qtbot, QueuePage(desk, lambda: NOW), desk)
    clerk.find("周长河")
    due = clerk.page.panel.view.due
    assert "督办反馈期限" in due.words()
    assert not clerk.page.panel.view.derivation.isVisible()
    clerk.press(Qt.Key.Key_T, ALT)
    assert clerk.page.panel.view.derivation.isVisible()
    assert "以督办函、交办函、批示等载明的日期为准" in clerk.words_on_screen()
    clerk.press(Qt.Key.Key_T, ALT)
    assert not clerk.page.panel.view.derivation.isVisible()
    # participants of every visit once, contacts and timeline newest first
    people = clerk.page.panel.view.people.words()
    assert people.count("周长河") == 1
    assert "周小军　随访人" in people
    contacts = clerk.page.panel.view.contacts.words()
    assert contacts.index("第5次") < contacts.index("第1次")
    days = [entry.day[:16] for entry in clerk.page.panel.view.timeline.entries()]
    assert days == sorted(days, reverse=True)
    assert len(days) > 8
    assert desk.close()
    session.register.close()


def test_papers_issued_are_listed_with_how_often_they_were_printed(clerk: QueueDriver, session: Session) -> None:
    paper = papers.issue(session, 1, Form.SLIP, NOW)
    papers.printed(session, paper, "窗口打印机", NOW)
    clerk.page.accept_change(Change.of(Area.DOCUMENTS, ids=(1,)))
    clerk.settle()
    assert "登记回执　2026-11-24 10:26　打印 1 次" in clerk.page.panel.view.documents.words()


def test_printing_asks_for_the_form_and_the_contact_chosen(clerk: QueueDriver, session: Session) -> None:
    asked: list[tuple[object, ...]] = []
    clerk.page.print_requested.connect(lambda *what: asked.append(what))
    register_visit(session, matter_id=1)
    clerk.page.accept_change(Change.of(Area.MATTERS, ids=(1,)))
    clerk.settle()
    first, second = (contact.contact_id for contact in fact(session).contacts)
    for key in (Qt.Key.Key_F, Qt.Key.Key_B, Qt.Key.Key_H):
        clerk.press(key, ALT)
    clerk.page.panel.which.setFocus()
    clerk.type("2")
    clerk.press(Qt.Key.Key_H, ALT)
    assert clerk.page.panel.which.itemText(0).startswith("第2次")
    assert asked[0] == (1, Form.COVER, None)
    assert [what[1] for what in asked] == [Form.COVER, Form.REGISTRATION, Form.SLIP, Form.SLIP]
    assert [what[2] for what in asked[1:]] == [second, second, first], "the newest unless another one is chosen"


# notes


def test_a_note_is_written_and_stands_on_top_of_the_timeline(clerk: QueueDriver, session: Session) -> None:
    clerk.open_note()
    assert clerk.focus() is clerk.page.panel.note.edit
    clerk.write("已电话告知信访人，约周五上午来院。")
    clerk.confirm()
    assert clerk.timeline()[0] == "已电话告知信访人，约周五上午来院。"
    assert clerk.focus() is clerk.page.panel.area
    assert not clerk.page.panel.note.isVisible()
    assert fact(session).timeline[0].actor == "登记员甲"
    clerk.open_note()
    assert clerk.page.panel.note.edit.text() == ""


def test_an_empty_note_is_refused_beside_the_field(clerk: QueueDriver, session: Session) -> None:
    clerk.open_note()
    clerk.confirm()
    assert clerk.page.panel.note.field.note() == "✕ 请写下要记的内容。"
    assert clerk.focus() is clerk.page.panel.note.edit
    clerk.write("补记。")
    assert "请写下" not in clerk.page.panel.note.field.note()


def test_a_note_too_long_is_refused_and_stays_as_typed(clerk: QueueDriver, session: Session) -> None:
    clerk.open_note()
    clerk.paste("记" * 20_001)
    clerk.confirm()
    note = clerk.page.panel.note
    assert "最多 20000 字，现在是 20001 字" in note.field.note()
    assert len(note.edit.text()) == 20_001
    clerk.press(Qt.Key.Key_Backspace)
    clerk.confirm()
    assert len(fact(session).timeline[0].words) == 20_000


def test_a_note_begun_waits_for_the_clerk_to_come_back(clerk: QueueDriver, session: Session) -> None:
    register_visit(session, "李四")
    clerk.page.accept_change(Change.of(Area.MATTERS))
    clerk.settle()
    clerk.page.card.table.setFocus()
    name = clerk.current_name()
    clerk.open_note()
    clerk.write("写到一半")
    clerk.press(Qt.Key.Key_Escape)
    assert not clerk.page.panel.note.isVisible()
    assert clerk.page.panel.note_button.text() == "接着记事"
    clerk.page.card.table.setFocus()
    clerk.down()
    assert clerk.current_name() != name
    assert not clerk.page.panel.note.isVisible()
    clerk.press(Qt.Key.Key_Up)
    clerk.settle()
    assert clerk.page.panel.note.isVisible()
    assert clerk.page.panel.note.edit.text() == "写到一半"
    assert len(clerk.page.panel.unsaved_notes()) == 1


# corrections


def test_a_correction_keeps_old_and_new_and_the_reason(clerk: QueueDriver, session: Session) -> None:
    dialog = clerk.open_correction()
    assert clerk.focus() is dialog.fields["name"].editor
    clerk.replace("仇坡")
    dialog.fields["claims"].setFocus()
    clerk.replace("要求尽快执行。")
    dialog.fields["case_numbers"].setFocus()
    clerk.replace("(2020)豫9999行初1143号")
    dialog.fields["reason"].setFocus()
    clerk.write("姓名听写有误")
    clerk.confirm()
    assert clerk.no_dialog()
    assert clerk.said() == "（2026）豫9999访1号 已更正，经过里留有记录。"
    top = clerk.timeline()[0]
    assert "姓名：仇颇 → 仇坡" in top
    assert "诉求：相邻权纠纷判决后对方拒不拆除，要求尽快执行。 → 要求尽快执行。" in top
    assert "原案案号：（2019）豫9999行初1143号 → （2020）豫9999行初1143号" in top
    assert top.endswith("（原因：姓名听写有误）")
    assert clerk.names() == ["仇坡"]
    clerk.find("仇坡")
    assert clerk.names() == ["仇坡"]
    clerk.find("仇颇")
    assert clerk.names() == []


def test_a_corrected_telephone_is_masked_on_the_timeline(clerk: QueueDriver, session: Session) -> None:
    dialog = clerk.open_correction()
    dialog.fields["phones"].setFocus()
    clerk.replace("13812345678")
    dialog.fields["reason"].setFocus()
    clerk.write("换了号码")
    clerk.confirm()
    assert "电话：175****6196 → 138****5678" in clerk.timeline()[0]
    assert fact(session).contacts[0].principal.person.phones == ("13812345678",)


def test_cause_and_handler_are_corrected_by_keys(clerk: QueueDriver, session: Session) -> None:
    settings.add_staff(session, "毕某", "审判员", None, NOW)
    clerk.page.accept_change(Change.of(Area.SETTINGS))
    clerk.settle()
    dialog = clerk.open_correction()
    for name in ("cause_code", "department_id", "handler_id"):
        dialog.fields[name].setFocus()
        clerk.type("1")
    dialog.fields["reason"].setFocus()
    clerk.write("分流")
    clerk.confirm()
    assert clerk.no_dialog()
    top = clerk.timeline()[0]
    assert "信访原因：（空） → " in top
    assert "承办人：（空） → 毕某" in top
    assert "承办 毕某 · 立案庭" in clerk.words_on_screen()


def test_a_correction_without_a_reason_is_refused_beside_the_field(clerk: QueueDriver, session: Session) -> None:
    dialog = clerk.open_correction()
    clerk.replace("仇坡")
    clerk.confirm()
    assert dialog.isVisible()
    assert dialog.fields["reason"].note() == "✕ 请填写更正原因。"
    assert clerk.focus() is dialog.fields["reason"].editor
    assert dialog.fields["name"].editor.text() == "仇坡"
    assert fact(session).petitioner == "仇颇"


def test_nothing_corrected_is_said_and_not_recorded(clerk: QueueDriver, session: Session) -> None:
    dialog = clerk.open_correction()
    dialog.fields["reason"].setFocus()
    clerk.write("看看")
    clerk.confirm()
    assert dialog.isVisible()
    assert dialog.fields["reason"].note() == "✕ 没有改动。"
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()
    assert len(fact(session).timeline) == len(clerk.timeline())


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "", "请填写姓名"),
        ("claims", " ", "请填写诉求"),
        ("document_number", GOOD[:17] + ("0" if GOOD[17] != "0" else "1"), "最后一位与前17位对不上"),
        ("document_number", "11010119901307003X", "日期"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_stays_as_typed(
    clerk: QueueDriver, session: Session, field: str, typed: str, says: str
) -> None:
    dialog = clerk.open_correction()
    if field == "document_number":
        dialog.fields["document_kind"].setFocus()
        clerk.type("1")
    dialog.fields[field].setFocus()
    clerk.replace(typed)
    dialog.fields["reason"].setFocus()
    clerk.write("核对证件")
    clerk.confirm()
    assert dialog.isVisible()
    assert says in dialog.fields[field].note()
    assert dialog.fields[field].state == "wrong"
    assert clerk.focus() is dialog.fields[field].editor
    assert dialog.fields[field].editor.text() == typed
    assert len(fact(session).timeline) == len(clerk.timeline())
    clerk.press(Qt.Key.Key_Escape)


def test_a_matter_corrected_meanwhile_is_not_overwritten_unseen(clerk: QueueDriver, session: Session) -> None:
    dialog = clerk.open_correction()
    clerk.replace("仇坡")
    dialog.fields["reason"].setFocus()
    clerk.write("姓名听写有误")
    first = fact(session)
    other = matters.Correction(1, first.version, "另一处更正", claims=("另一处的诉求。",))
    matters.correct(session, other, NOW)
    clerk.confirm()
    assert dialog.isVisible()
    assert "刚被别处改过" in "\n".join(visible_words(dialog))
    assert dialog.fields["name"].editor.text() == "仇坡"
    clerk.confirm()
    assert clerk.no_dialog()
    now = fact(session)
    assert now.petitioner == "仇坡"
    assert [claim.text for claim in now.claims] == ["另一处的诉求。"], (
        "what was not touched stays as corrected elsewhere"
    )


# voiding


def test_voiding_takes_a_reason_and_keeps_the_row_findable_and_marked(clerk: QueueDriver, session: Session) -> None:
    dialog = clerk.open_void()
    assert clerk.focus() is dialog.reason
    clerk.enter()
    assert dialog.isVisible()
    clerk.press(Qt.Key.Key_Y, ALT)
    assert dialog.field.note() == "✕ 请填写作废原因。"
    assert fact(session).status is not MatterStatus.VOID
    clerk.write("重复登记")
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    assert clerk.no_dialog()
    assert clerk.said() == "（2026）豫9999访1号 已作废，编号保留。在“全部”里仍能看到。"
    assert clerk.names() == []
    clerk.find("仇颇")
    assert clerk.names() == ["仇颇"]
    assert "已作废" in clerk.cells(Column.STATUS)[0]
    assert "这件事项已作废，编号保留。原因：重复登记" in clerk.words_on_screen()
    assert clerk.timeline()[0] == "作废（原因：重复登记）"
    panel = clerk.page.panel
    for button in (panel.note_button, panel.correct_button, panel.void_button, panel.cover_button):
        assert not button.isEnabled()
    font = clerk.page.card.model.index(0, 0).data(Qt.ItemDataRole.FontRole)
    assert font.strikeOut()


def test_esc_leaves_everything_as_it_was(clerk: QueueDriver, session: Session) -> None:
    clerk.open_void()
    clerk.write("手滑")
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()
    assert fact(session).status is MatterStatus.REGISTERED


def test_an_account_without_the_right_is_told_who_can(qtbot: QtBot, session: Session) -> None:
    plain = Session(session.register, Viewer(session.viewer.account_id, "登记员乙", frozenset({Right.SEE_RESTRICTED})))
    desk = Operations(plain, lambda: NOW)
    clerk = QueueDriver(qtbot, QueuePage(desk, lambda: NOW), desk)
    dialog = clerk.open_void()
    clerk.write("重复登记")
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    assert dialog.isVisible()
    assert "作废需要有相应权限的账户。请管理员办理。" in visible_words(dialog)
    assert dialog.reason.text() == "重复登记"
    assert fact(session).status is MatterStatus.REGISTERED
    clerk.press(Qt.Key.Key_Escape)
    assert desk.close()


def test_a_matter_void_meanwhile_takes_no_note(clerk: QueueDriver, session: Session) -> None:
    clerk.open_note()
    clerk.write("写了一半")
    matters.void(session, 1, "重复登记", NOW)
    clerk.confirm()
    assert "已作废，不能再改动" in clerk.page.panel.note.field.note()
    assert clerk.page.panel.note.edit.text() == "写了一半"
    rows = queue.first_page(session, QueueFilter(view=QueueView.ALL), NOW.date()).page.rows
    assert len(rows) == 1


def test_a_full_disk_is_said_calmly_and_the_note_is_still_there(clerk: QueueDriver, session: Session) -> None:
    told: list[object] = []
    clerk._operations.unavailable.connect(told.append)
    clerk.open_note()
    clerk.write("记一笔")
    session.register.close()
    files = session.register.files
    away = files.database.with_name("away.db")
    files.database.rename(away)
    clerk.confirm()
    assert told
    assert clerk.page.panel.note.edit.text() == "记一笔"
    assert not clerk.page.panel.note.edit.isReadOnly()
    away.rename(files.database)
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.settle()
    assert clerk.timeline()[0] == "记一笔"
