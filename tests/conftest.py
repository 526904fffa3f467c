"""What every test shares: windows are drawn off the screen, and tests that need Qt are marked."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "gui: needs a Qt application (marked by itself)")
    # the off-screen platform has no window manager and says so for every window and pop-up
    what = r"(propagateSizeHints\(\)|raise\(\)|grabbing the keyboard)"
    config.addinivalue_line("qt_log_ignore", f"This plugin does not support {what}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "qapp" in getattr(item, "fixturenames", ()):
            item.add_marker("gui")
