"""The queue page over a real register: what it lists, finds, counts and remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from app.domain.changes import Area, Change
from app.domain.errors import Unavailable, UnavailableKind
from app.domain.matter import OPEN_STATUSES
from app.domain.matter_detail import MatterDetail
from app.domain.queue import FIRST_ROWS, PAGE_ROWS, QueueFilter, QueueView
from app.services import matters, queue, settings
from app.services.queue import QueueAnswer
from app.services.session import Session
from tests.support.desk_room import lanes
from tests.support.hands import ALT, CTRL, SHIFT, visible_words
from tests.support.paper_driver import register_visit
from tests.support.queue_driver import QueueDriver
from tests.support.registers import Template, fresh_register
from ui.models.queue_columns import Column
from ui.operations import Operations
from ui.pages.queue.layout import PREFERENCE
from ui.pages.queue.list_card import EMPTY_TEXT
from ui.pages.queue.page import QueuePage
from ui.style.theme import Look
from ui.style.tokens import Palette
from ui.widgets.table import Table

NOW = datetime.fromisoformat("2026-11-24T10:26")
TODAY = NOW.date()
Desk = Callable[[Session], Operations[Session]]


@pytest.fixture
def session(tmp_path: Path, story: Template) -> Iterator[Session]:
    made = story.copy(tmp_path / "data")
    yield made
    made.register.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Session]:
    made = fresh_register(tmp_path)
    yield made
    made.register.close()


@pytest.fixture
def open_desk(qapp: object) -> Iterator[Desk]:
    """Lanes over any register."""
    with ExitStack() as opened:
        yield lambda session: opened.enter_context(lanes(session, lambda: NOW))


@pytest.fixture
def clerk(qtbot: QtBot, open_desk: Desk, session: Session) -> QueueDriver:
    """A clerk before the practice register's queue."""
    return sit_down(qtbot, open_desk(session))


def sit_down(qtbot: QtBot, desk: Operations[Session], size: tuple[int, int] = (1274, 700)) -> QueueDriver:
    return QueueDriver(qtbot, QueuePage(desk, lambda: NOW), desk, size)


def whole(session: Session, name: str) -> MatterDetail:
    """A matter by its petitioner."""
    rows = queue.first_page(session, QueueFilter(view=QueueView.ALL), TODAY).page.rows
    return matters.detail(session, next(row.matter_id for row in rows if row.petitioner == name))


# the list


def test_it_opens_with_open_matters_and_the_nearest_due_date_on_top(clerk: QueueDriver) -> None:
    rows = [clerk.page.card.model.row(place) for place in range(clerk.page.card.model.rowCount())]
    assert len(rows) == 13
    assert all(row.status in OPEN_STATUSES for row in rows)
    dates = [row.due_date for row in rows if row.due_date is not None]
    assert dates == sorted(dates)
    assert [row.due_date for row in rows if row.due_date is None] == [None] * (13 - len(dates))
    assert clerk.current_name() == rows[0].petitioner
    assert clerk.focus() is clerk.page.card.table
    assert clerk.cells(Column.DUE)[0].startswith("逾期")
    assert "期限 ↑" in clerk.headings()


def test_every_view_says_how_many_it_holds_and_the_footer_how_many_are_listed(clerk: QueueDriver) -> None:
    assert [words.split()[0] for words in clerk.tabs()] == ["在办", "今日登记", "即将到期", "全部"]
    counts = [int(words.split()[1]) for words in clerk.tabs()]
    assert (counts[0], counts[3]) == (13, 31)
    for view, count in zip(QueueView, counts, strict=True):
        clerk.view(view)
        assert len(clerk.names()) == count
        assert clerk.footer().startswith(f"{count} / {count} 件")


def test_each_channel_of_the_footer_is_a_share_of_the_whole(clerk: QueueDriver) -> None:
    clerk.view(QueueView.ALL)
    parts = clerk.footer().split("　")[-1].split("、")
    assert sum(int(part.split()[1]) for part in parts) == 31


