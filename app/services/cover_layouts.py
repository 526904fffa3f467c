"""封面版式: the office's own covers, one for each size of paper, every version kept with who saved it and when.

What is bound already has its layout frozen with it (:mod:`app.services.binding`) and is never changed from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cattrs.preconf.json import make_converter

from app.domain import cover_layout, wording
from app.domain.changes import Area, Change
from app.domain.cover_layout import SHIPPED
from app.domain.dossier_paper import PAPER_TEXT, CoverLayout, CoverPlace, PaperSize
from app.domain.errors import Refused
from app.domain.viewer import Right
from app.services.dossier_options import LAYOUT, layout_in
from app.services.session import Session
from db.unit_of_work import ReadUnit, WriteUnit

VERSIONS = "cover_layout_versions"
MOST_PLACES = 60
MOST_VERSIONS = 50
"""Of each size; the oldest go first. The audit keeps them all."""

_CONVERTER = make_converter()


@dataclass(frozen=True)
class LayoutVersion:
    """One saved version of the cover of one size. Empty places mean the shipped layout."""

    number: int
    saved_at: datetime
    saved_by: str
    layout: CoverLayout

    @property
    def is_shipped(self) -> bool:
        """Whether it is the layout the program brings along."""
        return not self.layout.places


@dataclass(frozen=True)
class OfficeLayouts:
    """The covers in force and what was before, newest first, by size of paper."""

    court_name: str
    current: dict[PaperSize, CoverLayout]
    versions: dict[PaperSize, tuple[LayoutVersion, ...]]

    def newest(self, size: PaperSize) -> int:
        """Number of the version in force; 0 while nothing was ever saved."""
        return self.versions[size][0].number if self.versions[size] else 0


def read(session: Session) -> OfficeLayouts:
    """Every layout of the office with its versions."""
    with session.register.read(session.viewer) as unit:
        return OfficeLayouts(
            str(unit.settings.get("court_name", "")),
            {size: layout_in(unit, size) for size in PaperSize},
            {size: _versions(unit, size) for size in PaperSize},
        )


def places_of(layout: CoverLayout) -> tuple[CoverPlace, ...]:
    """What a layout shows: its own places, or the shipped ones."""
    return layout.places or SHIPPED[layout.size]


def save(
    session: Session,
    wanted: CoverLayout,
    seen: int,
    missing: Callable[[str], Iterable[str]],
    now: datetime,
) -> Change:
    """Put a layout in force as a new version; dossiers bound before keep theirs.

    ``seen`` is the number of the version it was made from, ``missing`` says which characters no font has.

    Raises:
        Refused: no right, somebody saved another version meanwhile, or problems, named by number and value (``3.x``).
    """
    if not session.viewer.may(Right.ADMINISTER):
        raise Refused("修改封面版式需要管理权限。请管理员办理。")
    cleaned = _cleaned(wanted)
    problems = _problems(cleaned, missing)
    if problems:
        raise Refused("版式有几处需要调整，见各项说明。没有保存，改动都在。", problems)
    size = cleaned.size
    if cleaned.places == SHIPPED[size]:
        cleaned = replace(cleaned, places=())
    with session.register.write(session.viewer, now) as work:
        before = _versions(work, size)
        newest = before[0].number if before else 0
        if newest != seen:
            raise Refused(
                f"{PAPER_TEXT[size]} 封面的版式刚由{before[0].saved_by if before else '别人'}保存过。"
                "请先看一眼最新的版式，再决定是否保存自己的改动。"
            )
        if cleaned == (before[0].layout if before else CoverLayout(size)):
            raise Refused("版式没有改动，不需要保存。")
        version = LayoutVersion(newest + 1, now, work.viewer.name, cleaned)
        _keep(work, size, (version, *before)[:MOST_VERSIONS])
        said = _CONVERTER.unstructure(cleaned)
        was = _CONVERTER.unstructure(before[0].layout) if before else None
        work.audit.record("set", "setting", 0, before={LAYOUT: was}, after={LAYOUT: said, "version": newest + 1})
    return Change.of(Area.SETTINGS, Area.DOSSIERS)


def _cleaned(layout: CoverLayout) -> CoverLayout:
    """Labels in one line; the smallest type is never above the type."""

    def clean(place: CoverPlace) -> CoverPlace:
        label = place.label.replace("\n", " ")
        return replace(place, label=label, minimum=min(place.minimum, place.points))

    return replace(layout, places=tuple(clean(place) for place in layout.places))


def _problems(layout: CoverLayout, missing: Callable[[str], Iterable[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    if not any(not place.hidden for place in layout.places) and layout.places:
        found["0.hidden"] = "封面上什么都没有了。请至少显示一项。"
    if len(layout.places) > MOST_PLACES:
        found[f"{MOST_PLACES}.label"] = f"一张封面最多 {MOST_PLACES} 项。请删去一些。"
    for one in cover_layout.review(layout.size, layout.places):
        found.setdefault(f"{one.index}.{one.value}", one.words)
    for index, place in enumerate(layout.places):
        if remarks := wording.review(place.label, quoted=True):
            found[f"{index}.label"] = (
                f"“{remarks[0].phrase}”是对人的贬称，会印在封面上。可以写：{remarks[0].suggestion}。"
            )
        if lost := tuple(missing(place.label)):
            found[f"{index}.label"] = f"“{lost[0]}”这个字没有字形，印不出来。请换一个字。"
    return found


def _versions(unit: ReadUnit | WriteUnit, size: PaperSize) -> tuple[LayoutVersion, ...]:
    kept: Any = unit.settings.get(VERSIONS, {})
    said = kept.get(size.value, []) if isinstance(kept, dict) else []
    return tuple(_CONVERTER.structure(one, LayoutVersion) for one in said)


def _keep(work: WriteUnit, size: PaperSize, versions: Sequence[LayoutVersion]) -> None:
    kept = dict(work.settings.get(VERSIONS, {}))
    kept[size.value] = [_CONVERTER.unstructure(one) for one in versions]
    work.settings.put(VERSIONS, kept)
    current = dict(work.settings.get(LAYOUT, {}))
    current[size.value] = _CONVERTER.unstructure(versions[0].layout)
    work.settings.put(LAYOUT, current)
