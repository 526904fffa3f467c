"""Enter goes to the next field, except while the input method composes: then every key is the input method's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

_EDITORS = QLineEdit | QComboBox | QCheckBox | QPlainTextEdit


class EnterMoves(QObject):
    """Watches the editors of a form.

    Enter and Shift+Enter move to the next and the previous field from one-line editors, choices and check boxes.
    In editors of several lines Enter begins a new line. Nothing moves while text is being composed.
    """

    def __init__(self, form: QWidget) -> None:
        super().__init__(form)
        self._composing: QObject | None = None
        self.watch(form)

    def watch(self, form: QWidget) -> None:
        """Watch an editor, or every editor now inside a widget; call again for editors added later."""
        # an editor is not searched: what is inside a choice would be wrapped class by class (start-up cost)
        for editor in [form] if isinstance(form, _EDITORS) else form.findChildren(QWidget):
            if isinstance(editor, _EDITORS):
                editor.removeEventFilter(self)
                editor.installEventFilter(self)

    def is_composing(self) -> bool:
        """Whether the input method is composing in one of the editors."""
        return self._composing is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow composing, and move on Enter."""
        kind = event.type()
        if isinstance(event, QInputMethodEvent):
            self._composing = watched if event.preeditString() else None
        elif kind == QEvent.Type.FocusOut and self._composing is watched:
            self._composing = None
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return self._moved(watched, event)
        return super().eventFilter(watched, event)

    def _moved(self, editor: QWidget, event: QKeyEvent) -> bool:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or self._composing is not None:
            return False
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if isinstance(editor, QPlainTextEdit) or event.isAutoRepeat():
            return False
        if modifiers == Qt.KeyboardModifier.NoModifier:
            return self._step(editor, forward=True)
        if modifiers == Qt.KeyboardModifier.ShiftModifier:
            return self._step(editor, forward=False)
        return False

    @staticmethod
    def _step(editor: QWidget, *, forward: bool) -> bool:
        """Give the focus to the neighbour in tab order that can take it."""
        place = editor.nextInFocusChain() if forward else editor.previousInFocusChain()
        while place is not None and place is not editor:
            if _takes_focus(place, editor):
                place.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                return True
            place = place.nextInFocusChain() if forward else place.previousInFocusChain()
        return False


def _takes_focus(place: QWidget, editor: QWidget) -> bool:
    return (
        place.window() is editor.window()
        and place.focusProxy() is None
        and bool(place.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and place.isEnabled()
        and place.isVisibleTo(place.window())
        and not (isinstance(place, QAbstractButton) and place.focusPolicy() == Qt.FocusPolicy.ClickFocus)
        and not (isinstance(place, QLineEdit | QPlainTextEdit) and place.isReadOnly())
    )
