"""进度查询单: A5 for the visitor, nothing smaller than 16 pt; how far the matter is, what comes next and by when."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.paper import ProgressSlipRecord
from app.printing import blocks, flow
from app.printing.fonts import MM_PER_POINT, Face, text_width
from app.printing.page import Sheet
from app.printing.slip import (
    LABEL_WIDTH,
    LEFT,
    SMALLEST,
    WIDTH,
    Item,
    NextStep,
    SlipHead,
    draw_page,
    item,
)
from app.printing.type_setting import break_lines, fit

KEEP = "来访、来电查询时请报登记编号。"


@dataclass(frozen=True)
class Steps:
    """The steps side by side; those done are ticked, the one reached is bold with a rule below."""

    words: tuple[str, ...]
    reached: int

    @property
    def height(self) -> float:
        """One line with its rule and a gap."""
        return 11.5

    def split(self, room: float) -> tuple[flow.Row, flow.Row] | None:  # noqa: ARG002 - one line stays whole
        """Never cut."""
        return None

    def draw(self, sheet: Sheet, y: float, height: float) -> None:  # noqa: ARG002 - one line
        """Draw each step in its share of the width."""
        share = WIDTH / max(1, len(self.words))
        base = y + SMALLEST * MM_PER_POINT * 0.95
        for place, words in enumerate(self.words, 1):
            face = Face.HEI_BOLD if place == self.reached else Face.HEI
            x = LEFT + (place - 1) * share
            sheet.tick_box(x, base + 0.3, 4.4, ticked=place <= self.reached)
            sheet.text(x + 5.6, base, words, face, SMALLEST)
            if place == self.reached:
                width = text_width(words, face, SMALLEST)
                sheet.line(x + 5.6, base + 2.2, x + 5.6 + width, base + 2.2, 1.6)


def draw_progress_slip(sheet: Sheet, record: ProgressSlipRecord) -> None:
    """Draw the slip on the current and, if need be, further pages; leaves the last page current."""
    head = SlipHead(record.court_name, record.number, "信访进度查询单", 24, 0.8, "进度查询单", KEEP)
    draw_page(sheet, head, _rows(record), record.marks)


def _rows(record: ProgressSlipRecord) -> list[flow.Row]:
    rows: list[flow.Row] = [
        item("登记编号", record.number, Face.HEI_BOLD, 20),
        _item("姓名", record.name + (f"\u3000\u3000接待员：{record.receptionist}" if record.receptionist else "")),
        _item("查询时间", blocks.long_time(record.asked_at)),
        _item("登记日期", blocks.long_date(record.registered_on)),
    ]
    if record.matter:
        most = 1 if record.concluded_on else 2
        lines = fit(record.matter, Face.HEI, SMALLEST, WIDTH - LABEL_WIDTH, most, SMALLEST).lines
        rows.append(Item("信访事项", lines, gap=2.4))
    rows.append(Steps(record.steps, record.step))
    if not record.concluded_on:
        rows.append(_item("目前进度", record.stage, Face.HEI_BOLD))
    if record.department:
        rows.append(_item("承办部门", record.department))
    answered = "，".join(part for part in (blocks.long_date(record.answered_on), record.answer) if part)
    if answered:
        rows.append(_item("答复", answered))
    concluded = "，".join(part for part in (blocks.long_date(record.concluded_on), record.outcome) if part)
    if concluded:
        rows.append(_item("办结", concluded))
    words = tuple(break_lines(record.next_words, Face.HEI, SMALLEST, WIDTH - 8))
    rows.append(NextStep(words, blocks.long_date(record.next_date), record.overdue))
    if record.desk_phone:
        rows.append(item("咨询电话", record.desk_phone, Face.HEI_BOLD, 22, gap=1.0))
    if record.desk_address:
        rows.append(_item("窗口地址", record.desk_address))
    rows.append(_item("查询编号", record.contact_number))
    return rows


def _item(label: str, words: str, face: Face = Face.HEI) -> Item:
    return item(label, words, face, gap=1.0)
