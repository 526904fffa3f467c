"""What a parser of typed text found worth saying about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A remark on a typed text: what, why and what next, shown beside its field.

    ``blocking`` means the text cannot be what it claims to be; everything else is a hint the clerk may pass over.
    ``suggestion`` is a corrected text to offer, empty when there is none. ``code`` is for the program only.
    """

    code: str
    message: str
    blocking: bool = False
    suggestion: str = ""
