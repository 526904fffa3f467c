"""What the desk looks at by itself: its clock, matters that went late, days nobody closed. It never stands in the way.

Runs in the write lane when the desk opens and when the day turns while it is open.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from app.services import desk_clock, desk_watch
from app.services.desk_watch import DeskWatch
from app.services.session import Session
from ui.main_window import MainWindow
from ui.operations import Operations
from ui.pages.dossier.form_dialog import FormDialog
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton
from ui.widgets.line_edit import LineEdit
from ui.widgets.tone import Tone

LOOK_MS = 5 * 60 * 1000
KEY = "Ctrl+J"


class ClockWatch(QObject):
    """Names a clock that jumped in the bar and keeps a button in the status line until somebody says that it is right.

    ``said`` carries words for the page shown.
    """

    said = Signal(str, object)

    def __init__(self, operations: Operations[Session], clock: Callable[[], datetime], main: MainWindow) -> None:
        super().__init__(main)
        self._ops, self._clock, self._main = operations, clock, main
        self._looked: date | None = None
        self._words = ""
        self._named: date | None = None
        self.button = KeyButton("核对时钟", KEY)
        self.button.hide()
        self.button.clicked.connect(self.ask)
        main.status.add(self.button)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look_if_turned)

    def begin(self) -> None:
        """Look now, and again when the day turns."""
        self.look()
        self._timer.start()

    def end(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look_if_turned(self) -> None:
        """Look when another day has begun since, or while the clock is not believed."""
        if self._looked != self._clock().date() or self._words:
            self.look()

    def look(self) -> None:
        """Look at the clock, tell the next levels, find days not closed."""
        now = self._clock()
        self._looked = now.date()
        self._ops.write(self, lambda session: desk_watch.look(session, now), self._tell)

    def ask(self) -> None:
        """Ask why the time that the PC shows is right."""
        field = Field("原因", LineEdit(longest=200), required=True, hint="例如“更换主板电池后已校正”")

        def act(dialog: FormDialog) -> None:
            reason, now = str(dialog.fields["reason"].editor.text()), self._clock()  # type: ignore[union-attr]
            self._ops.write(
                dialog,
                lambda session: desk_clock.accept(session, reason, now),
                lambda _change: self._accepted(dialog),
                dialog.refuse,
                always=lambda: dialog.act.setEnabled(True),
            )

        FormDialog("本机时钟", self._words, {"reason": field}, "时间没有错，继续", act, self._main).open()

    def _accepted(self, dialog: FormDialog) -> None:
        dialog.accept()
        self.said.emit("已按电脑现在的时间继续，原因记入日志。", Tone.GOOD)
        self.look()

    def _tell(self, watch: DeskWatch) -> None:
        before, self._words = self._words, watch.jump.words if watch.jump is not None else ""
        self.button.setVisible(bool(self._words))
        if self._words and self._words != before:
            self.said.emit(f"{self._words}按“核对时钟”（{KEY}）写原因。", Tone.LATE)
        elif watch.missed and self._named != self._looked:
            self._named = self._looked
            days = "、".join(f"{day.month}月{day.day}日" for day in watch.missed)
            self.said.emit(f"{days}还没有做日终核对。请到“今日”页的日终核对，从最早的一天开始结束。", Tone.SOON)
        if watch.more:
            self.look()
