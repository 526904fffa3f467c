"""What the matter panel does with people's numbers and with single events: recorded looks, facts with a witness."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.changes import Area, Change
from app.domain.contact import Channel
from app.domain.moment_entry import read_time
from app.domain.paper import Form
from app.domain.viewer import Viewer
from app.services import conduct, identities, intake, matters, progress_answer, triage
from app.services.conduct import ConductRequest
from app.services.progress_answer import InquiryRequest
from app.services.session import Session
from app.services.triage import TriageRequest
from tests.support.hands import ALT
from tests.support.intakes import form, person
from tests.support.queue_driver import QueueDriver
from tests.support.registers import Template, fresh_register
from ui.operations import Operations
from ui.pages.paper.lines import read_papers
from ui.pages.queue.conduct_dialog import ConductDialog, ReviewDialog
from ui.pages.queue.correction_dialog import CorrectionDialog
from ui.pages.queue.page import QueuePage

NOW = datetime.fromisoformat("2026-11-24T10:26")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A register with one visit of somebody with a document."""
    session = fresh_register(tmp_path_factory.mktemp("conduct"))
    intake.submit(session, form("吴小满", 1, happened_at=NOW), NOW)
    session.register.close()
    return Template(session)


@pytest.fixture
def session(tmp_path: Path, template: Template) -> Iterator[Session]:
    made = template.copy(tmp_path / "data")
    yield made
    made.register.close()


def looks(session: Session) -> tuple[identities.Look, ...]:
    return identities.looks(session, NOW.date(), NOW.date())


def number(order: int = 1) -> str:
    return person(order=order).document_number


# whole numbers


def test_one_key_shows_the_whole_number_and_the_look_is_recorded(clerk: QueueDriver, session: Session) -> None:
    assert number() not in clerk.words_on_screen()
    clerk.press(Qt.Key.Key_M, ALT)
    clerk.settle()
    assert number() in clerk.words_on_screen()
    assert "已留记录" in clerk.words_on_screen()
    assert [(one.name, one.context) for one in looks(session)] == [("吴小满", "事项面板：核对身份")]
    clerk.press(Qt.Key.Key_M, ALT)
    clerk.settle()
    assert number() not in clerk.words_on_screen()
    assert len(looks(session)) == 1, "masking again is no look"


def test_only_the_person_chosen_is_shown(clerk: QueueDriver, session: Session, desk: Operations[Session]) -> None:
    again = form("郑文", 2, happened_at=NOW, existing_matter_id=1)
    intake.submit(session, again, NOW)
    clerk.page.accept_change(Change.of(Area.MATTERS))
    clerk.settle()
    view = clerk.page.panel.view
    assert view.whose.isVisible()
    view.whose.set_value(next(view.whose.itemData(row) for row in range(2) if view.whose.itemText(row) == "吴小满"))
    clerk.press(Qt.Key.Key_M, ALT)
    clerk.settle()
    assert number(1) in clerk.words_on_screen()
    assert number(2) not in clerk.words_on_screen()
    view.whose.set_value(next(view.whose.itemData(row) for row in range(2) if view.whose.itemText(row) == "郑文"))
    assert number(1) not in clerk.words_on_screen(), "turning to somebody else masks"
    assert [one.name for one in looks(session)] == ["吴小满"]


def test_what_was_shown_is_masked_when_the_page_is_left(clerk: QueueDriver) -> None:
    clerk.press(Qt.Key.Key_M, ALT)
    clerk.settle()
    clerk.page.hide()
    clerk.page.show()
    assert number() not in clerk.words_on_screen()


def test_a_correction_shows_the_number_once_the_look_is_recorded(clerk: QueueDriver, session: Session) -> None:
    dialog = clerk.open_correction()
    assert isinstance(dialog, CorrectionDialog)
    clerk.settle()
    editor = dialog.fields["document_number"].editor
    assert editor.text() == number()  # type: ignore[union-attr]
    assert [one.context for one in looks(session)] == ["更正事项：核对证件号码"]
    dialog.fields["name"].editor.setFocus()
    clerk.replace("吴晓满")
    dialog.fields["reason"].editor.setFocus()
    clerk.write("姓名听写有误")
    clerk.confirm()
    assert clerk.no_dialog()
    corrected = matters.detail(session, 1).contacts[0].principal.person
    assert (corrected.name, corrected.document_number) == ("吴晓满", number())


# single events


def begin(clerk: QueueDriver) -> ConductDialog:
    clerk.press(Qt.Key.Key_U, ALT)
    return clerk.dialog(ConductDialog)


def test_facts_and_a_witness_are_recorded_by_keys_and_shown(clerk: QueueDriver, session: Session) -> None:
    dialog = begin(clerk)
    assert clerk.focus() is dialog.fields["act_code"].editor
    clerk.type("rm")
    clerk.enter()
    assert dialog.typed()["time"] == "10:26"
    for words in ("2026-11-24", "1005", "接待大厅", "保安丁"):
        clerk.replace(words)
        clerk.enter()
    clerk.write("10时05分大声说话约3分钟，是刁民。")
    assert "信访人" in dialog.hints[0].words(), "it suggests"
    clerk.confirm()
    assert clerk.no_dialog(), "and holds nothing back"
    clerk.settle()
    words = clerk.page.panel.view.conduct.words()
    for said in ("2026-11-24 10:05", "辱骂、威胁他人", "接待大厅", "大声说话约3分钟", "见证人 保安丁", "到期"):
        assert said in words
    assert "另一位同事复核" in clerk.said()
    assert len(conduct.of_matter(session, 1, NOW.date())) == 1


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(clerk: QueueDriver) -> None:
    dialog = begin(clerk)
    clerk.confirm()
    assert dialog.isVisible()
    assert dialog.fields["act_code"].state == "wrong"
    assert dialog.fields["witness"].state == "wrong"
    dialog.fields["time"].editor.setFocus()
    clerk.replace("25:70")
    clerk.tab()
    assert "几点几分" in dialog.fields["time"].note()
    dialog.fields["facts"].editor.setFocus()
    clerk.write("在门口站立约十分钟。")
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()
    assert "接着写" in clerk.said()
    again = begin(clerk)
    assert again.typed()["facts"] == "在门口站立约十分钟。"
    again.reject()


