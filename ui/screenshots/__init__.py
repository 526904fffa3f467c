"""Pictures of every page and every form, for the README and for looking at them after a change.

A practice register is made in a temporary folder at a fixed moment and the real window is led through it off the
screen. The same program gives the same pictures.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

MOMENT = datetime.fromisoformat("2026-11-24T10:26:03")
PLACE = "xinfang-desk-pictures"


def write_screenshots(out: Path, wanted: Callable[[str], bool] = lambda _name: True) -> int:
    """Write every picture whose name is wanted to a folder, say how many as JSON; gives the exit code.

    Raises:
        OSError: the folder cannot be written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Qt reads the platform when its application is made
    from ui.screenshots.camera import Camera, Clock
    from ui.screenshots.forms import draw_forms
    from ui.screenshots.scenes import play

    out.mkdir(parents=True, exist_ok=True)
    clock = Clock(MOMENT)
    with _workshop() as folder:
        camera = Camera(out, wanted)
        try:
            play(camera, folder, clock)
            draw_forms(camera, folder, clock)
        finally:
            camera.end()
    print(json.dumps({"files": len(camera.written)}))  # noqa: T201 - this is the answer
    return 0


@contextmanager
def _workshop() -> Iterator[Path]:
    """A temporary folder, if it is free one whose name is the same every time, because pages show where files lie."""
    folder = Path(tempfile.gettempdir()) / PLACE
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        folder = Path(tempfile.mkdtemp())
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
