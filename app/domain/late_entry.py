"""补录: a contact registered after the day it happened, with its true time and the reason; blank forms for power cuts.

Rule: every contact is registered the day it comes, letters exceptionally within three days (an intermediate court's
rule on letters); what comes later is marked and shows both times. The month it counts for is that of the contact.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from app.domain.contact import Channel

LETTER_DAYS = 3
MOST_BLANKS = 50
LONGEST_REASON = 200

BLANK_CHANNELS = (Channel.VISIT, Channel.LETTER, Channel.CALL)


def is_late(channel: Channel, happened_at: datetime, registered_at: datetime) -> bool:
    """Whether a contact counts as 补录: a visit or call of another day, anything else after more than three days."""
    allowed = 0 if channel in (Channel.VISIT, Channel.CALL) else LETTER_DAYS
    return registered_at.date() - happened_at.date() > timedelta(days=allowed)


def both_times(happened_at: datetime, registered_at: datetime, reason: str) -> str:
    """The mark in words, with both times: 补录：…发生，…登记（原因：停电）."""
    words = f"补录：{_moment(happened_at)}发生，{_moment(registered_at)}登记"
    return words + (f"（原因：{reason}）" if reason else "（未写明原因）")


def _moment(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute:02d}分"


class BlankState(Enum):
    """What became of a blank form."""

    OUT = "out"
    RETURNED = "returned"
    VOID = "void"


BLANK_STATE_TEXT = {BlankState.OUT: "未收回", BlankState.RETURNED: "已录入", BlankState.VOID: "已作废"}


@dataclass(frozen=True)
class BlankForm:
    """空白登记表: printed with a number taken from the series, filled in by hand, entered later or voided."""

    blank_id: int
    number: str
    channel: Channel
    year: int
    batch: int
    reserved_at: datetime
    reserved_by: str
    contact_id: int | None
    returned_at: datetime | None
    voided_at: datetime | None
    void_reason: str

    @property
    def state(self) -> BlankState:
        """Whether it is still out."""
        if self.voided_at is not None:
            return BlankState.VOID
        return BlankState.RETURNED if self.contact_id is not None else BlankState.OUT

    def days_out(self, today: date) -> int:
        """Days since it was printed."""
        return (today - self.reserved_at.date()).days
