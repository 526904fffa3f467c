"""台账 on paper: words come back whole, headings on every page, nothing beyond the margins, the same bytes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from app.domain.errors import Refused
from app.domain.ledger import LedgerColumn, LedgerPaper
from app.domain.paper import Marks, SheetRecord, SheetRow
from app.printing.ledger_list import LEFT, render_ledger

COLUMNS = (
    LedgerColumn("序号", 6),
    LedgerColumn("信访编号", 17),
    LedgerColumn("包案领导", 12),
    LedgerColumn("化解目标", 40),
    LedgerColumn("期限", 12),
)
LONG = "查清执行进度，促成双方分期履行，逐月向包案领导报告进展，化解后书面答复并回访。" * 2


def rows(count: int) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(place), f"（2026）豫9999访{place}号", "方某", LONG, "2026-12-14") for place in range(1, count + 1)
    )


def ledger(count: int, **values: object) -> LedgerPaper:
    made = LedgerPaper(
        "某某县人民法院",
        "领导包案分解表",
        f"共 {count} 条　制表日期 2026年11月24日",
        COLUMNS,
        rows(count),
        ("没有包案领导的重点案件 0 件。",),
        ("制表人：", "院　长：", "日　期："),
    )
    return replace(made, **values)  # type: ignore[arg-type]


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return found


def test_every_row_is_there_whole_under_its_heading_on_every_page() -> None:
    pages = texts(render_ledger(ledger(40)))
    assert len(pages) > 2
    everything = "".join(pages)
    for row in rows(40):
        assert row[1] in everything
    assert everything.count(LONG) == 40, "no sentence is cut"
    for number, words in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in words
        assert "领导包案分解表" in words
    assert "没有包案领导的重点案件0件。" in pages[-1]
    assert "院长：" in pages[-1]


@pytest.mark.parametrize("count", range(1, 14))
def test_the_signatures_are_never_pushed_off_the_page(count: int) -> None:
    pages = texts(render_ledger(ledger(count)))
    assert sum("制表人：" in words for words in pages) == 1


@pytest.mark.parametrize("wide", [True, False])
def test_it_lies_on_its_side_when_wide_and_keeps_the_binding_edge_free(wide: bool) -> None:
    document = pypdfium2.PdfDocument(render_ledger(ledger(3, wide=wide)))
    page = document[0]
    size = tuple(round(side) for side in page.get_size())
    assert size == ((842, 595) if wide else (595, 842))
    picture = page.render(scale=2.0).to_pil().convert("L")
    edge = picture.crop((0, 0, int((LEFT - 1.0) / 25.4 * 144), picture.height))
    assert edge.getextrema() == (255, 255)
    document.close()


def test_the_same_ledger_gives_the_same_bytes_and_practice_is_marked() -> None:
    assert render_ledger(ledger(5)) == render_ledger(ledger(5))
    assert "演练" in texts(render_ledger(ledger(1, marks=Marks(practice=True))))[0]


def test_reports_stand_behind_the_list_upright() -> None:
    sheet = SheetRecord(
        "某某县人民法院",
        "包案月度汇报表",
        "",
        date(2026, 11, 24),
        (SheetRow("本月进展", "已约谈双方两次", 4),),
        ("包案领导", "日期"),
    )
    document = pypdfium2.PdfDocument(render_ledger(ledger(2), (sheet,)))
    assert [tuple(round(side) for side in page.get_size()) for page in document] == [(842, 595), (595, 842)]
    document.close()


def test_an_empty_list_is_refused_in_words() -> None:
    with pytest.raises(Refused):
        render_ledger(ledger(0))
