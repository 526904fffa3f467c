"""The glossary and the code use the same words for the same things."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"^[\u4e00-\u9fff、]+")


def classes_with_a_term() -> set[tuple[str, str, str]]:
    found = set()
    for path in (ROOT / "app" / "domain").glob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
                continue
            term = CHINESE.match(ast.get_docstring(node) or "")
            if term:
                found.add((term.group(0), node.name, path.stem))
    return found


def rows_of_the_glossary() -> set[tuple[str, str, str]]:
    table = (ROOT / "GLOSSARY.md").read_text("utf-8").split("## Terms that are classes", 1)[1]
    cells = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in table.splitlines()
        if line.startswith("| ")
    ]
    return {(row[0], row[1], row[2]) for row in cells if row[0] != "Chinese"}


def test_every_domain_class_with_a_term_is_in_the_glossary_and_the_other_way_round() -> None:
    assert rows_of_the_glossary() == classes_with_a_term()


def test_every_public_domain_class_has_a_docstring() -> None:
    silent = [
        f"{path.stem}.{node.name}"
        for path in (ROOT / "app" / "domain").glob("*.py")
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []
