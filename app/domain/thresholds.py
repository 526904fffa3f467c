"""天数标准: the numbers by which the desk is prompted. None is prescribed by law; each says where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.errors import Refused
from app.domain.text import to_half_width


@dataclass(frozen=True)
class Threshold:
    """天数标准: one number the office may change, with its unit, bounds and source."""

    text: str
    unit: str
    default: int
    least: int
    most: int
    source: str


THRESHOLDS: Mapping[str, Threshold] = {
    "lead_idle_days": Threshold(
        "未亲自办理满几天列入清单", "天", 30, 1, 365, "包案领导。本院自定：防止只挂名不办事，请本院确认"
    ),
    "report_day": Threshold("月度汇报次月几日前交", "日", 5, 1, 28, "本院自定：每月定期听取包案情况汇报，请本院确认"),
    "supervise_percent": Threshold(
        "期限过多少提示督办", "%", 50, 10, 99, "没有办理记录的。参照通行做法：期限过半，请本院确认"
    ),
    "answer_days": Threshold(
        "督办反馈期限", "天", 7, 1, 60, "拟督办函时先填的期限。参照通行做法：七日内反馈，请本院确认"
    ),
    "assist_workdays": Threshold("协办没有签收提示督办", "工作日", 3, 1, 30, "参照通行做法：三个工作日，请本院确认"),
    "resubmit_days": Threshold("审核退回没有重报提示督办", "天", 5, 1, 60, "参照通行做法：五日内重报，请本院确认"),
    "climb_workdays": Threshold(
        "逾期后每隔几天上报一级", "工作日", 3, 1, 30, "一级抓一级：每次只上报一级。参照通行做法：三个工作日，请本院确认"
    ),
}
"""By the name under which the office's own number is kept."""


def checked(given: Mapping[str, str]) -> dict[str, int]:
    """The numbers as they are kept, from what was typed.

    Raises:
        Refused: one is no number or out of bounds; ``fields`` names each.
    """
    kept: dict[str, int] = {}
    problems: dict[str, str] = {}
    for name, rule in THRESHOLDS.items():
        text = to_half_width(given.get(name, ""))[0].strip()
        if not text.isdigit() or not rule.least <= int(text) <= rule.most:
            problems[name] = f"请写 {rule.least} 到 {rule.most} 之间的整数。"
        else:
            kept[name] = int(text)
    if problems:
        raise Refused("有几个数需要核对，见各栏下方说明。", problems)
    return kept