def test_an_empty_list_says_what_to_do(qtbot: QtBot, open_desk: Desk, empty: Session) -> None:
    clerk = sit_down(qtbot, open_desk(empty))
    for view in QueueView:
        clerk.view(view)
        assert clerk.empty_words() == EMPTY_TEXT[view]
        assert "按" in clerk.empty_words()
        assert clerk.footer() == ""
        assert "在左边选一件事项" in clerk.words_on_screen()


def test_a_click_on_a_heading_sorts_and_another_turns_the_order_round(clerk: QueueDriver) -> None:
    clerk.view(QueueView.ALL)
    values = {
        Column.REGISTERED: lambda row: row.registered_at,
        Column.REPEAT: lambda row: row.contact_count,
        Column.PETITIONER: lambda row: row.petitioner,
    }
    for column, value in values.items():
        orders = []
        for _click in range(2):
            clerk.sort_by(column)
            orders.append([value(clerk.page.card.model.row(place)) for place in range(31)])
        assert sorted(orders[0]) in orders
        assert sorted(orders[0], reverse=True) in orders


def test_the_order_is_chosen_by_keyboard_too(clerk: QueueDriver) -> None:
    clerk.press(Qt.Key.Key_X, ALT)
    assert clerk.focus() is clerk.page.card.strip.order
    clerk.type("csd")
    clerk.settle()
    counts = [clerk.page.card.model.row(place).contact_count for place in range(13)]
    assert counts == sorted(counts, reverse=True)
    assert "初 / 重 ↓" in clerk.headings()


def test_filters_are_chosen_by_keyboard_and_cleared_by_one_key(clerk: QueueDriver) -> None:
    clerk.view(QueueView.ALL)
    clerk.press(Qt.Key.Key_S, ALT)
    assert clerk.focus() is clerk.page.card.strip.channel
    clerk.type("lx")
    clerk.settle()
    letters = clerk.names()
    assert 0 < len(letters) < 31
    assert {clerk.page.card.model.row(place).channel.value for place in range(len(letters))} == {"letter"}
    clerk.tab()
    clerk.tab()
    assert clerk.focus() is clerk.page.card.strip.status
    clerk.type("yzf")
    clerk.settle()
    assert clerk.empty_words() == "这些筛选条件下没有事项。按 Alt+Q 清除筛选。"
    clerk.press(Qt.Key.Key_Q, ALT)
    clerk.settle()
    assert len(clerk.names()) == 31
    assert not clerk.page.card.clear_button.isVisible()


def test_staff_can_be_filtered_by_name(clerk: QueueDriver) -> None:
    strip = clerk.page.card.strip
    handlers = [strip.handler.itemText(place) for place in range(strip.handler.count())]
    assert handlers[0] == "全部承办"
    assert "尹某" in handlers
    strip.handler.setFocus()
    clerk.press(Qt.Key(Qt.Key.Key_1 + handlers.index("尹某")))
    clerk.settle()
    assert set(clerk.cells(Column.HANDLER)) == {"尹某"}


# finding


FOUND = (
    ("仇𬱖", "仇𬱖"),
    ("zch", "周长河"),
    ("zhouchanghe", "周长河"),
    ("(2023)豫9999民初1143", "仇𬱖"),
    ("（2023）豫9999民初1143号", "仇𬱖"),
    ("宅基地", "陶玉梅"),
    ("永固建材", "某某县永固建材有限公司"),
    ("宅基地 陶", "陶玉梅"),
)


def test_a_matter_is_found_by_what_is_known_of_it(clerk: QueueDriver) -> None:
    for words, name in FOUND:
        clerk.find(words)
        assert clerk.names() == [name], words
        assert clerk.page.panel.title().startswith(name)
        assert f"查找“{words}”" in clerk.footer()


