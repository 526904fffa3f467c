"""Pages of other PDFs set onto pages of ours by PDFium as they are: text stays text, lines stay lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2

from app.domain.errors import Refused
from app.domain.progress import Progress
from app.printing import pdf_objects
from app.printing.fonts import MM_PER_POINT
from app.printing.page import A4
from app.printing.preview import PDFIUM_LOCK

_LANDSCAPE = 1.05
"""Wider than high by this much: turned head to the binding edge, as tables are bound."""


_AT_ONCE = 24
"""PDFium looks through the whole file for every page it writes, so many small files take less time than a large one."""


@dataclass(frozen=True)
class Placement:
    """A page of ``data`` on the A4 page ``page`` of our file, shrunk into a box (x, y, width, height in mm)."""

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
    bodies, trailer = pdf_objects.read(pdf)
    pages = pdf_objects.page_numbers(bodies, trailer)
    sources: dict[int, Any] = {}
    try:
        for start in range(0, len(placements), _AT_ONCE):
            part = placements[start : start + _AT_ONCE]
            with PDFIUM_LOCK:
                captured, matrices = _captured(part, sources)
            others, other_trailer = pdf_objects.read(captured)
            forms = pdf_objects.captured_forms(others, other_trailer)
            shift = pdf_objects.join(bodies, others)
            for placement, form, matrix in zip(part, forms, matrices, strict=True):
                pdf_objects.draw_first(bodies, pages[placement.page], form + shift, matrix)
            if progress is not None:
                done = start + len(part)
                progress.step(done, len(placements), f"正在装入扫描件第{done}页，共{len(placements)}页")
    finally:
        with PDFIUM_LOCK:
            for source in sources.values():
                source.close()
    return pdf_objects.write(bodies, trailer)


def _captured(part: Sequence[Placement], sources: dict[int, Any]) -> tuple[bytes, list[tuple[float, ...]]]:
    """A file with a page for each placement that holds nothing but the form object made from the source page."""
    target = pypdfium2.PdfDocument.new()
    matrices = []
    try:
        for placement in part:
            key = id(placement.data)
            if key not in sources:
                sources[key] = _opened(placement)
            try:
                matrices.append(_capture(target, sources[key], placement))
            except pypdfium2.PdfiumError as error:
                where = f"“{placement.title}”的 PDF 第{placement.source_page + 1}页"
                raise Refused(f"{where}损坏，无法排版。请用原程序另存为新的 PDF，或扫描成图片后替换。") from error
        made = BytesIO()
        target.save(made)
    finally:
        target.close()
    return made.getvalue(), matrices


def _opened(placement: Placement) -> Any:
    try:
        return pypdfium2.PdfDocument(placement.data)
    except pypdfium2.PdfiumError as error:
        raise Refused(
            f"“{placement.title}”的 PDF 打不开：文件损坏或设有打开口令。请用原程序另存为不带口令的 PDF 后替换。"
        ) from error


def _capture(target: Any, source: Any, placement: Placement) -> tuple[float, ...]:
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
        holder = target.new_page(width, height)
        holder.insert_obj(captured.as_pageobject())
        holder.gen_content()
        holder.close()
    finally:
        captured.close()
    return _matrix(placement, width, height)


def _matrix(placement: Placement, width: float, height: float) -> tuple[float, ...]:
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
    bottom = A4[1] / MM_PER_POINT - y - box_height + (box_height - up * scale) / 2
    match turned:
        case 90:
            return (0, -scale, scale, 0, left, bottom + scale * width)
        case 180:
            return (-scale, 0, 0, -scale, left + scale * width, bottom + scale * height)
        case 270:
            return (0, scale, -scale, 0, left + scale * height, bottom)
        case _:
            return (scale, 0, 0, scale, left, bottom)
