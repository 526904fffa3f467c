"""The log file of a data folder: ids and places in the program, never names or words of a visitor."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

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


class DeskLog:
    """Logging to a rotating file, with Qt's messages in it. Call :meth:`end` when the window is gone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._handler = RotatingFileHandler(
            folder / FILE_NAME, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True
        )
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        self._root = logging.getLogger()
        self._level = self._root.level
        self._root.addHandler(self._handler)
        self._root.setLevel(logging.INFO)
        logging.getLogger("alembic").setLevel(logging.WARNING)
        qInstallMessageHandler(_from_qt)

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
