"""What the dossier page lists: concluded matters with their state, and the documents of one."""

from __future__ import annotations

from datetime import date

from app.domain.dossier import SOURCE_TEXT, STATE_TEXT, DossierItem, DossierRow, DossierState, ItemSource
from app.domain.dossier_paper import PART_TEXT
from app.services.dossiers import DossierView
from ui.pages.paper.lines import PaperKey, PaperLine
from ui.widgets.chip import Shape, Status
from ui.widgets.tone import Tone

_CHIPS = {
    DossierState.TO_BIND: Status(STATE_TEXT[DossierState.TO_BIND], Tone.SOON, Shape.SOON),
    DossierState.BOUND: Status(STATE_TEXT[DossierState.BOUND], Tone.GOOD),
    DossierState.FILED: Status(STATE_TEXT[DossierState.FILED], Tone.GOOD, Shape.DONE),
    DossierState.ON_LOAN: Status(STATE_TEXT[DossierState.ON_LOAN], Tone.LEAD),
}


def matter_key(matter_id: int) -> PaperKey:
    """How a matter is named in the list."""
    return PaperKey(f"matter {matter_id}")


def item_key(item_id: int) -> PaperKey:
    """How a document is named in the list."""
    return PaperKey(f"item {item_id}")


def matter_line(row: DossierRow, today: date) -> PaperLine:
    """One matter: whose, its state, its number, and where the dossier is or who has it."""
    chip = _CHIPS[row.state]
    if row.state is DossierState.ON_LOAN and row.due_on is not None and row.due_on < today:
        chip = Status(f"逾期 {(today - row.due_on).days} 天", Tone.LATE, Shape.LATE)
    if row.late:
        chip = Status(f"补来 {row.late} 件", Tone.SOON, Shape.SOON)
    below = [row.number]
    if row.borrower:
        below.append(f"{row.borrower}借，{row.due_on:%m-%d} 还" if row.due_on else row.borrower)
    elif row.archive_code:
        below.append(f"{row.archive_code}　{row.place}".strip())
    elif row.concluded_on:
        below.append(f"{row.concluded_on} 办结")
    return PaperLine(matter_key(row.matter_id), row.petitioner, "", chip, "　".join(below))


def item_line(order: int, item: DossierItem) -> PaperLine:
    """One document: order, title, pages, part and where it comes from."""
    tone = Tone.LEAD if item.source is ItemSource.ISSUED else Tone.PLAIN
    chip = Status(SOURCE_TEXT[item.source], tone)
    if item.late and item.binding_id is None:
        chip = Status("补来", Tone.SOON, Shape.SOON)
    sheets = f"{item.sheets} 张" if item.sheets else ""
    below = [PART_TEXT[item.part], f"{item.pages} 页", sheets, f"{item.day}" if item.day else "", item.moved_reason]
    return PaperLine(item_key(item.item_id), f"{order}. {item.title}", "", chip, "　".join(one for one in below if one))


def item_lines(view: DossierView) -> tuple[PaperLine, ...]:
    """The documents in their order, numbered within their part."""
    found, orders = [], dict.fromkeys(PART_TEXT, 0)
    for item in view.items:
        orders[item.part] += 1
        found.append(item_line(orders[item.part], item))
    return tuple(found)


def missing_words(view: DossierView) -> str:
    """What the gate finds, one line each."""
    if not view.missing or view.facts.bound_at is not None:
        return ""
    lines = [f"装订前还缺 {len(view.missing)} 件。请补齐；确实没有的，在“原因”里写明，会印在备考表上。"]
    return "\n".join([*lines, *(gap.words for gap in view.missing)])


def about_words(view: DossierView) -> str:
    """State of the dossier in one line."""
    facts = view.facts
    parts = [f"顺序：{view.procedure}", f"{len(view.items)} 件 {sum(item.pages for item in view.items)} 页"]
    if facts.archive_code:
        parts += [f"档号 {facts.archive_code}", f"保管期限 {facts.retention_label}"]
    if view.row.volumes:
        parts.append(f"共 {view.row.volumes} 册")
    if view.row.place:
        parts.append(f"存放 {view.row.place}")
    if view.row.borrower:
        parts.append(f"{view.row.borrower}借出，应于 {view.row.due_on} 归还")
    return "　".join(parts)
