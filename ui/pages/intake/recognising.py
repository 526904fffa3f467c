"""Recognising who comes back: asking the register while the form is filled, and keeping what the clerk said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal

from app.domain import identity
from app.domain.errors import Refused
from app.domain.history import ComputedFlag
from app.domain.intake import EarlierMatter, IntakeRequest
from app.domain.petitioner import DocumentKind
from app.domain.progress import Progress
from app.domain.repeat_visit import Appearance
from app.services import history, identities, looking_back, recognition
from app.services.identities import RevealedDocument
from app.services.looking_back import LookBack
from app.services.session import Session
from ui.operations import Operations
from ui.pages.intake.content import FormContent, appearance_of, flags_of, request_of
from ui.pages.intake.decision import Decision
from ui.pages.intake.fields import put_value, value_of
from ui.pages.intake.form import IntakeForm
from ui.pages.intake.hints import TAKE_KEY
from ui.pages.intake.lines import DecisionLine
from ui.pages.intake.proposal import NEW_KEY, NOT_KEY, SAME_KEYS, UNDO_KEY
from ui.pages.intake.recognition_panel import NOTHING, WAITING, RecognitionPanel
from ui.widgets.line_edit import LineEdit
from ui.widgets.side_panel import WithSidePanel

NEXT_KEY, BEFORE_KEY = "Alt+PgDown", "Alt+PgUp"
_SAYS_WHO = frozenset(
    {
        *("name", "document_number", "document_kind", "phones", "case_numbers", "birth_date", "sex", "address"),
        *("people", "claim", "further_claims", "accused"),
    }
)
_COUNTS = frozenset(
    {"head_count", "people", "joint", "visited_level", "competent_level", "happened_on", "happened_time"}
)
_BLANK = Appearance()


class Recognising(QObject):
    """Asks whenever a field that says who it is has changed; a newer question replaces the older one.

    Nothing waits for the answers, nothing is joined by itself, and everything the clerk says can be undone.
    """

    changed = Signal()
    """The clerk decided."""

    def __init__(
        self,
        ops: Operations[Session],
        form: IntakeForm,
        panel: RecognitionPanel,
        line: DecisionLine,
        split: WithSidePanel,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__(form)
        self._ops, self._clock = ops, clock
        self._form, self._panel, self._line, self._split = form, panel, line, split
        self._asked: tuple[Appearance, Decision] | None = None
        self._found: tuple[EarlierMatter, ...] = ()
        self._instead = WAITING
        self._known: LookBack | None = None
        self._wanted: int | None = None
        self._counted: tuple[ComputedFlag, ...] = ()
        self._brought: dict[str, str] = {}
        self.decision = Decision()
        panel.joined.connect(self.join)
        panel.new_matter.connect(self.begin_new)
        panel.different.connect(self.dismiss)
        panel.undone.connect(self.undo)
        panel.marked.connect(self._marked)
        line.undone.connect(self.undo)

    def keys(self) -> dict[str, Callable[[], None]]:
        """The keys the page listens to. While the input method composes they are its own."""
        acts: dict[str, Callable[[], None]] = {
            key: lambda place=place: self._join_place(place)  # type: ignore[misc]
            for place, key in enumerate(SAME_KEYS)
        }
        acts[NEW_KEY] = lambda: self._with_marked(self.begin_new)
        acts[NOT_KEY] = lambda: self._with_marked(self.dismiss)
        acts[UNDO_KEY] = self.undo
        acts[NEXT_KEY] = lambda: self._panel.move_mark(1)
        acts[BEFORE_KEY] = lambda: self._panel.move_mark(-1)
        return {key: lambda act=act: self._unless_composing(act) for key, act in acts.items()}  # type: ignore[misc]

    @property
    def joined(self) -> EarlierMatter | None:
        """The matter the contact will join."""
        return self.decision.joined

    # The form changed

    def edited(self, name: str) -> None:
        """Look again if the field says who it is, count again if it bears on a flag."""
        if name in _SAYS_WHO:
            self.look()
        if name in _COUNTS:
            self.count()
        elif name.startswith("flag_"):
            self._show_counts()

    def look(self) -> None:
        """Ask the register, unless it was asked the same before or the clerk has decided."""
        form, decision = appearance_of(self._content(), self._clock()), self.decision
        if decision.chosen is not None or (form, decision) == self._asked:
            return
        self._asked = (form, decision)
        if form == _BLANK:
            self._found, self._instead = (), WAITING
            self._show()
            return

        def read(session: Session, progress: Progress) -> tuple[EarlierMatter, ...]:
            people, matters = decision.different_people, decision.different_matters
            return recognition.propose(
                session, form, different_people=people, different_matters=matters, progress=progress
            )

        self._ops.read(self, read, done=lambda found: self._answered(form, found), supersede="propose")

    def count(self) -> None:
        """Ask which flags the contact would get."""
        request = self._request()
        if request is None:
            return

        def read(session: Session, _progress: Progress) -> tuple[ComputedFlag, ...]:
            return history.preview(session, request)

        self._ops.read(self, read, done=self._take_counts, failed=lambda _answer: None, supersede="flags")

    def channel_changed(self) -> None:
        """重访 becomes 重信."""
        self._show()
        self.count()

    # What the clerk says

    def join(self, one: EarlierMatter) -> None:
        """The contact shall join this matter; an empty name, claim or case number is brought along."""
        self.decision = self.decision.join(one)
        self._bring("name", one.whose)
        if not one.summary.endswith("…"):
            self._bring("claim", one.summary)
        self._decided()

    def begin_new(self, one: EarlierMatter) -> None:
        """The same person comes with a new matter; where the matter is that of somebody else, the key says nothing."""
        if not one.group.is_visitor:
            return
        self.decision = self.decision.begin_new(one)
        self._bring("name", one.whose)
        self._decided()

    def dismiss(self, one: EarlierMatter) -> None:
        """Not the same; kept for good once the form is registered."""
        self.decision = self.decision.dismiss(one)
        gone = set(self.decision.different_people)
        self._found = tuple(
            other for other in self._found if other.matter_id != one.matter_id and other.person_id not in gone
        )
        self._decided()

    def undo(self) -> None:
        """Take back what was said last; what was brought along and not changed goes again."""
        if self.decision.is_empty:
            return
        self.decision = self.decision.take_back()
        for name, text in self._brought.items():
            field = self._form.fields[name]
            if name != "name" and value_of(field) == text:
                put_value(field, "")
                field.clear_note()
        self._brought.clear()
        self._asked = None
        self._decided()

    def offers_number(self) -> bool:
        """Whether the number typed cannot be right, or is missing, and the person chosen has one on record."""
        chosen = self.decision.chosen
        return chosen is not None and chosen.has_number and self.decision.person_id is not None and self._lacks_number()

    def take_number(self) -> None:
        """Put in the number under which the person chosen is known; that it was looked at is recorded."""
        person_id = self.decision.person_id
        if person_id is None:
            return
        self._ops.write(
            self,
            lambda session: identities.reveal_document(session, person_id, "来访登记：核对证件", self._clock()),
            done=self._take_number,
            failed=lambda answer: self._form.fields["document_number"].set_look(answer.message),
        )

    def set(self, decision: Decision) -> None:
        """Take over what a draft kept."""
        self.decision = decision
        self._asked = None
        self._show()
        self.look()
        self.count()

    def start_over(self) -> None:
        """Another form."""
        self._brought.clear()
        self._asked = None
        self._found, self._instead = (), WAITING
        self._counted = ()
        self.decision = Decision()
        self._show()

    def refused(self, words: str) -> None:
        """The matter cannot be joined, or the person is no longer known."""
        self.decision = Decision(dismissed=self.decision.dismissed)
        self._asked = None
        self._show()
        self._line.show_problem(words)
        self.look()

    # Inner course

    def _content(self) -> FormContent:
        return FormContent(self._form.channel, self._form.values(), self._form.people.people(), self.decision)

    def _request(self) -> IntakeRequest | None:
        try:
            return request_of(self._content(), self._clock())
        except Refused:
            return None

    def _today(self) -> date:
        return self._clock().date()

    def _unless_composing(self, act: Callable[[], None]) -> None:
        if not self._form.moves.is_composing():
            act()

    def _join_place(self, place: int) -> None:
        if place < len(self._panel.found):
            self.join(self._panel.found[place])

    def _with_marked(self, act: Callable[[EarlierMatter], None]) -> None:
        if self._panel.marked_one is not None:
            act(self._panel.marked_one)

    def _bring(self, name: str, text: str) -> None:
        field = self._form.fields[name]
        if text and not str(value_of(field)).strip():
            put_value(field, text)
            self._brought[name] = text
            field.set_good("由以往事项带入，可以改写")

    def _lacks_number(self) -> bool:
        values = self._form.values()
        kind = DocumentKind(values["document_kind"] or DocumentKind.RESIDENT_ID.value)
        number = str(values["document_number"] or "")
        if kind is DocumentKind.NONE:
            return False
        return not number.strip() or identity.read_document(kind, number, self._today()).blocked

    def _take_number(self, known: RevealedDocument) -> None:
        field = self._form.fields["document_number"]
        editor = field.editor
        assert isinstance(editor, LineEdit)
        editor.selectAll()
        editor.insert(known.number)

    def _decided(self) -> None:
        if self.offers_number():
            words = f"按 {TAKE_KEY} 填入此人以往登记的号码，查看会留下记录。"
            self._form.fields["document_number"].set_look(words)
        self._show()
        self.look()
        self.count()
        self.changed.emit()

    def _answered(self, form: Appearance, found: tuple[EarlierMatter, ...]) -> None:
        if self.decision.chosen is not None or self._asked is None or self._asked[0] != form:
            return
        self._instead = NOTHING if _says_enough(form) else WAITING
        if found != self._found or not found:
            self._found = found
            self._show()

    def _show(self) -> None:
        today, channel = self._today(), self._form.channel
        self._line.show_decision(self.decision, channel)
        self._panel.show_state(self._found, self.decision, channel, today, self._instead)
        self._split.set_count(len(self._panel.found) or None)

    def _marked(self, one: EarlierMatter | None) -> None:
        """Read what the proposal looked at, or the one chosen, was answered."""
        one = self.decision.chosen or one
        wanted = one.matter_id if one is not None else None
        if wanted == self._wanted:
            self._show_known()
            return
        self._wanted, self._known = wanted, None
        self._show_known()
        if wanted is None:
            return
        today = self._today()
        self._ops.read(
            self,
            lambda session, _progress: looking_back.look_back(session, wanted, today),
            done=self._take_known,
            failed=lambda _answer: None,
            supersede="look back",
        )

    def _take_known(self, known: LookBack) -> None:
        if known.matter_id == self._wanted:
            self._known = known
            self._show_known()

    def _show_known(self) -> None:
        self._panel.answer.show_matter(self._known, self._today())
        self._show_counts()

    def _take_counts(self, counted: tuple[ComputedFlag, ...]) -> None:
        self._counted = counted
        self._form.show_computed(counted)
        self._show_counts()

    def _show_counts(self) -> None:
        known = self._known
        ordinal = ""
        if known is not None and self.decision.chosen is not None:
            ordinal = f"本院第 {known.history.times_at_court + 1} 次"
            if self.decision.joined is not None:
                ordinal += f"，本事项第 {self.decision.joined.contact_count + 1} 次"
        self._panel.counts.show_counts(ordinal, self._counted, flags_of(self._form.values()))


def _says_enough(form: Appearance) -> bool:
    """Whether anything but a name is known by which somebody could be found."""
    return bool(form.document_number or form.phones or form.case_numbers or form.address or form.birth_date)
