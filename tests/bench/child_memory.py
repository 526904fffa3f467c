"""In a process of its own: resident megabytes with the program loaded, then with a register read and a cover drawn."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil
from PySide6.QtWidgets import QApplication

from app.domain.queue import QueueFilter, QueueView
from app.printing.issue import render
from app.services.queue import first_page
from tests.bench.big_register import open_made
from tests.bench.harness import TODAY
from tests.bench.sample_cover import COVER

MEGABYTE = 2**20


def resident() -> float:
    """Megabytes this process holds in memory."""
    return float(psutil.Process().memory_info().rss) / MEGABYTE


if __name__ == "__main__":
    application = QApplication(sys.argv[:1])
    loaded = resident()
    session = open_made(Path(sys.argv[1]))
    first_page(session, QueueFilter(view=QueueView.ALL), TODAY)
    render(COVER)
    print(resident(), loaded)
    session.register.close()
