"""Packaged lookup tables: read once, never written."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


@lru_cache(maxsize=16)
def load_json(name: str) -> Any:
    """Read ``resources/codes/<name>.json`` once; callers must not change what they get.

    Raises:
        OSError: the file is missing, which means a broken installation.
    """
    return json.loads((RESOURCES / "codes" / f"{name}.json").read_text(encoding="utf-8"))
