"""数目: a number in figures or in Chinese, such as 12, 十二, 两 or 3人."""

from __future__ import annotations

import re

from app.domain.text import to_half_width

LONGEST_NUMBER = 9

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
_COUNTED = re.compile(r"(?<=.)(?:个人|人|名|位|个|页)$")


def read_figures(figures: str) -> int | None:
    """A figure in digits or in Chinese up to 九百九十九; None for characters that are no number together."""
    if figures.isdigit() and figures.isascii():
        return int(figures)
    if not figures or not set(figures) <= _DIGITS.keys() | _UNITS.keys():
        return None
    if not set(figures) & _UNITS.keys():
        return int("".join(str(_DIGITS[char]) for char in figures))
    total, digit, last = 0, None, 1000
    for char in figures:
        unit = _UNITS.get(char)
        if unit is None:
            if digit:
                return None
            digit = _DIGITS[char]
        else:
            if unit >= last or digit == 0:
                return None
            total, digit, last = total + (1 if digit is None else digit) * unit, None, unit
    return total + (digit or 0)


def read_count(text: str) -> int | None:
    """How many people or pages are meant: 3, ３, 三, 两人, 12 名; None for what is no such number."""
    plain = _COUNTED.sub("", "".join(to_half_width(text)[0].split()))
    return read_figures(plain) if len(plain) <= LONGEST_NUMBER else None
