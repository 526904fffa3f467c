"""Reading a scanned file: PDF, TIFF, JPEG, PNG. Whatever is wrong with it is said in words, and nothing is kept.

A file is told by what it begins with, never by its name. Nothing is decoded before its size is known.
"""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from app.domain.errors import Refused
from app.domain.progress import Progress
from app.domain.scan import (
    MOST_BYTES,
    MOST_PAGES,
    MOST_PIXELS,
    MOST_UNPACKED,
    SCAN_DPI,
    SCAN_QUALITY,
    PreparedScan,
    ScanMedia,
    ScanSize,
)
from app.printing.preview import PDFIUM_LOCK

_PDF_ENCRYPTED = 4  # FPDF_ERR_PASSWORD
_A4_LONG_INCHES = 297 / 25.4
_KEPT_BYTES_A_PAGE = 400_000
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_STREAM = re.compile(rb"stream\r?\n")


def read_file(path: Path, size: ScanSize = ScanSize.NORMAL, progress: Progress | None = None) -> PreparedScan:
    """Read a file from disk.

    Raises:
        Refused: as :func:`read_scan`, or it cannot be opened.
        Cancelled: stopped.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused(_too_big(path.name))
        data = path.read_bytes()
    except OSError as error:
        raise Refused(f"打不开“{path.name}”。请检查文件是否还在、是否正被别的程序使用。") from error
    return read_scan(path.name, data, size, progress)


def read_scan(
    name: str, data: bytes, size: ScanSize = ScanSize.NORMAL, progress: Progress | None = None
) -> PreparedScan:
    """Check a scanned file and make it as small as wanted.

    Raises:
        Refused: empty, damaged, encrypted, too long, too large, or no scan at all; the words name the file.
        Cancelled: stopped.
    """
    if not data:
        raise Refused(f"“{name}”是空文件（0 字节），没有添加。请重新扫描。")
    if len(data) > MOST_BYTES:
        raise Refused(_too_big(name))
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _pdf(name, data, size, progress or Progress())
    if data.startswith(_PICTURES):
        return _pictures(name, data, size, progress or Progress())
    if data.startswith(_PROGRAMS):
        raise Refused(f"“{name}”不是扫描件，而是程序、压缩包或办公文档，没有添加。请选择 PDF、TIFF、JPEG 或 PNG 文件。")
    raise Refused(f"“{name}”的内容不是 PDF、TIFF、JPEG 或 PNG，没有添加。请重新扫描或转换后再选。")


def _too_big(name: str) -> str:
    return f"“{name}”超过 {MOST_BYTES // 1024 // 1024} MB，没有添加。请降低扫描分辨率，或分成几份。"


def _pdf(name: str, data: bytes, size: ScanSize, progress: Progress) -> PreparedScan:
    for _ in _unpacked(name, data):
        progress.check()
    with PDFIUM_LOCK:
        document = _opened(name, data)
        try:
            pages = len(document)
            _check_pages(name, pages)
            for index in range(pages):
                width, height = document.get_page_size(index)
                if not (1 <= width <= 14_400 and 1 <= height <= 14_400):
                    raise Refused(f"“{name}”第 {index + 1} 页的纸张尺寸不正常，没有添加。请重新扫描。")
            if len(data) <= pages * _KEPT_BYTES_A_PAGE * SCAN_DPI[size] // SCAN_DPI[ScanSize.NORMAL]:
                document[pages - 1].close()  # a truncated file fails here and not while the dossier is bound
                return PreparedScan(name, ScanMedia.PDF, pages, (data,))
            parts = []
            for index in range(pages):
                progress.step(index, pages, f"正在压缩第 {index + 1} 页，共 {pages} 页")
                parts.append(_page_picture(document, index, size))
            return PreparedScan(name, ScanMedia.PICTURES, pages, tuple(parts))
        except pypdfium2.PdfiumError as error:
            raise Refused(f"“{name}”有损坏，读不出其中的页，没有添加。请重新扫描。") from error
        finally:
            document.close()


def _opened(name: str, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PDF_ENCRYPTED or "assword" in str(error):
            raise Refused(f"“{name}”设了打开口令，没有添加。请去掉口令后再选。") from error
        raise Refused(f"“{name}”不是完整的 PDF，可能已损坏，没有添加。请重新扫描。") from error


def _page_picture(document: pypdfium2.PdfDocument, index: int, size: ScanSize) -> bytes:
    page = document[index]
    try:
        longest = max(page.get_size()) / 72
        scale = SCAN_DPI[size] / 72 * min(1.0, 2 * _A4_LONG_INCHES / longest)
        bitmap = page.render(scale=scale)
        try:
            drawn = bitmap.to_pil()
            drawn.info["dpi"] = (scale * 72, scale * 72)
            return _jpeg(drawn, size)
        finally:
            bitmap.close()
    finally:
        page.close()


def _check_pages(name: str, pages: int) -> None:
    if pages == 0:
        raise Refused(f"“{name}”里一页也没有，没有添加。请重新扫描。")
    if pages > MOST_PAGES:
        raise Refused(f"“{name}”有 {pages} 页，超过一份扫描件最多 {MOST_PAGES} 页，没有添加。请分成几份。")


def _unpacked(name: str, data: bytes) -> Iterator[None]:
    """Look how much the compressed streams unpack to, in small steps, before anything else unpacks them."""
    total = 0
    for found in _STREAM.finditer(data):
        if data[found.end() : found.end() + 1] != b"x":
            continue
        for amount in _inflated(data, found.end()):
            total += amount
            if total > MOST_UNPACKED:
                raise Refused(f"“{name}”展开后大得不正常（可能是压缩炸弹），没有添加。请重新扫描。")
            yield


def _inflated(data: bytes, start: int) -> Iterator[int]:
    unpacking = zlib.decompressobj()
    piece, place = b"", start
    try:
        while not unpacking.eof:
            if not piece:
                piece, place = data[place : place + 65_536], place + 65_536
                if not piece:
                    return
            yield len(unpacking.decompress(piece, 4 * 1024 * 1024))
            piece = unpacking.unconsumed_tail
    except zlib.error:
        return


def _pictures(name: str, data: bytes, size: ScanSize, progress: Progress) -> PreparedScan:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=("JPEG", "PNG", "TIFF", "MPO"))
        _check_pixels(name, image)
        pages = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
        _check_pages(name, pages)
        parts = []
        for index, frame in enumerate(ImageSequence.Iterator(image)):
            if index == pages:
                break
            _check_pixels(name, frame)
            progress.step(index, pages, f"正在压缩第 {index + 1} 页，共 {pages} 页")
            parts.append(_jpeg(ImageOps.exif_transpose(frame), size))
        return PreparedScan(name, ScanMedia.PICTURES, len(parts), tuple(parts))
    except Image.DecompressionBombError as error:
        raise Refused(_too_many_pixels(name)) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, zlib.error) as error:
        raise Refused(f"“{name}”这张图片有损坏，读不出来，没有添加。请重新扫描。") from error


def _check_pixels(name: str, image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise Refused(_too_many_pixels(name))


def _too_many_pixels(name: str) -> str:
    return f"“{name}”的像素多得不正常（超过 A3 纸 600 dpi），没有添加。请用 300 dpi 重新扫描。"


def _jpeg(image: Image.Image, size: ScanSize) -> bytes:
    """On white, grey where there is no colour, no larger than A4 (A3 if it says it is) at the chosen dots an inch."""
    picture = _on_white(image)
    dots = float((image.info.get("dpi") or (0, 0))[0])
    larger = dots >= 50 and max(image.size) / dots > 1.1 * _A4_LONG_INCHES
    longest = int(_A4_LONG_INCHES * SCAN_DPI[size] * (2**0.5 if larger else 1))
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, "JPEG", quality=SCAN_QUALITY[size], optimize=True)
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode.startswith("I") or image.mode == "F":
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        with_alpha = image.convert("RGBA")
        paper = Image.new("RGB", with_alpha.size, "white")
        paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
        return paper
    return image.convert("RGB")
