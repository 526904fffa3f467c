"""What every page is: a title, a help paragraph, its keys, and the areas that make it read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.changes import Area, Change
from app.domain.errors import Refused, Unavailable
from ui.problems import ProblemBar
from ui.style import scale
from ui.widgets.help_panel import KeyLine
from ui.widgets.key_button import KeyButton
from ui.widgets.page_header import PageHeader
from ui.widgets.tone import Tone


class Page(QWidget):
    """A page of the window.

    Subclasses set the class attributes, build into ``body`` and read in :meth:`refresh`. A page that is not on the
    screen when its interests change is marked stale and reads when it is shown; so does a page shown for the first
    time. The selection is the page's own to keep, by id.
    """

    title: str = ""
    help_text: str = ""
    interests: frozenset[Area] = frozenset()
    more_keys: tuple[KeyLine, ...] = ()
    first: QWidget | None = None
    """Where the focus goes on the first visit; later visits return to where it was."""

    go = Signal(str, object)
    """(name of another page, what to show there)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._stale = True
        self.header = PageHeader(self.title)
        self.problems = ProblemBar()
        margin = scale.PAGE_MARGIN
        outer = scale.column(self, spacing=scale.BETWEEN_CARDS, margins=(margin, 16, margin, 14))
        outer.addWidget(self.header)
        outer.addWidget(self.problems)
        self.body: QVBoxLayout = scale.column(spacing=scale.BETWEEN_CARDS)
        outer.addLayout(self.body, 1)

    def refresh(self) -> None:
        """Read what is shown, anew. Called on first show and when an area of interest changed."""

    def open_at(self, what: object) -> None:
        """Show one thing, as another page or the command line asked."""

    def matter_in_hand(self) -> int | None:
        """The one matter the clerk is at, for pages that can be turned to from here."""
        return None

    def come_from(self, other: Page) -> object:  # noqa: ARG002 - for pages to override
        """What to show when the clerk turns here from another page by its key; None leaves it as it was."""
        return None

    def before_close(self) -> None:
        """Keep drafts: the window is about to close or lock. Writes started here are still finished."""

    @property
    def is_stale(self) -> bool:
        """Whether it will read when shown."""
        return self._stale

    def place_of_work(self) -> QWidget | None:
        """Where work goes on: where the focus was last, at first :attr:`first`."""
        return self.focusWidget() or self.first

    def take_focus(self) -> None:
        """Put the focus where work goes on."""
        place = self.place_of_work()
        if place is not None:
            place.setFocus()

    def accept_change(self, change: Change) -> None:
        """Read again now if on the screen, later if not, never if the change is none of its business."""
        if not self.interests & change.areas:
            return
        if self.isVisible():
            self._stale = False
            self.refresh()
        else:
            self._stale = True

    def showEvent(self, event: QShowEvent) -> None:
        """Read if something changed meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def tell(self, problem: Refused | Unavailable) -> None:
        """Show a problem in the bar beneath the title."""
        self.problems.tell(problem)

    def say(self, words: str, tone: Tone = Tone.GOOD) -> None:
        """Say in the same bar what was done."""
        self.problems.say(words, tone)

    def keys(self) -> tuple[KeyLine, ...]:
        """Every key that works on the page now: those on its visible buttons, then ``more_keys``."""
        lines = [
            (button.key, button.text())
            for button in self.findChildren(KeyButton)
            if button.key and button.isVisibleTo(self)
        ]
        return (*lines, *self.more_keys)


@dataclass(frozen=True)
class PageEntry:
    """A page as the rail shows it; ``build`` makes it when it is first visited."""

    name: str
    words: str
    icon: str
    build: Callable[[], Page]
    key: str = ""
    at_bottom: bool = False
