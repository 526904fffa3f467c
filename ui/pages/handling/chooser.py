"""A list to choose an act from: filtered by pinyin initials or words, moved in by the arrows, chosen by Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.domain import pick_list
from ui.pages.paper.line_list import LineList
from ui.pages.paper.lines import PaperKey, PaperLine
from ui.style import scale
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.search_line import SearchLine
from ui.widgets.text import text_label


@dataclass(frozen=True)
class Act:
    """One entry: what it stands for, its words, its group, and a second line."""

    value: str
    words: str
    group: str = ""
    below: str = ""


class Chooser(QDialog):
    """Chooses one of many acts."""

    def __init__(
        self, title: str, about: str, acts: Sequence[Act], choose: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._acts = tuple(acts)
        self._choose = choose
        self.setWindowTitle(title)
        self.line = SearchLine("拼音首字母或名称", "按拼音首字母或名称查找")
        self.listing = LineList("可以选的，方向键移动，回车选择")
        self.nothing = text_label("没有这样的名称。按退格键改一改再找。", "small", wrap=True)
        self.leave = KeyButton("不选了", "Esc")
        self.take = KeyButton("选这个", "Ctrl+Return", Kind.LEAD)
        layout = scale.column(self, spacing=10, margins=(24, 18, 24, 16))
        layout.addWidget(text_label(about, "section", wrap=True))
        layout.addWidget(self.line)
        layout.addWidget(self.listing, 1)
        layout.addWidget(self.nothing)
        buttons = scale.row(spacing=8)
        buttons.addStretch(1)
        scale.fill(buttons, (self.leave, self.take))
        layout.addLayout(buttons)
        window = parent.window()
        self.resize(min(scale.px(560), window.width() - 40), min(scale.px(620), window.height() - 60))
        self.line.textChanged.connect(lambda _text: self._filter())
        self.line.moved.connect(self._moved)
        self.listing.activated.connect(lambda _index: self._take())
        self.leave.clicked.connect(self.reject)
        self.take.clicked.connect(self._take)
        self._filter()
        self.line.setFocus()

    def shown(self) -> list[str]:
        """The words of the entries shown, top down."""
        lines = self.listing.lines
        return [lines.line(row).words for row in range(lines.rowCount())]

    def _filter(self) -> None:
        found = pick_list.matching(self.line.text(), self._acts, lambda act: act.words)
        lines = [PaperLine(PaperKey(act.value), act.words, act.group, below=act.below) for act in found]
        self.listing.clear_choice()
        self.listing.show_lines(lines)
        self.listing.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.take.setEnabled(bool(lines))
        if lines:
            self.listing.choose(lines[0].key)

    def _moved(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Return:
            self._take()
            return
        rows, row = self.listing.lines.rowCount(), self.listing.currentIndex().row()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}[key]
        if rows:
            self.listing.setCurrentIndex(self.listing.lines.index(min(max(row + step, 0), rows - 1), 0))

    def _take(self) -> None:
        line = self.listing.current()
        if line is not None:
            self.accept()
            self._choose(line.key.form)
