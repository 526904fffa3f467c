"""空白登记表: forms printed with a reserved number; each ends as a contact or as void, none is lost from sight."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from app.domain.contact import Channel
from app.domain.late_entry import BlankForm
from app.domain.search_tokens import code_key
from db.rows import add_row
from db.stores.numbers import IssuedNumber
from db.tables import BLANK_FORMS


class BlankFormReader:
    """Reads blank forms."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def outstanding(self) -> tuple[BlankForm, ...]:
        """Those neither entered nor voided, oldest first."""
        return self._where(BLANK_FORMS.c.contact_id.is_(None), BLANK_FORMS.c.voided_at.is_(None))

    def batch(self, batch: int) -> tuple[BlankForm, ...]:
        """Every form of one batch in the order of its numbers."""
        return self._where(BLANK_FORMS.c.batch == batch)

    def recent(self, limit: int) -> tuple[BlankForm, ...]:
        """The newest forms, whatever became of them."""
        rows = self._connection.execute(select(BLANK_FORMS).order_by(BLANK_FORMS.c.id.desc()).limit(limit))
        return tuple(_form(row) for row in rows)

    def by_number(self, text: str) -> BlankForm | None:
        """The form with this number, in any bracket style; else the only one still out with this running number."""
        wanted = code_key(text).removesuffix("号")
        if not wanted:
            return None
        exact = next((form for form in self._where() if code_key(form.number).removesuffix("号") == wanted), None)
        if exact is not None or not (wanted.isascii() and wanted.isdigit()):
            return exact
        out = [form for form in self.outstanding() if _running(form.number) == int(wanted[:9])]
        return out[0] if len(out) == 1 else None

    def _where(self, *conditions: Any) -> tuple[BlankForm, ...]:
        rows = self._connection.execute(select(BLANK_FORMS).where(*conditions).order_by(BLANK_FORMS.c.id))
        return tuple(_form(row) for row in rows)

    def number_of(self, blank_id: int) -> IssuedNumber:
        """The number that was reserved for a form."""
        row = self._connection.execute(
            select(BLANK_FORMS.c.number_id, BLANK_FORMS.c.number_text).where(BLANK_FORMS.c.id == blank_id)
        ).one()
        return IssuedNumber(row.number_id, 0, row.number_text)


class BlankFormWriter(BlankFormReader):
    """Reserves, returns and voids blank forms."""

    def next_batch(self) -> int:
        """The number of the next batch."""
        return int(self._connection.execute(select(func.max(BLANK_FORMS.c.batch))).scalar() or 0) + 1

    def add(
        self, number: IssuedNumber, channel: Channel, year: int, batch: int, now: datetime, account_id: int, name: str
    ) -> int:
        """Keep a form with its number; gives its id."""
        row = {
            "number_id": number.number_id,
            "number_text": number.text,
            "channel": channel.value,
            "year": year,
            "batch": batch,
            "reserved_at": now,
            "account_id": account_id or None,
            "reserved_by": name,
        }
        return add_row(self._connection, BLANK_FORMS, row)

    def returned(self, blank_id: int, contact_id: int, now: datetime) -> None:
        """The form was entered as a contact."""
        self._change(blank_id, contact_id=contact_id, returned_at=now)

    def void(self, blank_id: int, reason: str, now: datetime) -> None:
        """The form was spoilt or not needed."""
        self._change(blank_id, voided_at=now, void_reason=reason)

    def _change(self, blank_id: int, **values: Any) -> None:
        self._connection.execute(update(BLANK_FORMS).where(BLANK_FORMS.c.id == blank_id).values(**values))


def _running(number: str) -> int | None:
    found = re.findall(r"[0-9]+", code_key(number))
    return int(found[-1]) if found else None


def _form(row: Row[Any]) -> BlankForm:
    return BlankForm(
        row.id,
        row.number_text,
        Channel(row.channel),
        row.year,
        row.batch,
        row.reserved_at,
        row.reserved_by,
        row.contact_id,
        row.returned_at,
        row.voided_at,
        row.void_reason,
    )
