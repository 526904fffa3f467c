"""Unfinished forms: kept within two seconds, offered again, parked and recalled, and never back from the dead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.contact import Channel
from app.domain.errors import Unavailable, UnavailableKind
from app.domain.petitioner import Role
from app.services import drafts, intake
from app.services.drafts import Draft
from app.services.session import Session
from tests.support.desk_room import Clock
from tests.support.intake_driver import SHIFT, IntakeDriver, resident_number
from ui.operations import Operations
from ui.pages.intake.content import FormContent, PersonEntry, from_json
from ui.pages.intake.page import IntakePage

NOW = datetime.fromisoformat("2026-11-24T10:26:03")
WOMAN = resident_number("41999919770416796")


def kept(session: Session, clock: Clock) -> tuple[Draft, ...]:
    return drafts.offered(session, clock())


def fill_in(driver: IntakeDriver, name: str = "张某") -> None:
    driver.type_name(name)
    driver.type_document(WOMAN)
    driver.type_claim("请求督促执行。")


def test_a_form_is_kept_within_two_seconds_of_the_last_key(
    driver: IntakeDriver, session: Session, clock: Clock, qtbot: QtBot
) -> None:
    driver.type_name("张某")
    assert kept(session, clock) == ()
    qtbot.waitUntil(lambda: driver.page.actions_bar.saved_words() != "", timeout=2000)
    assert driver.page.actions_bar.saved_words() == "草稿已保存 10:26:03"
    (draft,) = kept(session, clock)
    assert (draft.kind, draft.title) == ("intake", "张某")


def test_leaving_a_field_keeps_the_form_at_once(driver: IntakeDriver, session: Session, clock: Clock) -> None:
    driver.type_name("张某")
    driver.enter()
    driver.settle()
    assert len(kept(session, clock)) == 1


def test_one_form_is_one_draft_however_fast_it_is_saved(driver: IntakeDriver, session: Session, clock: Clock) -> None:
    driver.type_name("张")
    driver.page.keeper.flush()
    driver.write("某")
    driver.page.keeper.flush()
    driver.settle()
    assert [draft.title for draft in kept(session, clock)] == ["张某"]


def test_hiding_the_page_keeps_the_form(driver: IntakeDriver, session: Session, clock: Clock) -> None:
    driver.type_claim("反映执行拖延，要求当面答复。")
    driver.page.hide()
    driver.settle()
    assert [draft.title for draft in kept(session, clock)] == ["反映执行拖延，要求当面…"]


def test_a_form_with_nothing_typed_makes_no_draft_and_an_emptied_one_loses_it(
    driver: IntakeDriver, session: Session, clock: Clock
) -> None:
    driver.choose("document_kind", 2)
    driver.choose("document_kind", 1)
    driver.page.before_close()
    driver.settle()
    assert kept(session, clock) == ()
    driver.type_name("张")
    driver.page.before_close()
    driver.settle()
    assert len(kept(session, clock)) == 1
    driver.press(Qt.Key.Key_Backspace)
    driver.page.before_close()
    driver.settle()
    assert kept(session, clock) == ()
    assert driver.page.actions_bar.saved_words() == ""


def test_a_new_page_offers_and_restores_everything(
    driver: IntakeDriver, session: Session, clock: Clock, desk: Operations[Session], qtbot: QtBot
) -> None:
    driver.press(Qt.Key.Key_F2)
    fill_in(driver)
    driver.choose("cause", 4)
    driver.fill("letter_dated", "1101")
    driver.go_to("people")
    driver.write("李四")
    before = driver.page.content()
    driver.page.before_close()
    driver.settle()

    again = IntakeDriver(qtbot, IntakePage(desk, clock), desk)
    assert again.page.strip.words() == ["张某 刚刚"]
    assert again.is_blank()
    again.recall()
    content = again.page.content()
    assert content.channel is Channel.LETTER
    assert {**content.values, "letter_dated": ""} == {**before.values, "letter_dated": ""}
    assert content.people == (PersonEntry(Role.JOINT_SIGNER.value, "李四"),)
    assert again.note("document_number") == "✓ 格式校验通过 · 女 · 49 岁"
    assert again.page.strip.words() == []
    assert again.page.actions_bar.saved_words() == "草稿已保存 10:26:03"


def test_a_draft_restored_before_the_lists_are_read_keeps_its_choices(
    driver: IntakeDriver, session: Session, clock: Clock, desk: Operations[Session], qtbot: QtBot
) -> None:
    fill_in(driver)
    driver.choose("disposition", 2)
    driver.page.before_close()
    driver.settle()
    page = IntakePage(desk, clock)
    qtbot.addWidget(page)
    page.restore(kept(session, clock)[0])
    assert page.form.values()["disposition"] == "answer"
    page.show()
    desk.drain()
    assert page.form.fields["disposition"].editor.currentText() == "当场答复"


def test_registering_removes_the_draft_and_a_late_save_cannot_bring_it_back(
    driver: IntakeDriver, session: Session, clock: Clock
) -> None:
    fill_in(driver)
    driver.page.keeper.flush()
    driver.write("补充一句。")
    form_kept = driver.page.keeper.kept
    driver.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    driver.page.keeper.touch()
    driver.page.keeper.flush()
    driver.settle()
    assert form_kept.ended
    assert driver.confirmation() != ""
    assert kept(session, clock) == ()
    driver.page.before_close()
    driver.settle()
    assert kept(session, clock) == ()


def test_a_refused_form_is_still_kept(driver: IntakeDriver, session: Session, clock: Clock) -> None:
    driver.type_name("张某")
    driver.save()
    driver.page.before_close()
    driver.settle()
    assert [draft.title for draft in kept(session, clock)] == ["张某"]


def test_when_the_machine_says_no_the_text_stays_and_is_kept(
    driver: IntakeDriver, session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch, desk: Operations[Session]
) -> None:
    told: list[Unavailable] = []
    desk.unavailable.connect(told.append)

    def full_disk(*_args: object) -> None:
        raise Unavailable(UnavailableKind.DISK_FULL)

    fill_in(driver)
    with monkeypatch.context() as patch:
        patch.setattr(intake, "submit", full_disk)
        driver.save()
    assert [one.kind for one in told] == [UnavailableKind.DISK_FULL]
    assert driver.value("claim") == "请求督促执行。"
    driver.save()
    assert driver.confirmation() != ""
    assert kept(session, clock) == ()


def test_a_save_that_failed_is_tried_again_at_the_next_key(
    driver: IntakeDriver, session: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_args: object, **_named: object) -> None:
        raise Unavailable(UnavailableKind.DISK_FULL)

    driver.type_name("张某")
    with monkeypatch.context() as patch:
        patch.setattr(drafts, "save", full_disk)
        driver.page.keeper.flush()
        driver.settle()
    assert driver.page.keeper.is_dirty
    assert driver.page.actions_bar.saved_words() == ""
    driver.page.before_close()
    driver.settle()
    assert len(kept(session, clock)) == 1


def test_parking_and_recalling(driver: IntakeDriver, session: Session, clock: Clock) -> None:
    driver.type_name("王某")
    driver.park()
    assert driver.is_blank()
    assert driver.focus_name() == "name"
    assert driver.page.strip.words() == ["王某 刚刚"]
    clock.now += timedelta(minutes=6)
    driver.type_name("李某")
    driver.park()
    assert driver.page.strip.words() == ["李某 刚刚", "王某 6 分钟"]
    driver.recall()
    assert driver.value("name") == "李某"
    assert driver.page.strip.words() == ["王某 6 分钟"]
    driver.recall()
    assert driver.value("name") == "王某"
    assert driver.page.strip.words() == ["李某 刚刚"]
    assert len(kept(session, clock)) == 2


def test_a_look_into_a_parked_form_does_not_begin_its_waiting_anew(driver: IntakeDriver, clock: Clock) -> None:
    driver.type_name("王某")
    driver.park()
    clock.now += timedelta(minutes=20)
    driver.recall()
    assert driver.value("name") == "王某"
    driver.park()
    assert driver.page.strip.words() == ["王某 20 分钟"]
    clock.now += timedelta(minutes=5)
    driver.type_name("李某")
    driver.recall()
    clock.now += timedelta(minutes=5)
    driver.recall()
    assert driver.page.strip.words() == ["王某 30 分钟"], "taking up another form parks it too"


def test_however_many_wait_each_can_be_taken_up_by_a_key(driver: IntakeDriver, clock: Clock) -> None:
    for name in ("王某", "李某", "赵某", "钱某"):
        driver.type_name(name)
        driver.park()
        clock.now += timedelta(minutes=2)
    assert "王某 6 分钟" in driver.words_on_screen()
    assert "另 2 份" in driver.words_on_screen()
    taken = []
    for _round in range(4):
        driver.press(Qt.Key.Key_F5, SHIFT)
        driver.settle()
        taken.append(driver.value("name"))
        clock.now += timedelta(minutes=2)
    assert taken == ["王某", "李某", "赵某", "钱某"]
    driver.recall()
    assert driver.value("name") == "赵某"


def test_where_there_is_little_room_the_oldest_stands_for_the_others(driver: IntakeDriver, clock: Clock) -> None:
    driver.widget.resize(900, 700)
    for name in ("王某", "李某", "某某县永固建材公司"):
        driver.type_name(name)
        driver.park()
        clock.now += timedelta(minutes=2)
    words = driver.words_on_screen()
    assert "某某县永… 刚刚" in words
    assert "王某" not in words
    assert "另 2 份" in words
    driver.press(Qt.Key.Key_F5, SHIFT)
    driver.settle()
    assert driver.value("name") == "王某"


@pytest.mark.parametrize("end", [IntakeDriver.save, IntakeDriver.park], ids=["registered", "parked"])
def test_a_fresh_form_does_not_begin_with_something_missing(
    driver: IntakeDriver, end: Callable[[IntakeDriver], None]
) -> None:
    fill_in(driver)
    assert driver.focus_name() == "claim"
    end(driver)
    assert driver.is_blank()
    assert driver.focus_name() == "name"
    assert [name for name in driver.page.form.fields if driver.state(name) == "wrong"] == []


def test_parking_an_empty_form_says_so(driver: IntakeDriver, session: Session, clock: Clock) -> None:
    driver.park()
    assert driver.page.problems.words() == "这张表还是空的，不用暂放。"
    assert kept(session, clock) == ()


def test_a_recalled_form_is_registered_and_its_draft_goes(driver: IntakeDriver, session: Session, clock: Clock) -> None:
    fill_in(driver)
    driver.park()
    driver.recall()
    driver.save()
    assert "张某" in driver.confirmation()
    assert kept(session, clock) == ()
    assert driver.page.strip.words() == []


def test_a_form_taken_up_the_next_day_happened_on_the_day_it_was_begun(driver: IntakeDriver, clock: Clock) -> None:
    fill_in(driver)
    driver.park()
    clock.now += timedelta(days=1)
    driver.recall()
    assert (driver.value("happened_on"), driver.value("happened_time")) == ("2026-11-24", "10:26")


def test_beginning_another_kind_from_elsewhere_parks_the_form(driver: IntakeDriver) -> None:
    driver.type_name("王某")
    driver.page.open_at(Channel.LETTER)
    driver.settle()
    assert driver.page.form.channel is Channel.LETTER
    assert driver.is_blank()
    assert driver.page.strip.words() == ["王某 刚刚"]
    driver.page.open_at("letter")
    assert driver.page.strip.words() == ["王某 刚刚"]


def test_the_matter_to_join_is_part_of_the_draft(
    driver: IntakeDriver, clock: Clock, desk: Operations[Session], qtbot: QtBot
) -> None:
    fill_in(driver)
    driver.save()
    driver.type_document(WOMAN)
    driver.settle()
    driver.join(1)
    driver.park()
    assert driver.page.decision_line.words() == ""
    again = IntakeDriver(qtbot, IntakePage(desk, clock), desk)
    again.recall()
    assert again.page.decision_line.words().startswith("将归入 ")
    again.save()
    assert "重访 第2次" in again.confirmation()


def test_a_draft_nobody_can_read_is_left_alone(driver: IntakeDriver, session: Session, clock: Clock) -> None:
    drafts.save(session, None, "intake", "旧草稿", "{", clock())
    driver.page.keeper.look()
    driver.settle()
    driver.recall()
    assert "读不出来" in driver.page.problems.words()
    assert len(kept(session, clock)) == 1


def test_content_comes_back_from_a_draft_as_it_was() -> None:
    content = FormContent(
        Channel.CALL, {"name": "张🙂\n", "department": 3, "joint": True}, (PersonEntry("agent", "李"),)
    )
    assert from_json(content.to_json()) == content