def test_the_recorder_cannot_be_the_witness_and_the_future_has_not_happened(clerk: QueueDriver) -> None:
    dialog = begin(clerk)
    dialog.fields["act_code"].editor.setCurrentIndex(0)  # type: ignore[union-attr]
    dialog.fields["witness"].editor.setText("登记员甲")  # type: ignore[union-attr]
    dialog.fields["time"].editor.setText("23:00")  # type: ignore[union-attr]
    dialog.fields["facts"].editor.setPlainText("事实。")  # type: ignore[union-attr]
    clerk.confirm()
    assert "记录人以外" in dialog.fields["witness"].note()
    assert "晚于现在" in dialog.fields["time"].note()
    dialog.reject()


def record(session: Session) -> None:
    contact = matters.detail(session, 1).contacts[0].contact_id
    conduct.record(session, ConductRequest(1, contact, "insult", NOW, "大声说话约3分钟。", "保安丁"), NOW)


def test_another_account_reviews_and_the_recorder_is_refused(
    qtbot: QtBot, clerk: QueueDriver, session: Session
) -> None:
    record(session)
    clerk.page.accept_change(Change.of(Area.CONTACTS))
    clerk.settle()
    assert clerk.page.panel.view.review_button.isVisible()
    clerk.press(Qt.Key.Key_K, ALT)
    dialog = clerk.dialog(ReviewDialog)
    clerk.write("与见证人核对属实")
    clerk.confirm()
    assert dialog.isVisible()
    assert any("记录人以外" in words for words in [dialog.problem._words.text()])
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()
    viewer = session.viewer
    other = Session(session.register, Viewer(0, "复核员乙", viewer.rights))
    second = Operations(other, lambda: NOW)
    colleague = QueueDriver(qtbot, QueuePage(second, lambda: NOW), second)
    colleague.press(Qt.Key.Key_K, ALT)
    colleague.dialog(ReviewDialog)
    colleague.write("与见证人核对属实")
    colleague.confirm()
    assert colleague.no_dialog()
    colleague.settle()
    assert "由复核员乙复核：与见证人核对属实" in colleague.page.panel.view.conduct.words()
    assert not colleague.page.panel.view.review_button.isVisible()
    assert second.close()


def test_expired_records_are_not_shown(clerk: QueueDriver, session: Session) -> None:
    record(session)
    later = Operations(session, lambda: datetime.fromisoformat("2027-12-01T09:00"))
    clerk.page.panel._ops, clerk.page.panel._clock = later, lambda: datetime.fromisoformat("2027-12-01T09:00")
    clerk.page.panel.refresh()
    later.drain()
    assert not clerk.page.panel.view.conduct.isVisible()
    assert later.close()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("９：０５", time(9, 5)),
        ("9时05分", time(9, 5)),
        ("24:00", None),
        ("下午", None),
        ("", None),
    ],
)
def test_times_are_read_as_clerks_type_them(typed: str, read: time | None) -> None:
    assert read_time(typed) == read


# papers for the visitor


def test_an_inquiry_has_its_slip_and_answered_questions_their_sheet(clerk: QueueDriver, session: Session) -> None:
    titles = [line.words for line in read_papers(session, 1).forms]
    assert titles == ["卷宗封面", "来访登记表", "登记回执"]
    route = triage_answers()
    triage.record(session, TriageRequest(1, route), NOW)
    progress_answer.count(session, InquiryRequest(1, Channel.VISIT), NOW)
    lines = read_papers(session, 1).forms
    titles = [line.words for line in lines]
    assert titles == ["卷宗封面", "来访登记表", "进度查询单", "来访登记表", "登记回执", "程序引导告知书"]
    clerk.page.accept_change(Change.of(Area.MATTERS))
    clerk.settle()
    panel = clerk.page.panel
    asked: list[tuple[int, Form, int | None]] = []
    panel.print_requested.connect(lambda *wanted: asked.append(wanted))
    assert panel.slip_button.text() == "打印查询单", "the newest contact is the inquiry"
    clerk.press(Qt.Key.Key_H, ALT)
    assert asked[-1][1] is Form.PROGRESS
    panel.which.setCurrentIndex(1)
    assert panel.slip_button.text() == "打印回执"
    clerk.press(Qt.Key.Key_H, ALT)
    assert asked[-1][1] is Form.SLIP


def triage_answers() -> tuple[str, ...]:
    """The first answer to every question, until there is a route."""
    from app.domain import triage as rules

    answers: tuple[str, ...] = ()
    while (step := rules.walk(answers)).question is not None:
        answers = (*answers, step.question.options[0].code)
    return answers
