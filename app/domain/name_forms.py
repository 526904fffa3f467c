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
from app.domain.surnames import COMPOUND_SURNAMES, surname_length
from app.domain.text import search_key

UNKNOWN = "?"

_NAMELESS = re.compile(
    r"(?:佚名|隐名|无名氏?|不详|未知|未署名|未留名|署名不清|落款不清)?"
    r"|[一某]?[名位个群些]?(?:匿名|知情|热心|普通|(?:不愿|不想|没有|未)意?(?:透露|公开|留下?|具|署)(?:自己)?(?:真实?)?(?:姓名|名字?)?)?的?"
    r"(?:群众|村民|居民|市民|老?百姓|职工|员工|业主|(?:举报|反映|来信)?(?:者|人士?)|来?信)?"
)
_SURNAME_SAID = re.compile(
    r"[老小](?P<called>.)"
    r"|(?P<family>[^\x00-\x7f]{1,2}?)(?:某{1,2}|[?x]{1,2}|氏|老汉|老太太?|大[爷娘妈伯叔哥姐嫂]|阿姨|奶奶|爷爷"
    r"|先生|女士|小姐|同志|师傅|老师|律师|经理|老板)?"
)

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_STAND_IN = re.compile(r"[?*#_□■▢☐〓※〇○●◎◇◆△▲×\ufffd]")
_ASIDE = re.compile(r"\([^()]*\)|(?:先生|女士|小姐|同志|师傅|等(?:[0-9一二三四五六七八九十百]{1,4}[人名户]|人)?)$")
_POST = (
    r"(?:承办|主审|主办|经办)?(?:法官助理|法官|审判[长员]|书记员|执行员|干警|法警|警官|民警|检察官|律师|主任|科长"
    r"|(?:副|大|中|村)?(?:庭长|院长|局长|所长|队长|镇长|乡长|村长|书记)|村?支书|村?会计)"
)
_OFFICE = "法院|法庭|检察院|公安局|派出所|政府|村委会"
_BEFORE_ACCUSED = re.compile(rf"^(?:.{{0,30}}(?:{_OFFICE}|[局庭](?!长)))?(?:{_POST})?")
_AFTER_ACCUSED = re.compile(rf"{_POST}$")
_ORGANISATION = re.compile(r"(?:有限责任公司|股份有限公司|有限公司|公司)$")
_BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


class Sameness(IntEnum):
    """How alike two names are, the least first. ``UNSAID`` when one of them is missing or 匿名, ``FAMILY`` when one of
    them says no more than a family name, and it agrees: 老张, 张某.
    """

    DIFFERENT = 0
    PARTLY = 1
    UNSAID = 2
    FAMILY = 3
    BLURRED = 4
    SAME_SOUND = 5
    RARE = 6
    VARIANT = 7
    EQUAL = 8


@lru_cache(maxsize=1)
def _usual() -> dict[int, str]:
    table = json.loads((RESOURCES / "characters" / "variants.json").read_text(encoding="utf-8"))
    pairs = {char: form for chars, forms in table["variants"] for char, form in zip(chars, forms, strict=True)}
    private = zip(*table["private_use"], strict=True)
    return {ord(char): form for char, form in pairs.items()} | {
        ord(char): pairs.get(form, form) for char, form in private
    }


def usual_characters(text: str) -> str:
    """The text with traditional, variant and private-use characters led to their usual form."""
    return text.translate(_usual())


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name as it is compared: no spaces, dots and forms of address, one width, one case."""
    key = search_key(name)
    return _ASIDE.sub("", key) or key


@lru_cache(maxsize=4096)
def usual_form(name: str) -> str:
    """The name with every character led to its usual form; a character nobody knows becomes ``?``."""
    form = usual_characters(plain_name(name))
    return _STAND_IN.sub(UNKNOWN, _PRIVATE.sub(UNKNOWN, form))


def is_nameless(name: str) -> bool:
    """Whether nobody is named: empty, 匿名 or no more than 一名群众."""
    return bool(_NAMELESS.fullmatch(plain_name(name)))


@lru_cache(maxsize=4096)
def said_surname(name: str) -> str:
    """The family name of a text that says no other: 老张, 张某某, 张大爷; empty for a name."""
    found = _SURNAME_SAID.fullmatch(usual_form(name))
    family = (found["called"] or found["family"]) if found else ""
    return family if len(family) == 1 or family in COMPOUND_SURNAMES else ""


@lru_cache(maxsize=4096)
def accused_name(text: str) -> str:
    """The name of somebody accused without post and office: 执行局李强法官 is 李强; what leaves no name stays."""
    plain = plain_name(text)
    for begun in (_BEFORE_ACCUSED.sub("", plain, count=1), plain):
        name = _AFTER_ACCUSED.sub("", begun)
        if 2 <= len(name) <= 4 and name != plain and not said_surname(name) and not re.search(_OFFICE, name):
            return name
    return plain


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
    written = _written_alike(one, other)
    said, also_said = said_surname(one), said_surname(other)
    if (said or also_said) and written is not Sameness.RARE:
        return _compare_surnames(said or _family(a), also_said or _family(b))
    sameness = written or _spoken_alike(one, other)
    if sameness is not None:
        return NameLikeness(sameness, one_family=True)
    return NameLikeness(Sameness.PARTLY if _one_slip(a, b) else Sameness.DIFFERENT, _family(a) == _family(b))


def _compare_surnames(a: str, b: str) -> NameLikeness:
    alike = a == b or UNKNOWN in (a, b)
    return NameLikeness(Sameness.FAMILY if alike else Sameness.DIFFERENT, one_family=alike)


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
