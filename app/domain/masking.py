"""遮盖: what of a person's data may be shown where others can look on (lists, public screens, slips)."""

from __future__ import annotations

import re

from app.domain.surnames import surname_length
from app.domain.text import clean_line

_TOWN = re.compile(r"^(?P<kept>.*?(?:街道办事处|街道|(?<!小)(?<!乡)镇|(?<!家)乡|苏木))")
_COUNTY = re.compile(r"^(?P<kept>.{2,}?(?:自治县|自治旗|林区|特区|(?<![小社校园厂灾])区|县|旗))")
_CITY = re.compile(r"^(?P<kept>.{2,}?市)")
_MIDDLE_DOTS = "·•‧・"


def mask_document(number: str) -> str:
    """身份证号 keeps the first 6 and last 4 characters; shorter documents the first and last 2; tiny ones nothing."""
    text = clean_line(number)
    if len(text) >= 15:
        return _mask(text, 6, 4)
    return _mask(text, 2, 2) if len(text) >= 7 else "*" * len(text)


def mask_phone(phone: str) -> str:
    """手机号 keeps the first 3 and last 4 digits; other numbers keep the last 2; tiny ones nothing."""
    text = clean_line(phone)
    if len(text) == 11 and text.startswith("1"):
        return _mask(text, 3, 4)
    return _mask(text, 0, 2) if len(text) >= 7 else "*" * len(text)


def mask_name(name: str) -> str:
    """姓名 for public screens: 张某某, 欧阳某; a foreign name keeps its first character."""
    text = clean_line(name)
    if not text:
        return ""
    if text[0].isascii():
        return text[0] + "**"
    if any(dot in text for dot in _MIDDLE_DOTS) or len(text) > 6:
        return text[0] + "某某"
    surname = surname_length(text)
    return text[:surname] + "某" * max(1, min(2, len(text) - surname))


def mask_address(address: str) -> str:
    """住址 is kept down to the town or street office, else the county or city; the rest becomes ***."""
    text = clean_line(address)
    for pattern in (_TOWN, _COUNTY, _CITY):
        found = pattern.match(text)
        if found:
            kept = found["kept"]
            return kept if kept == text else kept + "***"
    return "***" if text else ""


def _mask(text: str, first: int, last: int) -> str:
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]
