"""提交材料的输入: reading the one line in which the papers handed in are typed, such as 判决书 6页；申请书 2页."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.domain.figures import read_figures
from app.domain.intake import Material
from app.domain.problem import Problem
from app.domain.text import clean_line, to_half_width

MOST_PAGES = 99_999
UNNAMED = "材料"
_TAIL = 40

_SEPARATORS = frozenset("；;，,、\n\r")
_OPENING = "（(〔[【〖《“「『"
_CLOSING = "）)〕]】〗》”」』"
_FIGURES = r"[0-9]{1,7}|[零〇一二两三四五六七八九十百]{1,7}"
_COUNTED = re.compile(
    rf"^(?P<name>.*?)[\s:：\-—–_·.]*[（(]?\s*(?:共|计)?\s*(?P<pages>{_FIGURES})\s*[页頁张張]\s*[)）]?$"
)
_BARE = re.compile(r"^(?P<name>.*\S)(?:\s+|[:：]\s*)(?P<pages>[0-9]{1,5})$")


@dataclass(frozen=True)
class MaterialReading:
    """What was read: every paper in the order typed, and what is worth a look. Nothing here ever blocks.

    ``pages`` 0 means that the pages were not counted.
    """

    materials: tuple[Material, ...]
    problems: tuple[Problem, ...] = ()

    def describe(self) -> str:
        """A short reading for the line beneath the field: 2 件，共 8 页; empty when nothing was typed."""
        if not self.materials:
            return ""
        pages = sum(material.pages for material in self.materials)
        return f"{len(self.materials)} 件" + (f"，共 {pages} 页" if pages else "")


def read_materials(text: str) -> MaterialReading:
    """Read the papers handed in; never raises, and nothing typed is lost.

    Papers are parted by ；，、 or a new line, except inside brackets. Each may end with its pages: 6页, 共6页, 6张,
    （六页）, or a figure after a space.
    """
    materials: list[Material] = []
    problems: list[Problem] = []
    for part in _parts(text):
        line = clean_line(part)
        if line:
            material = _material(line)
            materials.append(material)
            problems.extend(_about(material, line))
    return MaterialReading(tuple(materials), tuple(problems))


def write_materials(materials: tuple[Material, ...]) -> str:
    """The line that reads back as these papers."""
    return "；".join(f"{one.name} {one.pages}页" if one.pages else one.name for one in materials)


def _parts(text: str) -> list[str]:
    """Cut at separators that stand outside brackets; an unclosed bracket holds nothing together."""
    parts: list[str] = []
    start = 0
    until = _closings(text)
    inside = 0
    for place, char in enumerate(text):
        if place in until:
            inside = max(inside, until[place])
        elif char in _SEPARATORS and place >= inside:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _closings(text: str) -> dict[int, int]:
    """Where each opened bracket that is closed again ends."""
    found: dict[int, int] = {}
    open_places: list[tuple[int, str]] = []
    for place, char in enumerate(text):
        if char in _OPENING:
            open_places.append((place, _CLOSING[_OPENING.index(char)]))
        elif char in _CLOSING:
            match = next((at for at in reversed(range(len(open_places))) if _same(open_places[at][1], char)), None)
            if match is not None:
                found[open_places[match][0]] = place
                del open_places[match:]
    return found


def _same(wanted: str, char: str) -> bool:
    """Round brackets close each other whatever their width."""
    return wanted == char or {wanted, char} == {"）", ")"}


def _material(line: str) -> Material:
    head, tail = line[:-_TAIL], to_half_width(line[-_TAIL:])[0]
    found = _COUNTED.match(tail) or _BARE.match(tail)
    if found is None:
        return Material(line, 0)
    pages = read_figures(found["pages"])
    if pages is None or pages > MOST_PAGES:
        return Material(line, 0)
    name = line[: len(head) + len(found["name"])].rstrip()
    return Material(name or UNNAMED, pages)


def _about(material: Material, line: str) -> tuple[Problem, ...]:
    if material.name == UNNAMED and material.pages and not line.startswith(UNNAMED):
        message = f"“{line}”只有页数，没有名称，将按“{UNNAMED}”登记。请补上名称。"
        return (Problem("name", message),)
    if material.pages == 0:
        short = material.name if len(material.name) <= 12 else material.name[:11] + "…"
        return (Problem("pages", f"“{short}”没有写页数，将按未清点登记。写法如：判决书 6页。"),)
    return ()
