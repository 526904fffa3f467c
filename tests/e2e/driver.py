"""Drives the real program with keys, from inside its own process: ``python -m tests.e2e SCRIPT FOLDER OUT``.

A script is a generator: it yields conditions, and goes on when one has come true. What it finds out is written as
JSON to OUT. Whatever goes wrong, a condition that never comes true or an error in the script, ends the process with 3:
where it stood is on the error stream, what the window showed in a picture beside OUT.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

import main as program
from tests.e2e.offline import internet_sockets
from tests.e2e.strokes import Strokes, keys_of
from ui import desk
from ui.desk_window import DeskWindow
from ui.problems import ErrorWindow

W = TypeVar("W", bound=QWidget)
Script = Generator[Callable[[], Any], None, None]
PATIENCE_S = 25.0
_scripts: dict[str, Callable[[Clerk], Script]] = {}


class Clerk(QObject):
    """One clerk at the keyboard."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        self.found: dict[str, Any] = {}
        self.out = out
        self.strokes = Strokes()
        self._script: Script | None = None
        self._wanted: Callable[[], Any] = lambda: True
        self._until = 0.0
        self._timer = QTimer(self, interval=10)
        self._timer.timeout.connect(self._look)

    def begin(self, script: Callable[[Clerk], Script]) -> None:
        self._script = script(self)
        self._until = time.monotonic() + PATIENCE_S
        self._timer.start()

    def _look(self) -> None:
        """Everything is caught: an error that is only shown by the program would let the test wait for ever."""
        try:
            fault = next((one for one in QApplication.topLevelWidgets() if isinstance(one, ErrorWindow)), None)
            if fault is not None:
                self._give_up(fault.words())
            if not self._wanted():
                if time.monotonic() > self._until:
                    self._give_up("never came true")
                return
            self._timer.stop()
            assert self._script is not None
            self._wanted = next(self._script)
        except StopIteration:
            self.found["internet_sockets"] = internet_sockets()
            self.write()
            self.window().close()
        except BaseException:
            self._give_up(traceback.format_exc())
        else:
            self._until = time.monotonic() + PATIENCE_S
            self._timer.start()

    def _give_up(self, why: str) -> NoReturn:
        lines = []
        inner: Any = self._script
        while inner is not None and inner.gi_frame is not None:
            lines.append(inner.gi_frame.f_lineno)
            inner = inner.gi_yieldfrom
        print(f"lines {lines}: {why}; focus on {QApplication.focusWidget()}", file=sys.stderr, flush=True)
        visible = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        shown = next((one for one in visible if one.isModal()), next(iter(visible), None))
        if shown is not None:
            shown.grab().save(str(self.out.with_suffix(".png")))
        os._exit(3)  # a dialog that waits for an answer would hold an ordinary end up

    def write(self) -> None:
        """Whoever waits for the file finds it whole."""
        whole = self.out.with_suffix(".new")
        whole.write_text(json.dumps(self.found, ensure_ascii=False), "utf-8")
        whole.replace(self.out)

    def window(self) -> DeskWindow:
        return next(one for one in QApplication.topLevelWidgets() if isinstance(one, DeskWindow))

    def see(self, kind: type[W]) -> W | None:
        """The widget of a kind that is on the screen."""
        return next((one for one in self.window().findChildren(kind) if one.isVisible()), None)

    def press(self, keys: str) -> None:
        self.strokes.keys += 1
        QTest.keySequence(QApplication.focusWidget() or self.window(), QKeySequence(keys))

    def press_soon(self, keys: str) -> None:
        """Press keys that open something which waits for an answer of its own."""
        QTimer.singleShot(0, self, lambda: self.press(keys))

    def type(self, text: str) -> None:
        """Latin by keys, the rest as an input method would commit it."""
        place = QApplication.focusWidget()
        assert place is not None
        self.strokes.keys += keys_of(text)
        if text.isascii():
            QTest.keyClicks(place, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(place, event)

    def answer_file_dialog(self, path: Path) -> Script:
        """Type a path into the dialog for files and press Enter."""

        def dialog() -> QFileDialog | None:
            found = (one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible())
            return next(found, None)

        yield dialog
        window = dialog()
        assert window is not None
        name = window.findChild(QLineEdit, "fileNameEdit")
        name.setFocus()
        name.setText(str(path))  # as if pasted: typed keys would open a list of completions
        QTest.keySequence(name, QKeySequence("Return"))
        yield lambda: dialog() is None
        self.window().activateWindow()  # what a window manager does; the off-screen platform has none


def script(act: Callable[[Clerk], Script]) -> Callable[[Clerk], Script]:
    """Make a script known by its name."""
    _scripts[act.__name__] = act
    return act


def run(name: str, folder: Path, out: Path) -> int:
    """Start the program as its command line would, with the clerk at its first paint."""
    clerk: list[Clerk] = []

    def painted() -> None:
        clerk.append(Clerk(out))
        clerk[0].begin(_scripts[name])

    original = desk.run_desk
    desk.run_desk = lambda directory: original(directory, painted)
    return program.main(["--data", str(folder)])
