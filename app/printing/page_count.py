"""How many pages a paper has when it is drawn, for the contents list of a dossier."""

from __future__ import annotations

from app.domain.paper import PaperRecord
from app.printing.issue import render
from app.printing.preview import Pages


def count_pages(record: PaperRecord) -> int:
    """Draw a paper and count.

    Raises:
        Refused: a character of it has no glyph in the bundled faces.
    """
    with Pages(render(record)) as pages:
        return pages.count
