"""The one window: the pages before the desk and the desk itself take turns in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from ui.style import theme

_SIZE = (1366, 768)
_FRAME = 40


class DeskWindow(QMainWindow):
    """Shows one thing at a time. ``closing`` is emitted once, when the window is about to go."""

    closing = Signal()
    look_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(QApplication.applicationName())
        self.resize(*_SIZE)
        self.setMinimumSize(800, 560)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._painted: Callable[[], None] | None = None
        self._zoom_keys = [self._zoom_key(key, steps) for key, steps in _ZOOM]

    def open(self) -> None:
        """Come onto the screen; on one with no room for the frame around the window, over all of it."""
        room = self.screen().availableGeometry()
        if room.width() <= _SIZE[0] or room.height() <= _SIZE[1] + _FRAME:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)
        self.show()

    def after_first_paint(self, act: Callable[[], None]) -> None:
        """Call this once, after the first paint has reached the screen."""
        self._painted = act
        self._stack.installEventFilter(self)

    def put(self, widget: QWidget, *, own_zoom: bool = False) -> None:
        """Show a widget; ``own_zoom`` when it has the zoom keys itself."""
        if self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        for key in self._zoom_keys:
            key.setEnabled(not own_zoom)
        self._stack.setCurrentWidget(widget)

    def drop(self, widget: QWidget) -> None:
        """Let go of a widget for good."""
        self._stack.removeWidget(widget)
        widget.deleteLater()

    @property
    def current(self) -> QWidget | None:
        """What is shown."""
        return self._stack.currentWidget()

    def come_forward(self) -> None:
        """Be in front of other windows, with the focus."""
        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    def shut_dialogs(self) -> None:
        """Close what is open above the window, as Esc would."""
        for dialog in self.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint."""
        if event.type() == QEvent.Type.Paint and self._painted is not None:
            act, self._painted = self._painted, None
            self._stack.removeEventFilter(self)
            QTimer.singleShot(0, self, act)
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is asked: whoever listens keeps what must be kept."""
        self.closing.emit()
        super().closeEvent(event)

    def _zoom_key(self, key: str, steps: int) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(lambda: self._zoom(steps))
        return shortcut

    def _zoom(self, steps: int) -> None:
        application = QApplication.instance()
        wanted = theme.look().zoomed(steps)
        if isinstance(application, QApplication) and wanted != theme.look():
            theme.apply(application, wanted)
            self.look_changed.emit(wanted)


_ZOOM = (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0))
