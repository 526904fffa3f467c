"""What is being worked on in the editor of covers, without a widget: places in order, one chosen, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain import cover_layout
from app.domain.cover_layout import CODES, FIELDS, PlaceProblem
from app.domain.dossier_paper import PAPER_MM, CoverLayout, CoverPlace, PaperSize
from app.services.cover_layouts import places_of

FIXED_TEXT = ""
_LEFT, _LINE, _CODE = 30.0, 8.0, 18.0


@dataclass(frozen=True)
class Line:
    """A place with a mark of its own, by which it is known while others come, go and move."""

    mark: int
    place: CoverPlace


class CoverDraft:
    """One cover being changed. ``seen`` is the version it was made from."""

    def __init__(self, layout: CoverLayout, seen: int) -> None:
        self.size: PaperSize = layout.size
        self._marks = 0
        self.lines: list[Line] = []
        self.holes = layout.holes
        self.chosen: int | None = None
        self.seen = seen
        self._kept = self.layout()
        self.load(layout)
        self._kept = self.layout()

    def load(self, layout: CoverLayout) -> None:
        """Take over another layout as it is; whether it differs from what is kept is told by :attr:`is_changed`."""
        self.lines = [self._line(place) for place in places_of(layout)]
        self.holes = layout.holes
        self.chosen = self.lines[0].mark if self.lines else None

    def layout(self) -> CoverLayout:
        """The layout as it stands now."""
        return CoverLayout(self.size, tuple(line.place for line in self.lines), self.holes)

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from what was read or saved last."""
        return self.layout() != self._kept

    def kept(self, seen: int) -> None:
        """It was saved."""
        self._kept, self.seen = self.layout(), seen

    @property
    def place(self) -> CoverPlace | None:
        """The place chosen."""
        return next((line.place for line in self.lines if line.mark == self.chosen), None)

    @property
    def index(self) -> int:
        """Where the place chosen stands, -1 when none is."""
        return next((at for at, line in enumerate(self.lines) if line.mark == self.chosen), -1)

    def change(self, **values: Any) -> None:
        """Change values of the place chosen."""
        at = self.index
        if at >= 0:
            changed = replace(self.lines[at].place, **values)
            if changed.minimum > changed.points >= 4:
                changed = replace(changed, minimum=changed.points)
            self.lines[at] = Line(self.lines[at].mark, changed)

    def move(self, step: int) -> bool:
        """Move the place chosen up or down in the list; whether it moved."""
        at = self.index
        if at < 0 or not 0 <= at + step < len(self.lines):
            return False
        self.lines.insert(at + step, self.lines.pop(at))
        return True

    def add(self, field: str) -> None:
        """Add a field, or a fixed text, below everything that is there, and choose it."""
        width, height = PAPER_MM[self.size]
        lowest = max((cover_layout.box_of(line.place)[3] for line in self.lines if not line.place.hidden), default=30.0)
        y = min(lowest + _LINE, height - _LINE)
        place = CoverPlace(field, f"{FIELDS[field]}：" if field else "文字", _LEFT, y, width - _LEFT - 20, points=12)
        if field in CODES:
            place = replace(place, label="", width=_CODE if field == "qr" else 75.0, height=_CODE)
            place = replace(place, y=min(lowest + 2, height - _CODE - 5))
        at = self.index + 1 if self.index >= 0 else len(self.lines)
        self.lines.insert(at, self._line(place))
        self.chosen = self.lines[at].mark

    def remove(self) -> None:
        """Take the place chosen away; the next one is chosen."""
        at = self.index
        if at >= 0:
            self.lines.pop(at)
            after = self.lines[min(at, len(self.lines) - 1)] if self.lines else None
            self.chosen = after.mark if after else None

    def choose_at(self, x: float, y: float) -> bool:
        """Choose what stands at a point of the paper (mm from the top left); whether anything does."""
        found = self.at(x, y)
        if found is not None:
            self.chosen = found.mark
        return found is not None

    def at(self, x: float, y: float) -> Line | None:
        """The smallest place that is shown at a point."""
        here = [
            line
            for line in self.lines
            if not line.place.hidden and cover_layout.can_be_drawn(line.place) and _holds(line.place, x, y)
        ]
        return min(here, key=lambda line: _area(line.place), default=None)

    def problems(self) -> dict[int, list[PlaceProblem]]:
        """What is wrong, by mark."""
        found: dict[int, list[PlaceProblem]] = {}
        places = [line.place for line in self.lines]
        for problem in cover_layout.review(self.size, places):
            found.setdefault(self.lines[problem.index].mark, []).append(problem)
        return found

    def drawable(self) -> CoverLayout:
        """The layout without places whose numbers make no sense yet; never the shipped one by being empty."""
        nothing = CoverPlace(FIXED_TEXT, "", _LEFT, _LEFT, 10, hidden=True)
        places: Sequence[CoverPlace] = [line.place for line in self.lines if cover_layout.can_be_drawn(line.place)]
        return CoverLayout(self.size, (*places, nothing), self.holes)

    def _line(self, place: CoverPlace) -> Line:
        self._marks += 1
        return Line(self._marks, place)


def _holds(place: CoverPlace, x: float, y: float) -> bool:
    left, top, right, bottom = cover_layout.box_of(place)
    return left <= x <= right and top <= y <= bottom


def _area(place: CoverPlace) -> float:
    left, top, right, bottom = cover_layout.box_of(place)
    return (right - left) * (bottom - top)
