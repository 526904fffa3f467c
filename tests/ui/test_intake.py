"""The intake page over a real register: registering each kind of contact by keyboard, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest

from app.domain.contact import Channel
from app.domain.history import Flag
from app.domain.intake import Material
from app.domain.matter_detail import MatterDetail
from app.domain.petitioner import DocumentKind, PetitionerKind, Role, Sex
from app.domain.queue import QueueFilter
from app.services import history, matters, queue
from app.services.session import Session
from tests.support.intake_driver import ALT, CTRL, SHIFT, IntakeDriver, resident_number
from ui.pages.intake.plan import CHANNELS, PLANS

NOW = datetime.fromisoformat("2026-11-24T10:26:03")
WOMAN = resident_number("41999919770416796")
MAN = resident_number("11010119900307003")
Open = Callable[[], IntakeDriver]


def only_matter(session: Session) -> MatterDetail:
    rows = queue.first_page(session, QueueFilter(), NOW.date()).page.rows
    assert len(rows) == 1
    return matters.detail(session, rows[0].matter_id)


def fill_in(driver: IntakeDriver, name: str = "张三", document: str = WOMAN, claim: str = "请求督促执行。") -> None:
    driver.type_name(name)
    driver.type_document(document)
    driver.type_claim(claim)


def test_a_visitor_with_a_rare_name_is_registered_without_a_mouse(driver: IntakeDriver, session: Session) -> None:
    assert driver.focus_name() == "name"
    driver.write("仇𬱖")
    driver.enter()
    assert driver.focus_name() == "document_kind"
    driver.enter()
    driver.type(WOMAN)
    driver.enter()
    driver.type("175 9993 6196、0300-1234567")
    driver.enter()
    driver.write("南坪乡石桥村")
    driver.enter()
    driver.type("2")
    driver.enter()
    driver.write("（2019）豫9999行初1143号、（2020）豫99行终20号")
    driver.enter()
    driver.type("4")
    driver.enter()
    driver.type("1")
    driver.enter()
    driver.write("相邻权纠纷判决后，对方拒不拆除。")
    driver.enter()
    driver.write("要求尽快执行。")
    driver.tab()
    driver.write("判决书 6页；申请书 2页")
    driver.enter()
    driver.type("zcb")
    driver.save()

    found = only_matter(session)
    contact = found.contacts[0]
    assert driver.confirmation() == f"已登记 {contact.number} · 仇𬱖 · 初访"
    assert found.petitioner == "仇𬱖"
    person = contact.principal.person
    assert (person.sex, person.birth_date) == (Sex.FEMALE, date(1977, 4, 16))
    assert person.phones == ("17599936196", "0300-1234567")
    assert person.address == "南坪乡石桥村"
    assert contact.head_count == 2
    assert [case.normalised for case in found.case_refs] == ["（2019）豫9999行初1143号", "（2020）豫99行终20号"]
    assert (found.cause_code, contact.litigant_identity_code) == ("trial_effective", "plaintiff")
    assert found.claims[0].text == "相邻权纠纷判决后，对方拒不拆除。\n要求尽快执行。"
    assert contact.materials == (Material("判决书", 6), Material("申请书", 2))
    assert contact.disposition_code == "transfer"
    assert contact.happened_at == NOW
    assert driver.is_blank()
    assert driver.focus_name() == "name"


def test_the_first_page_has_at_most_twelve_fields(driver: IntakeDriver) -> None:
    for channel in CHANNELS:
        driver.page.set_channel(channel)
        assert driver.page.form.first_page_fields() <= 12
        assert not any(driver.page.form.is_open(fold.name) for fold in PLANS[channel].folds)


def test_a_good_number_says_so_while_it_is_typed(driver: IntakeDriver) -> None:
    driver.go_to("document_number")
    driver.type(WOMAN[:17])
    assert driver.note("document_number") == "已输入 17 位"
    driver.type(WOMAN[17])
    assert driver.note("document_number") == "✓ 格式校验通过 · 女 · 49 岁"


def test_a_wrong_check_digit_is_said_and_refused_and_stays_as_typed(driver: IntakeDriver, session: Session) -> None:
    wrong = WOMAN[:17] + ("0" if WOMAN[17] != "0" else "1")
    fill_in(driver, document=wrong)
    assert driver.state("document_number") == "wrong"
    assert "最后一位与前17位对不上" in driver.note("document_number")
    driver.save()
    assert driver.confirmation() == ""
    assert driver.value("document_number") == wrong
    assert "最后一位与前17位对不上" in driver.note("document_number")
    assert driver.focus_name() == "document_number"
    assert driver.page.problems.words() == "有几处需要补正，见各栏下方说明。已填内容都在。"
    assert queue.first_page(session, QueueFilter(), NOW.date()).page.rows == ()


def test_without_a_document_a_reason_is_asked_for(driver: IntakeDriver, session: Session) -> None:
    driver.type_name("张三")
    driver.choose("document_kind", 9)
    assert driver.is_on_screen("no_document_reason")
    assert not driver.is_on_screen("document_number")
    driver.type_claim("请求督促执行。")
    driver.save()
    assert driver.focus_name() == "no_document_reason"
    assert driver.note("no_document_reason").startswith("✕ 请选择未出示证件的原因")
    driver.type("2")
    driver.save()
    person = only_matter(session).contacts[0].principal.person
    assert (person.document_kind, person.no_document_reason) == (DocumentKind.NONE, "本人不愿出示")


def test_sex_and_birth_are_filled_in_but_never_overwritten(driver: IntakeDriver) -> None:
    driver.type_document(WOMAN)
    assert (driver.value("sex"), driver.value("birth_date")) == ("female", "1977-04-16")
    driver.press(Qt.Key.Key_A, CTRL)
    driver.type(MAN)
    assert (driver.value("sex"), driver.value("birth_date")) == ("male", "1990-03-07")
    driver.choose("sex", 2)
    driver.go_to("document_number")
    driver.press(Qt.Key.Key_A, CTRL)
    driver.press(Qt.Key.Key_Delete)
    driver.type(MAN)
    assert driver.value("sex") == "female"
    assert driver.note("sex") == "⚠ 证件号码显示为 男，请核对。未改动已填内容。"


def test_an_organisation_by_its_credit_code(driver: IntakeDriver, session: Session) -> None:
    driver.type_name("某某市光明机械有限公司")
    driver.choose("document_kind", 7)
    driver.type_document("91350100M000100Y43")
    driver.fill("legal_representative", "王五")
    driver.type_claim("请求督促执行。")
    driver.save()
    person = only_matter(session).contacts[0].principal.person
    assert person.kind is PetitionerKind.ORGANISATION
    assert person.legal_representative == "王五"


def test_a_letter_with_its_own_dates(driver: IntakeDriver, session: Session) -> None:
    driver.press(Qt.Key.Key_F2)
    assert driver.focus_name() == "name"
    assert driver.page.header.title.text() == "来信登记"
    driver.write("李四")
    for keys in ("", "", "1101", "1103", "1105"):
        driver.enter()
        driver.type(keys)
    driver.fill("letter_pages", "6")
    driver.type_claim("反映执行拖延。")
    driver.press(Qt.Key.Key_R, ALT)
    driver.page.form.joint.setFocus()
    driver.press(Qt.Key.Key_Space)
    driver.go_to("head_count")
    driver.press(Qt.Key.Key_A, CTRL)
    driver.type("35")
    driver.save()
    contact = only_matter(session).contacts[0]
    assert contact.channel is Channel.LETTER
    letter = contact.letter
    assert (letter.dated, letter.postmarked, letter.received) == (
        date(2026, 11, 1),
        date(2026, 11, 3),
        date(2026, 11, 5),
    )
    assert (letter.pages, contact.joint, contact.head_count) == (6, True, 35)
    assert contact.happened_at.date() == date(2026, 11, 5)
    assert "初信" in driver.confirmation()


def test_a_letter_received_before_it_was_written_is_refused_beside_the_date(driver: IntakeDriver) -> None:
    driver.press(Qt.Key.Key_F2)
    driver.type_name("李四")
    driver.fill("letter_dated", "20261110")
    driver.fill("letter_received", "20261105")
    driver.type_claim("反映执行拖延。")
    driver.save()
    assert driver.focus_name() == "letter_received"
    assert driver.note("letter_received") == "✕ 收信日期早于写信日期，请核对两个日期。"
    assert driver.value("letter_received") == "2026-11-05"


def test_a_paper_forwarded_from_above(driver: IntakeDriver, session: Session) -> None:
    driver.press(Qt.Key.Key_F2, SHIFT)
    assert driver.focus_name() == "forwarding_body"
    driver.write("某某市中级人民法院")
    driver.enter()
    driver.write("（2026）某中信字第8号")
    driver.enter()
    driver.type("+20")
    driver.enter()
    assert driver.focus_name() == "name"
    driver.write("李四")
    driver.type_claim("反映执行拖延。")
    driver.save()
    contact = only_matter(session).contacts[0]
    assert contact.channel is Channel.FORWARDED
    forwarding = contact.forwarding
    assert (forwarding.body, forwarding.number, forwarding.due) == (
        "某某市中级人民法院",
        "（2026）某中信字第8号",
        date(2026, 12, 14),
    )


def test_a_call(driver: IntakeDriver, session: Session) -> None:
    driver.press(Qt.Key.Key_F1, SHIFT)
    driver.write("匿名")
    driver.type_claim("询问案件进展。")
    driver.save()
    assert only_matter(session).contacts[0].channel is Channel.CALL


def test_companions_agents_and_joint_signers(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver)
    driver.press(Qt.Key.Key_R, ALT)
    people = driver.page.form.people
    QAbstractItemModelTester(people.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    assert driver.focus() is people.name.editor
    driver.write("李四、王五")
    driver.tab()
    driver.enter()
    driver.enter()
    assert driver.focus() is people.name.editor
    driver.press(Qt.Key.Key_Tab, SHIFT)
    driver.type("dl")
    assert people.role.note() == "首字母 dl：1 项"
    driver.enter()
    driver.write("赵律师")
    driver.enter()
    driver.type(MAN)
    assert people.document.note() == "✓ 格式校验通过 · 男 · 36 岁"
    driver.enter()
    driver.type("13812345678")
    assert driver.value("head_count") == "4"
    driver.save()
    assert people.role.note() == ""
    contact = only_matter(session).contacts[0]
    others = [(one.role, one.person.name) for one in contact.people[1:]]
    assert others == [(Role.COMPANION, "李四"), (Role.COMPANION, "王五"), (Role.AGENT, "赵律师")]
    lawyer = contact.people[3].person
    assert (lawyer.document_number, lawyer.phones, lawyer.sex) == (MAN, ("13812345678",), Sex.MALE)
    assert contact.head_count == 4


@pytest.mark.parametrize(("signers", "joint"), [("李四", False), ("李四、王五、赵六、钱七", True)])
def test_e20_those_beside_the_writer_sign_the_letter_and_their_number_makes_it_a_joint_one(
    driver: IntakeDriver, session: Session, signers: str, joint: bool
) -> None:
    driver.press(Qt.Key.Key_F2)
    driver.type_name("张三")
    driver.type_claim("反映执行拖延。")
    driver.press(Qt.Key.Key_R, ALT)
    driver.go_to("people")
    driver.write(signers)
    driver.press(Qt.Key.Key_A, ALT)
    names = signers.split("、")
    assert driver.value("head_count") == str(1 + len(names))
    driver.save()
    contact = only_matter(session).contacts[0]
    others = [(one.role, one.person.name) for one in contact.people[1:]]
    assert others == [(Role.JOINT_SIGNER, name) for name in names]
    assert not contact.joint
    states = {one.flag: one.value for one in history.flag_states(session, contact.contact_id)}
    assert states[Flag.JOINT_LETTER] is joint
    driver.press(Qt.Key.Key_F1)
    driver.type_name("孙八")
    driver.go_to("people")
    driver.write("周九")
    assert driver.page.form.people.people()[0].role == Role.COMPANION.value


def test_the_list_of_people_is_mended_by_keyboard(driver: IntakeDriver) -> None:
    driver.press(Qt.Key.Key_R, ALT)
    people = driver.page.form.people
    QAbstractItemModelTester(people.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    driver.write("李四、王五、赵六")
    driver.press(Qt.Key.Key_A, ALT)
    people.table.setFocus()
    driver.press(Qt.Key.Key_Down)
    driver.press(Qt.Key.Key_Delete)
    assert [one.name for one in people.people()] == ["李四", "赵六"]
    driver.press(Qt.Key.Key_Z, CTRL)
    assert [one.name for one in people.people()] == ["李四", "王五", "赵六"]
    people.table.selectRow(0)
    driver.press(Qt.Key.Key_Return)
    assert driver.focus() is people.name.editor
    driver.press(Qt.Key.Key_A, CTRL)
    driver.write("李斯")
    driver.press(Qt.Key.Key_A, ALT)
    assert sorted(one.name for one in people.people()) == ["李斯", "王五", "赵六"]


def test_a_number_of_people_that_was_typed_is_kept(driver: IntakeDriver) -> None:
    driver.go_to("head_count")
    driver.press(Qt.Key.Key_A, CTRL)
    driver.type("12")
    driver.go_to("people")
    driver.write("李四")
    driver.press(Qt.Key.Key_A, ALT)
    assert driver.value("head_count") == "12"


def test_a_part_opened_by_its_key_lets_its_first_field_be_typed_over(driver: IntakeDriver) -> None:
    driver.press(Qt.Key.Key_F1, SHIFT)
    driver.press(Qt.Key.Key_R, ALT)
    assert driver.focus_name() == "head_count"
    driver.type("9")
    assert driver.value("head_count") == "9"


def test_somebody_without_a_name_is_not_dropped_silently(driver: IntakeDriver) -> None:
    fill_in(driver)
    driver.go_to("people")
    driver.enter()
    driver.type(MAN)
    driver.page.form.set_open("people", is_open=False)
    driver.save()
    people = driver.page.form.people
    assert driver.confirmation() == ""
    assert people.name.editor.isVisible()
    assert "没有姓名" in people.name.note()
    assert people.people()[0].document == MAN


def test_a_folded_part_with_a_problem_opens_by_itself(driver: IntakeDriver) -> None:
    fill_in(driver)
    driver.fill("happened_on", "20261201")
    driver.page.form.set_open("handling", is_open=False)
    driver.save()
    assert driver.is_on_screen("happened_on")
    assert driver.focus_name() == "happened_on"
    assert driver.note("happened_on") == "✕ 来访时间晚于现在。请核对日期和本机时钟。"


def test_the_day_and_time_of_a_visit_yesterday(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver)
    driver.press(Qt.Key.Key_L, ALT)
    assert driver.focus_name() == "happened_on"
    driver.type("-1")
    driver.enter()
    assert driver.value("happened_on") == "2026-11-23"
    driver.type("1530")
    driver.save()
    assert only_matter(session).contacts[0].happened_at == datetime.fromisoformat("2026-11-23T15:30")


def test_everything_folded_away_is_registered_too(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver)
    driver.fill("narrative", "来访人情绪平稳。")
    driver.fill("further_claims", "请求公开进展\n请求当面答复")
    driver.fill("opinion", "建议转执行局。")
    driver.choose("source", 6)
    driver.choose("purpose", 1)
    driver.save()
    found = only_matter(session)
    contact = found.contacts[0]
    assert (contact.narrative, contact.opinion) == ("来访人情绪平稳。", "建议转执行局。")
    assert [claim.text for claim in found.claims] == ["请求督促执行。", "请求公开进展", "请求当面答复"]
    assert (contact.source_code, found.purpose_code) == ("petition_office", "petition")


def test_a_case_number_is_corrected_by_one_key(driver: IntakeDriver) -> None:
    driver.fill("case_numbers", "2023豫0104民初1234号")
    assert driver.state("case_numbers") == "look"
    assert "按 Alt+G 采用" in driver.note("case_numbers")
    driver.press(Qt.Key.Key_G, ALT)
    assert driver.value("case_numbers") == "（2023）豫0104民初1234号"
    assert driver.note("case_numbers") == "民事一审 · 2023年"
    driver.press(Qt.Key.Key_Z, CTRL)
    assert driver.value("case_numbers") == "2023豫0104民初1234号"


def test_the_papers_are_counted_while_typed(driver: IntakeDriver) -> None:
    driver.fill("materials", "判决书 6页；申请书 2页")
    assert driver.note("materials") == "✓ 2 件，共 8 页"


def test_enter_belongs_to_the_input_method_while_it_composes(driver: IntakeDriver) -> None:
    driver.go_to("name")
    driver.compose("zhang")
    driver.enter()
    assert driver.focus_name() == "name"
    driver.write("张三")
    driver.enter()
    assert driver.focus_name() == "document_kind"


def test_esc_keeps_everything(driver: IntakeDriver) -> None:
    fill_in(driver)
    driver.go_to("people")
    driver.write("李四")
    before = driver.page.content()
    for name in ("name", "document_kind", "document_number", "claim", "people"):
        driver.go_to(name)
        driver.press(Qt.Key.Key_Escape)
    assert driver.page.content() == before


def test_ctrl_z_undoes_within_a_field_and_never_gives_back_the_last_visitor(driver: IntakeDriver) -> None:
    driver.type_name("张三")
    driver.write("丰")
    driver.press(Qt.Key.Key_Z, CTRL)
    assert driver.value("name") != "张三丰"
    fill_in(driver, name="")
    driver.type_name("李四")
    driver.save()
    assert driver.confirmation() != ""
    for name in ("name", "document_number", "claim", "materials"):
        driver.go_to(name)
        driver.press(Qt.Key.Key_Z, CTRL)
        assert driver.value(name) == ""


def test_full_width_figures_become_half_width_with_a_notice(driver: IntakeDriver) -> None:
    driver.fill("phones", "１３８１２３４５６７８")
    assert driver.value("phones") == "13812345678"
    assert "全角数字" in driver.note("phones")
    for name in ("document_number", "phones", "head_count", "happened_on", "letter_pages"):
        hints = driver.page.form.fields[name].editor.inputMethodHints()
        assert hints & Qt.InputMethodHint.ImhPreferLatin


@pytest.mark.parametrize("name", ["阿" * 40, "张🙂三", "欧阳·艾力\u0007"])
def test_unusual_names_are_registered(driver: IntakeDriver, session: Session, name: str) -> None:
    driver.go_to("name")
    QGuiApplication.clipboard().setText(name)
    driver.press(Qt.Key.Key_V, CTRL)
    driver.type_document(WOMAN)
    driver.type_claim("请求督促执行。")
    driver.save()
    assert only_matter(session).petitioner == name.replace("\u0007", "")


def test_a_long_text_in_the_name_is_refused_and_not_cut(driver: IntakeDriver) -> None:
    driver.go_to("name")
    QGuiApplication.clipboard().setText("长" * 20_000)
    driver.press(Qt.Key.Key_V, CTRL)
    assert "名称最多 100 字" in driver.note("name")
    driver.type_document(WOMAN)
    driver.type_claim("请求督促执行。")
    driver.save()
    assert driver.confirmation() == ""
    assert driver.value("name") == "长" * 20_000


def test_a_claim_of_twenty_thousand_characters_is_registered_and_one_more_refused(
    driver: IntakeDriver, session: Session
) -> None:
    driver.type_name("张三")
    driver.type_document(WOMAN)
    driver.go_to("claim")
    QGuiApplication.clipboard().setText("诉" * 20_001)
    driver.press(Qt.Key.Key_V, CTRL)
    assert "超过 20000 字" in driver.note("claim")
    driver.save()
    assert driver.confirmation() == ""
    assert driver.value("claim") == "诉" * 20_001
    driver.go_to("claim")
    driver.press(Qt.Key.Key_Backspace)
    driver.save()
    assert only_matter(session).claims[0].text == "诉" * 20_000


def test_printing_asks_for_the_slip_of_this_contact(driver: IntakeDriver, session: Session) -> None:
    asked: list[tuple[int, int]] = []
    driver.page.print_slip.connect(lambda matter, contact: asked.append((matter, contact)))
    fill_in(driver)
    driver.save_and_print()
    found = only_matter(session)
    assert asked == [(found.matter_id, found.contacts[0].contact_id)]
    driver.press(Qt.Key.Key_P, ALT)
    assert len(asked) == 2
    opened: list[object] = []
    driver.page.go.connect(lambda _page, what: opened.append(what))
    driver.press(Qt.Key.Key_O, ALT)
    assert opened == [found.matter_id]


def test_nothing_is_typed_while_the_register_saves(driver: IntakeDriver, session: Session) -> None:
    fill_in(driver)
    driver.press(Qt.Key.Key_Return, CTRL)
    driver.press(Qt.Key.Key_Return, CTRL)
    editor = driver.page.form.fields["claim"].editor
    editor.setFocus()
    QTest.keyClicks(editor, "x")
    driver.settle()
    assert only_matter(session).claims[0].text == "请求督促执行。"
    assert driver.is_blank()


def test_a_channel_can_be_changed_without_losing_anything(driver: IntakeDriver) -> None:
    fill_in(driver)
    driver.fill("address", "南坪乡")
    before = driver.page.form.values()
    for key, modifiers in ((Qt.Key.Key_F2, None), (Qt.Key.Key_F2, SHIFT), (Qt.Key.Key_F1, None)):
        driver.press(key, modifiers) if modifiers else driver.press(key)
    assert driver.page.form.values() == before
    assert driver.page.form.channel is Channel.VISIT
