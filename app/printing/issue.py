"""From a frozen record to the bytes of a PDF. The one door of ``app.printing``.

The same record gives the same bytes, in this process and in the next. Any thread may call; one at a time draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from threading import Lock

from app.domain.errors import Refused
from app.domain.paper import (
    BlankFormRecord,
    CoverRecord,
    GuidanceRecord,
    LetterRecord,
    PaperRecord,
    ProgressSlipRecord,
    RecoverySheetRecord,
    RegistrationRecord,
    SheetRecord,
    SlipRecord,
)
from app.domain.progress import Progress
from app.printing.blank_form import draw_blank_form
from app.printing.cover import draw_cover
from app.printing.fonts import require_printable
from app.printing.guidance import draw_guidance
from app.printing.letter import draw_letter
from app.printing.page import A4, A5, About, Sheet
from app.printing.progress_slip import draw_progress_slip
from app.printing.recovery_sheet import draw_recovery_sheet
from app.printing.registration import draw_registration, title_of
from app.printing.sheet import draw_sheet
from app.printing.slip import draw_slip

DRAWING = Lock()
"""Held while a document is drawn: ReportLab's fonts keep a reading position while they are cut down for it."""


def render(record: PaperRecord, *, hole_guides: bool = True) -> bytes:
    """The PDF of one paper.

    Raises:
        Refused: a character of the record has no glyph in the bundled faces.
    """
    return render_many([record], hole_guides=hole_guides)


def render_many(records: Iterable[PaperRecord], progress: Progress | None = None, *, hole_guides: bool = True) -> bytes:
    """One PDF of many papers of the same size, in their order.

    Raises:
        Refused: there is nothing to print, papers of different sizes were mixed, or a character has no glyph.
        Cancelled: the user stopped it.
    """
    papers = list(records)
    if not papers:
        raise Refused("没有选中要打印的内容。请先在列表中选中至少一行，再打印。")
    size = paper_size(papers[0])
    if any(paper_size(paper) != size for paper in papers):
        raise Refused("选中的内容里既有 A4 又有 A5 的单据，不能放进同一份文件。请分开打印。")
    require_printable(text for paper in papers for text in texts_of(paper))
    with DRAWING:
        sheet = Sheet(size, _about(papers))
        for done, paper in enumerate(papers, 1):
            draw(sheet, paper, hole_guides=hole_guides)
            sheet.next_page()
            if progress is not None:
                progress.step(done, len(papers), f"正在排版第{done}份，共{len(papers)}份")
        return sheet.finish()


def paper_size(record: PaperRecord) -> tuple[float, float]:
    """Width and height in millimetres of the paper a record is printed on."""
    return A5 if isinstance(record, SlipRecord | ProgressSlipRecord) else A4


_TITLES: dict[type[PaperRecord], str] = {
    SlipRecord: "信访登记回执",
    GuidanceRecord: "程序引导告知书",
    ProgressSlipRecord: "信访进度查询单",
    RecoverySheetRecord: "登记库恢复码单",
}


def file_title(record: PaperRecord) -> str:
    """The Chinese name of the paper, as it stands in the PDF and in a suggested file name."""
    match record:
        case CoverRecord():
            return f"涉诉信访卷宗封面（{record.part}）"
        case RegistrationRecord():
            return title_of(record)
        case BlankFormRecord():
            return f"空白{record.channel}登记表"
        case LetterRecord():
            return f"{record.title}（大字版）" if record.large else record.title
        case SheetRecord():
            return record.title
        case _:
            return _TITLES[type(record)]


def _about(papers: list[PaperRecord]) -> About:
    first = papers[0]
    title = file_title(first)
    subject = (first.register_id if isinstance(first, RecoverySheetRecord) else first.number) or title
    if len(papers) > 1:
        title, subject = f"{title}等{len(papers)}份", f"{subject}等{len(papers)}份"
    return About(title, first.court_name, subject)


def draw(sheet: Sheet, paper: PaperRecord, *, hole_guides: bool) -> None:
    """Draw a paper on the current and, if need be, further pages; leaves the last page current."""
    match paper:
        case CoverRecord():
            draw_cover(sheet, paper, hole_guides=hole_guides)
        case RegistrationRecord():
            draw_registration(sheet, paper, hole_guides=hole_guides)
        case SlipRecord():
            draw_slip(sheet, paper)
        case GuidanceRecord():
            draw_guidance(sheet, paper, hole_guides=hole_guides)
        case ProgressSlipRecord():
            draw_progress_slip(sheet, paper)
        case BlankFormRecord():
            draw_blank_form(sheet, paper, hole_guides=hole_guides)
        case LetterRecord():
            draw_letter(sheet, paper)
        case SheetRecord():
            draw_sheet(sheet, paper, hole_guides=hole_guides)
        case RecoverySheetRecord():
            draw_recovery_sheet(sheet, paper)


def texts_of(value: object) -> Iterator[str]:
    """All words of a record, wherever they are nested."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))
