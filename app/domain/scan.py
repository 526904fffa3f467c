"""扫描件 as it is kept: what was read from a file that somebody chose, checked and made small enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.domain.errors import Refused


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


TURNS = (0, 90, 180, 270)


@dataclass(frozen=True)
class PageView:
    """页面指示: which page of the sealed file is shown and printed here, turned clockwise by so many degrees."""

    page: int
    turned: int = 0


def as_scanned(pages: int) -> tuple[PageView, ...]:
    """Every page where it is in the file, upright."""
    return tuple(PageView(page) for page in range(pages))


def check_views(views: Sequence[PageView], pages: int) -> tuple[PageView, ...]:
    """Every page of the file once, in any order, in quarter turns.

    Raises:
        Refused: a page is missing or twice, or a turn is none: the scan must stay complete.
    """
    if sorted(one.page for one in views) != list(range(pages)) or any(one.turned not in TURNS for one in views):
        raise Refused("页序没有保存：扫描件的每一页都要在，且只能在一处。请恢复原样后重新调整。")
    return tuple(views)


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
