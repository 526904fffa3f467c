"""扫描件 as it is kept: what was read from a file that somebody chose, checked and made small enough."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class ScanMedia(Enum):
    """How a scan is kept: the PDF as it came, or upright JPEG pictures, one a page."""

    PDF = "pdf"
    PICTURES = "pictures"


class ScanSize(Enum):
    """压缩程度: dots an inch on an A4 page and JPEG quality."""

    SMALL = "small"
    NORMAL = "normal"
    FINE = "fine"


SCAN_SIZE_TEXT = {
    ScanSize.SMALL: "较小（150 dpi）",
    ScanSize.NORMAL: "适中（200 dpi）",
    ScanSize.FINE: "清晰（300 dpi）",
}
SCAN_DPI = {ScanSize.SMALL: 150, ScanSize.NORMAL: 200, ScanSize.FINE: 300}
SCAN_QUALITY = {ScanSize.SMALL: 60, ScanSize.NORMAL: 75, ScanSize.FINE: 85}

MOST_PAGES = 600
MOST_BYTES = 300 * 1024 * 1024
MOST_PIXELS = 80_000_000
"""A page of A3 at 600 dpi has 70 million."""
MOST_UNPACKED = 1024 * 1024 * 1024


@dataclass(frozen=True)
class PreparedScan:
    """扫描件 ready to be kept. ``parts`` is one PDF, or one JPEG for each page."""

    name: str
    media: ScanMedia
    pages: int
    parts: tuple[bytes, ...]

    @property
    def data(self) -> bytes:
        """Everything in one piece."""
        return b"".join(self.parts)
