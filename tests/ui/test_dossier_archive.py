"""What becomes of bound dossiers, as the archivist does it: filing, places, loans, lists, codes, and the committee."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from app.domain.dossier import DossierState
from app.services import appraisal, archive, binding, dossiers
from app.services.archive import Place
from tests.support.dossier_driver import PRINTER, Clerk
from tests.support.dossier_flow import one_page
from tests.support.hands import CTRL, SHIFT
from tests.support.paper_driver import NOW
from tests.visual.pages import packed
from ui.pages.dossier.list_card import APPRAISAL, BOUND, NOTHING
from ui.style.theme import Look

TODAY = NOW.date()


@pytest.fixture
def clerk(binder: Clerk) -> Clerk:
    return binder


@pytest.fixture
def filed(clerk: Clerk) -> Clerk:
    """All three are bound and filed; the list of the bound ones is shown."""
    ids = [row.matter_id for row in dossiers.rows(clerk.session)]
    for matter_id in ids:
        binding.bind(clerk.session, binding.BindRequest(matter_id, override_all="已遗失"), one_page, NOW)
    archive.file(clerk.session, ids, Place("一库", "2架"), NOW)
    clerk.key(Qt.Key.Key_2)
    return clerk


def saved(clerk: Clerk) -> str:
    return packed((clerk.answers.place / "卷宗.pdf").read_bytes())


def test_c04_filed_dossiers_have_term_code_and_place_and_the_place_is_changed(filed: Clerk) -> None:
    words = filed.words_on_screen()
    assert "档号 XF·2026-D60-000" in words
    assert "保管期限 60年" in words
    filed.key(Qt.Key.Key_M)
    assert filed.form().fields["rack"].editor.text() == "2架"  # type: ignore[union-attr]
    filed.fill("room", "")
    filed.fill("rack", " ")
    filed.confirm()
    assert filed.form().fields["room"].state == "wrong"
    filed.fill("room", "二库")
    filed.fill("box", "12盒")
    filed.confirm()
    assert filed.no_dialog()
    assert "存放位置已改：二库 12盒" in filed.said()
    assert "存放 二库 12盒" in filed.words_on_screen()


def test_c04_the_marked_ones_are_filed_together_and_stand_in_the_register(clerk: Clerk) -> None:
    for row in dossiers.rows(clerk.session):
        binding.bind(clerk.session, binding.BindRequest(row.matter_id, override_all="已遗失"), one_page, NOW)
    clerk.key(Qt.Key.Key_2)
    listing = clerk.page.card.listing
    listing.setFocus()
    listing.setCurrentIndex(listing.lines.index(0, 0))
    clerk.press(Qt.Key.Key_Down, SHIFT, times=1)
    clerk.key(Qt.Key.Key_G)
    clerk.fill("room", "一库")
    clerk.confirm()
    assert clerk.no_dialog()
    assert clerk.state().count(DossierState.FILED) == 2
    clerk.key(Qt.Key.Key_R)
    clerk.choose("output", "file")
    clerk.confirm()
    assert clerk.no_dialog()
    printed = saved(clerk)
    assert "归档登记簿" in printed
    assert "共2卷" in printed


def test_a_loan_is_extended_reminded_of_and_given_back_with_a_note(filed: Clerk) -> None:
    matter_id = filed.page.matter_id
    assert matter_id is not None
    archive.lend(filed.session, matter_id, "尹某", "复查", NOW - timedelta(days=40), due_on=TODAY - timedelta(days=10))
    filed.key(Qt.Key.Key_3)
    listing = filed.page.card.listing
    assert listing.lines.line(0).status.words == "逾期 10 天"
    assert "1 卷借阅到期" in filed.words_on_screen()
    filed.key(Qt.Key.Key_T)
    filed.confirm()
    assert filed.no_dialog()
    assert f"借阅催还清单已送到打印机“{PRINTER}”" in filed.said()
    filed.key(Qt.Key.Key_U)
    filed.fill("due_on", "20261101")
    filed.confirm()
    assert filed.form().fields["due_on"].state == "wrong"
    filed.fill("due_on", "+30")
    filed.confirm()
    assert filed.no_dialog()
    assert listing.lines.line(0).status.words == "借出"
    assert "借阅到期" not in filed.words_on_screen()
    filed.key(Qt.Key.Key_H)
    filed.write("缺第 3 页，已补")
    filed.confirm()
    assert filed.no_dialog()
    filed.key(Qt.Key.Key_2)
    filed.page.card.choose(matter_id)
    filed.settle()
    assert "尹某借阅，复查，2026-11-24 归还（缺第 3 页，已补）" in filed.words_on_screen()


def test_a_list_that_did_not_come_out_is_printed_again_and_nothing_is_handed_over_twice(filed: Clerk) -> None:
    filed.printers.online = []
    filed.key(Qt.Key.Key_Y)
    filed.confirm()
    assert filed.form().fields["receiver"].state == "wrong"
    filed.fill("receiver", "档案室")
    filed.confirm()
    assert "没有打出" in filed.problem()
    assert [len(one.dossier_ids) for one in archive.hand_overs(filed.session)] == [3]
    filed.printers.online = [PRINTER]
    filed.confirm()
    assert filed.no_dialog()
    assert "请双方签名" in filed.said()
    assert len(archive.hand_overs(filed.session)) == 1
    filed.key(Qt.Key.Key_Y)
    filed.choose("which", "1")
    filed.choose("output", "file")
    filed.confirm()
    assert filed.no_dialog()
    printed = saved(filed)
    for words in ("卷宗移交清单", "接收人档案室", "移交人（签名）：", "接收人（签名）："):
        assert words in printed


@pytest.mark.parametrize("how", ["qr", "bar", "code", "number"])
def test_a_code_read_by_a_scanner_finds_the_dossier_in_whatever_list_it_is(filed: Clerk, how: str) -> None:
    row = dossiers.rows(filed.session)[1]
    pack = binding.reopen(filed.session, row.matter_id).pack
    words = {
        "qr": pack.volumes[0].qr_text,
        "bar": pack.archive_code,
        "code": row.archive_code,
        "number": row.number,
    }[how]
    filed.key(Qt.Key.Key_1)
    assert filed.page.matter_id is None
    filed.page.card.search.setFocus()
    filed.replace(words)
    filed.enter()
    filed.settle()
    assert filed.page.card.view() == BOUND
    assert filed.page.matter_id == row.matter_id
    assert "在“已装订”里找到" in filed.said()


def test_the_committee_decides_on_each_and_nothing_by_itself(filed: Clerk) -> None:
    filed.key(Qt.Key.Key_4)
    assert NOTHING[APPRAISAL] in filed.words_on_screen()
    filed.key(Qt.Key.Key_I)
    filed.confirm()
    assert filed.form().fields["until"].state == "wrong"  # no term is over today
    filed.fill("until", "20870101")
    filed.confirm()
    assert filed.no_dialog()
    committee = filed.page.committee
    assert committee.isVisible()
    assert len(committee.made.items if committee.made else ()) == 3
    assert "程序不会自动鉴定" in filed.words_on_screen()
    filed.key(Qt.Key.Key_B)
    assert committee.members.state == "wrong"
    committee.decision.editor.set_value("dispose")  # type: ignore[union-attr]
    filed.key(Qt.Key.Key_Return, CTRL)
    assert "请写明理由" in committee.words.note()
    filed.write("无保存价值")
    filed.key(Qt.Key.Key_Return, CTRL)
    for decision in ("keep", "prolong_10"):
        committee.decision.editor.set_value(decision)  # type: ignore[union-attr]
        filed.key(Qt.Key.Key_Return, CTRL)
    assert "已定 3 卷" in committee.about.text()
    filed.key(Qt.Key.Key_X)
    assert "已定 2 卷" in committee.about.text()
    for field, words in ((committee.members, "卫某、蒋某"), (committee.paper, "档鉴〔2026〕1号")):
        field.editor.setFocus()
        filed.replace(words)
    filed.key(Qt.Key.Key_B)
    assert "还有 1 卷没有鉴定意见" in filed.said()
    assert committee.members.editor.text() == "卫某、蒋某"  # type: ignore[union-attr]
    committee.decision.editor.set_value("prolong_10")  # type: ignore[union-attr]
    filed.key(Qt.Key.Key_Return, CTRL)
    filed.key(Qt.Key.Key_B)
    assert "已办结" in filed.said()
    assert not committee.note.isVisible()
    assert len(dossiers.rows(filed.session)) == 3  # the records stay
    filed.key(Qt.Key.Key_P)
    filed.choose("output", "file")
    filed.confirm()
    assert filed.no_dialog()
    printed = saved(filed)
    for words in ("档案鉴定销毁清册", "监销人（两人以上签名）：", "无保存价值", "卫某、蒋某", "共1卷1册"):
        assert words in printed
    filed.key(Qt.Key.Key_P, CTRL)
    filed.confirm()
    assert filed.no_dialog()
    assert "档案鉴定清单已送到打印机" in filed.said()
    assert [one.decided_on for one in appraisal.lists(filed.session)] == [TODAY]


def test_the_committees_screen_fits_at_double_size(filed: Clerk, wear: object) -> None:
    appraisal.propose(filed.session, TODAY.replace(year=2087), NOW)
    filed.key(Qt.Key.Key_4)
    wear(Look(zoom=2.0))  # type: ignore[operator]
    filed.settle()
    filed.key(Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    assert filed.page.committee.isVisible()
    assert filed.page.minimumSizeHint().width() <= filed.page.width()


def test_c05_one_key_prints_cover_contents_remarks_and_back_of_the_offices_own(clerk: Clerk) -> None:
    clerk.reason("原件已遗失")
    clerk.key(Qt.Key.Key_S, CTRL)
    printed = saved(clerk)
    pack = binding.reopen(clerk.session, dossiers.rows(clerk.session, (DossierState.BOUND,))[0].matter_id).pack
    for words in ("卷内目录", "备考表", pack.court_name, pack.number.replace(" ", ""), "原件已遗失", "封"):
        assert words in printed
    assert printed.index("卷内目录") < printed.index("备考表")


def test_c06_only_closed_matters_are_listed_and_bound_in_the_order_of_the_procedure(clerk: Clerk) -> None:
    from tests.support.intakes import form, register

    register(clerk.session, form("严某", 9), minutes=5)  # not concluded: it is not here
    clerk.page.refresh()
    clerk.settle()
    assert clerk.page.card.listing.lines.rowCount() == 3
    clerk.with_items((2,))
    clerk.add_scans(("身份证.pdf", b"%PDF-broken"), kind="identity")
    clerk.form().reject()
    assert clerk.no_dialog()
    clerk.key(Qt.Key.Key_O)
    clerk.choose("kind", "identity")
    clerk.fill("pages", "1")
    clerk.confirm()
    assert clerk.no_dialog()
    clerk.key(Qt.Key.Key_S, CTRL)
    (bound,) = dossiers.rows(clerk.session, (DossierState.BOUND,))
    lines = binding.reopen(clerk.session, bound.matter_id).pack.volumes[0].contents
    assert [(line.title, line.first, line.last) for line in lines] == [
        ("来访登记表", 1, 1),
        ("身份证明、授权委托书", 2, 2),
        ("材料1", 3, 4),
    ]
