from __future__ import annotations

from datetime import date, datetime

import pytest

from app.domain.contact import Channel
from app.domain.late_entry import both_times, is_late


@pytest.mark.parametrize(
    ("channel", "happened", "registered", "late"),
    [
        (Channel.VISIT, "2026-11-24T17:00", "2026-11-24T23:59", False),
        (Channel.VISIT, "2026-11-24T17:00", "2026-11-25T00:01", True),
        (Channel.CALL, "2026-11-24T17:00", "2026-11-25T08:30", True),
        (Channel.LETTER, "2026-11-21T08:30", "2026-11-24T17:00", False),
        (Channel.LETTER, "2026-11-20T08:30", "2026-11-24T08:30", True),
        (Channel.FORWARDED, "2026-11-23T08:30", "2026-11-25T08:30", False),
    ],
)
def test_what_counts_as_late(channel: Channel, happened: str, registered: str, late: bool) -> None:
    assert is_late(channel, datetime.fromisoformat(happened), datetime.fromisoformat(registered)) is late


def test_both_times_are_said() -> None:
    happened, registered = datetime.fromisoformat("2026-11-24T09:05"), datetime.fromisoformat("2026-11-25T08:40")
    assert both_times(happened, registered, "停电") == (
        "补录：2026年11月24日9时05分发生，2026年11月25日8时40分登记（原因：停电）"
    )
    assert both_times(happened, registered, "").endswith("（未写明原因）")
    assert date(2026, 11, 25) == registered.date()
