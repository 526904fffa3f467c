"""What a colour means. Colour never stands alone: a word goes with it, and where it matters a shape."""

from __future__ import annotations

from enum import Enum

from ui.style.tokens import Tokens


class Tone(Enum):
    """The five meanings; the value is the style sheet's name for it."""

    PLAIN = "plain"
    LEAD = "lead"
    GOOD = "good"
    SOON = "soon"
    LATE = "late"

    def ink(self, colours: Tokens) -> str:
        """The colour of the word."""
        return {
            Tone.PLAIN: colours.muted,
            Tone.LEAD: colours.on_tint,
            Tone.GOOD: colours.good,
            Tone.SOON: colours.soon,
            Tone.LATE: colours.late,
        }[self]

    def back(self, colours: Tokens) -> str:
        """The ground the word stands on."""
        return {
            Tone.PLAIN: colours.plain_back,
            Tone.LEAD: colours.tint,
            Tone.GOOD: colours.good_back,
            Tone.SOON: colours.soon_back,
            Tone.LATE: colours.late_back,
        }[self]
