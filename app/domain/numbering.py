"""编号: how register numbers are written. There is no national code for petitions; each court sets its template."""

from __future__ import annotations

import re
from enum import Enum

from app.domain.contact import Channel
from app.domain.errors import Refused
from app.domain.text import clean_line

YEAR = "{年}"
COURT_CODE = "{法院代字}"
NUMBER = "{号}"
LONGEST_TEMPLATE = 40

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


class Series(Enum):
    """编号序列: each is counted from 1 in every calendar year, without gaps."""

    MATTER = "matter"
    VISIT = "visit"
    LETTER = "letter"
    CALL = "call"
    FORWARDED = "forwarded"
    ONLINE = "online"
    ASSIGNMENT = "assignment"
    INSTRUCTION = "instruction"
    SUPERVISION = "supervision"
    REPLY = "reply"
    NOTICE = "notice"
    OUTGOING = "outgoing"
    CIRCULAR = "circular"


SERIES_TEXT = {
    Series.MATTER: "信访事项",
    Series.VISIT: "来访登记",
    Series.LETTER: "来信登记",
    Series.CALL: "来电登记",
    Series.FORWARDED: "交办转送登记",
    Series.ONLINE: "网信登记",
    Series.ASSIGNMENT: "交办单",
    Series.INSTRUCTION: "阅批单",
    Series.SUPERVISION: "督办函",
    Series.REPLY: "答复意见书",
    Series.NOTICE: "告知书",
    Series.OUTGOING: "发出函件",
    Series.CIRCULAR: "通报",
}

DEFAULT_TEMPLATES = {
    Series.MATTER: "（{年}）{法院代字}访{号}号",
    Series.VISIT: "（{年}）{法院代字}来访{号}号",
    Series.LETTER: "（{年}）{法院代字}来信{号}号",
    Series.CALL: "（{年}）{法院代字}来电{号}号",
    Series.FORWARDED: "（{年}）{法院代字}转送{号}号",
    Series.ONLINE: "（{年}）{法院代字}网信{号}号",
    Series.ASSIGNMENT: "{法院代字}访交〔{年}〕{号}号",
    Series.INSTRUCTION: "{法院代字}访批〔{年}〕{号}号",
    Series.SUPERVISION: "{法院代字}访督〔{年}〕{号}号",
    Series.REPLY: "{法院代字}访答〔{年}〕{号}号",
    Series.NOTICE: "{法院代字}访告〔{年}〕{号}号",
    Series.OUTGOING: "{法院代字}访函〔{年}〕{号}号",
    Series.CIRCULAR: "{法院代字}访通〔{年}〕{号}号",
}

_SERIES_OF_CHANNEL = {
    Channel.VISIT: Series.VISIT,
    Channel.LETTER: Series.LETTER,
    Channel.CALL: Series.CALL,
    Channel.FORWARDED: Series.FORWARDED,
    Channel.ONLINE: Series.ONLINE,
}


def series_of(channel: Channel) -> Series:
    """The register in which a contact of this channel is numbered."""
    return _SERIES_OF_CHANNEL[channel]


def check_template(template: str, field: str = "template") -> str:
    """Return the template, cleaned, if numbers made from it are unique within a series.

    {年} and {号} must each stand in it once; {法院代字} may stand in it once.

    Raises:
        Refused: with one sentence for ``field``.
    """
    cleaned = clean_line(template)
    message = _objection(cleaned)
    if message:
        raise Refused(message, {field: message})
    return cleaned


def _objection(template: str) -> str:
    found = _PLACEHOLDER.findall(template)
    unknown = [one for one in found if one not in (YEAR, COURT_CODE, NUMBER)]
    if unknown:
        return f"编号格式里的{unknown[0]}程序不认识，无法生成编号。只能使用{YEAR}、{COURT_CODE}、{NUMBER}。"
    if re.search(r"[{}]", _PLACEHOLDER.sub("", template)):
        return f"编号格式里的花括号没有成对，无法生成编号。请写成{YEAR}、{COURT_CODE}、{NUMBER}的样子。"
    for placeholder, reason in ((YEAR, "不同年份的编号会重复"), (NUMBER, "同一年的编号会重复")):
        if placeholder not in found:
            return f"编号格式缺少{placeholder}，{reason}。请补上。"
    return _confusion(template, found)


def _confusion(template: str, found: list[str]) -> str:
    repeated = [one for one in (YEAR, COURT_CODE, NUMBER) if found.count(one) > 1]
    if repeated:
        return f"编号格式里{repeated[0]}写了不止一次，编号容易读错。请只保留一处。"
    if re.search(r"\}[0-9０-９]|[0-9０-９]\{|\}\{", template.replace(YEAR + COURT_CODE, YEAR)):
        return f"编号格式里数字或{YEAR}、{NUMBER}紧挨在一起，编号会分不清。请在中间加文字或括号。"
    if len(template) > LONGEST_TEMPLATE:
        return f"编号格式超过{LONGEST_TEMPLATE}个字，登记表和封面上放不下。请缩短。"
    return ""


def render(template: str, year: int, court_code: str, number: int) -> str:
    """Write a number: no zero padding, as in case numbers.

    Raises:
        ValueError: the number is below 1.
    """
    if number < 1:
        raise ValueError(number)
    values = {YEAR: str(year), COURT_CODE: court_code, NUMBER: str(number)}
    return _PLACEHOLDER.sub(lambda found: values[found.group()], template)
