from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.changes import Area, Change
from app.domain.errors import Refused, Unavailable, UnavailableKind
from tests.ui.conftest import NOW
from ui.fault import Fault
from ui.main_window import MainWindow
from ui.pages.page import Page, PageEntry
from ui.problems import ErrorWindow, Problems, Question
from ui.style import scale
from ui.style.theme import Look
from ui.style.tokens import Palette
from ui.widgets.card import Card
from ui.widgets.chip import Chip, Shape, Status, chip_size
from ui.widgets.empty_state import EmptyState
from ui.widgets.field import Field, FieldGrid
from ui.widgets.help_panel import HelpPanel
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import LineEdit
from ui.widgets.segment_bar import Segment, SegmentBar
from ui.widgets.side_panel import SidePanel, WithSidePanel, scrolled
from ui.widgets.table import STATUS_ROLE, Table
from ui.widgets.timeline import Entry, Timeline
from ui.widgets.tone import Tone


class Intake(Page):
    title = "来访登记"
    help_text = "来访人到窗口时从这里登记。"
    interests = frozenset({Area.MATTERS, Area.CODES})
    more_keys = (("F5", "取回暂放"),)

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self.closed = False
        self.opened: list[object] = []
        self.header.add(SegmentBar([Segment("visit", "来访", "F1"), Segment("letter", "来信", "F2")]))
        grid = FieldGrid(3)
        for label in ("姓名", "证件号码", "联系电话"):
            grid.add(Field(label, LineEdit()))
        card = Card("来访人")
        card.add(grid)
        self.first = grid.findChild(LineEdit)
        self.side = SidePanel()
        self.side.body.addWidget(Card("可能来过"))
        self.both = WithSidePanel(scrolled(card), self.side, header=self.header)
        self.body.addWidget(self.both, 1)
        self.save = KeyButton("登记并打印回执", "Ctrl+P", Kind.LEAD)
        self.body.addWidget(self.save)

    def refresh(self) -> None:
        self.reads += 1

    def open_at(self, what: object) -> None:
        self.opened.append(what)

    def before_close(self) -> None:
        self.closed = True


class Queue(Intake):
    title = "事项队列"
    interests = frozenset({Area.MATTERS})


@pytest.fixture
def window(qtbot, operations, wear):
    entries = (
        PageEntry("intake", "登记", "intake", Intake, "Alt+1"),
        PageEntry("queue", "事项", "queue", Queue, "Alt+2"),
        PageEntry("settings", "设置", "settings", Page, "Alt+0", at_bottom=True),
    )
    made = MainWindow(entries, operations, lambda: NOW)
    qtbot.addWidget(made)
    made.show_page("intake")
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_a_page_is_built_and_read_when_first_shown(qtbot, window):
    assert window.page("intake").reads == 1
    assert "queue" not in window._pages
    with qtbot.waitSignal(window.page_shown) as shown:
        qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert shown.args == ["queue"]
    assert window.page("queue").reads == 1
    assert window.windowTitle() == "事项队列 - 涉诉信访接待台"
    assert window.rail.button("queue").isChecked()


def test_the_page_on_the_screen_reads_at_once_the_other_when_shown(qtbot, window, operations):
    window.show_page("queue")
    window.show_page("intake")
    operations.changed.emit(Change.of(Area.MATTERS))
    operations.changed.emit(Change.of(Area.MATTERS))
    assert (window.page("intake").reads, window.page("queue").reads) == (3, 1)
    assert window.page("queue").is_stale
    window.show_page("queue")
    assert window.page("queue").reads == 2
    window.show_page("intake")
    assert window.page("intake").reads == 3


def test_a_change_of_no_interest_reads_nothing(window, operations):
    operations.changed.emit(Change.of(Area.BACKUPS))
    assert window.page("intake").reads == 1


def test_a_page_sends_the_clerk_to_another(window):
    window.page("intake").go.emit("queue", 29)
    assert window.current_name == "queue"
    assert window.page("queue").opened == [29]


def test_the_focus_starts_in_the_first_field_and_returns_to_where_it_was(qtbot, window):
    page = window.page("intake")
    assert QApplication.focusWidget() is page.first
    second = page.findChildren(LineEdit)[1]
    second.setFocus()
    window.show_page("queue")
    window.show_page("intake")
    assert QApplication.focusWidget() is second


def test_trouble_shows_in_the_bar_of_the_page(qtbot, window, operations):
    bar = window.page("intake").problems
    assert bar.words() == ""
    operations.unavailable.emit(Unavailable(UnavailableKind.DISK_FULL))
    assert "磁盘已满" in bar.words()
    operations.refused.emit(Refused("编号已经作废，不能再打印。"))
    assert bar.words() == "编号已经作废，不能再打印。"
    qtbot.mouseClick(bar.findChild(KeyButton), Qt.MouseButton.LeftButton)
    assert bar.words() == ""


