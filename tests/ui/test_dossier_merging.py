"""A matter with a dossier takes others in and is never merged away; it is said where somebody tries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.printing.page_count import count_pages
from app.services import binding, dossiers, matters
from app.services.session import Session
from tests.support.dossier_driver import Clerk
from tests.support.dossier_flow import one_page
from tests.support.hands import ALT
from tests.support.intakes import form, register
from tests.support.paper_driver import NOW
from tests.support.queue_driver import QueueDriver
from tests.support.registers import Template
from ui.operations import Operations
from ui.pages.queue.link_dialogs import MergeDialog
from ui.pages.queue.page import QueuePage


@pytest.fixture
def session(tmp_path: Path, concluded: Template) -> Iterator[Session]:
    made = concluded.copy(tmp_path / "data")
    yield made
    made.register.close()


@pytest.fixture
def clerk(qtbot: QtBot, qapp: object, session: Session) -> Iterator[QueueDriver]:
    desk = Operations(session, lambda: NOW)
    faults: list[object] = []
    desk.crashed.connect(faults.append)
    yield QueueDriver(qtbot, QueuePage(desk, lambda: NOW), desk)
    assert desk.close()
    assert faults == []


def merge(clerk: QueueDriver, gone: int, kept: int, session: Session) -> MergeDialog:
    clerk.page.open_at(gone)
    clerk.settle()
    clerk.press(Qt.Key.Key_W, ALT)
    dialog = clerk.dialog(MergeDialog)
    clerk.type(matters.detail(session, kept).number)
    clerk.settle()
    dialog.choice.set_value(kept)
    dialog.reason_edit.setFocus()
    clerk.write("重复登记")
    clerk.press(Qt.Key.Key_Y, ALT)
    clerk.settle()
    return dialog


def words_of(dialog: MergeDialog) -> str:
    return "\n".join(label.text() for label in dialog.problem.findChildren(type(dialog.problem._words)))


def begin(session: Session, *matter_ids: int) -> None:
    for matter_id in matter_ids:
        dossiers.arrange(session, matter_id, one_page, NOW)


def test_merging_a_matter_with_a_dossier_away_is_refused_in_words_and_the_reason_stays(
    clerk: QueueDriver, session: Session
) -> None:
    begin(session, 1)
    dialog = merge(clerk, 1, 2, session)
    assert dialog.isVisible()
    gone = matters.detail(session, 1).number
    assert f"{gone}已经立卷或存有扫描件，不能并入别的事项。请把另一件并入{gone}。" in words_of(dialog)
    assert dialog.reason_edit.text() == "重复登记"
    dialog.reject()
    assert clerk.no_dialog()


def test_two_with_dossiers_are_told_to_name_each_other(clerk: QueueDriver, session: Session) -> None:
    begin(session, 1, 2)
    dialog = merge(clerk, 1, 2, session)
    assert "都已经立卷" in words_of(dialog)
    assert "互相注明编号" in words_of(dialog)
    dialog.reject()
    assert clerk.no_dialog()


@pytest.mark.parametrize("open_first", [True, False])
def test_an_open_matter_and_one_with_a_dossier_are_told_what_to_wait_for(
    clerk: QueueDriver, session: Session, open_first: bool
) -> None:
    going_on = register(session, form("严某", 9), minutes=5).matter_id
    begin(session, 1)
    dialog = merge(clerk, *((going_on, 1) if open_first else (1, going_on)), session)
    number = matters.detail(session, going_on).number
    assert f"{number}还在办理" in words_of(dialog)
    assert f"请等{number}办结后并入" in words_of(dialog)
    dialog.reject()
    assert clerk.no_dialog()


def test_what_is_taken_in_waits_as_late_and_the_bound_volume_stays(
    clerk: QueueDriver, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    binding.bind(session, binding.BindRequest(1, override_all="已遗失"), count_pages, NOW)
    before = dossiers.view(session, 1).bindings[0].pack
    merge(clerk, 2, 1, session)
    assert clerk.no_dialog()
    page = Clerk(qtbot, session, tmp_path)
    page.key(Qt.Key.Key_2)
    page.arrange()
    assert [item.title for item in dossiers.view(session, 1).late] == ["来访登记表"]
    assert page.page.panel.late.isEnabled()
    assert dossiers.view(session, 1).bindings[0].pack == before
    assert page.operations.close()
    assert page.faults == []
