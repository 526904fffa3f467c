"""Pages of other PDFs set onto pages of ours by PDFium as they are: text stays text, lines stay lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2

from app.domain.errors import Refused
from app.domain.progress import Progress
from app.printing.fonts import MM_PER_POINT
from app.printing.pdf_objects import tidy
from app.printing.preview import PDFIUM_LOCK

_LANDSCAPE = 1.05
"""Wider than high by this much: turned head to the binding edge, as tables are bound."""


@dataclass(frozen=True)
class Placement:
    """A page of ``data`` on page ``page`` of our file, in a box (x, y, width, height in mm), shrunk as needed."""

    page: int
    data: bytes
    source_page: int
    box: tuple[float, float, float, float]
    turned: int
    title: str


def place(pdf: bytes, placements: Sequence[Placement], progress: Progress | None = None) -> bytes:
    """Set the pages and give the whole file, with the same bytes for the same content.

    Raises:
        Refused: a PDF is damaged, locked by a password, or has fewer pages than it was entered with.
        Cancelled: the user stopped it.
    """
    if not placements:
        return pdf
    with PDFIUM_LOCK:
        target = pypdfium2.PdfDocument(pdf)
        sources: dict[int, Any] = {}
        try:
            for done, placement in enumerate(placements, 1):
                key = id(placement.data)
                if key not in sources:
                    sources[key] = _opened(placement)
                try:
                    _set(target, sources[key], placement)
                except pypdfium2.PdfiumError as error:
                    where = f"“{placement.title}”的 PDF 第{placement.source_page + 1}页"
                    raise Refused(f"{where}损坏，无法排版。请用原程序另存为新的 PDF，或扫描成图片后替换。") from error
                if progress is not None:
                    progress.step(done, len(placements), f"正在装入扫描件第{done}页，共{len(placements)}页")
            made = BytesIO()
            target.save(made)
        finally:
            for source in sources.values():
                source.close()
            target.close()
    return tidy(made.getvalue())


def _opened(placement: Placement) -> Any:
    try:
        return pypdfium2.PdfDocument(placement.data)
    except pypdfium2.PdfiumError as error:
        raise Refused(
            f"“{placement.title}”的 PDF 打不开：文件损坏或设有打开口令。请用原程序另存为不带口令的 PDF 后替换。"
        ) from error


def _set(target: Any, source: Any, placement: Placement) -> None:
    if placement.source_page >= len(source):
        raise Refused(f"“{placement.title}”只有{len(source)}页，登记的页数比它多。请核对这份材料的页数后重新立卷。")
    page = source[placement.source_page]
    try:
        width, height = page.get_size()
        # Seals, signatures and fields that are annotations become part of the page; otherwise they would stay behind.
        pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_PRINT)
    finally:
        page.close()
    captured = source.page_as_xobject(placement.source_page, target)
    try:
        form = captured.as_pageobject()
        ours = target[placement.page]
        form.set_matrix(pypdfium2.PdfMatrix(*_matrix(placement, width, height, ours.get_height())))
        ours.insert_obj(form)
        ours.gen_content()
        ours.close()
    finally:
        captured.close()


def _matrix(placement: Placement, width: float, height: float, paper: float) -> tuple[float, ...]:
    """From the shown page, whose origin is its bottom left corner, into the middle of the box."""
    turned = placement.turned % 360
    lying = width > height * _LANDSCAPE
    if turned in (90, 270):
        lying = height > width * _LANDSCAPE
    if lying:
        turned = (turned + 270) % 360
    across, up = (height, width) if turned in (90, 270) else (width, height)
    x, y, box_width, box_height = (value / MM_PER_POINT for value in placement.box)
    scale = min(1.0, box_width / across, box_height / up)
    left = x + (box_width - across * scale) / 2
    bottom = paper - y - box_height + (box_height - up * scale) / 2
    match turned:
        case 90:
            return (0, -scale, scale, 0, left, bottom + scale * width)
        case 180:
            return (-scale, 0, 0, -scale, left + scale * width, bottom + scale * height)
        case 270:
            return (0, scale, -scale, 0, left + scale * height, bottom)
        case _:
            return (scale, 0, 0, scale, left, bottom)
