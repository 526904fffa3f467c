"""What the page of handling reads of one matter, in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.matter_detail import DeadlineDetail, MatterDetail
from app.domain.progress import Progress
from app.domain.queue import QueueFilter, QueueRow, QueueView
from app.domain.record import HandlingRecord
from app.domain.responsibility import Recusal
from app.domain.viewer import Right
from app.domain.work_calendar import WorkCalendar
from app.services import assignments, deadlines, matters, queue, records, recusals, steps
from app.services.assignments import Assignment
from app.services.session import Session
from app.services.steps import Standing

MOST_ROWS = 60


@dataclass(frozen=True)
class MatterWork:
    """One matter with everything that handling shows; ``restricted`` whether this account sees kinds kept apart."""

    detail: MatterDetail
    standing: Standing
    deadlines: tuple[DeadlineDetail, ...]
    records: tuple[HandlingRecord, ...]
    assignments: tuple[Assignment, ...]
    recusals: tuple[Recusal, ...]
    calendar: WorkCalendar
    restricted: bool


def read_work(session: Session, matter_id: int, today: date) -> MatterWork:
    """Read one matter. In the read lane.

    Raises:
        Refused: there is no such matter, or this account may not see it.
    """
    with session.register.read(session.viewer) as unit:
        calendar = unit.calendars.in_force()
    return MatterWork(
        matters.detail(session, matter_id),
        steps.standing(session, matter_id, today),
        deadlines.of_matter(session, matter_id),
        records.of_matter(session, matter_id),
        assignments.of_matter(session, matter_id),
        recusals.of_matter(session, matter_id),
        calendar,
        session.viewer.may(Right.SEE_RESTRICTED),
    )


def find_matters(session: Session, words: str, today: date, progress: Progress) -> tuple[QueueRow, ...]:
    """Matters that a few words mean; without words those in work, the first due on top. In the read lane.

    Raises:
        Cancelled: a newer search took over.
    """
    view = QueueView.ALL if words.strip() else QueueView.OPEN
    answer = queue.first_page(session, QueueFilter(view=view, words=words), today, progress)
    return answer.page.rows[:MOST_ROWS]
