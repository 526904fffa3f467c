"""One style of quotation marks before the user: “ ”, also ‘ ’ inside; never 「」 and never the straight ones."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path for part in ("app", "ui") for path in (ROOT / part).rglob("*.py"))
RESOURCES = sorted((ROOT / "resources").rglob("*.json"))
_CORNER = re.compile("[「」]")
_TABLE = re.compile("[『』]")
"""Tables of characters and patterns that read what others wrote know every kind of mark, these as well."""
_CHINESE = "[\u4e00-\u9fff，。！？；：）（]"
_STRAIGHT = re.compile(f"{_CHINESE}[\"']|[\"']{_CHINESE}")


def words_of(source: str) -> Iterator[tuple[int, str]]:
    """Every text a module holds but its docstrings, with its line; pieces of an f-string one by one."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def faults(words: str) -> bool:
    return bool(_CORNER.search(words) and not _TABLE.search(words)) or bool(_STRAIGHT.search(words))


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, held in value.items():
            yield from (*texts_in(key), *texts_in(held))
    elif isinstance(value, list):
        for held in value:
            yield from texts_in(held)


def test_no_module_says_anything_in_another_style() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {words!r}"
        for path in MODULES
        for line, words in words_of(path.read_text("utf-8"))
        if faults(words)
    ]
    assert wrong == []
    assert len(MODULES) > 200


def test_no_resource_says_anything_in_another_style() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} {words!r}"
        for path in RESOURCES
        for words in texts_in(json.loads(path.read_text("utf-8")))
        if faults(words)
    ]
    assert wrong == []
    assert len(RESOURCES) > 5


@pytest.mark.parametrize("words", ["例如「重复登记」。", "」已经是这样", '填写"匿名"', "填写'匿名'"])
def test_another_style_is_noticed(words: str) -> None:
    assert faults(words)
    assert [found for _line, found in words_of(f"x = {words!r}") if faults(found)] == [words]


def test_the_house_style_and_tables_of_characters_pass() -> None:
    assert not faults("例如“重复登记”。")
    assert not faults("（(〔[【〖《“「『")
