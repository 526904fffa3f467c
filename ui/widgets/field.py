"""The field: label above, editor, and one line beneath for hint or result; and the grid that fields stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from ui.style import scale, theme
from ui.widgets.text import text_label

if TYPE_CHECKING:  # a form brings the editors that it uses: start-up cost
    from ui.widgets.block_edit import BlockEdit
    from ui.widgets.choice import Choice
    from ui.widgets.line_edit import LineEdit

    Editor = LineEdit | BlockEdit | Choice

_MARKS = {"good": "✓ ", "look": "⚠ ", "wrong": "✕ ", "hint": ""}


class Field(QWidget):
    """A labelled editor.

    A required field that is empty says so after it was left, not before. ``check`` is asked on leaving and answers
    (state, words) with state ``good``, ``look``, ``wrong`` or ``hint``, or None when there is nothing to say.
    ``close`` keeps no room for the line beneath while it is empty: what follows stands closer, and moves once.
    """

    left = Signal()
    """The focus went elsewhere."""
    edited = Signal()
    """The clerk changed something."""

    def __init__(
        self,
        label: str,
        editor: Editor,
        *,
        hint: str = "",
        required: bool = False,
        close: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._close = close
        self._hint = hint
        self._name = label
        self._required = required
        self._state = "hint"
        self._check: Callable[[], tuple[str, str] | None] | None = None
        self._label = text_label(f"{label} *" if required else label, "label")
        self._label.setBuddy(editor)
        self._note = text_label(hint, "hint", wrap=True)
        layout = scale.column(self, spacing=3)
        scale.fill(layout, (self._label, editor, self._note))
        self._fit_note()
        layout.addStretch(1)
        editor.setAccessibleName(f"{label}，必填" if required else label)
        editor.setAccessibleDescription(hint)
        self.setFocusProxy(editor)
        editor.installEventFilter(self)
        editor.said.connect(self._editor_said)
        editor.when_edited(self._edited)

    def set_check(self, check: Callable[[], tuple[str, str] | None]) -> None:
        """Ask this on leaving."""
        self._check = check

    def set_required(self, required: bool) -> None:
        """Require it or not, for example when another field changed."""
        self._required = required
        self._label.setText(f"{self._name} *" if required else self._name)
        self.editor.setAccessibleName(f"{self._name}，必填" if required else self._name)
        if not required and self._state == "wrong" and self.editor.is_empty():
            self.clear_note()

    def set_label(self, label: str) -> None:
        """Rename the field."""
        self._name = label
        self.set_required(self._required)

    def set_problem(self, words: str) -> None:
        """Say in red what is wrong; the text typed stays."""
        self._say("wrong", words)

    def set_look(self, words: str) -> None:
        """Say in amber what to look at."""
        self._say("look", words)

    def set_good(self, words: str) -> None:
        """Say in green what was found right."""
        self._say("good", words)

    def set_hint(self, words: str) -> None:
        """Say quietly; also what comes back when nothing else is to be said."""
        self._hint = words
        self._say("hint", words)

    def clear_note(self) -> None:
        """Go back to the hint."""
        self._say("hint", self._hint)

    @property
    def state(self) -> str:
        """``hint``, ``good``, ``look`` or ``wrong``."""
        return self._state

    def note(self) -> str:
        """The words beneath, with their mark."""
        return self._note.text()

    def check_now(self) -> bool:
        """Check as on leaving; whether nothing is wrong."""
        if self._required and self.editor.is_empty():
            self._say("wrong", f"请{self.editor.VERB}{self._name}。")
        elif self._check is not None:
            answer = self._check()
            if answer is not None:
                self._say(*answer)
            elif self._state == "wrong":
                self.clear_note()
        return self._state != "wrong"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice that the editor was left; a pop-up or another program is not leaving."""
        if event.type() == QEvent.Type.FocusOut and watched is self.editor:
            reason = event.reason()  # type: ignore[attr-defined]
            if reason not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
                self.check_now()
                self.left.emit()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """The room of the line beneath follows the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit_note()

    def _say(self, state: str, words: str) -> None:
        self._state = state
        self._note.setText(_MARKS[state] + words if words else "")
        self._fit_note()
        theme.set_state(self._note, "state", state)
        theme.set_state(self.editor, "state", state)
        self.editor.setAccessibleDescription(self._note.text())

    def _fit_note(self) -> None:
        self._note.setMinimumHeight(self._note.fontMetrics().height())
        self._note.setVisible(not self._close or bool(self._note.text()))

    def _editor_said(self, state: str, words: str) -> None:
        self._say(state, words or self._hint)

    def _edited(self) -> None:
        if self._state == "wrong":
            self.clear_note()
        self.edited.emit()


class FieldGrid(QWidget):
    """Fields side by side, tops level, in as many columns as there is room for.

    Fields that no longer fit beside each other move to the next line, so that nothing scrolls sideways however
    large the text. ``least`` is the narrowest a column may be, in pixels at 100 %.
    """

    def __init__(self, columns: int = 3, least: int = 184, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._least = least
        self._shown = 0
        self._items: list[tuple[QWidget, int]] = []
        self._left_out: frozenset[QWidget] = frozenset()
        self._layout: QGridLayout = scale.grid(self, across=18, down=6)
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetDefaultConstraint)

    def add(self, field: QWidget, span: int = 1) -> None:
        """Add a field over some columns."""
        self._items.append((field, span))
        field.setParent(self)
        self._shown = 0
        self._arrange()

    def leave_out(self, fields: Iterable[QWidget]) -> None:
        """Hide these, show the others, and close the places they leave."""
        wanted = frozenset(fields)
        for field, _span in self._items:
            if field.parent() is self:
                field.setVisible(field not in wanted)
        if wanted != self._left_out:
            self._left_out = wanted
            self._shown = 0
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        """One column must fit; more are arranged when there is room."""
        return QSize(scale.px(self._least), self._layout.minimumSize().height())

    def columns_shown(self) -> int:
        """How many columns there is room for now."""
        return self._shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew when the room changed."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Arrange anew when the text size changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def _arrange(self) -> None:
        room = (self.width() + scale.gap(18)) // (scale.px(self._least) + scale.gap(18))
        columns = min(max(room, 1), self._columns)
        if columns == self._shown:
            return
        self._shown = columns
        # a field that another grid took over must not be taken back
        self._items = [item for item in self._items if item[0].parent() is self]
        for field, _wanted in self._items:
            self._layout.removeWidget(field)
        for place in range(self._columns):
            self._layout.setColumnStretch(place, 1 if place < columns else 0)
        line = across = 0
        for field, wanted in self._items:
            if field in self._left_out:
                continue
            span = min(wanted, columns)
            if across + span > columns:
                line, across = line + 1, 0
            self._layout.addWidget(field, line, across, 1, span)
            across += span
