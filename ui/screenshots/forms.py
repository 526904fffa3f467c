"""Pictures of the printed forms, as they come out of the printer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from PIL import Image

from app.domain import paper_template
from app.domain.contact import Channel
from app.domain.late_entry import BLANK_CHANNELS
from app.domain.matter_detail import MatterDetail
from app.domain.paper import Form, LetterRecord, PaperRecord, RecoverySheetRecord
from app.domain.queue import QueueFilter, QueueView
from app.printing.issue import render
from app.printing.preview import page_images
from app.services import blank_forms, matters, papers, progress_answer, queue, templates, triage, unlocking
from app.services.practice_account import ACCOUNT, PASSWORD
from app.services.progress_answer import InquiryRequest
from app.services.session import Session
from app.services.triage import TriageRequest
from ui.screenshots.camera import Camera, Clock
from ui.screenshots.dossier_forms import dossier_forms

DPI = 100
RECOVERY = RecoverySheetRecord(
    "某某县人民法院", "接待员甲", "5f0c27a1b9d3e864", "7K2M-Q9XD-4HTR-W8BE-N3VP-6YCF-5JG1", date(2026, 11, 24)
)
"""A sheet for pictures; its code opens nothing."""


def draw_forms(camera: Camera, practice: Path, clock: Clock) -> None:
    """Draw every page of every form."""
    session = unlocking.unlock(practice, ACCOUNT, PASSWORD)
    try:
        for name, record in _records(session, clock):
            if camera.wants(name):
                _keep(
                    camera, name, render(record), in_colour=isinstance(record, LetterRecord)
                )  # letters have red rules
        for name, pdf in dossier_forms(session, clock()):
            if camera.wants(name):
                _keep(camera, name, pdf)
    finally:
        session.register.close()


def _keep(camera: Camera, name: str, pdf: bytes, *, in_colour: bool = False) -> None:
    for number, page in enumerate(page_images(pdf, DPI), 1):
        shown = Image.frombytes("RGBX", (page.width, page.height), page.rgba).convert("RGB" if in_colour else "L")
        camera.keep(name if number == 1 else f"{name}-{number}", shown)


def find(session: Session, words: str, today: date) -> MatterDetail:
    """The matter that words find."""
    rows = queue.first_page(session, QueueFilter(QueueView.ALL, words=words), today).page.rows
    return matters.detail(session, rows[0].matter_id)


def _records(session: Session, clock: Clock) -> Iterator[tuple[str, PaperRecord]]:
    today = clock().date()
    matter = find(session, "仇𬱖", today)
    for form in (Form.COVER, Form.SLIP):
        yield f"form-{form.value}", papers.issue(session, matter.matter_id, form, clock()).record
    asked = progress_answer.count(session, InquiryRequest(matter.matter_id, Channel.VISIT), clock())
    yield "form-progress", papers.issue(session, matter.matter_id, Form.PROGRESS, clock(), asked.contact_id).record
    triage.record(session, TriageRequest(matter.matter_id, ("effective", "civil", "none")), clock())
    yield "form-guidance", papers.issue(session, matter.matter_id, Form.GUIDANCE, clock()).record
    for channel in BLANK_CHANNELS:
        yield f"form-blank-{channel.value}", blank_forms.reserve(session, channel, 1, clock()).records[0]
    wanted = set(Channel)
    for row in queue.first_page(session, QueueFilter(QueueView.ALL), today).page.rows:
        detail = matters.detail(session, row.matter_id)
        for contact in detail.contacts:
            if contact.channel in wanted and contact.narrative:
                wanted.remove(contact.channel)
                paper = papers.issue(session, row.matter_id, Form.REGISTRATION, clock(), contact.contact_id)
                yield f"form-registration-{contact.channel.value}", paper.record
    yield "form-recovery", RECOVERY
    for code, template in paper_template.built_in().items():
        yield f"form-{template.shape.value}-{code.replace('_', '-')}", templates.sample(template, clock())
    reply = templates.sample(paper_template.built_in()["reply"], clock())
    yield "form-letter-reply-large", replace(reply, large=True) if isinstance(reply, LetterRecord) else reply
