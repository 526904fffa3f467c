"""Scanned pictures for a page: JPEG bytes go into the PDF as they are, anything else is decoded once."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from app.domain.errors import Refused

MOST_PIXELS = 160_000_000
"""An A3 sheet at 600 dpi has 70 million; more is a mistake or an attack."""


class _Jpeg(ImageReader):  # type: ignore[misc]
    """ReportLab tells pictures apart by their decoded pixels; for a JPEG its file says the same, 50 times faster."""

    def __init__(self, data: bytes) -> None:
        super().__init__(BytesIO(data))
        self._file = data
        self._dataA = None

    def getRGBData(self) -> bytes:
        """What tells the picture apart from others."""
        return self._file


@dataclass(frozen=True)
class Scan:
    """A picture ready to be drawn and its size in pixels."""

    width: int
    height: int
    reader: ImageReader


def read(data: bytes) -> Scan:
    """Open a picture for drawing.

    Raises:
        Refused: it is damaged, larger than any scanner makes it, or no picture.
    """
    try:
        image = Image.open(BytesIO(data))
        if image.width * image.height > MOST_PIXELS:
            raise Refused(f"图片有 {image.width}×{image.height} 点，超出扫描件的合理大小。请用 300 dpi 重新扫描。")
        if image.format == "JPEG" and image.mode in ("L", "RGB"):
            return Scan(image.width, image.height, _Jpeg(data))
        return Scan(image.width, image.height, ImageReader(_plain(image)))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("这张扫描图片损坏或不是图片，无法排版。请重新扫描后替换，再打印。") from error


def _plain(image: Image.Image) -> Image.Image:
    """Grey or colour, upon white where it was transparent."""
    if image.mode in ("1", "L", "I;16", "I"):
        return image.convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        picture = image.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    return image.convert("RGB")
