"""The desk's own look: a clock that went back, late matters, days nobody closed; when it opens and the day turns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services import day_end, inbox
from app.services.session import Session
from tests.support.desk_flow import Matter, court
from tests.support.desk_room import Clock
from tests.support.hands import CTRL, Hands
from tests.support.intakes import NOW, form, register
from tests.support.record_flow import TO_WORK, take
from ui.clock_watch import ClockWatch
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.page import Page, PageEntry


class Plain(Page):
    """A page with nothing on it."""

    title = "登记"


class WatchHands(Hands):
    """A clerk at a desk that looks around by itself."""

    watch: ClockWatch
    said: list[str]


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def hands(qtbot: QtBot, session: Session, desk: Operations[Session], clock: Clock) -> Iterator[WatchHands]:
    main = MainWindow((PageEntry("intake", "登记", "intake", Plain, "Ctrl+1"),), desk, clock)
    made = WatchHands(qtbot, main, desk, (1100, 700))
    main.show_page("intake")
    main.rail.setFocus()
    made.watch, made.said = ClockWatch(desk, clock, main), []
    made.watch.said.connect(lambda words, _tone: made.said.append(words))
    yield made
    made.watch.end()


def test_a_clock_that_went_back_is_named_until_somebody_says_why_it_is_right(
    hands: WatchHands, session: Session, clock: Clock
) -> None:
    register(session, form())
    hands.watch.begin()
    hands.settle()
    assert hands.said == []
    assert hands.watch.button.isHidden()
    clock.now = NOW - timedelta(days=3)
    hands.watch.look_if_turned()
    hands.settle()
    assert len(hands.said) == 1
    assert "本机时钟退回了" in hands.said[0]
    assert "写原因" in hands.said[0]
    hands.watch.button.click()
    dialog: FormDialog = hands.dialog(FormDialog)
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    assert dialog.isVisible(), "no reason given: it stays"
    hands.write("更换主板电池后已校正")
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.settle()
    assert hands.no_dialog()
    assert hands.watch.button.isHidden()
    assert "已按电脑现在的时间继续" in hands.said[-1]


def test_b12_when_the_day_turns_late_matters_climb_and_the_same_day_nobody_is_told_twice(
    hands: WatchHands, session: Session, clock: Clock
) -> None:
    matter = Matter(session, court(session))
    take(matter, *TO_WORK)
    with session.register.read(session.viewer) as unit:
        facts = unit.matters.facts(matter.matter_id)
    assert facts is not None
    assert facts.due_date is not None
    clock.now = NOW.replace(year=facts.due_date.year, month=facts.due_date.month, day=facts.due_date.day)
    hands.watch.begin()
    hands.settle()
    assert told(session) == 0, "due today is not late"
    clock.now += timedelta(days=1)
    hands.watch.look_if_turned()
    hands.watch.look_if_turned()
    hands.settle()
    assert told(session) == 1


def told(session: Session) -> int:
    return sum(one.kind == "overdue" for listed in inbox.unread(session) for one in listed.notices)


def test_b06_a_day_nobody_closed_is_named_the_next_morning_once(
    hands: WatchHands, session: Session, clock: Clock
) -> None:
    register(session, form(disposition_code="answer"))
    day_end.close(session, NOW.date(), NOW + timedelta(hours=9))
    register(session, form("周大有", 2, disposition_code="answer", happened_at=NOW + timedelta(days=1)), 24 * 60)
    clock.now = NOW + timedelta(days=2)
    hands.watch.begin()
    hands.settle()
    hands.watch.look()
    hands.settle()
    assert len(hands.said) == 1
    assert "3月3日还没有做日终核对" in hands.said[0]
