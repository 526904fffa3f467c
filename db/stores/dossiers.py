"""卷宗: dossiers with their items, scans and bindings, as the viewer may see the matters behind them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from app.domain.dossier import DossierItem, DossierRow, DossierState, ItemSource, Procedure
from app.domain.dossier_paper import DossierPart
from app.domain.matter import CONCLUDED_STATUSES, MatterStatus
from app.domain.scan import PageView
from app.domain.viewer import Viewer
from db.rows import add_row
from db.stores.documents import content_hash
from db.tables import (
    BINDINGS,
    CONTACTS,
    DOCUMENTS,
    DOSSIER_ITEMS,
    DOSSIERS,
    LOANS,
    MATTERS,
    PARTICIPANTS,
    PETITIONERS,
    SCANS,
)
from db.visibility import visible_matters


@dataclass(frozen=True)
class DossierFacts:
    """One row of ``dossiers`` as the services need it."""

    dossier_id: int
    matter_id: int
    number: str
    procedure: Procedure
    year: int
    file_number: int | None
    archive_code: str
    fonds: str
    catalogue: str
    scheme: str
    retention: str
    retention_label: str
    appraise_on: date | None
    assessment: str
    opened_at: datetime
    bound_at: datetime | None
    filed_on: date | None
    room: str
    rack: str
    box: str
    hand_over_id: int | None
    version: int


@dataclass(frozen=True)
class StoredScan:
    """A scan's row. ``parts`` are the lengths of its pictures, one a page; empty for a PDF.

    ``views`` says in which order and how its pages are shown; empty means as they are in the file.
    """

    scan_id: int
    matter_id: int
    file: str
    name: str
    media: str
    pages: int
    size: int
    sha256: str
    parts: tuple[int, ...]
    views: tuple[PageView, ...]
    added_at: datetime


@dataclass(frozen=True)
class StoredBinding:
    """A binding as it was made: ``pack`` is its frozen text."""

    binding_id: int
    dossier_id: int
    bound_at: datetime
    reason: str
    fingerprint: str
    pack: str
    volumes: int
    numbers: int
    prints: int
    intact: bool


@dataclass(frozen=True)
class IssuedDocument:
    """A paper issued for a matter, with the contact that it is about."""

    document_id: int
    form: str
    title: str
    content: str
    contact_id: int | None
    issued_at: datetime
    intact: bool


class DossierReader:
    """Reads dossiers of matters that the viewer may see."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def of_matter(self, matter_id: int) -> DossierFacts | None:
        """The dossier of a matter, if one was begun."""
        return self._one(DOSSIERS.c.matter_id == matter_id)

    def get(self, dossier_id: int) -> DossierFacts | None:
        """One dossier."""
        return self._one(DOSSIERS.c.id == dossier_id)

    def row(self, matter_id: int) -> DossierRow | None:
        """The line of one matter."""
        return next(iter(self.rows(matter_id=matter_id)), None)

    def rows(
        self,
        states: Iterable[DossierState] = (),
        words: str = "",
        limit: int = 2000,
        *,
        matter_id: int | None = None,
    ) -> tuple[DossierRow, ...]:
        """Concluded matters with the state of their dossier, newest concluded first.

        ``words`` is looked for in number, archival code, name and place.
        """
        bound = (
            select(BINDINGS.c.dossier_id, func.sum(BINDINGS.c.volumes).label("volumes"))
            .group_by(BINDINGS.c.dossier_id)
            .subquery()
        )
        late = (
            select(DOSSIER_ITEMS.c.dossier_id, func.count().label("late"))
            .where(
                DOSSIER_ITEMS.c.late.is_(True),
                DOSSIER_ITEMS.c.binding_id.is_(None),
                DOSSIER_ITEMS.c.removed_at.is_(None),
            )
            .group_by(DOSSIER_ITEMS.c.dossier_id)
            .subquery()
        )
        ended = [one.value for one in CONCLUDED_STATUSES]
        query = (
            select(
                MATTERS.c.id.label("matter_id"),
                MATTERS.c.number_text,
                MATTERS.c.petitioner_name,
                MATTERS.c.head_count,
                MATTERS.c.summary,
                MATTERS.c.concluded_on,
                MATTERS.c.handler_name,
                MATTERS.c.status,
                DOSSIERS.c.id.label("dossier_id"),
                DOSSIERS.c.archive_code,
                DOSSIERS.c.bound_at,
                DOSSIERS.c.filed_on,
                DOSSIERS.c.room,
                DOSSIERS.c.rack,
                DOSSIERS.c.box,
                DOSSIERS.c.retention_label,
                LOANS.c.borrower,
                LOANS.c.due_on,
                func.coalesce(bound.c.volumes, 0).label("volumes"),
                func.coalesce(late.c.late, 0).label("late"),
            )
            .outerjoin(DOSSIERS, DOSSIERS.c.matter_id == MATTERS.c.id)
            .outerjoin(LOANS, (LOANS.c.dossier_id == DOSSIERS.c.id) & LOANS.c.returned_at.is_(None))
            .outerjoin(bound, bound.c.dossier_id == DOSSIERS.c.id)
            .outerjoin(late, late.c.dossier_id == DOSSIERS.c.id)
            .where(
                MATTERS.c.status.in_(ended) | DOSSIERS.c.bound_at.is_not(None),
                MATTERS.c.status != MatterStatus.VOID.value,
                MATTERS.c.merged_into_id.is_(None),
                *_in_states(tuple(states)),
                *visible_matters(self._viewer),
            )
            .order_by(MATTERS.c.concluded_on.desc(), MATTERS.c.id.desc())
            .limit(limit)
        )
        if matter_id is not None:
            query = query.where(MATTERS.c.id == matter_id)
        if words:
            like = f"%{words.replace('%', '').replace('_', '')}%"
            fields = (MATTERS.c.number_text, MATTERS.c.petitioner_name, DOSSIERS.c.archive_code, DOSSIERS.c.box)
            wanted: ColumnElement[bool] = fields[0].like(like)
            for field in fields[1:]:
                wanted = wanted | field.like(like)
            query = query.where(wanted)
        return tuple(_row(row) for row in self._connection.execute(query))

    def items(self, dossier_id: int) -> tuple[DossierItem, ...]:
        """The documents in their order, those taken out left aside."""
        rows = self._connection.execute(
            select(DOSSIER_ITEMS)
            .where(DOSSIER_ITEMS.c.dossier_id == dossier_id, DOSSIER_ITEMS.c.removed_at.is_(None))
            .order_by(DOSSIER_ITEMS.c.position, DOSSIER_ITEMS.c.id)
        )
        return tuple(_item(row) for row in rows)

    def taken_out(self, dossier_id: int) -> tuple[tuple[int | None, int | None], ...]:
        """Document and scan ids of what was taken out by hand, so that it does not come back by itself."""
        rows = self._connection.execute(
            select(DOSSIER_ITEMS.c.document_id, DOSSIER_ITEMS.c.scan_id).where(
                DOSSIER_ITEMS.c.dossier_id == dossier_id, DOSSIER_ITEMS.c.removed_at.is_not(None)
            )
        )
        return tuple((row.document_id, row.scan_id) for row in rows)

    def documents(self, matter_id: int) -> tuple[IssuedDocument, ...]:
        """Every paper issued, oldest first; the caller has checked that the matter is visible."""
        rows = self._connection.execute(
            select(DOCUMENTS)
            .where(DOCUMENTS.c.matter_id == matter_id, DOCUMENTS.c.voided_at.is_(None))
            .order_by(DOCUMENTS.c.id)
        )
        return tuple(_document(row) for row in rows)

    def document(self, document_id: int) -> IssuedDocument | None:
        """One issued paper; the caller has checked that its dossier is visible."""
        row = self._connection.execute(select(DOCUMENTS).where(DOCUMENTS.c.id == document_id)).first()
        return None if row is None else _document(row)

    def scan(self, scan_id: int) -> StoredScan | None:
        """One scan of a visible matter."""
        row = self._connection.execute(
            select(SCANS)
            .join(MATTERS, MATTERS.c.id == SCANS.c.matter_id)
            .where(SCANS.c.id == scan_id, *visible_matters(self._viewer))
        ).first()
        return None if row is None else _scan(row)

    def scans(self, matter_id: int) -> tuple[StoredScan, ...]:
        """Every scan of a matter that was not voided; the caller has checked that it is visible."""
        rows = self._connection.execute(
            select(SCANS).where(SCANS.c.matter_id == matter_id, SCANS.c.voided_at.is_(None)).order_by(SCANS.c.id)
        )
        return tuple(_scan(row) for row in rows)

    def is_scan_bound(self, scan_id: int) -> bool:
        """Whether a scan is in a bound volume."""
        query = select(DOSSIER_ITEMS.c.id).where(
            DOSSIER_ITEMS.c.scan_id == scan_id, DOSSIER_ITEMS.c.binding_id.is_not(None)
        )
        return self._connection.execute(query).first() is not None

    def bindings(self, dossier_id: int) -> tuple[StoredBinding, ...]:
        """Every binding, the first one first."""
        rows = self._connection.execute(
            select(BINDINGS).where(BINDINGS.c.dossier_id == dossier_id).order_by(BINDINGS.c.id)
        )
        return tuple(_binding(row) for row in rows)

    def names(self, matter_id: int) -> tuple[str, ...]:
        """Everybody who took part in any contact, by role and order, each name once."""
        rows = self._connection.execute(
            select(PETITIONERS.c.name)
            .join(PARTICIPANTS, PARTICIPANTS.c.petitioner_id == PETITIONERS.c.id)
            .join(CONTACTS, CONTACTS.c.id == PARTICIPANTS.c.contact_id)
            .where(CONTACTS.c.matter_id == matter_id, CONTACTS.c.voided_at.is_(None))
            .order_by(PARTICIPANTS.c.contact_id, PARTICIPANTS.c.position)
        )
        return tuple(dict.fromkeys(rows.scalars()))

    def last_file_number(self, year: int, retention: str) -> int:
        """The highest file number of a year and term; it begins at 1 in each."""
        found = self._connection.execute(
            select(func.max(DOSSIERS.c.file_number)).where(DOSSIERS.c.year == year, DOSSIERS.c.retention == retention)
        ).scalar()
        return int(found or 0)

    def _one(self, condition: ColumnElement[bool]) -> DossierFacts | None:
        row = self._connection.execute(
            select(DOSSIERS, MATTERS.c.number_text)
            .join(MATTERS, MATTERS.c.id == DOSSIERS.c.matter_id)
            .where(condition, *visible_matters(self._viewer))
        ).first()
        return None if row is None else _facts(row)