def test_a_matter_is_found_by_the_end_of_a_document_and_of_a_telephone(clerk: QueueDriver, session: Session) -> None:
    person = whole(session, "李秀英").contacts[0].principal.person
    for tail in (person.document_number[-6:], person.phones[0][-6:], person.document_number):
        clerk.find(tail)
        assert "李秀英" in clerk.names(), tail


def test_finding_needs_no_mouse(clerk: QueueDriver) -> None:
    before = clerk.names()
    clerk.press(Qt.Key.Key_F, CTRL)
    assert clerk.focus() is clerk.page.search
    clerk.type("lxy")
    clerk.settle()
    assert "李秀英" in clerk.names()
    clerk.press(Qt.Key.Key_Down)
    assert clerk.focus() is clerk.page.card.table
    clerk.enter()
    assert clerk.focus() is clerk.page.panel.area
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.focus() is clerk.page.card.table
    clerk.press(Qt.Key.Key_F, CTRL)
    assert clerk.page.search.selectedText() == "lxy"
    clerk.press(Qt.Key.Key_Escape)
    clerk.settle()
    assert clerk.page.search.text() == ""
    assert clerk.names() == before


def test_a_search_looks_in_every_matter_and_leaves_the_view_as_it_was(clerk: QueueDriver) -> None:
    assert clerk.page.views.value() == QueueView.OPEN.value
    clerk.find("tym")
    assert clerk.names() == ["陶玉梅"], "she is concluded"
    assert clerk.page.views.value() == QueueView.ALL.value
    clerk.view(QueueView.OPEN)
    assert clerk.names() == []
    clerk.find("")
    assert clerk.page.views.value() == QueueView.OPEN.value
    assert len(clerk.names()) == 13


def test_nothing_found_says_how_to_look_otherwise(clerk: QueueDriver) -> None:
    clerk.find("没有这个人")
    assert clerk.empty_words().startswith("没有找到“没有这个人”。请少打几个字")
    clerk.page.card.strip.channel.setFocus()
    clerk.type("2")
    clerk.settle()
    assert clerk.empty_words() == "这些筛选条件下没有找到“没有这个人”。按 Alt+Q 清除筛选再找。"


def test_odd_words_find_something_or_nothing_and_never_fail(clerk: QueueDriver) -> None:
    for words in ("'\"*()[]{}", "%_\\", "🙂", "\t", "OR AND NOT", "长" * 200, "-", "１２３"):
        clerk.find(words)
        assert clerk.page.card.shown() is not clerk.page.card.failed, words


# with every key the first rows, the rest when the typing pauses


EVERYBODY = "4199991"
"""The beginning of every resident number of the practice register."""


def type_first(clerk: QueueDriver, words: str) -> None:
    """Write, and wait for what every key reads; the pause that reads the rest does not come."""
    clerk.press(Qt.Key.Key_F, CTRL)
    clerk.page.search.setText(words)
    clerk.page._ops.drain()


def rows_in_view(clerk: QueueDriver) -> int:
    table = clerk.page.card.table
    return table.viewport().height() // table.rowHeight(0) + 1


@pytest.fixture
def crowd(qtbot: QtBot, open_desk: Desk, many_matters: Template, tmp_path: Path) -> Iterator[QueueDriver]:
    """A clerk before so many matters that most words find more than a screen of them."""
    session = many_matters.copy(tmp_path / "many")
    yield sit_down(qtbot, open_desk(session))
    session.register.close()


def test_the_first_rows_come_with_the_key_and_the_rest_with_the_pause(crowd: QueueDriver) -> None:
    tabs = crowd.tabs()
    type_first(crowd, EVERYBODY)
    first = crowd.names()
    assert rows_in_view(crowd) < len(first) < FIRST_ROWS
    assert crowd.footer().startswith(f"先列出最新 {len(first)} 件，其余正在读取　在“全部”里查找“{EVERYBODY}”")
    assert "/" not in crowd.footer(), "what was not counted is not told as a count"
    assert crowd.tabs() == tabs
    crowd.down(2)
    chosen, stood = crowd.current_name(), crowd.page.card.table.currentIndex().row()
    assert len(crowd.names()) == PAGE_ROWS
    assert crowd.names()[: len(first)] == first
    assert crowd.footer().startswith(f"{PAGE_ROWS} / {PAGE_ROWS}+ 件")
    crowd.settle()
    assert (crowd.current_name(), crowd.page.card.table.currentIndex().row()) == (chosen, stood)


