"""文书: papers as they were issued, how often they were printed, and the tray of prints that did not come out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from app.domain.matter_detail import DocumentLine
from app.domain.viewer import Viewer
from db.rows import add_row
from db.tables import DOCUMENTS, MATTERS, PRINT_TRAY, PRINTS
from db.visibility import visible_matters


@dataclass(frozen=True)
class StoredDocument:
    """A document as issued: ``content`` is the frozen record in its text form."""

    document_id: int
    matter_id: int
    form: str
    title: str
    content: str
    issued_at: datetime
    prints: int
    intact: bool


@dataclass(frozen=True)
class TrayItem:
    """One print that failed or was not sent; it stays until it is sent again or laid aside."""

    tray_id: int
    document_id: int
    form: str
    title: str
    number: str
    printer: str
    reason: str
    created_at: datetime


def content_hash(content: str) -> str:
    """SHA-256 of the frozen text."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


class DocumentReader:
    """Reads documents of matters that the viewer may see."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def of_matter(self, matter_id: int) -> tuple[DocumentLine, ...]:
        """Documents of one matter, newest first; the caller has checked that it is visible."""
        prints = select(PRINTS.c.document_id, func.count().label("amount")).group_by(PRINTS.c.document_id).subquery()
        rows = self._connection.execute(
            select(DOCUMENTS, func.coalesce(prints.c.amount, 0).label("amount"))
            .outerjoin(prints, prints.c.document_id == DOCUMENTS.c.id)
            .where(DOCUMENTS.c.matter_id == matter_id, DOCUMENTS.c.voided_at.is_(None))
            .order_by(DOCUMENTS.c.id.desc())
        )
        return tuple(DocumentLine(row.id, row.form, row.title, row.issued_at, row.amount) for row in rows)

    def get(self, document_id: int) -> StoredDocument | None:
        """One document, or ``None`` when there is none or the viewer may not see its matter."""
        row = self._connection.execute(
            select(DOCUMENTS)
            .join(MATTERS, MATTERS.c.id == DOCUMENTS.c.matter_id)
            .where(DOCUMENTS.c.id == document_id, *visible_matters(self._viewer))
        ).first()
        if row is None:
            return None
        prints = self._connection.execute(
            select(func.count()).select_from(PRINTS).where(PRINTS.c.document_id == document_id)
        ).scalar_one()
        intact = content_hash(row.content) == row.content_hash
        return StoredDocument(row.id, row.matter_id, row.form, row.title, row.content, row.issued_at, prints, intact)

    def same_as_last(self, matter_id: int, contact_id: int | None, form: str, content: str) -> int | None:
        """The latest document of this form for the same matter or contact if it says exactly the same."""
        row = self._connection.execute(
            select(DOCUMENTS.c.id, DOCUMENTS.c.content_hash)
            .where(
                DOCUMENTS.c.matter_id == matter_id,
                DOCUMENTS.c.contact_id == contact_id if contact_id else DOCUMENTS.c.contact_id.is_(None),
                DOCUMENTS.c.form == form,
                DOCUMENTS.c.voided_at.is_(None),
            )
            .order_by(DOCUMENTS.c.id.desc())
            .limit(1)
        ).first()
        return row.id if row and row.content_hash == content_hash(content) else None

    def tray(self) -> tuple[TrayItem, ...]:
        """Prints waiting to be sent again, oldest first."""
        rows = self._connection.execute(
            select(PRINT_TRAY, DOCUMENTS.c.form, DOCUMENTS.c.title, MATTERS.c.number_text)
            .join(DOCUMENTS, DOCUMENTS.c.id == PRINT_TRAY.c.document_id)
            .join(MATTERS, MATTERS.c.id == DOCUMENTS.c.matter_id)
            .where(*visible_matters(self._viewer))
            .order_by(PRINT_TRAY.c.id)
        )
        return tuple(
            TrayItem(
                row.id,
                row.document_id,
                row.form,
                row.title,
                row.number_text,
                row.printer,
                row.reason,
                row.created_at,
            )
            for row in rows
        )


class DocumentWriter(DocumentReader):
    """Issues documents and records prints."""

    def issue(self, matter_id: int, contact_id: int | None, form: str, title: str, content: str, now: datetime) -> int:
        """Freeze a document; gives its id."""
        row = {
            "matter_id": matter_id,
            "contact_id": contact_id,
            "form": form,
            "title": title,
            "content": content,
            "content_hash": content_hash(content),
            "issued_at": now,
            "account_id": self._viewer.account_id or None,
        }
        return add_row(self._connection, DOCUMENTS, row)

    def printed(self, document_id: int, printer: str, reprint: bool, now: datetime) -> None:
        """Record that a document came out of a printer or was saved as PDF."""
        row = {
            "document_id": document_id,
            "printed_at": now,
            "account_id": self._viewer.account_id or None,
            "printer": printer,
            "reprint": reprint,
        }
        self._connection.execute(insert(PRINTS), row)

    def lay_in_tray(self, document_id: int, printer: str, reason: str, now: datetime) -> int:
        """Keep a print that did not come out; gives its place in the tray."""
        row = {"document_id": document_id, "printer": printer, "reason": reason, "created_at": now}
        return add_row(self._connection, PRINT_TRAY, row)

    def take_from_tray(self, tray_id: int) -> None:
        """The print was sent or laid aside."""
        self._connection.execute(delete(PRINT_TRAY).where(PRINT_TRAY.c.id == tray_id))