class DossierWriter(DossierReader):
    """Changes dossiers; a bound one keeps its packs as they were."""

    def begin(self, matter_id: int, procedure: Procedure, year: int, now: datetime) -> int:
        """Begin the dossier of a matter; gives its id."""
        row = {"matter_id": matter_id, "procedure": procedure.value, "year": year, "opened_at": now}
        return add_row(self._connection, DOSSIERS, row)

    def change(self, dossier_id: int, **values: Any) -> None:
        """Set columns and count the version up."""
        self._connection.execute(
            update(DOSSIERS).where(DOSSIERS.c.id == dossier_id).values(version=DOSSIERS.c.version + 1, **values)
        )

    def add_item(self, dossier_id: int, item: DossierItem, now: datetime) -> int:
        """Add a document at the end; :meth:`lay` puts it into its place."""
        row = {
            "dossier_id": dossier_id,
            "part": item.part.value,
            "position": 1_000_000,
            "kind": item.kind,
            "source": item.source.value,
            "title": item.title,
            "pages": item.pages,
            "sheets": item.sheets,
            "day": item.day,
            "document_number": item.document_number,
            "responsible": item.responsible,
            "remark": item.remark,
            "document_id": item.document_id,
            "scan_id": item.scan_id,
            "late": item.late,
            "added_at": now,
        }
        return add_row(self._connection, DOSSIER_ITEMS, row)

    def lay(self, items: Sequence[DossierItem]) -> None:
        """Keep the order, and why somebody changed it."""
        for position, item in enumerate(items):
            self.change_item(item.item_id, position=position, moved_reason=item.moved_reason)

    def change_item(self, item_id: int, **values: Any) -> None:
        """Set columns of one document."""
        self._connection.execute(update(DOSSIER_ITEMS).where(DOSSIER_ITEMS.c.id == item_id).values(**values))

    def add_scan(self, scan: StoredScan) -> int:
        """Keep the row of a scan whose file is written; gives its id."""
        row = {
            "matter_id": scan.matter_id,
            "file": scan.file,
            "name": scan.name,
            "media": scan.media,
            "pages": scan.pages,
            "size": scan.size,
            "sha256": scan.sha256,
            "parts": json.dumps(scan.parts),
            "rotations": _views_text(scan.views),
            "added_at": scan.added_at,
            "account_id": self._viewer.account_id or None,
        }
        return add_row(self._connection, SCANS, row)

    def show_scan(self, scan_id: int, views: Sequence[PageView]) -> None:
        """Show its pages so; the sealed file stays as it is."""
        self._connection.execute(update(SCANS).where(SCANS.c.id == scan_id).values(rotations=_views_text(views)))

    def void_scan(self, scan_id: int, reason: str, now: datetime) -> None:
        """A scan that is not used any more; its file stays."""
        self._connection.execute(update(SCANS).where(SCANS.c.id == scan_id).values(voided_at=now, void_reason=reason))

    def bind(
        self, dossier_id: int, pack: str, fingerprint: str, reason: str, volumes: int, numbers: int, now: datetime
    ) -> int:
        """Freeze a binding; gives its id."""
        row = {
            "dossier_id": dossier_id,
            "bound_at": now,
            "account_id": self._viewer.account_id or None,
            "reason": reason,
            "fingerprint": fingerprint,
            "pack": pack,
            "pack_hash": content_hash(pack),
            "volumes": volumes,
            "numbers": numbers,
        }
        return add_row(self._connection, BINDINGS, row)

    def printed(self, binding_id: int) -> None:
        """A pack came out of the printer or was saved."""
        self._connection.execute(
            update(BINDINGS).where(BINDINGS.c.id == binding_id).values(prints=BINDINGS.c.prints + 1)
        )

    def hold(self, item_ids: Iterable[int], binding_id: int) -> None:
        """These documents are in this binding from now on."""
        self._connection.execute(
            update(DOSSIER_ITEMS).where(DOSSIER_ITEMS.c.id.in_(tuple(item_ids))).values(binding_id=binding_id)
        )


