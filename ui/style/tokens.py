"""Design tokens: every colour of the three themes, and the contrast between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, repr=False, eq=False)  # made by name only; the rest would cost every start 2 ms
class Tokens:
    """The colours of one theme as ``#RRGGBB``, and the width of its lines in pixels at 100 %.

    ``faint`` is for key hints only. ``*_back`` is the ground its namesake stands on. ``heavy`` themes draw outlines
    where the others tint.
    """

    ground: str
    surface: str
    line: str
    hairline: str
    text: str
    muted: str
    faint: str
    lead: str
    on_lead: str
    lead_hover: str
    lead_key: str
    rail: str
    on_rail: str
    rail_muted: str
    rail_active: str
    tint: str
    on_tint: str
    late: str
    late_back: str
    soon: str
    soon_back: str
    good: str
    good_back: str
    plain_back: str
    focus: str
    line_width: int = 1
    focus_width: int = 2
    heavy: bool = False


class Palette(Enum):
    """The themes to choose from; the value is how they are kept in preferences."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


PALETTE_TEXT = {
    Palette.LIGHT: "浅色",
    Palette.DARK: "深色",
    Palette.CONTRAST: "高对比度",
}

TOKENS = {
    Palette.LIGHT: Tokens(
        ground="#F4F6F8",
        surface="#FFFFFF",
        line="#DCE1E8",
        hairline="#EDF0F4",
        text="#1F2933",
        muted="#5B6673",
        faint="#8A94A0",
        lead="#1E4E8C",
        on_lead="#FFFFFF",
        lead_hover="#2A5F9F",
        lead_key="#C9DAEF",
        rail="#14304F",
        on_rail="#FFFFFF",
        rail_muted="#C3D0DE",
        rail_active="#37506D",
        tint="#E8F0FA",
        on_tint="#1E4E8C",
        late="#B3261E",
        late_back="#FCEBEA",
        soon="#9A5B00",
        soon_back="#FFF3DF",
        good="#1E7B4F",
        good_back="#E5F4EB",
        plain_back="#EDF0F4",
        focus="#1E4E8C",
    ),
    Palette.DARK: Tokens(
        ground="#14181D",
        surface="#1C2229",
        line="#323B46",
        hairline="#262E37",
        text="#E6EAEE",
        muted="#A5AFBA",
        faint="#7C8793",
        lead="#7FB0EC",
        on_lead="#0E1319",
        lead_hover="#98C0F1",
        lead_key="#22344B",
        rail="#0E1319",
        on_rail="#FFFFFF",
        rail_muted="#A5AFBA",
        rail_active="#2B333D",
        tint="#22344B",
        on_tint="#7FB0EC",
        late="#FF8A80",
        late_back="#3F2322",
        soon="#FFC266",
        soon_back="#3D2F19",
        good="#7FD6A8",
        good_back="#1C3A2B",
        plain_back="#262E37",
        focus="#7FB0EC",
    ),
    Palette.CONTRAST: Tokens(
        ground="#000000",
        surface="#000000",
        line="#FFFFFF",
        hairline="#FFFFFF",
        text="#FFFFFF",
        muted="#FFFFFF",
        faint="#FFFFFF",
        lead="#FFFFFF",
        on_lead="#000000",
        lead_hover="#FFFFFF",
        lead_key="#000000",
        rail="#000000",
        on_rail="#000000",
        rail_muted="#FFFFFF",
        rail_active="#FFFFFF",
        tint="#000000",
        on_tint="#FFFFFF",
        late="#FFFFFF",
        late_back="#000000",
        soon="#FFFFFF",
        soon_back="#000000",
        good="#FFFFFF",
        good_back="#000000",
        plain_back="#000000",
        focus="#FFFF00",
        line_width=2,
        focus_width=3,
        heavy=True,
    ),
}

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    ("text", "ground"),
    ("text", "surface"),
    ("text", "tint"),
    ("text", "plain_back"),
    ("muted", "ground"),
    ("muted", "surface"),
    ("muted", "tint"),
    ("muted", "plain_back"),
    ("lead", "surface"),
    ("lead", "ground"),
    ("on_lead", "lead"),
    ("on_lead", "lead_hover"),
    ("lead_key", "lead"),
    ("on_tint", "tint"),
    ("on_tint", "surface"),
    ("on_rail", "rail_active"),
    ("rail_muted", "rail"),
    ("late", "late_back"),
    ("late", "surface"),
    ("late", "ground"),
    ("soon", "soon_back"),
    ("soon", "surface"),
    ("soon", "ground"),
    ("good", "good_back"),
    ("good", "surface"),
    ("good", "ground"),
)
"""Every (writing, ground) pair that widgets and the style sheet put words in; key hints in ``faint`` stand apart."""


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, success criterion 1.4.3)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)
