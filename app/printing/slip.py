"""登记回执: given to the visitor. A5, because that is an A4 sheet cut in half and fits a pocket and a slip tray.

Nothing is set smaller than 16 pt (for elderly readers), in 黑体, with plain words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.paper import Marks, SlipRecord
from app.printing import blocks, codes, flow
from app.printing.fonts import MM_PER_POINT, Face
from app.printing.page import HAIR, Sheet
from app.printing.type_setting import break_lines, fit, fit_list

LEFT, RIGHT = 12.0, 136.0
WIDTH = RIGHT - LEFT
SMALLEST = 16.0
LABEL_WIDTH = 27.0
FIRST_TOP, NEXT_TOP, BOTTOM = 45.0, 28.0, 196.0
QR_SIDE = 25.0
PITCH = 7.1
KEEP = "请保管好本回执，来访、来电时请报登记编号。"


@dataclass(frozen=True)
class Item:
    """A label and its lines without rules; ``face`` and ``size`` of the lines may stress it."""

    label: str
    lines: tuple[str, ...]
    face: Face = Face.HEI
    size: float = SMALLEST
    gap: float = 1.6

    @property
    def height(self) -> float:
        """Room for the lines and the gap below."""
        return len(self.lines) * self._pitch + self.gap

    @property
    def _pitch(self) -> float:
        return max(PITCH, self.size * MM_PER_POINT * 1.28)

    def split(self, room: float) -> tuple[flow.Row, flow.Row] | None:
        """Cut between any two lines."""
        count = min(int(room / self._pitch), len(self.lines) - 1)
        if count < 1:
            return None
        return replace(self, lines=self.lines[:count]), replace(self, label="", lines=self.lines[count:])

    def draw(self, sheet: Sheet, y: float, height: float) -> None:  # noqa: ARG002 - lines start at the top
        """Draw the label and the lines."""
        base = y + self.size * MM_PER_POINT * 0.95
        if self.label:
            sheet.spread(LEFT, base, LABEL_WIDTH - 4, self.label, Face.HEI_BOLD, SMALLEST)
        for line in self.lines:
            sheet.text(LEFT + LABEL_WIDTH, base, line, self.face, self.size)
            base += self._pitch


@dataclass(frozen=True)
class NextStep:
    """接下来: framed, the date in large type, so that it is found at a glance; one that has ``passed`` is named so."""

    lines: tuple[str, ...]
    day: str
    passed: bool = False

    @property
    def height(self) -> float:
        """Frame, words and date."""
        return 5.0 + len(self.lines) * PITCH + (10.5 if self.day else 0.0) + 3.5

    def split(self, room: float) -> tuple[flow.Row, flow.Row] | None:
        """Cut the words only when they alone would be most of a page."""
        count = min(int((room - 8.5) / PITCH), len(self.lines) - 1)
        if len(self.lines) < 12 or count < 2:
            return None
        return replace(self, lines=self.lines[:count], day=""), replace(self, lines=self.lines[count:])

    def draw(self, sheet: Sheet, y: float, height: float) -> None:
        """Draw the frame with its words."""
        sheet.box(LEFT, y, WIDTH, height - 3.5, 1.2)
        base = y + 8.0
        if self.day:
            sheet.text(LEFT + 4, base + 0.6, "原定于：" if self.passed else "请记住：", Face.HEI_BOLD, SMALLEST)
            day = fit(self.day, Face.HEI_BOLD, 22, WIDTH - 33, 1, SMALLEST)
            sheet.text(LEFT + 29, base + 0.8, day.lines[0], Face.HEI_BOLD, day.size)
            base += 10.0
        for line in self.lines:
            sheet.text(LEFT + 4, base, line, Face.HEI, SMALLEST)
            base += PITCH


@dataclass(frozen=True)
class SlipHead:
    """What the page of a visitor's slip says around its rows; sizes and spacing in points."""

    court_name: str
    number: str
    title: str
    title_size: float
    title_spacing: float
    next_title: str
    keep: str


def draw_slip(sheet: Sheet, record: SlipRecord) -> None:
    """Draw the slip on the current and, if need be, further pages; leaves the last page current."""
    head = SlipHead(record.court_name, record.number, "信访登记回执", 26, 1.0, "登记回执", KEEP)
    draw_page(sheet, head, _rows(record), record.marks)


