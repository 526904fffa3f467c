"""The order of the documents by mouse and keys, the pages of a scan, and the word on what a matter came to."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.scan import PageView
from app.services import dossiers, scans
from app.services.binding import reopen
from tests.support.dossier_driver import Clerk
from tests.support.dossier_flow import pdf, picture
from tests.support.hands import CTRL
from tests.visual.pages import packed
from ui.style.theme import Look


@pytest.fixture
def clerk(binder: Clerk) -> Clerk:
    return binder


def titles(clerk: Clerk) -> list[str]:
    return [line.split(". ")[1] for line in clerk.lines()]


def test_a_document_is_dragged_with_the_reason_written_before(clerk: Clerk) -> None:
    clerk.with_items()
    assert titles(clerk) == ["来访登记表", "材料1", "材料2"]
    clerk.reason("材料2 形成在前")
    clerk.drag(2, 0, below=False)
    assert clerk.dragged
    assert titles(clerk) == ["材料2", "来访登记表", "材料1"]
    (moved,) = [item for item in view(clerk).items if item.moved_reason]
    assert (moved.title, moved.moved_reason) == ("材料2", "材料2 形成在前")
    assert clerk.page.panel.item() == moved  # it stays chosen
    clerk.drag(0, 2)
    assert titles(clerk) == ["来访登记表", "材料1", "材料2"]


def view(clerk: Clerk) -> dossiers.DossierView:
    assert clerk.page.matter_id is not None
    return dossiers.view(clerk.session, clerk.page.matter_id)


def test_dragging_without_a_reason_asks_for_it_and_keeps_the_place(clerk: Clerk) -> None:
    clerk.with_items()
    clerk.drag(2, 0, below=False)
    assert titles(clerk) == ["来访登记表", "材料1", "材料2"]
    dialog = clerk.form()
    clerk.confirm()
    assert dialog.fields["reason"].state == "wrong"
    clerk.write("复文在前")
    clerk.confirm()
    assert clerk.no_dialog()
    assert titles(clerk) == ["材料2", "来访登记表", "材料1"]
    assert "《材料2》已在正卷内上移 2 位" in clerk.said()
    clerk.drag(0, 2)
    clerk.form().reject()
    assert clerk.no_dialog()
    assert titles(clerk) == ["材料2", "来访登记表", "材料1"]


def test_nothing_is_dragged_into_the_other_part_or_out_of_a_bound_volume(clerk: Clerk) -> None:
    clerk.with_items()
    clerk.add_scans(("批示.pdf", pdf(1)), kind="instruction")
    assert clerk.no_dialog()
    assert titles(clerk) == ["来访登记表", "材料1", "材料2", "领导批示、包案表"]
    clerk.reason("试一下")
    clerk.drag(1, 3)  # onto the internal part
    assert clerk.dragged
    assert titles(clerk) == ["来访登记表", "材料1", "材料2", "领导批示、包案表"]
    clerk.key(Qt.Key.Key_S, CTRL)
    clerk.key(Qt.Key.Key_2)
    clerk.drag(1, 0, below=False)
    assert not clerk.dragged
    assert titles(clerk) == ["来访登记表", "材料1", "材料2", "领导批示、包案表"]


def test_escape_while_dragging_leaves_everything(clerk: Clerk) -> None:
    clerk.with_items()
    clerk.reason("试一下")
    listing = clerk.page.panel.listing
    listing.setFocus()
    begin = listing.visualRect(listing.lines.index(0, 0)).center()
    end = listing.visualRect(listing.lines.index(2, 0)).bottomLeft()
    QTest.mousePress(listing.viewport(), Qt.MouseButton.LeftButton, pos=begin)
    for place in (begin, end):
        QTest.mouseMove(listing.viewport(), place)
    assert listing.is_dragging
    clerk.press(Qt.Key.Key_Escape)
    assert not listing.is_dragging
    QTest.mouseRelease(listing.viewport(), Qt.MouseButton.LeftButton, pos=end)
    clerk.settle()
    assert titles(clerk) == ["来访登记表", "材料1", "材料2"]


def test_alt_and_an_arrow_move_by_one(clerk: Clerk) -> None:
    clerk.with_items()
    listing = clerk.page.panel.listing
    listing.setFocus()
    listing.setCurrentIndex(listing.lines.index(2, 0))
    clerk.key(Qt.Key.Key_Up)
    assert "请写明原因" in clerk.page.panel.reason_field.note()
    clerk.reason("形成在前")
    listing.setFocus()
    clerk.key(Qt.Key.Key_Up)
    assert titles(clerk) == ["来访登记表", "材料2", "材料1"]
    clerk.key(Qt.Key.Key_Down)
    assert titles(clerk) == ["来访登记表", "材料1", "材料2"]
    clerk.key(Qt.Key.Key_Down)
    assert "已经在最前或最后" in clerk.said()


# the pages of a scan


def coloured(*shades: int) -> bytes:
    """A TIFF with a page of each grey."""
    pages = [Image.new("L", (400, 600), shade) for shade in shades]
    out = BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    return out.getvalue()


def sealed_files(clerk: Clerk) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (clerk.answers.place / "data" / "scans").iterdir()}


def choose_scan(clerk: Clerk, row: int) -> None:
    listing = clerk.page.panel.listing
    listing.setFocus()
    listing.setCurrentIndex(listing.lines.index(row, 0))
    clerk.settle()


@pytest.mark.parametrize("kind", ["pdf", "tiff"])
def test_pages_of_a_scan_are_turned_and_ordered_and_the_sealed_file_stays(clerk: Clerk, kind: str) -> None:
    clerk.arrange()
    data = {"pdf": pdf(3, "页"), "tiff": coloured(0, 120, 250)}[kind]
    clerk.add_scans((f"告知书.{kind}", data))
    assert clerk.no_dialog()
    with clerk.session.register.read(clerk.session.viewer) as unit:
        (stored,) = unit.dossiers.scans(clerk.page.matter_id or 0)
    sealed = sealed_files(clerk)
    assert len(sealed) == 1
    choose_scan(clerk, 1)
    clerk.key(Qt.Key.Key_V)
    dialog = clerk.scan_dialog()
    assert dialog.canvas.picture is not None
    assert not dialog.save.isEnabled()
    before = dialog.canvas.picture.size()
    clerk.key(Qt.Key.Key_R)
    assert dialog.canvas.picture.size() == before.transposed()
    clerk.key(Qt.Key.Key_PageDown)
    clerk.press(Qt.Key.Key_Escape)
    assert dialog.isVisible()  # changed and not saved: asked once
    clerk.confirm()
    assert clerk.no_dialog()
    assert "封存的文件没有改动" in clerk.said()
    scan, _ = scans.read(clerk.session, stored.scan_id)
    assert scan.views == (PageView(1), PageView(0, 90), PageView(2))
    assert scan.sha256 == stored.sha256
    assert sealed_files(clerk) == sealed
    clerk.key(Qt.Key.Key_S, CTRL)
    printed = (clerk.answers.place / "卷宗.pdf").read_bytes()
    if kind == "pdf":
        words = packed(printed)
        assert words.index("页".encode().hex() + "2") < words.index("页".encode().hex() + "1")
    else:
        assert shades_of(printed)[:2] == [120, 0]
    clerk.key(Qt.Key.Key_2)
    choose_scan(clerk, 1)
    clerk.key(Qt.Key.Key_V)
    dialog = clerk.scan_dialog()
    assert "已装订，只能看" in dialog.about.text()
    clerk.key(Qt.Key.Key_R)
    assert dialog.views == (PageView(1), PageView(0, 90), PageView(2))
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()
    again = reopen(clerk.session, clerk.page.matter_id or 0).pack
    assert again.volumes[0].items


def shades_of(printed: bytes) -> list[int]:
    """What the large pictures of a file are made of, page by page."""
    document = pypdfium2.PdfDocument(printed)
    found = []
    for page in document:
        for one in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
            image = one.get_bitmap().to_pil().convert("L")
            found.append(image.getpixel((image.width // 2, image.height // 2)))
        page.close()
    document.close()
    return found


def test_pages_can_be_put_back_as_they_were_scanned(clerk: Clerk) -> None:
    clerk.arrange()
    clerk.add_scans(("照片.jpg", picture()), kind="identity")
    assert clerk.no_dialog()
    choose_scan(clerk, 1)
    clerk.key(Qt.Key.Key_V)
    dialog = clerk.scan_dialog()
    clerk.key(Qt.Key.Key_A)
    clerk.key(Qt.Key.Key_L)
    clerk.key(Qt.Key.Key_L)
    assert dialog.views == (PageView(0, 270),)
    clerk.key(Qt.Key.Key_Z)
    assert dialog.views == (PageView(0),)
    assert not dialog.save.isEnabled()
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()


def test_the_dialog_of_a_scan_fits_at_large_text(clerk: Clerk, wear: object) -> None:
    clerk.arrange()
    clerk.add_scans(("照片.jpg", picture()), kind="identity")
    assert clerk.no_dialog()
    wear(Look(zoom=1.5))  # type: ignore[operator]
    clerk.settle()
    clerk.key(Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier)
    choose_scan(clerk, 1)
    clerk.key(Qt.Key.Key_V)
    dialog = clerk.scan_dialog()
    assert dialog.width() <= 1366
    assert dialog.canvas.picture is not None
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.no_dialog()


# effect


def test_d18_two_lines_on_effect_are_optional_and_printed_on_the_remarks_sheet(clerk: Clerk) -> None:
    clerk.arrange()
    clerk.key(Qt.Key.Key_F)
    clerk.fill("legal", "原判得到维护")
    clerk.fill("social", "信访人表示息诉")
    clerk.confirm()
    assert clerk.no_dialog()
    assert "法律效果：原判得到维护\n社会效果：信访人表示息诉" in clerk.words_on_screen()
    clerk.key(Qt.Key.Key_F)
    assert clerk.form().fields["social"].editor.text() == "信访人表示息诉"  # type: ignore[union-attr]
    clerk.fill("legal", "")
    clerk.confirm()
    assert clerk.no_dialog()
    clerk.reason("原件已遗失")
    clerk.key(Qt.Key.Key_S, CTRL)
    printed = packed((clerk.answers.place / "卷宗.pdf").read_bytes())
    assert "社会效果：信访人表示息诉" in printed
    assert "法律效果" not in printed
    clerk.key(Qt.Key.Key_2)
    assert not clerk.page.panel.assess.isEnabled()  # bound: the sheet is as it was signed


def test_d18_is_never_required(clerk: Clerk) -> None:
    clerk.reason("原件已遗失")
    clerk.key(Qt.Key.Key_S, CTRL)
    assert "效果" not in packed((clerk.answers.place / "卷宗.pdf").read_bytes())
