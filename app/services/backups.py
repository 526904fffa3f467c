"""备份: making one now, and what the status line says about the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.changes import Area, Change
from app.services.session import Session
from db.backup import Backup, list_backups, make_backup


@dataclass(frozen=True)
class BackupMade:
    """A verified backup."""

    backup: Backup
    change: Change


def make(session: Session, reason: str = "手动") -> BackupMade:
    """Copy, verify and keep a backup.

    Raises:
        Unavailable: disk full, unwritable, or the copy did not verify.
    """
    register = session.register
    backup = make_backup(register.files, register.keyring, register.key, reason)
    return BackupMade(backup, Change.of(Area.BACKUPS))


def latest(session: Session) -> Backup | None:
    """The newest verified backup."""
    found = list_backups(session.register.files)
    return found[0] if found else None


def is_due(session: Session, now: datetime) -> bool:
    """Whether no backup was made today."""
    newest = latest(session)
    return newest is None or newest.made_at.date() < now.date()


__all__ = ["Backup", "BackupMade", "is_due", "latest", "make"]
