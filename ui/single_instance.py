"""One window for one data folder. A second start leaves a note, and the window that is open comes forward."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

LOCK_NAME = "desk.lock"
NOTE_NAME = "desk.note"


@contextmanager
def held(directory: Path) -> Iterator[bool]:
    """Hold a data folder while a command works in it; whether it was free. No window opens it meanwhile."""
    lock = QLockFile(str(directory / LOCK_NAME))
    lock.setStaleLockTime(0)
    is_held = lock.tryLock(0)
    try:
        yield is_held
    finally:
        if is_held:
            lock.unlock()


class SingleInstance(QObject):
    """The lock on a data folder, and the note others leave in it. No sockets: a file and a watch on the folder.

    The lock never grows old by itself; Qt breaks it when the process that holds it no longer runs.
    """

    called = Signal()
    """Somebody started the program again for this folder."""

    def __init__(self, directory: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._directory = directory
        self._note = directory / NOTE_NAME
        self._lock = QLockFile(str(directory / LOCK_NAME))
        self._lock.setStaleLockTime(0)
        self._watcher: QFileSystemWatcher | None = None

    def acquire(self) -> bool:
        """Take the folder, and from then on listen for notes; whether it was free."""
        if not self._lock.tryLock(0):
            return False
        with suppress(OSError):
            self._note.unlink(missing_ok=True)
        self._watcher = QFileSystemWatcher([str(self._directory)], self)
        self._watcher.directoryChanged.connect(self._look_for_note)
        return True

    def leave_note(self) -> None:
        """Ask the window that holds the folder to come forward."""
        with suppress(OSError):
            self._note.touch()

    def release(self) -> None:
        """Let go of the folder."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        self._lock.unlock()

    def _look_for_note(self) -> None:
        if not self._note.exists():
            return
        with suppress(OSError):
            self._note.unlink(missing_ok=True)
        self.called.emit()
