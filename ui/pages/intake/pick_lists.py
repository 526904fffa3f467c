"""The choices of the form, read once and again when they change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.names import initials
from app.services import settings
from app.services.session import Session
from ui.pages.intake.fields import CODE_CHOICES
from ui.pages.intake.form import IntakeForm
from ui.widgets.choice import Choice, Option


@dataclass(frozen=True)
class PickLists:
    """Options by field, and the department each member of staff belongs to."""

    options: dict[str, tuple[Option, ...]]
    department_of: dict[int, int | None]


def read_pick_lists(session: Session, today: date) -> PickLists:
    """Read every list; runs in the read lane because initials need a dictionary."""
    lists = settings.lists(session, today)
    options = {
        field: tuple(Option(item.code, item.label, item.initials) for item in lists.codes.get(table, ()))
        for field, table in CODE_CHOICES.items()
    }
    options["no_document_reason"] = tuple(
        Option(option.words, option.words, option.initials) for option in options["no_document_reason"]
    )
    options["department"] = tuple(
        Option(one.department_id, one.name, _initials(one.name)) for one in lists.departments if one.active
    )
    options["handler"] = tuple(Option(one.staff_id, one.name, _initials(one.name)) for one in lists.staff if one.active)
    return PickLists(options, {one.staff_id: one.department_id for one in lists.staff})


def offer(form: IntakeForm, lists: PickLists) -> None:
    """Offer the options; what was chosen stays chosen."""
    for name, options in lists.options.items():
        editor = form.fields[name].editor
        if isinstance(editor, Choice):
            editor.set_options(options)


def _initials(name: str) -> str:
    return next(iter(initials(name)), "")