def test_a_bug_opens_the_error_window(window, operations, monkeypatch):
    shown = []
    monkeypatch.setattr(Problems, "show_fault", lambda _parent, fault: shown.append(fault))
    fault = Fault.of(ValueError("赵某某"), NOW)
    operations.crashed.emit(fault)
    assert shown == [fault]


def test_the_error_window_copies_for_support_without_personal_data(qtbot, window):
    try:
        raise ValueError("赵某某 410000197704160000")
    except ValueError as error:
        fault = Fault.of(error, NOW)
    Problems.show_fault(window, fault)
    dialog = window.findChild(ErrorWindow)
    assert dialog.isVisible()
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert fault.reference in text
    assert "test_shell.py" in text
    assert "赵" not in text
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(ErrorWindow) is None)


@pytest.mark.parametrize(("answer", "expected"), [("yes", [True]), ("no", [])])
def test_a_question_does_not_block_and_only_yes_acts(qtbot, window, answer, expected):
    acted = []
    Problems.confirm(window, "作废访29号？作废后编号保留。", "作废", "不作废", lambda: acted.append(True))
    dialog = window.findChild(Question)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.no)
    qtbot.mouseClick(getattr(dialog, answer), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(Question) is None)
    assert acted == expected


def test_help_shows_the_paragraph_and_every_key(qtbot, window):
    assert not window.help_is_open()
    qtbot.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    words = window.findChild(HelpPanel).words()
    for part in ("来访人到窗口时从这里登记。", "F1", "来信", "Ctrl+P", "登记并打印回执", "取回暂放", "到下一栏"):
        assert part in words
    window.show_page("queue")
    window.show_page("settings")
    assert "登记并打印回执" not in window.findChild(HelpPanel).words()
    qtbot.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    assert not window.help_is_open()


def test_the_status_line_says_where_who_and_when(window):
    window.status.set_register("演练库")
    window.status.set_account("登记员 一号窗口")
    window.status.set_backup("三天没有备份", "look")
    assert window.status.words() == "演练库  登记员 一号窗口  ⚠ 三天没有备份  2026年11月24日 星期二 10:26"


def test_long_work_is_said_in_the_status_line(qtbot, window, operations):
    gate = Event()
    operations.write(window, lambda _session: gate.wait(10))
    qtbot.waitUntil(lambda: "正在保存" in window.status.words())
    gate.set()
    qtbot.waitUntil(lambda: "正在保存" not in window.status.words())


