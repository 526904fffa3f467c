"""A page with names at the left and one ledger at the right, one of both where it is narrow; and its short forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from app.services.record_form import FormStart
from app.services.session import Session
from ui.operations import Operations
from ui.pages.handling.form_dialog import FormWords, HandlingDialog
from ui.pages.handling.kept import FormKey, KeptForms
from ui.pages.ledger.ledger_card import LedgerCard
from ui.pages.page import Page
from ui.pages.paper.fold import ListAndPreview
from ui.pages.paper.line_list import LineList
from ui.pages.paper.lines import PaperKey
from ui.printing import PrintDesk
from ui.style import scale
from ui.widgets.card import Card
from ui.widgets.side_panel import scrolled

T = TypeVar("T")
NO_MATTER = 0
"""Under what unfinished forms are kept that are about no matter."""


class ChoosingPage(Page):
    """What is chosen is known by its code. ``matter_page`` is where the matter of a line is handled.

    Subclasses give the class attributes, build their card, and call :meth:`build`.
    """

    list_name = ""
    list_width = 240
    fold_words = ("", "")
    """On the button of a narrow page: to the ledger, and back to the names."""
    forms = ""
    """Before the names of unfinished forms, so that those of two pages are not taken for one another."""

    def __init__(
        self,
        ops: Operations[Session],
        prints: PrintDesk,
        clock: Callable[[], datetime],
        matter_page: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ops, self._prints, self._clock, self._matter_page = ops, prints, clock, matter_page
        self._wanted = ""
        self.listing = LineList(self.list_name)
        self.names = Card(margin=10)
        self.names.add(self.listing, 1)
        self.first = self.listing
        self.kept = KeptForms(ops, clock, self)

    def build(self, card: LedgerCard) -> None:
        """Put the names beside the card."""
        inside = QWidget()
        scale.column(inside).addWidget(card)
        self.fold = ListAndPreview(self.names, scrolled(inside), words=self.fold_words, width=self.list_width)
        self.header.add_right(self.fold.button)
        self.body.addWidget(self.fold, 1)
        card.table.activated.connect(lambda _index: self.open_line(card))

    @property
    def code(self) -> str:
        """What is chosen."""
        line = self.listing.current()
        return line.key.form if line is not None else ""

    def choose(self, code: str) -> bool:
        """Turn to another, if there is one of that code."""
        return self.listing.choose(PaperKey(code))

    def choose_wanted(self) -> None:
        """Turn to what another page asked for, once it is offered."""
        if self._wanted and self.choose(self._wanted):
            self._wanted = ""

    def open_at(self, what: object) -> None:
        """Show what has this code."""
        if isinstance(what, str):
            self._wanted = what
            self.refresh()

    def open_line(self, card: LedgerCard) -> bool:
        """Go to the matter of the line chosen; whether it has one."""
        line = card.line()
        if line is None or line.matter_id is None:
            return False
        self.go.emit(self._matter_page, line.matter_id)
        return True

    def before_close(self) -> None:
        """Keep unfinished forms."""
        self.kept.flush()

    def ask(
        self,
        form: str,
        words: FormWords,
        start: FormStart,
        write: Callable[[Session, dict[str, str]], T],
        told: Callable[[T], str],
    ) -> None:
        """Ask for what an act needs; what was typed and not done comes back another time."""
        key = FormKey(NO_MATTER, self.forms + form)

        def act(dialog: HandlingDialog, values: dict[str, str]) -> None:
            self._ops.write(
                dialog,
                lambda session: write(session, values),
                lambda answer: done(dialog, answer),
                dialog.refuse,
                always=lambda: dialog.set_working(False),
            )

        def done(dialog: HandlingDialog, answer: T) -> None:
            self.kept.end(key)
            dialog.accept()
            self.say(told(answer))

        def typed(values: Mapping[str, str]) -> None:
            if values:
                self.kept.keep(key, words.about, values)
            else:
                self.kept.end(key)

        dialog = HandlingDialog(words, start, self._today, self, act=act, typed=typed, begun=self.kept.begun(key))
        dialog.rejected.connect(self.kept.flush)
        dialog.finished.connect(lambda _how: self.take_focus())
        dialog.open()

    def _today(self) -> date:
        return self._clock().date()
