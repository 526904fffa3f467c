"""程序引导告知书: A4 for the visitor, nothing smaller than 16 pt, plain words; where to go, what to bring, by when.

It tells a way and never turns anybody away: the first line under the heading says that the matter is registered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.paper import GuidanceRecord
from app.printing import blocks, flow
from app.printing.fonts import MM_PER_POINT, Face
from app.printing.page import HAIR, Sheet
from app.printing.type_setting import break_lines, fit

LEFT, RIGHT = 28.0, 192.0
WIDTH = RIGHT - LEFT
CENTRE = LEFT + WIDTH / 2
SIZE = 16.0
PITCH = 7.2
LABEL_WIDTH = 27.0
TICK = 4.6
FIRST_TOP, NEXT_TOP, BOTTOM = 51.0, 30.0, 263.5
REGISTERED = "您反映的事项已经登记，下面说明办理渠道。"
NOT_A_REFUSAL = "只说明渠道，不是不予受理，不影响继续反映。"


@dataclass(frozen=True)
class Line:
    """One line of an item; ``tick`` None draws no box."""

    words: str
    face: Face = Face.HEI
    tick: bool | None = None


@dataclass(frozen=True)
class Block:
    """A bold label with its lines beside it, cut between lines when the page ends."""

    label: str
    lines: tuple[Line, ...]
    gap: float = 1.8

    @property
    def height(self) -> float:
        """Room for the lines and the gap below."""
        return len(self.lines) * PITCH + self.gap

    def split(self, room: float) -> tuple[flow.Row, flow.Row] | None:
        """Leave at least one line on either side."""
        count = min(int(room / PITCH), len(self.lines) - 1)
        if count < 1:
            return None
        return replace(self, lines=self.lines[:count]), replace(self, label="", lines=self.lines[count:])

    def draw(self, sheet: Sheet, y: float, height: float) -> None:  # noqa: ARG002 - lines start at the top
        """Draw the label and the lines."""
        base = y + SIZE * MM_PER_POINT
        if self.label:
            sheet.spread(LEFT, base, LABEL_WIDTH - 4, self.label, Face.HEI_BOLD, SIZE)
        for line in self.lines:
            x = LEFT + LABEL_WIDTH
            if line.tick is not None:
                sheet.tick_box(x, base + 0.4, TICK, ticked=line.tick)
            sheet.text(x + (TICK + 2 if line.tick is not None else 0), base, line.words, line.face, SIZE)
            base += PITCH


def draw_guidance(sheet: Sheet, record: GuidanceRecord, *, hole_guides: bool = True) -> None:
    """Draw the sheet on the current and, if need be, further pages; leaves the last page current."""
    pages = flow.flow(_rows(record), FIRST_TOP, NEXT_TOP, BOTTOM, grows=None)
    for index, page in enumerate(pages):
        if index:
            sheet.next_page()
            head = fit(f"程序引导告知书（第{index + 1}页）{record.number}", Face.HEI_BOLD, SIZE, WIDTH, 1, SIZE)
            sheet.text(LEFT, 24, head.lines[0], Face.HEI_BOLD, SIZE)
        else:
            _heading(sheet, record)
        for placed in page:
            placed.row.draw(sheet, placed.y, placed.height)
        sheet.marks(record.marks, right=RIGHT, top=8)
        if hole_guides:
            sheet.hole_guides()
    _foot(sheet, record)


def _heading(sheet: Sheet, record: GuidanceRecord) -> None:
    blocks.headline(sheet, CENTRE, 24, record.court_name, Face.SONG_BOLD, 20, SIZE, WIDTH, 0.6)
    blocks.headline(sheet, CENTRE, 36, "程序引导告知书", Face.SONG_BOLD, 28, 20, WIDTH, 2.0)
    number = fit(f"登记编号：{record.number}", Face.HEI, SIZE, WIDTH - 46, 1, SIZE)
    sheet.text(LEFT, 46, number.lines[0], Face.HEI, SIZE)
    sheet.right(RIGHT, 46, blocks.long_date(record.day), Face.HEI, SIZE)
    sheet.line(LEFT, 49, RIGHT, 49, HAIR * 3)


def _foot(sheet: Sheet, record: GuidanceRecord) -> None:
    sheet.line(LEFT, 266, RIGHT, 266, HAIR * 3)
    phone = fit(f"咨询电话：{record.desk_phone or '＿＿＿＿＿＿＿＿'}", Face.HEI_BOLD, 20, WIDTH, 1, SIZE)
    sheet.text(LEFT, 275, phone.lines[0], Face.HEI_BOLD, phone.size)
    receptionist = fit(f"接待员：{record.receptionist}", Face.HEI, SIZE, 78, 1, SIZE)
    sheet.text(LEFT, 285, receptionist.lines[0], Face.HEI, SIZE)
    sheet.right(RIGHT, 285, "领取人签名：＿＿＿＿＿＿＿", Face.HEI, SIZE)


def _lines(words: str, face: Face = Face.HEI, width: float = WIDTH - LABEL_WIDTH) -> list[Line]:
    return [Line(line, face) for line in break_lines(words, face, SIZE, width)]


def _numbered(items: Sequence[str]) -> tuple[Line, ...]:
    if len(items) == 1:
        return tuple(_lines(items[0]))
    return tuple(line for place, item in enumerate(items, 1) for line in _lines(f"{place}．{item}"))


def _rows(record: GuidanceRecord) -> list[flow.Row]:
    whole = tuple(_lines(REGISTERED, Face.HEI))
    rows: list[flow.Row] = [
        Block("信访人", tuple(_lines(record.name))),
        Block("告知", whole),
        Block("反映事项", tuple(Line(one) for one in fit(record.matter, Face.HEI, SIZE, 132, 3, SIZE).lines)),
        Block("办理渠道", tuple(_lines(record.route, Face.HEI_BOLD))),
        Block("到哪里办", tuple(_lines(record.where))),
        Block("怎么办", _numbered(record.steps)),
    ]
    if record.bring:
        rows.append(Block("带什么", tuple(_lines("、".join(record.bring)))))
    for place, clock in enumerate(record.clocks):
        words = f"{clock.whose}：{clock.words}（{clock.status}；{clock.source}）"
        rows.append(Block("期限" if not place else "", tuple(_lines(words))))
    if record.checklist:
        ticks = tuple(line for words, ticked in record.checklist for line in _ticked(words, ticked))
        rows.append(Block("核对单", ticks))
    rows.append(Block("依据", tuple(_lines(record.basis))))
    if record.desk_address:
        rows.append(Block("窗口地址", tuple(_lines(record.desk_address))))
    rows.append(Block("说明", tuple(_lines(NOT_A_REFUSAL, Face.HEI_BOLD))))
    return rows


def _ticked(words: str, ticked: bool) -> list[Line]:
    lines = break_lines(words, Face.HEI, SIZE, WIDTH - LABEL_WIDTH - TICK - 2)
    return [Line(line, tick=ticked if not place else None) for place, line in enumerate(lines)]
