"""Pictures of everything that belongs to a bound case file, and of the lists that go with it through the archive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.domain.dossier_paper import CoverLayout, PaperSize
from app.domain.sample_pack import sample_pack
from app.printing.archive_list import render_list
from app.printing.pack import Section, render_pack
from app.services import appraisal, archive_lists
from app.services.session import Session

RECEIVER = "某某县档案馆"
COURT = "某某县人民法院"
PARTS = (Section.CONTENTS, Section.REMARKS, Section.BACK, Section.SPINES, Section.SEALS, Section.BOX)


def dossier_forms(session: Session, now: datetime) -> Iterator[tuple[str, bytes]]:
    """Name and PDF of each form; the lists are of the practice register, which is changed by the hand-over."""
    for size in PaperSize:
        pack = sample_pack(COURT, CoverLayout(size))
        yield f"form-dossier-cover-{size.value.lower()}", render_pack(pack, sections=frozenset({Section.COVER}))
    pack = sample_pack(COURT, CoverLayout())
    for section in PARTS:
        yield f"form-dossier-{section.value}", render_pack(pack, sections=frozenset({section}))
    made = appraisal.lists(session)
    if made:
        yield "form-dossier-disposal", render_list(archive_lists.appraised(session, made[0].list_id))
    handed_over = archive_lists.hand_over_all(session, RECEIVER, now)
    yield "form-dossier-hand-over", render_list(archive_lists.hand_over(session, handed_over))
