"""Whatever is wrong is named where it happens, nothing is lost, and work goes on where it stopped."""

from __future__ import annotations

import errno
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from app.domain.dossier import DossierState
from app.services import binding, dossiers, print_run
from tests.support.bad_scans import BAD
from tests.support.dossier_driver import Clerk
from tests.support.dossier_flow import pdf
from tests.support.hands import CTRL
from tests.support.paper_driver import NOW

RARE = chr(0x30EDE)
"""A character that no bundled face has."""


@pytest.fixture
def clerk(binder: Clerk) -> Clerk:
    return binder


def sealed(clerk: Clerk) -> list[Path]:
    folder = clerk.answers.place / "data" / "scans"
    return list(folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_file_that_cannot_be_kept_is_named_in_the_form_and_the_typing_stays(clerk: Clerk, name: str) -> None:
    make, words = BAD[name]
    clerk.arrange()
    clerk.add_scans(("好.pdf", pdf(2)), (name, make()), title="我写的题名")
    assert words in clerk.problem()
    assert name in clerk.problem()
    assert clerk.form().fields["title"].editor.text() == "我写的题名"  # type: ignore[union-attr]
    assert clerk.form().act.isEnabled()
    assert sealed(clerk) == []  # the good one neither: all or none
    clerk.offer(("好.pdf", pdf(2)))
    clerk.form().reject()
    assert clerk.no_dialog()
    clerk.add_scans(("好.pdf", pdf(2)))
    assert clerk.no_dialog()
    assert clerk.lines()[1] == "2. 程序引导告知书"
    assert len(sealed(clerk)) == 1


@pytest.mark.slow
def test_a_sheet_of_a3_at_600_dpi_is_taken_shown_and_bound(clerk: Clerk) -> None:
    out = BytesIO()
    Image.new("L", (9921, 7016), 235).save(out, "TIFF", compression="tiff_deflate", dpi=(600, 600))
    clerk.arrange()
    clerk.add_scans(("图纸.tif", out.getvalue()))
    assert clerk.no_dialog()
    listing = clerk.page.panel.listing
    listing.setCurrentIndex(listing.lines.index(1, 0))
    clerk.key(Qt.Key.Key_V)
    dialog = clerk.scan_dialog()
    assert dialog.canvas.picture is not None
    dialog.reject()
    assert clerk.no_dialog()
    (kept,) = sealed(clerk)
    assert kept.stat().st_size < 3_000_000
    clerk.key(Qt.Key.Key_S, CTRL)
    assert clerk.state().count(DossierState.BOUND) == 1


def test_a_character_without_a_glyph_is_named_before_anything_is_frozen(clerk: Clerk) -> None:
    clerk.arrange()
    clerk.add_scans(("告知书.pdf", pdf(1)), title=f"告知{RARE}书")
    assert clerk.no_dialog()
    clerk.key(Qt.Key.Key_P, CTRL)
    assert "U+30EDE" in clerk.said()
    assert "没有字形" in clerk.said()
    assert clerk.printers.out == []
    assert clerk.state().count(DossierState.BOUND) == 0
    clerk.reason("题名有生僻字，重录")
    listing = clerk.page.panel.listing
    listing.setCurrentIndex(listing.lines.index(1, 0))
    clerk.key(Qt.Key.Key_D)
    clerk.add_scans(("告知书.pdf", pdf(1)), title="告知〓书")
    assert clerk.no_dialog()
    clerk.key(Qt.Key.Key_P, CTRL)
    assert clerk.state().count(DossierState.BOUND) == 1


def test_a_glyph_missing_in_one_of_many_stops_only_that_one(clerk: Clerk) -> None:
    clerk.arrange()
    clerk.add_scans(("告知书.pdf", pdf(1)), title=f"告知{RARE}书")
    assert clerk.no_dialog()
    clerk.reason("均已遗失")
    clerk.key(Qt.Key.Key_A)
    assert "装订好 2 份；1 份没有装订" in clerk.said()
    assert "U+30EDE" in clerk.said()
    assert clerk.state().count(DossierState.BOUND) == 2


def test_a_disk_that_fills_while_scans_are_kept_leaves_no_half_of_one(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.arrange()
    monkeypatch.setattr("db.scan_files.write_atomically", full)
    clerk.add_scans(("告知书.pdf", pdf(2)), title="我写的题名")
    assert "磁盘" in clerk.said()
    assert clerk.form().fields["title"].editor.text() == "我写的题名"  # type: ignore[union-attr]
    assert sealed(clerk) == []
    monkeypatch.undo()
    clerk.confirm()
    assert clerk.no_dialog()
    assert clerk.lines()[1] == "2. 我写的题名"


def full(*_said: object, **_more: object) -> None:
    from db.files import unavailable_from_os

    raise unavailable_from_os(OSError(errno.ENOSPC, "No space left on device"))


class FullDisk:
    """A disk on which one more pack does not fit."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.write = Path.write_bytes

    def instead(self) -> Callable[[Path, bytes], int]:
        """What stands in for ``Path.write_bytes``: a function, so that it is bound to the path."""

        def write(path: Path, data: bytes) -> int:
            return self.take(path, data)

        return write

    def take(self, path: Path, data: bytes) -> int:
        """Write, or half of it."""
        if path.name.endswith(".part") and ".pdf" in path.name:
            self.room -= 1
            if self.room < 0:
                self.write(path, data[: len(data) // 2])
                raise OSError(errno.ENOSPC, "No space left on device")
        return self.write(path, data)


def test_a_disk_that_fills_during_a_pack_keeps_what_was_made_and_goes_on_with_that_very_pack(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(1)
    monkeypatch.setattr(Path, "write_bytes", disk.instead())
    clerk.reason("均已遗失")
    clerk.key(Qt.Key.Key_A)
    folder = clerk.answers.place / "装订"
    assert [path.suffix for path in folder.iterdir() if path.suffix != ".json"] == [".pdf"]
    assert "磁盘" in clerk.said()
    assert clerk.state().count(DossierState.BOUND) == 2  # the second is bound, its file is not there
    assert "还没有完，共 3 份" in clerk.words_on_screen()
    disk.room = 99
    clerk.key(Qt.Key.Key_C)
    assert len(list(folder.glob("*.pdf"))) == 3
    assert "装订好 2 份，以前做好的 1 份没有重做" in clerk.said()
    assert print_run.unfinished(clerk.session, NOW) is None


def test_a_disk_that_fills_while_one_pack_is_saved_says_so_and_saves_the_same_later(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = FullDisk(0)
    monkeypatch.setattr(Path, "write_bytes", disk.instead())
    clerk.reason("原件已遗失")
    clerk.key(Qt.Key.Key_S, CTRL)
    where = clerk.answers.place / "卷宗.pdf"
    assert "已装订，但没有存成" in clerk.said()
    assert not where.exists()
    assert not list(where.parent.glob("*.part"))
    (bound,) = dossiers.rows(clerk.session, (DossierState.BOUND,))
    pages = binding.reopen(clerk.session, bound.matter_id).pack.volumes[0].page_total
    disk.room = 99
    clerk.key(Qt.Key.Key_2)
    clerk.key(Qt.Key.Key_S, CTRL)
    assert where.read_bytes().startswith(b"%PDF-")
    assert binding.reopen(clerk.session, bound.matter_id).pack.volumes[0].page_total == pages


def test_a_scan_that_was_damaged_on_the_disk_is_named_when_it_is_looked_at(clerk: Clerk) -> None:
    clerk.arrange()
    clerk.add_scans(("告知书.pdf", pdf(2)))
    assert clerk.no_dialog()
    (kept,) = sealed(clerk)
    kept.chmod(0o600)
    kept.write_bytes(kept.read_bytes()[:-1] + b"\0")
    listing = clerk.page.panel.listing
    listing.setCurrentIndex(listing.lines.index(1, 0))
    clerk.key(Qt.Key.Key_V)
    dialog = clerk.scan_dialog()
    words = "\n".join(label.text() for label in dialog.problem.findChildren(type(dialog.title)))
    assert "有损坏" in words
    assert "备份" in words
    dialog.reject()
    assert clerk.no_dialog()
