"""Those beside the principal: one line to type in, and the list it goes to. Made for the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHeaderView, QWidget

from app.domain.petitioner import ROLE_TEXT, Role
from app.domain.text import clean_line
from ui.pages.intake import hints
from ui.pages.intake.content import PersonEntry, guess_document
from ui.pages.intake.fields import LONGEST_LINE
from ui.style import scale
from ui.widgets.choice import Choice, Option
from ui.widgets.enter_moves import EnterMoves
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit, NumberEdit
from ui.widgets.table import Table
from ui.widgets.text import text_label

_HEADINGS = ("身份", "姓名", "证件号码", "联系电话")
_ROLES = (
    Option(Role.COMPANION.value, ROLE_TEXT[Role.COMPANION], "sfr"),
    Option(Role.AGENT.value, ROLE_TEXT[Role.AGENT], "dlr"),
    Option(Role.REPRESENTATIVE.value, ROLE_TEXT[Role.REPRESENTATIVE], "dbr"),
    Option(Role.JOINT_SIGNER.value, ROLE_TEXT[Role.JOINT_SIGNER], "lmr"),
)
_SHOWN_ROWS = 6
_Index = QModelIndex | QPersistentModelIndex


class PeopleModel(QAbstractTableModel):
    """The list in memory."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[PersonEntry, ...] = ()

    @property
    def people(self) -> tuple[PersonEntry, ...]:
        """Everybody, in the order added."""
        return self._people

    def replace(self, people: tuple[PersonEntry, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self._people = people
        self.endResetModel()

    def insert(self, place: int, person: PersonEntry) -> None:
        """Add one at a place."""
        self.beginInsertRows(QModelIndex(), place, place)
        self._people = (*self._people[:place], person, *self._people[place:])
        self.endInsertRows()

    def take(self, place: int) -> PersonEntry:
        """Remove one and give it back."""
        person = self._people[place]
        self.beginRemoveRows(QModelIndex(), place, place)
        self._people = (*self._people[:place], *self._people[place + 1 :])
        self.endRemoveRows()
        return person

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many."""
        return 0 if parent.isValid() else len(self._people)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Role, name, document, telephone."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        person = self._people[index.row()]
        return (ROLE_TEXT[Role(person.role)], person.name, person.document, person.phone)[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADINGS[section] if 0 <= section < len(_HEADINGS) else None
        return None


class PeopleEditor(QWidget):
    """Type role, name, document and telephone; Enter in the last one adds the person and begins the next.

    In the list Enter takes a person back into the line, Delete removes, Ctrl+Z brings the removed one back. Several
    names parted by 、 are added at once. What still stands in the line counts as part of the list.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, today: Callable[[], date], moves: EnterMoves, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._moves = moves
        self._removed: list[tuple[int, PersonEntry]] = []
        self._usual = Role.COMPANION
        self.model = PeopleModel(self)
        self._role = Choice(_ROLES)
        self._name, self._document, self._phone = self._texts = (
            LineEdit(longest=LONGEST_LINE),
            NumberEdit(longest=LONGEST_LINE),
            NumberEdit(longest=LONGEST_LINE),
        )
        self.role = Field("身份", self._role)
        self.name = Field("姓名", self._name, hint="几个人用、分开")
        self.document = Field("证件号码", self._document)
        self.phone = Field("联系电话", self._phone, hint="按 Enter 加入，接着填下一人")
        self.add_button = KeyButton("加入名单", "Alt+A", icon="plus")
        self.table = Table(compact=True)
        self._said = text_label("", "hint", wrap=True)
        self._build()
        self.clear()

    def people(self) -> tuple[PersonEntry, ...]:
        """The list, and whoever still stands in the line."""
        return (*self.model.people, *self._typed())

    def set_people(self, people: tuple[PersonEntry, ...]) -> None:
        """Show these; the line is emptied."""
        self.clear()
        self.model.replace(people)
        self._show_list()

    def clear(self) -> None:
        """Nobody, and nothing to bring back."""
        self._removed.clear()
        self.model.replace(())
        self._empty_line()
        self._role.set_value(self._usual.value)
        self._say("")
        self._show_list()

    def set_usual(self, role: Role) -> None:
        """Who a person beside the principal is unless the clerk says otherwise; another role already chosen stays."""
        if self._role.value() == self._usual.value:
            self._role.set_value(role.value)
        self._usual = role

    def add(self) -> None:
        """Add what stands in the line, and begin the next."""
        typed = self._typed()
        if not typed or not typed[0].name:
            if typed:
                self.name.set_look("先填姓名，再加入名单。")
            self.name.setFocus()
            return
        for person in typed:
            self.model.insert(self.model.rowCount(), person)
        self._empty_line()
        self._show_list()
        self._say(f"已加入 {'、'.join(one.name for one in typed[:3])}{' 等' if len(typed) > 3 else ''}。")
        self.name.setFocus()
        self.edited.emit()

    def take_back(self) -> None:
        """Take the chosen person back into the line to change it."""
        place = self.table.currentIndex().row()
        if place < 0:
            return
        typed = self._typed()
        if typed and not typed[0].name:
            self.add()
            return
        person = self.model.take(place)
        for one in typed:
            self.model.insert(self.model.rowCount(), one)
        self._role.set_value(person.role)
        for editor, text in zip(self._texts, (person.name, person.document, person.phone), strict=True):
            editor.setText(text)
        self._show_list()
        self.name.setFocus()
        self.edited.emit()

    def remove(self) -> None:
        """Remove the chosen person; Ctrl+Z brings it back."""
        place = self.table.currentIndex().row()
        if place < 0:
            return
        person = self.model.take(place)
        self._removed.append((place, person))
        self._say(f"已移除{person.name}，按 Ctrl+Z 恢复。")
        self._show_list()
        if not self.model.people:
            self.name.setFocus()
        self.edited.emit()

    def bring_back(self) -> None:
        """Bring the person removed last back."""
        if self._removed:
            place, person = self._removed.pop()
            self.model.insert(min(place, self.model.rowCount()), person)
            self._say(f"已恢复{person.name}。")
            self._show_list()
            self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the last field adds; Delete, Enter and Ctrl+Z work in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if watched is self._phone and is_enter and plain and not self._moves.is_composing():
                if self._line_is_used():
                    self.add()
                    return True
            elif watched is self.table:
                return self._list_key(event)
        return super().eventFilter(watched, event)

    def watch_last(self) -> None:
        """Hear Enter in the last field before it would move on; call after the form began to watch its editors."""
        self._phone.removeEventFilter(self)
        self._phone.installEventFilter(self)

    def _list_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.bring_back()
        else:
            return False
        return True

    def _build(self) -> None:
        layout = scale.column(self, spacing=6)
        grid = FieldGrid(columns=4, least=150)
        for field in self._fields():
            grid.add(field)
            field.edited.connect(self.edited)
            field.left.connect(self.left)
        layout.addWidget(grid)
        line = scale.row(spacing=12)
        line.addWidget(self.add_button)
        line.addWidget(self._said, 1)
        layout.addLayout(line)
        self.table.setModel(self.model)
        self.table.setAccessibleName("名单")
        header = self.table.horizontalHeader()
        for column in range(len(_HEADINGS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.installEventFilter(self)
        self.table.activated.connect(self.take_back)
        self._table_words = text_label("名单里：Enter 修改，Delete 移除，Ctrl+Z 恢复。", "hint", wrap=True)
        layout.addWidget(self.table)
        layout.addWidget(self._table_words)
        self.add_button.clicked.connect(self.add)
        self.document.edited.connect(lambda: self._about_document(left=False))
        self.document.left.connect(lambda: self._about_document(left=True))

    def _fields(self) -> tuple[Field, ...]:
        return (self.role, self.name, self.document, self.phone)

    def _about_document(self, *, left: bool) -> None:
        number = self._document.text()
        if not number.strip():
            self.document.clear_note()
            return
        kind = guess_document(number, self._today())
        hint = hints.about_document(kind, number, self._today(), left=left)
        if hint is None:
            self.document.clear_note()
        elif hint.state == "good":
            self.document.set_good(hint.words)
        elif hint.state == "hint" or not left:
            self.document.set_hint("")
        else:
            self.document.set_look(hint.words.rstrip("。") + "；仍会照原样保存。")

    def _typed(self) -> tuple[PersonEntry, ...]:
        name, document, phone = (editor.text() for editor in self._texts)
        role = str(self._role.value() or self._usual.value)
        if document.strip() or phone.strip():
            return (PersonEntry(role, clean_line(name), document, phone),)
        names = (clean_line(one) for one in name.split("、"))
        return tuple(PersonEntry(role, one) for one in names if one)

    def _line_is_used(self) -> bool:
        return not all(editor.is_empty() for editor in self._texts)

    def _empty_line(self) -> None:
        for editor in self._texts:
            editor.setText("")
        self.document.set_hint("")
        for field in (self.role, self.name):
            field.clear_note()

    def _say(self, words: str) -> None:
        self._said.setText(words)

    def _show_list(self) -> None:
        rows = self.model.rowCount()
        self.table.setVisible(rows > 0)
        self._table_words.setVisible(rows > 0)
        row = self.table.verticalHeader().defaultSectionSize()
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + row * min(rows, _SHOWN_ROWS) + 2)
        if rows and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def changeEvent(self, event: QEvent) -> None:
        """The list's height follows the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_table_words"):
            self._show_list()
