"""The log file of a data folder: ids and places in the program, never names or words of a visitor."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

FILE_NAME = "desk.log"
LARGEST = 1_000_000
KEPT = 5

_qt_log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class _LateFile(logging.Handler):
    """Keeps what is logged until it is told to open the file or something is worth a warning.

    The rotating file brings pickle and sockets with it; the first page does not wait for that (start-up cost: 5 ms).
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._kept: list[logging.LogRecord] = []
        self._file: RotatingFileHandler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it or write it."""
        self._kept.append(record)
        if self._file is not None or record.levelno >= logging.WARNING:
            self.open()

    def open(self) -> None:
        """Write what was kept; from now on everything is written at once."""
        if self._file is None:
            from logging.handlers import RotatingFileHandler

            self._file = RotatingFileHandler(
                self._folder / FILE_NAME, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True
            )
            self._file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        for record in self._kept:
            self._file.handle(record)
        self._kept.clear()

    def close(self) -> None:
        """Write the rest and close the file."""
        self.open()
        if self._file is not None:
            self._file.close()
        super().close()


class DeskLog:
    """Logging to a rotating file, with Qt's messages in it. Call :meth:`end` when the window is gone."""

    def __init__(self, folder: Path) -> None:
        self._handler = _LateFile(folder)
        self._root = logging.getLogger()
        self._level = self._root.level
        self._root.addHandler(self._handler)
        self._root.setLevel(logging.INFO)
        logging.getLogger("alembic").setLevel(logging.WARNING)
        qInstallMessageHandler(_from_qt)

    def open(self) -> None:
        """Write to the file from now on; before, only a warning makes it do so."""
        self._handler.open()

    def end(self) -> None:
        """Close the file and leave logging as it was found."""
        qInstallMessageHandler(None)
        self._root.removeHandler(self._handler)
        self._root.setLevel(self._level)
        self._handler.close()


def watch_uncaught(report: Callable[[BaseException], None]) -> None:
    """Hand every exception that nobody caught, such as one in a slot, to ``report``; Ctrl+C in a terminal ends."""

    def caught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
        else:
            report(error)

    sys.excepthook = caught


def forget_uncaught() -> None:
    """Leave uncaught exceptions to Python again."""
    sys.excepthook = sys.__excepthook__


def _from_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt speaks of widgets and platforms, never of what is typed."""
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
