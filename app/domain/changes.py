"""What a write changed, so that every open page can answer one question: must I read again?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Area(Enum):
    """A part of the register that pages show."""

    MATTERS = "matters"
    CONTACTS = "contacts"
    DOCUMENTS = "documents"
    PRINT_TRAY = "print_tray"
    DRAFTS = "drafts"
    SETTINGS = "settings"
    ACCOUNTS = "accounts"
    CODES = "codes"
    BACKUPS = "backups"
    INBOX = "inbox"
    DOSSIERS = "dossiers"
    RECORDS = "records"


@dataclass(frozen=True)
class Change:
    """Areas touched and the ids of the matters concerned (empty: not about single matters)."""

    areas: frozenset[Area]
    ids: frozenset[int] = frozenset()

    @staticmethod
    def of(*areas: Area, ids: tuple[int, ...] = ()) -> Change:
        """Build a change from areas and matter ids."""
        return Change(frozenset(areas), frozenset(ids))
