"""Reading a finished PDF back: text, places and pictures, in millimetres from the top left."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from app.printing.preview import page_images

MM = 25.4 / 72


@dataclass(frozen=True)
class Box:
    """A character or a drawn path with the box round its ink."""

    words: str
    left: float
    top: float
    right: float
    bottom: float


def text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for page in document:
        words = page.get_textpage()
        pages.append(words.get_text_bounded().replace("\r\n", "\n"))
        words.close()
        page.close()
    document.close()
    return "\n".join(pages)


def packed(pdf: bytes) -> str:
    """All text without line ends and blanks, to look for a value that was wrapped or spread."""
    return "".join(text(pdf).split())


def characters(pdf: bytes) -> Iterator[tuple[int, Box]]:
    """Page index and ink box of every visible character."""
    document = pypdfium2.PdfDocument(pdf)
    for index, page in enumerate(document):
        height = page.get_height()
        words = page.get_textpage()
        for place in range(words.count_chars()):
            code = raw.FPDFText_GetUnicode(words, place)
            if code <= 0x20 or code == 0x3000 or raw.FPDFText_IsGenerated(words, place):
                continue
            left, bottom, right, top = words.get_charbox(place)
            box = (left * MM, (height - top) * MM, right * MM, (height - bottom) * MM)
            if box[2] - box[0] > 0.01:
                yield index, Box(chr(code), *box)
        words.close()
        page.close()
    document.close()


def paths(pdf: bytes, index: int = 0) -> list[Box]:
    """Boxes round all drawn paths of a page."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[index]
    height = page.get_height()
    found = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = item.get_bounds()
        found.append(Box("", left * MM, (height - top) * MM, right * MM, (height - bottom) * MM))
    page.close()
    document.close()
    return found


def lines(pdf: bytes, words: str) -> Box:
    """The box round the first occurrence of words that stand on one line."""
    found = [box for _, box in characters(pdf)]
    joined = "".join(box.words for box in found)
    wanted = _places(words)
    start = joined.index(wanted)
    part = found[start : start + len(wanted)]
    return Box(
        words,
        min(box.left for box in part),
        min(box.top for box in part),
        max(box.right for box in part),
        max(box.bottom for box in part),
    )


def _places(words: str) -> str:
    """Words as pdfium counts them: a character beyond U+FFFF takes two places."""
    units = words.encode("utf-16-le")
    return "".join(chr(int.from_bytes(units[at : at + 2], "little")) for at in range(0, len(units), 2))


@dataclass(frozen=True)
class Origin:
    """Base line in millimetres from the top and type size in points."""

    base: float
    size: float


def origin(pdf: bytes, words: str) -> Origin:
    """Where the first occurrence of the words on the first page stands."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    text_page = page.get_textpage()
    joined = "".join(chr(raw.FPDFText_GetUnicode(text_page, place)) for place in range(text_page.count_chars()))
    start = joined.index(words)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page, start, x, y)
    found = Origin((page.get_height() - y.value) * MM, raw.FPDFText_GetFontSize(text_page, start))
    text_page.close()
    page.close()
    document.close()
    return found


def pictures(pdf: bytes, dpi: float) -> list[Image.Image]:
    return [
        Image.frombytes("RGBA", (image.width, image.height), image.rgba).convert("L") for image in page_images(pdf, dpi)
    ]
