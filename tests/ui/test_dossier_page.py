"""The dossier page over a real register: list, order by keys, gate, one key to paper, export, loan, many at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.overprint import Overprint
from app.printing.pack import SECTION_TEXT
from app.services import dossier_options, dossiers, overprints
from app.services.dossiers import NewItem
from tests.support.dossier_driver import PRINTER, Clerk
from tests.support.dossier_flow import pdf
from tests.support.hands import CTRL
from tests.support.paper_driver import NOW
from tests.support.registers import fresh_register
from ui.pages.dossier.list_card import NOTHING, TO_BIND
from ui.pages.dossier.panel import CHOOSE, NOT_YET
from ui.pages.settings.dossier import DossierSection
from ui.pages.settings.overprint import SECTIONS, OverprintCard
from ui.printing import PrintDesk
from ui.style.theme import Look


@pytest.fixture
def clerk(binder: Clerk) -> Clerk:
    return binder


def test_an_empty_register_says_what_will_come(qapp: object, qtbot: QtBot, tmp_path: Path) -> None:
    session = fresh_register(tmp_path / "data")
    clerk = Clerk(qtbot, session, tmp_path)
    words = clerk.words_on_screen()
    assert NOTHING[TO_BIND] in words
    assert CHOOSE in words
    assert not clerk.page.panel.bind.isEnabled()
    assert clerk.operations.close()
    session.register.close()


def test_looking_changes_nothing_and_arranging_lists_the_papers(clerk: Clerk) -> None:
    assert NOT_YET in clerk.words_on_screen()
    assert dossiers.rows(clerk.session)[0].dossier_id is None
    clerk.arrange()
    assert clerk.lines() == ["1. 来访登记表"]
    assert "缺《程序引导告知书》" in clerk.words_on_screen()


def test_what_is_missing_stops_the_one_key_until_a_reason_is_written(clerk: Clerk) -> None:
    clerk.key(Qt.Key.Key_P, CTRL)
    assert "还缺 1 件" in clerk.page.panel.reason_field.note()
    assert clerk.focus() is clerk.page.panel.reason
    assert clerk.printers.out == []
    clerk.write("原件已遗失")
    clerk.key(Qt.Key.Key_P, CTRL)
    assert len(clerk.printers.out) == 1
    assert f"送到打印机“{PRINTER}”" in clerk.words_on_screen()
    assert clerk.state().count(DossierState.BOUND) == 1
    assert clerk.no_dialog()


def test_the_focus_stays_on_the_page_when_the_last_line_has_gone(clerk: Clerk) -> None:
    for _dossier in dossiers.rows(clerk.session):
        clerk.reason("原件已遗失")
        clerk.page.card.listing.setFocus()
        clerk.key(Qt.Key.Key_S, CTRL)
    assert NOTHING[TO_BIND] in clerk.words_on_screen()
    assert clerk.focus() is clerk.page.card.search


def test_a_printer_that_takes_nothing_leaves_the_binding_and_says_so(clerk: Clerk) -> None:
    clerk.printers.online = []
    clerk.reason("原件已遗失")
    clerk.key(Qt.Key.Key_P, CTRL)
    assert "编页已定，但没有打完" in clerk.words_on_screen()
    assert clerk.state().count(DossierState.BOUND) == 1


def test_scans_and_originals_are_added_and_moved_by_keys(clerk: Clerk) -> None:
    clerk.arrange()
    good, bad = clerk.answers.place / "告知书.pdf", clerk.answers.place / "坏.pdf"
    good.write_bytes(pdf(3))
    bad.write_bytes(b"MZ program")
    clerk.answers.files = (good, bad)
    clerk.key(Qt.Key.Key_N)
    dialog = clerk.form()
    dialog.fields["kind"].editor.set_value("guidance")  # type: ignore[union-attr]
    clerk.confirm()
    assert "坏.pdf" in dialog.problem.findChildren(type(clerk.page.panel.title))[0].text()
    assert clerk.lines() == ["1. 来访登记表"]
    dialog.reject()
    clerk.no_dialog()
    clerk.answers.files = (good,)
    clerk.key(Qt.Key.Key_N)
    clerk.form().fields["kind"].editor.set_value("guidance")  # type: ignore[union-attr]
    clerk.confirm()
    assert clerk.no_dialog()
    assert clerk.lines() == ["1. 来访登记表", "2. 程序引导告知书"]
    assert not clerk.page.panel.notice.isVisible()
    clerk.key(Qt.Key.Key_O)
    fields = clerk.form().fields
    fields["kind"].editor.set_value("identity")  # type: ignore[union-attr]
    fields["pages"].editor.setText("0")  # type: ignore[union-attr]
    clerk.confirm()
    assert fields["pages"].state == "wrong"
    fields["pages"].editor.setText("2")  # type: ignore[union-attr]
    clerk.confirm()
    assert clerk.no_dialog()
    assert clerk.lines() == ["1. 来访登记表", "2. 身份证明、授权委托书", "3. 程序引导告知书"]
    listing = clerk.page.panel.listing
    listing.setFocus()
    listing.setCurrentIndex(listing.lines.index(2, 0))
    clerk.key(Qt.Key.Key_PageUp)
    assert "请写明原因" in clerk.page.panel.reason_field.note()
    clerk.reason("告知在先")
    clerk.key(Qt.Key.Key_PageUp)
    assert clerk.lines() == ["1. 来访登记表", "2. 程序引导告知书", "3. 身份证明、授权委托书"]
    clerk.key(Qt.Key.Key_X)
    assert clerk.lines()[2] == "1. 程序引导告知书"
    clerk.key(Qt.Key.Key_D)
    assert clerk.lines() == ["1. 来访登记表", "2. 身份证明、授权委托书"]


def bound(clerk: Clerk) -> int:
    clerk.reason("原件已遗失")
    clerk.key(Qt.Key.Key_S, CTRL)
    assert (clerk.answers.place / "卷宗.pdf").read_bytes().startswith(b"%PDF-")
    row = dossiers.rows(clerk.session, (DossierState.BOUND,))[0]
    clerk.key(Qt.Key.Key_2)
    return row.matter_id


def test_a_bound_dossier_is_exported_filed_lent_and_given_back(clerk: Clerk) -> None:
    bound(clerk)
    assert clerk.page.panel.bind.text() == "再次打印"
    clerk.key(Qt.Key.Key_E)
    clerk.form()
    clerk.confirm()
    assert clerk.no_dialog()
    assert len(list((clerk.answers.place / "装订").iterdir())) == 1
    clerk.key(Qt.Key.Key_G)
    clerk.confirm()
    dialog = clerk.form()
    assert dialog.fields["room"].state == "wrong"
    clerk.write("一库")
    clerk.confirm()
    assert clerk.no_dialog()
    assert "存放 一库" in clerk.words_on_screen()
    clerk.key(Qt.Key.Key_R)
    clerk.choose("output", "file")
    clerk.confirm()
    assert clerk.no_dialog()
    assert "归档登记簿已存为" in clerk.words_on_screen()
    clerk.key(Qt.Key.Key_Y)
    clerk.form()
    clerk.write("档案室")
    clerk.confirm()
    assert clerk.no_dialog()
    assert "请双方签名" in clerk.words_on_screen()
    clerk.key(Qt.Key.Key_J)
    fields = clerk.form().fields
    clerk.write("尹某")
    fields["purpose"].editor.setText("复查")  # type: ignore[union-attr]
    fields["due_on"].editor.setText("t")  # type: ignore[union-attr]
    clerk.confirm()
    assert clerk.no_dialog()
    clerk.key(Qt.Key.Key_3)
    assert "尹某借出" in clerk.words_on_screen()
    assert "1 卷借阅到期" in clerk.words_on_screen()
    clerk.key(Qt.Key.Key_H)
    clerk.form()
    clerk.write("完好")
    clerk.confirm()
    assert clerk.no_dialog()
    assert clerk.state().count(DossierState.FILED) == 1


def test_what_came_late_is_bound_as_a_volume_of_its_own(clerk: Clerk) -> None:
    matter_id = bound(clerk)
    dossiers.add_original(clerk.session, matter_id, NewItem("interview", "补充笔录", 2), NOW)
    clerk.page.refresh()
    clerk.settle()
    clerk.reason("")
    clerk.key(Qt.Key.Key_B)
    assert "补装要写明原因" in clerk.page.panel.reason_field.note()
    clerk.write("承办人补交")
    clerk.key(Qt.Key.Key_B)
    assert "共 2 册" in clerk.words_on_screen()


def test_many_are_bound_into_a_folder_and_the_rest_is_named(clerk: Clerk) -> None:
    clerk.key(Qt.Key.Key_A)
    assert "3 份没有装订" in clerk.words_on_screen()
    clerk.reason("均已遗失")
    clerk.key(Qt.Key.Key_A)
    assert "装订好 3 份" in clerk.words_on_screen()
    assert len(list((clerk.answers.place / "装订").glob("*.pdf"))) == 3
    assert NOTHING[TO_BIND] in clerk.words_on_screen()


def test_search_finds_by_name_number_and_code(clerk: Clerk) -> None:
    clerk.page.card.search.setFocus()
    for words, amount in (("周", 1), ("访", 3), ("没有的人", 0)):
        clerk.replace(words)
        clerk.enter()
        clerk.settle()
        assert clerk.page.card.listing.lines.rowCount() == amount


def test_everything_fits_at_double_size(clerk: Clerk, wear: object) -> None:
    clerk.arrange()
    wear(Look(zoom=2.0))  # type: ignore[operator]
    clerk.settle()
    assert clerk.page.minimumSizeHint().width() <= clerk.page.width()
    assert clerk.page.fold.is_folded()
    clerk.key(Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    assert clerk.page.panel.isVisible()
    assert clerk.page.minimumSizeHint().width() <= clerk.page.width()


def test_the_offices_choices_are_made_in_the_settings(clerk: Clerk, qtbot: QtBot) -> None:
    section = DossierSection(clerk.operations, lambda: NOW)
    qtbot.addWidget(section)
    section.show()
    section.refresh()
    clerk.settle()
    fields = section.fields
    fields["scheme"].editor.set_value("administrative")  # type: ignore[union-attr]
    clerk.settle()
    assert fields["term"].editor.value() == "permanent"  # type: ignore[union-attr]
    fields["most_pages"].editor.setText("3")  # type: ignore[union-attr]
    section.save.click()
    clerk.settle()
    assert fields["most_pages"].state == "wrong"
    fields["most_pages"].editor.setText("150")  # type: ignore[union-attr]
    fields["fonds"].editor.setText("Z109")  # type: ignore[union-attr]
    section.save.click()
    clerk.settle()
    options = dossier_options.read(clerk.session)
    assert (options.scheme, options.term, options.most_pages, options.fonds) == (
        "administrative",
        "permanent",
        150,
        "Z109",
    )


def test_what_a_printer_misses_is_measured_kept_and_used(clerk: Clerk, qtbot: QtBot) -> None:
    said: list[str] = []
    desk = PrintDesk(clerk.operations, lambda: NOW, clerk.printers)
    card = OverprintCard(clerk.operations, lambda: NOW, desk, lambda words, _tone: said.append(words))
    qtbot.addWidget(card)
    card.show()
    desk.list_printers(card, card.set_printers)
    clerk.settle()
    for wrong in ("x", "31", "nan"):
        card.right.editor.setText(wrong)  # type: ignore[union-attr]
        card.keep.click()
        assert card.right.state == "wrong", wrong
    card.right.editor.setText("1.5")  # type: ignore[union-attr]
    card.down.editor.setText("-0.7")  # type: ignore[union-attr]
    card.page.click()
    card.keep.click()
    clerk.settle()
    assert len(clerk.printers.out) == 1
    assert overprints.of_printer(clerk.session, PRINTER) == {"cover": Overprint(False, 15, -7)}
    assert "套打偏移已保存，下次装订打印按新的来。" in said
    card.close()
    assert clerk.no_dialog()
    clerk.reason("原件已遗失")
    clerk.key(Qt.Key.Key_P, CTRL)
    assert len(clerk.printers.out) == 2


def test_the_sections_of_the_settings_are_those_of_the_pack() -> None:
    assert dict(SECTIONS) == {section.value: words for section, words in SECTION_TEXT.items()}
