"""The aids of the form: guiding into a procedure, late entry, what a card reader gives, who is parked."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.contact import Channel
from app.domain.matter_detail import MatterDetail
from app.domain.queue import QueueFilter
from app.services import blank_forms, matters, queue, triage
from app.services.session import Session
from tests.support.desk_room import Clock
from tests.support.intake_driver import ALT, IntakeDriver
from tests.support.intakes import resident_number
from ui.operations import Operations
from ui.pages.intake.page import IntakePage
from ui.pages.intake.triage_part import TriagePart
from ui.widgets.chip import Chip, Status
from ui.widgets.tone import Tone

NOW = datetime.fromisoformat("2026-11-24T10:26:03")
NUMBER = resident_number(1)
CARD = (
    f"姓名：仇建国\n性别：男\n民族：汉\n出生日期：1970年1月1日\n住址：某某县城关镇石桥村3组\n公民身份号码：{NUMBER}\n"
)


def fill_in(driver: IntakeDriver) -> None:
    driver.type_name("仇建国")
    driver.type_document(NUMBER)
    driver.type_claim("请求督促执行。")


def only_matter(session: Session) -> MatterDetail:
    (row,) = queue.first_page(session, QueueFilter(), NOW.date()).page.rows
    return matters.detail(session, row.matter_id)


# 程序引导


def test_figures_lead_to_a_route_with_its_clock_and_the_sheet(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver)
    driver.press(Qt.Key.Key_Y, ALT)
    part = driver.page.form.triage
    assert driver.focus() is part
    assert part.words() == "来访人主要想办什么事？"
    driver.type("42")
    assert part.words().startswith("去向：")
    route = part.route()
    assert route is not None
    driver.settle()
    shown = driver.words_on_screen()
    assert route.clocks[0].citation in shown
    assert route.where in shown
    assert "法定" in [one.words for one in chips_of(part)]
    asked: list[tuple[int, int]] = []
    driver.page.print_guidance.connect(lambda *ids: asked.append(ids))
    driver.save()
    found = only_matter(session)
    known = triage.current(session, found.matter_id)
    assert known is not None
    assert known.route == route
    driver.press(Qt.Key.Key_D, ALT)
    assert asked == [(found.matter_id, found.contacts[0].contact_id)]
    assert part.answers() == ()


def chips_of(part: TriagePart) -> list[Status]:
    return [one.status for one in part.findChildren(Chip)]


def test_answers_are_taken_back_and_kept_in_the_draft(driver: IntakeDriver) -> None:
    driver.type_name("仇建国")
    driver.go_to("triage")
    part = driver.page.form.triage
    driver.type("4")
    driver.press(Qt.Key.Key_Down)
    driver.press(Qt.Key.Key_Return)
    assert part.answers() == ("enforcement", "slow")
    driver.press(Qt.Key.Key_Backspace)
    assert part.answers() == ("enforcement",)
    driver.type("9")
    assert part.answers() == ("enforcement",), "there is no ninth answer"
    driver.park()
    assert part.answers() == ()
    driver.recall()
    assert part.answers() == ("enforcement",)


def test_an_unfinished_questionnaire_never_stops_the_registration(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver)
    driver.go_to("triage")
    driver.type("4")
    driver.save()
    assert driver.confirmation()
    assert not driver.page.saved_line.guidance_button.isVisible()
    assert triage.current(session, only_matter(session).matter_id) is None


def test_figures_belong_to_the_input_method_while_it_composes(driver: IntakeDriver) -> None:
    driver.go_to("triage")
    part = driver.page.form.triage
    QApplication.sendEvent(part, QInputMethodEvent("zhi", []))
    driver.press(Qt.Key.Key_1)
    assert part.answers() == ()
    QApplication.sendEvent(part, QInputMethodEvent("", []))
    driver.press(Qt.Key.Key_1)
    assert part.answers() == ("file",)


def test_used_remedies_are_ticked(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver)
    driver.go_to("triage")
    part = driver.page.form.triage
    driver.type("313")
    route = part.route()
    assert route is not None
    assert route.checklist
    driver.settle()
    driver.tab()
    driver.press(Qt.Key.Key_Space)
    driver.save()
    known = triage.current(session, only_matter(session).matter_id)
    assert known is not None
    assert len(known.ticked) == 1


# 补录


def test_the_reason_is_asked_for_once_the_time_is_late(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver)
    driver.press(Qt.Key.Key_L, ALT)
    assert not driver.is_on_screen("late_reason")
    driver.fill("happened_on", "昨天")
    driver.fill("happened_time", "")
    driver.type("1510")
    assert driver.is_on_screen("late_reason")
    driver.fill("late_reason", "停电")
    driver.save()
    assert driver.confirmation().endswith("初访 · 补录")
    words = only_matter(session).timeline[0].words
    assert "补录：2026年11月23日15时10分发生" in words
    assert "停电" in words
    assert not driver.is_on_screen("late_reason")


def test_a_letter_of_last_week_is_late_and_opens_its_part(driver: IntakeDriver) -> None:
    driver.page.open_at(Channel.LETTER)
    driver.settle()
    driver.fill("letter_received", "2026-11-22")
    assert not driver.is_on_screen("late_reason")
    driver.go_to("letter_received")
    driver.replace("2026-11-16")
    assert driver.is_on_screen("late_reason")
    assert driver.focus_name() == "letter_received"


def test_a_blank_form_is_entered_under_its_own_number(driver: IntakeDriver, session: Session, clock: Clock) -> None:
    batch = blank_forms.reserve(session, Channel.VISIT, 2, NOW)
    clock.now += timedelta(hours=3)
    fill_in(driver)
    driver.fill("blank_number", batch.forms[1].number)
    driver.go_to("happened_time")
    driver.type("1030")
    driver.save()
    assert "补录原因" in driver.note("late_reason")
    driver.fill("late_reason", "停电")
    driver.save()
    assert driver.confirmation().startswith(f"已登记 {batch.forms[1].number}")
    assert driver.confirmation().endswith("补录")
    fill_in(driver)
    driver.fill("blank_number", batch.forms[1].number)
    driver.fill("late_reason", "停电")
    driver.go_to("happened_time")
    driver.type("1031")
    driver.save()
    assert "已经录入过" in driver.note("blank_number")


# 读卡


def test_a_pasted_card_fills_the_form(driver: IntakeDriver, qtbot: QtBot) -> None:
    driver.go_to("claim")
    driver.press(Qt.Key.Key_V, ALT)
    assert driver.focus() is driver.page.card_line.edit
    driver.paste(CARD)
    qtbot.waitUntil(lambda: not driver.page.card_line.isVisible())
    assert (driver.value("name"), driver.value("document_number")) == ("仇建国", NUMBER)
    assert driver.value("address") == "某某县城关镇石桥村3组"
    assert (driver.value("sex"), driver.value("birth_date")) == ("male", "1970-01-01")
    assert driver.focus_name() == "claim"
    words = driver.page.problems.words()
    assert "格式校验通过" in words
    assert "请与证件核对" in words
    assert driver.page.card_line.edit.text() == ""
    assert driver.page.problems.property("tone") == Tone.GOOD.value


def test_the_line_for_cards_does_not_count_as_leaving_a_field(driver: IntakeDriver) -> None:
    driver.go_to("name")
    driver.press(Qt.Key.Key_V, ALT)
    assert driver.focus() is driver.page.card_line.edit
    assert driver.state("name") == "hint"


def test_a_reader_that_types_like_a_keyboard_is_read_whole(driver: IntakeDriver, qtbot: QtBot) -> None:
    driver.press(Qt.Key.Key_V, ALT)
    for line in f"仇建国|男|汉|19700101|某某县城关镇石桥村|{NUMBER}|某某县公安局|20200101|20400101\n".split("\n"):
        driver.type(line)
        driver.enter()
    qtbot.waitUntil(lambda: driver.value("document_number") == NUMBER)
    assert driver.value("name") == "仇建国"


def test_what_was_typed_is_not_overwritten_by_a_card(driver: IntakeDriver, qtbot: QtBot) -> None:
    driver.type_name("仇健国")
    driver.press(Qt.Key.Key_V, ALT)
    driver.paste(CARD)
    qtbot.waitUntil(lambda: driver.value("document_number") == NUMBER)
    assert driver.value("name") == "仇健国"
    assert "读卡为“仇建国”" in driver.note("name")
    assert "姓名与已填的不同" in driver.page.problems.words()
    assert driver.page.problems.property("tone") == Tone.SOON.value


def test_text_that_is_no_card_says_so_and_esc_folds_it_away(driver: IntakeDriver, qtbot: QtBot) -> None:
    driver.press(Qt.Key.Key_V, ALT)
    driver.paste("今天下雨")
    qtbot.waitUntil(lambda: "没有读到证件号码" in driver.page.card_line.field.note())
    driver.press(Qt.Key.Key_Escape)
    assert not driver.page.card_line.isVisible()
    assert driver.is_blank()


def test_a_reader_folder_fills_the_form_with_its_photo(
    driver: IntakeDriver, tmp_path: Path, desk: Operations[Session], clock: Clock, qtbot: QtBot
) -> None:
    folder = tmp_path / "reader"
    folder.mkdir()
    driver.page.cards.choose(str(folder))
    driver.settle()
    assert str(folder) in driver.page.card_line._folder_words.text()
    (folder / "wz.txt").write_bytes(CARD.encode("utf-16"))
    assert QImage(102, 126, QImage.Format.Format_RGB32).save(str(folder / "zp.bmp"))
    for _look in range(3):
        driver.page.cards.look()
        driver.settle()
    assert (driver.value("name"), driver.value("document_number")) == ("仇建国", NUMBER)
    assert "只供当面核对，不保存" in driver.words_on_screen()
    assert list(folder.iterdir()) == []
    again = IntakeDriver(qtbot, IntakePage(desk, clock), desk)
    assert str(folder) in again.page.card_line._folder_words.text()


def test_a_card_of_somebody_else_waits_for_the_next_form(driver: IntakeDriver, qtbot: QtBot) -> None:
    driver.type_name("李某")
    driver.type_document(resident_number(2))
    driver.press(Qt.Key.Key_V, ALT)
    driver.paste(CARD)
    qtbot.waitUntil(lambda: "这张表是别人的" in driver.page.problems.words())
    assert driver.value("document_number") == resident_number(2)
    driver.park()
    assert driver.value("document_number") == NUMBER


# 暂放


def test_the_strip_counts_the_minutes(driver: IntakeDriver, clock: Clock) -> None:
    driver.type_name("王某")
    driver.park()
    clock.now += timedelta(minutes=6)
    driver.page.strip.show_waiting()
    assert "王某 6 分钟" in driver.words_on_screen()
    clock.now += timedelta(minutes=65)
    assert driver.page.strip.words() == ["王某 1 小时 11 分"]
    clock.now += timedelta(days=1)
    assert driver.page.strip.words() == ["王某 11月24日"]
