"""Many dossiers at once: to the printer, a job each, and into a folder; stopped, failed half-way, and gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.changes import Change
from app.domain.dossier import DossierState
from app.services import binding, dossiers, print_run
from app.services.session import Session
from tests.support.dossier_driver import PRINTER, Clerk, CountingPrinters
from tests.support.hands import SHIFT
from tests.support.paper_driver import NOW
from tests.support.registers import Template, fresh_register

HALF = "打印到第 3 页时打印机没有响应，前面的页可能已经打出。"


@pytest.fixture
def printer() -> CountingPrinters:
    return CountingPrinters()


@pytest.fixture
def clerk(
    qapp: object, qtbot: QtBot, tmp_path: Path, concluded: Template, printer: CountingPrinters
) -> Iterator[Clerk]:
    session = concluded.copy(tmp_path / "data")
    made = Clerk(qtbot, session, tmp_path, printers=printer)
    yield made
    assert made.operations.close()
    session.register.close()
    assert made.faults == []


def print_all(clerk: Clerk, reason: str = "均已遗失") -> None:
    clerk.reason(reason)
    clerk.key(Qt.Key.Key_L)


def unfinished(clerk: Clerk) -> print_run.PrintRun:
    run = print_run.unfinished(clerk.session, NOW)
    assert run is not None
    return run


def test_all_that_are_shown_go_to_the_printer_one_job_each(clerk: Clerk, printer: CountingPrinters) -> None:
    print_all(clerk)
    assert len(printer.out) == 3
    assert all(one.startswith(b"%PDF-") for one in printer.out)
    assert "打印完 3 份" in clerk.said()
    assert clerk.state() == [DossierState.BOUND] * 3
    assert print_run.unfinished(clerk.session, NOW) is None
    assert not clerk.page.card.unfinished.isVisible()


def test_what_is_not_ready_is_named_and_stops_nobody(clerk: Clerk, printer: CountingPrinters) -> None:
    clerk.page.card.search.setFocus()
    print_all(clerk, "")
    assert printer.out == []
    assert "3 份没有装订，例如" in clerk.said()
    assert "程序引导告知书" in clerk.said()


def test_only_the_marked_ones_are_printed(clerk: Clerk, printer: CountingPrinters) -> None:
    listing = clerk.page.card.listing
    clerk.reason("均已遗失")
    listing.setFocus()
    listing.setCurrentIndex(listing.lines.index(0, 0))
    clerk.press(Qt.Key.Key_Down, SHIFT)
    clerk.settle()
    assert clerk.page.card.print_all.text() == "打印选中的 2 份"
    clerk.page.refresh()  # something changed elsewhere: the marks stay
    clerk.settle()
    assert clerk.page.card.print_all.text() == "打印选中的 2 份"
    clerk.page.panel.reason.setText("均已遗失")
    clerk.key(Qt.Key.Key_L)
    assert len(printer.out) == 2
    assert clerk.state().count(DossierState.TO_BIND) == 1


def test_a_printer_that_takes_half_the_job_stops_the_run_there(clerk: Clerk, printer: CountingPrinters) -> None:
    printer.before = lambda job: HALF if job == 2 else ""
    print_all(clerk)
    run = unfinished(clerk)
    assert (len(run.done), run.under_way, run.trouble) == (1, run.left[0], HALF)
    words = clerk.words_on_screen()
    assert f"已打 1 份，还有 2 份。停在 {run.number}：{HALF}" in words
    assert "整份重打" in words
    clerk.key(Qt.Key.Key_L)
    assert "上一次批量还没有完" in clerk.said()
    assert printer.jobs == 2
    clerk.key(Qt.Key.Key_C)
    assert (printer.jobs, len(printer.out)) == (4, 3)
    assert "打印完 3 份" in clerk.said()
    first = {dossiers.view(clerk.session, row.matter_id).bindings[0].prints for row in dossiers.rows(clerk.session)}
    assert first == {1}  # the one that failed counts once, when it came out whole


def test_what_came_out_whole_after_all_is_not_printed_again(clerk: Clerk, printer: CountingPrinters) -> None:
    printer.before = lambda job: HALF if job == 2 else ""
    print_all(clerk)
    clerk.key(Qt.Key.Key_W)
    assert (printer.jobs, len(printer.out)) == (3, 2)
    assert "打印完 3 份" in clerk.said()
    assert print_run.unfinished(clerk.session, NOW) is None


def test_the_same_pages_come_out_when_it_goes_on(clerk: Clerk, printer: CountingPrinters) -> None:
    sent: list[bytes] = []
    take = printer.print

    def keep(name: str, pdf: bytes, *, two_sided: bool | None = None) -> None:
        sent.append(pdf)
        take(name, pdf, two_sided=two_sided)

    printer.print = keep  # type: ignore[method-assign]
    printer.before = lambda job: HALF if job == 1 else ""
    print_all(clerk)
    clerk.key(Qt.Key.Key_C)
    assert sent[0] == sent[1]


def test_a_run_is_stopped_and_goes_on_after_the_program_was_closed(
    clerk: Clerk, printer: CountingPrinters, qtbot: QtBot
) -> None:
    def stop_at(job: int) -> str:
        if job == 2:
            clerk.page.stop_run()
        return ""

    printer.before = stop_at
    print_all(clerk)
    assert len(printer.out) == 2  # the pack under way is finished
    assert "已停下" in clerk.said()
    assert unfinished(clerk).under_way is None
    again = Clerk(qtbot, clerk.session, clerk.answers.place, printers=printer)
    assert "已打 2 份，还有 1 份" in again.words_on_screen()
    assert not again.page.card.came_out.isVisible()
    again.page.card.go_on.click()
    again.settle()
    assert len(printer.out) == 3
    assert "打印完 3 份" in again.said()
    assert again.operations.close()
    assert again.faults == []


def test_a_run_cut_off_by_a_power_cut_says_where_it_was(clerk: Clerk, printer: CountingPrinters) -> None:
    """What is kept before each job is what a dead process leaves behind."""

    def look(_job: int) -> str:
        run = print_run.unfinished(clerk.session, NOW)
        assert run is not None
        assert (run.under_way, run.trouble) == (run.left[0], print_run.NO_ANSWER)
        return ""

    printer.before = look
    print_all(clerk)
    assert len(printer.out) == 3


def test_a_run_is_given_up_and_the_rest_stays_to_bind(clerk: Clerk, printer: CountingPrinters) -> None:
    printer.before = lambda job: HALF if job == 1 else ""
    print_all(clerk)
    clerk.key(Qt.Key.Key_Q)
    assert print_run.unfinished(clerk.session, NOW) is None
    assert not clerk.page.card.unfinished.isVisible()
    assert clerk.state().count(DossierState.TO_BIND) == 2


def test_without_any_printer_nothing_is_begun_and_it_is_said(clerk: Clerk, printer: CountingPrinters) -> None:
    printer.default_name = lambda: ""  # type: ignore[method-assign]
    print_all(clerk)
    assert "还没有选择打印机" in clerk.said()
    assert clerk.state().count(DossierState.BOUND) == 0
    printer.default_name = lambda: PRINTER  # type: ignore[method-assign]
    clerk.key(Qt.Key.Key_C)
    assert len(printer.out) == 3


@pytest.fixture(scope="module")
def hundred(tmp_path_factory: pytest.TempPathFactory) -> Template:
    from tests.support.desk_flow import court
    from tests.support.dossier_flow import guided

    session = fresh_register(tmp_path_factory.mktemp("hundred"))
    known = court(session)
    for order in range(1, 102):
        guided(session, known, order=order, name=f"周某{order}")
    session.register.close()
    return Template(session)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("to", ["printer", "folder"])
def test_a_hundred_stopped_at_fifty_go_on_with_the_fifty_first(
    qapp: object,
    qtbot: QtBot,
    tmp_path: Path,
    hundred: Template,
    printer: CountingPrinters,
    to: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session: Session = hundred.copy(tmp_path / "data")
    clerk = Clerk(qtbot, session, tmp_path, printers=printer)
    assert len(clerk.page.card.shown()) == 100  # of 101
    note, made = binding.printed, 0

    def stop_at_fifty(*said: Any) -> Change:
        nonlocal made
        made += 1
        if made == 50:
            clerk.page.stop_run()  # as its key does, while the lane is at work
        return note(*said)

    monkeypatch.setattr(binding, "printed", stop_at_fifty)
    clerk.reason("均已遗失")
    folder = tmp_path / "装订"
    clerk.key({"printer": Qt.Key.Key_L, "folder": Qt.Key.Key_A}[to])

    assert "已停下" in clerk.said()
    done = len(printer.out) if to == "printer" else len(list(folder.glob("*.pdf")))
    assert done == 50
    assert clerk.state().count(DossierState.BOUND) == 50
    if to == "printer":
        clerk.key(Qt.Key.Key_C)
    else:
        kept = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.pdf")}
        clerk.key(Qt.Key.Key_C)
    if to == "printer":
        assert len(printer.out) == printer.jobs == 100
        assert "打印完 100 份" in clerk.said()
    else:
        now = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.pdf")}
        assert {name: now[name] for name in kept} == kept
        assert len(now) == 100
        assert "装订好 50 份，以前做好的 50 份没有重做" in clerk.said()
    assert print_run.unfinished(session, NOW) is None
    assert clerk.state().count(DossierState.TO_BIND) == 1
    assert clerk.operations.close()
    session.register.close()
    assert clerk.faults == []
