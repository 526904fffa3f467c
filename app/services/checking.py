"""检查登记库 and 重建查询索引."""

from __future__ import annotations

from app.domain.progress import Progress
from app.services.session import Session
from db.check import CheckResult, run_checks
from db.search import rebuild


def check(session: Session) -> tuple[CheckResult, ...]:
    """Verify integrity, page checksums, foreign keys, audit chain, numbers, documents, index sample and key slots."""
    return run_checks(session.register)


def rebuild_index(session: Session, progress: Progress | None = None) -> int:
    """Build the search index anew in one transaction; gives the number of matters.

    Raises:
        Cancelled: stopped by the user; the old index stays.
    """
    step = None if progress is None else lambda done, total: progress.step(done, total, "重建查询索引")
    with session.register.maintenance() as connection:
        return rebuild(connection, step)


__all__ = ["CheckResult", "check", "rebuild_index"]
