"""Drives the intake page the way a clerk does: by keys, by the input method, and by looking."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from stdnum.cn import ric

from app.services.session import Session
from tests.support.hands import ALT, CTRL, NONE, SHIFT, Hands
from ui.operations import Operations
from ui.pages.intake.fields import value_of
from ui.pages.intake.page import IntakePage

__all__ = ["ALT", "CTRL", "NONE", "SHIFT", "IntakeDriver", "resident_number"]


def resident_number(first17: str) -> str:
    """A resident number with its right check digit."""
    return first17 + str(ric.calc_check_digit(first17 + "0"))


class IntakeDriver(Hands):
    """One page on the screen."""

    def __init__(self, qtbot: QtBot, page: IntakePage, operations: Operations[Session]) -> None:
        self.page = page
        super().__init__(qtbot, page, operations, (1274, 700))

    # doing

    def go_to(self, name: str) -> None:
        """Put the focus in a field, opening the part it stands in."""
        self.page.form.focus_on(name)

    def fill(self, name: str, text: str) -> None:
        """Go to a field and write."""
        self.go_to(name)
        self.write(text)

    def type_name(self, text: str) -> None:
        """The principal's name."""
        self.fill("name", text)

    def type_document(self, number: str) -> None:
        """The principal's document number."""
        self.go_to("document_number")
        self.type(number)

    def type_claim(self, text: str) -> None:
        """What is asked."""
        self.fill("claim", text)

    def choose(self, name: str, figure: int) -> None:
        """Choose by its figure from a list."""
        self.go_to(name)
        self.press(Qt.Key(Qt.Key.Key_0 + figure))

    def save(self) -> None:
        """Ctrl+Enter."""
        self.press(Qt.Key.Key_Return, CTRL)
        self.settle()

    def save_and_print(self) -> None:
        """Ctrl+P."""
        self.press(Qt.Key.Key_P, CTRL)
        self.settle()

    def park(self) -> None:
        """F4."""
        self.press(Qt.Key.Key_F4)
        self.settle()

    def recall(self) -> None:
        """F5."""
        self.press(Qt.Key.Key_F5)
        self.settle()

    def join(self, place: int) -> None:
        """Alt+1 to Alt+5: the same matter."""
        self.press(Qt.Key(Qt.Key.Key_0 + place), ALT)
        self.settle()

    def same_person(self) -> None:
        """Alt+N: the marked one is the same person with a new matter."""
        self.press(Qt.Key.Key_N, ALT)
        self.settle()

    def not_the_same(self) -> None:
        """Alt+0: not the marked one."""
        self.press(Qt.Key.Key_0, ALT)
        self.settle()

    def undo(self) -> None:
        """Alt+U."""
        self.press(Qt.Key.Key_U, ALT)
        self.settle()

    # looking

    def focus_name(self) -> str:
        """The field with the focus, empty when it is none of the form's."""
        widget = self.focus()
        return next((name for name, field in self.page.form.fields.items() if field.editor is widget), "")

    def value(self, name: str) -> Any:
        """What stands in a field."""
        return value_of(self.page.form.fields[name])

    def note(self, name: str) -> str:
        """The line beneath a field."""
        return self.page.form.fields[name].note()

    def state(self, name: str) -> str:
        """How the line beneath a field is meant."""
        return self.page.form.fields[name].state

    def confirmation(self) -> str:
        """已登记 …"""
        return self.page.saved_line.words()

    def proposed(self) -> list[str]:
        """The names proposed, in the order of the keys."""
        return [one.petitioner_name for one in self.page.panel.found]

    def decided(self) -> str:
        """将归入 …, empty when nothing was chosen."""
        return self.page.decision_line.words()

    def is_on_screen(self, name: str) -> bool:
        """Whether a field can be seen (scrolling aside)."""
        return self.page.form.fields[name].isVisible()

    def is_blank(self) -> bool:
        """Whether the form is as fresh."""
        texts = ("name", "document_number", "phones", "address", "case_numbers", "claim", "materials", "narrative")
        return not any(self.value(name) for name in texts) and not self.page.form.people.people()
