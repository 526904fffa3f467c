"""扫描件: kept sealed beside the register, and looked at again only after its seal and hash were checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.dossier_paper import ImageContent, PdfContent
from app.domain.errors import Refused
from app.domain.scan import PreparedScan, ScanMedia
from app.domain.text import clean_line
from app.services.session import Session
from db.stores.dossiers import StoredScan
from db.unit_of_work import WriteUnit


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
    if ScanMedia(scan.media) is ScanMedia.PDF:
        return PdfContent(data, scan.pages, scan.rotations, first_page)
    parts, place = [], 0
    for length in scan.parts:
        parts.append(data[place : place + length])
        place += length
    end = None if amount is None else first_page + amount
    return ImageContent(tuple(parts[first_page:end]), scan.rotations[first_page:end])


def read(session: Session, scan_id: int) -> tuple[StoredScan, PdfContent | ImageContent]:
    """One scan with its pages.

    Raises:
        Refused: there is none, this account may not see it, or its file is not what was added.
    """
    with session.register.read(session.viewer) as unit:
        scan = unit.dossiers.scan(scan_id)
    if scan is None:
        raise Refused("没有找到这份扫描件，或这个账户不能查看它。")
    return scan, content(session, scan)
