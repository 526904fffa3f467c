"""The desk as one: every page by keys alone, in Chinese alone, in reading order, with its keys on its buttons."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.contact import Channel
from app.domain.queue import QueueView
from app.services import matters, papers, practice
from app.services.ledgers import KINDS as LEDGERS
from app.services.session import Session
from tests.support.hands import ALT, CTRL, Hands, tab_stops, visible_buttons, visible_words
from tests.support.intake_driver import resident_number
from tests.support.paper_driver import FilePrinters
from tests.support.registers import Template
from ui import desk_pages
from ui.desk_work import DeskWork
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.dossier.page import DossierPage
from ui.pages.find.panel import FindPanel
from ui.pages.handling.chooser import Chooser
from ui.pages.handling.form_dialog import HandlingDialog
from ui.pages.handling.page import HandlingPage
from ui.pages.handling.side_card import DEADLINES, HISTORY, PEOPLE, RECORDS
from ui.pages.intake.page import IntakePage
from ui.pages.ledger.page import LedgerPage
from ui.pages.page import Page
from ui.pages.paper.page import PaperPage
from ui.pages.progress.page import ProgressPage
from ui.pages.queue.column_dialog import ColumnDialog
from ui.pages.queue.conduct_dialog import ConductDialog
from ui.pages.queue.correction_dialog import CorrectionDialog
from ui.pages.queue.flag_dialog import FlagDialog
from ui.pages.queue.link_dialogs import MergeDialog, SamePersonDialog
from ui.pages.queue.page import QueuePage
from ui.pages.queue.void_dialog import VoidDialog
from ui.pages.settings.page import SettingsPage
from ui.pages.today.page import TodayPage
from ui.pages.today.sections import SECTIONS
from ui.pages.unlock.page import UnlockPage
from ui.pages.wizard.page import WizardPage
from ui.style.theme import Look
from ui.style.tokens import Palette
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.navigation_rail import RailButton
from ui.widgets.text import key_words

NOW = datetime.fromisoformat("2026-11-24T10:26")
PRINTER = "窗口打印机"
PAGES = {
    desk_pages.INTAKE: 1,
    desk_pages.QUEUE: 2,
    desk_pages.HANDLING: 3,
    desk_pages.TODAY: 4,
    desk_pages.LEDGER: 5,
    desk_pages.PAPER: 6,
    desk_pages.DOSSIER: 7,
    desk_pages.SETTINGS: 8,
}
"""Ctrl and a figure; 进度 is behind F10."""
ALLOWED = {"PDF", "USB", "A4", "A5", "QR", "Apache", "SIL", "GPL", "Fandol", "TRAN", "THI", "LAN", "XF"}
KEYS = {
    "Ctrl",
    "Alt",
    "Shift",
    "Enter",
    "Esc",
    "Tab",
    "Home",
    "End",
    "PgUp",
    "PgDn",
    "PgDown",
    "Delete",
    "Caps",
    "Lock",
}


class Desk:
    """The window over the practice register."""

    def __init__(self, qtbot: QtBot, session: Session, folder: Path) -> None:
        self.session = session
        self.work = DeskWork(session, folder, lambda: NOW)
        self.printers = FilePrinters(folder, PRINTER)
        self.work.prints._printers = self.printers
        self.faults: list[object] = []
        self.work.operations.crashed.connect(self.faults.append)
        with qtbot.waitSignal(self.work.ready):
            self.work.begin()
        self.clerk = Hands(qtbot, self.work.main, self.work.operations, (1366, 768))
        self.work.resume()
        self.settle()

    def settle(self) -> None:
        for _round in range(3):
            self.clerk.settle()

    def go(self, name: str) -> Page:
        """Ctrl and the figure of the page, or F10."""
        if name in PAGES:
            self.clerk.press(Qt.Key(Qt.Key.Key_0 + PAGES[name]), CTRL)
        else:
            self.clerk.press(Qt.Key.Key_F10)
        self.settle()
        assert self.work.main.current_name == name
        return self.work.main.page(name)

    def every_state(self) -> Iterator[tuple[str, QWidget]]:
        """Each page, with each of its views and dialogs, as it stands on the screen."""
        intake = self.go(desk_pages.INTAKE)
        assert isinstance(intake, IntakePage)
        for channel in Channel:
            if channel is Channel.ONLINE:
                continue
            intake.open_at(channel)
            for fold in intake.form.plan.folds:
                intake.form.set_open(fold.name, is_open=True)
            self.settle()
            yield f"intake {channel.value}", intake
        intake.card_line.turn()
        yield "intake, card", intake
        intake.card_line.close_line()
        queue = self.go(desk_pages.QUEUE)
        assert isinstance(queue, QueuePage)
        for view in QueueView:
            queue.show_view(view)
            self.settle()
            yield f"queue {view.value}", queue
        for act, kind in (
            (queue.choose_columns, ColumnDialog),
            (queue.panel.open_correction, CorrectionDialog),
            (queue.panel.open_void, VoidDialog),
            (queue.panel.again.open_merge, MergeDialog),
            (queue.panel.again.open_same_person, SamePersonDialog),
            (queue.panel.again.open_flags, FlagDialog),
            (queue.panel.open_conduct, ConductDialog),
        ):
            act()
            dialog = self.clerk.dialog(kind)
            yield kind.__name__, dialog
            dialog.reject()
            assert self.clerk.no_dialog()
        queue.panel.open_note()
        yield "note", queue
        yield from self.handling()
        yield from self.day()
        yield from self.ledgers()
        paper = self.go(desk_pages.PAPER)
        assert isinstance(paper, PaperPage)
        yield "paper, empty", paper
        paper.open_matter(1)
        self.settle()
        yield "paper", paper
        yield from self.aids()
        dossier = self.go(desk_pages.DOSSIER)
        assert isinstance(dossier, DossierPage)
        yield "dossier", dossier
        dossier.panel.arrange.click()
        self.settle()
        yield "dossier, arranged", dossier
        dossier.panel.original.click()
        dialog = self.clerk.dialog(FormDialog)
        yield "dossier form", dialog
        dialog.reject()
        assert self.clerk.no_dialog()
        for place in range(2, 5):
            self.clerk.press(getattr(Qt.Key, f"Key_{place}"), ALT)
            self.settle()
            yield f"dossier, list {place}", dossier
        settings = self.go(desk_pages.SETTINGS)
        assert isinstance(settings, SettingsPage)
        for name in settings.sections:
            settings.show_section(name)
            self.settle()
            yield f"settings {name}", settings
        yield "window", self.work.main

    def handling(self) -> Iterator[tuple[str, QWidget]]:
        """The matter at hand with each of its views, the list to choose one from, and the forms over them."""
        page = self.go(desk_pages.HANDLING)
        assert isinstance(page, HandlingPage)
        for view in (HISTORY, RECORDS, DEADLINES, PEOPLE):
            page.side.turn_to(view)
            self.settle()
            yield f"handling {view}", page
        page.card.cells[0].button.click()
        self.settle()
        form = self.clerk.dialog(HandlingDialog)
        yield "handling, step", form
        form.reject()
        assert self.clerk.no_dialog()
        page.card.write.click()
        self.settle()
        chooser = self.clerk.dialog(Chooser)
        yield "handling, kinds", chooser
        chooser.reject()
        assert self.clerk.no_dialog()
        page.open_at("李")
        page.search.moved.emit(Qt.Key.Key_Return)
        self.settle()
        yield "handling, choosing", page

    def day(self) -> Iterator[tuple[str, QWidget]]:
        """Every section of the day, and the forms over them."""
        page = self.go(desk_pages.TODAY)
        assert isinstance(page, TodayPage)
        for section in SECTIONS:
            assert page.choose(section.code), section.code
            self.settle()
            yield f"today {section.code}", page
        for code, button in (("sign", page.card.sign), ("promises", page.card.follow), ("weeks", page.card.away)):
            page.choose(code)
            self.settle()
            if not button.isVisibleTo(page):
                continue
            button.click()
            self.settle()
            dialog = self.clerk.dialog(HandlingDialog)
            yield f"today form {code}", dialog
            dialog.reject()
            assert self.clerk.no_dialog()

    def ledgers(self) -> Iterator[tuple[str, QWidget]]:
        """Every ledger, and the forms over them."""
        ledger = self.go(desk_pages.LEDGER)
        assert isinstance(ledger, LedgerPage)
        for kind in LEDGERS:
            assert ledger.choose(kind.code), kind.code
            self.settle()
            yield f"ledger {kind.code}", ledger
        ledger.choose("deployments")
        self.settle()
        for button in (ledger.numbers, ledger.card.new):
            button.click()
            self.settle()
            dialog = self.clerk.dialog(HandlingDialog)
            yield "ledger form", dialog
            dialog.reject()
            assert self.clerk.no_dialog()

    def aids(self) -> Iterator[tuple[str, QWidget]]:
        """The screen for the visitor, and the one search, in each of their states."""
        progress = self.go(desk_pages.PROGRESS)
        assert isinstance(progress, ProgressPage)
        yield "progress, empty", progress
        progress.open_at("李")
        self.settle()
        yield "progress, several", progress
        progress.open_at(1)
        self.settle()
        yield "progress", progress
        progress.close_button.click()
        self.clerk.press(Qt.Key.Key_K, CTRL)
        find = self.work.main.findChild(FindPanel)
        assert isinstance(find, FindPanel)
        assert find.isVisible()
        for words in ("", "没有的人", "登记表 李"):
            find.line.setText(words)
            self.settle()
            yield f"find {words}", find
        self.clerk.press(Qt.Key.Key_Escape)
        assert not find.isVisible()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, story: Template, wear: object) -> Iterator[Desk]:
    made = Desk(qtbot, story.copy(tmp_path / "data"), tmp_path)
    yield made
    made.work.close()
    assert made.faults == []


def keys_told(page: Page) -> list[tuple[str, str]]:
    """The keys of the page as its help lists them."""
    return list(page.keys())


def foreign(words: str) -> set[str]:
    """Latin words in a text that are neither a key nor a name everybody knows."""
    found = set(re.findall(r"[A-Za-z][A-Za-z]+[0-9]?|[A-Z][0-9]", words.replace(practice.PASSWORD, "")))
    return {one for one in found if one not in KEYS | ALLOWED and not re.fullmatch(r"[FA][0-9]{1,2}", one)}


def language(widget: QWidget) -> Iterator[str]:
    """Words on the screen that are not Chinese."""
    for words in visible_words(widget):
        if "LICENSES" not in words and not words.startswith("备份文件夹"):  # where folders lie
            yield from (f"{one} in {words}" for one in foreign(words))
    for edit in widget.findChildren(QLineEdit):
        yield from foreign(edit.placeholderText())


def keys(widget: QWidget) -> Iterator[str]:
    """Keys on two buttons, or cut off, or kept from the one who looks for them."""
    buttons = [one for one in visible_buttons(widget) if one.isEnabled() and one.key]
    counts = Counter(one.key for one in buttons)
    yield from (f"{key} stands on {count} buttons" for key, count in counts.items() if count > 1)
    for button in buttons:
        if sum(button._parts()) > button.width():
            yield f"{button.text()} is cut"
        if button.key not in button.toolTip():
            yield f"{button.text()} hides its key"
    if isinstance(widget, Page):
        taken = {key_words(f"Ctrl+{place}") for place in PAGES.values()} & set(counts)
        yield from (f"{key} is a key of the window" for key in taken)


def mouse(widget: QWidget) -> Iterator[str]:
    """What only a mouse reaches."""
    stops = set(tab_stops(widget.window()))
    for settings in widget.window().findChildren(SettingsPage):
        stops |= set(settings.buttons.values())  # Ctrl+PgDown goes from one to the next
    for button in widget.findChildren(QAbstractButton):
        if not button.isVisibleTo(widget) or not button.isEnabled() or not button.text() or button in stops:
            continue
        if not (isinstance(button, KeyButton | RailButton) and button.key):
            yield f"only a mouse presses {button.text()}"
    for kind in (QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView):
        for editor in widget.findChildren(kind):
            reached = editor.isVisibleTo(widget) and editor.isEnabled()
            if not reached or editor.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            if editor not in stops:
                yield f"Tab never reaches {editor.accessibleName() or editor}"
            if not editor.accessibleName():
                yield f"{editor} has no name for a screen reader"


def order(widget: QWidget) -> Iterator[str]:
    """Grids of fields that Tab goes through otherwise than they are read."""
    places = {stop: place for place, stop in enumerate(tab_stops(widget))}
    for grid in widget.findChildren(FieldGrid):
        fields = [one for one in grid.findChildren(Field) if one.isVisibleTo(widget) and one.editor in places]
        read = sorted(fields, key=lambda one, grid=grid: corner(one, grid))
        tabbed = sorted(fields, key=lambda one: places[one.editor])
        if read != tabbed:
            yield f"Tab goes {[one.editor.accessibleName() for one in tabbed]}"


def corner(widget: QWidget, inside: QWidget) -> tuple[int, int]:
    where = widget.mapTo(inside, QPoint(0, 0))
    return where.y(), where.x()


def test_every_page_is_chinese_shows_its_keys_and_needs_no_mouse(desk: Desk) -> None:
    complaints: dict[str, str] = {}
    states = 0
    for state, widget in desk.every_state():
        states += 1
        for look in (language, keys, mouse, order):
            complaints |= dict.fromkeys(look(widget), state)
    assert states > 20
    assert complaints == {}


def test_help_tells_every_key_and_nothing_under_the_mouse_is_foreign(desk: Desk) -> None:
    """What a page listens to without a button stands in ``more_keys``."""
    for name in (*PAGES, desk_pages.PROGRESS):
        page = desk.go(name)
        assert len(page.help_text) > 40
        assert not foreign(page.help_text)
        told = ""
        for key, words in keys_told(page):
            assert not foreign(words), words
            told += f" {key}"
        for shortcut in page.findChildren(QShortcut):
            if isinstance(shortcut.parent(), KeyButton) or shortcut.key().isEmpty():
                continue
            key = key_words(shortcut.key().toString(QKeySequence.SequenceFormat.PortableText))
            assert key in told or re.fullmatch(r"Alt\+[2-4]", key), f"{name}: {key}"  # Alt+1 到 Alt+5
        for widget in page.findChildren(QWidget):
            assert not foreign(widget.toolTip()), widget.toolTip()
            assert not foreign(widget.accessibleName()), widget.accessibleName()


def test_the_focus_is_where_work_goes_on_after_each_key(desk: Desk) -> None:
    intake = desk.work.main.page(desk_pages.INTAKE)
    assert isinstance(intake, IntakePage)
    assert desk.clerk.focus() is intake.form.fields["name"].editor
    queue = desk.go(desk_pages.QUEUE)
    assert isinstance(queue, QueuePage)
    assert desk.clerk.focus() is queue.card.table
    paper = desk.go(desk_pages.PAPER)
    assert isinstance(paper, PaperPage)
    assert desk.clerk.focus() is paper.card.number
    settings = desk.go(desk_pages.SETTINGS)
    assert settings.isAncestorOf(desk.clerk.focus())
    desk.go(desk_pages.INTAKE)
    intake.form.focus_on("claim")
    desk.go(desk_pages.QUEUE)
    desk.go(desk_pages.INTAKE)
    assert desk.clerk.focus() is intake.form.fields["claim"].editor
    for key, modifier in ((Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_K, CTRL)):
        desk.clerk.press(key, modifier)
        assert desk.clerk.focus().accessibleName() == "查找一切"
        desk.clerk.press(Qt.Key.Key_Escape)
        assert desk.clerk.focus() is intake.form.fields["claim"].editor
    desk.clerk.press(Qt.Key.Key_F10)
    assert desk.clerk.focus().accessibleName() == "查询办理进度"
    desk.clerk.press(Qt.Key.Key_Escape)
    assert desk.clerk.focus() is intake.form.fields["claim"].editor
    desk.clerk.press(Qt.Key.Key_F1)
    desk.settle()
    assert desk.work.main.current_name == desk_pages.INTAKE


def test_a_visitor_is_registered_found_and_given_a_cover_without_the_mouse(desk: Desk) -> None:
    clerk = desk.clerk
    clerk.write("仇颇")
    clerk.enter()
    clerk.enter()
    clerk.type(resident_number("41999919770416796"))
    intake = desk.work.main.page(desk_pages.INTAKE)
    assert isinstance(intake, IntakePage)
    while clerk.focus() is not intake.form.fields["claim"].editor:
        clerk.tab()
    clerk.write("要求尽快执行。")
    clerk.press(Qt.Key.Key_P, CTRL)
    desk.settle()
    assert intake.saved_line.words().startswith("已登记")
    assert len(desk.printers.out) == 1, "the slip"
    clerk.press(Qt.Key.Key_O, ALT)
    desk.settle()
    queue = desk.work.main.page(desk_pages.QUEUE)
    assert isinstance(queue, QueuePage)
    assert desk.work.main.current_name == desk_pages.QUEUE
    assert queue.panel.title() == "仇颇"
    clerk.press(Qt.Key.Key_F, ALT)
    desk.settle()
    assert desk.work.main.current_name == desk_pages.PAPER
    clerk.press(Qt.Key.Key_P, CTRL)
    desk.settle()
    assert len(desk.printers.out) == 2
    assert papers.tray(desk.session) == ()
    matter_id = queue.panel.matter_id
    assert matter_id is not None
    titles = {line.title for line in matters.detail(desk.session, matter_id).documents}
    assert titles == {"登记回执", "卷宗封面"}


def test_the_settings_reach_the_status_line_and_the_list(desk: Desk) -> None:
    words = desk.work.main.status.words()
    assert "演练库" in words
    assert desk.session.viewer.name in words
    assert "最近备份" in words
    queue = desk.go(desk_pages.QUEUE)
    assert isinstance(queue, QueuePage)
    tall = queue.card.table.rowHeight(0)
    settings = desk.go(desk_pages.SETTINGS)
    assert isinstance(settings, SettingsPage)
    settings.open_at("backups")
    desk.settle()
    before = len(list(desk.session.register.files.backups.iterdir()))
    desk.clerk.press(Qt.Key.Key_B, ALT)
    desk.settle()
    assert len(list(desk.session.register.files.backups.iterdir())) == before + 1
    assert "已核验" in desk.work.main.status.words()
    settings.open_at("display")
    settings.display.compact.setFocus()
    desk.clerk.press(Qt.Key.Key_Space)
    desk.settle()
    assert queue.card.table.rowHeight(0) < tall


def test_every_page_stands_whole_at_double_size(desk: Desk, wear: Callable[[Look], None]) -> None:
    """Nothing needs more width than the window gives, so nothing is cut and nothing scrolls sideways."""
    wear(Look(Palette.CONTRAST, zoom=2.0))  # the theme with the thickest lines
    complaints: dict[str, str] = {}
    for state, widget in desk.every_state():
        if isinstance(widget, Page) and widget.minimumSizeHint().width() > widget.width():
            complaints[f"the page needs {widget.minimumSizeHint().width()} of {widget.width()}"] = state
        for area in widget.findChildren(QAbstractScrollArea):
            sideways = area.isVisibleTo(widget) and area.horizontalScrollBar().maximum() > 0
            if sideways and area.accessibleName() != "纸样，方向键移动":
                complaints[f"{area} scrolls sideways"] = state
        complaints |= dict.fromkeys(keys(widget), state)
    assert complaints == {}


def test_the_doors_speak_chinese_and_reach_everything_by_keys(qtbot: QtBot, tmp_path: Path, story: Template) -> None:
    from app.services import unlocking
    from ui.operations import Operations

    session = story.copy(tmp_path / "door")
    session.register.close()
    operations: Operations[Path] = Operations(tmp_path / "door", lambda: NOW)
    doors = (
        UnlockPage(tmp_path / "door", unlocking.look(tmp_path / "door"), operations),
        WizardPage(operations, lambda: NOW),
    )
    for door in doors:
        clerk = Hands(qtbot, door, operations, (1366, 768))
        door.start()
        clerk.settle()
        for words in visible_words(door):
            assert not foreign(words.replace(str(tmp_path), "")), words
        keys = Counter(one.key for one in visible_buttons(door) if one.key)
        assert max(keys.values(), default=1) == 1
        if isinstance(door, WizardPage):
            door.show_form()
            for words in visible_words(door):
                assert not foreign(words), words
            order = [stop for stop in tab_stops(door) if isinstance(stop, QLineEdit)]
            assert order == [field.editor for field in door.form.fields().values()]
    assert operations.close()
