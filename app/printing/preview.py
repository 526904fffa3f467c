"""Pictures of finished pages, for the preview pane and for tests. Only this and ``pdf_import`` know PDFium."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

import pypdfium2

_MM_PER_POINT = 25.4 / 72
# PDFium keeps global state: two threads must never be inside it at the same time.
PDFIUM_LOCK = Lock()


@dataclass(frozen=True)
class PageImage:
    """One page as 4 bytes a pixel (red, green, blue, alpha), rows from the top without padding."""

    width: int
    height: int
    rgba: bytes


class Pages:
    """An open PDF. Close it, or use it in a ``with`` statement."""

    def __init__(self, pdf: bytes) -> None:
        with PDFIUM_LOCK:
            self._document = pypdfium2.PdfDocument(pdf)
            self._count = len(self._document)

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory of the document; harmless when repeated."""
        with PDFIUM_LOCK:
            self._document.close()

    @property
    def count(self) -> int:
        """Number of pages."""
        return self._count

    def size(self, index: int) -> tuple[float, float]:
        """Width and height in millimetres of the page (0 is the first)."""
        with PDFIUM_LOCK:
            width, height = self._document.get_page_size(index)
        return width * _MM_PER_POINT, height * _MM_PER_POINT

    def image(self, index: int, dpi: float = 110) -> PageImage:
        """Draw the page (0 is the first) on white at ``dpi`` dots an inch."""
        with PDFIUM_LOCK:
            page = self._document[index]
            try:
                bitmap = page.render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=True)
                rows, used = bitmap.height, bitmap.width * 4
                data = bytes(bitmap.buffer)
                if bitmap.stride != used:
                    data = b"".join(data[row * bitmap.stride : row * bitmap.stride + used] for row in range(rows))
                image = PageImage(bitmap.width, rows, data)
                bitmap.close()
            finally:
                page.close()
        return image


def page_images(pdf: bytes, dpi: float = 110) -> list[PageImage]:
    """All pages of a PDF as pictures."""
    with Pages(pdf) as pages:
        return [pages.image(index, dpi) for index in range(pages.count)]