def _in_states(states: tuple[DossierState, ...]) -> list[ColumnElement[bool]]:
    if not states:
        return []
    on_loan = LOANS.c.id.is_not(None)
    filed = DOSSIERS.c.filed_on.is_not(None) & ~on_loan
    bound = DOSSIERS.c.bound_at.is_not(None) & DOSSIERS.c.filed_on.is_(None) & ~on_loan
    what = {
        DossierState.ON_LOAN: on_loan,
        DossierState.FILED: filed,
        DossierState.BOUND: bound,
        DossierState.TO_BIND: DOSSIERS.c.bound_at.is_(None),
    }
    wanted = what[states[0]]
    for state in states[1:]:
        wanted = wanted | what[state]
    if DossierState.TO_BIND in states:
        return [wanted]
    # there are far fewer bound dossiers than concluded matters: begin with those
    return [wanted, MATTERS.c.id.in_(select(DOSSIERS.c.matter_id).where(DOSSIERS.c.bound_at.is_not(None)))]


def _state(row: Any) -> DossierState:
    if row.borrower is not None:
        return DossierState.ON_LOAN
    if row.filed_on is not None:
        return DossierState.FILED
    return DossierState.TO_BIND if row.bound_at is None else DossierState.BOUND


def _row(row: Any) -> DossierRow:
    name = f"{row.petitioner_name} 等{row.head_count}人" if row.head_count > 1 else row.petitioner_name
    return DossierRow(
        row.matter_id,
        row.dossier_id,
        row.number_text,
        name,
        row.summary,
        row.concluded_on,
        row.handler_name,
        _state(row),
        row.archive_code or "",
        " ".join(one for one in (row.room, row.rack, row.box) if one),
        row.volumes,
        row.borrower or "",
        row.due_on,
        row.retention_label or "",
        row.filed_on,
        row.late,
    )


