"""电话: reading telephone numbers. Nothing here ever blocks: a number that looks odd may still be the only one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from app.domain.problem import Problem
from app.domain.text import clean_line, to_half_width


class PhoneKind(Enum):
    """What sort of number it is."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SERVICE = "service"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PhoneReading:
    """A telephone number as it is stored: 13812345678, 0371-66667777, 0371-66667777-12."""

    normalised: str
    kind: PhoneKind
    problems: tuple[Problem, ...] = ()


_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MOBILE_INSIDE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_AREA_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([1-9][0-9]{6,7})(?:-([0-9]{1,6}))?")
_LOCAL_LANDLINE = re.compile(r"[2-9][0-9]{6,7}(?:-[0-9]{1,6})?")
_SERVICE = re.compile(r"[48]00[0-9]{7}|1[0-9]{2}|1[0-9]{4}|96[0-9]{3,4}")
_FOREIGN = re.compile(r"(?:\+|00)(?!86)[0-9]{7,15}")
_NOISE = re.compile(r"[\s()（）.·]")
_DASHES = re.compile(r"[-－—–‐−]+")
_EXTENSION = re.compile(r"(?:转|#|EXT\.?|X)([0-9]{1,6})$", re.IGNORECASE)


def read_phone(text: str) -> PhoneReading:
    """Read a typed telephone number. Never raises; an empty text has no problems."""
    line = clean_line(text)
    typed = _DASHES.sub("-", _NOISE.sub("", to_half_width(line)[0]).replace("＋", "+"))
    typed = _EXTENSION.sub(r"-\1", typed)
    national = re.sub(r"^(?:\+86|0086|86(?=1[3-9]))-?", "", typed)
    digits = national.replace("-", "")
    if _MOBILE.fullmatch(digits):
        return PhoneReading(digits, PhoneKind.MOBILE)
    if _SERVICE.fullmatch(digits):
        return PhoneReading(digits, PhoneKind.SERVICE)
    landline = _read_landline(national)
    if landline is not None:
        return landline
    foreign = typed.replace("-", "")
    if _FOREIGN.fullmatch(foreign):
        return PhoneReading(re.sub("^00", "+", foreign), PhoneKind.FOREIGN)
    return (
        PhoneReading(line, PhoneKind.UNKNOWN, _odd_number(line, digits))
        if line
        else PhoneReading("", PhoneKind.UNKNOWN)
    )


def _read_landline(typed: str) -> PhoneReading | None:
    area = re.match(r"(010|02[0-9]|0[3-9][0-9]{2})-", typed)
    joined = typed.replace("-", "", 1) if area else typed
    found = _AREA_LANDLINE.fullmatch(joined)
    if found:
        return PhoneReading("-".join(filter(None, found.groups())), PhoneKind.LANDLINE)
    if _LOCAL_LANDLINE.fullmatch(typed):
        message = "座机号缺少区号，外地同事打不通。能问到就补上，例如0371；问不到可照常登记。"
        return PhoneReading(typed, PhoneKind.LANDLINE, (Problem("area_code", message),))
    return None


def _odd_number(line: str, digits: str) -> tuple[Problem, ...]:
    mobiles = _MOBILE_INSIDE.findall(to_half_width(line)[0])
    if mobiles:
        message = "一栏里只能放一个号码，其余的字以后拨号和查找都用不上。请只留号码，其他号码另加一行。"
        return (Problem("several", message, suggestion=mobiles[0]),)
    if re.fullmatch(r"1[0-9]*", digits):
        message = f"手机号应为11位，现在是{len(digits)}位。请当面核对；确实只有这个号码可照常登记。"
        return (Problem("length", message),)
    message = "这不像电话号码，以后可能联系不上信访人。请当面核对；确实只有这个联系方式可照常登记。"
    return (Problem("form", message),)
