"""姓名拼音: the ways a name is typed on a keyboard, with every usual reading of a polyphonic surname."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

from app.domain.surnames import COMPOUND_READINGS, GIVEN_READINGS, SURNAME_READINGS, surname_length
from app.domain.text import search_key

MOST_UNITS = 12
MOST_READINGS = 8


@lru_cache(maxsize=8192)
def _dictionary_reading(char: str) -> str:
    """The usual reading of one character in plain letters (ü as v), or nothing when no dictionary has it."""
    # Imported on first need: pypinyin takes about 0.2 s, and the first window must not wait for it.
    from pypinyin import lazy_pinyin

    reading = "".join(lazy_pinyin(char, errors="ignore"))
    return reading if reading.isascii() and reading.isalpha() else ""


def _with_ue(readings: tuple[str, ...]) -> tuple[str, ...]:
    """吕 is typed lv, and lyu in passports."""
    return tuple(dict.fromkeys(form for one in readings for form in (one, one.replace("v", "yu"))))


def _han_readings(char: str, *, surname: bool) -> tuple[str, ...]:
    table = SURNAME_READINGS if surname else GIVEN_READINGS
    return table.get(char) or _with_ue(tuple(filter(None, (_dictionary_reading(char),))))


def _units(name: str) -> list[tuple[str, ...]]:
    """Readings per Chinese character or per Latin word; a character nobody can type is left out."""
    units: list[tuple[str, ...]] = []
    for word in name.split():
        key = search_key(word)
        surname = surname_length(key) if not units else 0
        position = 0
        if not units and key[:2] in COMPOUND_READINGS and len(key) > 2:
            units.extend((one,) for one in COMPOUND_READINGS[key[:2]])
            position = 2
        while position < len(key) and len(units) < MOST_UNITS:
            end = position
            while end < len(key) and key[end].isascii() and key[end].isalnum():
                end += 1
            if end > position:
                units.append((key[position:end],))
                position = end
                continue
            readings = () if key[position].isascii() else _han_readings(key[position], surname=position < surname)
            if readings:
                units.append(readings)
            position += 1
    return units[:MOST_UNITS]


@lru_cache(maxsize=4096)
def readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Every usual way to say a name, each as its syllables: 单田芳 → (shan, tian, fang), (dan, tian, fang).

    At most ``MOST_READINGS`` ways over the first ``MOST_UNITS`` characters (a Latin word counts as one), so that a
    long name of a company stays small. An empty tuple when nothing can be read.
    """
    units = _units(name)
    if not units:
        return ()
    return tuple(islice(product(*units), MOST_READINGS))


def spellings(name: str) -> tuple[str, ...]:
    """Full pinyin without spaces, once per reading: zhangsan."""
    return tuple(dict.fromkeys("".join(reading) for reading in readings(name)))


def initials(name: str) -> tuple[str, ...]:
    """First letters, once per reading: zs."""
    return tuple(dict.fromkeys("".join(syllable[0] for syllable in reading) for reading in readings(name)))
