"""The new recovery code: shown once, large, in groups, and printed on its sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from app.domain.paper import RecoverySheetRecord
from ui.printing import PrintDesk
from ui.style import scale, theme
from ui.widgets.card import Card, Inset
from ui.widgets.field import FieldGrid
from ui.widgets.key_button import KeyButton, Kind
from ui.widgets.text import text_label
from ui.widgets.tick import Tick

ONCE = "这个恢复码只显示这一次，电脑里不保存。请打印恢复码单，装信封封存，锁进柜子；没有打印机就逐组抄写两遍并核对。"
SENT = "✓ 已送到打印机。请等纸出来，核对清楚再收起。"


class RecoveryCard(Card):
    """Stays until the clerk says that the sheet is safe."""

    put_away = Signal()

    def __init__(self, record: RecoverySheetRecord, desk: PrintDesk) -> None:
        super().__init__("新的恢复码")
        self._record, self._desk = record, desk
        self.print_button = KeyButton("打印恢复码单", "Ctrl+P", Kind.LEAD, "printer")
        self.safe = Tick("恢复码单已打印（或抄写）并核对")
        self.close_button = KeyButton("收起", "Ctrl+Return")
        self.close_button.setEnabled(False)
        self._said = text_label("", "hint", wrap=True)
        self.add(text_label(ONCE, "body", wrap=True))
        groups = FieldGrid(columns=4, least=120)
        for group in record.recovery_code.split("-"):
            box = Inset()
            words = text_label(group, "title", selectable=False)
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            box.body.addWidget(words)
            groups.add(box)
        groups.setAccessibleName("恢复码 " + record.recovery_code)
        self.add(groups)
        acts = scale.row(spacing=12)
        acts.addWidget(self.print_button)
        acts.addWidget(self.safe)
        acts.addStretch(1)
        acts.addWidget(self.close_button)
        self.add(acts)
        self.add(self._said)
        self.print_button.clicked.connect(self._print)
        self.safe.toggled.connect(self.close_button.setEnabled)
        self.close_button.clicked.connect(self.put_away)

    @property
    def record(self) -> RecoverySheetRecord:
        """What the sheet says."""
        return self._record

    def said(self) -> str:
        """How printing went."""
        return self._said.text()

    def _print(self) -> None:
        self.print_button.setEnabled(False)
        self._desk.print_record(self._record, self._printed)

    def _printed(self, problem: str) -> None:
        self.print_button.setEnabled(True)
        self._said.setText(f"⚠ 没有打出：{problem}" if problem else SENT)
        theme.set_state(self._said, "state", "look" if problem else "good")
