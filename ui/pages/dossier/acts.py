"""Long acts of the dossier page, run in a lane: services and drawing together, which neither of them may know.

Drawing is imported on use: ReportLab and PDFium come with the first paper (measured start-up cost).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.changes import Area, Change
from app.domain.dossier_paper import ArchiveList, DossierPart, Pack, Sides
from app.domain.progress import Progress
from app.domain.scan import ScanSize
from app.services import archive, archive_lists, binding, dossiers, overprints, print_run
from app.services.archive import HandOverList, Loan
from app.services.binding import BindRequest, Bound
from app.services.binding_run import RunResult
from app.services.binding_run import bind_many as run_many
from app.services.dossier_export import Drawing, Exported, to_folder
from app.services.dossiers import DossierView, NewItem
from app.services.print_run import PrintRun
from app.services.session import Session
from ui.printing import write_pdf


@dataclass(frozen=True)
class Drawn:
    """A pack with its pages."""

    bound: Bound
    pdf: bytes


@dataclass(frozen=True)
class Handed:
    """A hand-over list that was made, and what the pages have to read again."""

    made: HandOverList
    change: Change


def look(session: Session, matter_id: int) -> tuple[DossierView, tuple[Loan, ...]]:
    """What the page shows of one dossier."""
    return dossiers.view(session, matter_id), archive.loans(session, matter_id)


def arrange(session: Session, matter_id: int, now: datetime) -> tuple[DossierView, Change]:
    """Lay everything into its place."""
    from app.printing.page_count import count_pages

    return dossiers.arrange(session, matter_id, count_pages, now)


def bind_and_draw(
    session: Session, request: BindRequest, now: datetime, progress: Progress, printer: str = ""
) -> Drawn:
    """Bind (or find bound) and draw; for a printer with the offsets that were measured on it."""
    from app.printing.pack import Section, render_pack, require_drawable
    from app.printing.page_count import count_pages

    bound = binding.bind(session, request, count_pages, now, require_drawable)
    known = overprints.of_printer(session, printer) if printer else {}
    offsets = {section: known[section.value] for section in Section if section.value in known}
    return Drawn(bound, render_pack(bound.pack, progress, overprints=offsets))


def print_many(
    session: Session,
    run: PrintRun,
    now: datetime,
    progress: Progress,
    printer: str,
    send: Callable[[bytes, bool | None], str],
) -> PrintRun:
    """Bind and print what is left of a run, with the offsets that were measured on the printer."""
    from app.printing.pack import Section, render_pack, require_drawable
    from app.printing.page_count import count_pages

    known = overprints.of_printer(session, printer) if printer else {}
    offsets = {section: known[section.value] for section in Section if section.value in known}

    def draw(pack: Pack, steps: Progress) -> bytes:
        steps.check()
        return render_pack(pack, overprints=offsets)

    def put(pack: Pack, pdf: bytes) -> str:
        return send(pdf, is_two_sided(pack))

    return print_run.go_on(session, run, draw, put, count_pages, require_drawable, printer, now, progress)


def is_two_sided(pack: Pack) -> bool:
    """Whether a pack is made for both sides of the paper."""
    return pack.sides is Sides.DUPLEX


def bind_to_file(session: Session, request: BindRequest, path: Path, now: datetime, progress: Progress) -> Drawn:
    """Bind, draw, and write the whole file or none."""
    drawn = bind_and_draw(session, request, now, progress)
    write_pdf(path, drawn.pdf, "已装订，但没有存成：这个位置不能写入，或磁盘已满。请换一个文件夹再存，内容完全相同。")
    return drawn


def printed(session: Session, drawn: Drawn, printer: str, now: datetime) -> Change:
    """Record that it came out."""
    return binding.printed(session, drawn.bound, printer, now)


def bind_many(
    session: Session, requests: Sequence[BindRequest], folder: Path, now: datetime, progress: Progress
) -> RunResult:
    """Bind many into a folder, or go on with it."""
    from app.printing.pack import render_pack, require_drawable
    from app.printing.page_count import count_pages

    return run_many(session, requests, folder, render_pack, count_pages, now, progress, require_drawable)


def export(session: Session, matter_id: int, part: str, folder: Path, now: datetime, progress: Progress) -> Exported:
    """Write a bound dossier, or one part of it, as a folder."""
    from app.printing.issue import render
    from app.printing.pack import FILE, render_pack

    bound = binding.reopen(session, matter_id)
    if part:
        bound = Bound(bound.binding_id, bound.dossier_id, binding.of_part(bound.pack, DossierPart(part)), bound.change)
    drawing = Drawing(lambda pack: render_pack(pack, sections=FILE), render)
    return to_folder(session, bound, folder, drawing, now, progress)


def add_scans(
    session: Session,
    matter_id: int,
    paths: Sequence[Path],
    new: NewItem,
    size: ScanSize,
    now: datetime,
    progress: Progress,
) -> Change:
    """Read every file first, so that a bad one is named before any is kept; then keep them all."""
    from app.printing.scan_reading import read_file

    prepared = [read_file(path, size, progress) for path in paths]
    change = Change.of()
    for one in prepared:
        progress.check()
        change = dossiers.add_scan(session, matter_id, one, new, now)
    return change


def save_list(wanted: ArchiveList, path: Path) -> None:
    """Draw a list for the archive and write it."""
    write_pdf(path, draw_list(wanted))


def draw_list(wanted: ArchiveList) -> bytes:
    """Draw a list for the archive."""
    from app.printing.archive_list import render_list

    return render_list(wanted)


def hand_over(session: Session, matter_ids: Sequence[int], receiver: str, path: Path | None, now: datetime) -> Handed:
    """Hand over these, or all that can be; first of all, whether the list can be written where it shall be."""
    if path is not None:
        aside = path.with_name(path.name + ".try")
        write_pdf(aside, b"", "没有移交：这个位置不能写入，或磁盘已满。请换一个文件夹再办。").unlink()
    made = archive_lists.hand_over_all(session, receiver, now, matter_ids)
    return Handed(made, Change.of(Area.DOSSIERS))


def file_name(words: str) -> str:
    """A name for the file of a pack."""
    return "".join("_" if char in '\\/:*?"<>|' or ord(char) < 32 else char for char in f"卷宗 {words}") + ".pdf"
