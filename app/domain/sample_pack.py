"""样张: a made-up case file to show a layout or an offset with, before anything real is printed."""

from __future__ import annotations

from datetime import date

from app.domain.dossier_paper import (
    BackCover,
    BoxLabel,
    ContentsLine,
    CoverLayout,
    DossierCover,
    DossierPart,
    NumberingMode,
    OriginalContent,
    Pack,
    PackItem,
    PackVolume,
    PageStamp,
    RemarksSheet,
    SealStrip,
    Sides,
    SpineLabel,
)
from app.domain.paper import CoverRecord

NUMBER = "（2026）某9999访29号"
CODE = "Z001-2026-D30-0029"


def sample_pack(court_name: str, layout: CoverLayout) -> Pack:
    """A case file of one volume in this layout. Persons, numbers and cases are made up."""
    title = f"{NUMBER} 正卷 第一册"
    facts = CoverRecord(
        court_name=court_name or "某某县人民法院",
        part="正卷",
        number=NUMBER,
        petitioner="张某某等3人",
        matter="反映相邻权纠纷判决后对方拒不拆除，请求尽快执行到位",
        case_numbers=("（2025）某9999民初345号", "（2025）某9999执678号"),
        source="来访",
        department="执行局",
        handler="王某某",
        registered_on=date(2026, 9, 1),
        concluded_on=date(2026, 11, 20),
        outcome="息诉罢访",
        retention="30年",
        volume_number=1,
        volume_count=1,
        page_count=128,
        archive_code=CODE,
    )
    cover = DossierCover(facts, "Z001", "3", "0029", "李某某", "赵某某", date(2026, 12, 1))
    court = facts.court_name
    titles = ("来访登记表", "信访材料", "身份证复印件", "民事判决书", "答复意见书", "送达回证")
    items = tuple(
        PackItem(
            ContentsLine(order, "", court if order > 4 else "张某某", name, date(2026, 9, order), order, order),
            OriginalContent(1),
            (PageStamp(order),),
        )
        for order, name in enumerate(titles, 1)
    )
    remarks = RemarksSheet(
        title,
        (f"本册卷内文件 {len(items)} 件，编页 1 至 {len(items)}，共 {len(items)} 张，逐张编号。",),
        "李某某",
        "赵某某",
        date(2026, 12, 1),
        "0" * 64,
    )
    spine = SpineLabel("某某县法院", "2026", "29", facts.petitioner, "正卷", "第一册", facts.retention, "0029", 15)
    volume = PackVolume(
        DossierPart.MAIN,
        1,
        1,
        title,
        cover,
        items,
        remarks,
        BackCover(facts.court_name, title),
        spine,
        f"{NUMBER}|正卷1/1",
        len(items),
        len(items),
    )
    box = BoxLabel(facts.court_name, "Z001", "3", "2026", facts.retention, "12", (CODE,))
    return Pack(
        number=NUMBER,
        court_name=facts.court_name,
        archive_code=CODE,
        volumes=(volume,),
        numbering=NumberingMode.BY_SHEET,
        sides=Sides.SIMPLEX,
        layout=layout,
        seals=(SealStrip(facts.court_name, title), SealStrip(facts.court_name, title)),
        box=box,
    )
