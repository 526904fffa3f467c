"""In a process of its own: show a window, say when its first paint has been handled, and end at once.

``desk <folder>`` is ``python main.py --data <folder>``; ``bare`` is a Qt window of the same size with a line of words.
What is printed is ``time.perf_counter()``, which all processes of a machine share.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import NoReturn


def painted() -> NoReturn:
    """Tell and leave, without the tidying up that is no part of starting."""
    sys.stdout.write(f"{time.perf_counter()}\n")
    sys.stdout.flush()
    os._exit(0)


def desk(directory: str) -> None:
    """The program as ``main.py`` starts it; ``run_desk`` is asked to tell of its first paint."""
    import gc

    import main

    gc.disable()  # as main.py does before it imports the window
    import ui.desk

    start = ui.desk.run_desk

    def run_desk(wanted: Path) -> int:
        return start(wanted, painted)

    ui.desk.run_desk = run_desk
    sys.exit(main.main(["--data", directory]))


def bare() -> None:
    """The least that a window costs."""
    from PySide6.QtCore import QTimer
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QLabel

    class Window(QLabel):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QTimer.singleShot(0, painted)

    application = QApplication(sys.argv[:1])
    window = Window("涉诉信访接待台")
    window.resize(1280, 800)
    window.show()
    sys.exit(application.exec())


if __name__ == "__main__":
    if sys.argv[1] == "desk":
        desk(sys.argv[2])
    else:
        bare()
