"""The recovery code, once: print it or save the sheet, and type two groups back before going on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.errors import Refused
from app.domain.paper import PaperRecord, RecoverySheetRecord
from ui.operations import Operations
from ui.pages.paper.file_dialog import ask_where_to_save
from ui.style import scale, theme
from ui.widgets.card import Card, Inset, Notice
from ui.widgets.field import Field, FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.line_edit import NumberEdit
from ui.widgets.text import text_label
from ui.widgets.tone import Tone

WHY = (
    "登记库是加密的。忘记口令、密钥文件损坏时，只有这张恢复码单能打开它。"
    "恢复码不存在电脑里，离开这一页就再也看不到；请现在打印，装信封封存，锁进柜子。"
)
FILE_NAME = "登记库恢复码单.pdf"

PrintRecord = Callable[[PaperRecord, Callable[[str], None]], None]


class RecoveryStep(Card):
    """Shows the code large. Goes on only when the first and the last group were typed back from the sheet."""

    confirmed = Signal()

    def __init__(
        self,
        record: RecoverySheetRecord,
        print_record: PrintRecord,
        operations: Operations[Any],
        parent: QWidget | None = None,
        *,
        ask_where: Callable[[QWidget, str], Path | None] = ask_where_to_save,
    ) -> None:
        super().__init__("登记库已建好，请收好恢复码", parent, margin=24)
        self._record = record
        self._print_record = print_record
        self._operations = operations
        self._ask_where = ask_where
        self._groups = record.recovery_code.split("-")
        self.save_button = KeyButton("存为 PDF", "Ctrl+S", icon="save")
        self.print_button = KeyButton("打印", "Ctrl+P", icon="printer")
        self.said = Notice("", Tone.PLAIN)
        self.first = self._group_field(0)
        self.last = self._group_field(len(self._groups) - 1)
        self.go_on_button = KeyButton("已经打印并收好", "Ctrl+Return", Kind.LEAD)
        self._arrange()
        self.save_button.clicked.connect(self._save)
        self.print_button.clicked.connect(self._print)
        self.go_on_button.clicked.connect(self._go_on)

    def start(self) -> None:
        """Put the focus on printing."""
        self.print_button.setFocus()

    def groups(self) -> list[str]:
        """The groups of the code as shown."""
        return list(self._groups)

    def _group_field(self, place: int) -> Field:
        editor = NumberEdit("四个字符", longest=8)
        field = Field(f"照纸上抄回第 {place + 1} 组", editor, required=True)

        def check() -> tuple[str, str]:
            if _plain(editor.text()) == self._groups[place]:
                return "good", "抄对了。"
            return "wrong", f"和第 {place + 1} 组不一样，请对照恢复码单再抄一遍。"

        field.set_check(check)
        field.edited.connect(lambda: len(_plain(editor.text())) >= len(self._groups[place]) and field.check_now())
        editor.returnPressed.connect(self._next_or_go_on)
        return field

    def _arrange(self) -> None:
        self.add(text_label(WHY, "small", wrap=True))
        self.add(_CodeGrid(self._groups))
        acts = scale.row(spacing=8)
        scale.fill(acts, (self.print_button, self.save_button))
        acts.addStretch(1)
        self.add(acts)
        self.said.hide()
        self.add(self.said)
        grid = FieldGrid(2, 230)
        grid.add(self.first)
        grid.add(self.last)
        self.add(grid)
        last = scale.row(spacing=8)
        last.addStretch(1)
        last.addWidget(self.go_on_button)
        self.add(last)

    def _say(self, words: str, tone: Tone) -> None:
        theme.set_state(self.said, "tone", tone.value)
        for label in self.said.findChildren(QLabel):
            theme.set_state(label, "tone", tone.value)
        self.said.set_words(words)
        self.said.setAccessibleName(words)
        self.said.show()

    def _print(self) -> None:
        self._say("正在送往打印机…", Tone.PLAIN)
        self._print_record(self._record, self._printed)

    def _printed(self, problem: str) -> None:
        if problem:
            self._say(f"没有打出：{problem}也可以先存为 PDF，再到别的电脑上打印。", Tone.SOON)
        else:
            self._say("已送到打印机。请等纸出来，再照纸上抄回两组。", Tone.GOOD)
            self.first.setFocus()

    def _save(self) -> None:
        path = self._ask_where(self, FILE_NAME)
        if path is None:
            return
        record = self._record

        def saved(where: Path) -> None:
            words = f"已存为“{where.name}”。请马上打印，然后删除这个文件，不要留在电脑里。"
            self._say(words, Tone.GOOD)
            self.first.setFocus()

        self._operations.paper(
            self,
            lambda _session, _progress: write_sheet(record, path),
            saved,
            lambda refusal: self._say(refusal.message, Tone.LATE),
        )

    def _next_or_go_on(self) -> None:
        if self.first.check_now() and not self.last.editor.is_empty():
            self._go_on()
        elif self.first.state == "good":
            self.last.setFocus()

    def _go_on(self) -> None:
        good = [field.check_now() for field in (self.first, self.last)]
        if all(good):
            self.confirmed.emit()
        else:
            (self.first, self.last)[good.index(False)].setFocus()


class _CodeGrid(QWidget):
    """The groups in numbered boxes, four in a line."""

    def __init__(self, groups: list[str]) -> None:
        super().__init__()
        self.setAccessibleName("恢复码 " + "，".join(groups))
        grid = scale.grid(self, across=10, down=8)
        for place, group in enumerate(groups):
            box = Inset()
            number = text_label(f"第 {place + 1} 组", "hint")
            letters = text_label(group, "title")
            letters.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.body.addWidget(number)
            box.body.addWidget(letters)
            grid.addWidget(box, place // 4, place % 4)


def write_sheet(record: RecoverySheetRecord, path: Path) -> Path:
    """Write the sheet as a PDF that only its owner can read.

    Raises:
        Refused: the place cannot be written.
    """
    from app.printing.issue import render  # measured start-up cost: ReportLab is loaded with the first paper

    pdf = render(record)
    aside = path.with_name(path.name + ".part")
    try:
        aside.touch(mode=0o600)
        aside.write_bytes(pdf)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise Refused("没有存成：这个位置不能写入，或磁盘已满。请换一个文件夹，例如“文档”，再存一次。") from error
    return path


def _plain(text: str) -> str:
    """A group as typed, read as generously as the whole code is."""
    letters = "".join(one for one in text.upper() if one.isalnum())
    return letters.replace("O", "0").replace("I", "1").replace("L", "1").replace("U", "V")
