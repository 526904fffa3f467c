"""异体与同音: one form for the spellings of a name, and how alike two names are.

Traditional, variant and private-use characters are led to one usual character (``resources/characters``); what is not
in the table is compared as it stands. Sounds come from :mod:`app.domain.names`, with every reading of a surname.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from app.domain.names import readings
from app.domain.resources import RESOURCES
from app.domain.surnames import surname_length
from app.domain.text import search_key

UNKNOWN = "?"
NAMELESS = frozenset(
    ("", "匿名", "佚名", "无名氏", "不详", "未知", "不愿留名", "不愿透露", "群众", "匿名群众", "匿名信")
)

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_STAND_IN = re.compile(r"[?*#_□■〇○●◎△▲×\ufffd]")
_ASIDE = re.compile(r"\(.*?\)|(?:先生|女士|小姐|同志|师傅)$")
_ORGANISATION = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|公司)$")
_BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


class Sameness(IntEnum):
    """How alike two names are, the least first. ``UNSAID`` when one of them is missing or 匿名."""

    DIFFERENT = 0
    PARTLY = 1
    UNSAID = 2
    BLURRED = 3
    SAME_SOUND = 4
    RARE = 5
    VARIANT = 6
    EQUAL = 7


@lru_cache(maxsize=1)
def _usual() -> dict[int, str]:
    table = json.loads((RESOURCES / "characters" / "variants.json").read_text(encoding="utf-8"))
    pairs = {char: form for chars, forms in table["variants"] for char, form in zip(chars, forms, strict=True)}
    private = zip(*table["private_use"], strict=True)
    return {ord(char): form for char, form in pairs.items()} | {
        ord(char): pairs.get(form, form) for char, form in private
    }


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name as it is compared: no spaces, dots and forms of address, one width, one case."""
    key = search_key(name)
    return _ASIDE.sub("", key) or key


@lru_cache(maxsize=4096)
def usual_form(name: str) -> str:
    """The name with every character led to its usual form; a character nobody knows becomes ``?``."""
    form = plain_name(name).translate(_usual())
    return _STAND_IN.sub(UNKNOWN, _PRIVATE.sub(UNKNOWN, form))


def is_nameless(name: str) -> bool:
    """Whether nobody is named: empty or 匿名."""
    return plain_name(name) in NAMELESS


def has_rare(name: str) -> bool:
    """Whether a character of the name is unknown or beyond GB 2312, so that it is often typed otherwise."""
    return any(is_rare(char) for char in usual_form(name))


def is_rare(char: str) -> bool:
    """Whether a character is unknown, or a Chinese one that older input methods did not have."""
    if char == UNKNOWN:
        return True
    return bool(_HAN.match(char)) and not _in_gb2312(char)


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=4096)
def sounds(name: str) -> frozenset[str]:
    """The ways the name sounds, letters only: zengli, cengli."""
    raw, form = plain_name(name), usual_form(name).replace(UNKNOWN, "")
    said = {"".join(one) for text in {raw, form} for one in readings(text)}
    return frozenset(one for one in said if one)


def blurred(sound: str) -> str:
    """A sound without the differences that many speakers do not make: zh and z, ing and in."""
    for long, short in _BLURRED:
        sound = sound.replace(long, short)
    return sound


def wildcard(name: str) -> str:
    """The usual form with every rare character as ``?``; empty when there is none or nothing else."""
    form = usual_form(name)
    held = "".join(UNKNOWN if is_rare(char) else char for char in form)
    return held if UNKNOWN in held and held.strip(UNKNOWN) else ""


@dataclass(frozen=True)
class NameLikeness:
    """The result of comparing two names: how alike, and whether the family name is shared."""

    sameness: Sameness
    one_family: bool = False


@lru_cache(maxsize=8192)
def compare_names(one: str, other: str) -> NameLikeness:
    """How alike two names are."""
    if is_nameless(one) or is_nameless(other):
        return NameLikeness(Sameness.UNSAID)
    a, b = usual_form(one), usual_form(other)
    sameness = _written_alike(one, other) or _spoken_alike(one, other)
    if sameness is not None:
        return NameLikeness(sameness, one_family=True)
    return NameLikeness(Sameness.PARTLY if _one_slip(a, b) else Sameness.DIFFERENT, _family(a) == _family(b))


def _written_alike(one: str, other: str) -> Sameness | None:
    a, b = usual_form(one), usual_form(other)
    if UNKNOWN not in a and plain_name(one) == plain_name(other):
        return Sameness.EQUAL
    firms = len(a) > 5 and _ORGANISATION.sub("", a) == _ORGANISATION.sub("", b)
    if UNKNOWN not in a and (a == b or firms):
        return Sameness.VARIANT
    blank, other_blank = _blanked(one), _blanked(other)
    rare = _same_but_rare(a, b) or _same_but_rare(blank, other_blank)
    return Sameness.RARE if rare else None


def _blanked(name: str) -> str:
    """The usual form with private-use characters unknown: each vendor gave them to other characters."""
    return usual_form(_PRIVATE.sub(UNKNOWN, name))


def _spoken_alike(one: str, other: str) -> Sameness | None:
    if not _same_length(usual_form(one), usual_form(other)):
        return None
    spoken, heard = sounds(one), sounds(other)
    if spoken & heard:
        return Sameness.SAME_SOUND
    if {blurred(sound) for sound in spoken} & {blurred(sound) for sound in heard}:
        return Sameness.BLURRED
    return None


def _family(form: str) -> str:
    return form[: surname_length(form)]


def _same_length(a: str, b: str) -> bool:
    """Latin letters may spell any number of characters; otherwise a sound has one character."""
    return a.isascii() or b.isascii() or len(a) == len(b) or any(char.isascii() for char in a + b)


def _same_but_rare(a: str, b: str) -> bool:
    """Equal but for places where one side has an unknown character and the other a rare one or none."""
    if a == b:
        return len(a.replace(UNKNOWN, "")) > 1
    if len(a) == len(b):
        places = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        return len(a) - len(places) >= 1 and all(UNKNOWN in (x, y) and is_rare(x) and is_rare(y) for x, y in places)
    return UNKNOWN in a + b and len(a) > 2 and a.replace(UNKNOWN, "") == b.replace(UNKNOWN, "")


def _one_slip(a: str, b: str) -> bool:
    """One character wrong, left out, put in, or two neighbours changed; at least two characters must agree."""
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 2:
        return False
    if len(a) == len(b):
        wrong = [place for place, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        if len(wrong) == 1:
            return len(a) > 2
        swapped = len(wrong) == 2 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]
        return swapped and len(a) > 2
    long, short = (a, b) if len(a) > len(b) else (b, a)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
