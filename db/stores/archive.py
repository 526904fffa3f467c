"""归档之后: hand-over lists, loans with due dates, and lists for the appraisal committee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from app.domain.appraisal import appraisal_day
from app.domain.viewer import Viewer
from db.rows import add_row
from db.tables import BINDINGS, DISPOSAL_ITEMS, DISPOSAL_LISTS, DOSSIERS, HAND_OVERS, LOANS, MATTERS
from db.visibility import visible_matters


@dataclass(frozen=True)
class Loan:
    """One loan of a dossier; out as long as ``returned_at`` is empty."""

    loan_id: int
    dossier_id: int
    matter_id: int
    number: str
    archive_code: str
    borrower: str
    department: str
    purpose: str
    lent_at: datetime
    lent_by: str
    due_on: date
    returned_at: datetime | None
    returned_to: str
    note: str


@dataclass(frozen=True)
class HandOver:
    """A list of dossiers handed to the archive, signed by giver and receiver."""

    hand_over_id: int
    made_at: datetime
    giver: str
    receiver: str
    note: str
    dossier_ids: tuple[int, ...]


@dataclass(frozen=True)
class Appraisal:
    """One dossier on a list for the committee; ``decision`` is empty until it decided."""

    dossier_id: int
    number: str
    petitioner: str
    year: int
    volumes: int
    archive_code: str
    retention_label: str
    appraise_on: date | None
    decision: str
    words: str


@dataclass(frozen=True)
class DisposalList:
    """A list of dossiers whose term is over. Nothing happens to them by itself."""

    list_id: int
    made_at: datetime
    made_by: str
    until: date
    decided_on: date | None
    committee: str
    paper: str
    items: tuple[Appraisal, ...]


class ArchiveReader:
    """Reads what became of bound dossiers, as far as the viewer may see their matters."""

    def __init__(self, connection: Connection, viewer: Viewer) -> None:
        self._connection = connection
        self._viewer = viewer

    def loan_out(self, dossier_id: int) -> Loan | None:
        """Who has it now."""
        return next(iter(self._loans(LOANS.c.dossier_id == dossier_id, LOANS.c.returned_at.is_(None))), None)

    def loans(self, dossier_id: int) -> tuple[Loan, ...]:
        """Every loan of a dossier, newest first."""
        return self._loans(LOANS.c.dossier_id == dossier_id)[::-1]

    def overdue(self, today: date) -> tuple[Loan, ...]:
        """What should be back by now, longest overdue first."""
        return self._loans(LOANS.c.returned_at.is_(None), LOANS.c.due_on < today)

    def due_until(self, day: date) -> tuple[Loan, ...]:
        """What is out and due until a day, soonest first."""
        return self._loans(LOANS.c.returned_at.is_(None), LOANS.c.due_on <= day)

    def hand_over(self, hand_over_id: int) -> HandOver | None:
        """One hand-over list."""
        row = self._connection.execute(select(HAND_OVERS).where(HAND_OVERS.c.id == hand_over_id)).first()
        if row is None:
            return None
        ids = self._connection.execute(
            select(DOSSIERS.c.id)
            .join(MATTERS, MATTERS.c.id == DOSSIERS.c.matter_id)
            .where(DOSSIERS.c.hand_over_id == hand_over_id, *visible_matters(self._viewer))
            .order_by(DOSSIERS.c.year, DOSSIERS.c.retention, DOSSIERS.c.file_number)
        ).scalars()
        return HandOver(row.id, row.made_at, row.giver, row.receiver, row.note, tuple(ids))

    def hand_overs(self) -> tuple[HandOver, ...]:
        """Every hand-over list, the newest first."""
        ids = self._connection.execute(select(HAND_OVERS.c.id).order_by(HAND_OVERS.c.id.desc())).scalars()
        found = [self.hand_over(one) for one in tuple(ids)]
        return tuple(one for one in found if one is not None)

    def over(self, until: date) -> tuple[int, ...]:
        """Filed dossiers whose term is over by a day, that are on no open list and not out, longest over first."""
        listed = (
            select(DISPOSAL_ITEMS.c.dossier_id)
            .join(DISPOSAL_LISTS, DISPOSAL_LISTS.c.id == DISPOSAL_ITEMS.c.list_id)
            .where(DISPOSAL_LISTS.c.decided_on.is_(None))
        )
        out = select(LOANS.c.dossier_id).where(LOANS.c.returned_at.is_(None))
        rows = self._connection.execute(
            select(DOSSIERS.c.id, DOSSIERS.c.appraise_on)
            .join(MATTERS, MATTERS.c.id == DOSSIERS.c.matter_id)
            .where(
                DOSSIERS.c.filed_on.is_not(None),
                DOSSIERS.c.appraise_on.is_not(None),
                DOSSIERS.c.appraise_on <= until,  # what was decided since only puts it off
                DOSSIERS.c.id.not_in(listed),
                DOSSIERS.c.id.not_in(out),
                *visible_matters(self._viewer),
            )
        )
        decided = self._decided()
        days = {row.id: appraisal_day(row.appraise_on, decided.get(row.id, ())) for row in rows}
        due = [(day, dossier_id) for dossier_id, day in days.items() if day is not None and day <= until]
        return tuple(dossier_id for _, dossier_id in sorted(due))

    def _decided(self, before: int | None = None) -> dict[int, list[tuple[str, date]]]:
        """What committees decided on each dossier, and when, in order; before a list, or ever."""
        query = (
            select(DISPOSAL_ITEMS.c.dossier_id, DISPOSAL_ITEMS.c.decision, DISPOSAL_LISTS.c.decided_on)
            .join(DISPOSAL_LISTS, DISPOSAL_LISTS.c.id == DISPOSAL_ITEMS.c.list_id)
            .where(DISPOSAL_LISTS.c.decided_on.is_not(None))
            .order_by(DISPOSAL_LISTS.c.id)
        )
        if before is not None:
            query = query.where(DISPOSAL_LISTS.c.id < before)
        found: dict[int, list[tuple[str, date]]] = {}
        for row in self._connection.execute(query):
            found.setdefault(row.dossier_id, []).append((row.decision, row.decided_on))
        return found

    def disposal_lists(self) -> tuple[DisposalList, ...]:
        """Every list, the newest first."""
        ids = self._connection.execute(select(DISPOSAL_LISTS.c.id).order_by(DISPOSAL_LISTS.c.id.desc())).scalars()
        found = [self.disposal_list(one) for one in tuple(ids)]
        return tuple(one for one in found if one is not None)

    def disposal_list(self, list_id: int) -> DisposalList | None:
        """One list for the committee."""
        row = self._connection.execute(select(DISPOSAL_LISTS).where(DISPOSAL_LISTS.c.id == list_id)).first()
        if row is None:
            return None
        volumes = (
            select(func.coalesce(func.sum(BINDINGS.c.volumes), 0))
            .where(BINDINGS.c.dossier_id == DISPOSAL_ITEMS.c.dossier_id)
            .scalar_subquery()
        )
        rows = self._connection.execute(
            select(
                DISPOSAL_ITEMS,
                MATTERS.c.number_text,
                MATTERS.c.petitioner_name,
                MATTERS.c.head_count,
                DOSSIERS.c.year,
                volumes.label("volumes"),
                DOSSIERS.c.archive_code,
                DOSSIERS.c.retention_label,
                DOSSIERS.c.appraise_on,
            )
            .join(DOSSIERS, DOSSIERS.c.id == DISPOSAL_ITEMS.c.dossier_id)
            .join(MATTERS, MATTERS.c.id == DOSSIERS.c.matter_id)
            .where(DISPOSAL_ITEMS.c.list_id == list_id, *visible_matters(self._viewer))
            .order_by(DOSSIERS.c.appraise_on, DOSSIERS.c.id)
        )
        decided = self._decided(before=list_id)
        items = tuple(
            Appraisal(
                one.dossier_id,
                one.number_text,
                f"{one.petitioner_name}等{one.head_count}人" if one.head_count > 1 else one.petitioner_name,
                one.year,
                one.volumes,
                one.archive_code or "",
                one.retention_label,
                appraisal_day(one.appraise_on, decided.get(one.dossier_id, ())),
                one.decision,
                one.words,
            )
            for one in rows
        )
        return DisposalList(
            row.id, row.made_at, row.made_by, row.until, row.decided_on, row.committee, row.paper, items
        )

    def _loans(self, *conditions: Any) -> tuple[Loan, ...]:
        rows = self._connection.execute(
            select(LOANS, DOSSIERS.c.matter_id, DOSSIERS.c.archive_code, MATTERS.c.number_text)
            .join(DOSSIERS, DOSSIERS.c.id == LOANS.c.dossier_id)
            .join(MATTERS, MATTERS.c.id == DOSSIERS.c.matter_id)
            .where(*conditions, *visible_matters(self._viewer))
            .order_by(LOANS.c.due_on, LOANS.c.id)
        )
        return tuple(_loan(row) for row in rows)


class ArchiveWriter(ArchiveReader):
    """Lends, takes back, hands over, lists."""

    def lend(self, values: dict[str, Any]) -> int:
        """A dossier goes out; gives the loan's id."""
        return add_row(self._connection, LOANS, values)

    def take_back(self, loan_id: int, now: datetime, to: str, note: str) -> None:
        """A dossier is back."""
        self._change_loan(loan_id, returned_at=now, returned_to=to, note=note)

    def prolong(self, loan_id: int, due_on: date) -> None:
        """It may stay out longer."""
        self._change_loan(loan_id, due_on=due_on)

    def make_hand_over(self, values: dict[str, Any]) -> int:
        """A list for the archive; gives its id."""
        return add_row(self._connection, HAND_OVERS, values)

    def make_disposal_list(self, values: dict[str, Any], dossier_ids: Sequence[int]) -> int:
        """A list for the committee; gives its id."""
        list_id = add_row(self._connection, DISPOSAL_LISTS, values)
        rows = [{"list_id": list_id, "dossier_id": one} for one in dossier_ids]
        self._connection.execute(insert(DISPOSAL_ITEMS), rows)
        return list_id

    def decide(self, list_id: int, dossier_id: int, decision: str, words: str) -> None:
        """What the committee said about one dossier."""
        self._connection.execute(
            update(DISPOSAL_ITEMS)
            .where(DISPOSAL_ITEMS.c.list_id == list_id, DISPOSAL_ITEMS.c.dossier_id == dossier_id)
            .values(decision=decision, words=words)
        )

    def close_list(self, list_id: int, decided_on: date, committee: str, paper: str) -> None:
        """The committee has decided on the whole list."""
        self._connection.execute(
            update(DISPOSAL_LISTS)
            .where(DISPOSAL_LISTS.c.id == list_id)
            .values(decided_on=decided_on, committee=committee, paper=paper)
        )

    def _change_loan(self, loan_id: int, **values: Any) -> None:
        self._connection.execute(update(LOANS).where(LOANS.c.id == loan_id).values(**values))


def _loan(row: Row[Any]) -> Loan:
    return Loan(
        row.id,
        row.dossier_id,
        row.matter_id,
        row.number_text,
        row.archive_code or "",
        row.borrower,
        row.department,
        row.purpose,
        row.lent_at,
        row.lent_by,
        row.due_on,
        row.returned_at,
        row.returned_to,
        row.note,
    )
