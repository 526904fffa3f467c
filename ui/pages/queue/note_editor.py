"""记事: the inline editor under a matter. What was written for a matter is kept until it is saved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.style import scale
from ui.widgets.block_edit import BlockEdit
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.wording_hint import WordingHint


class NoteEditor(QWidget):
    """An editor with its two buttons; Ctrl+Enter saves, Esc folds it away without losing a word."""

    save_wanted = Signal(int, str)
    """(matter id, words)."""
    folded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._kept: dict[int, str] = {}
        self._matter_id = 0
        self.edit = BlockEdit("例如：已电话告知信访人，约周五上午来院。", least=3, most=6)
        self.field = Field("记事", self.edit)
        self.hint = WordingHint(self.field)
        self.save = KeyButton("保存记事", "Ctrl+Return", Kind.LEAD)
        self.fold = KeyButton("先收起", "Esc")
        layout = scale.column(self, spacing=6)
        layout.addWidget(self.field)
        buttons = scale.row(spacing=8)
        buttons.addWidget(self.save, 1)
        buttons.addWidget(self.fold)
        layout.addLayout(buttons)
        self.save.clicked.connect(self._save)
        self.fold.clicked.connect(self.folded)

    def turn_to(self, matter_id: int) -> bool:
        """Keep what is written and turn to another matter; whether something was written for that one before."""
        self.keep()
        self._matter_id = matter_id
        words = self._kept.get(matter_id, "")
        self.edit.setPlainText(words)
        self.field.clear_note()
        return bool(words.strip())

    def keep(self) -> None:
        """Keep what is written for the matter shown."""
        if self._matter_id:
            self._kept[self._matter_id] = self.edit.text()

    def unsaved(self) -> dict[int, str]:
        """Words not yet saved, by matter."""
        self.keep()
        return {matter_id: words for matter_id, words in self._kept.items() if words.strip()}

    def saved(self, matter_id: int) -> None:
        """Forget words that were saved."""
        self._kept.pop(matter_id, None)
        if matter_id == self._matter_id:
            self.edit.setPlainText("")
            self.field.clear_note()

    def refused(self, matter_id: int, words: str) -> None:
        """Say beside the editor why they were not saved; they stay."""
        if matter_id == self._matter_id:
            self.field.set_problem(words)
            self.edit.setFocus()

    def set_saving(self, saving: bool) -> None:
        """While words are being saved they can be read but not changed."""
        self.edit.setReadOnly(saving)
        self.save.setEnabled(not saving)

    def _save(self) -> None:
        self.save_wanted.emit(self._matter_id, self.edit.text())