def _facts(row: Row[Any]) -> DossierFacts:
    return DossierFacts(
        row.id,
        row.matter_id,
        row.number_text,
        Procedure(row.procedure),
        row.year,
        row.file_number,
        row.archive_code or "",
        row.fonds,
        row.catalogue,
        row.scheme,
        row.retention,
        row.retention_label,
        row.appraise_on,
        row.assessment,
        row.opened_at,
        row.bound_at,
        row.filed_on,
        row.room,
        row.rack,
        row.box,
        row.hand_over_id,
        row.version,
    )


def _item(row: Row[Any]) -> DossierItem:
    return DossierItem(
        row.id,
        DossierPart(row.part),
        row.kind,
        ItemSource(row.source),
        row.title,
        row.pages,
        row.day,
        row.document_number,
        row.responsible,
        row.remark,
        row.document_id,
        row.scan_id,
        row.sheets,
        row.moved_reason,
        row.late,
        row.binding_id,
    )


def _views_text(views: Sequence[PageView]) -> str:
    return json.dumps([[one.page, one.turned] for one in views])


def _views(text: str) -> tuple[PageView, ...]:
    """Pairs of page and turn."""
    return tuple(PageView(page, turned) for page, turned in json.loads(text or "[]"))


def _scan(row: Row[Any]) -> StoredScan:
    return StoredScan(
        row.id,
        row.matter_id,
        row.file,
        row.name,
        row.media,
        row.pages,
        row.size,
        row.sha256,
        tuple(json.loads(row.parts or "[]")),
        _views(row.rotations),
        row.added_at,
    )


def _binding(row: Row[Any]) -> StoredBinding:
    return StoredBinding(
        row.id,
        row.dossier_id,
        row.bound_at,
        row.reason,
        row.fingerprint,
        row.pack,
        row.volumes,
        row.numbers,
        row.prints,
        content_hash(row.pack) == row.pack_hash,
    )


def _document(row: Row[Any]) -> IssuedDocument:
    intact = content_hash(row.content) == row.content_hash
    return IssuedDocument(row.id, row.form, row.title, row.content, row.contact_id, row.issued_at, intact)
