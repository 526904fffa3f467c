"""What the acts of the dossier page share: the lanes, the clock, both sides of the page, and how to ask and say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from app.domain.changes import Change
from app.domain.errors import Refused
from app.domain.progress import Progress
from app.services.session import Session
from ui.operations import Operations
from ui.pages.dossier.file_dialog import Asking
from ui.pages.dossier.form_dialog import FormDialog
from ui.pages.dossier.list_card import ListCard
from ui.pages.dossier.panel import DossierPanel
from ui.pages.page import Page
from ui.printing import PrintDesk
from ui.widgets.choice import Choice
from ui.widgets.field import Field
from ui.widgets.line_edit import LineEdit
from ui.widgets.tone import Tone

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Workplace:
    """One page at work. The acts hold it; it holds nothing of theirs."""

    page: Page
    card: ListCard
    panel: DossierPanel
    ops: Operations[Session]
    prints: PrintDesk
    clock: Callable[[], datetime]
    asking: Asking

    @property
    def matter_id(self) -> int | None:
        """The matter shown."""
        return self.panel.matter_id

    @property
    def heading(self) -> str:
        """Number and name of the matter shown."""
        return self.panel.title.text()

    def say(self, words: str, tone: Tone = Tone.GOOD) -> None:
        """Say in the bar of the page what was done."""
        self.page.say(words, tone)

    def open(
        self,
        title: str,
        about: str,
        fields: Mapping[str, Field],
        words: str,
        act: Callable[[FormDialog], None],
    ) -> FormDialog:
        """Ask for what an act needs, over the page."""
        dialog = FormDialog(title, about, fields, words, act, self.page)
        dialog.open()
        return dialog

    def write_from(self, dialog: FormDialog, act: Callable[[Session], Change], words: str) -> None:
        """Write what the form asks for; the form goes when it is written, and says why when it is not."""
        self.ops.write(
            dialog,
            act,
            lambda _change: self.finish(dialog, words),
            dialog.refuse,
            always=lambda: dialog.act.setEnabled(True),
        )

    def paper_from(
        self, dialog: FormDialog, act: Callable[[Session, Progress], T], done: Callable[[T], None]
    ) -> Progress:
        """The same in the paper lane, for what draws or writes files."""
        return self.ops.paper(dialog, act, done, dialog.refuse, always=lambda: dialog.act.setEnabled(True))

    def finish(self, dialog: FormDialog, words: str) -> None:
        """The form has done its work."""
        dialog.accept()
        self.say(words)

    def refused_reason(self, answer: Refused) -> None:
        """Say beside the reason what is wrong with it, anything else in the bar."""
        if "reason" in answer.fields:
            self.panel.reason_field.set_problem(answer.fields["reason"])
            self.panel.reason.setFocus()
        else:
            self.page.tell(answer)


def text_of(field: Field) -> str:
    """What is typed in a field of one line."""
    editor = field.editor
    return editor.text() if isinstance(editor, LineEdit) else ""


def value_of(field: Field) -> str:
    """The value chosen in a field that offers a list."""
    editor = field.editor
    assert isinstance(editor, Choice)
    return str(editor.value() or "")


__all__ = ["Workplace", "text_of", "value_of"]
