"""本机时钟: an offline PC is its own and only clock, so a jump is noticed, named, and never silently believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=5)
FAR_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class ClockJump:
    """时钟异常: what the PC says now against the latest time this register has seen."""

    last_seen: datetime
    now: datetime

    @property
    def backwards(self) -> bool:
        """Whether it went back; otherwise it is suspiciously far ahead."""
        return self.now < self.last_seen

    @property
    def words(self) -> str:
        """What happened, what it means and what to do."""
        seen, now = (f"{one:%Y年%m月%d日 %H:%M}" for one in (self.last_seen, self.now))
        if self.backwards:
            what = f"本机时钟退回了：登记库最后一次使用是{seen}，现在电脑显示{now}。"
            return what + "期限按电脑日期计算，时钟不对会算错。请先校正日期和时间；确认无误的，写明原因后继续。"
        what = f"本机时钟可能偏快：登记库上一次使用是{seen}，现在电脑显示{now}。"
        return what + "请核对今天的日期；确实隔了这么久没有使用的，写明原因后继续。"


def judge(last_seen: datetime | None, now: datetime) -> ClockJump | None:
    """The jump to name, or ``None`` when the clock goes on as it should."""
    if last_seen is None:
        return None
    if now < last_seen - TOLERANCE or now > last_seen + FAR_AHEAD:
        return ClockJump(last_seen, now)
    return None
