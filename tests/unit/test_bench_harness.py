"""The bench's own arithmetic: a percentile or a verdict that is wrong would make every figure worthless."""

from __future__ import annotations

import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.domain.search_tokens import SearchFields
from tests.bench.figures import Figure, NotMeasured, as_ratio, median, over_limit, percentile
from tests.bench.harness import interleaved
from tests.bench.keystrokes import keystrokes
from tests.bench.mail_merge import write_document
from tests.bench.report import table, write_json
from tests.bench.sample_cover import COVER


def test_percentile_is_the_nearest_rank() -> None:
    values = [float(one) for one in range(100, 0, -1)]
    assert (percentile(values, 0.95), percentile(values, 0.5), percentile(values, 1)) == (95, 50, 100)
    assert percentile([7.0], 0.95) == 7
    assert percentile([1.0, 2.0, 3.0], 0) == 1


def test_median_of_even_and_odd() -> None:
    assert median([3.0, 1.0, 2.0]) == 2
    assert median([4.0, 1.0, 2.0, 3.0]) == 2.5


@pytest.mark.parametrize("measure", [median, lambda values: percentile(values, 0.5)])
def test_nothing_measured_has_no_middle(measure) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="no values"):
        measure([])


def test_a_target_is_the_most_but_recall_the_least() -> None:
    assert Figure("intake_ratio", 6.5, None, None).missed_by == 0.5
    assert Figure("intake_ratio", 6, None, None).missed_by == 0
    assert Figure("search_recall", 0.75, None, None).missed_by == 0.25
    assert Figure("search_recall", 1, None, None).missed_by == 0
    assert Figure("mail_merge_ratio", 4, None, None).missed_by == 6
    assert Figure("rss_mb", 900, None, None).missed_by == 0


def test_ratio_and_limit() -> None:
    assert over_limit("cover_warm_ms", 10, 4) == Figure("cover_warm_ms", 10, 4, 2.5)
    assert as_ratio("intake_ratio", 10, 4) == Figure("intake_ratio", 2.5, 4, 2.5)


def test_variants_take_turns() -> None:
    calls: list[str] = []
    times = interleaved({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=4, warm_up=0)
    assert "".join(calls) == "baabbaab"
    assert {name: len(taken) for name, taken in times.items()} == {"a": 4, "b": 4}


def test_json_and_table_name_what_was_missed_and_what_was_not_measured(tmp_path: Path) -> None:
    results = [Figure("intake_ratio", 7.25, 2.0, 7.25), NotMeasured("startup_ratio", "没有窗口")]
    write_json(tmp_path / "bench.json", results)
    assert json.loads((tmp_path / "bench.json").read_text("utf-8")) == {
        "intake_ratio": {"value": 7.25, "unit": "×", "target": 6, "limit": 2.0, "ratio": 7.25},
        "startup_ratio": {"value": None, "unit": "×", "target": 1.3, "limit": None, "ratio": None},
    }
    head, startup, intake = table(results).split("\n")
    assert head.startswith("项目")
    assert "没有窗口" in startup
    assert "未达到，差 1.25 ×" in intake


def test_the_covers_to_compare_with_are_a_word_document(tmp_path: Path) -> None:
    write_document(tmp_path / "covers.docx", [COVER, replace(COVER, petitioner="张𬱖 & <李㛃>")])
    with zipfile.ZipFile(tmp_path / "covers.docx") as archive:
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    assert set(parts) == {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}
    words = "".join(parts["word/document.xml"].itertext())
    assert words.count(COVER.court_name) == 2
    assert "张𬱖 & <李㛃>" in words


def test_every_way_of_looking_is_typed() -> None:
    fields = SearchFields(
        names=("张小明",),
        document_numbers=("419999199001011234",),
        phones=("13800001234",),
        case_numbers=("（2025）豫9999民初12号",),
        texts=("请求加大执行力度尽快执行到位",),
    )
    typed = list(keystrokes(fields, random.Random(1)))
    words = {stroke.words for stroke in typed}
    assert {"张", "张小", "张小明", "z", "zxm", "zhangxiaoming", "1234", "419999199001011234", "民初12号"} <= words
    assert {len(stroke.words) for stroke in typed if stroke.kind.startswith("正文")} == {2, 3, 4, 6}
    assert any(stroke.kind == "姓名 + 正文" and stroke.words.startswith("张小明 ") for stroke in typed)
    assert {stroke.words for stroke in typed if stroke.kind == "案号" and not stroke.promised} >= {
        "（",
        "（2025",
        "（2025）",
    }
