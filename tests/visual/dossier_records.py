"""Packs to draw in tests: made-up matters, documents, scans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas

from app.domain.dossier_paper import (
    BackCover,
    BoxLabel,
    ContentsLine,
    CoverLayout,
    DossierCover,
    DossierPart,
    ImageContent,
    IssuedContent,
    NumberingMode,
    OriginalContent,
    OverriddenGap,
    Pack,
    PackItem,
    PackVolume,
    PageStamp,
    PdfContent,
    RemarksSheet,
    SealStrip,
    Sides,
    SpineLabel,
)
from tests.visual.records import COURT, NUMBER, cover, registration, slip

FINGERPRINT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
TITLE = "张三信访案卷（正卷）第一册"


def pdf(pages: int = 2, *, size: tuple[float, float] = (595.0, 842.0), turned: int = 0, words: str = "Annex") -> bytes:
    """A PDF from elsewhere with a word and a frame on each page, drawn upright and shown turned clockwise."""
    made = BytesIO()
    # ReportLab swaps the sides of the paper when a page is turned sideways.
    canvas = Canvas(made, pagesize=size[::-1] if turned in (90, 270) else size, invariant=1)
    for page in range(pages):
        canvas.setPageRotation(turned)
        canvas.rect(20, 20, size[0] - 40, size[1] - 40)
        canvas.drawString(60, size[1] - 80, f"{words} page {page + 1}")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def scan(kind: str = "JPEG", *, mode: str = "L", size: tuple[int, int] = (826, 1169), shade: str = "white") -> bytes:
    """A scanned page with a black frame at its edge."""
    picture = Image.new(mode, size, shade)
    ImageDraw.Draw(picture).rectangle((4, 4, size[0] - 5, size[1] - 5), outline="black", width=6)
    ImageDraw.Draw(picture).rectangle((60, 60, 260, 160), fill="black")
    made = BytesIO()
    picture.save(made, kind)
    return made.getvalue()


def stamps(first: int, pages: int, *, duplex: bool = False) -> tuple[PageStamp, ...]:
    return tuple(PageStamp(first + place, back=duplex and place % 2 == 1) for place in range(pages))


def line(order: int, title: str = "信访材料", first: int = 1, last: int = 1, **changes: Any) -> ContentsLine:
    values: dict[str, Any] = {
        "document_number": "",
        "responsible": "张三",
        "day": date(2026, 9, 2),
    }
    return ContentsLine(order=order, title=title, first=first, last=last, **(values | changes))


def items(*, duplex: bool = False) -> tuple[PackItem, ...]:
    """One of each kind: issued here on A4 and A5, a PDF, scanned pictures, a paper original."""
    return (
        PackItem(line(1, "来访登记表", 1, 1), IssuedContent(registration()), stamps(1, 1, duplex=duplex)),
        PackItem(line(2, "登记回执", 2, 2, responsible=COURT), IssuedContent(slip()), stamps(2, 1, duplex=duplex)),
        PackItem(
            line(3, "民事判决书", 3, 5, document_number="（2025）某0123民初1345号"),
            PdfContent(pdf(3), 3),
            stamps(3, 3, duplex=duplex),
        ),
        PackItem(
            line(4, "身份证复印件", 6, 7),
            ImageContent((scan(), scan("PNG", mode="RGB", size=(1169, 826))), (0, 90)),
            stamps(6, 2, duplex=duplex),
        ),
        PackItem(line(5, "送达回证", 8, 9), OriginalContent(2, "随卷袋内"), stamps(8, 2, duplex=duplex)),
    )


def remarks(**changes: Any) -> RemarksSheet:
    values: dict[str, Any] = {
        "title": TITLE,
        "facts": (
            "本册共5件9页，自2026年9月2日至2026年11月20日。",
            "第3件由王五于2026年11月21日调整到第4件之前，理由：先判决后证据。",
        ),
        "compiler": "陈喆",
        "checker": "王五",
        "day": date(2026, 12, 1),
        "fingerprint": FINGERPRINT,
        "gaps": (OverriddenGap("送达回证（第二次）", "立卷归档办法第十四条", "执行局", "邮局未退回，已电话确认签收"),),
        "assessment": "当事人息诉罢访，未再反映。",
    }
    return RemarksSheet(**(values | changes))


def spine(width: int = 15, **changes: Any) -> SpineLabel:
    values: dict[str, Any] = {
        "court_short": "某某区法院",
        "year": "2026",
        "sequence": "29",
        "petitioner": "张𬱖等12人",
        "part": "正卷",
        "volume": "第1册",
        "retention": "60年",
        "file_number": "29",
        "width_mm": width,
    }
    return SpineLabel(**(values | changes))


def box(**changes: Any) -> BoxLabel:
    values: dict[str, Any] = {
        "court_name": COURT,
        "fonds_code": "Z109",
        "catalogue": "3",
        "year": "2026",
        "retention": "60年",
        "box_number": "12",
        "codes": tuple(f"Z109-SSXF·2026·D60-{place:04d}" for place in range(21, 30)),
    }
    return BoxLabel(**(values | changes))


def volume(**changes: Any) -> PackVolume:
    values: dict[str, Any] = {
        "part": DossierPart.MAIN,
        "number": 1,
        "count": 1,
        "title": TITLE,
        "cover": DossierCover(cover(page_count=9, volume_count=1), "Z109", "3", "29", "陈喆", "", date(2026, 12, 1)),
        "items": items(),
        "remarks": remarks(),
        "back": BackCover(COURT, TITLE),
        "spine": spine(),
        "qr_text": f"{NUMBER}|1",
        "page_total": 9,
        "sheet_total": 9,
    }
    return PackVolume(**(values | changes))


def pack(**changes: Any) -> Pack:
    values: dict[str, Any] = {
        "number": NUMBER,
        "court_name": COURT,
        "archive_code": "Z109-2026-D60-0029",
        "volumes": (volume(),),
        "numbering": NumberingMode.BY_SHEET,
        "sides": Sides.SIMPLEX,
        "layout": CoverLayout(),
        "seals": (
            SealStrip(COURT, f"{NUMBER} 正卷 第1册"),
            SealStrip(COURT, f"{NUMBER} 正卷 第1册", date(2026, 12, 1)),
        ),
        "box": box(),
    }
    return Pack(**(values | changes))


def duplex_pack(**changes: Any) -> Pack:
    return pack(
        sides=Sides.DUPLEX,
        numbering=NumberingMode.BY_WRITTEN_PAGE,
        volumes=(volume(items=items(duplex=True)),),
        **changes,
    )


def two_volumes() -> Pack:
    """201 pages: 200 in the first volume, one in the second, each with its own cover, contents and remarks."""
    first = tuple(
        PackItem(
            line(place + 1, f"材料{place + 1}", place * 20 + 1, place * 20 + 20),
            PdfContent(pdf(20), 20),
            stamps(place * 20 + 1, 20),
        )
        for place in range(10)
    )
    last = (PackItem(line(1, "材料11", 1, 1), PdfContent(pdf(1), 1), stamps(1, 1)),)
    volumes = []
    for number, (part, pages, width) in enumerate(((first, 200, 20), (last, 1, 10)), 1):
        facts = cover(page_count=pages, volume_number=number, volume_count=2)
        volumes.append(
            volume(
                number=number,
                count=2,
                title=f"张三信访案卷（正卷）第{'一二'[number - 1]}册",
                cover=replace(volume().cover, facts=facts),
                items=part,
                spine=spine(width, volume=f"第{number}册"),
                qr_text=f"{NUMBER}|{number}",
                page_total=pages,
                sheet_total=pages,
            )
        )
    return pack(volumes=tuple(volumes))
