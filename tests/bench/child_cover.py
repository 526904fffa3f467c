"""In a process of its own: milliseconds from the first import to the bytes of the first cover, or of a blank page."""

from __future__ import annotations

import time

began = time.perf_counter()

import sys  # noqa: E402 - the clock starts before any import


def cover() -> bytes:
    """The program's cover."""
    from app.printing.issue import render
    from tests.bench.sample_cover import COVER

    return render(COVER)


def blank() -> bytes:
    """The least that ReportLab can make."""
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    paper = BytesIO()
    canvas = Canvas(paper)
    canvas.showPage()
    canvas.save()
    return paper.getvalue()


if __name__ == "__main__":
    made = {"cover": cover, "blank": blank}[sys.argv[1]]()
    took = (time.perf_counter() - began) * 1000
    if not made.startswith(b"%PDF"):
        sys.exit("no PDF was made")
    print(took)
