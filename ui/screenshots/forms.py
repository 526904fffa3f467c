"""Pictures of the printed forms, as they come out of the printer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PIL import Image

from app.domain.contact import Channel
from app.domain.matter_detail import MatterDetail
from app.domain.paper import Form, PaperRecord, RecoverySheetRecord
from app.domain.queue import QueueFilter, QueueView
from app.printing.issue import render
from app.printing.preview import page_images
from app.services import matters, papers, queue, unlocking
from app.services.practice_account import ACCOUNT, PASSWORD
from app.services.session import Session
from ui.screenshots.camera import Camera, Clock

DPI = 100
RECOVERY = RecoverySheetRecord(
    "某某县人民法院", "接待员甲", "5f0c27a1b9d3e864", "7K2M-Q9XD-4HTR-W8BE-N3VP-6YCF-5JG1", date(2026, 11, 24)
)
"""A sheet for pictures; its code opens nothing."""


def draw_forms(camera: Camera, practice: Path, clock: Clock) -> None:
    """Draw every page of every form: cover, the four registration forms, slip, recovery sheet."""
    session = unlocking.unlock(practice, ACCOUNT, PASSWORD)
    try:
        for name, record in _records(session, clock):
            if camera.wants(name):
                for number, page in enumerate(page_images(render(record), DPI), 1):
                    picture = Image.frombytes("RGBX", (page.width, page.height), page.rgba).convert("L")
                    camera.keep(name if number == 1 else f"{name}-{number}", picture)
    finally:
        session.register.close()


def find(session: Session, words: str, today: date) -> MatterDetail:
    """The matter that words find."""
    rows = queue.first_page(session, QueueFilter(QueueView.ALL, words=words), today).page.rows
    return matters.detail(session, rows[0].matter_id)


def _records(session: Session, clock: Clock) -> Iterator[tuple[str, PaperRecord]]:
    today = clock().date()
    matter = find(session, "仇𬱖", today)
    for form in (Form.COVER, Form.SLIP):
        yield f"form-{form.value}", papers.issue(session, matter.matter_id, form, clock()).record
    wanted = set(Channel)
    for row in queue.first_page(session, QueueFilter(QueueView.ALL), today).page.rows:
        detail = matters.detail(session, row.matter_id)
        for contact in detail.contacts:
            if contact.channel in wanted and contact.narrative:
                wanted.remove(contact.channel)
                paper = papers.issue(session, row.matter_id, Form.REGISTRATION, clock(), contact.contact_id)
                yield f"form-registration-{contact.channel.value}", paper.record
    yield "form-recovery", RECOVERY
