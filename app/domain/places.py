"""住址: the town and the village of an address, so that 同村 can be said of two people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.domain.name_forms import usual_form

_UPPER = re.compile(
    r"^.+?(?:特别行政区|自治区|自治州|自治县|自治旗|省|盟|(?<![农牧渔])市|(?<![小社校厂灾])区|(?<![村])县|旗)(?!村|社区|街道)(?=.)"
)
_TOWN = re.compile(r"^(?P<town>.{1,9}?)(?:街道办事处|街道|镇人民政府|乡人民政府|(?<=.)镇|(?<=.)(?:民族)?乡|苏木)")
_CUT = re.compile(
    r"(?:第?[0-9一二三四五六七八九十百]{1,6}(?:小组|组|队|社|区|排|号|栋|幢|楼|单元|室|弄|巷|街坊)|[0-9]|附).*$"
)
_GROUP = re.compile(r"第?[0-9一二三四五六七八九十百]{1,6}村民小?组.*$")
_VILLAGE = re.compile(r"^(?P<core>.{1,10}?)(?:村民委员会|居民委员会|村委会|居委会|行政村|自然村|社区|村)")
_ENDS = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|行政村|自然村|社区|村)$")


@dataclass(frozen=True)
class Place:
    """Town and village of an address, each without its kind; empty when they cannot be told."""

    town: str = ""
    village: str = ""
    whole: str = ""


@lru_cache(maxsize=8192)
def read_place(address: str) -> Place:
    """Split an address. Never raises; an address in words of its own stays whole."""
    whole = usual_form(address)
    rest = whole
    for _ in range(3):
        found = _UPPER.match(rest)
        if not found or len(found.group()) > 12:
            break
        rest = rest[found.end() :]
    town = ""
    found = _TOWN.match(rest)
    if found:
        town, rest = found["town"], rest[found.end() :]
    rest = _GROUP.sub("", rest)
    found = _VILLAGE.match(rest)
    core = found["core"] if found else _ENDS.sub("", _CUT.sub("", rest))
    core = _CUT.sub("", core) or core
    said = 1 < len(core) <= 12 and core.strip("某")
    return Place(town, core if said else "", whole)
