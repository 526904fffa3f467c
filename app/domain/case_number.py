"""案号: reading the number of a court case the way petitioners write it.

Source: 最高人民法院《关于人民法院案件案号的若干规定》 (法〔2015〕137号, from 2016-01-01) with the 专门审判代字 added by
法〔2018〕335号. Older numbers follow no national form and are kept as written. Petitioners often know only part of a
number, so nothing here ever blocks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from app.domain.courts import COURT_CODE_PATTERN
from app.domain.name_forms import usual_characters
from app.domain.problem import Problem
from app.domain.resources import load_json
from app.domain.text import clean_line, to_half_width

FIRST_YEAR_OF_RULE = 2016
OLDEST_YEAR = 1949

_OPENING = "(（〔[［【〖﹝﹙❨⁽"
_CLOSING = ")）〕]］】〗﹞﹚❩⁾"
_UNIFIED = str.maketrans(
    dict.fromkeys(_OPENING, "（") | dict.fromkeys(_CLOSING, "）") | dict.fromkeys("－—–‐−‑﹣", "-") | {"號": "号"}
)
_ODD_BRACKETS = re.compile(r"^[{｛<＜〈《「『⟨]((?:19|20)[0-9]{2})[}｝>＞〉》」』⟩]")
_LABEL = re.compile(r"^(?:(?:原审|一审|二审|再审|执行|本案)?案(?:件编|件)?号(?:为|是)?[:：]?)(?=[（0-9])")
_AFTER = r"之(?:[一二三四五六七八九十百]+|[0-9]+)"
_PAPER = re.compile(
    rf"(?P<number>.*(?:号(?:{_AFTER}|-[0-9]+)?|[0-9](?:{_AFTER})?))"
    r"(?:(?:民事|刑事|行政|执行|国家赔偿|附带民事)*(?:判决|裁定|调解|决定|通知|支付令|起诉状|申请)书?|一?案(?:件|卷)?|案)[。.]?"
)
_JOINER = r"[-./,，、。·_|:：]"
_INNER_SUFFIX = re.compile(rf"(?<=[^0-9（）第字])((?:[0-9]+))(-[0-9]+|{_AFTER})号$")
_ENCLOSED_SUFFIX = re.compile(rf"（({_AFTER})）(?=号?$)")
_ENDING = re.compile(rf"(?P<number>（[0-9]{{4}}）[^号]*?[0-9])(?P<suffix>{_AFTER}|-[0-9]+)?")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SUFFIX = r"(?:之(?P<after>[一二三四五六七八九十百]+|[0-9]+)|-(?P<dash>[0-9]+))?"
_CHINESE_YEAR = re.compile(rf"^（?[〇○零一二三四五六七八九]{{4}}(?=）|年?{_JOINER}?(?:{COURT_CODE_PATTERN}))")
_JOINED = re.compile(
    rf"(（?(?:19|20)[0-9]{{2}}）?年?){_JOINER}?({COURT_CODE_PATTERN}){_JOINER}?([^0-9（）\-./,，、。·_|:：]{{1,12}}){_JOINER}?"
    rf"([0-9]{{1,8}}(?:号.*|{_AFTER}号?|-[0-9]+号?)?)"
)
_MODERN = re.compile(
    rf"（(?P<year>[0-9]{{4}})）(?P<court>{COURT_CODE_PATTERN})(?P<kind>[^0-9（）]{{1,12}})(?P<number>[0-9]{{1,8}})号{_SUFFIX}"
)
_LEGACY = re.compile(
    r"（(?P<year>[0-9]{4})）(?P<free>.{1,30}?)字?第?(?P<number>[0-9]{1,8})(?:-(?P<dash>[0-9]+))?号(?:之(?P<after>.{1,4}))?"
)
_BARE_YEAR = re.compile(r"^（?((?:19|20)[0-9]{2})）?年?(?=[^0-9）])")


@dataclass(frozen=True)
class CaseNumberReading:
    """What was read. Parts that could not be read are empty; ``normalised`` always holds something to store.

    ``suffix`` (之一, -1) names a document within the case and is no part of the case's identity. ``legacy`` numbers are
    from before 2016.
    """

    raw: str
    normalised: str
    year: int | None = None
    court: str = ""
    special: str = ""
    type_code: str = ""
    number: int | None = None
    suffix: str = ""
    legacy: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def identity(self) -> str:
        """The number without its suffix: equal for every document of one case."""
        return re.sub(r"(?<=号)(?:之.+|-[0-9]+)$", "", self.normalised) if self.suffix else self.normalised

    def describe(self) -> str:
        """A short reading for the hint under the field: 行政一审 · 2019年; empty when there is nothing to say."""
        if self.year is None:
            return ""
        name = "旧式案号" if self.legacy else case_types().get(self.type_code, "")
        special = "（知识产权专门审判）" if self.special else ""
        return " · ".join(filter(None, (name + special if name else "", f"{self.year}年")))


@lru_cache(maxsize=1)
def case_types() -> dict[str, str]:
    """类型代字 with their short names, the two retired ones included."""
    table = load_json("case_types")
    current = {code: name for group in table["groups"] for code, name in group["types"]}
    return current | dict(table["retired"])


@lru_cache(maxsize=1)
def local_types() -> dict[str, str]:
    """Codes outside the national table that courts use before a case is filed."""
    return dict(load_json("case_types")["local"])


def is_known_type(kind: str) -> bool:
    """Whether this is a 类型代字 of the table or a local one, with or without a 专门审判代字 before it."""
    type_code = _split_kind(kind)[1]
    return type_code in case_types() or type_code in local_types()


def parse(text: str, today: date) -> CaseNumberReading:
    """Read a case number. Never raises; every problem is a hint.

    ``normalised`` has full-width round brackets, half-width digits and no spaces; an obvious slip (missing bracket,
    字第 in a new number, leading zeros, missing 号) is corrected in it and said in ``problems``.
    """
    written = "".join(to_half_width(clean_line(text.translate(_UNIFIED)))[0].split())
    if not written:
        return CaseNumberReading(text, "")
    corrected, problems = _corrected(written)
    found = _MODERN.fullmatch(corrected)
    if found and (int(found["year"]) >= FIRST_YEAR_OF_RULE or not found["kind"].endswith(("字", "字第"))):
        return _modern(text, found, problems, today)
    found = _LEGACY.fullmatch(corrected)
    if found and "字" in corrected:
        return _legacy(text, corrected, found, problems, today)
    message = "没有读懂这个案号，仍会照原样保存。完整的写法像（2023）豫0104民初1234号；请对照裁判文书核对。"
    return CaseNumberReading(text, written, problems=(Problem("form", message),))


def _corrected(written: str) -> tuple[str, tuple[Problem, ...]]:
    """Put right what can only be meant in one way."""
    problems: list[Problem] = []
    written = _ODD_BRACKETS.sub(r"（\1）", _LABEL.sub("", written))
    named = _PAPER.fullmatch(written)
    if named:
        written = named["number"]
        problems.append(Problem("extra", "案号后面的文书名称不是案号的一部分。"))
    corrected = _CHINESE_YEAR.sub(lambda found: found[0].translate(_CHINESE_DIGITS), written)
    enclosed = _ENCLOSED_SUFFIX.sub(r"\1", corrected)
    if enclosed != corrected:
        corrected = enclosed
        problems.append(Problem("suffix_bracket", "案件内文书的序号不写在括号里。"))
    joined = _JOINED.fullmatch(corrected)
    if joined and "".join(joined.groups()) != corrected:
        corrected = "".join(joined.groups())
        problems.append(Problem("joined", "案号各部分之间不加标点。"))
    year = _BARE_YEAR.match(corrected)
    if year and not re.match(r"^（[0-9]{4}）", corrected):
        corrected = f"（{year[1]}）{corrected[year.end() :]}"
        problems.append(Problem("bracket", "年份没有写在括号里。"))
    ending = _ENDING.fullmatch(corrected)
    if ending and "字" in corrected and (ending["suffix"] or "").startswith("-"):
        corrected += "号"
        problems.append(Problem("ending", "末尾缺少“号”字。"))
    elif ending:
        corrected = f"{ending['number']}号{ending['suffix'] or ''}"
        problems.append(Problem("ending", "序号后面缺少“号”字。" if ending["suffix"] else "末尾缺少“号”字。"))
    if "字" not in corrected and _INNER_SUFFIX.search(corrected):
        corrected = _INNER_SUFFIX.sub(r"\1号\2", corrected)
        problems.append(Problem("suffix_place", "案件内文书的序号应写在“号”字后面。"))
    return corrected, tuple(problems)


def _modern(raw: str, found: re.Match[str], problems: tuple[Problem, ...], today: date) -> CaseNumberReading:
    kind = found["kind"]
    plain = re.sub(r"字?第?$", "", kind)
    if plain != kind and plain:
        problems += (Problem("mixed", "2016年起的案号不写“字”“第”。"),)
        kind = plain
    if _split_kind(kind)[1] not in case_types() and _split_kind(usual := usual_characters(kind))[1] in case_types():
        kind = usual
    if found["number"].startswith("0") and found["number"].strip("0"):
        problems += (Problem("zeros", "案号的序号前面不补0。"),)
    special, type_code = _split_kind(kind)
    number, year = int(found["number"]), int(found["year"])
    suffix = found["after"] or found["dash"] or ""
    tail = f"之{suffix}" if found["after"] else f"-{suffix}" if suffix else ""
    normalised = f"（{year:04d}）{found['court']}{kind}{number}号{tail}"
    offered = tuple(
        replace(problem, message=f"{problem.message}已按{normalised}理解，请核对。", suggestion=normalised)
        for problem in problems
    )
    offered += _about_type(type_code) + _about_year(year, today)
    if number == 0:
        offered += (Problem("zero", "案号的序号从1开始，这里是0。请对照裁判文书核对。"),)
    if year < FIRST_YEAR_OF_RULE:
        message = f"这种写法从{FIRST_YEAR_OF_RULE}年才开始使用，年份可能录错了。请对照裁判文书核对年份。"
        offered += (Problem("before_rule", message),)
    return CaseNumberReading(
        raw, normalised, year, found["court"], special, type_code, number, suffix, legacy=False, problems=offered
    )


def _split_kind(kind: str) -> tuple[str, str]:
    """专门审判代字 and 类型代字; a code of the table is never torn apart."""
    specials: dict[str, str] = load_json("case_types")["special"]
    if kind not in case_types() and kind[0] in specials and (kind[1:] in case_types() or kind[1:] in local_types()):
        return kind[0], kind[1:]
    return "", kind


def _about_type(type_code: str) -> tuple[Problem, ...]:
    if type_code in case_types():
        return ()
    if type_code in local_types():
        message = f"“{type_code}”是立案前的本地编号，不在全国案号代字表中，无法核对。请照材料上的写法保存。"
        return (Problem("local_type", message),)
    message = f"类型代字“{type_code}”不在全国案号代字表中，可能有错字。请对照裁判文书核对；无误可照常登记。"
    return (Problem("unknown_type", message),)


def _about_year(year: int, today: date) -> tuple[Problem, ...]:
    if year > today.year:
        message = f"案号年份{year}晚于今年，可能录错了。请对照裁判文书核对，并看电脑日期是否正确。"
        return (Problem("future_year", message),)
    if year < OLDEST_YEAR:
        message = f"案号年份{year}早于{OLDEST_YEAR}年，可能录错了。请对照裁判文书核对。"
        return (Problem("old_year", message),)
    return ()


def _legacy(
    raw: str, corrected: str, found: re.Match[str], problems: tuple[Problem, ...], today: date
) -> CaseNumberReading:
    year = int(found["year"])
    offered = tuple(
        replace(problem, message=f"{problem.message}已按{corrected}理解，请核对。", suggestion=corrected)
        for problem in problems
    )
    offered += _about_year(year, today)
    if year >= FIRST_YEAR_OF_RULE:
        message = f"{FIRST_YEAR_OF_RULE}年起案号已不用“字第”的写法。请对照裁判文书核对；无误可照常登记。"
        offered += (Problem("old_style", message),)
    return CaseNumberReading(
        raw,
        corrected,
        year,
        number=int(found["number"]),
        suffix=found["dash"] or found["after"] or "",
        legacy=True,
        problems=offered,
    )