def test_the_pause_itself_reads_the_rest(crowd: QueueDriver, qtbot: QtBot) -> None:
    type_first(crowd, EVERYBODY)
    assert crowd.page.panel.detail is None or crowd.page.panel.detail.matter_id != crowd.page.panel.matter_id
    qtbot.waitUntil(lambda: len(crowd.names()) == PAGE_ROWS)
    qtbot.waitUntil(lambda: crowd.page.panel.title().startswith(crowd.current_name()))


def test_few_rows_are_counted_at_once(crowd: QueueDriver) -> None:
    crowd.find(EVERYBODY)
    name = min(set(crowd.names()), key=crowd.names().count)
    type_first(crowd, name)
    amount = len(crowd.names())
    assert 0 < amount <= rows_in_view(crowd)
    assert crowd.footer().startswith(f"{amount} / {amount} 件")


def test_while_keys_follow_nothing_but_first_rows_is_read(crowd: QueueDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    first_found, first_page, detail = queue.first_found, queue.first_page, matters.detail
    monkeypatch.setattr(queue, "first_found", lambda *given: (read.append("first"), first_found(*given))[1])
    monkeypatch.setattr(queue, "first_page", lambda *given: (read.append("page"), first_page(*given))[1])
    monkeypatch.setattr(matters, "detail", lambda *given: (read.append("matter"), detail(*given))[1])
    for words in ("4199", "41999", "419999", EVERYBODY):
        type_first(crowd, words)
    assert read == ["first"] * 4
    crowd.settle()
    assert read.count("page") == 1
    assert "matter" in read


def test_no_act_meets_the_matter_that_stood_there_before(crowd: QueueDriver) -> None:
    before = crowd.page.panel.detail
    assert before is not None
    printed: list[int] = []
    crowd.page.print_requested.connect(lambda matter_id, _form, _contact: printed.append(matter_id))
    type_first(crowd, next(name for name in crowd.names() if name != before.petitioner))
    awaited = crowd.page.panel.matter_id
    assert awaited not in (None, before.matter_id)
    assert crowd.page.matter_in_hand() == awaited
    crowd.page.panel.open_note()
    crowd.page.panel.cover_button.click()
    assert crowd.page.panel.note.isHidden()
    assert printed == []
    crowd.settle()
    crowd.page.panel.cover_button.click()
    assert printed == [awaited]


def test_rows_whose_rest_could_not_be_read_say_so(crowd: QueueDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: object) -> QueueAnswer:
        raise Unavailable(UnavailableKind.BUSY)

    type_first(crowd, EVERYBODY)
    first = crowd.names()
    monkeypatch.setattr(queue, "first_page", fail)
    crowd.settle()
    assert crowd.names() == first
    assert crowd.footer().startswith(f"只列出最新 {len(first)} 件，其余没有读到，请再查一次")
    monkeypatch.undo()
    crowd.find("419999")
    assert crowd.footer().startswith(f"{PAGE_ROWS} / {PAGE_ROWS}+ 件")


def test_words_found_in_another_order_are_sorted_as_a_whole(crowd: QueueDriver) -> None:
    crowd.find(EVERYBODY)
    crowd.sort_by(Column.PETITIONER)
    everybody = crowd.names()
    assert everybody == sorted(everybody)
    type_first(crowd, "419999")
    assert len(crowd.names()) == PAGE_ROWS, "the first rows of another order are known only when all are"


@pytest.mark.parametrize("palette", list(Palette))
def test_rows_are_drawn_as_any_table_draws_them(
    crowd: QueueDriver, wear: Callable[[Look], None], palette: Palette
) -> None:
    wear(Look(palette, text_points=13))
    crowd.settle()
    crowd.press(Qt.Key.Key_Down, SHIFT, times=2)
    ours = crowd.page.card.table
    crowd.page.search.setFocus()  # the frame of the current row is drawn with the focus alone
    plain = Table()
    plain.setModel(crowd.page.card.model)
    plain.setSelectionModel(ours.selectionModel())
    plain.setSelectionMode(ours.selectionMode())
    plain.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    plain.horizontalHeader().setStretchLastSection(False)
    plain.horizontalHeader().setMinimumSectionSize(24)
    for place in range(len(Column)):
        plain.setColumnHidden(place, ours.isColumnHidden(place))
        plain.setColumnWidth(place, ours.columnWidth(place))
    plain.resize(ours.size())
    plain.show()
    plain.verticalScrollBar().setValue(ours.verticalScrollBar().value())
    crowd.settle()
    assert plain.viewport().size() == ours.viewport().size()
    drawn = [table.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32) for table in (plain, ours)]
    assert drawn[0] == drawn[1]
    plain.close()


