"""Looking for the same person's earlier matters, and joining one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from app.domain import identity, phone
from app.domain.intake import EarlierMatter
from app.domain.petitioner import DocumentKind
from app.domain.progress import Progress
from app.services import intake
from app.services.session import Session
from ui.operations import Operations
from ui.pages.intake.content import split_phones
from ui.pages.intake.earlier_panel import DISMISSED, MOST, NEW_KEY, WAITING, EarlierPanel, adopt_key
from ui.pages.intake.fields import put_value, value_of
from ui.pages.intake.form import IntakeForm
from ui.pages.intake.lines import AdoptionLine
from ui.widgets.side_panel import WithSidePanel

_ASKING = frozenset({"document_number", "document_kind", "phones"})
Query = tuple[str, tuple[str, ...]]


class Adopting(QObject):
    """Asks the register whenever document or telephone changed, and keeps what the clerk decided."""

    changed = Signal()
    """The clerk decided."""

    def __init__(
        self,
        ops: Operations[Session],
        form: IntakeForm,
        panel: EarlierPanel,
        line: AdoptionLine,
        split: WithSidePanel,
        today: Callable[[], date],
    ) -> None:
        super().__init__(form)
        self._ops = ops
        self._form = form
        self._panel = panel
        self._line = line
        self._split = split
        self._today = today
        self._asked: Query = ("", ())
        self._brought: dict[str, str] = {}
        self.adopted: EarlierMatter | None = None
        panel.chosen.connect(self.adopt)
        panel.refused.connect(self.decline)
        line.undone.connect(self.decline)

    def keys(self) -> dict[str, Callable[[], None]]:
        """The keys the page listens to."""
        acts: dict[str, Callable[[], None]] = {
            adopt_key(place): lambda place=place: self._adopt_place(place)  # type: ignore[misc]
            for place in range(MOST)
        }
        acts[NEW_KEY] = self.decline
        return acts

    def edited(self, name: str) -> None:
        """Look again if the field says who it is."""
        if name in _ASKING:
            self.look()

    def look(self) -> None:
        """Ask the register, unless it was asked the same before."""
        query = self._query()
        if query == self._asked:
            return
        self._asked = query
        document, phones = query
        if not document and not phones:
            self._panel.say(WAITING)
            self._split.set_count(None)
            return

        def read(session: Session, _progress: Progress) -> tuple[EarlierMatter, ...]:
            return intake.earlier_matters(session, document, phones)

        self._ops.read(self, read, done=self._show, supersede="earlier")

    def adopt(self, earlier: EarlierMatter) -> None:
        """The contact shall join this matter; empty name and claim are brought along."""
        self.set(earlier)
        for name, text in (("name", earlier.petitioner_name), ("claim", earlier.summary)):
            field = self._form.fields[name]
            whole = name == "name" or not text.endswith("…")
            if whole and not str(value_of(field)).strip():
                put_value(field, text)
                self._brought[name] = text
                field.set_good("由以往事项带入，可以改写")
        self.changed.emit()

    def decline(self) -> None:
        """A new matter after all; what was brought along and not changed goes again."""
        if self.adopted is None and not self._panel.found:
            return
        was_adopted = self.adopted is not None
        self.set(None)
        for name, text in self._brought.items():
            field = self._form.fields[name]
            if name != "name" and value_of(field) == text:
                put_value(field, "")
                field.clear_note()
        self._brought.clear()
        if not was_adopted:
            self._panel.say(DISMISSED)
            self._split.set_count(None)
        self.changed.emit()

    def set(self, earlier: EarlierMatter | None) -> None:
        """Show what the contact will join."""
        self.adopted = earlier
        self._line.show_matter(earlier, self._form.channel)
        self._panel.show_answer(earlier)

    def start_over(self) -> None:
        """Another form."""
        self._brought.clear()
        self._asked = ("", ())
        self.set(None)
        self._panel.say(WAITING)
        self._split.set_count(None)

    def channel_changed(self) -> None:
        """重访 becomes 重信."""
        self._line.show_matter(self.adopted, self._form.channel)
        if self._panel.found:
            self._panel.show_found(self._panel.found, self._form.channel, self._today())

    def refused(self, words: str) -> None:
        """The matter cannot be joined."""
        self.adopted = None
        self._panel.show_answer(None)
        self._line.show_problem(words)

    def _adopt_place(self, place: int) -> None:
        if place < len(self._panel.found):
            self.adopt(self._panel.found[place])

    def _query(self) -> Query:
        fields = self._form.fields
        kind = DocumentKind(value_of(fields["document_kind"]) or DocumentKind.RESIDENT_ID.value)
        reading = identity.read_document(kind, str(value_of(fields["document_number"]) or ""), self._today())
        numbers = split_phones(str(value_of(fields["phones"]) or ""))
        readings = (phone.read_phone(number) for number in numbers)
        phones = tuple(one.normalised for one in readings if len(one.normalised) >= 7)
        return ("" if reading.blocked else reading.normalised, phones)

    def _show(self, found: tuple[EarlierMatter, ...]) -> None:
        self._panel.show_found(found, self._form.channel, self._today())
        self._split.set_count(len(found) or None)