def draw_page(sheet: Sheet, head: SlipHead, rows: list[flow.Row], marks: Marks) -> None:
    """Draw any slip for a visitor: heading with the code, rows over as many pages as needed, what to keep in mind."""
    for index, page in enumerate(flow.flow(rows, FIRST_TOP, NEXT_TOP, BOTTOM, grows=None)):
        if index:
            sheet.next_page()
            sheet.text(LEFT, 19, f"{head.next_title}（第{index + 1}页）", Face.HEI_BOLD, SMALLEST)
        else:
            _heading(sheet, head)
            sheet.centred(LEFT + WIDTH / 2, 203.5, head.keep, Face.HEI_BOLD, SMALLEST)
        for placed in page:
            placed.row.draw(sheet, placed.y, placed.height)
        sheet.marks(marks, right=RIGHT - QR_SIDE - 4 if index == 0 else RIGHT, top=3.5)


def _heading(sheet: Sheet, head: SlipHead) -> None:
    middle = LEFT + (WIDTH - QR_SIDE - 4) / 2
    court = fit(head.court_name, Face.SONG_BOLD, 18, WIDTH - QR_SIDE - 4, 2, SMALLEST)
    base = 20.5 if len(court.lines) == 1 else 17.5
    for index, line in enumerate(court.lines):
        sheet.centred(middle, base + index * 6.8, line, Face.SONG_BOLD, court.size)
    sheet.centred(middle, 34.5, head.title, Face.SONG_BOLD, head.title_size, spacing=head.title_spacing)
    codes.qr(sheet, RIGHT - QR_SIDE, 12.5, QR_SIDE, codes.qr_text(head.number))
    sheet.line(LEFT, 41, RIGHT, 41, HAIR * 3)


def item(label: str, words: str, face: Face = Face.HEI, size: float = SMALLEST, gap: float = 1.6) -> Item:
    """A label with its words: larger on one line if they fit so, else broken into lines of the smallest size."""
    room = WIDTH - LABEL_WIDTH
    fitted = fit(words, face, size, room, 1, SMALLEST)
    if fitted.complete:
        return Item(label, fitted.lines, face, fitted.size, gap)
    return Item(label, tuple(break_lines(words, face, SMALLEST, room)), face, SMALLEST, gap)


def _rows(record: SlipRecord) -> list[flow.Row]:
    rows: list[flow.Row] = [
        item("登记编号", record.number, Face.HEI_BOLD, 20),
        item("姓名", record.name),
        item("登记时间", f"{blocks.long_time(record.registered_at)} {record.channel}".rstrip()),
    ]
    if record.matter:
        lines = fit(record.matter, Face.HEI, SMALLEST, WIDTH - LABEL_WIDTH, 3, SMALLEST).lines
        rows.append(Item("信访事项", lines))
    rows.append(Item("收到材料", _materials(record)))
    if record.disposition:
        rows.append(item("处理方式", record.disposition, gap=3.0))
    words = record.next_words or "请等候本院通知。有疑问请打下面的电话。"
    lines = tuple(break_lines(words, Face.HEI, SMALLEST, WIDTH - 8))
    rows.append(NextStep(lines, blocks.long_date(record.next_date), record.overdue))
    if record.desk_phone:
        rows.append(item("咨询电话", record.desk_phone, Face.HEI_BOLD, 22))
    if record.desk_address:
        rows.append(item("窗口地址", record.desk_address))
    rows.append(item("接待员", record.receptionist))
    return rows


def _materials(record: SlipRecord) -> tuple[str, ...]:
    if not record.materials:
        return ("无",)
    pages = sum(line.pages for line in record.materials)
    total = f"共{len(record.materials)}份" + (f"{pages}页" if pages else "")
    names = [f"{total}：{record.materials[0].name}", *(line.name for line in record.materials[1:])]
    room = WIDTH - LABEL_WIDTH
    return fit_list(names, Face.HEI, SMALLEST, room, 4 * PITCH, SMALLEST, unit="份", separator="、").lines
