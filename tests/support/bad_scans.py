"""Files that are no scans, or none that can be kept: how each is made, and a word of what is said about it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO

import pypdfium2
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.support.dossier_flow import pdf, picture


def encrypted() -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret"))
    canvas.drawString(10, 10, "x")
    canvas.save()
    return out.getvalue()


def empty_pages(amount: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(amount):
        document.new_page(595, 842)
    out = BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def bomb_pdf() -> bytes:
    packing = zlib.compressobj(9)
    zeros = bytes(16 * 1024 * 1024)
    packed = b"".join(packing.compress(zeros) for _ in range(80)) + packing.flush()
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed) + packed + b"\nendstream"
    return b"%PDF-1.4\n1 0 obj\n" + stream + b"\nendobj\ntrailer << >>\n%%EOF"


def bomb_png(side: int = 30_000) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + bytes((1, 0, 0, 0, 0))
    rows = zlib.compress(bytes((side // 8 + 1) * 100), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "空.pdf": (lambda: b"", "空文件"),
    "加密.pdf": (encrypted, "打开口令"),
    "坏.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "已损坏"),
    "截断.pdf": (lambda: pdf(5)[:300], "损坏"),
    "两千页.pdf": (lambda: empty_pages(2000), "2000 页"),
    "程序.pdf": (lambda: b"MZ\x90\0" + bytes(500), "程序"),
    "脚本.jpg": (lambda: b"#!/bin/sh\nrm", "程序"),
    "文字.tif": ("会议记录".encode, "不是 PDF"),
    "炸弹.pdf": (bomb_pdf, "压缩炸弹"),
    "炸弹.png": (bomb_png, "像素"),
    "大图.png": (lambda: bomb_png(9_300), "像素"),
    "截断.jpg": (lambda: picture()[:700], "有损坏"),
    "坏.tif": (lambda: b"II*\0" + bytes(100), "有损坏"),
    "坏.png": (lambda: picture(kind="PNG")[:60], "有损坏"),
}
