"""The papers of the practice register, filled from the database as at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from app.domain.contact import CHANNEL_TEXT
from app.domain.paper import Form
from app.domain.queue import QueueFilter, QueueView
from app.printing.issue import render
from app.services import matters, papers, practice, queue
from app.services.session import Session
from tests.visual import pages

NOW = datetime.fromisoformat("2026-11-24T10:26")
PROGRAM_WORDS = re.compile(r"[a-z_]{2,}")
EVERY_MATTER = QueueFilter(view=QueueView.ALL)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder: Path = tmp_path_factory.mktemp("practice") / "data"
    made = practice.make(folder, practice.STORY_MATTERS, practice.DEFAULT_SEED, NOW)
    yield made
    made.register.close()


def words_of(session: Session, matter_id: int, form: Form, contact_id: int | None = None) -> str:
    return pages.packed(render(papers.issue(session, matter_id, form, NOW, contact_id).record))


def test_no_paper_shows_a_word_that_only_the_program_knows(session: Session) -> None:
    seen: set[str] = set()
    for row in queue.first_page(session, EVERY_MATTER, NOW.date()).page.rows:
        assert not PROGRAM_WORDS.findall(words_of(session, row.matter_id, Form.COVER)), row.number
        for contact in matters.detail(session, row.matter_id).contacts:
            if contact.channel in seen:
                continue
            seen.add(contact.channel)
            for form in (Form.REGISTRATION, Form.SLIP):
                words = words_of(session, row.matter_id, form, contact.contact_id)
                assert not PROGRAM_WORDS.findall(words), (row.number, form)
                assert CHANNEL_TEXT[contact.channel] in words
    assert len(seen) > 2
