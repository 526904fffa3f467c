"""How the program looks, as each account keeps it among its preferences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ui.style.theme import LARGEST_TEXT, LARGEST_ZOOM, SMALLEST_TEXT, Look
from ui.style.tokens import Palette

LOOK = "look"
COMPACT_ROWS = "compact_rows"


def look_from_preferences(preferences: Mapping[str, Any]) -> Look:
    """The look an account chose; what is missing or makes no sense is as on the first day."""
    kept = preferences.get(LOOK)
    if not isinstance(kept, Mapping):
        return Look()
    named = kept.get("palette")
    palette = next((one for one in Palette if one.value == named), Palette.LIGHT)
    points = round(_between(kept.get("text_points"), SMALLEST_TEXT, LARGEST_TEXT))
    zoom = _between(kept.get("zoom"), 1.0, LARGEST_ZOOM)
    return Look(palette, points, zoom, kept.get("reduce_motion") is True)


def look_as_preference(look: Look) -> dict[str, Any]:
    """What to keep under ``LOOK``."""
    return {
        "palette": look.palette.value,
        "text_points": look.text_points,
        "zoom": look.zoom,
        "reduce_motion": look.reduce_motion,
    }


def _between(value: object, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return least
    return min(max(float(value), least), most)
