"""来访、来信、来电、转送: one event on one day."""

from __future__ import annotations

from enum import Enum


class Channel(Enum):
    """渠道: how the contact reached the desk."""

    VISIT = "visit"
    LETTER = "letter"
    CALL = "call"
    FORWARDED = "forwarded"
    ONLINE = "online"


CHANNEL_TEXT = {
    Channel.VISIT: "来访",
    Channel.LETTER: "来信",
    Channel.CALL: "来电",
    Channel.FORWARDED: "交办转送",
    Channel.ONLINE: "网信",
}

FIRST_TEXT = {
    Channel.VISIT: "初访",
    Channel.LETTER: "初信",
    Channel.CALL: "首次来电",
    Channel.FORWARDED: "首次转送",
    Channel.ONLINE: "首次网信",
}

REPEAT_TEXT = {
    Channel.VISIT: "重访",
    Channel.LETTER: "重信",
    Channel.CALL: "再次来电",
    Channel.FORWARDED: "再次转送",
    Channel.ONLINE: "再次网信",
}


INQUIRY_TEXT = "查询进度"


def first_or_repeat(channel: Channel, ordinal: int) -> str:
    """Say 初访 or 重访 第3次 for the ordinal-th contact (1-based) of one matter."""
    if ordinal <= 1:
        return FIRST_TEXT[channel]
    return f"{REPEAT_TEXT[channel]} 第{ordinal}次"
