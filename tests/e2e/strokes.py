"""How long a clerk's keys take: counted keys at the pace of the keystroke-level model (Card, Moran and Newell, 1980).

A key takes 0.28 s, an average typist's; a decision (looking at a proposal, choosing the act) takes 1.2 s. Chinese is
typed in full pinyin, with one more key to take each piece of at most four characters; keys of chords count as one.
"""

from __future__ import annotations

from dataclasses import dataclass

from pypinyin import lazy_pinyin

SECONDS_A_KEY = 0.28
SECONDS_A_DECISION = 1.2
PIECE = 4
UNREADABLE = 8
"""Keys for a character that no pinyin gives: by its strokes."""


@dataclass
class Strokes:
    """What was pressed and decided since it was last set to nothing."""

    keys: int = 0
    decisions: int = 0

    def seconds(self) -> float:
        """How long it takes."""
        return self.keys * SECONDS_A_KEY + self.decisions * SECONDS_A_DECISION

    def start(self) -> None:
        """Count from here."""
        self.keys = self.decisions = 0


def keys_of(text: str) -> int:
    """The keys a text takes."""
    count = chinese = 0
    for char in text:
        if char.isascii():
            count += 1
            continue
        chinese += 1
        (sound,) = lazy_pinyin(char)
        count += len(sound) if sound.isascii() else (UNREADABLE if char.isalpha() else 1)
    return count + -(-chinese // PIECE)