def test_zoom_and_theme_change_live_and_are_told(qtbot, window):
    with qtbot.waitSignal(window.look_changed) as told:
        qtbot.keyClick(window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert told.args[0].zoom == 1.25
    assert window.page("intake").save.font().pixelSize() == 19
    window.set_look(Look(Palette.DARK))
    assert window.page("intake").save.font().pixelSize() == 15


@pytest.mark.parametrize("zoom", [1.0, 1.25, 2.0])
def test_nothing_is_cut_off_on_a_small_screen(qtbot, window, zoom):
    window.setFixedSize(1366, 768)
    window.set_look(Look(zoom=zoom))
    page = window.page("intake")
    folded = zoom == 2.0
    qtbot.waitUntil(lambda: page.both.is_folded() == folded)
    buttons = [button for button in page.findChildren(KeyButton) if button.isVisible()]
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
    for button in buttons:
        assert button.mapTo(window, button.rect().bottomRight()).x() < 1366
    for name in ("intake", "queue", "settings"):
        item = window.rail.button(name)
        assert window.rail.rect().contains(item.geometry())
        assert item.height() >= 40
    assert page.both.width() <= 1366 - window.rail.width()


def test_the_folded_panel_opens_and_returns_to_the_field(qtbot, window):
    window.setFixedSize(1366, 768)
    window.set_look(Look(zoom=2.0))
    page = window.page("intake")
    qtbot.waitUntil(page.both.is_folded)
    page.both.set_count(2)
    assert page.both.button.text() == "参考 2"
    page.first.setFocus()
    assert not page.side.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert page.side.isVisible()
    assert page.both.button.text() == "返回"
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert not page.side.isVisible()
    assert QApplication.focusWidget() is page.first


def test_closing_keeps_drafts_and_ends_the_lanes(qtbot, window, operations):
    saved, page = [], window.page("intake")
    gate = Event()
    operations.write(page, lambda _session: gate.wait(10), saved.append)
    gate.set()
    with qtbot.waitSignal(window.closing):
        window.close()
    assert page.closed
    assert saved == [True]


def test_the_practice_register_says_so_on_every_page(qtbot, operations):
    made = MainWindow((PageEntry("p", "登记", "intake", Intake),), operations, lambda: NOW, practice=True)
    qtbot.addWidget(made)
    made.show_page("p")
    made.show()
    banner = made.findChild(QWidget, "banner")
    assert banner.isVisible()
    assert "演练" in banner.accessibleName()


def test_buttons_carry_their_key(qtbot):
    pressed = []
    button = KeyButton("只登记", "Ctrl+Return")
    qtbot.addWidget(button)
    button.clicked.connect(lambda: pressed.append(True))
    assert button.key == "Ctrl+Enter"
    assert button.sizeHint().width() > KeyButton("只登记").sizeHint().width()
    with qtbot.waitActive(button):
        button.show()
        button.activateWindow()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [True, True]


def test_a_button_reached_by_tab_shows_one_frame_as_any_other_with_the_focus(qtbot):
    window = QWidget()
    first, button = KeyButton("登记"), KeyButton("暂放", "F4")
    scale.fill(scale.column(window), (first, button))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    button.setFocus()
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
    plain = button.grab().toImage()
    first.setFocus()
    assert button.grab().toImage() != plain
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert button.hasFocus()
    assert window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    assert button.grab().toImage() == plain


def test_segments_choose_one_and_keep_their_width(qtbot):
    bar = SegmentBar([Segment("mine", "我的在办"), Segment("all", "全部")])
    qtbot.addWidget(bar)
    bar.show()
    assert bar.value() == "mine"
    widths = [bar.button(value).sizeHint().width() for value in ("mine", "all")]
    with qtbot.waitSignal(bar.chosen) as chosen:
        qtbot.mouseClick(bar.button("all"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["all"]
    assert widths == [bar.button(value).sizeHint().width() for value in ("mine", "all")]
    bar.set_count("all", 31)
    assert bar.button("all").text() == "全部 31"
    with qtbot.assertNotEmitted(bar.chosen):
        bar.choose("mine")


@pytest.mark.parametrize("palette", Palette)
def test_late_differs_from_soon_by_more_than_colour(qtbot, wear, palette):
    wear(Look(palette))
    pictures = []
    for shape in (Shape.NONE, Shape.LATE, Shape.SOON, Shape.DONE):
        chip = Chip(Status("剩 2 天", Tone.SOON, shape))
        qtbot.addWidget(chip)
        chip.resize(chip_size(Status("剩 2 天", Tone.SOON, Shape.LATE)))
        pictures.append(chip.grab().toImage())
    for place, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[place + 1 :])


def test_a_table_copies_rows_for_a_spreadsheet_and_disarms_formulas(qtbot):
    model = QStandardItemModel(0, 3)
    for row in (("访29号", "仇𬱖", "=1+1"), ("访12号", "欧阳\n卫东", "离婚")):
        model.appendRow([QStandardItem(text) for text in row])
    table = Table()
    qtbot.addWidget(table)
    model.setParent(table)
    table.setModel(model)
    table.show()
    opened = []
    table.activated.connect(lambda index: opened.append(index.row()))
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "访29号\t仇𬱖\t'=1+1"
    table.selectRow(1)
    table.hideColumn(2)
    table.copy_rows()
    assert QGuiApplication.clipboard().text() == "访12号\t欧阳 卫东"
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [1]
    assert table.rowHeight(0) == 44
    table.set_compact(True)
    assert table.rowHeight(0) == 34


def test_a_cell_with_a_status_shows_a_chip(qtbot):
    model = QStandardItemModel(1, 1)
    item = QStandardItem("逾期 12 天")
    model.setItem(0, 0, item)
    table = Table()
    qtbot.addWidget(table)
    model.setParent(table)
    table.setModel(model)
    table.show()
    plain = table.grab().toImage()
    item.setData(Status("逾期 12 天", Tone.LATE, Shape.LATE), STATUS_ROLE)
    assert table.grab().toImage() != plain


def test_the_timeline_wraps_and_is_read_aloud(qtbot, qtmodeltester):
    timeline = Timeline()
    qtbot.addWidget(timeline)
    long = "督办函〔2026〕9 号，郝某签收，" * 6
    timeline.set_entries([Entry("来访登记，初访", "09-14"), Entry(long, "09-28", Tone.SOON, "附件二份")])
    qtmodeltester.check(timeline.model())
    timeline.resize(300, 400)
    timeline.show()
    short, tall = (timeline.sizeHintForRow(row) for row in (0, 1))
    assert tall > short * 2
    spoken = timeline.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == f"09-28，{long}，附件二份"
    assert timeline.entries()[0].day == "09-14"


def test_an_empty_place_says_so_and_offers_the_next_act(qtbot):
    acted = []
    empty = EmptyState("今天还没有登记。")
    qtbot.addWidget(empty)
    empty.offer("先登记", lambda: acted.append("old"))
    button = empty.offer("登记来访", lambda: acted.append("new"), "F1")
    empty.show()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert acted == ["new"]
    empty.show_loading("正在读取…")
    assert empty.sentence() == "正在读取…"
    empty.say("没有读到。按 F5 再试一次。", "warning")
    assert empty.sentence() == "没有读到。按 F5 再试一次。"


def test_tables_are_painted_without_a_window_model_leak(qtbot):
    table = Table()
    qtbot.addWidget(table)
    model = QStringListModel(["甲", "乙"], table)
    table.setModel(model)
    table.show()
    table.selectRow(1)
    assert table.currentIndex().data() == "乙"
