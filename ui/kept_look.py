"""The last look used with a data folder, so that the first page is readable for the one who needs it large or dark.

The account's own look is a preference inside the register; this file holds colours and sizes, nothing about anybody.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

from ui.style.theme import Look
from ui.style.tokens import Palette

FILE_NAME = "desk.look"


def to_plain(look: Look) -> dict[str, Any]:
    """A look as it is kept."""
    return {
        "palette": look.palette.value,
        "text_points": look.text_points,
        "zoom": look.zoom,
        "reduce_motion": look.reduce_motion,
    }


def from_plain(kept: object) -> Look:
    """A kept look; whatever cannot be read takes its ordinary value."""
    look = Look()
    if not isinstance(kept, dict):
        return look
    with suppress(KeyError, ValueError, TypeError):
        look = Look(
            Palette(kept["palette"]), int(kept["text_points"]), float(kept["zoom"]), bool(kept["reduce_motion"])
        )
    return look


def read(directory: Path) -> Look:
    """The look of this folder's first page."""
    try:
        return from_plain(json.loads((directory / FILE_NAME).read_text("utf-8")))
    except (OSError, ValueError):
        return Look()


def keep(directory: Path, look: Look) -> None:
    """Keep it; a folder that cannot be written keeps nothing."""
    with suppress(OSError):
        (directory / FILE_NAME).write_text(json.dumps(to_plain(look)), "utf-8")
