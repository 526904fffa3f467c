"""The table on the screen and ``bench.json``."""

from __future__ import annotations

import json
import os
import platform
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import psutil
import sqlcipher3.dbapi2 as driver
from PySide6.QtCore import qVersion

from tests.bench.figures import TARGETS, Figure, NotMeasured

HEAD = ("项目", "测得", "目标", "同场极限", "倍数", "结论")


def machine(rows: int) -> list[str]:
    """What the figures were measured on."""
    load, memory = psutil.getloadavg()[0], psutil.virtual_memory().total / 2**30
    return [
        f"登记库 {rows} 件事项　{os.cpu_count()} 核　内存 {memory:.0f} GB　{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}　SQLite {driver.sqlite_version}（SQLCipher）　Qt {qVersion()}",
        f"开始时每核负载 {load / (os.cpu_count() or 1):.2f}；超过 0.3 时有别的程序在抢处理器，毫秒数偏大，倍数仍可比。",
    ]


def table(results: Iterable[Figure | NotMeasured]) -> str:
    """One line a figure, in the order of the targets."""
    known = {one.name: one for one in results}
    lines = [HEAD]
    for name in TARGETS:
        one = known.get(name)
        if isinstance(one, Figure):
            target = "" if one.target is None else f"{one.target:g} {one.unit}"
            limit = "" if one.limit is None else f"{one.limit:.3g}"
            ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
            lines.append((name, f"{one.value:.3g} {one.unit}", target, limit, ratio, _verdict(one)))
        elif one is not None:
            lines.append((name, "未测", "", "", "", one.why))
    return "\n".join(_aligned(lines))


def write_json(path: Path, results: Iterable[Figure | NotMeasured]) -> None:
    """Write ``bench.json``; a figure that was not measured has no value."""
    content = {}
    for one in results:
        unit, target = TARGETS[one.name]
        measured = isinstance(one, Figure)
        content[one.name] = {
            "value": round(one.value, 4) if measured else None,
            "unit": unit,
            "target": target,
            "limit": round(one.limit, 4) if measured and one.limit is not None else None,
            "ratio": round(one.ratio, 4) if measured and one.ratio is not None else None,
        }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _verdict(one: Figure) -> str:
    if one.target is None:
        return one.note
    words = f"未达到，差 {one.missed_by:.3g} {one.unit}".rstrip() if one.missed_by else "达到"
    return f"{words}　{one.note}" if one.note else words


def _aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(_width(line[column]) for line in lines) for column in range(len(HEAD))]
    return [
        "  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    ]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
