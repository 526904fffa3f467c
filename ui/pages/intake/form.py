"""The form itself: fields arranged for the channel, parts folded, and everything typed as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.contact import Channel
from app.domain.history import ComputedFlag
from ui.pages.intake.content import PersonEntry, Values
from ui.pages.intake.fields import FIXED, Either, make_fields, put_value, value_of
from ui.pages.intake.people import PeopleEditor
from ui.pages.intake.plan import PLANS, Fold, Places, Plan
from ui.pages.intake.section import FoldButton, Section
from ui.pages.intake.triage_part import TriagePart
from ui.style import scale
from ui.widgets.block_edit import BlockEdit
from ui.widgets.card import Card
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.field import Field
from ui.widgets.tick import Tick
from ui.widgets.wording_hint import WordingHint

REASONS = frozenset({"flag_reason", "late_reason"})
"""Free texts of one line; names, addresses and numbers are no free text."""


class IntakeForm(Card):
    """All fields of all channels, of which the plan of one channel is on show."""

    edited = Signal(str)
    """The clerk changed this field."""
    left = Signal(str)
    """The focus left this field."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, margin=16)
        self.fields = make_fields(today)
        self.hints = {
            name: WordingHint(field)
            for name, field in self.fields.items()
            if isinstance(field.editor, BlockEdit) or name in REASONS
        }
        self.moves = EnterMoves(self)
        self.people = PeopleEditor(today, self.moves)
        self.joint = Tick("联名信")
        self.triage = TriagePart()
        self.document = Either(self.fields["document_number"], self.fields["no_document_reason"])
        self._widgets: dict[str, QWidget] = {
            **self.fields,
            "people": self.people,
            "joint": self.joint,
            "triage": self.triage,
            "document": self.document,
        }
        self._store = QWidget(self)
        self._store.hide()
        self._channel = Channel.VISIT
        self._came_from: QWidget | None = None
        self._toggles: dict[str, FoldButton] = {}
        self._folded: dict[str, Section] = {}
        self._arranged = QWidget()
        self.body.addWidget(self._arranged)
        self.body.addStretch(1)
        self._listen()
        self.arrange(Channel.VISIT)

    @property
    def channel(self) -> Channel:
        """The channel on show."""
        return self._channel

    @property
    def plan(self) -> Plan:
        """The plan on show."""
        return PLANS[self._channel]

    def arrange(self, channel: Channel) -> None:
        """Show the fields of a channel; what is typed stays, on show or not."""
        self._channel = channel
        self._came_from = None
        plan = self.plan
        opened = {name for name, section in self._folded.items() if not section.isHidden()}
        for widget in self._widgets.values():
            if widget not in (self.fields["document_number"], self.fields["no_document_reason"]):
                widget.setParent(self._store)
        arranged = QWidget()
        layout = scale.column(arranged, spacing=5)
        self._toggles = {fold.name: self._fold_button(fold) for fold in plan.folds}
        for place, block in enumerate(plan.blocks):
            buttons = [self._toggles[fold.name] for fold in plan.folds if fold.at == place]
            layout.addWidget(Section(block.heading, self._placed(block.places), buttons))
        self._folded = {}
        for fold in plan.folds:
            section = Section(fold.words, self._placed(fold.places))
            self._folded[fold.name] = section
            layout.addWidget(section)
            section.setVisible(fold.name in opened)  # once it stands somewhere, or it would flash up as a window
        self.body.replaceWidget(self._arranged, arranged)
        arranged.show()  # a layout shows what it takes in only with the next event, but the focus goes there now
        self._arranged.setParent(None)
        self._arranged.deleteLater()
        self._arranged = arranged
        self._label(plan)
        self.people.set_usual(plan.others)
        self.moves.watch(self)
        self.people.watch_last()
        self.order_tabs()
        self.show_folds()

    def values(self) -> Values:
        """Everything typed, by field."""
        values = {name: value_of(field) for name, field in self.fields.items()}
        values["joint"] = self.joint.isChecked()
        values["triage"], values["triage_ticked"] = self.triage.kept()
        return values

    def put(self, values: Mapping[str, Any], people: tuple[PersonEntry, ...]) -> None:
        """Fill the form; fields not named are emptied, notes are taken back."""
        for name, field in self.fields.items():
            put_value(field, values.get(name, FIXED.get(name)))
            field.clear_note()
        self.joint.setChecked(bool(values.get("joint")))
        self.triage.put(str(values.get("triage") or ""), str(values.get("triage_ticked") or ""))
        self.people.set_people(people)
        self.show_folds()

    def fold_of(self, name: str) -> str | None:
        """The folded part a field stands in, None on the first page."""
        wanted = "document" if name in ("document_number", "no_document_reason") else name
        return next((fold.name for fold in self.plan.folds if wanted in dict(fold.places)), None)

    def is_on_show(self, name: str) -> bool:
        """Whether the plan holds the field at all."""
        wanted = "document" if name in ("document_number", "no_document_reason") else name
        return self.fold_of(name) is not None or any(wanted in dict(block.places) for block in self.plan.blocks)

    def is_open(self, fold: str) -> bool:
        """Whether a folded part is open."""
        return not self._folded[fold].isHidden()

    def set_open(self, fold: str, *, is_open: bool) -> None:
        """Open or close a folded part."""
        self._folded[fold].setVisible(is_open)
        self.show_folds()

    def close_all(self) -> None:
        """Fold everything."""
        for section in self._folded.values():
            section.hide()
        self.show_folds()

    def toggle(self, fold: str) -> None:
        """Open a part and go to its first field; in it already, close it and go back to where the clerk was."""
        section = self._folded[fold]
        focus = QApplication.focusWidget()
        if not section.isHidden() and (focus is None or section.isAncestorOf(focus)):
            section.hide()
            back = self._came_from
            (back if back is not None and back.isVisibleTo(self) else self.fields["name"]).setFocus()
        else:
            if focus is not None and self._arranged.isAncestorOf(focus):
                self._came_from = focus
            section.show()
            first = next(name for name, _span in self._fold(fold).places)
            self.focus_on(first, Qt.FocusReason.TabFocusReason)
        self.show_folds()

    def focus_on(self, name: str, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Go to a field, opening the part it stands in. With the reason of Tab its text is selected, as by Tab."""
        fold = self.fold_of(name)
        if fold is not None and not self.is_open(fold):
            self.set_open(fold, is_open=True)
        if name == "people":
            self.people.name.setFocus(reason)
        elif name == "document":
            shown = self.fields["document_number"]
            (self.fields["no_document_reason"] if shown.isHidden() else shown).setFocus(reason)
        else:
            self._widgets[name].setFocus(reason)

    def visible_names(self) -> list[str]:
        """Field names of the plan in reading order, folded ones after."""
        places = [place for block in self.plan.blocks for place in block.places]
        places += [place for fold in self.plan.folds for place in fold.places]
        names: list[str] = []
        for name, _span in places:
            names += ["document_number", "no_document_reason"] if name == "document" else [name]
        return names

    def order_tabs(self) -> list[QWidget]:
        """Put the editors in reading order; gives them in that order."""
        chain: list[QWidget] = []
        for name in self.visible_names():
            chain += self._editors(name)
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        return chain

    def show_folds(self) -> None:
        """Show on each button whether its part is open and holds anything."""
        for name, button in self._toggles.items():
            button.show_state(is_open=self.is_open(name), is_used=self._is_used(button.fold.places))

    def show_computed(self, flags: tuple[ComputedFlag, ...]) -> None:
        """Say beneath each flag what the rules make of the contact."""
        for one in flags:
            field = self.fields[f"flag_{one.flag.value}"]
            if field.state != "wrong":
                field.set_hint(f"系统认为{'是' if one.value else '不是'}：{one.reason}")

    def show_late(self, *, late: bool) -> None:
        """Ask for the reason of a late entry; one that was written stays in view."""
        field = self.fields["late_reason"]
        is_wanted = late or bool(value_of(field))
        if is_wanted and field.isHidden() and self.is_on_show("happened_on") is False:
            self.set_open("handling", is_open=True)
        field.setVisible(is_wanted)

    def first_page_fields(self) -> int:
        """How many fields stand on the first page."""
        return sum(len(block.places) for block in self.plan.blocks)

    def _fold(self, name: str) -> Fold:
        return next(fold for fold in self.plan.folds if fold.name == name)

    def _placed(self, places: Places) -> list[tuple[QWidget, int]]:
        return [(self._widgets[name], span) for name, span in places]

    def _fold_button(self, fold: Fold) -> FoldButton:
        button = FoldButton(fold)
        button.clicked.connect(lambda _checked=False, name=fold.name: self.toggle(name))
        return button

    def _editors(self, name: str) -> list[QWidget]:
        if name == "people":
            people = self.people
            fields = (people.role, people.name, people.document, people.phone)
            return [*(field.editor for field in fields), people.add_button, people.table]
        widget = self._widgets[name]
        return [widget.editor if isinstance(widget, Field) else widget]

    def _is_used(self, places: Places) -> bool:
        values = self.values()
        names = [name for name, _span in places]
        if "people" in names and self.people.people():
            return True
        if "document" in names:
            names.append("document_number")
        fixed = {**FIXED, "head_count": "1"}
        return any(values.get(name) not in (None, "", False, fixed.get(name)) for name in names)

    def _label(self, plan: Plan) -> None:
        for name, words in plan.labels.items():
            self.fields[name].set_label(words)

    def _listen(self) -> None:
        for name, field in self.fields.items():
            field.edited.connect(lambda name=name: self._tell(name))
            field.left.connect(lambda name=name: self.left.emit(name))
        self.people.edited.connect(lambda: self._tell("people"))
        self.people.left.connect(lambda: self.left.emit("people"))
        self.joint.clicked.connect(lambda: self._tell("joint"))
        self.triage.changed.connect(lambda: self._tell("triage"))

    def _tell(self, name: str) -> None:
        self.edited.emit(name)
        self.show_folds()
