"""岗位、期限规则、放假安排 as an administrator keeps them: what is saved, what is refused, what would change first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.history import Cutoff, Flag, Thresholds
from app.domain.holiday_table import YearTable
from app.domain.responsibility import Post
from app.domain.viewer import Viewer
from app.services import deadlines, history, holiday_packs, intake, people, settings
from app.services.session import Session
from tests.support.intakes import form
from tests.support.paper_driver import FilePrinters
from tests.support.registers import Template, fresh_register
from tests.support.settings_driver import SettingsDriver
from ui.operations import Operations
from ui.pages.settings.duties import DutiesSection
from ui.pages.settings.holidays import HolidaysSection
from ui.pages.settings.office import ONLY_ADMINISTRATORS
from ui.pages.settings.page import SettingsPage
from ui.pages.settings.terms import TermsSection
from ui.printing import PrintDesk

NOW = datetime.fromisoformat("2026-11-24T10:26")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Template:
    session = fresh_register(tmp_path_factory.mktemp("rules"))
    lists = settings.lists(session, NOW.date())
    enforcement = next(one.department_id for one in lists.departments if one.name == "执行局")
    for name, post in (("段某", "局长"), ("贺某", "院长"), ("方某", "副院长")):
        settings.add_staff(session, name, post, enforcement, NOW)
    intake.submit(session, form(happened_at=datetime.fromisoformat("2026-11-20T09:00")), NOW)
    session.register.close()
    return Template(session)


@pytest.fixture
def session(tmp_path: Path, fresh: Template) -> Iterator[Session]:
    made = fresh.copy(tmp_path / "data")
    yield made
    made.register.close()


@pytest.fixture
def clerk(qtbot: QtBot, desk: Operations[Session], tmp_path: Path) -> SettingsDriver:
    page = SettingsPage(desk, PrintDesk(desk, lambda: NOW, FilePrinters(tmp_path, "打印机")), lambda: NOW)
    return SettingsDriver(qtbot, page, desk)


def duties(clerk: SettingsDriver) -> DutiesSection:
    clerk.section("duties")
    section = clerk.page.current()
    assert isinstance(section, DutiesSection)
    return section


def test_b04_b10_posts_are_given_and_left_with_their_days(clerk: SettingsDriver, session: Session) -> None:
    section = duties(clerk)
    assert "还没有人担任：" in clerk.section_words()
    section.staff.set_value(
        next(one.staff_id for one in settings.lists(session, NOW.date()).staff if one.name == "贺某")
    )
    section.post.set_value(Post.PRESIDENT)
    clerk.alt(Qt.Key.Key_R)
    assert "贺某从2026-11-24起任院长" in clerk.said()
    assert ("贺某", "院长", "", "2026-11-24 起") in clerk.rows(section.holdings)
    section.staff.set_value(
        next(one.staff_id for one in settings.lists(session, NOW.date()).staff if one.name == "方某")
    )
    clerk.alt(Qt.Key.Key_R)
    assert "贺某在这段时间担任院长" in (section.fields["valid_from"].note() or clerk.said())
    section.holdings.selectRow(0)
    clerk.alt(Qt.Key.Key_X)
    assert people.tree(session).holdings[0].valid_to == NOW.date()


def test_b10_the_duties_of_a_post_are_the_offices_own_words(clerk: SettingsDriver, session: Session) -> None:
    section = duties(clerk)
    section.posts.selectRow(0)
    clerk.fill(section.duties, "登记\n不让群众跑第二趟")
    clerk.alt(Qt.Key.Key_S)
    assert people.post_table(session, NOW.date())[0].duties == ("登记", "不让群众跑第二趟")
    clerk.fill(section.duties, "")
    clerk.alt(Qt.Key.Key_S)
    assert "回访" in people.post_table(session, NOW.date())[0].duties


def test_b11_a_case_type_is_sent_where_the_office_says(clerk: SettingsDriver, session: Session) -> None:
    section = duties(clerk)
    clerk.fill(section.sign, "执保")
    section.route.set_value(
        next(o.department_id for o in settings.lists(session, NOW.date()).departments if o.name == "立案庭")
    )
    clerk.alt(Qt.Key.Key_B)
    assert people.case_routes(session)["执保"] == "立案庭"


def test_a_rule_is_confirmed_and_shows_its_source(clerk: SettingsDriver, session: Session) -> None:
    clerk.section("terms")
    section = clerk.page.current()
    assert isinstance(section, TermsSection)
    section.table.selectRow(0)
    assert "第三十四条" in section.citation.text()
    clerk.fill(section.amount, "0")
    clerk.confirm()
    clerk.settle()
    assert "期间应在" in section.fields["amount"].note()
    clerk.fill(section.amount, "45")
    section.confirmed.setChecked(True)
    clerk.confirm()
    clerk.settle()
    rule = next(one for one in deadlines.rules(session) if one.code == "internal_handling")
    assert (rule.amount, rule.confirmed) == (45, True)


def test_head_counts_are_the_offices_own_and_hold_for_what_is_registered_next(
    clerk: SettingsDriver, session: Session
) -> None:
    clerk.section("terms")
    section = clerk.page.current()
    assert isinstance(section, TermsSection)
    counts = section.head_counts
    assert (counts.group_visit.text(), counts.joint_letter.text()) == ("5", "5")
    clerk.fill(counts.group_visit, "1")
    clerk.alt(Qt.Key.Key_R)
    assert "2 到" in counts.fields["group_visit"].note()
    clerk.fill(counts.group_visit, "")
    clerk.alt(Qt.Key.Key_R)
    assert "整数" in counts.fields["group_visit"].note()
    clerk.fill(counts.group_visit, "3")
    clerk.alt(Qt.Key.Key_R)
    assert "集体访 3 人、联名信 5 人" in clerk.said()
    assert history.thresholds(session) == Thresholds(3, 5)
    three = form(head_count=3)
    receipt = intake.submit(session, three, NOW)
    flags = {one.flag: one for one in history.flag_states(session, receipt.contact_id)}
    assert flags[Flag.GROUP_VISIT].value
    assert "集体访标准3人" in flags[Flag.GROUP_VISIT].reason


def test_d17_the_cutoff_of_new_and_old_is_kept_with_its_basis_and_taken_away_again(
    clerk: SettingsDriver, session: Session
) -> None:
    clerk.section("terms")
    section = clerk.page.current()
    assert isinstance(section, TermsSection)
    card = section.cutoff
    assert card.stands.text() == "现在：没有设定新访、老访的分界日，不作区分。"
    clerk.fill(card.day, "20260101")
    clerk.alt(Qt.Key.Key_F)
    assert "出处" in card.fields["basis"].note()
    assert history.cutoff(session) == Cutoff()
    clerk.fill(card.basis, "某高法〔2025〕1号")
    clerk.alt(Qt.Key.Key_F)
    assert history.cutoff(session) == Cutoff(date(2026, 1, 1), "某高法〔2025〕1号")
    assert card.fields["basis"].note() == ""
    assert "2026-01-01起首次信访的为新访" in card.stands.text()
    assert "某高法〔2025〕1号" in card.stands.text()
    clerk.fill(card.day, "")
    clerk.fill(card.basis, "")
    clerk.alt(Qt.Key.Key_F)
    assert history.cutoff(session) == Cutoff()
    assert "不再区分" in clerk.said()


def test_the_dates_that_would_change_are_shown_before_a_table_is_applied(
    clerk: SettingsDriver, session: Session
) -> None:
    clerk.section("holidays")
    section = clerk.page.current()
    assert isinstance(section, HolidaysSection)
    assert "2027年的放假安排还没有录入" in clerk.section_words()
    section.year.set_value(2027)
    clerk.settle()
    clerk.fill(section.off, "元旦")
    clerk.fill(section.notice, "国办发明电〔2026〕1号")
    clerk.alt(Qt.Key.Key_K)
    assert "元旦" in section.fields["holidays"].note()
    running = deadlines.of_matter(session, 1)[0]
    last = running.legal_date
    clerk.fill(section.off, f"1月1日至3日、{last.month}月{last.day}日")
    clerk.alt(Qt.Key.Key_K)
    assert "1 个期限会变" in section.effect.text()
    clerk.confirm()
    clerk.settle()
    assert "2027年的放假安排已启用" in clerk.said()
    assert deadlines.of_matter(session, 1)[0].legal_date > last


def test_a_signed_file_is_taken_only_from_whom_the_office_trusts(
    qtbot: QtBot, clerk: SettingsDriver, session: Session, tmp_path: Path
) -> None:
    private, public = holiday_packs.new_key()
    table = YearTable(2027, (date(2027, 1, 1),), (), "国办发明电〔2026〕1号")
    file = tmp_path / "2027.json"
    file.write_text(holiday_packs.signed(table, "某某市中级人民法院", private), "utf-8")
    clerk.section("holidays")
    section = clerk.page.current()
    assert isinstance(section, HolidaysSection)
    section._ask = lambda _parent: file
    clerk.alt(Qt.Key.Key_R)
    assert "不在本院信任的发放单位中" in clerk.said()
    clerk.fill(section.signer, "某某市中级人民法院")
    clerk.fill(section.key, public)
    clerk.alt(Qt.Key.Key_T)
    clerk.alt(Qt.Key.Key_R)
    assert "签名核对无误" in clerk.said()
    assert section.off.text() == "1月1日"
    clerk.confirm()
    clerk.settle()
    assert deadlines.year_table(session, 2027).signer == "某某市中级人民法院"


@pytest.mark.parametrize("name", ["duties", "terms", "holidays"])
def test_who_may_not_change_reads_all_and_is_told_why(
    qtbot: QtBot, session: Session, tmp_path: Path, name: str
) -> None:
    plain = Session(session.register, Viewer(session.viewer.account_id, "登记员乙"))
    desk = Operations(plain, lambda: NOW)
    page = SettingsPage(desk, PrintDesk(desk, lambda: NOW, FilePrinters(tmp_path, "打印机")), lambda: NOW)
    clerk = SettingsDriver(qtbot, page, desk)
    clerk.section(name)
    assert ONLY_ADMINISTRATORS in clerk.section_words()
    desk.close()
