"""Giving a list of the archive: to the printer, or into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from app.domain.dossier_paper import ArchiveList
from app.domain.errors import Refused
from app.domain.progress import Progress
from app.services.session import Session
from ui.pages.dossier import acts
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.dossier.workplace import Workplace, value_of
from ui.printing import PACK_PRINTER
from ui.widgets.choice import Choice, Option
from ui.widgets.field import Field

TO_PRINTER, TO_FILE = "printer", "file"

Fill = Callable[[Session], ArchiveList]


def output_field() -> Field:
    """Where the list goes."""
    choice = Choice([Option(TO_PRINTER, "打印"), Option(TO_FILE, "存为 PDF")])
    choice.set_value(TO_PRINTER)
    return Field("怎样给出", choice)


def ask_where(at: Workplace, output: Field, title: str, dialog: FormDialog) -> tuple[bool, Path | None]:
    """Whether to go on, and into which file; no file means the printer."""
    if value_of(output) == TO_PRINTER:
        return True, None
    where = at.asking.where_to_save(dialog, f"{title}.pdf")
    if where is None:
        dialog.act.setEnabled(True)
    return where is not None, where


def put_out(at: Workplace, title: str, fill: Fill, where: Path | None, dialog: FormDialog, after: str = "") -> None:
    """Print a list, or write it; the form stays open, with why, when it does not come out."""
    if where is not None:
        at.paper_from(
            dialog,
            lambda session, _progress: acts.save_list(fill(session), where),
            lambda _nothing: at.finish(dialog, f"{title}已存为“{where.name}”。{after}"),
        )
        return

    def make(session: Session, _progress: Progress, _printer: str) -> tuple[bytes, bool | None]:
        return acts.draw_list(fill(session)), None

    def printed(printer: str, reason: str) -> None:
        if reason:
            dialog.refuse(Refused(f"{title}没有打出：{reason}请检查打印机再办一次，或改成存为 PDF。"))
        else:
            at.finish(dialog, f"{title}已送到打印机“{printer}”。{after}")

    at.prints.print_pages(PACK_PRINTER, make, printed, dialog.refuse, lambda: dialog.act.setEnabled(True))


def give_list(at: Workplace, title: str, about: str, fields: Mapping[str, Field], fill: Fill) -> None:
    """Ask how, and give the list."""
    output = output_field()

    def act(dialog: FormDialog) -> None:
        go_on, where = ask_where(at, output, title, dialog)
        if go_on:
            put_out(at, title, fill, where, dialog)

    at.open(title, about, {**fields, "output": output}, "给出清单", act)
