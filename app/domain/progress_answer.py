"""进度答复: what may be said and shown to a visitor who asks about a matter. Safe to turn the screen towards them.

Everything here is made from a few outgoing facts; nothing is copied from the internal record unless it passes
:func:`sayable`. So no instruction, supervision or other people's data reaches the visitor, and what is held back is
replaced by words that send them to the written answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain import wording
from app.domain.contact import Channel
from app.domain.matter import MatterStatus

STEPS = ("已登记", "办理中", "已答复", "已办结")
HELD_BACK = "已经答复，内容以答复文书为准。"

_ASSIGNING = (1, "已经登记，正在确定由哪个部门办理")
_HANDLING = (2, "承办部门正在办理")
_ANSWERED = (3, "已经答复")
_CONCLUDED = (4, "已经办结")
_STAGES: dict[str, tuple[int, str]] = {
    "registered": _ASSIGNING,
    "triaged": _ASSIGNING,
    "instructed": _ASSIGNING,
    "guided": (3, "已经告知您办理的渠道"),
    "led_into": (3, "已经转入诉讼程序办理"),
    "assigned": (2, "已经交给承办部门"),
    "handling": _HANDLING,
    "supervised": _HANDLING,
    "extension_asked": _HANDLING,
    "return_asked": _HANDLING,
    "in_review": _HANDLING,
    "awaiting_reply": (2, "已有办理意见，正在准备答复"),
    "answered": _ANSWERED,
    "served": _ANSWERED,
    "followed_up": _ANSWERED,
    "closure_proposed": _ANSWERED,
    "closure_reported": _ANSWERED,
    "concluded": _CONCLUDED,
    "closed": _CONCLUDED,
    "filed": _CONCLUDED,
}
_OUTCOMES = {
    "answered": "已作实体答复",
    "guided": "已告知办理渠道",
    "led_into": "已转入法律程序",
    "corrected": "有关问题已补正",
    "explained": "已说明裁判理由",
    "aid": "已给予司法救助",
    "forwarded": "已转有权机关",
    "withdrawn": "您已撤回",
}
_INTERNAL = re.compile(
    r"督办|催办|批示|阅批|呈报|呈批|内部|稳控|包案|审委会|审判委员会|合议庭|评议|副卷|倒查|追责|问责|通报|领导|院长|庭长"
    r"|线人|举报|检举|控告|越级|集体访|风险|研判|苗头|排查"
)
_LONG_DIGITS = re.compile(r"[0-9０-９][0-9０-９ \-]{5,}[0-9０-９Xx]")


@dataclass(frozen=True)
class ProgressAnswer:
    """进度摘要: stage, dates, department and answer of one matter in plain words; names are masked.

    ``step`` is 1 to 4 of :data:`STEPS`. ``next_date`` is the day by which something is owed, none once answered;
    ``overdue`` says that it had passed when this was told.
    """

    matter_id: int
    number: str
    name: str
    matter: str
    registered_on: date
    latest_on: date
    step: int
    stage: str
    department: str
    next_date: date | None
    next_words: str
    answered_on: date | None
    answer: str
    concluded_on: date | None
    outcome: str
    desk_phone: str
    desk_address: str
    overdue: bool = False


@dataclass(frozen=True)
class ProgressChoice:
    """What tells one found matter from another while the visitor looks on: nothing of what was asked, nor by whom.

    People of one name would read each other's claims otherwise; ``number_end`` is the end of the running number.
    """

    matter_id: int
    name: str
    number_end: str
    registered_on: date
    channel: Channel | None


def number_end(number: str) -> str:
    """The last digits of the running number, four at most: 29 of （2026）豫0105访29号."""
    figures = re.findall(r"[0-9]+", number)
    return figures[-1][-4:] if figures else ""


def stage_of(status: MatterStatus) -> tuple[int, str]:
    """The step of :data:`STEPS` and the words for a visitor; a state without words of its own counts as handling."""
    return _STAGES.get(status.value, _HANDLING)


def has_words(status: MatterStatus) -> bool:
    """Whether a state has words of its own."""
    return status.value in _STAGES


def outcome_words(code: str) -> str:
    """An outcome in words for the visitor; empty for those that only the office speaks of."""
    return _OUTCOMES.get(code, "")


def sayable(words: str, other_names: Iterable[str] = ()) -> str:
    """The words if a visitor may hear them as they stand, else :data:`HELD_BACK`; empty stays empty.

    Held back: internal steps, labels on people, names of other people who took part, long numbers.
    """
    if not words.strip():
        return ""
    named = any(name and len(name) > 1 and name in words for name in other_names)
    if named or _INTERNAL.search(words) or _LONG_DIGITS.search(words) or wording.review(words, quoted=True):
        return HELD_BACK
    return words.strip()


def own_words(words: str, other_names: Iterable[str] = ()) -> str:
    """What the petitioner asked for, as it may be shown: long numbers and names of other people become stars."""
    shown = _LONG_DIGITS.sub(lambda found: "*" * len(found.group()), words)
    for name in sorted({name for name in other_names if len(name) > 1}, key=len, reverse=True):
        shown = shown.replace(name, name[0] + "*" * (len(name) - 1))
    return shown


def next_step_words(step: int, next_date: date | None, today: date, *, phone: bool) -> str:
    """What the visitor can expect or do next. ``phone``: the desk's number stands beneath.

    Once the day has passed nothing is promised any more: that it was not kept is said, and how to ask.
    """
    if step >= 4:
        return "这件事已经办结。有新的事实或理由，可以随时到窗口或来电说明。"
    if step == 3:
        return "请查看答复内容。有不明白的地方，可以到窗口或来电，我们请承办部门说明。"
    if next_date is None:
        return "有进展我们会告诉您。也可以随时到窗口或来电查询。"
    how = "请打下面的电话" if phone else "请到窗口询问"
    if next_date < today:
        return f"原定告知的日期已过，还没有办出结果，是我们没有按时告诉您。{how}，我们向承办部门问明后答复您。"
    if next_date == today:
        return f"我们最迟今天告诉您办理情况。今天没有消息，{how}。"
    return f"我们会在这一天之前告诉您办理情况。到期没有消息，{how}。"


def receipt_words(next_date: date | None, today: date) -> str:
    """The same for the receipt of a registration, which may join a matter whose day has passed."""
    if next_date is None:
        return "有进展我们会告知您；也可凭本回执到接待窗口或来电查询。"
    if next_date < today:
        return "这件事原定告知的日期已过，还没有办出结果。请凭本回执到接待窗口或来电询问，我们向承办部门问明后答复您。"
    if next_date == today:
        return "请您今天留意电话，我们会告知办理进展；也可凭本回执到接待窗口或来电查询。"
    return "请您在此日期前留意电话，我们会告知办理进展；也可凭本回执到接待窗口或来电查询。"
