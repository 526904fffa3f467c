"""Concluded matters with scans, for the tests of dossiers."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.domain.scan import PreparedScan
from app.domain.step import Step
from app.printing.scan_reading import read_scan
from app.services import dossiers
from app.services.dossiers import NewItem
from app.services.session import Session
from tests.support.desk_flow import Court, Matter, court

ANSWERED = (Step.TRIAGE, Step.ASSIGN, Step.SIGN)


def pdf(pages: int, words: str = "扫描") -> bytes:
    """A PDF of so many pages, each with something of its own on it."""
    out = BytesIO()
    canvas = Canvas(out, A4, invariant=1)
    for number in range(1, pages + 1):
        canvas.drawString(80, 700, f"{words.encode().hex()} {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def picture(width: int = 600, height: int = 800, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture with a dark left half."""
    image = Image.new("RGB", (width, height), "white")
    image.paste((30, 30, 30), (0, 0, width // 2, height))
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def scanned(pages: int, name: str = "答复.pdf") -> PreparedScan:
    """A scan ready to be kept."""
    return read_scan(name, pdf(pages, name))


def guided(session: Session, known: Court | None = None, **values: Any) -> Matter:
    """A matter that ended in guidance to another court."""
    matter = Matter(session, known or court(session), **values)
    matter.take(Step.TRIAGE, Step.GUIDE, Step.CONCLUDE)
    return matter


def one_page(_: object) -> int:
    """A page counter that draws nothing."""
    return 1


def with_scan(matter: Matter, pages: int, kind: str = "guidance", title: str = "程序引导告知书", **values: Any) -> None:
    """Arrange the dossier and add a scan."""
    dossiers.arrange(matter.session, matter.matter_id, one_page, matter.now)
    new = NewItem(kind, title, **values)
    dossiers.add_scan(matter.session, matter.matter_id, scanned(pages, f"{title}.pdf"), new, matter.now)
