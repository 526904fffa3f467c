"""扫描件: kept sealed beside the register, and looked at again only after its seal and hash were checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from app.domain.changes import Area, Change
from app.domain.dossier_paper import ImageContent, PdfContent
from app.domain.errors import Refused
from app.domain.scan import PageView, PreparedScan, ScanMedia, as_scanned, check_views
from app.domain.text import clean_line
from app.services.session import Session
from db.stores.dossiers import StoredScan
from db.unit_of_work import WriteUnit

NOT_FOUND = "没有找到这份扫描件，或这个账户不能查看它。"


@contextmanager
def sealed(session: Session, prepared: PreparedScan) -> Iterator[str]:
    """The file of a scan while its row is being written: taken away again if that fails.

    Raises:
        Unavailable: the disk is full or the folder cannot be written.
    """
    files = session.register.scan_files
    name = files.add(prepared.data)
    try:
        yield name
    except BaseException:
        files.forget(name)
        raise


def keep(work: WriteUnit, matter_id: int, prepared: PreparedScan, file: str) -> int:
    """Write the row of a sealed scan, inside a unit of work; gives its id."""
    data = prepared.data
    pictures = prepared.media is ScanMedia.PICTURES
    scan = StoredScan(
        0,
        matter_id,
        file,
        clean_line(prepared.name)[:200],
        prepared.media.value,
        prepared.pages,
        len(data),
        hashlib.sha256(data).hexdigest(),
        tuple(len(part) for part in prepared.parts) if pictures else (),
        (),
        work.now,
    )
    scan_id = work.dossiers.add_scan(scan)
    work.audit.record(
        "add", "scan", scan_id, after={"matter": matter_id, "pages": scan.pages, "size": scan.size, "hash": scan.sha256}
    )
    return scan_id


def content(
    session: Session, scan: StoredScan, first_page: int = 0, amount: int | None = None
) -> PdfContent | ImageContent:
    """The pages of a scan, checked.

    Raises:
        Refused: the file is missing, damaged, or not what was added.
    """
    data = session.register.scan_files.read(scan.file, scan.sha256)
    views = scan.views or as_scanned(scan.pages)
    turned = tuple(one.turned for one in views)
    if ScanMedia(scan.media) is ScanMedia.PDF:
        return PdfContent(data, scan.pages, turned, first_page, tuple(one.page for one in views))
    parts, place = [], 0
    for length in scan.parts:
        parts.append(data[place : place + length])
        place += length
    end = None if amount is None else first_page + amount
    shown = tuple(parts[one.page] for one in views)
    return ImageContent(shown[first_page:end], turned[first_page:end])


def as_sealed(session: Session, scan_id: int) -> tuple[StoredScan, PdfContent | ImageContent]:
    """One scan with its pages in the file's own order, upright as scanned: to look at while they are put in order.

    Raises:
        Refused: as :func:`read`.
    """
    with session.register.read(session.viewer) as unit:
        scan = unit.dossiers.scan(scan_id)
    if scan is None:
        raise Refused(NOT_FOUND)
    return scan, content(session, replace(scan, views=()))


def show(session: Session, scan_id: int, views: Sequence[PageView], now: datetime) -> Change:
    """Keep in which order and how turned the pages are shown and printed. The sealed file is never touched.

    Raises:
        Refused: there is no such scan, it is bound already, or a page would be lost.
    """
    with session.register.write(session.viewer, now) as work:
        scan = work.dossiers.scan(scan_id)
        if scan is None:
            raise Refused(NOT_FOUND)
        if work.dossiers.is_scan_bound(scan_id):
            raise Refused("这份扫描件已经装订，页序和方向不再改动，没有保存。")
        wanted = check_views(views, scan.pages)
        if wanted == as_scanned(scan.pages):
            wanted = ()
        work.dossiers.show_scan(scan_id, wanted)
        before, after = ([[one.page + 1, one.turned] for one in some] for some in (scan.views, wanted))
        work.audit.record("show", "scan", scan_id, before={"pages": before}, after={"pages": after})
    return Change.of(Area.DOSSIERS, ids=(scan.matter_id,))


def read(session: Session, scan_id: int) -> tuple[StoredScan, PdfContent | ImageContent]:
    """One scan with its pages.

    Raises:
        Refused: there is none, this account may not see it, or its file is not what was added.
    """
    with session.register.read(session.viewer) as unit:
        scan = unit.dossiers.scan(scan_id)
    if scan is None:
        raise Refused(NOT_FOUND)
    return scan, content(session, scan)