# moving, choosing, scrolling


def test_arrows_go_through_the_matters_and_the_panel_follows(clerk: QueueDriver) -> None:
    names = clerk.names()
    for name in names[:4]:
        assert clerk.current_name() == name
        assert clerk.page.panel.title().startswith(name)
        clerk.down()
    clerk.press(Qt.Key.Key_End)
    clerk.settle()
    assert clerk.current_name() == names[-1]
    clerk.press(Qt.Key.Key_Home)
    clerk.settle()
    assert clerk.current_name() == names[0]


def test_several_matters_are_copied_with_their_whole_values(clerk: QueueDriver) -> None:
    clerk.press(Qt.Key.Key_Down, SHIFT, times=2)
    assert "已选 3 件，Ctrl+C 复制" in clerk.footer()
    clerk.press(Qt.Key.Key_C, CTRL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 4
    assert lines[0].split("\t")[0] == "编号"
    assert {len(line.split("\t")) for line in lines} == {len(clerk.headings())}
    assert lines[1].startswith("（2026）豫9999访")
    assert "'" not in lines[1]


def test_scrolling_fetches_further_pages_and_keeps_the_choice(
    qtbot: QtBot, open_desk: Desk, many_matters: Template, tmp_path: Path
) -> None:
    session = many_matters.copy(tmp_path / "data")
    clerk = sit_down(qtbot, open_desk(session))
    clerk.view(QueueView.ALL)
    table = clerk.page.card.table
    assert len(clerk.names()) == PAGE_ROWS
    assert clerk.footer().startswith("200 / 650 件")
    clerk.down(3)
    chosen = table.current_row()
    assert chosen is not None
    for _page in range(3):
        table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
        clerk.settle()
    assert len(clerk.names()) == 650
    assert clerk.footer().startswith("650 / 650 件")
    assert table.selected_ids() == (chosen.matter_id,)
    ids = [clerk.page.card.model.row(place).matter_id for place in range(650)]
    assert len(set(ids)) == 650
    # a change elsewhere reads as many rows again and leaves choice and place
    stood = table.verticalScrollBar().value()
    matters.add_note(session, chosen.matter_id, "另一个窗口记的事。", NOW)
    clerk.page.accept_change(Change.of(Area.MATTERS, ids=(chosen.matter_id,)))
    clerk.settle()
    assert len(clerk.names()) == 650
    assert table.selected_ids() == (chosen.matter_id,)
    assert table.verticalScrollBar().value() == stood
    assert clerk.timeline()[0] == "另一个窗口记的事。"
    session.register.close()


def test_the_end_key_reaches_rows_that_come_later(
    qtbot: QtBot, open_desk: Desk, many_matters: Template, tmp_path: Path
) -> None:
    session = many_matters.copy(tmp_path / "data")
    clerk = sit_down(qtbot, open_desk(session))
    clerk.view(QueueView.ALL)
    for _page in range(4):
        clerk.press(Qt.Key.Key_End)
        clerk.settle()
    assert clerk.page.card.table.currentIndex().row() == 649
    session.register.close()


# changes elsewhere


def test_a_visitor_registered_elsewhere_stands_in_the_list_at_once(clerk: QueueDriver, session: Session) -> None:
    clerk.down(2)
    chosen = clerk.current_name()
    register_visit(session, "新来的人")
    clerk.page.accept_change(Change.of(Area.MATTERS, Area.CONTACTS))
    clerk.settle()
    assert "新来的人" in clerk.names()
    assert clerk.current_name() == chosen
    assert clerk.tabs()[0] == "在办 14"


def test_a_hidden_page_reads_again_when_it_is_shown(clerk: QueueDriver, session: Session) -> None:
    clerk.page.hide()
    register_visit(session, "新来的人")
    clerk.page.accept_change(Change.of(Area.MATTERS))
    clerk.settle()
    assert clerk.page.is_stale
    assert "新来的人" not in clerk.names()
    clerk.page.show()
    clerk.settle()
    assert not clerk.page.is_stale
    assert "新来的人" in clerk.names()


def test_a_matter_that_left_the_view_gives_its_place_to_the_next(clerk: QueueDriver, session: Session) -> None:
    clerk.down(3)
    names = clerk.names()
    row = clerk.page.card.table.current_row()
    assert row is not None
    matters.void(session, row.matter_id, "重复登记", NOW)
    clerk.page.accept_change(Change.of(Area.MATTERS, ids=(row.matter_id,)))
    clerk.settle()
    assert row.petitioner not in clerk.names()
    # its facts stay beside until the clerk moves on
    assert clerk.current_name() in (names[4], "")


def test_a_matter_is_opened_by_its_id_also_when_the_view_does_not_hold_it(clerk: QueueDriver, session: Session) -> None:
    concluded = whole(session, "陶玉梅")
    clerk.page.open_at(concluded.matter_id)
    clerk.settle()
    assert clerk.page.panel.title() == "陶玉梅"
    open_one = clerk.names()[5]
    clerk.page.open_at(whole(session, open_one).matter_id)
    clerk.settle()
    assert clerk.current_name() == open_one
    clerk.page.open_at("仇𬱖")
    clerk.settle()
    assert clerk.names() == ["仇𬱖"]


def test_a_register_that_cannot_be_read_keeps_the_rows_and_says_so(clerk: QueueDriver, session: Session) -> None:
    told: list[object] = []
    clerk._operations.unavailable.connect(told.append)
    before = clerk.names()
    away = session.register.files.database.with_name("away.db")
    session.register.close()
    session.register.files.database.rename(away)
    clerk.page.refresh()
    clerk.settle()
    assert told
    assert clerk.names() == before
    clerk.page.show_view(QueueView.ALL)
    clerk.settle()
    away.rename(session.register.files.database)
    clerk.page.refresh()
    clerk.settle()
    assert len(clerk.names()) == 31


# columns


def test_columns_are_chosen_ordered_and_widened_by_keys(clerk: QueueDriver) -> None:
    assert clerk.headings()[0] == "编号"
    dialog = clerk.choose_columns()
    assert clerk.focus() is dialog.listing
    clerk.press(Qt.Key.Key_Down)
    clerk.press(Qt.Key.Key_Space)
    assert "登记时间" not in clerk.headings()
    clerk.press(Qt.Key.Key_Down)
    clerk.press(Qt.Key.Key_Up, ALT, times=2)
    assert clerk.headings()[0] == "信访人"
    before = dialog.columns.width(Column.PETITIONER)
    clerk.press(Qt.Key.Key_Right, ALT, times=2)
    assert dialog.columns.width(Column.PETITIONER) == before + 32
    clerk.press(Qt.Key.Key_Left, ALT)
    assert dialog.columns.width(Column.PETITIONER) == before + 16
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()
    assert clerk.headings()[0] == "信访人"


def test_the_name_cannot_be_put_away(clerk: QueueDriver) -> None:
    dialog = clerk.choose_columns()
    clerk.press(Qt.Key.Key_Down, times=2)
    assert dialog.listing.currentItem().text().startswith("信访人")
    clerk.press(Qt.Key.Key_Space)
    clerk.press(Qt.Key.Key_Escape)
    assert "信访人" in clerk.headings()


def test_columns_are_as_they_were_after_a_reopen(qtbot: QtBot, open_desk: Desk, session: Session) -> None:
    desk = open_desk(session)
    clerk = sit_down(qtbot, desk)
    dialog = clerk.choose_columns()
    clerk.press(Qt.Key.Key_Space)
    clerk.press(Qt.Key.Key_Down, times=2)
    clerk.press(Qt.Key.Key_Up, ALT)
    clerk.press(Qt.Key.Key_Right, ALT)
    width = dialog.columns.width(Column.PETITIONER)
    dialog.compact.setChecked(True)
    clerk.press(Qt.Key.Key_Escape)
    clerk.page.card.table.setColumnWidth(list(Column).index(Column.DUE), 150)
    headings = clerk.headings()
    clerk.page.before_close()
    desk.drain()
    assert PREFERENCE in settings.preferences(session, NOW)

    again = sit_down(qtbot, open_desk(session))
    assert again.headings() == headings
    columns = again.page.card.layout_of_columns.columns
    assert columns.width(Column.PETITIONER) == width
    assert columns.width(Column.DUE) == 150
    assert columns.compact
    assert columns.hidden == {Column.NUMBER}

    again.choose_columns()
    again.press(Qt.Key.Key_R, ALT)
    again.press(Qt.Key.Key_Escape)
    assert again.headings()[0] == "编号"


def test_choices_are_kept_soon_after_they_are_made(qtbot: QtBot, clerk: QueueDriver, session: Session) -> None:
    clerk.choose_columns()
    clerk.press(Qt.Key.Key_Space)
    clerk.press(Qt.Key.Key_Escape)

    def kept() -> bool:
        clerk._operations.drain()
        return "number" in settings.preferences(session, NOW).get(PREFERENCE, {}).get("hidden", ())

    qtbot.waitUntil(kept, timeout=2000)


def test_preferences_that_make_no_sense_are_passed_over(qtbot: QtBot, open_desk: Desk, session: Session) -> None:
    kept = {"order": ["due", "gone", "due"], "hidden": ["petitioner", 7], "widths": {"due": "很宽", "gone": 3}}
    settings.keep_preference(session, PREFERENCE, kept, NOW)
    clerk = sit_down(qtbot, open_desk(session))
    assert clerk.headings()[0].startswith("期限")
    assert "信访人" in clerk.headings()
    assert len(clerk.names()) == 13


# large text


def test_large_text_folds_the_panel_under_a_button(clerk: QueueDriver, wear) -> None:
    page = clerk.page
    assert not page.split.is_folded()
    wear(Look(zoom=2.0))
    clerk.settle()
    assert page.split.is_folded()
    assert page.split.button.isVisible()
    assert not page.panel.isVisible()
    page.card.table.setFocus()
    clerk.enter()
    assert page.panel.isVisible()
    assert not page.card.isVisible()
    assert clerk.focus() is page.panel.area
    clerk.press(Qt.Key.Key_Escape)
    assert page.card.isVisible()
    assert clerk.focus() is page.card.table
    assert "信访人" in clerk.headings()
    assert page.card.table.horizontalScrollBar().maximum() == 0
    wear(Look())
    assert not page.split.is_folded()
    assert page.panel.isVisible()


def test_nothing_is_wider_than_the_page_at_double_size(clerk: QueueDriver, wear) -> None:
    wear(Look(zoom=2.0))
    clerk.settle()
    assert clerk.page.minimumSizeHint().width() <= 1274
    assert visible_words(clerk.page)
