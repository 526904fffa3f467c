"""封面版式: covers laid out by the office, seen live on the scanned jacket, kept in versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier_paper import CoverLayout, PaperSize
from app.domain.overprint import Overprint
from app.domain.viewer import Viewer
from app.services import cover_layouts, jackets
from app.services.session import Session
from tests.support.hands import CTRL
from tests.support.paper_driver import FilePrinters
from tests.support.registers import Template, fresh_register
from tests.support.settings_driver import SettingsDriver
from ui.operations import Operations
from ui.pages.settings.cover import CoverSection
from ui.pages.settings.cover_place import NO_NUMBER
from ui.pages.settings.page import SettingsPage
from ui.pages.settings.sheet_preview import DRAW_AFTER_MS, sample_pdf
from ui.printing import PrintDesk

NOW = datetime.fromisoformat("2026-11-24T10:26")
A4 = PaperSize.A4


class Room:
    """A register and the settings on the section of covers."""

    def __init__(self, qtbot: QtBot, session: Session, folder: Path) -> None:
        self._qtbot, self._folder = qtbot, folder
        self.session = session
        self.desks: list[Operations[Session]] = []
        self.faults: list[object] = []

    def sit_down(self, session: Session | None = None) -> tuple[SettingsDriver, CoverSection]:
        desk = Operations(session or self.session, lambda: NOW)
        desk.crashed.connect(self.faults.append)
        self.desks.append(desk)
        page = SettingsPage(desk, PrintDesk(desk, lambda: NOW, FilePrinters(self._folder)), lambda: NOW)
        clerk = SettingsDriver(self._qtbot, page, desk)
        page.show_section("covers")
        clerk.settle()
        return clerk, page.covers

    def drawn(self, covers: CoverSection) -> bytes:
        """What the preview shows once it has drawn the newest wish."""
        self._qtbot.wait(DRAW_AFTER_MS + 50)
        for desk in self.desks:
            desk.drain()
        self._qtbot.wait(20)
        picture = covers.preview.canvas.picture
        assert picture is not None
        return bytes(picture.constBits())


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Template:
    session = fresh_register(tmp_path_factory.mktemp("fresh"))
    session.register.close()
    return Template(session)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, fresh: Template) -> Iterator[Room]:
    session = fresh.copy(tmp_path / "data")
    made = Room(qtbot, session, tmp_path)
    yield made
    assert all(desk.close() for desk in made.desks)
    session.register.close()
    assert made.faults == []


def choose(clerk: SettingsDriver, covers: CoverSection, field: str) -> int:
    """Choose the row of a field; its place in the list."""
    draft = covers.draft
    assert draft is not None
    at = next(at for at, line in enumerate(draft.lines) if line.place.field == field)
    covers.table.selectRow(at)
    clerk.settle()
    return at


def test_a_changed_label_is_seen_and_saved_as_a_version(room: Room) -> None:
    clerk, covers = room.sit_down()
    before = room.drawn(covers)
    at = choose(clerk, covers, "retention")
    clerk.fill(covers.form.label, "保存期限：")
    clerk.settle()
    assert room.drawn(covers) != before
    assert "还没有保存" in covers.state.text()
    assert cover_layouts.read(room.session).newest(A4) == 0
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.settle()
    known = cover_layouts.read(room.session)
    assert known.newest(A4) == 1
    assert known.current[A4].places[at].label == "保存期限："
    assert "还没有保存" not in covers.state.text()
    assert known.newest(PaperSize.A5) == 0


def test_typing_is_drawn_once_it_rests(room: Room) -> None:
    clerk, covers = room.sit_down()
    before = room.drawn(covers)
    choose(clerk, covers, "retention")
    clerk.fill(covers.form.label, "甲")
    shown = covers.preview.canvas.picture
    assert shown is not None
    assert bytes(shown.constBits()) == before  # nothing is drawn while keys are pressed
    assert room.drawn(covers) != before


def test_a_click_on_the_sample_chooses_its_row(room: Room, qtbot: QtBot) -> None:
    _clerk, covers = room.sit_down()
    room.drawn(covers)
    draft = covers.draft
    assert draft is not None
    at = next(at for at, line in enumerate(draft.lines) if line.place.field == "retention")
    place = draft.lines[at].place
    canvas = covers.preview.canvas
    dots = canvas.width() / canvas.paper_mm[0]
    y = place.y + place.height / 2 if place.height else place.y - 1
    click = QPoint(round((place.x + 4) * dots), round(y * dots))
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=click)
    assert covers.table.currentIndex().row() == at
    assert covers.form.label.text() == place.label


def test_what_is_wrong_is_said_beside_its_value_and_not_saved(room: Room) -> None:
    clerk, covers = room.sit_down()
    choose(clerk, covers, "retention")
    clerk.fill(covers.form.numbers["x"], "500")
    clerk.settle()
    assert covers.form.fields["x"].state == "wrong"  # wholly off the paper: it is the place, not the width
    assert "要调整" in covers.state.text()
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.settle()
    assert cover_layouts.read(room.session).newest(A4) == 0
    assert covers.form.numbers["x"].text() == "500"


def test_what_is_no_number_stays_as_it_was_typed(room: Room) -> None:
    clerk, covers = room.sit_down()
    choose(clerk, covers, "retention")
    clerk.fill(covers.form.numbers["y"], "")
    clerk.settle()
    assert NO_NUMBER in covers.form.fields["y"].note()
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.settle()
    assert cover_layouts.read(room.session).newest(A4) == 0
    assert covers.form.numbers["y"].text() == ""


def test_a_field_is_hidden_moved_and_removed_by_key(room: Room) -> None:
    clerk, covers = room.sit_down()
    at = choose(clerk, covers, "retention")
    covers.form.shown.click()
    clerk.alt(Qt.Key.Key_Up)
    draft = covers.draft
    assert draft is not None
    assert draft.lines[at - 1].place.hidden
    assert covers.table.currentIndex().row() == at - 1
    count = len(draft.lines)
    clerk.alt(Qt.Key.Key_X)
    assert len(draft.lines) == count - 1
    assert all(line.place.field != "retention" for line in draft.lines)


def test_an_earlier_version_and_the_shipped_one_are_taken_again(room: Room) -> None:
    clerk, covers = room.sit_down()
    for label in ("第一版：", "第二版："):
        at = choose(clerk, covers, "retention")
        clerk.fill(covers.form.label, label)
        clerk.press(Qt.Key.Key_Return, CTRL)
        clerk.settle()
    assert cover_layouts.read(room.session).newest(A4) == 2
    covers.versions.set_value(1)
    clerk.alt(Qt.Key.Key_R)
    draft = covers.draft
    assert draft is not None
    assert draft.lines[at].place.label == "第一版："
    assert cover_layouts.read(room.session).newest(A4) == 2  # nothing is in force before it is saved
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.settle()
    known = cover_layouts.read(room.session)
    assert known.newest(A4) == 3
    assert known.current[A4].places[at].label == "第一版："
    clerk.alt(Qt.Key.Key_H)
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.settle()
    known = cover_layouts.read(room.session)
    assert known.newest(A4) == 4
    assert cover_layouts.places_of(known.current[A4]) == cover_layouts.places_of(CoverLayout(A4))


def test_changes_of_one_paper_stay_while_another_is_looked_at(room: Room) -> None:
    clerk, covers = room.sit_down()
    choose(clerk, covers, "retention")
    clerk.fill(covers.form.label, "没保存：")
    for size in (PaperSize.A5, PaperSize.K16):
        covers.paper_size.set_value(size.value)
        covers.paper_size.value_changed.emit()
        clerk.settle()
        assert covers.draft is not None
        assert covers.draft.size is size
        room.drawn(covers)
    covers.paper_size.set_value(A4.value)
    covers.paper_size.value_changed.emit()
    clerk.settle()
    assert covers.draft is not None
    assert "没保存：" in {line.place.label for line in covers.draft.lines}


def test_a_jacket_lies_on_the_screen_and_never_on_the_paper(room: Room, tmp_path: Path) -> None:
    clerk, covers = room.sit_down()
    room.drawn(covers)
    sample = covers.preview.sample
    assert sample is not None
    printed = sample_pdf(sample)
    bare = covers.preview.canvas.grab().toImage().pixelColor(12, 12)
    scan = tmp_path / "卷皮.png"
    Image.new("RGB", (827, 1169), (200, 60, 60)).save(scan, dpi=(100, 100))
    covers.ask_with(lambda _parent: scan)
    clerk.alt(Qt.Key.Key_J)
    room.drawn(covers)
    assert jackets.read(room.session, "cover", A4) is not None
    assert covers.preview.has_jacket()
    assert "不会打印" in covers.preview.words.text()
    beneath = covers.preview.canvas.grab().toImage().pixelColor(12, 12)
    assert beneath != bare
    assert beneath.red() > beneath.green() + 30
    assert covers.preview.sample == sample
    assert sample_pdf(sample) == printed
    clerk.alt(Qt.Key.Key_U)
    clerk.answer_yes()
    room.drawn(covers)
    assert jackets.read(room.session, "cover", A4) is None
    assert not covers.preview.has_jacket()


def test_without_the_right_the_cover_is_seen_and_not_changed(room: Room) -> None:
    known = room.session
    plain = Session(known.register, Viewer(known.viewer.account_id, "登记员乙"))
    clerk, covers = room.sit_down(plain)
    room.drawn(covers)
    assert not covers.save.isVisible()
    assert not covers.form.label.isEnabled()
    assert not covers.jacket.isVisible()
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.settle()
    assert cover_layouts.read(known).newest(A4) == 0


def test_offsets_are_seen_on_the_jacket_before_anything_is_printed(room: Room, tmp_path: Path) -> None:
    clerk, covers = room.sit_down()
    clerk.page.show_section("printers")
    clerk.settle()
    card = clerk.page.printers.overprint
    scan = tmp_path / "卷皮.png"
    Image.new("RGB", (827, 1169), (200, 60, 60)).save(scan, dpi=(100, 100))
    card.jacket.ask_file = lambda _parent: scan
    clerk.alt(Qt.Key.Key_J)
    assert card.preview.has_jacket()
    assert not covers.preview.has_jacket()  # its own section reads it when it is shown
    clerk.fill(card.right, "2.5")
    clerk.settle()
    sample = card.preview.sample
    assert sample is not None
    assert sample.overprint == Overprint(right=25)
    clerk.page.show_section("covers")
    clerk.settle()
    assert covers.preview.has_jacket()
