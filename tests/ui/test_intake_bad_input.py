"""Bad input at the desk: a plain message beside the cause, what was typed stays, nothing is half-saved."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from app.domain.matter_detail import MatterDetail
from app.domain.petitioner import DocumentKind
from app.domain.queue import QueueFilter, QueueView
from app.services import matters, queue
from app.services.session import Session
from tests.support.hands import ALT
from tests.support.intake_driver import IntakeDriver, resident_number
from ui.operations import Operations
from ui.pages.intake.page import IntakePage
from ui.widgets.date_edit import DateEdit

NOW = datetime.fromisoformat("2026-11-24T10:26:03")
WOMAN = resident_number("41999919770416796")
CLAIM = "请求督促执行。"
PLENTY = 1_000_000


@pytest.fixture
def driver(qtbot: QtBot, desk: Operations[Session]) -> IntakeDriver:
    page = IntakePage(desk, lambda: NOW)
    desk.unavailable.connect(page.tell)  # as the window does
    return IntakeDriver(qtbot, page, desk)


def fill_in(driver: IntakeDriver, name: str = "张三", document: str = WOMAN, claim: str = CLAIM) -> None:
    driver.type_name(name)
    driver.type_document(document)
    driver.type_claim(claim)


def registered(session: Session) -> list[MatterDetail]:
    rows = queue.first_page(session, QueueFilter(view=QueueView.ALL), NOW.date()).page.rows
    return [matters.detail(session, row.matter_id) for row in rows]


def test_nothing_at_all_is_refused_beside_every_field_owed(driver: IntakeDriver, session: Session) -> None:
    driver.save()
    assert driver.page.problems.words() == "有几处需要补正，见各栏下方说明。已填内容都在。"
    for name in ("name", "document_number", "claim"):
        assert driver.state(name) == "wrong", name
        assert driver.note(name).startswith("✕ 请")
    assert driver.focus_name() == "name"
    assert registered(session) == []


def test_spaces_are_nothing(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver, name=" 　 ", claim="\n\n")
    driver.save()
    assert (driver.state("name"), driver.state("claim")) == ("wrong", "wrong")
    assert registered(session) == []


IMPOSSIBLE = (
    (resident_number("41999919770230796"), "日期"),
    (resident_number("41999920770416796"), "日期"),
    (resident_number("00999919770416796"), "前两位00不是任何省份的代码"),
    ("4199991977041679", "现在是16位"),
    ("41999919770416796Y", "最后一位可以是X"),
    ("无身份证", "现在是4位"),
)


def test_a_number_that_cannot_be_is_refused_and_stays(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver, document="")
    for number, says in IMPOSSIBLE:
        driver.go_to("document_number")
        driver.replace(number)
        driver.go_to("claim")
        assert driver.state("document_number") == "wrong"
        assert says in driver.note("document_number")
        driver.save()
        assert driver.value("document_number") == number
        assert says in driver.note("document_number")
        assert driver.focus_name() == "document_number"
    assert registered(session) == []


def test_fifteen_digits_are_completed_and_said(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver, document="419999770416796")
    assert driver.state("document_number") == "look"
    assert f"已换算成18位{WOMAN}" in driver.note("document_number")
    assert driver.value("document_number") == "419999770416796"
    driver.save()
    person = registered(session)[0].contacts[0].principal.person
    assert person.document_number == WOMAN
    assert str(person.birth_date) == "1977-04-16"


def test_full_width_digits_are_taken_with_a_notice(driver: IntakeDriver, session: Session) -> None:
    driver.type_name("张三")
    wide = WOMAN.translate({ord(str(figure)): 0xFF10 + figure for figure in range(10)})
    driver.fill("document_number", wide)
    assert driver.value("document_number") == WOMAN
    assert "全角数字和字母已转为半角" in driver.note("document_number") or driver.state("document_number") == "good"
    driver.type_claim(CLAIM)
    driver.save()
    assert registered(session)[0].contacts[0].principal.person.document_number == WOMAN


def test_a_passport_and_what_is_none(driver: IntakeDriver, session: Session) -> None:
    choice = driver.page.form.fields["document_kind"].editor
    places = [choice.itemData(place) for place in range(choice.count())]  # type: ignore[union-attr]
    place = 1 + next(i for i, value in enumerate(places) if value in (DocumentKind.PASSPORT, "passport"))
    driver.type_name("TRAN THI LAN")
    driver.choose("document_kind", place)
    driver.type_document("b1234567")
    driver.type_claim(CLAIM)
    driver.go_to("claim")
    assert driver.state("document_number") != "wrong"
    driver.save()
    person = registered(session)[0].contacts[0].principal.person
    assert (person.document_kind, person.document_number) == (DocumentKind.PASSPORT, "B1234567")
    driver.type_name("NGUYEN")
    driver.choose("document_kind", place)
    driver.type_document("护照")
    driver.type_claim(CLAIM)
    driver.save()
    assert len(registered(session)) == 2, "no rule for other countries' numbers stands in the way"


def test_emoji_and_control_characters_never_reach_the_record_broken(driver: IntakeDriver, session: Session) -> None:
    driver.go_to("name")
    driver.paste("张\u0000\u200b\u202e三\r\n🙂\u0007")
    driver.type_document(WOMAN)
    driver.go_to("claim")
    driver.paste("第一行\r\n第二行\u0000\u0008\u202e🙂👨‍👩‍👧\ttab")
    driver.fill("address", "南坪乡🏠")
    driver.save()
    found = registered(session)[0]
    person = found.contacts[0].principal.person
    assert person.name.startswith("张")
    assert person.address == "南坪乡🏠"
    text = found.claims[0].text
    assert "第一行\n第二行" in text
    assert "🙂" in text
    for stored in (person.name, text):
        assert not any(ord(char) < 32 and char != "\n" for char in stored)
        assert "\u202e" not in stored


CASES = (
    ("(2023)豫0104民初1234号", "（2023）豫0104民初1234号", "hint"),
    ("[2023）豫0104民初1234号", "（2023）豫0104民初1234号", "hint"),
    ("〔2023】豫0104民初1234号", "（2023）豫0104民初1234号", "hint"),
    ("（２０２３）豫０１０４民初１２３４号", "（2023）豫0104民初1234号", "hint"),
    ("（2031）豫0104民初1234号", "（2031）豫0104民初1234号", "look"),
    ("2023豫0104民初1234", "（2023）豫0104民初1234号", "look"),
    ("去年那个判决", "去年那个判决", "look"),
    ("（（2023豫", "（（2023豫", "look"),
)


def test_a_case_number_is_never_in_the_way_and_what_was_typed_is_kept(driver: IntakeDriver, session: Session) -> None:
    for place, (typed, normalised, state) in enumerate(CASES):
        fill_in(driver, document=resident_number(f"4199991977041{6000 + place}"))
        driver.fill("case_numbers", typed)
        driver.go_to("claim")
        assert driver.state("case_numbers") in (state, "good"), typed
        assert driver.value("case_numbers") == typed
        driver.save()
        assert driver.confirmation().startswith("已登记"), typed
        newest = max(registered(session), key=lambda one: one.matter_id)
        assert [(case.raw, case.normalised) for case in newest.case_refs] == [(typed, normalised)]


def test_a_year_to_come_is_said(driver: IntakeDriver) -> None:
    driver.fill("case_numbers", "（2031）豫0104民初1234号")
    driver.go_to("claim")
    assert driver.note("case_numbers").startswith("⚠ 案号年份2031晚于今年")


def test_a_number_of_people_that_makes_no_sense_is_refused_and_stays(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver)
    for figure in ("0", "-3", "3.5", "很多", "9" * 12):
        driver.go_to("head_count")
        driver.replace(figure)
        driver.save()
        assert driver.confirmation() == "", figure
        assert driver.state("head_count") == "wrong", figure
        assert driver.value("head_count") == figure
    assert registered(session) == []


@pytest.mark.parametrize(("typed", "read"), [("两", "2"), ("十二人", "12"), ("3 个人", "3"), ("３", "3")])
def test_a_number_of_people_in_chinese_is_read_on_leaving(
    driver: IntakeDriver, session: Session, typed: str, read: str
) -> None:
    fill_in(driver)
    driver.go_to("head_count")
    driver.replace(typed)
    driver.go_to("claim")
    assert driver.value("head_count") == read
    assert driver.state("head_count") != "wrong"
    driver.save()
    assert registered(session)[0].contacts[0].head_count == int(read)


@pytest.mark.parametrize("typed", ["很多", "0", "3.5", "一家"])
def test_a_number_of_people_that_makes_no_sense_is_said_on_leaving(driver: IntakeDriver, typed: str) -> None:
    fill_in(driver)
    driver.go_to("head_count")
    driver.replace(typed)
    assert driver.state("head_count") != "wrong"
    driver.go_to("claim")
    assert driver.state("head_count") == "wrong"
    assert driver.value("head_count") == typed


def test_a_birth_date_is_not_asked_for_in_days_from_now(driver: IntakeDriver) -> None:
    driver.go_to("birth_date")
    editor = driver.page.form.fields["birth_date"].editor
    assert isinstance(editor, DateEdit)
    assert editor.placeholderText() == "如 19620315"
    driver.write("去年")
    driver.go_to("claim")
    assert driver.state("birth_date") == "wrong"
    assert "1962-3-15" in driver.note("birth_date")
    assert "+3" not in driver.note("birth_date")


def test_a_day_that_is_none_is_refused_and_stays(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver)
    driver.press(Qt.Key.Key_L, ALT)
    for day in ("20261301", "20260230", "明年", "0000-00-00", "+9999999", "周八"):
        driver.go_to("happened_on")
        driver.replace(day)
        driver.save()
        assert driver.confirmation() == "", day
        assert driver.state("happened_on") == "wrong", day
        assert driver.focus_name() == "happened_on"
        assert driver.value("happened_on") == day
    assert registered(session) == []


def test_a_full_disk_is_said_in_the_calm_bar_and_the_form_stays_filled(driver: IntakeDriver, session: Session) -> None:
    """The real thing: the database may not grow, as on a disk without room."""
    granted = [1]  # page, that is: none more than there are
    engine = session.register._engine

    def limit(connection, _record, _proxy) -> None:
        connection.execute(f"PRAGMA max_page_count = {granted[0]}")

    event.listen(engine, "checkout", limit)
    fill_in(driver)
    driver.fill("narrative", "".join(map(chr, range(0x4E00, 0x4E00 + 9000))))
    before = driver.page.content()
    driver.save()
    assert driver.page.problems.words().startswith("磁盘已满，这一次没有保存，也没有留下半份记录。")
    assert driver.confirmation() == ""
    assert driver.page.content() == before
    assert registered(session) == []
    assert not driver.page.form.fields["claim"].editor.isReadOnly()  # type: ignore[union-attr]
    granted[0] = PLENTY
    driver.save()
    assert driver.confirmation().startswith("已登记 （2026）豫9999来访1号")
    assert registered(session)[0].number == "（2026）豫9999访1号"
