"""A pack of 60 pages: a third from records, a third from a PDF, a third scans; against PDFium copying 60 pages."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pypdfium2

from app.domain.dossier_paper import ImageContent, IssuedContent, Pack, PackItem, PdfContent
from app.printing.issue import render_many
from app.printing.pack import render_pack
from tests.bench.figures import Figure, median, over_limit
from tests.bench.harness import Bench, interleaved
from tests.visual.dossier_records import line, pack, scan, stamps, volume
from tests.visual.records import registration

THIRD = 20
ROUNDS = 7


def measure(bench: Bench) -> Iterator[Figure]:
    """The whole pack, warm: cover, contents, 60 pages, remarks, back cover, labels."""
    made = sixty_pages()
    finished = render_pack(made)
    times = interleaved({"pack": lambda: render_pack(made), "copy": lambda: _copy(finished)}, ROUNDS, warm_up=1)
    took, limit = median(times["pack"]) / 1000, median(times["copy"]) / 1000
    yield over_limit("pack_60_pages_s", took, limit, f"20 页登记表、20 页 PDF、20 页扫描，{ROUNDS} 次取中")


def sixty_pages() -> Pack:
    """Made-up documents of every kind."""
    forms = [registration(number=f"（2026）某0123信访{place}号") for place in range(THIRD)]
    items = [
        PackItem(line(place, "来访登记表", place, place), IssuedContent(form), stamps(place, 1))
        for place, form in enumerate(forms, 1)
    ]
    foreign = PdfContent(render_many(forms), THIRD)
    items.append(PackItem(line(21, "书面报告", 21, 40), foreign, stamps(21, THIRD)))
    pictures = ImageContent(tuple(scan(size=(1654, 2339 + place)) for place in range(THIRD)))
    items.append(PackItem(line(22, "证据材料", 41, 60), pictures, stamps(41, THIRD)))
    return pack(volumes=(volume(items=tuple(items), page_total=60, sheet_total=60),))


def _copy(pdf: bytes) -> None:
    source, target = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    target.import_pages(source)
    target.save(BytesIO())
    target.close()
    source.close()
