"""What the dossier page lists: concluded matters with their state, and the documents of one."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

from app.domain.appraisal import Decision, decision_words
from app.domain.dossier import SOURCE_TEXT, STATE_TEXT, DossierItem, DossierRow, DossierState, ItemSource
from app.domain.dossier_paper import PART_TEXT
from app.services.appraisal import Appraisal, DisposalList
from app.services.archive import Loan
from app.services.dossiers import DossierView
from app.services.print_run import PrintRun
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


def loan_words(loans: tuple[Loan, ...], most: int = 5) -> str:
    """Who had the dossier and has it, newest first, one line each."""
    lines = []
    for loan in loans[:most]:
        back = f"{loan.returned_at:%Y-%m-%d} 归还" if loan.returned_at else f"应于 {loan.due_on} 归还"
        note = f"（{loan.note}）" if loan.note else ""
        lines.append(f"{loan.lent_at:%Y-%m-%d} {loan.department}{loan.borrower}借阅，{loan.purpose}，{back}{note}")
    if len(loans) > most:
        lines.append(f"更早还有 {len(loans) - most} 次")
    return "\n".join(["借阅记录", *lines]) if lines else ""


def list_key(list_id: int) -> PaperKey:
    """How a list for the committee is named."""
    return PaperKey(f"list {list_id}")


def list_line(made: DisposalList) -> PaperLine:
    """One list for the committee: its number, how far it is, and when it was made."""
    said = sum(bool(one.decision) for one in made.items)
    if made.decided_on is not None:
        chip = Status("已办结", Tone.GOOD, Shape.DONE)
    else:
        chip = Status(f"已定 {said} / {len(made.items)}", Tone.SOON, Shape.SOON)
    below = f"截至 {made.until}　{len(made.items)} 卷　{made.made_by} {made.made_at:%Y-%m-%d} 列"
    return PaperLine(list_key(made.list_id), f"第 {made.list_id} 号鉴定清单", "", chip, below)


def appraisal_line(place: int, one: Appraisal) -> PaperLine:
    """One dossier before the committee."""
    chip = Status("未定")
    if one.decision:
        dispose = one.decision == Decision.DISPOSE.value
        chip = Status(decision_words(one.decision), Tone.LATE if dispose else Tone.GOOD)
    over = f"{one.appraise_on} 期满" if one.appraise_on else ""
    below = [one.number, one.archive_code, one.retention_label, over, one.words]
    said = "　".join(part for part in below if part)
    return PaperLine(PaperKey(f"appraisal {one.dossier_id}"), f"{place}. {one.petitioner}", "", chip, said)


def run_words(run: PrintRun) -> str:
    """A printing run that was stopped: how far, where, why, and what to look at."""
    if run.folder:
        name = PurePath(run.folder).name
        return f"批量存到“{name}”还没有完，共 {len(run.matter_ids)} 份。按“接着做”，已经做好的不会重做。"
    done = f"批量打印还没有完：共 {len(run.matter_ids)} 份，已打 {len(run.done)} 份，还有 {len(run.left)} 份。"
    if run.under_way is None:
        return f"{done}按“接着打”从下一份打起。"
    return f"{done}停在 {run.number}：{run.trouble}请看这一份是否打全：没有打全的，接着打时整份重打。"


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
